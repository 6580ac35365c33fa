"""What stands beside a period is the widget under the moved range, on every database."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Final

import pytest
from sqlalchemy import Engine, MetaData

from tests.laws.worlds import drawn
from tests.testing.everything import EVERYTHING, TABLES
from widgetql import Limits, compute_widget_data
from widgetql.charts.rules import COMPARED
from widgetql.relative_time import format_instant
from widgetql.testing import difference

pytestmark = pytest.mark.untraced

_BAR: Final[dict[str, Any]] = {"chart_type": "bar", "field": "duration", "fill_gaps": True}
_COUNT: Final = {"aggregation_function": "count", "name": "n"}
_MEASURES: Final[list[dict[str, Any]]] = [
    _COUNT | {"per": "hour", "filters": {"field": "topic", "op": "isnull", "value": False}},
    {"aggregation_function": "p90", "field": "duration", "name": "p90"},
    _COUNT | {"name": "all"},
    {"name": "ratio", "ratio": ["n", "all"]},
    {"name": "part", "share": "n"},
]
WIDGETS: Final[list[dict[str, Any]]] = [
    {"chart_type": "stat"},
    *(
        _BAR | {"aggregation_function": name, "time_period": period}
        for name, period in (("sum", "day"), ("count", "week"), ("p90", "day"), ("max", "month"))
    ),
    {"chart_type": "stat", "metrics": _MEASURES},
    {"chart_type": "bar", "time_period": "day", "fill_gaps": True, "metrics": _MEASURES},
    _BAR | {"aggregation_function": "avg", "group_by": {"type": "bucket", "interval": 43_200_000}},
]
TO: Final = ("previous_period", "-1d", *COMPARED[:3])
_ADDED: Final = ("range", "change", "percent")


@pytest.fixture(scope="module")
def metadata() -> MetaData:
    return TABLES


def _between(start: str, end: str) -> dict[str, Any]:
    bounds = [("at", "gte", start), ("at", "lt", end), ("duration", "neq", 5)]
    conditions = [{"field": field, "op": op, "value": value} for field, op, value in bounds]
    return {"operator": "and", "conditions": conditions}


def test_what_is_before_is_the_widget_under_the_moved_range(engine: Engine) -> None:
    full = 0
    for case, connection in drawn(engine, first=11_200):
        now: Any = case.options["now"]
        options: Any = {**case.options, "limits": Limits(max_range=None)}
        asked = _between(*(format_instant(now - timedelta(days=days)) for days in (15, 5)))
        for place, widget in enumerate(WIDGETS):
            to = TO[(case.seed + place) % len(TO)]
            found: Any = compute_widget_data(
                connection, widget | {"compare": {"to": to}}, EVERYTHING, filters=asked, **options
            ).to_dict()
            before = _before(found)
            if not before:
                continue
            moved = _between(before[0]["range"]["start"], before[-1]["range"]["end"])
            answer: Any = compute_widget_data(connection, widget, EVERYTHING, filters=moved, **options)
            alone = answer.to_dict()["data"]
            expected = alone if isinstance(alone, list) else [alone]
            rows = [{key: one for key, one in row.items() if key not in _ADDED} for row in before]
            assert difference(rows, expected) is None, (case, widget, to)
            full += any(row.get("sample_count", row.get("total")) for row in expected)
    assert full > 4


def _before(found: Any) -> list[dict[str, Any]]:
    rows = found["data"] if isinstance(found["data"], list) else [found["data"]]
    return [*(row["previous"] for row in rows if row["previous"]), *found["metadata"]["unpaired"]]


ROWS: Final[list[dict[str, Any]]] = [
    {"chart_type": "pie", "field": "topic", "include_missing": True},
    {"chart_type": "pie", "field": "topic", "group_by": {"type": "field", "field": "ok"}},
    {
        "chart_type": "table", "dimensions": ["topic"], "totals": True,
        "metrics": [_COUNT, {"aggregation_function": "median", "field": "duration", "name": "median"}],
    },
    {"chart_type": "table", "dimensions": ["ok"], "metrics": [_COUNT | {"per": "hour"}]},
    {"chart_type": "pie", "field": "topic", "metrics": [_COUNT, {"name": "part", "share": "n"}]},
    {
        "chart_type": "stat", "group_by": {"type": "field", "field": "topic"},
        "metrics": [
            _COUNT | {"per": "day"}, {"aggregation_function": "sum", "field": "duration", "name": "sum"},
        ],
    },
]  # fmt: skip


def test_slices_and_rows_before_are_those_of_the_moved_range_whatever_their_order(engine: Engine) -> None:
    full = 0
    for case, connection in drawn(engine, first=12_000):
        now: Any = case.options["now"]
        options: Any = {**case.options, "limits": Limits(max_range=None, max_slices=999, max_groups=999)}
        asked = _between(*(format_instant(now - timedelta(hours=hours)) for hours in (12, 0)))
        for place, widget in enumerate(ROWS):
            to = ("previous_period", "-1d")[(case.seed + place) % 2]
            found: Any = compute_widget_data(
                connection, widget | {"compare": {"to": to}}, EVERYTHING, filters=asked, **options
            ).to_dict()
            before = _before(found)
            if not before:
                continue
            moved = _between(before[0]["range"]["start"], before[0]["range"]["end"])
            answer: Any = compute_widget_data(connection, widget, EVERYTHING, filters=moved, **options)
            alone = answer.to_dict()
            rows = [{key: one for key, one in row.items() if key not in _ADDED} for row in before]
            rows = [row for row in rows if row.get("sample_count", row.get("value"))]
            assert difference(_sorted(rows), _sorted(alone["data"])) is None, (case, widget, to)
            if widget.get("totals"):
                totals = found["metadata"]["totals"]["previous"]
                whole = {key: one for key, one in totals.items() if key not in _ADDED}
                assert difference(whole, alone["metadata"]["totals"]) is None, (case, widget, to)
            full += bool(rows)
    assert full > 4


def _sorted(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(
        rows, key=lambda row: repr([row.get(key) for key in ("series", "group", "label", "topic", "ok")])
    )
