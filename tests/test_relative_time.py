from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from widgetql.relative_time import (
    RESOLUTION,
    WEEKDAYS,
    Clock,
    Instant,
    InvalidTime,
    Moment,
    Period,
    Span,
    format_instant,
    read_time,
    span,
    start_of_date,
    zone_of,
)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


def clock(now: str = "2025-11-03T14:35:20.5Z", zone: str = "UTC", week_start: str = "monday") -> Clock:
    return Clock(at(now), zone_of(zone), WEEKDAYS.index(week_start))


def written(moment: Moment) -> str:
    """The moment in one line, for tables: an instant, or `start/end`, `T` marking the rule of today."""
    if isinstance(moment, Instant):
        return format_instant(moment.at)
    end = "never" if moment.end is None else format_instant(moment.end)
    return f"{format_instant(moment.start)}/{end}{' T' if moment.today else ''}"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("now", "2025-11-03T14:35:20.500000Z"),
        ("now-5s", "2025-11-03T14:35:15.500000Z"),
        ("now-90m", "2025-11-03T13:05:20.500000Z"),
        ("now+25h", "2025-11-04T15:35:20.500000Z"),
        ("now-3d", "2025-10-31T14:35:20.500000Z"),
        ("now-1w", "2025-10-27T14:35:20.500000Z"),
        ("now-1M", "2025-10-03T14:35:20.500000Z"),
        ("now+2y", "2027-11-03T14:35:20.500000Z"),
        ("now-1d+2h-30m", "2025-11-02T16:05:20.500000Z"),
        ("now-000000001d", "2025-11-02T14:35:20.500000Z"),
        ("now/s", "2025-11-03T14:35:20Z/2025-11-03T14:35:21Z"),
        ("now/m", "2025-11-03T14:35:00Z/2025-11-03T14:36:00Z"),
        ("now/h", "2025-11-03T14:00:00Z/2025-11-03T15:00:00Z"),
        ("now/d", "2025-11-03T00:00:00Z/2025-11-04T00:00:00Z"),
        ("now-1d/w", "2025-10-27T00:00:00Z/2025-11-03T00:00:00Z"),
        ("now/M", "2025-11-01T00:00:00Z/2025-12-01T00:00:00Z"),
        ("now-1M/M", "2025-10-01T00:00:00Z/2025-11-01T00:00:00Z"),
        # After a rounding: days and longer keep a period of its unit, the rest makes an instant.
        ("now-1M/M+2w", "2025-10-15T00:00:00Z/2025-11-15T00:00:00Z"),
        ("now/M-1M+1d", "2025-10-02T00:00:00Z/2025-11-02T00:00:00Z"),
        ("now/y/M", "2025-01-01T00:00:00Z/2025-02-01T00:00:00Z"),
        ("now/y+1y-1d/d", "2025-12-31T00:00:00Z/2026-01-01T00:00:00Z"),
        ("now/M-1s/w+1y", "2026-10-27T00:00:00Z/2026-11-03T00:00:00Z"),
        ("now/d+8h", "2025-11-03T08:00:00Z"),
        ("now/d+8h-1d", "2025-11-02T08:00:00Z"),
        ("now/d+90m/h", "2025-11-03T01:00:00Z/2025-11-03T02:00:00Z"),
        ("now/h-1d", "2025-11-02T14:00:00Z/2025-11-02T15:00:00Z"),
        ("today/M+36h", "2025-11-02T12:00:00Z"),
        # As long as a text may be.
        ("now-1s" + "/d" * 497, "2025-11-03T00:00:00Z/2025-11-04T00:00:00Z"),
        ("now/y", "2025-01-01T00:00:00Z/2026-01-01T00:00:00Z"),
        ("today", "2025-11-03T00:00:00Z/2025-11-04T00:00:00Z T"),
        ("today-30d", "2025-10-04T00:00:00Z/2025-10-05T00:00:00Z T"),
        ("today-1w", "2025-10-27T00:00:00Z/2025-10-28T00:00:00Z T"),
        ("today+1M", "2025-12-03T00:00:00Z/2025-12-04T00:00:00Z T"),
        ("today-1y-1d", "2024-11-02T00:00:00Z/2024-11-03T00:00:00Z T"),
        ("today+0s", "2025-11-03T00:00:00Z"),
        ("today-2h", "2025-11-02T22:00:00Z"),
        ("today-2h+1d", "2025-11-03T22:00:00Z"),
        ("today/d", "2025-11-03T00:00:00Z/2025-11-04T00:00:00Z"),
        ("today/h", "2025-11-03T00:00:00Z/2025-11-03T01:00:00Z"),
        ("today-2h/h", "2025-11-02T22:00:00Z/2025-11-02T23:00:00Z"),
        ("today-1M/M", "2025-10-01T00:00:00Z/2025-11-01T00:00:00Z"),
        ("2025-11-03", "2025-11-03T00:00:00Z/2025-11-04T00:00:00Z"),
        ("9999-12-31", "9999-12-31T00:00:00Z/never"),
        ("0001-01-01", "0001-01-01T00:00:00Z/0001-01-02T00:00:00Z"),
        ("2025-11-03T10:20", "2025-11-03T10:20:00Z"),
        ("2025-11-03 10:20:30", "2025-11-03T10:20:30Z"),
        ("2025-11-03T10:20Z", "2025-11-03T10:20:00Z"),
        ("2025-11-03T10:20:30.5Z", "2025-11-03T10:20:30.500000Z"),
        ("2025-11-03T10:20:30.123456789Z", "2025-11-03T10:20:30.123456Z"),
        ("2025-11-03T10:20:30.000000999", "2025-11-03T10:20:30Z"),
        ("2025-11-03T10:20:30+05:45", "2025-11-03T04:35:30Z"),
        ("2025-11-03T10:20:30-0330", "2025-11-03T13:50:30Z"),
    ],
)
def test_a_text_means(text: str, expected: str) -> None:
    assert written(read_time(text, clock())) == expected


