"""Instants as the times that they are in UTC, and times as text: each database has its own ways."""

from __future__ import annotations

from typing import Any

from sqlalchemy import types as sa
from sqlalchemy.ext.compiler import compiles

from widgetql.sql.constructs import Construct, everywhere, written


class in_utc(Construct):  # noqa: N801 - reads as SQL
    """An instant as the time that it is in UTC, without a zone: a cast would take the session's."""

    inherit_cache = True
    result = sa.DateTime()


class time_text(Construct):  # noqa: N801 - reads as SQL
    """A date-time as text, in UTC, to the microsecond."""

    inherit_cache = True


@everywhere(time_text)
def _time_text(element: time_text, compiler: Any, **options: Any) -> str:
    return f"CAST({written(element, compiler, **options)[0]} AS CHAR(26))"


@compiles(time_text, "sqlite")
def _time_text_sqlite(element: time_text, compiler: Any, **options: Any) -> str:
    return f"CAST({written(element, compiler, **options)[0]} AS VARCHAR)"


@compiles(time_text, "postgresql")
def _time_text_postgresql(element: time_text, compiler: Any, **options: Any) -> str:
    return f"to_char({written(element, compiler, **options)[0]}, 'YYYY-MM-DD HH24:MI:SS.US')"


@compiles(time_text, "duckdb")
def _time_text_duckdb(element: time_text, compiler: Any, **options: Any) -> str:
    return f"strftime({written(element, compiler, **options)[0]}, '%Y-%m-%d %H:%M:%S.%f')"


@compiles(time_text, "clickhousedb")
def _time_text_clickhouse(element: time_text, compiler: Any, **options: Any) -> str:
    return f"toString(toDateTime64({written(element, compiler, **options)[0]}, 6, 'UTC'))"


@compiles(time_text, "hive")
def _time_text_hive(element: time_text, compiler: Any, **options: Any) -> str:
    return f"date_format({written(element, compiler, **options)[0]}, 'yyyy-MM-dd HH:mm:ss.SSSSSS')"


@everywhere(in_utc)
def _in_utc(element: in_utc, compiler: Any, **options: Any) -> str:
    return written(element, compiler, **options)[0]


@compiles(in_utc, "postgresql")
@compiles(in_utc, "duckdb")
def _in_utc_of_session(element: in_utc, compiler: Any, **options: Any) -> str:
    return f"timezone('UTC', {written(element, compiler, **options)[0]})"


@compiles(in_utc, "hive")
def _in_utc_hive(element: in_utc, compiler: Any, **options: Any) -> str:
    micros = f"unix_micros({written(element, compiler, **options)[0]})"
    return f"(TIMESTAMP_NTZ '1970-01-01 00:00:00' + {micros} * INTERVAL '0.000001' SECOND)"


@compiles(in_utc, "clickhousedb")
def _in_utc_of_column(element: in_utc, compiler: Any, **options: Any) -> str:
    return f"toTimeZone({written(element, compiler, **options)[0]}, 'UTC')"
