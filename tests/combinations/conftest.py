"""Each database holds the same rows for all cases of a file."""

from __future__ import annotations

import pytest
from sqlalchemy import MetaData

from tests.combinations.rows import ROWS, TABLES
from widgetql.testing.databases import Rows

pytest.register_assert_rewrite("tests.combinations.asking")


@pytest.fixture(scope="module")
def metadata() -> MetaData:
    return TABLES


@pytest.fixture(scope="module")
def rows() -> Rows:
    return ROWS
