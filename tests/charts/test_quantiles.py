"""A percentile of all records, from the values beyond it alone: as all of them sorted would give."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, Final

import pytest
from sqlalchemy import Column, DateTime, Double, Engine, Integer, MetaData, Table

from widgetql import Dataset, Field, Limits, Median, Percentile, compute_widget_data
from widgetql.testing.databases import filled

TABLES: Final = MetaData()
readings: Final = Table(
    "readings",
    TABLES,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("at", DateTime, nullable=False),
    Column("level", Double),
)
FRACTIONS: Final = (0.0, 0.1, 0.49, 0.5, 0.9, 0.95, 1.0)
DATASET: Final = Dataset(
    readings,
    id=readings.c.id,
    timestamp=readings.c.at,
    fields={"level": Field(readings.c.level)},
    stats={"middle": Median("level"), **{f"p{part}": Percentile("level", part) for part in FRACTIONS}},
    limits=Limits(max_range=None),
)


@pytest.fixture(scope="module")
def metadata() -> MetaData:
    return TABLES


@pytest.mark.parametrize(
    "levels",
    [
        pytest.param([], id="none"),
        pytest.param([None, None], id="nothing-but-missing"),
        pytest.param([7.5], id="one"),
        pytest.param([3.0, 1.0], id="two"),
        pytest.param([5.0, None, 2.5, 4.0, None, 1.0], id="missing-among-them"),
        pytest.param([2.0] * 9, id="all-equal"),
        pytest.param([float(n * 37 % 101) for n in range(101)], id="many"),
    ],
)
def test_percentiles_of_all_records(engine: Engine, levels: list[Any]) -> None:
    at = datetime(2025, 11, 3)
    rows = [{"id": n, "at": at, "level": level} for n, level in enumerate(levels)]
    with filled(engine, {readings: rows}) as connection:
        found = compute_widget_data(
            connection, {"chart_type": "stat"}, DATASET, now=datetime(2025, 11, 4, tzinfo=UTC)
        ).data
    values = sorted(level for level in levels if level is not None)
    for name, fraction in [("middle", 0.5), *((f"p{part}", part) for part in FRACTIONS)]:
        assert found[name] == (pytest.approx(_interpolated(values, fraction)) if values else None), name


def _interpolated(values: list[float], fraction: float) -> float:
    position = (len(values) - 1) * fraction
    low = int(position)
    high = min(low + 1, len(values) - 1)
    return values[low] + (values[high] - values[low]) * (position - low)
