"""An audit tells which columns a database stores otherwise than is declared: hosts write tables by hand."""

from __future__ import annotations

import uuid
from typing import Any, Final

import pytest
from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    Double,
    Enum,
    Integer,
    Interval,
    MetaData,
    Numeric,
    String,
    Table,
    Text,
    Uuid,
    text,
)  # fmt: skip
from sqlalchemy.dialects import postgresql
from sqlalchemy.types import TypeEngine

from tests.hosts.decorators import TABLES as DECORATED
from tests.testing.everything import EVERYTHING, TABLES
from widgetql import Dataset, Field
from widgetql.sql.profile import profile_of
from widgetql.testing.databases import name_of

_TIMED: Final = DateTime(timezone=True)
# What the DDL of a column says, and what the host declares.
_WRONG: Final[dict[str, list[tuple[str, TypeEngine[Any]]]]] = {
    "sqlite": [
        ("TEXT", Integer()), ("VARCHAR(9)", Numeric(9, 2)), ("CLOB", Double()), ("TEXT", Boolean()),
        ("INTEGER", Text()), ("NUMERIC", String()), ("REAL", Enum("a")), ("INT", Uuid()),
    ],
    "postgresql": [
        ("TIMESTAMPTZ", DateTime()), ("TIMESTAMP", _TIMED), ("DATE", DateTime()), ("TIMESTAMP", Date()),
        ("CHAR(9)", Text()), ("INT", Boolean()), ("UUID", Text()), ("INET", String()), ("TEXT", Integer()),
        ("TEXT", Uuid()), ("NUMERIC", Integer()), ("INT", Double()), ("DOUBLE PRECISION", Numeric(9, 2)),
        ("TEXT", Enum("a")), ("BYTEA", Text()), ("INT", Interval()), ("JSONB", Text()),
    ],
    "duckdb": [
        ("TIMESTAMPTZ", DateTime()), ("TIMESTAMP", _TIMED), ("DATE", DateTime()), ("VARCHAR", Integer()),
        ("INTEGER", Boolean()), ("UUID", Text()), ("BLOB", Text()), ("DOUBLE", Integer()),
    ],
    "mariadb": [
        ("YEAR", Integer()), ("BIT(8)", Integer()), ("VARBINARY(9)", Text()), ("VARCHAR(9)", Integer()),
        ("DATE", DateTime()), ("DATETIME", Date()), ("INT", Text()), ("DOUBLE", Integer()),
    ],
    "clickhouse": [
        ("String", Integer()), ("Date", DateTime()), ("DateTime", Date()), ("Float64", Integer()),
        ("Int32", Text()), ("UUID", Text()),
    ],
}  # fmt: skip
_RIGHT: Final[dict[str, list[tuple[str, TypeEngine[Any]]]]] = {
    "sqlite": [
        ("INT", Numeric(9, 2)), ("REAL", Integer()), ("BOOLEAN", Integer()), ("NUMERIC", Boolean()),
        ("TEXT", DateTime()), ("VARCHAR", Date()), ("INTEGER", DateTime()), ("CHAR(9)", Text()),
        ("", Integer()),        ("TIMESTAMPTZ", DateTime()),
    ],
    "postgresql": [
        ("BIGINT", Integer()), ("SMALLINT", BigInteger()), ("REAL", Double()), ("NUMERIC", Numeric(9, 2)),
        ("VARCHAR(9)", Text()), ("CHAR(9)", postgresql.CHAR(9)), ("TEXT", Enum("a", native_enum=False)),
        ("CHAR(32)", Uuid(native_uuid=False)), ("TIMESTAMPTZ", _TIMED), ("INTERVAL", Interval()),
    ],
    "duckdb": [
        ("BIGINT", Integer()), ("UBIGINT", BigInteger()), ("FLOAT", Double()), ("VARCHAR", Text()),
        ("TIMESTAMP_NS", DateTime()), ("TIMESTAMP_S", DateTime()),
    ],
    "mariadb": [
        ("TINYINT(1)", Boolean()), ("BIGINT UNSIGNED", Integer()), ("DATETIME(6)", _TIMED),
        ("CHAR(32)", Uuid()),
        ("ENUM('a')", Text()), ("TIMESTAMP NULL", DateTime()), ("VARCHAR(9)", Enum("a")),
        ("LONGTEXT", String(9)),
    ],
    "clickhouse": [
        ("UInt64", Integer()), ("LowCardinality(String)", Text()), ("Nullable(Float32)", Double()),
        ("DateTime64(3)", _TIMED), ("DateTime", DateTime()), ("Bool", Boolean()), ("UInt8", Boolean()),
        ("Date32", Date()), ("Decimal(9, 2)", Numeric(9, 2)), ("UUID", Uuid()),
    ],
}  # fmt: skip

_ALL: Final = MetaData()
for _one in (*TABLES.sorted_tables, *DECORATED.sorted_tables):
    _one.to_metadata(_ALL)


@pytest.fixture(scope="module")
def metadata() -> MetaData:
    return _ALL


def _places(connection: Any, dataset: Dataset) -> list[str]:
    return [one.place for one in dataset.audit(connection).findings if one.fault == "other_type"]


def _declared(connection: Any, columns: list[tuple[str, TypeEngine[Any]]]) -> Dataset:
    """Create a table as a host's migration wrote it, and declare it."""
    table = Table(
        f"written_{uuid.uuid4().hex}", MetaData(), Column("id", Integer, primary_key=True),
        *(Column(f"c{at}", kind) for at, (_, kind) in enumerate(columns)),
    )  # fmt: skip
    is_clickhouse = name_of(connection) == "clickhouse"
    ddl = ", ".join(["id INTEGER", *(f"c{at} {written}" for at, (written, _) in enumerate(columns))])
    end = " ENGINE = MergeTree ORDER BY id" if is_clickhouse else ""
    connection.execute(text(f"CREATE TABLE {table.name} ({ddl}){end}"))
    return Dataset(table, id=table.c.id, fields={one.name: Field(one) for one in table.c if one.name != "id"})


def test_what_sqlalchemy_creates_is_stored_as_declared(engine: Any) -> None:
    with engine.connect() as connection:
        assert _places(connection, EVERYTHING) == []


@pytest.mark.parametrize("name", DECORATED.tables)
def test_so_are_the_types_of_hosts(engine: Any, name: str) -> None:
    with engine.connect() as connection:
        assert _places(connection, Dataset.from_table(_ALL.tables[name])) == []


def _cases(
    of: dict[str, list[tuple[str, TypeEngine[Any]]]], engine: Any
) -> list[tuple[str, TypeEngine[Any]]]:
    if not profile_of(engine.dialect.name).lists_types:
        pytest.skip("Spark's dialect knows too few types")
    return of[name_of(engine)]


def test_what_is_stored_otherwise_is_found(engine: Any) -> None:
    wrong = _cases(_WRONG, engine)
    with engine.connect() as connection:
        dataset = _declared(connection, wrong)
        places = _places(connection, dataset)
    found = {int(one[1:]) for one in places}
    assert [(ddl, repr(kind)) for at, (ddl, kind) in enumerate(wrong) if at not in found] == []


def test_what_is_read_alike_is_not(engine: Any) -> None:
    right = _cases(_RIGHT, engine)
    with engine.connect() as connection:
        dataset = _declared(connection, right)
        places = _places(connection, dataset)
    assert [(right[int(one[1:])][0], repr(right[int(one[1:])][1])) for one in places] == []
