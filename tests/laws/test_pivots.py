"""Pivots over drawn rows: every cell and margin is the stat under its drill-down, as the interpreter says."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Final

import pytest
from sqlalchemy import Connection, Engine, MetaData

from tests.laws.worlds import drawn, searching
from tests.testing.everything import EVERYTHING, TABLES
from widgetql import Limits, compute_widget_data, drill_down
from widgetql.relative_time import format_instant
from widgetql.testing import difference, expected_widget_data

pytestmark = pytest.mark.untraced

_DAYS: Final = timedelta(days=20)
_COUNT: Final = {"name": "n", "aggregation_function": "count"}
_MEASURES: Final = (
    {"name": "p", "aggregation_function": "p90", "field": "cost"},
    {"name": "d", "aggregation_function": "count_distinct", "field": "topic"},
    {"name": "a", "aggregation_function": "avg", "field": "score"},
    {"name": "f", "aggregation_function": "last", "field": "topic"},
    {
        "name": "some",
        "aggregation_function": "count",
        "filters": {"field": "duration", "op": "gt", "value": 10},
    },
)
_DAY: Final = {"field": "at", "time_period": "day"}
_AXES: Final[tuple[tuple[list[Any], list[Any]], ...]] = (
    (["topic"], ["ok"]),
    (["topic", "ok"], [_DAY]),
    ([{"field": "at", "part": "day_of_week"}], ["agent.name", "topic"]),
    ([{"field": "duration", "bins": {"count": 4}}], ["topic"]),
    (["started"], ["meta.region"]),
)


@pytest.fixture(scope="module")
def metadata() -> MetaData:
    return TABLES


def _pivot(seed: int, since: Any) -> dict[str, Any]:
    rows, columns = _AXES[seed % len(_AXES)]
    measures = [_COUNT, _MEASURES[seed % len(_MEASURES)], {"name": "s", "share": "n"}]
    found = {"chart_type": "pivot", "rows": rows, "columns": columns, "metrics": measures, "filters": since}
    if seed % 3 == 0:
        found["having"] = {"field": "n", "op": "gte", "value": 2}
    if seed % 2:
        found["order_by"] = [{"name": "n"}, {"name": measures[1]["name"], "direction": "desc"}]
    return found | {"totals": ["rows", "columns", "all"]}


def test_every_cell_is_the_stat_under_its_drill_down(engine: Engine) -> None:
    full = 0
    for case, connection in drawn(engine, first=23_000, times=1):
        wide = searching(Limits(max_range=None, max_groups=2 + case.seed % 3, max_conditions=10_000))
        options: dict[str, Any] = {**case.options, "limits": wide}
        since = {"field": "at", "op": "gte", "value": format_instant(options["now"] - _DAYS)}
        widget = _pivot(case.seed, since)
        found: Any = compute_widget_data(connection, widget, EVERYTHING, **options)
        expected = expected_widget_data(widget, EVERYTHING, case.rows, **options)
        assert difference(found.to_dict(), expected) is None, widget
        full += _check_cells(connection, widget, found.data, options)
    assert full > 10


def _check_cells(connection: Connection, widget: dict[str, Any], data: Any, options: dict[str, Any]) -> int:
    """Hold one cell of each row against a stat, each time in another column; count those with records."""
    lifted, full = options | {"limits": options["limits"].lifted()}, 0
    for place, (header, cells) in enumerate(zip(data["rows"], data["cells"], strict=True)):
        at = place % len(data["columns"])
        row, cell = {"row": header, "column": data["columns"][at]}, cells[at]
        asked = drill_down(widget, row, EVERYTHING, connection=connection, **options)
        stat = {"chart_type": "stat", "metrics": widget["metrics"][:2], "filters": asked}
        alone = compute_widget_data(connection, stat, EVERYTHING, **lifted).data
        if cell is None:
            assert alone["n"] == 0, row
        else:
            assert difference({name: cell[name] for name in alone}, alone) is None, row
            full += 1
    return full
