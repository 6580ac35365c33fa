"""Documents that are made to cost much: each is answered or refused, by every function."""

from __future__ import annotations

import json
from base64 import urlsafe_b64encode
from collections.abc import Callable
from decimal import Decimal
from typing import Any, Final

import pytest

from tests.attack.targets import connection, judged, sendable
from tests.testing.everything import EVERYTHING
from widgetql import (
    InvalidInput,
    compile_filter,
    compute_dashboard_data,
    compute_widget_data,
    drill_down,
    effective_filters,
    kore,
    validate_filter,
    validate_widget,
)
from widgetql.testing import NOW

TOPIC: Final = {"field": "topic", "op": "eq", "value": "a"}
SINCE: Final = {"field": "at", "op": "gte", "value": "now-7d"}
STAT: Final = {"chart_type": "stat", "filters": SINCE}
PIE: Final = {"chart_type": "pie", "field": "topic"}


def nested(depth: int, operator: str = "not") -> Any:
    """A filter of so many groups within each other, which no recursion wrote."""
    found: Any = TOPIC
    for _ in range(depth):
        found = {"operator": operator, "conditions": [found]}
    return found


def condition(field: str, op: str, value: Any) -> Any:
    return {"field": field, "op": op, "value": value}


def every(conditions: list[Any]) -> Any:
    return {"operator": "and", "conditions": conditions}


FILTERS: Final[dict[str, Any]] = {
    "groups nested 100,000 deep": nested(100_000),
    "JSON text of lists nested 400,000 deep": "[" * 400_000,
    "JSON text of groups nested 20,000 deep": '{"operator":"not","conditions":[' * 20_000,
    "JSON text of two megabytes": json.dumps(condition("topic", "eq", "x" * 2_000_000)),
    "JSON text of one key, 70,000 times": "{" + ",".join('"op":1' for _ in range(70_000)) + "}",
    "JSON text of 60,000 keys, each twice": "{" + ",".join(f'"{i % 30_000}":1' for i in range(60_000)) + "}",
    "an integer of 40,000 digits": condition("size", "eq", 10**40_000),
    "JSON text of an integer of 400,000 digits": '{"field":"size","op":"eq","value":' + "9" * 400_000 + "}",
    "JSON text of a number beyond a double": '{"field":"score","op":"gt","value":1e999999999}',
    "a Decimal of a million digits": condition("cost", "eq", Decimal("1e1000000")),
    "not a number": condition("score", "gt", float("nan")),
    "a million conditions": every([TOPIC] * 1_000_000),
    "a million values": condition("topic", "in", ["a"] * 1_000_000),
    "200 lists of 1,000 values": every([condition("topic", "in", [f"{i}" for i in range(1_000)])] * 200),
    "a text of ten million characters": condition("topic", "contains", "a" * 10_000_000),
    "a field of a million characters": condition("meta." + "a" * 1_000_000, "eq", "a"),
    "a field of a million dots": condition("." * 1_000_000, "eq", "a"),
    "100,000 keys": dict.fromkeys(map(str, range(100_000)), 1),
    "a pattern of nested repeats": condition("topic", "regex", "(" * 90 + "a" + "*)" * 90),
    "a pattern of alternatives that overlap": condition("topic", "regex", "(a|a|a|a|ab)*" * 14 + "c"),
    "a pattern of gaps": condition("topic", "regex", ".*" * 95 + "x"),
    "a pattern of counts": condition("topic", "regex", "((((a{99}){99}){99}){99}){99}"),
    "a pattern of a huge count": condition("topic", "regex", "a{999999999999999999999}"),
    "a pattern of a million brackets": condition("topic", "regex", "(" * 1_000_000),
    "a time of 250,000 moves": condition("at", "gte", "now" + "-1d" * 250_000),
    "a time of 300 moves": condition("at", "gte", "now" + "-1d+1M-1y" * 100),
    "a time of a huge move": condition("at", "gte", "now-" + "9" * 900 + "y"),
    "a time moved out of the calendar": condition("at", "gte", "now-99999y/M"),
    "a date of many digits": condition("at", "gte", "9" * 900 + "-01-01"),
    "200 searches": every([condition("topic", "contains", "a%_" * 300)] * 200),
}
WIDGETS: Final[dict[str, Any]] = {
    "100,000 columns": {"chart_type": "list", "field": "topic", "columns": ["topic"] * 100_000},
    "100,000 dimensions": {"chart_type": "table", "dimensions": ["topic"] * 100_000},
    "100,000 metrics": {"chart_type": "table", "dimensions": ["topic"], "metrics": [{"name": "a"}] * 100_000},
    "100,000 orders": {
        "chart_type": "table", "dimensions": ["topic"], "order_by": [{"name": "topic"}] * 100_000,
    },
    "a width of many digits": {"chart_type": "histogram", "field": "score", "bins": {"width": 10**5_000}},
    "an edge of many digits": {"chart_type": "histogram", "field": "score", "bins": {"edges": [0, 10**5000]}},
    "a limit of many digits": {"chart_type": "list", "field": "topic", "limit": 10**5_000},
    "a cursor of a megabyte": {"chart_type": "list", "field": "topic", "cursor": "A" * 1_000_000},
    "a cursor of nested lists": {
        "chart_type": "list", "field": "topic",
        "cursor": urlsafe_b64encode(b"[" * 500_000).decode().rstrip("="),
    },
    "a bucket of a millisecond": {
        "chart_type": "bar", "field": "topic", "aggregation_function": "count", "fill_gaps": True,
        "group_by": {"type": "bucket", "interval": 1},
    },
    "a bucket of many digits": {"chart_type": "stat", "group_by": {"type": "bucket", "interval": 10**500}},
    "minutes of thirty days, filled": {
        "chart_type": "bar", "field": "topic", "aggregation_function": "count", "time_period": "minute",
        "fill_gaps": True,
    },
    "a name of ten million characters": STAT | {"name": "a" * 10_000_000},
    "a metric of many digits": PIE | {"field": "evaluations.value", "metric": 10**500},
    "100,000 unknown keys": STAT | dict.fromkeys(map(str, range(100_000)), 1),
}  # fmt: skip
ROWS: Final[dict[str, Any]] = {
    "300,000 values without": {"label": "other", "other": True, "excluded": ["a"] * 300_000},
    "nested values without": {"label": "other", "other": True, "excluded": [[[[["a"]]]]] * 10_000},
    "a label of ten million characters": {"label": "a" * 10_000_000},
    "a label of many digits": {"label": 10**100_000},
}


