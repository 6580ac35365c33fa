"""Ways to write a time in a filter."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone, tzinfo
from typing import Final

from widgetql.relative_time import format_instant

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
