"""The real databases that tests run on: opened, given tables, filled, and emptied again.

Nothing here knows pytest, and nothing of a database need be installed before it is opened. A database is one
module here, with a `DATABASE`, and one row of `DATABASES`.

>>> from sqlalchemy import Column, Integer, MetaData, Table, select
>>> metadata = MetaData()
>>> calls = Table("calls", metadata, Column("id", Integer, primary_key=True))
>>> with opened("sqlite", metadata=metadata) as engine, filled(engine, {calls: [{"id": 7}]}) as connection:
...     connection.scalars(select(calls.c.id)).all()
[7]
"""

from __future__ import annotations

import tempfile
from collections.abc import Generator, Iterable, Mapping
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, Engine, MetaData, Table

from widgetql.testing.databases import clickhouse, duckdb, mariadb, postgresql, spark, sqlite
from widgetql.testing.databases.database import SESSION_ZONE, Database, NotInstalled, Rows

__all__ = [
    "DATABASES",
    "SESSION_ZONE",
    "Database",
    "NotInstalled",
    "Rows",
    "create",
    "empty",
    "filled",
    "name_of",
    "opened",
    "put",
    "restore",
]

DATABASES: Final[Mapping[str, Database]] = {
    "sqlite": sqlite.DATABASE,
    "duckdb": duckdb.DATABASE,
    "postgresql": postgresql.DATABASE,
    "mariadb": mariadb.DATABASE,
    "clickhouse": clickhouse.DATABASE,
    "spark": spark.DATABASE,
}
"""The databases by name."""

# SQLAlchemy's dialects by the database that speaks them, where the names differ.
_OF_DIALECT: Final[Mapping[str, str]] = {"mysql": "mariadb", "hive": "spark", "clickhousedb": "clickhouse"}


@contextmanager
def opened(name: str, scratch: Path | None = None, metadata: MetaData | None = None) -> Generator[Engine]:
    """Open an empty database by its name in `DATABASES`, with the tables of `metadata`; drop it at the end.

    `scratch` is a directory that lives as long as the whole run; processes that name the same one share
    a server. Without one the server, if it needs any, is this database's own.
    """
    with tempfile.TemporaryDirectory() as own:
        found = DATABASES[name]
        with found.opened(scratch or Path(own)) as engine:
            if metadata is not None:
                found.create(engine, metadata)
            yield engine


def create(engine: Engine, metadata: MetaData) -> None:
    """Create the tables that are not there yet."""
    DATABASES[name_of(engine)].create(engine, metadata)


def filled(engine: Engine, rows: Rows) -> AbstractContextManager[Connection]:
    """Give a connection that sees `rows` in their tables, and take them back at the end.

    Fast enough to be entered for every example of a property test.
    """
    return DATABASES[name_of(engine)].filled(engine, rows)


def put(connection: Connection, rows: Rows) -> None:
    """Insert rows, parents before children; commits nothing."""
    DATABASES[name_of(connection)].put(connection, rows)


def empty(connection: Connection, tables: Iterable[Table]) -> None:
    """Delete all rows of tables, children before parents; commits nothing."""
    DATABASES[name_of(connection)].empty(connection, tables)


def restore(connection: Connection, rows: Rows) -> None:
    """Take back what the connection wrote; `rows` are those of each table that there were before."""
    DATABASES[name_of(connection)].restore(connection, rows)


def name_of(bind: Engine | Connection) -> str:
    """Return the name in `DATABASES` of what an engine or a connection speaks to."""
    return _OF_DIALECT.get(bind.dialect.name, bind.dialect.name)
