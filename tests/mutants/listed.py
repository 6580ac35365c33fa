"""Listed questions: operands that lie on edges, every chart by every group, dashboards."""

from __future__ import annotations

import math
from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from itertools import product
from typing import Any, Final

from tests.charts.calls import AGENTS, METRICS, agents, metrics, notes
from tests.charts.calls import NOW as CALLS_NOW
from tests.charts.calls import SINCE as CALLS_SINCE
from tests.charts.calls import TABLES as CALLS_TABLES
from tests.charts.calls import calls as calls_table
from tests.conformance.features import ROWS as FEATURE_ROWS
from tests.conformance.features import SINCE
from tests.dashboard.test_dashboard import BARS, OTHERS
from tests.drill.records import WIDGETS, records, related
from tests.filters import test_cost, test_merge
from tests.mutants.asking import Question
from tests.mutants.databases import World
from tests.property.test_dashboards import SHARED
from tests.testing.everything import EVERYTHING
from widgetql.filters.vocabulary import OPERATORS, Operand
from widgetql.relative_time import format_instant, zone_of
from widgetql.testing import NOW
from widgetql.testing.strategies.conditions import filterable
from widgetql.testing.strategies.operands import Operands
from widgetql.testing.strategies.plan import Plan
from widgetql.types import DataType

NARROW: Final = {"max_groups": 2, "max_slices": 2, "max_points": 8}
_EVERYTHING: Final[dict[str, Any]] = {"now": NOW, "limits": {"max_range": None}}
_SPELT: Final = timedelta(microseconds=1)
_ORDER: Final = ("gt", "gte", "lt", "lte")


def listed(worlds: dict[str, Any]) -> Iterator[Question]:
    """Yield the questions; put the rows that they ask into `worlds`."""
    own = [_as_selected(one) for one in records()]
    worlds["calls"] = World(
        CALLS_TABLES,
        {calls_table: own, agents: AGENTS, metrics: METRICS, notes: related()},
    )
    yield from _edges()
    yield from _corners()
    yield from _bounded()
    yield from _charts()
    yield from _scoped()
    yield from _dashboards()
    yield from _merges()


def _as_selected(row: dict[str, Any]) -> dict[str, Any]:
    """A row as SQLAlchemy gives it, no text for a decimal; what an infinity means is not asked here."""
    cost, score = row["cost"], row["score"]
    return row | {
        "cost": None if cost is None else Decimal(cost),
        "score": None if score is None or math.isinf(score) else score,
    }