@pytest.mark.parametrize("name", FILTERS)
def test_a_filter(name: str) -> None:
    source = FILTERS[name]
    on = connection()
    calls: list[Callable[[], Any]] = [
        lambda: validate_filter(source, EVERYTHING, now=NOW),
        lambda: compile_filter(source, EVERYTHING, now=NOW),
        lambda: effective_filters(source, STAT),
        lambda: compute_widget_data(on, STAT, EVERYTHING, now=NOW, dashboard_filters=source),
        lambda: compute_dashboard_data(on, {"filters": source, "widgets": [STAT]}, EVERYTHING, now=NOW),
        lambda: drill_down(PIE, {"label": "a"}, EVERYTHING, now=NOW, filters=source),
    ]
    for call in calls:
        judged(call)
    sendable([one.to_dict() for one in validate_filter(source, EVERYTHING, now=NOW)])


@pytest.mark.parametrize("name", WIDGETS)
def test_a_widget(name: str) -> None:
    widget = {"filters": SINCE, **WIDGETS[name]}
    on = connection()
    params = {"startDate": "2025-01-01", "endDate": "2025-01-02"}
    calls: list[Callable[[], Any]] = [
        lambda: validate_widget(widget, EVERYTHING, now=NOW),
        lambda: compute_widget_data(on, widget, EVERYTHING, now=NOW),
        lambda: compute_dashboard_data(on, {"widgets": [widget] * 3}, EVERYTHING, now=NOW),
        lambda: kore.widget_data(on, widget, EVERYTHING, params, now=NOW),
        lambda: drill_down(widget, {"label": "a"}, EVERYTHING, now=NOW),
        lambda: EVERYTHING.recommended_indexes([widget]),
    ]
    for call in calls:
        judged(call)


@pytest.mark.parametrize("name", ROWS)
def test_a_row_that_comes_back(name: str) -> None:
    found = judged(lambda: drill_down(PIE, ROWS[name], EVERYTHING, now=NOW))
    sendable(found.to_dict() if isinstance(found, InvalidInput) else found)
