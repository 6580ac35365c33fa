"""Kore.ai's custom widget: the document's own answer byte for byte, and what the document leaves open."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any, Final

import pytest
from sqlalchemy import Boolean, Column, Connection, DateTime, Float, Integer, MetaData, String, Table

from tests.reference.coverage import covers
from widgetql import Dataset, Field, InvalidInput, JsonKeys, Limits, Problem
from widgetql.kore import widget_data
from widgetql.testing.databases import Rows

METADATA: Final = MetaData()
analytics: Final = Table(
    "analytics",
    METADATA,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("timestamp", DateTime(timezone=True)),
    Column("metric_type", String(40)),
    Column("tags", String(200)),
    Column("score", Float),
    Column("resolved", Boolean),
    Column("seen_at", DateTime(timezone=True)),
)
ANALYTICS: Final = Dataset(
    analytics,
    id=analytics.c.id,
    timestamp=analytics.c.timestamp,
    fields={
        "metricType": Field(analytics.c.metric_type),
        "score": Field(analytics.c.score, label="Score"),
        "resolved": Field(analytics.c.resolved),
        "seenAt": Field(analytics.c.seen_at),
        "userType": JsonKeys(analytics.c.tags),
    },
)
KOLKATA: Final[Any] = {"timezone": "Asia/Kolkata", "now": datetime(2026, 1, 1, tzinfo=UTC)}
SEPTEMBER: Final = {"startDate": "2019-09-01", "endDate": "2019-10-01"}
ALL: Final = {"startDate": "2019-01-01", "endDate": "2019-12-31"}
WIDGET: Final = {"id": "wg-xxxx-xxx-xxx-xxx-xxxxx", "name": "dasaDSA", "dimensions": ["metricType"]}
HOST: Final[Any] = {"data_set": "Analytics", "bot_id": "st-xxxxx-xxx-xxx-xxx-xxxxx"}

# The last instant of 1 October and the first of 2 October, where the request's days begin 5.5 hours early.
_LAST = datetime(2019, 10, 1, 18, 29, 59, 999_000, tzinfo=UTC)
_AFTER = datetime(2019, 10, 1, 18, 30, tzinfo=UTC)
_FIRST = datetime(2019, 8, 31, 18, 30, tzinfo=UTC)
_BEFORE = datetime(2019, 8, 31, 18, 29, 59, tzinfo=UTC)
_NEW, _OLD = '{"user": "newuser"}', '{"user": "returning"}'
ROWS: Final[Rows] = {
    analytics: [
        {"id": 1, "timestamp": _LAST, "metric_type": "successintents", "tags": _NEW, "score": 1.0},
        {
            "id": 2,
            "timestamp": datetime(2019, 9, 30, 12, 0, 0, 123_456, tzinfo=UTC),
            "metric_type": "successtasks",
            "tags": _OLD,
            "score": 2.0,
            "resolved": True,
            "seen_at": datetime(2019, 9, 30, 13, tzinfo=UTC),
        },
        {"id": 3, "timestamp": datetime(2019, 9, 20, tzinfo=UTC), "metric_type": "successintents"},
        {"id": 4, "timestamp": datetime(2019, 9, 10, tzinfo=UTC), "metric_type": "successintents"},
        {"id": 5, "timestamp": datetime(2019, 9, 2, tzinfo=UTC), "metric_type": "successtasks", "tags": _NEW},
        {"id": 6, "timestamp": _FIRST, "metric_type": "failedintents", "score": 4.5, "resolved": False},
        {"id": 7, "timestamp": _BEFORE, "metric_type": "before"},
        {"id": 8, "timestamp": _AFTER, "metric_type": "after"},
    ]
}

SAMPLE: Final = """{
    "_id": "wg-xxxx-xxx-xxx-xxx-xxxxx",
    "overlay": [],
    "name": "dasaDSA",
    "type": "table",
    "sqlQuery": {
        "dataSet": "Analytics",
        "select": "metricType",
        "startDate": "2019-08-31T18:30:00.000Z",
        "endDate": "2019-10-01T18:30:00.000Z",
        "botId": "st-xxxxx-xxx-xxx-xxx-xxxxx"
    },
    "dimensions": [
        {
            "fieldName": "metricType",
            "displayName": "metricType",
            "type": "string"
        }
    ],
    "metrics": [],
    "row": [],
    "properties": {},
    "queryResponse": {
        "metaData": {
            "metricType": "string"
        },
        "queryResponse": [
            {
                "metricType": "successintents"
            },
            {
                "metricType": "successtasks"
            },
            {
                "metricType": "successintents"
            },
            {
                "metricType": "successintents"
            },
            {
                "metricType": "successtasks"
            },
            {
                "metricType": "failedintents"
            }
        ]
    }
}"""


@pytest.fixture(scope="module")
def metadata() -> MetaData:
    return METADATA


@pytest.fixture(scope="module")
def rows() -> Rows:
    return ROWS


def _columns(answer: dict[str, Any], name: str = "metricType") -> list[Any]:
    return [row[name] for row in answer["queryResponse"]["queryResponse"]]


def _problems(widget: Any, params: Any, connection: Connection, **options: Any) -> list[tuple[str, str, str]]:
    with pytest.raises(InvalidInput) as caught:
        widget_data(connection, widget, ANALYTICS, params, **(KOLKATA | options))
    return [(problem.document, problem.pointer, problem.code) for problem in caught.value.problems]


@covers("kore.response", "kore.get", "kore.days")
def test_the_document_s_answer_byte_for_byte(connection: Connection) -> None:
    answer = widget_data(connection, WIDGET, ANALYTICS, SEPTEMBER, **HOST, **KOLKATA)
    assert json.dumps(answer, indent=4, allow_nan=False) == SAMPLE


@covers("kore.post", "kore.customFilters")
def test_the_document_s_request_body(connection: Connection) -> None:
    body = {"customFilters": [{"filterSource": "userType", "fieldName": "user", "values": ["newuser"]}]}
    answer = widget_data(connection, WIDGET, ANALYTICS, SEPTEMBER | body, **HOST, **KOLKATA)
    assert _columns(answer) == ["successintents", "successtasks"]


@pytest.mark.parametrize(
    ("params", "start", "end", "count"),
    [
        pytest.param(SEPTEMBER, "2019-08-31T18:30:00.000Z", "2019-10-01T18:30:00.000Z", 6, id="days"),
        pytest.param(
            {"startDate": "2019-10-01", "endDate": "2019-10-01"},
            "2019-09-30T18:30:00.000Z",
            "2019-10-01T18:30:00.000Z",
            1,
            id="one-day",
        ),
        pytest.param(
            {"startDate": "2019-08-31T18:30:00.000Z", "endDate": "2019-10-01T18:30:00.000Z"},
            "2019-08-31T18:30:00.000Z",
            "2019-10-01T18:30:00.000Z",
            6,
            id="instants-as-they-were-answered",
        ),
        pytest.param(
            {"startDate": "2019-09-01T00:00", "endDate": "2019-09-20T05:30:00.001"},
            "2019-08-31T18:30:00.000Z",
            "2019-09-20T00:00:00.001Z",
            4,
            id="local-date-times",
        ),
        pytest.param(
            {"startDate": "2000-01-01", "endDate": "2024-12-31"},
            "1999-12-31T18:30:00.000Z",
            "2024-12-31T18:30:00.000Z",
            8,
            id="a-quarter-of-a-century",
        ),
    ],
)
@covers("kore.startDate", "kore.endDate", "kore.days")
def test_dates(params: dict[str, str], start: str, end: str, count: int, connection: Connection) -> None:
    answer = widget_data(connection, WIDGET, ANALYTICS, params, **KOLKATA)
    assert (answer["sqlQuery"]["startDate"], answer["sqlQuery"]["endDate"]) == (start, end)
    assert len(_columns(answer)) == count


def _filter(source: str, name: str, *values: Any) -> dict[str, Any]:
    return {"filterSource": source, "fieldName": name, "values": list(values)}


PATHS: Final = {("message", "metric"): "metricType", ("session", "score"): "score"}


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        pytest.param(None, 6, id="null"),
        pytest.param([], 6, id="none"),
        pytest.param([_filter("userType", "user", "newuser")], 2, id="one"),
        pytest.param([_filter("userType", "user", "newuser", "returning")], 3, id="any-of-its-values"),
        pytest.param([_filter("userType", "user")], 0, id="no-value-holds-for-nothing"),
        pytest.param([_filter("userType", "user", "NEWUSER")], 0, id="exact"),
        pytest.param([_filter("message", "metric", "successtasks")], 2, id="a-pair-that-the-host-maps"),
        pytest.param([_filter("session", "score", 1, 4.5)], 2, id="numbers"),
        pytest.param(
            [_filter("message", "metric", "successtasks"), _filter("userType", "user", "newuser")],
            1,
            id="all-of-several",
        ),
    ],
)
@covers("kore.customFilters")
def test_custom_filters(filters: Any, expected: int, connection: Connection) -> None:
    params = SEPTEMBER | {"customFilters": filters}
    answer = widget_data(connection, WIDGET, ANALYTICS, params, paths=PATHS, **KOLKATA)
    assert len(_columns(answer)) == expected


@pytest.mark.parametrize(
    ("own", "asked", "expected"),
    [
        pytest.param(None, None, 50, id="fifty-without-a-word"),
        pytest.param(3, None, 3, id="the-widget-s-own"),
        pytest.param(900, None, 50, id="never-more-than-fifty"),
        pytest.param(3, 4, 4, id="the-request-s"),
        pytest.param(None, 50, 50, id="fifty"),
        pytest.param(None, "2", 2, id="text-of-a-query-string"),
        pytest.param(None, "", 50, id="blank"),
    ],
)
@covers("kore.limit")
def test_limit(own: Any, asked: Any, expected: int, connection: Connection) -> None:
    many = [{"id": n, "timestamp": _FIRST, "metric_type": "x"} for n in range(100, 160)]
    connection.execute(analytics.insert(), many)
    answer = widget_data(
        connection, WIDGET | {"limit": own}, ANALYTICS, SEPTEMBER | {"limit": asked}, **KOLKATA
    )
    assert len(_columns(answer)) == expected


def test_a_dataset_s_own_limit_of_rows_is_the_default(connection: Connection) -> None:
    answer = widget_data(connection, WIDGET, ANALYTICS, SEPTEMBER, limits=Limits(max_rows=2), **KOLKATA)
    assert len(_columns(answer)) == 2


def test_values_on_the_wire(connection: Connection) -> None:
    widget = WIDGET | {"dimensions": ["timestamp", "score", "resolved", "seenAt"]}
    answer = widget_data(connection, widget, ANALYTICS, SEPTEMBER | {"limit": 2}, **KOLKATA)
    assert answer["queryResponse"] == {
        "metaData": {
            "timestamp": "datetime",
            "score": "numeric",
            "resolved": "boolean",
            "seenAt": "datetime",
        },
        "queryResponse": [
            {"timestamp": "2019-10-01T18:29:59.999Z", "score": 1.0, "resolved": None, "seenAt": None},
            {
                "timestamp": "2019-09-30T12:00:00.123Z",
                "score": 2.0,
                "resolved": True,
                "seenAt": "2019-09-30T13:00:00.000Z",
            },
        ],
    }
    assert answer["dimensions"][1] == {"fieldName": "score", "displayName": "Score", "type": "numeric"}
    assert answer["sqlQuery"]["select"] == "timestamp, score, resolved, seenAt"


def test_metrics(connection: Connection) -> None:
    widget = WIDGET | {
        "dimensions": ["metricType", {"field": "timestamp", "time_period": "month"}],
        "metrics": [
            {"aggregation_function": "count"},
            {"aggregation_function": "avg", "field": "score", "name": "mean"},
            {"aggregation_function": "max", "field": "timestamp", "name": "last"},
        ],
        "order_by": [{"name": "count", "direction": "desc"}],
    }
    answer = widget_data(connection, widget, ANALYTICS, SEPTEMBER | {"limit": 1}, **KOLKATA)
    types = {
        "metricType": "string",
        "timestamp": "datetime",
        "count": "numeric",
        "mean": "numeric",
        "last": "datetime",
    }
    assert [list(answer), answer["dimensions"][1], answer["metrics"], answer["queryResponse"]] == [
        list(json.loads(SAMPLE)),
        {"fieldName": "timestamp", "displayName": "timestamp", "type": "datetime"},
        [
            {"fieldName": "count", "displayName": "count", "type": "numeric", "aggregation": "count"},
            {"fieldName": "mean", "displayName": "mean", "type": "numeric", "aggregation": "avg"},
            {"fieldName": "last", "displayName": "last", "type": "datetime", "aggregation": "max"},
        ],
        {
            "metaData": types,
            "queryResponse": [
                {
                    "metricType": "successintents",
                    "timestamp": "2019-08-31T18:30:00.000Z",
                    "count": 2,
                    "mean": None,
                    "last": "2019-09-20T00:00:00.000Z",
                }
            ],
        },
    ]


def test_the_widget_s_own_filters_hold_as_well(connection: Connection) -> None:
    widget = WIDGET | {"chart_type": "table", "filters": {"field": "score", "op": "gt", "value": 1}}
    assert _columns(widget_data(connection, widget, ANALYTICS, SEPTEMBER, **KOLKATA)) == [
        "successtasks",
        "failedintents",
    ]


def test_the_host_s_scope_holds(connection: Connection) -> None:
    scope = analytics.c.metric_type == "successtasks"
    assert _columns(widget_data(connection, WIDGET, ANALYTICS, SEPTEMBER, scope=scope, **KOLKATA)) == [
        "successtasks",
        "successtasks",
    ]


def test_what_the_host_does_not_say_is_blank(connection: Connection) -> None:
    answer = widget_data(connection, {"dimensions": ["metricType"]}, ANALYTICS, SEPTEMBER, **KOLKATA)
    sql = answer["sqlQuery"]
    assert (answer["_id"], answer["name"], sql["dataSet"], sql["botId"]) == (None, None, "", "")


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
            {"customFilters": [_filter("a", "b", 1) | {"op": "eq"}]},
            [("/customFilters/0/op", "unknown_key"), ("/customFilters/0/fieldName", "unknown_field")],
            id="unknown-key-and-field",
        ),
        pytest.param(
            {"customFilters": [_filter("userType", "user"), _filter("", "score", 1)]},
            [("/customFilters/1/filterSource", "missing_key")],
            id="a-source-is-needed",
        ),
        pytest.param(
            {"customFilters": [_filter("session", "score", 1, "1")]},
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
            {"customFilters": [_filter("userType", "user", "a")] * 300},
            [("/customFilters/200", "too_many")],
            id="too-many-filters",
        ),
        pytest.param(
            {"customFilters": [_filter("userType", "user", *["a"] * 1_000)] * 11},
            [("/customFilters/10/values", "too_many")],
            id="too-many-values",
        ),
    ],
)
@covers("kore.limit", "kore.startDate", "kore.endDate", "kore.customFilters")
def test_problems_of_the_parameters(extra: Any, expected: Any, connection: Connection) -> None:
    params = SEPTEMBER | extra
    found = _problems(WIDGET, params, connection, paths=PATHS)
    assert found == [("params", *one) for one in expected]


@pytest.mark.parametrize("params", [None, [], "x"], ids=["null", "list", "text"])
def test_parameters_that_are_none(params: Any, connection: Connection) -> None:
    assert _problems(WIDGET, params, connection) == [("params", "", "not_an_object")]


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
    assert _problems(widget, SEPTEMBER, connection) == expected


def test_all_problems_at_once(connection: Connection) -> None:
    params = {"endDate": "x", "limit": 99, "customFilters": [_filter("a", "b", 1)], "y": 1}
    assert _problems(WIDGET | {"dimensions": ["nope"]}, params, connection) == [
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
    params = SEPTEMBER | {"customFilters": [_filter("message", "metric", "x")]}
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
