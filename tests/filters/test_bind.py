"""Names and operands against the declaration: what is a problem, where, and what binds."""

from __future__ import annotations

from typing import Any, Final

import pytest
import sqlalchemy as sa

from tests.testing.everything import EVERYTHING
from widgetql import Dataset, Field, InvalidInput, JsonKeys, compile_filter, validate_filter

T: Final = sa.Table(
    "t",
    sa.MetaData(),
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("a", sa.Text),
    sa.Column("j", sa.JSON),
)
SMALL: Final = Dataset(
    T,
    id=T.c.id,
    fields={
        "a": Field(T.c.a, operators={"eq", "isnull"}),
        "plotted": Field(T.c.a, filter=False),
        "j": JsonKeys(T.c.j, operators="eq"),
    },
)


def where(path: str, op: str, value: Any) -> dict[str, Any]:
    return {"field": path, "op": op, "value": value}


def group(operator: str, *conditions: Any) -> dict[str, Any]:
    return {"operator": operator, "conditions": list(conditions)}


def counted(*conditions: Any) -> dict[str, Any]:
    return group("count_rows", *conditions) | {"op": "gte", "value": 2}


PROBLEMS: Final = [
    ("unknown", where("durations", "eq", 1), [("/field", "unknown_field")]),
    ("relation", where("agent", "eq", 1), [("/field", "unknown_field")]),
    ("json-column", where("meta", "eq", "x"), [("/field", "unknown_field")]),
    ("nested-json-key", where("meta.a.b", "eq", "x"), [("/field", "unknown_field")]),
    ("empty-json-key", where("meta.", "eq", "x"), [("/field", "unknown_field")]),
    ("nul-in-json-key", where("meta.a\0", "eq", "x"), [("/field", "invalid_text")]),
    ("surrogate-in-json-key", where("meta.\ud800", "eq", "x"), [("/field", "invalid_text")]),
    ("long-json-key", where("meta." + "k" * 1_000, "eq", "x"), [("/field", "too_long")]),
    ("not-allowed", where("ok", "gt", True), [("/op", "operator_not_allowed")]),
    ("text-has-no-order", where("topic", "gt", "a"), [("/op", "operator_not_allowed")]),
    ("narrowed", where("id", "neq", 1), [("/op", "operator_not_allowed")]),
    ("bool-is-no-number", where("duration", "eq", True), [("/value", "wrong_type")]),
    ("number-is-no-bool", where("ok", "eq", 1), [("/value", "wrong_type")]),
    ("text-is-no-number", where("duration", "eq", "5"), [("/value", "wrong_type")]),
    ("number-is-no-text", where("topic", "eq", 5), [("/value", "wrong_type")]),
    ("nan", where("score", "lt", float("nan")), [("/value", "wrong_type")]),
    ("infinity", where("score", "lt", float("inf")), [("/value", "wrong_type")]),
    (
        "each-item",
        where("duration", "in", [1, "2", True]),
        [("/value/1", "wrong_type"), ("/value/2", "wrong_type")],
    ),
    (
        "each-bound",
        where("cost", "between", ["1", True]),
        [("/value/0", "wrong_type"), ("/value/1", "wrong_type")],
    ),
    ("number-is-no-time", where("at", "gte", 1700000000), [("/value", "wrong_type")]),
    ("no-time", where("at", "gte", "yesterday"), [("/value", "invalid_time")]),
    ("no-time-in-a-list", where("at", "in", ["now", "later"]), [("/value/1", "invalid_time")]),
    ("no-such-day", where("day", "eq", "2025-02-29"), [("/value", "invalid_time")]),
    ("nul", where("topic", "eq", "a\0"), [("/value", "invalid_text")]),
    ("surrogate", where("topic", "in", ["a", "\udfff"]), [("/value/1", "invalid_text")]),
    ("long-text", where("topic", "contains", "x" * 1_001), [("/value", "too_long")]),
    ("long-pattern", where("topic", "regex", "x" * 201), [("/value", "too_long")]),
    ("look-ahead", where("topic", "regex", "(?=a)"), [("/value", "invalid_pattern")]),
    ("pattern-is-a-number", where("meta.k", "regex", 5), [("/value", "wrong_type")]),
    ("beyond-a-double", where("meta.k", "eq", 10**400), [("/value", "out_of_range")]),
    ("json-nan", where("meta.k", "eq", float("nan")), [("/value", "wrong_type")]),
    ("dynamic-mixed", where("evaluations.value", "in", [1, "a"]), [("/value", "wrong_type")]),
    ("dynamic-order-of-text", where("evaluations.value", "gt", "a"), [("/value", "wrong_type")]),
    ("dynamic-contains-number", where("evaluations.value", "contains", 5), [("/value", "wrong_type")]),
    ("same-row-of-records", group("same_row", where("duration", "eq", 1)), [("", "not_one_relation")]),
    ("same-row-of-to-one", group("same_row", where("agent.id", "eq", 1)), [("", "not_one_relation")]),
    (
        "same-row-of-two",
        group("same_row", where("evaluations.weight", "eq", 1), where("duration", "eq", 1)),
        [("", "not_one_relation")],
    ),
    (
        "same-row-inside-leaves-the-relation",
        group("same_row", where("evaluations.weight", "eq", 1), group("same_row", where("ok", "eq", True))),
        [("", "not_one_relation"), ("/conditions/1", "not_one_relation")],
    ),
    ("all-rows-of-records", group("all_rows", where("duration", "eq", 1)), [("", "not_one_relation")]),
    ("count-of-records", counted(where("duration", "eq", 1)), [("", "not_one_relation")]),
    (
        "count-of-two",
        counted(where("evaluations.weight", "eq", 1), where("agent.id", "eq", 1)),
        [("", "not_one_relation")],
    ),
    (
        "count-inside-leaves-the-relation",
        group("all_rows", where("evaluations.weight", "eq", 1), counted(where("ok", "eq", True))),
        [("", "not_one_relation"), ("/conditions/1", "not_one_relation")],
    ),
    (
        "count-of-no-field",
        counted(where("evaluations.x", "eq", 1)),
        [("/conditions/0/field", "unknown_field")],
    ),
    ("same-row-of-nothing", group("same_row"), [("/conditions", "empty_group")]),
    (
        "same-row-of-an-empty-group",
        group("same_row", group("or")),
        [("/conditions/0/conditions", "empty_group")],
    ),
    (
        "all-at-once",
        group(
            "and",
            where("x", "eq", 1),
            where("ok", "gt", 1),
            group("or", where("at", "eq", "x"), {"op": "eq"}),
        ),
        [
            ("/conditions/2/conditions/1/field", "missing_key"),
            ("/conditions/2/conditions/1/value", "missing_key"),
            ("/conditions/0/field", "unknown_field"),
            ("/conditions/1/op", "operator_not_allowed"),
            ("/conditions/2/conditions/0/value", "invalid_time"),
        ],
    ),
]


