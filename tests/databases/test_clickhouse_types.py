"""ClickHouse's own column types, as its driver declares and reflects them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import pytest
from sqlalchemy import Connection, MetaData, Table, select

from widgetql import Dataset, compile_filter, compute_widget_data
from widgetql.testing.databases import opened

CREATE: Final = """
CREATE TABLE things (
    id UUID, at DateTime('Europe/Paris'), seen Nullable(DateTime64(3)), day Date, late Date32,
    small Nullable(Int8), large UInt64, huge Int128, word LowCardinality(Nullable(String)), name String,
    code FixedString(2), kind Enum8('a' = 1, 'b' = 2), maybe Nullable(Enum16('x' = 1)),
    price Decimal(10, 2), real Float32, ok Bool
) ENGINE = MergeTree ORDER BY (at, id)
"""
INSERT: Final = """
INSERT INTO things VALUES (
    '00000000-0000-4000-8000-000000000001', '2025-11-03 13:00:00', '2025-11-03 12:00:00.25', '2025-11-03',
    '2025-11-03', 1, 18446744073709551615, 170141183460469231731687303715884105727, 'One', 'é', 'ab', 'a',
    'x', 1.25, 0.5, true
), (
    '00000000-0000-4000-8000-000000000002', '2025-11-03 14:00:00', NULL, '2025-11-04',
    '2025-11-04', NULL, 5, -5, NULL, '', 'cd', 'b',
    NULL, -1, -0.5, false
)
"""
NOW: Final = datetime(2025, 11, 5, tzinfo=UTC)


@pytest.fixture(scope="module")
def things(scratch: Path) -> Iterator[tuple[Connection, Dataset]]:
    with opened("clickhouse", scratch) as engine, engine.connect() as connection:
        connection.exec_driver_sql("SET session_timezone = 'UTC'")
        connection.exec_driver_sql(CREATE)
        connection.exec_driver_sql(INSERT)
        table = Table("things", MetaData(), autoload_with=connection)
        yield connection, Dataset.from_table(table, id=table.c.id, timestamp=table.c.at)


@pytest.mark.parametrize(
    ("field", "op", "value", "expected"),
    [
        ("id", "eq", "00000000-0000-4000-8000-000000000002", [2]),
        ("id", "endswith", "1", [1]),
        ("at", "gte", "2025-11-03T13:00:00Z", [2]),
        ("seen", "lt", "2025-11-03T12:00:00.250Z", []),
        ("seen", "lte", "2025-11-03T12:00:00.250Z", [1]),
        ("day", "eq", "2025-11-03", [1]),
        ("late", "gt", "2025-11-03", [2]),
        ("small", "neq", 1, [2]),
        ("small", "lt", 1000, [1]),
        ("large", "gt", 9007199254740993, [1]),
        ("huge", "lt", 0, [2]),
        ("huge", "gt", 9007199254740993, [1]),
        ("word", "contains", "on", [1]),
        ("word", "isnull", True, [2]),
        ("word", "nin", ["One"], [2]),
        ("name", "eq", "É", []),
        ("name", "contains", "É", [1]),
        ("name", "regex", "^$", [2]),
        ("code", "startswith", "c", [2]),
        ("kind", "eq", "b", [2]),
        ("kind", "eq", "unknown", []),
        ("kind", "in", ["a", "unknown"], [1]),
        ("kind", "contains", "A", [1]),
        ("maybe", "neq", "x", [2]),
        ("price", "gte", 1.25, [1]),
        ("real", "lt", 0, [2]),
        ("ok", "eq", False, [2]),
    ],
)
def test_a_filter_on_a_type(
    things: tuple[Connection, Dataset], field: str, op: str, value: Any, expected: list[int]
) -> None:
    connection, dataset = things
    condition = compile_filter({"field": field, "op": op, "value": value}, dataset)
    found = connection.scalars(select(dataset.id).where(condition)).all()
    assert sorted(int(str(id)[-1]) for id in found) == expected


@pytest.mark.parametrize(
    ("field", "shown"),
    [
        ("seen", [None, "2025-11-03T12:00:00.250000Z"]),
        ("day", ["2025-11-04", "2025-11-03"]),
        ("small", [None, 1]),
        ("large", [5, 18446744073709551615]),
        ("huge", [-5, 170141183460469231731687303715884105727]),
        ("word", [None, "One"]),
        ("name", ["", "é"]),
        ("code", ["cd", "ab"]),
        ("kind", ["b", "a"]),
        ("maybe", [None, "x"]),
        ("price", [-1, 1.25]),
        ("real", [-0.5, 0.5]),
        ("ok", [False, True]),
    ],
)
def test_a_value_of_a_type_is_shown(things: tuple[Connection, Dataset], field: str, shown: list[Any]) -> None:
    connection, dataset = things
    widget = {"chart_type": "list", "field": field}
    since = {"field": "at", "op": "gte", "value": "today-7d"}
    answer = compute_widget_data(connection, widget, dataset, dashboard_filters=since, now=NOW)
    assert [row["value"] for row in answer.data] == shown


@pytest.mark.parametrize(
    ("field", "least"),
    [
        ("at", "2025-11-03T12:00:00Z"),
        ("seen", "2025-11-03T12:00:00.250000Z"),
        ("day", "2025-11-03"),
        ("small", 1),
        ("large", 5),
        ("huge", -5),
        ("price", -1),
        ("real", -0.5),
    ],
)
def test_a_type_has_a_least_value(things: tuple[Connection, Dataset], field: str, least: Any) -> None:
    connection, dataset = things
    widget = {"chart_type": "bar", "field": field, "aggregation_function": "min", "time_period": "day"}
    since = {"field": "at", "op": "gte", "value": "today-7d"}
    answer = compute_widget_data(connection, widget, dataset, dashboard_filters=since, now=NOW)
    assert [row["value"] for row in answer.data] == [least]


@pytest.mark.parametrize(
    ("declared", "value"),
    [("Int128", 2**126), ("UInt128", 2**127), ("Int256", -(2**200)), ("UInt256", 2**200), ("Int64", 2**62)],
)
def test_a_sum_of_wide_integers_does_not_wrap(scratch: Path, declared: str, value: int) -> None:
    with opened("clickhouse", scratch) as engine, engine.connect() as connection:
        connection.exec_driver_sql("DROP TABLE IF EXISTS wide")
        columns = f"id Int32, at DateTime('UTC'), x Nullable({declared})"
        connection.exec_driver_sql(f"CREATE TABLE wide ({columns}) ENGINE = Memory")
        for id in (1, 2):
            connection.exec_driver_sql(f"INSERT INTO wide VALUES ({id}, '2025-11-03 12:00:00', {value})")
        table = Table("wide", MetaData(), autoload_with=connection)
        dataset = Dataset.from_table(table, id=table.c.id, timestamp=table.c.at)
        bar = {"chart_type": "bar", "field": "x", "time_period": "day"}
        since = {"field": "at", "op": "gte", "value": "today-7d"}
        found = [
            compute_widget_data(
                connection, bar | {"aggregation_function": name}, dataset, dashboard_filters=since, now=NOW
            ).data
            for name in ("sum", "avg")
        ]
        assert [row["value"] for rows in found for row in rows] == [2 * value, float(value)]
