"""Under a scope an answer is the answer over that tenant's rows alone, in whatever shape the host says it."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from threading import Barrier
from typing import Any, Final

import pytest
from sqlalchemy import Connection, Engine, MetaData, and_, select
from sqlalchemy.exc import DBAPIError

from tests.scope.refused import NO_TIED_JOIN, NO_TIED_TWICE, Refused, is_taken
from tests.scope.tenants import GUARDED, ROWS, SHAPES, TABLES, calls, dataset, rows_of
from widgetql import (
    InvalidInput,
    Limits,
    WidgetData,
    compile_filter,
    compute_dashboard_data,
    compute_widget_data,
    drill_down,
    explain,
    validate_widget,
)
from widgetql.kore import widget_data
from widgetql.testing.databases import filled, name_of, opened, put

parents: Final = calls.alias()
NOW: Final = datetime(2025, 11, 10, tzinfo=UTC)
SINCE: Final = {"field": "timestamp", "op": "gte", "value": "2025-11-01"}
FEW: Final = Limits(max_groups=2, max_slices=2, max_points=5)
COUNT: Final = {"aggregation_function": "count", "name": "n"}
BAR: Final = {"chart_type": "bar", "field": "seconds", "aggregation_function": "avg", "time_period": "day"}
MOOD: Final = {"chart_type": "pie", "field": "notes.value", "include_missing": True}
LIST: Final = {"chart_type": "list", "field": "agent.name", "columns": ["topic", "parent.topic"], "limit": 4}


def named(field: str, op: str, value: Any) -> dict[str, Any]:
    return {"field": field, "op": op, "value": value}


def widgets(tenant: int) -> list[dict[str, Any]]:
    return [
        BAR,
        BAR | {"group_by": {"type": "field", "field": "agent.name"}},
        {"chart_type": "pie", "field": "topic", "include_missing": True},
        {"chart_type": "stat", "group_by": {"type": "field", "field": "parent.topic"}},
        {"chart_type": "line", "field": "seconds"},
        {"chart_type": "table", "dimensions": ["agent.name", "notes.metric.name"], "metrics": [COUNT]},
        MOOD | {"metric": 100 * tenant + 1},
        # Another tenant's metric does not exist.
        MOOD | {"metric": 100 * (3 - tenant) + 1},
        LIST,
    ]


FILTERS: Final = [
    None,
    named("parent.topic", "isnull", True),
    named("notes.value", "contains", "org"),
    {"operator": "not", "conditions": [named("agent.name", "startswith", "org")]},
    named("notes.id", "isnull", True),
]


def answers(connection: Connection, declared: Any, tenant: int, scope: Any) -> list[Any]:
    """All that a customer may ask, as plain data."""
    options: dict[str, Any] = {"now": NOW, "scope": scope, "limits": FEW}
    asked = widgets(tenant)
    dashboard = {"filters": SINCE, "widgets": asked}
    found: list[Any] = [
        _plain(one) for one in compute_dashboard_data(connection, dashboard, declared, **options)
    ]
    for source in FILTERS:
        condition = compile_filter(source, declared, **options)
        found.append(sorted(connection.scalars(select(declared.id).where(condition))))
    return found


def more_answers(connection: Connection, declared: Any, tenant: int, scope: Any) -> list[Any]:
    """The same one by one, a page further, behind each row, and as Kore.ai asks."""
    options: dict[str, Any] = {"now": NOW, "scope": scope, "limits": FEW}
    asked = widgets(tenant)
    found = [_plain(_computed(connection, one, declared, options)) for one in asked]
    page = _computed(connection, LIST, declared, options)
    cursor = page.metadata["next_cursor"]
    found.append(_plain(_computed(connection, LIST | {"cursor": cursor}, declared, options)))
    pie = asked[2]
    for row in _computed(connection, pie, declared, options).data:
        drilled = drill_down(pie, row, declared, dashboard_filters=SINCE, connection=connection, **options)
        condition = compile_filter(drilled, declared, **options)
        found.append(sorted(connection.scalars(select(declared.id).where(condition))))
    params = {"startDate": "2025-11-01", "endDate": "2025-11-09"}
    found.append(
        widget_data(connection, {"dimensions": ["topic"], "metrics": [COUNT]}, declared, params, **options)
    )
    return found


def _computed(connection: Connection, widget: Any, declared: Any, options: dict[str, Any]) -> Any:
    try:
        return compute_widget_data(connection, widget, declared, dashboard_filters=SINCE, **options)
    except InvalidInput as error:
        return error


def _plain(answer: Any) -> Any:
    if isinstance(answer, WidgetData):
        return answer.to_dict()
    if isinstance(answer, DBAPIError):
        assert NO_TIED_JOIN in str(answer)
        return None
    return [(one.pointer, one.code, one.message) for one in answer.problems]


def scope_of(shape: str, tenant: int, root: Any = calls) -> dict[Any, Any]:
    return {table: SHAPES[shape](table, tenant) for table in dict.fromkeys([*GUARDED, root])}


@pytest.fixture(scope="module")
def metadata() -> MetaData:
    return TABLES


@pytest.fixture(scope="module")
def alone(engine: Engine) -> dict[int, list[Any]]:
    """What each tenant gets where there are its own rows alone; under the negative, what more it asks."""
    found: dict[int, list[Any]] = {}
    for tenant in (1, 2):
        with filled(engine, {**ROWS, **rows_of(tenant)}) as connection:
            found[tenant] = answers(connection, dataset(), tenant, {calls: None})
            found[-tenant] = more_answers(connection, dataset(), tenant, {calls: None})
    assert "unknown_metric" in json.dumps(found)
    return found


@pytest.fixture(scope="module")
def shared(engine: Engine, alone: dict[int, list[Any]]) -> Iterator[Connection]:
    with filled(engine, ROWS) as connection:
        yield connection


DECLARED: Final = dataset()
# By database and shape, where the condition stands in a WHERE; and in that of a JOIN alone.
REFUSED: Final[Refused] = {
    # It has neither word.
    "sqlite": {"any": 'near "SELECT": syntax error', "all": 'near "ALL": syntax error'},
    "clickhouse": {
        "starts with": "ClickHouse does not support the ESCAPE clause on LIKE",
        "exists, nested": NO_TIED_TWICE,
    },
}
NOT_JOINED: Final[Refused] = {
    "clickhouse": dict.fromkeys(
        ["exists", "exists, correlate", "exists, correlate_except", "not exists", "tied scalar subquery"],
        NO_TIED_JOIN,
    )
}
TURNS: Final = {"duckdb": 0, "postgresql": 1, "mariadb": 2, "clickhouse": 3, "spark": 0}
FURTHER: Final = ("equal", "in some", "exists, nested", "parameter of a name of ours")
PLAIN: Final = ("equal", "in a subquery", "Boolean column", "not in")
# A widget that shows a column of a row's one agent, parent or metric joins them.
JOINS: Final = re.compile(r'"(agent|parent)\.|"metric"')


@pytest.mark.parametrize("shape", SHAPES)
def test_a_database_refuses_a_shape_by_name_alone(shared: Connection, shape: str) -> None:
    own, other = (SHAPES[shape](table, 1) for table in (calls, parents))
    alone = is_taken(shared, shape, select(calls.c.id).where(own), REFUSED)
    joined = select(calls.c.id).outerjoin(parents, and_(parents.c.id == calls.c.id, other))
    if alone:
        is_taken(shared, shape, joined, NOT_JOINED)


@pytest.mark.parametrize("shape", SHAPES)
def test_a_tenant_s_answers_are_those_over_its_rows_alone(
    shared: Connection, alone: dict[int, list[Any]], shape: str
) -> None:
    name = name_of(shared)
    if not is_turn(name, shape) or shape in REFUSED.get(name, ()):
        return
    # One after the other, so that statements are kept from one tenant to the next.
    for tenant in (1, 2):
        expected = alone[tenant]
        if shape in NOT_JOINED.get(name, ()):
            expected = without_joined(expected, tenant)
        found = answers(shared, DECLARED, tenant, scope_of(shape, tenant))
        assert found == expected
        assert f"org{3 - tenant}" not in json.dumps(found)


@pytest.mark.parametrize("shape", FURTHER)
def test_so_are_all_further_answers(shared: Connection, alone: dict[int, list[Any]], shape: str) -> None:
    name = name_of(shared)
    if not is_turn(name, shape, FURTHER) or shape in REFUSED.get(name, ()):
        return
    for tenant in (1, 2, 1):
        found = more_answers(shared, DECLARED, tenant, scope_of(shape, tenant))
        assert found == alone[-tenant]
        assert f"org{3 - tenant}" not in json.dumps(found)


def without_joined(expected: list[Any], tenant: int) -> list[Any]:
    """Return the answers where a join is an error of the database: none in its place, never a wrong one."""
    asked = [json.dumps(one) for one in widgets(tenant)]
    kept = [
        None if isinstance(one, dict) and JOINS.search(widget) else one
        for one, widget in zip(expected[: len(asked)], asked, strict=True)
    ]
    return [*kept, *expected[len(asked) :]]


def is_turn(name: str, shape: str, shapes: Iterable[str] = SHAPES) -> bool:
    """Tell whether a database asks in this shape: SQLite does in each, the others share them out."""
    turn = TURNS.get(name)
    return turn is None or "WIDGETQL_SHAPES" in os.environ or list(shapes).index(shape) % 4 == turn


@pytest.mark.parametrize("shape", PLAIN)
@pytest.mark.parametrize("kind", ["alias", "subquery"])
def test_so_they_are_where_the_table_is_no_plain_one(
    shared: Connection, alone: dict[int, list[Any]], shape: str, kind: str
) -> None:
    if not is_turn(name_of(shared), shape, PLAIN):
        return
    root = calls.alias() if kind == "alias" else select(calls).subquery()
    declared = dataset(root)
    for tenant in (1, 2):
        assert answers(shared, declared, tenant, scope_of(shape, tenant, root)) == alone[tenant]


def test_an_explanation_names_no_other_tenant(shared: Connection) -> None:
    for tenant in (1, 2):
        dashboard = {"filters": SINCE, "widgets": widgets(tenant)}
        scope = scope_of("text", tenant)
        found = repr(explain(shared, dashboard, DECLARED, now=NOW, scope=scope))
        assert f"org{3 - tenant}" not in found


def test_without_a_scope_nothing_is_read(shared: Connection) -> None:
    options: dict[str, Any] = {"now": NOW}
    calls_of: list[Any] = [
        lambda: compile_filter(None, DECLARED, **options),
        lambda: compute_widget_data(shared, BAR, DECLARED, **options),
        lambda: compute_dashboard_data(shared, {"widgets": []}, DECLARED, **options),
        lambda: explain(shared, BAR, DECLARED, **options),
        lambda: drill_down(BAR, {}, DECLARED, connection=shared, **options),
        lambda: validate_widget(BAR, DECLARED, connection=shared, **options),
        lambda: widget_data(shared, {"dimensions": ["topic"]}, DECLARED, {}, **options),
    ]
    for call in calls_of:
        with pytest.raises(ValueError, match=r"scope_required=True: say scope="):
            call()
    assert validate_widget(BAR, DECLARED, **options) == []


THREADS: Final = 4
MIXED: Final = ("in some", "exists, correlate")


@pytest.mark.parametrize("name", ["sqlite", "postgresql"])
def test_threads_of_two_tenants_share_kept_statements(scratch: Path, name: str) -> None:
    started = Barrier(THREADS)
    declared = dataset()

    def asked(tenant: int, shape: str) -> list[Any]:
        with engine.connect() as connection:
            return answers(connection, declared, tenant, scope_of(shape, tenant))

    def work(worker: int) -> list[Any]:
        started.wait()
        return [asked(1 + worker % 2, shape) for shape in MIXED]

    with opened(name, scratch, TABLES) as engine, ThreadPoolExecutor(THREADS) as pool:
        with engine.begin() as connection:
            put(connection, ROWS)
        alone = {tenant: asked(tenant, "equal") for tenant in (1, 2)}
        for worker, found in enumerate(pool.map(work, range(THREADS))):
            assert found == [alone[1 + worker % 2]] * len(MIXED)
