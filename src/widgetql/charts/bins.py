"""Bins of numbers: where their edges are, as the decimals that are written.

A value is compared with an edge as a filter compares it: a double with the nearest double, all else exactly.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from itertools import count
from math import floor
from typing import Any, Final

from widgetql.errors import how_many
from widgetql.types import MAX_DOUBLE

# Widths are these times a power of ten.
_STEPS: Final = (Fraction(1), Fraction(2), Fraction(5, 2), Fraction(5))


class TooManyBins(ValueError):
    """More bins than the limit."""


def reaches(value: Any, edge: Fraction) -> bool:
    """Tell whether a value is at or above an edge.

    >>> reaches(0.3, Fraction(3, 10)), reaches(Decimal("0.3"), Fraction(3, 10)), reaches(2, Fraction(5, 2))
    (True, True, False)
    """
    if isinstance(value, float) and abs(edge) <= MAX_DOUBLE:
        edge = Fraction(float(edge))
    return Fraction(value) >= edge


def place_of(value: Any, width: Fraction, start: Fraction) -> int:
    """Return which bin a value is in: that from `start` on is the bin 0.

    >>> place_of(0.3, Fraction(1, 10), Fraction(0)), place_of(-1, Fraction(2), Fraction(0))
    (3, -1)
    """
    near: int = floor((Fraction(value) - start) / width)

    def is_in(place: int) -> bool:
        return reaches(value, start + place * width)

    # A double may be next to an edge that is none itself, and of narrow bins next to very many.
    low: int = near - next(2**power for power in count() if is_in(near - 2**power))
    high: int = near + next(2**power for power in count() if not is_in(near + 2**power))
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if is_in(middle) else (low, middle)
    return low


def regular(width: Fraction, start: Fraction, ends: tuple[Any, Any], most: int) -> tuple[Fraction, ...]:
    """Return the edges of the bins from that of the lowest value to that of the highest.

    Raises `TooManyBins` beyond `most`.
    """
    first, last = (place_of(end, width, start) for end in ends)
    if last - first >= most:
        raise TooManyBins(f"{how_many(last - first + 1, 'bins')}; at most {most}")
    return tuple(start + place * width for place in range(first, last + 2))


def width_for(number: int, ends: tuple[Any, Any]) -> Fraction:
    """Return the smallest width of which so many bins hold two values and what is between.

    Raises `TooManyBins` for one bin of values on both sides of 0, where bins of any width have an edge.

    >>> width_for(20, (0, 100)), width_for(20, (0, 99)), width_for(20, (7, 7))
    (Fraction(10, 1), Fraction(5, 1), Fraction(1, 1))
    """
    low, high = map(Fraction, ends)
    if low == high:
        return Fraction(1)
    if number == 1 and low < 0 <= high:
        raise TooManyBins("2 bins, one each side of 0; at most 1")
    # With less than this there are more.
    least = (high - low) / (number + 1)
    power = (Decimal(least.numerator) / Decimal(least.denominator)).adjusted() - 1
    while True:
        for step in _STEPS:
            width = step * Fraction(10) ** power
            if place_of(ends[1], width, Fraction(0)) - place_of(ends[0], width, Fraction(0)) < number:
                return width
        power += 1
