"""What the clocks and the calendar of a zone show, by the offsets that it has from 1900 to 2100."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import Final

from widgetql.fields import Field, Leaf
from widgetql.relative_time import RESOLUTION, Clock
from widgetql.storage import Storage

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_SECOND: Final = timedelta(seconds=1)
_HOUR: Final = 3_600 * 1_000_000
_FIRST: Final = datetime(1900, 1, 1, tzinfo=UTC)
_LAST: Final = datetime(2100, 1, 1, tzinfo=UTC)
# The calendar is the same again after so many days.
_CENTURIES: Final = 146_097
_YEAR_1970: Final = date(1970, 1, 1).toordinal()


def part_at(at: datetime, part: str, leaf: Leaf, clock: Clock) -> int:
    """Return a part of a field's instant in the zone of the request."""
    days, seconds = divmod(_shown(at, leaf, clock), 86_400)
    day = date.fromordinal((days + _YEAR_1970 - 1) % _CENTURIES + 1)
    match part:
        case "hour_of_day":
            return seconds // 3_600
        case "day_of_week":
            return day.isoweekday()
        case "day_of_month":
            return day.day
        case _:
            return day.month


def _shown(at: datetime, leaf: Leaf, clock: Clock) -> int:
    """The seconds from 1970 to what the request's clocks show."""
    since, known = (at - _EPOCH) // _SECOND, min(max(at, _FIRST), _LAST)
    if known != at:
        # What is stored are local times, of which the offset is not known there.
        own = _own_zone(leaf, clock)
        since += _offset(at, own) - _offset(known, own)
    return since + _offset(known, clock.zone)


def _own_zone(leaf: Leaf, clock: Clock) -> tzinfo:
    assert isinstance(leaf, Field)
    if leaf.storage not in (Storage.NAIVE, Storage.DATE):
        return UTC
    return leaf.timezone or (clock.zone if leaf.storage is Storage.DATE else UTC)


def _offset(at: datetime, zone: tzinfo) -> int:
    return (at.astimezone(zone).utcoffset() or timedelta(0)) // _SECOND


def hours_between(first: datetime, stop: datetime, clock: Clock) -> list[tuple[datetime, datetime]]:
    """Return the time from one instant to another in pieces of an hour of the clocks at most."""
    found: list[tuple[datetime, datetime]] = []
    while first < stop:
        shown = (first - _EPOCH) // RESOLUTION + _offset(first, clock.zone) * 1_000_000
        end = min(stop, first + RESOLUTION * (_HOUR - shown % _HOUR))
        while _offset(first, clock.zone) != _offset(end - RESOLUTION, clock.zone):
            # Clocks are changed at whole seconds.
            end = _change(first, end, clock.zone)
        found.append((first, end))
        first = end
    return found


def _change(low: datetime, high: datetime, zone: tzinfo) -> datetime:
    offset = _offset(low, zone)
    while high - low > _SECOND:
        middle = (low + (high - low) / 2).replace(microsecond=0)
        if middle <= low:
            return high.replace(microsecond=0)
        low, high = (middle, high) if _offset(middle, zone) == offset else (low, middle)
    return high.replace(microsecond=0)