@pytest.mark.parametrize(
    ("now", "text", "expected"),
    [
        pytest.param("2025-03-31T09:00Z", "now-1M", "2025-02-28T09:00:00Z", id="month-end-clamps"),
        pytest.param("2024-03-31T09:00Z", "now-1M", "2024-02-29T09:00:00Z", id="in-a-leap-year"),
        pytest.param("2024-02-29T09:00Z", "now-1y", "2023-02-28T09:00:00Z", id="leap-day-back-a-year"),
        pytest.param("2024-02-29T09:00Z", "now+4y", "2028-02-29T09:00:00Z", id="leap-day-to-leap-day"),
        pytest.param("2025-01-31T09:00Z", "now+1M+1M", "2025-03-28T09:00:00Z", id="each-move-clamps"),
        pytest.param("2025-01-31T09:00Z", "now+2M", "2025-03-31T09:00:00Z", id="one-move-of-two-months"),
        pytest.param("2025-01-31T09:00Z", "now+1M+1d", "2025-03-01T09:00:00Z", id="left-to-right"),
        pytest.param("2025-01-31T09:00Z", "now+1d+1M", "2025-03-01T09:00:00Z", id="left-to-right-swapped"),
        pytest.param(
            "2025-05-31T09:00Z", "today-3M", "2025-02-28T00:00:00Z/2025-03-01T00:00:00Z T", id="today"
        ),
        pytest.param(
            "2024-12-31T23:59:59.999999Z", "now/y", "2024-01-01T00:00:00Z/2025-01-01T00:00:00Z", id="y"
        ),
        pytest.param(
            "2024-02-10T00:00Z", "now/M", "2024-02-01T00:00:00Z/2024-03-01T00:00:00Z", id="february"
        ),
    ],
)
def test_months_and_years(now: str, text: str, expected: str) -> None:
    assert written(read_time(text, clock(now))) == expected


