"""Queries of react-querybuilder mean the filters that they become, and filters come back the same."""

from __future__ import annotations

import json
from collections.abc import Callable
from random import Random
from typing import Any, Final

import pytest
from hypothesis import given

from tests.attack.mutate import Choices, drawn
from tests.front.declared import JOBS
from tests.testing.everything import EVERYTHING
from widgetql import InvalidInput
from widgetql.react_querybuilder import from_query, to_query
from widgetql.testing import filters
from widgetql.testing.example import dataset as example

A: Final = {"field": "a", "operator": "=", "value": 1}
IS_A: Final = {"field": "a", "op": "eq", "value": 1}
B: Final = {"field": "b", "operator": "<", "value": 2}
IS_B: Final = {"field": "b", "op": "lt", "value": 2}
C: Final = {"field": "c", "operator": "null", "value": ""}
IS_C: Final = {"field": "c", "op": "isnull", "value": True}
NOTHING: Final = {"operator": "and", "conditions": []}


def rule(operator: str, value: Any, field: str = "f") -> dict[str, Any]:
    return {"field": field, "operator": operator, "value": value}


def cond(op: str, value: Any, field: str = "f") -> dict[str, Any]:
    return {"field": field, "op": op, "value": value}


def group(operator: str, *parts: Any) -> dict[str, Any]:
    return {"operator": operator, "conditions": [*parts]}


def query(combinator: str, *rules: Any, **keys: Any) -> dict[str, Any]:
    return {"combinator": combinator, **keys, "rules": [*rules]}


OPERATORS: Final[dict[str, tuple[Any, dict[str, Any]]]] = {
    "=": ("x", cond("eq", "x")),
    "!=": ("x", cond("neq", "x")),
    "<": (5, cond("lt", 5)),
    ">": (5, cond("gt", 5)),
    "<=": (5, cond("lte", 5)),
    ">=": (5, cond("gte", 5)),
    "contains": ("x", cond("contains", "x")),
    "beginsWith": ("x", cond("startswith", "x")),
    "endsWith": ("x", cond("endswith", "x")),
    "doesNotContain": ("x", group("not", cond("contains", "x"))),
    "doesNotBeginWith": ("x", group("not", cond("startswith", "x"))),
    "doesNotEndWith": ("x", group("not", cond("endswith", "x"))),
    "null": (None, cond("isnull", True)),
    "notNull": (None, cond("isnull", False)),
    "in": (["x", "y"], cond("in", ["x", "y"])),
    "notIn": (["x", 5], cond("nin", ["x", 5])),
    "between": ([1, 2], cond("between", [1, 2])),
    "notBetween": ([1, 2], group("not", cond("between", [1, 2]))),
    "regex": ("^x", cond("regex", "^x")),
}


@pytest.mark.parametrize("operator", OPERATORS)
def test_an_operator_both_ways(operator: str) -> None:
    value, expected = OPERATORS[operator]
    assert from_query(rule(operator, value)) == expected
    assert from_query(rule(operator.upper(), value)) == expected
    assert to_query(expected) == query("and", rule(operator, value))


READ: Final[dict[str, tuple[Any, dict[str, Any]]]] = {
    "nothing": (None, NOTHING),
    "an empty object": ({}, NOTHING),
    "blank text": (" ", NOTHING),
    "text": (json.dumps(query("and", A)), group("and", IS_A)),
    "no rules": (query("or"), NOTHING),
    "no rules, independent": ({"rules": []}, NOTHING),
    "one combinator": (query("or", A, B, C), group("or", IS_A, IS_B, IS_C)),
    "upper case": (query("OR", A, B), group("or", IS_A, IS_B)),
    "groups": (query("and", A, query("or", B, C)), group("and", IS_A, group("or", IS_B, IS_C))),
    "not": (query("and", A, B, **{"not": True}), group("not", group("and", IS_A, IS_B))),
    "not false": (query("and", A, **{"not": False}), group("and", IS_A)),
    "a blank group": (query("and", A, query("or")), group("and", IS_A, NOTHING)),
    "independent": ({"rules": [A, "and", B]}, group("and", IS_A, IS_B)),
    "independent or": ({"rules": [A, "or", B, "or", C]}, group("or", IS_A, IS_B, IS_C)),
    "and before or": ({"rules": [A, "or", B, "and", C]}, group("or", IS_A, group("and", IS_B, IS_C))),
    "and before or, first": ({"rules": [A, "AND", B, "OR", C]}, group("or", group("and", IS_A, IS_B), IS_C)),
    "independent not": ({"rules": [A], "not": True}, group("not", group("and", IS_A))),
    "a blank beside another": (
        {"rules": [A, "or", B, "and", {"rules": []}]},
        group("or", IS_A, group("and", IS_B, NOTHING)),
    ),
    "what means nothing": (
        query("and", A | {"id": "x", "path": [0], "disabled": True, "valueSource": "value", "match": None},
              id="y", path=[], disabled=False, muted=False),
        group("and", IS_A),
    ),
    "commas": (rule("in", r"a\,b, c ,"), cond("in", ["a,b", "c"])),
    "no text": (rule("notIn", ""), cond("nin", [])),
    "one number": (rule("in", 5), cond("in", [5])),
    "spaces in a list stay": (rule("in", [" a ", ""]), cond("in", [" a ", ""])),
    "between": (rule("between", "1, 2"), cond("between", ["1", "2"])),
    "a part": (rule("<", 9, "at:hour_of_day"), cond("lt", 9, "at") | {"part": "hour_of_day"}),
    "no part": (rule("=", 9, "at:hour"), cond("eq", 9, "at:hour")),
    "a placeholder's text": (rule("=", "~"), cond("eq", "~")),
}  # fmt: skip


