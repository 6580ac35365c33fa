"""Lengths of time, as each database keeps them: by a type of its own, or as a date-time from 1970."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Column, DateTime, Integer, Interval, MetaData, Table

from widgetql import Dataset

TABLES: Final = MetaData()
runs: Final = Table(
    "runs",
    TABLES,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("started_at", DateTime),
    Column("took", Interval),
    Column("waited", Interval(native=False)),
)
LENGTHS: Final = {1: 120.0, 2: 3600.0, 3: 90_061.0, 4: None}
ROWS: Final = [
    {"id": id, "started_at": datetime(2025, 11, 3, 10 + id)}
    | dict.fromkeys(("took", "waited"), None if seconds is None else timedelta(seconds=seconds))
    for id, seconds in LENGTHS.items()
]
RUNS: Final = Dataset.from_table(runs)
