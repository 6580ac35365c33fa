"""However many bounds of time a widget has, its statement has the two that count."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, Final

import pytest
from sqlalchemy import Connection

from widgetql import compute_widget_data, explain
from widgetql.testing.example import connect, dataset

NOW: Final = datetime(2025, 11, 7, tzinfo=UTC)
OPTIONS: Final[dict[str, Any]] = {"now": NOW}
LIST: Final = {
    "chart_type": "list",
    "limit": 1,
    "filters": {"field": "timestamp", "op": "gte", "value": "now-7d"},
}


@pytest.fixture
def connection() -> Iterator[Connection]:
    with connect() as found:
        yield found


def bounds(connection: Connection, widget: dict[str, Any], **options: Any) -> list[int]:
    """Return how often each statement over the calls compares their timestamp."""
    found = explain(connection, widget, dataset, **OPTIONS, **options)
    return [
        text.partition("WHERE")[2].count("calls.timestamp >=") + text.count("calls.timestamp < ")
        for text in found.statements
        if "ORDER BY" in text
    ]


def since(value: str) -> dict[str, Any]:
    return {"field": "timestamp", "op": "gte", "value": value}


def test_the_dashboards_bound_and_the_widgets_are_one(connection: Connection) -> None:
    assert bounds(connection, LIST, dashboard_filters=since("now-30d")) == [2]


def test_a_cursor_ends_the_range(connection: Connection) -> None:
    first = compute_widget_data(connection, LIST, dataset, **OPTIONS)
    cursor = first.metadata["next_cursor"]
    assert cursor is not None
    # Its own bound stands in the place of `now`; beside it is the one that ties are broken by.
    assert bounds(connection, LIST | {"cursor": cursor}, dashboard_filters=since("now-30d")) == [3]


def test_a_page_is_the_same_statement_as_the_next(connection: Connection) -> None:
    texts: list[str] = []
    widget: dict[str, Any] = LIST
    for _ in range(2):
        cursor = compute_widget_data(connection, widget, dataset, **OPTIONS).metadata["next_cursor"]
        if cursor is None:
            break
        widget = LIST | {"cursor": cursor}
        texts.append(explain(connection, widget, dataset, **OPTIONS).statements[-1])
    assert texts
    assert len(set(texts)) == 1


def test_widgets_whose_tightest_bounds_are_the_same_share_a_scan(connection: Connection) -> None:
    pie = {"chart_type": "pie", "field": "topic"}
    bar = {"chart_type": "bar", "field": "duration", "aggregation_function": "avg", "time_period": "day"}
    dashboard = {
        "filters": since("now-30d"),
        "widgets": [pie | {"filters": since("now-7d")}, bar | {"filters": {
            "operator": "and", "conditions": [since("2025-10-31T00:00:00Z"), since("now-10d")]}}],
    }  # fmt: skip
    found = explain(connection, dashboard, dataset, **OPTIONS)
    assert "shared" in [choice.way for choice in found.choices]
