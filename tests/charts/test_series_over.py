"""Bars of several measures over something else than time: long rows of each label, part of time or bin."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import Engine

from tests.charts.calls import DATASET, NOW, note, notes
from tests.charts.test_measures import COUNT, DONE, RATE, ROWS, SPENT
from tests.charts.test_series import BY_TOPIC, MEDIAN, SPAN, rows
from widgetql import InvalidInput, Limits, compute_widget_data, drill_down, validate_widget
from widgetql.testing import difference, expected_widget_data, matching_ids, same
from widgetql.testing.databases import filled


def bar(x: Any, *metrics: Any, **more: Any) -> dict[str, Any]:
    return {"chart_type": "bar", "metrics": [*metrics], "x": x, "filters": SPAN} | more


LABELLED = "label series value sample_count"
BINNED = "from to series value sample_count"
PART = {"field": "timestamp", "part": "day_of_week"}
OF_ALL = {"name": "of_all", "share": "n"}
MEAN = {"name": "mean", "aggregation_function": "avg", "field": "notes.value"}
HIDDEN = COUNT | {"hidden": True}
CHARTS: dict[str, tuple[dict[str, Any], list[dict[str, Any]], int]] = {
    "labels-by-the-first": (
        bar("topic", RATE, DONE, HIDDEN, SPENT, COUNT | {"name": "daily", "per": "day"}),
        rows(LABELLED, ("b", "rate", 1.0, 1), ("b", "done", 1, 1), ("b", "spent", 5, 1),
             ("b", "daily", 1 / 3, 1),
             ("a", "rate", 2 / 3, 3), ("a", "done", 2, 2), ("a", "spent", 55, 3), ("a", "daily", 1.0, 3)),
        1,
    ),
    "labels-and-what-has-none": (
        bar("topic", SPENT, COUNT, OF_ALL, include_missing=True),
        rows(LABELLED, ("a", "spent", 55, 3), ("a", "n", 3, 3), ("a", "of_all", 0.6, 3),
             ("b", "spent", 5, 1), ("b", "n", 1, 1), ("b", "of_all", 0.2, 1),
             (None, "spent", None, 0), (None, "n", 1, 1), (None, "of_all", 0.2, 1)),
        0,
    ),
    "shares-are-of-all-records": (
        bar("topic", OF_ALL, HIDDEN, {"name": "own", "share": "n", "within": ["label"]}),
        rows(LABELLED, ("a", "of_all", 0.6, 3), ("a", "own", 1.0, 3), ("b", "of_all", 0.2, 1),
             ("b", "own", 1.0, 1)),
        1,
    ),
    "labels-beyond-the-limit": (
        bar("topic", COUNT, MEDIAN, OF_ALL, limit=1),
        [*rows(LABELLED, ("a", "n", 3, 3), ("a", "median", 15.0, 3), ("a", "of_all", 0.6, 3)),
         *(one | {"other": True, "excluded": ["a"]} for one in
           rows(LABELLED, ("other", "n", 1, 1), ("other", "median", 5.0, 1), ("other", "of_all", 0.2, 1)))],
        1,
    ),
    "labels-by-group": (
        bar("topic", COUNT, {"name": "in_group", "share": "n", "within": ["group"]},
            {"name": "in_label", "share": "n", "within": ["label"]}, OF_ALL,
            group_by={"type": "field", "field": "agent.name"}),
        rows("label group series value sample_count",
             ("a", "Ada", "n", 3, 3), ("a", "Ada", "in_group", 1.0, 3), ("a", "Ada", "in_label", 1.0, 3),
             ("a", "Ada", "of_all", 0.6, 3), ("b", "Émile", "n", 1, 1), ("b", "Émile", "in_group", 1.0, 1),
             ("b", "Émile", "in_label", 1.0, 1), ("b", "Émile", "of_all", 0.2, 1)),
        1,
    ),
    "numbers-ascend": (
        bar("seconds", DONE, {"name": "top", "aggregation_function": "last", "field": "topic"}),
        rows(LABELLED, (5, "done", 1, 1), (5, "top", "b", 1), (10, "done", 1, 1), (10, "top", "a", 1),
             (15, "done", 1, 1), (15, "top", "a", 1), (30, "done", 0, 0), (30, "top", "a", 1)),
        0,
    ),
    "parts-without-gaps": (
        bar(PART | {"name": "day"}, DONE, RATE, HIDDEN, fill_gaps=True,
            filters=SPAN | {"value": ["2025-11-03", "2025-11-03"]}),
        [row for day in range(1, 8) for row in rows(
            LABELLED, (day, "done", int(day == 1), int(day == 1)),
            (day, "rate", 0.5 if day == 1 else None, 2 * (day == 1)))],
        0,
    ),
    "bins": (
        bar({"field": "seconds", "bins": {"width": 10}}, COUNT, OF_ALL, include_missing=True),
        [*rows(BINNED, (0, 10, "n", 1, 1), (0, 10, "of_all", 0.2, 1), (10, 20, "n", 2, 2),
               (10, 20, "of_all", 0.4, 2), (20, 30, "n", 0, 0), (20, 30, "of_all", 0.0, 0),
               (30, 40, "n", 1, 1), (30, 40, "of_all", 0.2, 1)),
         *(one | {"missing": True} for one in
           rows(BINNED, (None, None, "n", 1, 1), (None, None, "of_all", 0.2, 1)))],
        1,
    ),
    "bins-by-group": (
        bar({"field": "seconds", "bins": {"edges": [0, 10, 20]}}, COUNT,
            {"name": "in_group", "share": "n", "within": ["group"]}, **BY_TOPIC),
        rows("from to group series value sample_count",
             (0, 10, "a", "n", 0, 0), (0, 10, "a", "in_group", 0.0, 0),
             (0, 10, "b", "n", 1, 1), (0, 10, "b", "in_group", 1.0, 1),
             (10, 20, "a", "n", 2, 2), (10, 20, "a", "in_group", 2 / 3, 2),
             (10, 20, "b", "n", 0, 0), (10, 20, "b", "in_group", 0.0, 0),
             (20, None, "a", "n", 1, 1), (20, None, "a", "in_group", 1 / 3, 1)),
        1,
    ),
    "parts-divided-by-their-own-time": (
        bar(PART, COUNT | {"name": "hourly", "per": "hour"}),
        rows(LABELLED, (1, "hourly", 2 / 24, 2), (2, "hourly", 3 / 24, 3)),
        0,
    ),
    "related-rows": (
        bar("notes.text", COUNT, OF_ALL, {"name": "texts", "aggregation_function": "count_distinct",
                                          "field": "notes.text"}),
        [row for text in ("1", "4", "8", "good", "x") for row in rows(
            f"{LABELLED} record_count", (text, "n", 1, 1, 1), (text, "of_all", 0.2, 1, 1),
            (text, "texts", 1, 1, 1))],
        0,
    ),
    "related-rows-of-metrics": (
        bar("notes.text", MEAN, COUNT, metric=1),
        rows(f"{LABELLED} record_count", ("8", "mean", 8.0, 1, 1), ("8", "n", 1, 1, 1),
             ("4", "mean", 4.0, 1, 1), ("4", "n", 1, 1, 1), ("1", "mean", 1.0, 1, 1), ("1", "n", 1, 1, 1),
             ("x", "mean", None, 0, 0), ("x", "n", 1, 1, 1)),
        0,
    ),
    "a-record's-label-of-related-rows": (
        bar("topic", COUNT, MEAN | {"metric": 1}),
        rows(f"{LABELLED} record_count", ("a", "n", 3, 3, 2), ("a", "mean", 13 / 3, 3, 2),
             ("b", "n", 2, 2, 1), ("b", "mean", None, 0, 0)),
        0,
    ),
    "bins-of-the-records-of-related-rows": (
        bar({"field": "seconds", "bins": {"count": 2}}, COUNT, MEAN, metric=1),
        # The call of 5 seconds has a rating that is no number, that of 15 has none.
        rows(f"{BINNED} record_count", (0, 20, "n", 3, 3, 2), (0, 20, "mean", 6.0, 2, 1),
             (20, 40, "n", 1, 1, 1), (20, 40, "mean", 1.0, 1, 1)),
        0,
    ),
    "nothing-shown": (bar("topic", HIDDEN), [], 1),
    "nothing": (bar("topic", COUNT, filters=SPAN | {"value": ["2025-11-02", "2025-11-02"]}), [], 0),
}  # fmt: skip


@pytest.mark.parametrize("name", CHARTS)
def test_bars_of_measures(engine: Engine, name: str) -> None:
    widget, data, missing = CHARTS[name]
    with filled(engine, ROWS) as connection:
        found: Any = compute_widget_data(connection, widget, DATASET, now=NOW).to_dict()
        behind = [
            len(matching_ids(drill_down(widget, row, DATASET, now=NOW, connection=connection), DATASET, ROWS))
            for row in data
        ]
    assert same(found["data"], data), found["data"]
    assert found["metadata"]["missing"] == missing
    assert same(found, expected_widget_data(widget, DATASET, ROWS, now=NOW))
    assert behind == [row.get("record_count", row["sample_count"]) for row in data]


def test_labels_and_groups_beyond_the_limits_are_each_one(engine: Engine) -> None:
    measures = [COUNT, {"name": "in_group", "share": "n", "within": ["group"]}, MEDIAN, OF_ALL]
    widget = bar("seconds", *measures, limit=1, **BY_TOPIC)
    asked: dict[str, Any] = {"now": NOW, "limits": Limits(max_groups=1)}
    with filled(engine, ROWS) as connection:
        found = compute_widget_data(connection, widget, DATASET, **asked).data
        behind = [
            matching_ids(drill_down(widget, row, DATASET, **asked), DATASET, ROWS, now=NOW) for row in found
        ]
    both = {"group": "other", "other": True, "group_excluded": ["a"]}
    rest = {"label": "other", "other": True, "excluded": [5]}
    keys = "series value sample_count"
    assert same(found, [
        *({"label": 5} | both | row for row in rows(
            keys, ("n", 1, 1), ("in_group", 0.5, 1), ("median", 5.0, 1), ("of_all", 0.2, 1))),
        *(rest | {"group": "a"} | row for row in rows(
            keys, ("n", 3, 3), ("in_group", 1.0, 3), ("median", 15.0, 3), ("of_all", 0.6, 3))),
    ]), found  # fmt: skip
    assert behind == [[3]] * 4 + [[1, 2, 5]] * 4
    assert same(found, expected_widget_data(widget, DATASET, ROWS, **asked)["data"])


def test_bins_go_by_the_related_rows_of_a_metric(engine: Engine) -> None:
    data = ROWS | {notes: [note(1, 1, 1, "4"), note(2, 2, 2, "4")]}
    bins = {"field": "seconds", "bins": {"count": 20}}
    plain = {"chart_type": "bar", "field": "notes.value", "aggregation_function": "avg", "x": bins}
    measures: dict[str, Any] = {"metrics": [COUNT, MEAN]}
    with filled(engine, data) as connection:
        for widget in (
            plain,
            {"chart_type": "bar", "x": bins} | measures,
            {"chart_type": "table", "dimensions": [bins]} | measures,
            {"chart_type": "pivot", "rows": [bins], "columns": ["topic"]} | measures,
        ):
            asked = widget | {"metric": 1, "filters": SPAN}
            found: Any = compute_widget_data(connection, asked, DATASET, now=NOW).to_dict()
            expected = expected_widget_data(asked, DATASET, data, now=NOW)
            assert difference(found, expected) is None, widget


def test_a_period_is_the_bar_over_time(engine: Engine) -> None:
    by_x = bar({"field": "timestamp", "time_period": "day"}, COUNT, DONE)
    over_time = {key: value for key, value in by_x.items() if key != "x"} | {"time_period": "day"}
    with filled(engine, ROWS) as connection:
        found, expected = (
            compute_widget_data(connection, one, DATASET, now=NOW).to_dict() for one in (by_x, over_time)
        )
    assert found == expected


def test_of_one_measure_a_bar_is_the_plain_one(engine: Engine) -> None:
    axes: list[dict[str, Any]] = [
        {"x": "topic", "include_missing": True},
        {"x": "ok", **BY_TOPIC},
        {"x": PART, "fill_gaps": True},
        {"x": {"field": "seconds", "bins": {"count": 3}}},
    ]
    plain = {"chart_type": "bar", "field": "seconds", "aggregation_function": "sum", "filters": SPAN}
    with filled(engine, ROWS) as connection:
        for axis in axes:
            alone = compute_widget_data(connection, plain | axis, DATASET, now=NOW).data
            widget = {"chart_type": "bar", "metrics": [SPENT], "filters": SPAN} | axis
            found = compute_widget_data(connection, widget, DATASET, now=NOW)
            assert [{key: row[key] for key in row if key != "series"} for row in found.data] == alone


def test_every_series_counts_to_the_rows_of_an_answer(engine: Engine) -> None:
    filled_bar = bar(PART, COUNT, SPENT, fill_gaps=True)
    with filled(engine, ROWS) as connection:
        for widget, most in ((filled_bar, 13), (bar("seconds", COUNT, SPENT), 7)):
            limits = Limits(max_answer_rows=most)
            with pytest.raises(InvalidInput) as caught:
                compute_widget_data(connection, widget, DATASET, now=NOW, limits=limits)
            assert [one.code for one in caught.value.problems] == ["too_many_rows"]
            limits = Limits(max_answer_rows=most + 1)
            assert (
                len(compute_widget_data(connection, widget, DATASET, now=NOW, limits=limits).data) == most + 1
            )


@pytest.mark.parametrize(
    ("widget", "pointer", "code"),
    [
        (bar("topic", COUNT, field="seconds"), "/field", "conflicting_keys"),
        (bar("topic", COUNT, compare={"to": "-1d"}), "/compare", "conflicting_keys"),
        (bar("topic", COUNT, window={"type": "cumulative"}), "/window", "conflicting_keys"),
        (bar("topic", COUNT, time_period="day"), "/time_period", "conflicting_keys"),
        (bar("topic", COUNT, fill_gaps=True), "/fill_gaps", "not_for_chart"),
        (bar(PART, COUNT, limit=5), "/limit", "not_for_chart"),
        (bar("notes.text", SPENT), "/metrics/0", "fan_out"),
        (bar("nothing", COUNT), "/x", "unknown_field"),
        (bar("topic", COUNT, metric=1), "/metric", "not_for_chart"),
        (bar("topic", COUNT, OF_ALL | {"within": ["time_interval"]}), "/metrics/1/within/0", "unknown_field"),
    ],
)
def test_what_is_no_bar_of_measures(widget: dict[str, Any], pointer: str, code: str) -> None:
    assert [(one.pointer, one.code) for one in validate_widget(widget, DATASET, now=NOW)] == [(pointer, code)]
