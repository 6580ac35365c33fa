"""Stats of measures, and the totals of a table: of all rows, each measure its own."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import Engine

from tests.charts.calls import DATASET, NOW, calls
from tests.charts.test_measures import COUNT, DONE, OK, RATE, ROWS, SPENT, WIDGETS, table
from widgetql import Limits, compute_dashboard_data, compute_widget_data, drill_down, validate_widget
from widgetql.testing import expected_widget_data, matching_ids, same
from widgetql.testing.databases import filled

SINCE: dict[str, Any] = {"field": "timestamp", "op": "gte", "value": "2025-11-01"}
MEDIAN = {"name": "median", "aggregation_function": "median", "field": "seconds"}
MEAN = {"name": "mean", "aggregation_function": "avg", "field": "notes.value"}
SHARE = {"name": "s", "share": "n"}
TOPICS = {"name": "topics", "aggregation_function": "count_distinct", "field": "topic"}
BY_TOPIC = {"group_by": {"type": "field", "field": "topic"}}


def stat(*metrics: Any, **more: Any) -> dict[str, Any]:
    return {"chart_type": "stat", "metrics": [*metrics], "filters": SINCE} | more


STATS: dict[str, tuple[dict[str, Any], Any, Any]] = {
    "of-all": (
        stat(COUNT, DONE, RATE, MEDIAN, TOPICS, {"name": "part", "share": "done"}),
        {"n": 5, "done": 3, "rate": 0.6, "median": 12.5, "topics": 2, "part": 1.0},
        {"done": 3, "part": 3},
    ),
    "of-nothing": (
        stat(COUNT, DONE, RATE, SPENT, filters={"operator": "and", "conditions": [
            SINCE, {"field": "topic", "op": "eq", "value": "none"}]}),
        {"n": 0, "done": 0, "rate": None, "spent": None},
        {"done": 0},
    ),
    "by-group": (
        stat(COUNT | {"hidden": True}, DONE, RATE, **BY_TOPIC),
        [
            {"group": "a", "done": 2, "rate": 2 / 3, "sample_count": 3, "sample_counts": {"done": 2}},
            {"group": "b", "done": 1, "rate": 1.0, "sample_count": 1, "sample_counts": {"done": 1}},
            {"group": None, "done": 0, "rate": 0.0, "sample_count": 1, "sample_counts": {"done": 0}},
        ],
        None,
    ),
    "by-bucket-and-hour": (
        stat(COUNT | {"per": "hour"}, group_by={"type": "bucket", "interval": 86_400_000}),
        [
            {"group": "2025-11-04T00:00:00Z", "n": 3 / 24, "sample_count": 3},
            {"group": "2025-11-03T00:00:00Z", "n": 2 / 24, "sample_count": 2},
        ],
        None,
    ),
    "of-a-metric": (
        stat(MEAN, COUNT, metric=1, **BY_TOPIC),
        [
            {"group": "a", "mean": 13 / 3, "n": 3, "sample_count": 3, "record_count": 2},
            {"group": "b", "mean": None, "n": 1, "sample_count": 1, "record_count": 1},
        ],
        None,
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", STATS)
def test_a_stat_of_measures(engine: Engine, name: str) -> None:
    widget, data, counts = STATS[name]
    with filled(engine, ROWS) as connection:
        found: Any = compute_widget_data(connection, widget, DATASET, now=NOW).to_dict()
        (shared, _) = compute_dashboard_data(
            connection, {"widgets": [widget, {"chart_type": "stat", "filters": SINCE}]}, DATASET, now=NOW
        )
    assert same(found["data"], data), found["data"]
    assert found["metadata"].get("sample_counts") == counts
    assert (found["field_name"], found["aggregation_function"], found["metadata"]["data_type"]) == (
        "",
        None,
        None,
    )
    assert same(found, expected_widget_data(widget, DATASET, ROWS, now=NOW))
    assert same(shared.data, data)  # type: ignore[union-attr]


def test_the_rest_of_the_groups_is_made_of_its_rows(engine: Engine) -> None:
    widget = stat(DONE, RATE, COUNT | {"hidden": True}, MEDIAN, {"name": "p", "share": "done"}, **BY_TOPIC)
    asked: dict[str, Any] = {"now": NOW, "limits": Limits(max_groups=1)}
    with filled(engine, ROWS) as connection:
        found = compute_widget_data(connection, widget, DATASET, **asked).data
    assert same(found[1], {
        "group": "other", "done": 1, "rate": 0.5, "median": 5.0, "p": 1 / 3, "sample_count": 2,
        "sample_counts": {"done": 1, "p": 1}, "other": True, "excluded": ["a"],
    })  # fmt: skip
    assert same(found, expected_widget_data(widget, DATASET, ROWS, **asked)["data"])
    behind = drill_down(widget, found[1], DATASET, measure="done", **asked)
    assert matching_ids(behind, DATASET, ROWS, now=NOW) == [3]


def test_totals_are_of_all_rows_never_sums_of_the_shown(engine: Engine) -> None:
    widget = table(
        COUNT, DONE, RATE, MEDIAN, TOPICS, {"name": "part", "share": "n", "within": ["topic"]},
        COUNT | {"name": "rate_a_day", "per": "day"}, limit=1, totals=True,
    )  # fmt: skip
    with filled(engine, ROWS) as connection:
        found: Any = compute_widget_data(connection, widget, DATASET, now=NOW).to_dict()
        alone: Any = compute_widget_data(connection, stat(*widget["metrics"][:5]), DATASET, now=NOW).data
    assert same(found["metadata"]["totals"], {
        "n": 5, "done": 3, "rate": 0.6, "median": 12.5, "topics": 2, "part": 1.0, "rate_a_day": 5 / 9.5,
        "sample_count": 5, "sample_counts": {"done": 3},
    })  # fmt: skip
    assert (len(found["data"]), found["metadata"]["truncated"]) == (1, True)
    assert {name: found["metadata"]["totals"][name] for name in alone} == alone
    found["metadata"]["next_cursor"] = "…"
    assert same(found, expected_widget_data(widget, DATASET, ROWS, now=NOW))


def test_totals_are_of_related_rows_also_where_only_a_dimension_is_of_these(engine: Engine) -> None:
    widget = table(COUNT, dimensions=["notes.text"], totals=True)
    with filled(engine, ROWS) as connection:
        found: Any = compute_widget_data(connection, widget, DATASET, now=NOW)
    assert found.metadata["totals"] == {"n": 5, "sample_count": 5, "record_count": 3}


@pytest.mark.parametrize(
    ("widget", "measure", "expected"),
    [
        (table(COUNT, DONE, totals=True), None, [1, 2, 3, 4, 5]),
        (table(COUNT, DONE, totals=True), "done", None),
        (table(COUNT, dimensions=["notes.text"], totals=True), None, None),
        (
            table(COUNT, dimensions=[{"field": "seconds", "bins": {"width": 10}}], totals=True),
            None,
            [1, 2, 3, 4, 5],
        ),
    ],
)
def test_behind_totals_are_all_records(
    engine: Engine, widget: dict[str, Any], measure: str | None, expected: list[int] | None
) -> None:
    with filled(engine, ROWS) as connection:
        totals = compute_widget_data(connection, widget, DATASET, now=NOW).metadata["totals"]
    asked = drill_down(widget, totals, DATASET, now=NOW, measure=measure)
    found = sorted(matching_ids(asked, DATASET, ROWS, now=NOW))
    count = totals.get("record_count", totals["sample_count"]) if measure is None else totals[measure]
    assert len(found) == count
    assert expected in (None, found)


def test_totals_of_related_rows_and_of_none(engine: Engine) -> None:
    widget = WIDGETS["a-metric-of-its-own"][0] | {"totals": True}
    with filled(engine, ROWS) as connection:
        found: Any = compute_widget_data(connection, widget, DATASET, now=NOW).metadata
    assert same(found["totals"], {
        "rows": 5, "mean": 13 / 3, "kinds": 1, "most": 8, "sample_count": 5, "record_count": 3,
        "sample_counts": {"mean": 3, "kinds": 1, "most": 2},
    })  # fmt: skip
    with filled(engine, {calls: []}) as connection:
        none: Any = compute_widget_data(connection, table(COUNT, SPENT, totals=True), DATASET, now=NOW)
    assert (none.data, none.metadata["totals"]) == ([], {"n": 0, "spent": None, "sample_count": 0})


@pytest.mark.parametrize(
    ("widget", "pointer", "code"),
    [
        (stat(COUNT, metric=1), "/metric", "not_for_chart"),
        (stat(metric=1), "/metric", "not_for_chart"),
        (stat(COUNT, SHARE | {"within": ["group"]}), "/metrics/1/within/0", "unknown_field"),
        (stat(COUNT, COUNT), "/metrics/1/name", "duplicate_name"),
        (stat(COUNT, totals=True), "/totals", "not_for_chart"),
        (stat({"aggregation_function": "count", "field": "notes.text"}, SPENT), "/metrics/1", "fan_out"),
        (table(totals=True), "/totals", "not_for_chart"),
        (table(COUNT, totals=["all"]), "/totals", "wrong_type"),
    ],
)  # fmt: skip
def test_what_is_no_stat(widget: dict[str, Any], pointer: str, code: str) -> None:
    assert [(one.pointer, one.code) for one in validate_widget(widget, DATASET, now=NOW)] == [(pointer, code)]


def test_one_statement_has_an_answer_for_each_value_of_a_condition(engine: Engine) -> None:
    with filled(engine, ROWS) as connection:
        found = [
            compute_widget_data(
                connection,
                stat(COUNT | {"filters": {"operator": "or", "conditions": [
                    {"field": "seconds", "op": "gte", "value": value}, OK]}}),
                DATASET,
                now=NOW,
            ).data["n"]
            for value in (5, 20, 31)
        ]  # fmt: skip
    assert found == [4, 4, 3]


def _columns(*rows: str) -> list[dict[str, Any]]:
    """Of each its name, label, type, unit and role; a dash is null."""
    keys = ("name", "label", "type", "unit", "role")
    found = [dict(zip(keys, row.split(" | "), strict=True)) for row in rows]
    return [{**one, "unit": None if one["unit"] == "-" else one["unit"], "format": None} for one in found]


def test_an_answer_says_what_its_columns_are(engine: Engine) -> None:
    seen = {"name": "seen", "aggregation_function": "max", "field": "seen"}
    measures = (MEDIAN, SPENT | {"per": "day"}, DONE | {"hidden": True}, RATE, seen, COUNT)
    told = (
        "median | median | numeric | s | measure",
        "spent | spent | numeric | - | measure",
        "rate | rate | numeric | - | measure",
        "seen | seen | datetime | - | measure",
        "n | n | numeric | - | measure",
    )
    count = "sample_count | sample_count | numeric | - | count"
    series = "series | series | string | - | dimension"
    group, label = "group | topic | string | - | dimension", "label | topic | string | - | dimension"
    time = "time_interval | time_interval | datetime | - | dimension"
    expected = [
        (table(*measures, dimensions=["seconds", {"field": "timestamp", "time_period": "day"}]), _columns(
            "seconds | Call duration | numeric | s | dimension",
            "timestamp | timestamp | datetime | - | dimension", *told, count)),
        (stat(*measures), _columns(*told)),
        (stat(*measures, **BY_TOPIC), _columns(group, *told, count)),
        ({"chart_type": "bar", "time_period": "day", "metrics": measures, "filters": SINCE} | BY_TOPIC,
         _columns(time, group, series, *told, count)),
        ({"chart_type": "pie", "field": "topic", "metrics": measures, "filters": SINCE},
         _columns(label, series, *told, count)),
        (table(COUNT, dimensions=["notes.text"]), _columns(
            "notes.text | notes.text | string | - | dimension", told[-1], count,
            "record_count | record_count | numeric | - | count")),
    ]  # fmt: skip
    with filled(engine, ROWS) as connection:
        for widget, columns in expected:
            given = {**widget, "metrics": [*widget["metrics"]]}
            found: Any = compute_widget_data(connection, given, DATASET, now=NOW).to_dict()
            assert found["metadata"]["columns"] == columns
            assert same(found, expected_widget_data(given, DATASET, ROWS, now=NOW))
