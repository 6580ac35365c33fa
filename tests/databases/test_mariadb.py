"""MariaDB under its other name, in the modes that a host's server may be set to, and MySQL's own server."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest
from sqlalchemy import Engine, event, select, text
from sqlalchemy.dialects import mysql
from sqlalchemy.exc import CompileError

from tests.charts.calls import DATASET, TABLES, calls
from tests.test_async import OPTIONS, ROWS, WIDGETS
from widgetql import compile_filter, compute_widget_data
from widgetql.testing.databases import create, mariadb, name_of, opened, put

MODES: Final = ["ANSI,ONLY_FULL_GROUP_BY", "NO_BACKSLASH_ESCAPES,NO_UNSIGNED_SUBTRACTION", "ORACLE"]


@pytest.fixture(scope="module")
def expected() -> list[Any]:
    """The answers of SQLite."""
    with opened("sqlite", metadata=TABLES) as engine:
        return answers(engine)


@pytest.fixture
def server(scratch: Path) -> Iterator[Engine]:
    """A database without rows, reached as `mysql+pymysql://`."""
    with mariadb.opened(scratch, "mysql+pymysql") as engine:
        create(engine, TABLES)
        yield engine


def answers(engine: Engine) -> list[Any]:
    with engine.begin() as connection:
        put(connection, ROWS)
    with engine.connect() as connection:
        return [compute_widget_data(connection, widget, DATASET, **OPTIONS).to_dict() for widget in WIDGETS]


def test_it_answers_under_mysqls_name(server: Engine, expected: list[Any]) -> None:
    assert (server.dialect.name, name_of(server)) == ("mysql", "mariadb")
    assert answers(server) == expected


@pytest.mark.parametrize("mode", MODES)
def test_a_sql_mode_changes_no_answer(server: Engine, expected: list[Any], mode: str) -> None:
    @event.listens_for(server, "connect")
    def _set_mode(connection: Any, _record: object) -> None:
        with connection.cursor() as cursor:
            cursor.execute(f"SET sql_mode = concat(@@sql_mode, ',{mode}')")

    server.dispose()
    assert answers(server) == expected


@pytest.mark.parametrize(
    ("filter_", "feature"),
    [
        pytest.param({"field": "topic", "op": "eq", "value": "a"}, "exact text", id="text"),
        pytest.param({"field": "meta.region", "op": "eq", "value": "a"}, "JSON key", id="json-key"),
    ],
)
def test_mysqls_own_server_is_refused_where_it_differs(filter_: Any, feature: str) -> None:
    dialect = mysql.dialect(is_mariadb=False)
    dialect.server_version_info = (8, 4, 0)
    query = select(calls.c.id).where(compile_filter(filter_, DATASET))
    with pytest.raises(CompileError, match=f"no {feature} on mysql"):
        query.compile(dialect=dialect)


def test_temporary_tables_are_in_a_directory_of_its_own(server: Engine) -> None:
    """A server that was started beside deleted those of a query under way."""
    with server.connect() as connection:
        data, temporary = connection.execute(text("SELECT @@datadir, @@tmpdir")).one()
    if "WIDGETQL_MARIADB_URL" not in os.environ:
        assert Path(temporary).parent == Path(data).parent
