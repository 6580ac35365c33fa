"""The statements that a test has run."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, event


@contextmanager
def recorded(target: Connection | Engine) -> Generator[list[tuple[str, Any]]]:
    """Give a list of what is run meanwhile: each statement as the driver gets it, and its values."""
    found: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, statement: str, values: Any, *_rest: Any) -> None:
        found.append((statement, values))

    event.listen(target, "before_cursor_execute", note)
    try:
        yield found
    finally:
        event.remove(target, "before_cursor_execute", note)
