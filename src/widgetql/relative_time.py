"""What a time in a filter means: ISO 8601 texts and phrases such as `now-7d` or `now-1M/M`.

A text is read once (`_syntax`, cached) and then resolved against a `Clock`. Days, weeks, months and
years are moved on the wall clock of the clock's zone; seconds, minutes and hours on instants. Every
instant that leaves this module is aware and in UTC; every period is half-open.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from functools import lru_cache
from types import MappingProxyType
from typing import Final
from zoneinfo import ZoneInfo

from dateutil.relativedelta import relativedelta

from widgetql.clocks import first_instant, first_shown, offset_of
from widgetql.errors import shown

# The days that a week may start on; a day's index is its number in `Clock.week_start`.
WEEKDAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

# Instants closer together than this are one instant: what a `datetime`, and so an answer, can hold.
RESOLUTION: Final = timedelta(microseconds=1)

# A longer text is no time; it also bounds what the cache of phrases may hold.
_MAX_LENGTH: Final = 1_000

_CLOCK_UNITS: Final = MappingProxyType(
    {"s": timedelta(seconds=1), "m": timedelta(minutes=1), "h": timedelta(hours=1)}
)
_DATE_UNITS: Final[Mapping[str, timedelta | relativedelta]] = MappingProxyType(
    {
        "d": timedelta(days=1),
        "w": timedelta(weeks=1),
        "M": relativedelta(months=1),
        "y": relativedelta(years=1),
    }
)

_LAST: Final = datetime.max.replace(tzinfo=UTC)

_PHRASE: Final = re.compile(r"(now|today)((?:[+-][0-9]{1,9}[smhdwMy]|/[smhdwMy])*)")
_STEP: Final = re.compile(r"([+-][0-9]+|/)([smhdwMy])")
_OFFSET: Final = r"[+-](?:[01][0-9]|2[0-3]):?[0-5][0-9]"
# What systems keep beside IANA's names: browsers know none of it, and `localtime` is the server's own zone.
_NO_NAME: Final = r"(?i:localtime|posixrules|Factory|(?:posix|right)/.*)"
# A narrower grammar than `datetime.fromisoformat`, which also takes week dates, and 24:00 from Python 3.14.
_DATE: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_TIME: Final = r"(?:[01][0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9](?:\.[0-9]{1,9})?)?"
_DATE_TIME: Final = re.compile(f"{_DATE.pattern}[T ]{_TIME}(?:Z|{_OFFSET})?")


class InvalidTime(ValueError):
    """A text that is neither a relative phrase nor an ISO 8601 date or date-time."""


@dataclass(frozen=True, slots=True)
class Clock:
    """What a phrase is resolved against: an aware `now`, a zone, and the first day of a week (0: Monday)."""

    now: datetime
    zone: tzinfo
    week_start: int = 0

    @property
    def calendar(self) -> tuple[tzinfo, type, int]:
        """What it shows at any moment; of two equal zones one may be a host's own."""
        return self.zone, type(self.zone), self.week_start

    def standing(self) -> Clock:
        """Return the clock at no moment, for what is to hold at every one."""
        return Clock(_LAST, self.zone, self.week_start)


@dataclass(frozen=True, slots=True)
class Period:
    """The instants from `start` until just before `end`, aware and in UTC.

    `end` is None where it lies beyond the year 9999. `today` marks the reference's own rule for `gt`
    and `lt` (see `span`). A date that its zone skipped is an empty period.
    """

    start: datetime
    end: datetime | None
    today: bool = False


@dataclass(frozen=True, slots=True)
class Instant:
    """One instant, aware and in UTC."""

    at: datetime


Moment = Instant | Period


@dataclass(frozen=True, slots=True)
class Span:
    """The instants from `start` until just before `end`, None being open; empty where they are equal."""

    start: datetime | None
    end: datetime | None


@dataclass(frozen=True, slots=True)
class _Phrase:
    """`now` or `today`, and its steps from left to right: an amount and its unit, None rounds to the unit."""

    today: bool
    steps: tuple[tuple[int | None, str], ...]


