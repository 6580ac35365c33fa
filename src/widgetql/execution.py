"""Running a SELECT on the host's connection, within its time limit."""

from __future__ import annotations

import math
import threading
from collections.abc import Callable, Coroutine, Generator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from datetime import timedelta
from functools import partial
from types import MappingProxyType
from typing import Any, Final, TypeAlias, cast

from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql.base import Executable
from sqlalchemy.sql.elements import ClauseElement

from widgetql.errors import QueryTimeout
from widgetql.sql.compiled import rows_of

# How drivers stop the statement that another thread of theirs is running.
_CANCEL: Final = ("interrupt", "cancel_safe", "cancel")


def core_connection(connection: Any) -> Connection:
    """Return the Core connection of a `Connection` or a `Session`."""
    if isinstance(connection, Connection):
        return connection
    # A Session is known by its method: importing the ORM would cost a host that does not use it.
    found = connection.connection() if callable(getattr(connection, "connection", None)) else None
    if isinstance(found, Connection):
        return found
    if isinstance(found, Coroutine):
        found.close()
    raise TypeError(
        f"expected a SQLAlchemy Connection or Session, got {connection!r} "
        "(async ones: await connection.run_sync(compute_widget_data, ...))"
    )


class Runner:
    """Runs the statements of one call."""

    def __init__(self, connection: Any, timeout: timedelta | None, *, explains: bool = False) -> None:
        self.connection: Final = core_connection(connection)
        self.timeout: Final = timeout
        self.choices: Final[list[Any]] = []
        self.statements: Final[list[str]] = []
        self.explains: Final = explains

    @property
    def dialect(self) -> str:
        """The name of the database's dialect."""
        return self.connection.dialect.name

    def rows(self, statement: Executable, values: Mapping[str, Any] | None = None) -> Sequence[Any]:
        """Return all rows of a SELECT, which takes its values by name.

        Raises `QueryTimeout` where it outran the limit, and whatever SQLAlchemy raises otherwise.
        """
        if self.explains:
            self.statements.append(self._written(statement, values or {}))
        if self.timeout is None:
            return rows_of(self.connection, statement, values or {}, {})
        limited = _BY_SERVER.get(self.dialect, _deadline)
        with limited(self.connection, self.timeout) as options:
            return rows_of(self.connection, statement, values or {}, options)

    def _written(self, statement: Executable, values: Mapping[str, Any]) -> str:
        """Return the SQL as the driver gets it: lists and what else is written out are in it."""
        filled = cast(ClauseElement, statement).params(dict(values))
        return str(filled.compile(self.connection, compile_kwargs={"render_postcompile": True}))

    def note(self, choice: Any) -> None:
        """Take note of how a statement is made, for who asks for an explanation."""
        if self.explains:
            self.choices.append(choice)


@contextmanager
def _deadline(connection: Connection, timeout: timedelta) -> Generator[dict[str, Any]]:
    """Cancel what the connection is running when its time is over; give the statement's options.

    A timer of our own leaves the host's session settings and handlers alone.
    """
    cancel = _cancel_of(connection)
    fired = threading.Event()

    def stop() -> None:
        fired.set()
        cancel()

    timer = threading.Timer(timeout.total_seconds(), stop)
    timer.start()
    try:
        yield {}
    except Exception as error:
        if fired.is_set():
            raise _outran(timeout) from error
        raise
    finally:
        timer.cancel()
        timer.join()


def _outran(timeout: timedelta) -> QueryTimeout:
    return QueryTimeout(f"the query ran longer than {timeout.total_seconds():g} s")


def _cancel_of(connection: Connection) -> Callable[[], object]:
    """Return what stops the statement that a connection is running."""
    driver = connection.connection.driver_connection
    # Only its own event loop can call an async driver.
    if not connection.dialect.is_async:
        for name in _CANCEL:
            if hasattr(driver, name):
                return cast("Callable[[], object]", getattr(driver, name))
        if stop := _STOPS.get(connection.dialect.name):
            return stop(connection)
    raise NotImplementedError(f"no time limit on {connection.dialect.driver}: its driver cannot cancel")


def _killed(connection: Connection) -> Callable[[], object]:
    """Return what has MariaDB's server end a connection's statement."""
    number = connection.exec_driver_sql("SELECT connection_id()").scalar_one()
    return partial(_run_apart, connection.engine, f"KILL QUERY {number}")


def _run_apart(engine: Engine, statement: str) -> None:
    """Run a statement on a connection made for it: all of the host's pool may be in use."""
    pool = engine.pool.recreate()
    try:
        apart = pool.connect()
        apart.cursor().execute(statement)
        apart.close()
    finally:
        pool.dispose()


# By dialect: what stops the statement of a connection whose driver has no method for it.
_STOPS: Final[Mapping[str, Callable[[Connection], Callable[[], object]]]] = MappingProxyType(
    {"mariadb": _killed, "mysql": _killed}
)


@contextmanager
def _ended_by_spark(connection: Connection, timeout: timedelta) -> Generator[dict[str, Any]]:
    """Have Spark end the connection's statement, by a setting of the session: whole seconds.

    PyHive waits for a statement's start, and on Spark that is its end: no other may use its connection then.
    """
    before = connection.exec_driver_sql(f"SET {_SPARK_LIMIT}").one()[1]
    connection.exec_driver_sql(f"SET {_SPARK_LIMIT}={math.ceil(timeout.total_seconds())}")
    try:
        yield {}
    except DBAPIError as error:
        if "TIMEDOUT" in str(error.orig):
            raise _outran(timeout) from error
        raise
    finally:
        connection.exec_driver_sql(f"SET {_SPARK_LIMIT}={before}")


@contextmanager
def _ended_by_clickhouse(connection: Connection, timeout: timedelta) -> Generator[dict[str, Any]]:
    """Have ClickHouse end the statement, by a setting that travels with it."""
    others: dict[str, Any] = connection.get_execution_options().get("settings") or {}
    try:
        yield {"settings": {**others, "max_execution_time": timeout.total_seconds()}}
    except DBAPIError as error:
        if "TIMEOUT_EXCEEDED" in str(error.orig):
            raise _outran(timeout) from error
        raise


_SPARK_LIMIT: Final = "spark.sql.thriftServer.queryTimeout"
_Limited: TypeAlias = Callable[[Connection, timedelta], AbstractContextManager[dict[str, Any]]]
# By dialect: the limits that the server keeps by itself.
_BY_SERVER: Final[Mapping[str, _Limited]] = MappingProxyType(
    {"hive": _ended_by_spark, "clickhousedb": _ended_by_clickhouse}
)
