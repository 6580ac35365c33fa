"""Dates and date-times as SQLAlchemy does not write them, and those that Python cannot represent."""

from __future__ import annotations

from datetime import timedelta, timezone
from typing import Any, Final

from sqlalchemy import Date, DateTime, Interval
from sqlalchemy.dialects.sqlite import DATE, DATETIME

from tests.stored.stored import Stored

_NAIVE: Final = DateTime()
_AWARE: Final = DateTime(timezone=True)
_NEW_YORK: Final = {"timezone": "America/New_York"}
_FIVE_BEHIND: Final = {"timezone": timezone(timedelta(hours=-5))}


def _all(database: str, column: str, declared: Any, *found: tuple[str, Any], **rest: Any) -> list[Stored]:
    return [
        Stored(database=database, column=column, declared=declared, literal=literal, reads=reads, **rest)
        for literal, reads in found
    ]


_NINE: Final = "2025-11-07T09:00:00Z"
# One blank or T, seconds and a fraction or not, at most Z or an offset.
_SPELLINGS: Final = (
    *(
        ("'2025-11-07T09:00:00Z'", _NINE),
        ("'2025-11-07T09:00:00.000Z'", _NINE),
        ("'2025-11-07 09:00:00'", _NINE),
    ),
    *(
        ("'2025-11-07T09:00:00.250Z'", "2025-11-07T09:00:00.250000Z"),
        ("'2025-11-07 09:00:00.125'", "2025-11-07T09:00:00.125000Z"),
        ("'2025-11-07T09:00:00.000250+00:00'", "2025-11-07T09:00:00.000250Z"),
    ),
    *(("'2025-11-07T11:00:00+02:00'", _NINE), ("'2025-11-07 03:30:00-05:30'", _NINE)),
    *(("'2025-11-07T09:00Z'", _NINE), ("'2025-11-07 09:00'", _NINE), ("'2025-11-07T09:00:00'", _NINE)),
    *(("'2025-11-07'", "2025-11-07T00:00:00Z"), ("'2025-11-07T09:00:00.5Z'", "2025-11-07T09:00:00.500000Z")),
    *(
        ("'9999-12-31 23:59:59.999999'", "9999-12-31T23:59:59.999999Z"),
        ("'0001-01-01 00:00:00'", "0001-01-01T00:00:00Z"),
    ),
)
_NO_TIMES: Final = tuple(
    (literal, None)
    for literal in (
        *("''", "'now'", "'abc'", "'infinity'", "x'3230'", "1762506000", "1762506000.5", "'1762506000'"),
        *(
            "'0000-00-00 00:00:00'",
            "'2025-02-30 00:00:00'",
            "'2025-11-07 24:00:00'",
            "'2025-11-07T09:00:60Z'",
        ),
        *("'10000-01-01 00:00:00'", "'-0001-01-01 00:00:00'", "'07/11/2025'", "'2025-11-07  09:00:00'"),
        *("' 2025-11-07'", "'2025-11-07T09:00:00 UTC'", "'20251107T090000Z'"),
    )
)
_IN_ZONE: Final = (
    # Skipped: the instant of the jump. Repeated: the first of the two. An offset says what no zone can.
    *(
        ("'2025-03-09 02:30:00.000000'", "2025-03-09T07:00:00Z"),
        ("'2025-11-02 01:30:00.000000'", "2025-11-02T05:30:00Z"),
    ),
    *(("'2025-11-07T09:00:00Z'", _NINE), ("'2025-11-07T04:00'", _NINE)),
)
_AT_AN_OFFSET: Final = (
    ("'2025-11-07T04:00'", _NINE),
    ("'2025-11-07T09:00:00Z'", _NINE),
    ("'2025-11-06T22:30:00-10:30'", _NINE),
)
SQLITE: Final = [
    *_all("sqlite", "DATETIME", _NAIVE, *_SPELLINGS, *_NO_TIMES),
    *_all("sqlite", "TIMESTAMP", _AWARE, *_SPELLINGS, *_NO_TIMES[:6]),
    *_all("sqlite", "DATETIME", _NAIVE, *_IN_ZONE, options=_NEW_YORK),
    *_all("sqlite", "DATETIME", _NAIVE, *_AT_AN_OFFSET, options=_FIVE_BEHIND),
    *_all(
        "sqlite",
        "DATE",
        Date(),
        ("'2025-11-07'", "2025-11-07"),
        ("''", None),
        ("'abc'", None),
        ("20251107", None),
    ),
    *_all("sqlite", "DATE", Date(), ("'0000-00-00'", None), ("'2025-02-30'", None)),
]

