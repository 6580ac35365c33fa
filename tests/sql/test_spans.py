"""Clocks of the years of a range show the times in it as those of all years do."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

import pytest

from widgetql.sql.parts import ALWAYS, Stretch, span_of, stretches

ZONES: Final = (
    "America/New_York",
    "Australia/Lord_Howe",
    "Pacific/Kiritimati",
    "Pacific/Apia",
    "Asia/Kolkata",
    "UTC",
)
RANGES: Final = {
    "a week": (datetime(2025, 3, 5, tzinfo=UTC), datetime(2025, 3, 12, tzinfo=UTC)),
    "a year": (datetime(2025, 1, 1, tzinfo=UTC), datetime(2026, 1, 1, tzinfo=UTC)),
    "over new year": (datetime(2011, 12, 28, tzinfo=UTC), datetime(2012, 1, 2, tzinfo=UTC)),
    "without a start": (None, datetime(1950, 7, 1, tzinfo=UTC)),
    "without an end": (datetime(2090, 7, 1, tzinfo=UTC), None),
    "the first year": (datetime(1, 1, 1, tzinfo=UTC), datetime(1, 1, 2, tzinfo=UTC)),
    "the last year": (datetime(9999, 12, 30, tzinfo=UTC), datetime.max.replace(tzinfo=UTC)),
}
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


def shown(second: int, among: Sequence[Stretch]) -> int:
    """What clocks show, by the stretches of a statement."""
    one = among[max(bisect_right([one.start for one in among], second) - 1, 0)]
    return (one.start if one.stands else second) + one.shift


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("own", [None, "America/New_York", "Pacific/Apia"])
@pytest.mark.parametrize("name", RANGES)
def test_times_of_a_range_are_shown_by_the_clocks_of_its_years(name: str, own: str | None, zone: str) -> None:
    start, end = RANGES[name]
    zones = None if own is None else ZoneInfo(own), ZoneInfo(zone)
    every, some = stretches(*zones), stretches(*zones, span_of(start, end))
    low, high = start or datetime(1890, 1, 1, tzinfo=UTC), end or datetime(2110, 1, 1, tzinfo=UTC)
    # A local time may be a day off.
    first, last = (
        int((at - _EPOCH) / timedelta(seconds=1)) + days * 86_400 for at, days in ((low, -1), (high, 1))
    )
    step = max((last - first) // 5_000, 1)
    assert all(shown(at, some) == shown(at, every) for at in range(first, last, step))
    assert len(some) <= len(every)


def test_a_range_of_now_needs_few() -> None:
    zones = None, ZoneInfo("America/New_York")
    assert len(stretches(*zones, ALWAYS)) > 300
    assert len(stretches(*zones, span_of(*RANGES["a week"]))) == 3
