"""A date is a date on the wire, and on it a date is that date in every zone."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any, Final

import pytest
from sqlalchemy import Column, Connection, Date, DateTime, Integer, MetaData, Table, select

from widgetql import Dataset, Field, Max, compile_filter, compute_widget_data, drill_down
from widgetql.testing import Rows

NOW: Final = datetime(2025, 11, 7, tzinfo=UTC)
ZONES: Final = ("UTC", "America/New_York", "Pacific/Auckland", "Pacific/Apia")
TABLES: Final = MetaData()
bills: Final = Table(
    "bills",
    TABLES,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("at", DateTime),
    Column("due", Date),
    Column("local", Date),
)
DAYS: Final = {1: date(2025, 11, 3), 2: date(2025, 11, 4), 3: date(2025, 11, 4), 4: None}
BILLS: Final = Dataset(
    bills,
    id=bills.c.id,
    timestamp=bills.c.at,
    fields={"due": Field(bills.c.due), "local": Field(bills.c.local, timezone="Asia/Kolkata")},
    stats={"last": Max("due")},
)
BY_DAY: Final = Dataset(bills, id=bills.c.id, timestamp=bills.c.due, fields={"local": Field(bills.c.local)})
SINCE: Final = {"field": "timestamp", "op": "gte", "value": "2025-11-01"}


@pytest.fixture(scope="module")
def metadata() -> MetaData:
    return TABLES


@pytest.fixture(scope="module")
def rows() -> Rows:
    at = datetime(2025, 11, 3, 10)
    return {bills: [{"id": id, "at": at, "due": day, "local": day} for id, day in DAYS.items()]}


def selected(connection: Connection, source: Any, zone: str) -> list[int]:
    condition = compile_filter(source, BILLS, now=NOW, timezone=zone)
    return sorted(connection.scalars(select(bills.c.id).where(condition)))


def data(connection: Connection, widget: dict[str, Any], zone: str, dataset: Dataset = BILLS) -> Any:
    options: dict[str, Any] = {"dashboard_filters": SINCE, "now": NOW, "timezone": zone}
    return compute_widget_data(connection, widget, dataset, **options).to_dict()["data"]


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("path", ["due", "local"])
@pytest.mark.parametrize(
    ("op", "value", "expected"),
    [
        ("eq", "2025-11-04", [2, 3]),
        ("neq", "2025-11-04", [1, 4]),
        ("in", ["2025-11-03", "2025-11-05"], [1]),
        ("gt", "2025-11-03", [2, 3]),
        ("lte", "2025-11-03", [1]),
        ("between", ["2025-11-03", "2025-11-04"], [1, 2, 3]),
    ],
)
def test_a_date_is_that_date(
    connection: Connection, path: str, zone: str, op: str, value: Any, expected: list[int]
) -> None:
    assert selected(connection, {"field": path, "op": op, "value": value}, zone) == expected


def test_a_date_time_is_compared_with_midnight(connection: Connection) -> None:
    asked = {"field": "due", "op": "gte", "value": "2025-11-03T05:00:00Z"}
    assert [selected(connection, asked, zone) for zone in ("UTC", "America/New_York")] == [[2, 3], [1, 2, 3]]
    local = {"field": "local", "op": "lte", "value": "2025-11-02T18:30:00Z"}
    assert [selected(connection, local, zone) for zone in ZONES] == [[1]] * len(ZONES)


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("path", ["due", "local"])
def test_what_is_shown_is_a_date_and_found(connection: Connection, path: str, zone: str) -> None:
    listed = data(connection, {"chart_type": "list", "field": path, "columns": []}, zone)
    assert sorted((row["id"], row["value"]) for row in listed) == [
        (id, day and day.isoformat()) for id, day in DAYS.items()
    ]
    table = {"chart_type": "table", "dimensions": [path], "metrics": [{"aggregation_function": "count"}]}
    grouped = {"chart_type": "stat", "group_by": {"type": "field", "field": path}}
    for widget, key in ((table, path), (grouped, "group")):
        found = {
            row[key]: selected(
                connection,
                drill_down(widget, row, BILLS, dashboard_filters=SINCE, now=NOW, timezone=zone),
                "Asia/Tokyo" if path == "local" else zone,
            )
            for row in data(connection, widget, zone)
        }
        assert found == {"2025-11-03": [1], "2025-11-04": [2, 3], None: [4]}


@pytest.mark.parametrize("zone", ZONES)
def test_extremes_and_points_are_dates(connection: Connection, zone: str) -> None:
    bar = {"chart_type": "bar", "field": "due", "time_period": "month"}
    bars = [data(connection, bar | {"aggregation_function": name}, zone) for name in ("min", "max")]
    assert [rows[0]["value"] for rows in bars] == ["2025-11-03", "2025-11-04"]
    assert data(connection, {"chart_type": "stat"}, zone) == {"last": "2025-11-04"}
    points = data(connection, {"chart_type": "line", "field": "due"}, zone)
    assert [point["value"] for point in points] == ["2025-11-03", "2025-11-04", "2025-11-04"]


@pytest.mark.parametrize("zone", ZONES)
def test_the_timestamp_of_records_that_have_a_date(connection: Connection, zone: str) -> None:
    points = data(connection, {"chart_type": "line", "field": "local"}, zone, BY_DAY)
    assert [point["timestamp"] for point in points] == ["2025-11-03", "2025-11-04", "2025-11-04"]
    cursor, shown = None, list[Any]()
    for _ in range(3):
        widget = {"chart_type": "list", "limit": 1, "cursor": cursor}
        options: dict[str, Any] = {"dashboard_filters": SINCE, "now": NOW, "timezone": zone}
        answer = compute_widget_data(connection, widget, BY_DAY, **options).to_dict()
        shown += [(row["id"], row["timestamp"]) for row in answer["data"]]
        cursor = answer["metadata"]["next_cursor"]
    assert shown == [(3, "2025-11-04"), (2, "2025-11-04"), (1, "2025-11-03")]


def test_the_rest_of_some_dates(connection: Connection) -> None:
    widget = {"chart_type": "stat", "group_by": {"type": "field", "field": "due"}}
    options: dict[str, Any] = {
        "dashboard_filters": SINCE,
        "now": NOW,
        "limits": BILLS.limits.__class__(max_groups=1),
    }
    kept, rest = compute_widget_data(connection, widget, BILLS, **options).data
    assert (kept["group"], rest["excluded"]) == ("2025-11-04", ["2025-11-04"])
    assert selected(connection, drill_down(widget, rest, BILLS, **options), "UTC") == [1, 4]
