"""SQLite keeps any number in a column of integers: doubles beyond every integer, 64 bits in a SMALLINT."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from typing import Any, Final

import pytest
from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    DateTime,
    Integer,
    MetaData,
    SmallInteger,
    Table,
    create_engine,
    select,
)
from sqlalchemy.types import TypeEngine

from widgetql import Dataset, Field, compile_filter, compute_dashboard_data, compute_widget_data
from widgetql.testing import NOW

INTEGERS: Final = [
    pytest.param(declared, id=type(declared).__name__)
    for declared in (SmallInteger(), Integer(), BigInteger())
]
SINCE: Final = {"field": "timestamp", "op": "gte", "value": "2025-11-01"}


@contextmanager
def stored(declared: TypeEngine[Any], *literals: str) -> Generator[tuple[Connection, Dataset]]:
    table = Table(
        "t",
        MetaData(),
        Column("id", Integer, primary_key=True),
        Column("timestamp", DateTime),
        Column("x", declared),
    )
    dataset = Dataset(table, id=table.c.id, timestamp=table.c.timestamp, fields={"x": Field(table.c.x)})
    engine = create_engine("sqlite://")
    with engine.connect() as connection:
        table.create(connection)
        for id, literal in enumerate(literals, 1):
            connection.exec_driver_sql(
                f"INSERT INTO t VALUES ({id}, '2025-11-03 10:00:00.000000', {literal})"
            )
        connection.commit()
        yield connection, dataset
    engine.dispose()


@pytest.mark.parametrize("declared", INTEGERS)
@pytest.mark.parametrize(
    ("op", "operand", "expected"),
    [
        ("eq", 1e308, [1]),
        ("eq", 10**308, [1]),
        ("eq", 1.5e308, []),
        ("neq", 1e308, [2, 3, 4]),
        ("in", [1e308, 7, -1e40], [1, 2, 3]),
        ("nin", [1e308, 7], [3, 4]),
        ("gt", 1e300, [1]),
        ("lte", -1e40, [3]),
        ("lt", 1e300, [2, 3]),
        ("gte", 10**400, []),
        ("lt", 10**400, [1, 2, 3]),
        ("between", [-1e300, 1e300], [2, 3]),
    ],
    ids=str,
)
def test_a_range_beyond_every_integer(
    declared: TypeEngine[Any], op: str, operand: Any, expected: list[int]
) -> None:
    with stored(declared, "1e308", "7", "-1e40", "NULL") as (connection, dataset):
        condition = compile_filter({"field": "x", "op": op, "value": operand}, dataset)
        assert connection.scalars(select(dataset.id).where(condition).order_by(dataset.id)).all() == expected


@pytest.mark.parametrize("declared", INTEGERS)
@pytest.mark.parametrize(
    ("literals", "total", "mean"),
    [
        pytest.param(["1e308", "7"], 1e308, 5e307, id="a-double"),
        pytest.param(["1e308", "1e308"], None, None, id="beyond-the-largest"),
        pytest.param(["9223372036854775807"] * 2, 2.0**64, 2.0**63, id="beyond-64-bits"),
        pytest.param(["4611686018427387904", "-7"], 2**62 - 7, 2.0**61, id="64-bits"),
        pytest.param(["1e308", "'abc'"], 1e308, 1e308, id="beside-a-text"),
    ],
)
def test_sums(declared: TypeEngine[Any], literals: list[str], total: Any, mean: Any) -> None:
    month = {"chart_type": "bar", "field": "x", "time_period": "month", "filters": SINCE}
    widgets = [
        month | {"aggregation_function": name, "time_period": period}
        for period in ("month", "day")
        for name in ("sum", "avg")
    ]
    with stored(declared, *literals) as (connection, dataset):
        alone = [compute_widget_data(connection, one, dataset, now=NOW).data for one in widgets]
        shared: Any = compute_dashboard_data(connection, {"widgets": widgets}, dataset, now=NOW)
        assert [[row["value"] for row in rows] for rows in alone] == [[total], [mean]] * 2
        assert [one.data for one in shared] == alone