@pytest.mark.parametrize(
    ("source", "expected"), [case[1:] for case in PROBLEMS], ids=[case[0] for case in PROBLEMS]
)
def test_problems(source: Any, expected: list[tuple[str, str]]) -> None:
    problems = validate_filter(source, EVERYTHING)
    assert [(problem.pointer, problem.code) for problem in problems] == expected
    with pytest.raises(InvalidInput) as raised:
        compile_filter(source, EVERYTHING)
    assert list(raised.value.problems) == problems


@pytest.mark.parametrize(
    ("source", "code"),
    [
        pytest.param(where("a", "neq", "x"), "operator_not_allowed", id="narrowed"),
        pytest.param(where("j.k", "contains", "x"), "operator_not_allowed", id="narrowed-keys"),
        pytest.param(where("plotted", "eq", "x"), "not_filterable", id="plots-only"),
    ],
)
def test_a_field_may_be_narrowed(source: Any, code: str) -> None:
    assert [problem.code for problem in validate_filter(source, SMALL)] == [code]


@pytest.mark.parametrize(
    ("path", "said"),
    [
        pytest.param("meta", "'meta' is an object: name one of its keys, as meta.key", id="json-column"),
        pytest.param(
            "meta.a.b", "no field 'meta.a.b': of meta only the top-level keys can be named", id="deep-key"
        ),
        pytest.param(
            "agent.team",
            "'agent.team' is a relation: name one of its fields, as agent.team.name, agent.team.founded",
            id="relation",
        ),
    ],
)
def test_a_message_says_what_the_path_is(path: str, said: str) -> None:
    assert [problem.message for problem in validate_filter(where(path, "eq", 1), EVERYTHING)] == [said]
