"""Under a tenant's scope, with an index on the timestamp and one on the tenant and the timestamp."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from benchmarks.answers import bars, figures, keys
from benchmarks.people.boards import PLAIN, read_plain, separate_plain
from benchmarks.people.question import JSON, STAT, Ask, Question, Whom, bar, dashboard, pie, widget
from benchmarks.people.words import RECENT, Words

# One call in fourteen is this tenant's.
_TENANT: Final = 2
_OWN: Final = f"{RECENT} AND tenant_id = {_TENANT}"


def _scoped(ask: Callable[..., Ask], asked: Any) -> Ask:
    def prepared(whom: Whom) -> Callable[[], Any]:
        return ask(asked, scope=whom.dataset.table.c.tenant_id == _TENANT)(whom)

    return prepared


def _one(
    name: str, asked: JSON, read: Any, by_hand: Callable[[Words], str], goal: float, **more: Any
) -> Question:
    return Question(
        name=f"under a tenant: {name}",
        ask=_scoped(widget, asked),
        read=read,
        by_hand=lambda words, _: [by_hand(words)],
        goal=goal,
        **more,
    )


def _metric(words: Words) -> str:
    return (
        f"SELECT {words.day}, avg(number), count(number) FROM {words.table} JOIN evaluations "
        f"ON call_id = {words.table}.id WHERE {_OWN} AND metric_id = 2 GROUP BY 1"
    )


QUESTIONS: Final = (
    _one(
        "bar",
        bar("duration", "avg"),
        bars("UTC"),
        lambda words: (
            f"SELECT {words.day}, {words.average()}, count(duration) FROM {words.table} WHERE {_OWN} "
            "GROUP BY 1"
        ),
        0.9,
    ),
    _one(
        "pie",
        pie("topic"),
        keys("label", "value"),
        lambda words: f"SELECT topic, count(*) FROM {words.table} WHERE {_OWN} GROUP BY 1",
        1.1,
    ),
    _one(
        "stat",
        STAT,
        figures,
        lambda words: f"SELECT count(*), {words.rate}, {words.average()} FROM {words.table} WHERE {_OWN}",
        1.1,
    ),
    _one(
        "list, less 0.4 ms",
        {"chart_type": "list", "field": "duration", "columns": ["topic"], "limit": 50},
        keys("id", "timestamp", "value", "topic"),
        lambda words: (
            f"SELECT id, timestamp, duration, topic FROM {words.table} WHERE {_OWN} "
            "ORDER BY timestamp DESC, id DESC LIMIT 50"
        ),
        1.1,
        allowed=0.0004,
    ),
    _one("bar of a metric", bar("evaluations.typed", "avg", metric=2), bars("UTC"), _metric, 1.1),
    Question(
        name="under a tenant: dashboard of six",
        ask=_scoped(dashboard, PLAIN),
        read=read_plain,
        by_hand=lambda words, _: separate_plain(words, _OWN),
        goal=0.6,
    ),
)
