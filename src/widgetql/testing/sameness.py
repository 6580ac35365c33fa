"""Comparing two answers: floats up to their last digits, all else exactly."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from widgetql.documents import is_list, is_mapping
from widgetql.errors import Pointer

# Sums and means are added up in an order of the database's own.
_NEAR: Final = 1e-9
# What is shown as it is stored, or is one of these values, is added up by nobody.
_STORED: Final = frozenset({"line", "list"})
_PICKED: Final = frozenset({"min", "max", "first", "last"})


@dataclass(frozen=True, slots=True)
class Difference:
    """Where two answers first differ: an RFC 6901 pointer, and what stands there in each.

    Where the keys of two objects or the lengths of two lists differ, these are what stands there.

    >>> print(Difference("/data/0/value", 1.5, 2.5))
    /data/0/value: found 1.5, expected 2.5
    """

    pointer: str
    found: Any
    expected: Any

    def __str__(self) -> str:
        """Say it in a sentence."""
        return f"{self.pointer or 'the whole'}: found {self.found!r}, expected {self.expected!r}"


def difference(found: Any, expected: Any) -> Difference | None:
    """Return where two answers first differ; None where they are the same.

    Both are plain JSON, as `to_dict()` gives it. Floats are the same up to their last digits (1e-9, relative
    or absolute), in answers of stored values (lines, lists, bars of `min`, `max`, `first`, `last`) only if
    they are equal. An int is exact: the same as another int, or as the float that it is. `true` is not 1.
    Objects have the same keys in any order, lists the same elements in their order. NaN and the infinities,
    which no answer has, are the same as nothing.

    >>> difference([{"value": 0.1 + 0.2}], [{"value": 0.3}])
    >>> print(difference({"data": [{"value": True}]}, {"data": [{"value": 1}]}))
    /data/0/value: found True, expected 1
    """
    return _difference(found, expected, Pointer(""), _NEAR)


def same(found: Any, expected: Any) -> bool:
    """Tell whether two answers are the same; `difference` says what that means.

    >>> same({"value": 60.0}, {"value": 60}), same({"value": True}, {"value": 1})
    (True, False)
    """
    return difference(found, expected) is None


def _difference(found: Any, expected: Any, at: Pointer, near: float) -> Difference | None:
    pairs: Iterable[tuple[Any, Any, Any]] = ()
    if is_mapping(found) and is_mapping(expected):
        equal = found.keys() == expected.keys()
        near = 0.0 if _is_of_stored_values(expected) else near
        pairs = ((key, found[key], expected[key]) for key in expected)
    elif is_list(found) and is_list(expected):
        equal = len(found) == len(expected)
        pairs = zip(range(len(found)), found, expected, strict=False)
    else:
        equal = _is_same(found, expected, near)
    if not equal:
        return Difference(str(at), found, expected)
    if is_mapping(found) and found.keys() >= {"change", "percent"}:
        rest = _difference(_without_changes(found), _without_changes(expected), at, near)
        return rest or _changed(found, expected, at)
    inner = (_difference(one, other, at / key, near) for key, one, other in pairs)
    return next((one for one in inner if one is not None), None)


def _is_of_stored_values(answer: Any) -> bool:
    # Of other charts it is repeated, and means nothing.
    is_picked = answer.get("chart_type") == "bar" and answer.get("aggregation_function") in _PICKED
    return is_picked or answer.get("chart_type") in _STORED


def _is_same(found: Any, expected: Any, near: float) -> bool:
    if isinstance(found, float) and isinstance(expected, float):
        return math.isfinite(found) and math.isclose(found, expected, rel_tol=near, abs_tol=near)
    is_alike = type(found) is type(expected) or (isinstance(found, str) and isinstance(expected, str))
    return (is_alike or (_is_number(found) and _is_number(expected))) and bool(found == expected)


def _is_number(value: object) -> bool:
    return type(value) is int or isinstance(value, float)


def _without_changes(row: Any) -> dict[str, Any]:
    return {key: value for key, value in row.items() if key not in ("change", "percent")}


def _changed(found: Any, expected: Any, at: Pointer) -> Difference | None:
    """Compare what has changed: as near as the values are that it is the difference of."""
    names = list(expected["change"]) if is_mapping(expected["change"]) else [None]
    for name in names:
        one, other = _change(found, name), _change(expected, name)
        if not _is_same_change(one, other, found["value"] if name is None else found[name]):
            return Difference(str(at / "change"), one, other)
    return None


def _change(row: Any, name: str | None) -> tuple[Any, Any]:
    change, percent = row["change"], row["percent"]
    return (change, percent) if name is None else (change.get(name), percent.get(name))


def _is_same_change(found: tuple[Any, Any], expected: tuple[Any, Any], before: Any) -> bool:
    (change, percent), (wanted, wanted_percent) = found, expected
    if not (_is_number(change) and _is_number(wanted) and _is_number(before)):
        return found == expected
    size = max(abs(before), abs(before + change), 1)
    if not math.isclose(change, wanted, abs_tol=_NEAR * size):
        return False
    # Of what is next to 0 the last digits tell the sign.
    is_next_to_0 = isinstance(change, float) and min(abs(before), abs(before + change)) <= _NEAR * size
    if percent is None or wanted_percent is None:
        return is_next_to_0 or percent is wanted_percent
    return is_next_to_0 or math.isclose(percent, wanted_percent, abs_tol=_NEAR * (200 + abs(percent)))