@pytest.mark.parametrize("case", READ)
def test_a_query_is_read(case: str) -> None:
    source, expected = READ[case]
    assert from_query(source) == expected


WRITTEN: Final[dict[str, tuple[Any, dict[str, Any]]]] = {
    "nothing": (None, query("and")),
    "an empty and": (NOTHING, query("and")),
    "a condition": (IS_A, query("and", A)),
    "text": (json.dumps(IS_A), query("and", A)),
    "blank parts": (group("and", None, IS_A, {}, NOTHING), query("and", A)),
    "or": (group("or", IS_A, group("and", IS_B, IS_C)), query("or", A, query("and", B, C | {"value": None}))),
    "not of one": (group("not", IS_A), query("and", A, **{"not": True})),
    "not of a group": (group("not", group("or", IS_A, IS_B)), query("or", A, B, **{"not": True})),
    "not of several": (group("not", IS_A, IS_B), query("or", A, B, **{"not": True})),
    "not of not": (
        group("not", group("not", IS_A)),
        query("and", query("and", A, **{"not": True}), **{"not": True}),
    ),
    "not of a negated one": (
        group("not", group("not", cond("contains", "x"))),
        query("and", rule("doesNotContain", "x"), **{"not": True}),
    ),
    "a part": (
        cond("in", [1, 2], "at") | {"part": "day_of_week"},
        query("and", rule("in", [1, 2], "at:day_of_week")),
    ),
}


@pytest.mark.parametrize("case", WRITTEN)
def test_a_filter_is_written(case: str) -> None:
    source, expected = WRITTEN[case]
    assert to_query(source) == expected
    assert to_query(from_query(expected)) == expected


SPELT: Final[list[tuple[str, str, Any, Any]]] = [
    ("duration", "=", "60", 60),
    ("duration", "=", " -1.50 ", -1.5),
    ("duration", "=", "1e2", 100.0),
    ("duration", "=", ".5", 0.5),
    ("duration", "=", 60, 60),
    ("duration", "=", "sixty", "sixty"),
    ("duration", "=", "1e999", "1e999"),
    ("duration", "=", "9" * 5_000, "9" * 5_000),
    ("duration", "=", "0x10", "0x10"),
    ("duration", "=", "1_000", "1_000"),
    ("duration", "=", "NaN", "NaN"),
    ("duration", "=", "٣", "٣"),
    ("duration", "=", "", ""),
    ("duration", "in", "1, 2.5,x", [1, 2.5, "x"]),
    ("duration", "between", ["1", 2], [1, 2]),
    ("success", "=", "true", True),
    ("success", "!=", "False", False),
    ("success", "=", "1", "1"),
    ("success", "in", ["true", False], [True, False]),
    ("topic", "=", "60", "60"),
    ("topic", "=", "true", "true"),
    ("unknown", "=", "60", "60"),
    ("timestamp:hour_of_day", "<", "12", 12),
    ("timestamp", "<", "2025", "2025"),
    ("success", "null", "true", True),
]


@pytest.mark.parametrize(("field", "operator", "value", "expected"), SPELT)
def test_with_a_dataset_a_text_is_the_value_that_it_spells(
    field: str, operator: str, value: Any, expected: Any
) -> None:
    found = from_query(rule(operator, value, field), example)
    assert (found["value"], type(found["value"])) == (expected, type(expected))
    if not isinstance(value, str) or operator not in ("in", "between", "null"):
        assert from_query(rule(operator, value, field))["value"] == value


