"""The rows of an answer as a data frame."""

from __future__ import annotations

from typing import Any, Final

import pytest

from tests.test_vega import response
from widgetql import WidgetData, compute_widget_data
from widgetql.notebook import frame
from widgetql.testing.example import connect, dataset, november

STAMP: Final = "2025-11-02T05:30:00Z"


def framed(chart: str, data: Any, **meta: Any) -> Any:
    """The frame of an answer with this data."""
    return frame(WidgetData(**response(chart, data, meta=meta)))


@pytest.mark.parametrize(
    ("chart", "column"),
    [("line", "timestamp"), ("list", "timestamp"), ("bar", "time_interval"), ("line", "value")],
)
@pytest.mark.parametrize(
    ("zone", "expected"),
    [
        ("UTC", "2025-11-02 05:30:00+00:00"),
        ("America/New_York", "2025-11-02 01:30:00-04:00"),
        ("+05:30", "2025-11-02 11:00:00+05:30"),
    ],
)
def test_an_instant_is_in_the_zone_of_the_answer(chart: str, column: str, zone: str, expected: str) -> None:
    found = framed(chart, [{column: STAMP}, {column: "2025-11-02T06:30:00.25Z"}], timezone=zone)
    assert str(found[column][0]) == expected
    assert (found[column][1] - found[column][0]).total_seconds() == 3600.25


@pytest.mark.parametrize(
    ("column", "values"),
    [
        pytest.param("timestamp", [2, 1], id="a-count-called-timestamp"),
        pytest.param("timestamp", ["never", STAMP], id="a-text-among-them"),
        pytest.param("time_interval", [True, False], id="a-boolean"),
        pytest.param("value", [1.5, -2.0], id="numbers"),
        pytest.param("topic", [STAMP, STAMP], id="a-customers-own-text"),
    ],
)
def test_what_is_no_instant_stays_as_it_is(column: str, values: list[Any]) -> None:
    assert framed("table", [{column: value} for value in values])[column].tolist() == values


def test_a_missing_value_is_missing() -> None:
    found = framed("bar", [{"time_interval": STAMP, "value": 1.5}, {"time_interval": None, "value": None}])
    assert found.isna().to_numpy().tolist() == [[False, False], [True, True]]
    assert str(found["time_interval"].dtype).startswith("datetime64")


@pytest.mark.parametrize(
    ("data", "shape"),
    [
        pytest.param({"total": 3, "rate": None}, (1, 2), id="stat"),
        pytest.param([{"group": "a", "total": 3}, {"group": None, "total": 1}], (2, 2), id="stat-by-group"),
        pytest.param([], (0, 0), id="nothing"),
        pytest.param([{"label": "a"}, {"label": "b", "other": True}], (2, 2), id="keys-of-some-rows"),
    ],
)
def test_a_row_is_a_row_and_a_key_a_column(data: Any, shape: tuple[int, int]) -> None:
    assert framed("stat", data).shape == shape


def test_a_computed_answer_has_a_frame() -> None:
    widget = {"chart_type": "table", "dimensions": ["topic"], "metrics": [{"aggregation_function": "count"}]}
    with connect() as connection:
        found = frame(compute_widget_data(connection, widget, dataset, **november))
    assert found["count"].tolist() == [2, 1]
