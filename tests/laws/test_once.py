"""A chart of several queries asks its rows once: its margins are put together from one grouping of them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

import pytest
from sqlalchemy import Engine, MetaData

from tests.laws.test_ways import check, shown
from tests.laws.worlds import drawn
from tests.statements import recorded
from tests.testing.everything import TABLES
from widgetql import Limits
from widgetql.charts.size import rows_of
from widgetql.sql.rollup import shares
from widgetql.testing import Case

pytestmark = pytest.mark.untraced

_MEASURES: Final = [
    {"aggregation_function": "count"},
    *({"field": "duration", "aggregation_function": name} for name in ("sum", "avg", "min", "max")),
]
_PIVOT: Final[dict[str, Any]] = {"chart_type": "pivot", "rows": ["topic"], "metrics": _MEASURES}
_TABLE: Final[dict[str, Any]] = {"chart_type": "table", "dimensions": ["topic", "ok"], "metrics": _MEASURES}
WIDGETS: Final = {
    "a pivot": _PIVOT | {"columns": ["ok"]},
    "a pivot with margins": _PIVOT | {"columns": ["ok"], "totals": ["rows", "columns", "all"]},
    "a pivot by day": _PIVOT | {"columns": [{"field": "at", "time_period": "day"}]},
    "a pivot sorted by a measure": _PIVOT
    | {"columns": ["ok"], "order_by": [{"name": "sum_duration", "direction": "asc"}], "totals": ["all"]},
    "a table with totals": _TABLE | {"totals": True},
    "a table of few with totals": _TABLE | {"totals": True, "limit": 2},
}


@pytest.fixture(scope="module")
def metadata() -> MetaData:
    return TABLES


def filters_of(case: Case) -> dict[str, Any]:
    assert case.widget is not None
    return {key: value for key, value in case.widget.items() if "filters" in key}


@pytest.mark.parametrize("name", WIDGETS)
def test_it_is_what_each_query_gives_by_itself(engine: Engine, name: str) -> None:
    full = 0
    for case, connection in drawn(engine, first=8_000):
        own = replace(case, widget=WIDGETS[name] | filters_of(case))
        # Few groups are kept, and the others are the rest, which is asked for when it is known.
        for most in (50, 2):
            limits = Limits(max_groups=most, max_range=None)
            ways = ({"groups": "cells"}, {"groups": "ranked"})
            answers = [shown(connection, own, strategy=way, limits=limits) for way in ways]
            check(*answers, own)
            full += rows_of(answers[0]["data"]) > 1
    assert full > 5


@pytest.mark.parametrize("name", WIDGETS)
def test_it_is_one_statement(engine: Engine, name: str) -> None:
    cases = drawn(engine, first=8_000)
    case, connection = next(cases)
    own = replace(case, widget=WIDGETS[name] | filters_of(case))
    with recorded(connection) as found:
        shown(connection, own)
    # How its times are stored is asked before.
    asked = [one for one, _ in found if "calls" in one and not one.startswith("SELECT EXISTS")]
    assert (len(asked) == 1) is shares(connection)
