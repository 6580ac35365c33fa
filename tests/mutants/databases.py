"""The databases of a run, filled once: a world is a file on SQLite, and a schema on DuckDB."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from sqlalchemy import Connection, MetaData, NullPool, Table, create_engine, event

if TYPE_CHECKING:
    from widgetql.testing import Case

NAMES: Final = ("sqlite", "duckdb")
# Nothing may rely on the session's zone being UTC.
_ZONE: Final = "America/Los_Angeles"
_DUCKDB: Final = "duckdb.db"


class World(NamedTuple):
    """Tables and their rows, or SQL that makes both; it may be for one database `only`."""

    metadata: MetaData = MetaData()
    rows: Mapping[Table, Iterable[Any]] = {}
    statements: Sequence[str] = ()
    only: str = ""


# So many cases in a row are of the same rows.
SHARING: Final = 8


def world_of(name: str, case: Case, worlds: dict[str, World], only: str = "") -> str:
    """Return the name of a case's rows, put into `worlds`: several cases share them."""
    name = f"{name}_{case.seed // SHARING}".replace(" ", "_")
    worlds.setdefault(name, World(next(iter(case.rows)).metadata, case.rows, only=only))
    return name


def fill(folder: Path, worlds: Mapping[str, World], names: Iterable[str] = NAMES) -> None:
    """Write each world's tables and rows into databases.

    DuckDB has a schema of each world's name: asked for SQLite as well, whose short run would not tell.
    """
    if odd := [name for name in worlds if not name.isidentifier()]:
        raise ValueError(f"no names of schemas: {odd}")
    for name in names:
        own = {key: world for key, world in worlds.items() if world.only in ("", name)}
        _FILLS[name](folder, own)


def _fill_duckdb(folder: Path, worlds: Mapping[str, World]) -> None:
    duckdb = create_engine(f"duckdb:///{folder / _DUCKDB}")
    with duckdb.begin() as connection:
        for name, world in worlds.items():
            connection.exec_driver_sql(f"CREATE SCHEMA {name}")
            connection.exec_driver_sql(f"USE {name}")
            _put(connection, world)
    duckdb.dispose()


def _fill_sqlite(folder: Path, worlds: Mapping[str, World]) -> None:
    for name, world in worlds.items():
        sqlite = create_engine(f"sqlite:///{folder / name}.db")
        with sqlite.begin() as connection:
            connection.exec_driver_sql("PRAGMA synchronous = OFF")
            _put(connection, world)
        sqlite.dispose()


_FILLS: Final = {"sqlite": _fill_sqlite, "duckdb": _fill_duckdb}


def _put(connection: Connection, world: World) -> None:
    # Where mutants are run nothing of the library may be imported before.
    from widgetql.testing.databases.database import put

    for statement in world.statements:
        connection.exec_driver_sql(statement)
    world.metadata.create_all(connection, checkfirst=False)
    put(connection, world.rows)


class Databases:
    """Connections to the worlds of a folder; one database at a time."""

    def __init__(self, folder: Path) -> None:
        self._folder: Final = folder
        self._world = ""
        self._duckdb = create_engine(
            f"duckdb:///{folder / _DUCKDB}", connect_args={"read_only": True, "config": {"threads": "1"}}
        )
        event.listen(self._duckdb, "connect", self._set_zone)
        self._sqlite = create_engine("sqlite://", creator=self._open_sqlite, poolclass=NullPool)
        self._opened: Connection | None = None

    @contextmanager
    def connected(self, name: str, world: str) -> Generator[Connection]:
        """Give a connection to a world of a database."""
        if name == "sqlite":
            self._world = world
            with self._sqlite.connect() as connection:
                yield connection
            return
        if self._opened is None:
            self._opened = self._duckdb.connect()
        if self._world != (into := f"duckdb {world}"):
            self._world = into
            self._opened.exec_driver_sql(f"USE {world}")
        yield self._opened

    def _open_sqlite(self) -> Any:
        import sqlite3

        return sqlite3.connect(f"file:{self._folder / self._world}.db?mode=ro", uri=True)

    @staticmethod
    def _set_zone(connection: Any, _record: object) -> None:
        connection.execute(f"SET TimeZone = '{_ZONE}'")