@pytest.mark.parametrize(
    ("zone", "now", "text", "expected"),
    [
        # Paris, 2025-03-30: 02:00 +01:00 becomes 03:00 +02:00. 2025-10-26: 03:00 +02:00 becomes 02:00 +01:00.
        ("Europe/Paris", "2025-03-30T12:00Z", "today", "2025-03-29T23:00:00Z/2025-03-30T22:00:00Z T"),
        ("Europe/Paris", "2025-10-26T12:00Z", "today", "2025-10-25T22:00:00Z/2025-10-26T23:00:00Z T"),
        ("Europe/Paris", "2025-03-29T12:00Z", "now+1d", "2025-03-30T11:00:00Z"),
        ("Europe/Paris", "2025-03-29T12:00Z", "now+24h", "2025-03-30T12:00:00Z"),
        ("Europe/Paris", "2025-03-29T01:30Z", "now+1d", "2025-03-30T01:30:00Z"),
        ("Europe/Paris", "2025-10-25T00:30Z", "now+1d", "2025-10-26T00:30:00Z"),
        ("Europe/Paris", "2025-10-26T01:30Z", "now+0d", "2025-10-26T01:30:00Z"),
        ("Europe/Paris", "2025-10-26T00:30Z", "now/h", "2025-10-26T00:00:00Z/2025-10-26T01:00:00Z"),
        ("Europe/Paris", "2025-10-26T01:30Z", "now/h", "2025-10-26T01:00:00Z/2025-10-26T02:00:00Z"),
        ("Europe/Paris", "2025-10-26T01:30:40Z", "now/m", "2025-10-26T01:30:00Z/2025-10-26T01:31:00Z"),
        ("Europe/Paris", "2025-03-30T12:00Z", "now/w", "2025-03-23T23:00:00Z/2025-03-30T22:00:00Z"),
        ("Europe/Paris", "2025-10-30T12:00Z", "now/M", "2025-09-30T22:00:00Z/2025-10-31T23:00:00Z"),
        ("Europe/Paris", "2025-11-01T12:00Z", "2025-10-26T02:30", "2025-10-26T00:30:00Z"),
        ("Europe/Paris", "2025-11-01T12:00Z", "2025-03-30T02:30", "2025-03-30T01:30:00Z"),
        ("Europe/Paris", "2025-11-01T12:00Z", "2025-10-26", "2025-10-25T22:00:00Z/2025-10-26T23:00:00Z"),
        ("America/New_York", "2025-03-09T12:00Z", "now/d", "2025-03-09T05:00:00Z/2025-03-10T04:00:00Z"),
        ("America/New_York", "2025-11-02T12:00Z", "now/d", "2025-11-02T04:00:00Z/2025-11-03T05:00:00Z"),
        ("America/New_York", "2025-11-02T06:10Z", "now/h", "2025-11-02T06:00:00Z/2025-11-02T07:00:00Z"),
        ("America/New_York", "2025-11-03T03:00Z", "today", "2025-11-02T04:00:00Z/2025-11-03T05:00:00Z T"),
        # Lord Howe moves by half an hour: 2025-10-05 from 02:00 to 02:30, 2025-04-06 from 02:00 to 01:30.
        ("Australia/Lord_Howe", "2025-10-04T15:45Z", "now/h", "2025-10-04T15:30:00Z/2025-10-04T16:00:00Z"),
        ("Australia/Lord_Howe", "2025-10-04T15:15Z", "now/h", "2025-10-04T14:30:00Z/2025-10-04T15:30:00Z"),
        ("Australia/Lord_Howe", "2025-04-05T14:45Z", "now/h", "2025-04-05T14:00:00Z/2025-04-05T15:00:00Z"),
        ("Australia/Lord_Howe", "2025-04-05T15:15Z", "now/h", "2025-04-05T15:00:00Z/2025-04-05T15:30:00Z"),
        ("Australia/Lord_Howe", "2025-04-05T18:00Z", "today", "2025-04-05T13:00:00Z/2025-04-06T13:30:00Z T"),
        # Sao Paulo, 2018-11-04: 00:00 becomes 01:00.
        ("America/Sao_Paulo", "2018-11-04T12:00Z", "today", "2018-11-04T03:00:00Z/2018-11-05T02:00:00Z T"),
        ("America/Sao_Paulo", "2018-11-04T03:30Z", "now/h", "2018-11-04T03:00:00Z/2018-11-04T04:00:00Z"),
        ("America/Sao_Paulo", "2018-11-05T12:00Z", "today-1d+1h", "2018-11-04T04:00:00Z"),
        # Toronto, 1919-03-30: 23:30 became 00:30. The half hour before it is cut off.
        ("America/Toronto", "1919-03-31T12:00Z", "now/d", "1919-03-31T04:30:00Z/1919-04-01T04:00:00Z"),
        ("America/Toronto", "1919-03-31T04:15Z", "now/h", "1919-03-31T04:00:00Z/1919-03-31T04:30:00Z"),
        ("America/Toronto", "1919-03-31T04:45Z", "now/h", "1919-03-31T04:30:00Z/1919-03-31T05:00:00Z"),
        # Samoa skipped 2011-12-30.
        ("Pacific/Apia", "2011-12-31T12:00Z", "2011-12-29", "2011-12-29T10:00:00Z/2011-12-30T10:00:00Z"),
        ("Pacific/Apia", "2011-12-31T12:00Z", "2011-12-30", "2011-12-30T10:00:00Z/2011-12-30T10:00:00Z"),
        ("Pacific/Apia", "2011-12-31T12:00Z", "2011-12-31", "2011-12-30T10:00:00Z/2011-12-31T10:00:00Z"),
        ("Pacific/Apia", "2011-12-30T22:00Z", "now-1d/d", "2011-12-30T10:00:00Z/2011-12-31T10:00:00Z"),
        # St. John's, 2010-11-07: 00:01 became 23:01 of the day before, which counts to the new day.
        ("America/St_Johns", "2010-11-07T03:00Z", "today", "2010-11-07T02:30:00Z/2010-11-08T03:30:00Z T"),
        ("America/St_Johns", "2010-11-07T02:30:20Z", "now/h", "2010-11-07T02:30:00Z/2010-11-07T02:31:00Z"),
        ("+05:45", "2025-11-03T20:00Z", "today", "2025-11-03T18:15:00Z/2025-11-04T18:15:00Z T"),
        ("Asia/Kathmandu", "2025-11-03T20:00Z", "now/h", "2025-11-03T19:15:00Z/2025-11-03T20:15:00Z"),
        ("-03:30", "9999-12-31T12:00Z", "today", "9999-12-31T03:30:00Z/never T"),
        ("UTC", "9999-12-31T23:30Z", "now/h", "9999-12-31T23:00:00Z/never"),
        ("UTC", "9999-12-31T23:30Z", "now/y", "9999-01-01T00:00:00Z/never"),
    ],
)
def test_in_a_zone(zone: str, now: str, text: str, expected: str) -> None:
    assert written(read_time(text, clock(now, zone))) == expected


