"""An interval is a number of seconds, on every engine, however it is stored."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any, Final

import pytest
from sqlalchemy import Connection, MetaData, select

from tests.hosts.intervals import LENGTHS, ROWS, RUNS, TABLES, runs
from widgetql import Dataset, Field, compile_filter, compute_widget_data, drill_down
from widgetql.testing import Rows
from widgetql.testing.databases import put

NOW: Final = datetime(2025, 11, 7, tzinfo=UTC)
SINCE: Final = {"field": "started_at", "op": "gte", "value": "2025-11-01"}
PATHS: Final = ("took", "waited")


@pytest.fixture(scope="module")
def metadata() -> MetaData:
    return TABLES


@pytest.fixture(scope="module")
def rows() -> Rows:
    return {runs: ROWS}


def selected(connection: Connection, source: Any) -> list[int]:
    condition = compile_filter(source, RUNS, now=NOW)
    return sorted(connection.scalars(select(runs.c.id).where(condition)))


def data(connection: Connection, widget: dict[str, Any]) -> Any:
    answer = compute_widget_data(connection, widget, RUNS, dashboard_filters=SINCE, now=NOW)
    return answer.to_dict()["data"]


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(
    ("op", "value", "expected"),
    [
        ("eq", 120, [1]),
        ("neq", 120, [2, 3, 4]),
        ("in", [120, 3600.0], [1, 2]),
        ("gt", 120, [2, 3]),
        ("lte", 3600, [1, 2]),
        ("between", [1000, 10_000], [2]),
        ("gt", -1e300, [1, 2, 3]),
        ("isnull", True, [4]),
    ],
)
def test_filters(connection: Connection, path: str, op: str, value: Any, expected: list[int]) -> None:
    assert selected(connection, {"field": path, "op": op, "value": value}) == expected


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(
    ("aggregation", "expected"),
    [
        ("sum", 93_781.0),
        ("avg", 93_781 / 3),
        ("min", 120.0),
        ("max", 90_061.0),
        ("p50", 3600.0),
        ("p90", 72_768.8),
        ("count_distinct", 3),
    ],
)
def test_aggregations(connection: Connection, path: str, aggregation: str, expected: float) -> None:
    widget = {"chart_type": "bar", "field": path, "aggregation_function": aggregation, "time_period": "day"}
    (row,) = data(connection, widget)
    assert row["value"] == pytest.approx(expected)


@pytest.mark.parametrize("path", PATHS)
def test_groups_and_the_records_behind_them(connection: Connection, path: str) -> None:
    widget = {
        "chart_type": "table",
        "dimensions": [path],
        "metrics": [{"aggregation_function": "count"}],
        "order_by": [{"name": path}],
    }
    found = data(connection, widget)
    assert [row[path] for row in found] == list(LENGTHS.values())
    behind = [drill_down(widget, row, RUNS, dashboard_filters=SINCE, now=NOW) for row in found]
    assert [selected(connection, one) for one in behind] == [[1], [2], [3], [4]]


def test_a_line_says_its_unit(connection: Connection) -> None:
    widget = {"chart_type": "line", "field": "took"}
    answer = compute_widget_data(connection, widget, RUNS, dashboard_filters=SINCE, now=NOW).to_dict()
    assert [row["value"] for row in answer["data"]] == [120.0, 3600.0, 90_061.0]
    assert (answer["metadata"]["data_type"], answer["metadata"]["unit"]) == ("numeric", "s")


def test_parts_of_a_second_and_lengths_below_zero(connection: Connection) -> None:
    if connection.dialect.name in ("mysql", "mariadb", "clickhousedb"):
        # What SQLAlchemy makes of an Interval there has whole seconds, or none before 1970.
        lengths = [timedelta(seconds=1)]
    else:
        lengths = [timedelta(microseconds=1), timedelta(seconds=-90.5), timedelta(days=400, microseconds=7)]
    rows = [
        {"id": id, "started_at": datetime(2025, 11, 3, id), "took": length, "waited": length}
        for id, length in enumerate(lengths, start=10)
    ]
    put(connection, {runs: rows})
    for path in PATHS:
        points = data(connection, {"chart_type": "line", "field": path})
        shown = [point["value"] for point in points if point["id"] >= 10]
        assert shown == [length / timedelta(seconds=1) for length in lengths]
        found = [selected(connection, {"field": path, "op": "eq", "value": value}) for value in shown]
        assert found == [[row["id"]] for row in rows]


def test_what_is_an_interval_is_no_timestamp() -> None:
    assert RUNS.timestamp is runs.c.started_at
    assert sorted(RUNS.stats) == ["avg_took", "avg_waited", "total"]
    assert Field(runs.c.took, unit="h").unit == "h"
    with pytest.raises(ValueError, match="cannot be read as string"):
        Field(runs.c.took, type="string")
    assert Dataset.from_table(runs).paths["took"].leaf.type == "numeric"
