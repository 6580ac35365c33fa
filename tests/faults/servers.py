"""The servers behind a proxy: PostgreSQL, MariaDB, ClickHouse; and how each is killed."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Generator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from sqlalchemy import URL, Connection, Engine, create_engine, text
from sqlalchemy.exc import DBAPIError

from tests.charts.calls import TABLES
from tests.dashboard.test_dashboard import ROWS
from tests.faults.proxy import Proxy
from widgetql.testing.databases import DATABASES, create, opened
from widgetql.testing.databases.database import reads_json

_PATIENCE: Final = 30.0


@dataclass(frozen=True)
class Server:
    """A database with the rows of a dashboard: `engine` goes through the proxy, `direct` does not.

    `number` asks for the connection's own, and `kill` ends what serves that.
    """

    name: str
    engine: Engine
    direct: Engine
    proxy: Proxy
    number: str
    kill: Callable[[int], None]


@contextmanager
def served(name: str, scratch: Path, *, is_own: bool) -> Generator[Server]:
    """Open a database behind a proxy; a server that is the caller's own may be brought down."""
    with ExitStack() as stack:
        start = {"postgresql": _postgresql, "mariadb": _mariadb, "clickhouse": _clickhouse}[name]
        server = start(stack, scratch, is_own)
        stack.callback(server.proxy.close)
        stack.callback(server.engine.dispose)
        create(server.direct, TABLES)
        with server.direct.begin() as connection:
            DATABASES[name].put(connection, ROWS)
        yield server


def wait_until_up(engine: Engine) -> None:
    """Wait until a server that was killed takes connections again."""
    end = time.monotonic() + _PATIENCE
    while True:
        try:
            with engine.connect() as connection:
                connection.execute(text("SELECT 1"))
            return
        except (DBAPIError, OSError):
            engine.dispose()
            if time.monotonic() > end:
                raise
            time.sleep(0.05)


def _postgresql(stack: ExitStack, scratch: Path, is_own: bool) -> Server:
    direct = stack.enter_context(opened("postgresql", scratch))
    path = f"{direct.url.query['host']}/.s.PGSQL.{direct.url.port or 5432}"
    proxy = Proxy(lambda: _unix(path))
    with direct.connect() as connection:
        schema = connection.scalar(text("SELECT current_schema()"))
    url = direct.url.set(host="127.0.0.1", port=proxy.port, query={})
    engine = create_engine(url, connect_args={"options": f"-c search_path={schema}"})

    def kill(number: int) -> None:
        if is_own:
            # A backend that dies takes all others with it, and the server recovers.
            os.kill(number, signal.SIGKILL)
        else:
            _run(direct, f"SELECT pg_terminate_backend({number})")

    return Server("postgresql", engine, direct, proxy, "SELECT pg_backend_pid()", kill)


def _mariadb(stack: ExitStack, scratch: Path, is_own: bool) -> Server:
    direct = stack.enter_context(opened("mariadb", scratch))
    path = str(direct.url.query["unix_socket"])
    proxy = Proxy(lambda: _unix(path))
    query = {"ssl_disabled": "true", "charset": "utf8mb4"}
    engine = create_engine(direct.url.set(host="127.0.0.1", port=proxy.port, query=query))

    def kill(number: int) -> None:
        _run(direct, f"KILL CONNECTION {number}")

    return Server("mariadb", engine, direct, proxy, "SELECT connection_id()", kill)


def _clickhouse(stack: ExitStack, scratch: Path, is_own: bool) -> Server:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port: int = free.getsockname()[1]
    folder = scratch / "clickhouse"
    running = [_started(folder, port)]
    stack.callback(lambda: _ended(running[0]))
    proxy = Proxy(lambda: socket.create_connection(("127.0.0.1", port)))
    direct, engine = (
        create_engine(URL.create("clickhousedb", "default", host="127.0.0.1", port=one))
        for one in (port, proxy.port)
    )
    stack.callback(direct.dispose)
    for one in (direct, engine):
        reads_json(one.dialect)

    def kill(_number: int) -> None:
        _ended(running[0])
        running[0] = _started(folder, port)

    return Server("clickhouse", engine, direct, proxy, "SELECT 1", kill)


def _started(folder: Path, port: int) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.faults.clickhouse", str(folder), str(port)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    return process


def _ended(process: subprocess.Popen[Any]) -> None:
    process.kill()
    process.wait()
    if process.stdout is not None:
        process.stdout.close()


def _unix(path: str) -> socket.socket:
    found = socket.socket(socket.AF_UNIX)
    found.connect(path)
    return found


def _run(engine: Engine, statement: str) -> None:
    connection: Connection
    with engine.connect() as connection:
        connection.exec_driver_sql(statement)
