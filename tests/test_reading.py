"""Reading JSON takes time in its length alone, and at most ten times what `json.loads` takes."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress
from time import process_time
from typing import Any, Final

import pytest

from widgetql import InvalidInput, Limits, drill_down, validate_filter, validate_widget
from widgetql.documents import read_document
from widgetql.errors import Pointer, Problems
from widgetql.kore import widget_data
from widgetql.testing.example import connect, dataset

# Tracing takes memory and time of its own.
pytestmark = pytest.mark.untraced


def listed(part: str, count: int, head: str = '{"operator": "and", "conditions": [', tail: str = "]}") -> str:
    return head + ",".join([part] * count) + tail


def values(part: str, count: int) -> str:
    return listed(part, count, '{"field": "topic", "op": "in", "value": [', "]}")


# Up to a megabyte of what is dear to read, or to judge.
BOMBS: Final = {
    "one-key-again-and-again": "{" + ",".join(['"a":1'] * 160_000) + "}",
    "every-key-twice": "{" + ",".join(f'"{i // 2}":1' for i in range(90_000)) + "}",
    "repeated-keys-in-many-objects": listed('{"a":1,"a":2}', 60_000),
    "unknown-keys": "{" + ",".join(f'"{i}":1' for i in range(90_000)) + "}",
    "unknown-keys-in-many-objects": listed('{"a":1,"b":2}', 60_000),
    "groups": listed('{"operator":"and","conditions":[]}', 28_000),
    "blanks": listed("{}", 330_000),
    "conditions": listed('{"field":"id","op":"eq","value":1}', 25_000),
    "unknown-operators": listed('{"field":"id","op":"eqs","value":1}', 25_000),
    "long-text": '{"field":"topic","op":"eq","value":"' + "x" * 990_000 + '"}',
    "long-key": '{"' + "x" * 990_000 + '":1}',
    "deep-lists": "[" * 500_000,
    "deep-groups": '{"operator":"not","conditions":[' * 25_000 + "]}" * 25_000,
    "infinities": values("1e999999", 100_000),
    "digits": values("9" * 900_000, 1),
    "many-digits": values("9" * 4_200, 230),
    "nulls": listed(values("null", 1_000), 180),
    "lists": listed(values("[]", 1_000), 30),
    "a-wide-list": values('"x"', 240_000),
}


def seconds(act: Callable[[], object]) -> float:
    start = process_time()
    act()
    return process_time() - start


def plain(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


@pytest.mark.parametrize("text", BOMBS.values(), ids=BOMBS)
def test_reading_is_at_most_ten_times_json(text: str) -> None:
    assert len(text) <= 1_000_000

    def read() -> None:
        read_document(text, Pointer("filter"), Limits(), Problems())

    # The time of this process; some milliseconds are the clock's own, or a collection of garbage.
    assert (
        min(seconds(read) for _ in range(5))
        <= 10 * min(seconds(lambda: plain(text)) for _ in range(5)) + 0.02
    )


@pytest.mark.parametrize("text", BOMBS.values(), ids=BOMBS)
def test_judging_what_was_read_takes_no_time_that_grows(text: str) -> None:
    widget = {"chart_type": "pie", "field": "topic", "filters": text}
    data = plain(text)

    def judge() -> None:
        assert len(validate_filter(text, dataset)) <= 500
        assert len(validate_widget(widget, dataset)) <= 500
        if data is not None:
            validate_filter(data, dataset)

    # As much time as 600 conditions may take to be bound, on a slow machine.
    assert min(seconds(judge) for _ in range(3)) <= 40 * seconds(lambda: plain(text)) + 1


# What is no JSON text, but data that the host has read: a million of something in each place of a document.
MANY: Final[list[Any]] = ["x"] * 1_000_000
WIDE: Final = {f"k{i}": None for i in range(300_000)}
WIDGETS: Final[dict[str, Any]] = {
    "keys": {"chart_type": "pie", "field": "topic"} | WIDE,
    "columns": {"chart_type": "list", "columns": MANY},
    "dimensions": {"chart_type": "table", "dimensions": MANY},
    "metrics": {"chart_type": "table", "metrics": MANY},
    "order": {"chart_type": "table", "dimensions": ["topic"], "order_by": MANY},
    "group": {"chart_type": "pie", "field": "topic", "group_by": {"type": "field", "field": "topic"} | WIDE},
    "name": {"chart_type": "stat", "name": "x" * 10_000_000},
    "limit": {"chart_type": "list", "limit": 10**100_000},
    "filters": {"chart_type": "stat", "filters": {"field": "topic", "op": "in", "value": MANY}},
}


@pytest.mark.parametrize("widget", WIDGETS.values(), ids=WIDGETS)
def test_a_widget_of_millions(widget: Any) -> None:
    assert seconds(lambda: validate_widget(widget, dataset)) < 1


ROWS: Final[dict[str, Any]] = {
    "excluded": {"label": "other", "excluded": MANY},
    "keys": {"label": "x"} | WIDE,
    "label": {"label": MANY},
    "text": {"label": "x" * 10_000_000},
}


@pytest.mark.parametrize("row", ROWS.values(), ids=ROWS)
def test_a_row_of_millions(row: Any) -> None:
    def act() -> None:
        with suppress(InvalidInput):
            drill_down({"chart_type": "pie", "field": "topic"}, row, dataset)

    assert seconds(act) < 1


PARAMS: Final[dict[str, Any]] = {
    "filters": {"customFilters": MANY},
    "values": {"customFilters": [{"filterSource": "a", "fieldName": "b", "values": MANY}]},
    "keys": WIDE,
    "dates": {"startDate": "2" * 10_000_000, "endDate": MANY},
}


@pytest.mark.parametrize("params", PARAMS.values(), ids=PARAMS)
def test_parameters_of_millions(params: Any) -> None:
    def act() -> None:
        with connect() as connection, pytest.raises(InvalidInput):
            widget_data(connection, {"dimensions": ["topic"]}, dataset, params)

    assert seconds(act) < 1
