"""Parts of time in SQLite: a time is read once, whatever the changes of its zone's clocks."""

from __future__ import annotations

import sqlite3
from typing import Any, Final
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import column, func, select, type_coerce
from sqlalchemy.dialects import sqlite
from sqlalchemy.sql.elements import ColumnElement

from widgetql.clocks import PARTS
from widgetql.sql.parts import part_of
from widgetql.sql.time import Instant
from widgetql.storage import Storage

NEW_YORK: Final = ZoneInfo("America/New_York")
STORED: Final = Instant(Storage.NAIVE, canonical=True)


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize(
    "stored",
    [
        pytest.param(column("started"), id="a column"),
        pytest.param(func.coalesce(column("started"), column("ended")), id="an expression"),
    ],
)
def test_a_time_is_read_once(stored: ColumnElement[Any], part: str) -> None:
    asked = select(part_of(type_coerce(stored, STORED), part, NEW_YORK)).compile(dialect=sqlite.dialect())
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE TABLE calls (started DATETIME, ended DATETIME)")
    steps = connection.execute(f"EXPLAIN {asked} FROM calls").fetchall()
    # With a fraction that would be rounded up, and without.
    assert sum("unixepoch" in str(step) for step in steps) == 2
