"""Problems as data: pointers, messages, and the body of a 400 answer."""

from __future__ import annotations

import json
import pickle
from decimal import Decimal
from typing import Any, Final, get_args

import pytest

from widgetql.errors import CODES, Code, InvalidInput, InvalidOption, Pointer, Problem, Problems, shown

FIRST: Final = Problem("filter", "/op", "unknown_operator", "No operator is named 'x'.")
SECOND: Final = Problem("widget", "", "missing_key", "A widget needs a field.")


@pytest.mark.parametrize(
    ("tokens", "expected"),
    [
        pytest.param([], "", id="root"),
        pytest.param(["conditions", 1, "op"], "/conditions/1/op", id="path"),
        pytest.param(["a/b", "c~d", "~1"], "/a~1b/c~0d/~01", id="escapes"),
        pytest.param([""], "/", id="empty-key"),
        pytest.param(["é😀 "], "/é😀 ", id="any-character"),
        pytest.param(["a\n", "\ud800b"], "/a\n/\\ud800b", id="what-utf-8-cannot-write"),
    ],
)
def test_a_pointer_is_rfc_6901(tokens: list[str | int], expected: str) -> None:
    at = Pointer("filter")
    for token in tokens:
        at = at / token
    assert str(at) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, "null"),
        (True, "true"),
        (False, "false"),
        (5, "5"),
        (1.5, "1.5"),
        (float("nan"), "nan"),
        (Decimal("1.50"), "1.50"),
        (10**100, "an integer of more than 70 digits"),
        ("a'b\n", '"a\'b\\n"'),
        ("x" * 1_000_000, "'" + "x" * 59 + "..."),
        ([[]], "a list"),
        ({}, "an object"),
        ((), "a value of type tuple"),
        (b"x", "a value of type bytes"),
    ],
    ids=lambda value: str(value)[:12],
)
def test_a_value_is_shown_short_and_on_one_line(value: Any, expected: str) -> None:
    assert shown(value) == expected


def test_an_error_is_the_body_of_an_answer() -> None:
    error = InvalidInput([FIRST, SECOND])
    assert str(error) == "filter/op: No operator is named 'x'.; widget: A widget needs a field."
    assert error.to_dict() == {
        "detail": "No operator is named 'x'.",
        "problems": [
            {"document": "filter", "pointer": "/op", "code": "unknown_operator", "message": FIRST.message},
            {"document": "widget", "pointer": "", "code": "missing_key", "message": SECOND.message},
        ],
    }
    assert pickle.loads(pickle.dumps(error)).problems == (FIRST, SECOND)


def test_an_error_is_one_line_and_its_body_is_utf_8() -> None:
    problems = Problems()
    problems.add(
        Pointer("filter") / "a\n\ud800" / "\u202e", "unknown_key", "no\x1b[31m \u2028\udfff é\u200d😀"
    )
    error = InvalidInput(problems)
    assert str(error) == "filter/a\\n\\ud800/\\u202e: no\\x1b[31m \\u2028\\udfff é\u200d😀"
    assert json.dumps(error.to_dict(), ensure_ascii=False).encode()
    # A pointer is still one: JSON can write its controls.
    assert problems[0].pointer == "/a\n\\ud800/\u202e"


def test_an_option_of_a_request_is_an_error_of_its_own() -> None:
    error = InvalidOption("timezone", "timezone: 'Mars\\n' is no time zone")
    found = pickle.loads(pickle.dumps(error))
    assert isinstance(error, ValueError)
    assert not isinstance(error, InvalidInput)
    assert (found.option, str(found)) == ("timezone", str(error))


def test_problems_raise_once() -> None:
    problems = Problems()
    problems.raise_any()
    problems.add(Pointer("filter") / "op", FIRST.code, FIRST.message)
    with pytest.raises(InvalidInput) as raised:
        problems.raise_any()
    assert raised.value.problems == (FIRST,)


def test_every_code_is_explained_by_a_sentence() -> None:
    assert list(get_args(Code)) == list(CODES)
    assert [code for code, meaning in CODES.items() if not meaning.endswith(".")] == []
