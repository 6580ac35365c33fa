"""The table of the document's own answer, and what is asked of it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, Final

import pytest
from sqlalchemy import Boolean, Column, Connection, DateTime, Float, Integer, MetaData, String, Table

from widgetql import Dataset, Field, InvalidInput, JsonKeys
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
FIRST = datetime(2019, 8, 31, 18, 30, tzinfo=UTC)
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
        {"id": 6, "timestamp": FIRST, "metric_type": "failedintents", "score": 4.5, "resolved": False},
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


def columns(answer: dict[str, Any], name: str = "metricType") -> list[Any]:
    return [row[name] for row in answer["queryResponse"]["queryResponse"]]


def problems_of(
    widget: Any, params: Any, connection: Connection, **options: Any
) -> list[tuple[str, str, str]]:
    with pytest.raises(InvalidInput) as caught:
        widget_data(connection, widget, ANALYTICS, params, **(KOLKATA | options))
    return [(problem.document, problem.pointer, problem.code) for problem in caught.value.problems]


def custom(source: str, name: str, *values: Any) -> dict[str, Any]:
    return {"filterSource": source, "fieldName": name, "values": list(values)}


PATHS: Final = {("message", "metric"): "metricType", ("session", "score"): "score"}
