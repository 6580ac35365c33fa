"""Each key of a widget: what is read, and every problem with its place and code."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from widgetql.charts.parse import KEYS, OTHER_KEYS, parse_widget
from widgetql.charts.spec import ByField, ByInterval, Dimension, Metric, Order, Widget
from widgetql.errors import CODES, Pointer, Problem, Problems
from widgetql.limits import Limits

AT = Pointer("widget")


def parse(source: Any, **limits: Any) -> tuple[Widget, Problems]:
    problems = Problems()
    return parse_widget(source, AT, Limits(**limits), problems), problems


def found(source: Any, **limits: Any) -> list[tuple[str, str]]:
    _, problems = parse(source, **limits)
    assert all(problem.document == "widget" and problem.message for problem in problems)
    return [(problem.pointer, problem.code) for problem in problems]


PIE = {"chart_type": "pie", "field": "topic"}
LIST = {"chart_type": "list"}
TABLE = {"chart_type": "table", "dimensions": ["topic"]}


@pytest.mark.parametrize(
    ("source", "attribute", "value"),
    [
        pytest.param(PIE | {"id": 7}, "id", 7, id="id"),
        pytest.param(PIE | {"id": "w-7"}, "id", "w-7", id="id-of-text"),
        pytest.param(PIE | {"name": "Topics"}, "name", "Topics", id="name"),
        pytest.param(PIE | {"name": "x" * 255}, "name", "x" * 255, id="name-of-255"),
        pytest.param(PIE, "field", "topic", id="field"),
        pytest.param(PIE | {"metric": 12}, "metric", 12, id="metric"),
        pytest.param(PIE | {"data_type": "string"}, "data_type", "string", id="data_type"),
        pytest.param(PIE | {"aggregation_function": "p95"}, "aggregation_function", "p95", id="p95"),
        pytest.param(PIE | {"time_period": "quarter"}, "time_period", "quarter", id="quarter"),
        pytest.param(
            PIE | {"group_by": {"type": "field", "field": "agent.id"}},
            "group_by",
            ByField("agent.id", AT / "group_by" / "field"),
            id="group-by-field",
        ),
        pytest.param(
            PIE | {"group_by": {"type": "bucket", "interval": 3600000}},
            "group_by",
            ByInterval(timedelta(hours=1), AT / "group_by" / "interval"),
            id="group-by-bucket",
        ),
        pytest.param(
            PIE | {"group_by": {"type": "bucket", "interval": 1000.0}},
            "group_by",
            ByInterval(timedelta(seconds=1), AT / "group_by" / "interval"),
            id="whole-float-interval",
        ),
        pytest.param(PIE | {"include_missing": True}, "include_missing", True, id="include_missing"),
        pytest.param(LIST | {"limit": 5}, "limit", 5, id="limit"),
        pytest.param(LIST | {"columns": ["topic"]}, "columns", ("topic",), id="columns"),
        pytest.param(LIST | {"cursor": "abc"}, "cursor", "abc", id="cursor"),
        pytest.param(
            TABLE | {"dimensions": ["topic", {"field": "timestamp", "time_period": "day"}]},
            "dimensions",
            (
                Dimension("topic", None, AT / "dimensions" / 0),
                Dimension("timestamp", "day", AT / "dimensions" / 1),
            ),
            id="dimensions",
        ),
        pytest.param(
            TABLE | {"metrics": [{"aggregation_function": "avg", "field": "seconds"}]},
            "metrics",
            (Metric("avg", "seconds", "avg_seconds", AT / "metrics" / 0),),
            id="metric-named-by-itself",
        ),
        pytest.param(
            TABLE | {"metrics": [{"aggregation_function": "count", "field": None, "name": "n"}]},
            "metrics",
            (Metric("count", None, "n", AT / "metrics" / 0),),
            id="metric-of-records",
        ),
        pytest.param(
            TABLE | {"order_by": [{"name": "topic"}, {"name": "n", "direction": "desc"}]},
            "order_by",
            (Order("topic", False, AT / "order_by" / 0), Order("n", True, AT / "order_by" / 1)),
            id="order_by",
        ),
    ],
)
def test_a_key_is_read(source: Any, attribute: str, value: Any) -> None:
    widget, problems = parse(source)
    assert problems == []
    assert getattr(widget, attribute) == value


@pytest.mark.parametrize(
    ("source", "problems"),
    [
        pytest.param(None, [("", "not_an_object")], id="null"),
        pytest.param([], [("", "not_an_object")], id="list"),
        pytest.param({}, [("/chart_type", "missing_key")], id="empty"),
        pytest.param({"chart_type": ""}, [("/chart_type", "missing_key")], id="blank-chart"),
        pytest.param({"chart_type": "donut"}, [("/chart_type", "unknown_chart")], id="unknown-chart"),
        pytest.param({"chart_type": False}, [("/chart_type", "unknown_chart")], id="false-chart"),
        pytest.param({"chart_type": []}, [("/chart_type", "unknown_chart")], id="list-chart"),
        pytest.param(PIE | {"feild": 1}, [("/feild", "unknown_key")], id="misspelt"),
        pytest.param(PIE | {"a/b~": 1}, [("/a~1b~0", "unknown_key")], id="escaped-pointer"),
        pytest.param(PIE | {"id": True}, [("/id", "not_text")], id="boolean-id"),
        pytest.param(PIE | {"id": 1.5}, [("/id", "not_text")], id="float-id"),
        pytest.param(PIE | {"name": "x" * 256}, [("/name", "too_long")], id="name-too-long"),
        pytest.param(PIE | {"name": 5}, [("/name", "not_text")], id="name-of-number"),
        pytest.param(PIE | {"name": "a\0"}, [("/name", "invalid_text")], id="nul"),
        pytest.param(PIE | {"field": "x" * 256}, [("/field", "too_long")], id="field-too-long"),
        pytest.param(PIE | {"field": False}, [("/field", "not_text")], id="field-false"),
        pytest.param(PIE | {"metric": True}, [("/metric", "wrong_type")], id="metric-true"),
        pytest.param(PIE | {"metric": 1.5}, [("/metric", "wrong_type")], id="metric-float"),
        pytest.param(PIE | {"metric": [1]}, [("/metric", "wrong_type")], id="metric-list"),
        pytest.param(PIE | {"data_type": "number"}, [("/data_type", "unknown_type")], id="data-type"),
        pytest.param(
            PIE | {"aggregation_function": "mean"},
            [("/aggregation_function", "unknown_aggregation")],
            id="unused-aggregation-must-be-known",
        ),
        pytest.param(
            PIE | {"time_period": "fortnight"},
            [("/time_period", "unknown_period")],
            id="unused-period-must-be-known",
        ),
        pytest.param(PIE | {"group_by": "agent.id"}, [("/group_by", "not_an_object")], id="group-text"),
        pytest.param(PIE | {"group_by": {"field": "a"}}, [("/group_by/type", "wrong_type")], id="no-type"),
        pytest.param(
            PIE | {"group_by": {"type": "field"}}, [("/group_by/field", "missing_key")], id="group-no-field"
        ),
        pytest.param(
            PIE | {"group_by": {"type": "field", "field": "a", "interval": 5}},
            [("/group_by/interval", "unknown_key")],
            id="group-both",
        ),
        pytest.param(
            PIE | {"group_by": {"type": "bucket", "interval": 315_576_000_000_001}},
            [("/group_by/interval", "out_of_range")],
            id="interval-of-ten-thousand-years",
        ),
        pytest.param(
            PIE | {"group_by": {"type": "bucket", "interval": 0}},
            [("/group_by/interval", "out_of_range")],
            id="interval-zero",
        ),
        pytest.param(
            PIE | {"group_by": {"type": "bucket", "interval": 10**30}},
            [("/group_by/interval", "out_of_range")],
            id="interval-huge",
        ),
        pytest.param(
            PIE | {"group_by": {"type": "bucket", "interval": "1h"}},
            [("/group_by/interval", "wrong_type")],
            id="interval-text",
        ),
        pytest.param(
            PIE | {"group_by": {"type": "bucket", "interval": True}},
            [("/group_by/interval", "wrong_type")],
            id="interval-true",
        ),
        pytest.param(PIE | {"include_missing": 1}, [("/include_missing", "wrong_type")], id="flag-of-1"),
        pytest.param(LIST | {"limit": 0}, [("/limit", "out_of_range")], id="limit-0"),
        pytest.param(LIST | {"limit": 1001}, [("/limit", "out_of_range")], id="limit-1001"),
        pytest.param(LIST | {"limit": "5"}, [("/limit", "wrong_type")], id="limit-text"),
        pytest.param(LIST | {"limit": True}, [("/limit", "wrong_type")], id="limit-true"),
        pytest.param(LIST | {"columns": "topic"}, [("/columns", "not_a_list")], id="columns-text"),
        pytest.param(LIST | {"columns": ["a", None]}, [("/columns/1", "missing_key")], id="column-null"),
        pytest.param(LIST | {"columns": ["a"] * 51}, [("/columns", "too_many")], id="columns-51"),
        pytest.param(LIST | {"cursor": 5}, [("/cursor", "not_text")], id="cursor-number"),
        pytest.param(LIST | {"cursor": "x" * 100_001}, [("/cursor", "too_long")], id="cursor-long"),
        pytest.param(TABLE | {"dimensions": [5]}, [("/dimensions/0", "not_text")], id="dimension-number"),
        pytest.param(
            TABLE | {"dimensions": [{"field": "a", "time_period": "eon", "x": 1}]},
            [("/dimensions/0/x", "unknown_key"), ("/dimensions/0/time_period", "unknown_period")],
            id="dimension-object",
        ),
        pytest.param(TABLE | {"metrics": ["avg"]}, [("/metrics/0", "not_an_object")], id="metric-text"),
        pytest.param(
            TABLE | {"metrics": [{"field": "a"}]},
            [("/metrics/0/aggregation_function", "unknown_aggregation")],
            id="metric-without-aggregation",
        ),
        pytest.param(
            TABLE | {"metrics": [{"aggregation_function": "avg"}]},
            [("/metrics/0/field", "missing_key")],
            id="metric-without-field",
        ),
        pytest.param(
            TABLE | {"order_by": [{"name": "a", "direction": "down"}]},
            [("/order_by/0/direction", "wrong_type")],
            id="direction",
        ),
        pytest.param(
            TABLE | {"order_by": [{"direction": "asc"}]}, [("/order_by/0/name", "missing_key")], id="order"
        ),
        pytest.param(
            {"chart_type": "stat", "field": "topic"}, [("/field", "not_for_chart")], id="stat-has-no-field"
        ),
        pytest.param(PIE | {"limit": 5}, [("/limit", "not_for_chart")], id="pie-has-no-limit"),
        pytest.param(PIE | {"fill_gaps": True}, [("/fill_gaps", "not_for_chart")], id="pie-has-no-gaps"),
        pytest.param(
            LIST | {"group_by": {"type": "field", "field": "a"}},
            [("/group_by", "not_for_chart")],
            id="list-is-not-grouped",
        ),
        pytest.param(
            {"chart_type": "donut", "metric": True, "y": 1},
            [("/y", "unknown_key"), ("/chart_type", "unknown_chart"), ("/metric", "wrong_type")],
            id="all-problems-at-once",
        ),
    ],
)
def test_a_problem_has_its_place_and_code(source: Any, problems: list[tuple[str, str]]) -> None:
    assert found(source) == problems
    assert {code for _, code in problems} <= CODES.keys()


@pytest.mark.parametrize("blank", [None, "", {}], ids=["null", "blank", "empty-object"])
@pytest.mark.parametrize("name", sorted(KEYS.keys() - {"chart_type"}))
def test_blank_means_not_set(name: str, blank: Any) -> None:
    assert parse({"chart_type": "stat", name: blank}) == parse({"chart_type": "stat"})


@pytest.mark.parametrize("name", sorted(OTHER_KEYS))
def test_a_read_only_key_is_accepted_and_ignored(name: str) -> None:
    assert parse(PIE | {name: {"x": [1, None]}}) == parse(PIE)


@pytest.mark.parametrize("chart", ["line", "pie", "stat", "list", "table"])
def test_what_another_chart_left_behind_is_let_through(chart: str) -> None:
    assert found({"chart_type": chart, "aggregation_function": "avg", "time_period": "day"}) == []


@pytest.mark.parametrize(
    ("name", "off"), [("fill_gaps", False), ("include_missing", False), ("columns", []), ("metrics", [])]
)
def test_what_is_switched_off_is_let_through(name: str, off: Any) -> None:
    assert found({"chart_type": "line", "field": "seconds", name: off}) == []


def test_group_by_comes_back_as_it_was_written() -> None:
    written = {"type": "bucket", "interval": 3600000}
    assert parse(PIE | {"group_by": written})[0].echoed_group_by == written


JSON_DATA = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=8)
    | st.sampled_from(["pie", "a.b"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["type", "field", "interval", "name", "aggregation_function"])
            | st.text(max_size=5),
            inner,
            max_size=4,
        )
    ),
    max_leaves=8,
)


@given(st.dictionaries(st.sampled_from(sorted(KEYS)) | st.text(max_size=5), JSON_DATA) | JSON_DATA)
def test_anything_gives_a_widget_and_problems(source: Any) -> None:
    widget, problems = parse(source)
    assert isinstance(widget, Widget)
    assert all(isinstance(problem, Problem) and problem.code in CODES for problem in problems)
