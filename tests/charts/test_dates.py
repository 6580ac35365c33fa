"""Records that have a date: it is compared with its midnight, whatever hours the range begins and ends at."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

import pytest
from sqlalchemy import Column, Date, Engine, Integer, MetaData, Table, Text

from widgetql import Avg, Count, Dataset, Field, Max, compute_dashboard_data, compute_widget_data
from widgetql.testing import expected_widget_data

NOW: Final = datetime(2025, 11, 10, 14, 30, tzinfo=UTC)
TABLES: Final = MetaData()


def _table(name: str, **day: Any) -> Table:
    return Table(
        name,
        TABLES,
        Column("id", Integer, primary_key=True, autoincrement=False),
        Column("day", Date, **day),
        Column("size", Integer),
        Column("word", Text),
    )


def _dataset(table: Table) -> Dataset:
    return Dataset(
        table,
        id=table.c.id,
        timestamp=table.c.day,
        fields={"day": Field(table.c.day), "size": Field(table.c.size), "word": Field(table.c.word)},
        stats={"total": Count(), "size": Avg("size"), "last": Max("day")},
    )


DATASETS: Final = {
    "plain": _dataset(_table("plain")),
    "indexed": _dataset(_table("indexed", index=True)),
}
ROWS: Final[dict[Any, Any]] = {
    one.table: [
        {"id": i, "day": date(2025, 11, 1) + timedelta(days=i // 2), "size": i * 3 % 7, "word": "abc"[i % 3]}
        for i in range(22)
    ]
    for one in DATASETS.values()
}
BAR: Final = {"chart_type": "bar", "field": "size", "aggregation_function": "sum"}
COUNT: Final = [{"aggregation_function": "count"}]
WIDGETS: Final[dict[str, dict[str, Any]]] = {
    "bar-by-minute": BAR | {"time_period": "minute"},
    "bar-by-hour": BAR | {"time_period": "hour", "fill_gaps": True},
    "bar-by-day": BAR | {"time_period": "day", "aggregation_function": "count"},
    "bar-by-interval": BAR | {"group_by": {"type": "bucket", "interval": 7 * 3_600_000}},
    "bar-by-word": BAR | {"time_period": "hour", "group_by": {"type": "field", "field": "word"}},
    "line-by-interval": {
        "chart_type": "line", "field": "size", "group_by": {"type": "bucket", "interval": 3_600_000},
    },
    "pie": {"chart_type": "pie", "field": "word"},
    "stat": {"chart_type": "stat", "group_by": {"type": "bucket", "interval": 3_600_000}},
    "list": {"chart_type": "list", "field": "day"},
    "table": {
        "chart_type": "table", "dimensions": [{"field": "day", "time_period": "hour"}], "metrics": COUNT,
    },
}  # fmt: skip
RANGES: Final[dict[str, list[tuple[str, Any]]]] = {
    "two-hours": [("gte", "now-2h")],
    "over-midnight": [("gte", "now-15h")],
    "this-hour": [("eq", "now/h")],
    "hours-of-a-day": [("gte", "2025-11-05T01:00:00Z"), ("lt", "2025-11-05T02:00:00Z")],
    "midnight-alone": [("gte", "2025-11-05T00:00:00Z"), ("lte", "2025-11-05T00:00:00Z")],
    "half-days": [("gt", "2025-11-04T12:00:00Z"), ("lte", "2025-11-07T05:00:00Z")],
    "instants": [("in", ["2025-11-05T02:00:00Z", "2025-11-06"])],
    "days": [("between", ["2025-11-04", "2025-11-06"])],
}


@pytest.fixture(scope="module")
def metadata() -> MetaData:
    return TABLES


@pytest.fixture(scope="module")
def rows() -> dict[Any, Any]:
    return ROWS


@pytest.mark.parametrize(("name", "zone"), [("plain", "UTC"), ("indexed", "America/New_York")])
def test_dates_are_compared_with_their_midnight(engine: Engine, name: str, zone: str) -> None:
    dataset = DATASETS[name]
    options: dict[str, Any] = {"now": NOW, "timezone": zone}
    wrong: dict[str, Any] = {}
    with engine.connect() as connection:
        for within, bounds in RANGES.items():
            conditions = [{"field": "day", "op": op, "value": value} for op, value in bounds]
            filters = {"operator": "and", "conditions": conditions}
            asked: dict[str, Any] = {"filters": filters, "widgets": list(WIDGETS.values())}
            shared: Any = compute_dashboard_data(connection, asked, dataset, **options)
            for (chart, widget), together in zip(WIDGETS.items(), shared, strict=True):
                given: Any = options | {"dashboard_filters": filters}
                alone = compute_widget_data(connection, widget, dataset, **given).to_dict()
                expected = expected_widget_data(widget, dataset, ROWS, **given)
                if not alone == together.to_dict() == expected:
                    wrong[f"{within}, {chart}"] = (alone["data"], together.data, expected["data"])
    assert wrong == {}