# Formats of a host's own: SQLAlchemy writes them, others what they like.
_SLASHES: Final = DATETIME(
    storage_format="%(month)02d/%(day)02d/%(year)04d %(hour)02d:%(minute)02d:%(second)02d",
    regexp=r"(?P<month>\d+)/(?P<day>\d+)/(?P<year>\d+) (?P<hour>\d+):(?P<minute>\d+):(?P<second>\d+)",
)
_COMPACT: Final = DateTime().with_variant(
    DATETIME(
        storage_format="%(year)04d%(month)02d%(day)02d%(hour)02d%(minute)02d%(second)02d%(microsecond)06d",
        regexp=r"(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d{6})",
    ),
    "sqlite",
)
_SHORT: Final = DATETIME(
    storage_format="it's %(day)d.%(month)d.%(year)d at %(hour)2d h %(microsecond)d",
    regexp=r"it's (?P<day>\d+)\.(?P<month>\d+)\.(?P<year>\d+) at +(?P<hour>\d+) h (?P<microsecond>\d+)",
)
_TURNED: Final = DATE(
    storage_format="%(day)02d.%(month)02d.%(year)04d", regexp=r"(?P<day>\d+)\.(?P<month>\d+)\.(?P<year>\d+)"
)
SQLITE += [
    *_all(
        "sqlite",
        "DATETIME",
        _SLASHES,
        ("'11/07/2025 09:00:00'", _NINE),
        ("'12/31/9999 23:59:59'", "9999-12-31T23:59:59Z"),
        ("'2025-11-07T11:00+02:00'", _NINE),
        *(
            (f"'{text}'", None)
            for text in ("02/30/2025 00:00:00", "11/07/2025", "11/07/2025 09:00:00 ", "11-07-2025 09:00:00")
        ),
        ("'11/07/2025 24:00:00'", None),
        ("'01/01/0000 00:00:00'", None),
        ("5", None),
        ("x'31'", None),
    ),
    *_all(
        "sqlite",
        "DATETIME_CHAR",
        _COMPACT,
        ("'20251107090000500000'", "2025-11-07T09:00:00.500000Z"),
        ("'2025-11-07 09:00:00.000000'", _NINE),
        ("'2025110709000050000'", None),
        ("'2025110709000050000x'", None),
    ),
    *_all(
        "sqlite",
        "DATETIME",
        _SHORT,
        ("'it''s 7.11.2025 at  9 h 0'", _NINE),
        ("'it''s 7.11.2025 at 12 h 500'", "2025-11-07T12:00:00.000500Z"),
        ("'it''s 31.11.2025 at 12 h 500'", None),
        ("'its 7.11.2025 at 12 h 500'", None),
    ),
    *_all("sqlite", "DATE", _TURNED, ("'07.11.2025'", "2025-11-07"), ("'2025-11-07'", "2025-11-07")),
    *_all("sqlite", "DATE", _TURNED, ("'30.02.2025'", None), ("'07.11.2025 '", None)),
    *_all(
        "sqlite", "DATETIME", _SLASHES, ("'03/09/2025 02:30:00'", "2025-03-09T07:00:00Z"), options=_NEW_YORK
    ),
    *_all("sqlite", "DATETIME", DATETIME(truncate_microseconds=True), *_SPELLINGS[:4]),
]

