"""Stored times in plain Python: the lowest that is at or after an instant, and the instant that one means."""

from __future__ import annotations

from datetime import MAXYEAR, MINYEAR, UTC, date, datetime, time, timedelta, tzinfo
from typing import Any, Final, cast

from widgetql.clocks import first_shown, offset_of
from widgetql.relative_time import RESOLUTION, localize, start_of_date
from widgetql.storage import Storage

_EPOCH: Final = datetime(1970, 1, 1)
_EPOCH_IN_UTC: Final = _EPOCH.replace(tzinfo=UTC)
_FIRST: Final = datetime.min.replace(tzinfo=UTC)


def stored_bound(at: datetime, storage: Storage, zone: tzinfo) -> datetime | date:
    """Return the lowest stored value that is at or after an instant.

    For an aware column that is the instant in UTC; for a naive one its wall time in the column's zone (after
    the repeated hour, where the instant is in its second run: naive values mean the first; where clocks jump,
    the first time that they skip: those mean the instant of the jump); for a date column the first date whose
    midnight is not before it.

    >>> stored_bound(datetime(2025, 11, 3, 0, 0, 1, tzinfo=UTC), Storage.DATE, UTC)
    datetime.date(2025, 11, 4)
    """
    if storage in (Storage.AWARE, Storage.EPOCH):
        return at.astimezone(UTC)
    try:
        return _wall_bound(at, storage, zone)
    except OverflowError:
        # The zone's clocks show a year before 1 or after 9999: all stored values are after, or before.
        edge = datetime.min if at.year == MINYEAR else datetime.max
        return edge.date() if storage is Storage.DATE else edge


def is_beyond(at: datetime, storage: Storage, zone: tzinfo) -> bool:
    """Tell whether nothing can be stored at or after an instant, as after the last midnight among dates.

    >>> is_beyond(datetime(9999, 12, 31, 1, tzinfo=UTC), Storage.DATE, UTC)
    True
    """
    if at.year < MAXYEAR or storage is Storage.AWARE:
        return False
    try:
        _wall_bound(at, storage, zone)
    except OverflowError:
        return True
    return False


def stored_ends(storage: Storage, zone: tzinfo) -> tuple[datetime | date, datetime | date]:
    """Return the first and the last stored value whose instant a datetime can be.

    >>> stored_ends(Storage.DATE, UTC)
    (datetime.date(1, 1, 1), datetime.date(9999, 12, 31))
    """
    first = stored_bound(datetime.min.replace(tzinfo=UTC), storage, zone)
    if storage is Storage.DATE:
        return first, date.max
    last = datetime.max.replace(tzinfo=UTC)
    try:
        return first, last if storage is Storage.AWARE else last.astimezone(zone).replace(tzinfo=None)
    except OverflowError:
        return first, datetime.max


def _wall_bound(at: datetime, storage: Storage, zone: tzinfo) -> datetime | date:
    wall = at.astimezone(zone)
    if storage is Storage.DATE:
        day = wall.date()
        return day if start_of_date(day, zone) >= at else day + timedelta(days=1)
    if zone is UTC:
        # Its clocks never change.
        return wall.replace(tzinfo=None)
    naive = wall.replace(tzinfo=None, fold=0)
    return naive - _jumped(at, zone) if first_shown(naive, zone) >= at else _after_repeat(at, zone)


def _jumped(at: datetime, zone: tzinfo) -> timedelta:
    """Return how far clocks jump forward at an instant: it is that of all the local times that they skip."""
    before = at - RESOLUTION if at > _FIRST else at
    return max(offset_of(at.astimezone(zone)) - offset_of(before.astimezone(zone)), timedelta(0))


def _after_repeat(at: datetime, zone: tzinfo) -> datetime:
    """Return the wall time at which the second run of a repeated hour ends."""
    naive = at.astimezone(zone).replace(tzinfo=None, fold=0)
    gained = at - localize(naive, zone)
    low, high = at, at + gained
    while high - low > RESOLUTION:
        middle = low + (high - low) // 2
        low, high = (middle, high) if middle.astimezone(zone).fold else (low, middle)
    return high.astimezone(zone).replace(tzinfo=None, fold=0)


def instant_of(value: Any, zone: tzinfo) -> datetime:
    """Return a stored date, date-time, text or number of microseconds since 1970 as an aware UTC instant.

    >>> instant_of("2025-11-03 10:00:00.000000", UTC)
    datetime.datetime(2025, 11, 3, 10, 0, tzinfo=datetime.timezone.utc)
    """
    if isinstance(value, int):
        value = _EPOCH + value * RESOLUTION
    elif isinstance(value, str):
        value = date.fromisoformat(value) if len(value) == 10 else datetime.fromisoformat(value)
    if not isinstance(value, datetime):
        return start_of_date(value, zone)
    if value.tzinfo is None:
        # Thousands of rows are read by this: the zone's clocks take five times as long.
        return _EPOCH_IN_UTC + (value - _EPOCH) if zone is UTC else first_shown(value, zone)
    return value if value.tzinfo is UTC else value.astimezone(UTC)


def date_of(value: Any) -> date:
    """Return a stored date, or its text, as a date; of a number of microseconds since 1970 the day.

    >>> date_of("2025-11-03"), date_of(86_400_000_000)
    (datetime.date(2025, 11, 3), datetime.date(1970, 1, 2))
    """
    if isinstance(value, int):
        return (_EPOCH + value * RESOLUTION).date()
    if isinstance(value, str):
        return date.fromisoformat(value[:10])
    return value.date() if isinstance(value, datetime) else cast("date", value)


def stored_micros(stored: datetime | date) -> int:
    """Return where a stored value stands on the time line: the microseconds since 1970.

    >>> stored_micros(date(1970, 1, 2))
    86400000000
    """
    if not isinstance(stored, datetime):
        stored = datetime.combine(stored, time())
    return (stored.replace(tzinfo=UTC) - _EPOCH_IN_UTC) // RESOLUTION


def shortest_text(stored: datetime | date) -> str:
    """Return a stored time as SQLAlchemy writes it for SQLite, without the zeros at its end.

    >>> shortest_text(datetime(2025, 11, 3, 12, 0, 0, 500_000))
    '2025-11-03 12:00:00.5'
    """
    if not isinstance(stored, datetime):
        return stored.isoformat()
    text = stored.replace(tzinfo=None).isoformat(sep=" ")
    return text.rstrip("0") if "." in text else text
