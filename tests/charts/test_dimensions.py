"""Dimensions of a table: their names, parts of time, bins, and the records behind each row."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Final

import pytest
from sqlalchemy import Connection, Engine, select

from tests.charts.calls import (
    DATASET,
    METRICS,
    NOW,
    SINCE,
    at,
    call,
    calls,
    computed,
    limits,
    metrics,
    note,
    notes,
)
from widgetql import InvalidInput, compile_filter, drill_down, validate_widget
from widgetql.testing.databases import filled

COUNT: Final = {"aggregation_function": "count", "name": "n"}
NEW_YORK: Final = "America/New_York"

# On the second of November clocks in New York show from one to two twice: from 5:00 and from 6:00 UTC.
ROWS: Final = [
    call(1, "02 05:30", seconds=0, cost=Decimal("0.30"), score=0.3),
    call(2, "02 06:30", seconds=29, cost=Decimal("0.29"), score=0.1 + 0.2),
    call(3, "02 07:30", seconds=30, cost=Decimal("-0.10"), score=0.7),
    call(4, "03 04:30", seconds=60, topic="a"),
    call(5, "03 05:30", topic="a", seen=at("01 05:15")),
]


def table(*dimensions: Any, order: str | None = None, **keys: Any) -> dict[str, Any]:
    by = {} if order is None else {"order_by": [{"name": order}]}
    return {"chart_type": "table", "dimensions": [*dimensions], "metrics": [COUNT], **by, **keys}


def rows_of(found: list[dict[str, Any]]) -> list[tuple[Any, ...]]:
    """What the rows say, but for their second count of the same."""
    return [tuple(value for key, value in row.items() if key != "sample_count") for row in found]


def of(field: str, part: str, **keys: Any) -> dict[str, Any]:
    return {"field": field, "part": part, **keys}


@pytest.mark.parametrize(
    ("widget", "zone", "expected"),
    [
        pytest.param(
            table(of("timestamp", "hour_of_day"), order="timestamp.hour_of_day"), NEW_YORK,
            [(0, 1), (1, 2), (2, 1), (23, 1)], id="a-repeated-hour",
        ),
        pytest.param(
            table(of("timestamp", "hour_of_day", name="hour"), order="hour"), "Australia/Lord_Howe",
            [(15, 1), (16, 2), (17, 1), (18, 1)], id="a-name",
        ),
        pytest.param(
            table(of("timestamp", "day_of_week"), order="timestamp.day_of_week"), "UTC",
            [(1, 2), (7, 3)], id="sunday-is-7",
        ),
        pytest.param(
            table(of("timestamp", "day_of_month"), of("timestamp", "month_of_year")), NEW_YORK,
            [(2, 11, 4), (3, 11, 1)], id="two-parts",
        ),
        pytest.param(
            table(of("seen", "hour_of_day"), order="seen.hour_of_day"), NEW_YORK,
            [(1, 1), (None, 4)], id="of-another-time",
        ),
        pytest.param(
            table({"field": "topic", "name": "Topic"}, order="Topic"), "UTC",
            [("a", 2), (None, 3)], id="a-field-by-name",
        ),
        pytest.param(
            table({"field": "timestamp", "time_period": "day", "name": "day"}, order="day"), "UTC",
            [("2025-11-02T00:00:00Z", 3), ("2025-11-03T00:00:00Z", 2)], id="a-period-by-name",
        ),
        pytest.param(
            table({"field": "seconds", "bins": {"width": 30}}, order="seconds"), "UTC",
            [(0, 30, 2), (30, 60, 1), (60, 90, 1), (None, None, 1)], id="bins-of-a-width",
        ),
        pytest.param(
            table({"field": "seconds", "bins": {"edges": [0, 30, 31]}, "name": "s"}, order="s"), "UTC",
            [(0, 30, 2), (30, 31, 1), (31, None, 1), (None, None, 1)], id="edges",
        ),
        pytest.param(
            table({"field": "cost", "bins": {"width": 0.1}}, order="cost"), "UTC",
            [(-0.1, 0, 1), (0.2, 0.3, 1), (0.3, 0.4, 1), (None, None, 2)], id="decimals-on-edges",
        ),
        pytest.param(
            table({"field": "score", "bins": {"width": 0.1}}, of("timestamp", "day_of_month"), order="score"),
            "UTC", [(0.3, 0.4, 2, 2), (0.7, 0.8, 2, 1), (None, None, 3, 2)], id="doubles-and-a-part",
        ),
        pytest.param(
            table({"field": "seconds", "bins": {"count": 2}}, {"field": "cost", "bins": {"edges": [0, 1]}},
                  order="seconds"),
            "UTC", [(0, 50, None, 0, 1), (0, 50, 0, 1, 2), (50, 100, None, None, 1),
                    (None, None, None, None, 1)], id="bins-by-bins",
        ),
    ],
)  # fmt: skip
def test_rows_and_what_is_behind_them(
    engine: Engine, widget: dict[str, Any], zone: str, expected: list[Any]
) -> None:
    with filled(engine, {calls: ROWS}) as connection:
        found = computed(connection, widget, timezone=zone)
        behind = [_behind(connection, widget, row, zone) for row in found.data]
    assert rows_of(found.data) == expected
    assert [row["sample_count"] for row in found.data] == behind


def test_the_metadata_says_which_bins(engine: Engine) -> None:
    widget = table(
        {"field": "seconds", "bins": {"count": 3}, "name": "s"}, {"field": "cost", "bins": {"edges": [0, 1]}}
    )
    with filled(engine, {calls: ROWS}) as connection:
        found = computed(connection, widget)
        none = computed(connection, widget, filters={"field": "topic", "op": "eq", "value": "b"})
    told = {"s": {"width": 25, "start": 0}, "cost": {"edges": [0, 1]}}
    assert found.metadata["bins"] == told
    assert found.data[0].keys() == {"s.from", "s.to", "cost.from", "cost.to", "n", "sample_count"}
    assert (none.data, none.metadata["bins"]) == ([], told | {"s": None})


def test_a_table_has_no_more_bins_than_it_is_asked_for_at_once(engine: Engine) -> None:
    widget = table({"field": "seconds", "bins": {"width": 1}})
    with filled(engine, {calls: ROWS}) as connection:
        with pytest.raises(InvalidInput) as error:
            computed(connection, widget, limits=limits(max_buckets=60))
        assert len(computed(connection, widget, limits=limits(max_buckets=61)).data) == 5
    assert [(one.pointer, one.code) for one in error.value.problems] == [("/dimensions/0/bins", "too_many")]


@pytest.mark.parametrize(
    ("dimension", "problems"),
    [
        pytest.param(of("topic", "hour_of_day"), [("/part", "part_not_allowed")], id="a-part-of-text"),
        pytest.param(of("timestamp", "hour"), [("/part", "unknown_part")], id="unknown-part"),
        pytest.param(of("timestamp", ["hour_of_day"]), [("/part", "unknown_part")], id="part-of-a-list"),
        pytest.param({"field": "topic", "bins": {"width": 1}}, [("/bins", "not_for_chart")], id="of-text"),
        pytest.param({"field": "seconds", "bins": {}}, [], id="bins-not-set"),
        pytest.param({"field": "seconds", "bins": 3}, [("/bins", "not_an_object")], id="bins-of-no-object"),
        pytest.param(
            {"field": "seconds", "bins": {"width": 0, "count": 2.5}},
            [("/bins", "conflicting_keys"), ("/bins/width", "out_of_range"), ("/bins/count", "wrong_type")],
            id="bins-in-two-ways",
        ),
        pytest.param(
            {"field": "timestamp", "part": "hour_of_day", "time_period": "day"},
            [("", "conflicting_keys")], id="two-ways",
        ),
        pytest.param({"field": "topic", "name": 5}, [("/name", "not_text")], id="a-name-that-is-no-text"),
        pytest.param({"field": "topic", "name": "\ud800"}, [("/name", "invalid_text")], id="surrogate"),
        pytest.param({"field": "topic", "label": "a"}, [("/label", "unknown_key")], id="unknown-key"),
        pytest.param(
            {"field": "seen", "time_period": "day"}, [("/time_period", "not_for_chart")], id="another-time"
        ),
    ],
)  # fmt: skip
def test_a_wrong_dimension(dimension: Any, problems: list[tuple[str, str]]) -> None:
    found = validate_widget(table(dimension), DATASET, now=NOW)
    assert [(one.pointer.removeprefix("/dimensions/0"), one.code) for one in found] == problems


@pytest.mark.parametrize(
    ("dimension", "pointer"),
    [(of("timestamp", "hour_of_day"), "/part"), ({"field": "seconds", "bins": {"width": 1}}, "/bins")],
    ids=["part", "bins"],
)
def test_raw_rows_have_neither(dimension: Any, pointer: str) -> None:
    widget = {"chart_type": "table", "dimensions": [dimension]}
    found = [(one.pointer, one.code) for one in validate_widget(widget, DATASET, now=NOW)]
    assert found == [(f"/dimensions/0{pointer}", "not_for_chart")]


@pytest.mark.parametrize(
    ("widget", "pointer"),
    [
        pytest.param(table("topic", "topic"), "/dimensions/1", id="two-paths"),
        pytest.param(
            table("topic", {"field": "ok", "name": "topic"}), "/dimensions/1/name", id="two-of-a-name"
        ),
        pytest.param(
            table("seconds", {"field": "seconds", "bins": {"width": 1}}),
            "/dimensions/1/name",
            id="bins-and-their-field",
        ),
        pytest.param(
            table({"field": "seconds", "bins": {"width": 1}}, {"field": "ok", "name": "seconds.to"}),
            "/dimensions/1/name",
            id="a-key-of-bins",
        ),
        pytest.param(
            table({"field": "topic", "name": "sample_count"}), "/dimensions/0/name", id="as-the-count-of-rows"
        ),
        pytest.param(table({"field": "topic", "name": "n"}), "/metrics/0/name", id="as-a-metric"),
        pytest.param(table("topic", metrics=[COUNT, COUNT]), "/metrics/1/name", id="two-metrics"),
        pytest.param(table("topic", metrics=[COUNT | {"name": "total"}]), "/metrics/0/name", id="reserved"),
        pytest.param(
            table("topic", metrics=[COUNT | {"name": "sample_count"}]), "/metrics/0/name", id="as-the-count"
        ),
    ],
)
def test_names_tell_columns_apart(widget: dict[str, Any], pointer: str) -> None:
    found = [(one.pointer, one.code) for one in validate_widget(widget, DATASET, now=NOW)]
    assert found == [(pointer, "duplicate_name")]


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        pytest.param({}, ("/s.from", "missing_key"), id="no-bin"),
        pytest.param({"s.from": "x", "s.to": 1}, ("/s.from", "wrong_type"), id="no-number"),
    ],
)
def test_a_row_that_is_none(row: dict[str, Any], problem: tuple[str, str]) -> None:
    widget = table({"field": "seconds", "bins": {"width": 30}, "name": "s"})
    with pytest.raises(InvalidInput) as error:
        drill_down(widget, row, DATASET, now=NOW, dashboard_filters=SINCE)
    assert (error.value.problems[0].pointer, error.value.problems[0].code) == problem


def test_of_a_part_there_is_only_a_number() -> None:
    widget = table(of("timestamp", "hour_of_day", name="hour"))
    with pytest.raises(InvalidInput) as error:
        drill_down(widget, {"hour": "9"}, DATASET, now=NOW, dashboard_filters=SINCE)
    assert [(one.pointer, one.code) for one in error.value.problems] == [("/hour", "wrong_type")]


def _behind(connection: Connection, widget: dict[str, Any], row: dict[str, Any], zone: str) -> int:
    """How many records the row's drill-down selects."""
    found = drill_down(widget, row, DATASET, now=NOW, dashboard_filters=SINCE, timezone=zone)
    condition = compile_filter(found, DATASET, now=NOW, timezone=zone, limits=DATASET.limits.lifted())
    return len(connection.execute(select(calls.c.id).where(condition)).all())