_BEYOND: Final = tuple(
    (f"'{text}'", None) for text in ("infinity", "-infinity", "10000-01-01 00:00:00", "294246-01-01 00:00:00")
)
_BEFORE: Final = (("'4000-01-01 00:00:00 BC'", None),)
_DAYS_BEYOND: Final = (("'infinity'", None), ("'-infinity'", None), ("'10000-01-01'", None))
_EDGES: Final = (
    ("'9999-12-31 23:59:59.999999'", "9999-12-31T23:59:59.999999Z"),
    ("'0001-01-01 00:00:00'", "0001-01-01T00:00:00Z"),
)
_AWARE_EDGES: Final = (
    ("'9999-12-31 23:59:59.999999+00'", "9999-12-31T23:59:59.999999Z"),
    ("'0001-01-01 00:00:00+00'", "0001-01-01T00:00:00Z"),
)
_SKIPPED: Final = (
    ("'2025-03-09 02:30:00'", "2025-03-09T07:00:00Z"),
    ("'2025-11-02 01:30:00'", "2025-11-02T05:30:00Z"),
)
_DAY: Final = ("'2025-11-07'", "2025-11-07")
# Of nanoseconds, which pandas writes, the whole microseconds are shown.
_FINE: Final = (
    ("'2025-11-07 09:00:00'", _NINE),
    ("'2025-11-07 09:00:00.123456789'", "2025-11-07T09:00:00.123456Z"),
)
OTHERS: Final = [
    *_all("postgresql", "TIMESTAMP", _NAIVE, *_BEYOND, *_BEFORE, *_EDGES),
    *_all("postgresql", "TIMESTAMPTZ", _AWARE, *_BEYOND, *_BEFORE, *_AWARE_EDGES),
    *_all("postgresql", "TIMESTAMP", _NAIVE, *_SKIPPED, options=_NEW_YORK),
    *_all("postgresql", "DATE", Date(), _DAY, *_DAYS_BEYOND, ("'4000-01-01 BC'", None)),
    *_all("duckdb", "TIMESTAMP", _NAIVE, *_BEYOND, ("'4000-01-01 (BC) 00:00:00'", None), *_EDGES),
    *_all("duckdb", "TIMESTAMPTZ", _AWARE, *_BEYOND, *_AWARE_EDGES),
    *_all("duckdb", "TIMESTAMP", _NAIVE, *_SKIPPED, options=_NEW_YORK),
    *_all("duckdb", "DATE", Date(), _DAY, *_DAYS_BEYOND, ("'4000-01-01 (BC)'", None)),
    *_all(
        "mariadb",
        "DATETIME(6)",
        _NAIVE,
        ("'0000-00-00 00:00:00'", None),
        ("'2025-00-00 00:00:00'", None),
        *_EDGES,
    ),
    *_all("mariadb", "DATETIME(6)", _NAIVE, *_SKIPPED, options=_NEW_YORK),
    *_all("mariadb", "DATE", Date(), _DAY, ("'0000-00-00'", None), ("'2025-11-00'", None)),
    *_all("clickhouse", "DateTime64(6, 'UTC')", _NAIVE, *_SKIPPED, options=_NEW_YORK),
    *_all("clickhouse", "DateTime64(9, 'UTC')", _NAIVE, *_FINE),
    *_all("duckdb", "TIMESTAMP_NS", _NAIVE, *_FINE, *_BEYOND[:2]),
    *_all("duckdb", "TIMESTAMP_NS", _NAIVE, *_SKIPPED, options=_NEW_YORK),
    *_all("duckdb", "TIMESTAMP_MS", _NAIVE, ("'2025-11-07 09:00:00'", _NINE), *_BEYOND[:2]),
    *_all("duckdb", "TIMESTAMP_S", _NAIVE, ("'2025-11-07 09:00:00'", _NINE), *_BEYOND[:2]),
    *_all("clickhouse", "Date32", Date(), _DAY, ("'1900-01-01'", "1900-01-01")),
]

# SQLAlchemy keeps an interval as a date-time from 1970 where a database has no type for it.
_LENGTHS: Final = (
    *(
        ("'1970-01-01 00:00:05.000000'", 5),
        ("'1970-01-02T00:00Z'", 86_400),
        ("'1969-12-31 23:59:59.5'", -0.5),
    ),
    *((literal, None) for literal in ("5", "'5'", "'00:05:00'", "x'31'", "'1970-01-01 24:00:00'", "''")),
)
INTERVALS: Final = [
    *_all("sqlite", "DATETIME", Interval(), *_LENGTHS),
    *_all(
        "mariadb", "DATETIME(6)", Interval(), ("'1970-01-01 00:00:05'", 5), ("'0000-00-00 00:00:00'", None)
    ),
    *_all(
        "postgresql", "TIMESTAMP", Interval(native=False), ("'1970-01-01 00:00:05'", 5), ("'infinity'", None)
    ),
    *_all("duckdb", "TIMESTAMP", Interval(native=False), ("'1970-01-01 00:00:05'", 5), ("'infinity'", None)),
]

CASES: Final = (*SQLITE, *OTHERS, *INTERVALS)
