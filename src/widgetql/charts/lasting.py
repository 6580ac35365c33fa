"""How much time of a range the rows of an answer cover: all, that of buckets, that of parts of time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from itertools import pairwise
from typing import Final, NamedTuple, TypeAlias

from widgetql.charts.bound import Column
from widgetql.dataset import Dataset
from widgetql.filters.time_range import TimeRange
from widgetql.sql.spelled import offsets

Bucket: TypeAlias = tuple[datetime, datetime]
Part: TypeAlias = tuple[str, int]
"""A part of time, and its number: `("hour_of_day", 9)`."""

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MICRO: Final = timedelta(microseconds=1)
_SECOND: Final = 1_000_000
_HOUR: Final = 3_600 * _SECOND
_DAY: Final = 24 * _HOUR
_YEAR_1970: Final = date(1970, 1, 1).toordinal()
# After so many days the calendar is the same again.
_CENTURIES: Final = 146_097


class _Day(NamedTuple):
    """What a calendar says of a day, by the names of its parts."""

    day_of_week: int
    day_of_month: int
    month_of_year: int


@dataclass(frozen=True, slots=True)
class _Shown:
    """What the clocks of a zone show from one instant to another: whole days, and pieces of others."""

    whole: Counter[_Day]
    pieces: Sequence[tuple[_Day, int, int]]

    def length(self, parts: Sequence[Part]) -> int:
        """Return how many microseconds have all of some parts: an hour that is shown twice counts twice."""
        low, high = 0, _DAY
        for name, number in parts:
            if name == "hour_of_day":
                low, high = max(low, number * _HOUR), min(high, (number + 1) * _HOUR)
        days = [(name, number) for name, number in parts if name != "hour_of_day"]

        def has(day: _Day) -> bool:
            return all(getattr(day, name) == number for name, number in days)

        found = max(high - low, 0) * sum(number for day, number in self.whole.items() if has(day))
        return found + sum(
            max(min(high, end) - max(low, start), 0) for day, start, end in self.pieces if has(day)
        )


class Lasting:
    """How much time of a range rows cover, by the clocks of a zone."""

    def __init__(self, found: TimeRange, zone: tzinfo) -> None:
        self._range: Final = found.covered
        self._zone: Final = zone
        self._known: Final[dict[Bucket, _Shown]] = {}

    def of(self, buckets: Sequence[Bucket] = (), parts: Sequence[Part] = ()) -> timedelta | None:
        """Return the time that is in all of some buckets and parts; None where the range has no start."""
        first, last = self._range
        if first is None or last is None:
            return None
        start = max([first, *(start for start, _ in buckets)])
        end = min([last, *(end for _, end in buckets)])
        if not parts or start >= end:
            return end - start
        if (start, end) not in self._known:
            self._known[start, end] = _shown(start, end, self._zone)
        return self._known[start, end].length(parts) * _MICRO


def part_of(column: Column, dataset: Dataset) -> str | None:
    """Return the part of the timestamp that a dimension is; None of another one, which covers the range."""
    found = column.plotted.found
    return found.part if found.whole.path in dataset.timestamp_names else None


def _shown(start: datetime, end: datetime, zone: tzinfo) -> _Shown:
    whole: Counter[_Day] = Counter()
    pieces: list[tuple[_Day, int, int]] = []
    for low, high in _stretches((start - _EPOCH) // _MICRO, (end - _EPOCH) // _MICRO, zone):
        first, last = -(-low // _DAY), high // _DAY
        if first > last:
            # Inside of one day.
            pieces.append((_day(last), low % _DAY, high % _DAY))
            continue
        if low % _DAY:
            pieces.append((_day(first - 1), low % _DAY, _DAY))
        if high % _DAY:
            pieces.append((_day(last), 0, high % _DAY))
        cycles, rest = divmod(last - first, _CENTURIES)
        whole.update(map(_day, range(first, first + rest)))
        if cycles:
            every = Counter(map(_day, range(_CENTURIES)))
            whole.update({day: number * cycles for day, number in every.items()})
    return _Shown(whole, pieces)


def _stretches(start: int, end: int, zone: tzinfo) -> Iterator[tuple[int, int]]:
    """Yield what clocks show from one microsecond to another, as long as they are not changed."""
    known = [(since * _SECOND, offset * _SECOND) for since, offset in offsets(zone)]
    for (since, offset), (until, _) in pairwise([*known, (max(end, known[-1][0]), 0)]):
        low, high = max(start, since), min(end, until)
        if low < high:
            yield low + offset, high + offset


def _day(number: int) -> _Day:
    """Return a day by its number since 1970: also of years that have no date."""
    found = date.fromordinal((number + _YEAR_1970 - 1) % _CENTURIES + 1)
    return _Day(found.isoweekday(), found.day, found.month)
