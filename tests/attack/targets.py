"""What is called, and what must be true of it whatever the document.

An answer, or `InvalidInput` that can be written as JSON: no other exception. Within seconds. No byte of the
input in the text of a statement.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from functools import cache
from types import MappingProxyType
from typing import Any, Final

from sqlalchemy import Connection, create_engine, event
from sqlalchemy.dialects import sqlite

from tests.attack import corpus
from tests.attack.mutate import Choices, drawn
from tests.attack.payloads import INJECTIONS, MARK, marked
from tests.testing.everything import EVERYTHING, TABLES, calls
from widgetql import (
    Dataset,
    InvalidInput,
    WidgetData,
    compile_filter,
    compute_dashboard_data,
    compute_widget_data,
    drill_down,
    effective_filters,
    explain,
    kore,
    validate_filter,
    validate_widget,
)
from widgetql.regex import InvalidPattern, matches, parse_pattern, render
from widgetql.regex.writing import SYNTAXES
from widgetql.relative_time import Clock, InvalidTime, read_time, span, zone_of
from widgetql.testing import NOW
from widgetql.testing.databases import put

SLOWEST: Final = 10.0
"""Seconds of the processor that a call may take: it ends, that is."""

_LIMITS: Final = EVERYTHING.limits.lifted()
# The records of one table by its three timestamps: an instant, a wall time, and a date.
_DATASETS: Final = tuple(
    Dataset(calls, id=calls.c.id, timestamp=timestamp, fields=EVERYTHING.fields, stats=EVERYTHING.stats)
    for timestamp in (calls.c.at, calls.c.started, calls.c.day)
)
_USUAL: Final = ("now-29d", "today-7d", "now-1d/d", "now-2h", "now-90s", "2025-11-02T01:30:00")
_ZONES: Final = ("UTC", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata")


class Broken(AssertionError):
    """A rule that did not hold."""


@cache
def connection() -> Connection:
    """Open a database whose texts are hostile, on which a statement with the marker in it is an error."""
    engine = create_engine("sqlite://")
    found = engine.connect()
    TABLES.create_all(found)
    put(found, hostile_rows())
    event.listen(engine, "before_cursor_execute", _look)
    return found


def hostile_rows() -> Any:
    """Return the rows of the corpus with an injection in each text that is free."""
    texts = [marked(one) for one in INJECTIONS.values()]
    found: dict[Any, Any] = {}
    for table, rows in corpus.rows().items():
        free = [
            one.name
            for one in table.columns
            if str(one.type) == "TEXT" and one.name not in ("value", "reading")
        ]
        found[table] = [
            row | {name: texts[(index + at) % len(texts)] for at, name in enumerate(free) if row.get(name)}
            for index, row in enumerate(rows)
        ]
    for index, row in enumerate(found[calls]):
        row["meta"] = {"region": texts[index % len(texts)], texts[-index % len(texts)]: "a"}
    return found


def _look(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
    if MARK in statement.lower():
        raise Broken(f"input in the text of a statement: {statement}")
    if not statement.startswith(("SELECT", "WITH")):
        raise Broken(f"not a SELECT: {statement}")


def judged(call: Callable[[], Any]) -> Any:
    """Return what a call gives, or its `InvalidInput`, which must be a body that can be sent and logged."""
    began = time.process_time()
    try:
        found = call()
    except InvalidInput as error:
        found = error
        sendable(error.to_dict())
        if not error.problems:
            raise Broken("InvalidInput without a problem") from error
        if not str(error).isprintable():
            raise Broken(f"control characters in a message: {str(error)[:200]!r}") from error
    taken = time.process_time() - began
    if taken > SLOWEST:
        raise Broken(f"took {taken:.1f} s")
    return found


def sendable(body: Any) -> None:
    """Raise where JSON cannot write something, or UTF-8 cannot carry it."""
    json.dumps(body, allow_nan=False, ensure_ascii=False).encode()


def _options(choices: Choices) -> dict[str, Any]:
    found: dict[str, Any] = {"now": NOW, "timezone": choices.one_of(_ZONES)}
    if choices.below(2):
        found["scope"] = calls.c.agent_id == 1
    return found


def _filter(choices: Choices) -> None:
    source, options = drawn(corpus.filters(), choices), _options(choices)
    problems = judged(lambda: validate_filter(source, EVERYTHING, **options))
    sendable([one.to_dict() for one in problems])
    found = judged(lambda: compile_filter(source, EVERYTHING, **options))
    if isinstance(found, InvalidInput) != bool(problems):
        raise Broken(f"compile_filter and validate_filter disagree: {problems}")
    if not problems and MARK in str(found.compile(dialect=sqlite.dialect())).lower():
        raise Broken("input in the text of a condition")


def _effective(choices: Choices) -> None:
    parts = [drawn(corpus.filters(), choices) for _ in range(2)]
    widget = drawn(corpus.widgets(), choices)
    judged(lambda: effective_filters(parts[0], widget, parts[1]))


def _validate_widget(choices: Choices) -> None:
    widget, options = drawn(corpus.widgets(), choices), _options(choices)
    on = connection() if choices.below(2) else None
    sendable(
        [
            one.to_dict()
            for one in judged(lambda: validate_widget(widget, EVERYTHING, connection=on, **options))
        ]
    )


def _widget(choices: Choices) -> None:
    widget, dataset = drawn(corpus.widgets(), choices), choices.one_of(_DATASETS)
    given = _options(choices) | _documents(dataset, choices)
    found = judged(lambda: compute_widget_data(connection(), widget, dataset, **given))
    if not isinstance(found, InvalidInput):
        sendable(found.to_dict())
        sendable(found.to_vega_lite())
        sendable(found._repr_mimebundle_())
        sendable(found.to_csv())
        _behind(widget, found, dataset, given, choices)


def _documents(dataset: Dataset, choices: Choices) -> dict[str, Any]:
    """Return a dashboard's and a request's filter: any, none, or a range of time."""
    found: dict[str, Any] = {}
    for name in ("dashboard_filters", "filters"):
        match choices.below(4):
            case 0 | 1:
                phrase = choices.one_of(choices.one_of((_USUAL, corpus.times())))
                op = choices.one_of(("gte", "gt", "eq"))
                found[name] = {"field": dataset.timestamp_path, "op": op, "value": phrase}
            case 2:
                found[name] = drawn(corpus.filters(), choices)
            case _:
                continue
    return found


def _behind(
    widget: Any, found: WidgetData, dataset: Dataset, given: dict[str, Any], choices: Choices
) -> None:
    """Go behind a row of the answer, as it is or changed."""
    rows = found.data if isinstance(found.data, list) else [found.data]
    if not rows:
        return
    row = choices.one_of(rows)
    if choices.below(2):
        row = drawn([row, *rows], choices)
    on = connection() if choices.below(2) else None
    _drilled(widget, row, dataset, given | {"connection": on})


def _drilled(widget: Any, row: Any, dataset: Dataset, given: dict[str, Any]) -> None:
    behind = judged(lambda: drill_down(widget, row, dataset, **given))
    if not isinstance(behind, InvalidInput):
        sendable(behind)
        options = {name: value for name, value in given.items() if name in ("now", "timezone")}
        compile_filter(behind, dataset, limits=_LIMITS, **options)


def _drill(choices: Choices) -> None:
    widget, dataset = drawn(corpus.widgets(), choices), choices.one_of(_DATASETS)
    row = drawn(_ROWS, choices)
    _drilled(widget, row, dataset, _options(choices) | _documents(dataset, choices))


_ROWS: Final[tuple[Any, ...]] = (
    {"time_interval": "2025-11-03T00:00:00Z", "value": 1, "sample_count": 1, "group": "a"},
    {"label": "a", "value": 1, "percentage": 100.0, "group": None},
    {"label": "other", "other": True, "excluded": ["a", None], "group_excluded": ["b"]},
    {"time_interval": "2025-11-03T00:00:00Z", "group": "other", "other": True, "excluded": [None]},
    {"id": 7, "timestamp": "2025-11-03T00:00:00Z", "value": 1},
    {"topic": "a", "agent.name": None, "at": "2025-11-03T00:00:00Z", "records": 1, "sample_count": 1},
)


def _dashboard(choices: Choices) -> None:
    dashboard, options = drawn(corpus.dashboards(), choices), _options(choices)
    found = judged(lambda: compute_dashboard_data(connection(), dashboard, EVERYTHING, **options))
    if not isinstance(found, InvalidInput):
        for one in found:
            sendable(one.to_dict())


def _explain(choices: Choices) -> None:
    source = drawn((corpus.widgets(), corpus.dashboards())[choices.below(2)], choices)
    found = judged(lambda: explain(connection(), source, EVERYTHING, **_options(choices)))
    if not isinstance(found, InvalidInput) and MARK in "".join(found.statements).lower():
        raise Broken("input in a statement that is explained")


def _indexes(choices: Choices) -> None:
    widgets = [drawn(corpus.widgets(), choices) for _ in range(choices.below(4))]
    for one in judged(lambda: EVERYTHING.recommended_indexes(widgets)):
        if MARK in one.ddl.lower():
            raise Broken("input in the text of an index")


def _kore(choices: Choices) -> None:
    widget, params = drawn(corpus.widgets(), choices), drawn(corpus.params(), choices)
    found = judged(lambda: kore.widget_data(connection(), widget, EVERYTHING, params, **_options(choices)))
    if not isinstance(found, InvalidInput):
        sendable(found)


def _regex(choices: Choices) -> None:
    pattern = choices.one_of(corpus.patterns()) if choices.below(2) else ""
    place = choices.below(len(pattern) + 1)
    pattern = pattern[:place] + choices.text() + pattern[place:]
    try:
        found = parse_pattern(pattern)
    except InvalidPattern as error:
        str(error)
        return
    for engine in SYNTAXES:
        render(found, engine)
    judged(lambda: matches(found, ("ab" * 40 + "a.b\\c\n \U0001f986" + pattern)[:400]))


def _time(choices: Choices) -> None:
    text = choices.one_of(corpus.times()) if choices.below(2) else "now"
    place = choices.below(len(text) + 1)
    text = text[:place] + choices.text() + text[place:]
    clock = Clock(NOW, zone_of(choices.one_of(_ZONES)), choices.below(7))
    try:
        moment = judged(lambda: read_time(text, clock))
        span(choices.one_of(("eq", "gt", "gte", "lt", "lte")), moment)
    except InvalidTime as error:
        str(error)


TARGETS: Final = MappingProxyType(
    {
        "compile_filter, validate_filter": _filter,
        "effective_filters": _effective,
        "validate_widget": _validate_widget,
        "compute_widget_data, to_vega_lite, drill_down": _widget,
        "drill_down": _drill,
        "compute_dashboard_data": _dashboard,
        "explain": _explain,
        "recommended_indexes": _indexes,
        "kore.widget_data": _kore,
        "regular expressions": _regex,
        "times": _time,
    }
)
"""The public functions, each with what must be true of it; raises where it is not."""


def attack(data: bytes) -> None:
    """Make the call that the bytes say, the first of which names the function."""
    choices = Choices(data)
    choices.one_of([*TARGETS.values()])(choices)
