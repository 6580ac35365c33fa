"""The records behind the rows of an answer, with those that a limit and `having` leave out, are all."""

from __future__ import annotations

from itertools import islice, product
from typing import Any, Final

import pytest
from sqlalchemy import Engine, MetaData

from tests.laws.worlds import FIRST
from tests.testing.everything import EVERYTHING, TABLES
from widgetql import Limits
from widgetql.testing import cases
from widgetql.testing.conserving import check_conserved, parts_all
from widgetql.testing.databases import filled

_LATELY: Final = {"field": EVERYTHING.timestamp_path, "op": "gte", "value": "now-29d"}
_COUNT: Final = {"aggregation_function": "count", "name": "n"}
_MEAN: Final = {"aggregation_function": "avg", "field": "duration", "name": "mean"}
_BAR: Final = {"chart_type": "bar", "field": "duration", "aggregation_function": "count"}
_GROUPED: Final[tuple[dict[str, Any], ...]] = (
    _BAR | {"time_period": "day"},
    {"chart_type": "pie", "field": "ok", "include_missing": True},
    {"chart_type": "stat"},
    _BAR | {"x": {"field": "at", "part": "day_of_week"}},
)
_OVER: Final[tuple[Any, ...]] = (
    {"x": "topic", "include_missing": True, "limit": 2},
    {"x": {"field": "at", "part": "hour_of_day"}},
    {"x": {"field": "duration", "bins": {"edges": [0, 60, 600]}}, "include_missing": True},
)
_RANKS: Final[tuple[dict[str, Any], ...]] = (
    {"limit": 1},
    {"limit": 2, "rank_by": "label", "direction": "desc"},
    {"limit": 1, "other": False},
    {"direction": "asc", "other": False, "limit": 2},
)
_HAVING: Final[tuple[Any, ...]] = (
    None,
    {"field": "sample_count", "op": "gte", "value": 2},
    {"operator": "not", "conditions": [{"field": "sample_count", "op": "between", "value": [2, 4]}]},
)
_TABLES: Final[tuple[dict[str, Any], ...]] = (
    {"dimensions": ["topic"], "limit": 1},
    {"dimensions": ["state", "agent.name"], "limit": 3},
    {"dimensions": [{"field": "at", "time_period": "day"}, "ok"], "limit": 2},
)


def _widgets() -> list[dict[str, Any]]:
    """Every chart whose rows part the records, with every way to leave out some of them."""
    found = [
        chart | {"group_by": {"type": "field", "field": field} | rank, "having": having}
        for chart, field, rank, having in product(_GROUPED, ("topic",), _RANKS, _HAVING)
    ]
    found += [
        {"chart_type": "table", "metrics": [_COUNT, _MEAN], "other": other, "having": having} | table
        for table, other, having in product(_TABLES, (False, True), _HAVING)
    ]
    found += [_BAR | over | {"having": having} for over, having in product(_OVER, _HAVING)]
    pie = {"chart_type": "pie", "field": "topic", "include_missing": True}
    # Of each way some: together they are all.
    return [one | {"filters": _LATELY} for one in (*found[::2], *(pie | {"having": one} for one in _HAVING))]


@pytest.fixture(scope="module")
def metadata() -> MetaData:
    return TABLES


def test_no_record_is_lost(engine: Engine) -> None:
    (case,) = islice(cases(EVERYTHING, first=FIRST + 704, timezone="America/New_York"), 1)
    options: Any = case.options | {"limits": Limits(max_groups=2, max_slices=2)}
    with filled(engine, case.rows) as connection:
        for widget in _widgets():
            assert parts_all(widget, EVERYTHING)  # type: ignore[arg-type]
            check_conserved(connection, widget, EVERYTHING, **options)  # type: ignore[arg-type]