def read_time(text: str, clock: Clock) -> Moment:
    """Return the instant or period that a relative phrase, an ISO date or an ISO date-time means.

    A date is the period of that local day; a date-time without an offset is local, the first one where
    the clock shows it twice. Raises `InvalidTime` for every other text, and for times outside the years
    1 to 9999.

    >>> clock = Clock(datetime(2025, 11, 3, 14, 30, tzinfo=UTC), ZoneInfo("Europe/Paris"))
    >>> read_time("now-90m", clock)
    Instant(at=datetime.datetime(2025, 11, 3, 13, 0, tzinfo=datetime.timezone.utc))
    >>> october = read_time("now-1M/M", clock)
    >>> format_instant(october.start), format_instant(october.end)
    ('2025-09-30T22:00:00Z', '2025-10-31T23:00:00Z')
    """
    if len(text) > _MAX_LENGTH:
        raise _not_a_time(text)
    try:
        written = _syntax(text)
        if isinstance(written, _Phrase):
            return _resolve(written, clock)
        if isinstance(written, datetime):
            local = written.tzinfo is None
            return Instant(localize(written, clock.zone) if local else written.astimezone(UTC))
        return _dates(written, "d", clock.zone)
    except (ValueError, OverflowError) as error:
        if isinstance(error, InvalidTime):
            raise
        raise InvalidTime(f"{text[:60]!r} is no time in the years 1 to 9999.") from None


def is_relative(value: object) -> bool:
    """Tell whether a text is a phrase: what it means moves on with the clock."""
    return isinstance(value, str) and _PHRASE.fullmatch(value) is not None


def span(op: str, moment: Moment) -> Span:
    """Return the instants that satisfy `eq`, `gt`, `gte`, `lt` or `lte` against an instant or a period.

    A period counts as a whole: `gt` is after its end, `lt` before its start. For `today` and its moves
    the reference has another rule: `gt` is after its start, `lt` through its end.

    >>> day = read_time("2025-11-03", Clock(datetime(2025, 11, 9, tzinfo=UTC), UTC))
    >>> format_instant(span("gt", day).start), format_instant(span("lte", day).end)
    ('2025-11-04T00:00:00Z', '2025-11-04T00:00:00Z')
    """
    start = moment.at if isinstance(moment, Instant) else moment.start
    end = _just_after(start) if isinstance(moment, Instant) else moment.end
    own_rule = isinstance(moment, Period) and moment.today
    above = _just_after(start) if own_rule else end
    below = end if own_rule else start
    match op:
        case "eq":
            return Span(start, end)
        case "gte":
            return Span(start, None)
        case "lte":
            return Span(None, end)
        case "gt":
            return Span(above, None) if above is not None else Span(_LAST, _LAST)
        case "lt":
            return Span(None, below)
        case _:
            raise ValueError(f"no comparison of times is named {op!r}")


def shift(instant: datetime, amount: int, unit: str, zone: tzinfo) -> datetime:
    """Move an instant by `amount` of `s m h d w M y`, and return it in UTC.

    Days and longer are moved on the zone's wall clock: the time of day stays, months and years clamp to
    the month's end. Raises `ValueError` or `OverflowError` outside the years 1 to 9999.

    >>> format_instant(shift(datetime(2025, 3, 29, 12, tzinfo=UTC), 1, "d", ZoneInfo("Europe/Paris")))
    '2025-03-30T11:00:00Z'
    """
    if unit in _CLOCK_UNITS:
        return instant.astimezone(UTC) + amount * _CLOCK_UNITS[unit]
    # Nothing to move: the second of two equal wall times must not become the first.
    if amount == 0:
        return instant.astimezone(UTC)
    wall = instant.astimezone(zone).replace(tzinfo=None)
    return localize(wall + amount * _DATE_UNITS[unit], zone)


def localize(wall: datetime, zone: tzinfo) -> datetime:
    """Return the instant (UTC) at which the zone's clocks show a naive wall time: the first of two.

    A time that the clocks skip is moved forward by the length of the gap (PEP 495, fold 0). Raises
    `OverflowError` outside the years 1 to 9999.
    """
    at = wall.replace(tzinfo=zone, fold=0)
    return at if zone is UTC else at.astimezone(UTC)


