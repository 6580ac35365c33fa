"""One number divided by another is a double on every engine, correctly rounded, and nothing by zero."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any, Final

import pytest
from sqlalchemy import Column, Connection, DateTime, Double, Integer, MetaData, Numeric, Table, func, select

from widgetql import Dataset, Field, Limits, compile_filter, compute_widget_data
from widgetql.testing import NOW, Rows, expected_widget_data, matching_ids

TABLES: Final = MetaData()
sales: Final = Table(
    "sales", TABLES,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("at", DateTime),
    Column("cents", Integer),
    Column("pieces", Integer),
    Column("price", Numeric(12, 2)),
    Column("weight", Double),
)  # fmt: skip
_NAMES: Final = ("cents", "pieces", "price", "weight")
_VALUES: Final = (
    (199, 3, Decimal("1.99"), 0.3),
    (200, 3, Decimal("2.00"), 1e300),
    (-7, 2, Decimal("-0.07"), 7.0),
    (5, 0, Decimal(0), 0.0),
    (None, 4, None, None),
    (4, None, Decimal("10000000.01"), 1e-7),
    (2_000_000_000, 7, Decimal("9999999999.99"), 3.0),
    (1, 30_000, Decimal("0.01"), -3.0),
    (0, 5, Decimal(1), 9.5),
)
ROWS: Final = [
    {"id": id, "at": datetime(2025, 11, 1, id % 5), **dict(zip(_NAMES, values, strict=True))}
    for id, values in enumerate(_VALUES)
]
FIELDS: Final = {
    "euros": sales.c.cents / 100,
    "each": sales.c.cents / sales.c.pieces,
    "price_each": sales.c.price / sales.c.pieces,
    "of_price": sales.c.cents / sales.c.price,
    "per_weight": sales.c.price / sales.c.weight,
    "weighed": sales.c.weight / sales.c.pieces,
    "whole": sales.c.cents // 100,
    "whole_each": sales.c.cents // sales.c.pieces,
    "below": (sales.c.cents - 200) // -(sales.c.pieces + 3),
    "sum": sales.c.cents + sales.c.price,
    "less": sales.c.price - sales.c.weight,
    "product": -sales.c.price * sales.c.pieces,
    "ratio": (sales.c.price / 3) / (sales.c.pieces / 7),
}
SALES: Final = Dataset(
    sales,
    id=sales.c.id,
    timestamp=sales.c.at,
    fields={name: Field(column) for name, column in FIELDS.items()},
    limits=Limits(max_range=None),
)


@pytest.fixture(scope="module")
def metadata() -> MetaData:
    return TABLES


@pytest.fixture(scope="module")
def rows() -> Rows:
    return {sales: ROWS}


def _shown(connection: Connection, widget: Any, dataset: Dataset = SALES) -> Any:
    return compute_widget_data(connection, widget, dataset, now=NOW).to_dict()["data"]


def _values(connection: Connection, path: str, dataset: Dataset = SALES) -> dict[int, Any]:
    shown = _shown(connection, {"chart_type": "list", "field": path}, dataset)
    return {row["id"]: row["value"] for row in shown}


def _about(value: Any, within: float = 1e-15) -> Any:
    return None if value is None else pytest.approx(value, rel=within)


@pytest.mark.parametrize("path", FIELDS)
def test_a_quotient_is_that_of_python(connection: Connection, path: str) -> None:
    expected = expected_widget_data({"chart_type": "list", "field": path}, SALES, {sales: ROWS}, now=NOW)[
        "data"
    ]
    known = {row["id"]: row["value"] for row in expected}
    assert _values(connection, path) == {id: _about(one) for id, one in known.items()}


@pytest.mark.parametrize("path", FIELDS)
def test_what_is_shown_is_found(connection: Connection, path: str) -> None:
    values = _values(connection, path)
    assert sum(value is not None for value in values.values()) >= 4
    for value in {*values.values()} - {None}:
        condition = compile_filter({"field": path, "op": "eq", "value": value}, SALES, now=NOW)
        same = [id for id, one in values.items() if one == value]
        assert sorted(connection.scalars(select(sales.c.id).where(condition))) == sorted(same)


@pytest.mark.parametrize("op", ["eq", "gte", "lt", "between", "in", "isnull"])
def test_filters_are_those_of_the_interpreter(connection: Connection, op: str) -> None:
    for value in (1.99, 0.0, 66.33, 0.04, -4, 1):
        operand: Any = {"between": [value, 100], "in": [value, 2], "isnull": True}.get(op, value)
        for path in ("euros", "each", "price_each", "whole", "whole_each"):
            document = {"field": path, "op": op, "value": operand}
            condition = compile_filter(document, SALES, now=NOW)
            found = {*connection.scalars(select(sales.c.id).where(condition))}
            assert found == {*matching_ids(document, SALES, {sales: ROWS}, now=NOW)}, document


def test_charts_add_them_up(connection: Connection) -> None:
    for aggregation in ("sum", "avg", "max", "p50", "count_distinct"):
        bar = {
            "chart_type": "bar",
            "time_period": "hour",
            "aggregation_function": aggregation,
            "field": "euros",
        }
        expected = expected_widget_data(bar, SALES, {sales: ROWS}, now=NOW)["data"]
        shown = _shown(connection, bar)
        assert len(shown) == 5
        assert [row["value"] for row in shown] == [_about(row["value"], 1e-14) for row in expected]


def test_a_function_of_a_quotient_is_a_double_too(connection: Connection) -> None:
    rounded = func.round(func.coalesce(sales.c.price / sales.c.pieces, 0), 2, type_=Numeric())
    dataset = Dataset(
        sales,
        id=sales.c.id,
        timestamp=sales.c.at,
        fields={"rounded": Field(rounded)},
        limits=Limits(max_range=None),
    )
    values = _values(connection, "rounded", dataset)
    assert (values[0], values[1], values[3], values[4]) == (0.66, 0.67, 0, 0)
