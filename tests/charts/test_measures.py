"""The measures of a table: under filters of their own, by time, divided by each other, as shares of all."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import Engine

from tests.charts.calls import (
    AGENTS,
    DATASET,
    METRICS,
    NOW,
    SINCE,
    agents,
    call,
    calls,
    metrics,
    note,
    notes,
)
from widgetql import InvalidInput, Limits, compute_widget_data, drill_down, validate_widget
from widgetql.testing import expected_widget_data, matching_ids, same
from widgetql.testing.databases import filled

CALLS = [
    call(1, "03 10:00", seconds=10, ok=True, topic="a", agent_id=1, cost=Decimal("1.50")),
    call(2, "03 11:00", seconds=30, ok=False, topic="a", agent_id=1, cost=Decimal("2.50")),
    call(3, "04 10:00", seconds=5, ok=True, topic="b", agent_id=2),
    call(4, "04 11:00", seconds=None, topic=None, agent_id=9),
    call(5, "04 12:00", seconds=15, ok=True, topic="a", agent_id=1, cost=Decimal("-4.00")),
]
NOTES = [
    note(1, 1, 1, "4"),
    note(2, 1, 1, "8"),
    note(3, 2, 1, "1"),
    note(4, 3, 2, "good"),
    note(5, 3, 1, "x"),
]
ROWS = {calls: CALLS, agents: AGENTS, metrics: METRICS, notes: NOTES}
OK = {"field": "ok", "op": "eq", "value": True}
COUNT: dict[str, Any] = {"name": "n", "aggregation_function": "count"}
DONE = {"name": "done", "aggregation_function": "count", "filters": OK}
RATE = {"name": "rate", "ratio": ["done", "n"]}
SPENT = {"name": "spent", "aggregation_function": "sum", "field": "seconds"}
DAY = {"field": "timestamp", "time_period": "day"}


def table(*metrics: Any, **more: Any) -> dict[str, Any]:
    return {"chart_type": "table", "dimensions": ["topic"], "metrics": [*metrics], "filters": SINCE} | more


WIDGETS: dict[str, tuple[dict[str, Any], list[dict[str, Any]]]] = {
    "filters-and-a-ratio": (
        table(COUNT, DONE, RATE),
        [
            {"topic": "a", "n": 3, "done": 2, "rate": 2 / 3, "sample_count": 3, "sample_counts": {"done": 2}},
            {"topic": "b", "n": 1, "done": 1, "rate": 1.0, "sample_count": 1, "sample_counts": {"done": 1}},
            {"topic": None, "n": 1, "done": 0, "rate": 0.0, "sample_count": 1, "sample_counts": {"done": 0}},
        ],
    ),
    "hidden-and-sorted-by-the-ratio": (
        table(
            COUNT | {"hidden": True}, DONE | {"hidden": True}, RATE, order_by=[{"name": "rate"}],
        ),
        [
            {"topic": None, "rate": 0.0, "sample_count": 1},
            {"topic": "a", "rate": 2 / 3, "sample_count": 3},
            {"topic": "b", "rate": 1.0, "sample_count": 1},
        ],
    ),
    "by-nothing-is-null": (
        table(
            {"name": "s", "ratio": ["spent", "paid"]},
            SPENT | {"hidden": True},
            {"name": "paid", "aggregation_function": "sum", "field": "cost", "hidden": True},
            order_by=[{"name": "s", "direction": "desc"}, {"name": "topic"}],
        ),
        [
            {"topic": "a", "s": None, "sample_count": 3},
            {"topic": "b", "s": None, "sample_count": 1},
            {"topic": None, "s": None, "sample_count": 1},
        ],
    ),
    "shares-of-all-whatever-the-limit": (
        table(
            COUNT, SPENT, {"name": "of_n", "share": "n"}, {"name": "of_spent", "share": "spent"},
            order_by=[{"name": "of_spent", "direction": "desc"}], limit=1,
        ),
        [{"topic": "a", "n": 3, "spent": 55, "of_n": 0.6, "of_spent": 55 / 60, "sample_count": 3}],
    ),
    "shares-within-a-dimension": (
        table(
            COUNT,
            {"name": "of_topic", "share": "n", "within": ["topic"]},
            {"name": "of_day", "share": "n", "within": ["timestamp"]},
            {"name": "own", "share": "n", "within": ["topic", "timestamp"]},
            dimensions=["topic", DAY], order_by=[{"name": "of_topic"}, {"name": "of_day"}, {"name": "topic"}],
        ),
        [
            {"topic": "a", "timestamp": "2025-11-04T00:00:00Z", "n": 1, "of_topic": 1 / 3, "of_day": 1 / 3,
             "own": 1.0, "sample_count": 1},
            {"topic": "a", "timestamp": "2025-11-03T00:00:00Z", "n": 2, "of_topic": 2 / 3, "of_day": 1.0,
             "own": 1.0, "sample_count": 2},
            {"topic": "b", "timestamp": "2025-11-04T00:00:00Z", "n": 1, "of_topic": 1.0, "of_day": 1 / 3,
             "own": 1.0, "sample_count": 1},
            {"topic": None, "timestamp": "2025-11-04T00:00:00Z", "n": 1, "of_topic": 1.0, "of_day": 1 / 3,
             "own": 1.0, "sample_count": 1},
        ],
    ),
    "a-share-of-different-values": (
        table(
            {"name": "t", "aggregation_function": "count_distinct", "field": "agent.name", "filters": OK},
            {"name": "part", "share": "t"}, {"name": "in_day", "share": "t", "within": ["timestamp"]},
            dimensions=[DAY], order_by=[{"name": "in_day"}, {"name": "part", "direction": "desc"}],
        ),
        [
            {"timestamp": "2025-11-04T00:00:00Z", "t": 2, "part": 1.0, "in_day": 1.0, "sample_count": 3,
             "sample_counts": {"t": 2, "part": 2, "in_day": 2}},
            {"timestamp": "2025-11-03T00:00:00Z", "t": 1, "part": 0.5, "in_day": 1.0, "sample_count": 2,
             "sample_counts": {"t": 1, "part": 1, "in_day": 1}},
        ],
    ),
    "a-metric-of-its-own": (
        table(
            {"name": "rows", "aggregation_function": "count"},
            {"name": "mean", "aggregation_function": "avg", "field": "notes.value", "metric": 1},
            {"name": "kinds", "aggregation_function": "count_distinct", "field": "notes.value", "metric": 2},
            {"name": "short", "aggregation_function": "max", "field": "notes.value", "metric": 1,
             "filters": {"field": "seconds", "op": "lt", "value": 20}} | {"name": "most"},
        ),
        [
            {"topic": "a", "rows": 3, "mean": 13 / 3, "kinds": 0, "most": 8, "sample_count": 3,
             "sample_counts": {"mean": 3, "kinds": 0, "most": 2}, "record_count": 2},
            {"topic": "b", "rows": 2, "mean": None, "kinds": 1, "most": None, "sample_count": 2,
             "sample_counts": {"mean": 0, "kinds": 1, "most": 0}, "record_count": 1},
        ],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", WIDGETS)
def test_measures(engine: Engine, name: str) -> None:
    widget, rows = WIDGETS[name]
    with filled(engine, ROWS) as connection:
        found = compute_widget_data(connection, widget, DATASET, now=NOW).data
    assert same(found, rows), found
    assert same(expected_widget_data(widget, DATASET, ROWS, now=NOW)["data"], rows)


def test_per_divides_by_the_time_of_a_row(engine: Engine) -> None:
    # In New York 2 November has 25 hours; the range ends in the middle of the 3rd.
    widget = table(
        COUNT | {"per": "hour"}, SPENT | {"per": "minute"}, {"name": "r", "ratio": ["spent", "n"]},
        dimensions=[DAY], order_by=[{"name": "timestamp"}],
        filters={"operator": "and", "conditions": [
            {"field": "timestamp", "op": "gte", "value": "2025-11-02"},
            {"field": "timestamp", "op": "lt", "value": "2025-11-03T17:00:00Z"}]},
    )  # fmt: skip
    records = [
        call(1, "02 05:00", seconds=10),
        call(2, "03 04:59", seconds=40),
        call(3, "03 12:00", seconds=6),
    ]
    with filled(engine, {calls: records}) as connection:
        asked: dict[str, Any] = {"now": NOW, "timezone": "America/New_York"}
        found = compute_widget_data(connection, widget, DATASET, **asked).data
        whole = compute_widget_data(connection, widget | {"dimensions": [], "order_by": []}, DATASET, **asked)
        open_ended = compute_widget_data(
            connection, widget | {"dimensions": [], "order_by": [], "filters": {}}, DATASET,
            limits=Limits(max_range=None), **asked,
        )  # fmt: skip
    assert same(found, [
        {"timestamp": "2025-11-02T04:00:00Z", "n": 2 / 25, "spent": 50 / 1500, "r": 50 / 1500 * 25 / 2,
         "sample_count": 2},
        {"timestamp": "2025-11-03T05:00:00Z", "n": 1 / 12, "spent": 6 / 720, "r": 6 / 720 * 12,
         "sample_count": 1},
    ]), found  # fmt: skip
    assert same(whole.data, [{"n": 3 / 37, "spent": 56 / 37 / 60, "r": 56 / 3 / 60, "sample_count": 3}])
    assert open_ended.data == [{"n": None, "spent": None, "r": None, "sample_count": 3}]


@pytest.mark.parametrize("order", ["asc", "desc"])
def test_rows_sort_by_what_a_ratio_of_a_deviation_is(engine: Engine, order: str) -> None:
    spread = {"name": "spread", "aggregation_function": "stddev", "field": "score", "hidden": True}
    widget = table(
        {"name": "sum", "aggregation_function": "sum", "field": "score", "hidden": True}, spread,
        {"name": "r", "ratio": ["sum", "spread"]}, order_by=[{"name": "r", "direction": order}],
    )  # fmt: skip
    values = {"a": (1.0, 3.0), "b": (-1.0, -9.0), "c": (100.0, 101.0), "d": (5.0, 5.0), "e": (7.0,)}
    records = [
        call(number, "03 10:00", topic=topic, score=score)
        for number, (topic, score) in enumerate((topic, score) for topic in values for score in values[topic])
    ]
    rows = {calls: records, agents: (), metrics: (), notes: ()}
    with filled(engine, rows) as connection:
        found = compute_widget_data(connection, widget, DATASET, now=NOW).data
    assert same(found, expected_widget_data(widget, DATASET, rows, now=NOW)["data"])
    expected = ["b", "a", "c"] if order == "asc" else ["c", "a", "b"]
    assert [row["topic"] for row in found] == [*expected, "d", "e"]


@pytest.mark.parametrize(
    ("above", "below"), [(1e-300, 1e300), (1e300, 1e-300), (-1e308, 1e-5), (1e-300, -1e300)]
)
def test_a_ratio_beyond_the_doubles_is_no_error(engine: Engine, above: float, below: float) -> None:
    widget = table(
        {"name": "up", "aggregation_function": "max", "field": "score", "filters": OK},
        {"name": "down", "aggregation_function": "max", "field": "score"} | {
            "filters": {"field": "ok", "op": "eq", "value": False}},
        {"name": "r", "ratio": ["up", "down"]}, order_by=[{"name": "r"}],
    )  # fmt: skip
    records = [call(1, "03 10:00", score=above, ok=True), call(2, "03 10:00", score=below, ok=False)]
    with filled(engine, {calls: records}) as connection:
        (found,) = compute_widget_data(connection, widget, DATASET, now=NOW).data
    assert found["r"] in ((None,) if abs(above) > abs(below) else (0.0, -0.0))


def test_what_is_behind_a_measure(engine: Engine) -> None:
    widget = table(COUNT, DONE, RATE, {"name": "mean", "aggregation_function": "avg", "field": "seconds"})
    with filled(engine, ROWS) as connection:
        rows = compute_widget_data(connection, widget, DATASET, now=NOW).data
    by_topic = {row["topic"]: row for row in rows}

    def ids(topic: str | None, **asked: Any) -> list[int]:
        return matching_ids(
            drill_down(widget, by_topic[topic], DATASET, now=NOW, **asked), DATASET, ROWS, now=NOW
        )

    assert ids("a") == ids("a", measure="n") == ids("a", measure="rate") == [1, 2, 5]
    assert ids("a", measure="done") == ids("a", measure="rate", numerator=True) == [1, 5]
    assert (ids(None, measure="n"), ids(None, measure="mean"), ids("b", measure="mean")) == ([4], [], [3])


def test_what_is_behind_a_measure_of_related_rows(engine: Engine) -> None:
    widget, rows = WIDGETS["a-metric-of-its-own"]
    found = {}
    with filled(engine, ROWS) as connection:
        for name in ("mean", "kinds", "most"):
            for row in rows:
                asked = drill_down(widget, row, DATASET, now=NOW, measure=name, connection=connection)
                found[name, row["topic"]] = matching_ids(asked, DATASET, ROWS, now=NOW)
    assert found == {
        ("mean", "a"): [1, 2], ("mean", "b"): [], ("kinds", "a"): [], ("kinds", "b"): [3],
        ("most", "a"): [1], ("most", "b"): [],
    }  # fmt: skip


ROW = {"topic": "a"}


@pytest.mark.parametrize(
    ("asked", "pointer", "code"),
    [
        ({"measure": "cost"}, "", "unknown_field"),
        ({"measure": ["n"]}, "", "unknown_field"),
        ({"measure": "n", "numerator": True}, "", "not_for_chart"),
        ({"numerator": True}, "", "unknown_field"),
    ],
)
def test_what_no_measure_is(asked: dict[str, Any], pointer: str, code: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        drill_down(table(COUNT, DONE, RATE), ROW, DATASET, now=NOW, **asked)
    assert [(one.pointer, one.code) for one in caught.value.problems] == [(pointer, code)]


NOT: dict[str, tuple[list[Any], str, str]] = {
    "a-ratio-of-what-is-not-there": (
        [COUNT, {"name": "r", "ratio": ["n", "m"]}],
        "/metrics/1/ratio/1",
        "unknown_field",
    ),
    "a-ratio-of-a-ratio": (
        [COUNT, DONE, RATE, {"name": "r", "ratio": ["rate", "n"]}],
        "/metrics/3/ratio/0",
        "not_for_chart",
    ),
    "a-ratio-of-a-share": (
        [COUNT, {"name": "s", "share": "n"}, {"name": "r", "ratio": ["s", "n"]}],
        "/metrics/2/ratio/0",
        "not_for_chart",
    ),
    "a-ratio-of-a-time": (
        [
            COUNT,
            {"name": "t", "aggregation_function": "max", "field": "seen"},
            {"name": "r", "ratio": ["t", "n"]},
        ],
        "/metrics/2/ratio/0",
        "aggregation_not_allowed",
    ),
    "a-share-of-a-mean": (
        [{"name": "m", "aggregation_function": "avg", "field": "seconds"}, {"name": "s", "share": "m"}],
        "/metrics/1/share",
        "aggregation_not_allowed",
    ),
    "within-no-dimension": (
        [COUNT, {"name": "s", "share": "n", "within": ["cost"]}],
        "/metrics/1/within/0",
        "unknown_field",
    ),
    "a-ratio-of-three": ([COUNT, {"name": "r", "ratio": ["n"] * 3}], "/metrics/1/ratio", "wrong_type"),
    "a-ratio-without-a-name": ([COUNT, {"ratio": ["n", "n"]}], "/metrics/1/name", "missing_key"),
    "a-ratio-and-a-share": (
        [COUNT, {"name": "r", "ratio": ["n", "n"], "share": "n"}],
        "/metrics/1/share",
        "unknown_key",
    ),
    "within-no-share": ([COUNT | {"within": ["topic"]}], "/metrics/0/within", "conflicting_keys"),
    "a-mean-by-time": (
        [{"aggregation_function": "avg", "field": "seconds", "per": "hour"}],
        "/metrics/0/per",
        "conflicting_keys",
    ),
    "another-time": ([COUNT | {"per": "week"}], "/metrics/0/per", "unknown_period"),
    "filters-that-are-text": ([COUNT | {"filters": "{}"}], "/metrics/0/filters", "not_an_object"),
    "filters-that-are-wrong": (
        [COUNT | {"filters": {"field": "ok", "op": "eq", "value": 5}}],
        "/metrics/0/filters/value",
        "wrong_type",
    ),
    "a-metric-of-a-count": ([COUNT | {"metric": 1}], "/metrics/0/metric", "not_for_chart"),
    "a-metric-of-another-field": (
        [{"aggregation_function": "avg", "field": "seconds", "metric": 1}],
        "/metrics/0/metric",
        "not_for_chart",
    ),
    "a-name-that-rows-have": ([COUNT | {"name": "value"}], "/metrics/0/name", "duplicate_name"),
    "hidden-by-a-word": ([COUNT | {"hidden": "yes"}], "/metrics/0/hidden", "wrong_type"),
    "half-of-a-surrogate": (
        [COUNT, {"name": "\ud800", "ratio": ["n", "n"]}],
        "/metrics/1/name",
        "invalid_text",
    ),
}


@pytest.mark.parametrize("name", NOT)
def test_what_is_no_measure(name: str) -> None:
    metrics, pointer, code = NOT[name]
    assert [(one.pointer, one.code) for one in validate_widget(table(*metrics), DATASET, now=NOW)] == [
        (pointer, code)
    ]


def test_a_rate_does_not_sort_periods() -> None:
    widget = table(COUNT | {"per": "hour"}, dimensions=[DAY], order_by=[{"name": "n"}])
    (found,) = validate_widget(widget, DATASET, now=NOW)
    assert (found.pointer, found.code) == ("/order_by/0/name", "not_for_chart")


def test_conditions_of_measures_count_to_those_of_the_widget() -> None:
    three = COUNT | {"filters": {"operator": "and", "conditions": [OK] * 3}}
    widget = table(three, {**three, "name": "m"})
    found = validate_widget(widget, DATASET, now=NOW, limits=Limits(max_conditions=7))
    assert found == []
    (one,) = validate_widget(widget, DATASET, now=NOW, limits=Limits(max_conditions=6))
    assert (one.code, one.pointer) == ("too_many", "/filters")
    asked = {"filters": {"field": "topic", "op": "regex", "value": "a"}}
    (one,) = validate_widget(
        table(COUNT | asked, DONE | asked), DATASET, now=NOW, limits=Limits(max_search_cost=12)
    )
    assert (one.code, one.pointer) == ("too_many", "/metrics/1/filters")
