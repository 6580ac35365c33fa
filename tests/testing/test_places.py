"""SQLAlchemy conditions on plain rows: three-valued logic, and a refusal by name of what is not known."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Integer,
    MetaData,
    Table,
    Text,
    and_,
    case,
    cast,
    extract,
    false,
    func,
    literal,
    not_,
    or_,
    select,
    true,
)

from widgetql import Dataset, Field, ToMany
from widgetql.testing import matching_ids
from widgetql.testing.expressions import evaluate
from widgetql.testing.places import follow, world_of

calls = Table("calls", MetaData(), Column("a", Integer), Column("b", Boolean), Column("c", Text))
A, B = calls.c.a, calls.c.b


@pytest.mark.parametrize(
    ("expression", "row", "expected"),
    [
        pytest.param(A == 1, {"a": 1}, True, id="eq"),
        pytest.param(A == 1, {}, None, id="eq-of-null"),
        pytest.param(A != 1, {"a": None}, None, id="ne-of-null"),
        pytest.param(A < 1, {"a": 0}, True, id="lt"),
        pytest.param(A <= 1, {"a": 2}, False, id="le"),
        pytest.param(A > 1, {"a": 2}, True, id="gt"),
        pytest.param(literal(1) <= A, {"a": 1}, True, id="ge-literal"),
        pytest.param(A.is_(None), {"a": None}, True, id="is-null"),
        pytest.param(A.is_not(None), {"a": None}, False, id="is-not-null"),
        pytest.param(A.in_([1, 2]), {"a": 2}, True, id="in"),
        pytest.param(A.in_([1, 2]), {"a": None}, None, id="null-in"),
        pytest.param(A.in_([]), {"a": None}, False, id="in-nothing"),
        pytest.param(A.not_in([1]), {"a": 2}, True, id="not-in"),
        pytest.param(A.not_in([1]), {"a": None}, None, id="null-not-in"),
        pytest.param(A.in_([1, None]), {"a": 2}, None, id="in-a-list-with-null"),
        pytest.param(and_(A == 1, B), {"a": None, "b": False}, False, id="null-and-false"),
        pytest.param(and_(A == 1, B), {"a": None, "b": True}, None, id="null-and-true"),
        pytest.param(or_(A == 1, B), {"a": None, "b": True}, True, id="null-or-true"),
        pytest.param(or_(A == 1, B), {"a": None, "b": False}, None, id="null-or-false"),
        pytest.param(not_(and_(A == 1, B)), {"a": 1, "b": True}, False, id="not-and"),
        pytest.param(not_(B), {"b": None}, None, id="not-null"),
        pytest.param(~B, {"b": False}, True, id="not-a-column"),
        pytest.param(true(), {}, True, id="true"),
        pytest.param(false(), {}, False, id="false"),
        pytest.param(A.label("x") == 1, {"a": 1}, True, id="label"),
        pytest.param(-A, {"a": 2}, -2, id="minus"),
        pytest.param(-A, {"a": None}, None, id="minus-null"),
        pytest.param(A + 1, {"a": 2}, 3, id="sum"),
        pytest.param(A - 1.5, {"a": 2}, 0.5, id="difference-of-a-double"),
        pytest.param(A * 100, {"a": None}, None, id="product-of-null"),
        pytest.param(A.between(1, 3), {"a": 3}, True, id="between"),
        pytest.param(A.between(A + 1, 3), {"a": None}, None, id="null-between"),
        pytest.param(A.between(5, literal(None, Integer)), {"a": 4}, False, id="between-a-value-and-null"),
        pytest.param(~A.between(1, 3), {"a": 4}, True, id="not-between"),
        pytest.param(A + A + A, {"a": 2}, 6, id="three-in-a-row"),
        pytest.param(calls.c.c + "-" + calls.c.c, {"c": "x"}, "x-x", id="texts-in-a-row"),
        pytest.param(calls.c.c + "-" + calls.c.c, {"c": None}, None, id="null-in-a-row"),
        pytest.param(B.is_(True), {"b": None}, False, id="null-is-true"),
        pytest.param(case((A > 1, "x")), {"a": 1}, None, id="case-without-else"),
        pytest.param(case({1: "x"}, value=A, else_="y"), {"a": None}, "y", id="case-of-null"),
        pytest.param(cast(A, Text), {"a": 5}, "5", id="cast-to-text"),
        pytest.param(cast(B, Integer), {"b": True}, 1, id="cast-of-a-boolean"),
        pytest.param(A / 4, {"a": 1}, 0.25, id="quotient"),
        pytest.param(A / (A - 1), {"a": 1}, None, id="quotient-by-0"),
        pytest.param(A // 2, {"a": -3}, -2, id="rounded-down"),
    ],
)
def test_a_condition(expression: Any, row: dict[str, Any], expected: Any) -> None:
    found = evaluate(expression, {calls: row})
    assert (type(found), found) == (type(expected), expected)


@pytest.mark.parametrize(
    ("expression", "name"),
    [
        pytest.param(func.lower(calls.c.c) == "x", "Function", id="function"),
        pytest.param(calls.c.c.like("x%"), "like_op", id="like"),
        pytest.param(A % 100, "mod", id="rest"),
        pytest.param(cast(calls.c.c, Integer), "cast", id="cast-of-text"),
        pytest.param(extract("year", calls.c.c), "extract", id="extract-of-text"),
    ],
)
def test_what_is_not_known_is_refused_by_name(expression: Any, name: str) -> None:
    with pytest.raises(
        NotImplementedError, match=f"evaluates no {name}, in conditions and in fields: .*calls"
    ):
        evaluate(expression, {calls: {"a": 1, "c": "x"}})


scores = Table("scores", MetaData(), Column("call", Integer), Column("kind", Text), Column("note", JSON))
_CALLS = [{"a": 1, "c": "x"}, {"a": 2, "c": None}, {"a": None, "c": "x"}, {"a": 3, "c": ["x"]}]
_SCORES = [
    {"call": 1, "kind": "x", "note": [1]},
    {"call": 2, "kind": "x", "note": 2},
    {"call": None, "kind": "y", "note": None},
    {"call": 1, "kind": "y", "note": {"x": 1}},
    {"kind": "x", "note": 1},
]


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        pytest.param(scores.c.call == A, [[0, 3], [1], [], []], id="a-key"),
        pytest.param(A == scores.c.call, [[0, 3], [1], [], []], id="the-key-on-the-right"),  # noqa: SIM300
        pytest.param(and_(scores.c.kind == "x", scores.c.call == A), [[0], [1], [], []], id="a-key-and-more"),
        pytest.param(
            and_(scores.c.call >= A, scores.c.kind == calls.c.c), [[0, 1], [], [], []], id="one-of-two"
        ),
        pytest.param(scores.c.call != A, [[1], [0, 3], [], [0, 1, 3]], id="no-key"),
        pytest.param(or_(scores.c.call == A, A.is_(None)), [[0, 3], [1], [0, 1, 2, 3, 4], []], id="a-choice"),
        pytest.param(scores.c.note == A, [[4], [1], [], []], id="values-that-have-no-hash"),
        pytest.param(scores.c.kind == calls.c.c, [[0, 1, 4], [], [0, 1, 4], []], id="a-key-that-has-no-hash"),
    ],
)
def test_related_rows_are_all_that_the_condition_lets_through(on: Any, expected: list[list[int]]) -> None:
    dataset = Dataset(
        calls, id=A, fields={"scores": ToMany(scores, on=on, fields={"kind": Field(scores.c.kind)})}
    )
    world = world_of(dataset, {calls: _CALLS, scores: _SCORES}, {})
    steps = dataset.paths["scores.kind"].steps
    found = [[place.trail[0] for place in follow(record, steps, world)] for record in world.records()]
    assert found == [[_SCORES[index] for index in indexes] for indexes in expected]


def test_rows_of_other_tables_alone_are_refused() -> None:
    """Of a dataset over a subquery nothing was selected where its rows were keyed by the table below."""
    found = select(calls).subquery("found")
    dataset = Dataset(found, id=found.c.a, fields={"a": Field(found.c.a)})
    rows = [{"a": 1}]
    assert matching_ids({}, dataset, {found: rows}) == [1]  # type: ignore[dict-item]
    assert matching_ids({}, dataset, {}) == []
    with pytest.raises(ValueError, match=r"those of calls: key them by dataset\.table"):
        matching_ids({}, dataset, {calls: rows})
