"""What a tenant of the demo finds at first: a dashboard with a widget of each chart."""

from __future__ import annotations

from typing import Any, Final

Widget = dict[str, Any]

_WEEK: Final = {
    "operator": "and",
    "conditions": [
        {"field": "timestamp", "op": "gte", "value": "now-7d"},
        {"field": "timestamp", "op": "lte", "value": "now"},
    ],
}
_PLAIN: Final[tuple[tuple[int, Widget], ...]] = (
    (12, {"name": "At a glance", "chart_type": "stat"}),
    (
        8,
        {
            "name": "Calls per day, by success",
            "chart_type": "bar",
            "field": "call_ended_reason",
            "aggregation_function": "count",
            "time_period": "day",
            "group_by": {"type": "field", "field": "success"},
        },
    ),
    (4, {"name": "Why calls end", "chart_type": "pie", "field": "call_ended_reason"}),
    (
        6,
        {
            "name": "Median call duration",
            "chart_type": "bar",
            "field": "duration",
            "aggregation_function": "median",
            "time_period": "day",
        },
    ),
    (
        6,
        {
            "name": "How long calls take",
            "chart_type": "histogram",
            "field": "duration",
            "bins": {"edges": [0, 30, 60, 90, 120, 180, 240, 300, 420]},
        },
    ),
    (
        6,
        {
            "name": "Agents",
            "chart_type": "table",
            "dimensions": ["agent.agent_name"],
            "metrics": [
                {"name": "calls", "aggregation_function": "count"},
                {"name": "median_duration", "aggregation_function": "median", "field": "duration"},
                {"name": "success_rate", "aggregation_function": "avg", "field": "success"},
            ],
            "limit": 10,
        },
    ),
    (
        6,
        {
            "name": "Newest failed calls",
            "chart_type": "list",
            "field": "duration",
            "columns": ["agent.agent_name", "topic"],
            "limit": 8,
            "filters": {"field": "success", "op": "eq", "value": False},
        },
    ),
)
# Evaluators also write what is none of the metric's choices.
_SENSIBLE: Final = {
    "operator": "same_row",
    "conditions": [
        {"field": "metric_evaluations.metric.id", "op": "eq", "value": 2},
        {"field": "metric_evaluations.value", "op": "in", "value": ["positive", "neutral", "negative"]},
    ],
}
_METRICS: Final[dict[int, tuple[tuple[int, Widget], ...]]] = {
    1: (
        (
            4,
            {
                "name": "Sentiment",
                "chart_type": "pie",
                "field": "metric_evaluations.value",
                "metric": 2,
                "filters": _SENSIBLE,
            },
        ),
        (
            8,
            {
                "name": "Accuracy",
                "chart_type": "line",
                "field": "metric_evaluations.value",
                "metric": 1,
                "filters": {"field": "timestamp", "op": "gte", "value": "now-2d"},
            },
        ),
    ),
    2: (
        (
            12,
            {
                "name": "Resolved",
                "chart_type": "bar",
                "field": "metric_evaluations.value",
                "metric": 21,
                "aggregation_function": "avg",
                "time_period": "day",
            },
        ),
    ),
}


def dashboard(tenant: int) -> dict[str, Any]:
    """Return the body of a new dashboard with its widgets; `config`, how wide each is, is the page's own."""
    every = (*_PLAIN, *_METRICS[tenant])
    return {
        "name": "Call quality",
        "filters": _WEEK,
        "widgets": [widget | {"config": {"span": span}} for span, widget in every],
    }
