"""ClickHouse: the real engine inside this process, from `chdb`; or a server.

`WIDGETQL_CLICKHOUSE_URL` names a server instead, `clickhousedb://user:password@host:8123`; its user must be
allowed to create databases. ClickHouse has no transactions: what is put into a table is truncated again.
"""

from __future__ import annotations

import json
import os
from collections.abc import Generator, Iterable, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from math import isfinite
from pathlib import Path
from typing import Any, Final
from uuid import uuid4
from weakref import WeakKeyDictionary

from sqlalchemy import URL, Column, Connection, Engine, MetaData, Table, create_engine, event, make_url, text
from sqlalchemy import types as sa

from widgetql.storage import undecorated
from widgetql.testing.databases.database import SESSION_ZONE, Database, Rows, needing, reads_json, writer_of

# What a connection remembers once it wrote: most tests only read, and need no restoring.
_WRITTEN: Final = "widgetql_written"
# The tables of each engine that were made anew in memory.
_IN_MEMORY: Final[WeakKeyDictionary[Engine, set[str]]] = WeakKeyDictionary()


@needing("ClickHouse", "clickhousedb", {"clickhouse_connect": "clickhouse-connect", "chdb": "chdb"})
@contextmanager
def opened(scratch: Path, session_zone: str = SESSION_ZONE) -> Generator[Engine]:
    """Open an empty database with sessions in `session_zone`; drop it at the end.

    An engine in this process has one path for all that it opens: in memory.
    """
    name = f"test_{uuid4().hex}"
    admin = _engine({})
    with admin.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    engine = _engine({"database": name, "session_timezone": session_zone})
    event.listen(engine, "before_cursor_execute", _note_writing)
    try:
        yield engine
    finally:
        engine.dispose()
        with admin.connect() as connection:
            connection.execute(text(f"DROP DATABASE {name} SYNC"))
        admin.dispose()


def _engine(arguments: Mapping[str, Any]) -> Engine:
    given = os.environ.get("WIDGETQL_CLICKHOUSE_URL")
    inside = {} if given else {"interface": "chdb"}
    url = make_url(given) if given else URL.create("clickhousedb")
    engine = create_engine(url, connect_args={**inside, **arguments})
    reads_json(engine.dialect)
    return engine


def _note_writing(connection: Connection, cursor: Any, statement: str, *rest: Any) -> None:
    if not statement.startswith(("SELECT", "WITH")):
        connection.info[_WRITTEN] = True


def create(engine: Engine, metadata: MetaData) -> None:
    """Create tables as a host would: a MergeTree ordered by the primary key, the other columns Nullable."""
    with engine.connect() as connection:
        for table in metadata.sorted_tables:
            key = ", ".join(_quoted(column.name) for column in table.primary_key)
            _create(connection, table, f"MergeTree ORDER BY ({key})")


def _create(connection: Connection, table: Table, kind: str) -> None:
    columns = ", ".join(f"{_quoted(column.name)} {column_type(column)}" for column in table.columns)
    connection.exec_driver_sql(
        f"CREATE TABLE IF NOT EXISTS {_quoted(table.name)} ({columns}) ENGINE = {kind}"
    )


def _quoted(name: str) -> str:
    return "`" + name.replace("\\", "\\\\").replace("`", "\\`") + "`"


def column_type(column: Column[Any]) -> str:
    """Return ClickHouse's type for a column."""
    bare = undecorated(column.type)
    name = _type_name(bare)
    if isinstance(bare, sa.ARRAY):
        # There is no array that is null.
        return name
    return f"Nullable({name})" if column.nullable else name


