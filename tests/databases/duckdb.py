"""DuckDB, in memory: a named database, so that two connections see one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import uuid4

from sqlalchemy import Engine, create_engine, event


@contextmanager
def opened(session_zone: str) -> Iterator[Engine]:
    """Open an empty DuckDB database whose sessions are in `session_zone`; it is gone at the end."""
    engine = create_engine(f"duckdb:///:memory:{uuid4().hex}")

    @event.listens_for(engine, "connect")
    def _set_zone(connection: Any, _record: object) -> None:
        connection.execute(f"SET TimeZone = '{session_zone}'")

    # The database lives as long as one connection to it.
    with engine.connect():
        yield engine
    engine.dispose()
