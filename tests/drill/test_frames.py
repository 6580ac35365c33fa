"""Rows that come back from a data frame: those of the answer, whatever a frame makes of their values."""

from __future__ import annotations

from typing import Any, Final

import pytest
from sqlalchemy import Connection

from tests.charts.calls import DATASET, NOW
from tests.drill.records import behind
from widgetql import Limits, compute_widget_data, drill_down

_SINCE: Final = {"filters": {"field": "timestamp", "op": "gte", "value": "2025-11-01"}}
_COUNT: Final = [{"aggregation_function": "count", "name": "n"}]
_LIMITS: Final = Limits(max_range=None)
WIDGETS: Final[dict[str, dict[str, Any]]] = {
    "a bar": {
        "chart_type": "bar", "field": "seconds", "aggregation_function": "avg", "time_period": "day",
        "group_by": {"type": "field", "field": "topic"},
    },
    "a pie": {"chart_type": "pie", "field": "topic", "include_missing": True},
    "a table": {"chart_type": "table", "dimensions": ["seconds", "ok"], "metrics": _COUNT},
    "a table of days": {
        "chart_type": "table", "dimensions": [{"field": "timestamp", "time_period": "day"}],
        "metrics": _COUNT,
    },
}  # fmt: skip


def _rows(answer: Any, frame: str) -> list[dict[str, Any]]:
    if frame == "pandas":
        found = answer.to_pandas()
        return [found.iloc[at].to_dict() for at in range(len(found))]
    rows: list[dict[str, Any]] = answer.to_polars().to_dicts()
    return rows


@pytest.mark.parametrize("frame", ["pandas", "polars"])
@pytest.mark.parametrize("widget", WIDGETS.values(), ids=WIDGETS)
def test_a_row_of_a_frame_is_a_row_of_the_answer(
    connection: Connection, widget: dict[str, Any], frame: str
) -> None:
    answer = compute_widget_data(connection, widget | _SINCE, DATASET, now=NOW, limits=_LIMITS)
    shown: Any = answer.data
    assert len(shown) > 3
    for row, own in zip(_rows(answer, frame), shown, strict=True):
        found, expected = (
            drill_down(widget | _SINCE, one, DATASET, now=NOW, limits=_LIMITS) for one in (row, own)
        )
        assert found == expected
        assert len(behind(connection, found)) >= row.get("sample_count", 1)
