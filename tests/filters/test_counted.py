"""How many related rows satisfy conditions, and whether all do, on each database: the ids written by hand."""

from __future__ import annotations

from typing import Any, Final

import pytest
from sqlalchemy import Connection, MetaData, and_, func, or_, select

from tests.filters.records import ALL, CALLS, NOW, ROWS, both, ids, where
from tests.testing.everything import EVERYTHING, TABLES, calls, evaluations, notes
from widgetql import Dataset, Field, ToMany, compile_filter, compute_widget_data, drill_down
from widgetql.testing import matching_ids
from widgetql.testing.databases import Rows


@pytest.fixture(scope="module")
def metadata() -> MetaData:
    return TABLES


@pytest.fixture(scope="module")
def rows() -> Rows:
    return ROWS


def count(op: str, value: Any, *conditions: Any) -> dict[str, Any]:
    return {"operator": "count_rows", "op": op, "value": value, "conditions": list(conditions)}


ANY: Final = where("evaluations.metric.id", "in", [1, 2])
ACCURACY: Final = where("evaluations.metric.name", "eq", "accuracy")
HIGH: Final = where("evaluations.value", "gte", 0.5)
POOR: Final = where("evaluations.notes.text", "eq", "poor")
NOTED: Final = where("evaluations.notes.stars", "isnull", False)
STARS: Final = where("evaluations.notes.stars", "eq", 5)
SOME: Final = {1, 2, 4, 5}

# Calls 1 and 2 have two evaluations, 4 and 5 have one, 3 has none.
NUMBERS: Final = [
    ("eq", 0, {3}),
    ("eq", 1, {4, 5}),
    ("eq", 2.0, {1, 2}),
    ("eq", 1.5, set()),
    ("eq", -1, set()),
    ("eq", 1e300, set()),
    ("neq", 0, SOME),
    ("neq", 2, {3, 4, 5}),
    ("neq", 1.5, ALL),
    ("gt", -1, ALL),
    ("gt", 0, SOME),
    ("gt", 0.5, SOME),
    ("gt", 1, {1, 2}),
    ("gt", 2, set()),
    ("gt", 2**63 - 1, set()),
    ("gte", 0, ALL),
    ("gte", 1, SOME),
    ("gte", 1.5, {1, 2}),
    ("gte", 2, {1, 2}),
    ("gte", 3, set()),
    ("gte", 2**63 - 1, set()),
    ("gte", 2**64, set()),
    ("lt", 0, set()),
    ("lt", 0.5, {3}),
    ("lt", 1, {3}),
    ("lt", 2, {3, 4, 5}),
    ("lt", 3, ALL),
    ("lt", 2**64, ALL),
    ("lte", -0.5, set()),
    ("lte", 0, {3}),
    ("lte", 1.5, {3, 4, 5}),
    ("lte", 2, ALL),
    ("lte", 1e300, ALL),
    ("between", [0, 0], {3}),
    ("between", [0, 1], {3, 4, 5}),
    ("between", [-5, 1.5], {3, 4, 5}),
    ("between", [1, 1], {4, 5}),
    ("between", [1, 2], SOME),
    ("between", [1.5, 9], {1, 2}),
    ("between", [2, 1], set()),
    ("between", [1.2, 1.8], set()),
    ("between", [-2, -1], set()),
    ("between", [2, 1e300], {1, 2}),
    ("between", [-1, 1e300], ALL),
    ("in", [], set()),
    ("in", [0], {3}),
    ("in", [1], {4, 5}),
    ("in", [1, 2, 1], SOME),
    ("in", [0, 2], {1, 2, 3}),
    ("in", [0, 1, 7], {3, 4, 5}),
    ("in", [1.5, -1, 1e300], set()),
]


