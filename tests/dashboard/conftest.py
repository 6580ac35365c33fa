"""Every module of this directory reads the tables of `charts.calls`."""

from __future__ import annotations

import pytest
from sqlalchemy import MetaData

from tests.charts.calls import TABLES


@pytest.fixture(scope="module")
def metadata() -> MetaData:
    return TABLES
