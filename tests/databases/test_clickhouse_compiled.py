"""On ClickHouse, whose dialect has SQLAlchemy compile every statement anew, a kept one is compiled once."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any, Final
from weakref import ref

import pytest
from sqlalchemy import Connection, event, select

from tests.charts.calls import DATASET, NOW, SINCE, TABLES, calls
from tests.dashboard.test_dashboard import ROWS
from widgetql import compute_widget_data
from widgetql.sql.compiled import rows_of
from widgetql.testing.databases import create, filled, opened

BAR: Final = {"chart_type": "bar", "field": "cost", "aggregation_function": "avg", "time_period": "day"}


@pytest.fixture(scope="module")
def connection(scratch: Path) -> Iterator[Connection]:
    with opened("clickhouse", scratch) as engine:
        create(engine, TABLES)
        with filled(engine, ROWS) as connection:
            yield connection


def run(connection: Connection, later: int = 0) -> tuple[Any, list[Any]]:
    """Compute a bar; return its data, and what SQLAlchemy compiled: None for the text of a statement."""
    compiled: list[Any] = []

    def note(
        _connection: Any, _cursor: Any, _statement: str, _values: Any, context: Any, _many: bool
    ) -> None:
        compiled.append(context.compiled)

    event.listen(connection, "before_cursor_execute", note)
    now = NOW + timedelta(seconds=later)
    found = compute_widget_data(connection, BAR, DATASET, dashboard_filters=SINCE, now=now).data
    event.remove(connection, "before_cursor_execute", note)
    return found, compiled


def test_sqlalchemy_compiles_nothing(connection: Connection) -> None:
    data, compiled = run(connection)
    assert compiled == [None]
    assert run(connection, later=1) == (data, [None])
    assert len(data) > 3


def test_a_host_s_schema_names_are_filled_in(connection: Connection) -> None:
    data, _ = run(connection)
    named = connection.execution_options(schema_translate_map={None: connection.engine.url.database})
    found, (compiled,) = run(named)
    assert compiled is not None
    assert found == data


def test_a_list_is_written_out(connection: Connection) -> None:
    for wanted in ([1, 2], [3]):
        statement = select(calls.c.id).where(calls.c.id.in_(wanted)).order_by(calls.c.id)
        assert [row.id for row in rows_of(connection, statement, {})] == wanted


def test_what_is_compiled_goes_with_its_statement(connection: Connection) -> None:
    statement = select(calls.c.id).limit(1)
    assert len(rows_of(connection, statement, {})) == 1
    gone = ref(statement)
    del statement
    gc.collect()
    assert gone() is None
