"""Time on an axis: the clock of the zone, and what a bucket spans on it."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.test_vega import DAY, bars, points
from widgetql.vega import vega_lite
from widgetql.vega.clock import bucket, clock

NEW_YORK = {"timezone": "America/New_York"}


def test_time_is_the_clock_of_the_zone_on_both_sides_of_a_change() -> None:
    source = points(("2025-11-02T04:00:00Z", 1), ("2025-11-03T05:00:00Z", 2), meta=NEW_YORK)
    spec = vega_lite(source)
    assert [row["at"][:16] for row in spec["data"]["values"]] == ["2025-11-02T00:00", "2025-11-03T00:00"]
    assert [row["when"] for row in spec["data"]["values"]] == ["2025-11-02 00:00 EDT", "2025-11-03 00:00 EST"]
    assert spec["encoding"]["x"]["scale"]["type"] == "utc"
    assert spec["encoding"]["x"]["axis"]["title"] == "America/New_York"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        pytest.param("Europe/Paris", ("2025-11-03T01:00", "Europe/Paris"), id="iana"),
        pytest.param("UTC+05:30", ("2025-11-03T05:30", "UTC+05:30"), id="fixed"),
        pytest.param("-03:00", ("2025-11-02T21:00", "UTC-03:00"), id="west"),
        pytest.param("Mars/Olympus", ("2025-11-03T00:00", "UTC"), id="unknown-is-utc-and-says-so"),
    ],
)
def test_zone_names(name: str, expected: tuple[str, str]) -> None:
    spec = vega_lite(points((DAY, 1), meta={"timezone": name}))
    assert (spec["data"]["values"][0]["at"][:16], spec["encoding"]["x"]["axis"]["title"]) == expected


@pytest.mark.parametrize(
    "zone",
    [
        "America/New_York",
        "Europe/London",
        "Australia/Lord_Howe",
        "America/Sao_Paulo",
        "Africa/Casablanca",
        "UTC",
    ],
)
@pytest.mark.parametrize("minutes", [30, 60])
def test_fixed_buckets_neither_overlap_nor_run_backwards_in_a_year_of_clock_changes(
    zone: str, minutes: int
) -> None:
    start, step = datetime(2017, 1, 1, tzinfo=UTC), timedelta(minutes=minutes)
    last_end = clock(start.isoformat(), ZoneInfo(zone))
    for number in range(365 * 24 * 60 // minutes):
        text = (start + number * step).isoformat()
        left, right = bucket(text, ZoneInfo(zone), None, minutes * 60_000)
        assert last_end <= left < right
        last_end = right


@pytest.mark.parametrize(
    ("at", "period", "zone", "expected"),
    [
        pytest.param(
            "2025-11-02T04:00:00Z", "day", "America/New_York", ("11-02 00:00", "11-03 00:00"), id="25-hours"
        ),
        pytest.param(
            "2025-03-09T05:00:00Z", "day", "America/New_York", ("03-09 00:00", "03-10 00:00"), id="23-hours"
        ),
        pytest.param(
            "2017-10-15T03:00:00Z",
            "day",
            "America/Sao_Paulo",
            ("10-15 01:00", "10-16 00:00"),
            id="no-midnight",
        ),
        pytest.param(
            "2025-03-09T06:00:00Z",
            "hour",
            "America/New_York",
            ("03-09 01:00", "03-09 02:00"),
            id="before-gap",
        ),
        pytest.param(
            "2025-11-02T05:00:00Z",
            "hour",
            "America/New_York",
            ("11-02 01:00", "11-02 01:30"),
            id="first-pass",
        ),
        pytest.param(
            "2025-11-02T06:00:00Z",
            "hour",
            "America/New_York",
            ("11-02 01:30", "11-02 02:00"),
            id="second-pass",
        ),
        pytest.param("2025-12-29T00:00:00Z", "week", "UTC", ("12-29 00:00", "01-05 00:00"), id="week"),
        pytest.param("2025-12-01T00:00:00Z", "month", "UTC", ("12-01 00:00", "01-01 00:00"), id="month"),
        pytest.param("2025-10-01T00:00:00Z", "quarter", "UTC", ("10-01 00:00", "01-01 00:00"), id="quarter"),
        pytest.param("2024-01-01T00:00:00Z", "year", "UTC", ("01-01 00:00", "01-01 00:00"), id="year"),
    ],
)
def test_buckets_on_the_clock(at: str, period: str, zone: str, expected: tuple[str, str]) -> None:
    left, right = bucket(at, ZoneInfo(zone), period, None)
    assert (f"{left:%m-%d %H:%M}", f"{right + timedelta(microseconds=10):%m-%d %H:%M}") == expected
    assert left < right


def test_axis_spans_the_range_that_was_asked_for_and_the_buckets() -> None:
    asked = {"range": {"start": "2025-11-01T12:00:00Z", "end": None}}
    scale = vega_lite(bars((DAY, 1), meta=asked))["encoding"]["x"]["scale"]
    ends = [datetime.fromtimestamp(scale[key] / 1000, UTC) for key in ("domainMin", "domainMax")]
    assert [f"{end:%d %H:%M}" for end in ends] == ["01 12:00", "04 00:00"]


@pytest.mark.parametrize("value", ["0001-01-01T00:00:00Z", "9999-12-31T23:59:59.999999Z"])
@pytest.mark.parametrize("zone", ["America/New_York", "Asia/Tokyo"])
def test_the_ends_of_the_calendar_are_drawn_in_any_zone(value: str, zone: str) -> None:
    metrics = [
        {"name": "seen", "label": "seen", "type": "datetime", "unit": None, "format": None, "role": "measure"}
    ]
    answer = {
        "chart_type": "stat", "data": {"seen": value}, "metadata": {"timezone": zone, "columns": metrics},
    }  # fmt: skip
    assert f"{value[:4]}-" in json.dumps(vega_lite(answer))
