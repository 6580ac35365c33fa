"""Comparing two answers: floats up to their last digits, all else exactly."""

from __future__ import annotations

import math
from typing import Any


def same(found: Any, expected: Any) -> bool:
    """Tell whether two answers are equal; true is not 1."""
    match found, expected:
        case dict(), dict():
            return found.keys() == expected.keys() and all(same(found[key], expected[key]) for key in found)
        case list(), list():
            return len(found) == len(expected) and all(map(same, found, expected))
        case bool(), _:
            return found is expected
        case int() | float(), int():
            # Whole numbers to the last of their digits.
            return found == expected
        case int() | float(), int() | float():
            return math.isclose(found, expected, rel_tol=1e-9, abs_tol=1e-9)
        case _:
            return bool(found == expected)


def difference(found: Any, expected: Any, at: str = "") -> str:
    """Say where two answers first differ."""
    if isinstance(found, dict) and isinstance(expected, dict) and found.keys() == expected.keys():
        pairs: Any = [(key, found[key], expected[key]) for key in found]
    elif isinstance(found, list) and isinstance(expected, list) and len(found) == len(expected):
        pairs = zip(range(len(found)), found, expected, strict=True)
    else:
        return f"{at}: {found!r} is not {expected!r}"
    for key, one, other in pairs:
        if not same(one, other):
            return difference(one, other, f"{at}/{key}")
    return "nowhere"
