"""A period beside the one before: paired buckets, one set of groups, what has changed, the records behind."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any, Final

import pytest
from sqlalchemy import Engine, MetaData, select

from tests.charts.events import (
    BAR,
    BY_KIND,
    COUNT,
    DATASET,
    EVENTS,
    NOTES,
    NOW,
    PREVIOUS,
    STAT,
    SUM,
    TABLES,
    event,
    since,
)
from widgetql import Limits, compile_filter, compute_dashboard_data, compute_widget_data, drill_down
from widgetql.testing import difference, expected_widget_data
from widgetql.testing.databases import filled


@pytest.fixture(scope="module")
def metadata() -> MetaData:
    return TABLES


def answered(engine: Engine, widget: dict[str, Any], rows: list[dict[str, Any]], **options: Any) -> Any:
    """The answer, which is the interpreter's; behind each row before are as many records as it says."""
    rows = [{"id": number, **row} for number, row in enumerate(rows)]
    tables: dict[Any, Any] = {EVENTS: rows, NOTES: ()}
    given: dict[str, Any] = {"now": NOW, "limits": DATASET.limits, **options}
    with filled(engine, tables) as connection:
        found = compute_widget_data(connection, widget, DATASET, **given).to_dict()
        assert difference(found, expected_widget_data(widget, DATASET, tables, **given)) is None
        for row in before(found):
            inside = compile_filter(drill_down(widget, row, DATASET, **given), DATASET)
            behind = connection.execute(select(EVENTS.c.id).where(inside)).all()
            assert len(behind) == row.get("sample_count", row.get("events")), row
    return found


def before(found: Any) -> list[dict[str, Any]]:
    rows = found["data"] if isinstance(found["data"], list) else [found["data"]]
    return [*(row["previous"] for row in rows if row["previous"]), *found["metadata"]["unpaired"]]


def brief(found: Any) -> list[tuple[Any, ...]]:
    """When, how much, how much before, and what changed."""
    return [(row["time_interval"][5:13], row["value"], *_brief(row["previous"])) for row in found["data"]]


def _brief(previous: Any) -> tuple[Any, ...]:
    if previous is None:
        return (None,)
    return previous["time_interval"][5:13], previous["value"], previous["change"], previous["percent"]


def test_a_running_day_meets_the_same_part_of_the_one_before(engine: Engine) -> None:
    rows = [event(f"11-{day} {hour}:00", size) for day, hour, size in (
        (16, "09", 1), (16, "13", 2), (17, "09", 4), (17, "13", 8), (18, "10", 16), (18, "11", 32),
        (18, "23", 64),
        (19, "11", 5), (20, "11", 100),
    )]  # fmt: skip
    found = answered(engine, SUM | PREVIOUS, rows, filters=since(("gte", "2025-11-19")))
    assert found["data"] == [
        {
            "time_interval": "2025-11-19T00:00:00Z", "value": 5, "sample_count": 1,
            "previous": {
                "time_interval": "2025-11-17T00:00:00Z", "value": 12, "sample_count": 2,
                "range": {"start": "2025-11-17T00:00:00Z", "end": "2025-11-18T00:00:00Z"},
                "change": -7, "percent": 100 * -7 / 12,
            },
        },
        {
            "time_interval": "2025-11-20T00:00:00Z", "value": 100, "sample_count": 1, "partial": True,
            "previous": {
                "time_interval": "2025-11-18T00:00:00Z", "value": 48, "sample_count": 2, "partial": True,
                "range": {"start": "2025-11-18T00:00:00Z", "end": "2025-11-18T12:00:00Z"},
                "change": 52, "percent": 100 * 52 / 48,
            },
        },
    ]  # fmt: skip
    assert found["metadata"]["unpaired"] == []
    assert found["metadata"]["range"] == {"start": "2025-11-19T00:00:00Z", "end": "2025-11-20T12:00:00Z"}


