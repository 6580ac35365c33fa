"""Instants: how they are bound and read per column and database, and their position on a time line."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, tzinfo
from typing import Any, Final

from sqlalchemy import types as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.elements import ColumnElement

from widgetql.sql.constructs import MARIADB, Construct, everywhere, sql_type_of, written
from widgetql.sql.profile import profile_of
from widgetql.sql.stored import date_of, instant_of, shortest_text, stored_bound, stored_ends, stored_micros
from widgetql.storage import Adapter, Storage

# The seconds from the year 0 to 1970.
_YEAR_0: Final = 62_167_219_200


class Instant(Adapter[datetime]):
    """An aware UTC datetime in Python; in the database whatever the column stores.

    As a bound value it is the lower end of a half-open comparison: `column >= value` holds exactly for the
    stored values at or after the instant, and `column < value` for those before it.
    """

    impl = sa.DateTime
    cache_ok = True

    def __init__(self, storage: Storage, zone: tzinfo = UTC, canonical: bool = False) -> None:
        super().__init__(timezone=storage is Storage.AWARE)
        self.storage = storage
        self.zone = zone
        self.canonical = canonical

    def load_dialect_impl(self, dialect: Any) -> sa.TypeEngine[Any]:
        """Return the type that the driver sees."""
        if dialect.name == "hive":
            return sa.String()
        if dialect.name == "clickhousedb":
            return sa.String() if self.storage is Storage.DATE else sa.BigInteger()
        # SQLite has no date type: SQLAlchemy's text is compared, so we write and read that text.
        stored = sa.String() if dialect.name == "sqlite" else self.stored_type()
        found: sa.TypeEngine[Any] = dialect.type_descriptor(stored)
        return found

    def stored_type(self) -> sa.TypeEngine[Any]:
        """Return the type of the column."""
        if self.storage is Storage.DATE:
            return sa.Date()
        return sa.DateTime(timezone=self.storage is Storage.AWARE)

    def text(self, value: datetime) -> str:
        """Return the text of an instant as SQLite stores it, the lower end of a comparison as well."""
        return shortest_text(stored_bound(value, self.storage, self.zone))

    def ends(self) -> tuple[str, str]:
        """Return the texts of the first and the last stored value that is an instant of years 1 to 9999."""
        first, last = stored_ends(self.storage, self.zone)
        return shortest_text(first), shortest_text(last)

    def literal(self, value: datetime) -> str:
        """Return the same as other databases read it: with the zone, where the column has one."""
        return self.text(value) + ("+00" if self.storage is Storage.AWARE else "")

    def process_bind_param(self, value: datetime | None, dialect: Any) -> Any:
        """Write an instant as the column stores it."""
        if value is None:
            return None
        stored = stored_bound(value, self.storage, self.zone)
        if dialect.name == "hive" or (dialect.name == "clickhousedb" and self.storage is Storage.DATE):
            return stored.isoformat()
        if dialect.name == "clickhousedb":
            return stored_micros(stored)
        if dialect.name != "sqlite":
            return stored
        # The shortest text of an instant sorts at or before its longer ones ("12:00:00" < "12:00:00.000000"),
        # whichever of them was stored.
        return shortest_text(stored)

    def process_result_value(self, value: Any, dialect: Any) -> datetime | None:  # noqa: ARG002
        """Read what the column stores as an instant."""
        return None if value is None else instant_of(value, self.zone)

    def bind_expression(self, bindparam: Any) -> Any:
        """Let a bound instant pass through what its driver needs."""
        return _bound(bindparam)

    def column_expression(self, column: Any) -> Any:
        """Let a selected column pass through what its driver needs."""
        return _readable(column)


class Day(Instant):
    """A date in the answer as the date that it is, which is no instant."""

    cache_ok = True

    def process_result_value(self, value: Any, dialect: Any) -> Any:  # noqa: ARG002
        """Read what the column stores as a date."""
        return None if value is None else date_of(value)


class Stored(Instant):
    """An instant in the answer as the driver gives it: `instant_of` reads it, where it is needed at all."""

    cache_ok = True

    def result_processor(self, dialect: Any, coltype: Any) -> Any:
        """Leave the value as it is: no call for each row."""
        return self.load_dialect_impl(dialect).result_processor(dialect, coltype)


class _bound(Construct):  # noqa: N801 - reads as SQL
    """An instant as it is bound: PyHive would leave its zone out, ClickHouse's driver its fraction."""

    inherit_cache = True


@everywhere(_bound)
def _bound_default(element: _bound, compiler: Any, **options: Any) -> str:
    return written(element, compiler, **options)[0]


@compiles(_bound, "postgresql")
def _bound_postgresql(element: _bound, compiler: Any, **options: Any) -> str:
    if not compiler.execution_options.get(_PLANNED):
        return written(element, compiler, **options)[0]
    options["literal_execute"] = True
    literal = written(element, compiler, **options)[0]
    return f"{_POSTGRESQL_TYPES[_storage(element)]} {literal}"


_PLANNED: Final = "widgetql_planned"


