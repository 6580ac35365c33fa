"""Filters: a key of JSON, text in notes, long lists, related rows."""

from __future__ import annotations

from typing import Any, Final

from benchmarks.answers import bars, figures, keys
from benchmarks.people.question import ByHand, Question, bar, both, last, pie, stat, test, widget
from benchmarks.people.words import RECENT, Words
from benchmarks.rows import drawn

_CAMPAIGNS: Final = ["c3", "c14", "c15"]
_AGENTS: Final = list(range(50, 450))
_FIFTY: Final = list(range(100, 150))


def _refs() -> list[str]:
    return [f"ref-{drawn(number, 15):08d}" for number in range(0, 100_000, 100)]


def _figures(words: Words, condition: str) -> list[str]:
    return [
        f"SELECT count(*), {words.rate}, {words.average()} FROM {words.table} WHERE {RECENT} AND {condition}"
    ]


def _keys(condition: Any) -> ByHand:
    return lambda words, _: _figures(words, condition(words))


def _key(words: Words, key: str) -> str:
    return words.key_text.format(key)


def _listed(values: list[Any]) -> str:
    return ", ".join(map(repr, values))


def _filtered(name: str, conditions: list[Any], by_hand: ByHand, goal: Any) -> Question:
    return Question(name=name, ask=stat(*conditions), read=figures, by_hand=by_hand, goal=goal)


def _searched(op: str, text: str, before: str, after: str) -> Question:
    letters = "ASCII" if text.isascii() else "not ASCII"
    return _filtered(
        f"{op}, {letters}",
        [test("note", op, text)],
        _keys(lambda words: words.search(text, before, after)),
        {"sqlite": 1.05, "postgresql": 0.6, "mariadb": 1.05, "duckdb": 1.05, "chdb": 1.05},
    )


_OF_KEYS: Final = (
    Question(
        name="pie by a JSON key",
        ask=widget(pie("meta.channel")),
        read=keys("label", "value"),
        by_hand=lambda words, _: [
            f"SELECT {_key(words, 'channel')}, count(*) FROM {words.table} WHERE {RECENT} GROUP BY 1"
        ],
        goal=1.1,
    ),
    Question(
        name="bar of a JSON key's number",
        ask=widget(bar("meta.latency", "avg")),
        read=bars("UTC"),
        by_hand=lambda words, _: [
            f"SELECT {words.day}, avg({words.key_number.format('latency')}), count(*) FROM {words.table} "
            f"WHERE {RECENT} GROUP BY 1"
        ],
        goal=1.5,
    ),
    _filtered(
        "JSON key: eq",
        [test("meta.plan", "eq", "team")],
        _keys(lambda words: f"{_key(words, 'plan')} = 'team'"),
        1.1,
    ),
    _filtered(
        "JSON key: in",
        [test("meta.campaign", "in", _CAMPAIGNS)],
        _keys(lambda words: f"{_key(words, 'campaign')} IN ({_listed(_CAMPAIGNS)})"),
        1.1,
    ),
    _filtered(
        "JSON key: contains",
        [test("meta.channel", "contains", "eb")],
        _keys(lambda words: words.like.format(column=_key(words, "channel"), lower="%eb%")),
        1.1,
    ),
    _filtered(
        "JSON key: isnull",
        [test("meta.plan", "isnull", False)],
        _keys(lambda words: f"{_key(words, 'plan')} IS NOT NULL"),
        1.1,
    ),
    _filtered(
        "JSON key: a number",
        [test("meta.latency", "gte", 450)],
        _keys(lambda words: f"{words.key_number.format('latency')} >= 450"),
        1.5,
    ),
)
_OF_LISTS: Final = (
    Question(
        name="or of 50 eq",
        ask=widget(
            {"chart_type": "stat"},
            under=both(
                last(30),
                {"operator": "or", "conditions": [test("agent_id", "eq", number) for number in _FIFTY]},
            ),
        ),
        read=figures,
        by_hand=_keys(lambda _: f"agent_id IN ({_listed(_FIFTY)})"),
        goal=1.1,
    ),
    _filtered(
        "in of 400 integers",
        [test("agent_id", "in", _AGENTS)],
        _keys(lambda _: f"agent_id IN ({_listed(_AGENTS)})"),
        1.1,
    ),
    _filtered(
        "in of 1,000 texts",
        [test("ref", "in", _refs())],
        _keys(lambda _: f"ref IN ({_listed(_refs())})"),
        1.1,
    ),
)


def _exists(words: Words, condition: str, joined: str = "") -> str:
    return f"{words.table}.id IN (SELECT call_id FROM evaluations {joined} WHERE {condition})"


_OF_RELATIONS: Final = (
    _filtered(
        "same_row",
        [
            {
                "operator": "same_row",
                "conditions": [
                    test("evaluations.metric.id", "eq", 2),
                    test("evaluations.typed", "gte", 0.8),
                ],
            }
        ],
        _keys(lambda words: _exists(words, "metric_id = 2 AND number >= 0.8")),
        1.1,
    ),
    _filtered(
        "a relation of a relation",
        [test("evaluations.remarks.verdict", "eq", "disagree")],
        _keys(
            lambda words: _exists(
                words, "verdict = 'disagree'", "JOIN remarks ON evaluation_id = evaluations.id"
            )
        ),
        1.1,
    ),
    _filtered(
        "none of a relation",
        [{"operator": "not", "conditions": [test("evaluations.metric.id", "eq", 2)]}],
        _keys(
            lambda words: (
                f"NOT EXISTS (SELECT 1 FROM evaluations WHERE call_id = {words.table}.id AND metric_id = 2)"
            )
        ),
        1.1,
    ),
)

QUESTIONS: Final = (
    *_OF_KEYS,
    _searched("contains", "refund", "%", "%"),
    _searched("contains", "ärger", "%", "%"),
    _searched("startswith", "kundin", "", "%"),
    _searched("endswith", "at once", "%", ""),
    *_OF_LISTS,
    *_OF_RELATIONS,
)