@pytest.mark.parametrize(
    ("widget", "filters", "stored", "options", "expected"),
    [
        pytest.param(
            COUNT, since(("gte", "2025-11-18"), ("lt", "2025-11-20")),
            [event("11-16 10:00"), event("11-19 10:00"), event("11-19 11:00"), event("11-15 10:00")], {},
            [("11-18T00", 0, "11-16T00", 1, -1, -100.0), ("11-19T00", 2, "11-17T00", 0, 2, None)],
            id="either-period-makes-a-row",
        ),
        pytest.param(
            BAR | {"aggregation_function": "avg"}, since(("gte", "2025-11-18"), ("lt", "2025-11-20")),
            [event("11-16 10:00", 3), event("11-19 10:00", 5), event("11-17 11:00", None)], {},
            [("11-18T00", None, "11-16T00", 3.0, None, None),
             ("11-19T00", 5.0, "11-17T00", None, None, None)],
            id="a-mean-of-nothing-is-null",
        ),
        pytest.param(
            SUM, since(("gte", "2025-11-18"), ("lt", "2025-11-20")),
            [event("11-16 10:00", -4), event("11-18 10:00", -6), event("11-17 10:00", -4),
             event("11-19 10:00", 1)],
            {}, [("11-18T00", -6, "11-16T00", -4, -2, -50.0), ("11-19T00", 1, "11-17T00", -4, 5, None)],
            id="of-negatives-and-of-the-other-sign",
        ),
        pytest.param(
            COUNT | {"fill_gaps": True}, since(("gte", "2025-11-19"), ("lt", "2025-11-23")),
            [event("11-19 10:00"), event("11-15 10:00"), event("11-18 09:00"), event("11-22 09:00")], {},
            [("11-19T00", 1, "11-17T00", 0, 1, None), ("11-20T00", 0, "11-18T00", 1, -1, -100.0),
             ("11-21T00", 0, None), ("11-22T00", 1, None)],
            id="a-range-that-ends-after-now-ends-at-now",
        ),
        pytest.param(
            COUNT, since(("gte", "2025-12-01")), [event("12-02 10:00")], {"now": NOW}, [],
            id="a-range-that-has-not-begun",
        ),
        pytest.param(
            COUNT | {"time_period": "week"}, since(("gte", "2025-11-05"), ("lt", "2025-11-15")),
            [event("11-05 00:00"), event("11-10 00:00"), event("10-22 00:00"), event("10-21 23:00"),
             event("10-27 00:00"), event("11-01 00:00")], {},
            # Two weeks back is the first that ends by the fifth.
            [("11-03T00", 1, "10-20T00", 1, 0, 0.0), ("11-10T00", 1, "10-27T00", 1, 0, 0.0)],
            id="by-week-as-few-weeks-as-needed",
        ),
        pytest.param(
            COUNT | {"time_period": "month"}, since(("gte", "2025-10-01"), ("lt", "2025-12-01")),
            [event("10-01 00:00"), event("11-19 00:00"), event("08-01 00:00"), event("09-20 12:00")], {},
            [("10-01T00", 1, "08-01T00", 1, 0, 0.0), ("11-01T00", 1, "09-01T00", 0, 1, None)],
            id="by-month-of-a-running-month",
        ),
        pytest.param(
            COUNT | {"time_period": "quarter"}, since(("gte", "2025-07-01"), ("lt", "2025-10-01")),
            [event("07-01 00:00"), event("04-01 00:00"), event("06-30 23:59"), event("03-31 23:59")], {},
            [("07-01T00", 1, "04-01T00", 2, -1, -50.0)], id="by-quarter",
        ),
        pytest.param(
            COUNT | {"time_period": None, "group_by": {"type": "bucket", "interval": 21_600_000}},
            since(("gte", "2025-11-19T06:00:00Z"), ("lt", "2025-11-19T20:00:00Z")),
            [event("11-19 06:00"), event("11-18 12:00"), event("11-19 05:00"), event("11-18 19:00")], {},
            # Three buckets of six hours, eighteen hours earlier.
            [("11-19T06", 1, "11-18T12", 1, 0, 0.0), ("11-19T12", 0, "11-18T18", 1, -1, -100.0)],
            id="by-buckets-of-a-length",
        ),
        pytest.param(
            COUNT | {"compare": {"to": "-1w"}}, since(("gte", "2025-11-17"), ("lt", "2025-11-19")),
            [event("11-17 06:00"), event("11-10 06:00"), event("11-10 07:00"), event("11-11 07:00")], {},
            [("11-17T00", 1, "11-10T00", 2, -1, -50.0), ("11-18T00", 0, "11-11T00", 1, -1, -100.0)],
            id="a-week-ago",
        ),
        pytest.param(
            COUNT | {"time_period": "month", "compare": {"to": "-1y"}}, since(("gte", "2025-11-01")),
            [event("11-17 06:00"), {**event("11-03 06:00"), "at": datetime(2024, 11, 20, 11)},
             {**event("11-03 06:00"), "at": datetime(2024, 11, 20, 12)}], {},
            [("11-01T00", 1, "11-01T00", 1, 0, 0.0)], id="a-year-ago-up-to-the-same-moment",
        ),
        pytest.param(
            COUNT,
            {"operator": "or", "conditions": [
                {"operator": "and", "conditions": [
                    {"field": "at", "op": "gte", "value": "2025-11-19"},
                    {"field": "size", "op": "eq", "value": size},
                ]} for size in (1, 2)
            ]},
            [event("11-17 09:00", 1), event("11-17 10:00", 2), event("11-17 11:00", 3),
             event("11-19 10:00", 2)],
            {}, [("11-19T00", 1, "11-17T00", 2, -1, -50.0)], id="a-range-in-the-parts-of-an-or",
        ),
        pytest.param(
            COUNT,
            {"operator": "and", "conditions": [
                {"field": "at", "op": "gte", "value": "2025-11-18"},
                {"field": "at", "op": "nin", "value": ["2025-11-18T10:00:00Z"]},
                {"operator": "not", "conditions": [{"field": "at", "op": "eq", "value": "2025-11-19"}]},
            ]},
            [event("11-15 10:00"), event("11-15 11:00"), event("11-16 10:00"), event("11-18 10:00"),
             event("11-18 11:00"), event("11-19 11:00")],
            {}, [("11-18T00", 1, "11-15T00", 1, 0, 0.0)], id="what-is-asked-inside-the-range-moves-along",
        ),
    ],
)  # fmt: skip
def test_rows_beside_those_before(
    engine: Engine,
    widget: dict[str, Any],
    filters: dict[str, Any],
    stored: list[dict[str, Any]],
    options: dict[str, Any],
    expected: list[tuple[Any, ...]],
) -> None:
    found = answered(engine, PREVIOUS | widget, stored, filters=filters, **options)
    assert brief(found) == expected
    assert found["metadata"]["unpaired"] == []


