"""The edges of bins of numbers, one after another."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import count
from typing import Any, Final

_LARGEST: Final = 10**308
_MAX_DOUBLE: Final = Fraction(sys.float_info.max)


def at_least(value: Any, edge: Fraction) -> bool:
    """Tell whether a value is at or above an edge: a double is compared with the nearest one."""
    is_double = isinstance(value, float) and abs(edge) < _LARGEST
    return Fraction(value) >= (Fraction(float(edge)) if is_double else edge)


def edge_of(edge: Fraction) -> int | float:
    """Return an edge as the answer has it."""
    return int(edge) if edge == int(edge) and int(edge).bit_length() <= 256 else float(edge)


def bins_of(asked: Mapping[str, Any], values: Sequence[Any]) -> tuple[list[Fraction], dict[str, Any] | None]:
    """Return the edges of all bins, and what an answer tells of them.

    Bins of a width are one more each way than those of the lowest and the highest value.

    >>> list(map(int, bins_of({"width": 30}, [10, 50])[0]))
    [-30, 0, 30, 60, 90]
    >>> bins_of({"count": 3}, [10, 70])[1]
    {'width': 25, 'start': 0}
    """
    if "edges" in asked:
        edges = [_written(one) for one in asked["edges"]]
        return edges, {"edges": [edge_of(one) for one in edges]}
    width, start = _written(asked.get("width") or 1), _written(asked.get("start") or 0)
    if "count" in asked:
        if not values:
            return [], None
        if min(values) != max(values):
            width = next(one for one in _widths(values) if len(_places(values, one, start)) <= asked["count"])
    places = _places(values, width, start) if values else range(0)
    around = range(places.start - 1, places.stop + 2) if values else places
    edges = [start + place * width for place in around]
    # Around the largest doubles there is nothing that could be written.
    shown = [edge for edge in edges if abs(edge) <= _MAX_DOUBLE]
    return shown, {"width": edge_of(width), "start": edge_of(start)}


def _written(number: Any) -> Fraction:
    return Fraction(Decimal(str(number)))


def _places(values: Sequence[Any], width: Fraction, start: Fraction) -> range:
    """Return which bins are between the lowest value and the highest."""
    first, last = (_place(value, width, start) for value in (min(values), max(values)))
    return range(first, last + 1)


def _place(value: Any, width: Fraction, start: Fraction) -> int:
    """Return the last of the edges that a value is at or above: many may be next to one double."""
    near: int = int((Fraction(value) - start) / width)
    low: int = near - next(
        2**power for power in count() if at_least(value, start + (near - 2**power) * width)
    )
    high: int = near + next(
        2**power for power in count() if not at_least(value, start + (near + 2**power) * width)
    )
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if at_least(value, start + middle * width) else (low, middle)
    return low


def _widths(values: Sequence[Any]) -> Iterator[Fraction]:
    """Yield 1, 2, 2.5 and 5 times each power of ten, from one on of which the values fill thousands."""
    span = Fraction(max(values)) - Fraction(min(values))
    power = -400
    while Fraction(10) ** (power + 5) < span:
        power += 1
    for more in count():
        for step in (Fraction(1), Fraction(2), Fraction(5, 2), Fraction(5)):
            yield step * Fraction(10) ** (power + more)
