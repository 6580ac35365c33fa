"""The deepest documents that the limits allow: no database's parser or planner is too small for them."""

from __future__ import annotations

import sqlite3
from typing import Any, Final

import pytest
from sqlalchemy import Engine, MetaData, select

from tests.statements import recorded
from tests.testing.everything import EVERYTHING, TABLES, metrics
from widgetql import Limits, compile_filter, compute_widget_data, validate_filter
from widgetql.testing import NOW, cases, expected_widget_data, matching_ids, same
from widgetql.testing.databases import filled

# The widgets are of the first metric's numbers.
ROWS: Final = next(
    case.rows
    for case in cases(EVERYTHING, now=NOW)
    if any(row["id"] == 1 and row["kind"] == "NUMERIC" for row in case.rows[metrics])
)
SINCE: Final = {"field": "at", "op": "gte", "value": "now-20d"}


def where(field: str, op: str, value: Any) -> dict[str, Any]:
    return {"field": field, "op": op, "value": value}


def deep(condition: Any, *operators: str) -> Any:
    """A condition under as many groups as may be, of these operators in turn, another condition beside it."""
    for level in range(Limits().max_depth - 1):
        operator = operators[level % len(operators)]
        beside = [] if operator == "not" else [where("duration", "gt", level)]
        condition = {"operator": operator, "conditions": [*beside, condition]}
    return condition


CONDITIONS: Final = {
    "number": where("score", "gt", 0.5),
    "text": where("topic", "contains", "Éa%"),
    "pattern": where("topic", "regex", "^(a|b)+$"),
    "time": where("started", "neq", "2025-11-05T00:00:00Z"),
    "plain-key": where("meta.a", "regex", "a|b"),
    "key": where("meta.é", "nin", ["a", "b"]),
    "to-one": where("agent.team.name", "contains", "Éa"),
    "to-many": where("evaluations.notes.text", "regex", "a|b"),
    "text-column": where("evaluations.value", "nin", [1.5]),
    "json-column": where("evaluations.document", "nin", ["a", "b"]),
    "json-number": where("evaluations.document", "nin", [1.5, 2]),
    "part": {**where("started", "in", [1, 29]), "part": "day_of_month"},
    "many-rows": {
        "operator": "count_rows",
        "op": "in",
        "value": [0, 2, 5],
        "conditions": [where("evaluations.notes.text", "regex", "a|b")],
    },
    "all-rows": {"operator": "all_rows", "conditions": [where("evaluations.notes.text", "regex", "a|b")]},
    "one-row": {
        "operator": "same_row",
        "conditions": [where("evaluations.weight", "gt", 1), where("evaluations.document", "regex", "a|b")],
    },
}
WAYS: Final = (("or", "and"), ("or", "and", "not"))
DOCUMENTS: Final = {
    f"{name}, {' '.join(way)}": deep(condition, *way)
    for name, condition in CONDITIONS.items()
    if not name.endswith("-row") and not name.endswith("-rows")
    for way in WAYS
} | {
    name: {"operator": "not", "conditions": [CONDITIONS[name]]}
    for name in ("one-row", "many-rows", "all-rows")
}
MANY: Final = {
    f"{operator} of {count} {name}": {"operator": operator, "conditions": [CONDITIONS[name]] * count}
    for count, name, operators in ((200, "number", ("and", "or", "not")), (8, "key", ("not",)))
    for operator in operators
}  # fmt: skip
P90: Final = {"aggregation_function": "p90", "field": "evaluations.document", "name": "p90"}
SUM: Final = {"aggregation_function": "sum", "field": "evaluations.document", "name": "sum"}
WIDGETS: Final[dict[str, dict[str, Any]]] = {
    "table": {"chart_type": "table", "metrics": [P90, SUM], "dimensions": ["ok"]},
    "grouped": {"chart_type": "table", "metrics": [P90, SUM], "dimensions": ["meta.a"]},
    "bar": {
        "chart_type": "bar", "field": "evaluations.document", "aggregation_function": "p90",
        "time_period": "day", "group_by": {"type": "field", "field": "meta.a"},
    },
    "line": {"chart_type": "line", "field": "evaluations.document"},
}  # fmt: skip
# Two measures under one deep filter, one of them a percentile.
MEASURED: Final[dict[str, dict[str, Any]]] = {
    "stat": {"chart_type": "stat"},
    "bar": {"chart_type": "bar", "time_period": "day", "group_by": {"type": "field", "field": "meta.a"}},
    "table": {"chart_type": "table", "dimensions": ["meta.a", "ok"], "totals": True},
}
FILTERS: Final = {name: deep(CONDITIONS[name], "or", "and") for name in ("json-column", "to-many", "part")}


@pytest.fixture(scope="module")
def metadata() -> MetaData:
    return TABLES


def test_the_deepest_filters_select_what_they_say(engine: Engine) -> None:
    with filled(engine, ROWS) as connection:
        for name, document in (DOCUMENTS | MANY).items():
            assert validate_filter(document, EVERYTHING, now=NOW) == [], name
            condition = compile_filter(document, EVERYTHING, now=NOW)
            found = sorted(connection.scalars(select(EVERYTHING.id).where(condition)))
            assert found == sorted(matching_ids(document, EVERYTHING, ROWS, now=NOW)), name


def test_the_deepest_widgets_are_computed(engine: Engine) -> None:
    with filled(engine, ROWS) as connection, recorded(engine) as statements:
        for widget in WIDGETS.values():
            for written in FILTERS.values():
                given = widget | {"metric": 1, "filters": {"operator": "and", "conditions": [SINCE, written]}}
                found = compute_widget_data(connection, given, EVERYTHING, now=NOW).data
                assert same(found, expected_widget_data(given, EVERYTHING, ROWS, now=NOW)["data"])
    if engine.dialect.name == "sqlite":
        # Hosts add their own: a scope, expressions for fields.
        assert max(stacked(statement) for statement, _ in statements) <= 90


def test_the_deepest_measures_are_computed(engine: Engine) -> None:
    """SQLite's parser could not read conditions of a measure that it reads elsewhere."""
    with filled(engine, ROWS) as connection, recorded(engine) as statements:
        for widget in MEASURED.values():
            for written in FILTERS.values():
                measures = [
                    {"name": "n", "aggregation_function": "count", "filters": written},
                    {"name": "p", "aggregation_function": "p90", "field": "duration", "filters": written},
                    {"name": "all", "aggregation_function": "count"},
                    {"name": "rate", "ratio": ["n", "all"]},
                ]
                given = widget | {"metrics": measures, "filters": SINCE}
                found = compute_widget_data(connection, given, EVERYTHING, now=NOW).data
                assert same(found, expected_widget_data(given, EVERYTHING, ROWS, now=NOW)["data"])
    if engine.dialect.name == "sqlite":
        assert max(stacked(statement) for statement, _ in statements) <= 90


def stacked(statement: str) -> int:
    """How much of its stack of a hundred SQLite's parser fills: what is left takes as many parentheses."""
    with sqlite3.connect(":memory:") as connection:
        for left in range(100):
            try:
                connection.execute(f"EXPLAIN SELECT {'(' * left}({statement}){')' * left}")
            except sqlite3.Error as error:
                if "parser stack overflow" in str(error):
                    return 101 - left
    # Newer versions have a stack that grows.
    return 0
