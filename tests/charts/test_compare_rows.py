"""Slices and rows of tables beside those before: one set, ranked by both, and the records behind."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

import pytest
from sqlalchemy import Engine, MetaData, select

from tests.charts.events import BY_KIND, DATASET, EVENTS, NOTES, NOW, PREVIOUS, TABLES, event, since
from widgetql import (
    InvalidInput,
    Limits,
    compile_filter,
    compute_widget_data,
    drill_down,
)
from widgetql.testing import difference, expected_widget_data
from widgetql.testing.databases import filled

PIE: Final[dict[str, Any]] = {"chart_type": "pie", "field": "kind"}
N: Final = {"aggregation_function": "count", "name": "n"}
SIZE: Final = {"aggregation_function": "sum", "field": "size", "name": "size"}
TABLE: Final[dict[str, Any]] = {"chart_type": "table", "dimensions": ["kind"], "metrics": [N, SIZE]}
DAY: Final[dict[str, Any]] = since(("gte", "2025-11-19"), ("lt", "2025-11-20"))
BEFORE: Final = {"start": "2025-11-18T00:00:00Z", "end": "2025-11-19T00:00:00Z"}
STORED: Final = [
    event("11-19 10:00", 5, "a"), event("11-19 11:00", 2, "b"), event("11-18 11:00", 3, "b"),
    event("11-18 11:00", 4, "b"), event("11-18 12:00", -4, "c"), event("11-18 12:00", 4, None),
    event("11-17 12:00", 4, "d"),
]  # fmt: skip


@pytest.fixture(scope="module")
def metadata() -> MetaData:
    return TABLES


def answered(
    engine: Engine, widget: dict[str, Any], rows: list[dict[str, Any]], notes: Any = (), **options: Any
) -> Any:
    """The answer, which is the interpreter's; behind each row before are as many records as it says."""
    tables: dict[Any, Any] = {EVENTS: [{"id": at, **row} for at, row in enumerate(rows)], NOTES: notes}
    given: dict[str, Any] = {"now": NOW, "limits": DATASET.limits, "filters": DAY, **options}
    with filled(engine, tables) as connection:
        found: Any = compute_widget_data(connection, widget, DATASET, **given).to_dict()
        assert difference(_told(found), expected_widget_data(widget, DATASET, tables, **given)) is None
        before = [row["previous"] for row in found["data"] if row["previous"]]
        for row in (*before, *found["metadata"]["unpaired"]):
            inside = compile_filter(drill_down(widget, row, DATASET, **given), DATASET)
            behind = connection.execute(select(EVENTS.c.id).where(inside)).all()
            assert len(behind) == row.get("record_count", row.get("sample_count", row.get("value"))), row
    return found


def _told(found: dict[str, Any]) -> dict[str, Any]:
    cursor = found["metadata"].get("next_cursor")
    told = {} if cursor is None else {"next_cursor": "…"}
    return {**found, "metadata": {**found["metadata"], **told}}


def brief(found: Any, *keys: str) -> list[tuple[Any, ...]]:
    """What a row is of, how much, how much before, and what changed."""
    rows: list[tuple[Any, ...]] = []
    for row in found["data"]:
        then = row["previous"]
        told = (row[keys[0]], *(row[key] for key in keys[1:]))
        rows.append((*told, *((None,) if then is None else (then[key] for key in keys[1:]))))
    return rows


def test_slices_beside_those_before(engine: Engine) -> None:
    found = answered(engine, PIE | PREVIOUS, STORED, limits=Limits(max_range=None, max_slices=2))
    assert found["data"] == [
        {
            "label": "b", "value": 1, "percentage": 50.0,
            "previous": {"label": "b", "value": 2, "percentage": 66.7, "range": BEFORE,
                         "change": -1, "percent": -50.0},
        },
        {
            "label": "a", "value": 1, "percentage": 50.0,
            "previous": {"label": "a", "value": 0, "percentage": 0.0, "range": BEFORE,
                         "change": 1, "percent": None},
        },
        {
            "label": "other", "value": 0, "percentage": 0.0, "other": True, "excluded": ["b", "a"],
            "previous": {"label": "other", "value": 1, "percentage": 33.3, "other": True,
                         "excluded": ["b", "a"], "range": BEFORE, "change": -1, "percent": -100.0},
        },
    ]  # fmt: skip
    assert found["metadata"]["unpaired"] == []