def start_of_date(day: date, zone: tzinfo) -> datetime:
    """Return the first instant (UTC) at which the zone's local date is `day` or later.

    Mostly midnight; the end of the gap where the clocks skip midnight or the whole day. Raises as `localize`.

    >>> format_instant(start_of_date(date(2018, 11, 4), ZoneInfo("America/Sao_Paulo")))
    '2018-11-04T03:00:00Z'
    """
    return first_shown(datetime.combine(day, time.min), zone)


def zone_of(value: str | tzinfo) -> tzinfo:
    """Return the zone of an IANA name, "UTC" or an offset ("+02:00"), or a zone that is one of these.

    The answer is a `ZoneInfo` or a `datetime.timezone`, so that `zone_name` can name it. A pytz zone is
    read by its name. Raises `ValueError`, naming the value.

    >>> zone_of("UTC"), zone_of("Europe/Paris"), zone_of("+02:00").utcoffset(None)
    (datetime.timezone.utc, zoneinfo.ZoneInfo(key='Europe/Paris'), datetime.timedelta(seconds=7200))
    """
    zone = _named_zone(value) if isinstance(value, str) else _zone_given(value)
    if zone is None:
        raise ValueError(
            f"{shown(value)} is no time zone: give an IANA name such as 'Europe/Paris', 'UTC', an offset "
            "in whole minutes such as '+02:00', or a ZoneInfo"
        )
    return zone


@lru_cache(maxsize=256, typed=True)
def zone_name(zone: tzinfo) -> str:
    """Return the text that `zone_of` reads back to the same zone.

    >>> zone_name(zone_of("Europe/Paris")), zone_name(UTC), zone_name(timezone(timedelta(hours=-3.5)))
    ('Europe/Paris', 'UTC', '-03:30')
    """
    zone = zone_of(zone)
    if isinstance(zone, ZoneInfo):
        return zone.key
    if zone == UTC:
        return "UTC"
    # "UTC+02:00": what the standard library calls a zone that was given an offset and no name.
    return (zone.tzname(None) or "").removeprefix("UTC")


def format_instant(at: datetime) -> str:
    """Write an aware instant as the wire has it, with a fraction of a second only where there is one.

    >>> format_instant(datetime(2025, 11, 3, tzinfo=UTC))
    '2025-11-03T00:00:00Z'
    >>> format_instant(datetime(2025, 11, 3, 0, 0, 0, 500_000, tzinfo=UTC))
    '2025-11-03T00:00:00.500000Z'
    """
    return (at if at.tzinfo is UTC else at.astimezone(UTC)).isoformat()[:-6] + "Z"


@lru_cache(maxsize=1024)
def _syntax(text: str) -> _Phrase | date | datetime:
    """Read the text alone: a phrase, a date, or a date-time, naive where no offset is written."""
    if phrase := _PHRASE.fullmatch(text):
        anchor, steps = phrase.groups()
        read = [(None if by == "/" else int(by), unit) for by, unit in _STEP.findall(steps)]
        return _Phrase(anchor == "today", tuple(read))
    try:
        if _DATE.fullmatch(text):
            return date.fromisoformat(text)
        if _DATE_TIME.fullmatch(text):
            return datetime.fromisoformat(text)
    # A date that no calendar has, such as 2025-02-29.
    except ValueError:
        pass
    raise _not_a_time(text)


def _not_a_time(text: str) -> InvalidTime:
    return InvalidTime(
        f"{text[:60]!r} is no time: give a date or date-time such as 2025-11-03 or 2025-11-03T14:00:00Z, or "
        "'now' or 'today', moved by units of s m h d w M y and rounded to them, such as now-7d or now-1M/M."
    )


