"""A host's times so long after others: by the clock of UTC, which has 24 hours each day."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Final, cast

from sqlalchemy import case, literal_column
from sqlalchemy import types as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql import operators
from sqlalchemy.sql.elements import BindParameter, ColumnElement, Grouping

from widgetql.sql.constructs import MARIADB, Construct, everywhere, sql_type_of, written
from widgetql.sql.possible import as_time
from widgetql.sql.time import Instant
from widgetql.storage import STORED_TIMES, Storage, stored_by

_MICROSECOND: Final = timedelta(microseconds=1)
_WIDEST: Final = 2**63
# From the first day that there is to the last.
_DAYS: Final = 3_652_058


class later(Construct):  # noqa: N801 - reads as SQL
    """A time so many microseconds after another."""

    inherit_cache = True
    is_computed_time = True


class days_later(Construct):  # noqa: N801 - reads as SQL
    """A date so many days after another."""

    inherit_cache = True
    is_computed_time = True
    result = sa.Date()


def micros_of(value: Any) -> int | None:
    """Return the microseconds of a `timedelta` that a host wrote; None for what is none."""
    match value:
        case BindParameter(value=timedelta() as given):
            return given // _MICROSECOND
        case Grouping():
            return micros_of(cast("Any", value).element)
        case _:
            return None


def moved(operator: Any, kind: Any, left: Any, right: Any) -> ColumnElement[Any] | None:
    """Return a time and a `timedelta`, or a date and a number of days, added up; None for what is neither."""
    if operator is operators.add and stored_by(right.type) in STORED_TIMES:
        left, right = right, left
    stored, sign = stored_by(left.type), -1 if operator is operators.sub else 1
    if operator not in (operators.add, operators.sub) or stored is None or stored not in STORED_TIMES:
        return None
    if stored is Storage.DATE and stored_by(right.type) is Storage.INTEGER:
        return _moved_by_days(left, right if sign == 1 else -right)
    micros = micros_of(right)
    if micros is None or abs(micros) >= _WIDEST:
        return None
    found = later(as_time(left, Instant(stored)), literal_column(str(sign * micros), sa.BigInteger()))
    found.type = kind
    return found


def _moved_by_days(date: ColumnElement[Any], days: ColumnElement[Any]) -> ColumnElement[Any]:
    # One number too large, in any row, is an error of the whole statement on some databases.
    return case((days.between(-_DAYS, _DAYS), days_later(as_time(date, Instant(Storage.DATE)), days)))


@compiles(later, "postgresql")
def _later_postgresql(element: later, compiler: Any, **options: Any) -> str:
    # Of days it would take those of the session's zone, which may have 23 hours.
    value, micros = written(element, compiler, **options)
    return f"({value} + INTERVAL '{micros} microseconds')"


@compiles(later, "duckdb")
def _later_duckdb(element: later, compiler: Any, **options: Any) -> str:
    return "({} + to_microseconds({}))".format(*written(element, compiler, **options))


@compiles(later, *MARIADB)
def _later_mariadb(element: later, compiler: Any, **options: Any) -> str:
    value, micros = written(element, compiler, **options)
    return f"(CAST({value} AS DATETIME(6)) + INTERVAL {micros} MICROSECOND)"


@compiles(later, "clickhousedb")
def _later_clickhouse(element: later, compiler: Any, **options: Any) -> str:
    value, micros = written(element, compiler, **options)
    return f"addMicroseconds(toDateTime64({value}, 6, 'UTC'), {micros})"


@compiles(later, "hive")
def _later_hive(element: later, compiler: Any, **options: Any) -> str:
    value, micros = written(element, compiler, **options)
    if stored_by(sql_type_of(element)) is Storage.AWARE:
        # To an instant an interval adds the days of the session's zone.
        return f"timestamp_micros(unix_micros({value}) + {micros})"
    return f"(CAST({value} AS TIMESTAMP_NTZ) + {micros} * INTERVAL '0.000001' SECOND)"


@compiles(later, "sqlite")
def _later_sqlite(element: later, compiler: Any, **options: Any) -> str:
    value, micros = written(element, compiler, **options)
    seconds, fraction = divmod(int(micros), 1_000_000)
    second = f"strftime('%Y-%m-%d %H:%M:%S', substr({value}, 1, 19), "
    if not fraction:
        return f"{second}'{seconds:+} seconds') || substr({value}, 20)"
    # What is computed of it otherwise would fill the stack of SQLite's parser.
    total = f"CAST(substr(substr({value}, 21) || '000000', 1, 6) AS INTEGER) + {fraction}"
    return f"{second}(({total}) / 1000000 + {seconds}) || ' seconds') || printf('.%06d', ({total}) % 1000000)"


@everywhere(days_later)
def _days_later(element: days_later, compiler: Any, **options: Any) -> str:
    return "({} + CAST({} AS INTEGER))".format(*written(element, compiler, **options))


@compiles(days_later, "sqlite")
def _days_later_sqlite(element: days_later, compiler: Any, **options: Any) -> str:
    return "date({}, ({}) || ' days')".format(*written(element, compiler, **options))


@compiles(days_later, *MARIADB)
def _days_later_mariadb(element: days_later, compiler: Any, **options: Any) -> str:
    return "({} + INTERVAL ({}) DAY)".format(*written(element, compiler, **options))


@compiles(days_later, "clickhousedb")
def _days_later_clickhouse(element: days_later, compiler: Any, **options: Any) -> str:
    return "addDays(toDate32({}), {})".format(*written(element, compiler, **options))


@compiles(days_later, "hive")
def _days_later_hive(element: days_later, compiler: Any, **options: Any) -> str:
    return "date_add({}, CAST({} AS INT))".format(*written(element, compiler, **options))