def planned(statement: Any, dialect: str) -> Any:
    """Return a statement whose instants are written into it when it is run, where the plan depends on them.

    Of two parameters of a prepared statement PostgreSQL guesses that they leave a 200th of the records.
    """
    if not profile_of(dialect).plans_by_value or statement.get_execution_options().get(_PLANNED):
        return statement
    return statement.execution_options(**{_PLANNED: True})


_POSTGRESQL_TYPES: Final = {
    Storage.AWARE: "TIMESTAMP WITH TIME ZONE",
    Storage.NAIVE: "TIMESTAMP",
    Storage.DATE: "DATE",
}


@compiles(_bound, "hive")
def _bound_hive(element: _bound, compiler: Any, **options: Any) -> str:
    return f"CAST({written(element, compiler, **options)[0]} AS {_SPARK_TYPES[_storage(element)]})"


_SPARK_TYPES: Final = {Storage.AWARE: "TIMESTAMP", Storage.NAIVE: "TIMESTAMP_NTZ", Storage.DATE: "DATE"}


def _storage(element: Construct) -> Storage:
    kind = sql_type_of(element)
    return kind.storage if isinstance(kind, Instant) else Storage.NAIVE


@compiles(_bound, "clickhousedb")
def _bound_clickhouse(element: _bound, compiler: Any, **options: Any) -> str:
    value = written(element, compiler, **options)[0]
    if _storage(element) is Storage.DATE:
        return f"toDate32({value})"
    return f"fromUnixTimestamp64Micro(toInt64({value}), 'UTC')"


class _readable(Construct):  # noqa: N801 - reads as SQL
    """An instant in the answer.

    DuckDB's driver needs a package of zones for an aware one; PostgreSQL and Spark write it in the session's.
    """

    inherit_cache = True

    def __init__(self, column: ColumnElement[Any]) -> None:
        super().__init__(column)
        self.type = column.type


@everywhere(_readable)
def _readable_default(element: _readable, compiler: Any, **options: Any) -> str:
    return written(element, compiler, **options)[0]


@compiles(_readable, "duckdb")
def _readable_duckdb(element: _readable, compiler: Any, **options: Any) -> str:
    value = written(element, compiler, **options)[0]
    return f"timezone('UTC', {value})" if _storage(element) is Storage.AWARE else value


@compiles(_readable, "postgresql")
def _readable_postgresql(element: _readable, compiler: Any, **options: Any) -> str:
    # In the session's zone an instant may lie in a year that the driver cannot read.
    value = written(element, compiler, **options)[0]
    is_certain = getattr(sql_type_of(element), "canonical", False)
    return f"timezone('UTC', {value})" if _storage(element) is Storage.AWARE and not is_certain else value


@compiles(_readable, "hive")
def _readable_hive(element: _readable, compiler: Any, **options: Any) -> str:
    value = written(element, compiler, **options)[0]
    return value if _storage(element) is Storage.DATE else _micros_hive(value, _storage(element))


@compiles(_readable, "clickhousedb")
def _readable_clickhouse(element: _readable, compiler: Any, **options: Any) -> str:
    value = written(element, compiler, **options)[0]
    return f"toString({value})" if _storage(element) is Storage.DATE else _micros_clickhouse(value)


class epoch_seconds(Construct):  # noqa: N801 - reads as SQL
    """The whole seconds from 1970 to a stored time, rounded down."""

    inherit_cache = True
    result = sa.BigInteger()


@compiles(epoch_seconds, "sqlite")
def _epoch_seconds_sqlite(element: epoch_seconds, compiler: Any, **options: Any) -> str:
    return _once_sqlite(written(element, compiler, **options)[0], _seconds_sqlite)


def _once_sqlite(value: str, write: Callable[[str], str]) -> str:
    """Write what repeats a value; one that is more than a name is computed once."""
    return f"(SELECT {write('wq_v')} FROM (SELECT {value} AS wq_v))" if " " in value else write(value)


def _seconds_sqlite(value: str) -> str:
    # 23:59:59.9996 would be rounded up into the next day; but for these a time without substr takes half.
    return (
        f"CASE WHEN {value} GLOB '*.999*' THEN unixepoch(substr({value}, 1, 19)) ELSE unixepoch({value}) END"
    )


@compiles(epoch_seconds, "postgresql")
def _epoch_seconds_postgresql(element: epoch_seconds, compiler: Any, **options: Any) -> str:
    return f"CAST(floor(extract(epoch FROM {written(element, compiler, **options)[0]})) AS BIGINT)"


@compiles(epoch_seconds, "duckdb")
def _epoch_seconds_duckdb(element: epoch_seconds, compiler: Any, **options: Any) -> str:
    return f"CAST(floor(epoch({written(element, compiler, **options)[0]})) AS BIGINT)"


@compiles(epoch_seconds, *MARIADB)
def _epoch_seconds_mariadb(element: epoch_seconds, compiler: Any, **options: Any) -> str:
    # TIMESTAMPDIFF would round up before 1970, and takes twice as long.
    return f"(to_seconds({written(element, compiler, **options)[0]}) - {_YEAR_0})"


