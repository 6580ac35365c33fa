"""A PostgreSQL DOMAIN is its base type."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

import pytest
from sqlalchemy import (
    Column,
    Connection,
    Date,
    DateTime,
    Integer,
    MetaData,
    Numeric,
    String,
    Table,
    insert,
    select,
)
from sqlalchemy.dialects.postgresql import DOMAIN, ENUM, JSONB

from widgetql import Dataset, compile_filter, compute_widget_data, drill_down
from widgetql.testing.databases import opened

NOW: Final = datetime(2025, 11, 7, tzinfo=UTC)
SINCE: Final = {"field": "at", "op": "gte", "value": "2025-11-01"}

TABLES: Final = MetaData()
parcels: Final = Table(
    "parcels",
    TABLES,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("at", DOMAIN("stamp", DateTime(timezone=True))),
    Column("weight", DOMAIN("weight", Integer(), check="VALUE > 0")),
    Column("price", DOMAIN("price", Numeric(10, 2))),
    Column("code", DOMAIN("code", String(5))),
    Column("due", DOMAIN("due", Date())),
    Column("about", DOMAIN("about", JSONB())),
    Column("state", DOMAIN("state", ENUM("sent", "kept", name="states"))),
)
ROWS: Final = [
    {
        "id": 1,
        "at": datetime(2025, 11, 3, 10, tzinfo=UTC),
        "weight": 5,
        "price": Decimal("1.50"),
        "code": "Ab",
        "due": date(2025, 11, 9),
        "about": '{"size": "L"}',
        "state": "kept",
    },
    {"id": 2, "at": datetime(2025, 11, 4, 10, tzinfo=UTC)},
]
PARCELS: Final = Dataset.from_table(parcels)


@pytest.fixture(scope="module")
def connection(scratch: Path) -> Iterator[Connection]:
    with opened("postgresql", scratch) as engine, engine.connect() as found:
        # SQLAlchemy makes no type under a DOMAIN.
        found.exec_driver_sql("CREATE TYPE states AS ENUM ('sent', 'kept')")
        TABLES.create_all(found)
        for row in ROWS:
            found.execute(insert(parcels), row)
        yield found


def selected(connection: Connection, source: Any) -> list[int]:
    condition = compile_filter(source, PARCELS, now=NOW)
    return sorted(connection.scalars(select(parcels.c.id).where(condition)))


def test_a_table_alone_reads_domains() -> None:
    assert {path: str(found.leaf.type) for path, found in PARCELS.paths.items()} == {
        "id": "numeric",
        "at": "datetime",
        "weight": "numeric",
        "price": "numeric",
        "code": "string",
        "due": "datetime",
        "about": "string",
        "state": "string",
    }
    assert (PARCELS.timestamp_path, sorted(PARCELS.stats)) == ("at", ["avg_price", "avg_weight", "total"])


@pytest.mark.parametrize(
    ("path", "op", "value"),
    [
        ("weight", "gt", 1),
        ("weight", "eq", 5),
        ("price", "eq", 1.5),
        ("price", "between", [1, 2]),
        ("code", "eq", "Ab"),
        ("code", "contains", "aB"),
        ("due", "gte", "2025-11-09"),
        ("at", "lt", "2025-11-04"),
        ("about.size", "eq", "L"),
        ("state", "eq", "kept"),
        ("state", "in", ["kept", "lost"]),
        ("state", "startswith", "KE"),
    ],
)
def test_filters(connection: Connection, path: str, op: str, value: Any) -> None:
    assert selected(connection, {"field": path, "op": op, "value": value}) == [1]


@pytest.mark.parametrize("path", ["weight", "price"])
@pytest.mark.parametrize("aggregation", ["sum", "avg", "min", "max", "p50", "count_distinct"])
def test_aggregations(connection: Connection, path: str, aggregation: str) -> None:
    widget = {"chart_type": "bar", "field": path, "aggregation_function": aggregation, "time_period": "month"}
    (row,) = compute_widget_data(connection, widget, PARCELS, dashboard_filters=SINCE, now=NOW).data
    assert row["value"] == (1 if aggregation == "count_distinct" else {"weight": 5, "price": 1.5}[path])


@pytest.mark.parametrize("path", ["weight", "price", "code", "due", "about.size", "at", "state"])
def test_the_records_behind_a_row(connection: Connection, path: str) -> None:
    widget = {"chart_type": "table", "dimensions": [path], "metrics": [{"aggregation_function": "count"}]}
    rows = compute_widget_data(connection, widget, PARCELS, dashboard_filters=SINCE, now=NOW).data
    behind = [drill_down(widget, row, PARCELS, dashboard_filters=SINCE, now=NOW) for row in rows]
    assert sorted(selected(connection, one) for one in behind) == [[1], [2]]


def test_a_list(connection: Connection) -> None:
    widget = {"chart_type": "list", "columns": ["weight", "price", "code", "about.size"]}
    rows = compute_widget_data(connection, widget, PARCELS, dashboard_filters=SINCE, now=NOW).data
    assert [tuple(row[path] for path in widget["columns"]) for row in rows] == [
        (None, None, None, None),
        (5, 1.5, "Ab", "L"),
    ]
