"""What a drawing says of weeks, measures, the period before, the rest, and parts of time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any, Final

import altair
import pytest

from tests.test_vega import EVERY_SHAPE, bars, response, slices
from widgetql.vega import vega_lite

BEFORE: Final = {"value": 3, "percentage": 40.0, "change": 1, "percent": 12.5}
MEASURE: Final = {"name": "n", "label": "n", "role": "measure", "unit": None, "format": None}
TABLE: Final = (MEASURE | {"name": "topic", "label": "Topic", "role": "dimension"}, MEASURE)
LABELS: Final = ("order_status", "cancellation", "Billing dispute", "50% discount", "refund", "other topics")


def over(labels: Any, **meta: Any) -> dict[str, Any]:
    rows = [{"label": label, "value": 2.5, "sample_count": 2} for label in labels]
    changes = {"aggregation_function": "avg", "meta": {"x": "topic", "unit": "s"} | meta}
    return vega_lite(response("bar", rows, **changes), width=400)["encoding"]


def without_rows(spec: Any) -> Any:
    """The same drawing of nothing: any row is within the schema, and each takes its time."""
    if isinstance(spec, list):
        return [without_rows(one) for one in spec]
    if not isinstance(spec, dict):
        return spec
    return {key: {"values": []} if key == "data" else without_rows(value) for key, value in spec.items()}


@pytest.mark.parametrize("name", EVERY_SHAPE)
def test_a_drawing_keeps_to_the_schema_that_altair_holds_it_against(name: str) -> None:
    altair.Chart.from_dict(without_rows(vega_lite(EVERY_SHAPE[name], version=6)))


@pytest.mark.parametrize(
    ("first", "weeks", "width", "ticks"),
    [
        pytest.param(3, 3, 400, [3, 10, 17], id="all"),
        pytest.param(3, 4, 150, [3, 17], id="every-second"),
        pytest.param(2, 2, 400, [2, 9], id="from-sunday"),
        pytest.param(3, 20, 400, None, id="months-of-many"),
    ],
)
def test_ticks_of_weeks_are_where_weeks_begin(first: int, weeks: int, width: int, ticks: Any) -> None:
    starts = [datetime(2025, 11, first, tzinfo=UTC) + timedelta(days=7 * week) for week in range(weeks)]
    source = bars(*((start.isoformat(), 1) for start in starts), time_period="week")
    axis = vega_lite(source, width=width)["encoding"]["x"]["axis"]
    expected = ticks and [datetime(2025, 11, day, tzinfo=UTC).timestamp() * 1000 for day in ticks]
    assert axis.get("values") == expected


@pytest.mark.parametrize(
    ("labels", "meta", "fitted"),
    [
        (LABELS[:2], {}, {"labelAngle": 0, "labelLimit": 120, "labelOverlap": False}),
        (LABELS, {}, {"labelAngle": -45, "labelLimit": 90}),
        (
            range(24),
            {"part": "hour_of_day"},
            {"labelAngle": 0, "labelLimit": 120, "labelOverlap": "greedy"},
        ),
    ],
    ids=["beside", "aslant", "some-of-an-order"],
)
def test_labels_below_bars_do_not_overlap(labels: Any, meta: Any, fitted: Any) -> None:
    assert over(labels, **meta)["x"]["axis"] == {"title": "Topic", **fitted}


def test_the_axis_of_values_has_name_and_unit_over_anything() -> None:
    assert over(LABELS)["y"]["axis"] == {"title": "Duration (s)"}


def test_measures_are_named_in_title_and_legend() -> None:
    at = "2025-11-03T00:00:00Z"
    rows = [{"time_interval": at, "series": name, "value": 2, "sample_count": 2} for name in ("n", "won")]
    source = response("bar", rows, time_period="day", meta={"display_name": ""})
    spec = vega_lite(source)
    assert spec["title"]["text"] == "n, won per day"
    assert spec["encoding"]["color"]["legend"]["title"] == "Measure"
    by_group = source | {"data": [row | {"group": True} for row in rows], "group_by": {"field": "topic"}}
    assert vega_lite(by_group)["encoding"]["color"]["legend"]["title"] == "Measure, topic"


def test_dashes_are_explained_where_there_are_any() -> None:
    source = bars(("2025-11-03T00:00:00Z", 4))
    assert vega_lite(source)["title"]["subtitle"] == []
    (row,) = source["data"]
    assert vega_lite(source | {"data": [row | {"previous": BEFORE}]})["title"]["subtitle"] == [
        "dashed: before"
    ]
    assert vega_lite(source | {"data": [row | {"previous": None}]})["title"]["subtitle"] == []


def test_a_slice_says_what_it_was_before() -> None:
    source = slices(("a", 1), ("b", 1))
    source["data"][0]["previous"] = BEFORE
    source["data"][1]["previous"] = None
    names = [value["name"] for value in vega_lite(source)["data"]["values"]]
    assert names == ["a · 50.0 %, before 40.0 %", "b · 50.0 %"]


def texts(spec: Any) -> list[str]:
    cells = {
        (cell["row"], cell["column"]): cell["text"]
        for layer in spec["layer"][1:]
        for cell in layer["data"]["values"]
    }
    return [text for _, text in sorted(cells.items())]


def test_a_table_tells_the_rest_from_the_missing_and_what_has_changed() -> None:
    rows = [
        {"topic": "a", "n": 4, "previous": {"percent": {"n": -12.5}}},
        {"topic": None, "n": 3, "previous": {"percent": {"n": None}}},
        {"topic": None, "n": 2, "other": True, "previous": None},
    ]
    drawn = texts(vega_lite(response("table", rows), columns=TABLE))
    assert drawn == ["Topic", "N", "a", "4 (-12.5 %)", "—", "3", "other", "2"]


def test_a_table_ends_with_its_totals_and_shows_no_counts_of_its_measures() -> None:
    rows = [{"topic": "a", "n": 4, "sample_count": 5, "sample_counts": {"n": 4}}]
    totals = {"n": 7, "sample_count": 9, "sample_counts": {"n": 7}, "previous": {"percent": {"n": 75.0}}}
    drawn = texts(vega_lite(response("table", rows, meta={"totals": totals}), columns=TABLE))
    assert drawn == ["Topic", "N", "a", "4", "total", "7 (+75.0 %)"]


def test_a_pivot_names_its_axes_and_calls_weekdays_and_months_by_name() -> None:
    rows = [{"timestamp.day_of_week": 1}, {"timestamp.day_of_week": 7}]
    columns = [{"at.month_of_year": 2, "ms.from": 0, "ms.to": 5}]
    data = {"rows": rows, "columns": columns, "cells": [[{"n": 1}], [{"n": 2}]]}
    names = ("timestamp.day_of_week", "at.month_of_year", "ms.from", "ms.to")
    known = [*(MEASURE | {"name": name, "role": "dimension"} for name in names), MEASURE]
    spec = vega_lite(response("pivot", data, meta={"display_name": ""}), columns=known)
    assert spec["title"]["text"] == "n by timestamp day of week, at month of year, ms"
    assert spec["encoding"]["y"]["sort"] == ["Mon", "Sun"]
    assert spec["encoding"]["x"]["sort"] == ["Feb · 0 to 5"]
