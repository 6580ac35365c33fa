"""Several measures beside those of the time before: stats and their groups, pies, bars over time."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import Engine

from tests.charts.calls import DATASET, NOW
from tests.charts.test_measures import COUNT, DONE, RATE, ROWS, SPENT
from tests.charts.test_series import BY_TOPIC, MEDIAN
from widgetql import Limits, compute_widget_data, drill_down, validate_widget
from widgetql.testing import difference, expected_widget_data, matching_ids
from widgetql.testing.databases import filled

DAY: dict[str, Any] = {"field": "timestamp", "op": "eq", "value": "2025-11-04"}
BEFORE = {"start": "2025-11-03T00:00:00Z", "end": "2025-11-04T00:00:00Z"}
PART = {"name": "part", "share": "n"}
DAILY = COUNT | {"name": "daily", "per": "hour"}
MEAN = {"name": "mean", "aggregation_function": "avg", "field": "notes.value", "metric": 1}


def stat(*metrics: Any, **more: Any) -> dict[str, Any]:
    compared: dict[str, Any] = {"compare": {"to": "previous_period"}, "filters": DAY}
    return {"chart_type": "stat", "metrics": [*metrics]} | compared | more


def pie(*metrics: Any, **more: Any) -> dict[str, Any]:
    return stat(*metrics, chart_type="pie", field="topic") | more


def answered(engine: Engine, widget: dict[str, Any], **limits: Any) -> tuple[Any, list[list[int]]]:
    """The answer, which the interpreter gives too, and the records behind each `previous`."""
    options: dict[str, Any] = {"now": NOW, "limits": Limits(**limits)}
    with filled(engine, ROWS) as connection:
        found: Any = compute_widget_data(connection, widget, DATASET, **options).to_dict()
        rows = found["data"] if isinstance(found["data"], list) else [found["data"]]
        before = [*(row["previous"] for row in rows), *found["metadata"]["unpaired"]]
        behind = [
            matching_ids(
                drill_down(widget, row, DATASET, connection=connection, **options), DATASET, ROWS, now=NOW
            )
            for row in before
            if row is not None
        ]
    expected = expected_widget_data(widget, DATASET, ROWS, **options)
    assert difference(found, expected) is None, found["data"]
    return found, behind


def test_a_stat_has_what_it_was_before(engine: Engine) -> None:
    found, behind = answered(engine, stat(COUNT, DONE, RATE, SPENT, DAILY, PART, MEDIAN))
    now = {"n": 3, "done": 2, "rate": 2 / 3, "spent": 20, "daily": 3 / 24, "part": 1.0, "median": 10.0}
    assert difference(found["data"], now | {
        "previous": {
            "n": 2, "done": 1, "rate": 0.5, "spent": 40, "daily": 2 / 24, "part": 1.0, "median": 20.0,
            "range": BEFORE,
            "change": {"n": 1, "done": 1, "rate": 2 / 3 - 0.5, "spent": -20, "daily": 1 / 24, "part": 0.0,
                       "median": -10.0},
            "percent": {"n": 50.0, "done": 100.0, "rate": 100 / 3, "spent": -50.0, "daily": 50.0, "part": 0.0,
                        "median": -50.0},
        }
    }) is None, found["data"]  # fmt: skip
    assert found["metadata"]["sample_counts"] == {"done": 2}
    assert behind == [[1, 2]]


def test_a_stat_s_measure_before_has_its_records(engine: Engine) -> None:
    widget = stat(COUNT, DONE, RATE)
    found, _ = answered(engine, widget)
    previous = found["data"]["previous"]
    behind = [
        matching_ids(drill_down(widget, previous, DATASET, now=NOW, **asked), DATASET, ROWS, now=NOW)
        for asked in ({"measure": "n"}, {"measure": "rate"}, {"measure": "rate", "numerator": True})
    ]
    assert behind == [[1, 2], [1, 2], [1]]


def test_groups_of_a_stat_are_one_set(engine: Engine) -> None:
    whole, behind = answered(engine, stat(DONE, RATE, COUNT | {"hidden": True}, PART, **BY_TOPIC))
    # Of no records counts are 0, all else is null.
    nothing = {"done": 0, "rate": None, "part": None, "sample_count": 0, "sample_counts": {"done": 0}}
    before = [row["previous"] for row in whole["data"]]
    assert [(row["group"], row["sample_count"], row["done"], row["part"]) for row in whole["data"]] == [
        ("a", 1, 1, 1 / 3), ("b", 1, 1, 1 / 3), (None, 1, 0, 1 / 3),
    ]  # fmt: skip
    assert before[0] == {
        "group": "a", "done": 1, "rate": 0.5, "part": 1.0, "sample_count": 2, "sample_counts": {"done": 1},
        "range": BEFORE, "change": {"done": 0, "rate": 0.5, "part": 1 / 3 - 1},
        "percent": {"done": 0.0, "rate": 100.0, "part": pytest.approx(-200 / 3)},
    }  # fmt: skip
    percent = dict.fromkeys(("done", "rate", "part"))
    changes = {"change": percent | {"done": 1}, "percent": percent}
    assert before[1] == {"group": "b"} | nothing | {"range": BEFORE} | changes
    assert behind == [[1, 2], [], []]
    cut, behind = answered(engine, stat(COUNT, MEDIAN, **BY_TOPIC), max_groups=1)
    assert [row["previous"]["n"] for row in cut["data"]] == [2, 0]
    assert (cut["data"][1]["excluded"], behind) == (["a"], [[1, 2], []])


def test_a_stat_of_related_rows(engine: Engine) -> None:
    found, behind = answered(engine, stat(MEAN, COUNT, **BY_TOPIC))
    assert [(row["group"], row["n"], row["record_count"], row["previous"]["n"]) for row in found["data"]] == [
        ("b", 2, 1, 0), ("a", 0, 0, 3),
    ]  # fmt: skip
    assert behind == [[], [1, 2]]


SLICED: dict[str, tuple[dict[str, Any], dict[str, int], list[Any]]] = {
    "by-the-first": (
        pie(SPENT, COUNT, PART),
        {},
        [("a", "spent", 15, 75.0, 40, 100.0), ("b", "spent", 5, 25.0, None, None),
         ("a", "n", 1, 50.0, 2, 100.0), ("b", "n", 1, 50.0, 0, 0.0),
         ("a", "part", 1 / 3, None, 1.0, None), ("b", "part", 1 / 3, None, None, None)],
    ),
    "equal-ones-by-what-they-were": (
        pie(COUNT, MEDIAN, include_missing=True),
        {},
        [("a", "n", 1, 33.4, 2, 100.0), ("b", "n", 1, 33.3, 0, 0.0), (None, "n", 1, 33.3, 0, 0.0),
         ("a", "median", 15.0, None, 20.0, None), ("b", "median", 5.0, None, None, None),
         (None, "median", None, None, None, None)],
    ),
    "the-rest": (
        pie(RATE, COUNT, DONE | {"hidden": True}, {"name": "own", "share": "n", "within": ["label"]},
            include_missing=True),
        {"max_slices": 1},
        [("a", "rate", 1.0, None, 0.5, None), ("other", "rate", 0.5, None, None, None),
         ("a", "n", 1, 33.3, 2, 100.0), ("other", "n", 2, 66.7, 0, 0.0),
         ("a", "own", 1.0, None, 1.0, None), ("other", "own", 1.0, None, None, None)],
    ),
    "related-rows": (
        pie(COUNT, PART, field="notes.text"),
        {},
        [("good", "n", 1, 50.0, 0, 0.0), ("x", "n", 1, 50.0, 0, 0.0), ("1", "n", 0, 0.0, 1, 33.4),
         ("4", "n", 0, 0.0, 1, 33.3), ("8", "n", 0, 0.0, 1, 33.3), ("good", "part", 0.5, None, None, None),
         ("x", "part", 0.5, None, None, None), ("1", "part", None, None, 1 / 3, None),
         ("4", "part", None, None, 1 / 3, None), ("8", "part", None, None, 1 / 3, None)],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", SLICED)
def test_slices_are_one_set(engine: Engine, name: str) -> None:
    widget, limits, expected = SLICED[name]
    found, behind = answered(engine, widget, **limits)
    keys = ("value", "percentage")
    shown = [
        [row["label"], row["series"], *(one[key] for one in (row, row["previous"]) for key in keys)]
        for row in found["data"]
    ]
    assert difference(shown, [[*one] for one in expected]) is None, shown
    assert [len(one) for one in behind] == [
        row["previous"].get("record_count", row["previous"]["sample_count"]) for row in found["data"]
    ]


def bar(*metrics: Any, **more: Any) -> dict[str, Any]:
    return stat(*metrics, chart_type="bar", time_period="day") | more


BOTH: dict[str, Any] = {"field": "timestamp", "op": "between", "value": ["2025-11-03", "2025-11-04"]}
D2, D3, D4 = (f"2025-11-0{day}T00:00:00Z" for day in (2, 3, 4))
BARS: dict[str, tuple[dict[str, Any], list[Any]]] = {
    "a-day": (
        bar(COUNT, DONE, RATE, SPENT, DAILY, PART),
        [(D4, "n", 3, D3, 2, 1, 50.0), (D4, "done", 2, D3, 1, 1, 100.0),
         (D4, "rate", 2 / 3, D3, 0.5, 2 / 3 - 0.5, 100 / 3), (D4, "spent", 20, D3, 40, -20, -50.0),
         (D4, "daily", 3 / 24, D3, 2 / 24, 1 / 24, 50.0), (D4, "part", 1.0, D3, 1.0, 0.0, 0.0)],
    ),
    "days-that-one-time-has": (
        bar(COUNT, MEDIAN, PART, filters=BOTH, compare={"to": "-1d"}),
        # The 2nd has no records, and a share of what the range has.
        [(D3, "n", 2, D2, 0, 2, None), (D3, "median", 20.0, D2, None, None, None),
         (D3, "part", 0.4, D2, 0.0, 0.4, None), (D4, "n", 3, D3, 2, 1, 50.0),
         (D4, "median", 10.0, D3, 20.0, -10.0, -50.0), (D4, "part", 0.6, D3, 1.0, -0.4, -40.0)],
    ),
    "in-half-days": (
        bar(COUNT | {"per": "hour"}, COUNT | {"name": "all", "hidden": True},
            {"name": "r", "ratio": ["all", "n"]},
            time_period=None, group_by={"type": "bucket", "interval": 43_200_000}),
        [(D4, "n", 2 / 12, D3, 2 / 12, 0.0, 0.0), (D4, "r", 12.0, D3, 12.0, 0.0, 0.0),
         ("2025-11-04T12:00:00Z", "n", 1 / 12, "2025-11-03T12:00:00Z", 0.0, 1 / 12, None),
         ("2025-11-04T12:00:00Z", "r", 12.0, "2025-11-03T12:00:00Z", None, None, None)],
    ),
    "over-windows": (
        bar(COUNT, DONE, MEDIAN, COUNT | {"name": "daily", "per": "day"}, filters=BOTH,
            window={"type": "rolling", "buckets": 2}, compare={"to": "-1d"}),
        [(D3, "n", 2, D2, 0, 2, None), (D3, "done", 1, D2, 0, 1, None),
         (D3, "median", 20.0, D2, None, None, None), (D3, "daily", 1.0, D2, 0.0, 1.0, None),
         (D4, "n", 5, D3, 2, 3, 150.0), (D4, "done", 3, D3, 1, 2, 200.0),
         (D4, "median", 12.5, D3, 20.0, -7.5, -37.5), (D4, "daily", 2.5, D3, 1.0, 1.5, 150.0)],
    ),
    "cumulative-shares": (
        bar(COUNT, PART, filters=BOTH, window={"type": "cumulative"}, compare={"to": "-1d"}),
        [(D3, "n", 2, D2, 0, 2, None), (D3, "part", 0.4, D2, 0.0, 0.4, None),
         (D4, "n", 5, D3, 2, 3, 150.0), (D4, "part", 1.0, D3, 1.0, 0.0, 0.0)],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", BARS)
def test_each_series_of_a_bucket_has_the_one_before(engine: Engine, name: str) -> None:
    widget, expected = BARS[name]
    found, behind = answered(engine, widget)
    keys = ("time_interval", "value", "change", "percent")
    shown = [
        [row["time_interval"], row["series"], row["value"], *(row["previous"][key] for key in keys)]
        for row in found["data"]
    ]
    assert difference(shown, [[*one] for one in expected]) is None, shown
    assert {row["previous"]["series"] == row["series"] for row in found["data"]} == {True}
    assert [len(one) for one in behind] == [row["previous"]["sample_count"] for row in found["data"]]


def test_groups_of_buckets_are_one_set_by_the_rows_of_the_first(engine: Engine) -> None:
    in_group = {"name": "in_group", "share": "n", "within": ["group"]}
    widget = bar(DONE, COUNT, in_group, filters=BOTH, compare={"to": "-1d"}, fill_gaps=True, **BY_TOPIC)
    found, behind = answered(engine, widget, max_groups=1)
    rest = {"group": "other", "other": True, "excluded": ["a"]}
    assert difference(found["data"][-2:], [
        {"time_interval": D4, "series": "n", "value": 2, "sample_count": 2, "previous": {
            "time_interval": D3, "series": "n", "value": 0, "sample_count": 0, "change": 2, "percent": None,
            "range": BEFORE} | rest} | rest,
        {"time_interval": D4, "series": "in_group", "value": 1.0, "sample_count": 2, "previous": {
            "time_interval": D3, "series": "in_group", "value": None, "sample_count": 0, "change": None,
            "percent": None, "range": BEFORE} | rest} | rest,
    ]) is None, found["data"][-2:]  # fmt: skip
    assert len(found["data"]) == 12
    assert [len(one) for one in behind] == [row["previous"]["sample_count"] for row in found["data"]]


def test_series_without_a_partner_are_told(engine: Engine) -> None:
    # Sunday is of another week.
    sunday = {"field": "timestamp", "op": "between", "value": ["2025-11-02", "2025-11-03"]}
    asked = {"compare": {"to": "-1d"}, "time_period": "week"}
    found, behind = answered(engine, bar(COUNT, SPENT, PART, filters=BOTH, **asked))
    assert [(row["series"], row["value"], row["previous"]["value"]) for row in found["data"]] == [
        ("n", 5, 0), ("spent", 60, None), ("part", 1.0, 0.0),
    ]  # fmt: skip
    left = [(row["series"], row["value"], row["range"]) for row in found["metadata"]["unpaired"]]
    assert left == [("n", 2, BEFORE), ("spent", 40, BEFORE), ("part", 1.0, BEFORE)]
    assert behind == [[], [], [], [1, 2], [1, 2], [1, 2]]
    alone, _ = answered(engine, bar(COUNT, SPENT, filters=sunday, **asked))
    assert [(row["series"], row["value"], row["previous"]) for row in alone["data"]] == [
        ("n", 2, None), ("spent", 40, None),
    ]  # fmt: skip


def test_there_may_be_nothing_to_compare_with(engine: Engine) -> None:
    later = {"field": "timestamp", "op": "between", "value": ["2025-11-11", "2025-11-12"]}
    for widget in (stat(COUNT, SPENT), stat(COUNT, **BY_TOPIC), pie(COUNT, SPENT), bar(COUNT, SPENT)):
        found, _ = answered(engine, widget | {"filters": later})
        rows = found["data"] if isinstance(found["data"], list) else [found["data"]]
        assert [row["previous"] for row in rows] == [None] * len(rows)


@pytest.mark.parametrize(
    ("widget", "pointer", "code"),
    [
        (stat(COUNT, group_by={"type": "bucket", "interval": 1_000}), "/compare", "conflicting_keys"),
        (stat(COUNT, compare={"to": "x"}), "/compare/to", "unknown_period"),
        (pie(COUNT, **BY_TOPIC), "/group_by", "conflicting_keys"),
    ],
)
def test_what_is_not_compared(widget: dict[str, Any], pointer: str, code: str) -> None:
    assert [(one.pointer, one.code) for one in validate_widget(widget, DATASET, now=NOW)] == [(pointer, code)]
