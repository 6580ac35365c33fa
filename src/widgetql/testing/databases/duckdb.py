"""DuckDB, in memory: a named database, so that two connections see one."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

from sqlalchemy import Engine, create_engine, event

from widgetql.testing.databases.database import SESSION_ZONE, Database, needing


@needing("DuckDB", "duckdb", {"duckdb_sqlalchemy": "duckdb-sqlalchemy", "duckdb": "duckdb"})
@contextmanager
def opened(scratch: Path, session_zone: str = SESSION_ZONE) -> Generator[Engine]:
    """Open an empty DuckDB database whose sessions are in `session_zone`; it is gone at the end."""
    engine = create_engine(f"duckdb:///:memory:{uuid4().hex}")

    @event.listens_for(engine, "connect")
    def _set_zone(connection: Any, _record: object) -> None:
        connection.execute(f"SET TimeZone = '{session_zone}'")

    # The database lives as long as one connection to it.
    with engine.connect():
        yield engine
    engine.dispose()


DATABASE = Database(opened)
