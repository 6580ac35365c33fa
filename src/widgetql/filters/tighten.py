"""The bounds of an `and` that count: of several on one field the latest start and the earliest end.

A database walks an index between the first bounds that it sees; others it checks row by row.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from widgetql.filters.bound import AllOf, Bound, Test, Window, is_later


def all_of(parts: Iterable[Bound]) -> AllOf:
    """Return the `and` of parts, those of inner ones drawn up, with one window for each field.

    A window stands where the first of its field stood.
    """
    found: dict[object, Bound] = {}
    for place, part in enumerate(_flat(parts)):
        if not isinstance(part, Test) or not isinstance(part.operand, Window):
            found[place] = part
            continue
        key = part.found.path, part.type
        other = found.get(key)
        found[key] = (
            replace(other, op="between", operand=_common(other.operand, part.operand))
            if isinstance(other, Test)
            else part
        )
    return AllOf(tuple(found.values()))


def _flat(parts: Iterable[Bound]) -> Iterator[Bound]:
    for part in parts:
        if isinstance(part, AllOf):
            yield from _flat(part.parts)
        else:
            yield part


def _common(one: Window, other: Window) -> Window:
    """Return the window of the instants that two have in common; one that has none stays as it is."""
    for window in (one, other):
        if window.is_empty:
            return window
    later = one.start is None or is_later((other.start, other.shown_start), (one.start, one.shown_start))
    sooner = one.last is None or is_later((one.last, one.shown_end), (other.last, other.shown_end))
    first, last = (other if later else one), (other if sooner else one)
    return Window(first.start, last.end, first.shown_start, last.shown_end, first.at)
