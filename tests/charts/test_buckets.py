"""Bucket edges: no gap, no overlap, and what the clocks of a zone show."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta, tzinfo
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from widgetql.charts.buckets import Calendar, Edges, Interval, TooManyBuckets, bucket_at, buckets_between
from widgetql.relative_time import WEEKDAYS, Clock, Period, read_time, zone_of

LIMIT = 1_000


def calendar(period: str, zone: str = "UTC", week_start: str = "monday") -> Calendar:
    known: tzinfo = UTC if zone == "UTC" else ZoneInfo(zone)
    return Calendar(period, Clock(datetime(2025, 1, 1, tzinfo=UTC), known, WEEKDAYS.index(week_start)))


def local(edges: Edges, zone: str) -> list[str]:
    return [f"{edge.astimezone(ZoneInfo(zone)):%m-%d %H:%M %z}" for edge in edges.starts]


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("period", "zone", "start", "end", "expected"),
    [
        pytest.param(
            "day",
            "America/New_York",
            "2025-11-01T12:00",
            "2025-11-03T12:00",
            ["11-01 00:00 -0400", "11-02 00:00 -0400", "11-03 00:00 -0500", "11-04 00:00 -0500"],
            id="day-of-25-hours",
        ),
        pytest.param(
            "hour",
            "America/New_York",
            "2025-11-02T04:30",
            "2025-11-02T07:30",
            [
                "11-02 00:00 -0400",
                "11-02 01:00 -0400",
                "11-02 01:00 -0500",
                "11-02 02:00 -0500",
                "11-02 03:00 -0500",
            ],
            id="an-hour-twice",
        ),
        pytest.param(
            "hour",
            "America/New_York",
            "2025-03-09T06:30",
            "2025-03-09T08:00",
            ["03-09 01:00 -0500", "03-09 03:00 -0400", "03-09 04:00 -0400"],
            id="an-hour-skipped",
        ),
        pytest.param(
            "hour",
            "Australia/Lord_Howe",
            "2025-04-05T14:00",
            "2025-04-05T16:00",
            ["04-06 01:00 +1100", "04-06 01:30 +1030", "04-06 02:00 +1030", "04-06 03:00 +1030"],
            id="half-an-hour-twice",
        ),
        pytest.param(
            "hour",
            "Australia/Lord_Howe",
            "2025-10-04T15:00",
            "2025-10-04T17:00",
            ["10-05 01:00 +1030", "10-05 02:30 +1100", "10-05 03:00 +1100", "10-05 04:00 +1100"],
            id="half-an-hour-skipped",
        ),
        pytest.param(
            "day",
            "Pacific/Apia",
            "2011-12-29T12:00",
            "2011-12-31T12:00",
            ["12-29 00:00 -1000", "12-31 00:00 +1400", "01-01 00:00 +1400", "01-02 00:00 +1400"],
            id="a-day-that-never-was",
        ),
        pytest.param(
            "day",
            "America/Toronto",
            "1919-03-30T12:00",
            "1919-04-01T12:00",
            ["03-30 00:00 -0500", "03-31 00:30 -0400", "04-01 00:00 -0400", "04-02 00:00 -0400"],
            id="midnight-skipped",
        ),
        pytest.param(
            "day",
            # Set back at 00:01: the second run of 23:30 comes after the next date has begun.
            "America/St_Johns",
            "2006-10-29T03:00",
            "2006-10-29T04:00",
            ["10-29 00:00 -0230", "10-30 00:00 -0330"],
            id="midnight-twice",
        ),
        pytest.param(
            "hour",
            "Asia/Kolkata",
            "2025-11-03T00:00",
            "2025-11-03T01:00",
            ["11-03 05:00 +0530", "11-03 06:00 +0530", "11-03 07:00 +0530"],
            id="half-hour-zone",
        ),
        pytest.param(
            "quarter",
            "Europe/Paris",
            "2025-02-10T00:00",
            "2025-04-01T00:00",
            ["01-01 00:00 +0100", "04-01 00:00 +0200", "07-01 00:00 +0200"],
            id="quarter",
        ),
        pytest.param(
            "year",
            "Europe/Paris",
            "2024-12-31T23:30",
            "2025-06-01T00:00",
            ["01-01 00:00 +0100", "01-01 00:00 +0100"],
            id="year",
        ),
    ],
)
def test_edges_are_what_the_clock_shows(
    period: str, zone: str, start: str, end: str, expected: list[str]
) -> None:
    assert local(buckets_between(calendar(period, zone), utc(start), utc(end), LIMIT), zone) == expected


@pytest.mark.parametrize(
    ("week_start", "first"),
    [
        ("monday", "2025-11-03"),
        ("sunday", "2025-11-02"),
        ("saturday", "2025-11-01"),
        ("thursday", "2025-11-06"),
    ],
)
def test_weeks_start_as_declared(week_start: str, first: str) -> None:
    found = bucket_at(calendar("week", week_start=week_start), utc("2025-11-07T10:00"))
    assert found == (utc(first), utc(first) + timedelta(days=7))


@pytest.mark.parametrize(
    ("interval", "instant", "start"),
    [
        pytest.param(timedelta(weeks=1), "2025-11-05T10:00", "2025-11-03", id="weeks-from-monday"),
        pytest.param(timedelta(hours=7), "1970-01-05T06:59", "1970-01-05", id="first"),
        pytest.param(timedelta(hours=7), "1970-01-04T23:59", "1970-01-04T17:00", id="before-the-epoch"),
        pytest.param(
            timedelta(milliseconds=1), "2025-11-05T10:00:00.0019", "2025-11-05T10:00:00.001", id="ms"
        ),
    ],
)
def test_fixed_buckets_count_from_a_monday(interval: timedelta, instant: str, start: str) -> None:
    assert bucket_at(Interval(interval), utc(instant)) == (utc(start), utc(start) + interval)


@pytest.mark.parametrize(("limit", "fits"), [(24, True), (23, False)])
def test_a_limit_on_buckets(limit: int, fits: bool) -> None:
    def edges() -> Edges:
        return buckets_between(calendar("hour"), utc("2025-11-03"), utc("2025-11-04"), limit)

    if fits:
        assert len(edges()) == 24
    else:
        with pytest.raises(TooManyBuckets, match="more than 23 buckets"):
            edges()


def test_an_empty_range_has_no_buckets() -> None:
    assert len(buckets_between(calendar("day"), utc("2025-11-04"), utc("2025-11-04"), LIMIT)) == 0


LAST = datetime.max.replace(tzinfo=UTC)


@pytest.mark.parametrize(("period", "start"), [("year", "9999-01-01"), ("hour", "9999-12-31T23:00")])
def test_the_calendar_ends(period: str, start: str) -> None:
    edges = buckets_between(calendar(period), LAST - timedelta(minutes=1), LAST, LIMIT)
    assert edges.starts == (utc(start), LAST)
    assert bucket_at(calendar(period), LAST) == (utc(start), LAST)


def test_the_calendar_begins() -> None:
    # In a zone east of Greenwich the year 1 begins before the calendar does.
    first = datetime.min.replace(tzinfo=UTC)
    edges = buckets_between(calendar("year", "Asia/Tokyo"), first, first + timedelta(hours=1), LIMIT)
    assert edges.starts[0] == first


ZONES = [
    "UTC",
    "America/New_York",
    "Europe/London",
    "Australia/Lord_Howe",
    "Pacific/Apia",
    "America/St_Johns",
    "America/Toronto",
    "Asia/Kathmandu",
    "Africa/Casablanca",
    "America/Sao_Paulo",
    "Asia/Tehran",
    "Europe/Dublin",
    "Antarctica/Troll",
    "Asia/Manila",
]
# Ranges of up to some thirty buckets.
SPANS = {"minute": 1_800, "hour": 100_000, "day": 3_000_000, "week": 20_000_000, "month": 80_000_000}
SPANS |= {"quarter": 250_000_000, "year": 1_000_000_000}
MOMENTS = st.datetimes(datetime(1850, 1, 1), datetime(2150, 1, 1)).map(lambda at: at.replace(tzinfo=UTC))


@st.composite
def ranges(draw: st.DrawFn) -> tuple[Calendar, datetime, datetime]:
    period = draw(st.sampled_from(sorted(SPANS)))
    grain = calendar(period, draw(st.sampled_from(ZONES)), draw(st.sampled_from(WEEKDAYS)))
    start = draw(MOMENTS)
    return grain, start, start + timedelta(microseconds=draw(st.integers(1, SPANS[period] * 1_000_000)))


def tiles(edges: Edges, start: datetime, end: datetime) -> bool:
    ascending = all(low < high for low, high in zip(edges.starts, edges.starts[1:], strict=False))
    return (
        ascending
        and edges.starts[0] <= start < edges.starts[1]
        and edges.starts[-2] < end <= edges.starts[-1]
    )


def first_of(period: str, day: Any, week_start: int) -> bool:
    return {
        "day": True,
        "week": day.weekday() == week_start,
        "month": day.day == 1,
        "quarter": day.day == 1 and day.month % 3 == 1,
        "year": day.day == 1 and day.month == 1,
    }[period]


@given(ranges())
def test_buckets_tile_any_range_in_any_zone_in_any_year(case: tuple[Calendar, datetime, datetime]) -> None:
    grain, start, end = case
    edges = buckets_between(grain, start, end, 5_000)
    assert tiles(edges, start, end)
    # Where a bucket lies must not depend on where the range began.
    for low, high in zip(edges.starts, edges.starts[1:], strict=False):
        assert bucket_at(grain, low) == (low, high)
        assert bucket_at(grain, high - timedelta(microseconds=1)) == (low, high)


@given(ranges())
def test_a_calendar_bucket_starts_with_its_first_date(case: tuple[Calendar, datetime, datetime]) -> None:
    grain, start, end = case
    zone, week_start = grain.clock.zone, grain.clock.week_start
    if grain.period in ("minute", "hour"):
        return
    for edge in buckets_between(grain, start, end, 5_000).starts:
        day = edge.astimezone(zone).date()
        before = (edge - timedelta(microseconds=1)).astimezone(zone).date()
        # A date that the zone left out begins no bucket: its neighbour does.
        skipped = [before + timedelta(days=n) for n in range(1, (day - before).days)]
        assert day > before
        assert any(first_of(grain.period, one, week_start) for one in [day, *skipped])


@given(MOMENTS, st.integers(1, 10**10), st.integers(1, 20))
def test_fixed_buckets_tile_any_range(start: datetime, length: int, count: int) -> None:
    interval = timedelta(milliseconds=length)
    try:
        end = start + interval * count
    except OverflowError:
        return
    edges = buckets_between(Interval(interval), start, end, 100)
    assert tiles(edges, start, end)
    assert {high - low for low, high in zip(edges.starts, edges.starts[1:], strict=False)} == {interval}


@pytest.mark.parametrize(
    ("zone", "period", "first", "edges"),
    [
        # Half an hour forward at 02:00, and back at 02:00 daylight time.
        ("Australia/Lord_Howe", "hour", "2025-10-04 14:30", ["14:30", "15:30", "16:00", "17:00"]),
        ("Australia/Lord_Howe", "hour", "2025-04-05 14:00", ["14:00", "15:00", "15:30", "16:30"]),
        ("Australia/Lord_Howe", "minute", "2025-04-05 14:59", ["14:59", "15:00", "15:01", "15:02"]),
        # An hour forward and back at one minute past midnight.
        ("America/St_Johns", "hour", "2010-03-14 02:30", ["02:30", "03:30", "03:31", "04:30"]),
        ("America/St_Johns", "hour", "2010-11-07 01:30", ["01:30", "02:30", "02:31", "03:30"]),
        ("America/St_Johns", "minute", "2010-11-07 02:30", ["02:30", "02:31", "02:32", "02:33"]),
    ],
)
def test_a_change_of_the_clocks_cuts_an_hour_in_two(
    zone: str, period: str, first: str, edges: list[str]
) -> None:
    clock = Clock(datetime(2025, 11, 3, tzinfo=UTC), zone_of(zone))
    start = datetime.fromisoformat(first).replace(tzinfo=UTC)
    end = start.replace(hour=int(edges[-1][:2]), minute=int(edges[-1][3:]))
    found = buckets_between(Calendar(period, clock), start, end, 100)
    assert [f"{edge:%H:%M}" for edge in found.starts] == edges
    # As a relative time rounds.
    for at, after in pairwise(found.starts):
        assert read_time(f"now/{period[0]}", replace(clock, now=at)) == Period(at, after)
