"""MariaDB: the machine's own server program, started here on files of the run's, shared by its processes.

The server is stopped and its files are deleted as soon as no process of the run is left, however they ended.
`WIDGETQL_MARIADB_URL` names a running server instead; its user must be allowed to create databases.
"""

from __future__ import annotations

import math
import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Generator
from contextlib import contextmanager
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any, Final
from uuid import uuid4

from sqlalchemy import (
    REAL,
    URL,
    DateTime,
    Double,
    Engine,
    Float,
    MetaData,
    NullPool,
    create_engine,
    event,
    make_url,
)
from sqlalchemy.dialects.mysql import DATETIME, FLOAT
from sqlalchemy.types import TypeEngine

from widgetql.testing.databases.database import Database, NotInstalled, Rows, needing, put, rolled_back

ZONE: Final = "-08:00"
"""The sessions' time zone: Los Angeles in winter. Only servers with tables of zones know their names."""

# Nothing need survive a crash. Syncing takes most of the time of creating a table.
_UNSAFE: Final = (
    *("--loose-debug-no-sync", "--sync-frm=0", "--innodb-doublewrite=0", "--innodb-stats-persistent=0"),
    *("--innodb-flush-log-at-trx-commit=0", "--loose-innodb-flush-method=nosync"),
    "--innodb-log-file-size=16M",
)
_INSTALL: Final = ("--auth-root-authentication-method=normal", "--skip-test-db", *_UNSAFE)
_SETTINGS: Final = ("--skip-networking", "--innodb-buffer-pool-size=64M", *_UNSAFE)
# Runs a server until no process of the run holds the lock, which the kernel takes from those that die.
_UNTIL_UNUSED: Final = """
lock="$1" files="$2"; shift 2
{ "$@" & exec 9>>"$lock"; flock 9; kill $!; wait $!; rm -rf "$files"; } &
"""
# By themselves a DATETIME has whole seconds, and a FLOAT seven digits; a REAL is a double.
_EXACT: Final[dict[type, TypeEngine[Any]]] = {DateTime: DATETIME(fsp=6), Float: Double(), REAL: FLOAT()}
_PATIENCE: Final = 60.0


@needing("MariaDB", "mariadb+pymysql", {"pymysql": "pymysql"})
@contextmanager
def opened(scratch: Path, driver: str = "mariadb+pymysql", zone: str = ZONE) -> Generator[Engine]:
    """Open an empty database on the run's server, with sessions in `zone`; drop it at the end.

    It has the server's own collation, which ignores case and blanks at the end. `driver` is the URL's.
    """
    name, url = f"test_{uuid4().hex}", _server(scratch).set(drivername=driver)
    admin = create_engine(url, poolclass=NullPool)
    with admin.begin() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name} CHARACTER SET utf8mb4")
    engine = create_engine(url.set(database=name))

    @event.listens_for(engine, "connect")
    def _set_zone(connection: Any, _record: object) -> None:
        with connection.cursor() as cursor:
            # 0 is a key like any other.
            cursor.execute(
                f"SET time_zone = '{zone}', sql_mode = concat(@@sql_mode, ',NO_AUTO_VALUE_ON_ZERO')"
            )

    try:
        yield engine
    finally:
        engine.dispose()
        with admin.begin() as connection:
            connection.exec_driver_sql(f"DROP DATABASE {name}")


def create(engine: Engine, metadata: MetaData) -> None:
    """Create tables that hold what other databases hold: fractions of a second, and doubles."""
    exact = MetaData()
    for table in metadata.sorted_tables:
        for column in table.to_metadata(exact).columns:
            column.type = _EXACT.get(type(column.type), column.type)
    exact.create_all(engine)


@cache
def _server(scratch: Path) -> URL:
    """Return the URL of the run's server, which the first process to ask starts."""
    if given := os.environ.get("WIDGETQL_MARIADB_URL"):
        return make_url(given)
    # A system without it has no MariaDB server either.
    import fcntl

    files = Path(tempfile.gettempdir(), f"widgetql-mariadb-{sha256(str(scratch).encode()).hexdigest()[:12]}")
    # pymysql would read the machine's certificates for each connection.
    options = {"unix_socket": str(files / "socket"), "ssl_disabled": "true"}
    url = URL.create("mariadb+pymysql", "root", query=options)
    used, starting = scratch / "mariadb.used", scratch / "mariadb.starting"
    # Never closed: held as long as this process lives.
    fcntl.flock(os.open(used, os.O_RDWR | os.O_CREAT), fcntl.LOCK_SH)
    with open(starting, "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not _listens(files):
            shutil.rmtree(files, ignore_errors=True)
            _start(files, used)
            _wait_for(files)
    return url


def _start(files: Path, lock: Path) -> None:
    install, server = (_program(name) for name in ("mariadb-install-db", "mariadbd"))
    # It refuses to run as root. The files, its socket among them, are closed to all others.
    user = ("--user=nobody",) if os.geteuid() == 0 else ()
    data = f"--datadir={files / 'data'}"
    for directory in (files, files / "tables"):
        directory.mkdir(mode=0o700)
        if user:
            shutil.chown(directory, "nobody")
    with open(files / "log", "wb") as log:
        subprocess.run([install, "--no-defaults", *user, data, *_INSTALL], stdout=log, stderr=log, check=True)
        places = [data, f"--socket={files / 'socket'}", f"--pid-file={files / 'pid'}"]
        # A server that starts deletes the temporary tables of all that share its directory for these.
        places.append(f"--tmpdir={files / 'tables'}")
        guard = ("sh", "-c", _UNTIL_UNUSED, "sh", str(lock), str(files))
        command = [*guard, server, "--no-defaults", *user, *places, *_SETTINGS]
        # Of a session of its own, so that the Ctrl-C that ends the tests ends it no sooner than them.
        subprocess.run(command, stdout=log, stderr=log, start_new_session=True, check=True)


def _program(name: str) -> str:
    # Where a user's own PATH may not lead.
    found = shutil.which(name) or shutil.which(name, path="/usr/sbin:/usr/local/sbin")
    if found is None:
        raise NotInstalled(
            f"no {name} on this machine: install MariaDB's server (on Debian and Ubuntu: apt-get install "
            "mariadb-server-core mariadb-client-core), or name a running one in WIDGETQL_MARIADB_URL"
        )
    return found


def _wait_for(files: Path) -> None:
    end = time.monotonic() + _PATIENCE
    while not _listens(files):
        if time.monotonic() > end:
            raise RuntimeError(f"MariaDB did not start: {(files / 'log').read_text()[-2000:]}")
        time.sleep(0.05)


def _listens(files: Path) -> bool:
    with socket.socket(socket.AF_UNIX) as asking:
        return asking.connect_ex(str(files / "socket")) == 0


def _storable(rows: Rows) -> Rows:
    """Return the rows with NULL for NaN and infinities: MariaDB has none."""
    return {
        table: [dict(zip(row, map(_finite, row.values()), strict=True)) for row in of_table]
        for table, of_table in rows.items()
    }


def _finite(value: Any) -> Any:
    return None if isinstance(value, float) and not math.isfinite(value) else value


DATABASE = Database(
    opened,
    create=create,
    put=lambda connection, rows: put(connection, _storable(rows)),
    filled=lambda engine, rows: rolled_back(engine, _storable(rows)),
)
