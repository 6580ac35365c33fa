"""Groups and buckets: ten groups, 500 with the rest as one, minutes, gaps."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Final

from benchmarks.answers import Answers, bars, keys
from benchmarks.people.question import STAT, Question, bar, by, last, pie, widget
from benchmarks.people.words import ALL_DAYS, LAST_DAY, RECENT, Words, between
from benchmarks.rows import NOW

_KEPT: Final = 20
_MIDDLE: Final = NOW - timedelta(days=15)
_LATE: Final = between(_MIDDLE)
_EARLY: Final = between(NOW - timedelta(days=30), _MIDDLE)


def _stats(words: Words, _calls: int) -> list[str]:
    return [
        f"SELECT topic, count(*), {words.rate}, {words.average()} FROM {words.table} WHERE {RECENT} "
        "GROUP BY topic"
    ]


def _mean(words: Words, _calls: int) -> list[str]:
    return [
        f"SELECT {words.day}, topic, {words.average()}, count(duration) FROM {words.table} WHERE {RECENT} "
        "GROUP BY 1, 2"
    ]


def _median(words: Words, _calls: int) -> list[str]:
    if words.median is not None:
        median = words.median.format("duration")
        return [
            f"SELECT {words.day}, topic, {median}, count(duration) FROM {words.table} "
            f"WHERE {RECENT} AND duration IS NOT NULL GROUP BY 1, 2"
        ]
    # The mean of the one or two in the middle.
    ranked = (
        f"SELECT {words.day} AS day, topic, duration, row_number() OVER (PARTITION BY {words.day}, topic "
        f"ORDER BY duration) AS place, count(*) OVER (PARTITION BY {words.day}, topic) AS n "
        f"FROM {words.table} WHERE {RECENT} AND duration IS NOT NULL"
    )
    return [
        f"SELECT day, topic, {words.average()}, max(n) FROM ({ranked}) AS ranked "
        "WHERE 2 * place BETWEEN n AND n + 2 GROUP BY 1, 2"
    ]


def _top(words: Words) -> str:
    """Return the agents that are most called, as a common table expression."""
    return (
        f"WITH top AS (SELECT agent_id, agents.name AS name FROM {words.table} "
        f"JOIN agents ON agents.id = agent_id WHERE {RECENT} GROUP BY agent_id, agents.name "
        f"ORDER BY count(*) DESC, name LIMIT {_KEPT})"
    )


def _bars_of_agents(words: Words, _calls: int) -> list[str]:
    return [
        f"{_top(words)} SELECT {words.day}, coalesce(top.name, 'other'), count(*) FROM {words.table} "
        f"LEFT JOIN top ON top.agent_id = {words.table}.agent_id WHERE {RECENT} GROUP BY 1, 2{words.suffix}"
    ]


def _pie_of_agents(words: Words, _calls: int) -> list[str]:
    counted = (
        f"SELECT agents.name AS name, count(*) AS n FROM {words.table} JOIN agents ON agents.id = agent_id "
        f"WHERE {RECENT} GROUP BY agents.name"
    )
    placed = f"SELECT name, n, row_number() OVER (ORDER BY n DESC, name) AS place FROM ({counted}) AS counted"
    return [
        f"SELECT CASE WHEN place <= {_KEPT} THEN name ELSE 'other' END, sum(n) FROM ({placed}) AS placed "
        "GROUP BY 1"
    ]


def _counted(period: str, condition: str) -> Any:
    def by_hand(words: Words, _calls: int) -> list[str]:
        at = getattr(words, period)
        return [f"SELECT {at}, count(*) FROM {words.table} WHERE {condition} GROUP BY 1 ORDER BY 1"]

    return by_hand


def _two_periods(words: Words, _calls: int) -> list[str]:
    """Two plain bars: of the last 15 days, and of the 15 before."""
    what = f"SELECT {words.day}, {words.average()}, count(duration) FROM {words.table}"
    return [f"{what} WHERE {condition} GROUP BY 1" for condition in (_LATE, _EARLY)]


def _both_periods(answer: Any) -> Answers:
    rows = answer["data"]
    return [bars("UTC")({"data": one})[0] for one in (rows, [row["previous"] for row in rows])]


def _figures_by_group(answer: Any) -> Answers:
    return [[(row["group"], *(row[name] for name in _FIGURES)) for row in answer["data"]]]


def _answered(answer: Any) -> Answers:
    """Read the bars that have a value: by hand the others are no rows everywhere."""
    return [[row for row in bars("UTC", "group", "value", "sample_count")(answer)[0] if row[3]]]


def _without_gaps(answer: Any) -> Answers:
    """Read the buckets that have records: the others are only in the answer, of `fill_gaps`."""
    return [[row for row in bars("UTC", "value")(answer)[0] if row[1]]]


_FIGURES: Final = ("total_calls", "success_rate", "avg_duration")

QUESTIONS: Final = (
    Question(
        name="stat in ten groups",
        ask=widget(STAT | by("topic")),
        read=_figures_by_group,
        by_hand=_stats,
        goal=1.1,
    ),
    Question(
        name="bar in ten groups: mean",
        ask=widget(bar("duration", "avg", **by("topic"))),
        read=bars("UTC", "group", "value", "sample_count"),
        by_hand=_mean,
        goal=1.1,
    ),
    Question(
        name="bar in ten groups: median",
        ask=widget(bar("duration", "median", **by("topic"))),
        read=_answered,
        by_hand=_median,
        goal=1.1,
    ),
    Question(
        name="bar by 500 agents, with the rest",
        ask=widget(bar("topic", "count", **by("agent.name"))),
        read=bars("UTC", "group", "value"),
        by_hand=_bars_of_agents,
        goal=1.3,
    ),
    Question(
        name="pie by 500 agents, with the rest",
        ask=widget(pie("agent.name")),
        read=keys("label", "value"),
        by_hand=_pie_of_agents,
        goal=1.3,
    ),
    Question(
        name="minutes of a day",
        ask=widget(bar("topic", "count", "minute"), under=last(1)),
        read=bars("UTC", "value"),
        by_hand=_counted("minute", LAST_DAY),
        goal=1.5,
    ),
    Question(
        name="90 days",
        ask=widget(bar("topic", "count"), under=last(90)),
        read=bars("UTC", "value"),
        by_hand=_counted("day", ALL_DAYS),
        goal=1.0,
    ),
    Question(
        name="bar beside the period before",
        ask=widget(bar("duration", "avg", compare={"to": "previous_period"}), under=last(15)),
        read=_both_periods,
        by_hand=_two_periods,
        goal=1.15,
    ),
    Question(
        name="hours, with gaps filled",
        ask=widget(bar("topic", "count", "hour", fill_gaps=True)),
        read=_without_gaps,
        by_hand=_counted("hour", RECENT),
        goal=1.0,
    ),
)