@pytest.mark.parametrize(
    ("most", "expected"),
    [
        pytest.param(9, [("b", 1, 2), ("a", 1, 0), ("c", 0, 1), (None, 0, 1)], id="all"),
        pytest.param(3, [("b", 1, 2), ("a", 1, 0), ("c", 0, 1), ("other", 0, 1)], id="the-last-left"),
        pytest.param(1, [("b", 1, 2), ("other", 1, 2)], id="alike-at-the-limit"),
    ],
)
def test_slices_rank_by_the_current_time_then_by_the_one_before(
    engine: Engine, most: int, expected: list[Any]
) -> None:
    limits = Limits(max_range=None, max_slices=most)
    found = answered(engine, PIE | PREVIOUS | {"include_missing": True}, STORED, limits=limits)
    assert brief(found, "label", "value") == expected


def test_what_rounding_leaves_goes_by_the_order_of_each_time(engine: Engine) -> None:
    # Of the day before b is the smallest name, of the current day c is the largest slice.
    kinds = (("11-19 10:00", "ccba"), ("11-18 10:00", "cba"))
    rows = [event(at, 1, kind) for at, own in kinds for kind in own]
    found = answered(engine, PIE | PREVIOUS, rows)
    shares = [(row["label"], row["percentage"], row["previous"]["percentage"]) for row in found["data"]]
    assert shares == [("c", 50.0, 33.3), ("a", 25.0, 33.4), ("b", 25.0, 33.3)]


def test_pies_of_groups_have_one_order_and_one_rest_each(engine: Engine) -> None:
    limits = Limits(max_range=None, max_slices=1, max_groups=2)
    notes = [
        {"id": at, "event_id": event, "weight": weight}
        for at, (event, weight) in enumerate(((0, 1), (1, 1), (1, 1), (2, 1), (2, 2), (2, 3), (3, 2), (4, 7)))
    ]
    found = answered(engine, PIE | PREVIOUS | BY_KIND, STORED, notes, limits=limits)
    assert [(row["group"], *told) for row, told in zip(
        found["data"], brief(found, "label", "value"), strict=True
    )] == [("b", "b", 1, 2), ("a", "a", 1, 0), ("other", "c", 0, 1)]  # fmt: skip
    assert found["data"][2]["previous"]["group_excluded"] == ["b", "a"]


def test_a_table_beside_the_one_before(engine: Engine) -> None:
    found = answered(engine, TABLE | PREVIOUS | {"totals": True}, STORED)
    assert found["data"][0] == {
        "kind": "b", "n": 1, "size": 2, "sample_count": 1,
        "previous": {
            "kind": "b", "n": 2, "size": 7, "sample_count": 2, "range": BEFORE,
            "change": {"n": -1, "size": -5}, "percent": {"n": -50.0, "size": 100 * -5 / 7},
        },
    }  # fmt: skip
    assert found["data"][2] == {
        "kind": "c", "n": 0, "size": None, "sample_count": 0,
        "previous": {
            "kind": "c", "n": 1, "size": -4, "sample_count": 1, "range": BEFORE,
            "change": {"n": -1, "size": None}, "percent": {"n": -100.0, "size": None},
        },
    }  # fmt: skip
    assert brief(found, "kind", "n") == [("b", 1, 2), ("a", 1, 0), ("c", 0, 1), (None, 0, 1)]
    assert found["metadata"]["totals"] == {
        "n": 2, "size": 7, "sample_count": 2,
        "previous": {
            "n": 4, "size": 7, "sample_count": 4, "range": BEFORE,
            "change": {"n": -2, "size": 0}, "percent": {"n": -50.0, "size": 0.0},
        },
    }  # fmt: skip


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        # Null is last of the current time; of those the time before decides, where null is last again.
        pytest.param([("size", "asc")], [("b", 2, 7), ("a", 5, None), ("c", None, -4), (None, None, 4)],
                     id="ascending"),
        pytest.param([("size", "desc")], [("a", 5, None), ("b", 2, 7), (None, None, 4), ("c", None, -4)],
                     id="descending"),
        pytest.param([("n", "asc"), ("kind", "desc")],
                     [("c", None, -4), (None, None, 4), ("b", 2, 7), ("a", 5, None)], id="counts-are-0"),
    ],
)  # fmt: skip
def test_rows_are_sorted_by_the_current_time_then_by_the_one_before(
    engine: Engine, order: Any, expected: list[Any]
) -> None:
    by = {"order_by": [{"name": name, "direction": way} for name, way in order]}
    assert brief(answered(engine, TABLE | PREVIOUS | by, STORED), "kind", "size") == expected


