"""On SQLite a statement that is run again is compiled here once: events see each run, and answers stay."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any, Final
from weakref import ref

import pytest
from sqlalchemy import (
    Connection,
    Dialect,
    Text,
    TypeDecorator,
    bindparam,
    create_engine,
    event,
    select,
    type_coerce,
)
from sqlalchemy.exc import StatementError

from tests.charts.calls import DATASET, NOW, SINCE, TABLES, calls
from tests.dashboard.test_dashboard import ROWS
from widgetql import compute_widget_data
from widgetql.sql.compiled import rows_of
from widgetql.testing.databases import create, filled, opened

BAR: Final = {"chart_type": "bar", "field": "cost", "aggregation_function": "avg", "time_period": "day"}


@pytest.fixture(scope="module")
def connection(scratch: Path) -> Iterator[Connection]:
    with opened("sqlite", scratch) as engine:
        create(engine, TABLES)
        with filled(engine, ROWS) as connection:
            yield connection


class _Loud(TypeDecorator[str]):
    """A type of a host's, whose processors know the dialect that they are for."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, _dialect: Dialect) -> str | None:
        return value and value.upper()

    def process_result_value(self, value: str | None, _dialect: Dialect) -> str | None:
        return value and value.upper()


_LOUD: Final = type_coerce(calls.c.topic, _Loud())


def asked(connection: Connection, later: int, name: str) -> tuple[Any, list[str]]:
    """Compute a bar; return its data, and the statements that an event tells."""
    found: list[str] = []

    def before_execute(_connection: Any, statement: Any, *_rest: Any) -> None:
        found.append(str(statement.compile(connection)))

    def before_cursor_execute(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        found.append(statement)

    note = {"before_execute": before_execute, "before_cursor_execute": before_cursor_execute}[name]
    event.listen(connection, name, note)
    now = NOW + timedelta(seconds=later)
    data = compute_widget_data(connection, BAR, DATASET, dashboard_filters=SINCE, now=now).data
    event.remove(connection, name, note)
    return data, found


@pytest.mark.parametrize("name", ["before_execute", "before_cursor_execute"])
def test_events_see_every_run_of_one_statement(connection: Connection, name: str) -> None:
    first, *others = (asked(connection, later, name) for later in range(4))
    assert len(first[0]) > 3
    assert len(first[1]) > 0
    assert others == [first] * 3


def test_rows_are_those_that_sqlalchemy_reads(connection: Connection) -> None:
    named = bindparam("wanted", type_=calls.c.id.type)
    statement = select(calls.c.id, calls.c.at, calls.c.ok, calls.c.cost, calls.c.meta).where(
        calls.c.id >= named
    )
    for wanted in (1, 3, 5):
        expected = [tuple(row) for row in connection.execute(statement, {"wanted": wanted})]
        assert [tuple(row) for row in rows_of(connection, statement, {"wanted": wanted})] == expected


def test_what_is_compiled_goes_with_its_engine() -> None:
    statement = select(calls.c.id, _LOUD.label("loud")).where(bindparam("wanted", type_=_Loud()) == _LOUD)
    gone: list[ref[Any]] = []
    for _ in range(3):
        engine = create_engine("sqlite://")
        with engine.connect() as connection:
            TABLES.create_all(connection)
            assert [list(rows_of(connection, statement, {"wanted": "x"})) for _ in range(2)] == [[], []]
        gone.append(ref(engine.dialect))
        engine.dispose()
        del engine, connection
    gc.collect()
    assert [one() for one in gone] == [None] * 3


def test_a_value_that_lacks_is_told_each_time(connection: Connection) -> None:
    statement = select(calls.c.id).where(calls.c.id == bindparam("wanted", type_=calls.c.id.type))
    rows_of(connection, statement, {"wanted": 1})
    for _ in range(2):
        with pytest.raises((StatementError, ValueError), match="wanted"):
            rows_of(connection, statement, {})


def test_a_text_that_cannot_be_decoded_is_null_however_often_it_is_asked(connection: Connection) -> None:
    widget = {"chart_type": "pie", "field": "topic", "include_missing": True}
    connection.exec_driver_sql("UPDATE calls SET topic = CAST(x'ff' AS TEXT) WHERE id = 1")
    answers = [
        compute_widget_data(connection, widget, DATASET, dashboard_filters=SINCE, now=NOW).data
        for _ in range(4)
    ]
    connection.exec_driver_sql("UPDATE calls SET topic = 'billing' WHERE id = 1")
    assert answers[1:] == answers[:1] * 3
    assert None in [row["label"] for row in answers[0]]