REFUSED: Final[dict[str, tuple[Any, list[tuple[str, str]]]]] = {
    "a list": ([A], [("", "not_an_object")]),
    "no JSON": ("{", [("", "invalid_json")]),
    "text of a list": ("[]", [("", "not_an_object")]),
    "xor": (query("xor", A, B), [("/combinator", "cannot_translate")]),
    "xor between": ({"rules": [A, "xor", B]}, [("/rules/1", "cannot_translate")]),
    "nor": (query("nor", A), [("/combinator", "unknown_operator")]),
    "a number": (query("and", A) | {"combinator": 1}, [("/combinator", "unknown_operator")]),
    "two combinators": (query("and", A, "or", B), [("/rules/1", "conflicting_keys")]),
    "no combinator": ({"rules": [A, B]}, [("/rules/1", "missing_key")]),
    "a combinator before": ({"rules": ["and", A]}, [("/rules/0", "empty_group")]),
    "a combinator after": ({"rules": [A, "or"]}, [("/rules/1", "empty_group")]),
    "combinators": ({"rules": [A, "or", "and", B]}, [("/rules/2", "empty_group")]),
    "only one": ({"rules": ["and"]}, [("/rules/0", "empty_group"), ("/rules/0", "empty_group")]),
    "no rules": ({"combinator": "and"}, [("/rules", "missing_key")]),
    "rules of another kind": (query("and") | {"rules": {}}, [("/rules", "not_a_list")]),
    "a part of another kind": (query("and", 5), [("/rules/0", "not_an_object")]),
    "blank in or": (query("or", A, query("and")), [("/rules/1", "empty_group")]),
    "blank deep": (query("or", A, query("and", query("or"))), [("/rules/1", "empty_group")]),
    "blank, independent": ({"rules": [A, "or", {"rules": []}]}, [("/rules/2", "empty_group")]),
    "not of nothing": (query("and", **{"not": True}), [("/rules", "empty_group")]),
    "not of blank": (query("and", query("and"), **{"not": True}), [("/rules/0", "empty_group")]),
    "not of a text": (query("and", A, **{"not": "true"}), [("/not", "wrong_type")]),
    "muted": (query("and", A | {"muted": True}), [("/rules/0/muted", "cannot_translate")]),
    "a muted group": (query("and", A, muted=True), [("/muted", "cannot_translate")]),
    "a field": (A | {"valueSource": "field"}, [("/valueSource", "cannot_translate")]),
    "a parameter": (A | {"valueSource": "parameter"}, [("/valueSource", "cannot_translate")]),
    "a source of another kind": (A | {"valueSource": ["value"]}, [("/valueSource", "cannot_translate")]),
    "an expression": (A | {"lhs": {"kind": "field", "field": "a"}}, [("/lhs", "cannot_translate")]),
    "match": (
        rule("=", query("and", A)) | {"match": {"mode": "all"}},
        [("/match", "cannot_translate"), ("/value", "wrong_type")],
    ),
    "a subquery": (rule("=", query("and", A)), [("/value", "wrong_type")]),
    "no field chosen": (rule("=", "x", "~"), [("/field", "cannot_translate")]),
    "no operator chosen": (rule("~", "x"), [("/operator", "cannot_translate")]),
    "unknown operator": (rule("like", "x"), [("/operator", "unknown_operator")]),
    "no operator": ({"field": "a", "value": 1}, [("/operator", "missing_key")]),
    "ours": (cond("eq", 1), [("/op", "unknown_key"), ("/operator", "missing_key")]),
    "no field": ({"operator": "=", "value": 1}, [("/field", "missing_key")]),
    "a field of another kind": (rule("=", 1) | {"field": 5}, [("/field", "not_text")]),
    "no value": ({"field": "a", "operator": "="}, [("/value", "missing_key")]),
    "null": (rule("=", None), [("/value", "null_operand")]),
    "null in a list": (rule("between", [1, None]), [("/value/1", "null_operand")]),
    "no list": (rule("in", None), [("/value", "null_operand")]),
    "one bound": (rule("between", "1,"), [("/value", "wrong_type")]),
    "three bounds": (rule("notBetween", "1,2,3"), [("/value", "wrong_type")]),
    "an object": (rule("in", {}), [("/value", "not_a_list")]),
    "unknown keys": (query("and", A | {"x": 1}, y=2), [("/y", "unknown_key"), ("/rules/0/x", "unknown_key")]),
    "each": (query("xor", rule("like", 1), query("or", B | {"value": []})),
             [("/combinator", "cannot_translate"), ("/rules/0/operator", "unknown_operator"),
              ("/rules/1/rules/0/value", "wrong_type")]),
}  # fmt: skip


