"""Lists and raw tables: the first page, a late one, what is behind a bar."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any, Final

from sqlalchemy import select

import widgetql
from benchmarks.answers import keys
from benchmarks.people.question import JSON, Question, Whom, bar, last, widget
from benchmarks.people.rows import time_of
from benchmarks.people.words import ALL_DAYS, RECENT, Words, between
from benchmarks.rows import NOW
from widgetql.charts.cursor import write_cursor

_PAGE: Final = 50
# Of so many records that are newer the late page knows nothing.
_NEWER: Final = 49_950
# What a call takes beside the database, which a page of a few milliseconds would mostly be.
_CLIENT: Final = 0.0004
_LIST: Final[JSON] = {"chart_type": "list", "field": "duration", "columns": ["topic"], "limit": _PAGE}
_RAW: Final[JSON] = {
    "chart_type": "table",
    "dimensions": ["timestamp", "topic", "duration", "agent.name"],
    "metrics": [],
    "limit": _PAGE,
}
_DAY: Final = NOW - timedelta(days=10)
_SHOWN: Final = keys("id", "timestamp", "value", "topic")


def _late_page(whom: Whom) -> Callable[[], Any]:
    calls = whom.dataset.table.c
    last_id = max(whom.calls - _late(whom.calls), 1)
    at = whom.connection.scalar(select(calls.timestamp).where(calls.id == last_id))
    assert at is not None
    cursor = write_cursor(at.replace(tzinfo=NOW.tzinfo) if at.tzinfo is None else at, last_id)
    return widget(_LIST | {"cursor": cursor}, under=last(90))(whom)


def _late(calls: int) -> int:
    return min(_NEWER, calls // 2)


def _behind_a_bar(whom: Whom) -> Callable[[], Any]:
    asked = bar("duration", "avg") | {"filters": last(30)}
    row = {"time_interval": f"{_DAY:%Y-%m-%dT%H:%M:%SZ}"}

    def ask() -> Any:
        behind = widgetql.drill_down(asked, row, whom.dataset, now=NOW)
        return widget(_LIST, under=behind)(whom)()

    return ask


def _newest(words: Words, condition: str) -> list[str]:
    return [
        f"SELECT id, timestamp, duration, topic FROM {words.table} WHERE {condition} "
        f"ORDER BY timestamp DESC, id DESC LIMIT {_PAGE}"
    ]


def _late_by_hand(words: Words, calls: int) -> list[str]:
    # The expert has both values of the page before.
    last_id = max(calls - _late(calls), 1)
    at = f"'{time_of(last_id, calls):%Y-%m-%d %H:%M:%S.%f}'"
    older = f"timestamp <= {at} AND (timestamp < {at} OR id < {last_id})"
    return _newest(words, f"{ALL_DAYS} AND {older}")


def _raw_by_hand(words: Words, _calls: int) -> list[str]:
    return [
        f"SELECT timestamp, topic, duration, agents.name FROM (SELECT * FROM {words.table} WHERE {RECENT} "
        f"ORDER BY timestamp DESC, id DESC LIMIT {_PAGE}) AS newest LEFT JOIN agents ON agents.id = agent_id "
        f"ORDER BY timestamp DESC, newest.id DESC{words.suffix}"
    ]


QUESTIONS: Final = (
    Question(
        name="list: the first page, less 0.4 ms",
        ask=widget(_LIST),
        read=_SHOWN,
        by_hand=lambda words, _: _newest(words, RECENT),
        goal=1.1,
        allowed=_CLIENT,
    ),
    Question(
        name="list: page 1,000, less 0.4 ms",
        ask=_late_page,
        read=_SHOWN,
        by_hand=_late_by_hand,
        goal=1.1,
        allowed=_CLIENT,
    ),
    Question(
        name="drill-down of a bar, then its list, less 0.4 ms",
        ask=_behind_a_bar,
        read=_SHOWN,
        by_hand=lambda words, _: _newest(
            words, f"{between(_DAY, _DAY + timedelta(days=1))} AND duration IS NOT NULL"
        ),
        goal=1.1,
        allowed=_CLIENT,
    ),
    Question(
        name="table of raw rows, less 0.4 ms",
        ask=widget(_RAW),
        read=keys("timestamp", "topic", "duration", "agent.name"),
        by_hand=_raw_by_hand,
        goal=1.1,
        allowed=_CLIENT,
    ),
)
