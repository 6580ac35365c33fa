"""Instants: how they are bound and read per column and database, and their position on a time line."""

from __future__ import annotations

from collections.abc import Hashable
from datetime import UTC, datetime, tzinfo
from functools import lru_cache
from typing import Any, Final

from sqlalchemy import type_coerce
from sqlalchemy import types as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.elements import ColumnElement

from widgetql.formats import TextFormat
from widgetql.sql.constructs import MARIADB, Construct, everywhere, sql_type_of, written
from widgetql.sql.elapsed import MICROS, SECONDS, Elapsed, micros_clickhouse, micros_hive
from widgetql.sql.profile import profile_of
from widgetql.sql.stored import date_of, instant_of, shortest_text, stored_bound, stored_ends, stored_micros
from widgetql.storage import Adapter, Storage


class Instant(Adapter[datetime]):
    """An aware UTC datetime in Python; in the database whatever the column stores.

    As a bound value it is the lower end of a half-open comparison: `column >= value` holds exactly for the
    stored values at or after the instant, and `column < value` for those before it.
    """

    impl = sa.DateTime
    cache_ok = True

    def __init__(
        self,
        storage: Storage,
        zone: tzinfo = UTC,
        canonical: bool = False,
        form: TextFormat | None = None,
    ) -> None:
        super().__init__(timezone=storage is Storage.AWARE)
        self.storage = storage
        self.zone = zone
        self.canonical = canonical
        # On SQLite the column's own, beside those spellings that are read anyway.
        self.form = form

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

    @property
    def key(self) -> Hashable:
        """What tells how instants are stored from other ways."""
        return self.storage, self.zone

    def as_stored(self) -> Instant:
        """Return the same type, whose values in an answer are what the driver gives."""
        return Stored(self.storage, self.zone, self.canonical)

    def read(self, text: ColumnElement[Any]) -> ColumnElement[Any]:
        """Return what `text` or `literal` wrote, as the column stores it."""
        return type_coerce(text, self)

    def in_micros(self, value: str, dialect: str) -> str | None:  # noqa: ARG002
        """Write SQL of the microseconds since 1970, where what is stored is a number; None for a time."""
        return None

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
        if dialect.name == "sqlite":
            return _stored_text(value, self.storage, self.zone)
        stored = stored_bound(value, self.storage, self.zone)
        if dialect.name == "hive" or (dialect.name == "clickhousedb" and self.storage is Storage.DATE):
            return stored.isoformat()
        if dialect.name == "clickhousedb":
            return stored_micros(stored)
        return stored

    def process_result_value(self, value: Any, dialect: Any) -> datetime | None:  # noqa: ARG002
        """Read what the column stores as an instant."""
        return None if value is None else instant_of(value, self.zone)

    def bind_expression(self, bindparam: Any) -> Any:
        """Let a bound instant pass through what its driver needs."""
        return _bound(bindparam)

    def column_expression(self, column: Any) -> Any:
        """Let a selected column pass through what its driver needs."""
        return _readable(column)


# Edges of buckets are written again with each request. Of two equal zones one may be a host's own.
@lru_cache(maxsize=4096, typed=True)
def _stored_text(value: datetime, storage: Storage, zone: tzinfo) -> str:
    """Return the text of an instant on SQLite.

    The shortest text of an instant sorts at or before its longer ones ("12:00:00" < "12:00:00.000000"),
    whichever of them was stored.
    """
    return shortest_text(stored_bound(value, storage, zone))


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
    word = _POSTGRESQL_TYPES.get(_storage(element))
    return literal if word is None else f"{word} {literal}"


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
    value, word = written(element, compiler, **options)[0], _SPARK_TYPES.get(_storage(element))
    return value if word is None else f"CAST({value} AS {word})"


_SPARK_TYPES: Final = {Storage.AWARE: "TIMESTAMP", Storage.NAIVE: "TIMESTAMP_NTZ", Storage.DATE: "DATE"}


def _storage(element: Construct) -> Storage:
    kind = sql_type_of(element)
    return kind.storage if isinstance(kind, Instant) else Storage.NAIVE


@compiles(_bound, "clickhousedb")
def _bound_clickhouse(element: _bound, compiler: Any, **options: Any) -> str:
    value = written(element, compiler, **options)[0]
    if _storage(element) is Storage.EPOCH:
        return value
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
    return value if _storage(element) is Storage.DATE else micros_hive(value, _storage(element))


@compiles(_readable, "clickhousedb")
def _readable_clickhouse(element: _readable, compiler: Any, **options: Any) -> str:
    value = written(element, compiler, **options)[0]
    return f"toString({value})" if _storage(element) is Storage.DATE else micros_clickhouse(value)


class epoch_seconds(Construct):  # noqa: N801 - reads as SQL
    """The whole seconds from 1970 to a stored time, rounded down."""

    inherit_cache = True
    result = sa.BigInteger()


class epoch_micros(Construct):  # noqa: N801 - reads as SQL
    """The microseconds from 1970 to a stored time, or to the instant that a stored number means."""

    inherit_cache = True
    result = sa.BigInteger()


def _write_elapsed(construct: type[Construct], dialect: str, write: Elapsed) -> None:
    @compiles(construct, dialect)
    def compiled(element: Construct, compiler: Any, **options: Any) -> str:
        value, kind = written(element, compiler, **options)[0], sql_type_of(element)
        number = kind.in_micros(value, compiler.dialect.name) if isinstance(kind, Instant) else None
        return write(value, _storage(element)) if number is None else number


for _dialect, _seconds in SECONDS.items():
    _write_elapsed(epoch_seconds, _dialect, _seconds)
    _write_elapsed(epoch_micros, _dialect, MICROS[_dialect])


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
