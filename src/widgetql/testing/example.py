"""A small dataset in an SQLite database in memory, to try things on; the documentation's examples use it."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any, Final

from sqlalchemy import (
    Boolean,
    Column,
    DateTime,
    Float,
    Integer,
    MetaData,
    String,
    Table,
    create_engine,
    insert,
)
from sqlalchemy.engine import Connection

from widgetql.dataset import Dataset
from widgetql.fields import Field
from widgetql.stats import Avg, Count

calls: Final = Table(
    "calls",
    MetaData(),
    Column("id", Integer, primary_key=True),
    Column("timestamp", DateTime),
    Column("duration", Float),
    Column("success", Boolean),
    Column("topic", String(40)),
)
"""The table: `id`, `timestamp`, `duration`, `success`, `topic`."""

dataset: Final = Dataset(
    calls,
    id=calls.c.id,
    timestamp=calls.c.timestamp,
    fields={
        "duration": Field(calls.c.duration, label="Call duration", unit="s"),
        "success": Field(calls.c.success),
        "topic": Field(calls.c.topic),
    },
    stats={"total_calls": Count(), "success_rate": Avg("success"), "avg_duration": Avg("duration")},
)
"""The dataset over it."""

_NOON: Final = datetime(2025, 11, 3, 12)
rows: Final[list[dict[str, Any]]] = [
    {"id": 1, "timestamp": _NOON, "duration": 60.0, "success": True, "topic": "billing"},
    {"id": 2, "timestamp": _NOON.replace(hour=13), "duration": 63.0, "success": True, "topic": "billing"},
    {"id": 3, "timestamp": _NOON.replace(day=4), "duration": None, "success": False, "topic": None},
]
"""Three calls."""

november: Final[dict[str, Any]] = {
    "now": datetime(2025, 11, 7, tzinfo=UTC),
    "dashboard_filters": {"field": "timestamp", "op": "gte", "value": "today-7d"},
}
"""Options, and a dashboard filter, that cover its three rows."""


@contextmanager
def connect() -> Generator[Connection]:
    """Yield a connection to a database of its own that holds three calls."""
    engine = create_engine("sqlite://")
    with engine.connect() as connection:
        calls.metadata.create_all(connection)
        connection.execute(insert(calls), rows)
        yield connection
    engine.dispose()
