"""Rows at the end of what their columns hold, and lines of more points than are shown."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any, Final

from tests.conformance.features import SINCE
from tests.mutants.asking import Question
from tests.mutants.databases import World
from tests.testing.everything import TABLES, State, agents, calls, evaluations
from widgetql.testing import NOW

_OPTIONS: Final[dict[str, Any]] = {"now": NOW, "limits": {"max_range": None}}
# Letters whose other case is longer, has another case itself, or is another letter's as well.
_LETTERS: Final = (*"sS\u017fiI\u0131\u0130kK\u212a\u03c3\u03c2\u03a3\u01c6\u01c5éÉß", "SS")
# Keys with what paths and pointers have a meaning for.
_KEYS: Final = ("a~b", "c/d", "a~0b", "~1", '"', "$", "[0]", "e f")
_ONE: Final[dict[str, Any]] = {"state": "OPEN", "ok": True, "code": "x"}
_COSTS: Final = ("99999999.99", "-99999999.99", "99999999.98", "0.01", "0.12", "0.00")


def large(worlds: dict[str, Any]) -> Iterator[Question]:
    """Yield the questions; put the rows that they ask into `worlds`."""
    names = [{"id": number, "name": name} for number, name in enumerate(_LETTERS)]
    worlds["large"] = World(TABLES, {calls: [*_rows()], agents: names, evaluations: [*_related()]})
    for needle in {letter for name in _LETTERS for letter in (*name, name, name.swapcase())}:
        for op in ("contains", "startswith", "endswith"):
            yield _asked("filter", {"field": "agent.name", "op": op, "value": needle})
    for field, values in (
        (
            "cost",
            (99_999_999.99, 99_999_999.98, 99_999_999.995, -99_999_999.99, 100_000_000, 0.125, 0.12, 0.115),
        ),
        (
            "size",
            (2**63 - 1, -(2**63), 2**61, 2**61 + 1, 2**63, -(2**63) - 1, 24 - 2**61, 2.0**61, -(2.0**61)),
        ),
        ("rank", (32_767, -32_768, 32_768, 40_000, 0)),
    ):
        for value in values:
            for op in ("eq", "neq", "gt", "gte", "lt", "lte"):
                yield _asked("filter", {"field": field, "op": op, "value": value})
        for op in ("in", "nin"):
            yield _asked("filter", {"field": field, "op": op, "value": list(values)})
    stored = [{"field": "evaluations.document", "op": "isnull", "value": holds} for holds in (True, False)]
    pies = [({"chart_type": "pie", "field": "topic", "filters": _both(SINCE, one)}, {}) for one in stored]
    yield _asked("in turn", pies)
    for key in _KEYS:
        yield _asked("filter", {"field": f"meta.{key}", "op": "eq", "value": "1"})
        yield _asked("filter", {"field": f"meta.{key}", "op": "isnull", "value": False})
        yield _asked("widget", {"chart_type": "pie", "field": f"meta.{key}", "filters": SINCE})
    yield from _dates()
    yield from _sums()
    yield from _lines()
    yield from _gaps()


def _asked(kind: str, document: Any, **more: Any) -> Question:
    return Question(kind, "everything", "large", document, None, _OPTIONS | more)


def _both(*conditions: Any) -> dict[str, Any]:
    return {"operator": "and", "conditions": list(conditions)}


def _rows() -> Iterator[dict[str, Any]]:
    for number in range(48):
        at = NOW - timedelta(hours=7 * number, microseconds=number)
        yield {
            "id": number,
            "at": at,
            "started": at.replace(tzinfo=None),
            "day": at.date(),
            "duration": (2**31 - 1, -5, number, number % 4)[number % 4],
            # Summed up in this order they overflow, but what is left is small.
            "size": (2**61 if number < 24 else -(2**61)) + number,
            "cost": Decimal(_COSTS[number % len(_COSTS)]),
            "rank": (32_767, -32_768, 5)[number % 3],
            "score": (number * 37 % 11) / 2,
            "topic": "abc"[number % 3] if number % 7 else None,
            "code": "xy"[number % 2],
            "state": list(State)[number % 3],
            "ok": number % 5 == 0,
            "agent_id": number % (len(_LETTERS) + 1),
            "meta": {_KEYS[number % len(_KEYS)]: number % 3},
        }


def _related() -> Iterator[dict[str, Any]]:
    for number in range(120):
        yield {
            "id": number,
            "call_id": number * 5 % 48,
            "weight": number * 7 % 13,
            "metric_id": 1 + number % 3,
        }


def _dates() -> Iterator[Question]:
    """More days than stand in one OR, apart from each other, and more than in one OR of these."""
    for count in (33, 40, 70):
        days = [str((NOW - timedelta(days=3 * number)).date()) for number in range(count)]
        for field in ("at", "started", "day"):
            for op in ("in", "nin"):
                yield _asked("filter", {"field": field, "op": op, "value": days})
    # The one that decides stands first, in the middle or last.
    for at in (0, 35, 69):
        for operator, op, rest in (("and", "lt", 2**62), ("or", "gt", 2**62), ("not", "gt", 2**62)):
            many = [{"field": "size", "op": op, "value": rest + number} for number in range(70)]
            many[at] = {"field": "size", "op": op, "value": 2**61 + 11}
            yield _asked("filter", {"operator": operator, "conditions": many})


def _sums() -> Iterator[Question]:
    metrics = [
        {"aggregation_function": name, "field": field, "name": f"{name} {field}"}
        for name in ("sum", "avg", "min", "max")
        for field in ("size", "duration", "rank", "cost")
        # A mean is of doubles: these sums are none of it.
        if (name, field) != ("avg", "size")
    ]
    for dimensions in (["topic"], ["code"], [{"field": "at", "time_period": "year"}]):
        table = {"chart_type": "table", "dimensions": dimensions, "metrics": metrics, "filters": SINCE}
        yield _asked("widget", table)
    bars = [
        {"chart_type": "bar", "field": field, "aggregation_function": "sum", "time_period": period}
        for field, period in (("rank", "year"), ("rank", "day"), ("duration", "day"), ("duration", "month"))
    ]
    # A range that ends with a bucket cuts none.
    for end in ("2025-11-02T00:00:00Z", "2025-11-02T12:00:00Z"):
        ended = _both(SINCE, {"field": "at", "op": "lt", "value": end})
        yield _asked("widget", bars[1] | {"filters": ended})
    size = {"chart_type": "bar", "field": "size", "aggregation_function": "sum", "time_period": "year"}
    for bar in (size, *bars, size | {"aggregation_function": "max"}):
        for strategy in ({}, {"buckets": "ranges"}):
            yield _asked("widget", bar | {"filters": SINCE}, strategy=strategy)
    yield _asked("dashboard", {"filters": SINCE, "widgets": [*bars, {"chart_type": "pie", "field": "topic"}]})


def _gaps() -> Iterator[Question]:
    """Ten days by group: no more than there may be groups, each of them with its row for every day."""
    bar = {"chart_type": "bar", "field": "duration", "aggregation_function": "avg", "time_period": "day"}
    since = {"field": "at", "op": "gte", "value": "now-9d/d"}
    for most in (1, 2, 9):
        for name, values in (("state", 3), ("ok", 2), ("code", 2)):
            group = {"type": "field", "field": name}
            widget = bar | {"fill_gaps": True, "filters": since, "group_by": group}
            rows = 10 * (most + 1 if name == "code" else min(most + 1, values))
            for fits in (rows, rows - 1):
                limits = {"max_range": None, "max_groups": most, "max_answer_rows": fits}
                expected = None if fits == rows else [["widget", "/time_period", "too_many_rows"]]
                question = _asked("widget", widget, limits=limits)
                yield replace(question, expected=expected)
                # How many values there may be is known: that all records have one does not matter.
                only = [since, {"field": name, "op": "eq", "value": _ONE[name]}]
                few = _asked("widget", widget | {"filters": _both(*only)}, limits=limits)
                yield replace(few, expected=expected)


def _lines() -> Iterator[Question]:
    """Lines that are thinned: alone, by group, of related rows, in few and in many stretches."""
    by_topic, by_code = ({"group_by": {"type": "field", "field": name}} for name in ("topic", "code"))
    related = "evaluations.weight"
    for most in (4, 8, 20, 32):
        limits = {"max_range": None, "max_points": most}
        turns = [
            ({"chart_type": "line", "field": field, "filters": SINCE, **group}, {})
            for field in ("score", "size", "duration", related)
            for group in ({}, by_topic, by_code)
            if group is not by_code or field != related
        ]
        yield _asked("in turn", turns, limits=limits)
        few = [(widget, {"limits": {**limits, "max_groups": 1}}) for widget, _ in turns]
        yield _asked("in turn", few, limits=limits)
