"""The rows of an answer as a data frame."""

from __future__ import annotations

from typing import Any

import pytest

from widgetql import compute_widget_data
from widgetql.notebook import frame
from widgetql.testing.example import connect, dataset, november


def framed(widget: dict[str, Any], **options: Any) -> Any:
    with connect() as connection:
        return frame(compute_widget_data(connection, widget, dataset, **november | options))


@pytest.mark.parametrize(
    ("zone", "expected"),
    [
        ("UTC", "2025-11-03 12:00:00+00:00"),
        ("America/New_York", "2025-11-03 07:00:00-05:00"),
        ("+05:30", "2025-11-03 17:30:00+05:30"),
    ],
)
def test_an_instant_is_in_the_zone_of_the_answer(zone: str, expected: str) -> None:
    found = framed({"chart_type": "line", "field": "duration"}, timezone=zone)
    assert str(found["timestamp"][0]) == expected
    assert (found["timestamp"][1] - found["timestamp"][0]).total_seconds() == 3600


def test_a_row_is_a_row_and_a_key_a_column() -> None:
    widget = {"chart_type": "table", "dimensions": ["topic"], "metrics": [{"aggregation_function": "count"}]}
    found = framed(widget)
    assert found["count"].tolist() == [2, 1]
    assert found["topic"].isna().tolist() == [False, True]
    assert framed({"chart_type": "stat"}).shape == (1, 3)
