"""The databases: each opened, loaded from the files of rows, and reached by its raw driver."""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, TypeAlias

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url, text

from benchmarks import loading
from benchmarks.rows import NO_PROGRESS
from benchmarks.tables import Datasets, Tables, datasets_of, tables_of
from widgetql.testing.databases import postgresql

Rows: TypeAlias = list[tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class Loaded:
    """One database with its rows. `raw` runs a statement straight through the driver."""

    name: str
    calls: int
    connection: Connection
    tables: Tables
    raw: Callable[[str], Rows]
    address: Mapping[str, str]

    @property
    def version(self) -> str:
        """The database's version."""
        found = str(self.connection.scalar(text(DATABASES[self.name].version)))
        return found.split()[0].removeprefix("v")

    def datasets(self, *, indexed: bool) -> Datasets:
        """Return new datasets over the calls, with an index on the timestamp or without."""
        return datasets_of(self.tables, self.tables.indexed if indexed else self.tables.plain)

    def let_go(self) -> None:
        """Close the database, so that another process can open it."""
        self.connection.close()
        self.connection.engine.dispose()


@dataclass(frozen=True, slots=True)
class Database:
    """How a database is opened empty, filled and asked.

    `address` is what another process needs to open it, by `reopened`; `indexes`: whether one on the timestamp
    helps it; `aware`: whether its timestamp is of a type with a zone.
    """

    opened: Callable[[Path], AbstractContextManager[Engine]]
    load: Callable[[Connection, Tables, Path], None]
    raw: Callable[[Any], Callable[[str], Rows]]
    address: Callable[[Connection, Path], dict[str, str]]
    reopened: Callable[[Mapping[str, str]], AbstractContextManager[Engine]]
    version: str
    indexes: bool = False
    aware: bool = False


@contextmanager
def loaded(
    name: str, calls: int, files: Path, scratch: Path, known: Mapping[str, Database] | None = None
) -> Generator[Loaded]:
    """Open one of the known databases, with the calls and what belongs to them from their files."""
    database = (known or DATABASES)[name]
    tables = tables_of(aware=database.aware)
    with database.opened(scratch) as engine:
        with engine.connect() as connection:
            database.load(connection, tables, files)
        with engine.connect() as connection:
            raw = database.raw(connection.connection.driver_connection)
            yield Loaded(name, calls, connection, tables, raw, database.address(connection, scratch))


@contextmanager
def _at(url: str | URL, **arguments: Any) -> Generator[Engine]:
    engine = create_engine(url, connect_args=arguments)
    yield engine
    engine.dispose()


def _sqlite_address(_connection: Connection, scratch: Path) -> dict[str, str]:
    return {"file": str(scratch / "calls.sqlite")}


def _duckdb_address(_connection: Connection, scratch: Path) -> dict[str, str]:
    return {"file": str(scratch / "calls.duckdb")}


@contextmanager
def _quiet_duckdb(address: Mapping[str, str]) -> Generator[Engine]:
    with _at(f"duckdb:///{address['file']}") as engine:
        event.listen(engine, "connect", lambda connection, _: connection.execute(NO_PROGRESS))
        yield engine


def _postgresql_address(connection: Connection, _scratch: Path) -> dict[str, str]:
    url = connection.engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
    schema = connection.scalar(text("SELECT current_schema()"))
    return {"url": url, "options": f"-c search_path={schema} -c timezone=UTC -c jit=off"}


def _reopened_postgresql(address: Mapping[str, str]) -> AbstractContextManager[Engine]:
    url = make_url(address["url"]).set(drivername="postgresql+psycopg")
    return _at(url, options=address["options"])


@contextmanager
def _opened_chdb(scratch: Path) -> Generator[Engine]:
    address = _chdb_address(None, scratch)
    # The directory is locked as long as any connection to it is left.
    with (
        _at("clickhousedb://", interface="chdb", path=address["path"]) as admin,
        admin.connect() as connection,
    ):
        connection.execute(text(f"CREATE DATABASE {address['database']}"))
    with _reopened_chdb(address) as engine:
        yield engine


def _chdb_address(_connection: Connection | None, scratch: Path) -> dict[str, str]:
    # The engine in a process has one path for all that it opens: the sizes are databases there.
    return {"path": str(scratch.parent / "chdb"), "database": scratch.name.replace("-", "_")}


def _reopened_chdb(address: Mapping[str, str]) -> AbstractContextManager[Engine]:
    return _at("clickhousedb://", interface="chdb", **address)


def _by_cursor(driver: Any) -> Callable[[str], Rows]:
    return lambda statement: list(driver.cursor().execute(statement).fetchall())


def _by_connection(driver: Any) -> Callable[[str], Rows]:
    return lambda statement: list(driver.execute(statement).fetchall())


def _by_client(driver: Any) -> Callable[[str], Rows]:
    return lambda statement: list(driver.client.query(statement).result_rows)


DATABASES: Final[Mapping[str, Database]] = {
    "sqlite": Database(
        opened=lambda scratch: _at(f"sqlite:///{scratch}/calls.sqlite"),
        address=_sqlite_address,
        reopened=lambda address: _at(f"sqlite:///{address['file']}"),
        load=loading.into_sqlite,
        raw=_by_cursor,
        version="SELECT sqlite_version()",
        indexes=True,
    ),
    "postgresql": Database(
        # In UTC, so that SQL by hand may leave the zone out.
        opened=lambda scratch: postgresql.opened(scratch.parent, session_zone="UTC"),
        address=_postgresql_address,
        reopened=_reopened_postgresql,
        load=loading.into_postgresql,
        raw=_by_cursor,
        version="SHOW server_version",
        indexes=True,
        aware=True,
    ),
    "duckdb": Database(
        opened=lambda scratch: _quiet_duckdb({"file": f"{scratch}/calls.duckdb"}),
        address=_duckdb_address,
        reopened=_quiet_duckdb,
        load=loading.into_duckdb,
        raw=_by_connection,
        version="SELECT version()",
    ),
    "chdb": Database(
        opened=_opened_chdb,
        address=_chdb_address,
        reopened=_reopened_chdb,
        load=loading.into_chdb,
        raw=_by_client,
        version="SELECT version()",
    ),
}
