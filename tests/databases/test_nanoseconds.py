"""Times of nanoseconds, as pandas and OpenTelemetry write them: what is shown is whole microseconds.

Pages lost records where those of one microsecond stood in the order of their nanoseconds.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import pytest
from sqlalchemy import Column, Connection, DateTime, Integer, MetaData, Table, select

from tests.conftest import NAMES
from widgetql import Dataset, Limits, compile_filter, compute_widget_data, drill_down
from widgetql.testing.databases import opened

NOW: Final = datetime(2025, 11, 7, 12, tzinfo=UTC)
TYPES: Final = {"clickhouse": "DateTime64(9, 'UTC')", "duckdb": "TIMESTAMP_NS"}
SPANS: Final = Table(
    "spans",
    MetaData(),
    Column("id", Integer, primary_key=True),
    Column("at", DateTime),
    Column("x", Integer),
)
DATASET: Final = Dataset.from_table(SPANS, limits=Limits(max_range=None))
LIST: Final = {"chart_type": "list", "field": "x"}
# By microsecond, then id: 40 ns later is no later.
IN_ORDER: Final = [7, 6, 5, 4, 3, 2, 1]


@pytest.fixture(scope="module", params=[name for name in TYPES if name in NAMES])
def connection(request: pytest.FixtureRequest, scratch: Path) -> Iterator[Connection]:
    engine = " ENGINE = Memory" if request.param == "clickhouse" else ""
    with opened(request.param, scratch) as opening, opening.connect() as found:
        found.exec_driver_sql(f'CREATE TABLE spans (id INT, "at" {TYPES[request.param]}, x INT){engine}')
        for id in range(1, 8):
            nanoseconds = 123_456_000 + id * 5 % 7 * 140
            found.exec_driver_sql(
                f"INSERT INTO spans VALUES ({id}, '2025-11-07 09:00:00.{nanoseconds}', {id})"
            )
        yield found


def _ids(connection: Connection, **more: Any) -> tuple[list[int], Any]:
    answer = compute_widget_data(connection, LIST | more, DATASET, now=NOW)
    return [row["id"] for row in answer.data], answer.metadata["next_cursor"]


def test_pages_lose_nothing(connection: Connection) -> None:
    assert _ids(connection)[0] == IN_ORDER
    found, cursor = _ids(connection, limit=2)
    while cursor is not None:
        page, cursor = _ids(connection, limit=2, cursor=cursor)
        found += page
    assert found == IN_ORDER


def test_raw_rows_stand_in_the_same_order(connection: Connection) -> None:
    table = {"chart_type": "table", "dimensions": ["x"]}
    assert [row["x"] for row in compute_widget_data(connection, table, DATASET, now=NOW).data] == IN_ORDER


def test_behind_each_row_is_its_record(connection: Connection) -> None:
    rows = compute_widget_data(connection, LIST, DATASET, now=NOW).data
    behind = [compile_filter(drill_down(LIST, row, DATASET, now=NOW), DATASET, now=NOW) for row in rows]
    assert [connection.scalars(select(SPANS.c.id).where(one)).all() for one in behind] == [
        [id] for id in IN_ORDER
    ]


CANONICAL: Final = Dataset.from_table(SPANS, limits=Limits(max_range=None), canonical=True)
EVERY_ID: Final = [1, 2, 3, 4, 5, 6, 7]


@pytest.mark.parametrize("dataset", [DATASET, CANONICAL], ids=["guarded", "canonical"])
@pytest.mark.parametrize(
    ("op", "value", "expected"),
    [
        ("lt", "2300-01-01", EVERY_ID),
        ("lt", "9999-12-31", EVERY_ID),
        ("gte", "2300-01-01", []),
        ("gte", "1500-01-01", EVERY_ID),
        ("lt", "1500-01-01", []),
        ("neq", "2500-01-01", EVERY_ID),
        ("between", ["2025-11-01", "2500-01-01"], EVERY_ID),
        ("in", ["2025-11-07", "2500-01-01"], EVERY_ID),
    ],
    ids=str,
)
def test_a_bound_may_be_beyond_what_nanoseconds_reach(
    connection: Connection, dataset: Dataset, op: str, value: Any, expected: list[int]
) -> None:
    """They end in the year 2262, and to compare them with a later time is an error."""
    source = {"field": "at", "op": op, "value": value}
    condition = compile_filter(source, dataset, now=NOW)
    assert sorted(connection.scalars(select(SPANS.c.id).where(condition))) == expected
    listed = compute_widget_data(connection, LIST, dataset, dashboard_filters=source, now=NOW)
    assert sorted(row["id"] for row in listed.data) == expected


@pytest.mark.parametrize("dataset", [DATASET, CANONICAL], ids=["guarded", "canonical"])
@pytest.mark.parametrize("way", [None, "halves", "division"])
def test_so_may_a_bucket(connection: Connection, dataset: Dataset, way: str | None) -> None:
    bar = {"chart_type": "bar", "field": "x", "aggregation_function": "sum", "time_period": "year"}
    far = {"field": "at", "op": "between", "value": ["2025-01-01", "2500-01-01"]}
    strategy = {} if way is None else {"buckets": way}
    found = compute_widget_data(connection, bar, dataset, dashboard_filters=far, now=NOW, strategy=strategy)
    assert [(row["time_interval"], row["value"]) for row in found.data] == [("2025-01-01T00:00:00Z", 28)]
