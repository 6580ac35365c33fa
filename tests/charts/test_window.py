"""Bars over windows: by hand, as the interpreter has them, and as the records behind each row."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final

import pytest
from sqlalchemy import Engine, MetaData, create_engine, select

from tests.charts.events import (
    BAR,
    BY_KIND,
    COUNT,
    DATASET,
    EVENTS,
    NOTES,
    NOW,
    PREVIOUS,
    SUM,
    TABLES,
    event,
    since,
)
from widgetql import (
    InvalidInput,
    Limits,
    compile_filter,
    compute_dashboard_data,
    compute_widget_data,
    drill_down,
)
from widgetql.testing import difference, expected_widget_data
from widgetql.testing.databases import filled


@pytest.fixture(scope="module")
def metadata() -> MetaData:
    return TABLES


def rolling(buckets: int) -> dict[str, Any]:
    return {"window": {"type": "rolling", "buckets": buckets}}


def to_date(period: str) -> dict[str, Any]:
    return {"window": {"type": "to_date", "period": period}}


CUMULATIVE: Final = {"window": {"type": "cumulative"}}
MEDIAN: Final = BAR | {"aggregation_function": "median"}
FROM_18: Final = since(("gte", "2025-11-18"), ("lt", "2025-11-20"))


def answered(engine: Engine, widget: dict[str, Any], rows: list[dict[str, Any]], **options: Any) -> Any:
    """The rows, which are the interpreter's; behind each are as many records as it says."""
    rows = [{"id": number, **row} for number, row in enumerate(rows)]
    notes = [{"id": number, "event_id": number // 2, "weight": number} for number in range(2 * len(rows))]
    tables: dict[Any, Any] = {EVENTS: rows, NOTES: notes if "notes" in str(widget) else ()}
    given: dict[str, Any] = {"now": NOW, "limits": DATASET.limits, **options}
    with filled(engine, tables) as connection:
        found: Any = compute_widget_data(connection, widget, DATASET, **given).to_dict()
        assert difference(found, expected_widget_data(widget, DATASET, tables, **given)) is None
        for row in found["data"]:
            inside = compile_filter(drill_down(widget, row, DATASET, **given), DATASET)
            behind = connection.execute(select(EVENTS.c.id).where(inside)).all()
            assert len(behind) == row.get("record_count", row["sample_count"]), row
    return found["data"]


def brief(rows: list[dict[str, Any]]) -> list[tuple[Any, ...]]:
    """When, perhaps of what, how much, of how many, and the marks."""
    marks = ("partial", "short", "other")
    return [
        (
            row["time_interval"][5:13], *([row["group"]] if "group" in row else []), row["value"],
            row["sample_count"], *(mark for mark in marks if mark in row),
        )
        for row in rows
    ]  # fmt: skip


SIX_HOURS: Final = {"time_period": None, "group_by": {"type": "bucket", "interval": 21_600_000}}
DAYS: Final = [event(f"11-{day} 10:00", size) for day, size in ((15, 1), (16, 2), (17, 4), (18, 8), (19, 16))]


@pytest.mark.parametrize(
    ("widget", "filters", "stored", "options", "expected"),
    [
        pytest.param(
            SUM | rolling(3), FROM_18, DAYS, {}, [("11-18T00", 14, 3), ("11-19T00", 28, 3)],
            id="before-the-range",
        ),
        pytest.param(
            MEDIAN | rolling(3), FROM_18, DAYS, {}, [("11-18T00", 4.0, 3), ("11-19T00", 8.0, 3)],
            id="of-records-not-of-buckets",
        ),
        pytest.param(
            SUM | rolling(1), FROM_18, DAYS, {}, [("11-18T00", 8, 1), ("11-19T00", 16, 1)], id="of-one"
        ),
        pytest.param(
            BAR | {"aggregation_function": "avg"} | rolling(2), FROM_18,
            [event("11-17 10:00", 1), event("11-17 11:00", 2), event("11-18 10:00", 6),
             event("11-19 10:00", None)],
            {}, [("11-18T00", 3.0, 3), ("11-19T00", 6.0, 1)], id="a-mean-of-all",
        ),
        pytest.param(
            COUNT | rolling(2), FROM_18, [event("11-16 10:00")], {}, [("11-18T00", 0, 0), ("11-19T00", 0, 0)],
            id="nothing-in-them",
        ),
        pytest.param(
            SUM | rolling(2), since(("gte", "2025-11-19T12:00:00Z")),
            [event("11-18 10:00", 1), event("11-19 10:00", 2), event("11-20 11:00", 4),
             event("11-20 13:00", 8)],
            {}, [("11-19T00", 3, 2, "partial"), ("11-20T00", 6, 2, "partial")], id="up-to-now",
        ),
        pytest.param(
            SUM | CUMULATIVE, since(("gte", "2025-11-18T11:00:00Z"), ("lt", "2025-11-20")),
            [*DAYS, event("11-18 12:00", 32)], {}, [("11-18T00", 32, 1, "partial"), ("11-19T00", 48, 2)],
            id="from-the-start-of-the-range",
        ),
        pytest.param(
            BAR | {"aggregation_function": "count_distinct"} | CUMULATIVE, FROM_18,
            [event("11-18 10:00", 5), event("11-18 11:00", 6), event("11-19 10:00", 5)], {},
            [("11-18T00", 2, 2), ("11-19T00", 2, 3)], id="different-ones-so-far",
        ),
        pytest.param(
            COUNT | to_date("month"), since(("gte", "2025-10-30"), ("lt", "2025-11-03")),
            [event("09-30 10:00"), event("10-01 10:00"), event("10-30 10:00"), event("11-01 10:00"),
             event("11-02 10:00")],
            {}, [("10-30T00", 2, 2), ("10-31T00", 2, 2), ("11-01T00", 1, 1), ("11-02T00", 2, 2)],
            id="months-to-date",
        ),
        pytest.param(
            BAR | {"aggregation_function": "max", "time_period": "month"} | rolling(2),
            since(("gte", "2025-02-01"), ("lt", "2025-04-01")),
            [event("01-01 00:00", 9), event("02-28 23:00", 3), event("03-31 23:00", 5)], {},
            [("02-01T00", 9, 2), ("03-01T00", 5, 2)], id="of-months-of-unequal-length",
        ),
        pytest.param(
            COUNT | rolling(2), since(("gte", "2025-10-26"), ("lt", "2025-10-27")),
            [event("10-24 22:30"), event("10-24 21:30"), event("10-26 22:30"), event("10-26 23:30")],
            {"timezone": "Europe/Paris"}, [("10-25T22", 2, 2)], id="of-a-day-of-25-hours",
        ),
        pytest.param(
            SUM | BY_KIND | rolling(2), FROM_18,
            [event("11-17 10:00", 1, "a"), event("11-17 11:00", 2, "gone"), event("11-18 10:00", 4, "b"),
             event("11-18 11:00", 4, "b"), event("11-19 10:00", 8, "a")],
            {}, [("11-18T00", "b", 8, 2), ("11-18T00", "a", 1, 1), ("11-19T00", "b", 8, 2),
                 ("11-19T00", "a", 8, 1)],
            id="groups-are-those-of-the-range",
        ),
        pytest.param(
            MEDIAN | BY_KIND | rolling(2), FROM_18,
            [event("11-17 10:00", 1, "c"), event("11-18 10:00", 4, "b"), event("11-19 10:00", 8, "b"),
             event("11-19 10:00", 9, None)],
            {"limits": Limits(max_range=None, max_groups=1)},
            [("11-18T00", "b", 4.0, 1), ("11-18T00", "other", 1.0, 1, "other"), ("11-19T00", "b", 6.0, 2),
             ("11-19T00", "other", 9.0, 1, "other")],
            id="and-the-rest-is-all-others",
        ),
        pytest.param(
            BAR | {"field": "notes.weight", "aggregation_function": "sum"} | rolling(2), FROM_18, DAYS, {},
            [("11-18T00", 4 + 5 + 6 + 7, 4), ("11-19T00", 6 + 7 + 8 + 9, 4)], id="of-related-rows",
        ),
        pytest.param(
            SUM | rolling(4), since(("gte", "2025-11-18"), ("lt", "2025-11-20")), DAYS,
            {"limits": Limits(max_range=None, max_compare=timedelta(days=4, hours=12))},
            [("11-18T00", 14, 3, "short"), ("11-19T00", 30, 4)], id="no-further-back-than-may-be",
        ),
        pytest.param(
            COUNT | rolling(3),
            {"operator": "or", "conditions": [since(("gte", "2025-11-18"), ("lt", "2025-11-19")),
                                              since(("gte", "2025-11-19T12:00:00Z"), ("lt", "2025-11-20"))]},
            [*DAYS, event("11-19 13:00")], {}, [("11-18T00", 3, 3), ("11-19T00", 3, 3)],
            id="what-the-filter-leaves-out-inside",
        ),
        pytest.param(
            COUNT | rolling(2) | SIX_HOURS, since(("gte", "2025-11-19"), ("lt", "2025-11-19T12:00:00Z")),
            [event("11-18 18:00"), event("11-18 17:59"), event("11-19 06:00")], {},
            [("11-19T00", 1, 1), ("11-19T06", 1, 1)], id="of-a-fixed-length",
        ),
    ],
)  # fmt: skip
def test_windows(
    engine: Engine,
    widget: dict[str, Any],
    filters: dict[str, Any],
    stored: list[dict[str, Any]],
    options: dict[str, Any],
    expected: list[tuple[Any, ...]],
) -> None:
    assert brief(answered(engine, widget | {"filters": filters}, stored, **options)) == expected


@pytest.mark.parametrize(
    ("window", "aggregation", "expected"),
    [
        (rolling(2), "sum", [(12, 3), (24, 6)]),
        (rolling(2), "median", [(6.0, 1.5), (12.0, 3.0)]),
        (CUMULATIVE, "sum", [(8, 2), (24, 6)]),
        (to_date("week"), "sum", [(12, 3), (28, 4)]),
    ],
)
def test_what_a_window_is_compared_with_is_one(
    engine: Engine, window: dict[str, Any], aggregation: str, expected: list[tuple[Any, Any]]
) -> None:
    widget = BAR | {"aggregation_function": aggregation, "filters": FROM_18} | PREVIOUS | window
    stored: Any = {EVENTS: [{"id": number, **one} for number, one in enumerate(DAYS)], NOTES: ()}
    given: Any = {"now": NOW, "limits": DATASET.limits}
    rows = answered(engine, widget, DAYS)
    assert [(row["value"], row["previous"]["value"]) for row in rows] == expected
    assert [row["previous"]["time_interval"][5:10] for row in rows] == ["11-16", "11-17"]
    assert [row["previous"]["change"] for row in rows] == [now - then for now, then in expected]
    with filled(engine, stored) as connection:
        for row in rows:
            inside = compile_filter(drill_down(widget, row["previous"], DATASET, **given), DATASET)
            behind = connection.execute(select(EVENTS.c.id).where(inside)).all()
            assert len(behind) == row["previous"]["sample_count"]


@pytest.mark.parametrize("name", ["count", "sum", "avg", "min", "max", "p90", "count_distinct", "stddev"])
def test_a_value_is_the_stat_of_the_records_behind_it(engine: Engine, name: str) -> None:
    days = [day for day in range(1, 20) for _ in "ab"]
    rows = [event(f"11-{day:02} {day % 24:02}:00", day % 5, cost=day / 7) for day in days]
    stored: Any = {EVENTS: [{"id": number, **row} for number, row in enumerate(rows)], NOTES: ()}
    metric = {"aggregation_function": name, "field": "cost", "name": "cost"}
    given: Any = {"now": NOW, "limits": DATASET.limits}
    seen = 0
    with filled(engine, stored) as connection:
        for window in (rolling(3), to_date("week"), CUMULATIVE):
            widget = BAR | metric | window | {"filters": since(("gte", "2025-11-05"), ("lt", "2025-11-12"))}
            del widget["name"]
            for row in compute_widget_data(connection, widget, DATASET, **given).data:
                filters = drill_down(widget, row, DATASET, **given)
                table = {"chart_type": "table", "metrics": [metric], "filters": filters}
                (alone,) = compute_widget_data(connection, table, DATASET, **given).data
                assert row["value"] == pytest.approx(alone["cost"], rel=1e-12), (window, row)
                assert row["sample_count"] == alone["sample_count"]
                seen += 1
    assert seen == 21


def refused(widget: Any, **options: Any) -> list[tuple[str, str]]:
    given: Any = {"now": NOW, **options}
    with create_engine("sqlite://").connect() as connection:
        TABLES.create_all(connection)
        with pytest.raises(InvalidInput) as raised:
            compute_widget_data(connection, widget, DATASET, **given)
    return [(problem.pointer, problem.code) for problem in raised.value.problems]


LATELY: Final = COUNT | {"filters": since(("gte", "2025-11-01"))}


@pytest.mark.parametrize(
    ("window", "expected"),
    [
        (5, [("/window", "not_an_object")]),
        ({"type": None, "buckets": 2}, [("/window/type", "missing_key")]),
        ({"type": ["rolling"]}, [("/window/type", "wrong_type")]),
        ({"type": "rolling"}, [("/window/buckets", "missing_key")]),
        ({"type": "rolling", "buckets": 0}, [("/window/buckets", "out_of_range")]),
        ({"type": "rolling", "buckets": True}, [("/window/buckets", "wrong_type")]),
        ({"type": "rolling", "buckets": 10**30}, [("/window/buckets", "too_many")]),
        ({"type": "rolling", "buckets": 2, "period": "day"}, [("/window/period", "unknown_key")]),
        ({"type": "to_date", "period": "fortnight"}, [("/window/period", "unknown_period")]),
        ({"type": "cumulative", "period": "day"}, [("/window/period", "unknown_key")]),
    ],
)
def test_what_is_no_window_is_a_problem(window: Any, expected: list[tuple[str, str]]) -> None:
    assert refused(LATELY | {"window": window}) == expected


def test_only_bars_have_windows() -> None:
    stat = {"chart_type": "stat", "filters": LATELY["filters"]} | CUMULATIVE
    assert refused(stat) == [("/window", "not_for_chart")]


def test_windows_of_too_many_records_are_refused() -> None:
    hourly = LATELY | {"aggregation_function": "p95", "time_period": "hour"}
    # 468 hours, each with five.
    assert refused(hourly | rolling(5)) == [("/window", "too_many")]
    assert refused(hourly | to_date("day")) == [("/window", "too_many")]
    assert refused(hourly | CUMULATIVE) == [("/window", "too_many")]
    with create_engine("sqlite://").connect() as connection:
        TABLES.create_all(connection)
        for one in (rolling(4), rolling(5) | {"aggregation_function": "avg"}):
            assert len(compute_widget_data(connection, hourly | one, DATASET, now=NOW).data) == 468


def test_a_row_outside_of_the_range_has_nothing_behind_it(engine: Engine) -> None:
    widget = SUM | rolling(3) | {"filters": FROM_18}
    row = {"time_interval": "2025-11-17T00:00:00Z"}
    stored: Any = {EVENTS: [{"id": number, **one} for number, one in enumerate(DAYS)], NOTES: ()}
    with filled(engine, stored) as connection:
        inside = compile_filter(drill_down(widget, row, DATASET, now=NOW), DATASET)
        assert connection.execute(select(EVENTS.c.id).where(inside)).all() == []


def test_in_a_dashboard_a_window_is_computed_by_itself(engine: Engine) -> None:
    stored: Any = {EVENTS: [{"id": number, **one} for number, one in enumerate(DAYS)], NOTES: ()}
    widgets = [SUM | rolling(3), SUM, COUNT]
    with filled(engine, stored) as connection:
        dashboard = {"filters": FROM_18, "widgets": widgets}
        found: Any = compute_dashboard_data(connection, dashboard, DATASET, now=NOW)
    assert [[row["value"] for row in one.data] for one in found] == [[14, 28], [8, 16], [1, 1]]


def test_many_buckets_are_put_together_in_one_pass() -> None:
    at = datetime(2025, 11, 1)
    rows = [{"id": n, "at": at + timedelta(minutes=n), "size": n % 3} for n in range(2_000)]
    day = since(("gte", "2025-11-02"), ("lt", "2025-11-03"))
    widget = SUM | rolling(1_000) | {"time_period": "minute", "filters": day}
    with create_engine("sqlite://").connect() as connection:
        TABLES.create_all(connection)
        connection.execute(EVENTS.insert(), rows)
        data = compute_widget_data(connection, widget, DATASET, now=NOW, limits=Limits(max_range=None)).data
    sizes = [n % 3 for n in range(2_000)]
    assert [row["value"] for row in data] == [
        sum(sizes[n - 999 : n + 1]) or None for n in range(1_440, 2_880)
    ]
