"""Table: dimensions by metrics, in the order asked for; without metrics the rows themselves."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import Engine

from tests.charts.calls import (
    AGENTS,
    DATASET,
    METRICS,
    NOW,
    SINCE,
    agents,
    answer,
    call,
    calls,
    limits,
    metrics,
    note,
    notes,
)
from widgetql.testing import expected_widget_data, same

CALLS = [
    call(1, "03 10:00", seconds=10, score=1.0, topic="a", agent_id=1, cost="1.50"),
    call(2, "03 11:00", seconds=30, score=2.0, topic="a", agent_id=1, cost="2.50"),
    call(3, "04 10:00", seconds=5, topic="b", agent_id=2),
    call(4, "04 11:00", seconds=None, topic=None, agent_id=9),
]
DAY = {"field": "timestamp", "time_period": "day"}


def table(*dimensions: Any, metrics: Any = (), **more: Any) -> dict[str, Any]:
    return {"chart_type": "table", "dimensions": list(dimensions), "metrics": list(metrics)} | more


def metric(aggregation: str, field: str | None = None, name: str | None = None) -> dict[str, Any]:
    return {"aggregation_function": aggregation, "field": field, "name": name}


def test_the_example_of_the_design(engine: Engine) -> None:
    widget = table(
        "agent.name",
        DAY,
        metrics=[metric("avg", "seconds", "avg_duration")],
        order_by=[{"name": "avg_duration", "direction": "desc"}],
        limit=50,
    )
    found = answer(engine, CALLS, widget)
    assert found.data == [
        {"agent.name": "Ada", "timestamp": "2025-11-03T00:00:00Z", "avg_duration": 20.0, "sample_count": 2},
        {"agent.name": "Émile", "timestamp": "2025-11-04T00:00:00Z", "avg_duration": 5.0, "sample_count": 1},
        {"agent.name": None, "timestamp": "2025-11-04T00:00:00Z", "avg_duration": None, "sample_count": 1},
    ]
    assert list(found.data[0]) == ["agent.name", "timestamp", "avg_duration", "sample_count"]
    assert (found.field_name, found.metadata["truncated"], found.can_group_by) == ("", False, False)


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        pytest.param([], ["a", "b", None], id="by-samples-then-dimensions"),
        pytest.param([{"name": "sum_seconds"}], ["b", "a", None], id="asc-null-last"),
        pytest.param([{"name": "sum_seconds", "direction": "desc"}], ["a", "b", None], id="desc-null-last"),
        pytest.param([{"name": "topic", "direction": "desc"}], ["b", "a", None], id="dimension-desc"),
        pytest.param([{"name": "sample_count"}], ["b", None, "a"], id="sample_count"),
        pytest.param(
            [{"name": "sample_count"}, {"name": "topic", "direction": "desc"}], ["b", None, "a"], id="two"
        ),
    ],
)
def test_the_order_of_rows(engine: Engine, order: Any, expected: list[Any]) -> None:
    widget = table("topic", metrics=[metric("sum", "seconds")], order_by=order)
    assert [row["topic"] for row in answer(engine, CALLS, widget).data] == expected


@pytest.mark.parametrize(
    ("field", "aggregation", "value"),
    [
        ("seconds", "sum", 40),
        ("seconds", "median", 20.0),
        ("seconds", "p90", 28.0),
        ("cost", "sum", 4.0),
        ("score", "max", 2.0),
        ("topic", "count_distinct", 1),
        ("timestamp", "min", "2025-11-03T10:00:00Z"),
        (None, "count", 2),
    ],
)
def test_metrics(engine: Engine, field: str | None, aggregation: str, value: Any) -> None:
    widget = table("topic", metrics=[metric(aggregation, field, "m")], limit=1)
    found = answer(engine, CALLS, widget)
    assert found.data == [
        {"topic": "a", "m": pytest.approx(value) if isinstance(value, float) else value, "sample_count": 2}
    ]
    assert found.metadata["truncated"] is True


def test_several_percentiles_of_several_fields(engine: Engine) -> None:
    metrics = [
        metric("p50", "seconds"),
        metric("p90", "seconds"),
        metric("median", "score"),
        metric("avg", "seconds"),
    ]
    row = answer(engine, CALLS, table(metrics=metrics)).data[0]
    assert row == {
        "p50_seconds": 10.0,
        "p90_seconds": pytest.approx(26.0),
        "median_score": 1.5,
        "avg_seconds": 15.0,
        "sample_count": 4,
    }


def test_metrics_over_nothing_are_one_row(engine: Engine) -> None:
    widget = table(metrics=[metric("count"), metric("avg", "seconds")])
    assert answer(engine, [], widget).data == [{"count": 0, "avg_seconds": None, "sample_count": 0}]


NOTES = [note(1, 1, 1, "1"), note(2, 1, 1, "x"), note(3, 2, 1, "3"), note(4, 1, 2, "sad")]


def test_a_to_many_dimension_counts_rows_and_records(engine: Engine) -> None:
    widget = table(
        "notes.metric.name",
        metrics=[metric("count")],
        order_by=[{"name": "record_count", "direction": "desc"}],
    )
    assert answer(engine, CALLS, widget, related=NOTES).data == [
        {"notes.metric.name": "accuracy", "count": 3, "sample_count": 3, "record_count": 2},
        {"notes.metric.name": "mood", "count": 1, "sample_count": 1, "record_count": 1},
    ]


def test_a_dynamic_metric(engine: Engine) -> None:
    widget = table("topic", metrics=[metric("avg", "notes.value", "v")], metric=1)
    found = answer(engine, CALLS, widget, related=NOTES)
    assert found.data == [{"topic": "a", "v": 2.0, "sample_count": 3, "record_count": 2}]
    assert found.metadata["filter_value"] == 1


@pytest.mark.parametrize(
    ("widget", "expected"),
    [
        pytest.param(
            table("topic", "timestamp", "seconds", "cost"),
            [
                (None, "2025-11-04T11:00:00Z", None, None),
                ("b", "2025-11-04T10:00:00Z", 5, None),
                ("a", "2025-11-03T11:00:00Z", 30, 2.5),
                ("a", "2025-11-03T10:00:00Z", 10, 1.5),
            ],
            id="newest-first",
        ),
        pytest.param(
            table("topic", "seconds", order_by=[{"name": "topic"}, {"name": "seconds", "direction": "desc"}]),
            [("a", 30), ("a", 10), ("b", 5), (None, None)],
            id="ordered-null-last",
        ),
        pytest.param(table("agent.name", limit=2), [(None,), ("Émile",)], id="limited"),
    ],
)
def test_without_metrics_a_table_shows_rows(
    engine: Engine, widget: dict[str, Any], expected: list[Any]
) -> None:
    found = answer(engine, CALLS, widget)
    assert [tuple(row.values()) for row in found.data] == expected
    assert found.metadata["truncated"] is ("limit" in widget)


def test_rows_over_a_to_many_field(engine: Engine) -> None:
    widget = table("timestamp", "notes.value", metric=1)
    found = answer(engine, CALLS, widget, related=NOTES)
    assert [row["notes.value"] for row in found.data] == [3.0, 1.0, None]


def test_related_rows_of_one_record_are_by_what_is_shown_of_them(engine: Engine) -> None:
    widget = table("timestamp", "notes.text", "notes.metric.id")
    related = [note(5, 1, 2, None), note(6, 1, 1, None), *NOTES[::-1]]
    found = answer(engine, CALLS, widget, related=related).to_dict()
    shown: Any = [tuple(row.values())[1:] for row in found["data"]]
    assert shown == [("3", 1), ("1", 1), ("sad", 2), ("x", 1), (None, 1), (None, 2)]
    rows = {calls: CALLS, agents: AGENTS, metrics: METRICS, notes: related}
    assert found == expected_widget_data(widget, DATASET, rows, now=NOW, dashboard_filters=SINCE)


@pytest.mark.parametrize(
    "widget",
    [
        pytest.param(table("timestamp", "notes.value", metric=1), id="raw"),
        pytest.param(table("notes.value", "topic", limit=1, metric=2), id="raw-text"),
        pytest.param(table("topic", metrics=[metric("avg", "notes.value")], metric=1), id="metric"),
        pytest.param(table(metrics=[metric("avg", "notes.value")], metric=3), id="of-no-rows"),
        pytest.param(
            table("notes.text", metrics=[metric("count"), metric("max", "notes.value")], metric=1), id="both"
        ),
    ],
)
def test_the_interpreter_knows_tables_of_dynamic_fields(engine: Engine, widget: dict[str, Any]) -> None:
    rows = {calls: CALLS, agents: AGENTS, metrics: METRICS, notes: NOTES}
    found = answer(engine, CALLS, widget, related=NOTES).to_dict()
    assert same(found, expected_widget_data(widget, DATASET, rows, now=NOW, dashboard_filters=SINCE))


def test_limits_cap_a_table(engine: Engine) -> None:
    found = answer(engine, CALLS, table("seconds"), limits=limits(max_rows=2))
    assert (len(found.data), found.metadata["truncated"]) == (2, True)
