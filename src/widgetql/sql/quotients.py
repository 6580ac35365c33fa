"""What a host divides: a double on each database, with `//` an integer, rounded down, and NULL by zero.

SQLAlchemy divides by a NUMERIC. Of that ClickHouse keeps no decimals, and DuckDB fifteen digits before the
point; a quotient has four decimals on MariaDB; PostgreSQL refuses to divide by zero. With `//` ClickHouse has
fractions, and PostgreSQL and SQLite round towards 0.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import types as sa
from sqlalchemy.ext.compiler import compiles

from widgetql.sql.constructs import MARIADB, Construct, everywhere, sql_type_of, written
from widgetql.storage import Storage, storage_of


class quotient(Construct):  # noqa: N801 - reads as SQL
    """One number divided by another."""

    inherit_cache = True
    result = sa.Double()


class whole_quotient(Construct):  # noqa: N801 - reads as SQL
    """One integer divided by another, rounded down."""

    inherit_cache = True
    result = sa.BigInteger()


@everywhere(quotient)
def _quotient(element: quotient, compiler: Any, **options: Any) -> str:
    dividend, divisor = written(element, compiler, **options)
    return f"(CAST({dividend} AS DOUBLE) / NULLIF(CAST({divisor} AS DOUBLE), 0))"


@compiles(quotient, "sqlite")
def _quotient_sqlite(element: quotient, compiler: Any, **options: Any) -> str:
    dividend, divisor = written(element, compiler, **options)
    return f"({dividend} / ({divisor} + 0.0))"


@compiles(quotient, "postgresql")
def _quotient_postgresql(element: quotient, compiler: Any, **options: Any) -> str:
    # No double: a host may round it to so many digits, for which there is no function of doubles.
    dividend, divisor = written(element, compiler, **options)
    if Storage.FLOAT not in [storage_of(sql_type_of(element, index)) for index in (0, 1)]:
        dividend = f"CAST({dividend} AS NUMERIC)"
    return f"({dividend} / NULLIF({divisor}, 0))"


@compiles(quotient, *MARIADB)
def _quotient_mariadb(element: quotient, compiler: Any, **options: Any) -> str:
    dividend, divisor = written(element, compiler, **options)
    return f"(({dividend} + 0e0) / {divisor})"


@compiles(quotient, "clickhousedb")
def _quotient_clickhouse(element: quotient, compiler: Any, **options: Any) -> str:
    dividend, divisor = written(element, compiler, **options)
    return f"(toFloat64({dividend}) / nullIf(toFloat64({divisor}), 0))"


# How an integer is divided by another, and rounded towards 0.
_TOWARDS_ZERO: Final[Mapping[str, str]] = {
    "duckdb": "{} // {}",
    "clickhousedb": "intDiv({}, {})",
    **dict.fromkeys((*MARIADB, "hive"), "{} DIV {}"),
}


@everywhere(whole_quotient)
def _whole_quotient(element: whole_quotient, compiler: Any, **options: Any) -> str:
    dividend, divisor = written(element, compiler, **options)
    divisor = f"NULLIF({divisor}, 0)"
    whole = _TOWARDS_ZERO.get(compiler.dialect.name, "{} / {}").format(dividend, divisor)
    # A percent sign would be a parameter of some drivers.
    is_below = f"({whole}) * ({divisor}) <> ({dividend}) AND (({dividend}) < 0) <> (({divisor}) < 0)"
    return f"(({whole}) - CASE WHEN {is_below} THEN 1 ELSE 0 END)"
