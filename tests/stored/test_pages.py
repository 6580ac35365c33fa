"""Pages of a list that is sorted by decimals: what several are shown as is one number, their order is not."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any, Final

import pytest
from sqlalchemy import Column, Connection, DateTime, Integer, MetaData, Numeric, Table

from tests.conftest import NAMES
from widgetql import Dataset, Field, compute_widget_data
from widgetql.testing import NOW, Rows

METADATA: Final = MetaData()
LISTED: Final = Table(
    "listed",
    METADATA,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("timestamp", DateTime),
    Column("x", Numeric(38, 10)),
)
DATASET: Final = Dataset(
    LISTED, id=LISTED.c.id, timestamp=LISTED.c.timestamp, fields={"x": Field(LISTED.c.x)}
)
# Beyond 2^53 there are sixteen integers, and their fractions, between two doubles.
NEAR: Final = ("90071992547409931.25", "1", "90071992547409931.25", "90071992547409932.25", "-2")
ROWS: Final[Rows] = {
    LISTED: [
        {"id": id, "timestamp": datetime(2025, 11, 3, 10), "x": Decimal(text)}
        for id, text in enumerate(NEAR, 1)
    ]
}


@pytest.fixture(scope="module")
def metadata() -> MetaData:
    return METADATA


@pytest.fixture(scope="module")
def rows() -> Rows:
    return ROWS


# SQLite holds doubles.
@pytest.mark.parametrize("engine", [name for name in NAMES if name != "sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("direction", "expected"), [("asc", [5, 2, 3, 1, 4]), ("desc", [4, 3, 1, 2, 5])], ids=["asc", "desc"]
)
def test_each_record_is_on_one_page(connection: Connection, direction: str, expected: list[int]) -> None:
    widget: dict[str, Any] = {
        "chart_type": "list",
        "field": "x",
        "limit": 1,
        "order_by": [{"name": "value", "direction": direction}],
        "filters": {"field": "timestamp", "op": "gte", "value": "2025-11-01"},
    }
    found: list[int] = []
    for _ in expected:
        page = compute_widget_data(connection, widget, DATASET, now=NOW)
        found += [row["id"] for row in page.to_dict()["data"]]
        widget["cursor"] = page.metadata["next_cursor"]
    assert (found, widget["cursor"]) == (expected, None)