@pytest.mark.parametrize(
    ("name", "way", "expected"),
    [
        pytest.param("each", "desc", ["a", "b", None, "c"], id="a-ratio-descending"),
        pytest.param("each", "asc", ["b", "a", "c", None], id="a-ratio-ascending"),
        pytest.param("part", "desc", ["b", "a", "c", None], id="a-share-descending"),
        pytest.param("part", "asc", ["a", "b", "c", None], id="a-share-ascending"),
    ],
)
def test_rows_are_sorted_by_what_is_derived_from_measures(
    engine: Engine, name: str, way: str, expected: list[Any]
) -> None:
    small = N | {"name": "small", "filters": {"field": "size", "op": "lt", "value": 5}, "hidden": True}
    derived = [
        {"name": "each", "ratio": ["size", "n"]},
        {"name": "part", "share": "small"},
    ]
    widget = TABLE | PREVIOUS | {"metrics": [N, SIZE, small, *derived]}
    found = answered(engine, widget | {"order_by": [{"name": name, "direction": way}]}, STORED)
    assert [row["kind"] for row in found["data"]] == expected


def test_what_has_no_partner_is_sorted_by_what_is_derived(engine: Engine) -> None:
    days = ((1, 29, 5), (1, 30, 3), (1, 31, 4), (2, 26, 1))
    rows = [{**event("03-01 10:00", size), "at": datetime(2025, month, day, 10)} for month, day, size in days]
    order = {"order_by": [{"name": "each", "direction": "desc"}]}
    of_days = {"dimensions": [{"field": "at", "time_period": "day", "name": "day"}]}
    metrics = [N, SIZE, {"name": "each", "ratio": ["size", "n"]}]
    widget = TABLE | order | of_days | {"metrics": metrics, "compare": {"to": "-1M"}}
    found = answered(engine, widget, rows, filters=since(("gte", "2025-02-26"), ("lt", "2025-03-01")))
    told = [(row["day"][5:10], row["each"]) for row in found["metadata"]["unpaired"]]
    assert told == [("01-29", 5.0), ("01-31", 4.0), ("01-30", 3.0)]


def test_a_table_without_dimensions_is_one_row(engine: Engine) -> None:
    rates = [
        N | {"per": "day", "hidden": True},
        N | {"name": "open", "filters": {"field": "kind", "op": "eq", "value": "b"}},
        {"name": "part", "ratio": ["open", "n"]},
        {"name": "rate", "aggregation_function": "sum", "field": "size", "per": "day"},
    ]
    found = answered(engine, {"chart_type": "table", "metrics": rates, **PREVIOUS}, STORED)
    (row,) = found["data"]
    assert (row["part"], row["rate"], row["previous"]["part"], row["previous"]["rate"]) == (
        0.5,
        7.0,
        0.5,
        7.0,
    )
    assert row["previous"]["change"] == {"open": -1, "part": 0.0, "rate": 0.0}
    assert (row["sample_counts"], row["previous"]["sample_counts"]) == ({"open": 1}, {"open": 2})


def test_days_of_a_table_are_paired_by_their_number(engine: Engine) -> None:
    rows = [
        {**event("03-01 10:00", day), "at": datetime(2025, month, day, 10)}
        for month, day in ((2, 27), (2, 28), (3, 27), (3, 31), (1, 31))
    ]
    days = {"field": "at", "time_period": "day", "name": "day"}
    order = {"order_by": [{"name": "day", "direction": "asc"}]}
    widget = TABLE | order | {"dimensions": [days], "compare": {"to": "-1M"}}
    march = since(("gte", "2025-03-27"), ("lt", "2025-04-01"))
    found = answered(engine, widget, rows, filters=march)
    assert brief(found, "day", "size") == [
        ("2025-03-27T00:00:00Z", 27, 27), ("2025-03-28T00:00:00Z", None, 28),
        ("2025-03-31T00:00:00Z", 31, None),
    ]  # fmt: skip
    assert [row["previous"] and row["previous"]["day"][5:10] for row in found["data"]] == [
        "02-27", "02-28", None,
    ]  # fmt: skip