def problems(call: Callable[[], object], document: str) -> list[tuple[str, str]]:
    with pytest.raises(InvalidInput) as raised:
        call()
    assert {one.document for one in raised.value.problems} == {document}
    return [(one.pointer, one.code) for one in raised.value.problems]


@pytest.mark.parametrize("case", REFUSED)
def test_what_no_filter_says_is_a_problem(case: str) -> None:
    source, expected = REFUSED[case]
    assert problems(lambda: from_query(source), "query") == expected


def test_a_choice_not_made_is_no_value() -> None:
    for field in ("state", "meta.vip"):
        source = query("and", rule("=", "~", field))
        found = problems(lambda source=source: from_query(source, JOBS), "query")
        assert found == [("/rules/0/value", "cannot_translate")]


def test_depth_and_size_are_the_datasets() -> None:
    deep: Any = A
    for _ in range(5_000):
        deep = query("and", deep)
    assert problems(lambda: from_query(deep), "query")[0][1] == "too_deep"
    shallow: Any = A
    for _ in range(11):
        assert from_query(shallow, example)
        shallow = query("and", shallow)
    assert problems(lambda: from_query(shallow, example), "query") == [("/rules/0" * 10, "too_deep")]
    long = rule("in", ["x"] * 1_001, "topic")
    assert len(from_query(long)["value"]) == 1_001
    assert problems(lambda: from_query(long, example), "query") == [("/value", "too_long")]
    many = query("or", *[A] * 601)
    assert len(from_query(many)["conditions"]) == 601
    assert problems(lambda: from_query(many, example), "query") == [("/rules/600", "too_many")]


UNSAYABLE: Final[dict[str, tuple[Any, list[tuple[str, str]]]]] = {
    "same_row": (group("same_row", IS_A), [("", "cannot_translate")]),
    "all_rows": (group("and", IS_A, group("all_rows", IS_A)), [("/conditions/1", "cannot_translate")]),
    "count_rows": (
        group("not", group("count_rows", IS_A) | {"op": "gt", "value": 1}),
        [("/conditions/0", "cannot_translate")],
    ),
    "a placeholder": (cond("eq", 1, "~"), [("/field", "cannot_translate")]),
    "as a part": (cond("eq", 1, "meta.at:hour_of_day"), [("/field", "cannot_translate")]),
    "no filter": (group("or"), [("/conditions", "empty_group")]),
    "no operator": (cond("like", 1), [("/op", "unknown_operator")]),
}


@pytest.mark.parametrize("case", UNSAYABLE)
def test_what_no_query_says_is_a_problem(case: str) -> None:
    source, expected = UNSAYABLE[case]
    assert problems(lambda: to_query(source), "filter") == expected


def plain(tree: Any) -> Any:
    """A filter without blank parts and groups of one, and with a `not` of several as that of their `or`."""
    if not tree or "conditions" not in tree:
        return tree or NOTHING
    parts = [one for one in map(plain, tree["conditions"]) if one != NOTHING]
    if tree["operator"] == "not":
        return group("not", *parts if len(parts) == 1 else [group("or", *parts)])
    return parts[0] if len(parts) == 1 else group(tree["operator"], *parts)


def _related(tree: Any) -> bool:
    inside = (tree or {}).get("conditions", ())
    return any(map(_related, inside)) or (tree or {}).get("operator") in (
        "same_row",
        "all_rows",
        "count_rows",
    )


@given(filters(EVERYTHING))
def test_a_filter_comes_back_the_same(source: Any) -> None:
    if _related(source):
        assert {code for _, code in problems(lambda: to_query(source), "filter")} == {"cannot_translate"}
        return
    written = to_query(source)
    assert json.loads(json.dumps(written)) == written
    assert plain(from_query(written)) == plain(source)
    assert from_query(to_query(from_query(written))) == from_query(written)


def test_whatever_is_given_is_read_or_refused() -> None:
    random = Random(20251103)
    good = [one for one, _ in [*READ.values(), *REFUSED.values()]] + [one for one, _ in UNSAYABLE.values()]
    for _ in range(2_000):
        source = drawn(good, Choices(random.randbytes(80)))
        for read in (from_query, lambda one: from_query(one, EVERYTHING), to_query):
            try:
                json.dumps(read(source))
            except InvalidInput as error:
                json.dumps(error.to_dict())
