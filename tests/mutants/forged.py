"""Cursors of ordered rows that no answer has made, edges of bins that are none, and rests of tables."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import product
from typing import Any, Final

from tests.mutants.asking import Question
from tests.mutants.seldom import COUNT, Json, asked, each, where
from widgetql.charts.cursor import packed
from widgetql.testing import NOW

_FINE: Final = 5
_LONG: Final = 1_000


def forged() -> Iterator[Question]:
    """Yield the questions."""
    yield from _ordered()
    yield from _edges()
    yield from _left()


def _ordered() -> Iterator[Question]:
    """A value of each kind in a cursor of rows that are sorted by a double, a decimal, an integer."""
    anywhere = [None, 5, -5, 2**63, -(2**64) + 1, 1.5]
    nowhere = [
        float("nan"), float("inf"), float("-inf"), True, "5", [], {}, 2**256, {"decimal": 5},
        {"decimal": "x"}, {"decimal": "5", "more": 1}, {"decimal": "NaN"}, {"decimal": "Infinity"},
        {"decimal": "1" * (_LONG + 1)}, {"decimal": f"1E-{_LONG + 1}"},
    ]  # fmt: skip
    no_integers = [2**64, 2**256 - 1, {"decimal": "5"}, {"decimal": "1" * _LONG}, {"decimal": f"1E-{_LONG}"}]
    for field in ("score", "cost", "duration"):
        is_integer = field == "duration"
        for value in (*anywhere, *nowhere, *no_integers):
            is_one = value in anywhere or (value in no_integers and not is_integer)
            yield _problems(_cursor(field, value), *(() if is_one else ("/cursor",)))


def _cursor(field: str, value: Any) -> Json:
    text = json.dumps([[[field, False]], [value], "2025-11-03T10:00:00+00:00", 3, 0], separators=(",", ":"))
    return {
        "chart_type": "list", "columns": [field], "order_by": [{"name": field, "direction": "asc"}],
        "cursor": packed(text),
    }  # fmt: skip


def _problems(widget: Json, *pointers: str, code: str = "invalid_cursor", **limits: Any) -> Question:
    said = [["widget", pointer, code] for pointer in pointers]
    options = {"now": NOW, "limits": {"max_range": None, **limits}}
    return Question("widget problems", "everything", "calls", widget, said, options)


def _edges() -> Iterator[Question]:
    """As many edges as there may be, and one more; each larger than the one before."""
    histogram = {"chart_type": "histogram", "field": "score"}
    for size, name in product((_FINE, _FINE + 1), ("max_buckets", "max_list_length")):
        bins = histogram | {"bins": {"edges": [*range(size)]}}
        yield _problems(bins, *(() if size == _FINE else ("/bins/edges",)), code="too_many", **{name: _FINE})
    for edges in ([1], [], [1, 1], [1, 3, 2], [3, 2, 4], [1, 2, 2, 3]):
        yield _problems(histogram | {"bins": {"edges": edges}}, "/bins/edges", code="out_of_range")


def _left() -> Iterator[Question]:
    """Tables of which `having` leaves some rows: as many as are shown, fewer and more, and a rest of them."""
    shares: list[Json] = [{"name": "s", "share": "n"}, {"name": "t", "share": "n", "within": ["topic"]}]
    havings = (None, where("n", "gte", 1), where("n", "gte", 2), where("n", "gte", 10**6))
    for having, limit, rest in product(havings, (1, 2, 3, 100), (True, False)):
        for metrics, keys in product(([COUNT], [COUNT, *shares]), (["topic"], ["topic", "ok"])):
            table = {"chart_type": "table", "dimensions": keys, "metrics": metrics, "limit": limit}
            more = {"other": True} if rest else {}
            yield from each(asked(table | more | ({} if having is None else {"having": having})))
