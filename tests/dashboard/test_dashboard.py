"""A dashboard in one call gives what its widgets give one by one."""

from __future__ import annotations

from typing import Any, Final

import pytest
from sqlalchemy import Engine, Table

from tests.charts.calls import AGENTS, DATASET, METRICS, NOW, SINCE, agents, calls, metrics, notes
from tests.drill.records import records, related
from widgetql import InvalidInput, Limits, compute_dashboard_data, compute_widget_data
from widgetql.testing import difference
from widgetql.testing.databases import filled

BARS: Final = [
    {"chart_type": "bar", "field": field, "aggregation_function": aggregation, "time_period": period, **more}
    for field, aggregation, period, more in (
        ("seconds", "avg", "day", {}),
        ("cost", "avg", "day", {}),
        ("seconds", "min", "day", {}),
        ("score", "sum", "day", {}),
        ("seconds", "count", "day", {}),
        ("ok", "avg", "day", {"fill_gaps": True}),
        ("seconds", "sum", "hour", {}),
        ("seconds", "count", "week", {"fill_gaps": True}),
        ("cost", "max", "day", {"group_by": {"type": "field", "field": "topic"}}),
        ("score", "min", "day", {"group_by": {"type": "field", "field": "ok"}}),
        ("ok", "avg", "day", {"group_by": {"type": "field", "field": "agent.name"}}),
        ("seconds", "p95", "day", {}),
    )
]
OTHERS: Final[list[Any]] = [
    {"chart_type": "pie", "field": "topic"},
    {"chart_type": "pie", "field": "topic", "include_missing": True},
    {"chart_type": "pie", "field": "ok"},
    {"chart_type": "stat"},
    {"chart_type": "stat", "group_by": {"type": "field", "field": "topic"}},
    {"chart_type": "stat", "group_by": {"type": "field", "field": "ok"}},
    {"chart_type": "stat", "group_by": {"type": "field", "field": "agent.name"}},
    {"chart_type": "list", "field": "seconds"},
    {"chart_type": "line", "field": "seconds"},
    {
        "chart_type": "table",
        "dimensions": ["topic", {"field": "timestamp", "time_period": "day"}],
        "metrics": [
            {"aggregation_function": "avg", "field": "seconds", "name": "mean"},
            {"aggregation_function": "count", "name": "calls"},
        ],
        "order_by": [{"name": "mean", "direction": "desc"}],
        "limit": 3,
    },
    {
        "chart_type": "table",
        "dimensions": ["topic"],
        "metrics": [{"aggregation_function": "max", "field": "cost", "name": "dearest"}],
    },
    {"chart_type": "table", "metrics": [{"aggregation_function": "sum", "field": "seconds"}]},
    # Its rows are those of the relation, also those that it only counts.
    {
        "chart_type": "table",
        "metrics": [
            {"aggregation_function": "count", "name": "rows"},
            {"aggregation_function": "max", "field": "notes.metric.id", "name": "last"},
        ],
    },
    {"chart_type": "pie", "field": "nope"},
    {"chart_type": "pie", "field": "topic", "filters": {"field": "ok", "op": "eq", "value": True}},
]
WIDGETS: Final = [*BARS, *OTHERS]
ROWS: Final[dict[Table, Any]] = {calls: records(), agents: AGENTS, metrics: METRICS, notes: related()}


def one_by_one(connection: Any, widget: Any, **options: Any) -> Any:
    try:
        return compute_widget_data(connection, widget, DATASET, dashboard_filters=SINCE, **options).to_dict()
    except InvalidInput as error:
        return error.to_dict()


@pytest.mark.parametrize("way", ["shared", "separate"])
@pytest.mark.parametrize("limits", [Limits(), Limits(max_groups=1, max_slices=1)], ids=["all", "others"])
@pytest.mark.parametrize("timezone", ["UTC", "Asia/Kolkata"])
def test_a_dashboard_is_its_widgets(engine: Engine, way: str, limits: Limits, timezone: str) -> None:
    options: dict[str, Any] = {"now": NOW, "limits": limits, "timezone": timezone}
    with filled(engine, ROWS) as connection:
        dashboard = {"filters": SINCE, "widgets": WIDGETS}
        found = compute_dashboard_data(connection, dashboard, DATASET, **options, strategy={"dashboard": way})
        for widget, one in zip(WIDGETS, found, strict=True):
            expected = one_by_one(connection, widget, **options)
            assert difference(one.to_dict(), expected) is None, widget
