"""Texts of a fixed length, which PostgreSQL pads with blanks: what is shown is found, as declared or not."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, Final

import pytest
from sqlalchemy import CHAR, Column, DateTime, Engine, Integer, MetaData, String, Table, select

from widgetql import Dataset, Field, compile_filter, compute_widget_data, drill_down
from widgetql.testing.databases import Rows

STORED: Final = MetaData()
codes: Final = Table(
    "codes",
    STORED,
    Column("id", Integer, primary_key=True),
    Column("at", DateTime),
    Column("code", CHAR(5)),
)
# As a host writes it down that does not know of the padding.
_AS_STRINGS: Final = Table(
    "codes",
    MetaData(),
    Column("id", Integer, primary_key=True),
    Column("at", DateTime),
    Column("code", String(5)),
)
NOW: Final = datetime(2025, 11, 3, 12, tzinfo=UTC)
PIE: Final[dict[str, Any]] = {
    "chart_type": "pie",
    "field": "code",
    "filters": {"field": "at", "op": "gte", "value": "today"},
}


@pytest.fixture(scope="module")
def metadata() -> MetaData:
    return STORED


@pytest.fixture(scope="module")
def rows() -> Rows:
    at = datetime(2025, 11, 3, 1)
    values = ["ab", "abcde", "ab", "x", None]
    return {codes: [{"id": number, "at": at, "code": code} for number, code in enumerate(values)]}


@pytest.mark.parametrize("table", [codes, _AS_STRINGS], ids=["CHAR", "String"])
def test_a_padded_text_is_found_as_it_is_shown(engine: Engine, table: Table) -> None:
    fields = {"at": Field(table.c.at), "code": Field(table.c.code)}
    dataset = Dataset(table, id=table.c.id, timestamp=table.c.at, fields=fields)
    with engine.connect() as connection:
        shown: Any = compute_widget_data(connection, PIE, dataset, now=NOW).data
        found = {}
        for row in shown:
            label = row["label"]
            asked: list[Any] = [
                {"field": "code", "op": "eq", "value": label},
                {"field": "code", "op": "in", "value": [label]},
                drill_down(PIE, row, dataset, now=NOW),
            ]
            found[label.rstrip()] = [
                sorted(connection.scalars(select(table.c.id).where(compile_filter(one, dataset, now=NOW))))
                for one in asked
            ]
    assert found == {"ab": [[0, 2]] * 3, "abcde": [[1]] * 3, "x": [[3]] * 3}
    if table is codes:
        assert [row["label"] for row in shown] == ["ab", "abcde", "x"]
