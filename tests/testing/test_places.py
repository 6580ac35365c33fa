"""SQLAlchemy conditions on plain rows: three-valued logic, and a refusal by name of what is not known."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import (
    Boolean,
    Column,
    Integer,
    MetaData,
    Table,
    Text,
    and_,
    false,
    func,
    literal,
    not_,
    or_,
    true,
)

from widgetql.testing.places import evaluate

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
    ],
)
def test_a_condition(expression: Any, row: dict[str, Any], expected: Any) -> None:
    assert evaluate(expression, {calls: row}) is expected


@pytest.mark.parametrize(
    ("expression", "name"),
    [
        pytest.param(func.lower(calls.c.c) == "x", "lower", id="function"),
        pytest.param(calls.c.c.like("x%"), "like_op", id="like"),
        pytest.param(-A == 1, "neg", id="minus"),
    ],
)
def test_what_is_not_known_is_refused_by_name(expression: Any, name: str) -> None:
    with pytest.raises(NotImplementedError, match=name):
        evaluate(expression, {calls: {"a": 1, "c": "x"}})
