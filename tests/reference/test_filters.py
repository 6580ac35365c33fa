"""The guide's filters: each example, group, operator and field, against plain Python over the same rows."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Final

import pytest
from sqlalchemy import Connection

from examples.call_centre import call_logs, calls, evaluations, metrics
from tests.reference import world
from tests.reference.coverage import covers, each
from tests.reference.world import CALLS, NOW, Call, agent, answer, ids_from_sql, ids_where, key, number
from widgetql import effective_filters, validate_filter
from widgetql.filters.vocabulary import OPERATORS
from widgetql.testing.databases import put

SAME_ROW: Final = {
    "operator": "same_row",
    "conditions": [
        {"field": "metric_evaluations.metric.name", "op": "eq", "value": "accuracy"},
        {"field": "metric_evaluations.value", "op": "gte", "value": 0.9},
    ],
}
Holds = Callable[[Call], Any]


def _condition(field: str, op: str, value: Any) -> dict[str, Any]:
    return {"field": field, "op": op, "value": value}


def _accurate(call: Call) -> bool:
    return any((number(value) or 0) >= 0.9 for value in world.evaluations(call, "accuracy"))


@each(
    "source, holds",
    {
        "filter.single": (
            {"field": "success", "op": "eq", "value": True},
            lambda call: call["success"] is True,
        ),
        "filter.grouped": (
            {
                "operator": "and",
                "conditions": [
                    {"field": "success", "op": "eq", "value": True},
                    {"field": "duration", "op": "gte", "value": 60},
                ],
            },
            lambda call: call["success"] is True and (call["duration"] or 0) >= 60,
        ),
        "filter.nested": (
            {
                "operator": "and",
                "conditions": [
                    {"field": "success", "op": "eq", "value": True},
                    {
                        "operator": "or",
                        "conditions": [
                            {"field": "duration", "op": "gte", "value": 120},
                            {"field": "call_ended_reason", "op": "contains", "value": "timeout"},
                        ],
                    },
                ],
            },
            lambda call: (
                call["success"] is True
                and ((call["duration"] or 0) >= 120 or "timeout" in (call["call_ended_reason"] or ""))
            ),
        ),
        "filter.and": (
            {
                "operator": "and",
                "conditions": [_condition("topic", "eq", "billing"), _condition("duration", "lt", 60)],
            },
            lambda call: (
                call["topic"] == "billing" and call["duration"] is not None and call["duration"] < 60
            ),
        ),
        "filter.or": (
            {
                "operator": "or",
                "conditions": [_condition("topic", "eq", "billing"), _condition("duration", "lt", 60)],
            },
            lambda call: (
                call["topic"] == "billing" or (call["duration"] is not None and call["duration"] < 60)
            ),
        ),
        "filter.same_row": (SAME_ROW, _accurate),
        "field.same_row-example": (SAME_ROW, _accurate),
        "field.metadata-eq": (
            {"field": "metadata.org_name", "op": "eq", "value": "Acme Corp"},
            lambda call: key(call, "org_name") == "Acme Corp",
        ),
        "field.metadata-in": (
            {"field": "metadata.region", "op": "in", "value": ["US", "EU"]},
            lambda call: key(call, "region") in ("US", "EU"),
        ),
        "field.agent.id": (_condition("agent.id", "eq", 3), lambda call: call["agent_id"] == 3),
        "field.agent.agent_name": (
            _condition("agent.agent_name", "eq", "Émile"),
            lambda call: agent(call) == "Émile",
        ),
        "field.evaluation.value": (
            _condition("metric_evaluations.value", "gt", 4),
            lambda call: any((number(value) or 0) > 4 for value in world.evaluations(call)),
        ),
        "field.evaluation.metric.id": (
            _condition("metric_evaluations.metric.id", "in", [20, 21]),
            lambda call: world.metrics_of(call) & {20, 21},
        ),
        "field.evaluation.metric.name": (
            _condition("metric_evaluations.metric.name", "contains", "SENTI"),
            lambda call: world.evaluations(call, "sentiment"),
        ),
        "app.agent-filter": (
            _condition("agent.id", "in", [1, 2]),
            lambda call: call["agent_id"] in (1, 2),
        ),
    },
)
def test_a_filter_selects(source: Any, holds: Holds, connection: Connection) -> None:
    found = ids_from_sql(source, connection)
    assert found == ids_where(holds)
    assert 0 < len(found) < len(CALLS)


@each(
    "source, holds",
    {
        "op.eq": (_condition("topic", "eq", "billing"), lambda call: call["topic"] == "billing"),
        "op.neq": (_condition("topic", "neq", "billing"), lambda call: call["topic"] != "billing"),
        "op.gt": (_condition("duration", "gt", 75), lambda call: (call["duration"] or 0) > 75),
        "op.gte": (_condition("duration", "gte", 75), lambda call: (call["duration"] or 0) >= 75),
        "op.lt": (_condition("duration", "lt", 75), lambda call: (call["duration"] or 75) < 75),
        "op.lte": (_condition("duration", "lte", 75), lambda call: (call["duration"] or 76) <= 75),
        "op.contains": (
            _condition("topic", "contains", "RÉCLA"),
            lambda call: "récla" in (call["topic"] or "").lower(),
        ),
        "op.startswith": (
            _condition("agent.agent_name", "startswith", "éM"),
            lambda call: (agent(call) or "").lower().startswith("ém"),
        ),
        "op.endswith": (
            _condition("agent.agent_name", "endswith", "A"),
            lambda call: (agent(call) or "").lower().endswith("a"),
        ),
        "op.in": (
            _condition("topic", "in", ["billing", "50% discount"]),
            lambda call: call["topic"] in ("billing", "50% discount"),
        ),
        "op.isnull": (_condition("topic", "isnull", True), lambda call: call["topic"] is None),
        "op.regex": (
            _condition("agent.agent_name", "regex", "^[A-C].*a$"),
            lambda call: re.search("^[A-C].*a$", agent(call) or ""),
        ),
    },
)
def test_an_operator_selects(source: Any, holds: Holds, connection: Connection) -> None:
    found = ids_from_sql(source, connection)
    assert found == ids_where(holds)
    assert 0 < len(found) < len(CALLS)


def test_every_operator_of_the_guide_is_there() -> None:
    guide = {"eq", "neq", "gt", "gte", "lt", "lte", "in", "isnull", "regex"}
    assert guide | {"contains", "startswith", "endswith"} <= set(OPERATORS)


OPERANDS: Final[dict[str, tuple[Any, Any]]] = {
    "integer": (5, "5"),
    "number": (1.5, True),
    "boolean": (True, 1),
    "string": ("x", 1),
    "datetime": ("2025-11-03", 20251103),
}


@each(
    "field, kind, allowed",
    {
        "field.id": ("id", "integer", "eq in gt gte lt lte"),
        "field.success": ("success", "boolean", "eq neq isnull"),
        "field.duration": ("duration", "number", "eq gt gte lt lte"),
        "field.customer_number": ("customer_number", "string", "eq neq contains startswith in"),
        "field.call_ended_reason": ("call_ended_reason", "string", "eq neq contains in"),
        "field.dropoff_point": ("dropoff_point", "string", "eq neq contains in isnull"),
        "field.topic": ("topic", "string", "eq neq contains in isnull"),
        "field.timestamp": ("timestamp", "datetime", "eq gt gte lt lte"),
        "field.is_reviewed": ("is_reviewed", "boolean", "eq"),
    },
)
def test_a_field_takes_its_operators_and_no_others(field: str, kind: str, allowed: str) -> None:
    good, bad = OPERANDS[kind]
    operands = {"in": [good], "nin": [good], "between": [good, good], "isnull": True, "regex": "x"}
    codes = {
        op: [problem.code for problem in _problems(_condition(field, op, operands.get(op, good)))]
        for op in OPERATORS
    }
    assert {op for op, found in codes.items() if not found} == set(allowed.split())
    assert {tuple(found) for op, found in codes.items() if op not in allowed.split()} == {
        ("operator_not_allowed",)
    }
    assert [problem.code for problem in _problems(_condition(field, "eq", bad))] == ["wrong_type"]


def _problems(source: Any) -> list[Any]:
    return validate_filter(source, calls, now=NOW)


@pytest.mark.parametrize(
    ("field", "good", "bad"),
    [
        pytest.param("agent.id", 1, "1", id="agent.id-is-an-integer"),
        pytest.param("agent.agent_name", "Ada", 1, id="agent.agent_name-is-text"),
        pytest.param("metric_evaluations.metric.id", 1, True, id="metric.id-is-an-integer"),
        pytest.param("metric_evaluations.metric.name", "accuracy", 5, id="metric.name-is-text"),
    ],
)
@covers(
    "field.agent.id", "field.agent.agent_name", "field.evaluation.metric.id", "field.evaluation.metric.name"
)
def test_a_related_field_has_its_type(field: str, good: Any, bad: Any) -> None:
    assert _problems(_condition(field, "eq", good)) == []
    assert [problem.code for problem in _problems(_condition(field, "eq", bad))] == ["wrong_type"]


@pytest.mark.parametrize(
    ("value", "metric", "count"),
    [(True, "greeted", 1), ("positive", "sentiment", 1), (0.5, "accuracy", 1), ("true", "greeted", 1)],
    ids=["boolean", "text", "number", "text-of-a-boolean"],
)
@covers("field.evaluation.value")
def test_an_evaluation_is_read_as_its_operand(
    value: Any, metric: str, count: int, emptied: Connection
) -> None:
    stored = {"greeted": "true", "sentiment": "positive", "accuracy": "0.5"}[metric]
    _judged(emptied, {1: [(metric, stored)], 2: [(metric, "other")]})
    assert ids_from_sql(_condition("metric_evaluations.value", "eq", value), emptied) == [1]


@covers("field.metadata-nested")
def test_a_nested_key_is_refused() -> None:
    found = _problems(_condition("metadata.address.city", "eq", "Lyon"))
    assert [(problem.pointer, problem.code) for problem in found] == [("/field", "unknown_field")]


@covers("field.same_row-warning")
def test_an_and_may_be_met_by_two_evaluations(emptied: Connection) -> None:
    _judged(
        emptied,
        {
            1: [("accuracy", "0.95"), ("csat", "1")],
            2: [("accuracy", "0.2"), ("csat", "5")],
            3: [("accuracy", "0.2"), ("csat", "0.1")],
        },
    )
    assert ids_from_sql(SAME_ROW, emptied) == [1]
    assert ids_from_sql(SAME_ROW | {"operator": "and"}, emptied) == [1, 2]


def _judged(connection: Connection, judged: dict[int, list[tuple[str, str]]]) -> None:
    """Put calls with evaluations by the metrics of these names."""
    names = sorted({name for rows in judged.values() for name, _ in rows})
    shared = {"organisation_id": 1}
    kinds = {"accuracy": "NUMERIC", "csat": "NUMERIC", "greeted": "BOOLEAN", "sentiment": "ENUM"}
    rows = [(call, names.index(name) + 1, value) for call, given in judged.items() for name, value in given]
    put(
        connection,
        {
            metrics: [
                shared | {"id": n, "name": name, "eval_type": kinds[name]} for n, name in enumerate(names, 1)
            ],
            call_logs: [shared | {"id": n, "timestamp": NOW, "is_reviewed": False} for n in judged],
            evaluations: [
                {"id": n, "call_id": call, "metric_id": metric, "value": value}
                for n, (call, metric, value) in enumerate(rows, 1)
            ],
        },
    )


@covers("filter.and-of-levels", "merge.and")
def test_the_filters_of_both_levels_hold(connection: Connection) -> None:
    dashboard = {"field": "timestamp", "op": "gte", "value": "now-20d"}
    widget = {
        "chart_type": "pie",
        "field": "topic",
        "filters": {"field": "success", "op": "eq", "value": True},
    }
    merged = effective_filters(dashboard, widget)
    assert merged == {"operator": "and", "conditions": [dashboard, widget["filters"]]}
    both = set(ids_from_sql(dashboard, connection)) & set(ids_from_sql(widget["filters"], connection))
    assert ids_from_sql(merged, connection) == sorted(both)
    data = answer(connection, widget, dashboard_filters=dashboard)["data"]
    # A widget without an upper bound ends now.
    plotted = ids_where(lambda call: call["id"] in both and call["topic"] and call["timestamp"] < NOW)
    assert sum(one["value"] for one in data) == len(plotted)
