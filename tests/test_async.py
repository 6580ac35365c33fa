"""Async hosts: `run_sync` on SQLite, PostgreSQL and MariaDB, with every async driver of theirs."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine

from tests.charts.calls import (
    AGENTS,
    DATASET,
    METRICS,
    NOW,
    SINCE,
    TABLES,
    agents,
    call,
    calls,
    metrics,
    note,
    notes,
)
from widgetql import (
    Limits,
    compile_filter,
    compute_dashboard_data,
    compute_widget_data,
    drill_down,
    explain,
    kore,
    validate_widget,
)
from widgetql.testing.databases import opened, put

BAR: Final = {"chart_type": "bar", "field": "seconds", "aggregation_function": "avg", "time_period": "day"}
OPTIONS: Final[dict[str, Any]] = {"dashboard_filters": SINCE, "now": NOW}
WIDGETS: Final = (
    BAR,
    BAR | {"aggregation_function": "p95"},
    BAR | {"group_by": {"type": "field", "field": "agent.name"}},
    {"chart_type": "line", "field": "cost"},
    {"chart_type": "pie", "field": "notes.value", "metric": 2},
    {"chart_type": "stat"},
    {"chart_type": "list", "field": "meta.region", "limit": 2},
    {"chart_type": "table", "dimensions": ["topic", "seen"], "metrics": [{"aggregation_function": "count"}]},
    BAR | {"filters": {"field": "agent.name", "op": "contains", "value": "ÉM"}},
    BAR | {"filters": {"field": "topic", "op": "regex", "value": "^a|b$"}},
    BAR | {"filters": {"field": "notes.value", "op": "in", "value": [2, 0.5]}},
    BAR | {"filters": {"field": "cost", "op": "between", "value": [1, 2.5]}},
)
ROWS: Final[dict[Any, Any]] = {
    calls: [
        call(
            i, f"0{1 + i % 8} 10:00", seconds=i, cost=f"{i}.25", ok=i % 3 == 0, topic="abc"[i % 3],
            agent_id=i % 4, meta={"region": f"R{i}"}, score=i / 8,
        )
        for i in range(20)
    ],
    agents: AGENTS,
    metrics: METRICS,
    notes: [note(i, i % 20, 1 + i % 3, ["0.5", "sad", "true", "2"][i % 4]) for i in range(40)],
}  # fmt: skip
DRIVERS: Final = {
    "sqlite": ["aiosqlite"],
    "postgresql": ["asyncpg", "psycopg_async"],
    "mariadb": ["aiomysql", "asyncmy"],
}


@contextmanager
def served(name: str, scratch: Path) -> Iterator[Engine]:
    """A database with the rows, whose engine says where it is."""
    with opened(name, scratch, TABLES) as engine:
        with engine.begin() as connection:
            put(connection, ROWS)
        yield engine


def async_engine(engine: Engine, driver: str, **options: Any) -> AsyncEngine:
    url = engine.url.set(drivername=f"{engine.dialect.name}+{driver}")
    if engine.dialect.name == "sqlite":
        return create_async_engine(url, **options)
    if engine.dialect.name == "mariadb":
        # The rest is pymysql's.
        places = {name: value for name, value in url.query.items() if name == "unix_socket"}
        return create_async_engine(url.set(query=places), **options)
    with engine.connect() as connection:
        schema = connection.exec_driver_sql("SELECT current_schema()").scalar_one()
    path = {"search_path": schema, "timezone": "America/Los_Angeles"}
    # Its URL says this for psycopg alone.
    url = url.difference_update_query(["options"])
    given: dict[str, Any] = {"server_settings": path}
    if driver != "asyncpg":
        given = {"options": " ".join(f"-c {key}={value}" for key, value in path.items())}
    return create_async_engine(url, connect_args=given, **options)


@pytest.mark.parametrize(("name", "driver"), [(name, one) for name, all in DRIVERS.items() for one in all])
def test_an_async_host_gets_the_same_answers(scratch: Path, name: str, driver: str) -> None:
    async def answers(engine: AsyncEngine) -> list[Any]:
        async with engine.connect() as connection:
            return [
                (await connection.run_sync(compute_widget_data, widget, DATASET, **OPTIONS)).to_dict()
                for widget in WIDGETS
            ]

    async def of_a_session(engine: AsyncEngine) -> Any:
        async with AsyncSession(engine) as session:
            options: dict[str, Any] = {"dashboard_filters": SINCE, "now": NOW}
            data = await session.run_sync(compute_widget_data, WIDGETS[4], DATASET, **options)
            row = data.data[0]
            found = await session.run_sync(
                lambda sync: drill_down(WIDGETS[4], row, DATASET, connection=sync, **options)
            )
            problems = await session.run_sync(
                lambda sync: validate_widget(WIDGETS[4] | {"metric": 77}, DATASET, connection=sync)
            )
            ids = await session.scalars(select(calls.c.id).where(compile_filter(found, DATASET, now=NOW)))
            return [problem.code for problem in problems], len(ids.all()), row["record_count"]

    async def whole() -> tuple[list[Any], Any]:
        engine = async_engine(database, driver)
        try:
            return await answers(engine), await of_a_session(engine)
        finally:
            await engine.dispose()

    with served(name, scratch) as database:
        with database.connect() as connection:
            expected = [
                compute_widget_data(connection, widget, DATASET, **OPTIONS).to_dict() for widget in WIDGETS
            ]
        found, (codes, behind, records) = asyncio.run(whole())
    assert found == expected
    assert codes == ["unknown_metric"]
    assert behind == records > 0


@pytest.mark.parametrize(("name", "driver"), [(name, one) for name, all in DRIVERS.items() for one in all])
def test_a_time_limit_is_refused(scratch: Path, name: str, driver: str) -> None:
    """Only the event loop could cancel; a host's own timeout on the `await` does."""

    async def limited() -> None:
        engine = async_engine(database, driver)
        options: dict[str, Any] = {"limits": Limits(timeout=timedelta(seconds=60))}
        try:
            async with engine.connect() as connection:
                await connection.run_sync(compute_widget_data, BAR, DATASET, **OPTIONS, **options)
        finally:
            await engine.dispose()

    with (
        served(name, scratch) as database,
        pytest.raises(NotImplementedError, match=f"no time limit on {driver.removesuffix('_async')}"),
    ):
        asyncio.run(limited())


