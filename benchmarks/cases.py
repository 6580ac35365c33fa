"""The questions: as JSON for widgetql, and as the one statement that an expert writes for the same rows."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, Final
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, DateTime, TextClause, bindparam, func, select, text

from benchmarks.data import DATASET, NOW, calls
from widgetql import compile_filter, compute_widget_data

Rows = list[tuple[Any, ...]]
JSON = dict[str, Any]

NEW_YORK: Final = "America/New_York"
# An instant: "now-30d" is an hour earlier in New York, where the clocks changed in between.
SINCE: Final[JSON] = {"field": "timestamp", "op": "gte", "value": "2025-10-11T00:00:00Z"}
SUCCEEDED: Final[JSON] = {
    "operator": "and",
    "conditions": [SINCE, {"field": "success", "op": "eq", "value": True}],
}
BAR: Final[JSON] = {
    "chart_type": "bar",
    "field": "duration",
    "aggregation_function": "avg",
    "time_period": "day",
    "filters": SUCCEEDED,
}
ACCURATE: Final[JSON] = {
    "operator": "and",
    "conditions": [
        SINCE,
        {
            "operator": "same_row",
            "conditions": [
                {"field": "metric_evaluations.metric.id", "op": "eq", "value": 1},
                {"field": "metric_evaluations.value", "op": "gte", "value": 0.8},
            ],
        },
    ],
}

# What each database calls it. SQLite knows no zones: by hand, the offset before and after the clock change.
_PHRASES: Final[Mapping[str, Mapping[str, str]]] = {
    "sqlite": {
        "day": "substr(timestamp, 1, 10)",
        "new_york_day": "date(timestamp, CASE WHEN timestamp < '2025-11-02 06:00:00' "
        "THEN '-4 hours' ELSE '-5 hours' END)",
        "rate": "avg(success)",
        "instant": "timestamp",
    },
    "duckdb": {
        # Three times as fast as `CAST(timestamp AS date)`, which goes through the session's zone.
        "day": "make_timestamp(epoch_us(timestamp) // 86400000000 * 86400000000)",
        "new_york_day": "CAST(timestamp AT TIME ZONE 'America/New_York' AS date)",
        "rate": "avg(CAST(success AS integer))",
        # Its driver needs one more package to return an instant with a zone.
        "instant": "timestamp AT TIME ZONE 'UTC'",
    },
    "postgresql": {
        "day": "CAST(timestamp AS date)",
        "new_york_day": "CAST(timestamp AT TIME ZONE 'America/New_York' AS date)",
        "rate": "avg(CAST(success AS integer))",
        "instant": "timestamp",
    },
}
_RANGE: Final = "timestamp >= :start AND timestamp < :end"


@dataclass(frozen=True, slots=True)
class Case:
    """One question. `read` turns widgetql's answer into the rows that the SQL by hand gives."""

    name: str
    ask: Callable[[Connection], Any]
    read: Callable[[Any], Rows]
    sql: str

    def by_hand(self, dialect: str) -> TextClause:
        """Return the statement for a database, to be run with `PARAMETERS`."""
        bounds = (bindparam(name, type_=DateTime(timezone=True)) for name in PARAMETERS)
        return text(self.sql.format(range=_RANGE, **_PHRASES[dialect])).bindparams(*bounds)


PARAMETERS: Final = {"start": NOW - timedelta(days=30), "end": NOW}


def _widget(widget: JSON, timezone: str = "UTC") -> Callable[[Connection], JSON]:
    def ask(connection: Connection) -> JSON:
        return dict(compute_widget_data(connection, widget, DATASET, now=NOW, timezone=timezone).to_dict())

    return ask


def _keys(*names: str) -> Callable[[JSON], Rows]:
    """Read these keys of every row of the answer."""
    return lambda answer: [tuple(row[name] for name in names) for row in answer["data"]]


def _bars(timezone: str) -> Callable[[JSON], Rows]:
    def day(instant: str) -> str:
        return datetime.fromisoformat(instant).astimezone(ZoneInfo(timezone)).date().isoformat()

    keys = _keys("time_interval", "value", "sample_count")
    return lambda answer: [(day(at), *rest) for at, *rest in keys(answer)]


