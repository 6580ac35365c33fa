"""Every module of this directory reads the tables of `charts.calls`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import Connection, create_engine

from tests.charts.calls import AGENTS, METRICS, TABLES, agents, calls, metrics, notes
from tests.drill.records import records, related
from widgetql.testing.databases import filled


@pytest.fixture(scope="module")
def metadata() -> Any:
    return TABLES


@pytest.fixture(scope="module")
def connection() -> Iterator[Connection]:
    engine = create_engine("sqlite://")
    TABLES.create_all(engine)
    rows = {calls: records(), agents: AGENTS, metrics: METRICS, notes: related()}
    with filled(engine, rows) as connection:
        yield connection
    engine.dispose()
