"""What is asked, as the JSON that customers send."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Final

from benchmarks.rows import DAYS, NOW

JSON = dict[str, Any]

NEW_YORK: Final = "America/New_York"
# Instants: in New York, where the clocks changed in between, "now-30d" is another one.
SINCE: Final = NOW - timedelta(days=30)
# Long calls: half of those in the range.
LONG: Final = 160


def _all(*conditions: JSON) -> JSON:
    return {"operator": "and", "conditions": list(conditions)}


def _test(field: str, op: str, value: Any) -> JSON:
    return {"field": field, "op": op, "value": value}


RECENT: Final = _test("timestamp", "gte", SINCE.isoformat())
SUCCEEDED: Final = _all(RECENT, _test("success", "eq", True))
ANSWERED_LONG: Final = _all(RECENT, _test("success", "isnull", False), _test("duration", "gte", LONG))
ACCURATE: Final[JSON] = {
    "operator": "same_row",
    "conditions": [
        _test("metric_evaluations.metric.id", "eq", 1),
        _test("metric_evaluations.value", "gte", 0.8),
    ],
}


def bar(aggregation: str, period: str, field: str = "duration", by: str | None = None) -> JSON:
    """Return a bar chart, of groups by a field if one is given."""
    widget: JSON = {
        "chart_type": "bar",
        "field": field,
        "aggregation_function": aggregation,
        "time_period": period,
    }
    return widget if by is None else widget | {"group_by": {"type": "field", "field": by}}


def pie(field: str) -> JSON:
    """Return a pie chart."""
    return {"chart_type": "pie", "field": field}


def table(*dimensions: Any, metrics: tuple[str, ...], order: str) -> JSON:
    """Return a table of aggregates of the duration, the largest first; `order` is a metric's name."""
    return {
        "chart_type": "table",
        "dimensions": list(dimensions),
        "metrics": [{"aggregation_function": name, "field": "duration", "name": name} for name in metrics],
        "order_by": [{"name": order, "direction": "desc"}],
        "limit": 50,
    }


ACCURATE_RECENTLY: Final = _all(RECENT, ACCURATE)

AVERAGE_BY_DAY: Final = bar("avg", "day")
AVERAGE_BY_HOUR: Final = bar("avg", "hour")
BY_TOPIC: Final = pie("topic")
STAT: Final[JSON] = {"chart_type": "stat"}
BY_AGENT: Final = table("agent.name", metrics=("avg",), order="avg")
LIST: Final[JSON] = {"chart_type": "list", "field": "duration", "columns": ["topic"], "limit": 50}
LINE: Final[JSON] = {"chart_type": "line", "field": "duration"}

SIX: Final = (
    AVERAGE_BY_DAY,
    bar("count", "hour"),
    BY_TOPIC,
    STAT,
    bar("avg", "day", by="topic"),
    table("topic", metrics=("count", "avg", "max"), order="count"),
)
TWENTY_FOUR: Final = (
    *SIX,
    bar("sum", "day"),
    bar("max", "day"),
    bar("min", "day"),
    bar("count", "day"),
    bar("count", "week"),
    bar("avg", "week"),
    AVERAGE_BY_HOUR,
    bar("max", "hour"),
    bar("avg", "day", "success"),
    bar("avg", "hour", "success"),
    bar("count", "day", by="topic"),
    bar("count", "day", by="success"),
    pie("success"),
    pie("agent.name"),
    STAT | {"group_by": {"type": "field", "field": "topic"}},
    BY_AGENT,
    table("topic", "success", metrics=("count",), order="count"),
    table({"field": "timestamp", "time_period": "day"}, metrics=("count", "avg", "max"), order="count"),
)


def under(filters: JSON, widget: JSON) -> JSON:
    """Return a widget with its filters."""
    return widget | {"filters": filters}


def dashboard(widgets: tuple[JSON, ...]) -> JSON:
    """Return a dashboard: its widgets under one filter."""
    return {"filters": ANSWERED_LONG, "widgets": list(widgets)}


def since(days: int) -> JSON:
    """Return the filter of the last days."""
    return _test("timestamp", "gte", (NOW - timedelta(days=days)).isoformat())


def line_days(calls: int) -> int:
    """Return the days, counted back from now, that a million calls are in: all, of fewer."""
    return max(1, min(DAYS, DAYS * 1_000_000 // calls))