def _resolve(phrase: _Phrase, clock: Clock) -> Moment:
    """Move and round from the left to the right.

    A `today`, and what is rounded, is a period of one unit: days and longer move its start, and it stays one;
    seconds, minutes and hours make an instant of that start.
    """
    zone = clock.zone
    place: date | datetime = _date_at(clock.now, zone) if phrase.today else clock.now.astimezone(UTC)
    unit = "d" if phrase.today else None
    for amount, step in phrase.steps:
        if amount is None:
            place, unit = _rounded(place, step, clock), step
        elif not isinstance(place, datetime) and step in _DATE_UNITS:
            place += amount * _DATE_UNITS[step]
        else:
            at = place if isinstance(place, datetime) else start_of_date(place, zone)
            place, unit = shift(at, amount, step, zone), unit if step in _DATE_UNITS else None
    if unit is None:
        assert isinstance(place, datetime)
        return Instant(place)
    if isinstance(place, datetime):
        return _clock_unit(place, _CLOCK_UNITS[unit], zone)
    own_rule = phrase.today and all(amount is not None for amount, _ in phrase.steps)
    return replace(_dates(place, unit, zone), today=own_rule)


def _rounded(place: date | datetime, unit: str, clock: Clock) -> date | datetime:
    """Return where the unit of the zone's calendar or clock starts that a place lies in."""
    zone = clock.zone
    if unit in _CLOCK_UNITS:
        at = place if isinstance(place, datetime) else start_of_date(place, zone)
        return _clock_unit(at, _CLOCK_UNITS[unit], zone).start
    day = _date_at(place, zone) if isinstance(place, datetime) else place
    if unit == "w":
        day -= timedelta(days=(day.weekday() - clock.week_start) % 7)
    elif unit != "d":
        day = day.replace(day=1) if unit == "M" else day.replace(month=1, day=1)
    return day


def _dates(first: date, unit: str, zone: tzinfo) -> Period:
    """Return the period of one day, week, month or year that starts on a date."""
    start = start_of_date(first, zone)
    try:
        return Period(start, start_of_date(first + _DATE_UNITS[unit], zone))
    except (ValueError, OverflowError):
        return Period(start, None)


def _clock_unit(at: datetime, unit: timedelta, zone: tzinfo) -> Period:
    """Return the second, minute or hour that the zone's clocks show at an instant.

    A change of the clocks inside the unit cuts it in two, as Lord Howe's half hours do: so units never
    overlap, and the repeated hour is an hour of its own.
    """
    local = at.astimezone(zone)
    offset = offset_of(local)
    into = (local.replace(tzinfo=None) - datetime.min) % unit
    start = local.astimezone(UTC) - into
    if offset_of(start.astimezone(zone)) != offset:
        start = first_instant(start, at, lambda when: offset_of(when.astimezone(zone)) == offset)
    try:
        end = local.astimezone(UTC) - into + unit
        if offset_of((end - RESOLUTION).astimezone(zone)) != offset:
            end = first_instant(at, end, lambda when: offset_of(when.astimezone(zone)) != offset)
    except OverflowError:
        return Period(start, None)
    return Period(start, end)


def _date_at(at: datetime, zone: tzinfo) -> date:
    """Return the local date that an instant counts to.

    Where the clocks go back over midnight (St. John's, until 2011), the end of the old date comes twice;
    the second time counts to the new date, which has begun by then: so dates never overlap.
    """
    day = at.astimezone(zone).date()
    try:
        following = day + timedelta(days=1)
        return following if at >= start_of_date(following, zone) else day
    except OverflowError:
        return day


def _just_after(at: datetime) -> datetime | None:
    return at + RESOLUTION if at < _LAST else None


def _named_zone(name: str) -> tzinfo | None:
    if name == "UTC":
        return UTC
    if re.fullmatch(_OFFSET, name):
        return time.fromisoformat("00:00" + name).tzinfo
    try:
        return None if re.fullmatch(_NO_NAME, name) else ZoneInfo(name)
    # A name that the system does not have, that leaves the database's folder, or that is a folder in it.
    except (KeyError, ValueError, OSError):
        return None


def _zone_given(zone: object) -> tzinfo | None:
    name = (zone.key or "") if isinstance(zone, ZoneInfo) else getattr(zone, "zone", None)
    if isinstance(name, str):
        return _named_zone(name)
    offset = zone.utcoffset(None) if isinstance(zone, tzinfo) else None
    if offset is None or offset % timedelta(minutes=1):
        return None
    return timezone(offset)
