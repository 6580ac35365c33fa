"""Ranges that no record can be in, or that only the records themselves bound: every chart with buckets."""

from __future__ import annotations

import re
from typing import Any, Final

import pytest
from sqlalchemy import Engine

from tests.charts.calls import SINCE, answer, call, limits
from tests.statements import recorded

HOURS: Final = {"type": "bucket", "interval": 3_600_000}
BY_TIME: Final[dict[str, dict[str, Any]]] = {
    "bar": {"chart_type": "bar", "field": "seconds", "aggregation_function": "sum", "time_period": "day"},
    "bar of buckets": {
        "chart_type": "bar",
        "field": "seconds",
        "aggregation_function": "sum",
        "group_by": HOURS,
    },
    "line": {"chart_type": "line", "field": "seconds", "group_by": HOURS},
    "pie": {"chart_type": "pie", "field": "topic", "group_by": HOURS},
    "stat": {"chart_type": "stat", "group_by": HOURS},
    "table": {
        "chart_type": "table",
        "dimensions": [{"field": "timestamp", "time_period": "day"}],
        "metrics": [{"aggregation_function": "count", "name": "calls"}],
    },
}
CALLS: Final = [call(1, "03 10:00", seconds=5, topic="a"), call(2, "04 10:00", seconds=6, topic="b")]
EMPTY: Final = {
    "in nothing": {"field": "timestamp", "op": "in", "value": []},
    "the future": {"field": "timestamp", "op": "gte", "value": "now+1d"},
    "each other's opposite": {
        "operator": "and",
        "conditions": [SINCE, {"field": "timestamp", "op": "lt", "value": "2025-11-01"}],
    },
}


@pytest.mark.parametrize("empty", EMPTY.values(), ids=EMPTY)
@pytest.mark.parametrize("widget", BY_TIME.values(), ids=BY_TIME)
def test_a_range_without_instants_is_an_empty_chart(engine: Engine, widget: Any, empty: Any) -> None:
    assert answer(engine, CALLS, widget, dashboard_filters=empty).data == []


@pytest.mark.parametrize("widget", BY_TIME.values(), ids=BY_TIME)
@pytest.mark.parametrize("before", ["0001-01-01", "2025-11-01"])
def test_no_record_in_an_open_range_is_an_empty_chart(engine: Engine, widget: Any, before: str) -> None:
    until = {"field": "timestamp", "op": "lt", "value": before}
    found = answer(engine, CALLS, widget, dashboard_filters=until, limits=limits(max_range=None))
    assert found.data == []


@pytest.mark.parametrize("widget", BY_TIME.values(), ids=BY_TIME)
def test_an_open_range_starts_with_the_first_record_as_read_once(engine: Engine, widget: Any) -> None:
    with recorded(engine) as ran:
        found = answer(engine, CALLS, widget, dashboard_filters=None, limits=limits(max_range=None))
    assert len(found.data) == 2
    firsts = [text for text, _ in ran if re.search(r"min\((toNullable\()?\W?calls\W?\.\W?at", text)]
    assert len(firsts) == 1


def test_months_of_a_century_are_buckets_and_those_of_a_millennium_too_many(engine: Engine) -> None:
    widget = BY_TIME["bar"] | {"time_period": "month"}
    records = [call(1, "1926-02-01", seconds=5), call(2, "1999-02-28 23:59", seconds=6), *CALLS[1:]]
    since = {"field": "timestamp", "op": "gte", "value": "1926-01-31"}
    found = answer(engine, records[:2], widget, dashboard_filters=since, limits=limits(max_range=None))
    assert [(row["time_interval"], row["value"]) for row in found.data] == [
        ("1926-02-01T00:00:00Z", 5),
        ("1999-02-01T00:00:00Z", 6),
    ]
    with pytest.raises(ValueError, match="more than 1200 buckets"):
        answer(
            engine,
            [],
            widget,
            dashboard_filters=since | {"value": "1026-01-31"},
            limits=limits(max_range=None),
        )
