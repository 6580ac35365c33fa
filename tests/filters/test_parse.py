"""JSON to the written tree: every problem of form and size, all at once, and never an exception."""

from __future__ import annotations

import math
from decimal import Decimal
from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from widgetql.errors import Pointer, Problem, Problems
from widgetql.filters.ast import AllRows, And, Condition, CountRows, Not, Or, SameRow, conditions_of
from widgetql.filters.parse import parse_filter
from widgetql.filters.vocabulary import GROUPS
from widgetql.limits import Limits

AT: Final = Pointer("filter")
OK: Final = {"field": "a", "op": "eq", "value": 1}


def nested(depth: int, operator: str = "and") -> dict[str, Any]:
    source: dict[str, Any] = OK
    for _ in range(depth):
        source = {"operator": operator, "conditions": [source]}
    return source


def found(source: Any, **limits: Any) -> list[tuple[str, str]]:
    problems = Problems()
    parse_filter(source, AT, Limits(**limits), problems)
    return [(problem.pointer, problem.code) for problem in problems]


def group(operator: Any, *conditions: Any) -> dict[str, Any]:
    return {"operator": operator, "conditions": list(conditions)}


def count(**changed: Any) -> dict[str, Any]:
    return {"operator": "count_rows", "op": "gte", "value": 3, "conditions": [OK], **changed}


def operand(op: str, value: Any) -> dict[str, Any]:
    return {"field": "a", "op": op, "value": value}


