"""Time limits while nothing runs: SQLite waits for another's lock, a Session for its pool."""

from __future__ import annotations

import time
from collections.abc import Generator
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

import pytest
from sqlalchemy import Engine, create_engine, insert, select, text
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm import Session

from tests.charts.calls import DATASET, NOW, SINCE, TABLES, call, calls
from widgetql import Limits, QueryTimeout, compute_widget_data

PIE: Final = {"chart_type": "pie", "field": "topic", "filters": SINCE}
SOON: Final = Limits(timeout=timedelta(seconds=0.2))
# Milliseconds that SQLite waits, and seconds that the pool does.
USUAL: Final = 60_000
POOLED: Final = 0.3


@pytest.fixture
def engine(tmp_path: Path) -> Generator[Engine]:
    found = create_engine(
        f"sqlite:///{tmp_path / 'calls.db'}",
        connect_args={"timeout": USUAL / 1_000}, pool_size=1, max_overflow=0, pool_timeout=POOLED,
    )  # fmt: skip
    TABLES.create_all(found)
    with found.begin() as connection:
        connection.execute(insert(calls), [call(1, "03 10:00", topic="a")])
    yield found
    found.dispose()


def test_a_lock_is_waited_for_no_longer_than_the_limit(engine: Engine) -> None:
    other = create_engine(str(engine.url))
    with engine.connect() as connection, other.connect() as writer:
        driver: Any = connection.connection.driver_connection
        seen: list[str] = []
        driver.set_trace_callback(seen.append)
        writer.exec_driver_sql("BEGIN EXCLUSIVE")
        with pytest.raises(QueryTimeout, match=r"the call ran longer than 0\.2 s"):
            compute_widget_data(connection, PIE, DATASET, now=NOW, limits=SOON)
        writer.rollback()
        connection.rollback()
        asked = [int(one.rpartition("=")[2]) for one in seen if one.startswith("PRAGMA busy_timeout =")]
        assert asked[0] <= 201
        assert asked[-1] == USUAL
        assert connection.exec_driver_sql("PRAGMA busy_timeout").scalar_one() == USUAL
        connection.rollback()
        assert compute_widget_data(connection, PIE, DATASET, now=NOW, limits=SOON).data
    other.dispose()


def test_a_lock_that_is_soon_released_is_waited_for(engine: Engine) -> None:
    with engine.connect() as connection:
        assert compute_widget_data(connection, PIE, DATASET, now=NOW, limits=SOON).data
        assert connection.execute(text("PRAGMA busy_timeout")).scalar_one() == USUAL


def test_a_session_that_waits_for_its_pool_is_late(engine: Engine) -> None:
    with engine.connect() as only, Session(engine) as session:
        only.execute(select(calls))
        with pytest.raises(QueryTimeout, match=r"the call ran longer than 0\.2 s") as late:
            compute_widget_data(session, PIE, DATASET, now=NOW, limits=SOON)
        assert isinstance(late.value.__cause__, PoolTimeout)
        patient = Limits(timeout=timedelta(seconds=60))
        started = time.monotonic()
        with pytest.raises(PoolTimeout):
            compute_widget_data(session, PIE, DATASET, now=NOW, limits=patient)
        assert time.monotonic() - started >= POOLED
