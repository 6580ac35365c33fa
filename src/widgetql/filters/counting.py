"""How many related rows a filter asks for: what holds without any is the complement of the rest.

So a database may begin with the rows that are there, and needs no number of those that are not.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any, Final

from widgetql.filters.bound import EVERY, AllOf, Bound, Complement, Constant, CountedRows, SomeRow
from widgetql.paths import Step
from widgetql.types import Number

# No table has more rows; a parameter that every database takes.
_MOST: Final = 2**63 - 1
_NEVER: Final = Constant(False)


def some(steps: tuple[Step, ...], part: Bound) -> Bound:
    """Return what holds if some row at the end of the steps satisfies a part."""
    for step in reversed(steps):
        part = SomeRow(step, part)
    return part


def every(steps: tuple[Step, ...], part: Bound) -> Bound:
    """Return what holds if there are rows at the end of the steps, and each satisfies a part."""
    if not steps:
        return part
    # Not the part twice: in groups within groups it would be written once more for each.
    return AllOf((some(steps, EVERY), Complement(some(steps, Complement(part)))))


def so_many(steps: tuple[Step, ...], part: Bound, op: str, value: Any) -> Bound:
    """Return what holds if the number of rows that satisfy a part compares so with a value.

    Without steps the rows are the one at hand, which is one or none.
    """
    match op:
        case "neq":
            return _complement(so_many(steps, part, "eq", value))
        case "eq":
            return _one_of(steps, part, [value])
        case "in":
            return _one_of(steps, part, value)
        case "gt":
            return _within(steps, part, _floor(value) + 1, _MOST)
        case "gte":
            return _within(steps, part, _ceiling(value), _MOST)
        case "lt":
            return _within(steps, part, 0, _ceiling(value) - 1)
        case "lte":
            return _within(steps, part, 0, _floor(value))
        case _:
            low, high = value
            return _within(steps, part, _ceiling(low), _floor(high))


def _within(steps: tuple[Step, ...], part: Bound, low: int, high: int) -> Bound:
    """Hold for `low` to `high` rows."""
    if low > high or high < 0 or low > _MOST:
        return _NEVER
    if low <= 0:
        return Constant(True) if high >= _MOST else _complement(_within(steps, part, high + 1, _MOST))
    if not steps:
        return part if low == 1 else _NEVER
    if high >= _MOST:
        return some(steps, part) if low == 1 else CountedRows(steps, part, "gte", low)
    return CountedRows(steps, part, "between", (low, high))


def _one_of(steps: tuple[Step, ...], part: Bound, values: Iterable[Number]) -> Bound:
    """Hold for one of several numbers of rows."""
    wanted = tuple(dict.fromkeys(int(one) for one in values if one == _floor(one) and 0 <= one <= _MOST))
    there = tuple(one for one in wanted if one)
    if not steps:
        return _of_one(part, none=0 in wanted, one=1 in wanted)
    if 0 in wanted:
        return Complement(CountedRows(steps, part, "nin", wanted) if there else some(steps, part))
    if len(there) == 1:
        return CountedRows(steps, part, "eq", there[0])
    return CountedRows(steps, part, "in", there) if there else _NEVER


def _of_one(part: Bound, *, none: bool, one: bool) -> Bound:
    """Hold where a part does not, if that is wanted, and where it does, if that is."""
    if none == one:
        return Constant(none)
    return part if one else _complement(part)


def _complement(part: Bound) -> Bound:
    match part:
        case Constant(holds):
            return Constant(not holds)
        case Complement(inner):
            return inner
        case _:
            return Complement(part)


def _floor(value: Number) -> int:
    return math.floor(_clamped(value))


def _ceiling(value: Number) -> int:
    return math.ceil(_clamped(value))


def _clamped(value: Number) -> Number:
    """Return a number that is as far beyond every number of rows, and no further."""
    return min(max(value, -1), _MOST + 1)
