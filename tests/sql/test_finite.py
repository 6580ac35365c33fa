"""Numbers as they are shown, and what is none, on real databases."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Final

import pytest
import sqlalchemy as sa
from sqlalchemy import Connection, MetaData, literal, select
from sqlalchemy.dialects import mysql
from sqlalchemy.types import TypeEngine

from widgetql.sql.finite import finite, is_no_number, is_number, one_group
from widgetql.sql.values import Exact, single, single_on

_FLOAT: Final = "mariadb", "mysql"


@pytest.fixture(scope="module")
def metadata() -> MetaData:
    return MetaData()


def scalar(connection: Connection, expression: Any) -> Any:
    return connection.execute(select(expression)).scalar_one()


def test_nan_is_missing(connection: Connection) -> None:
    if connection.dialect.name in ("sqlite", "mariadb"):
        nan: Any = sa.null()
    else:
        nan = sa.cast("NaN", sa.Double())
    assert scalar(connection, finite(sa.cast(nan, sa.Double()))) is None
    assert scalar(connection, finite(literal(1.5, sa.Double()))) == 1.5
    assert scalar(connection, sa.case((is_no_number(nan), 1), (is_number(nan), 0))) == 1


@pytest.mark.parametrize(
    ("stored", "key"),
    [
        pytest.param("12345678.9012345671", "12345678.901234567", id="fraction"),
        pytest.param("12345678.9012345672", "12345678.901234567", id="its-neighbour"),
        pytest.param("0.1000000000", "0.1", id="few-digits"),
        pytest.param("12345678901234567890", "12345678901234567890", id="integer"),
        pytest.param("-999999999999999999", "-999999999999999999", id="negative"),
        pytest.param("0", "0", id="zero"),
    ],
)
def test_decimals_that_are_shown_as_one_are_one(connection: Connection, stored: str, key: str) -> None:
    # SQLite keeps integers of 64 bits and doubles.
    same = float if connection.dialect.name == "sqlite" else Decimal
    value = sa.cast(literal(Decimal(stored), Exact(38, 10)), sa.Numeric(38, 10))
    assert same(scalar(connection, one_group(finite(value)))) == same(key)


@pytest.mark.parametrize(
    ("declared", "dialects"),
    [
        pytest.param(sa.Double(), (), id="double"),
        pytest.param(sa.Float(), (), id="float"),
        pytest.param(sa.REAL(), ("postgresql", "duckdb", "clickhousedb", "hive"), id="real"),
        pytest.param(sa.Float(24), ("postgresql", "duckdb", "clickhousedb", "hive"), id="float-24"),
        pytest.param(sa.Float(53), (), id="float-53"),
        pytest.param(mysql.FLOAT(), ("duckdb", *_FLOAT), id="mariadb-float"),
        pytest.param(mysql.DOUBLE(), (), id="mariadb-double"),
        pytest.param(
            sa.REAL().with_variant(mysql.FLOAT(), *_FLOAT),
            ("postgresql", "duckdb", "clickhousedb", "hive", *_FLOAT),
            id="variant",
        ),
    ],
)
def test_a_type_is_of_single_precision_where_its_column_is(
    declared: TypeEngine[Any], dialects: tuple[str, ...]
) -> None:
    assert single_on(declared) == dialects


def test_single_precision_rounds_to_its_nearest() -> None:
    assert [single(value) for value in (0.5, 16_777_217.0, 1e39)] == [0.5, 16_777_216.0, float("inf")]
