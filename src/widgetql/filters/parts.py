"""A number that is compared with a part of time, fitted to it: whole, and within the part's range."""

from __future__ import annotations

import math
from dataclasses import replace

from widgetql.clocks import PARTS
from widgetql.filters.bound import Constant, Test
from widgetql.types import DataType, Number


def fitted_part(test: Test) -> Test | Constant:
    """Return a test that holds for the same rows: `eq`, `gte` or `lte` of a whole number."""
    assert test.found.part is not None
    low, high = PARTS[test.found.part]
    value: Number = min(max(test.operand, low - 1), high + 1)
    match test.op:
        case "eq":
            whole = math.floor(value)
            return (
                replace(test, operand=whole) if value == whole and low <= whole <= high else Constant(False)
            )
        case "gt" | "gte":
            bound = math.floor(value) + 1 if test.op == "gt" else math.ceil(value)
            return _bounded(test, "gte", bound, is_open=bound <= low, is_empty=bound > high)
        case _:
            assert test.op in ("lt", "lte"), test.op
            bound = math.ceil(value) - 1 if test.op == "lt" else math.floor(value)
            return _bounded(test, "lte", bound, is_open=bound >= high, is_empty=bound < low)


def _bounded(test: Test, op: str, bound: int, *, is_open: bool, is_empty: bool) -> Test | Constant:
    if is_empty:
        return Constant(False)
    # A part is there where there is a time.
    present = Test(test.found.whole, "isnull", None, DataType.DATETIME)
    return present if is_open else replace(test, op=op, operand=bound)