def test_days_of_march_that_february_has_not(engine: Engine) -> None:
    rows = [
        {**event("03-01 10:00"), "at": datetime(2025, month, day, 10)} for month in (2, 3) for day in (27, 28)
    ]
    rows += [{**event("03-01 10:00"), "at": datetime(2025, 3, day, 10)} for day in (29, 31)]
    widget = COUNT | {"compare": {"to": "-1M"}}
    filters = since(("gte", "2025-03-27"), ("lt", "2025-04-01"))
    found = answered(engine, widget, rows, filters=filters, now=datetime(2025, 4, 5, tzinfo=UTC))
    assert brief(found) == [
        ("03-27T00", 1, "02-27T00", 1, 0, 0.0), ("03-28T00", 1, "02-28T00", 1, 0, 0.0),
        ("03-29T00", 1, None), ("03-31T00", 1, None),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("day", "left", "alone"),
    [
        pytest.param("2025-11-03", ["2025-11-03T04:00:00Z"], 0, id="after-a-day-of-25-hours"),
        pytest.param("2025-11-02", [], 1, id="a-day-of-25-hours"),
    ],
)
def test_hours_are_paired_by_their_number(engine: Engine, day: str, left: list[str], alone: int) -> None:
    # New York's second of November has 25 hours, from 4:00 to 5:00 of the next day in UTC.
    rows = [event(f"11-0{1 + n // 24} {n % 24:02}:30") for n in range(80)]
    widget = COUNT | {"time_period": "hour", "compare": {"to": "-1d"}}
    options: dict[str, Any] = {
        "filters": {"field": "at", "op": "eq", "value": day},
        "timezone": "America/New_York",
    }
    found = answered(engine, widget, rows, now=datetime(2025, 11, 8, tzinfo=UTC), **options)
    assert [row["time_interval"] for row in found["metadata"]["unpaired"]] == left
    assert [row["previous"] for row in found["data"]].count(None) == alone