def _type_name(declared: sa.TypeEngine[Any]) -> str:
    match declared:
        case sa.ARRAY():
            return f"Array(Nullable({_type_name(undecorated(declared.item_type))}))"
        case sa.Enum(enums=labels):
            return "Enum8(" + ", ".join("'" + label.replace("'", "\\'") + "'" for label in labels) + ")"
        case sa.Numeric(precision=int() as precision, scale=scale) if not isinstance(declared, sa.Float):
            return f"Decimal({precision}, {scale or 0})"
        case sa.BigInteger() if getattr(declared, "unsigned", False):
            return "UInt64"
        case sa.DateTime() | sa.Interval():
            # An instant in either case. What a naive column shows is its time in UTC.
            return "DateTime64(6, 'UTC')"
        case _:
            known = next((name for kind, name in _NAMES if isinstance(declared, kind)), None)
            assert known is not None, f"no ClickHouse type for {declared!r}"
            return known


_NAMES: tuple[tuple[type[sa.TypeEngine[Any]], str], ...] = (
    (sa.SmallInteger, "Int16"),
    (sa.BigInteger, "Int64"),
    (sa.Integer, "Int32"),
    (sa.REAL, "Float32"),
    (sa.Float, "Float64"),
    (sa.Numeric, "Decimal(38, 10)"),
    (sa.Boolean, "Bool"),
    (sa.Date, "Date32"),
    (sa.Uuid, "UUID"),
    # JSON as text, as SQLAlchemy writes and reads it.
    (sa.JSON, "String"),
    (sa.String, "String"),
)


def put(connection: Connection, rows: Rows) -> None:
    """Insert rows, each table's in one statement."""
    for table, of_table in rows.items():
        lines = list(_lines(connection, table, of_table))
        if lines:
            connection.info[_WRITTEN] = True
            data = "\n".join(lines)
            _client(connection).command(f"INSERT INTO {_quoted(table.name)} FORMAT JSONEachRow\n{data}")


def _lines(connection: Connection, table: Table, rows: Iterable[Mapping[str, Any]]) -> Iterable[str]:
    writers = {column.key: (column.name, writer_of(column, connection.dialect)) for column in table.columns}
    for row in rows:
        line = {}
        for key, value in row.items():
            name, write = writers[key]
            line[name] = _plain(value if write is None else write(value))
        yield json.dumps(line, default=_json_value)


def _plain(value: Any) -> Any:
    # JSON has no word for infinities, but ClickHouse reads them as texts.
    return str(value) if isinstance(value, float) and not isfinite(value) else value


def _json_value(value: Any) -> Any:
    if isinstance(value, datetime):
        naive = value.astimezone(UTC).replace(tzinfo=None) if value.tzinfo else value
        return naive.isoformat(sep=" ")
    return str(value)


def _client(connection: Connection) -> Any:
    return connection.connection.driver_connection.client  # type: ignore[union-attr]


def empty(connection: Connection, tables: Iterable[Table]) -> None:
    """Truncate tables."""
    for table in tables:
        _client(connection).command(f"TRUNCATE TABLE {_quoted(table.name)}")


def restore(connection: Connection, rows: Rows) -> None:
    """Give tables their rows again, if the connection wrote at all."""
    if connection.info.get(_WRITTEN):
        empty(connection, rows)
        put(connection, rows)
        connection.info[_WRITTEN] = False


@contextmanager
def filled(engine: Engine, rows: Rows) -> Generator[Connection]:
    """Give a connection that sees `rows` in their tables; truncate these at the end.

    The tables are in memory from then on, where that takes a tenth of the time.
    """
    with engine.connect() as connection:
        _keep_in_memory(connection, engine, rows)
        try:
            put(connection, rows)
            yield connection
        finally:
            empty(connection, rows)


def _keep_in_memory(connection: Connection, engine: Engine, tables: Iterable[Table]) -> None:
    known = _IN_MEMORY.setdefault(engine, set())
    for table in tables:
        if table.name not in known:
            connection.exec_driver_sql(f"DROP TABLE {_quoted(table.name)} SYNC")
            _create(connection, table, "Memory")
            known.add(table.name)


DATABASE = Database(opened, create, put, empty, restore, filled)
