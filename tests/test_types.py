"""What a JSON operand is, and the one canonical text of a number."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from widgetql.filters.vocabulary import operators_of
from widgetql.types import DataType, json_text, number_text, type_of_operand

_EQUAL = {"eq", "neq", "in", "nin", "isnull"}
_ORDER = {"gt", "gte", "lt", "lte", "between"}
_TEXT = {"contains", "startswith", "endswith", "regex"}


@pytest.mark.parametrize(
    ("data_type", "operators"),
    [
        (DataType.NUMERIC, _EQUAL | _ORDER),
        (DataType.DATETIME, _EQUAL | _ORDER),
        (DataType.BOOLEAN, _EQUAL),
        (DataType.STRING, _EQUAL | _TEXT),
        (DataType.DYNAMIC, _EQUAL | _ORDER | _TEXT),
    ],
)
def test_operators_of_a_type(data_type: DataType, operators: set[str]) -> None:
    assert operators_of(data_type) == operators


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (True, DataType.BOOLEAN),
        (0, DataType.NUMERIC),
        (-0.0, DataType.NUMERIC),
        (Decimal("1.5"), DataType.NUMERIC),
        ("", DataType.STRING),
        (None, None),
        (float("nan"), None),
        (float("-inf"), None),
        (Decimal("NaN"), None),
        (Decimal("sNaN"), None),
        ([], None),
        ({}, None),
        (b"", None),
    ],
    ids=repr,
)
def test_type_of_an_operand(value: Any, expected: DataType | None) -> None:
    assert type_of_operand(value) is expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (0, "0"),
        (-0.0, "0"),
        (5.0, "5"),
        (-5, "-5"),
        (0.1, "0.1"),
        (1 / 3, "0.333333333333333"),
        (1e-7, "0.0000001"),
        (1e15, "1000000000000000"),
        (1.5e300, "15" + "0" * 299),
        (2**53 + 1, "9007199254740993"),
        (2**63 - 1, "9223372036854775807"),
        (-(2**63), "-9223372036854775808"),
        (2**63, "9223372036854780000"),
        (Decimal("1.50"), "1.5"),
    ],
    ids=repr,
)
def test_canonical_numbers(value: Any, expected: str) -> None:
    assert number_text(value) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (True, "true"),
        (False, "false"),
        ("x", "x"),
        (5.0, "5"),
        (None, None),
        ([1], None),
        ({}, None),
        (float("nan"), None),
        (10**400, None),
        (Decimal("1e999999"), None),
    ],
    ids=lambda value: str(value)[:12],
)
def test_json_text(value: Any, expected: str | None) -> None:
    assert json_text(value) == expected
