"""Many random cases, each from its seed: `make fuzz` runs tens of thousands of them."""

from __future__ import annotations

import os
from itertools import islice
from typing import Any, Final

import pytest
from sqlalchemy import Engine, MetaData, select

from tests.property.test_widgets import difference, same
from tests.testing.everything import EVERYTHING, TABLES
from widgetql import Limits, compile_filter, compute_widget_data
from widgetql.testing import NOW, cases, expected_widget_data, matching_ids
from widgetql.testing.databases import filled

FIRST: Final = int(os.environ.get("WIDGETQL_SEED", "0"))
FILTERS: Final = int(os.environ.get("WIDGETQL_FILTERS", "100"))
WIDGETS: Final = int(os.environ.get("WIDGETQL_WIDGETS", "50"))
ZONES: Final = ("UTC", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "Europe/Paris")
_LIMITS: Final = (Limits(), Limits(max_groups=2, max_slices=2, max_points=4))

# What only random cases reach counts as not covered.
pytestmark = pytest.mark.untraced


@pytest.fixture(scope="module")
def metadata() -> MetaData:
    return TABLES


@pytest.mark.parametrize("zone", ZONES)
def test_filters_select_what_the_interpreter_selects(engine: Engine, zone: str) -> None:
    count = FILTERS // len(ZONES)
    assert agreed_filters(engine, zone, count) == count


@pytest.mark.parametrize("zone", ZONES)
def test_widgets_show_what_the_interpreter_shows(engine: Engine, zone: str) -> None:
    count = WIDGETS // len(ZONES)
    assert agreed_widgets(engine, zone, count) == count


def agreed_filters(engine: Engine, zone: str, count: int) -> int:
    """Compare so many filters; return how many agreed."""
    agreed = 0
    for case in islice(cases(EVERYTHING, first=FIRST, timezone=zone), count):
        options: Any = {"now": NOW, "timezone": zone}
        statement = select(EVERYTHING.id).where(compile_filter(case.filter, EVERYTHING, **options))
        with filled(engine, case.rows) as connection:
            found = sorted(connection.execute(statement).scalars())
        assert found == sorted(matching_ids(case.filter, EVERYTHING, case.rows, **options)), case
        agreed += 1
    return agreed


def agreed_widgets(engine: Engine, zone: str, count: int) -> int:
    """Compare so many widgets; return how many agreed."""
    agreed = 0
    # Other seeds than those of the filters: other rows.
    for case in islice(cases(EVERYTHING, first=FIRST + 1_000_000, timezone=zone), count):
        assert case.widget is not None
        options: Any = {"now": NOW, "timezone": zone, "limits": _LIMITS[case.seed % 2]}
        with filled(engine, case.rows) as connection:
            found: Any = compute_widget_data(connection, case.widget, EVERYTHING, **options).to_dict()
        if found["metadata"].get("next_cursor") is not None:
            found["metadata"]["next_cursor"] = "…"
        expected = expected_widget_data(case.widget, EVERYTHING, case.rows, **options)
        assert same(found, expected), (case, difference(found, expected))
        agreed += 1
    return agreed
