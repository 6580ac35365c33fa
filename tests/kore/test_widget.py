"""Kore.ai's custom widget: the document's own answer byte for byte, and what the document leaves open."""

from __future__ import annotations

import json
from typing import Any

import pytest
from sqlalchemy import Connection

from tests.kore.analytics import (
    ANALYTICS,
    FIRST,
    HOST,
    KOLKATA,
    PATHS,
    SAMPLE,
    SEPTEMBER,
    WIDGET,
    analytics,
    columns,
    custom,
)
from tests.reference.coverage import covers
from widgetql import InvalidInput, Limits
from widgetql.kore import widget_data
from widgetql.testing.databases import put


@covers("kore.response", "kore.get", "kore.days")
def test_the_document_s_answer_byte_for_byte(connection: Connection) -> None:
    answer = widget_data(connection, WIDGET, ANALYTICS, SEPTEMBER, **HOST, **KOLKATA)
    assert json.dumps(answer, indent=4, allow_nan=False) == SAMPLE


@covers("kore.post", "kore.customFilters")
def test_the_document_s_request_body(connection: Connection) -> None:
    body = {"customFilters": [{"filterSource": "userType", "fieldName": "user", "values": ["newuser"]}]}
    answer = widget_data(connection, WIDGET, ANALYTICS, SEPTEMBER | body, **HOST, **KOLKATA)
    assert columns(answer) == ["successintents", "successtasks"]


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
    assert len(columns(answer)) == count


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        pytest.param(None, 6, id="null"),
        pytest.param([], 6, id="none"),
        pytest.param([custom("userType", "user", "newuser")], 2, id="one"),
        pytest.param([custom("userType", "user", "newuser", "returning")], 3, id="any-of-its-values"),
        pytest.param([custom("userType", "user")], 0, id="no-value-holds-for-nothing"),
        pytest.param([custom("userType", "user", "NEWUSER")], 0, id="exact"),
        pytest.param([custom("message", "metric", "successtasks")], 2, id="a-pair-that-the-host-maps"),
        pytest.param([custom("session", "score", 1, 4.5)], 2, id="numbers"),
        pytest.param(
            [custom("message", "metric", "successtasks"), custom("userType", "user", "newuser")],
            1,
            id="all-of-several",
        ),
    ],
)
@covers("kore.customFilters")
def test_custom_filters(filters: Any, expected: int, connection: Connection) -> None:
    params = SEPTEMBER | {"customFilters": filters}
    answer = widget_data(connection, WIDGET, ANALYTICS, params, paths=PATHS, **KOLKATA)
    assert len(columns(answer)) == expected


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
    many = [{"id": n, "timestamp": FIRST, "metric_type": "x"} for n in range(100, 160)]
    put(connection, {analytics: many})
    answer = widget_data(
        connection, WIDGET | {"limit": own}, ANALYTICS, SEPTEMBER | {"limit": asked}, **KOLKATA
    )
    assert len(columns(answer)) == expected


def test_a_dataset_s_own_limit_of_rows_is_the_default(connection: Connection) -> None:
    answer = widget_data(connection, WIDGET, ANALYTICS, SEPTEMBER, limits=Limits(max_rows=2), **KOLKATA)
    assert len(columns(answer)) == 2


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
    assert columns(widget_data(connection, widget, ANALYTICS, SEPTEMBER, **KOLKATA)) == [
        "successtasks",
        "failedintents",
    ]


def test_the_host_s_scope_holds(connection: Connection) -> None:
    scope = analytics.c.metric_type == "successtasks"
    assert columns(widget_data(connection, WIDGET, ANALYTICS, SEPTEMBER, scope=scope, **KOLKATA)) == [
        "successtasks",
        "successtasks",
    ]


def test_what_the_host_does_not_say_is_blank(connection: Connection) -> None:
    answer = widget_data(connection, {"dimensions": ["metricType"]}, ANALYTICS, SEPTEMBER, **KOLKATA)
    sql = answer["sqlQuery"]
    assert (answer["_id"], answer["name"], sql["dataSet"], sql["botId"]) == (None, None, "", "")


def test_what_an_answer_says_may_be_sent_back(connection: Connection) -> None:
    widget = WIDGET | {
        "id": "wg-9",
        "dimensions": ["metricType"],
        "metrics": [{"aggregation_function": "count"}, {"aggregation_function": "avg", "field": "score"}],
    }
    answer = widget_data(connection, widget, ANALYTICS, SEPTEMBER, **KOLKATA)
    back = widget_data(connection, answer, ANALYTICS, SEPTEMBER, **KOLKATA)  # type: ignore[arg-type]
    assert back == answer
    assert back["_id"] == "wg-9"


def test_having_is_as_a_table_s(connection: Connection) -> None:
    widget = WIDGET | {
        "dimensions": ["metricType"],
        "metrics": [{"aggregation_function": "count", "name": "n"}],
        "having": {"field": "n", "op": "gte", "value": 2},
        "order_by": [{"name": "n", "direction": "asc"}],
    }
    answer = widget_data(connection, widget, ANALYTICS, SEPTEMBER, **KOLKATA)
    numbers = [row["n"] for row in answer["queryResponse"]["queryResponse"]]
    assert numbers == sorted(numbers)
    assert min(numbers) >= 2


@pytest.mark.parametrize("count", [3, 4])
def test_three_metrics_at_most(connection: Connection, count: int) -> None:
    metrics = [{"aggregation_function": "count", "name": f"n{number}"} for number in range(count)]
    widget = WIDGET | {"dimensions": ["metricType"], "metrics": metrics}
    if count == 3:
        assert len(widget_data(connection, widget, ANALYTICS, SEPTEMBER, **KOLKATA)["metrics"]) == 3
        return
    with pytest.raises(InvalidInput) as caught:
        widget_data(connection, widget, ANALYTICS, SEPTEMBER, **KOLKATA)
    assert [(one.pointer, one.code) for one in caught.value.problems] == [("/metrics", "too_many")]
