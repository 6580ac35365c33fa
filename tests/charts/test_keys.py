"""Keys of other types than integers: records of one time are in the order of these."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

import pytest
from sqlalchemy import Column, DateTime, Engine, Integer, MetaData, Numeric, String, Table, Uuid

from widgetql import Dataset, Field, Limits, compute_widget_data
from widgetql.testing.databases import filled

NOW: Final = datetime(2025, 11, 10, tzinfo=UTC)
TABLES: Final = MetaData()


def _by(name: str, sql_type: Any) -> Table:
    return Table(
        f"by_{name}",
        TABLES,
        Column("id", sql_type, primary_key=True),
        Column("at", DateTime(timezone=True)),
        Column("seconds", Integer),
    )


# The table, and its keys in their order.
CASES: Final[dict[str, tuple[Table, list[Any]]]] = {
    "decimal": (_by("decimal", Numeric(20, 0)), [Decimal(2), Decimal(9), Decimal(10), Decimal(100)]),
    "text": (_by("text", String(9)), ["10", "9", "B", "a", "é"]),
    "uuid": (_by("uuid", Uuid()), [UUID(int=1), UUID(int=2**64), UUID(int=2**127)]),
}


@pytest.fixture(scope="module")
def metadata() -> MetaData:
    return TABLES


@pytest.mark.parametrize("chart", ["line", "list"])
@pytest.mark.parametrize(("table", "keys"), CASES.values(), ids=CASES)
def test_records_of_one_time_are_in_the_order_of_their_keys(
    engine: Engine, table: Table, keys: list[Any], chart: str
) -> None:
    dataset = Dataset(table, id=table.c.id, timestamp=table.c.at, fields={"seconds": Field(table.c.seconds)})
    at = datetime(2025, 11, 3, tzinfo=UTC)
    rows = [{"id": key, "at": at, "seconds": number} for number, key in enumerate(keys)]
    widget: Any = {"chart_type": chart, "field": "seconds"}
    with filled(engine, {table: rows[::-1]}) as connection:
        found = compute_widget_data(connection, widget, dataset, now=NOW, limits=Limits(max_range=None))
    values = [row["value"] for row in found.data]
    assert (values if chart == "line" else values[::-1]) == [*range(len(keys))]
