"""Under a scope an answer is the answer over that tenant's rows alone, in whatever shape the host says it."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from threading import Barrier
from typing import Any, Final

import pytest
from sqlalchemy import Connection, Engine, MetaData, and_, select
from sqlalchemy.exc import CompileError, DBAPIError

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
from widgetql.testing.databases import DATABASES, filled, name_of, opened, put

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


@pytest.mark.parametrize("shape", SHAPES)
def test_a_tenant_s_answers_are_those_over_its_rows_alone(
    shared: Connection, alone: dict[int, list[Any]], shape: str
) -> None:
    if not is_turn(shared, shape) or not takes(shared, shape):
        return
    # One after the other, so that statements are kept from one tenant to the next.
    for tenant in (1, 2):
        found = answers(shared, DECLARED, tenant, scope_of(shape, tenant))
        assert found == alone[tenant]
        assert f"org{3 - tenant}" not in json.dumps(found)


@pytest.mark.parametrize("shape", ["equal", "in some", "exists, nested", "parameter of a name of ours"])
def test_so_are_all_further_answers(shared: Connection, alone: dict[int, list[Any]], shape: str) -> None:
    if not takes(shared, shape):
        return
    for tenant in (1, 2, 1):
        found = more_answers(shared, DECLARED, tenant, scope_of(shape, tenant))
        assert found == alone[-tenant]
        assert f"org{3 - tenant}" not in json.dumps(found)


def is_turn(connection: Connection, shape: str) -> bool:
    """Tell whether a database asks in this shape: SQLite in each, in CI the others share them out."""
    names = list(DATABASES)
    turn = names.index(name_of(connection))
    return turn == 0 or "CI" not in os.environ or list(SHAPES).index(shape) % (len(names) - 1) == turn - 1


def takes(connection: Connection, shape: str) -> bool:
    """Tell whether the database takes a condition at all, also in that of a join."""
    other = calls.alias()
    joined = select(calls.c.id).outerjoin(other, and_(other.c.id == calls.c.id, SHAPES[shape](other, 1)))
    try:
        connection.execute(joined.where(SHAPES[shape](calls, 1)))
    except (DBAPIError, CompileError):
        return False
    return True


@pytest.mark.parametrize("shape", ["equal", "in a subquery", "Boolean column", "not in"])
@pytest.mark.parametrize("kind", ["alias", "subquery"])
def test_so_they_are_where_the_table_is_no_plain_one(
    shared: Connection, alone: dict[int, list[Any]], shape: str, kind: str
) -> None:
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
