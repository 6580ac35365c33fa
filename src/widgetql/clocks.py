"""What the clocks of a zone show, and where they are changed."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta, tzinfo
from types import MappingProxyType
from typing import Final

PARTS: Final[Mapping[str, tuple[int, int]]] = MappingProxyType(
    {
        "hour_of_day": (0, 23),
        "day_of_week": (1, 7),
        "day_of_month": (1, 31),
        "month_of_year": (1, 12),
    }
)
"""The parts of a time that clocks and calendars show again and again, from the first to the last."""


def first_shown(wall: datetime, zone: tzinfo) -> datetime:
    """Return the first instant (UTC) at which the zone's clocks show a naive wall time, or are past it.

    Where they skip it that is the instant of the jump. Raises `OverflowError` outside the years 1 to 9999.

    >>> from zoneinfo import ZoneInfo
    >>> first_shown(datetime(2025, 3, 9, 2, 30), ZoneInfo("America/New_York"))
    datetime.datetime(2025, 3, 9, 7, 0, tzinfo=datetime.timezone.utc)
    """
    at = wall.replace(tzinfo=zone, fold=0)
    skipped = at.replace(fold=1)
    # PEP 495: only inside a gap is the offset of fold 1 the larger one.
    if offset_of(skipped) <= offset_of(at):
        return at.astimezone(UTC)
    early, late = skipped.astimezone(UTC), at.astimezone(UTC)
    naive = at.replace(tzinfo=None)
    return first_instant(early, late, lambda at: at.astimezone(zone).replace(tzinfo=None, fold=0) >= naive)


def first_instant(low: datetime, high: datetime, holds: Callable[[datetime], bool]) -> datetime:
    """Return the first instant after `low` and up to `high` from which on a condition holds.

    Clocks change at whole seconds, so those are the ones to look at.
    """
    base = low.astimezone(UTC).replace(microsecond=0)
    seconds = range(int((high - base).total_seconds()) + 1)
    index = bisect_left(seconds, True, key=lambda second: holds(base + timedelta(seconds=second)))
    return base + timedelta(seconds=index)


def offset_of(local: datetime) -> timedelta:
    """Return how far an aware time is from UTC."""
    return local.utcoffset() or timedelta(0)
