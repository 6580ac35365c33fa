"""Local times that the clocks skip are the instant of their jump: one group, and one place in an order."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, Final

import pytest
from sqlalchemy import Column, DateTime, Engine, Integer, MetaData, Table

from widgetql import Count, Dataset, Field, Max, compute_widget_data
from widgetql.testing import expected_widget_data

TABLES: Final = MetaData()
SPRING: Final = "2025-03-09"
# New York's clocks jump from two to three.
TIMES: Final = [
    "02:10", "02:30", "03:00", "01:59:59.999999", "03:00:00.000001", "02:00", "02:59:59.999999", "02:30",
    "04:00",
]  # fmt: skip
ZONES: Final = {"new_york": "America/New_York", "utc": "UTC"}


def _dataset(name: str, zone: str) -> Dataset:
    table = Table(
        name,
        TABLES,
        Column("id", Integer, primary_key=True, autoincrement=False),
        Column("at", DateTime, index=True),
        Column("seen", DateTime),
        Column("size", Integer),
    )
    fields = {
        "at": Field(table.c.at, timezone=zone),
        "seen": Field(table.c.seen, timezone=zone),
        "size": Field(table.c.size),
    }
    return Dataset(
        table, id=table.c.id, timestamp=table.c.at, fields=fields, stats={"n": Count(), "last": Max("seen")}
    )


DATASETS: Final = {name: _dataset(name, zone) for name, zone in ZONES.items()}
ROWS: Final[dict[Any, Any]] = {
    dataset.table: [
        {
            "id": number * 7 % 9,
            "at": datetime.fromisoformat(f"{SPRING} {time}"),
            "seen": None if number == 8 else datetime.fromisoformat(f"{SPRING} {TIMES[-number]}"),
            "size": number,
        }
        for number, time in enumerate(TIMES)
    ]
    for dataset in DATASETS.values()
}
# Of a zone whose clocks change often, and as many groups as are shown.
MANY: Final = _dataset("many", "Australia/Lord_Howe")
ROWS[MANY.table] = [
    {
        "id": number,
        "at": datetime(2025, 3, 9, 12, number),
        "seen": None if number == 5 else datetime(2025, 3, 1 + number % 25),
        "size": number,
    }
    for number in range(30)
]
COUNT: Final = [{"aggregation_function": "count"}, {"aggregation_function": "sum", "field": "size"}]
BY_SEEN: Final = {"group_by": {"type": "field", "field": "seen"}}
WIDGETS: Final[dict[str, dict[str, Any]]] = {
    "table": {"chart_type": "table", "dimensions": ["seen"], "metrics": COUNT},
    "table of the timestamp": {"chart_type": "table", "dimensions": ["at"], "metrics": COUNT},
    "raw table": {"chart_type": "table", "dimensions": ["size"]},
    "raw table by time": {
        "chart_type": "table", "dimensions": ["size", "seen"], "limit": 5,
        "order_by": [{"name": "seen", "direction": "asc"}],
    },
    "list": {"chart_type": "list", "field": "size"},
    "page": {"chart_type": "list", "field": "size", "limit": 4},
    "bar": {
        "chart_type": "bar", "field": "size", "aggregation_function": "sum", "time_period": "hour", **BY_SEEN,
    },
    "stat": {"chart_type": "stat", **BY_SEEN},
    "line": {"chart_type": "line", "field": "size", **BY_SEEN},
}  # fmt: skip
OPTIONS: Final[dict[str, Any]] = {
    "now": datetime(2025, 3, 11, tzinfo=UTC),
    "dashboard_filters": {"field": "at", "op": "gte", "value": "2025-03-08"},
}


@pytest.fixture(scope="module")
def metadata() -> MetaData:
    return TABLES


@pytest.fixture(scope="module")
def rows() -> dict[Any, Any]:
    return ROWS


@pytest.mark.parametrize("name", DATASETS)
def test_one_instant_is_one_group_and_one_place(engine: Engine, name: str) -> None:
    dataset, wrong = DATASETS[name], dict[str, Any]()
    with engine.connect() as connection:
        for widget_name, widget in WIDGETS.items():
            found = compute_widget_data(connection, widget, dataset, **OPTIONS).data
            expected = expected_widget_data(widget, dataset, ROWS, **OPTIONS)["data"]
            if found != expected:
                wrong[widget_name] = (found, expected)
    assert wrong == {}


@pytest.mark.parametrize("chart", ["bar", "line"])
def test_many_groups_are_a_statement_that_is_not_too_long(engine: Engine, chart: str) -> None:
    """Each group said again what its time is: ClickHouse takes no statement of more than 256 KB."""
    widget = WIDGETS[chart]
    with engine.connect() as connection:
        found = compute_widget_data(connection, widget, MANY, **OPTIONS).data
    assert found == expected_widget_data(widget, MANY, ROWS, **OPTIONS)["data"]
    assert len({row["group"] for row in found}) > 20


def test_every_record_is_on_one_page(engine: Engine) -> None:
    found: list[Any] = []
    cursor = None
    with engine.connect() as connection:
        for _ in range(5):
            widget = {"chart_type": "list", "field": "size", "limit": 2, "cursor": cursor}
            page = compute_widget_data(connection, widget, DATASETS["new_york"], **OPTIONS)
            found += [row["id"] for row in page.data]
            cursor = page.metadata["next_cursor"]
    assert (sorted(found), cursor) == ([*range(9)], None)