@compiles(epoch_seconds, "hive")
def _epoch_seconds_hive(element: epoch_seconds, compiler: Any, **options: Any) -> str:
    value = written(element, compiler, **options)[0]
    match _storage(element):
        case Storage.AWARE:
            return f"unix_seconds({value})"
        case Storage.DATE:
            return f"(unix_date({value}) * 86400L)"
        case _:
            return f"({_minutes_hive(value)} * 60 + second({value}))"


@compiles(epoch_seconds, "clickhousedb")
def _epoch_seconds_clickhouse(element: epoch_seconds, compiler: Any, **options: Any) -> str:
    micros = _micros_clickhouse(written(element, compiler, **options)[0])
    # A division would round what is before 1970 up.
    return f"intDiv({micros} - positiveModulo({micros}, 1000000), 1000000)"


def _micros_clickhouse(value: str) -> str:
    return f"toUnixTimestamp64Micro(toDateTime64({value}, 6, 'UTC'))"


class epoch_micros(Construct):  # noqa: N801 - reads as SQL
    """The microseconds from 1970 to a stored time."""

    inherit_cache = True
    result = sa.BigInteger()


@compiles(epoch_micros, "sqlite")
def _epoch_micros_sqlite(element: epoch_micros, compiler: Any, **options: Any) -> str:
    return _once_sqlite(written(element, compiler, **options)[0], _micros_sqlite)


def _micros_sqlite(value: str) -> str:
    # Of what is after the seconds, six digits.
    fraction = f"CAST(CAST(substr({value}, 20, 7) AS REAL) * 1000000 + 0.5 AS INTEGER)"
    return f"({_seconds_sqlite(value)} * 1000000 + {fraction})"


@compiles(epoch_micros, "postgresql")
def _epoch_micros_postgresql(element: epoch_micros, compiler: Any, **options: Any) -> str:
    return f"CAST(extract(epoch FROM {written(element, compiler, **options)[0]}) * 1000000 AS BIGINT)"


@compiles(epoch_micros, "duckdb")
def _epoch_micros_duckdb(element: epoch_micros, compiler: Any, **options: Any) -> str:
    # A date has no epoch_us of its own.
    value = written(element, compiler, **options)[0]
    aware = _storage(element) is Storage.AWARE
    return f"epoch_us(CAST({value} AS {'TIMESTAMPTZ' if aware else 'TIMESTAMP'}))"


@compiles(epoch_micros, *MARIADB)
def _epoch_micros_mariadb(element: epoch_micros, compiler: Any, **options: Any) -> str:
    value = written(element, compiler, **options)[0]
    return f"((to_seconds({value}) - {_YEAR_0}) * 1000000 + microsecond({value}))"


@compiles(epoch_micros, "hive")
def _epoch_micros_hive(element: epoch_micros, compiler: Any, **options: Any) -> str:
    return _micros_hive(written(element, compiler, **options)[0], _storage(element))


def _micros_hive(value: str, storage: Storage) -> str:
    """Write SQL for Spark's microseconds since 1970, in which the session's zone has no part."""
    match storage:
        case Storage.AWARE:
            return f"unix_micros({value})"
        case Storage.DATE:
            return f"(unix_date({value}) * 86400000000)"
        case _:
            second = f"CAST(extract(SECOND FROM {value}) * 1000000 AS BIGINT)"
            return f"({_minutes_hive(value)} * 60000000 + {second})"


def _minutes_hive(value: str) -> str:
    return f"(unix_date(CAST({value} AS DATE)) * 1440L + hour({value}) * 60 + minute({value}))"


@compiles(epoch_micros, "clickhousedb")
def _epoch_micros_clickhouse(element: epoch_micros, compiler: Any, **options: Any) -> str:
    return _micros_clickhouse(written(element, compiler, **options)[0])


class whole_quotient(Construct):  # noqa: N801 - reads as SQL
    """How often the second integer fits into the first, which is not negative."""

    inherit_cache = True
    result = sa.BigInteger()


@everywhere(whole_quotient)
def _whole_quotient(element: whole_quotient, compiler: Any, **options: Any) -> str:
    return "({} / {})".format(*written(element, compiler, **options))


@compiles(whole_quotient, "clickhousedb")
def _whole_quotient_clickhouse(element: whole_quotient, compiler: Any, **options: Any) -> str:
    return "intDiv({}, {})".format(*written(element, compiler, **options))


@compiles(whole_quotient, "duckdb")
def _whole_quotient_duckdb(element: whole_quotient, compiler: Any, **options: Any) -> str:
    return "({} // {})".format(*written(element, compiler, **options))


@compiles(whole_quotient, *MARIADB)
def _whole_quotient_mariadb(element: whole_quotient, compiler: Any, **options: Any) -> str:
    return "({} DIV {})".format(*written(element, compiler, **options))


@compiles(whole_quotient, "hive")
def _whole_quotient_hive(element: whole_quotient, compiler: Any, **options: Any) -> str:
    return "({} div {})".format(*written(element, compiler, **options))
