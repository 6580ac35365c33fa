"""Dashboards: beside separate statements by hand, and beside one statement that an expert fused."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final

from benchmarks.answers import Answers, bars, figures, keys
from benchmarks.people.question import JSON, STAT, Question, bar, by, dashboard, pie, test
from benchmarks.people.words import RECENT, Words

_Read = Callable[[Any], Answers]
_FIGURES: Final = ("total_calls", "success_rate", "avg_duration")
# Where a common table expression is computed once.
_FUSED: Final = ("sqlite", "postgresql", "duckdb")
_MOST: Final = 1.3


def _table(*dimensions: str, metrics: tuple[str, ...]) -> JSON:
    return {
        "chart_type": "table",
        "dimensions": [*dimensions],
        "metrics": [{"aggregation_function": name, "field": "duration", "name": name} for name in metrics],
    }


def _reads(*reads: _Read) -> _Read:
    return lambda answer: [read(one)[0] for read, one in zip(reads, answer, strict=True)]


def _from(words: Words, condition: str) -> str:
    return f"FROM {words.table} WHERE {condition}"


def _fused(rollup: str, selects: Sequence[str]) -> list[str]:
    """Return one statement: a roll-up that is computed once, and all that is read from it."""
    return [f"WITH r AS MATERIALIZED ({rollup}) " + " UNION ALL ".join(selects)]


_MEAN: Final = "sum(total) * 1.0 / nullif(sum(answered), 0)"
_PARTS: Final = (
    "count(*) AS n, sum(duration) AS total, count(duration) AS answered, max(duration) AS longest, "
    "sum(CASE WHEN success THEN 1 ELSE 0 END) AS good, count(success) AS judged"
)
_RATE: Final = "sum(good) * 1.0 / nullif(sum(judged), 0)"

PLAIN: Final = [
    bar("duration", "avg"),
    bar("topic", "count", "hour"),
    pie("topic"),
    STAT,
    bar("duration", "max"),
    _table("topic", metrics=("count", "avg", "max")),
]
read_plain: Final = _reads(
    bars("UTC"),
    bars("UTC", "value"),
    keys("label", "value"),
    figures,
    bars("UTC", "value"),
    keys("topic", "count", "avg", "max"),
)


def separate_plain(words: Words, condition: str = RECENT) -> list[str]:
    """Return the statements behind six widgets without groups."""
    rows = _from(words, condition)
    return [
        f"SELECT {words.day}, {words.average()}, count(duration) {rows} GROUP BY 1",
        f"SELECT {words.hour}, count(*) {rows} GROUP BY 1",
        f"SELECT topic, count(*) {rows} GROUP BY 1",
        f"SELECT count(*), {words.rate}, {words.average()} {rows}",
        f"SELECT {words.day}, max(duration) {rows} GROUP BY 1",
        f"SELECT topic, count(*), {words.average()}, max(duration) {rows} GROUP BY 1",
    ]


def _fused_plain(words: Words, _calls: int) -> list[str]:
    rollup = f"SELECT {words.hour} AS timestamp, topic, {_PARTS} {_from(words, RECENT)} GROUP BY 1, 2"
    return _fused(
        rollup,
        [
            f"SELECT 1 AS q, {words.day} AS at, NULL AS topic, {_MEAN} AS a, sum(answered) AS b, 0.0 AS c "
            f"FROM r GROUP BY {words.day}",
            "SELECT 2, timestamp, NULL, sum(n), NULL, NULL FROM r GROUP BY timestamp",
            "SELECT 3, NULL, topic, sum(n), NULL, NULL FROM r GROUP BY topic",
            f"SELECT 4, NULL, NULL, sum(n), {_RATE}, {_MEAN} FROM r",
            f"SELECT 5, {words.day}, NULL, max(longest), NULL, NULL FROM r GROUP BY {words.day}",
            f"SELECT 6, NULL, topic, sum(n), {_MEAN}, max(longest) FROM r GROUP BY topic",
        ],
    )


_GROUPED: Final = [
    bar("duration", "avg", **by("topic")),
    bar("topic", "count", **by("topic")),
    bar("duration", "sum", **by("success")),
    STAT | by("topic"),
    bar("topic", "count", "hour", **by("success")),
    _table("topic", "success", metrics=("count", "avg")),
]
_read_grouped: Final = _reads(
    bars("UTC", "group", "value"),
    bars("UTC", "group", "value"),
    bars("UTC", "group", "value"),
    keys("group", *_FIGURES),
    bars("UTC", "group", "value"),
    keys("topic", "success", "count", "avg"),
)


def _separate_grouped(words: Words, _calls: int) -> list[str]:
    rows = _from(words, RECENT)
    return [
        f"SELECT {words.day}, topic, {words.average()} {rows} GROUP BY 1, 2",
        f"SELECT {words.day}, topic, count(*) {rows} GROUP BY 1, 2",
        f"SELECT {words.day}, success, sum(duration) {rows} GROUP BY 1, 2",
        f"SELECT topic, count(*), {words.rate}, {words.average()} {rows} GROUP BY 1",
        f"SELECT {words.hour}, success, count(*) {rows} GROUP BY 1, 2",
        f"SELECT topic, success, count(*), {words.average()} {rows} GROUP BY 1, 2",
    ]


def _fused_grouped(words: Words, _calls: int) -> list[str]:
    rollup = (
        f"SELECT {words.hour} AS timestamp, topic, success, {_PARTS} {_from(words, RECENT)} GROUP BY 1, 2, 3"
    )
    day = words.day
    return _fused(
        rollup,
        [
            f"SELECT 1 AS q, {day} AS at, topic, success, {_MEAN} AS a, sum(n) AS b, 0.0 AS c FROM r "
            f"GROUP BY {day}, topic, success",
            f"SELECT 2, {day}, topic, NULL, sum(n), NULL, NULL FROM r GROUP BY {day}, topic",
            f"SELECT 3, {day}, NULL, success, sum(total), NULL, NULL FROM r GROUP BY {day}, success",
            f"SELECT 4, NULL, topic, NULL, sum(n), {_RATE}, {_MEAN} FROM r GROUP BY topic",
            "SELECT 5, timestamp, NULL, success, sum(n), NULL, NULL FROM r GROUP BY timestamp, success",
            f"SELECT 6, NULL, topic, success, sum(n), {_MEAN}, NULL FROM r GROUP BY topic, success",
        ],
    )


_KEYS: Final = ("channel", "campaign", "plan", "region", "vip")
# Those of a key of many values are not all shown.
_SHOWN: Final = 20


def _separate_keys(words: Words, _calls: int) -> list[str]:
    rows = _from(words, RECENT)
    shown = [
        (words.key_text.format(key), "" if key == "vip" else f"{words.key_text.format(key)}, ")
        for key in _KEYS
    ]
    pies = [
        f"SELECT {label}count(*) AS n {rows} GROUP BY {key} ORDER BY n DESC, {key} LIMIT {_SHOWN}"
        for key, label in shown
    ]
    return [*pies, f"SELECT {words.day}, {words.average()}, count(duration) {rows} GROUP BY 1"]


def _fused_keys(words: Words, _calls: int) -> list[str]:
    named = ", ".join(f"{words.key_text.format(key)} AS {key}" for key in _KEYS)
    places = ", ".join(str(place) for place in range(1, len(_KEYS) + 2))
    rollup = f"SELECT {named}, {words.day} AS day, {_PARTS} {_from(words, RECENT)} GROUP BY {places}"
    pies = [
        f"SELECT '{key}' AS q, {key} AS label, NULL AS day, sum(n) AS a FROM r GROUP BY {key}"
        for key in _KEYS
    ]
    return _fused(rollup, [f"SELECT 'bar' AS q, NULL AS label, day, {_MEAN} AS a FROM r GROUP BY day", *pies])


def _labels(answer: Any) -> Answers:
    """Read the slices without the rest."""
    rows = [(row["label"], row["value"]) for row in answer["data"] if not row.get("other")]
    return [rows]


def _counts(answer: Any) -> Answers:
    """Read the sizes of slices: what a boolean of a document is called differs."""
    return [[(row["value"],) for row in answer["data"]]]


_NUMBERS: Final = (1, 2, 3)
_CHOICES: Final = (4, 5, 6)
_METRICS: Final = [
    *(bar("evaluations.typed", "avg", metric=metric) for metric in _NUMBERS),
    *(pie("evaluations.typed", metric=metric) for metric in _CHOICES),
]


def _evaluated(words: Words, condition: str) -> str:
    joined = f"evaluations JOIN {words.table} ON {words.table}.id = call_id"
    return f"FROM {joined} WHERE {RECENT} AND metric_id {condition}"


def _separate_metrics(words: Words, _calls: int) -> list[str]:
    return [
        *(
            f"SELECT {words.day}, avg(number), count(number) {_evaluated(words, f'= {metric}')} GROUP BY 1"
            for metric in _NUMBERS
        ),
        *(f"SELECT choice, count(*) {_evaluated(words, f'= {metric}')} GROUP BY 1" for metric in _CHOICES),
    ]


def _fused_metrics(words: Words, _calls: int) -> list[str]:
    return [
        f"SELECT metric_id, {words.day}, choice, count(*), sum(number), count(number) "
        f"{_evaluated(words, 'IN (1, 2, 3, 4, 5, 6)')} GROUP BY 1, 2, 3"
    ]


_FILTERS: Final = (
    (test("topic", "eq", "billing"), "topic = 'billing'"),
    (test("success", "eq", True), "success"),
    (test("duration", "gte", 160), "duration >= 160"),
)
_FOUR: Final = [bar("duration", "avg"), pie("topic"), STAT, bar("topic", "count", "hour")]
_read_four: Final = (bars("UTC"), keys("label", "value"), figures, bars("UTC", "value"))
_TWELVE: Final = [one | {"filters": filters} for filters, _ in _FILTERS for one in _FOUR]


def _separate_twelve(words: Words, _calls: int) -> list[str]:
    return [
        f"SELECT {what} {_from(words, f'{RECENT} AND {condition}')} {group}"
        for _, condition in _FILTERS
        for what, group in (
            (f"{words.day}, {words.average()}, count(duration)", "GROUP BY 1"),
            ("topic, count(*)", "GROUP BY 1"),
            (f"count(*), {words.rate}, {words.average()}", ""),
            (f"{words.hour}, count(*)", "GROUP BY 1"),
        )
    ]


def _fused_twelve(words: Words, _calls: int) -> list[str]:
    flags = ", ".join(
        f"CASE WHEN {condition} THEN 1 ELSE 0 END AS f{number}"
        for number, (_, condition) in enumerate(_FILTERS)
    )
    rows = _from(words, f"{RECENT} AND ({' OR '.join(f'({condition})' for _, condition in _FILTERS)})")
    rollup = f"SELECT {words.hour} AS timestamp, topic, {flags}, {_PARTS} {rows} GROUP BY 1, 2, 3, 4, 5"
    selects = [
        select.format(number=number)
        for number in range(len(_FILTERS))
        for select in (
            f"SELECT '1 {{number}}' AS q, {words.day} AS at, NULL AS topic, {_MEAN} AS a, "
            f"sum(answered) AS b, 0.0 AS c FROM r WHERE f{{number}} = 1 GROUP BY {words.day}",
            "SELECT '2 {number}', NULL, topic, sum(n), NULL, NULL FROM r WHERE f{number} = 1 GROUP BY topic",
            f"SELECT '3 {{number}}', NULL, NULL, sum(n), {_RATE}, {_MEAN} FROM r WHERE f{{number}} = 1",
            "SELECT '4 {number}', timestamp, NULL, sum(n), NULL, NULL FROM r WHERE f{number} = 1 "
            "GROUP BY timestamp",
        )
    ]
    return _fused(rollup, selects)


def _board(
    name: str, widgets: list[JSON], read: _Read, separate: Any, fused: Any, goal: float
) -> list[Question]:
    asked = dashboard(widgets)
    return [
        Question(name=f"dashboard: {name}", ask=asked, read=read, by_hand=separate, goal=goal),
        Question(
            name=f"dashboard: {name}, beside one fused",
            ask=asked,
            read=read,
            by_hand=fused,
            check=separate,
            goal=_MOST,
            databases=_FUSED,
        ),
    ]


QUESTIONS: Final = (
    *_board("six plain", PLAIN, read_plain, lambda words, _: separate_plain(words), _fused_plain, 0.45),
    *_board("six in groups", _GROUPED, _read_grouped, _separate_grouped, _fused_grouped, 0.6),
    *_board(
        "five pies of JSON keys and a bar",
        [*(pie(f"meta.{key}") for key in _KEYS), bar("duration", "avg")],
        _reads(*[_labels] * 4, _counts, bars("UTC")),
        _separate_keys,
        _fused_keys,
        0.5,
    ),
    *_board(
        "six metrics",
        _METRICS,
        _reads(*[bars("UTC")] * 3, *[keys("label", "value")] * 3),
        _separate_metrics,
        _fused_metrics,
        0.4,
    ),
    *_board(
        "twelve widgets under three filters",
        _TWELVE,
        _reads(*_read_four * 3),
        _separate_twelve,
        _fused_twelve,
        0.5,
    ),
)
