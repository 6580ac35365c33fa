"""The records behind rows of before the range: what `drill_down` gives is within the lifted limits."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any, Final

import pytest
from sqlalchemy import Engine, MetaData

from tests.charts.events import COUNT, DATASET, EVENTS, NOTES, NOW, PREVIOUS, STAT, TABLES, event, since
from widgetql import InvalidInput, Limits, compute_widget_data, drill_down
from widgetql.testing.databases import filled

SHORT: Final = Limits(max_range=timedelta(days=7), max_compare=timedelta(days=60))
OPTIONS: Final[dict[str, Any]] = {"now": NOW, "filters": since(("gte", "2025-11-15"))}
ROWS: Final = [event(f"{day} 10:00") for day in ("09-25", "10-25", "10-31", "11-10", "11-16", "11-19")]
WEEKS: Final = {"window": {"type": "rolling", "buckets": 30}}


@pytest.fixture(scope="module")
def metadata() -> MetaData:
    return TABLES


@pytest.mark.parametrize(
    "widget",
    [
        pytest.param(STAT | PREVIOUS, id="previous-period"),
        pytest.param(STAT | {"compare": {"to": "-1M"}}, id="a-month-before"),
        pytest.param(COUNT | {"compare": {"to": "-1M"}}, id="days-of-a-month-before"),
        pytest.param(COUNT | WEEKS, id="windows"),
        pytest.param(COUNT | WEEKS | {"compare": {"to": "-1w"}}, id="windows-of-a-week-before"),
    ],
)
def test_the_records_behind_each_row_are_listed(engine: Engine, widget: dict[str, Any]) -> None:
    rows = [{"id": number, **row} for number, row in enumerate(ROWS)]
    with filled(engine, {EVENTS: rows, NOTES: ()}) as connection:
        data = compute_widget_data(connection, widget, DATASET, **OPTIONS, limits=SHORT).data
        shown = data if isinstance(data, list) else [data]
        shown = [*shown, *(row["previous"] for row in shown if row.get("previous"))]
        counts = [row.get("sample_count", row.get("events")) for row in shown]
        listed: list[int] = []
        for row in shown:
            behind = drill_down(widget, row, DATASET, **OPTIONS, limits=SHORT)
            given = {"chart_type": "list", "filters": behind}
            found = compute_widget_data(connection, given, DATASET, now=NOW, limits=SHORT.lifted())
            listed.append(len(found.data))
    assert listed == counts
    assert any(counts)


def test_lifted_limits_reach_no_further_than_a_comparison() -> None:
    assert SHORT.lifted().max_range == timedelta(days=60)
    assert replace(SHORT, max_compare=timedelta(days=1)).lifted().max_range == timedelta(days=7)
    assert replace(SHORT, max_compare=None).lifted().max_range is None
    assert Limits(max_range=None).lifted().max_range is None


def test_lifted_limits_still_ask_for_a_start(engine: Engine) -> None:
    with filled(engine, {EVENTS: (), NOTES: ()}) as connection, pytest.raises(InvalidInput) as caught:
        compute_widget_data(connection, {"chart_type": "list"}, DATASET, now=NOW, limits=SHORT.lifted())
    assert [one.code for one in caught.value.problems] == ["timestamp_required"]