PROBLEMS: Final = {
    "not-an-object": ([], [("", "not_an_object")]),
    "scalar": (5, [("", "not_an_object")]),
    "bad-json": ("{", [("", "invalid_json")]),
    "nan-in-json": ('{"field": "a", "op": "eq", "value": NaN}', [("", "invalid_json")]),
    "huge-integer-in-json": (
        '{"field": "a", "op": "eq", "value": ' + "9" * 5_000 + "}",
        [("", "invalid_json")],
    ),
    "deep-json": ("[" * 100_000 + "]" * 100_000, [("", "invalid_json")]),
    "key-twice-in-json": (
        '{"operator": "and", "conditions": [{"field": "a", "op": "eq", "value": 1}], "conditions": []}',
        [("", "invalid_json")],
    ),
    "key-of-a-group-and-one-that-is-no-text": (
        {"AND": [OK], 5: 1},
        [("", "missing_key"), ("/AND", "unknown_key"), ("/5", "unknown_key")],
    ),
    "part-is-text": (group("and", "x"), [("/conditions/0", "not_an_object")]),
    "unknown-operator": (group("xor", OK), [("/operator", "unknown_operator")]),
    "operator-is-no-text": (group(["and"], OK), [("/operator", "unknown_operator")]),
    "operator-missing": ({"conditions": [OK]}, [("/operator", "missing_key")]),
    "conditions-missing": ({"operator": "and"}, [("/conditions", "missing_key")]),
    "conditions-null": ({"operator": "and", "conditions": None}, [("/conditions", "not_a_list")]),
    "conditions-object": ({"operator": "or", "conditions": {}}, [("/conditions", "not_a_list")]),
    "tuple": ({"operator": "or", "conditions": (OK,)}, [("/conditions", "not_a_list")]),
    "unknown-key": (OK | {"not": True}, [("/not", "unknown_key")]),
    "unknown-group-key": (group("and", OK) | {"a/b~": 1}, [("/a~1b~0", "unknown_key")]),
    "operator-for-op": (
        {"field": "a", "operator": "eq", "value": 1},
        [("/operator", "unknown_key"), ("/op", "missing_key")],
    ),
    "no-field": ({"op": "eq", "value": 1}, [("/field", "missing_key")]),
    "empty-field": (OK | {"field": ""}, [("/field", "missing_key")]),
    "field-is-a-number": (OK | {"field": 5}, [("/field", "not_text")]),
    "no-op": ({"field": "a", "value": 1}, [("/op", "missing_key")]),
    "unknown-op": (OK | {"op": "="}, [("/op", "unknown_operator")]),
    "op-is-a-list": (OK | {"op": ["eq"]}, [("/op", "unknown_operator")]),
    "no-value": ({"field": "a", "op": "isnull"}, [("/value", "missing_key")]),
    "nothing-right": (
        {"x": 1},
        [("/x", "unknown_key"), ("/field", "missing_key"), ("/op", "missing_key"), ("/value", "missing_key")],
    ),
    "null": (operand("eq", None), [("/value", "null_operand")]),
    "null-list": (operand("in", None), [("/value", "null_operand")]),
    "null-flag": (operand("isnull", None), [("/value", "null_operand")]),
    "null-in-list": (
        operand("in", [1, None, None]),
        [("/value/1", "null_operand"), ("/value/2", "null_operand")],
    ),
    "list-in-list": (operand("nin", [[1], {}]), [("/value/0", "wrong_type"), ("/value/1", "wrong_type")]),
    "scalar-for-a-list": (operand("in", 1), [("/value", "not_a_list")]),
    "text-for-a-list": (operand("in", "abc"), [("/value", "not_a_list")]),
    "list-for-a-scalar": (operand("eq", [1]), [("/value", "wrong_type")]),
    "object": (operand("gt", {}), [("/value", "wrong_type")]),
    "one-bound": (operand("between", [1]), [("/value", "wrong_type")]),
    "three-bounds": (operand("between", [1, 2, 3]), [("/value", "wrong_type")]),
    "flag-is-a-number": (operand("isnull", 1), [("/value", "wrong_type")]),
    "flag-is-text": (operand("isnull", "true"), [("/value", "wrong_type")]),
    "pattern-is-a-list": (operand("regex", ["a"]), [("/value", "wrong_type")]),
    "empty-or": (group("or"), [("/conditions", "empty_group")]),
    "empty-not": (group("not"), [("/conditions", "empty_group")]),
    "count": (count(), []),
    "count-of-nothing": (count(conditions=[]), [("/conditions", "empty_group")]),
    "count-of-a-blank": (count(conditions=[OK, None]), [("/conditions/1", "empty_group")]),
    "count-without-conditions": (
        {"operator": "count_rows", "op": "eq", "value": 1},
        [("/conditions", "missing_key")],
    ),
    "count-without-a-number": (
        {"operator": "count_rows", "conditions": [OK]},
        [("/op", "missing_key"), ("/value", "missing_key")],
    ),
    "count-with-more": (count(field="a"), [("/field", "unknown_key")]),
    "count-of-no-op": (count(op="most"), [("/op", "unknown_operator")]),
    "count-of-a-list-as-op": (count(op=["eq"]), [("/op", "unknown_operator")]),
    "count-nin": (count(op="nin", value=[1]), [("/op", "operator_not_allowed")]),
    "count-contains": (count(op="contains", value="1"), [("/op", "operator_not_allowed")]),
    "count-of-null": (count(value=None), [("/value", "null_operand")]),
    "count-of-text": (count(value="3"), [("/value", "wrong_type")]),
    "count-of-true": (count(value=True), [("/value", "wrong_type")]),
    "count-of-nan": (count(value=float("nan")), [("/value", "wrong_type")]),
    "count-of-a-list": (count(value=[3]), [("/value", "wrong_type")]),
    "count-in-one": (count(op="in", value=3), [("/value", "not_a_list")]),
    "count-in": (
        count(op="in", value=[1, "2", True]),
        [("/value/1", "wrong_type"), ("/value/2", "wrong_type")],
    ),
    "count-in-null": (count(op="in", value=[None]), [("/value/0", "null_operand")]),
    "count-in-many": (count(op="in", value=[1] * 1_001), [("/value", "too_long")]),
    "count-between-one": (count(op="between", value=[1]), [("/value", "wrong_type")]),
    "op-in-another-group": (group("same_row", OK) | {"op": "gte"}, [("/op", "unknown_key")]),
    "count-in-capitals": (
        count(operator="COUNT_ROWS"),
        [("/op", "unknown_key"), ("/value", "unknown_key"), ("/operator", "unknown_operator")],
    ),
    "empty-all-rows": (group("all_rows"), [("/conditions", "empty_group")]),
    "all-of-a-blank": (group("all_rows", OK, {}), [("/conditions/1", "empty_group")]),
    "empty-same-row": (group("same_row"), [("/conditions", "empty_group")]),
    "null-in-or": (group("or", OK, None), [("/conditions/1", "empty_group")]),
    "blank-in-not": (group("not", {}), [("/conditions/0", "empty_group")]),
    "empty-and-in-or": (group("or", OK, group("and", group("and"))), [("/conditions/1", "empty_group")]),
    "empty-and-in-same-row": (group("same_row", OK, group("and", None)), [("/conditions/1", "empty_group")]),
    "empty-or-in-and": (group("and", OK, group("or")), [("/conditions/1/conditions", "empty_group")]),
    "several": (
        group("or", OK | {"op": "x"}, group("nor", None)),
        [
            ("/conditions/0/op", "unknown_operator"),
            ("/conditions/1/operator", "unknown_operator"),
            ("/conditions/1/conditions/0", "empty_group"),
        ],
    ),
    "too-deep": (nested(11), [("/conditions/0" * 10, "too_deep")]),
    "far-too-deep": (nested(100_000, "not"), [("/conditions/0" * 10, "too_deep")]),
    "too-many-conditions": (group("and", *[OK] * 601), [("/conditions/600", "too_many")]),
    "too-many-blanks": (group("and", *[None] * 1_000_000), [("/conditions/3000", "too_many")]),
    "long-list": (operand("in", [1] * 1_001), [("/value", "too_long")]),
    "very-long-list": (operand("in", [None] * 1_000_000), [("/value", "too_long")]),
    "too-many-values": (
        group("and", *[operand("in", [1] * 1_000)] * 11),
        [("/conditions/10/value", "too_many")],
    ),
    "key-is-a-novel": ({"x" * 100_000: 1, **OK}, [("/'" + "x" * 59 + "...", "unknown_key")]),
    "key-is-no-text": ({5: 1, **OK}, [("/5", "unknown_key")]),
    "key-is-a-huge-number": ({10**5_000: 1, **OK}, [("/an integer of more than 70 digits", "unknown_key")]),
}


