"""What Kore.ai's custom widget refuses: every problem at once, named as its request names it."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import Connection

from tests.kore.analytics import ANALYTICS, KOLKATA, PATHS, SEPTEMBER, WIDGET, analytics, custom, problems_of
from tests.reference.coverage import covers
from widgetql import Dataset, Field, InvalidInput, Problem
from widgetql.kore import widget_data


@pytest.mark.parametrize(
    ("extra", "expected"),
    [
        pytest.param({"startDate": None}, [("/startDate", "missing_key")], id="no-start"),
        pytest.param({"endDate": ""}, [("/endDate", "missing_key")], id="no-end"),
        pytest.param({"startDate": "today-7d"}, [("/startDate", "invalid_time")], id="a-phrase-is-no-date"),
        pytest.param({"endDate": "2019-02-30"}, [("/endDate", "invalid_time")], id="no-such-day"),
        pytest.param({"endDate": "9999-12-31"}, [("/endDate", "invalid_time")], id="the-end-of-the-calendar"),
        pytest.param({"startDate": 20190901}, [("/startDate", "invalid_time")], id="a-number"),
        pytest.param({"startDate": "2019-10-02"}, [("/endDate", "conflicting_keys")], id="the-day-before"),
        pytest.param({"limit": 51}, [("/limit", "out_of_range")], id="fifty-one"),
        pytest.param({"limit": "51"}, [("/limit", "out_of_range")], id="fifty-one-as-text"),
        pytest.param({"limit": 0}, [("/limit", "out_of_range")], id="zero"),
        pytest.param({"limit": True}, [("/limit", "wrong_type")], id="true-is-no-number"),
        pytest.param({"limit": "-1"}, [("/limit", "wrong_type")], id="no-number"),
        pytest.param({"page": 2}, [("/page", "unknown_key")], id="unknown-key"),
        pytest.param({"customFilters": {"a": 1}}, [("/customFilters", "not_a_list")], id="filters-no-list"),
        pytest.param({"customFilters": [3]}, [("/customFilters/0", "not_an_object")], id="filter-no-object"),
        pytest.param(
            {"customFilters": [{}]},
            [
                ("/customFilters/0/filterSource", "missing_key"),
                ("/customFilters/0/fieldName", "missing_key"),
                ("/customFilters/0/values", "missing_key"),
            ],
            id="empty-filter",
        ),
        pytest.param(
            {"customFilters": [custom("a", "b", 1) | {"op": "eq"}]},
            [("/customFilters/0/op", "unknown_key"), ("/customFilters/0/fieldName", "unknown_field")],
            id="unknown-key-and-field",
        ),
        pytest.param(
            {"customFilters": [custom("userType", "user"), custom("", "score", 1)]},
            [("/customFilters/1/filterSource", "missing_key")],
            id="a-source-is-needed",
        ),
        pytest.param(
            {"customFilters": [custom("session", "score", 1, "1")]},
            [("/customFilters/0/values/1", "wrong_type")],
            id="text-is-no-number",
        ),
        pytest.param(
            {"customFilters": [{"filterSource": "userType", "fieldName": 5, "values": "newuser"}]},
            [("/customFilters/0/fieldName", "not_text")],
            id="name-no-text",
        ),
        pytest.param(
            {"customFilters": [{"filterSource": "userType", "fieldName": "user", "values": "newuser"}]},
            [("/customFilters/0/values", "not_a_list")],
            id="values-no-list",
        ),
        pytest.param(
            {"customFilters": [custom("session", "score", 1)] * 700},
            [("/customFilters/598", "too_many"), ("/customFilters/400", "too_many")],
            id="too-many-filters-and-searches",
        ),
        pytest.param(
            {"customFilters": [custom("userType", "user", "a")] * 11},
            [("/customFilters/10", "too_many")],
            id="too-many-json-keys",
        ),
        pytest.param(
            {"customFilters": [custom("userType", "user", *["a"] * 1_000)] * 11},
            [("/customFilters/9/values", "too_many")],
            id="too-many-values",
        ),
    ],
)
@covers("kore.limit", "kore.startDate", "kore.endDate", "kore.customFilters")
def test_problems_of_the_parameters(extra: Any, expected: Any, connection: Connection) -> None:
    params = SEPTEMBER | extra
    found = problems_of(WIDGET, params, connection, paths=PATHS)
    assert found == [("params", *one) for one in expected]


@pytest.mark.parametrize("params", [None, [], "x"], ids=["null", "list", "text"])
def test_parameters_that_are_none(params: Any, connection: Connection) -> None:
    assert problems_of(WIDGET, params, connection) == [("params", "", "not_an_object")]


@pytest.mark.parametrize(
    ("widget", "expected"),
    [
        pytest.param([], [("widget", "", "not_an_object")], id="no-object"),
        pytest.param(
            {"chart_type": "pie", "field": "metricType"},
            [("widget", "/chart_type", "chart_not_allowed")],
            id="no-table",
        ),
        pytest.param({"dimensions": []}, [("widget", "/dimensions", "missing_key")], id="no-columns"),
        pytest.param(WIDGET | {"limit": 5_000}, [("widget", "/limit", "out_of_range")], id="limit"),
        pytest.param(
            WIDGET | {"filters": {"field": "score", "op": "like", "value": 1}},
            [("widget", "/filters/op", "unknown_operator")],
            id="filters",
        ),
    ],
)
def test_problems_of_the_widget(widget: Any, expected: Any, connection: Connection) -> None:
    assert problems_of(widget, SEPTEMBER, connection) == expected


def test_all_problems_at_once(connection: Connection) -> None:
    params = {"endDate": "x", "limit": 99, "customFilters": [custom("a", "b", 1)], "y": 1}
    assert problems_of(WIDGET | {"dimensions": ["nope"]}, params, connection) == [
        ("params", "/y", "unknown_key"),
        ("params", "/startDate", "missing_key"),
        ("params", "/endDate", "invalid_time"),
        ("params", "/limit", "out_of_range"),
        ("widget", "/dimensions/0", "unknown_field"),
        ("params", "/customFilters/0/fieldName", "unknown_field"),
    ]


def test_a_field_that_takes_no_in(connection: Connection) -> None:
    fields = {"metricType": Field(analytics.c.metric_type, operators={"eq"})}
    dataset = Dataset(analytics, id=analytics.c.id, timestamp=analytics.c.timestamp, fields=fields)
    params = SEPTEMBER | {"customFilters": [custom("message", "metric", "x")]}
    with pytest.raises(InvalidInput) as caught:
        widget_data(connection, WIDGET, dataset, params, paths=PATHS, **KOLKATA)
    message = "metricType (string) does not take in; it takes eq"
    at = "/customFilters/0/fieldName"
    assert caught.value.problems == (Problem("params", at, "operator_not_allowed", message),)


@pytest.mark.parametrize(
    ("extra", "detail"),
    [
        ({"startDate": ""}, "startDate is needed: a date such as 2020-03-30"),
        ({"endDate": "today"}, "endDate: expected a date such as 2020-03-30, got 'today'"),
        ({"limit": 51}, "limit is 1 to 50 rows, got 51"),
        ({"limit": 1.5}, "limit is a number of rows, got 1.5"),
        ({"customFilters": "x"}, "customFilters is a list, got 'x'"),
    ],
    ids=["missing", "no-date", "too-many-rows", "no-number", "no-list"],
)
def test_the_sentence_of_a_400_names_the_parameter(extra: Any, detail: str, connection: Connection) -> None:
    with pytest.raises(InvalidInput) as caught:
        widget_data(connection, WIDGET, ANALYTICS, SEPTEMBER | extra, **KOLKATA)
    assert caught.value.to_dict()["detail"] == detail