@pytest.mark.parametrize(
    ("week_start", "expected"),
    [
        ("monday", "2025-10-27T00:00:00Z/2025-11-03T00:00:00Z"),
        ("sunday", "2025-11-02T00:00:00Z/2025-11-09T00:00:00Z"),
        ("saturday", "2025-11-01T00:00:00Z/2025-11-08T00:00:00Z"),
    ],
)
def test_a_week_starts_when_the_clock_says(week_start: str, expected: str) -> None:
    sunday = clock("2025-11-02T09:00Z", week_start=week_start)
    assert written(read_time("now/w", sunday)) == expected


NOT_TIMES = [
    *[
        "",
        " ",
        "now ",
        " now",
        "Now",
        "NOW",
        "today\n",
        "now-",
        "now-1",
        "now-1x",
        "now-d",
        "now--1d",
        "now- 1d",
    ],
    *[
        "now1d",
        "now-1D",
        "now-1.5d",
        "now-1234567890d",
        "now-\u0661d",
        "now/",
        "now/D",
    ],
    *[
        "now/1d",
        "yesterday",
        "-1d",
        "1d",
        "2025",
        "2025-11",
        "20251103",
        "2025-W45",
        "2025-W45-1",
        "2025-307",
    ],
    *["2025-11-3", "2025-13-01", "2025-02-29", "0000-01-01", "10000-01-01", "-2025-01-01", "\u0662025-01-01"],
    *["2025-11-03T", "2025-11-03T10", "2025-11-03T24:00", "2025-11-03T10:60", "2025-11-03T10:20:60"],
    *[
        "2025-11-03T10:20:30.",
        "2025-11-03T10:20:30,5",
        "2025-11-03T10:20:30.1234567890",
        "2025-11-03T10:20.5",
    ],
    *[
        "2025-11-03t10:20",
        "2025-11-03T10:20z",
        "2025-11-03T10:20 Z",
        "2025-11-03T10:20+1",
        "2025-11-03T10:20+24:00",
    ],
    *["2025-11-03T10:20+01:60", "2025-11-03T10:20+01:00:30", "2025-11-03Z", "2025-11-03+01:00", "1762128000"],
    *["now\0", "\ud800", "now" + "/d" * 499],
]


@pytest.mark.parametrize("text", NOT_TIMES, ids=ascii)
def test_every_other_text_is_refused_with_what_is_allowed(text: str) -> None:
    with pytest.raises(InvalidTime, match=r"is no time: give a date or date-time .* such as now-7d"):
        read_time(text, clock())


