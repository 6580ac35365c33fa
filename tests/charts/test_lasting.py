"""What is divided by time: by all of a range that has some parts, and by what is left for a rest."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Engine

from tests.charts.calls import DATASET, NOW, calls
from tests.charts.test_having import CALLS
from widgetql import Limits, compile_filter, compute_widget_data, drill_down, validate_widget
from widgetql.charts.lasting import Lasting
from widgetql.filters.time_range import TimeRange
from widgetql.testing import expected_widget_data, same
from widgetql.testing.databases import filled

N: Final = {"name": "n", "aggregation_function": "count"}
RATE: Final = {"name": "rate", "aggregation_function": "count", "per": "hour"}
HOUR: Final = {"field": "timestamp", "part": "hour_of_day", "name": "hour"}
WEEKDAY: Final = {"field": "timestamp", "part": "day_of_week", "name": "weekday"}
DAY: Final = {"field": "timestamp", "time_period": "day", "name": "day"}
# In New York the second of November has 25 hours: that from one to two twice.
SPAN: Final = {"field": "timestamp", "op": "between", "value": ["2025-11-02", "2025-11-05"]}


def table(*dimensions: Any, **more: Any) -> dict[str, Any]:
    return {"chart_type": "table", "dimensions": [*dimensions], "metrics": [N, RATE], "filters": SPAN} | more


def answered(engine: Engine, widget: dict[str, Any], rows: Any = CALLS, **options: Any) -> Any:
    given: dict[str, Any] = {"now": NOW, "timezone": "America/New_York", **options}
    stored: dict[Any, Any] = {calls: rows}
    with filled(engine, stored) as connection:
        found: Any = compute_widget_data(connection, widget, DATASET, **given).to_dict()
        for row in found["data"] if isinstance(found["data"], list) else []:
            where = compile_filter(drill_down(widget, row, DATASET, **given), DATASET, **given)
            assert len(connection.execute(calls.select().where(where)).all()) == row["sample_count"], row
    if found["metadata"].get("next_cursor") is not None:
        found["metadata"]["next_cursor"] = "…"
    assert same(found, expected_widget_data(widget, DATASET, {calls: rows}, **given)), found
    return found


@pytest.mark.parametrize(
    ("start", "end", "parts", "hours"),
    [
        pytest.param("11-02T04:00", "11-05T05:00", {"hour_of_day": 1}, 4, id="an-hour-that-is-twice"),
        pytest.param("03-09T05:00", "03-10T04:00", {"hour_of_day": 2}, 0, id="an-hour-that-is-skipped"),
        pytest.param("11-02T04:00", "11-03T05:00", {"day_of_week": 7}, 25, id="a-long-day"),
        pytest.param("11-02T04:30", "11-02T05:30", {"hour_of_day": 1}, 0.5, id="cut"),
        pytest.param(
            "01-01T05:00", "12-31T05:00", {"month_of_year": 2, "hour_of_day": 9}, 28, id="two-parts"
        ),
        pytest.param("01-01T05:00", "12-31T05:00", {"day_of_month": 31}, 6 * 24, id="the-last-of-a-month"),
        pytest.param("11-02T04:00", "11-03T05:00", {}, 25, id="no-parts"),
    ],
)
def test_how_long_parts_last(start: str, end: str, parts: dict[str, int], hours: float) -> None:
    first, last = (datetime.fromisoformat(f"2025-{at}").replace(tzinfo=UTC) for at in (start, end))
    lasting = Lasting(TimeRange(first, last, first, last), ZoneInfo("America/New_York"))
    assert lasting.of(parts=[*parts.items()]) == timedelta(hours=hours)


def test_all_hours_of_a_day_are_the_range() -> None:
    first, last = datetime(1, 1, 1, tzinfo=UTC), datetime(9999, 12, 31, 7, 30, tzinfo=UTC)
    lasting = Lasting(TimeRange(first, last, first, last), ZoneInfo("Australia/Lord_Howe"))
    found = [lasting.of(parts=[("hour_of_day", hour)]) for hour in range(24)]
    assert sum((one for one in found if one is not None), timedelta(0)) == last - first


def test_a_rate_of_a_part_of_time(engine: Engine) -> None:
    found = answered(engine, table(HOUR, order_by=[{"name": "hour"}]))
    # Each hour is in four days.
    assert [(row["hour"], row["n"], row["rate"]) for row in found["data"]] == [
        (5, 3, 0.75), (6, 3, 0.75), (7, 1, 0.25), (8, 1, 0.25),
    ]  # fmt: skip
    both = answered(engine, table(WEEKDAY, HOUR, order_by=[{"name": "hour"}], limit=2))
    assert [(row["weekday"], row["hour"], row["rate"]) for row in both["data"]] == [(1, 5, 1.0), (2, 5, 1.0)]
    days = answered(engine, table(DAY, HOUR, limit=1))
    assert [row["rate"] for row in days["data"]] == [1.0]
    seen = answered(engine, table({"field": "seen", "part": "hour_of_day"}))
    # It is none of the timestamp: all of the range may have it.
    assert [row["rate"] for row in seen["data"]] == [8 / 97]


def test_a_rate_of_parts_in_a_pivot(engine: Engine) -> None:
    pivot = {"chart_type": "pivot", "rows": [WEEKDAY], "columns": [HOUR], "metrics": [RATE], "filters": SPAN,
             "totals": ["rows", "columns", "all"]}  # fmt: skip
    found = answered(engine, pivot)["data"]
    assert [row.get("weekday") for row in found["rows"]] == [1, 2, 3, None]
    assert [None if cell is None else cell["rate"] for cell in found["cells"][0]][:2] == [1.0, 1.0]
    # The 3rd has 24 hours, the range 97.
    assert found["cells"][0][-1]["rate"] == 2 / 24
    assert found["cells"][-1][-1]["rate"] == 8 / 97


def test_shares_and_rates_of_a_rest(engine: Engine) -> None:
    shares = [N, RATE, {"name": "all", "share": "n"}, {"name": "of", "share": "n", "within": ["ok"]},
              {"name": "own", "share": "n", "within": ["topic", "ok"]}]  # fmt: skip
    rows = [one | {"ok": one["id"] % 2 == 0} for one in CALLS]
    found = answered(engine, table("topic", "ok", limit=1, other=True, metrics=shares), rows)
    first, rest = found["data"]
    assert (first["topic"], first["ok"], first["n"], first["all"], first["of"], first["own"]) == (
        "c", True, 2, 2 / 8, 2 / 4, 1.0,
    )  # fmt: skip
    # The rest covers all of the range; it has both values of "ok", and so all records beside it.
    assert (rest["n"], rest["rate"], rest["all"], rest["of"], rest["own"]) == (6, 6 / 97, 6 / 8, 6 / 8, 1.0)
    only = {"having": {"field": "n", "op": "gte", "value": 1}}
    narrow = [one | {"ok": one["topic"] == "c" or None} for one in CALLS]
    found = answered(engine, table("topic", "ok", limit=1, other=True, metrics=shares, **only), narrow)
    # Here the rest has none of the records that are true.
    assert [row["of"] for row in found["data"]] == [1.0, 1.0]


def test_the_rest_of_times_covers_what_is_left(engine: Engine) -> None:
    found = answered(engine, table(DAY, limit=1, other=True))
    assert [(row["n"], row["rate"]) for row in found["data"]] == [(4, 4 / 24), (4, 4 / 73)]
    found = answered(engine, table(HOUR, limit=2, other=True))
    # Four days have four hours from five to six.
    assert [(row["n"], row["rate"]) for row in found["data"]][2] == (2, 2 / (97 - 8))
    compared = table(DAY, limit=1, other=True) | {"compare": {"to": "-1w"}}
    assert [row["rate"] for row in answered(engine, compared)["data"]] == [4 / 24, 4 / 73]


@pytest.mark.parametrize(
    ("widget", "pointer", "code"),
    [
        pytest.param(
            table(HOUR, order_by=[{"name": "rate"}]), "/order_by/0/name", "not_for_chart", id="sorted"
        ),
        pytest.param(
            {"chart_type": "pivot", "rows": ["topic", HOUR], "columns": ["ok"], "metrics": [RATE]},
            "/rows", "conflicting_keys", id="a-rest-of-parts-and-labels",
        ),
    ],
)  # fmt: skip
def test_what_is_refused(widget: dict[str, Any], pointer: str, code: str) -> None:
    limits = Limits(max_range=None)
    problems = validate_widget(widget, DATASET, now=NOW, limits=limits)
    assert [(one.pointer, one.code) for one in problems if one.code != "timestamp_required"] == [
        (pointer, code)
    ]
