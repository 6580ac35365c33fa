"""Every module of this directory reads the table of `analytics`."""

from __future__ import annotations

import pytest
from sqlalchemy import MetaData

from tests.kore.analytics import METADATA, ROWS
from widgetql.testing.databases import Rows


@pytest.fixture(scope="module")
def metadata() -> MetaData:
    return METADATA


@pytest.fixture(scope="module")
def rows() -> Rows:
    return ROWS
