"""The real databases that tests run on: opened, given tables, filled, and emptied again.

Nothing here knows pytest (that is `tests/conftest.py`), so that hosts could use it as it is. A database is
one row of `DATABASES`: a function of a scratch directory that opens an empty database of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, Engine, MetaData, Table, insert
from sqlalchemy.schema import sort_tables

from tests.databases import duckdb, postgresql, sqlite

__all__ = ["DATABASES", "SESSION_ZONE", "Rows", "filled", "opened", "put"]

Rows = Mapping[Table, Iterable[Mapping[str, Any]]]
"""Per table, its rows as dicts; a column that a row leaves out is NULL."""

SESSION_ZONE: Final = "America/Los_Angeles"
"""The session's time zone where a database has one: nothing may rely on it being UTC."""

DATABASES: Final[Mapping[str, Callable[[Path], AbstractContextManager[Engine]]]] = {
    "sqlite": sqlite.opened,
    "duckdb": lambda _: duckdb.opened(SESSION_ZONE),
    "postgresql": lambda scratch: postgresql.opened(scratch, SESSION_ZONE),
}


@contextmanager
def opened(name: str, scratch: Path, metadata: MetaData | None = None) -> Iterator[Engine]:
    """Open an empty database by its name in `DATABASES`, with the tables of `metadata`; drop it at the end.

    `scratch` is a directory that lives as long as the whole run; processes that name the same one share
    a server.
    """
    with DATABASES[name](scratch) as engine:
        if metadata is not None:
            metadata.create_all(engine)
        yield engine


@contextmanager
def filled(engine: Engine, rows: Rows) -> Iterator[Connection]:
    """Give a connection that sees `rows` in their tables, and take them back at the end.

    It is one transaction, rolled back: fast enough to be entered for every example of a property test.
    """
    with engine.connect() as connection:
        transaction = connection.begin()
        try:
            put(connection, rows)
            yield connection
        finally:
            transaction.rollback()


def put(connection: Connection, rows: Rows) -> None:
    """Insert rows, parents before children; commits nothing."""
    given = {table: [dict(row) for row in of_table] for table, of_table in rows.items()}
    for table in sort_tables(given):
        if not given[table]:
            continue
        # One statement for all rows: they must name the same columns.
        keys = {key for row in given[table] for key in row}
        connection.execute(insert(table), [dict.fromkeys(keys) | row for row in given[table]])
