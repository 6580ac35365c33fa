"""The time range that a filter implies, and the buckets of a time axis."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final, TypeAlias

from widgetql.filters.ast import And, Condition, Filter, Or
from widgetql.relative_time import RESOLUTION, Clock, Instant, Period, read_time, start_of_date

# Fixed intervals count from a Monday.
_FIRST_MONDAY: Final = datetime(1970, 1, 5, tzinfo=UTC)
_UNITS: Final = {"minute": "m", "hour": "h", "day": "d", "week": "w", "month": "M", "year": "y"}


@dataclass(frozen=True)
class Range:
    """The instants from `start` to `end`: without `start` if it is `excluded`, with `end` if `included`.

    None where it is `empty`: the two exclude each other, or there are none.
    """

    start: datetime | None = None
    end: datetime | None = None
    excluded: bool = False
    included: bool = False
    empty: bool = False

    @property
    def first(self) -> datetime | None:
        """Return the first instant of the range."""
        return self.start + RESOLUTION if self.start is not None and self.excluded else self.start

    @property
    def stop(self) -> datetime | None:
        """Return the first instant after the range."""
        return self.end + RESOLUTION if self.end is not None and self.included else self.end

    def up_to(self, now: datetime) -> Range:
        """Return what of the range is before an instant that it goes beyond."""
        return self if self.end is None or self.end <= now else replace(self, end=now, included=False)


def range_of(node: Filter, timestamp: Collection[str], clock: Clock) -> Range:
    """Return the range that a filter implies for the timestamp, by the paths that mean it."""
    match node:
        case And(parts):
            return _tightest([range_of(part, timestamp, clock) for part in parts])
        case Or(parts):
            return _loosest([range_of(part, timestamp, clock) for part in parts])
        case Condition() if node.field in timestamp and node.part is None:
            return _range_of_condition(node.op, node.value, clock)
        case _:
            return Range()


def _tightest(ranges: Iterable[Range]) -> Range:
    found = list(ranges)
    for one in found:
        if one.empty:
            return one
    starts = [(one.start, one.excluded) for one in found if one.start is not None]
    ends = [(one.end, one.included) for one in found if one.end is not None]
    start, excluded = max(starts) if starts else (None, False)
    end, included = min(ends) if ends else (None, False)
    both = Range(start, end, excluded, included)
    empty = both.first is not None and both.stop is not None and both.first >= both.stop
    return replace(both, empty=empty)


def _loosest(ranges: Iterable[Range]) -> Range:
    known = [one for one in ranges if not one.empty]
    if not known:
        return Range(empty=True)
    starts = [(one.start, one.excluded) for one in known if one.start is not None]
    ends = [(one.end, one.included) for one in known if one.end is not None]
    start, excluded = min(starts) if len(starts) == len(known) else (None, False)
    end, included = max(ends) if len(ends) == len(known) else (None, False)
    return Range(start, end, excluded, included)


def _range_of_condition(op: str, operand: Any, clock: Clock) -> Range:
    match op:
        case "in":
            return _loosest(_range_of_condition("eq", item, clock) for item in operand)
        case "between":
            low, high = operand
            return _tightest(
                [_range_of_condition("gte", low, clock), _range_of_condition("lte", high, clock)]
            )
        case "eq" | "gt" | "gte" | "lt" | "lte":
            moment = read_time(operand, clock)
            return _of_instant(op, moment) if isinstance(moment, Instant) else _of_period(op, moment)
        case _:
            return Range()


def _of_instant(op: str, moment: Instant) -> Range:
    match op:
        case "eq":
            return Range(moment.at, moment.at, included=True)
        case "gt" | "gte":
            return Range(start=moment.at, excluded=op == "gt")
        case _:
            return Range(end=moment.at, included=op == "lte")


def _of_period(op: str, period: Period) -> Range:
    match op:
        case "eq":
            return Range(period.start, period.end)
        case "gt":
            return Range(period.start, excluded=True) if period.today else Range(period.end)
        case "gte":
            return Range(start=period.start)
        case "lt":
            return Range(end=period.end if period.today else period.start)
        case _:
            return Range(end=period.end)


@dataclass(frozen=True)
class Bucket:
    """The instants from `start` until just before `end`."""

    start: datetime
    end: datetime


Buckets: TypeAlias = Callable[[datetime], Bucket]


def buckets_for(period: str | None, group_by: Mapping[str, Any] | None, clock: Clock) -> Buckets:
    """Return the function from an instant to its bucket: of a calendar, or of a fixed interval."""
    if period is not None:
        return lambda at: calendar_bucket(at, period, clock)
    assert group_by is not None
    interval = timedelta(milliseconds=group_by["interval"])
    return lambda at: _fixed_bucket(at, interval)


def calendar_bucket(at: datetime, period: str, clock: Clock) -> Bucket:
    """Return the minute, hour, ... or year of the clock's zone that an instant lies in."""
    if period == "quarter":
        return _quarter(at, clock)
    found = read_time(f"now/{_UNITS[period]}", Clock(at, clock.zone, clock.week_start))
    assert isinstance(found, Period)
    assert found.end is not None
    return Bucket(found.start, found.end)


def _quarter(at: datetime, clock: Clock) -> Bucket:
    month = calendar_bucket(at, "month", clock)
    # Noon of the first day: its midnight may be missing.
    first = (month.start + timedelta(hours=12)).astimezone(clock.zone).date()
    number = (first.month - 1) // 3
    start = date(first.year, 3 * number + 1, 1)
    following = date(first.year + number // 3, 3 * ((number + 1) % 4) + 1, 1)
    return Bucket(start_of_date(start, clock.zone), start_of_date(following, clock.zone))


def _fixed_bucket(at: datetime, interval: timedelta) -> Bucket:
    start = _FIRST_MONDAY + (at - _FIRST_MONDAY) // interval * interval
    return Bucket(start, start + interval)


def buckets_in(found: Range, buckets: Buckets) -> Iterator[Bucket]:
    """Yield every bucket that has an instant of a range in it."""
    at, stop = found.first, found.stop
    if at is None or stop is None:
        raise ValueError("gaps can be filled in a range with two ends only")
    while at < stop:
        bucket = buckets(at)
        yield bucket
        at = bucket.end


def is_cut(bucket: Bucket, found: Range) -> bool:
    """Tell whether part of a bucket lies outside a range."""
    starts_before = found.first is not None and bucket.start < found.first
    return starts_before or (found.stop is not None and found.stop < bucket.end)
