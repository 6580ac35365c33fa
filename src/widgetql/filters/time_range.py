"""The time range that a filter implies on the dataset's timestamp, and whether it is allowed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final, TypeAlias

from widgetql.dataset import Dataset
from widgetql.errors import Pointer, Problems
from widgetql.filters.bound import (
    EVERY,
    AllOf,
    AnyOf,
    AsStored,
    Bound,
    Complement,
    Constant,
    CountedRows,
    SomeRow,
    Test,
    Window,
    is_later,
)
from widgetql.limits import Limits
from widgetql.relative_time import Clock, shift

Bounds: TypeAlias = tuple[datetime | None, datetime | None]
"""Two instants, None where there is none."""

_ANYWHERE: Final = Pointer("filter")
_UNITS: Final = (("day", 86_400), ("hour", 3_600), ("minute", 60), ("second", 1))


@dataclass(frozen=True, slots=True)
class TimeRange:
    """The instants a widget can show: `start` included, `end` excluded; None where open.

    `shown_start` and `shown_end` are the bounds as they were given; `empty` if no instant fits; `is_last`
    if nothing stored is after the end, so that SQL needs no bound.
    """

    start: datetime | None
    end: datetime | None
    shown_start: datetime | None
    shown_end: datetime | None
    at: Pointer = _ANYWHERE
    empty: bool = False
    is_last: bool = False

    @property
    def starts(self) -> Bounds:
        """The start, as it is and as it is shown."""
        return self.start, self.shown_start

    @property
    def ends(self) -> Bounds:
        """The end, as it is and as it is shown."""
        return self.end, self.shown_end

    @property
    def covered(self) -> Bounds:
        """The instants whose distance is its length: an end that is included is itself."""
        return self.shown_start, self.shown_end

    @property
    def bounds(self) -> Bounds:
        """The start and the end that SQL needs."""
        return self.start, None if self.is_last else self.end


OPEN: Final = TimeRange(None, None, None, None)
"""The range that no filter bounds."""
_NEVER: Final = TimeRange(None, None, None, None, empty=True)


def implied_range(node: Bound, timestamp: str) -> TimeRange:
    """Return the range that a bound filter implies for the field of a path, without regard to `now`.

    The tightest bounds of an `and`, the loosest of an `or`; a negation implies nothing.
    """
    match node:
        case AllOf(parts):
            return _narrowest(implied_range(part, timestamp) for part in parts)
        case AnyOf(parts):
            return _widest([implied_range(part, timestamp) for part in parts])
        case Test() if node.found.path == timestamp and node.op != "isnull":
            return _widest([*map(_of, node.operand)]) if node.op == "in" else _of(node.operand)
        case Test() | SomeRow() | CountedRows() | Complement() | Constant() | AsStored():
            return OPEN


def without_range(filter: AllOf, found: TimeRange, timestamp: str) -> AllOf:
    """Return a filter without what its range says already: inside of it the rest holds the same.

    Gone are bounds that every instant of the range is in, also those of each part of an `or`. Where a range
    says only that no instant is in it, the filter stays as it is.
    """
    if found.end is None:
        return filter
    rest = _inside(filter, found, timestamp)
    return rest if isinstance(rest, AllOf) else AllOf((rest,))


def _inside(node: Bound, found: TimeRange, timestamp: str) -> Bound:
    """Return what a node asks of the rows inside a range; `EVERY` if nothing."""
    match node:
        case Test() if node.found.path == timestamp and isinstance(node.operand, Window):
            return EVERY if _covers(node.operand, found) else node
        case AllOf(parts):
            asked = [_inside(part, found, timestamp) for part in parts]
            return AllOf(tuple(part for part in asked if part != EVERY))
        case AnyOf(parts):
            asked = [_inside(part, found, timestamp) for part in parts]
            return EVERY if EVERY in asked else AnyOf(tuple(asked))
        case Test() | SomeRow() | CountedRows() | Complement() | Constant() | AsStored():
            return node


def _covers(window: Window, found: TimeRange) -> bool:
    """Tell whether every instant of a range is inside a window."""
    starts = window.start is None or (found.start is not None and window.start <= found.start)
    return starts and (window.end is None or (found.end is not None and window.end >= found.end))


def closed_range(found: TimeRange, clock: Clock) -> TimeRange:
    """Return the range with `now` as its end where the filter sets none."""
    if found.end is not None or found.empty:
        return found
    return TimeRange(
        found.start, clock.now, found.shown_start, clock.now, found.at, found.empty, found.is_last
    )


def timestamp_of(dataset: Dataset) -> str:
    """Return the timestamp's path as messages name it."""
    return dataset.paths[str(dataset.timestamp_path)].told("the timestamp")


