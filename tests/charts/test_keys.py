"""Keys of other types than integers: records of one time are in the order of these."""

from __future__ import annotations

import enum
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

import pytest
from sqlalchemy import (
    Boolean,
    Column,
    DateTime,
    Engine,
    Enum,
    Integer,
    MetaData,
    Numeric,
    String,
    Table,
    Uuid,
    create_engine,
)

from widgetql import Dataset, Field, Limits, compute_widget_data
from widgetql.testing.databases import filled

NOW: Final = datetime(2025, 11, 10, tzinfo=UTC)
TABLES: Final = MetaData()


def _by(name: str, sql_type: Any) -> Table:
    return Table(
        f"by_{name}",
        TABLES,
        Column("id", sql_type, primary_key=True),
        Column("at", DateTime(timezone=True)),
        Column("seconds", Integer),
    )


class Level(enum.Enum):
    LOW = "low"
    HIGH = "high"
    b = "b"


_STATES: Final = [Level.HIGH, Level.LOW, Level.b]
_TEXTS: Final = [str(UUID(int=number)) for number in (1, 2**64, 2**127)]

# The table, and its keys in their order.
CASES: Final[dict[str, tuple[Table, list[Any]]]] = {
    "decimal": (_by("decimal", Numeric(20, 0)), [Decimal(2), Decimal(9), Decimal(10), Decimal(100)]),
    "text": (_by("text", String(9)), ["10", "9", "B", "a", "é"]),
    "uuid": (_by("uuid", Uuid()), [UUID(int=1), UUID(int=2**64), UUID(int=2**127)]),
    "uuid in text": (_by("uuid_in_text", Uuid(as_uuid=False)), _TEXTS),
    "enum": (_by("enum", Enum(Level)), _STATES),
    "enum in text": (_by("enum_in_text", Enum(Level, native_enum=False, length=9)), _STATES),
    "boolean": (_by("boolean", Boolean()), [False, True]),
}


@pytest.fixture(scope="module")
def metadata() -> MetaData:
    return TABLES


@pytest.mark.parametrize("chart", ["line", "list"])
@pytest.mark.parametrize(("table", "keys"), CASES.values(), ids=CASES)
def test_records_of_one_time_are_in_the_order_of_their_keys(
    engine: Engine, table: Table, keys: list[Any], chart: str
) -> None:
    dataset = Dataset(table, id=table.c.id, timestamp=table.c.at, fields={"seconds": Field(table.c.seconds)})
    at = datetime(2025, 11, 3, tzinfo=UTC)
    rows = [{"id": key, "at": at, "seconds": number} for number, key in enumerate(keys)]
    widget: Any = {"chart_type": chart, "field": "seconds"}
    with filled(engine, {table: rows[::-1]}) as connection:
        found = compute_widget_data(connection, widget, dataset, now=NOW, limits=Limits(max_range=None))
    values = [row["value"] for row in found.data]
    assert (values if chart == "line" else values[::-1]) == [*range(len(keys))]


@pytest.mark.parametrize(("table", "keys"), CASES.values(), ids=CASES)
def test_pages_of_one_record_go_on_from_each_key(engine: Engine, table: Table, keys: list[Any]) -> None:
    dataset = Dataset(table, id=table.c.id, timestamp=table.c.at, fields={"seconds": Field(table.c.seconds)})
    at = datetime(2025, 11, 3, tzinfo=UTC)
    rows = [{"id": key, "at": at, "seconds": number} for number, key in enumerate(keys)]
    widget: Any = {"chart_type": "list", "field": "seconds", "limit": 1}
    shown: list[Any] = []
    with filled(engine, {table: rows[::-1]}) as connection:
        cursor: Any = None
        while not shown or cursor:
            page = compute_widget_data(
                connection, widget | {"cursor": cursor}, dataset, now=NOW, limits=Limits(max_range=None)
            )
            # Of a NUMERIC without a fraction SQLAlchemy 2.0 makes an integer on PostgreSQL.
            is_number = isinstance(keys[0], Decimal)
            shown += [(str(row["id"]) if is_number else row["id"], row["value"]) for row in page.data]
            cursor = page.metadata["next_cursor"]
    assert shown == [(_written(key), number) for number, key in enumerate(keys)][::-1]


def _written(key: Any) -> Any:
    return key.name if isinstance(key, Level) else key if isinstance(key, bool) else str(key)


def test_the_spellings_of_a_uuid_on_sqlite_are_one_order_of_keys() -> None:
    table, engine = CASES["uuid"][0], create_engine("sqlite://")
    dataset = Dataset(table, id=table.c.id, timestamp=table.c.at, fields={"seconds": Field(table.c.seconds)})
    widget: Any = {"chart_type": "list", "field": "seconds"}
    options: Any = {"now": NOW, "limits": Limits(max_range=None)}
    insert = "INSERT INTO by_uuid VALUES (?, '2025-11-03 00:00:00.000000', 1)"
    with engine.connect() as connection:
        table.create(connection)
        for id in (_TEXTS[0], _TEXTS[1].replace("-", ""), UUID(int=2**127).hex.upper()):
            connection.exec_driver_sql(insert, (id,))
        first = compute_widget_data(connection, widget | {"limit": 1}, dataset, **options)
        cursor = first.metadata["next_cursor"]
        rest = compute_widget_data(connection, widget | {"cursor": cursor}, dataset, **options)
        connection.exec_driver_sql(insert, ("none",))
        every = compute_widget_data(connection, widget, dataset, **options)
    assert [row["id"] for row in (*first.data, *rest.data)] == _TEXTS[::-1]
    assert [row["id"] for row in every.data] == ["none", *_TEXTS[::-1]]


ODD_KEYS: Final = {
    "a text's bytes": ("TEXT", String(9), ("'a'", "x'41'"), ["a", "b'A'"]),
    "no key": ("TEXT", String(9), ("'a'", "NULL", "'b'"), ["None", "a", "b"]),
    "an unknown label's bytes": ("TEXT", Enum("a", "b"), ("'b'", "x'41'", "'zz'"), ["b", "zz", "b'A'"]),
    "a text among numbers": ("INT", Integer(), ("'abc'", "x'31'", "1"), [1, "abc", "b'1'"]),
}


@pytest.mark.parametrize(("made", "declared", "literals", "shown"), ODD_KEYS.values(), ids=ODD_KEYS)
def test_keys_that_are_of_no_one_type(
    made: str, declared: Any, literals: tuple[str, ...], shown: list[Any]
) -> None:
    """SQLite holds anything in any column: a line was a `TypeError`, and so was an audit."""
    table = Table(
        "odd",
        MetaData(),
        Column("k", declared, primary_key=True),
        Column("at", DateTime),
        Column("x", Integer),
    )
    dataset = Dataset(
        table,
        id=table.c.k,
        timestamp=table.c.at,
        fields={"x": Field(table.c.x)},
        limits=Limits(max_range=None),
    )
    engine = create_engine("sqlite://")
    with engine.connect() as connection:
        connection.exec_driver_sql(f"CREATE TABLE odd (k {made} PRIMARY KEY, at DATETIME, x INTEGER)")
        for literal in literals:
            connection.exec_driver_sql(f"INSERT INTO odd VALUES ({literal}, '2025-11-07 01:00:00.000000', 1)")
        line = compute_widget_data(connection, {"chart_type": "line", "field": "x"}, dataset, now=NOW)
        assert [row["id"] for row in line.data] == shown
        named = [one.examples for one in dataset.audit(connection).findings if one.fault == "missing_id"]
        assert named == ([(None,)] if "NULL" in literals else [])
    engine.dispose()
