"""The largest filters that the limits allow run on every database: so deep, so many parameters and texts."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any, Final

import pytest
from sqlalchemy import Connection, MetaData, select
from sqlalchemy.exc import DatabaseError

from tests.filters.records import NOW, ROWS, both, where
from tests.testing.everything import EVERYTHING, calls
from widgetql import Limits, compile_filter, compute_widget_data, drill_down, validate_filter
from widgetql.testing.places import Rows

# What is large is the same in small, which others ask.
pytestmark = pytest.mark.untraced


@pytest.fixture(scope="module")
def metadata() -> MetaData:
    return calls.metadata


@pytest.fixture(scope="module")
def rows() -> Rows:
    return ROWS


TEXTS: Final = [[f"{part} {i} ".ljust(99, "ä") for i in range(1_000)] for part in range(10)]

TIMES: Final = [(datetime(2020, 1, 1, tzinfo=UTC) + timedelta(hours=i)).isoformat() for i in range(1_000)]


def each(operator: str, path: str, op: str, count: int) -> dict[str, Any]:
    """As many conditions that nothing puts together; that each holds of 5 and of 6.5."""
    return both(operator, *[where(path, op, i / 1_000) for i in range(count)])


def lists(path: str, values: list[Any], more: Any) -> dict[str, Any]:
    """As many lists as they fill: of a thousand values each, one of them the same in all."""
    full = [values[first : first + 999] for first in range(0, len(values), 999)]
    return both("or", *[where(path, "in", [*one, more]) for one in full])


# A filter, what it selects, and its limits where they are not the default.
LARGEST: Final = {
    "all": (each("and", "score", "gte", 399), {1, 2}),
    "some": (each("or", "score", "gte", 399), {1, 2}),
    "none": (each("not", "score", "gte", 399), {3, 4, 5}),
    "alternating": (both("and", *[both("or", where("score", "gt", i / 1_000)) for i in range(300)]), {1, 2}),
    "equal": (both("or", *[where("duration", "eq", i) for i in range(600)]), {1, 2, 5}),
    "integers": (lists("duration", list(range(100, 10_090)), 5), {1}),
    "fractions": (lists("score", [i + 0.25 for i in range(100, 10_090)], 6.5), {2}),
    "related": (lists("agent.name", [f"name {i}" for i in range(9_990)], "Ada"), {1}),
    "times": (where("started", "in", [*TIMES[1:], "2025-11-03T12:00:00Z"]), {1}),
    "texts": (both("or", *[where("topic", "in", [*one[1:], "abc"]) for one in TEXTS]), {1}),
}


@pytest.mark.parametrize("name", LARGEST)
def test_the_largest_filters(connection: Connection, name: str) -> None:
    source, expected = LARGEST[name]
    statement = select(calls.c.id).where(compile_filter(source, EVERYTHING, now=NOW))
    if (connection.dialect.name, name) == ("clickhousedb", "texts"):
        # Its driver writes values into the statement, of which the server reads 262,144 bytes unless told.
        with pytest.raises(DatabaseError, match="max_query_size"):
            connection.execute(statement)
        return
    assert set(connection.execute(statement).scalars()) == expected


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


def test_the_records_behind_a_bar_without_a_thousand_times(connection: Connection) -> None:
    widget = {"chart_type": "bar", "field": "score", "aggregation_function": "count", "time_period": "day"}
    filters = both("and", where("at", "gte", "2025-11-01"), where("at", "nin", TIMES))
    row = {"time_interval": "2025-11-02T00:00:00Z", "value": 1, "sample_count": 1}
    drilled = drill_down(widget, row, EVERYTHING, now=NOW, filters=filters)
    condition = compile_filter(drilled, EVERYTHING, now=NOW, limits=Limits().lifted())
    found = set(connection.execute(select(calls.c.id).where(condition)).scalars())
    assert found == {4}


def test_integers_of_ten_million_digits(connection: Connection) -> None:
    # To write one down takes minutes: the square of its digits.
    huge = 1 << 33_000_000
    source = both(
        "and",
        where("duration", "in", [huge, 5, -huge]),
        where("cost", "lt", huge),
        where("size", "gt", -huge),
    )
    condition = compile_filter(source, EVERYTHING, now=NOW)
    assert set(connection.execute(select(calls.c.id).where(condition)).scalars()) == {1}


class Unread(list[Any]):
    """A list that nobody may look into."""

    def __iter__(self) -> Any:
        raise AssertionError("its items are read")


def test_values_beyond_the_budget_are_not_read() -> None:
    known = [where("duration", "in", list(range(1_000))) for _ in range(10)]
    beyond = [where("duration", "in", Unread(range(1_000))) for _ in range(5)]
    found = validate_filter(both("or", *known, *beyond), EVERYTHING)
    assert [(one.pointer, one.code) for one in found] == [("/conditions/10/value", "too_many")]
