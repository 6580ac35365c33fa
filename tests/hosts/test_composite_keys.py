"""A record's key may be several columns: one of them alone identifies no record."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, Final

import pytest
from sqlalchemy import (
    Column,
    Connection,
    DateTime,
    Engine,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    select,
    text,
)

from tests.property.test_bulk import agreed_filters, agreed_widgets
from widgetql import (
    Count,
    Dataset,
    Field,
    InvalidInput,
    ToMany,
    compile_filter,
    compute_widget_data,
    drill_down,
)
from widgetql.testing import Rows

NOW: Final = datetime(2025, 11, 7, tzinfo=UTC)
SINCE: Final = {"field": "at", "op": "gte", "value": "2025-11-01"}
TABLES: Final = MetaData()
lines: Final = Table(
    "order_lines",
    TABLES,
    Column("order_id", Integer, primary_key=True, autoincrement=False),
    Column("part", String(20), primary_key=True),
    Column("at", DateTime),
    Column("amount", Integer),
)
notes: Final = Table(
    "line_notes",
    TABLES,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("order_id", Integer),
    Column("part", String(20)),
    Column("stars", Integer),
)
LINES: Final = Dataset(
    lines,
    id=(lines.c.order_id, lines.c.part),
    timestamp=lines.c.at,
    fields={
        "at": Field(lines.c.at),
        "amount": Field(lines.c.amount),
        "notes": ToMany(
            notes,
            on=(notes.c.order_id == lines.c.order_id) & (notes.c.part == lines.c.part),
            fields={"stars": Field(notes.c.stars)},
        ),
    },
    stats={"lines": Count()},
)
KEYS: Final = [(2, "a"), (10, "a"), (10, "A~1"), (10, "b|c")]
_AT: Final = datetime(2025, 11, 3, 10)
_STARS: Final = [(1, KEYS[1], 5), (2, KEYS[1], 5), (3, KEYS[2], 5), (4, KEYS[2], 1)]
ROWS: Final[Rows] = {
    lines: [{"order_id": id, "part": part, "at": _AT, "amount": i} for i, (id, part) in enumerate(KEYS)],
    notes: [{"id": n, "order_id": id, "part": part, "stars": s} for n, (id, part), s in _STARS],
}


@pytest.fixture(scope="module")
def metadata() -> MetaData:
    return TABLES


@pytest.fixture(scope="module")
def rows() -> Rows:
    return ROWS


def selected(connection: Connection, source: Any) -> list[Any]:
    condition = compile_filter(source, LINES, now=NOW)
    return sorted(tuple(row) for row in connection.execute(select(*LINES.ids).where(condition)))


def data(connection: Connection, widget: dict[str, Any]) -> Any:
    return compute_widget_data(connection, widget, LINES, dashboard_filters=SINCE, now=NOW).data


@pytest.mark.parametrize("chart_type", ["list", "line"])
def test_each_record_is_behind_its_row(connection: Connection, chart_type: str) -> None:
    widget = {"chart_type": chart_type, "field": "amount"}
    rows = data(connection, widget)
    assert sorted(row["id"] for row in rows) == sorted(map(list, KEYS))
    for row in rows:
        found = drill_down(widget, row, LINES, dashboard_filters=SINCE, now=NOW)
        assert selected(connection, found) == [tuple(row["id"])]


def test_a_list_goes_on_where_times_tie(connection: Connection) -> None:
    cursor, found = None, list[Any]()
    for _ in KEYS:
        widget = {"chart_type": "list", "limit": 1, "cursor": cursor}
        answer = compute_widget_data(connection, widget, LINES, dashboard_filters=SINCE, now=NOW).to_dict()
        found += [tuple(row["id"]) for row in answer["data"]]
        cursor = answer["metadata"]["next_cursor"]
    assert found == sorted(KEYS, reverse=True)
    assert cursor is None


def test_related_rows_count_by_record(connection: Connection) -> None:
    widget = {
        "chart_type": "bar",
        "field": "notes.stars",
        "aggregation_function": "avg",
        "time_period": "day",
    }
    (row,) = data(connection, widget)
    assert (row["value"], row["sample_count"], row["record_count"]) == (4.0, 4, 2)
    assert selected(connection, {"field": "notes.stars", "op": "eq", "value": 5}) == sorted(KEYS[1:3])


def test_paths_of_the_key(connection: Connection) -> None:
    assert LINES.names() == ["at", "amount", "notes.stars", "order_id", "part"]
    assert selected(connection, {"field": "part", "op": "eq", "value": "a"}) == KEYS[:2]


cells: Final = Table(
    "cells",
    TABLES,
    Column("x", Integer, primary_key=True, autoincrement=False),
    Column("y", Integer, primary_key=True, autoincrement=False),
    Column("at", DateTime),
    Column("amount", Integer),
)
marks: Final = Table(
    "marks",
    TABLES,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("x", Integer),
    Column("y", Integer),
    Column("stars", Integer),
)
CELLS: Final = Dataset(
    cells,
    id=(cells.c.x, cells.c.y),
    timestamp=cells.c.at,
    fields={
        "at": Field(cells.c.at),
        "amount": Field(cells.c.amount),
        "marks": ToMany(
            marks,
            on=(marks.c.x == cells.c.x) & (marks.c.y == cells.c.y),
            fields={"stars": Field(marks.c.stars)},
        ),
    },
    stats={"cells": Count()},
)


@pytest.mark.untraced
def test_composite_keys_mean_what_the_interpreter_says(engine: Engine) -> None:
    assert agreed_filters(engine, "UTC", 16, CELLS) == 16
    assert agreed_widgets(engine, "UTC", 32, CELLS) == 32


def test_one_column_of_a_key_identifies_no_record() -> None:
    with pytest.raises(ValueError, match=r"one column of the primary key .order_lines.order_id, order"):
        Dataset(lines, id=lines.c.order_id, fields={})
    assert Dataset(lines, id=lines.c.order_id, unique=True, fields={}).id is lines.c.order_id
    three = Table("three", MetaData(), *(Column(name, Integer, primary_key=True) for name in "abc"))
    with pytest.raises(ValueError, match=r"id: three.a, three.b are columns of the primary key"):
        Dataset(three, id=(three.c.a, three.c.b), fields={})
    assert Dataset(three, id=(three.c.a, three.c.b), unique=True, fields={}).ids == (three.c.a, three.c.b)
    assert Dataset(three, id=(three.c.c, three.c.b, three.c.a), fields={}).ids[0] is three.c.c
    told = Table(
        "told",
        MetaData(),
        Column("a", Integer, primary_key=True),
        Column("b", Integer, primary_key=True),
        Index("one", "b", unique=True),
    )
    assert Dataset(told, id=told.c.b, fields={}).id is told.c.b
    some = Table(
        "some",
        MetaData(),
        Column("a", Integer, primary_key=True),
        Column("b", Integer, primary_key=True),
        Index("few", "b", unique=True, sqlite_where=text("a > 1")),
    )
    with pytest.raises(ValueError, match="is one column of the primary key"):
        Dataset(some, id=some.c.b, fields={})
    with pytest.raises(ValueError, match="an empty tuple names no column"):
        Dataset(lines, id=(), fields={})
    with pytest.raises(ValueError, match="is no part of a key"):
        Dataset(lines, id=(lines.c.order_id, lines.c.at), fields={})


def test_a_table_alone_has_its_whole_key() -> None:
    assert Dataset.from_table(lines).ids == (lines.c.order_id, lines.c.part)


@pytest.mark.parametrize("id", [7, [1], [1, 2, 3], None, "x"])
def test_a_row_of_another_key(id: Any) -> None:
    with pytest.raises(InvalidInput):
        drill_down({"chart_type": "list"}, {"id": id}, LINES, dashboard_filters=SINCE, now=NOW)
