"""The rows that a range is compared with: the same scan of an earlier time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from types import MappingProxyType
from typing import Any, Final

from widgetql.charts.buckets import Interval
from widgetql.filters.bound import (
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
)
from widgetql.filters.pinned import Mover
from widgetql.filters.time_range import Bounds, TimeRange
from widgetql.plan.query import Grain, Scan
from widgetql.relative_time import RESOLUTION, Clock, shift, start_of_date

# What a bucket of each period is on the calendar; those of the clock have a length.
_UNITS: Final[Mapping[str, tuple[int, str]]] = MappingProxyType(
    {"day": (1, "d"), "week": (1, "w"), "month": (1, "M"), "quarter": (3, "M"), "year": (1, "y")}
)
_LENGTHS: Final[Mapping[str, timedelta]] = MappingProxyType(
    {"minute": timedelta(minutes=1), "hour": timedelta(hours=1)}
)
# No unit is longer.
_LONGEST: Final[Mapping[str, timedelta]] = MappingProxyType(
    {"d": timedelta(hours=50), "w": timedelta(days=9), "M": timedelta(days=32), "y": timedelta(days=367)}
)


@dataclass(frozen=True, slots=True)
class Move:
    """Back by so many units: of the calendar in a zone, or of a length."""

    amount: int
    unit: str | timedelta
    clock: Clock

    def of(self, instant: datetime) -> datetime:
        """Return the instant that one is moved to: at the earliest the first of the calendar."""
        try:
            if isinstance(self.unit, timedelta):
                return instant - self.amount * self.unit
            return shift(instant, -self.amount, self.unit, self.clock.zone)
        except (ValueError, OverflowError):
            return datetime.min.replace(tzinfo=UTC)

    def window(self, window: Window) -> Window:
        """Return the window that one is moved to."""
        sides = ((window.start, window.shown_start), (window.end, window.shown_end))
        (start, shown_start), (end, shown_end) = (self._side(*side) for side in sides)
        return Window(start, end, shown_start, shown_end, window.at)

    def _side(self, at: datetime | None, shown: datetime | None) -> Bounds:
        """Return where a side of a window is, and is shown: what is next to what is shown stays so."""
        is_next = at is not None and shown is not None and at - shown == RESOLUTION
        found, moved = (None if one is None else self.of(one) for one in (at, shown))
        return moved + RESOLUTION if is_next and moved is not None else found, moved


def move_of(found: TimeRange, grain: Grain | None, to: str, clock: Clock) -> Move | None:
    """Return how a range is moved back; None where it has no start, or nothing of it has begun.

    A range that ends after `now` is taken to end there. The previous period is so many units of the grain
    before that it ends where the range starts, or earlier; without a grain it is as long as the range: in
    days where both ends are midnights.
    """
    begun = None if found.start is None else _begun(found, clock)
    if begun is None:
        return None
    start, end = begun.covered
    assert start is not None
    assert end is not None
    if to != "previous_period":
        return Move(1, to[-1], clock)
    if start >= end:
        # One instant has no length.
        return None
    if grain is None:
        return _by_length(start, end, clock)
    if isinstance(grain, Interval) or grain.period in _LENGTHS:
        length = grain.length if isinstance(grain, Interval) else _LENGTHS[grain.period]
        return Move(-((start - end) // length), length, clock)
    each, unit = _UNITS[grain.period]
    return _by_units(start, end, Move(each, unit, clock))


def _by_length(start: datetime, end: datetime, clock: Clock) -> Move:
    first, last = (at.astimezone(clock.zone).date() for at in (start, end))
    if (start_of_date(first, clock.zone), start_of_date(last, clock.zone)) == (start, end):
        return Move((last - first).days, "d", clock)
    return Move(1, end - start, clock)


def _by_units(start: datetime, end: datetime, one: Move) -> Move:
    """Return the fewest units for which the end is not after the start."""
    assert isinstance(one.unit, str)
    found = replace(one, amount=max((end - start) // (_LONGEST[one.unit] * one.amount), 1) * one.amount)
    while found.of(end) > start:
        found = replace(found, amount=found.amount + one.amount)
    return found


def earlier_scan(scan: Scan, move: Move, clock: Clock) -> Scan:
    """Return a scan moved back: its range, up to now, and what its filter asks of the timestamp."""
    timestamp = scan.dataset.timestamp_path
    assert timestamp is not None
    filter = _moved(scan.filter, move.window, timestamp)
    assert isinstance(filter, AllOf)
    return replace(scan, filter=filter, range=earlier_range(scan.range, move, clock))


def earlier_range(found: TimeRange, move: Move, clock: Clock) -> TimeRange:
    """Return a range moved back, up to now."""
    begun = _begun(found, clock)
    assert begun is not None
    window = move.window(Window(begun.start, begun.end, *begun.covered, found.at))
    given = (window.start, window.end, window.shown_start, window.shown_end)
    return TimeRange(*given, found.at, empty=window.is_empty)


def _begun(found: TimeRange, clock: Clock) -> TimeRange | None:
    """Return a range up to now; None where it has no end, or nothing of it has begun."""
    end, shown_end = found.ends
    if end is None or shown_end is None:
        return None
    if shown_end > clock.now:
        end = shown_end = clock.now
    is_empty = found.start is not None and found.start >= end
    return None if is_empty else replace(found, end=end, shown_end=shown_end)


def moved_filter(filter: Bound, move: Mover, timestamp: str) -> Bound:
    """Return a filter in which each window of the timestamp has another place."""
    found: Bound = _moved(filter, move, timestamp)
    return found


def _moved(node: Bound, move: Mover, timestamp: str) -> Any:
    """Return what a node asks of the earlier time."""

    def of(part: Bound) -> Any:
        return _moved(part, move, timestamp)

    match node:
        case AllOf(parts):
            return AllOf(tuple(map(of, parts)))
        case AnyOf(parts):
            return AnyOf(tuple(map(of, parts)))
        case Complement(part):
            return Complement(of(part))
        case AsStored(test, declared):
            return AsStored(of(test), of(declared))
        case Test() if node.found.path == timestamp and node.op != "isnull":
            given: Any = node.operand
            is_one = isinstance(given, Window)
            return replace(node, operand=move(given) if is_one else tuple(map(move, given)))
        case Test() | SomeRow() | CountedRows() | Constant():
            return node