@pytest.mark.parametrize(
    ("text", "zone"),
    [
        ("now+8000y", "UTC"),
        ("now-2026y", "UTC"),
        ("now-999999999d", "UTC"),
        ("now+999999999w", "UTC"),
        ("now+999999999M", "UTC"),
        ("now-999999999y", "UTC"),
        ("now+999999999h", "UTC"),
        ("today-999999999d", "UTC"),
        ("today+8000y/y", "UTC"),
        ("0001-01-01", "+02:00"),
        ("0001-01-01T00:05", "Europe/Paris"),
        ("0001-01-01T00:30+01:00", "UTC"),
        ("9999-12-31T23:30-01:00", "UTC"),
    ],
)
def test_a_time_outside_the_years_1_to_9999_is_refused(text: str, zone: str) -> None:
    with pytest.raises(InvalidTime, match="is no time in the years 1 to 9999"):
        read_time(text, clock(zone=zone))


A, B = at("2025-10-01T00:00Z"), at("2025-11-01T00:00Z")
LAST = datetime.max.replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("op", "moment", "expected"),
    [
        pytest.param("eq", Instant(A), Span(A, A + RESOLUTION), id="instant-eq"),
        pytest.param("gte", Instant(A), Span(A, None), id="instant-gte"),
        pytest.param("lte", Instant(A), Span(None, A + RESOLUTION), id="instant-lte"),
        pytest.param("gt", Instant(A), Span(A + RESOLUTION, None), id="instant-gt"),
        pytest.param("lt", Instant(A), Span(None, A), id="instant-lt"),
        pytest.param("eq", Period(A, B), Span(A, B), id="period-eq"),
        pytest.param("gte", Period(A, B), Span(A, None), id="period-gte"),
        pytest.param("lte", Period(A, B), Span(None, B), id="period-lte"),
        pytest.param("gt", Period(A, B), Span(B, None), id="period-gt"),
        pytest.param("lt", Period(A, B), Span(None, A), id="period-lt"),
        pytest.param("eq", Period(A, B, today=True), Span(A, B), id="today-eq"),
        pytest.param("gte", Period(A, B, today=True), Span(A, None), id="today-gte"),
        pytest.param("lte", Period(A, B, today=True), Span(None, B), id="today-lte"),
        pytest.param("gt", Period(A, B, today=True), Span(A + RESOLUTION, None), id="today-gt"),
        pytest.param("lt", Period(A, B, today=True), Span(None, B), id="today-lt"),
        pytest.param("eq", Instant(LAST), Span(LAST, None), id="last-eq"),
        pytest.param("lte", Instant(LAST), Span(None, None), id="last-lte"),
        pytest.param("gt", Instant(LAST), Span(LAST, LAST), id="last-gt-is-empty"),
        pytest.param("eq", Period(A, None), Span(A, None), id="endless-eq"),
        pytest.param("lte", Period(A, None), Span(None, None), id="endless-lte"),
        pytest.param("gt", Period(A, None), Span(LAST, LAST), id="endless-gt-is-empty"),
        pytest.param("lt", Period(A, None, today=True), Span(None, None), id="endless-today-lt"),
    ],
)
def test_a_comparison_selects_the_span(op: str, moment: Moment, expected: Span) -> None:
    assert span(op, moment) == expected


def test_an_unknown_comparison_is_a_mistake_of_ours() -> None:
    with pytest.raises(ValueError, match="no comparison of times is named 'neq'"):
        span("neq", Instant(A))


@pytest.mark.parametrize(
    ("day", "zone", "expected"),
    [
        pytest.param(date(2025, 3, 30), "Europe/Paris", "2025-03-29T23:00:00Z", id="midnight"),
        pytest.param(date(2018, 11, 4), "America/Sao_Paulo", "2018-11-04T03:00:00Z", id="gap-from-midnight"),
        pytest.param(date(2019, 3, 31), "Asia/Beirut", "2019-03-30T22:00:00Z", id="gap-from-midnight-beirut"),
        pytest.param(date(1919, 3, 31), "America/Toronto", "1919-03-31T04:30:00Z", id="gap-over-midnight"),
        pytest.param(date(2011, 12, 30), "Pacific/Apia", "2011-12-30T10:00:00Z", id="skipped-day"),
        pytest.param(date(2011, 12, 31), "Pacific/Apia", "2011-12-30T10:00:00Z", id="after-the-skipped-day"),
        pytest.param(date(2010, 11, 7), "America/St_Johns", "2010-11-07T02:30:00Z", id="midnight-twice"),
        pytest.param(
            date(2018, 2, 18), "America/Sao_Paulo", "2018-02-18T03:00:00Z", id="fold-until-midnight"
        ),
    ],
)
def test_a_date_starts_at(day: date, zone: str, expected: str) -> None:
    assert format_instant(start_of_date(day, zone_of(zone))) == expected
