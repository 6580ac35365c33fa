"""Every module of this directory reads the tables of `calls`."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, MetaData, create_engine

from tests.charts.calls import TABLES


@pytest.fixture(scope="module")
def metadata() -> MetaData:
    return TABLES


@pytest.fixture(scope="module")
def sqlite() -> Iterator[Engine]:
    """SQLite alone, for what no database has a say in."""
    engine = create_engine("sqlite://")
    TABLES.create_all(engine)
    yield engine
    engine.dispose()
