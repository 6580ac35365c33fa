"""Decimals at the end of the doubles, which only PostgreSQL stores: their sum is no double, their mean is."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any, Final

import pytest
from sqlalchemy import Column, Connection, DateTime, Integer, MetaData, Numeric, Table, select

from tests.conftest import NAMES
from widgetql import Dataset, Field, compile_filter, compute_dashboard_data, compute_widget_data
from widgetql.testing import NOW, Rows, matching_ids

METADATA: Final = MetaData()
FAR: Final = Table(
    "far",
    METADATA,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("timestamp", DateTime),
    Column("x", Numeric),
)
DATASET: Final = Dataset(FAR, id=FAR.c.id, timestamp=FAR.c.timestamp, fields={"x": Field(FAR.c.x)})
SINCE: Final = {"field": "timestamp", "op": "gte", "value": "2025-11-01"}
STORED: Final = ("1e308", "1.5e308", "1e400", "-1e400", "NaN", "1e-400")
ROWS: Final[Rows] = {
    FAR: [
        {"id": id, "timestamp": datetime(2025, 11, 3, 10), "x": Decimal(text)}
        for id, text in enumerate(STORED, 1)
    ]
}
pytestmark = pytest.mark.parametrize("engine", [n for n in ("postgresql",) if n in NAMES], indirect=True)


@pytest.fixture(scope="module")
def metadata() -> MetaData:
    return METADATA


@pytest.fixture(scope="module")
def rows() -> Rows:
    return ROWS


@pytest.mark.parametrize(
    ("op", "operand", "expected"),
    [
        pytest.param("eq", 1e308, [1], id="eq"),
        pytest.param("eq", 10**308, [1], id="eq-integer"),
        pytest.param("eq", 1.7976931348623157e308, [], id="eq-largest"),
        pytest.param("eq", 10**400, [], id="eq-beyond"),
        pytest.param("eq", 0, [6], id="eq-zero"),
        pytest.param("neq", 10**400, [1, 2, 3, 4, 5, 6], id="neq-beyond"),
        pytest.param("gt", 1e308, [2], id="gt"),
        pytest.param("lt", 10**400, [1, 2, 6], id="lt-beyond"),
        pytest.param("lt", 0, [], id="lt"),
        pytest.param("isnull", True, [3, 4, 5], id="missing"),
    ],
)
def test_what_no_double_is_near_is_missing(
    connection: Connection, op: str, operand: Any, expected: list[int]
) -> None:
    source = {"field": "x", "op": op, "value": operand}
    condition = compile_filter(source, DATASET)
    assert connection.scalars(select(FAR.c.id).where(condition).order_by(FAR.c.id)).all() == expected
    assert matching_ids(source, DATASET, ROWS) == expected


@pytest.mark.parametrize(
    ("aggregation", "expected"),
    [
        ("sum", None),
        ("avg", 8.333333333333334e307),
        ("p50", 1e308),
        ("p95", 1.45e308),
        ("stddev", None),
        ("min", 0),
        ("max", 15 * 10**307),
        ("count_distinct", 3),
    ],
)
def test_alone_and_in_a_dashboard(connection: Connection, aggregation: str, expected: Any) -> None:
    bar = {"chart_type": "bar", "field": "x", "aggregation_function": aggregation, "filters": SINCE}
    widgets = [bar | {"time_period": period} for period in ("month", "day")]
    alone = [compute_widget_data(connection, one, DATASET, now=NOW).data for one in widgets]
    shared: Any = compute_dashboard_data(connection, {"widgets": widgets}, DATASET, now=NOW)
    assert [(row["value"], row["sample_count"]) for rows in alone for row in rows] == [(expected, 3)] * 2
    assert [one.data for one in shared] == alone


@pytest.mark.parametrize(
    ("direction", "expected"),
    [("asc", [6, 1, 2, 5, 4, 3]), ("desc", [2, 1, 6, 5, 4, 3])],
    ids=["asc", "desc"],
)
def test_each_record_is_on_one_page(connection: Connection, direction: str, expected: list[int]) -> None:
    order = [{"name": "value", "direction": direction}]
    widget: Any = {"chart_type": "list", "field": "x", "limit": 1, "order_by": order, "filters": SINCE}
    found: list[int] = []
    for _ in expected:
        page: Any = compute_widget_data(connection, widget, DATASET, now=NOW)
        found += [row["id"] for row in page.data]
        widget["cursor"] = page.metadata["next_cursor"]
    assert (found, widget["cursor"]) == (expected, None)
