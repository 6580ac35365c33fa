"""Ending a statement in time: by a cancel from outside, or by a limit that the server keeps itself."""

from __future__ import annotations

import math
from collections.abc import Callable, Generator, Mapping
from contextlib import AbstractContextManager, closing, contextmanager, nullcontext, suppress
from functools import partial
from types import MappingProxyType
from typing import Any, Final, TypeAlias

from sqlalchemy import event
from sqlalchemy.engine import Connection, Engine

from widgetql.deadline import Deadline
from widgetql.errors import QueryTimeout
from widgetql.sql.profile import Cancel as Cancelled
from widgetql.sql.profile import profile_of
from widgetql.watch import Cancel, Watch

Ready: TypeAlias = Callable[[], dict[str, Any]]
"""What is asked when a statement is about to be compiled: its execution options."""

# Seconds after which psycopg gives up a cancel that nobody answers, and another is sent.
_ANSWERED_WITHIN: Final = 2.0
# Seconds to wait for a cancel that is on its way when its statement has ended. Where that failed it was most
# likely cancelled, and the answer to the cancel comes with the error.
_PATIENCE: Final = 0.15
_PATIENCE_WITH_ERRORS: Final = 1.0
# Seconds for the answer of a server that has ended a statement by itself to arrive.
_ARRIVES_WITHIN: Final = 0.15
_SPARK_LIMIT: Final = "spark.sql.thriftServer.queryTimeout"


def limited(connection: Connection, deadline: Deadline) -> AbstractContextManager[Ready]:
    """Run one statement on a connection, and end it by a deadline.

    Raises `QueryTimeout` where it ends later, however it ends; `NotImplementedError` where the driver cannot
    cancel.
    """
    return _LIMITED[profile_of(connection.dialect.name).cancel](connection, deadline)


@contextmanager
def _cancelled(connection: Connection, deadline: Deadline) -> Generator[Ready]:
    """Cancel what the connection is running when its time is over; the host's session settings stay."""
    watch = Watch(deadline.moment, _cancel_of(connection))
    failure: Exception | None = None

    try:
        with _before_sent(connection, deadline, watch.start), waiting(connection, deadline):
            yield dict
    except Exception as error:
        failure = error
    finally:
        # Once its connection is gone a cancel can hit nothing.
        patience = 0.0 if connection.invalidated else _PATIENCE if failure is None else _PATIENCE_WITH_ERRORS
        if not watch.end(patience) and not connection.invalidated:
            # It may still arrive, and must not end what the host sends next.
            connection.invalidate()
    _judge(deadline, failure, watch.trouble)


class _NotSent(Exception):
    """What SQLAlchemy carries instead of a `QueryTimeout`: for a `TimeoutError` it drops the connection."""

    def __init__(self, late: QueryTimeout) -> None:
        super().__init__()
        self.late: Final = late


@contextmanager
def _before_sent(connection: Connection, deadline: Deadline, do: Callable[[], object]) -> Generator[None]:
    """Do what is to be done when a statement is about to be sent; where it is too late, send none."""

    def about_to(*_: Any) -> None:
        # SQLAlchemy has compiled it by now, which may have taken all of the time.
        try:
            deadline.check()
        except QueryTimeout as late:
            raise _NotSent(late) from None
        do()

    event.listen(connection, "before_cursor_execute", about_to)
    try:
        yield
    finally:
        event.remove(connection, "before_cursor_execute", about_to)


def _judge(
    deadline: Deadline, failure: Exception | None, trouble: str | None = None, told: str | None = None
) -> None:
    """Raise what a statement's end means: late is late, whoever ended it and however.

    `told` is how a server says that it kept the limit: its clock may be ahead of this one.
    """
    if isinstance(failure, _NotSent):
        raise failure.late
    is_told = told is not None and told in str(getattr(failure, "orig", ""))
    if (is_told or deadline.left() <= 0) and not isinstance(failure, QueryTimeout):
        raise deadline.outran("query", trouble) from failure
    if failure is not None:
        raise failure


