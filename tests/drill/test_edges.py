"""Drill-downs of filters and rows at the ends of the calendar, and at the limits."""

from __future__ import annotations

from typing import Any, Final

import pytest
from sqlalchemy import Connection, select

from tests.charts.calls import DATASET, NOW, SINCE, calls
from tests.drill.records import BAR, PIE, behind, records
from widgetql import Limits, compile_filter, drill_down, validate_filter

LABEL: Final = {"field": "topic", "op": "eq", "value": "a"}


def deep(levels: int) -> Any:
    """A filter on `seconds` below so many groups, an even number of negations."""
    found: Any = {"field": "seconds", "op": "gte", "value": 0}
    for _ in range(levels):
        found = {"operator": "not", "conditions": [found]}
    return found


# Each date-time is two conditions of a drill-down.
DATES: Final = [f"2025-11-{1 + i // 24:02}T{i % 24:02}:00:01Z" for i in range(700)]


@pytest.mark.parametrize("op", ["gte", "gt", "lte", "lt", "eq", "neq"])
@pytest.mark.parametrize("value", ["0001-01-01", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59.999999Z"])
def test_a_filter_may_name_the_ends_of_the_calendar(connection: Connection, op: str, value: str) -> None:
    given = {"field": "seen", "op": op, "value": value}
    found = drill_down(PIE, {"label": "a"}, DATASET, dashboard_filters=SINCE, filters=given, now=NOW)
    label = {"field": "topic", "op": "eq", "value": "a"}
    until_now = {"field": "timestamp", "op": "lt", "value": "2025-11-10T12:00:00Z"}
    both = {"operator": "and", "conditions": [SINCE, until_now, given, label]}
    condition = compile_filter(both, DATASET, now=NOW)
    assert behind(connection, found) == sorted(
        connection.execute(select(calls.c.id).where(condition)).scalars()
    )


@pytest.mark.parametrize("instant", ["0001-01-01T00:00:00Z", "9999-12-31T23:59:59.999999Z"])
def test_a_row_may_name_the_ends_of_the_calendar(connection: Connection, instant: str) -> None:
    options: Any = {"dashboard_filters": SINCE, "now": NOW}
    table = {"chart_type": "table", "dimensions": ["seen"], "metrics": [{"aggregation_function": "count"}]}
    for widget, row in ((BAR, {"time_interval": instant}), (table, {"seen": instant})):
        assert behind(connection, drill_down(widget, row, DATASET, **options)) == []


@pytest.mark.untraced
@pytest.mark.parametrize(
    ("given", "code"),
    [
        pytest.param(deep(10), "too_deep", id="depth"),
        pytest.param({"field": "timestamp", "op": "nin", "value": DATES}, "too_many", id="conditions"),
    ],
)
def test_what_is_made_of_a_filter_at_its_limits_compiles_under_lifted_ones(
    connection: Connection, given: Any, code: str
) -> None:
    found = drill_down(PIE, {"label": "a"}, DATASET, dashboard_filters=SINCE, filters=given, now=NOW)
    assert [problem.code for problem in validate_filter(found, DATASET, now=NOW)] == [code]
    condition = compile_filter(found, DATASET, now=NOW, limits=Limits().lifted())
    ids = sorted(connection.execute(select(calls.c.id).where(condition)).scalars())
    given = given if code == "too_many" else deep(0)
    known = {row["id"] for row in records() if row["at"] < NOW}
    expected = behind(connection, {"operator": "and", "conditions": [SINCE, given, LABEL]})
    assert ids == [id for id in expected if id in known] != []
