"""The largest filters that the limits allow run on every database: so deep, so many parameters and texts."""

from __future__ import annotations

from typing import Any, Final

import pytest
from sqlalchemy import Connection, MetaData, select

from tests.filters.records import NOW, ROWS, both, where
from tests.testing.everything import EVERYTHING, calls
from widgetql import Limits, compile_filter, compute_widget_data
from widgetql.testing.places import Rows


@pytest.fixture(scope="module")
def metadata() -> MetaData:
    return calls.metadata


@pytest.fixture(scope="module")
def rows() -> Rows:
    return ROWS


TEXTS: Final = [[f"{part} {i} ".ljust(99, "ä") for i in range(1_000)] for part in range(10)]


def each(operator: str, path: str, op: str, count: int) -> dict[str, Any]:
    """As many conditions that nothing puts together; that each holds of 5 and of 6.5."""
    return both(operator, *[where(path, op, i / 1_000) for i in range(count)])


# A filter, what it selects, and its limits where they are not the default.
LARGEST: Final = {
    "all": (each("and", "score", "gte", 399), {1, 2}),
    "some": (each("or", "score", "gte", 399), {1, 2}),
    "none": (each("not", "score", "gte", 399), {3, 4, 5}),
    "alternating": (both("and", *[both("or", where("score", "gt", i / 1_000)) for i in range(300)]), {1, 2}),
    "equal": (both("or", *[where("duration", "eq", i) for i in range(600)]), {1, 2, 5}),
    "texts": (both("or", *[where("topic", "in", [*one[1:], "abc"]) for one in TEXTS]), {1}),
}


@pytest.mark.parametrize(("source", "expected"), LARGEST.values(), ids=LARGEST)
def test_the_largest_filters(connection: Connection, source: Any, expected: set[int]) -> None:
    condition = compile_filter(source, EVERYTHING, now=NOW)
    found = set(connection.execute(select(calls.c.id).where(condition)).scalars())
    assert found == expected


def test_six_hundred_conditions(connection: Connection) -> None:
    condition = compile_filter(
        each("and", "score", "gte", 600), EVERYTHING, now=NOW, limits=Limits(max_search_cost=100)
    )
    found = set(connection.execute(select(calls.c.id).where(condition)).scalars())
    assert found == {1, 2}


def test_the_largest_filter_of_a_bar(connection: Connection) -> None:
    widget = {"chart_type": "bar", "field": "score", "aggregation_function": "count", "time_period": "day"}
    found = compute_widget_data(
        connection, widget, EVERYTHING, now=NOW,
        dashboard_filters=where("at", "gte", "2025-11-01"), filters=each("and", "score", "gte", 399),
    )  # fmt: skip
    assert [row["value"] for row in found.data] == [2]