@contextmanager
def waiting(connection: Connection, deadline: Deadline) -> Generator[None]:
    """Have SQLite wait for no lock longer than is left: an interrupt does not end that."""
    if connection.dialect.name != "sqlite" or connection.dialect.is_async or deadline.limit is None:
        yield
        return
    cursor: Any = connection.connection.driver_connection.cursor()  # type: ignore[union-attr]
    # A host's own would make something else of the row.
    cursor.row_factory = None
    (usual,) = cursor.execute("PRAGMA busy_timeout").fetchone()
    left = math.ceil(max(deadline.left(), 0) * 1_000) + 1
    if usual > left:
        cursor.execute(f"PRAGMA busy_timeout = {left}")
    try:
        yield
    finally:
        # A connection that is gone waits for nothing.
        with suppress(Exception):
            if usual > left:
                cursor.execute(f"PRAGMA busy_timeout = {usual}")
            cursor.close()


def _cancel_of(connection: Connection) -> Cancel:
    """Return what stops the statement that a connection is running."""
    driver: Any = connection.connection.driver_connection
    # Only its own event loop can call an async driver.
    if not connection.dialect.is_async:
        if hasattr(driver, "interrupt"):
            return Cancel(driver.interrupt, travels=False)
        if hasattr(driver, "cancel_safe"):
            return Cancel(partial(driver.cancel_safe, timeout=_ANSWERED_WITHIN), travels=True)
        if hasattr(driver, "cancel"):
            return Cancel(driver.cancel, travels=True)
        if profile_of(connection.dialect.name).cancel == "by another connection":
            kill = f"KILL QUERY {_number_of(connection)}"
            return Cancel(partial(_run_apart, connection.engine, kill), travels=True)
    raise NotImplementedError(f"no time limit on {connection.dialect.driver}: its driver cannot cancel")


def _number_of(connection: Connection) -> int:
    """Return the number under which MariaDB's server knows a connection."""
    driver: Any = connection.connection.driver_connection
    if hasattr(driver, "thread_id"):
        return int(driver.thread_id())
    return int(connection.exec_driver_sql("SELECT connection_id()").scalar_one())


def _run_apart(engine: Engine, statement: str) -> None:
    """Run a statement on a connection made for it: all of the host's pool may be in use."""
    pool = engine.pool.recreate()
    try:
        # Refused as well: the number may be of a connection that has gone meanwhile.
        with closing(pool.connect()) as apart:
            apart.cursor().execute(statement)
    finally:
        pool.dispose()


@contextmanager
def _ended_by_spark(connection: Connection, deadline: Deadline) -> Generator[Ready]:
    """Have Spark end the connection's statement, by a setting of the session: whole seconds.

    PyHive waits for a statement's start, and on Spark that is its end: no other may use its connection then.
    """
    deadline.check()
    before = connection.exec_driver_sql(f"SET {_SPARK_LIMIT}").one()[1]
    connection.exec_driver_sql(f"SET {_SPARK_LIMIT}={max(math.ceil(deadline.left()), 1)}")
    failure: Exception | None = None

    try:
        with _before_sent(connection, deadline, dict):
            yield dict
    except Exception as error:
        failure = error
    # The statement's own error says more than that of a connection that broke with it.
    with nullcontext() if failure is None else suppress(Exception):
        connection.exec_driver_sql(f"SET {_SPARK_LIMIT}={before}")
    _judge(deadline, failure, told="TIMEDOUT")


@contextmanager
def _ended_by_clickhouse(connection: Connection, deadline: Deadline) -> Generator[Ready]:
    """Have ClickHouse end the statement, by a setting that travels with it, and wait no longer."""
    settings: dict[str, Any] = dict(connection.get_execution_options().get("settings") or {})
    client: Any = connection.connection.driver_connection.client  # type: ignore[union-attr]
    patience, failure = getattr(client, "timeout", None), None

    def before_sent() -> None:
        # Nothing would be no limit.
        left = settings["max_execution_time"] = max(round(deadline.left(), 3), 0.001)
        if patience is not None:
            client.timeout = patience.clone()
            client.timeout.total = left + _ARRIVES_WITHIN

    try:
        with _before_sent(connection, deadline, before_sent):
            yield lambda: {"settings": settings}
    except Exception as error:
        failure = error
    finally:
        if patience is not None:
            client.timeout = patience
    _judge(deadline, failure, told="TIMEOUT_EXCEEDED")


_Limited: TypeAlias = Callable[[Connection, Deadline], AbstractContextManager[Ready]]
_LIMITED: Final[Mapping[Cancelled, _Limited]] = MappingProxyType(
    {
        "by driver": _cancelled,
        "by another connection": _cancelled,
        "by session": _ended_by_spark,
        "by statement": _ended_by_clickhouse,
    }
)
