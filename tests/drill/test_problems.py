"""What cannot be drilled into is said as a problem: the fields, the rows, the documents."""

from __future__ import annotations

from typing import Any, Final

import pytest

from tests.charts.calls import DATASET, NOW, SINCE, calls
from tests.drill.records import BAR, PIE, ROW, by, narrowed
from widgetql import Dataset, Field, InvalidInput, Limits, drill_down, validate_filter


@pytest.mark.parametrize(
    ("dataset", "widget", "row", "message"),
    [
        pytest.param(DATASET, PIE | {"field": "shown"}, ROW, "shown is for plots only", id="plot-only"),
        pytest.param(
            DATASET,
            {"chart_type": "stat", "group_by": by("shown")},
            {"group": "a"},
            "shown is for plots only",
            id="plot-only-group",
        ),
        pytest.param(
            narrowed(topic=Field(calls.c.topic, operators={"neq"})),
            PIE,
            ROW,
            "the operators of topic cannot ask for one value",
            id="no-equality",
        ),
        pytest.param(
            narrowed(id=Field(calls.c.id, filter=False), seconds=Field(calls.c.seconds)),
            {"chart_type": "line", "field": "seconds"},
            {"id": 1},
            "id is for plots only",
            id="id-plot-only",
        ),
        pytest.param(
            narrowed(id=Field(calls.c.topic), seconds=Field(calls.c.seconds)),
            {"chart_type": "line", "field": "seconds"},
            {"id": 1},
            "the dataset declares no field over its id",
            id="id-of-another-column",
        ),
        pytest.param(
            narrowed(timestamp=Field(calls.c.at, operators={"gte", "eq"}), topic=Field(calls.c.topic)),
            PIE,
            ROW,
            "timestamp takes neither lt nor lte",
            id="no-end",
        ),
    ],
)
def test_what_cannot_be_said_is_a_problem(dataset: Dataset, widget: Any, row: Any, message: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        drill_down(widget, row, dataset, dashboard_filters=SINCE, now=NOW)
    assert {(one.code, one.message) for one in caught.value.problems} == {("cannot_drill", message)}


@pytest.mark.parametrize(
    ("widget", "row", "problem"),
    [
        pytest.param(PIE, None, ("row", "", "not_an_object"), id="no-row"),
        pytest.param(PIE, [], ("row", "", "not_an_object"), id="list"),
        pytest.param(PIE, {}, ("row", "/label", "missing_key"), id="no-label"),
        pytest.param(PIE, {"excluded": "a"}, ("row", "/excluded", "not_a_list"), id="excluded"),
        pytest.param(PIE, {"label": "other", "other": True}, ("row", "/excluded", "missing_key"), id="rest"),
        pytest.param(
            BAR, {"time_interval": "soon"}, ("row", "/time_interval", "invalid_time"), id="no-instant"
        ),
        pytest.param(BAR, {"time_interval": "now"}, ("row", "/time_interval", "invalid_time"), id="relative"),
        pytest.param(
            BAR, {"time_interval": "2025-11-03"}, ("row", "/time_interval", "invalid_time"), id="date"
        ),
        pytest.param(BAR, {"time_interval": None}, ("row", "/time_interval", "invalid_time"), id="null"),
        pytest.param(
            {"chart_type": "stat", "group_by": by("seen")},
            {"group": 5},
            ("row", "/group", "invalid_time"),
            id="group",
        ),
        pytest.param(
            {"chart_type": "stat", "group_by": {"type": "bucket", "interval": 5}},
            {"group": "other", "excluded": [1]},
            ("row", "/excluded", "invalid_time"),
            id="excluded-instant",
        ),
        pytest.param(PIE, {"label": {"a": 1}}, ("row", "/label", "wrong_type"), id="label-is-an-object"),
        pytest.param(
            PIE, {"label": "a\x00"}, ("row", "/label", "invalid_text"), id="label-no-database-holds"
        ),
        pytest.param({"chart_type": "list"}, {"id": "x"}, ("row", "/id", "wrong_type"), id="id-is-text"),
        pytest.param(
            {"chart_type": "stat", "group_by": {"type": "bucket", "interval": 5}},
            {"group": "other", "excluded": []},
            ("row", "/excluded", "empty_group"),
            id="rest-of-no-buckets",
        ),
        pytest.param(
            PIE,
            {"label": "other", "excluded": ["a", 5]},
            ("row", "/excluded", "wrong_type"),
            id="excluded-value",
        ),
        pytest.param(
            PIE | {"group_by": by("agent.name")},
            {"label": "a", "group": ["Ada"]},
            ("row", "/group", "wrong_type"),
            id="group-is-a-list",
        ),
        pytest.param(
            PIE | {"group_by": by("agent.name")},
            {"label": "a", "group": "other", "group_excluded": [True]},
            ("row", "/group_excluded", "wrong_type"),
            id="group-excluded-value",
        ),
        pytest.param(
            {"chart_type": "table", "dimensions": ["topic", "agent.name"]},
            {"topic": "a", "agent.name": 5},
            ("row", "/agent.name", "wrong_type"),
            id="dimension",
        ),
        pytest.param(
            {"chart_type": "pie", "field": "notes.value", "metric": 2},
            {"label": {}},
            ("row", "/label", "wrong_type"),
            id="related-row",
        ),
        pytest.param(PIE | {"field": "nope"}, ROW, ("widget", "/field", "unknown_field"), id="widget"),
        pytest.param(
            {"chart_type": "pie"}, ROW, ("widget", "/field", "missing_key"), id="widget-without-field"
        ),
        pytest.param(
            PIE | {"filters": {"field": "nope", "op": "eq", "value": 1}},
            ROW,
            ("widget", "/filters/field", "unknown_field"),
            id="filter",
        ),
        pytest.param(
            PIE | {"filters": {"field": "seen", "op": "contains", "value": "2025"}},
            ROW,
            ("widget", "/filters/op", "operator_not_allowed"),
            id="text-operator-on-a-date-time",
        ),
        pytest.param(
            PIE | {"filters": {"field": "seen", "op": "nin", "value": [5]}},
            ROW,
            ("widget", "/filters/value/0", "wrong_type"),
            id="number-among-date-times",
        ),
    ],
)
def test_bad_input_is_a_problem(widget: Any, row: Any, problem: tuple[str, str, str]) -> None:
    with pytest.raises(InvalidInput) as caught:
        drill_down(widget, row, DATASET, dashboard_filters=SINCE, now=NOW)
    assert [(one.document, one.pointer, one.code) for one in caught.value.problems] == [problem]


LONG: Final = [f"{i}" for i in range(1_001)]


@pytest.mark.parametrize(
    ("widget", "row", "pointer"),
    [
        pytest.param(PIE, {"label": "other", "excluded": LONG}, "/excluded", id="slices"),
        pytest.param(
            PIE | {"group_by": by("topic")},
            {"label": "a", "group": "other", "group_excluded": LONG * 100},
            "/group_excluded",
            id="groups",
        ),
        pytest.param(
            {"chart_type": "stat", "group_by": {"type": "bucket", "interval": 1_000}},
            {"group": "other", "excluded": ["2025-11-03T00:00:00Z"] * 1_001},
            "/excluded",
            id="buckets",
        ),
    ],
)
def test_a_row_with_a_list_that_no_answer_has(widget: Any, row: Any, pointer: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        drill_down(widget, row, DATASET, dashboard_filters=SINCE, now=NOW)
    assert [(one.document, one.pointer, one.code) for one in caught.value.problems] == [
        ("row", pointer, "too_long")
    ]


def test_the_longest_list_of_a_row_is_that_of_the_widest_limit() -> None:
    row = {"label": "other", "excluded": LONG}
    found = drill_down(PIE, row, DATASET, dashboard_filters=SINCE, now=NOW, limits=Limits(max_slices=1_001))
    assert validate_filter(found, DATASET, now=NOW, limits=Limits(max_slices=1_001).lifted()) == []