def _count_accurate(connection: Connection) -> Any:
    condition = compile_filter(ACCURATE, DATASET, now=NOW)
    return connection.scalar(select(func.count()).select_from(calls).where(condition))


ask_bar: Final = _widget(BAR)

CASES: Final = (
    Case(
        "bar: average per day, 30 days",
        ask_bar,
        _bars("UTC"),
        "SELECT {day}, avg(duration), count(duration) FROM calls WHERE {range} AND success "
        "GROUP BY 1 ORDER BY 1",
    ),
    Case(
        "bar: the same in New York time",
        _widget(BAR, NEW_YORK),
        _bars(NEW_YORK),
        "SELECT {new_york_day}, avg(duration), count(duration) FROM calls WHERE {range} AND success "
        "GROUP BY 1 ORDER BY 1",
    ),
    Case(
        "pie: calls by topic",
        _widget({"chart_type": "pie", "field": "topic", "filters": SINCE}),
        _keys("label", "value"),
        "SELECT topic, count(*) FROM calls WHERE {range} AND topic IS NOT NULL "
        "GROUP BY topic ORDER BY 2 DESC, 1",
    ),
    Case(
        "stat: count, rate and average",
        _widget({"chart_type": "stat", "filters": SINCE}),
        lambda answer: [tuple(answer["data"].values())],
        "SELECT count(*), {rate}, avg(duration) FROM calls WHERE {range}",
    ),
    Case(
        "list: the 50 newest calls",
        _widget(
            {"chart_type": "list", "field": "duration", "columns": ["topic"], "limit": 50, "filters": SINCE}
        ),
        _keys("id", "timestamp", "value", "topic"),
        "SELECT id, {instant}, duration, topic FROM calls WHERE {range} "
        "ORDER BY calls.timestamp DESC, id DESC LIMIT 50",
    ),
    Case(
        "table: average by agent's name",
        _widget(
            {
                "chart_type": "table",
                "dimensions": ["agent.name"],
                "metrics": [{"aggregation_function": "avg", "field": "duration", "name": "avg_duration"}],
                "order_by": [{"name": "avg_duration", "direction": "desc"}],
                "limit": 50,
                "filters": SINCE,
            }
        ),
        _keys("agent.name", "avg_duration", "sample_count"),
        "SELECT agents.name, avg(duration), count(*) FROM calls LEFT JOIN agents ON agents.id = agent_id "
        "WHERE {range} GROUP BY agents.name ORDER BY 2 DESC LIMIT 50",
    ),
    Case(
        "filter: count under same_row",
        _count_accurate,
        lambda count: [(count,)],
        "SELECT count(*) FROM calls WHERE {range} AND EXISTS (SELECT 1 FROM evaluations AS e "
        "WHERE e.call_id = calls.id AND e.metric_id = 1 AND e.number >= 0.8)",
    ),
)


def differences(asked: Rows, by_hand: Rows) -> list[str]:
    """Return how two answers differ, row by row; nothing where they are the same."""
    if len(asked) != len(by_hand):
        return [f"{len(asked)} rows, {len(by_hand)} by hand"]
    return [
        f"{one}, by hand {other}"
        for one, other in zip(asked, by_hand, strict=True)
        if not all(map(_alike, one, other))
    ]


def _alike(one: Any, other: Any) -> bool:
    one, other = _comparable(one), _comparable(other)
    if isinstance(one, float) and isinstance(other, float):
        return math.isclose(one, other, rel_tol=1e-9)
    return bool(one == other)


def _comparable(value: Any) -> Any:
    """Return a number as a float, and a date or a time, written or not, as an instant; naive ones are UTC."""
    match value:
        case int() | float() | Decimal():
            return float(value)
        case datetime():
            return value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)
        case date():
            return datetime.combine(value, time(), UTC)
        case str() if value[:1].isdigit():
            return _comparable(datetime.fromisoformat(value))
        case _:
            return value