CONDITION: Final = '{"field": ..., "op": ..., "value": ...}'
GROUP: Final = '{"operator": "and", "conditions": [...]}'
SHAPES: Final = f"expected a condition {CONDITION} or a group {GROUP}"
GROUPS_NEED: Final = f"a group needs its conditions, a list: {GROUP}"


@pytest.mark.parametrize(
    ("source", "pointer", "code", "message"),
    [
        pytest.param({"AND": []}, "", "missing_key", SHAPES, id="name-as-key"),
        pytest.param({"$or": [{"a": 1}]}, "", "missing_key", SHAPES, id="mongodb"),
        pytest.param({"not": OK}, "", "missing_key", SHAPES, id="negation-as-key"),
        pytest.param({"combinator": "and", "rules": []}, "", "missing_key", SHAPES, id="react-querybuilder"),
        pytest.param({"op": "and", "rules": []}, "", "missing_key", SHAPES, id="op-of-a-group"),
        pytest.param({"op": "AND"}, "", "missing_key", SHAPES, id="op-alone"),
        pytest.param(
            {"operator": "and", "rules": []}, "/conditions", "missing_key", GROUPS_NEED, id="rules-of-a-group"
        ),
        pytest.param(
            {"operator": "AND", "conditions": []},
            "/operator",
            "unknown_operator",
            f"no group operator 'AND' (did you mean 'and'?): one of {', '.join(GROUPS)}",
            id="capitals",
        ),
    ],
)
def test_another_languages_group_is_told_what_ours_looks_like(
    source: Any, pointer: str, code: str, message: str
) -> None:
    inside = {"operator": "or", "conditions": [OK, source]}
    for document, at in ((source, pointer), (inside, "/conditions/1" + pointer)):
        problems = Problems()
        parse_filter(document, Pointer("filter"), Limits(), problems)
        assert Problem("filter", at, code, message) in problems  # type: ignore[arg-type]
        assert {problem.code for problem in problems} <= {code, "unknown_key"}


