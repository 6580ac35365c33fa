"""Async hosts: a query that nobody waits for is gone from the server, and its connection works on."""

from __future__ import annotations

import asyncio
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import pytest
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncEngine

from tests.test_async import async_engine
from widgetql import Dataset, Field, compute_widget_data
from widgetql.testing.databases import opened, put

TABLES: Final = sa.MetaData()
calls: Final = sa.Table(
    "calls",
    TABLES,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("at", sa.DateTime(timezone=True)),
)
NOW: Final = datetime(2025, 11, 10, 12, tzinfo=UTC)
DATASET: Final = Dataset(
    calls,
    id=calls.c.id,
    timestamp=calls.c.at,
    fields={
        "slow": Field(sa.cast(sa.func.pg_sleep(60), sa.Text)),
        "quick": Field(sa.cast(calls.c.id, sa.Text)),
    },
)
SINCE: Final = {"field": "timestamp", "op": "gte", "value": "2025-11-01"}
SLOW: Final = {"chart_type": "pie", "field": "slow"}
QUICK: Final = {"chart_type": "pie", "field": "quick"}
SLEEPING: Final = sa.text(
    "SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND query LIKE '%pg_sleep%' "
    "AND datname = current_database() AND pid <> pg_backend_pid()"
)


async def answer(engine: AsyncEngine, widget: dict[str, Any]) -> Any:
    """As a host asks."""
    async with engine.connect() as connection:
        options: dict[str, Any] = {"dashboard_filters": SINCE, "now": NOW}
        return await connection.run_sync(compute_widget_data, widget, DATASET, **options)


async def times_out(asked: asyncio.Task[Any]) -> None:
    """The recipe for a time limit."""
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.1):
            await asked


async def disconnects(asked: asyncio.Task[Any]) -> None:
    """What a framework does when its client is gone."""
    asked.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asked


def sleeping(database: sa.Engine, wanted: int) -> int:
    """How many queries sleep, asked until they are as many as wanted."""
    with database.connect() as connection:
        for _ in range(200):
            found: int = connection.execute(SLEEPING).scalar_one()
            connection.rollback()
            if found == wanted:
                break
            time.sleep(0.05)
    return found


@pytest.mark.parametrize("end", [times_out, disconnects])
@pytest.mark.parametrize("driver", ["asyncpg", "psycopg_async"])
def test_a_query_that_nobody_waits_for_ends_on_the_server(scratch: Path, driver: str, end: Any) -> None:
    async def whole() -> tuple[int, int, Any]:
        # One connection: the next answer comes over what the pool got back.
        engine = async_engine(database, driver, pool_size=1, max_overflow=0)
        try:
            asked = asyncio.create_task(answer(engine, SLOW))
            before = await asyncio.to_thread(sleeping, database, 1)
            await end(asked)
            after = await asyncio.to_thread(sleeping, database, 0)
            return before, after, (await answer(engine, QUICK)).data
        finally:
            await engine.dispose()

    with opened("postgresql", scratch, TABLES) as database:
        with database.begin() as connection:
            put(connection, {calls: [{"id": 1, "at": NOW.replace(day=3)}]})
        found = asyncio.run(whole())
    assert found == (1, 0, [{"label": "1", "value": 1, "percentage": 100.0}])
