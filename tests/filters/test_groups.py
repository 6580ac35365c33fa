"""Every group, nested and denied, and a date in each zone, on each database: the ids written by hand."""

from __future__ import annotations

from typing import Any, Final

import pytest
from sqlalchemy import Connection, MetaData

from tests.filters.records import ALL, ROWS, both, ids, where
from tests.testing.everything import TABLES
from widgetql.testing.databases import Rows


@pytest.fixture(scope="module")
def metadata() -> MetaData:
    return TABLES


@pytest.fixture(scope="module")
def rows() -> Rows:
    return ROWS


ACCURACY: Final = where("evaluations.metric.name", "eq", "accuracy")
HIGH: Final = where("evaluations.value", "gte", 0.5)
POOR: Final = where("evaluations.notes.text", "eq", "poor")
STARS: Final = where("evaluations.notes.stars", "eq", 5)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param(None, ALL, id="none"),
        pytest.param({}, ALL, id="empty"),
        pytest.param(both("and"), ALL, id="empty-and"),
        pytest.param(both("and", None, {}, both("and")), ALL, id="and-of-blanks"),
        pytest.param(both("and", where("duration", "eq", 5), None), {1}, id="blank-in-and"),
        pytest.param(both("and", ACCURACY, HIGH), {1, 2}, id="and-may-be-two-rows"),
        pytest.param(both("same_row", ACCURACY, HIGH), {1}, id="same-row-is-one"),
        pytest.param(
            both("same_row", ACCURACY, both("or", HIGH, where("evaluations.value", "eq", True))),
            {1, 4},
            id="same-row-or",
        ),
        pytest.param(both("same_row", ACCURACY, both("not", HIGH)), {2, 4, 5}, id="same-row-not"),
        pytest.param(
            both("same_row", ACCURACY, where("evaluations.value", "isnull", True)), {5}, id="same-row-null"
        ),
        pytest.param(both("same_row", ACCURACY, POOR), {2}, id="same-row-some-deeper-row"),
        pytest.param(both("same_row", POOR, STARS), {2}, id="same-row-of-the-deepest-relation"),
        pytest.param(both("same_row", both("same_row", POOR, STARS), HIGH), set(), id="nested-deeper"),
        pytest.param(both("same_row", POOR, STARS, ACCURACY), {2}, id="deeper-rows-may-differ"),
        pytest.param(both("same_row", both("same_row", ACCURACY, HIGH)), {1}, id="nested-the-same"),
        pytest.param(both("not", both("same_row", ACCURACY, HIGH)), ALL - {1}, id="not-same-row"),
        pytest.param(
            both("not", where("duration", "eq", 5), where("ok", "eq", False)), {3, 5}, id="not-is-none-of"
        ),
        pytest.param(both("not", both("not", where("duration", "neq", 5))), {2, 3, 4, 5}, id="not-not"),
        pytest.param(both("or", where("duration", "eq", 5), where("topic", "isnull", True)), {1, 3}, id="or"),
        pytest.param(
            both("not", both("or", where("duration", "gt", 5), where("score", "lt", 5.5))),
            {3, 4},
            id="not-or-with-missing",
        ),
    ],
)
def test_a_group_selects(connection: Connection, source: Any, expected: set[int]) -> None:
    assert ids(connection, source) == expected


@pytest.mark.parametrize(
    ("zone", "expected"),
    [
        pytest.param("UTC", {1, 2}, id="utc"),
        pytest.param("Pacific/Auckland", {1, 2, 4}, id="ahead"),
        pytest.param("Pacific/Honolulu", {1, 2}, id="behind"),
    ],
)
def test_a_date_is_a_day_of_the_requests_zone(connection: Connection, zone: str, expected: set[int]) -> None:
    day = "2025-11-04" if zone == "Pacific/Auckland" else "2025-11-03"
    found = ids(connection, where("at", "in", [day, "2025-11-03"]), timezone=zone)
    assert found == expected
    assert ids(connection, where("day", "eq", "2025-11-03"), timezone=zone) == {1}
