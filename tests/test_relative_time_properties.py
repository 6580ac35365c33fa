"""What holds for any text, clock, zone and date."""

from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from zoneinfo import available_timezones

from dateutil import tz
from dateutil.relativedelta import relativedelta
from hypothesis import given
from hypothesis import strategies as st

from widgetql.relative_time import (
    RESOLUTION,
    Clock,
    Instant,
    InvalidTime,
    Period,
    format_instant,
    read_time,
    shift,
    start_of_date,
    zone_name,
    zone_of,
)

ZONES = st.sampled_from(
    [
        *[
            "UTC",
            "Europe/Paris",
            "America/New_York",
            "America/Sao_Paulo",
            "America/St_Johns",
            "America/Toronto",
        ],
        *["Australia/Lord_Howe", "Pacific/Apia", "Asia/Kathmandu", "Asia/Beirut", "Africa/Casablanca"],
        *["Antarctica/Troll", "America/Juneau", "Africa/Monrovia", "+05:45", "-09:30"],
    ]
).map(zone_of)
INSTANTS = st.datetimes(datetime(1850, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))
CLOCKS = st.builds(Clock, INSTANTS, ZONES, st.integers(0, 6))
PHRASES = st.from_regex(r"(now|today)([+-][0-9]{1,9}[smhdwMy]|/[smhdwMy]){0,7}", fullmatch=True)


@given(st.text() | PHRASES | st.from_regex(r"[0-9]{4}-[01][0-9]-[0-3][0-9]([T ][0-9:.+Z-]*)?"), CLOCKS)
def test_any_text_is_a_moment_or_invalid(text: str, clock: Clock) -> None:
    try:
        moment = read_time(text, clock)
    except InvalidTime as error:
        assert "is no time" in str(error)  # noqa: PT017
        return
    if isinstance(moment, Instant):
        assert moment.at.tzinfo is UTC
    else:
        assert moment.start.tzinfo is UTC
        assert moment.end is None or moment.start <= moment.end


@given(CLOCKS, st.sampled_from("smhdwMy"))
def test_a_period_contains_what_was_rounded(clock: Clock, unit: str) -> None:
    period = read_time(f"now/{unit}", clock)
    assert isinstance(period, Period)
    assert period.end is not None
    assert period.start <= clock.now < period.end


@given(CLOCKS, st.sampled_from("smhdwMy"))
def test_periods_follow_each_other(clock: Clock, unit: str) -> None:
    period = read_time(f"now/{unit}", clock)
    assert isinstance(period, Period)
    assert period.end is not None
    after = read_time(f"now/{unit}", Clock(period.end, clock.zone, clock.week_start))
    before = read_time(f"now/{unit}", Clock(period.start - RESOLUTION, clock.zone, clock.week_start))
    assert isinstance(after, Period)
    assert isinstance(before, Period)
    assert (before.end, after.start) == (period.start, period.end)


@given(CLOCKS)
def test_today_is_the_day_of_now(clock: Clock) -> None:
    today, day = read_time("today", clock), read_time("now/d", clock)
    assert isinstance(today, Period)
    assert isinstance(day, Period)
    assert (today.start, today.end) == (day.start, day.end)


MOVES = {"d": "days", "w": "weeks", "M": "months", "y": "years"}


@given(INSTANTS, ZONES, st.integers(-500, 500).filter(bool), st.sampled_from(sorted(MOVES)))
def test_a_calendar_move_keeps_the_time_of_day(now: datetime, zone: tzinfo, amount: int, unit: str) -> None:
    target = now.astimezone(zone).replace(tzinfo=None) + relativedelta(**{MOVES[unit]: amount})
    moved = shift(now, amount, unit, zone).astimezone(zone)
    if tz.datetime_exists(target, zone):
        assert (moved.replace(tzinfo=None), moved.fold) == (target, 0)
    else:
        assert moved.replace(tzinfo=None) > target


@given(st.sampled_from(sorted(available_timezones())))
def test_every_zone_is_read_back(name: str) -> None:
    assert zone_of(zone_name(zone_of(name))) == zone_of(name)


@given(
    st.timedeltas(timedelta(hours=-23), timedelta(hours=23)).map(
        lambda d: timedelta(minutes=d // timedelta(minutes=1))
    )
)
def test_every_offset_is_read_back(offset: timedelta) -> None:
    assert zone_of(zone_name(timezone(offset))) == timezone(offset)


@given(st.dates(date(1850, 1, 1), date(2100, 1, 1)), ZONES)
def test_a_date_starts_where_the_one_before_ended(day: date, zone: tzinfo) -> None:
    start = start_of_date(day, zone)
    assert start.astimezone(zone).date() >= day
    assert (start - RESOLUTION).astimezone(zone).date() < day


@given(INSTANTS)
def test_an_instant_is_read_back(instant: datetime) -> None:
    assert read_time(format_instant(instant), Clock(instant, UTC)) == Instant(instant)
