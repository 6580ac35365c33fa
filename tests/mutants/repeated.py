"""Widgets that differ in one thing, asked one after another and side by side: what each keeps is its own."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any, Final

from tests.conformance.features import SINCE
from tests.mutants.asking import Question
from widgetql.relative_time import format_instant
from widgetql.testing import NOW

_PIE: Final[dict[str, Any]] = {"chart_type": "pie", "field": "topic"}
_OPTIONS: Final[dict[str, Any]] = {"now": NOW, "limits": {"max_range": None}}
_BAR: Final[dict[str, Any]] = {
    "chart_type": "bar",
    "field": "duration",
    "aggregation_function": "avg",
    "time_period": "day",
}


def repeated() -> Iterator[Question]:
    """Yield the questions, with how many statements are kept after each widget."""
    for conditions, numbers in _conditions():
        turns = [({**_PIE, "filters": _all(SINCE, one)}, {}) for one in conditions]
        yield from _asked(turns, numbers)
    for turns, numbers in _scopes():
        yield from _asked(turns, numbers)
    for widgets in _alike():
        turns = [(widget | {"filters": SINCE}, more) for widget, more in widgets]
        yield Question("in turn", "everything", "features", turns, None, _OPTIONS)
    for widgets in _alike():
        documents = [widget for widget, more in widgets if not more]
        for limits in ({"max_range": None}, {"max_range": None, "max_slices": 2, "max_groups": 2}):
            dashboard = {"filters": SINCE, "widgets": documents}
            options = {"now": NOW, "limits": limits}
            yield Question("dashboard", "everything", "features", dashboard, None, options)
    yield from _dashboards()


def _dashboards() -> Iterator[Question]:
    """Dashboards of as many widgets, one of which is another."""
    group = {"type": "field", "field": "topic"}
    first: list[Any] = [_PIE, _BAR, {"chart_type": "stat", "group_by": group}]
    changes: list[tuple[int, dict[str, Any]]] = [
        *((0, more) for more in ({"field": "code"}, {"include_missing": True}, {"field": "flag"})),
        *((1, more) for more in ({"aggregation_function": "sum"}, {"aggregation_function": "count"})),
        *((1, more) for more in ({"field": "cost"}, {"time_period": "week"}, {"group_by": group})),
        *((1, {"group_by": {"type": "field", "field": name}}) for name in ("topic", "code")),
        *((2, {"group_by": {"type": "field", "field": name}}) for name in ("code", "flag")),
    ]
    boards = [first] + [[*first[:at], first[at] | more, *first[at + 1 :]] for at, more in changes]
    dashboards = [{"filters": SINCE, "widgets": widgets} for widgets in boards]
    yield Question("dashboards in turn", "everything", "features", dashboards, None, _OPTIONS)


def _asked(turns: list[Any], numbers: list[int]) -> Iterator[Question]:
    yield Question("in turn", "everything", "features", turns, None, _OPTIONS)
    yield Question("kept", "everything", "features", turns, numbers, _OPTIONS)


def _where(field: str, op: str, value: Any) -> dict[str, Any]:
    return {"field": field, "op": op, "value": value}


def _all(*conditions: Any) -> dict[str, Any]:
    return {"operator": "and", "conditions": list(conditions)}


def _conditions() -> Iterator[tuple[list[Any], list[int]]]:
    """Conditions of one structure or of several: only their values are told when a statement is kept."""
    early, late = (format_instant(NOW - timedelta(days=days)) for days in (11, 3))
    for op in ("eq", "neq", "gt", "gte", "lt", "lte"):
        for field, one, other in (("duration", 10, 60), ("score", 0.5, 2.5), ("evaluations.weight", 1, 4)):
            yield [_where(field, op, one), _where(field, op, other)], [1, 1]
        yield [_where("started", op, early), _where("started", op, late)], [1, 1]
    for op in ("in", "nin"):
        yield [_where("topic", op, ["a", "b"]), _where("topic", op, ["c", "x", "y"])], [1, 1]
        yield [_where("duration", op, [10, 30]), _where("duration", op, [60])], [1, 1]
        # Each time is a window, and so a place of its own: of as many times it is one statement.
        dates = [[early[:10]], [late[:10]], [early[:10], late[:10]]]
        yield [_where("started", op, one) for one in dates], [1, 1, 2]
    yield [_where("duration", "between", [1, 30]), _where("duration", "between", [30, 90])], [1, 1]
    yield [_where("at", "between", [early, late]), _where("at", "between", [late, late])], [1, 1]
    yield [_where("topic", "isnull", True), _where("topic", "isnull", False)], [1, 2]
    for op in ("contains", "startswith", "endswith", "regex"):
        # The text that is looked for shapes the SQL.
        yield [_where("topic", op, "a"), _where("topic", op, "b")], [0, 0]
    yield [_where("meta.key", "eq", "a"), _where("meta.key", "eq", "b")], [1, 1]
    one, other = _where("duration", "gte", 30), _where("score", "lt", 2.5)
    for operator in ("and", "or", "not"):
        groups = [{"operator": operator, "conditions": parts} for parts in ([one, other], [other, one])]
        yield groups, [1, 2]
    yield [{"operator": "not", "conditions": [one]}, one], [1, 2]
    rows = _where("evaluations.weight", "gte", 1), _where("evaluations.weight", "lte", 2)
    yield [_all(*rows), {"operator": "same_row", "conditions": [*rows]}], [1, 2]
    for field in ("value", "document", "typed"):
        stored = [_where(f"evaluations.{field}", "isnull", holds) for holds in (True, False)]
        yield stored, [1, 2]
    yield [_where("agent.name", "eq", "a"), _where("agent.team.name", "eq", "a")], [1, 2]
    yield [one, _where("size", "gte", 30)], [1, 2]
    # An end of its own is no end that is now.
    yield [_where("at", "lt", late), one, _where("at", "lt", early)], [1, 2, 2]


def _scopes() -> Iterator[tuple[list[Any], list[int]]]:
    """Tenants, one after another."""
    pie = {**_PIE, "filters": SINCE}
    related = {"chart_type": "pie", "field": "evaluations.metric.name", "filters": SINCE}
    records, few = [("calls", "id", 40)], [("calls", "id", 12)]
    # Beside a statement it is kept that a scope was judged.
    for way in ("in", "exists", "from"):
        yield [(pie, {"scope": [("calls", "id", most, way)]}) for most in (40, 12)], [2, 2]
        pairs = [[*records, ("evaluations", "weight", most, way)] for most in (5, 1)]
        yield [(related, {"scope": scope}) for scope in pairs], [3, 3]
    yield [(pie, {"scope": one}) for one in (records, few, [("calls", "id", 3)])], [2, 2, 2]
    yield [(related, {"scope": [*records, ("evaluations", "weight", most)]}) for most in (5, 1)], [3, 3]
    yield [(pie, {}), (pie, {"scope": few})], [1, 3]
    yield [(pie, {"scope": records}), (pie, {"scope": [*records, ("agents", "id", 2)]})], [2, 4]


def _alike() -> Iterator[list[Any]]:
    """Widgets of one chart, with limits of their own."""
    fields = ("topic", "code", "state", "flag", "agent.name")
    pies: list[Any] = [({"chart_type": "pie", "field": field}, {}) for field in fields]
    pies += [({**widget, "include_missing": True}, {}) for widget, _ in pies]
    yield [*pies, (_PIE, {"now": NOW - timedelta(days=9)})]
    groups = [{"group_by": {"type": "field", "field": field}} for field in ("topic", "code", "flag")]
    yield [({"chart_type": "stat", **group}, {}) for group in (*groups, {})]
    yield [
        (_BAR | more, {})
        for more in (
            *({"aggregation_function": name} for name in ("sum", "min", "max", "count", "median", "p90")),
            *({"time_period": name} for name in ("hour", "week", "month", "quarter", "year")),
            *({"field": name} for name in ("cost", "score", "ok", "size", "evaluations.weight")),
            *({"fill_gaps": True}, *groups),
        )
    ]
    yield [({"chart_type": "table", **table}, {}) for table in _tables()]
    earlier = {"now": NOW - timedelta(days=2)}
    yield [
        ({"chart_type": "line", "field": field, **group}, more)
        for field in ("duration", "cost", "score")
        for group, more in (({}, {}), (groups[0], {}), ({}, earlier))
    ]
    yield [
        ({"chart_type": "list", **more}, {})
        for more in ({}, {"field": "topic"}, {"field": "cost"}, {"columns": ["topic", "cost"]}, {"limit": 2})
    ]


def _tables() -> Iterator[dict[str, Any]]:
    sums, mean = (
        [{"aggregation_function": name, "field": "duration"} for name in names]
        for names in (("sum", "max"), ("avg",))
    )
    for dimension in ("topic", "code"):
        yield {"dimensions": [dimension]}
        yield {"dimensions": [dimension], "metrics": [{"aggregation_function": "count"}]}
        yield {"dimensions": [dimension], "metrics": sums[:1]}
        yield {"dimensions": [dimension], "metrics": sums[1:]}
    yield {"dimensions": ["topic"], "limit": 2}
    yield {"dimensions": [{"field": "at", "time_period": "day"}], "metrics": mean}
    yield {"dimensions": [{"field": "at", "time_period": "week"}, "topic"], "metrics": mean, "limit": 3}
    yield {"metrics": [*sums, {"aggregation_function": "sum", "field": "evaluations.weight"}][-1:]}
