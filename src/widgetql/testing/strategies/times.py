"""Times worth trying, and ways to write one in a filter."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

from widgetql.relative_time import format_instant, start_of_date

# How often `now` is among some hundred and fifty instants.
_AT_NOW: Final = 24
# Minutes from the instant at which clocks go back, and how often each is among the instants.
_BESIDE: Final = (-50, -40, -20, -10, 0, 10, 20, 25, 40, 50)
_OFTEN: Final = 12
PHRASES: Final = (
    *("now", "now-1h", "now-90m", "now-10s", "now-7d", "now-2w", "now-1M", "now+1d", "now-1y", "now-7d+3h"),
    *("today", "today-1d", "today-7d", "today+1d", "today-3h", "today-1w", "today-1M", "today+30m"),
    *(
        "now/d",
        "now-1d/d",
        "now/h",
        "now-5h/h",
        "now/w",
        "now-1w/w",
        "now/M",
        "now-1M/M",
        "now/y",
        "now-30m/m",
    ),
    *("now-1y/y", "today/w", "today-1M/M", "today-1d/d", "now/s", "today+2h/h"),
)
_HALF_HOURS: Final = timezone(timedelta(hours=5, minutes=30))


def dates(now: datetime, zone: tzinfo) -> list[str]:
    """Return dates around `now`, each a period of one day."""
    today = now.astimezone(zone).date()
    return [(today + timedelta(days=days)).isoformat() for days in (0, -1, -2, -3, -7, -8, -9, -27, 1)]


def spellings(at: datetime, zone: tzinfo) -> list[str]:
    """Return ways to write an instant; on a wall clock that shows a time twice, the first is meant."""
    at = at.astimezone(UTC)
    written = [format_instant(at), at.isoformat()]
    try:
        local = at.astimezone(zone).replace(tzinfo=None)
        return [*written, at.astimezone(_HALF_HOURS).isoformat(), local.isoformat(" ")]
    except OverflowError:
        # Elsewhere it is the year 0 or 10000.
        return written


@lru_cache(maxsize=256)
def instants(now: datetime, zone: tzinfo, far: bool = False) -> Sequence[datetime]:
    """Return instants of the month before `now`: where clocks change, at edges of buckets, close to `now`.

    Those that are `far` lie in the nine quarters up to `now`, most of them at their edges, and few later.
    """
    spots = _spots(now.astimezone(UTC), zone)
    if far:
        return [*spots, *_quarters(now, zone) * 6, *[now] * _AT_NOW]
    nudges = [timedelta(seconds=s) for s in (0, 1, -1, 1800, -1800, 3599, 3600, -3600)]
    fractions = [timedelta(microseconds=us) for us in (500_000, 1, -1, 123_456)]
    spread = [now.astimezone(UTC) - timedelta(seconds=7919 * 13 * k) for k in range(22)]
    nudged = [at + nudge for nudge in nudges for at in spots]
    outside = [now - timedelta(days=40), now + timedelta(days=1)]
    # Whole seconds more often than fractions; what lies on an edge more often than what does not.
    return [
        *spots,
        *spread,
        *nudged[::2],
        *spots,
        *outside,
        *(at + part for at in spots for part in fractions),
        # In both runs of an hour that a clock repeats, which few neighbours would be of.
        *[at + timedelta(minutes=by) for at in _repeated(now, zone) for by in _BESIDE] * _OFTEN,
        *(at - timedelta(days=365) for at in spots[:3]),
        # The last days of months.
        *(start_of_date(day, zone) + timedelta(hours=9) for day in _last_days(now, zone)),
        # A range without an end ends there: what lies on it is left out.
        *[now] * _AT_NOW,
    ]


def _quarters(now: datetime, zone: tzinfo) -> list[datetime]:
    today = now.astimezone(zone).date()
    first = 4 * today.year + (today.month - 1) // 3
    days = [date((first - back) // 4, 3 * ((first - back) % 4) + 1, 1) for back in range(9)]
    starts = [start_of_date(day, zone) for day in days]
    # Just outside a quarter, and in the middle of the next: a few neighbours are of several quarters.
    beside = (-timedelta.resolution, timedelta(days=40), timedelta(days=75))
    return [*starts, *(at + beside[place % len(beside)] for place, at in enumerate(starts))]


def _repeated(now: datetime, zone: tzinfo) -> list[datetime]:
    """Instants of the month before `now` at which clocks go back."""
    hour = now.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
    changes = clock_changes(hour, 29, (zone,))
    return [at for at in changes if at.astimezone(zone).fold]


def _last_days(now: datetime, zone: tzinfo) -> list[date]:
    """The last days of the month before and of that before it."""
    first = now.astimezone(zone).date().replace(day=1)
    return [first - timedelta(days=1), (first - timedelta(days=1)).replace(day=1) - timedelta(days=1)]


def _spots(now: datetime, zone: tzinfo) -> list[datetime]:
    midnights = [
        start_of_date(now.astimezone(zone).date() - timedelta(days=d), zone) for d in (0, 1, 2, 7, 27)
    ]
    hour = now.replace(minute=0, second=0, microsecond=0)
    zones = (zone, ZoneInfo("Europe/Paris"), ZoneInfo("America/New_York"))
    return [hour, now, now - timedelta(days=3), *midnights, *clock_changes(hour, 29, zones)]


def clock_changes(hour: datetime, days: int, zones: Sequence[tzinfo]) -> list[datetime]:
    """Return the instants at which the clocks of some zones change, in so many days up to an hour."""
    hours = [hour - timedelta(hours=h) for h in range(24 * days)]
    changes = {
        at
        for zone in zones
        for at in hours
        if at.astimezone(zone).utcoffset() != (at - timedelta(hours=1)).astimezone(zone).utcoffset()
    }
    return sorted(changes)