def check_range(
    found: TimeRange, name: str, at: Pointer, clock: Clock, limits: Limits, problems: Problems
) -> None:
    """Note a range without a start, one that starts too early, and one that is too long."""
    longest = limits.max_range
    if longest is None:
        return
    if found.start is None:
        if not found.empty:
            problems.add(at, "timestamp_required", f"A gt or gte filter on {name} is required.")
        return
    allowed = longest + limits.range_slack
    if found.start < moved(clock.now, -allowed, clock):
        message = (
            f"{name[:1].upper() + name[1:]} filter value is too far in the past. "
            f"Maximum allowed range is {in_words(longest)}."
        )
        problems.add(found.at, "range_too_old", message)
    elif found.shown_end is not None and found.shown_end > moved(found.start, allowed, clock):
        message = f"The {name} filter spans more than the maximum allowed range of {in_words(longest)}."
        problems.add(found.at, "range_too_long", message)


def moved(instant: datetime, amount: timedelta, clock: Clock) -> datetime:
    """Move an instant by a duration: its whole days on the calendar of the zone, the rest by the clock."""
    days = int(amount / timedelta(days=1))
    rest = amount - timedelta(days=days)
    try:
        return shift(instant, days, "d", clock.zone) + rest
    except (ValueError, OverflowError):
        edge = datetime.min if amount < timedelta(0) else datetime.max
        return edge.replace(tzinfo=instant.tzinfo)


def in_words(duration: timedelta) -> str:
    """Write a duration in the largest unit that divides it.

    >>> in_words(timedelta(days=30)), in_words(timedelta(hours=1))
    ('30 days', '1 hour')
    """
    seconds = duration.total_seconds()
    unit, size = next(((u, s) for u, s in _UNITS if seconds % s == 0), _UNITS[-1])
    count = seconds / size
    return f"{count:g} {unit}{'' if count == 1 else 's'}"


def _of(window: Window) -> TimeRange:
    is_last = window.end is None and window.last is not None
    return TimeRange(
        window.start, window.last, window.shown_start, window.shown_end, window.at, window.is_empty, is_last
    )


def _narrowest(parts: Iterable[TimeRange]) -> TimeRange:
    first = last = OPEN
    for part in parts:
        if part.empty:
            return part
        if part.start is not None and (first.start is None or is_later(part.starts, first.starts)):
            first = part
        if part.end is not None and (last.end is None or is_later(last.ends, part.ends)):
            last = part
    empty = first.start is not None and last.end is not None and first.start >= last.end
    return TimeRange(first.start, last.end, first.shown_start, last.shown_end, first.at, empty, last.is_last)


def _widest(parts: list[TimeRange]) -> TimeRange:
    possible = [part for part in parts if not part.empty]
    if not possible:
        return _NEVER
    # Nothing is wider.
    if OPEN in possible:
        return replace(OPEN, at=possible[0].at)
    found = possible[0]
    for part in possible[1:]:
        if found.start is None or part.start is None:
            found = replace(found, start=None, shown_start=None)
        elif is_later(found.starts, part.starts):
            found = replace(found, start=part.start, shown_start=part.shown_start, at=part.at)
        if found.end is None or part.end is None:
            found = replace(found, end=None, shown_end=None, is_last=False)
        elif is_later(part.ends, found.ends):
            found = replace(found, end=part.end, shown_end=part.shown_end, is_last=part.is_last)
    return found
