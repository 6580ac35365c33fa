"""Intervals as numbers of seconds, whether a database has a type for them or keeps a date-time from 1970."""

from __future__ import annotations

from typing import Any

from sqlalchemy import type_coerce
from sqlalchemy import types as sa
from sqlalchemy.ext.compiler import compiles

from widgetql.sql.constructs import MARIADB, Construct, sql_type_of, written
from widgetql.sql.differences import elapsed, micros_elapsed
from widgetql.sql.finite import as_written
from widgetql.sql.possible import as_time
from widgetql.sql.time import Instant, epoch_micros
from widgetql.sql.values import Double
from widgetql.storage import Storage, undecorated


class interval_seconds(Construct):  # noqa: N801 - reads as SQL
    """The double that is nearest to the seconds of an interval; NULL for one without end."""

    inherit_cache = True
    result = Double()


def _micros(element: interval_seconds, compiler: Any, **options: Any) -> str:
    """Write the microseconds of an interval that is stored as a date-time from 1970, as SQLAlchemy does."""
    kind = Instant(Storage.NAIVE)
    (column,) = element.clauses
    is_plain = isinstance(column, as_written)
    inner = next(iter(column.clauses)) if is_plain else column
    if isinstance(inner, elapsed):
        return f"({compiler.process(micros_elapsed(inner), **options)})"
    micros = epoch_micros(type_coerce(column, kind) if is_plain else as_time(column, kind))
    return f"{compiler.process(micros, **options)}"


def _is_native(element: interval_seconds, compiler: Any) -> bool:
    declared = undecorated(sql_type_of(element))
    return not isinstance(declared.dialect_impl(compiler.dialect), sa.Interval)


@compiles(interval_seconds, "sqlite", *MARIADB)
def _interval_seconds_plain(element: interval_seconds, compiler: Any, **options: Any) -> str:
    # With an exponent it is a double, of which MariaDB would else take four digits after the point.
    return f"({_micros(element, compiler, **options)} / 1e6)"


@compiles(interval_seconds, "postgresql")
def _interval_seconds_postgresql(element: interval_seconds, compiler: Any, **options: Any) -> str:
    if not _is_native(element, compiler):
        return f"(CAST({_micros(element, compiler, **options)} AS DOUBLE PRECISION) / 1000000)"
    value = written(element, compiler, **options)[0]
    return f"CASE WHEN isfinite({value}) THEN CAST(extract(epoch FROM {value}) AS DOUBLE PRECISION) END"


@compiles(interval_seconds, "duckdb")
def _interval_seconds_duckdb(element: interval_seconds, compiler: Any, **options: Any) -> str:
    native = _is_native(element, compiler)
    micros = f"epoch_us({written(element, compiler, **options)[0]})" if native else None
    return f"(CAST({micros or _micros(element, compiler, **options)} AS DOUBLE) / 1000000)"


@compiles(interval_seconds, "hive")
def _interval_seconds_hive(element: interval_seconds, compiler: Any, **options: Any) -> str:
    return f"(CAST({_micros(element, compiler, **options)} AS DOUBLE) / 1000000D)"


@compiles(interval_seconds, "clickhousedb")
def _interval_seconds_clickhouse(element: interval_seconds, compiler: Any, **options: Any) -> str:
    return f"({_micros(element, compiler, **options)} / 1000000)"
