"""Documents from bytes: one of the corpus, changed as an attacker, or a front end with a fault, would."""

from __future__ import annotations

import copy
import json
from base64 import urlsafe_b64encode
from collections.abc import Sequence
from decimal import Decimal
from typing import Any, Final, TypeVar

from tests.attack.payloads import INJECTIONS, MARK
from tests.testing.everything import EVERYTHING
from widgetql.filters.vocabulary import OPERATORS

_T = TypeVar("_T")

PATHS: Final = (
    *EVERYTHING.names(),
    "meta.region",
    "meta.é\"'$",
    "id",
    "timestamp",
    "nothing",
    "agent",
    "meta.",
)
_NUMBERS: Final = (
    *(0, 1, -1, 2, 5, 2**31, 2**53 + 1, 2**63, -(2**63) - 1, 10**40, 10**400, 0.1, -0.0, 1e308, 5e-324),
    *(1e16, 0.30000000000000004, float("inf"), float("nan"), Decimal("1.10"), Decimal("1e5000")),
)
_TEXTS: Final = (
    *("", " ", "a", "now", "today-7d", "now-30d/d", "2025-11-03", "2025-02-30", "0001-01-01T00:00:00Z"),
    *("9999-12-31T23:59:59.999999Z", "2025-11-02T01:30:00-05:00", "null", "true", "[]", "{}", "{", "\0"),
    *("\ud800", "a\ud800b", "é", "ß", "İ", "x" * 300, "9" * 400, "1e400", "-", "and", "count", "day", "p95"),
    *INJECTIONS.values(),
)
_ODD: Final[tuple[Any, ...]] = (b"bytes", (1, 2), {1, 2}, object, {1: 2}, {None: None}, {("a",): 1}, range(3))
_KEYS: Final = (
    *("field", "op", "value", "operator", "conditions", "chart_type", "aggregation_function", "time_period"),
    *("group_by", "filters", "metric", "data_type", "fill_gaps", "limit", "columns", "cursor", "dimensions"),
    *("metrics", "order_by", "name", "id", "type", "interval", "include_missing", "widgets", "dashboard"),
    *(
        "excluded",
        "group",
        "group_excluded",
        "label",
        "time_interval",
        "customFilters",
        "startDate",
        "values",
    ),
    *("direction", "dashboard_filters", "config", "\ud800", "a/b~c", "\x1b[31m", "", "x" * 300),
)
_WORDS: Final = (
    *OPERATORS,
    *(
        "and",
        "or",
        "not",
        "same_row",
        "count_rows",
        "all_rows",
        "line",
        "bar",
        "pie",
        "stat",
        "list",
        "table",
        "histogram",
        "pivot",
    ),
    *("count", "sum", "avg", "min", "max", "count_distinct", "median", "p90", "p99", "minute", "hour", "day"),
    *(
        "week",
        "month",
        "quarter",
        "year",
        "field",
        "bucket",
        "numeric",
        "string",
        "boolean",
        "datetime",
        "asc",
    ),
)


class Choices:
    """Choices read from bytes; where these end, the first of each."""

    def __init__(self, data: bytes) -> None:
        self._data: Final = data
        self._at = 0

    def below(self, count: int) -> int:
        """Return a number from 0 to below `count`."""
        size = 1 if count <= 256 else 2 if count <= 65_536 else 4
        taken = self._data[self._at : self._at + size]
        self._at += size
        return int.from_bytes(taken) % count

    def one_of(self, choices: Sequence[_T]) -> _T:
        """Return one of them."""
        return choices[self.below(len(choices))]

    def text(self, most: int = 40) -> str:
        """Return a text of characters that any byte may be."""
        length = self.below(most)
        return "".join(chr(self.below(0x180)) for _ in range(length))


def drawn(corpus: Sequence[Any], choices: Choices) -> Any:
    """Return a document of the corpus with up to seven changes, often none; now and then as JSON text."""
    found = copy.deepcopy(choices.one_of(corpus))
    for _ in range(max(0, choices.below(12) - 4)):
        found = _changed(found, corpus, choices)
    if choices.below(16) == 15:
        try:
            return json.dumps(found, default=str)
        except (ValueError, TypeError):
            return found
    return found


def _changed(document: Any, corpus: Sequence[Any], choices: Choices) -> Any:
    """Return the document with one thing in it replaced, removed, added or wrapped."""
    places = _places(document)
    holder, key = choices.one_of(places)
    if holder is None:
        return _replaced(document, corpus, choices)
    match choices.below(6):
        case 0:
            del holder[key]
        case 1 if isinstance(holder, dict):
            holder[choices.one_of(_KEYS)] = _value(corpus, choices)
        case 1:
            holder.insert(key, copy.deepcopy(holder[key]))
        case 2 if isinstance(holder, dict):
            holder[choices.one_of(_KEYS)] = holder.pop(key)
        case 3:
            operator = choices.one_of(("and", "or", "not", "same_row", "count_rows", "all_rows", "xor"))
            holder[key] = {"operator": operator, "conditions": [holder[key]]}
        case _:
            holder[key] = _replaced(holder[key], corpus, choices)
    return document


def _places(document: Any) -> list[tuple[Any, Any]]:
    """Return every place of a document, as what holds it and its key there; itself first, held by None."""
    found: list[tuple[Any, Any]] = [(None, None)]
    waiting = [document]
    while waiting and len(found) < 2_000:
        holder = waiting.pop()
        keys = (
            list(holder)
            if isinstance(holder, dict)
            else range(len(holder))
            if isinstance(holder, list)
            else ()
        )
        for key in keys:
            found.append((holder, key))
            waiting.append(holder[key])
    return found


def _replaced(value: Any, corpus: Sequence[Any], choices: Choices) -> Any:
    """Return something like a value, or something else."""
    match value:
        case str() if choices.below(2):
            place = choices.below(len(value) + 1)
            return value[:place] + choices.one_of((MARK, *_TEXTS)) + value[place:]
        case bool():
            return choices.one_of((not value, 1, 0, "true", None))
        case int() if choices.below(2):
            return value + choices.one_of((-1, 1, 2**53, -value))
        case list() if choices.below(2):
            return value * choices.one_of((0, 2, 30))
        case _:
            return _value(corpus, choices)


def _value(corpus: Sequence[Any], choices: Choices) -> Any:
    match choices.below(12):
        case 0:
            return None
        case 1:
            return choices.one_of((True, False))
        case 2:
            return choices.one_of(_NUMBERS)
        case 3:
            return MARK + choices.one_of(_TEXTS)
        case 4:
            return choices.one_of(_WORDS)
        case 5:
            return choices.one_of(PATHS)
        case 6:
            return choices.text()
        case 7:
            return choices.one_of(_ODD)
        case 8:
            return choices.one_of(([], {}, [None], [[]], [1, "a", True, None], {"a": {}}, {"field": MARK}))
        case 9:
            return _cursor(choices)
        case _:
            # A part of another document, in a place that it was not made for.
            other = copy.deepcopy(choices.one_of(corpus))
            holder, key = choices.one_of(_places(other))
            return other if holder is None else holder[key]


def _cursor(choices: Choices) -> str:
    """Return a cursor that a list may have made, or half of one."""
    at = choices.one_of(("2025-11-03T00:00:00+00:00", "0001-01-01T00:00:00Z", "2025-11-03", "x", 7, None))
    id = choices.one_of((7, -1, 2**63, 1.5, "a", MARK, "\ud800", None, True, [], {}, float("nan")))
    made = urlsafe_b64encode(json.dumps([at, id]).encode()).decode().rstrip("=")
    return made[choices.below(3) :]
