"""How each database takes the rows from their files; indexes come last, which is faster."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Column, Connection, Table, insert, select, text
from sqlalchemy import types as sa
from sqlalchemy.schema import CreateTable

from benchmarks.rows import quiet_duckdb
from benchmarks.tables import Tables

_CHUNK: Final = 50_000


def into_sqlite(connection: Connection, tables: Tables, files: Path) -> None:
    """Load SQLite row by row: it has nothing faster."""
    driver: Any = connection.connection.driver_connection
    # What a crash would lose is made again.
    driver.execute("PRAGMA journal_mode = OFF")
    driver.execute("PRAGMA synchronous = OFF")
    for table, file in _created(connection, tables, files):
        marks = ", ".join("?" * len(table.columns))
        with closing(quiet_duckdb()) as source:
            rows = source.execute(f"SELECT {', '.join(map(_as_text, table.columns))} FROM '{file}'")
            while chunk := rows.fetchmany(_CHUNK):
                driver.executemany(f"INSERT INTO {table.name} VALUES ({marks})", chunk)
    _copy_and_index(connection, tables)
    connection.execute(text("ANALYZE"))
    connection.commit()


def into_postgresql(connection: Connection, tables: Tables, files: Path) -> None:
    """Load PostgreSQL by COPY."""
    driver: Any = connection.connection.driver_connection
    for table, file in _created(connection, tables, files):
        lines = file.with_suffix(".csv")
        with closing(quiet_duckdb()) as source:
            source.execute(f"COPY (SELECT * FROM '{file}') TO '{lines}' (FORMAT csv, HEADER false)")
        copying = f"COPY {table.name} FROM STDIN (FORMAT csv)"
        with lines.open("rb") as rows, driver.cursor().copy(copying) as to:
            while chunk := rows.read(1 << 20):
                to.write(chunk)
        lines.unlink()
    _copy_and_index(connection, tables)
    connection.commit()
    connection.execution_options(isolation_level="AUTOCOMMIT").execute(text("VACUUM ANALYZE"))


def into_mariadb(connection: Connection, tables: Tables, files: Path) -> None:
    """Load MariaDB by rows, many to a statement."""
    driver: Any = connection.connection.driver_connection
    for table, file in _created(connection, tables, files):
        marks = ", ".join(["%s"] * len(table.columns))
        with closing(quiet_duckdb()) as source, driver.cursor() as to:
            rows = source.execute(f"SELECT * FROM '{file}'")
            while chunk := rows.fetchmany(_CHUNK):
                to.executemany(f"INSERT INTO {table.name} VALUES ({marks})", chunk)
    connection.commit()
    _copy_and_index(connection, tables)
    connection.commit()


def into_duckdb(connection: Connection, tables: Tables, files: Path) -> None:
    """Load DuckDB from the files themselves; its indexes are no help to a range."""
    for name, table in tables.by_file.items():
        connection.execute(CreateTable(table))
        connection.execute(text(f"INSERT INTO {table.name} SELECT * FROM '{files / name}.parquet'"))
    connection.commit()


def into_chdb(connection: Connection, tables: Tables, files: Path) -> None:
    """Load ClickHouse from the files themselves, into tables in the order of their keys."""
    driver: Any = connection.connection.driver_connection
    for name, table in tables.by_file.items():
        columns = ", ".join(f"{column.name} {_clickhouse_type(column)}" for column in table.columns)
        driver.client.command(f"CREATE TABLE {table.name} ({columns}) ENGINE = MergeTree ORDER BY id")
        driver.client.command(
            f"INSERT INTO {table.name} SELECT * FROM file('{files / name}.parquet', Parquet)"
        )
        # One part, as after a while.
        driver.client.command(f"OPTIMIZE TABLE {table.name} FINAL")


def _created(connection: Connection, tables: Tables, files: Path) -> Iterator[tuple[Table, Path]]:
    """Create the tables; yield those that have a file with it."""
    for table in tables.metadata.sorted_tables:
        connection.execute(CreateTable(table))
    for name, table in tables.by_file.items():
        yield table, files / f"{name}.parquet"


def _copy_and_index(connection: Connection, tables: Tables) -> None:
    connection.execute(insert(tables.indexed).from_select(list(tables.indexed.c), select(tables.plain)))
    for table in tables.metadata.sorted_tables:
        for index in table.indexes:
            index.create(connection)


def _as_text(column: Column[Any]) -> str:
    """Return a column as SQLite's driver takes it: a time as the text that SQLAlchemy writes."""
    is_time = isinstance(column.type, sa.DateTime)
    return f"strftime({column.name}, '%Y-%m-%d %H:%M:%S.%f')" if is_time else column.name


_CLICKHOUSE_TYPES: Final[tuple[tuple[type[sa.TypeEngine[Any]], str], ...]] = (
    (sa.Integer, "Int32"),
    (sa.Double, "Float64"),
    (sa.Boolean, "Bool"),
    (sa.JSON, "String"),
    (sa.String, "String"),
    (sa.DateTime, "DateTime64(6, 'UTC')"),
)


def _clickhouse_type(column: Column[Any]) -> str:
    name = next(name for kind, name in _CLICKHOUSE_TYPES if isinstance(column.type, kind))
    return f"Nullable({name})" if column.nullable else name
