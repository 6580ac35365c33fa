"""Arrays, where a database has them."""

from __future__ import annotations

from datetime import UTC, datetime
from math import nan
from typing import Any, Final

import pytest
from sqlalchemy import Connection, MetaData, select

from tests.hosts.items import ARRAYS, HAVE_ARRAYS, ORDER_ROWS, ORDERS, orders
from widgetql import compile_filter, compute_widget_data, drill_down
from widgetql.testing import Rows
from widgetql.testing.databases import put

NOW: Final = datetime(2025, 11, 7, tzinfo=UTC)
SINCE: Final = {"field": "at", "op": "gte", "value": "2025-10-27"}
pytestmark = pytest.mark.parametrize("engine", HAVE_ARRAYS, indirect=True)


@pytest.fixture(scope="module")
def metadata() -> MetaData:
    return ARRAYS


@pytest.fixture(scope="module")
def rows() -> Rows:
    return ORDER_ROWS


def selected(connection: Connection, source: Any) -> list[int]:
    condition = compile_filter(source, ORDERS, now=NOW)
    return sorted(connection.scalars(select(orders.c.id).where(condition)))


@pytest.mark.parametrize(
    ("path", "op", "value", "expected"),
    [
        ("tags", "eq", "vip", [1, 5]),
        ("tags", "neq", "new", [1, 4, 5]),
        ("tags", "nin", ["new", "vip", "Old"], [1]),
        ("tags", "startswith", "o", [4]),
        ("tags", "isnull", True, [2, 3]),
        ("counts", "between", [3, 3], [1, 4, 5]),
        ("counts", "isnull", True, [2, 3]),
        ("weights", "gt", 0.4, [1, 2, 3, 4, 5]),
        ("flags", "eq", True, [1, 5]),
        ("times", "eq", "2025-11-05", [4, 5]),
        ("times", "lt", "2025-11-02T00:00:00Z", [1]),
    ],
)
def test_a_condition_holds_if_some_element_satisfies_it(
    connection: Connection, path: str, op: str, value: Any, expected: list[int]
) -> None:
    asked = {"field": path, "op": op, "value": value}
    assert selected(connection, asked) == expected
    rest = sorted(set(range(1, 6)) - set(expected))
    assert selected(connection, {"operator": "not", "conditions": [asked]}) == rest


def test_a_pie_counts_elements_and_records(connection: Connection) -> None:
    widget = {"chart_type": "pie", "field": "tags"}
    answer = compute_widget_data(connection, widget, ORDERS, dashboard_filters=SINCE, now=NOW).to_dict()
    slices = answer["data"]
    assert [(row["label"], row["value"], row["record_count"]) for row in slices] == [
        ("new", 3, 2),
        ("vip", 2, 2),
        ("Old", 1, 1),
    ]
    behind = [drill_down(widget, row, ORDERS, dashboard_filters=SINCE, now=NOW) for row in slices]
    assert [selected(connection, one) for one in behind] == [[1, 4], [1, 5], [4]]


def test_an_audit_reads_elements(connection: Connection) -> None:
    def misspelt() -> list[tuple[str, int]]:
        found = ORDERS.audit(connection).findings
        return [(one.place, one.count) for one in found if one.fault == "misspelt_value"]

    assert misspelt() == []
    if connection.dialect.name == "postgresql":
        put(connection, {orders: [{"id": 9, "weights": [1.5, nan, nan]}]})
        assert misspelt() == [("weights", 2)]
