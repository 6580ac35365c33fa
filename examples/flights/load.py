"""Fills an SQLite file with the flights, once."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, Engine, Table, create_engine

from examples.flights import source, tables
from examples.flights.progress import Progress

# Written last of all, so that a file which lacks it (or has another) is made anew.
_COMPLETE: Final = 3
_BATCH: Final = 10_000


def open_database(path: Path) -> Engine:
    """Return an engine on the flights, loading them into `path` if they are not there yet."""
    if path.exists():
        engine = create_engine(f"sqlite:///{path}")
        with engine.connect() as connection:
            if connection.exec_driver_sql("PRAGMA user_version").scalar() == _COMPLETE:
                return engine
        engine.dispose()
        path.unlink()
    path.parent.mkdir(parents=True, exist_ok=True)
    return load(path)


def load(path: Path, keep: source.Keep | None = None) -> Engine:
    """Create the tables in a new file and fill them; `keep` chooses among the flights."""
    engine = create_engine(f"sqlite:///{path}")
    with engine.connect() as connection:
        # Nothing is lost if this is cut short: the file is made anew.
        connection.exec_driver_sql("PRAGMA journal_mode = OFF")
        connection.exec_driver_sql("PRAGMA synchronous = OFF")
        connection.commit()
        tables.metadata.create_all(connection)
        _fill(connection, tables.airlines, source.airlines())
        _fill(connection, tables.airports, source.airports())
        _fill(connection, tables.planes, source.planes())
        _fill(connection, tables.weather, source.weather())
        _fill(connection, tables.metrics, source.METRICS)
        _fill_flights(connection, keep)
        connection.exec_driver_sql("ANALYZE")
        connection.exec_driver_sql(f"PRAGMA user_version = {_COMPLETE}")
        connection.commit()
    return engine


def _fill_flights(connection: Connection, keep: source.Keep | None) -> None:
    """Insert the flights, then build their indexes: sorted once, instead of kept in order row by row."""
    indexes = sorted(tables.flights.indexes, key=lambda index: str(index.name))
    for index in indexes:
        index.drop(connection)
    with Progress("Loading flights", source.FLIGHTS) as progress:
        found = source.flights(keep)
        while batch := list(islice(found, _BATCH)):
            _fill(connection, tables.flights, (flight for flight, _ in batch))
            _fill(connection, tables.measurements, (row for _, rows in batch for row in sorted(rows)))
            progress.add(len(batch))
    with Progress("Building indexes", len(indexes)) as progress:
        for index in indexes:
            index.create(connection)
            progress.add(1)


def _fill(connection: Connection, table: Table, rows: Iterable[source.Row]) -> None:
    """Insert plain tuples in the order of the table's columns: nothing is converted on the way."""
    statement = f"INSERT INTO {table.name} VALUES ({', '.join('?' * len(table.columns))})"
    values = list(rows)
    if values:
        connection.exec_driver_sql(statement, values)
