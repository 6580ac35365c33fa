"""Numbers as each database is given them: none is given more digits than it compares, none loses one."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Final

import pytest
from sqlalchemy import REAL, BigInteger, Double, Float, Numeric
from sqlalchemy.dialects import mysql, postgresql, sqlite
from sqlalchemy.types import TypeEngine

from widgetql.sql.values import Exact, Single, bound_type, single_on
from widgetql.storage import Storage

_DIALECTS: Final[dict[str, Any]] = {
    "sqlite": sqlite.dialect(), "postgresql": postgresql.dialect(), "mysql": mysql.dialect(),
}  # fmt: skip
_HALF: Final = Decimal("0.5")


class _Named:
    """A dialect of which but the name is asked."""

    def __init__(self, name: str) -> None:
        self.name: Final = name


# By the dialect: a decimal, and what the driver gets.
EXACT: Final[list[tuple[str, Decimal, Any]]] = [
    ("sqlite", Decimal(7), 7),
    ("sqlite", Decimal("7.00"), 7),
    ("sqlite", _HALF, 0.5),
    ("sqlite", Decimal(2**63 - 1), 2**63 - 1),
    ("sqlite", Decimal(2**63), float(2**63)),
    ("sqlite", Decimal(-(2**63)), -(2**63)),
    ("sqlite", Decimal(-(2**63) + 1), -(2**63) + 1),
    ("sqlite", Decimal(-(2**63) - 1), -float(2**63)),
    ("duckdb", Decimal(7), 7),
    ("duckdb", _HALF, _HALF),
    ("duckdb", Decimal("0." + "1" * 18), Decimal("0." + "1" * 18)),
    ("duckdb", Decimal("0." + "1" * 19), float("0." + "1" * 19)),
    ("duckdb", Decimal(10**35 - 1), 10**35 - 1),
    ("duckdb", Decimal(10**35), 1e35),
    ("duckdb", Decimal(-(10**35)), -1e35),
    ("duckdb", Decimal(1 - 10**35), 1 - 10**35),
    ("clickhousedb", _HALF, "0.5"),
    ("clickhousedb", Decimal("1E+3"), "1000"),
    ("postgresql", _HALF, _HALF),
]


@pytest.mark.parametrize(("name", "value", "expected"), EXACT)
def test_a_decimal_is_given_as_its_database_compares_it(name: str, value: Decimal, expected: Any) -> None:
    found = Exact().process_bind_param(value, _Named(name))
    assert (found, type(found)) == (expected, type(expected))


def test_none_is_none() -> None:
    assert Exact().process_bind_param(None, _Named("sqlite")) is None
    assert Single(("sqlite",)).process_bind_param(None, _Named("sqlite")) is None


@pytest.mark.parametrize("name", ["postgresql", "sqlite"])
@pytest.mark.parametrize("value", [0.1, 0.5, 3.0, 16_777_217.0, -0.1])
def test_a_fraction_is_the_nearest_of_single_precision_where_the_column_is(name: str, value: float) -> None:
    found = Single(("postgresql",)).process_bind_param(value, _Named(name))
    nearest = {0.1: 0.10000000149011612, -0.1: -0.10000000149011612}.get(value, value)
    assert found == (nearest if name == "postgresql" else value)


@pytest.mark.parametrize("name", ["postgresql", "sqlite"])
def test_it_is_read_by_its_fewest_digits(name: str) -> None:
    found = Single(("postgresql",)).process_result_value(0.10000000149011612, _Named(name))
    assert found == (0.1 if name == "postgresql" else 0.10000000149011612)


_EVERYWHERE: Final = {"postgresql", "duckdb", "clickhousedb", "hive"}
# By the declared type: where a column of it is of single precision.
SINGLES: Final[list[tuple[TypeEngine[Any], set[str]]]] = [
    (REAL(), _EVERYWHERE),
    (Float(), set()),
    (Float(1), _EVERYWHERE),
    (Float(24), _EVERYWHERE),
    (Float(25), set()),
    (Double(), set()),
    (mysql.FLOAT(), {"mysql", "mariadb", "duckdb"}),
    (mysql.FLOAT(24), {"mysql", "mariadb", *_EVERYWHERE}),
    (mysql.FLOAT(25), set()),
    (mysql.DOUBLE(), set()),
    (Double().with_variant(postgresql.REAL(), "postgresql"), {"postgresql"}),
]


@pytest.mark.parametrize(("declared", "expected"), SINGLES)
def test_where_a_type_is_of_single_precision(declared: TypeEngine[Any], expected: set[str]) -> None:
    assert set(single_on(declared)) == expected


def test_a_decimal_knows_its_digits() -> None:
    found: Any = bound_type(Storage.DECIMAL, Numeric(12, 2))
    assert (found.precision, found.scale) == (12, 2)
    unknown: Any = bound_type(Storage.DECIMAL, Numeric())
    assert (unknown.precision, unknown.scale) == (None, None)
    assert isinstance(bound_type(Storage.INTEGER, Numeric()), BigInteger)
