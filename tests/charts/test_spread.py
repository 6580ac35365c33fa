"""Sample variance and deviation, and every percentile: near 0 and far from it, in groups, on every engine."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, Final

import pytest
from sqlalchemy import BigInteger, Column, DateTime, Double, Engine, Integer, MetaData, Numeric, String, Table

from widgetql import Dataset, Limits, WidgetData, compute_dashboard_data, compute_widget_data, validate_widget
from widgetql.charts.rules import PERCENTILES
from widgetql.testing import expected_widget_data

NOW: Final = datetime(2025, 11, 7, tzinfo=UTC)
TABLES: Final = MetaData()
readings: Final = Table(
    "spread_readings",
    TABLES,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("at", DateTime),
    Column("kind", String(20)),
    Column("level", Double),
    Column("cents", BigInteger),
    Column("fee", Numeric(20, 4)),
)
DATASET: Final = Dataset.from_table(readings, limits=Limits(max_range=None))
# What each kind holds, and its sample variance: of two passes, exactly.
KINDS: Final[dict[str | None, tuple[list[float | None], float | None]]] = {
    "small": ([2.0, 4.0, 4.0, 4.0, 5.0, 5.0, 7.0, 9.0], 32 / 7),
    "far from 0": ([1e9 + 4, 1e9 + 7, 1e9 + 13, 1e9 + 16], 30.0),
    "equal": ([0.1] * 5, 0.0),
    "one": ([3.0, None], None),
    "none": ([None, None], None),
    None: ([-1.5, 1.5], 4.5),
}
HUGE: Final = {
    "huge": ([1e200, 1e200, 5.0], None),
    "near it": ([1e149, 0.0], 5e297),
    "no sum": ([1e308, 5.0, 1e308], None),
    "less than none": ([-1e308, -1e308], None),
}


def _rows(kinds: Mapping[Any, tuple[list[float | None], float | None]]) -> list[dict[str, Any]]:
    held = [(kind, value) for kind, (values, _) in kinds.items() for value in values]
    return [
        {
            "id": id,
            "at": datetime(2025, 11, 3, id % 24),
            "kind": kind,
            "level": value,
            "cents": None if value is None or abs(value) > 1e18 else int(value),
            "fee": None if value is None or abs(value) > 1e15 else Decimal(str(value)),
        }
        for id, (kind, value) in enumerate(held)
    ]


ROWS: Final[dict[Any, Any]] = {readings: _rows(KINDS | HUGE)}


@pytest.fixture(scope="module")
def metadata() -> MetaData:
    return TABLES


@pytest.fixture(scope="module")
def rows() -> dict[Any, Any]:
    return ROWS


def near(value: float | None) -> Any:
    return None if value is None else pytest.approx(value, rel=1e-9, abs=1e-15)


def data(engine: Engine, widget: dict[str, Any]) -> Any:
    with engine.connect() as connection:
        return compute_widget_data(connection, widget, DATASET, now=NOW).to_dict()["data"]


def test_the_spread_of_each_group(engine: Engine) -> None:
    measures = [{"aggregation_function": name, "field": "level"} for name in ("variance", "stddev", "avg")]
    found = data(engine, {"chart_type": "table", "dimensions": ["kind"], "metrics": measures})
    variances = {row["kind"]: row["variance_level"] for row in found}
    assert variances == {kind: near(expected) for kind, (_, expected) in (KINDS | HUGE).items()}
    for row in found:
        variance = row["variance_level"]
        assert row["stddev_level"] == (None if variance is None else math.sqrt(variance))


@pytest.mark.parametrize("field", ["level", "cents", "fee"])
@pytest.mark.parametrize("name", ["variance", "stddev", "p0", "p12.5", "p99.95", "p100"])
def test_bars_are_what_the_interpreter_says(engine: Engine, field: str, name: str) -> None:
    bar = {"chart_type": "bar", "field": field, "aggregation_function": name, "time_period": "day"}
    for more in ({}, {"group_by": {"type": "field", "field": "kind"}}, {"time_period": "hour"}):
        widget = bar | more
        expected = expected_widget_data(widget, DATASET, ROWS, now=NOW)["data"]
        found = data(engine, widget)
        assert [row | {"value": None} for row in found] == [row | {"value": None} for row in expected]
        assert [row["value"] for row in found] == [near(row["value"]) for row in expected]


def test_a_sum_that_is_no_double_is_null(engine: Engine) -> None:
    """On PostgreSQL it was an error, and so was the mean of what has a sum."""
    bar = {"chart_type": "bar", "field": "level", "group_by": {"type": "field", "field": "kind"}}
    bars = [
        bar | {"aggregation_function": name, "time_period": period}
        for name in ("sum", "avg")
        for period in ("day", "month")
    ]
    with engine.connect() as connection:
        found = compute_dashboard_data(connection, {"widgets": bars}, DATASET, now=NOW)
        alone = [compute_widget_data(connection, bar, DATASET, now=NOW) for bar in bars]
    for bar, *answers in zip(bars, found, alone, strict=True):
        expected = expected_widget_data(bar, DATASET, ROWS, now=NOW)["data"]
        for answer in answers:
            assert isinstance(answer, WidgetData)
            assert [row["value"] for row in answer.data] == [near(row["value"]) for row in expected]


@pytest.mark.parametrize("name", ["p0", "p1", "p99", "p100", "p7.5", "p99.99", "p0.01", "p100.00", "median"])
def test_every_percentile_has_a_name(name: str) -> None:
    assert PERCENTILES[name] == pytest.approx(float(name[1:]) / 100 if name != "median" else 0.5, abs=1e-15)
    widget = {"chart_type": "bar", "field": "level", "aggregation_function": name, "time_period": "day"}
    assert validate_widget(widget, DATASET, now=NOW) == []


@pytest.mark.parametrize(
    "name", ["p101", "p100.5", "p1.234", "p05", "p-1", "P50", "p", "p5.", "p٣", "50", "std"]
)
def test_what_is_no_aggregation(name: str) -> None:
    widget = {"chart_type": "bar", "field": "level", "aggregation_function": name, "time_period": "day"}
    (problem,) = validate_widget(widget, DATASET, now=NOW)
    assert (problem.pointer, problem.code) == ("/aggregation_function", "unknown_aggregation")
    assert "p0 to p100" in problem.message
