"""Under a scope an answer is what it would be if the rows outside it were not there."""

from __future__ import annotations

from typing import Any, Final

import pytest
from sqlalchemy import ColumnElement, Connection, Engine, Table

from tests.charts.calls import AGENTS, DATASET, METRICS, NOW, SINCE, agents, calls, metrics, notes
from tests.dashboard.test_dashboard import BARS, OTHERS, ROWS
from widgetql import Limits, WidgetData, compute_dashboard_data, compute_widget_data
from widgetql.testing import difference
from widgetql.testing.databases import filled

# A table, the scope on it, and the rows that it leaves.
SCOPES: Final[dict[str, tuple[Table, ColumnElement[bool], Any]]] = {
    "records": (calls, calls.c.agent_id == 1, [row for row in ROWS[calls] if row["agent_id"] == 1]),
    "to-one": (agents, agents.c.id > 1, AGENTS[1:]),
    "to-many": (notes, notes.c.id < 40, ROWS[notes][:40]),
    "metrics": (metrics, metrics.c.id < 3, METRICS[:2]),
}
WIDGETS: Final[list[dict[str, Any]]] = [
    *BARS,
    *(one for one in OTHERS if one.get("field") != "nope"),
    {"chart_type": "list", "field": "agent.name"},
    {
        "chart_type": "bar",
        "field": "notes.value",
        "metric": 1,
        "aggregation_function": "avg",
        "time_period": "day",
    },
    {"chart_type": "pie", "field": "notes.value", "metric": 2, "include_missing": True},
    {"chart_type": "stat", "filters": {"field": "notes.metric.name", "op": "eq", "value": "greeted"}},
]
# Few groups and points: what is not shown is counted, and points are thinned, within the scope too.
LIMITS: Final = (Limits(), Limits(max_groups=2, max_slices=2, max_points=4))


def answers(connection: Connection, limits: Limits, **options: Any) -> list[Any]:
    options |= {"now": NOW, "limits": limits, "dashboard_filters": SINCE}
    return [compute_widget_data(connection, one, DATASET, **options).to_dict() for one in WIDGETS]


@pytest.mark.parametrize("limits", LIMITS, ids=["all", "few"])
@pytest.mark.parametrize("name", SCOPES)
def test_other_rows_are_as_if_not_there(engine: Engine, name: str, limits: Limits) -> None:
    table, condition, seen = SCOPES[name]
    with filled(engine, ROWS) as connection:
        found = answers(connection, limits, scope={calls: None, table: condition})
        assert found != answers(connection, limits), "the scope is one that hides nothing"
    with filled(engine, ROWS | {table: seen}) as connection:
        expected = answers(connection, limits)
    for widget, one, other in zip(WIDGETS, found, expected, strict=True):
        assert difference(one, other) is None, widget


@pytest.mark.parametrize("name", SCOPES)
def test_other_rows_are_in_no_shared_scan(engine: Engine, name: str) -> None:
    table, condition, _ = SCOPES[name]
    options: dict[str, Any] = {"now": NOW, "scope": {calls: None, table: condition}}
    dashboard = {"filters": SINCE, "widgets": WIDGETS}
    with filled(engine, ROWS) as connection:
        shared = compute_dashboard_data(connection, dashboard, DATASET, **options)
        single = answers(connection, Limits(), scope={calls: None, table: condition})
    for widget, one, other in zip(WIDGETS, shared, single, strict=True):
        assert isinstance(one, WidgetData), widget
        assert difference(one.to_dict(), other) is None, widget
