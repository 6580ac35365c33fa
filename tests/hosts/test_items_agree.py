"""Random filters and widgets over lists in JSON: SQL and the interpreter give them one meaning."""

from __future__ import annotations

from typing import Final

import pytest
from sqlalchemy import Engine, MetaData

from tests.hosts.items import DOCS, LISTS
from tests.property.test_bulk import agreed_filters, agreed_widgets

_CASES: Final = 8

# What only random cases reach counts as not covered.
pytestmark = pytest.mark.untraced


@pytest.fixture(scope="module")
def metadata() -> MetaData:
    return LISTS


def test_lists_mean_what_the_interpreter_says(engine: Engine) -> None:
    zone = "America/New_York"
    assert agreed_filters(engine, zone, _CASES, DOCS) == _CASES
    assert agreed_widgets(engine, zone, _CASES, DOCS) == _CASES
