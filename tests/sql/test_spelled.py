"""Times as programs write them into SQLite: the quick reading of usual shapes is that of all shapes."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import UTC, timedelta, timezone, tzinfo
from itertools import product
from typing import Any, Final
from zoneinfo import ZoneInfo

import pytest

from widgetql.sql.spelled import plainly, respelled

DATES: Final = ("2025-11-03", "2025-02-30", "2024-02-29", "0001-01-01", "9999-12-31", "2025-1-3", "20251103")
TIMES: Final = ("10:20:30", "24:00:00", "23:59:60", "23:59:59", "00:00:00", "10:20", "1:02:03", "xx:yy:zz")
FRACTIONS: Final = ("", ".5", ".123", ".123456", ".12345x", ".", ".1234567", ".999999")
ENDS: Final = ("", "Z", "+00:00", "+02:00", "z", " ")
ODD: Final[tuple[Any, ...]] = (None, 5, 2.5, b"2025-11-03 10:20:30", "", "now", "2025-11-03 10:20:30 ")
ZONES: Final = (UTC, timezone(timedelta(hours=2)), ZoneInfo("America/New_York"))


def texts() -> Iterator[Any]:
    """Yield texts of every shape, right and wrong."""
    for day, between, time, fraction, end in product(DATES, (" ", "T", "t"), TIMES, FRACTIONS, ENDS):
        yield f"{day}{between}{time}{fraction}{end}"
    yield from ODD


@pytest.mark.parametrize("zone", ZONES, ids=str)
def test_what_is_read_quickly_is_read_as_all_is(zone: tzinfo) -> None:
    quick = " ".join(f"WHEN {holds} THEN {text}" for holds, text in plainly("v", zone))
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE TABLE t (v DATETIME)")
    connection.executemany("INSERT INTO t VALUES (?)", [(one,) for one in texts()])
    asked = f"SELECT v, CASE {quick} END AS quickly, {respelled('v', zone, 'w')} AS slowly FROM t"
    read = connection.execute(f"SELECT * FROM ({asked}) WHERE quickly IS NOT NULL").fetchall()
    assert len(read) > 40
    assert [row for row in read if row[1] != row[2]] == []