_ROW: Final = {"label": "a", "value": 1}
_PIE: Final = {"chart_type": "pie", "field": "topic"}
# Every public function that takes a connection.
ASKING: Final[dict[str, Callable[[Any], Any]]] = {
    "compute_widget_data": lambda own: compute_widget_data(own, BAR, DATASET, **OPTIONS),
    "compute_dashboard_data": lambda own: compute_dashboard_data(own, {"widgets": [BAR]}, DATASET),
    "explain": lambda own: explain(own, BAR, DATASET, **OPTIONS),
    "validate_widget": lambda own: validate_widget(BAR, DATASET, connection=own),
    "drill_down": lambda own: drill_down(_PIE, _ROW, DATASET, connection=own, **OPTIONS),
    "audit": lambda own: DATASET.audit(own),
    "kore": lambda own: kore.widget_data(own, {"dimensions": ["topic"]}, DATASET, {}),
}


@pytest.mark.parametrize("asking", ASKING)
def test_an_async_connection_is_told_what_to_write(asking: str) -> None:
    async def asked(open_one: Any) -> None:
        engine = create_async_engine("sqlite+aiosqlite://")
        try:
            async with open_one(engine) as connection:
                ASKING[asking](connection)
        finally:
            await engine.dispose()

    sessions = async_sessionmaker(class_=AsyncSession)
    for open_one, kind in (
        (AsyncEngine.connect, "AsyncConnection"),
        (AsyncSession, "AsyncSession"),
        (lambda engine: sessions(bind=engine), "AsyncSession"),
    ):
        expected = (
            rf"connection is an {kind}: .*write await connection.run_sync\(compute_widget_data, widget, "
            r".*, and where it is a keyword await connection.run_sync\(lambda own: drill_down\(widget, row, "
        )
        with pytest.raises(TypeError, match=expected):
            asyncio.run(asked(open_one))


def test_an_engine_is_no_connection() -> None:
    engine = create_async_engine("sqlite+aiosqlite://")
    for given in (engine, engine.sync_engine):
        expected = (
            rf"a SQLAlchemy Connection or Session, got a value of type sqlalchemy\..*{type(given).__name__}$"
        )
        with pytest.raises(TypeError, match=expected):
            compute_widget_data(given, BAR, DATASET, **OPTIONS)


@pytest.mark.parametrize("driver", DRIVERS["sqlite"])
def test_many_widgets_at_once_share_a_dataset(scratch: Path, driver: str) -> None:
    async def one(engine: AsyncEngine, widget: Any) -> Any:
        async with engine.connect() as connection:
            return (await connection.run_sync(compute_widget_data, widget, DATASET, **OPTIONS)).to_dict()

    async def all_at_once() -> list[Any]:
        engine = async_engine(database, driver)
        try:
            return await asyncio.gather(*(one(engine, widget) for widget in WIDGETS * 3))
        finally:
            await engine.dispose()

    with served("sqlite", scratch) as database:
        with database.connect() as connection:
            expected = [
                compute_widget_data(connection, widget, DATASET, **OPTIONS).to_dict() for widget in WIDGETS
            ]
        assert asyncio.run(all_at_once()) == expected * 3