@pytest.mark.parametrize(("op", "value", "expected"), NUMBERS)
def test_so_many_rows(connection: Connection, op: str, value: Any, expected: set[int]) -> None:
    source = count(op, value, ANY)
    assert ids(connection, source) == expected
    assert ids(connection, both("not", source)) == ALL - expected
    assert ids(connection, both("not", both("not", source))) == expected
    for one, found in ((source, expected), (both("not", source), ALL - expected)):
        assert set(matching_ids(one, EVERYTHING, ROWS, now=NOW)) == found


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param(count("gte", 1, ACCURACY, HIGH), {1}, id="one-row-meets-all"),
        pytest.param(count("eq", 1, ACCURACY), SOME, id="others-do-not-count"),
        pytest.param(count("eq", 2, where("evaluations.metric.name", "neq", "x")), {1, 2}, id="to-one"),
        pytest.param(count("gte", 2, both("or", ACCURACY, HIGH)), {2}, id="or"),
        pytest.param(count("gte", 1, both("not", ACCURACY)), {1, 2}, id="not-inside"),
        pytest.param(count("eq", 0, HIGH), {3, 4, 5}, id="none"),
        pytest.param(count("gte", 2, NOTED), {1, 2}, id="rows-of-the-deepest-relation"),
        pytest.param(count("eq", 2, NOTED, STARS), set(), id="deepest-relation-all-conditions"),
        pytest.param(count("lt", 2, NOTED), {3, 4, 5}, id="fewer-of-the-deepest"),
        pytest.param(count("eq", 1, ANY, POOR), {1, 2}, id="some-deeper-row"),
        pytest.param(count("gte", 1, ACCURACY, count("gte", 2, NOTED)), {2}, id="in-each-other"),
        pytest.param(count("eq", 1, ANY, count("eq", 0, NOTED)), {2, 4, 5}, id="none-of-the-deeper"),
        pytest.param(both("same_row", ACCURACY, count("eq", 0, STARS)), {4, 5}, id="in-same-row"),
        pytest.param(both("same_row", ACCURACY, count("gte", 2, NOTED)), {2}, id="more-in-same-row"),
        pytest.param(count("gte", 2, both("same_row", ANY)), {1, 2}, id="same-row-inside"),
        pytest.param(count("gte", 2, count("gte", 1, ANY)), {1, 2}, id="the-row-itself-is-one"),
        pytest.param(count("gte", 1, count("gte", 2, ANY)), set(), id="the-row-itself-is-not-two"),
        pytest.param(count("eq", 1, count("eq", 0, HIGH)), {1, 2, 4, 5}, id="the-row-itself-is-none"),
        pytest.param(count("eq", 2, count("in", [0, 1], HIGH)), {1, 2}, id="the-row-itself-is-either"),
        pytest.param(count("gte", 1, count("in", [2], HIGH)), set(), id="the-row-itself-is-neither"),
        pytest.param(both("or", count("gte", 2, ANY), where("duration", "eq", 0)), {1, 2, 5}, id="in-an-or"),
        pytest.param(both("all_rows", ANY), SOME, id="all"),
        pytest.param(both("all_rows", ACCURACY), {4, 5}, id="all-but-some-fail"),
        pytest.param(both("all_rows", where("evaluations.weight", "isnull", True)), {2, 4, 5}, id="all-null"),
        pytest.param(
            both("all_rows", where("evaluations.weight", "gte", 1)), {1}, id="a-missing-value-fails"
        ),
        pytest.param(both("all_rows", ACCURACY, where("evaluations.id", "gt", 0)), None, id="no-such-field"),
        pytest.param(both("not", both("all_rows", ACCURACY)), {1, 2, 3}, id="not-all"),
        pytest.param(both("all_rows", both("not", HIGH)), {4, 5}, id="all-not"),
        pytest.param(both("all_rows", both("or", ACCURACY, HIGH)), {2, 4, 5}, id="all-or"),
        pytest.param(both("all_rows", where("evaluations.notes.stars", "lte", 5)), {1, 2}, id="all-deepest"),
        pytest.param(both("all_rows", STARS), set(), id="not-all-deepest"),
        pytest.param(both("all_rows", ANY, POOR), set(), id="all-some-deeper"),
        pytest.param(both("same_row", ACCURACY, both("all_rows", STARS)), {1}, id="all-in-same-row"),
        pytest.param(both("all_rows", ANY, both("all_rows", NOTED)), {1}, id="all-in-all"),
        pytest.param(both("all_rows", both("all_rows", ACCURACY)), {4, 5}, id="all-of-the-row-itself"),
        pytest.param(both("all_rows", ANY, count("lte", 1, NOTED)), {1, 4, 5}, id="count-in-all"),
        pytest.param(both("and", both("all_rows", ANY), count("eq", 1, ANY)), {4, 5}, id="both"),
    ],
)
def test_a_group_of_related_rows_selects(
    connection: Connection, source: Any, expected: set[int] | None
) -> None:
    if expected is None:
        with pytest.raises(ValueError, match=r"no field 'evaluations\.id'"):
            ids(connection, source)
        return
    assert ids(connection, source) == expected
    assert ids(connection, both("not", source)) == ALL - expected
    assert set(matching_ids(source, EVERYTHING, ROWS, now=NOW)) == expected


