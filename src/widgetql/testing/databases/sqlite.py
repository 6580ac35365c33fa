"""SQLite: a file, so that two connections see one database."""

from __future__ import annotations

import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, event

from widgetql.testing.databases.database import Database


@contextmanager
def opened(scratch: Path) -> Generator[Engine]:
    """Open an empty SQLite database below `scratch`; delete it at the end."""
    with tempfile.TemporaryDirectory(dir=scratch, prefix="sqlite-") as directory:
        engine = create_engine(f"sqlite:///{directory}/test.db")
        event.listen(engine, "connect", _hurry)
        yield engine
        engine.dispose()


def _hurry(connection: Any, _record: object) -> None:
    # A crash may lose this database, so nothing waits for the disk.
    connection.execute("PRAGMA synchronous = OFF")
    connection.execute("PRAGMA journal_mode = MEMORY")


DATABASE = Database(opened)
