"""A metric's values: each kind of chart over each storage, a line of a column beside them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Final

from benchmarks.answers import bars, extent, keys
from benchmarks.people.question import ByHand, Question, bar, pie, widget
from benchmarks.people.tables import STORAGES
from benchmarks.people.words import RECENT, Words

_NUMBER: Final = 2
_CHOICE: Final = 4
# As many stretches as there are groups of four points in a line's answer.
_STRETCH: Final = 30 * 86_400 // 500
_GOALS: Final[Mapping[str, float]] = MappingProxyType({"text": 1.1, "JSON": 1.3, "columns": 1.1})
_LINE: Final[Mapping[str, float]] = MappingProxyType(
    {"sqlite": 2.0, "postgresql": 2.0, "mariadb": 2.0, "duckdb": 2.2, "chdb": 2.2}
)


def _numbers(words: Words, storage: str) -> str:
    return {"text": words.of_text, "JSON": words.of_json, "columns": "number"}[storage]


def _choices(words: Words, storage: str) -> str:
    return {"text": "as_text", "JSON": words.text_of_json.format(), "columns": "choice"}[storage]


def _joined(words: Words, metric: int) -> str:
    return (
        f"FROM evaluations JOIN {words.table} ON {words.table}.id = call_id "
        f"WHERE {RECENT} AND metric_id = {metric}"
    )


def _bar(storage: str) -> ByHand:
    def by_hand(words: Words, _calls: int) -> list[str]:
        value = _numbers(words, storage)
        return [f"SELECT {words.day}, avg({value}), count({value}) {_joined(words, _NUMBER)} GROUP BY 1"]

    return by_hand


def _pie(storage: str) -> ByHand:
    def by_hand(words: Words, _calls: int) -> list[str]:
        return [f"SELECT {_choices(words, storage)}, count(*) {_joined(words, _CHOICE)} GROUP BY 1"]

    return by_hand


def _stretches(words: Words, value: str, rows: str) -> list[str]:
    stretch = words.stretch.format(seconds=_STRETCH)
    return [f"SELECT {stretch}, count(*), min({value}), max({value}) {rows} GROUP BY 1"]


def _extent(value: str, rows: str) -> list[str]:
    return [f"SELECT count({value}), min({value}), max({value}) {rows}"]


def _line(storage: str) -> ByHand:
    return lambda words, _: _stretches(words, _numbers(words, storage), _joined(words, _NUMBER))


def _line_in_one(storage: str) -> ByHand:
    return lambda words, _: _extent(_numbers(words, storage), _joined(words, _NUMBER))


def _answered(words: Words) -> str:
    return f"FROM {words.table} WHERE {RECENT} AND duration IS NOT NULL"


def _of(storage: str) -> Iterator[Question]:
    path = f"evaluations.{STORAGES[storage]}"
    yield Question(
        name=f"bar of a metric, in {storage}",
        ask=widget(bar(path, "avg", metric=_NUMBER)),
        read=bars("UTC"),
        by_hand=_bar(storage),
        goal=_GOALS[storage],
    )
    yield Question(
        name=f"pie of a metric, in {storage}",
        ask=widget(pie(path, metric=_CHOICE)),
        read=keys("label", "value"),
        by_hand=_pie(storage),
        goal=_GOALS[storage],
    )
    yield Question(
        name=f"line of a metric, thinned, in {storage}",
        ask=widget({"chart_type": "line", "field": path, "metric": _NUMBER}),
        read=extent,
        by_hand=_line(storage),
        check=_line_in_one(storage),
        goal=_LINE,
    )


QUESTIONS: Final = (
    *(question for storage in STORAGES for question in _of(storage)),
    Question(
        name="line of a column, thinned",
        ask=widget({"chart_type": "line", "field": "duration"}),
        read=extent,
        by_hand=lambda words, _: _stretches(words, "duration", _answered(words)),
        check=lambda words, _: _extent("duration", _answered(words)),
        goal=_LINE,
    ),
)
