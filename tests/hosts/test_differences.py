"""The difference of two times is seconds, that of two dates days, on every engine."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

import pytest
from sqlalchemy import Column, Connection, Date, DateTime, Integer, MetaData, Table, func, select
from sqlalchemy.dialects import mysql, postgresql, sqlite
from sqlalchemy.exc import CompileError

from widgetql import Avg, Dataset, Field, Limits, compile_filter, compute_widget_data, drill_down
from widgetql.testing import Rows

NOW: Final = datetime(2026, 1, 7, tzinfo=UTC)
SINCE: Final = {"field": "started", "op": "gte", "value": "2025-11-01"}
TABLES: Final = MetaData()
tickets: Final = Table(
    "tickets",
    TABLES,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("started", DateTime),
    Column("ended", DateTime),
    Column("due", Date),
    Column("done", Date),
)
# What digits alone would say: 2025 - 2025 years on SQLite, 20251202 - 20251130 on MariaDB.
ROWS: Final = [
    {"id": 1, "started": datetime(2025, 11, 30, 23), "ended": datetime(2025, 12, 1, 1, 0, 0, 500_000)}
    | {"due": date(2025, 11, 30), "done": date(2025, 12, 2)},
    {"id": 2, "started": datetime(2025, 12, 31, 12), "ended": datetime(2026, 1, 1, 12)}
    | {"due": date(2026, 1, 1), "done": date(2025, 12, 31)},
    {"id": 3, "started": datetime(2025, 12, 1), "ended": None, "due": None, "done": date(2025, 12, 1)},
]
TICKETS: Final = Dataset(
    tickets,
    id=tickets.c.id,
    timestamp=tickets.c.started,
    fields={
        "started": Field(tickets.c.started),
        "took": Field(tickets.c.ended - tickets.c.started),
        "at_least": Field(func.coalesce(tickets.c.ended, tickets.c.started) - tickets.c.started),
        "late": Field(tickets.c.done - tickets.c.due, unit="days"),
        "late_hours": Field((tickets.c.done - tickets.c.due) * 24),
        "halves": Field((tickets.c.id + 1) / (tickets.c.id * 2)),
        "late_weeks": Field((tickets.c.done - tickets.c.due) / 8),
    },
    stats={"took": Avg("took"), "late": Avg("late")},
    limits=Limits(max_range=None),
)
VALUES: Final = {
    "took": {1: 7200.5, 2: 86_400.0, 3: None},
    "at_least": {1: 7200.5, 2: 86_400.0, 3: 0.0},
    "late": {1: 2, 2: -1, 3: None},
    "late_hours": {1: 48, 2: -24, 3: None},
    "halves": {1: 1.0, 2: 0.75, 3: 2 / 3},
    "late_weeks": {1: 0.25, 2: -0.125, 3: None},
}


@pytest.fixture(scope="module")
def metadata() -> MetaData:
    return TABLES


@pytest.fixture(scope="module")
def rows() -> Rows:
    return {tickets: ROWS}


def data(connection: Connection, widget: dict[str, Any], dataset: Dataset = TICKETS) -> Any:
    answer = compute_widget_data(connection, widget, dataset, dashboard_filters=SINCE, now=NOW)
    return answer.to_dict()["data"]


def selected(connection: Connection, source: Any) -> list[int]:
    condition = compile_filter(source, TICKETS, now=NOW)
    return sorted(connection.scalars(select(tickets.c.id).where(condition)))


@pytest.mark.parametrize("path", VALUES)
def test_a_difference_is_a_number(connection: Connection, path: str) -> None:
    shown = data(connection, {"chart_type": "list", "field": path})
    assert {row["id"]: row["value"] for row in shown} == VALUES[path]


@pytest.mark.parametrize(
    ("path", "op", "value", "expected"),
    [
        ("took", "gt", 7200, [1, 2]),
        ("took", "eq", 7200.5, [1]),
        ("took", "isnull", True, [3]),
        ("at_least", "lt", 1, [3]),
        ("late", "eq", 2, [1]),
        ("late", "lt", 0, [2]),
        ("late", "nin", [2, -1], [3]),
    ],
)
def test_filters(connection: Connection, path: str, op: str, value: Any, expected: list[int]) -> None:
    assert selected(connection, {"field": path, "op": op, "value": value}) == expected


def test_groups_and_the_records_behind_them(connection: Connection) -> None:
    assert data(connection, {"chart_type": "stat"}) == {"took": 46_800.25, "late": 0.5}
    table = {
        "chart_type": "table",
        "dimensions": ["late"],
        "metrics": [{"name": "most", "aggregation_function": "max", "field": "took"}],
        "order_by": [{"name": "late"}],
    }
    shown = data(connection, table)
    assert [(row["late"], row["most"], row["sample_count"]) for row in shown] == [
        (-1, 86_400.0, 1),
        (2, 7200.5, 1),
        (None, None, 1),
    ]
    behind = [drill_down(table, row, TICKETS, dashboard_filters=SINCE, now=NOW) for row in shown]
    assert [selected(connection, one) for one in behind] == [[2], [1], [3]]


MOVED: Final = {
    "a time that a column says": tickets.c.started + (tickets.c.ended - tickets.c.started),
    "a longer time": (tickets.c.ended - tickets.c.started) + timedelta(hours=1),
}


def moved_on(column: Any, dialect: Any) -> str:
    dataset = Dataset(tickets, id=tickets.c.id, fields={"moved": Field(column)})
    return str(
        compile_filter({"field": "moved", "op": "isnull", "value": False}, dataset).compile(dialect=dialect)
    )


@pytest.mark.parametrize("column", MOVED.values(), ids=MOVED)
@pytest.mark.parametrize("dialect", [sqlite.dialect(), mysql.dialect()], ids=["sqlite", "mysql"])
def test_what_counts_with_digits_is_refused(dialect: Any, column: Any) -> None:
    with pytest.raises(CompileError, match=f"on {dialect.name}, which has no arithmetic of times: "):
        moved_on(column, dialect)


def test_elsewhere_it_is_the_hosts_own_sql() -> None:
    written = moved_on(MOVED["a time that a column says"], postgresql.dialect())
    assert "(tickets.started + ((tickets.ended - tickets.started)))" in written
