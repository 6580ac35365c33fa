"""What widgets answer, by hand, from the design's sentences."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from tests.testing.desk import DESK, NOW, agents, metrics, reviews, ticket, tickets
from widgetql.limits import Limits
from widgetql.testing import expected_widget_data

LATE: dict[str, Any] = {"field": "at", "op": "gte", "value": "2025-11-01"}


def at(day: int, hour: int = 0, minute: int = 0) -> datetime:
    return datetime(2025, 11, day, hour, minute)


ROWS: dict[Any, list[dict[str, Any]]] = {
    tickets: [
        ticket(3, at=at(1, 10), minutes=30, cost=Decimal("1.50"), solved=True, topic="b", agent_id=1),
        ticket(1, at=at(1, 11), minutes=10, cost=Decimal("0.25"), solved=False, topic="a", agent_id=1),
        ticket(2, at=at(1, 11), minutes=None, solved=True, topic="a", agent_id=2),
        ticket(4, at=at(3, 9), minutes=None, topic=None, agent_id=9),
        ticket(5, at=at(3, 12), minutes=99, topic="now or later"),
        ticket(6, at=None, minutes=99, topic="never"),
    ],
    agents: [{"id": 1, "name": "Ada"}, {"id": 2, "name": "Bob"}],
    metrics: [{"id": 1, "name": "quality", "kind": "N"}, {"id": 2, "name": None, "kind": "B"}],
    reviews: [
        {"id": 1, "ticket_id": 1, "metric_id": 1, "value": "0.5", "stars": 1},
        {"id": 2, "ticket_id": 1, "metric_id": 1, "value": "1.5", "stars": 2},
        {"id": 3, "ticket_id": 3, "metric_id": 1, "value": "n/a", "stars": 2},
        {"id": 4, "ticket_id": 3, "metric_id": 2, "value": "true", "stars": 3},
    ],
}


def answer(widget: dict[str, Any], **options: Any) -> dict[str, Any]:
    return expected_widget_data({"filters": LATE, **widget}, DESK, ROWS, **{"now": NOW, **options})


def data(widget: dict[str, Any], **options: Any) -> Any:
    return answer(widget, **options)["data"]


@pytest.mark.parametrize(
    ("widget", "expected"),
    [
        pytest.param(
            {"chart_type": "line", "field": "minutes"},
            [
                {"id": 3, "timestamp": "2025-11-01T10:00:00Z", "value": 30},
                {"id": 1, "timestamp": "2025-11-01T11:00:00Z", "value": 10},
            ],
            id="line-leaves-missing-values-out",
        ),
        pytest.param(
            {"chart_type": "line", "field": "reviews.value", "metric": 1},
            [
                {"id": 1, "timestamp": "2025-11-01T11:00:00Z", "value": 0.5},
                {"id": 1, "timestamp": "2025-11-01T11:00:00Z", "value": 1.5},
            ],
            id="line-has-a-point-for-each-row-of-its-metric",
        ),
        pytest.param(
            {"chart_type": "bar", "field": "minutes", "aggregation_function": "avg", "time_period": "day"},
            [
                {"time_interval": "2025-11-01T00:00:00Z", "value": 20.0, "sample_count": 2},
                {"time_interval": "2025-11-03T00:00:00Z", "value": None, "sample_count": 0, "partial": True},
            ],
            id="bar-shows-a-bucket-of-records-without-values",
        ),
        pytest.param(
            {"chart_type": "bar", "field": "minutes", "aggregation_function": "count", "time_period": "day"},
            [
                {"time_interval": "2025-11-01T00:00:00Z", "value": 3, "sample_count": 3},
                {"time_interval": "2025-11-03T00:00:00Z", "value": 1, "sample_count": 1, "partial": True},
            ],
            id="bar-counts-records",
        ),
        pytest.param(
            {"chart_type": "bar", "field": "solved", "aggregation_function": "avg", "time_period": "month"},
            [{"time_interval": "2025-11-01T00:00:00Z", "value": 2 / 3, "sample_count": 3, "partial": True}],
            id="bar-of-a-boolean-is-a-fraction",
        ),
        pytest.param(
            {"chart_type": "bar", "field": "minutes", "aggregation_function": "sum", "time_period": "day",
             "fill_gaps": True},
            [
                {"time_interval": "2025-11-01T00:00:00Z", "value": 40, "sample_count": 2},
                {"time_interval": "2025-11-02T00:00:00Z", "value": None, "sample_count": 0},
                {"time_interval": "2025-11-03T00:00:00Z", "value": None, "sample_count": 0, "partial": True},
            ],
            id="bar-fills-gaps",
        ),
        pytest.param(
            {"chart_type": "bar", "field": "reviews.stars", "aggregation_function": "sum",
             "group_by": {"type": "bucket", "interval": 3_600_000}},
            [
                {"time_interval": "2025-11-01T10:00:00Z", "value": 5, "sample_count": 2, "record_count": 1},
                {"time_interval": "2025-11-01T11:00:00Z", "value": 3, "sample_count": 2, "record_count": 1},
            ],
            id="bar-over-to-many-counts-its-records",
        ),
        pytest.param(
            {"chart_type": "bar", "field": "minutes", "aggregation_function": "max", "time_period": "day",
             "group_by": {"type": "field", "field": "agent.name"}},
            [
                {"time_interval": "2025-11-01T00:00:00Z", "group": "Ada", "value": 30, "sample_count": 2},
                {"time_interval": "2025-11-01T00:00:00Z", "group": "Bob", "value": None, "sample_count": 0},
                {"time_interval": "2025-11-03T00:00:00Z", "group": None, "value": None, "sample_count": 0,
                 "partial": True},
            ],
            id="bar-by-group",
        ),
        pytest.param(
            {"chart_type": "pie", "field": "topic"},
            [
                {"label": "a", "value": 2, "percentage": 66.7},
                {"label": "b", "value": 1, "percentage": 33.3},
            ],
            id="pie",
        ),
        pytest.param(
            {"chart_type": "pie", "field": "solved", "include_missing": True},
            [
                {"label": True, "value": 2, "percentage": 50.0},
                {"label": False, "value": 1, "percentage": 25.0},
                {"label": None, "value": 1, "percentage": 25.0},
            ],
            id="pie-with-missing-values-last-among-equals",
        ),
        pytest.param(
            {"chart_type": "pie", "field": "reviews.value", "metric": 2},
            [{"label": True, "value": 1, "percentage": 100.0, "record_count": 1}],
            id="pie-of-a-boolean-metric",
        ),
        pytest.param(
            {"chart_type": "stat"},
            {"total": 4, "rate": 2 / 3, "cost": 1.75, "longest": 30, "per_minute": 1.75 / 40},
            id="stat",
        ),
        pytest.param(
            {"chart_type": "stat", "group_by": {"type": "bucket", "interval": 86_400_000}},
            [
                {"group": "2025-11-01T00:00:00Z", "total": 3, "rate": 2 / 3, "cost": 1.75, "longest": 30,
                 "per_minute": 1.75 / 40, "sample_count": 3},
                {"group": "2025-11-03T00:00:00Z", "total": 1, "rate": None, "cost": None, "longest": None,
                 "per_minute": None, "sample_count": 1},
            ],
            id="stat-by-bucket",
        ),
        pytest.param(
            {"chart_type": "list", "field": "minutes", "columns": ["agent.name"], "limit": 2},
            [
                {"id": 4, "timestamp": "2025-11-03T09:00:00Z", "value": None, "agent.name": None},
                {"id": 2, "timestamp": "2025-11-01T11:00:00Z", "value": None, "agent.name": "Bob"},
            ],
            id="list-newest-first-then-the-higher-id",
        ),
        pytest.param(
            {"chart_type": "table", "dimensions": ["topic"],
             "metrics": [{"aggregation_function": "avg", "field": "minutes"},
                         {"aggregation_function": "count"}]},
            [
                {"topic": "a", "avg_minutes": 10.0, "count": 2, "sample_count": 2},
                {"topic": "b", "avg_minutes": 30.0, "count": 1, "sample_count": 1},
                {"topic": None, "avg_minutes": None, "count": 1, "sample_count": 1},
            ],
            id="table-largest-first-then-by-dimension",
        ),
        pytest.param(
            {"chart_type": "table", "dimensions": [{"field": "at", "time_period": "quarter"}, "topic"],
             "metrics": [{"aggregation_function": "max", "field": "minutes", "name": "longest"}],
             "order_by": [{"name": "longest", "direction": "asc"}], "limit": 2},
            [
                {"at": "2025-10-01T00:00:00Z", "topic": "a", "longest": 10, "sample_count": 2},
                {"at": "2025-10-01T00:00:00Z", "topic": "b", "longest": 30, "sample_count": 1},
            ],
            id="table-in-order",
        ),
        pytest.param(
            {"chart_type": "table", "dimensions": ["reviews.stars"],
             "metrics": [{"aggregation_function": "count"}]},
            [
                {"reviews.stars": 2, "count": 2, "sample_count": 2, "record_count": 2},
                {"reviews.stars": 1, "count": 1, "sample_count": 1, "record_count": 1},
                {"reviews.stars": 3, "count": 1, "sample_count": 1, "record_count": 1},
            ],
            id="table-over-to-many",
        ),
        pytest.param(
            {"chart_type": "table", "dimensions": ["topic", "minutes"], "limit": 2},
            [{"topic": None, "minutes": None}, {"topic": "a", "minutes": None}],
            id="raw-table-newest-first",
        ),
    ],
)  # fmt: skip
def test_the_data_of_a_chart(widget: dict[str, Any], expected: Any) -> None:
    assert data(widget) == expected


@pytest.mark.parametrize(
    ("widget", "limits", "expected"),
    [
        pytest.param(
            {"chart_type": "pie", "field": "topic"},
            Limits(max_range=None, max_slices=1),
            [
                {"label": "a", "value": 2, "percentage": 66.7},
                {"label": "other", "other": True, "excluded": ["a"], "value": 1, "percentage": 33.3},
            ],
            id="slices",
        ),
        pytest.param(
            {"chart_type": "bar", "field": "at", "aggregation_function": "count", "time_period": "month",
             "group_by": {"type": "field", "field": "agent.name"}},
            Limits(max_range=None, max_groups=1),
            [
                {"time_interval": "2025-11-01T00:00:00Z", "group": "Ada", "value": 2, "sample_count": 2,
                 "partial": True},
                {"time_interval": "2025-11-01T00:00:00Z", "group": "other", "value": 2, "sample_count": 2,
                 "other": True, "excluded": ["Ada"], "partial": True},
            ],
            id="groups",
        ),
        pytest.param(
            {"chart_type": "pie", "field": "solved", "group_by": {"type": "field", "field": "agent.name"}},
            Limits(max_range=None, max_groups=1, max_slices=1),
            [
                {"group": "Ada", "label": False, "value": 1, "percentage": 50.0},
                {"group": "Ada", "label": "other", "value": 1, "percentage": 50.0, "other": True,
                 "excluded": [False]},
                {"group": "other", "label": True, "value": 1, "percentage": 100.0, "other": True,
                 "group_excluded": ["Ada"]},
            ],
            id="slices-of-groups",
        ),
    ],
)  # fmt: skip
def test_the_rest_is_other(widget: dict[str, Any], limits: Limits, expected: Any) -> None:
    assert data(widget, limits=limits) == expected


def test_a_line_is_thinned_to_the_ends_and_extremes_of_equal_parts() -> None:
    values = [5, 9, 1, 5, 5, 5, 7, 7, 3, 3, 3, 4]
    rows = {tickets: [ticket(i, at=at(1) + timedelta(hours=i), minutes=v) for i, v in enumerate(values)]}
    widget: dict[str, Any] = {"chart_type": "line", "field": "minutes", "filters": LATE}
    found = expected_widget_data(widget, DESK, rows, now=NOW, limits=Limits(max_range=None, max_points=8))
    # Two parts of six points: of equal values the earliest is kept.
    assert [point["id"] for point in found["data"]] == [0, 1, 2, 5, 6, 8, 11]
    assert (found["metadata"]["sampled"], found["metadata"]["total"]) == (True, 12)


@pytest.mark.parametrize(
    ("widget", "expected"),
    [
        pytest.param(
            {"chart_type": "line", "field": "minutes", "id": 7, "time_period": "", "group_by": {}},
            {
                "widget_id": 7, "field_name": "minutes", "chart_type": "line", "aggregation_function": None,
                "time_period": None, "group_by": None, "can_group_by": True,
                "metadata": {
                    "display_name": "Minutes", "data_type": "numeric", "filter_value": None, "unit": "min",
                    "range": {"start": "2025-11-01T00:00:00Z", "end": "2025-11-03T12:00:00Z"},
                    "timezone": "UTC", "now": "2025-11-03T12:00:00Z", "truncated": False,
                    "sampled": False, "total": 2,
                },
            },
            id="line",
        ),
        pytest.param(
            {"chart_type": "list", "name": "Newest", "limit": 3},
            {
                "widget_id": None, "field_name": "", "chart_type": "list", "aggregation_function": None,
                "time_period": None, "group_by": None, "can_group_by": False,
                "metadata": {
                    "display_name": "Newest", "data_type": None, "filter_value": None,
                    "range": {"start": "2025-11-01T00:00:00Z", "end": "2025-11-03T12:00:00Z"},
                    "timezone": "UTC", "now": "2025-11-03T12:00:00Z", "truncated": True, "next_cursor": "…",
                    "columns": [
                        {"name": name, "label": name, "type": kind, "role": role} | plain
                        for name, kind, role in (
                            ("id", "numeric", "id"), ("timestamp", "datetime", "dimension"),
                        )
                        for plain in ({"unit": None, "format": None},)
                    ],
                },
            },
            id="list",
        ),
    ],
)  # fmt: skip
def test_what_stands_around_the_data(widget: dict[str, Any], expected: dict[str, Any]) -> None:
    found = answer(widget)
    del found["data"]
    assert found == expected


@pytest.mark.parametrize(
    ("metric", "expected"),
    [
        pytest.param(1, ("quality", "numeric", 1), id="by-its-name"),
        pytest.param(2, ("reviews.value", "boolean", 2), id="without-a-name"),
    ],
)
def test_a_metric_says_name_and_type(metric: int, expected: tuple[Any, ...]) -> None:
    widget: dict[str, Any] = {"chart_type": "pie", "field": "reviews.value", "metric": metric}
    found = answer(widget)["metadata"]
    assert (found["display_name"], found["data_type"], found["filter_value"]) == expected


@pytest.mark.parametrize(
    ("override", "dashboard", "total"),
    [
        pytest.param(None, None, 2, id="the-widget's-own"),
        pytest.param({}, {}, 2, id="nothing-given"),
        pytest.param(LATE, None, 4, id="the-override-instead"),
        pytest.param(LATE, {"field": "topic", "op": "eq", "value": "b"}, 1, id="and-the-dashboard's"),
        pytest.param(None, {"field": "topic", "op": "eq", "value": "b"}, 0, id="the-dashboard's-and-own"),
    ],
)
def test_filters_are_merged(override: Any, dashboard: Any, total: int) -> None:
    own = {"operator": "and", "conditions": [LATE, {"field": "topic", "op": "eq", "value": "a"}]}
    found = expected_widget_data(
        {"chart_type": "stat", "filters": own},
        DESK,
        ROWS,
        now=NOW,
        filters=override,
        dashboard_filters=dashboard,
    )
    assert found["data"]["total"] == total


def test_a_cursor_is_the_lists_own() -> None:
    with pytest.raises(NotImplementedError, match="cursor"):
        data({"chart_type": "list", "cursor": "abc"})


def test_the_dashboard_of_the_call_and_of_the_body_are_both_in_force() -> None:
    def topic(name: str) -> dict[str, Any]:
        return {"field": "topic", "op": "eq", "value": name}

    widget = {"chart_type": "line", "field": "minutes", "dashboard_filters": topic("a")}
    assert [row["id"] for row in data(widget)] == [1]
    assert data(widget, dashboard_filters=topic("b")) == []
