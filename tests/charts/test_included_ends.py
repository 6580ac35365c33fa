"""A range whose end is included covers no more time than one whose end is not."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import Engine, MetaData, select

from tests.charts.events import COUNT, DATASET, EVENTS, NOTES, NOW, PREVIOUS, STAT, TABLES, event, since
from widgetql import compile_filter, compute_widget_data, drill_down
from widgetql.testing import difference, expected_widget_data
from widgetql.testing.databases import filled

PER: dict[str, Any] = {"name": "n", "aggregation_function": "count", "per": "hour"}
HOURS = {"field": "at", "name": "hour", "time_period": "hour"}
ROWS = [event(at) for at in ("11-19 08:00", "11-19 09:00", "11-19 09:30", "11-19 10:00", "11-19 11:00")]


@pytest.fixture(scope="module")
def metadata() -> MetaData:
    return TABLES


def answered(engine: Engine, widget: dict[str, Any], *bounds: tuple[str, str]) -> Any:
    """The answer, which is the interpreter's; behind each row before are as many records as it says."""
    rows = [{"id": number, **row} for number, row in enumerate(ROWS)]
    tables: dict[Any, Any] = {EVENTS: rows, NOTES: ()}
    given: dict[str, Any] = {"now": NOW, "filters": since(*bounds)}
    with filled(engine, tables) as connection:
        found = compute_widget_data(connection, widget, DATASET, **given).to_dict()
        assert difference(found, expected_widget_data(widget, DATASET, tables, **given)) is None
        shown = found["data"] if isinstance(found["data"], list) else [found["data"]]
        for row in (one["previous"] for one in shown if one.get("previous")):
            inside = compile_filter(drill_down(widget, row, DATASET, **given), DATASET)
            behind = connection.execute(select(EVENTS.c.id).where(inside)).all()
            assert len(behind) == row.get("sample_count", row.get("events")), row
    return found


def bounds(start: str, end: str, first: str = "gte", last: str = "lte") -> list[tuple[str, str]]:
    return [(first, f"2025-11-19T{start}:00Z"), (last, f"2025-11-19T{end}:00Z")]


@pytest.mark.parametrize(
    "given",
    [
        pytest.param(bounds("09:00", "11:00"), id="lte"),
        pytest.param(bounds("09:00", "11:00", last="lt"), id="lt"),
        pytest.param(bounds("09:00", "11:00", first="gt"), id="gt"),
    ],
)
def test_what_is_divided_by_time_is_by_the_length_of_the_range(
    engine: Engine, given: list[tuple[str, str]]
) -> None:
    widget = {"chart_type": "table", "dimensions": [], "metrics": [PER]}
    (row,) = answered(engine, widget, *given)["data"]
    assert row["n"] == row["sample_count"] / 2


def test_a_bucket_of_which_the_range_has_one_instant_is_divided_by_nothing(engine: Engine) -> None:
    widget = {"chart_type": "table", "dimensions": [HOURS], "metrics": [PER], "order_by": [{"name": "hour"}]}
    assert answered(engine, widget, *bounds("09:00", "11:00"))["data"] == [
        {"hour": "2025-11-19T09:00:00Z", "n": 2.0, "sample_count": 2},
        {"hour": "2025-11-19T10:00:00Z", "n": 1.0, "sample_count": 1},
        {"hour": "2025-11-19T11:00:00Z", "n": None, "sample_count": 1},
    ]


@pytest.mark.parametrize(
    "widget",
    [pytest.param(STAT, id="by-its-length"), pytest.param(COUNT | {"time_period": "hour"}, id="by-hours")],
)
def test_the_previous_period_ends_where_the_range_starts(engine: Engine, widget: dict[str, Any]) -> None:
    data = answered(engine, widget | PREVIOUS, *bounds("10:00", "11:00"))["data"]
    found = [row["previous"] for row in (data if isinstance(data, list) else [data])]
    ranges = [(one["range"]["start"][11:16], one["range"]["end"][11:16]) for one in found]
    counts = [one.get("sample_count", one.get("events")) for one in found]
    if widget is STAT:
        assert (ranges, counts) == ([("09:00", "10:00")], [3])
    else:
        # The last bucket is the one instant of it that the range has.
        assert (ranges, counts) == ([("09:00", "10:00"), ("10:00", "10:00")], [2, 1])


def test_days_to_a_midnight_that_is_included_are_compared_with_as_many_days(engine: Engine) -> None:
    given = [("gte", "2025-11-19T00:00:00Z"), ("lte", "2025-11-20T00:00:00Z")]
    previous = answered(engine, STAT | PREVIOUS, *given)["data"]["previous"]
    assert previous["range"] == {"start": "2025-11-18T00:00:00Z", "end": "2025-11-19T00:00:00Z"}


def test_one_instant_has_no_period_before_it(engine: Engine) -> None:
    data = answered(engine, STAT | PREVIOUS, ("eq", "2025-11-19T10:00:00Z"))["data"]
    assert (data["events"], data["previous"]) == (1, None)
