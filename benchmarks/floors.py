"""The floors: the one GROUP BY that an expert writes first for a question, in each database's own words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from benchmarks.questions import LONG, SINCE, line_days
from benchmarks.rows import NOW


def _within(start: datetime) -> str:
    low, high = (f"'{at:%Y-%m-%d %H:%M:%S}'" for at in (start, NOW))
    return f"timestamp >= {low} AND timestamp < {high}"


RECENT: Final = _within(SINCE)
SUCCEEDED: Final = f"{RECENT} AND success"
ANSWERED_LONG: Final = f"{RECENT} AND success IS NOT NULL AND duration >= {LONG}"
_ACCURATE: Final = "metric_id = 1 AND number >= 0.8"


@dataclass(frozen=True, slots=True)
class Words:
    """What databases say differently, and the table of calls that is asked.

    `p95` is what an expert writes first, `exact_p95` the definition of `percentile_cont`; both are an
    expression of a SELECT from the calls under a condition.
    """

    day: str
    hour: str
    rate: str
    new_york_day: str
    stretch: str
    p95: str
    exact_p95: str
    # Without it ClickHouse fills what a join does not find with empty texts.
    joined: str = ""
    table: str = "calls"
    calls: int = 0

    def by(self, period: str, condition: str) -> str:
        """Return the average in each day or hour, or whatever a period is here."""
        return (
            f"SELECT {period}, avg(duration), count(duration) FROM {self.table} WHERE {condition} "
            "GROUP BY 1 ORDER BY 1"
        )

    def percentile(self, expression: str, condition: str) -> str:
        """Return a percentile of the calls under a condition, as an expression."""
        return expression.format(table=self.table, condition=condition)


_SQLITE: Final = Words(
    day="substr(timestamp, 1, 10)",
    hour="substr(timestamp, 1, 13)",
    rate="avg(success)",
    # SQLite knows no zones: the offset before and after the clocks changed. Its dates round to milliseconds:
    # without the fraction cut off, the last half of one would be the next day's.
    new_york_day="date(substr(timestamp, 1, 19), CASE WHEN timestamp < '2025-11-02 06:00:00' THEN '-4 hours' "
    "ELSE '-5 hours' END)",
    stretch="unixepoch(timestamp) / {seconds}",
    # Nor percentiles: all values are sorted, and one is picked.
    p95="(SELECT duration FROM {table} WHERE {condition} AND duration IS NOT NULL ORDER BY duration "
    "LIMIT 1 OFFSET (SELECT CAST(0.95 * (count(duration) - 1) AS INTEGER) FROM {table} "
    "WHERE {condition}))",
    exact_p95="(SELECT sum(duration * (1 - abs(place - wanted))) FROM (SELECT duration, "
    "row_number() OVER (ORDER BY duration) - 1 AS place, 0.95 * (count(*) OVER () - 1) AS wanted "
    "FROM {table} WHERE {condition} AND duration IS NOT NULL) WHERE abs(place - wanted) < 1)",
)
_POSTGRESQL: Final = Words(
    day="date_trunc('day', timestamp)",
    hour="date_trunc('hour', timestamp)",
    rate="avg(success::int)",
    new_york_day="CAST(timestamp AT TIME ZONE 'America/New_York' AS date)",
    stretch="date_bin('{seconds} seconds', timestamp, '2025-01-01')",
    p95="percentile_cont(0.95) WITHIN GROUP (ORDER BY duration)",
    exact_p95="percentile_cont(0.95) WITHIN GROUP (ORDER BY duration)",
)
_DUCKDB: Final = Words(
    day="date_trunc('day', timestamp)",
    hour="date_trunc('hour', timestamp)",
    rate="avg(success::int)",
    new_york_day="CAST(timezone('America/New_York', timezone('UTC', timestamp)) AS date)",
    stretch="time_bucket(to_seconds({seconds}), timestamp)",
    p95="quantile_cont(duration, 0.95)",
    exact_p95="quantile_cont(duration, 0.95)",
)
_CHDB: Final = Words(
    day="toStartOfDay(timestamp)",
    hour="toStartOfHour(timestamp)",
    rate="avg(success)",
    new_york_day="toDate(timestamp, 'America/New_York')",
    stretch="toStartOfInterval(timestamp, INTERVAL {seconds} SECOND)",
    p95="quantileExactInclusive(0.95)(duration)",
    exact_p95="quantileExactInclusive(0.95)(duration)",
    joined=" SETTINGS join_use_nulls = 1",
)
WORDS: Final[Mapping[str, Words]] = {
    "sqlite": _SQLITE,
    "postgresql": _POSTGRESQL,
    "duckdb": _DUCKDB,
    "chdb": _CHDB,
}

Floor = Callable[[Words], list[str]]
"""The statements of one side by hand, run in turn."""


def words_of(database: str, table: str, calls: int) -> Words:
    """Return a database's words for the table of calls that is asked, with its number of rows."""
    return replace(WORDS[database], table=table, calls=calls)


