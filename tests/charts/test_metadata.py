"""Every key that is declared of an answer's metadata is one that answers have.

The other way round is asked of every conformance question.
"""

from __future__ import annotations

from typing import Any, Final

from widgetql import compute_widget_data
from widgetql.testing.example import connect, dataset, november
from widgetql.types import WidgetMetadata

DAY: Final = {"field": "timestamp", "op": "eq", "value": "2025-11-04"}
COUNT: Final = {"name": "n", "aggregation_function": "count"}
COUNTS: Final = {"field": "duration", "aggregation_function": "count"}
ALWAYS: Final = {"display_name", "data_type", "filter_value", "range", "timezone", "now", "truncated"}
WIDGETS: Final[list[tuple[dict[str, Any], set[str]]]] = [
    ({"chart_type": "line", "field": "duration"}, {"unit", "sampled", "total"}),
    (
        {"chart_type": "bar", **COUNTS, "x": {"field": "timestamp", "part": "hour_of_day"}},
        {"unit", "x", "part", "missing"},
    ),
    ({"chart_type": "histogram", "field": "duration", "bins": {"width": 30}}, {"unit", "bins", "missing"}),
    (
        {"chart_type": "bar", "field": "topic", "aggregation_function": "share", "time_period": "day"},
        {"field_type", "series_dimension", "normalization"},
    ),
    ({"chart_type": "stat", "compare": {"to": "-1d"}, "filters": DAY}, {"unpaired"}),
    (
        {"chart_type": "stat", "metrics": [COUNT, COUNT | {"name": "some", "filters": DAY}]},
        {"sample_counts", "columns"},
    ),
    (
        {
            "chart_type": "table",
            "dimensions": ["topic"],
            "metrics": [COUNT],
            "totals": True,
            "having": {"field": "n", "op": "gt", "value": 1},
        },
        {"totals", "next_cursor", "columns", "excluded_by_having", "excluded_by_limit"},
    ),
]


def test_every_key_is_one_that_answers_have() -> None:
    with connect() as connection:
        found = [
            {*compute_widget_data(connection, widget, dataset, **november).metadata} for widget, _ in WIDGETS
        ]
    assert found == [ALWAYS | own for _, own in WIDGETS]
    assert set.union(*found) == {*WidgetMetadata.__annotations__}
