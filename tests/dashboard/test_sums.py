"""A sum whose parts are beyond 64 bits though it is not: together it has the digits that it has alone."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, Final

import pytest
from sqlalchemy import BigInteger, Column, DateTime, Double, Engine, Integer, MetaData, Table

from widgetql import Dataset, Field, Sum, compute_dashboard_data, compute_widget_data
from widgetql.testing.databases import filled

TABLES: Final = MetaData()
CALLS: Final = Table(
    "calls",
    TABLES,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("at", DateTime),
    Column("micros", BigInteger),
    Column("weight", Double),
)
DATASET: Final = Dataset(
    CALLS,
    id=CALLS.c.id,
    timestamp=CALLS.c.at,
    fields={name: Field(CALLS.c[name]) for name in ("at", "micros", "weight")},
    stats={"sum": Sum("micros"), "weight": Sum("weight")},
)
SUM: Final[dict[str, Any]] = {"chart_type": "bar", "field": "micros", "aggregation_function": "sum"}
WIDGETS: Final[list[dict[str, Any]]] = [
    {"chart_type": "stat"},
    SUM | {"time_period": "month"},
    SUM | {"time_period": "week"},
    SUM | {"time_period": "day"},
    SUM | {"time_period": "day", "aggregation_function": "avg"},
]
LARGE: Final = 2**62
NUMBERS: Final = {
    "a-small-total": ([LARGE, LARGE, LARGE, -LARGE, -LARGE, 7 - LARGE], 7),
    "a-total-of-63-bits": ([LARGE, LARGE, LARGE - 1, -LARGE - 5, -1, None], 2 * LARGE - 7),
    "lone-bits": ([-1, 1, -(2**32), 2**32 + 3, None, -3], 0),
}


@pytest.fixture(scope="module")
def metadata() -> MetaData:
    return TABLES


@pytest.mark.parametrize("given", NUMBERS)
def test_a_sum_of_sums_has_all_its_digits(engine: Engine, given: str) -> None:
    numbers, total = NUMBERS[given]
    rows = [
        # Opposite numbers on different days of different weeks.
        {"id": number, "at": datetime(2025, 11, 3 + 4 * (number // 3)), "micros": micros}
        for number, micros in enumerate(numbers)
    ]
    options: dict[str, Any] = {"now": datetime(2025, 11, 20, tzinfo=UTC)}
    since = {"field": "at", "op": "gte", "value": "2025-11-01"}
    with filled(engine, {CALLS: rows}) as connection:
        together: Any = compute_dashboard_data(
            connection, {"filters": since, "widgets": WIDGETS}, DATASET, **options
        )
        alone = [
            compute_widget_data(connection, widget, DATASET, dashboard_filters=since, **options)
            for widget in WIDGETS
        ]
    assert [one.data for one in together] == [one.data for one in alone]
    assert together[0].data["sum"] == together[1].data[0]["value"] == pytest.approx(total, rel=1e-15)


def test_a_sum_that_one_group_has_none_of_has_none(engine: Engine) -> None:
    weights = (1.7e308, 1.7e308, 1.0, 2.0)
    rows = [
        {"id": number, "at": datetime(2025, 11, 3 + number // 2, 10), "weight": weight}
        for number, weight in enumerate(weights)
    ]
    bar = SUM | {"field": "weight"}
    widgets = [{"chart_type": "stat"}, bar | {"time_period": "day"}, bar | {"time_period": "month"}]
    dashboard = {"filters": {"field": "at", "op": "gte", "value": "2025-11-01"}, "widgets": widgets}
    with filled(engine, {CALLS: rows}) as connection:
        found: Any = compute_dashboard_data(
            connection, dashboard, DATASET, now=datetime(2025, 11, 20, tzinfo=UTC)
        )
    stat, days, months = (one.data for one in found)
    assert stat["weight"] is None
    assert [row["value"] for row in days] == [None, 3.0]
    assert [row["value"] for row in months] == [None]
