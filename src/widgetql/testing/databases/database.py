"""What a test needs of a database: opened empty, given tables, filled with rows, emptied again."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import Any, Final, ParamSpec, TypeAlias

from sqlalchemy import URL, Connection, Engine, MetaData, String, Table, delete, insert, literal
from sqlalchemy.exc import NoSuchModuleError
from sqlalchemy.schema import sort_tables

from widgetql.storage import STORED_TIMES, storage_of
from widgetql.testing.readings import Spelt

Rows: TypeAlias = Mapping[Table, Iterable[Mapping[str, Any]]]
"""Per table, its rows as dicts; a column that a row leaves out is NULL."""

SESSION_ZONE: Final = "America/Los_Angeles"
"""The session's time zone where a database has one: nothing may rely on it being UTC."""


class NotInstalled(RuntimeError):
    """A database whose server or driver is not on this machine; the message says how to get it."""


_P = ParamSpec("_P")
_Opened: TypeAlias = Callable[_P, AbstractContextManager[Engine]]


def needing(database: str, driver: str, packages: Mapping[str, str]) -> Callable[[_Opened[_P]], _Opened[_P]]:
    """Let a function that opens a database raise `NotInstalled` where a package of it lacks.

    `driver` is a URL's; `packages` are by the module that is imported of each.
    """

    def decorate(opening: _Opened[_P]) -> _Opened[_P]:
        @wraps(opening)
        @contextmanager
        def opened(*args: _P.args, **kwargs: _P.kwargs) -> Generator[Engine]:
            with ExitStack() as stack:
                try:
                    # Asked first: a server takes its time to start.
                    URL.create(driver).get_dialect().import_dbapi()
                    engine = stack.enter_context(opening(*args, **kwargs))
                # The second: a dialect of another package.
                except (ImportError, NoSuchModuleError) as error:
                    raise NotInstalled(_lacking(database, packages, error)) from error
                yield engine

        return opened

    return decorate


def _lacking(database: str, packages: Mapping[str, str], error: BaseException) -> str:
    names = [
        one.name.partition(".")[0] for one in _causes(error) if isinstance(one, ImportError) and one.name
    ]
    package = next((packages[name] for name in names if name in packages), None)
    # SQLAlchemy names no module where a whole dialect lacks: it is what is asked first.
    package = package or next(iter([*names, *packages.values()]))
    return (
        f"no {package} for {database} in this environment: it comes with the extra `databases` "
        f"(pip install 'widgetql[databases]'), or install {package} alone"
    )


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def put(connection: Connection, rows: Rows) -> None:
    """Insert rows, parents before children; commits nothing."""
    # SQLite has no type for them.
    is_text = connection.dialect.name == "sqlite"
    given = {table: [dict(row) for row in of_table] for table, of_table in rows.items()}
    for table in sort_tables(given):
        if not given[table]:
            continue
        # One statement for all rows: they must name the same columns.
        keys = {key for row in given[table] for key in row}
        complete = [dict.fromkeys(keys) | row for row in given[table]]
        times = [
            column.key
            for column in table.columns
            if is_text and column.key in keys and storage_of(column.type) in STORED_TIMES
        ]
        usual = [row for row in complete if not _texts(row, times)]
        if usual:
            connection.execute(insert(table), usual)
        for row in complete:
            if texts := _texts(row, times):
                connection.execute(insert(table).values(row | texts))


def _texts(row: Mapping[str, Any], times: Iterable[str]) -> dict[str, Any]:
    """Return the texts among a row's times: SQLAlchemy itself writes none there."""
    texts = {key: getattr(row[key], "text", row[key]) for key in times if isinstance(row[key], str | Spelt)}
    return {key: literal(text, String()) for key, text in texts.items() if text or row[key] == ""}


def empty(connection: Connection, tables: Iterable[Table]) -> None:
    """Delete all rows, children before parents; commits nothing."""
    for table in reversed(sort_tables(tables)):
        connection.execute(delete(table))


def roll_back(connection: Connection, rows: Rows) -> None:
    """Take back all that the connection wrote."""
    connection.rollback()


@contextmanager
def rolled_back(engine: Engine, rows: Rows) -> Generator[Connection]:
    """Give a connection that sees `rows` in their tables; roll its one transaction back at the end."""
    with engine.connect() as connection:
        transaction = connection.begin()
        try:
            put(connection, rows)
            yield connection
        finally:
            transaction.rollback()


@dataclass(frozen=True)
class Database:
    """One database that tests run on. The defaults are right for one with transactions.

    `opened` takes a directory that lives as long as the whole run (processes that name the same one share a
    server) and gives an empty database of its own, dropped at the end.
    """

    opened: Callable[[Path], AbstractContextManager[Engine]]
    create: Callable[[Engine, MetaData], None] = lambda engine, metadata: metadata.create_all(engine)
    put: Callable[[Connection, Rows], None] = put
    empty: Callable[[Connection, Iterable[Table]], None] = empty
    restore: Callable[[Connection, Rows], None] = roll_back
    filled: Callable[[Engine, Rows], AbstractContextManager[Connection]] = rolled_back


def reads_json(dialect: Any) -> Any:
    """Return a dialect that SQLAlchemy 2.0 can read and write JSON columns with."""
    for name in ("_json_serializer", "_json_deserializer"):
        # It asks each dialect for both; where one names none, the usual ones are meant.
        if not hasattr(dialect, name):
            setattr(dialect, name, None)
    return dialect


def writer_of(column: Any, dialect: Any) -> Any:
    """Return what turns a value into what a driver takes for a column; None where it takes it as it is."""
    return column.type.dialect_impl(dialect).bind_processor(reads_json(dialect))
