"""The SQL of each chart, whole: `golden/<database>.sql` shows it, and a change of it shows in review.

To write the files anew: `WIDGETQL_GOLDEN=1 python -m pytest tests/charts/test_sql.py`.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from sqlalchemy import Engine

from tests.charts.calls import METRICS, at, call, computed, limits, metrics, notes
from tests.charts.calls import calls as calls_table
from tests.statements import recorded
from widgetql.charts.pages import Place, write_place, write_turned
from widgetql.testing.databases import filled, name_of

GOLDEN = Path(__file__).parent / "golden"
BY_TOPIC = {"group_by": {"type": "field", "field": "topic"}}
VALUE = [{"name": "value", "direction": "asc"}]
DAY = {"field": "timestamp", "time_period": "day"}
MEASURES: list[dict[str, Any]] = [
    {"name": "n", "aggregation_function": "count", "filters": {"field": "ok", "op": "eq", "value": True}},
    {"name": "spent", "aggregation_function": "sum", "field": "seconds"},
    {"name": "part", "share": "n"},
]
WIDGETS: dict[str, dict[str, Any]] = {
    "bar": {"chart_type": "bar", "field": "seconds", "aggregation_function": "avg", "time_period": "day"},
    "bar of a metric, by agent": {
        "chart_type": "bar",
        "field": "notes.value",
        "metric": 1,
        "aggregation_function": "p95",
        "time_period": "week",
        "group_by": {"type": "field", "field": "agent.name"},
    },
    "bar, compared": {
        "chart_type": "bar",
        "field": "seconds",
        "aggregation_function": "max",
        "time_period": "day",
        "compare": {"to": "-1w"},
        **BY_TOPIC,
    },
    "pie, compared": {"chart_type": "pie", "field": "topic", "compare": {"to": "-1w"}},
    "bar of the groups that are left, compared": {
        "chart_type": "bar",
        "field": "seconds",
        "aggregation_function": "sum",
        "time_period": "day",
        "compare": {"to": "-1w"},
        "group_by": BY_TOPIC["group_by"] | {"limit": 1, "rank_by": "value"},
        "having": {"field": "sample_count", "op": "gt", "value": 0},
    },
    "table with its rest, compared": {
        "chart_type": "table",
        "dimensions": ["topic"],
        "metrics": [{"name": "n", "aggregation_function": "count"}],
        "compare": {"to": "-1w"},
        "limit": 1,
        "other": True,
    },
    "pies, compared": {"chart_type": "pie", "field": "ok", "compare": {"to": "-1w"}, **BY_TOPIC},
    "table, compared": {
        "chart_type": "table",
        "dimensions": ["topic", {"field": "timestamp", "time_period": "day"}],
        "metrics": [{"name": "n", "aggregation_function": "count"}],
        "compare": {"to": "-1w"},
        "totals": True,
    },
    "bar over windows": {
        "chart_type": "bar",
        "field": "seconds",
        "aggregation_function": "avg",
        "time_period": "day",
        "window": {"type": "rolling", "buckets": 7},
        **BY_TOPIC,
    },
    "bar over windows, of values": {
        "chart_type": "bar",
        "field": "seconds",
        "aggregation_function": "p95",
        "time_period": "week",
        "window": {"type": "cumulative"},
    },
    "bar of measures over windows, by group": {
        "chart_type": "bar",
        "metrics": MEASURES,
        "time_period": "day",
        "window": {"type": "rolling", "buckets": 7},
        **BY_TOPIC,
    },
    "bar of measures over labels": {
        "chart_type": "bar",
        "metrics": MEASURES,
        "x": "topic",
        "limit": 1,
    },
    "bar over labels, by group": {
        "chart_type": "bar",
        "field": "seconds",
        "aggregation_function": "count",
        "x": "topic",
        "group_by": {"type": "field", "field": "ok"},
    },
    "bar over a part of time": {
        "chart_type": "bar",
        "field": "seconds",
        "aggregation_function": "avg",
        "x": {"field": "timestamp", "part": "hour_of_day"},
        "include_missing": True,
    },
    "bar of shares": {
        "chart_type": "bar",
        "field": "topic",
        "aggregation_function": "share",
        "time_period": "day",
    },
    "pie": {"chart_type": "pie", "field": "topic"},
    "histogram": {"chart_type": "histogram", "field": "seconds", "bins": {"edges": [0, 60, 300]}},
    "line, thinned": {"chart_type": "line", "field": "score"},
    "stat": {"chart_type": "stat", **BY_TOPIC},
    "stat of measures": {
        "chart_type": "stat",
        "metrics": [
            {
                "name": "n",
                "aggregation_function": "count",
                "filters": {"field": "ok", "op": "eq", "value": True},
            },
            {"name": "p", "aggregation_function": "p95", "field": "seconds"},
            {"name": "s", "share": "n", "within": ["group"]},
            {"name": "r", "ratio": ["p", "n"]},
        ],
        **BY_TOPIC,
    },
    "list": {"chart_type": "list", "field": "cost", "columns": ["meta.region"], "limit": 10},
    "list of related rows, in an order, the second page": {
        "chart_type": "list",
        "field": "notes.text",
        "order_by": VALUE,
        "limit": 10,
        "cursor": write_place((("value", False),), Place(("a",), at("03 10:00"), 7, 1)),
    },
    "table, the second page": {
        "chart_type": "table",
        "dimensions": ["topic"],
        "metrics": [{"aggregation_function": "count"}],
        "cursor": write_turned((), 10),
    },
    "bar of the groups that are left": {
        "chart_type": "bar",
        "field": "seconds",
        "aggregation_function": "avg",
        "time_period": "day",
        "group_by": BY_TOPIC["group_by"] | {"limit": 1, "rank_by": "value", "other": False},
        "having": {"field": "value", "op": "gte", "value": 0},
    },
    "bar of measures, by the groups that are left": {
        "chart_type": "bar",
        "time_period": "day",
        "metrics": [
            {"name": "spent", "aggregation_function": "sum", "field": "seconds"},
            {"name": "n", "aggregation_function": "count", "hidden": True},
            {"name": "r", "ratio": ["spent", "n"]},
        ],
        "group_by": BY_TOPIC["group_by"] | {"limit": 1, "rank_by": "r"},
        "having": {"field": "spent", "op": "gt", "value": 0},
    },
    "bar over the labels that are left": {
        "chart_type": "bar",
        "field": "seconds",
        "aggregation_function": "avg",
        "x": "topic",
        "limit": 1,
        "having": {"field": "value", "op": "gte", "value": 0},
    },
    "pivot with its rests": {
        "chart_type": "pivot",
        "rows": ["topic", "ok"],
        "columns": [DAY],
        "metrics": [{"aggregation_function": "p90", "field": "seconds"}],
        "totals": ["rows", "columns", "all"],
        "having": {"field": "sample_count", "op": "gt", "value": 1},
    },
    "table with its rest, of shares and rates": {
        "chart_type": "table",
        "dimensions": ["topic", "ok"],
        "metrics": [
            {"name": "n", "aggregation_function": "count", "per": "hour"},
            {"name": "s", "share": "n", "within": ["topic"]},
        ],
        "limit": 1,
        "other": True,
    },
    "table with its rest": {
        "chart_type": "table",
        "dimensions": ["topic"],
        "metrics": [{"aggregation_function": "avg", "field": "seconds"}],
        "limit": 1,
        "other": True,
    },
    "table": {
        "chart_type": "table",
        "dimensions": ["agent.name", DAY],
        "metrics": [{"aggregation_function": "median", "field": "seconds"}],
        "order_by": [{"name": "median_seconds", "direction": "desc"}],
    },
    "table of parts and bins": {
        "chart_type": "table",
        "dimensions": [
            {"field": "timestamp", "part": "day_of_week"},
            {"field": "score", "bins": {"edges": [0, 2, 4]}},
        ],
        "metrics": [{"aggregation_function": "count", "name": "n"}],
    },
    "table of measures, sorted by a ratio": {
        "chart_type": "table",
        "dimensions": ["topic"],
        "metrics": [
            {"name": "paid", "aggregation_function": "sum", "field": "cost"},
            {"name": "n", "aggregation_function": "count", "hidden": True},
            {"name": "r", "ratio": ["paid", "n"]},
        ],
        "order_by": [{"name": "r", "direction": "desc"}],
        "totals": True,
    },
}


def statements(engine: Engine) -> str:
    """Every statement of every widget, in order."""
    found: list[str] = []

    rows = [call(i, "03 10:00", score=float(i), topic="ab"[i // 4], seconds=i) for i in range(5)]
    with filled(engine, {metrics: METRICS, calls_table: rows, notes: ()}) as connection:
        for name, widget in WIDGETS.items():
            with recorded(engine) as ran:
                computed(connection, widget, limits=limits(max_points=4))
            found += [f"-- {name}", *(statement for statement, _ in ran)]
    # Versions of SQLAlchemy differ in blanks before a new line.
    return "\n\n".join("\n".join(line.rstrip() for line in one.splitlines()) for one in found) + "\n"


def test_the_sql_is_as_it_was(engine: Engine) -> None:
    path, found = GOLDEN / f"{name_of(engine)}.sql", statements(engine)
    if os.environ.get("WIDGETQL_GOLDEN"):
        path.write_text(found)
    assert found == path.read_text()
