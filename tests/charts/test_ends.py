"""The first and the last value, by timestamp, id and value: of every type, on every chart."""

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
    at,
    call,
    calls,
    metrics,
    note,
    notes,
)
from widgetql import compute_widget_data
from widgetql.testing import expected_widget_data, same
from widgetql.testing.databases import filled

ROWS: dict[Any, Any] = {
    calls: [
        call(4, "03 12:00", seconds=None, ok=None, topic="é"),
        call(3, "03 09:00", seconds=7, ok=False, topic="Z", seen=at("2025-11-01T05:00")),
        call(2, "03 09:00", seconds=9, ok=True, topic="a", seen=at("2025-11-02")),
        call(1, "03 10:00", seconds=1, score=0.5, topic=None),
        call(5, "04 10:00", seconds=None),
    ],
    agents: AGENTS,
    metrics: METRICS,
    notes: [note(1, 3, 1, "5"), note(2, 3, 1, "2"), note(3, 3, 1, "x"), note(4, 1, 1, "4")],
}


def end(name: str, field: str) -> dict[str, Any]:
    return {"name": f"{name} {field}", "aggregation_function": name, "field": field}


def ask(engine: Engine, widget: dict[str, Any]) -> Any:
    with filled(engine, ROWS) as connection:
        found: Any = compute_widget_data(connection, widget | {"filters": SINCE}, DATASET, now=NOW).to_dict()
    assert same(found, expected_widget_data(widget | {"filters": SINCE}, DATASET, ROWS, now=NOW))
    return found["data"]


def test_the_values_that_are_there_of_every_type(engine: Engine) -> None:
    fields = ("seconds", "ok", "topic", "seen", "score")
    metrics = [end(name, field) for field in fields for name in ("first", "last")]
    found = ask(engine, {"chart_type": "stat", "metrics": metrics})
    assert list(found.values()) == [
        9, 1, True, False, "a", "é", "2025-11-02T00:00:00Z", "2025-11-01T05:00:00Z", 0.5, 0.5,
    ]  # fmt: skip


@pytest.mark.parametrize(("name", "value"), [("first", 9), ("last", 1)])
def test_a_bar(engine: Engine, name: str, value: int) -> None:
    widget = {"chart_type": "bar", "field": "seconds", "aggregation_function": name, "time_period": "day"}
    assert ask(engine, widget) == [
        {"time_interval": "2025-11-03T00:00:00Z", "value": value, "sample_count": 3},
        {"time_interval": "2025-11-04T00:00:00Z", "value": None, "sample_count": 0},
    ]
    grouped = ask(engine, widget | {"field": "topic", "group_by": {"type": "field", "field": "ok"}})
    assert [(row["group"], row["value"]) for row in grouped] == [
        (False, "Z"),
        (True, "a"),
        (None, "é"),
        (None, None),
    ]


def test_related_rows_of_one_record_go_by_their_values(engine: Engine) -> None:
    metrics = [
        end("first", "notes.value"),
        end("last", "notes.value"),
        {"name": "n", "aggregation_function": "count"},
    ]
    widget = {"chart_type": "table", "dimensions": ["topic"], "metrics": metrics, "metric": 1}
    assert ask(engine, widget | {"order_by": [{"name": "topic"}]}) == [
        {
            "topic": "Z",
            "first notes.value": 2,
            "last notes.value": 5,
            "n": 3,
            "sample_count": 3,
            "record_count": 1,
        },
        {
            "topic": None,
            "first notes.value": 4,
            "last notes.value": 4,
            "n": 1,
            "sample_count": 1,
            "record_count": 1,
        },
    ]


def test_texts_sort_by_code_point_and_under_a_filter(engine: Engine) -> None:
    under = end("last", "topic") | {"filters": {"field": "seconds", "op": "gte", "value": 1}}
    widget = {
        "chart_type": "table", "dimensions": ["seconds"],
        "metrics": [under], "order_by": [{"name": "last topic"}],
    }  # fmt: skip
    assert [row["last topic"] for row in ask(engine, widget)] == ["Z", "a", None, None]