BINS: Final = {"field": "seconds", "bins": {"count": 3}}
TAGS: Final = {"aggregation_function": "count", "field": "tags.text", "name": "n"}


@pytest.mark.parametrize(
    "widget",
    [
        pytest.param(table(BINS, order="n") | {"metrics": [TAGS]}, id="table"),
        pytest.param(
            {"chart_type": "bar", "aggregation_function": "count", "field": "tags.text", "x": BINS}, id="bar"
        ),
        pytest.param(
            {"chart_type": "pivot", "rows": [BINS], "columns": ["topic"], "metrics": [TAGS]}, id="pivot"
        ),
    ],
)
def test_bins_of_related_rows_span_the_records_that_have_some(engine: Engine, widget: Any) -> None:
    """The bins reached to the thousand seconds of a record that no row is of."""
    records = [call(1, "02 05:30", seconds=10), call(2, "02 06:30", seconds=1_000)]
    records += [call(3, "02 07:30", seconds=40)]
    related = [note(1, 1, 1, "a"), note(2, 1, 1, "b"), note(3, 1, 1, "c"), note(4, 3, 1, "a")]
    with filled(engine, {calls: records, metrics: METRICS, notes: related}) as connection:
        found = computed(connection, widget)
    assert found.metadata.get("bins", {"width": 20, "start": 0}) in (
        {"width": 20, "start": 0},
        {"seconds": {"width": 20, "start": 0}},
    )
    rows = found.data["rows"] if widget["chart_type"] == "pivot" else found.data
    spans = [tuple(value for key, value in row.items() if key.endswith(("from", "to"))) for row in rows]
    counts = [cell["n"] for (cell,) in found.data["cells"]] if widget["chart_type"] == "pivot" else [
        row.get("n", row.get("value")) for row in rows
    ]  # fmt: skip
    known = sorted(one for one in zip(spans, counts, strict=True) if one[1])
    assert known == [((0, 20), 3), ((40, 60), 1)]


@pytest.mark.parametrize(("direction", "expected"), [("desc", ["b", "a"]), ("asc", ["a", "b"])])
def test_headers_of_related_rows_go_by_their_number(
    engine: Engine, direction: str, expected: list[str]
) -> None:
    """Without margins they went by the records: of these topic a has more."""
    records = [call(1, "02 05:30", topic="a"), call(2, "02 06:30", topic="a")]
    records += [call(3, "02 07:30", topic="b")]
    related = [note(1, 1, 1, "a"), note(2, 3, 1, "b"), note(3, 3, 1, "c")]
    order = [{"name": "sample_count", "direction": direction}]
    widget = {"chart_type": "pivot", "rows": ["topic"], "columns": ["ok"], "metrics": [TAGS]}
    with filled(engine, {calls: records, metrics: METRICS, notes: related}) as connection:
        found = computed(connection, widget | {"order_by": order})
    assert [row["topic"] for row in found.data["rows"]] == expected
