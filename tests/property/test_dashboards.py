"""A dashboard of random widgets under one filter gives what its widgets give one by one."""

from __future__ import annotations

import os
from random import Random
from typing import Any, Final

import pytest
from sqlalchemy import Engine, MetaData
from sqlalchemy.exc import DBAPIError

from tests.testing.everything import EVERYTHING, TABLES
from widgetql import InvalidInput, Limits, QueryTimeout, compute_dashboard_data, compute_widget_data
from widgetql.relative_time import zone_of
from widgetql.testing import NOW, difference
from widgetql.testing.databases import filled
from widgetql.testing.strategies.plan import Plan
from widgetql.testing.strategies.plots import Widgets
from widgetql.testing.strategies.records import Records

DASHBOARDS: Final = int(os.environ.get("WIDGETQL_DASHBOARDS", "4"))
FIRST: Final = int(os.environ.get("WIDGETQL_SEED", "0"))
# So many of a dashboard's widgets are drawn, and so many dashboards over the same rows.
_DRAWN: Final = 6
_SHARING: Final = 4
FILTER: Final = {"field": EVERYTHING.timestamp_path, "op": "gte", "value": "now-29d"}
# Stats, and pies and bars that are shared, beside what is drawn.
SHARED: Final[list[Any]] = [
    {"chart_type": "stat"},
    {"chart_type": "stat", "group_by": {"type": "field", "field": "topic"}},
    {"chart_type": "bar", "field": "cost", "aggregation_function": "avg", "time_period": "day"},
    {"chart_type": "bar", "field": "ok", "aggregation_function": "count", "time_period": "day"},
    {"chart_type": "bar", "field": "duration", "aggregation_function": "avg", "time_period": "day"},
    {"chart_type": "bar", "field": "duration", "aggregation_function": "sum", "time_period": "week"},
    {"chart_type": "pie", "field": "topic"},
]

# What only random cases reach counts as not covered.
pytestmark = pytest.mark.untraced


@pytest.fixture(scope="module")
def metadata() -> MetaData:
    return TABLES


@pytest.mark.parametrize("zone", ["UTC", "America/New_York"])
def test_a_random_dashboard_is_its_widgets(engine: Engine, zone: str) -> None:
    answered = 0
    for first in range(FIRST, FIRST + DASHBOARDS, _SHARING):
        plan = Plan(EVERYTHING, 12, NOW, zone_of(zone), False)
        rows = Records(plan).draw(Random(f"{zone} {first}").choice)
        drawing = Widgets(plan, rows)
        # To fill the tables is what takes time: several dashboards are of the same rows.
        with filled(engine, rows) as connection:
            for seed in range(first, first + _SHARING):
                answered += _agreed(connection, drawing, seed, zone)
    # A widget with a problem of its own, or without data, is little of a test.
    assert answered > DASHBOARDS * (_DRAWN + len(SHARED)) // 2


def _agreed(connection: Any, drawing: Widgets, seed: int, zone: str) -> int:
    """Compare a dashboard with its widgets; return how many have data."""
    pick = Random(seed).choice
    widgets = [
        {key: value for key, value in widget.items() if key not in ("filters", "dashboard_filters")}
        for widget in (drawing.draw(pick) for _ in range(_DRAWN))
    ] + SHARED
    limits = (Limits(), Limits(max_groups=2, max_slices=2))[seed % 2]
    options: dict[str, Any] = {"now": NOW, "timezone": zone, "limits": limits}
    found = compute_dashboard_data(connection, {"filters": FILTER, "widgets": widgets}, EVERYTHING, **options)
    answered = 0
    for widget, one in zip(widgets, found, strict=True):
        assert not isinstance(one, DBAPIError | QueryTimeout), (seed, widget, one)
        expected = _alone(connection, widget, options)
        assert difference(one.to_dict(), expected) is None, (seed, widget)
        answered += bool(expected.get("data"))
    return answered


def _alone(connection: Any, widget: Any, options: dict[str, Any]) -> Any:
    try:
        return compute_widget_data(
            connection, widget, EVERYTHING, dashboard_filters=FILTER, **options
        ).to_dict()
    except InvalidInput as error:
        return error.to_dict()