def average_by_day(words: Words) -> list[str]:
    return [words.by(words.day, SUCCEEDED)]


def average_by_hour(words: Words) -> list[str]:
    return [words.by(words.hour, SUCCEEDED)]


def average_by_new_york_day(words: Words) -> list[str]:
    return [words.by(words.new_york_day, SUCCEEDED)]


def by_topic(words: Words, condition: str = RECENT) -> list[str]:
    return [
        f"SELECT topic, count(*) FROM {words.table} WHERE {condition} AND topic IS NOT NULL "
        "GROUP BY topic ORDER BY 2 DESC, 1"
    ]


def stat(words: Words) -> list[str]:
    return [f"SELECT count(*), {words.rate}, avg(duration) FROM {words.table} WHERE {RECENT}"]


def by_agent(words: Words) -> list[str]:
    return [
        f"SELECT agents.name, avg(duration), count(*) FROM {words.table} "
        f"LEFT JOIN agents ON agents.id = agent_id WHERE {RECENT} "
        f"GROUP BY agents.name ORDER BY 2 DESC LIMIT 50{words.joined}"
    ]


def newest(words: Words) -> list[str]:
    return [
        f"SELECT id, timestamp, duration, topic FROM {words.table} WHERE {RECENT} "
        "ORDER BY timestamp DESC, id DESC LIMIT 50"
    ]


def p95(words: Words) -> list[str]:
    return _p95(words, words.p95)


def exact_p95(words: Words) -> list[str]:
    return _p95(words, words.exact_p95)


def _p95(words: Words, expression: str) -> list[str]:
    found = words.percentile(expression, SUCCEEDED)
    # SQLite's stands for itself.
    is_whole = found.startswith("(SELECT")
    return [f"SELECT {found}" if is_whole else f"SELECT {found} FROM {words.table} WHERE {SUCCEEDED}"]


def accurate_by_exists(words: Words) -> list[str]:
    return [
        f"SELECT count(*) FROM {words.table} WHERE {RECENT} AND EXISTS (SELECT 1 FROM evaluations "
        f"WHERE call_id = {words.table}.id AND {_ACCURATE})"
    ]


def accurate_by_in(words: Words) -> list[str]:
    return [
        f"SELECT count(*) FROM {words.table} WHERE {RECENT} "
        f"AND id IN (SELECT call_id FROM evaluations WHERE {_ACCURATE})"
    ]


def accurate_by_join(words: Words) -> list[str]:
    return [
        f"SELECT count(DISTINCT {words.table}.id) FROM {words.table} "
        f"JOIN evaluations ON call_id = {words.table}.id WHERE {RECENT} AND {_ACCURATE}"
    ]


def line(words: Words) -> list[str]:
    days = line_days(words.calls)
    # As many stretches as there are groups of four points in the answer.
    stretch = words.stretch.format(seconds=days * 86_400 // 500)
    return [
        f"SELECT {stretch}, count(*), min(duration), max(duration) FROM {words.table} "
        f"WHERE {_within(NOW - timedelta(days=days))} AND duration IS NOT NULL GROUP BY 1"
    ]


def line_in_one(words: Words) -> list[str]:
    return [
        f"SELECT count(*), min(duration), max(duration) FROM {words.table} "
        f"WHERE {_within(NOW - timedelta(days=line_days(words.calls)))} AND duration IS NOT NULL"
    ]


def dashboard(words: Words) -> list[str]:
    return _dashboard(words, words.p95)


def exact_dashboard(words: Words) -> list[str]:
    return _dashboard(words, words.exact_p95)


def _dashboard(words: Words, expression: str) -> list[str]:
    """Return the six statements behind the widgets of a dashboard."""
    calls, condition = words.table, ANSWERED_LONG
    percentile = words.percentile(expression, condition)
    return [
        words.by(words.day, condition),
        f"SELECT {words.hour}, count(*) FROM {calls} WHERE {condition} GROUP BY 1 ORDER BY 1",
        *by_topic(words, condition),
        f"SELECT count(*), {words.rate}, avg(duration), {percentile} FROM {calls} WHERE {condition}",
        f"SELECT {words.day}, topic, avg(duration), count(duration) FROM {calls} WHERE {condition} "
        "GROUP BY 1, 2 ORDER BY 1, 2",
        f"SELECT topic, count(*), avg(duration), max(duration) FROM {calls} WHERE {condition} "
        "GROUP BY topic ORDER BY 2 DESC LIMIT 50",
    ]
