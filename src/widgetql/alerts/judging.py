"""What values say of a rule: exact arithmetic, so that no rounding raises an alarm, or hides one."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from types import MappingProxyType
from typing import Any, Final, TypeAlias

Number: TypeAlias = "int | float"

_HOLDS: Final[Mapping[str, Callable[[Any, Any], bool]]] = MappingProxyType(
    {
        "eq": lambda value, other: value == other,
        "neq": lambda value, other: value != other,
        "gt": lambda value, other: value > other,
        "gte": lambda value, other: value >= other,
        "lt": lambda value, other: value < other,
        "lte": lambda value, other: value <= other,
        "between": lambda value, pair: pair[0] <= value <= pair[1],
        "outside": lambda value, pair: value < pair[0] or value > pair[1],
    }
)


def compares(value: Number, op: str, operand: Any) -> bool:
    """Tell whether a value is so to a number, or to two of them.

    >>> compares(5, "outside", (1, 4)), compares(4, "outside", (1, 4)), compares(0.1, "gt", 0.1)
    (True, False, False)
    """
    return _HOLDS[op](value, operand)


def smoothed(values: Sequence[Number], alpha: Fraction) -> Fraction:
    """Return the exponentially smoothed value: the first, then alpha of each and the rest of what was before.

    >>> smoothed([1, 2, 4], Fraction(1, 2))
    Fraction(11, 4)
    """
    exact = [Fraction(value) for value in values]
    common = math.lcm(*(one.denominator for one in exact))
    first, *others = (one.numerator * (common // one.denominator) for one in exact)
    # Over `common` and a power of alpha's denominator: to reduce each would take longer than all else.
    total, power = first, 1
    for one in others:
        total = alpha.numerator * one * power + (alpha.denominator - alpha.numerator) * total
        power *= alpha.denominator
    return Fraction(total, common * power)


def drifts(recent: Fraction, before: Sequence[Number], deviations: Fraction, direction: str = "both") -> bool:
    """Tell whether a number is more than so many standard deviations from the mean of values.

    The deviation is that of the population; of equal values it is 0, and any difference is more.

    >>> [drifts(Fraction(3), [0, 2], Fraction(2)), drifts(Fraction(4), [0, 2], Fraction(2), "up")]
    [False, True]
    >>> drifts(Fraction(-2), [0, 2], Fraction(2), "up"), drifts(Fraction(1), [1, 1], Fraction(2))
    (False, False)
    """
    exact = [Fraction(value) for value in before]
    mean = sum(exact, Fraction(0)) / len(exact)
    variance = sum(((one - mean) ** 2 for one in exact), Fraction(0)) / len(exact)
    apart = recent - mean
    if (direction == "up" and apart <= 0) or (direction == "down" and apart >= 0):
        return False
    return apart**2 > deviations**2 * variance


def jumps(recent: int, baseline: int, times: Fraction, share: Fraction) -> bool:
    """Tell whether as many records are recent as so many times the baseline has in a time of their length.

    `share` is the recent time's length by the baseline's.

    >>> jumps(6, 14, Fraction(3), Fraction(1, 7)), jumps(5, 14, Fraction(3), Fraction(1, 7))
    (True, False)
    """
    return recent >= times * baseline * share
