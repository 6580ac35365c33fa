"""Bars and pies of several measures: long rows, each of one series."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import Engine

from tests.charts.calls import DATASET, NOW, call, calls, note, notes
from tests.charts.test_measures import COUNT, DONE, RATE, ROWS, SPENT
from widgetql import (
    InvalidInput,
    Limits,
    compute_dashboard_data,
    compute_widget_data,
    drill_down,
    validate_widget,
)
from widgetql.testing import difference, expected_widget_data, matching_ids, same
from widgetql.testing.databases import filled

SPAN: dict[str, Any] = {"field": "timestamp", "op": "between", "value": ["2025-11-02", "2025-11-04"]}
BY_TOPIC = {"group_by": {"type": "field", "field": "topic"}}
PAID = {"name": "paid", "aggregation_function": "sum", "field": "cost"}
OF_LABEL = {"name": "s", "share": "n", "within": ["label"]}
MEDIAN = {"name": "median", "aggregation_function": "median", "field": "seconds"}


def bar(*metrics: Any, **more: Any) -> dict[str, Any]:
    return {"chart_type": "bar", "metrics": [*metrics], "time_period": "day", "filters": SPAN} | more


def pie(*metrics: Any, **more: Any) -> dict[str, Any]:
    return {"chart_type": "pie", "field": "topic", "metrics": [*metrics], "filters": SPAN} | more


def rows(keys: str, *values: tuple[Any, ...]) -> list[dict[str, Any]]:
    return [dict(zip(keys.split(), one, strict=True)) for one in values]


D2, D3, D4 = (f"2025-11-0{day}T00:00:00Z" for day in (2, 3, 4))
TIMED = "time_interval series value sample_count"
SLICED = "label series value percentage sample_count"
CHARTS: dict[str, tuple[dict[str, Any], list[dict[str, Any]]]] = {
    "a-bar": (
        bar(COUNT, DONE, RATE, SPENT | {"hidden": True}, MEDIAN),
        rows(TIMED, (D3, "n", 2, 2), (D3, "done", 1, 1), (D3, "rate", 0.5, 2), (D3, "median", 20.0, 2),
             (D4, "n", 3, 3), (D4, "done", 2, 2), (D4, "rate", 2 / 3, 3), (D4, "median", 10.0, 2)),
    ),
    "a-bar-without-gaps": (
        bar(COUNT | {"per": "hour"}, {"name": "of_all", "share": "n"}, {"name": "r", "ratio": ["spent", "n"]},
            {"name": "in_day", "share": "n", "within": ["time_interval"]}, SPENT, fill_gaps=True),
        rows(TIMED, (D2, "n", 0.0, 0), (D2, "of_all", 0.0, 0), (D2, "r", None, 0), (D2, "in_day", None, 0),
             (D2, "spent", None, 0),
             (D3, "n", 2 / 24, 2), (D3, "of_all", 0.4, 2), (D3, "r", 480.0, 2), (D3, "in_day", 1.0, 2),
             (D3, "spent", 40, 2),
             (D4, "n", 3 / 24, 3), (D4, "of_all", 0.6, 3), (D4, "r", 160.0, 3), (D4, "in_day", 1.0, 3),
             (D4, "spent", 20, 2)),
    ),
    "a-bar-by-group": (
        bar(DONE, {"name": "of_topic", "share": "done", "within": ["group"]}, **BY_TOPIC),
        rows("time_interval group series value sample_count", (D3, "a", "done", 1, 1),
             (D3, "a", "of_topic", 0.5, 1), (D4, "a", "done", 1, 1), (D4, "a", "of_topic", 0.5, 1),
             (D4, "b", "done", 1, 1), (D4, "b", "of_topic", 1.0, 1),
             (D4, None, "done", 0, 0), (D4, None, "of_topic", None, 0)),
    ),
    "a-bar-of-a-metric": (
        bar({"name": "mean", "aggregation_function": "avg", "field": "notes.value"}, COUNT, metric=1),
        rows(f"{TIMED} record_count", (D3, "mean", 13 / 3, 3, 2), (D3, "n", 3, 3, 2),
             (D4, "mean", None, 0, 0), (D4, "n", 1, 1, 1)),
    ),
    "a-bar-of-two-metrics": (
        bar({"name": "mean", "aggregation_function": "avg", "field": "notes.value", "metric": 1},
            {"name": "moods", "aggregation_function": "count", "field": "notes.value", "metric": 2}),
        rows(f"{TIMED} record_count", (D3, "mean", 13 / 3, 3, 2), (D3, "moods", 0, 0, 0),
             (D4, "mean", None, 0, 0), (D4, "moods", 1, 1, 1)),
    ),
    "a-pie": (
        pie(SPENT, COUNT, MEDIAN, {"name": "part", "share": "n"}),
        rows(SLICED, ("a", "spent", 55, 91.7, 3), ("b", "spent", 5, 8.3, 1),
             ("a", "n", 3, 75.0, 3), ("b", "n", 1, 25.0, 1), ("a", "median", 15.0, None, 3),
             ("b", "median", 5.0, None, 1), ("a", "part", 0.6, None, 3), ("b", "part", 0.2, None, 1)),
    ),
    "a-pie-ranked-by-a-ratio": (
        pie(RATE, DONE, COUNT | {"hidden": True}, include_missing=True),
        rows(SLICED, ("b", "rate", 1.0, None, 1), ("a", "rate", 2 / 3, None, 3),
             (None, "rate", 0.0, None, 1), ("b", "done", 1, 33.3, 1), ("a", "done", 2, 66.7, 2),
             (None, "done", 0, 0.0, 0)),
    ),
    "a-pie-of-losses": (
        pie(PAID, COUNT | {"per": "day"}),
        rows(SLICED, ("a", "paid", 0, 0.0, 3), ("b", "paid", None, None, 0),
             ("a", "n", 1.0, 75.0, 3), ("b", "n", 1 / 3, 25.0, 1)),
    ),
    "a-pie-of-a-metric": (
        pie(COUNT, field="notes.value", metric=2),
        rows(f"{SLICED} record_count", ("good", "n", 1, 100.0, 1, 1)),
    ),
    "nothing-shown": (bar(COUNT | {"hidden": True}), []),
    "a-pie-of-nothing": (pie(COUNT, filters={"field": "timestamp", "op": "eq", "value": "2025-11-02"}), []),
}  # fmt: skip


@pytest.mark.parametrize("name", CHARTS)
def test_a_chart_of_measures(engine: Engine, name: str) -> None:
    widget, data = CHARTS[name]
    with filled(engine, ROWS) as connection:
        found: Any = compute_widget_data(connection, widget, DATASET, now=NOW).to_dict()
        shared, _ = compute_dashboard_data(
            connection, {"widgets": [widget, {"chart_type": "stat", "filters": SPAN}]}, DATASET, now=NOW
        )
    assert same(found["data"], data), found["data"]
    assert (found["field_name"], found["aggregation_function"]) == ("", None)
    assert (found["metadata"]["data_type"], found["metadata"].get("unit")) == (None, None)
    assert same(shared.data, data)  # type: ignore[union-attr]
    assert same(found, expected_widget_data(widget, DATASET, ROWS, now=NOW))


def _behind(widget: dict[str, Any], row: dict[str, Any], connection: Any, **asked: Any) -> list[int]:
    found = drill_down(widget, row, DATASET, now=NOW, connection=connection, **asked)
    return matching_ids(found, DATASET, ROWS, now=NOW)


@pytest.mark.parametrize("name", [name for name in CHARTS if "gaps" not in name])
def test_behind_a_row_are_the_records_of_its_series(engine: Engine, name: str) -> None:
    widget, data = CHARTS[name]
    with filled(engine, ROWS) as connection:
        behind = [len(_behind(widget, row, connection)) for row in data]
    assert behind == [row.get("record_count", row["sample_count"]) for row in data]


def test_slices_over_an_instant_have_no_rates_to_rank_by(engine: Engine) -> None:
    instant = {"field": "timestamp", "op": "eq", "value": "2025-11-03T10:00:00Z"}
    rows_of_it = {calls: [call(n, "03 10:00", topic=topic) for n, topic in enumerate("abb")]}
    per_day = COUNT | {"per": "day"}
    slices = pie(per_day, filters=instant)
    table = {"chart_type": "table", "dimensions": ["topic"], "metrics": [per_day], "filters": instant}
    table |= {"order_by": [{"name": "n", "direction": "desc"}]}
    pivot = {"chart_type": "pivot", "rows": ["topic"], "columns": ["ok"], "metrics": [per_day]}
    pivot |= {"filters": instant, "order_by": [{"name": "n", "direction": "desc"}]}
    with filled(engine, rows_of_it) as connection:
        for widget in (slices, table, pivot):
            found = compute_widget_data(connection, widget, DATASET, now=NOW).to_dict()
            assert same(found, expected_widget_data(widget, DATASET, rows_of_it, now=NOW)), found["data"]
        told: Any = compute_widget_data(connection, slices, DATASET, now=NOW).data
    assert [(row["label"], row["value"], row["sample_count"]) for row in told] == [
        ("a", None, 1),
        ("b", None, 2),
    ]


def test_the_rest_is_one_by_the_first_series(engine: Engine) -> None:
    limits = Limits(max_slices=1, max_groups=1)
    widget = pie(RATE, DONE, COUNT | {"hidden": True}, MEDIAN)
    grouped = bar(DONE, MEDIAN, {"name": "p", "share": "done"}, time_period="month", **BY_TOPIC)
    asked: dict[str, Any] = {"now": NOW, "limits": limits}
    with filled(engine, ROWS) as connection:
        found = compute_widget_data(connection, widget, DATASET, **asked).data
        bars = compute_widget_data(connection, grouped, DATASET, **asked).data
        behind = [_behind(widget, row, connection, limits=limits) for row in found]
        behind_median = _behind(grouped, bars[3], connection, limits=limits, measure="median")
    other = {"label": "other", "other": True, "excluded": ["b"]}
    assert same(found, [
        {"label": "b", "series": "rate", "value": 1.0, "percentage": None, "sample_count": 1},
        other | {"series": "rate", "value": 2 / 3, "percentage": None, "sample_count": 3},
        {"label": "b", "series": "done", "value": 1, "percentage": 33.3, "sample_count": 1},
        other | {"series": "done", "value": 2, "percentage": 66.7, "sample_count": 2},
        {"label": "b", "series": "median", "value": 5.0, "percentage": None, "sample_count": 1},
        other | {"series": "median", "value": 15.0, "percentage": None, "sample_count": 3},
    ]), found  # fmt: skip
    assert behind == [[3], [1, 2, 5], [3], [1, 5], [3], [1, 2, 5]]
    rest = {"group": "other", "other": True, "excluded": ["a"], "partial": True}
    assert same(bars[3:], [
        rest | {"time_interval": "2025-11-01T00:00:00Z", "series": "done", "value": 1, "sample_count": 1},
        rest | {"time_interval": "2025-11-01T00:00:00Z", "series": "median", "value": 5.0, "sample_count": 1},
        rest | {"time_interval": "2025-11-01T00:00:00Z", "series": "p", "value": 1 / 3, "sample_count": 1},
    ]), bars  # fmt: skip
    assert behind_median == [3]
    for one, data in ((widget, found), (grouped, bars)):
        assert same(data, expected_widget_data(one, DATASET, ROWS, **asked)["data"])


def test_every_series_counts_to_the_rows_of_an_answer(engine: Engine) -> None:
    filled_bar = bar(COUNT, SPENT, fill_gaps=True)
    few = Limits(max_answer_rows=5)
    records = [call(1, "02 10:00"), call(2, "03 10:00"), call(3, "04 10:00")]
    with filled(engine, {calls: records}) as connection:
        for widget in (filled_bar, bar(COUNT, SPENT)):
            with pytest.raises(InvalidInput) as caught:
                compute_widget_data(connection, widget, DATASET, now=NOW, limits=few)
            assert [one.code for one in caught.value.problems] == ["too_many_rows"]
        assert (
            len(
                compute_widget_data(
                    connection, filled_bar, DATASET, now=NOW, limits=Limits(max_answer_rows=6)
                ).data
            )
            == 6
        )


def test_related_rows_are_those_of_the_metric_whatever_is_asked_of_them(engine: Engine) -> None:
    mean = {"name": "mean", "aggregation_function": "avg", "field": "notes.value"}
    texts = {"name": "texts", "aggregation_function": "count_distinct", "field": "notes.text"}
    by_text = {"group_by": {"type": "field", "field": "notes.text"}, "time_period": "month"}
    widgets = [
        pie(COUNT, mean, field="notes.text", metric=1),
        pie(COUNT, {"name": "part", "share": "n"}, field="notes.text"),
        bar(texts, mean, metric=1, **by_text),
        bar(COUNT, mean, metric=1, time_period=None, x="notes.text"),
    ]
    said = [
        note(1, 1, 1, "4"),
        note(2, 2, 2, "4"),
        note(3, 3, 1, "5"),
        note(4, 3, 2, "9"),
        note(5, 4, 2, "9"),
    ]
    data = ROWS | {notes: said}
    asked: dict[str, Any] = {"now": NOW, "limits": Limits(max_groups=1)}
    behind: list[list[int]] = []
    with filled(engine, data) as connection:
        for widget in widgets:
            found: Any = compute_widget_data(connection, widget, DATASET, **asked).to_dict()
            assert difference(found, expected_widget_data(widget, DATASET, data, **asked)) is None, widget
            row = found["data"][0]
            records = drill_down(widget, row, DATASET, connection=connection, **asked)
            behind.append(matching_ids(records, DATASET, data, now=NOW))
    assert behind == [[1], [1, 2], [1], [1]]


@pytest.mark.parametrize(
    ("widget", "pointer", "code"),
    [
        (bar(COUNT, field="seconds"), "/field", "conflicting_keys"),
        (bar(COUNT, aggregation_function="avg"), "/aggregation_function", "conflicting_keys"),
        (bar(COUNT, metric=1), "/metric", "not_for_chart"),
        (bar(COUNT, time_period=None), "/time_period", "missing_key"),
        (bar(COUNT, {"name": "label", "aggregation_function": "count"}), "/metrics/1/name", "duplicate_name"),
        (bar(COUNT, OF_LABEL), "/metrics/1/within/0", "unknown_field"),
        (pie(COUNT, field=None), "/field", "missing_key"),
        (pie(COUNT, field="seconds"), "/chart_type", "chart_not_allowed"),
        (pie(COUNT, **BY_TOPIC), "/group_by", "conflicting_keys"),
        (pie(COUNT, metric=1), "/metric", "not_for_chart"),
        (pie(SPENT, field="notes.text"), "/metrics/0", "fan_out"),
        ({"chart_type": "line", "field": "seconds", "metrics": [COUNT]}, "/metrics", "not_for_chart"),
    ],
)  # fmt: skip
def test_what_is_no_chart_of_measures(widget: dict[str, Any], pointer: str, code: str) -> None:
    assert [(one.pointer, one.code) for one in validate_widget(widget, DATASET, now=NOW)] == [(pointer, code)]