@pytest.mark.parametrize(("source", "expected"), PROBLEMS.values(), ids=PROBLEMS)
def test_problems(source: Any, expected: list[tuple[str, str]]) -> None:
    assert found(source) == expected


@pytest.mark.parametrize(
    ("source", "limits"),
    [
        pytest.param(nested(10), {}, id="depth"),
        pytest.param(group("and", *[OK] * 600), {}, id="conditions"),
        pytest.param(operand("in", [1] * 1_000), {}, id="list"),
        pytest.param(group("and", *[operand("in", [1] * 1_000)] * 10), {}, id="values"),
        pytest.param(group("and", *[OK] * 600, None, {}), {}, id="conditions-and-blanks"),
        pytest.param(nested(1), {"max_depth": 1}, id="depth-of-one"),
    ],
)
def test_at_the_limit(source: Any, limits: dict[str, Any]) -> None:
    assert found(source, **limits) == []


def test_beyond_some_hundred_problems_nobody_reads_them() -> None:
    bad = operand("in", [None] * 1_000)
    assert len(found(group("and", *[bad] * 100))) == 500


def test_text_beyond_the_limit_is_not_read() -> None:
    assert found(" " * 50, max_json_length=49) == [("", "too_long")]


@pytest.mark.parametrize(
    "source", [None, {}, "", "  ", "null", "{}", group("and"), group("and", None, {}, group("and"))]
)
def test_nothing_is_an_empty_and(source: Any) -> None:
    problems = Problems()
    assert parse_filter(source, AT, Limits(), problems) == And((), AT)
    assert problems == []


def test_a_tree_keeps_its_shape_and_its_places() -> None:
    source = group("or", OK, group("not", group("same_row", operand("in", [1, "x"]))))
    at = AT / "conditions" / 1
    inner = at / "conditions" / 0
    condition = Condition("a", "in", [1, "x"], inner / "conditions" / 0)
    first = Condition("a", "eq", 1, AT / "conditions" / 0)
    tree = parse_filter(source, AT, Limits(), Problems())
    assert tree == Or((first, Not((SameRow((condition,), inner),), at)), AT)
    assert conditions_of(tree) == [first, condition]


def test_text_is_read_as_json() -> None:
    text = '{"field": "a", "op": "eq", "value": 1}'
    assert parse_filter(text, AT, Limits(), Problems()) == parse_filter(OK, AT, Limits(), Problems())


_scalars = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=5),
    st.decimals(allow_nan=False),
    st.binary(max_size=3),
    st.sampled_from([10**4_000, math.nan, Decimal("NaN"), object(), (), frozenset(), "\ud800", "\0", 1j]),
)
_keys = st.one_of(st.sampled_from(["field", "op", "value", "operator", "conditions"]), _scalars)
_words = st.one_of(
    st.sampled_from(
        ["and", "or", "not", "same_row", "count_rows", "all_rows", "eq", "in", "between", "isnull"]
    ),
    _scalars,
)
_anything = st.recursive(
    st.one_of(_words, st.just(OK)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.lists(inner, max_size=3).map(tuple),
        st.dictionaries(_keys, inner, max_size=5),
        st.builds(group, _words, inner, inner),
        st.builds(operand, _words, inner),  # type: ignore[arg-type]
    ),
    max_leaves=12,
)


@given(_anything)
def test_whatever_comes_there_are_only_problems(source: Any) -> None:
    problems = Problems()
    tree = parse_filter(source, AT, Limits(), problems)
    assert isinstance(tree, And | Or | Not | SameRow | CountRows | AllRows | Condition)
    assert all(problem.message and problem.document == "filter" for problem in problems)


def test_a_metric_in_a_condition_is_told_where_it_belongs() -> None:
    problems = Problems()
    parse_filter({**OK, "metric": 4}, AT, Limits(), problems)
    (problem,) = problems
    assert (problem.pointer, problem.code) == ("/metric", "unknown_key")
    assert problem.message.endswith(
        "; a metric is named by a condition of its own, beside this one in a group `same_row`"
    )
