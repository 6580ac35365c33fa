"""Columns with a `storage_format` on SQLite: the text's order need not be that of time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, Final

import pytest
from sqlalchemy import Column, Connection, DateTime, Integer, MetaData, Table, create_engine, insert, select
from sqlalchemy.dialects import postgresql
from sqlalchemy.dialects.sqlite import DATE, DATETIME

from widgetql import Dataset, Field, compile_filter, compute_widget_data

SLASHES: Final = DATETIME(
    storage_format="%(month)02d/%(day)02d/%(year)04d %(hour)02d:%(minute)02d:%(second)02d",
    regexp=r"(?P<month>\d+)/(?P<day>\d+)/(?P<year>\d+) (?P<hour>\d+):(?P<minute>\d+):(?P<second>\d+)",
)
CALLS: Final = Table(
    "calls",
    MetaData(),
    Column("id", Integer, primary_key=True),
    Column("at", SLASHES, index=True),
    Column("seconds", Integer),
)
DATASET: Final = Dataset(
    CALLS,
    id=CALLS.c.id,
    timestamp=CALLS.c.at,
    canonical=True,
    fields={"at": Field(CALLS.c.at), "seconds": Field(CALLS.c.seconds)},
)
OPTIONS: Final[dict[str, Any]] = {
    "now": datetime(2026, 1, 3, tzinfo=UTC),
    "dashboard_filters": {"field": "at", "op": "gte", "value": "2025-12-30"},
}
# As texts they are in another order.
TIMES: Final = [
    datetime(2025, 12, 29),
    datetime(2025, 12, 31, 9),
    datetime(2026, 1, 1, 9),
    datetime(2026, 1, 2),
]


@pytest.fixture
def connection() -> Iterator[Connection]:
    engine = create_engine("sqlite://")
    with engine.connect() as connection:
        CALLS.create(connection)
        rows = [{"id": number, "at": at, "seconds": number} for number, at in enumerate(TIMES, 1)]
        connection.execute(insert(CALLS), rows)
        yield connection
    engine.dispose()


def data(connection: Connection, **widget: Any) -> Any:
    return compute_widget_data(connection, widget, DATASET, **OPTIONS).data


def test_bars_and_lists_are_in_the_order_of_time(connection: Connection) -> None:
    bars = data(connection, chart_type="bar", field="seconds", aggregation_function="sum", time_period="day")
    assert [(bar["time_interval"][:10], bar["value"]) for bar in bars] == [
        ("2025-12-31", 2), ("2026-01-01", 3), ("2026-01-02", 4),
    ]  # fmt: skip
    newest = data(connection, chart_type="list", field="seconds", columns=["at"], limit=2)
    assert [(row["id"], row["at"]) for row in newest] == [
        (4, "2026-01-02T00:00:00Z"), (3, "2026-01-01T09:00:00Z"),
    ]  # fmt: skip
    points = data(connection, chart_type="line", field="seconds")
    assert [point["id"] for point in points] == [2, 3, 4]


def test_what_is_compiled_finds_it(connection: Connection) -> None:
    between = {"field": "at", "op": "between", "value": ["2025-12-31T09:00:00Z", "2026-01-01T09:00:00Z"]}
    found = connection.scalars(select(CALLS.c.id).where(compile_filter(between, DATASET)))
    assert sorted(found) == [2, 3]


def test_other_databases_are_asked_as_ever() -> None:
    def compiled(kind: Any) -> str:
        table = Table("calls", MetaData(), Column("id", Integer, primary_key=True), Column("at", kind))
        dataset = Dataset(table, id=table.c.id, timestamp=table.c.at, fields={"at": Field(table.c.at)})
        condition = compile_filter({"field": "at", "op": "lt", "value": "2026-01-01"}, dataset)
        return str(condition.compile(dialect=postgresql.dialect()))

    assert compiled(DateTime().with_variant(SLASHES, "sqlite")) == compiled(DateTime())


@pytest.mark.parametrize(
    ("declared", "message"),
    [
        pytest.param(
            DATETIME(storage_format="%(year)d%(month)d%(day)d"),
            "nothing stands between year and month: write how long they are, as %(year)04d",
            id="parts-that-run-together",
        ),
        pytest.param(DATE(storage_format="%(day)02d.%(month)02d."), "has no year", id="no-year"),
        pytest.param(
            DATE(storage_format="%(year)x-%(month)02d-%(day)02d"),
            "%(year)x in its storage_format",
            id="hexadecimal",
        ),
    ],
)
def test_a_format_that_tells_no_time_is_refused(declared: Any, message: str) -> None:
    with pytest.raises(ValueError, match="declare the field over an expression") as error:
        Field(Column("at", declared))
    assert message in str(error.value)
