"""A dashboard over records that are values of metrics themselves: one widget picks, others have all."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, Final

import pytest
from sqlalchemy import Column, DateTime, Engine, Integer, MetaData, String, Table

from widgetql import (
    Count,
    Dataset,
    Dynamic,
    Field,
    Kind,
    ToOne,
    WidgetData,
    compute_dashboard_data,
    compute_widget_data,
)
from widgetql.testing.databases import filled

META: Final = MetaData()
metrics: Final = Table(
    "own_metrics", META, Column("id", Integer, primary_key=True), Column("kind", String(20))
)
evaluations: Final = Table(
    "own_evaluations",
    META,
    Column("id", Integer, primary_key=True),
    Column("at", DateTime),
    Column("metric_id", Integer),
    Column("value", String(20)),
    Column("topic", String(20)),
)
DATASET: Final = Dataset(
    evaluations,
    id=evaluations.c.id,
    timestamp=evaluations.c.at,
    fields={
        "topic": Field(evaluations.c.topic),
        "metric": ToOne(
            metrics, on=metrics.c.id == evaluations.c.metric_id, fields={"id": Field(metrics.c.id)}
        ),
        "value": Dynamic(
            evaluations.c.value,
            chosen_by="metric.id",
            kind=metrics.c.kind,
            kinds={"score": Kind("numeric"), "passed": Kind("boolean")},
        ),
    },
    stats={"total": Count()},
)
ROWS: Final[dict[Any, Any]] = {
    metrics: [{"id": 1, "kind": "score"}, {"id": 2, "kind": "passed"}],
    evaluations: [
        {
            "id": number,
            "at": datetime(2025, 11, 3, 10),
            "metric_id": 1 + number % 2,
            "value": "true" if number % 2 else str(number),
            "topic": "billing",
        }
        for number in range(10)
    ],
}
BAR: Final[dict[str, Any]] = {
    "chart_type": "bar",
    "field": "value",
    "metric": 1,
    "aggregation_function": "avg",
    "time_period": "day",
}
WIDGETS: Final[list[dict[str, Any]]] = [
    BAR,
    {"chart_type": "pie", "field": "topic"},
    {"chart_type": "stat"},
    BAR | {"aggregation_function": "max"},
    {"chart_type": "pie", "field": "value", "metric": 2},
]


@pytest.fixture(scope="module")
def metadata() -> MetaData:
    return META


def test_widgets_of_one_metric_leave_the_records_of_the_others(engine: Engine) -> None:
    since: dict[str, Any] = {"field": "timestamp", "op": "gte", "value": "2025-11-01"}
    now = datetime(2025, 11, 4, tzinfo=UTC)
    with filled(engine, ROWS) as connection:
        dashboard = {"filters": since, "widgets": WIDGETS}
        together = compute_dashboard_data(connection, dashboard, DATASET, now=now)
        alone = [
            compute_widget_data(connection, widget, DATASET, dashboard_filters=since, now=now)
            for widget in WIDGETS
        ]
    found = [one.data for one in together if isinstance(one, WidgetData)]
    assert found == [one.data for one in alone]
    assert [found[1][0]["value"], found[2], found[3][0]["value"], found[4][0]["value"]] == [
        10,
        {"total": 10},
        8,
        5,
    ]
