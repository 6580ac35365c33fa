"""The storages and relations that the usual dataset lacks: SQL and the interpreter agree on them, too."""

from __future__ import annotations

from typing import Final

import pytest
from sqlalchemy import Engine, MetaData

from tests.conftest import NAMES
from tests.mutants.wide import TABLES, WIDE
from tests.property.test_bulk import FILTERS, WIDGETS, agreed_filters, agreed_widgets

# PostgreSQL wants names for its Enums, and MariaDB's labels differ in more than case.
_STORED_BY: Final = ("sqlite", "duckdb")

# What only random cases reach counts as not covered.
pytestmark = pytest.mark.untraced


@pytest.fixture(scope="module")
def metadata() -> MetaData:
    return TABLES


@pytest.mark.parametrize("engine", [name for name in _STORED_BY if name in NAMES], indirect=True)
def test_filters_and_widgets_agree(engine: Engine) -> None:
    for zone in ("UTC", "America/New_York"):
        assert agreed_filters(engine, zone, FILTERS // 10, WIDE) == FILTERS // 10
        assert agreed_widgets(engine, zone, WIDGETS // 10, WIDE) == WIDGETS // 10
