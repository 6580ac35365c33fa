"""Bucket edges: computed once, in Python, and used by the SQL, the gap filling and the drill-down alike.

The arithmetic is not that of `relative_time`, on purpose: the interpreter takes its buckets from there, so a
mistake in either shows as a difference between the two.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta, tzinfo
from threading import Lock
from types import MappingProxyType
from typing import Any, Final, TypeVar

from dateutil.relativedelta import relativedelta

from widgetql.relative_time import RESOLUTION, Clock, start_of_date

# Fixed buckets count from a Monday, so that those of a week are weeks.
EPOCH: Final = datetime(1970, 1, 5, tzinfo=UTC)
# The periods: those of the clock have a length, those of the calendar are `_DATE_PERIODS`, below.
_CLOCK_PERIODS: Final[Mapping[str, timedelta]] = MappingProxyType(
    {"minute": timedelta(minutes=1), "hour": timedelta(hours=1)}
)
# Periods of uneven length need an arm of a CASE each in SQL: at most a hundred years of months.
_MOST_UNEVEN: Final = 1_200
# Where the calendar itself begins and ends.
_FIRST: Final = datetime.min.replace(tzinfo=UTC)
_LAST: Final = datetime.max.replace(tzinfo=UTC)


# Edges are remembered for so many grains, for so many ranges of each, and of so many buckets.
_GRAINS: Final = 64
_RANGES: Final = 4
_MOST_REMEMBERED: Final = 1_000
# As many things that were made of one range's edges.
_MOST_MADE: Final = 256

_Made = TypeVar("_Made")


class TooManyBuckets(ValueError):
    """A range that holds more buckets of a grain than the limit."""

    def __init__(self, limit: int, grain: Grain) -> None:
        super().__init__(f"more than {limit} buckets")
        self.grain: Final = grain


@dataclass(frozen=True, slots=True)
class Calendar:
    """Buckets of a calendar period in a zone: minutes to years, as clocks and calendars there show them."""

    period: str
    clock: Clock


@dataclass(frozen=True, slots=True)
class Interval:
    """Buckets of a fixed length, counted from Monday 1970-01-05 UTC."""

    length: timedelta


Grain = Calendar | Interval


# Known by identity: to compare or to hash a thousand instants takes as long as what is made of them.
@dataclass(frozen=True, slots=True, eq=False)
class Edges:
    """Where buckets start, ascending and in UTC; the last edge is where the last bucket ends."""

    starts: tuple[datetime, ...]
    # What was made of these edges before, by its maker.
    memo: dict[Any, Any] = field(default_factory=dict[Any, Any], repr=False)

    def __len__(self) -> int:
        """Return the number of buckets."""
        return max(len(self.starts) - 1, 0)

    def bucket(self, index: int) -> tuple[datetime, datetime]:
        """Return where a bucket starts and ends."""
        return self.starts[index], self.starts[index + 1]

    def once(self, key: Any, make: Callable[[], _Made]) -> _Made:
        """Return what is made of these edges, made once."""
        made: _Made
        if key in self.memo:
            made = self.memo[key]
        else:
            made = make()
            if len(self.memo) >= _MOST_MADE:
                self.memo.clear()
            self.memo[key] = made
        return made

    def cover(self, start: datetime, end: datetime) -> bool:
        """Tell whether these are the edges of a range: no bucket too few or too many."""
        starts = self.starts
        return len(starts) > 1 and starts[0] <= start < starts[1] and starts[-2] < end <= starts[-1]


class _Recent:
    """The edges that were made last, by their grain: `now` moves on, and their buckets stay for a while."""

    def __init__(self) -> None:
        self._found: Final[OrderedDict[Any, tuple[Edges, ...]]] = OrderedDict()
        self._lock: Final = Lock()

    def get(self, grain: Grain, start: datetime, end: datetime) -> Edges | None:
        """Return the edges of a range, if they were made lately."""
        return next((one for one in self._found.get(_name(grain), ()) if one.cover(start, end)), None)

    def put(self, grain: Grain, edges: Edges) -> None:
        """Remember edges, if they are few."""
        if not 0 < len(edges) <= _MOST_REMEMBERED:
            return
        name = _name(grain)
        with self._lock:
            self._found[name] = (edges, *self._found.pop(name, ()))[:_RANGES]
            while len(self._found) > _GRAINS:
                self._found.popitem(last=False)


_RECENT: Final = _Recent()


def _name(grain: Grain) -> Any:
    if isinstance(grain, Interval):
        return grain
    return grain.period, grain.clock.zone, grain.clock.week_start


def buckets_between(grain: Grain, start: datetime, end: datetime, limit: int) -> Edges:
    """Return the edges of the buckets that cover [start, end): no gap, no overlap.

    Raises `TooManyBuckets` beyond `limit`, and beyond 1,200 months, quarters or years.
    """
    if start >= end:
        return Edges(())
    if isinstance(grain, Calendar) and grain.period in _UNEVEN:
        limit = min(limit, _MOST_UNEVEN)
    found = _RECENT.get(grain, start, end)
    if found is None:
        found = _counted(grain, start, end, limit)
        _RECENT.put(grain, found)
    if len(found) > limit:
        raise TooManyBuckets(limit, grain)
    return found


def _counted(grain: Grain, start: datetime, end: datetime, limit: int) -> Edges:
    edges: list[datetime] = []
    for edge in _edges_from(grain, start):
        if edges and edge <= edges[-1]:
            continue
        edges.append(edge)
        if edge >= end:
            break
        if len(edges) > limit:
            raise TooManyBuckets(limit, grain)
    if not edges:
        edges.append(_FIRST)
    if edges[-1] < end:
        edges.append(_LAST)
    return Edges(tuple(edges))


def bucket_at(grain: Grain, instant: datetime) -> tuple[datetime, datetime]:
    """Return the bucket that an instant is in: its start, and its end."""
    instant = min(instant, _LAST - RESOLUTION)
    edges = buckets_between(grain, instant, instant + RESOLUTION, 2)
    return edges.bucket(0)


def _edges_from(grain: Grain, start: datetime) -> Iterator[datetime]:
    """Yield the last edge at or before an instant, and all after it, as far as the calendar goes."""
    try:
        if isinstance(grain, Interval):
            yield from _fixed(grain.length, start)
        elif grain.period in _CLOCK_PERIODS:
            yield from _on_the_clock(_CLOCK_PERIODS[grain.period], grain.clock.zone, start)
        else:
            yield from _on_the_calendar(grain, start)
    except (OverflowError, ValueError):
        return


def _fixed(length: timedelta, start: datetime) -> Iterator[datetime]:
    edge = EPOCH + (start - EPOCH) // length * length
    while True:
        yield edge
        edge += length


def _on_the_calendar(grain: Calendar, start: datetime) -> Iterator[datetime]:
    zone = grain.clock.zone
    period = _DATE_PERIODS[grain.period]
    day = period.first(start.astimezone(zone).date(), grain.clock.week_start)
    edge: datetime | None = start_of_date(day, zone)
    while edge is not None:
        day, following = _following(day, period.step, zone)
        # A clock set back across midnight shows a date twice: its bucket starts with its first instant.
        if following is None or following > start:
            yield edge
        edge = following


def _following(day: date, step: relativedelta, zone: tzinfo) -> tuple[date, datetime | None]:
    """Return the date that starts the next bucket, and its first instant; None where the calendar ends."""
    try:
        day += step
        return day, start_of_date(day, zone)
    except (OverflowError, ValueError):
        return day, None


@dataclass(frozen=True, slots=True)
class _DatePeriod:
    """A period of the calendar: how far its next one is, and the first date of the one that a date is in.

    `first` takes the date, and the day that weeks start on (0: Monday).
    """

    step: relativedelta
    first: Callable[[date, int], date]


_DATE_PERIODS: Final[Mapping[str, _DatePeriod]] = MappingProxyType(
    {
        "day": _DatePeriod(relativedelta(days=1), lambda day, _: day),
        "week": _DatePeriod(
            relativedelta(days=7), lambda day, start: day - timedelta(days=(day.weekday() - start) % 7)
        ),
        "month": _DatePeriod(relativedelta(months=1), lambda day, _: day.replace(day=1)),
        "quarter": _DatePeriod(
            relativedelta(months=3), lambda day, _: day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1)
        ),
        "year": _DatePeriod(relativedelta(years=1), lambda day, _: day.replace(month=1, day=1)),
    }
)
_UNEVEN: Final = frozenset(name for name, period in _DATE_PERIODS.items() if not period.step.days)


def _on_the_clock(unit: timedelta, zone: tzinfo, start: datetime) -> Iterator[datetime]:
    """Yield where the local clock shows a whole unit, and where it is changed: that cuts a unit in two."""
    edge = _whole_unit(start, unit, zone)
    while True:
        yield edge
        # A change of the clock may have left the edge off the whole unit.
        following = _rounded(edge, unit, zone) + unit
        # The same offset at both ends: a plain step. Else the clock was changed between them.
        is_plain = following.astimezone(zone).utcoffset() == edge.astimezone(zone).utcoffset()
        edge = following if is_plain else _change_between(edge, following, zone)


def _whole_unit(instant: datetime, unit: timedelta, zone: tzinfo) -> datetime:
    """Return the last edge at or before an instant."""
    edge = _rounded(instant, unit, zone)
    is_plain = edge.astimezone(zone).utcoffset() == instant.astimezone(zone).utcoffset()
    return edge if is_plain else _change_between(edge, instant, zone)


def _rounded(instant: datetime, unit: timedelta, zone: tzinfo) -> datetime:
    offset = instant.astimezone(zone).utcoffset() or timedelta(0)
    return instant - ((instant - EPOCH + offset) % unit)


def _change_between(low: datetime, high: datetime, zone: tzinfo) -> datetime:
    """Return the instant at which the offset changes between two that differ in it."""
    offset = low.astimezone(zone).utcoffset()
    while high - low > RESOLUTION:
        middle = low + (high - low) // 2
        if middle.astimezone(zone).utcoffset() == offset:
            low = middle
        else:
            high = middle
    return high
