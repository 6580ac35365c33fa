"""Each database holds the generated call centre; tests that need exact data begin with `emptied`."""

from __future__ import annotations

import pytest
from sqlalchemy import Connection, MetaData

from examples.call_centre import TABLES
from tests.reference.world import ROWS
from widgetql.testing.databases import Rows, empty


@pytest.fixture(scope="module")
def metadata() -> MetaData:
    return TABLES


@pytest.fixture(scope="module")
def rows() -> Rows:
    return ROWS


@pytest.fixture
def emptied(connection: Connection) -> Connection:
    """A connection that sees the tables without rows, until the test ends."""
    empty(connection, TABLES.sorted_tables)
    return connection