def test_hours_of_a_longer_day_are_left(engine: Engine) -> None:
    # New York's second of November has 25 hours, from 4:00 to 5:00 of the next day in UTC.
    rows = [event(f"11-0{1 + n // 24} {n % 24:02}:30", 1, "a") for n in range(80)]
    widget = TABLE | {"dimensions": ["kind", {"field": "at", "time_period": "hour", "name": "hour"}],
                      "compare": {"to": "-1d"}}  # fmt: skip
    options: dict[str, Any] = {"timezone": "America/New_York"}
    found = answered(
        engine, widget, rows, filters={"field": "at", "op": "eq", "value": "2025-11-03"}, **options
    )
    assert found["metadata"]["unpaired"] == [
        {
            "kind": "a", "hour": "2025-11-03T04:00:00Z", "n": 1, "size": 1, "sample_count": 1,
            "range": {"start": "2025-11-03T04:00:00Z", "end": "2025-11-03T05:00:00Z"},
        }
    ]  # fmt: skip
    found = answered(
        engine, widget, rows, filters={"field": "at", "op": "eq", "value": "2025-11-02"}, **options
    )
    assert [row["hour"] for row in found["data"] if row["previous"] is None] == ["2025-11-03T04:00:00Z"]


@pytest.mark.parametrize("widget", [PIE, TABLE, PIE | BY_KIND, TABLE | {"totals": True}])
def test_a_range_that_has_not_begun_has_nothing_before_it(engine: Engine, widget: dict[str, Any]) -> None:
    found = answered(engine, widget | PREVIOUS, [event("12-02 10:00", 1, "a")],
                     filters=since(("gte", "2025-12-01"), ("lt", "2025-12-03")))  # fmt: skip
    assert [row["previous"] for row in found["data"]] == [None]


def test_related_rows_count_their_records(engine: Engine) -> None:
    notes = [
        {"id": at, "event_id": event, "weight": weight}
        for at, (event, weight) in enumerate(((0, 1), (1, 1), (1, 1), (2, 1), (2, 2), (2, 3), (3, 2), (4, 7)))
    ]
    weigh = {"dimensions": ["notes.weight"], "metrics": [N]}
    found = answered(engine, TABLE | PREVIOUS | weigh, STORED, notes)
    counts = [(row["notes.weight"], row["record_count"]) for row in found["data"]]
    assert counts == [(1, 2), (2, 0), (3, 0), (7, 0)]
    assert [row["previous"]["record_count"] for row in found["data"]] == [1, 2, 1, 1]


def test_pages_of_a_table_go_on_where_the_last_ended(engine: Engine) -> None:
    stored = [{"id": at, **row} for at, row in enumerate(STORED)]
    widget = TABLE | PREVIOUS | {"limit": 3, "filters": DAY}
    with filled(engine, {EVENTS: stored, NOTES: ()}) as connection:
        first: Any = compute_widget_data(connection, widget, DATASET, now=NOW)
        rest: Any = compute_widget_data(
            connection, widget | {"cursor": first.metadata["next_cursor"]}, DATASET, now=NOW
        )
    assert [row["kind"] for row in (*first.data, *rest.data)] == ["b", "a", "c", None]
    assert rest.metadata["next_cursor"] is None


@pytest.mark.parametrize("widget", [PIE | BY_KIND, TABLE])
def test_more_groups_than_an_answer_may_have_are_refused(engine: Engine, widget: dict[str, Any]) -> None:
    stored = [{"id": at, **row} for at, row in enumerate(STORED)]
    limits = Limits(max_range=None, max_answer_rows=2)
    with filled(engine, {EVENTS: stored, NOTES: ()}) as connection, pytest.raises(InvalidInput) as caught:
        compute_widget_data(connection, widget | PREVIOUS, DATASET, filters=DAY, now=NOW, limits=limits)
    assert [one.code for one in caught.value.problems] == ["too_many_rows"]
