"""Keys of a JSON document that a host gives a type: fields like any other."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, Final

import pytest
from sqlalchemy import JSON, Column, Connection, DateTime, Integer, MetaData, Table, select

from widgetql import (
    Avg,
    Dataset,
    Field,
    JsonKeys,
    compile_filter,
    compute_widget_data,
    drill_down,
    validate_filter,
    validate_widget,
)
from widgetql.testing import Rows

NOW: Final = datetime(2025, 11, 7, tzinfo=UTC)
SINCE: Final = {"field": "at", "op": "gte", "value": "2025-11-01"}
TABLES: Final = MetaData()
events: Final = Table(
    "events",
    TABLES,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("at", DateTime),
    Column("meta", JSON),
)
# By record: the document, its latency, and whether it is vip.
DOCUMENTS: Final[dict[int, tuple[Any, Any, Any]]] = {
    1: ({"latency": 120, "vip": True, "region": "eu"}, 120.0, True),
    2: ({"latency": 0.25, "vip": False, "region": 5}, 0.25, False),
    3: ({"latency": "30", "vip": "true"}, 30.0, True),
    4: ({"latency": "slow", "vip": 1, "region": None}, None, None),
    5: ({"latency": [120], "vip": {"a": True}}, None, None),
    6: ({}, None, None),
    7: ([120], None, None),
}
EVENTS: Final = Dataset(
    events,
    id=events.c.id,
    timestamp=events.c.at,
    fields={
        "at": Field(events.c.at),
        "meta": JsonKeys(events.c.meta, types={"latency": "numeric", "vip": "boolean"}),
    },
    stats={"latency": Avg("meta.latency"), "vips": Avg("meta.vip")},
)


@pytest.fixture(scope="module")
def metadata() -> MetaData:
    return TABLES


@pytest.fixture(scope="module")
def rows() -> Rows:
    return {
        events: [
            {"id": id, "at": datetime(2025, 11, 3, id), "meta": document}
            for id, (document, _, _) in DOCUMENTS.items()
        ]
    }


def selected(connection: Connection, source: Any) -> list[int]:
    condition = compile_filter(source, EVENTS, now=NOW)
    return sorted(connection.scalars(select(events.c.id).where(condition)))


def data(connection: Connection, widget: dict[str, Any]) -> Any:
    return compute_widget_data(connection, widget, EVENTS, dashboard_filters=SINCE, now=NOW).data


@pytest.mark.parametrize(
    ("path", "op", "value", "expected"),
    [
        ("meta.latency", "gt", 29, [1, 3]),
        ("meta.latency", "between", [0, 30], [2, 3]),
        ("meta.latency", "eq", 0.25, [2]),
        ("meta.latency", "nin", [120, 30], [2, 4, 5, 6, 7]),
        ("meta.latency", "isnull", True, [4, 5, 6, 7]),
        ("meta.vip", "eq", True, [1, 3]),
        ("meta.vip", "neq", True, [2, 4, 5, 6, 7]),
        ("meta.vip", "isnull", False, [1, 2, 3]),
        ("meta.region", "eq", 5, [2]),
        ("meta.region", "contains", "E", [1]),
    ],
)
def test_filters(connection: Connection, path: str, op: str, value: Any, expected: list[int]) -> None:
    assert selected(connection, {"field": path, "op": op, "value": value}) == expected


def test_charts(connection: Connection) -> None:
    line = data(connection, {"chart_type": "line", "field": "meta.latency"})
    assert [(point["id"], point["value"]) for point in line] == [(1, 120.0), (2, 0.25), (3, 30.0)]
    bar = {"chart_type": "bar", "field": "meta.latency", "time_period": "month"}
    values = {
        name: data(connection, bar | {"aggregation_function": name})[0]["value"]
        for name in ("sum", "min", "max", "p50", "count_distinct")
    }
    assert values == {"sum": 150.25, "min": 0.25, "max": 120.0, "p50": 30.0, "count_distinct": 3}
    slices = data(connection, {"chart_type": "pie", "field": "meta.vip"})
    assert [(one["label"], one["value"]) for one in slices] == [(True, 2), (False, 1)]
    assert data(connection, {"chart_type": "stat"}) == {
        "latency": pytest.approx(150.25 / 3),
        "vips": pytest.approx(2 / 3),
    }


@pytest.mark.parametrize(("path", "place"), [("meta.latency", 1), ("meta.vip", 2)])
def test_the_records_behind_a_row(connection: Connection, path: str, place: int) -> None:
    widget = {"chart_type": "table", "dimensions": [path], "metrics": [{"aggregation_function": "count"}]}
    found = {
        row[path]: selected(connection, drill_down(widget, row, EVENTS, dashboard_filters=SINCE, now=NOW))
        for row in data(connection, widget)
    }
    expected: dict[Any, list[int]] = {}
    for id, one in DOCUMENTS.items():
        expected.setdefault(one[place], []).append(id)
    assert found == expected


def test_what_does_not_fit_the_type_is_a_problem() -> None:
    (found,) = validate_filter({"field": "meta.latency", "op": "contains", "value": "1"}, EVENTS)
    assert found.code == "operator_not_allowed"
    (found,) = validate_filter({"field": "meta.latency", "op": "eq", "value": "120"}, EVENTS)
    assert found.code == "wrong_type"
    (found,) = validate_widget({"chart_type": "pie", "field": "meta.latency"}, EVENTS)
    assert found.code == "chart_not_allowed"
    assert EVENTS.names() == ["at", "meta.*", "meta.latency", "meta.vip", "id"]


@pytest.mark.parametrize(
    ("types", "message"),
    [
        ({"latency": "datetime"}, "latency is numeric, boolean or string, not 'datetime'"),
        ({"a.b": "numeric"}, "no path can name the key 'a.b'"),
        ({"": "numeric"}, "no path can name the key ''"),
    ],
)
def test_a_type_that_no_key_can_have(types: dict[str, str], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        JsonKeys(events.c.meta, types=types)
