"""How far back a range is compared: by units of its buckets, by days, by its length."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

import pytest

from widgetql.charts.buckets import Calendar, Interval
from widgetql.filters.time_range import TimeRange
from widgetql.plan.earlier import Move, earlier_range, move_of
from widgetql.relative_time import Clock

_ZONE: Final = ZoneInfo("America/New_York")
_NOW: Final = datetime(2025, 11, 12, 15, 30, tzinfo=UTC)
CLOCK: Final = Clock(_NOW, UTC, 0)


def at(text: str, zone: Any = UTC) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone).astimezone(UTC)


def over(start: str | None, end: str | None, zone: Any = UTC) -> TimeRange:
    bounds = [None if text is None else at(text, zone) for text in (start, end)]
    return TimeRange(*bounds, *bounds)


# The range, the buckets, and by how many of which unit it is moved.
MOVES: Final[list[tuple[TimeRange, str | timedelta | None, int, str | timedelta]]] = [
    (over("2025-11-10", "2025-11-12"), "day", 2, "d"),
    (over("2025-11-10", "2025-11-12T12:00"), "day", 3, "d"),
    (over("2025-11-10T06:00", "2025-11-10T12:00"), "day", 1, "d"),
    (over("2025-11-03", "2025-11-10"), "week", 1, "w"),
    (over("2025-10-27", "2025-11-10T00:00:01"), "week", 3, "w"),
    (over("2025-09-01", "2025-11-01"), "month", 2, "M"),
    (over("2025-01-01", "2025-11-01"), "month", 10, "M"),
    (over("2025-01-01", "2025-07-01"), "quarter", 6, "M"),
    (over("2025-01-01", "2025-07-02"), "quarter", 9, "M"),
    (over("2024-01-01", "2025-01-01"), "year", 1, "y"),
    (over("2021-01-01", "2025-01-01"), "year", 4, "y"),
    (over("2021-01-01", "2025-01-02"), "year", 5, "y"),
    # What ends after now ends there.
    (over("2025-11-10", "2025-11-20"), "day", 3, "d"),
    (over("2025-11-12T10:00", "2025-11-12T12:00"), "hour", 2, timedelta(hours=1)),
    (over("2025-11-12T10:00", "2025-11-12T12:00:01"), "hour", 3, timedelta(hours=1)),
    (over("2025-11-12T10:00", "2025-11-12T10:05"), "minute", 5, timedelta(minutes=1)),
    (over("2025-11-12T10:00", "2025-11-12T10:05"), timedelta(minutes=2), 3, timedelta(minutes=2)),
    (over("2025-11-03", "2025-11-10"), None, 7, "d"),
    (over("2025-11-03", "2025-11-10T12:00"), None, 1, timedelta(days=7, hours=12)),
]


@pytest.mark.parametrize(("found", "grain", "amount", "unit"), MOVES)
def test_it_is_moved_by(found: TimeRange, grain: str | timedelta | None, amount: int, unit: Any) -> None:
    of = (
        grain
        if grain is None
        else Interval(grain)
        if isinstance(grain, timedelta)
        else Calendar(grain, CLOCK)
    )
    moved = move_of(found, of, "previous_period", CLOCK)
    assert moved is not None
    assert (moved.amount, moved.unit) == (amount, unit)


@pytest.mark.parametrize("to", ["-1w", "-1M", "-1y"])
def test_or_by_what_is_said(to: str) -> None:
    assert move_of(over("2025-11-03", "2025-11-10"), None, to, CLOCK) == Move(1, to[-1], CLOCK)


def test_a_day_of_a_zone_is_one_of_its_days() -> None:
    clock = Clock(_NOW, _ZONE, 0)
    found = over("2025-11-02", "2025-11-03", _ZONE)
    moved = move_of(found, None, "previous_period", clock)
    assert moved == Move(1, "d", clock)
    assert moved is not None
    assert moved.of(at("2025-11-03", _ZONE)) == at("2025-11-02", _ZONE)


@pytest.mark.parametrize(
    "found",
    [
        over(None, "2025-11-10"),
        over("2025-11-10", None),
        over("2025-11-13", "2025-11-14"),
        over("2025-11-10", "2025-11-10"),
        over(None, None),
    ],
)
def test_what_has_no_length_is_not_moved(found: TimeRange) -> None:
    assert move_of(found, None, "previous_period", CLOCK) is None


def test_before_the_calendar_it_is_its_first_instant() -> None:
    first = datetime.min.replace(tzinfo=UTC)
    assert Move(1, "y", CLOCK).of(datetime(1, 6, 1, tzinfo=UTC)) == first
    assert Move(3, timedelta(days=1), CLOCK).of(datetime(1, 1, 2, tzinfo=UTC)) == first


def test_a_range_is_moved_up_to_now() -> None:
    found = earlier_range(over("2025-11-10", "2025-11-20"), Move(3, "d", CLOCK), CLOCK)
    assert (found.start, found.end) == (at("2025-11-07"), at("2025-11-09T15:30"))
    assert not found.empty
