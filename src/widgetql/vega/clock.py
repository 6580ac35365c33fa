"""Instants as the clock of a zone shows them, for an axis that cannot change its zone.

Vega draws time in the browser's zone or in UTC. So instants are given as the clock time of the response's
zone, labelled UTC, on scales of type `utc`; the axis names the zone.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from types import MappingProxyType
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

_INSTANT: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)")
# A bucket of minutes or hours lasts that long; one of days or months ends where the calendar says.
_STEPS: Final[Mapping[str, timedelta]] = MappingProxyType(
    {"minute": timedelta(minutes=1), "hour": timedelta(hours=1)}
)
_DAYS: Final[Mapping[str, int]] = MappingProxyType({"day": 1, "week": 7})
_MONTHS: Final[Mapping[str, int]] = MappingProxyType({"month": 1, "quarter": 3, "year": 12})


def zone_named(name: str) -> tuple[tzinfo, str]:
    """Read an IANA name, or `UTC+05:30` and the like; what is neither is shown in UTC, and named so.

    >>> zone_named("Europe/Paris")[1], zone_named("+05:30")[1], zone_named("Nowhere")[1]
    ('Europe/Paris', 'UTC+05:30', 'UTC')
    """
    fixed = re.fullmatch(r"(?:UTC)?([+-])(\d\d):(\d\d)", name)
    if fixed:
        sign, hours, minutes = fixed.groups()
        offset = timedelta(hours=int(hours), minutes=int(minutes))
        return timezone(-offset if sign == "-" else offset), f"UTC{sign}{hours}:{minutes}"
    try:
        return ZoneInfo(name), name
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return UTC, "UTC"


def is_instant(value: object) -> bool:
    """Tell whether a value of the wire is an instant: text such as `2025-11-03T00:00:00Z`."""
    return isinstance(value, str) and _INSTANT.fullmatch(value) is not None


def clock(text: str, zone: tzinfo) -> datetime:
    """Read the clock in `zone` at an instant, as a datetime labelled UTC.

    Where the clock is put back, the hour that comes twice is drawn in the room of one, its two passes side
    by side: bars do not cover each other, and a line never runs backwards.

    >>> paris = ZoneInfo("Europe/Paris")
    >>> [f"{clock(text, paris):%H:%M}" for text in ("2025-10-26T00:00:00Z", "2025-10-26T01:00:00Z")]
    ['02:00', '02:30']
    """
    instant = datetime.fromisoformat(text)
    if instant.tzinfo is None:
        # A date is that day in every zone.
        return instant.replace(tzinfo=UTC)
    local = in_zone(instant, zone)
    first, second = (local.replace(fold=fold).utcoffset() or timedelta(0) for fold in (0, 1))
    if first <= second:
        return local.replace(tzinfo=UTC)
    repeated = first - second
    start = _put_back(instant, repeated, zone) - repeated
    return start.astimezone(zone).replace(tzinfo=UTC) + (instant - start) / 2


def in_zone(instant: datetime, zone: tzinfo) -> datetime:
    """Return an instant on the clocks of a zone; in UTC where these show a year before 1 or after 9999.

    >>> in_zone(datetime(1, 1, 1, tzinfo=UTC), ZoneInfo("America/New_York")).isoformat()
    '0001-01-01T00:00:00+00:00'
    """
    try:
        return instant.astimezone(zone)
    except OverflowError:
        return instant


def _put_back(instant: datetime, repeated: timedelta, zone: tzinfo) -> datetime:
    """Find the instant, at most `repeated` away, at which the clock was put back."""
    low, high = instant - repeated, instant + repeated
    before = low.astimezone(zone).utcoffset()
    while high - low > timedelta(seconds=1):
        middle = low + (high - low) / 2
        low, high = (middle, high) if middle.astimezone(zone).utcoffset() == before else (low, middle)
    return high.replace(microsecond=0)


def bucket(text: str, zone: tzinfo, period: str | None, interval: float | None) -> tuple[datetime, datetime]:
    """Return a bucket's start and end on the clock: a day is a day wide, also one of 23 or 25 hours.

    `interval` is the length of a fixed bucket in milliseconds; else `period` says how long.
    """
    start = clock(text, zone)
    step = timedelta(milliseconds=interval) if interval else _STEPS.get(period or "")
    if step:
        # The end itself may lie beyond an hour that the clock skips: not later than the last moment inside.
        end = datetime.fromisoformat(text) + step
        breath = timedelta(microseconds=2)
        inside = clock((end - breath).isoformat(), zone) + breath
        return start, min(clock(end.isoformat(), zone), inside)
    midnight = start.replace(hour=0, minute=0, second=0, microsecond=0)
    months = _MONTHS.get(period or "")
    if months is None:
        return start, midnight + timedelta(days=_DAYS.get(period or "", 1))
    years, month = divmod(midnight.month - 1 + months, 12)
    return start, midnight.replace(year=midnight.year + years, month=month + 1)


def stamp(at: datetime) -> str:
    """Write a clock time as Vega reads it on a UTC scale."""
    return at.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