def _edges() -> Iterator[Question]:
    """Each comparison with what rows hold, and just beside it."""
    operands = Operands(Plan(EVERYTHING, 60, NOW, zone_of("UTC")), FEATURE_ROWS)
    for found in filterable(EVERYTHING):
        if found.leaf.type in (DataType.NUMERIC, DataType.DATETIME):
            stored: list[Any] = sorted(operands.stored(found, found.leaf.type))
            for value in stored[len(stored) // 2 :][:1]:
                yield from _compared(found, value)


def _compared(found: Any, value: Any) -> Iterator[Question]:
    if found.leaf.type is DataType.DATETIME:
        at, after = (format_instant(one) for one in (value, value + _SPELT))
    else:
        at, after = float(value), float(value) + 0.5
    for op in sorted(found.leaf.operators & {*OPERATORS} - {"isnull"}):
        form = OPERATORS[op].operand
        for operand in (at, after) if form is Operand.ONE else ([at, after], [after, at]):
            document = {"field": found.path, "op": op, "value": operand}
            yield Question("filter", "everything", "features", document, None, _EVERYTHING)


def _charts() -> Iterator[Question]:
    """Each chart by each group over the calls, under usual and under narrow limits."""
    for number, widget in enumerate(WIDGETS.values()):
        options = {"now": CALLS_NOW, "dashboard_filters": CALLS_SINCE}
        options |= {"timezone": ("UTC", "America/New_York")[number % 2]}
        yield Question("widget", "calls", "calls", widget, None, options)
        yield Question("widget", "calls", "calls", widget, None, options | {"limits": NARROW})
    for widget in (
        {"chart_type": "list", "limit": 7},
        {"chart_type": "list", "field": "seconds", "limit": 4},
    ):
        options = {"now": CALLS_NOW, "dashboard_filters": CALLS_SINCE}
        yield Question("pages", "calls", "calls", widget, None, options)


def _dashboards() -> Iterator[Question]:
    valid = [one for one in OTHERS if one.get("field") != "nope"]
    for limits in ({}, NARROW):
        for zone in ("UTC", "Asia/Kolkata"):
            options = {"now": CALLS_NOW, "limits": limits, "timezone": zone}
            dashboard = {"filters": CALLS_SINCE, "widgets": [*BARS, *valid]}
            yield Question("dashboard", "calls", "calls", dashboard, None, options)
            options = {"now": NOW, "limits": limits, "timezone": zone}
            dashboard = {"filters": SINCE, "widgets": SHARED}
            yield Question("dashboard", "everything", "features", dashboard, None, options)


def _merges() -> Iterator[Question]:
    (mark,) = (one for one in test_merge.test_effective_filters.pytestmark if one.name == "parametrize")
    for case in mark.args[1]:
        *documents, expected = case.values
        # Another kind of mapping cannot be stored.
        if expected is not None and isinstance(documents[1], dict):
            yield Question("merged", "calls", "calls", documents, expected)


def _where(field: str, op: str, value: Any) -> dict[str, Any]:
    return {"field": field, "op": op, "value": value}


def _corners() -> Iterator[Question]:
    """Numbers at the end of what their columns hold, and lists longer than one OR."""
    corners = {
        "cost": (99_999_999.99, 99_999_999.985, 100_000_000, -99_999_999.99, -100_000_000, 0.125, 1e300),
        "size": (2**63 - 1, 2**63, -(2**63), -(2**63) - 1, 2.5),
        "duration": (2**31, 2**63, -(2**63) - 1, 0.5, 5.0),
        "score": (1e308, -1e308, 0.5, -0.0),
    }
    documents = [
        _where(field, op, value)
        for field, values in corners.items()
        for value in values
        for op in (*_ORDER, "eq", "neq")
    ]
    documents += [_where(field, "between", [min(values), max(values)]) for field, values in corners.items()]
    documents += [_where(field, "in", list(values)) for field, values in corners.items()]
    dates = [format_instant(NOW - timedelta(hours=17 * number))[:10] for number in range(0, 90, 2)]
    documents += [_where(field, op, dates) for field in ("at", "started", "day") for op in ("in", "nin")]
    documents += [source for source, _ in test_cost.EQUAL.values()]
    for field in ("value", "document", "typed"):
        stored = [_where(f"evaluations.{field}", "isnull", holds) for holds in (True, False)]
        documents += [*stored, {"operator": "not", "conditions": stored[1:]}]
        one = _where("evaluations.metric.id", "lte", 3)
        documents += [{"operator": "same_row", "conditions": [one, part]} for part in stored]
    # The hour that New York's clocks show twice.
    repeated = ("2025-11-02T05:30:00Z", "2025-11-02T06:30:00Z", "2025-11-02T06:59:59.999999Z")
    documents += [_where("started", op, at) for op in (*_ORDER, "eq", "neq") for at in repeated]
    for field in ("duration", "size", "rank"):
        for beyond in (2**63, -(2**64), 2**64 - 1, 10.5):
            documents += [_where(field, op, [10, beyond]) for op in ("in", "nin")]
    for document in documents:
        for dataset in ("everything", "canonical"):
            yield Question("filter", dataset, "features", document, None, _EVERYTHING)


def _bounded() -> Iterator[Question]:
    """A range of several bounds, of which the tightest hold; as many records as a list shows."""
    early, late = "2025-11-01T12:00:00Z", "2025-11-02T18:00:00Z"
    for since in ((early, "2025-10-20"), ("2025-10-20", early)):
        for until in ((late, "2025-11-06"), ("2025-11-06", late)):
            bounds = [_where("timestamp", "gte", at) for at in since]
            bounds += [_where("timestamp", op, at) for op, at in zip(("lt", "lte"), until, strict=True)]
            filters = {"operator": "and", "conditions": bounds}
            for period in ("hour", "day"):
                widget = {"chart_type": "bar", "field": "seconds", "aggregation_function": "avg"}
                widget |= {"time_period": period, "fill_gaps": True, "filters": filters}
                yield Question("widget", "calls", "calls", widget, None, {"now": CALLS_NOW})
    for number in range(1, 60, 4):
        one = {"operator": "and", "conditions": [SINCE, _where("id", "in", [number, number + 1])]}
        stat = {"chart_type": "stat", "filters": one}
        yield Question("widget", "everything", "features", stat, None, _EVERYTHING)
    related = {"aggregation_function": "avg", "field": "evaluations.weight"}
    table = {"chart_type": "table", "dimensions": ["topic"], "metrics": [related], "filters": SINCE}
    yield Question("widget", "everything", "features", table, None, _EVERYTHING)
    for field, value in product(("loose", "fine", "whole", "exact"), (10**500, -(10**500), 10**6, 0.05)):
        for op in (*_ORDER, "eq", "neq"):
            yield Question("filter", "wide", "runs", _where(field, op, value), None, {"now": NOW})
    for value in ("0000-0000", "-2000-", "c000"):
        for dataset in ("everything", "canonical"):
            held = _where("ref", "contains", value)
            yield Question("filter", dataset, "features", held, None, _EVERYTHING)
    weeks = [_where("at", "gte", "2025-09-22"), _where("at", "lt", "2025-11-10")]
    bar = {"chart_type": "bar", "field": "duration", "aggregation_function": "sum"}
    widgets = [bar | {"time_period": period} for period in ("day", "week")]
    # As many weeks as a week has days.
    dashboard = {"filters": {"operator": "and", "conditions": weeks}, "widgets": widgets}
    yield Question("dashboard", "everything", "features", dashboard, None, _EVERYTHING)
    few = _where("agent.name", "isnull", True)
    for limit in range(1, 12):
        widget = {"chart_type": "list", "limit": limit, "filters": few}
        options = {"now": CALLS_NOW, "dashboard_filters": CALLS_SINCE}
        yield Question("widget", "calls", "calls", widget, None, options)


# Tables, columns, and what these must not be above.
_SCOPE: Final = [
    ("calls", "id", 40),
    ("agents", "id", 12),
    ("evaluations", "weight", 5),
    ("metrics", "id", 2),
]


def _scoped() -> Iterator[Question]:
    """What one tenant may see."""
    options = _EVERYTHING | {"scope": _SCOPE, "timezone": "Europe/Paris"}
    one, two = _where("evaluations.metric.id", "lte", 3), _where("agent.name", "neq", "a")
    for document in (
        *(None, one, two, _where("agent.id", "isnull", True), _where("evaluations.weight", "gte", 0)),
        *(_where("evaluations.weight", "isnull", True), {"operator": "not", "conditions": [one, two]}),
        *({"operator": "same_row", "conditions": [one, _where("evaluations.weight", "lt", 9)]},),
        *(
            {"operator": "count_rows", "op": op, "value": 2, "conditions": [one]}
            for op in ("gte", "lte", "eq")
        ),
        {"operator": "all_rows", "conditions": [_where("evaluations.weight", "lt", 9)]},
    ):
        yield Question("filter", "everything", "features", document, None, options)
    for widget in (
        {"chart_type": "stat", "group_by": {"type": "field", "field": "agent.name"}},
        {"chart_type": "pie", "field": "evaluations.metric.name", "include_missing": True},
        {
            "chart_type": "bar",
            "field": "evaluations.weight",
            "aggregation_function": "sum",
            "time_period": "week",
        },
        {"chart_type": "list", "field": "agent.team.name", "limit": 5},
    ):
        yield Question("widget", "everything", "features", widget | {"filters": SINCE}, None, options)
