"""Numbers since 1970, read as instants, and numbers that no instant is."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import BigInteger, Double, Integer, Numeric, SmallInteger
from sqlalchemy.types import TypeEngine

from tests.stored.stored import Stored


def _all(
    database: str, column: str, declared: TypeEngine[Any], unit: str, *found: tuple[str, Any]
) -> list[Stored]:
    options = {"type": "datetime", "epoch": unit}
    return [
        Stored(
            database=database,
            column=column,
            declared=declared,
            literal=literal,
            reads=reads,
            options=options,
        )
        for literal, reads in found
    ]


_BIG: Final = BigInteger()
_SECONDS: Final = (
    ("1762506000", "2025-11-07T09:00:00Z"),
    ("-1", "1969-12-31T23:59:59Z"),
    ("253402300799", "9999-12-31T23:59:59Z"),
    ("-62135596800", "0001-01-01T00:00:00Z"),
    ("253402300800", None),
    ("-62135596801", None),
    ("9223372036854775807", None),
)
_MILLISECONDS: Final = (
    ("1762506000123", "2025-11-07T09:00:00.123000Z"),
    ("-1", "1969-12-31T23:59:59.999000Z"),
    ("253402300800000", None),
)
_MICROSECONDS: Final = (
    ("1762506000123456", "2025-11-07T09:00:00.123456Z"),
    ("253402300799999999", "9999-12-31T23:59:59.999999Z"),
    ("253402300800000000", None),
)
_FRACTIONS: Final = (
    ("1762506000.123456", "2025-11-07T09:00:00.123456Z"),
    ("1762506000.5", "2025-11-07T09:00:00.500000Z"),
    ("-0.25", "1969-12-31T23:59:59.750000Z"),
    ("253402300800", None),
)
# As near to one microsecond as to the next.
_TIE: Final = ("1762506000.1234565", "2025-11-07T09:00:00.123457Z")
_NONE: Final = (("'NaN'", None), ("'Infinity'", None), ("'-Infinity'", None))
_UNSIGNED: Final = (_SECONDS[0], ("18446744073709551615", None))
_SMALL: Final = ("5", "1970-01-01T00:00:05Z")

SQLITE: Final = [
    *_all("sqlite", "INTEGER", _BIG, "s", *_SECONDS, *_FRACTIONS, ("1e300", None)),
    *_all("sqlite", "INTEGER", _BIG, "s", ("'abc'", None), ("''", None), ("x'31'", None)),
    *_all(
        "sqlite", "INTEGER", _BIG, "ms", *_MILLISECONDS, ("1762506000123.5", "2025-11-07T09:00:00.123500Z")
    ),
    *_all("sqlite", "INTEGER", _BIG, "us", *_MICROSECONDS),
    *_all("sqlite", "REAL", Double(), "s", *_FRACTIONS, ("1e999", None), ("'abc'", None)),
    *_all("sqlite", "NUMERIC", Numeric(20, 6), "s", *_FRACTIONS, ("'abc'", None)),
]
OTHERS: Final = [
    *_all("duckdb", "BIGINT", _BIG, "s", *_SECONDS),
    *_all("duckdb", "BIGINT", _BIG, "ms", *_MILLISECONDS),
    *_all("duckdb", "BIGINT", _BIG, "us", *_MICROSECONDS),
    *_all("duckdb", "UBIGINT", _BIG, "s", *_UNSIGNED),
    *_all("duckdb", "DOUBLE", Double(), "s", *_FRACTIONS, *_NONE),
    *_all("duckdb", "DECIMAL(18, 6)", Numeric(18, 6), "s", *_FRACTIONS[:3]),
    *_all("duckdb", "DECIMAL(38, 10)", Numeric(38, 10), "s", *_FRACTIONS, _TIE),
    *_all("postgresql", "BIGINT", _BIG, "s", *_SECONDS),
    *_all("postgresql", "INTEGER", Integer(), "s", _SECONDS[0], _SECONDS[1]),
    *_all("postgresql", "BIGINT", _BIG, "ms", *_MILLISECONDS),
    *_all("postgresql", "BIGINT", _BIG, "us", *_MICROSECONDS),
    *_all("postgresql", "DOUBLE PRECISION", Double(), "s", *_FRACTIONS, *_NONE),
    *_all("postgresql", "NUMERIC", Numeric(), "s", *_FRACTIONS, *_NONE, _TIE, ("1e300", None)),
    *_all("postgresql", "SMALLINT", SmallInteger(), "s", _SMALL),
    *_all("mariadb", "BIGINT", _BIG, "s", *_SECONDS),
    *_all("mariadb", "INT", Integer(), "s", _SECONDS[0], _SECONDS[1]),
    *_all("mariadb", "BIGINT", _BIG, "ms", *_MILLISECONDS),
    *_all("mariadb", "BIGINT", _BIG, "us", *_MICROSECONDS),
    *_all("mariadb", "BIGINT UNSIGNED", _BIG, "s", *_UNSIGNED),
    *_all("mariadb", "DOUBLE", Double(), "s", *_FRACTIONS),
    *_all("mariadb", "DECIMAL(30, 10)", Numeric(30, 10), "s", *_FRACTIONS, _TIE),
    *_all("clickhouse", "Int64", _BIG, "s", *_SECONDS),
    *_all("clickhouse", "UInt32", Integer(), "s", _SECONDS[0]),
    *_all("clickhouse", "Int64", _BIG, "ms", *_MILLISECONDS),
    *_all("clickhouse", "Int64", _BIG, "us", *_MICROSECONDS),
    *_all("clickhouse", "UInt64", _BIG, "s", *_UNSIGNED),
    *_all("clickhouse", "Float64", Double(), "s", *_FRACTIONS, ("nan", None), ("inf", None)),
    *_all("clickhouse", "Decimal(18, 6)", Numeric(18, 6), "s", *_FRACTIONS[:3]),
    *_all("clickhouse", "Decimal(38, 10)", Numeric(38, 10), "s", *_FRACTIONS, _TIE),
]

CASES: Final = (*SQLITE, *OTHERS)
