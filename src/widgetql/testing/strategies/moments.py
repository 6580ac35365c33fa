"""Moments to ask at: where months, quarters and years begin and end, where clocks change, a leap day."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta, tzinfo
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from widgetql.relative_time import RESOLUTION, start_of_date, zone_of
from widgetql.testing.strategies.times import clock_changes
from widgetql.testing.strategies.values import NOW

# On the day of a change, and where a range of days has it.
_AFTER: Final = (timedelta(minutes=45), timedelta(hours=13), timedelta(days=3), timedelta(days=9))
_FRACTION: Final = timedelta(microseconds=123_457)
_ELSEWHERE: Final = ZoneInfo("America/New_York")


def moments(timezone: str | tzinfo = UTC) -> st.SearchStrategy[datetime]:
    """Return moments to ask at, in UTC: of a zone's calendar, whole seconds and fractions.

    Give the same one as `now` to the other strategies and to what is tested.

    >>> strategy = moments("Europe/Paris")
    """
    return st.sampled_from(moments_in(zone_of(timezone)))


@lru_cache(maxsize=64)
def moments_in(zone: tzinfo) -> Sequence[datetime]:
    """Return moments of the years 2024 to 2026."""
    # As programs ask, of whose clocks no two readings are alike.
    found = [at.astimezone(UTC) for at in _moments(zone)]
    return (*found, *(at + _FRACTION for at in found[1::2]))


def _moments(zone: tzinfo) -> Iterator[datetime]:
    yield NOW
    yield datetime(2025, 7, 15, 8, 0, 0, 123_456, tzinfo=UTC)
    yield datetime(2024, 2, 29, 20, 15, tzinfo=UTC)
    for day in (date(2026, 1, 31), date(2025, 3, 31), date(2025, 3, 9), date(2025, 5, 5)):
        # A month before there is no such day, or there are more days up to then.
        yield start_of_date(day, zone) + timedelta(hours=15)
    for day in (date(2025, 8, 1), date(2025, 7, 1), date(2026, 1, 1)):
        # As each begins nothing of it has passed; just before nearly all has.
        yield start_of_date(day, zone)
        yield start_of_date(day, zone) - RESOLUTION
    yield start_of_date(date(2025, 4, 1), zone) + timedelta(hours=1, minutes=30)
    changes = clock_changes(datetime(2026, 1, 1, tzinfo=UTC), 365, (zone,)) or clock_changes(
        datetime(2026, 1, 1, tzinfo=UTC), 365, (_ELSEWHERE,)
    )
    for at in changes[:2] * 2:
        yield from (at + after for after in _AFTER)