GROUPED: Final = [
    *[event("11-19 10:00", kind="a")] * 2, event("11-19 10:00", kind="b"), event("11-19 10:00", kind="c"),
 
    event("11-17 10:00", kind="b"), *[event("11-17 10:00", kind="c")] * 2,
    *[event("11-17 11:00", kind="d")] * 3,
    event("11-17 11:00", kind=None),
]  # fmt: skip


@pytest.mark.parametrize(
    ("most", "expected"),
    [
        # Of two alike the period before decides; what only it has comes last.
        pytest.param(
            9, [("a", 2, 0), ("c", 1, 2), ("b", 1, 1), ("d", 0, 3), (None, 0, 1)], id="all",
        ),
        pytest.param(4, [("a", 2, 0), ("c", 1, 2), ("b", 1, 1), ("d", 0, 3), ("other", 0, 1)], id="one-left"),
        pytest.param(2, [("a", 2, 0), ("c", 1, 2), ("other", 1, 5)], id="alike-at-the-limit"),
        pytest.param(1, [("a", 2, 0), ("other", 2, 7)], id="one"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("widget", [COUNT, STAT], ids=["bar", "stat"])
def test_both_periods_have_one_set_of_groups(
    engine: Engine, widget: dict[str, Any], most: int, expected: list[tuple[Any, int, int]]
) -> None:
    limits = Limits(max_range=None, max_groups=most)
    filters = since(("gte", "2025-11-19"), ("lt", "2025-11-20"))
    options: dict[str, Any] = {"filters": filters, "limits": limits}
    asked = widget | BY_KIND | {"compare": {"to": "-1d"} if widget is STAT else {"to": "previous_period"}}
    rows = [dict(row, at=row["at"] + timedelta(days=1 * (row["at"].day == 17))) for row in GROUPED]
    found = answered(engine, asked, rows, **options)["data"]
    counted = [(row["group"], row["sample_count"], row["previous"]["sample_count"]) for row in found]
    assert counted == expected
    assert all(row["previous"]["group"] == row["group"] for row in found)
    kept = [group for group, *_ in expected if group != "other"]
    for row in found:
        for one in (row, row["previous"]):
            assert one.get("excluded") == (kept if row["group"] == "other" else None)


def test_groups_alike_in_both_periods_go_by_their_values(engine: Engine) -> None:
    rows = [event("11-19 10:00", None, "b"), event("11-17 10:00", None, "a"), event("11-17 10:00", 5, None)]
    filters = since(("gte", "2025-11-18"), ("lt", "2025-11-20"))
    found = answered(engine, SUM | BY_KIND | PREVIOUS | {"fill_gaps": True}, rows, filters=filters)["data"]
    assert [row["group"] for row in found[:3]] == [None, "a", "b"]


def test_stats_beside_those_before(engine: Engine) -> None:
    rows = [
        event("11-19 10:00", 5),
        event("11-18 11:00", 2),
        event("11-18 13:00", 4),
        event("11-17 09:00", 50),
    ]
    filters = since(("gte", "2025-11-19"), ("lt", "2025-11-20"))
    found = answered(engine, STAT | PREVIOUS, rows, filters=filters)
    assert found["data"] == {
        "events": 1, "size": 5, "mean": 5.0, "last": "2025-11-19T10:00:00Z", "rate": 5,
        "previous": {
            "events": 2, "size": 6, "mean": 3.0, "last": "2025-11-18T13:00:00Z", "rate": 3,
            "range": {"start": "2025-11-18T00:00:00Z", "end": "2025-11-19T00:00:00Z"},
            "change": {"events": -1, "size": -1, "mean": 2.0, "last": None, "rate": 2},
            "percent": {
                "events": -50.0, "size": 100 * -1 / 6, "mean": 100 * 2 / 3, "last": None, "rate": 100 * 2 / 3,
            },
        },
    }  # fmt: skip


def test_stats_of_a_range_that_is_no_days_are_as_long_before(engine: Engine) -> None:
    rows = [event("11-20 10:00"), event("11-20 08:00"), event("11-20 07:59")]
    found = answered(engine, STAT | PREVIOUS, rows, filters=since(("gte", "now-2h")))
    assert found["data"]["previous"]["range"] == {
        "start": "2025-11-20T08:00:00Z",
        "end": "2025-11-20T10:00:00Z",
    }
    assert (found["data"]["events"], found["data"]["previous"]["events"]) == (1, 1)


def test_stats_of_days_with_a_change_of_the_clocks_are_as_many_days_before(engine: Engine) -> None:
    filters, options = since(("eq", "2025-11-02")), {"timezone": "America/New_York"}
    found = answered(engine, STAT | PREVIOUS, [event("11-02 10:00")], filters=filters, **options)
    assert found["data"]["previous"]["range"] == {
        "start": "2025-11-01T04:00:00Z",
        "end": "2025-11-02T04:00:00Z",
    }


def test_stats_of_a_range_that_has_not_begun_have_none_before(engine: Engine) -> None:
    found = answered(engine, STAT | PREVIOUS, [event("12-02 10:00")], filters=since(("eq", "2025-12-02")))
    assert (found["data"]["events"], found["data"]["previous"]) == (1, None)


def test_values_of_related_rows(engine: Engine) -> None:
    rows = [
        {"id": number, **event(at)} for number, at in enumerate(("11-19 10:00", "11-18 10:00", "11-18 11:00"))
    ]
    notes = [{"id": n, "event_id": event_id, "weight": n} for n, event_id in enumerate((0, 0, 1, 1, 1, 2))]
    widget = BAR | PREVIOUS | {"field": "notes.weight", "aggregation_function": "sum"}
    tables: dict[Any, Any] = {EVENTS: rows, NOTES: notes}
    options: dict[str, Any] = {"now": NOW, "filters": since(("eq", "2025-11-19")), "limits": DATASET.limits}
    with filled(engine, tables) as connection:
        found = compute_widget_data(connection, widget, DATASET, **options).to_dict()
    (row,) = found["data"]
    assert (row["value"], row["sample_count"], row["record_count"]) == (1, 2, 1)
    previous = row["previous"]
    assert (previous["value"], previous["sample_count"], previous["record_count"]) == (14, 4, 2)
    assert difference(found, expected_widget_data(widget, DATASET, tables, **options)) is None


def test_a_comparison_in_a_dashboard_is_what_it_is_alone(engine: Engine) -> None:
    rows = [{"id": number, **row} for number, row in enumerate(GROUPED)]
    widgets: list[Any] = [
        COUNT,
        COUNT | PREVIOUS,
        STAT,
        STAT | PREVIOUS,
        COUNT | BY_KIND | PREVIOUS,
        COUNT | BY_KIND,
    ]
    options: dict[str, Any] = {"now": NOW, "limits": DATASET.limits}
    filters = since(("gte", "2025-11-18"))
    with filled(engine, {EVENTS: rows, NOTES: ()}) as connection:
        found = compute_dashboard_data(
            connection, {"filters": filters, "widgets": widgets}, DATASET, **options
        )
        for widget, one in zip(widgets, found, strict=True):
            alone = compute_widget_data(connection, widget, DATASET, filters=filters, **options)
            assert one.to_dict() == alone.to_dict()
