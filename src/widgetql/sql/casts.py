"""What a host converts: ClickHouse has types without NULL, SQLite no times, some no decimals unasked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import Numeric
from sqlalchemy import types as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.elements import Cast, ColumnElement

from widgetql.sql.constructs import MARIADB, Construct, everywhere, written
from widgetql.storage import STORED_TIMES, Storage, stored_by

# As SQLAlchemy writes them, times would be those of the server's clock, and dates end in 2149.
_CLICKHOUSE: Final[Mapping[Storage | None, str]] = {
    Storage.NAIVE: "DateTime64(6, 'UTC')",
    Storage.AWARE: "DateTime64(6, 'UTC')",
    Storage.DATE: "Date32",
}


class double(Construct):  # noqa: N801 - reads as SQL
    """A number, of whatever type, as a double."""

    inherit_cache = True
    result = sa.Double()


class widened(Construct):  # noqa: N801 - reads as SQL
    """An integer of 64 bits: what is computed with fewer is an error where it takes more."""

    inherit_cache = True
    result = sa.BigInteger()


class casted(Construct):  # noqa: N801 - reads as SQL
    """A value of another type: the argument is the cast as SQLAlchemy writes it."""

    inherit_cache = True


def converted(value: ColumnElement[Any], cast: Cast[Any]) -> casted:
    """Return a host's cast of a value."""
    found = casted(Cast(value, cast.type))
    found.type = cast.type
    return found


@everywhere(casted)
def _casted(element: casted, compiler: Any, **options: Any) -> str:
    (cast,) = element.clauses
    return str(compiler.process(cast, **options))


@compiles(casted, "clickhousedb")
def _casted_clickhouse(element: casted, compiler: Any, **options: Any) -> str:
    value, kind = _parts(element, compiler, options)
    kind = _CLICKHOUSE.get(stored_by(element.type), kind)
    if _lacks_digits(element):
        kind = "Decimal(76, 20)"
    nullable = kind if kind.startswith(("Nullable(", "Array(", "Map(", "Tuple(")) else f"Nullable({kind})"
    return f"CAST({value} AS {nullable})"


@compiles(casted, *MARIADB)
def _casted_mariadb(element: casted, compiler: Any, **options: Any) -> str:
    if _lacks_digits(element):
        return f"CAST({_parts(element, compiler, options)[0]} AS DECIMAL(65, 20))"
    return _casted(element, compiler, **options)


@compiles(casted, "hive")
def _casted_hive(element: casted, compiler: Any, **options: Any) -> str:
    if _lacks_digits(element):
        return f"CAST({_parts(element, compiler, options)[0]} AS DECIMAL(38, 10))"
    return _casted(element, compiler, **options)


@compiles(casted, "sqlite")
def _casted_sqlite(element: casted, compiler: Any, **options: Any) -> str:
    wanted, given = stored_by(element.type), stored_by(_cast_of(element).clause.type)
    if wanted in STORED_TIMES and given in {*STORED_TIMES, Storage.TEXT}:
        # A cast would be of the digits of the year.
        value = _parts(element, compiler, options)[0]
        return f"date({value})" if wanted is Storage.DATE else f"strftime('%Y-%m-%d %H:%M:%f000', {value})"
    return _casted(element, compiler, **options)


def _cast_of(element: casted) -> Any:
    (cast,) = element.clauses
    return cast


def _parts(element: casted, compiler: Any, options: Any) -> tuple[str, str]:
    """Write the value, and the type."""
    cast = _cast_of(element)
    return compiler.process(cast.clause, **options), compiler.process(cast.typeclause, **options)


def _lacks_digits(element: casted) -> bool:
    kind = element.type
    return isinstance(kind, Numeric) and stored_by(kind) is Storage.DECIMAL and kind.precision is None


@everywhere(double)
def _double(element: double, compiler: Any, **options: Any) -> str:
    return written(element, compiler, **options)[0]


@compiles(double, "postgresql")
def _double_postgresql(element: double, compiler: Any, **options: Any) -> str:
    return f"CAST({written(element, compiler, **options)[0]} AS DOUBLE PRECISION)"


@compiles(double, "clickhousedb")
def _double_clickhouse(element: double, compiler: Any, **options: Any) -> str:
    # toFloat64 makes a 0 of the NULL of a CASE of several types.
    return f"CAST({written(element, compiler, **options)[0]} AS Nullable(Float64))"


@everywhere(widened)
def _widened(element: widened, compiler: Any, **options: Any) -> str:
    return written(element, compiler, **options)[0]


@compiles(widened, "postgresql")
@compiles(widened, "duckdb")
@compiles(widened, "hive")
def _widened_at_need(element: widened, compiler: Any, **options: Any) -> str:
    return f"CAST({written(element, compiler, **options)[0]} AS BIGINT)"
