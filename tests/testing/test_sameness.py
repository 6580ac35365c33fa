"""What two answers must have in common, and how a difference is told."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import pytest

from widgetql.testing import NOW, Case, Difference, cases, check, difference, same
from widgetql.testing.databases import filled, opened
from widgetql.testing.example import calls, dataset

_ROW = {"label": "a", "value": 2}


def _of(chart: str, value: float, aggregation: str | None = None) -> dict[str, Any]:
    return {"chart_type": chart, "aggregation_function": aggregation, "data": [{"value": value}]}


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        pytest.param(0.1 + 0.2, 0.3, id="last-digits"),
        pytest.param(1e-17, 0.0, id="what-cancels"),
        pytest.param(-0.0, 0.0, id="minus-nothing"),
        pytest.param(2**63, 2**63, id="long"),
        pytest.param(60, 60.0, id="whole"),
        pytest.param({"a": 1, "b": None}, {"b": None, "a": 1}, id="order-of-keys"),
        pytest.param([[], {}, True], [[], {}, True], id="nested"),
        pytest.param(_of("bar", 0.1 + 0.2, "sum"), _of("bar", 0.3, "sum"), id="added-up"),
        # What a widget says for another chart is repeated in its answer, and means nothing there.
        pytest.param(_of("stat", 0.1 + 0.2, "first"), _of("stat", 0.3, "first"), id="means-of-a-stat"),
    ],
)
def test_the_same(found: Any, expected: Any) -> None:
    assert same(found, expected)
    assert same(expected, found)
    assert difference([found], [expected]) is None


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        pytest.param(True, 1, id="true-and-1"),
        pytest.param(False, 0.0, id="false-and-0"),
        pytest.param(2**53 + 1, 2.0**53, id="int-and-float"),
        pytest.param(60, 60.0000000001, id="int-and-nearly"),
        pytest.param(2**53 + 1, 2**53, id="last-digit-of-an-int"),
        pytest.param(1.00001, 1.0, id="float"),
        pytest.param(math.nan, math.nan, id="nan"),
        pytest.param(math.inf, math.inf, id="infinity"),
        pytest.param(None, 0, id="null-and-0"),
        pytest.param(0.0, None, id="0-and-null"),
        pytest.param(None, False, id="null-and-false"),
        pytest.param(1.0, "1.0", id="number-and-text"),
        pytest.param((1,), [1], id="tuple-and-list"),
        pytest.param([1, 2], [2, 1], id="order"),
        pytest.param([1], [1, 1], id="length"),
        pytest.param({}, {"a": None}, id="key-of-null"),
        pytest.param([], {}, id="list-and-object"),
        pytest.param(_of("line", 0.1 + 0.2), _of("line", 0.3), id="last-digits-of-what-is-stored"),
        pytest.param(_of("bar", 0.1 + 0.2, "max"), _of("bar", 0.3, "max"), id="last-digits-of-a-pick"),
    ],
)
def test_not_the_same(found: Any, expected: Any) -> None:
    assert not same(found, expected)
    assert not same(expected, found)


@pytest.mark.parametrize(
    ("found", "expected", "told"),
    [
        pytest.param([_ROW], [_ROW | {"value": 3}], Difference("/0/value", 2, 3), id="inner"),
        pytest.param({"a/b": {"~": 1}}, {"a/b": {"~": 2}}, Difference("/a~1b/~0", 1, 2), id="escaped"),
        pytest.param({"data": [_ROW]}, {"data": []}, Difference("/data", [_ROW], []), id="length"),
        pytest.param([{"a": 1}], [{"b": 1}], Difference("/0", {"a": 1}, {"b": 1}), id="keys"),
        pytest.param([1, 2, 3], [1, 0, 0], Difference("/1", 2, 0), id="first"),
        pytest.param(1, 2, Difference("", 1, 2), id="whole"),
    ],
)
def test_a_difference_is_told(found: Any, expected: Any, told: Difference) -> None:
    assert difference(found, expected) == told


def _full() -> Case:
    """A case whose filter keeps some of the records, and whose widget has slices."""
    lately = {"field": "timestamp", "op": "gte", "value": "now-29d"}
    return next(
        replace(
            case,
            widget={"chart_type": "pie", "field": "success", "filters": lately, "include_missing": True},
            filter={"field": "topic", "op": "isnull", "value": False},
            besides={},
        )
        for case in cases(dataset, now=NOW)
        if sum(row["topic"] is not None for row in case.rows[calls]) > 1
    )


def test_a_case_is_checked() -> None:
    case = _full()
    one = case.rows[calls][0]
    with opened("sqlite", metadata=calls.metadata) as engine, filled(engine, case.rows) as connection:
        check(connection, dataset, case)
        check(connection, dataset, case, scope=calls.c.topic == one["topic"])


@pytest.mark.parametrize(
    ("topic", "told"),
    [
        pytest.param("new", r"records found but not expected \[10000\], .* \[\], of {'field'", id="filter"),
        pytest.param(
            "none", r"/data/0/percentage: found [\d.]+, expected [\d.]+, of {'chart_type'", id="widget"
        ),
    ],
)
def test_what_differs_is_told(topic: str, told: str) -> None:
    case = _full()
    # A row that the case does not have.
    more = {"id": 10_000, "topic": "new", "timestamp": case.options["now"].replace(tzinfo=None, hour=1)}
    own = replace(case, filter={"field": "topic", "op": "eq", "value": topic}, options={"now": NOW})
    with (
        opened("sqlite", metadata=calls.metadata) as engine,
        filled(engine, {calls: [*case.rows[calls], more]}) as connection,
        pytest.raises(AssertionError, match=f"seed {case.seed}: {told}"),
    ):
        check(connection, dataset, own)
