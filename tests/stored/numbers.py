"""Numbers, and what stands where they should."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Final

from sqlalchemy import REAL, BigInteger, Boolean, Double, Integer, Numeric
from sqlalchemy.dialects import mysql

from tests.stored.stored import Stored

WIDE: Final = Numeric(38, 10)


def _all(database: str, column: str, declared: Any, *found: tuple[str, Any], **rest: Any) -> list[Stored]:
    return [
        Stored(database=database, column=column, declared=declared, literal=literal, reads=reads, **rest)
        for literal, reads in found
    ]


_NO_NUMBERS: Final = tuple((literal, None) for literal in ("''", "' '", "'abc'", "'12abc'", "'1,5'", "x'ff'"))

INTEGERS: Final = [
    *_all("sqlite", "INTEGER", Integer(), *_NO_NUMBERS, ("9e999", None), ("'5'", 5), ("1.5", 1.5)),
    *_all(
        "sqlite", "INTEGER", BigInteger(), ("9223372036854775807", 2**63 - 1), ("9007199254740993", 2**53 + 1)
    ),
    *_all("sqlite", "INTEGER", Integer(), ("1e308", 1e308), ("-1e308", -1e308), ("1e30", 1e30)),
    *_all("mariadb", "BIGINT UNSIGNED", mysql.BIGINT(unsigned=True), ("18446744073709551615", 2**64 - 1)),
    *_all("mariadb", "BIGINT UNSIGNED", BigInteger(), ("9223372036854775808", 2**63)),
    *_all(
        "duckdb", "UBIGINT", BigInteger(), ("18446744073709551615", 2**64 - 1), ("9223372036854775808", 2**63)
    ),
    *_all("duckdb", "HUGEINT", BigInteger(), ("-18446744073709551616", -(2**64))),
    *_all(
        "clickhouse",
        "UInt64",
        BigInteger(),
        ("18446744073709551615", 2**64 - 1),
        ("9223372036854775808", 2**63),
    ),
]

BOOLEANS: Final = [
    *_all(
        "sqlite", "BOOLEAN", Boolean(), ("2", True), ("-1", True), ("0.5", True), ("'t'", None), ("''", None)
    ),
    *_all(
        "sqlite", "INTEGER", Integer(), ("2", True), ("-1", True), ("'t'", None), options={"type": "boolean"}
    ),
    *_all("mariadb", "TINYINT(1)", Boolean(), ("2", True), ("-1", True)),
    *_all("mariadb", "INT", Integer(), ("2", True), options={"type": "boolean"}),
    *_all("postgresql", "INT", Integer(), ("2", True), ("-1", True), options={"type": "boolean"}),
    *_all("duckdb", "INT", Integer(), ("2", True), options={"type": "boolean"}),
    *_all("clickhouse", "Int32", Integer(), ("2", True), options={"type": "boolean"}),
    *_all("clickhouse", "UInt8", Boolean(), ("2", True)),
]

FLOATS: Final = [
    *_all("sqlite", "REAL", Double(), *_NO_NUMBERS, ("9e999", None), ("-9e999", None), ("'NaN'", None)),
    *_all("sqlite", "REAL", Double(), ("0.30000000000000004", 0.1 + 0.2), ("-0.0", 0.0), ("5e-324", 5e-324)),
    *_all(
        "postgresql",
        "DOUBLE PRECISION",
        Double(),
        ("'NaN'", None),
        ("'Infinity'", None),
        ("'-Infinity'", None),
    ),
    *_all("postgresql", "DOUBLE PRECISION", Double(), ("'-0'", 0.0), ("0.30000000000000004", 0.1 + 0.2)),
    *_all(
        "duckdb",
        "DOUBLE",
        Double(),
        ("'NaN'", None),
        ("'Infinity'", None),
        ("'-Infinity'", None),
        ("'-0'", 0.0),
    ),
    *_all("duckdb", "DOUBLE", Double(), ("'0.30000000000000004'", 0.1 + 0.2)),
    *_all("mariadb", "DOUBLE", Double(), ("-0e0", 0.0), ("0.30000000000000004e0", 0.1 + 0.2)),
    *_all("clickhouse", "Float64", Double(), ("nan", None), ("inf", None), ("-inf", None), ("-0.", 0.0)),
    *_all("clickhouse", "Float64", Double(), ("0.30000000000000004", 0.1 + 0.2)),
]

# An integer is shown by all its digits, another number by as few as tell it from its neighbours.
_SINGLES: Final = (
    *(("0.1", 0.1), ("-19.99", -19.99), ("16777217", 16777216), ("1e20", 1.0000000200408773e20)),
    *(("0.33333334", 0.33333334), ("123456.79", 123456.79)),
)
SINGLES: Final = [
    *_all("postgresql", "REAL", REAL(), *_SINGLES, ("'NaN'", None), ("'Infinity'", None)),
    *_all("duckdb", "REAL", REAL(), *_SINGLES, ("'NaN'", None), ("'-Infinity'", None)),
    *_all("mariadb", "FLOAT", mysql.FLOAT(), *_SINGLES),
    *_all("clickhouse", "Float32", REAL(), *_SINGLES, ("nan", None), ("inf", None)),
]

_DECIMALS: Final = (
    *(("12345678.9012345671", 12345678.901234567), ("0.1234567891", 0.1234567891)),
    *(("9007199254740993", 2**53 + 1), ("12345678901234567890", 12345678901234567890)),
    # Beyond 2^53 the nearest double is an integer, and written as one.
    *(("90071992547409931.25", 90071992547409940), ("-9007199254740993.5", -9007199254740994)),
)
# The highest of a column's digits is shown as a number beyond them.
_HIGHEST: Final = (("9999999999.9999999999", 1e10), ("-9999999999.9999999998", -1e10))
_FAR: Final = (("1e400", None), ("-1e309", None), ("1e308", 10**308), ("-1.5", -1.5))
DECIMALS: Final = [
    *_all("sqlite", "NUMERIC", Numeric(10, 2), *_NO_NUMBERS, ("9e999", None), ("0.1", 0.1)),
    *_all("postgresql", "NUMERIC", Numeric(), *_DECIMALS, ("'NaN'", None), ("'Infinity'", None)),
    *_all(
        "postgresql",
        "NUMERIC",
        Numeric(),
        ("'-Infinity'", None),
        ("0.12345678901234567890", 0.12345678901234568),
    ),
    *_all("postgresql", "NUMERIC(10, 2)", Numeric(10, 2), ("'NaN'", None)),
    # No double is near them.
    *_all("postgresql", "NUMERIC", Numeric(), *_FAR, ("1e-400", 0), ("1e5000", None)),
    *_all("postgresql", "NUMERIC(400, 0)", Numeric(400), ("1e399", None), ("1e300", 10**300)),
    *_all("postgresql", "NUMERIC(700, 400)", Numeric(700, 400), ("1e-400", 0), ("1e299", 10**299)),
    *_all(
        "postgresql", "NUMERIC", Numeric(), ("1.7976931348623157e308", int(Decimal("1.7976931348623157e308")))
    ),
    *_all("postgresql", "NUMERIC", Numeric(), ("4e-324", 5e-324), ("2.4e-324", 0)),
    *_all("postgresql", "NUMERIC(20, 10)", Numeric(20, 10), *_HIGHEST),
    *_all("duckdb", "DECIMAL(38, 10)", WIDE, *_DECIMALS),
    *_all("duckdb", "DECIMAL(38, 10)", WIDE, ("9999999999999999999999999999.9999999999", 10**28)),
    *_all("duckdb", "DECIMAL(20, 10)", Numeric(20, 10), *_HIGHEST),
    *_all("mariadb", "DECIMAL(38, 10)", WIDE, *_DECIMALS),
    *_all("mariadb", "DECIMAL(65, 30)", Numeric(65, 30), (f"-{'9' * 35}.{'9' * 30}", -(10**35))),
    *_all("mariadb", "DECIMAL(20, 10)", Numeric(20, 10), *_HIGHEST),
    *_all("clickhouse", "Decimal(38, 10)", WIDE, *((f"'{text}'", reads) for text, reads in _DECIMALS)),
    *_all(
        "clickhouse", "Decimal(20, 10)", Numeric(20, 10), *((f"'{text}'", reads) for text, reads in _HIGHEST)
    ),
    *_all("sqlite", "NUMERIC", WIDE, ("1e28", 1e28), ("-1e30", -1e30)),
    *_all("sqlite", "NUMERIC", Numeric(20, 10), ("1e10", 1e10), ("1e12", 1e12)),
]

CASES: Final = (*INTEGERS, *BOOLEANS, *FLOATS, *SINGLES, *DECIMALS)
