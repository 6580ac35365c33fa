"""No allowed filter is too deep, whatever a chart puts around it: SQLite has a parser with a small stack."""

from __future__ import annotations

from typing import Any, Final

import pytest
from sqlalchemy import Connection, MetaData

from tests.conformance.features import ROWS
from tests.testing.everything import EVERYTHING, TABLES
from widgetql import Limits, compute_widget_data
from widgetql.testing import NOW, difference, expected_widget_data
from widgetql.testing.databases import Rows

# Deep is the same in shallow, which others ask.
pytestmark = pytest.mark.untraced

SINCE: Final = {"field": "at", "op": "gte", "value": "2025-10-25"}
PARTED: Final = {"field": "agent.team.founded", "part": "day_of_month", "op": "between", "value": [1, 31]}
NONE: Final = {"field": "agent.team.founded", "part": "month_of_year", "op": "nin", "value": [2]}


def deep(condition: dict[str, Any], depth: int) -> dict[str, Any]:
    """A condition in so many groups, each with another beside."""
    found = condition
    for level in range(depth):
        operator = ("or", "and", "not")[level % 3]
        beside = {"field": "duration", "op": "gt", "value": 1_000 + level}
        parts = [found] if operator == "not" else [found, beside if operator == "or" else SINCE]
        found = {"operator": operator, "conditions": parts}
    return {"operator": "and", "conditions": [SINCE, found]}


COUNT: Final = {"name": "n", "aggregation_function": "count"}
MEDIAN: Final = {"name": "m", "aggregation_function": "median", "field": "duration"}
GOOD: Final = COUNT | {"name": "good", "filters": deep(PARTED, 3)}
BY: Final = {"group_by": {"type": "field", "field": "duration", "limit": 2, "rank_by": "value"}}
BAR: Final = {"chart_type": "bar", "field": "score", "time_period": "day"}
TABLE: Final = {"chart_type": "table", "dimensions": ["agent.team.name"], "totals": True}
WIDGETS: Final[dict[str, dict[str, Any]]] = {
    "pie": {"chart_type": "pie", "field": "ref", "compare": {"to": "-1M"}} | BY,
    "missing": {
        "chart_type": "pie",
        "field": "ref",
        "include_missing": True,
        "compare": {"to": "-1M"},
        "group_by": {"type": "field", "field": "duration"},
    },
    "bar": BAR | BY | {"aggregation_function": "p90"},
    "window": BAR | BY | {"aggregation_function": "avg", "window": {"type": "rolling", "buckets": 3}},
    "compared": BAR | BY | {"aggregation_function": "stddev", "compare": {"to": "-1w"}},
    "table": TABLE | {"metrics": [COUNT, MEDIAN, GOOD], "limit": 1, "other": True},
    "pivot": {"chart_type": "pivot", "rows": ["ref"], "columns": ["duration"], "metrics": [COUNT, MEDIAN]},
    "line": {"chart_type": "line", "field": "duration", "group_by": {"type": "field", "field": "ref"}},
    "histogram": {"chart_type": "histogram", "field": "duration", "bins": {"count": 5}},
    "list": {"chart_type": "list", "field": "duration", "order_by": [{"name": "value"}]},
    "share": {"chart_type": "bar", "aggregation_function": "share", "field": "topic", "time_period": "day"},
}


@pytest.fixture(scope="module")
def metadata() -> MetaData:
    return TABLES


@pytest.fixture(scope="module")
def rows() -> Rows:
    return ROWS


@pytest.mark.parametrize("depth", [0, 3, 9])
@pytest.mark.parametrize("name", WIDGETS)
def test_a_deep_filter_under_each_chart(connection: Connection, name: str, depth: int) -> None:
    options: Any = {
        "now": NOW,
        "timezone": "America/New_York",
        "limits": Limits(max_compare=None, max_range=None),
    }
    for condition in (PARTED, NONE):
        widget = WIDGETS[name] | {"filters": deep(condition, depth)}
        if name == "pie" and depth:
            widget |= {"group_by": {"type": "field", "field": "duration"}}
        found = compute_widget_data(connection, widget, EVERYTHING, **options).to_dict()
        assert difference(found, expected_widget_data(widget, EVERYTHING, ROWS, **options)) is None