# What is not visible is not there: neither counted, nor failing.
def test_a_scope_guards_the_rows_that_are_counted(connection: Connection) -> None:
    scope = {calls: None, evaluations: evaluations.c.metric_id == 1, notes: notes.c.stars == 5}
    for source, expected in (
        (count("gte", 2, ANY), set[int]()),
        (count("eq", 1, ANY), SOME),
        (count("eq", 0, ANY), {3}),
        (both("all_rows", ACCURACY), SOME),
        (count("eq", 1, NOTED), {1, 2}),
        (both("all_rows", STARS), {1, 2}),
        (both("same_row", ACCURACY, count("eq", 1, NOTED)), {1, 2}),
    ):
        assert ids(connection, source, scope=scope) == expected
        assert set(matching_ids(source, EVERYTHING, ROWS, now=NOW, scope=scope)) == expected


EQUAL: Final = evaluations.c.call_id == calls.c.id
# By name, what ties an evaluation to its call, and the calls with two evaluations of a weight, and with one.
TIES: Final[dict[str, Any]] = {
    "and the related row's own": (and_(EQUAL, evaluations.c.id != 2), set(), {1}),
    "and the parent's own": (and_(EQUAL, calls.c.ok), {1}, set()),
    "and a comparison of both": (and_(EQUAL, evaluations.c.weight < calls.c.duration), {1}, set()),
    "a comparison of both": (evaluations.c.weight > calls.c.duration, {4, 5}, set()),
    "one of two": (or_(EQUAL, evaluations.c.weight == calls.c.duration), {1}, set()),
    "equal expressions": (func.abs(evaluations.c.call_id) == func.abs(calls.c.id), {1}, set()),
    "two columns": (and_(EQUAL, evaluations.c.metric_id == calls.c.agent_id), set(), {1}),
}


@pytest.mark.parametrize("tie", TIES)
def test_a_relation_may_be_any_condition(connection: Connection, tie: str) -> None:
    on, two, one = TIES[tie]
    fields = {"weight": Field(evaluations.c.weight)}
    related = ToMany(evaluations, on=on, fields=fields)
    dataset = Dataset(calls, id=calls.c.id, fields={"evaluations": related})
    for number, expected in ((2, two), (1, one)):
        source = count("eq", number, where("evaluations.weight", "gte", 1))
        for asked, found in ((source, expected), (both("not", source), ALL - expected)):
            condition = compile_filter(asked, dataset)
            assert set(connection.scalars(select(calls.c.id).where(condition))) == found


# One statement is kept for numbers alike, and each is asked with its own.
def test_the_number_is_a_parameter(connection: Connection) -> None:
    since = {"field": "at", "op": "gte", "value": "2025-11-01"}
    found = {
        value: compute_widget_data(
            connection, {"chart_type": "stat", "filters": both("and", since, source)}, EVERYTHING, now=NOW
        ).data["total"]  # type: ignore[call-overload]
        for value, source in {
            **{value: count("gte", value, ANY) for value in (2, 3, 2)},
            **{str(value): count("between", [value, 2], ANY) for value in (1, 2)},
            **{(0, value): count("in", [0, value], ANY) for value in (1, 2)},
            **{value + 0.5: count("lt", value, ANY) for value in (2, 3)},
        }.items()
    }
    assert found == {2: 2, 3: 0, "1": 3, "2": 2, (0, 1): 1, (0, 2): 2, 2.5: 1, 3.5: 3}
    kept = len(EVERYTHING.kept)
    for source in (count("gte", 4, ANY), count("between", [2, 5], ANY), count("in", [0, 4, 5], ANY)):
        compute_widget_data(
            connection, {"chart_type": "stat", "filters": both("and", since, source)}, EVERYTHING, now=NOW
        )
    assert len(EVERYTHING.kept) == kept


def test_a_drill_down_pins_the_times_in_it(connection: Connection) -> None:
    since = {"field": "at", "op": "gte", "value": "now-3d"}
    filters = both("and", since, count("gte", 2, ANY), both("all_rows", ANY))
    widget = {"chart_type": "pie", "field": "ok", "filters": filters}
    answer = compute_widget_data(connection, widget, EVERYTHING, now=NOW)
    (first, second) = answer.data
    behind = [drill_down(widget, row, EVERYTHING, now=NOW) for row in (first, second)]
    assert [ids(connection, one) for one in behind] == [{2}, {1}]
    assert [one["conditions"][1]["operator"] for one in behind] == ["count_rows", "count_rows"]


def test_the_calls_are_as_they_are_told() -> None:
    own = [sum(row["call_id"] == call["id"] for row in ROWS[evaluations]) for call in CALLS]
    assert own == [2, 2, 0, 1, 1]
