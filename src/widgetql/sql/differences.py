"""A host's arithmetic of times: SQLite and MariaDB have none, and count with the digits of what is stored."""

from __future__ import annotations

from typing import Any, Final, cast

from sqlalchemy import literal_column
from sqlalchemy import types as sa
from sqlalchemy.exc import CompileError
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.elements import ColumnElement, Grouping

from widgetql.sql.constructs import MARIADB, Construct, everywhere, sql_type_of, written
from widgetql.sql.later import micros_of
from widgetql.sql.possible import as_time
from widgetql.sql.time import Instant, epoch_micros
from widgetql.storage import Storage, stored_by

_DAY: Final = 86_400_000_000


class elapsed(Construct):  # noqa: N801 - reads as SQL
    """The interval from the second time to the first."""

    inherit_cache = True
    result = sa.Interval()


class days_apart(Construct):  # noqa: N801 - reads as SQL
    """The number of days from the second date to the first."""

    inherit_cache = True
    result = sa.Integer()


class shifted(Construct):  # noqa: N801 - reads as SQL
    """Other arithmetic with times or intervals, as the host wrote it."""

    inherit_cache = True


def micros_elapsed(element: elapsed) -> ColumnElement[Any]:
    """Return the microseconds of an interval between two times, NULL where one of them is none."""
    end, start = (epoch_micros(as_time(one, Instant(_storage(one)))) for one in element.clauses)
    return end - start


def compared(left: ColumnElement[Any], right: ColumnElement[Any], how: Any) -> ColumnElement[bool] | None:
    """Return how an interval between two times compares with another, or with a `timedelta`; else None."""
    first, second = _micros_of(left), _micros_of(right)
    if first is None or second is None:
        return None
    found: ColumnElement[bool] = how(first, second)
    return found


def _micros_of(value: Any) -> ColumnElement[Any] | None:
    if isinstance(value, elapsed):
        return micros_elapsed(value)
    if isinstance(value, Grouping):
        return _micros_of(cast("Any", value).element)
    micros = micros_of(value)
    return None if micros is None else literal_column(str(micros), sa.BigInteger())


def _storage(element: ColumnElement[Any]) -> Storage:
    stored = stored_by(element.type)
    assert stored is not None
    return stored


@everywhere(elapsed)
def _elapsed(element: elapsed, compiler: Any, **options: Any) -> str:
    return f"({' - '.join(written(element, compiler, **options))})"


@compiles(elapsed, "duckdb")
def _elapsed_duckdb(element: elapsed, compiler: Any, **options: Any) -> str:
    # Of instants it would count the days of the session's zone, which may have 23 hours.
    times = [
        f"timezone('UTC', {value})" if stored_by(sql_type_of(element, index)) is Storage.AWARE else value
        for index, value in enumerate(written(element, compiler, **options))
    ]
    return f"({' - '.join(times)})"


@everywhere(shifted)
def _shifted(element: shifted, compiler: Any, **options: Any) -> str:
    (whole,) = element.clauses
    # It is in parentheses of its own; what is in it has been looked at.
    return f"({compiler.process(whole, **options)})"


@compiles(elapsed, "sqlite", "clickhousedb", *MARIADB)
@compiles(shifted, "sqlite", "clickhousedb", *MARIADB)
def _refuse(element: Construct, compiler: Any, **options: Any) -> str:  # noqa: ARG001
    where = f"no {type(element).__name__} on {compiler.dialect.name}, which has no arithmetic of times"
    raise CompileError(
        f"{where}: of two columns a Field may be the difference, as Field(t.c.ended - t.c.started), how it"
        " compares with a timedelta, and a time and a timedelta; write all else in functions of the database"
    )


@compiles(days_apart, "postgresql")
@compiles(days_apart, "duckdb")
def _days_native(element: days_apart, compiler: Any, **options: Any) -> str:
    return f"({' - '.join(written(element, compiler, **options))})"


def _micros(element: days_apart, compiler: Any, **options: Any) -> str:
    end, start = (epoch_micros(as_time(one, Instant(Storage.DATE))) for one in element.clauses)
    return str(compiler.process(end - start, **options))


@compiles(days_apart, "sqlite")
def _days_sqlite(element: days_apart, compiler: Any, **options: Any) -> str:
    return f"(({_micros(element, compiler, **options)}) / {_DAY})"


@compiles(days_apart, *MARIADB)
def _days_mariadb(element: days_apart, compiler: Any, **options: Any) -> str:
    return f"(({_micros(element, compiler, **options)}) DIV {_DAY})"


@compiles(days_apart, "clickhousedb")
def _days_clickhouse(element: days_apart, compiler: Any, **options: Any) -> str:
    return f"intDiv({_micros(element, compiler, **options)}, {_DAY})"


@compiles(days_apart, "hive")
def _days_hive(element: days_apart, compiler: Any, **options: Any) -> str:
    return f"(({_micros(element, compiler, **options)}) DIV {_DAY})"
