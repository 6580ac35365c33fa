"""Running SELECTs on the host's connection: in their time, and so that one may fail without the others."""

from __future__ import annotations

from collections.abc import Callable, Generator, Hashable, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from types import TracebackType
from typing import Any, Final, Self, cast

from sqlalchemy.engine import Connection
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.sql.base import Executable
from sqlalchemy.sql.elements import ClauseElement

from widgetql.deadline import NEVER, Deadline
from widgetql.errors import QueryTimeout
from widgetql.limiting import limited, waiting
from widgetql.snapshot import Snapshot
from widgetql.sql.compiled import Unread, rows_of
from widgetql.sql.searching import searched_until
from widgetql.transactions import Transaction

# How a query fails without those after it: in the database, in time, or where its rows are read.
FAILURES: Final = (DBAPIError, QueryTimeout, Unread)


class Runner:
    """Runs the statements of one call, which must have ended by its deadline.

    As a context it is the call: what ends too late is a `QueryTimeout`.
    """

    def __init__(
        self,
        connection: Any,
        deadline: Deadline = NEVER,
        statement_limit: timedelta | None = None,
        *,
        explains: bool = False,
    ) -> None:
        self.deadline: Final = deadline
        try:
            self._transaction: Final = Transaction(connection)
        except PoolTimeout as error:
            # A Session takes its connection now. How long it waits for one is its pool's affair.
            if deadline.left() <= 0:
                raise deadline.outran("call") from error
            raise
        self._waiting: Final = ExitStack()
        self.choices: Final[list[Any]] = []
        self.statements: Final[list[str]] = []
        self.explains: Final = explains
        self._statement_limit: Final = statement_limit
        self._found: Final[dict[Hashable, Any]] = {}
        self._survives = False
        self._snapshot: Snapshot | None = None
        self._former: Snapshot | None = None

    def __enter__(self) -> Self:
        """Return the runner."""
        self._waiting.enter_context(waiting(self.connection, self.deadline))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Raise `QueryTimeout` where the call ends too late; what is wrong with its input is said even so."""
        self._waiting.close()
        if error is None and not self._survives:
            self.deadline.check()
        # What asks about the database itself is limited by nothing else.
        if isinstance(error, DBAPIError) and self.deadline.left() <= 0:
            raise self.deadline.outran("call") from error

    @property
    def connection(self) -> Connection:
        """The connection; after a failure a Session may have another."""
        return self._transaction.connection

    @property
    def dialect(self) -> str:
        """The name of the database's dialect."""
        return self.connection.dialect.name

    @property
    def is_lost(self) -> bool:
        """Whether its statements all fail, as one before them did."""
        return self._transaction.is_lost

    def survive(self) -> None:
        """From now on let a statement fail by itself: those after it are run, if their connection can."""
        self._survives = True

    def rows(self, statement: Executable, values: Mapping[str, Any] | None = None) -> Sequence[Any]:
        """Return all rows of a SELECT, which takes its values by name.

        Raises `QueryTimeout` where it outran its time, and whatever SQLAlchemy raises otherwise.
        """
        self.deadline.check()
        if not self._survives:
            try:
                return self._rows(statement, values or {})
            except Unread as unread:
                raise unread.error from None
        with self._transaction.surviving():
            return self._rows(statement, values or {})

    def _rows(self, statement: Executable, values: Mapping[str, Any]) -> Sequence[Any]:
        if self.explains:
            self.statements.append(self._written(statement, values))
        deadline = self.deadline.tightened(self._statement_limit)
        searched_until(self.connection, deadline)
        if deadline.limit is None:
            return rows_of(self.connection, statement, values)
        with limited(self.connection, deadline) as ready:
            return rows_of(self.connection, statement, values, ready)

    @contextmanager
    def reading(self) -> Generator[None]:
        """Have all that is asked inside read one state of a database, once its `snapshot` is asked for."""
        try:
            yield
        finally:
            if self._snapshot is not None:
                self._snapshot.release()
                self._snapshot, self._former = None, self._snapshot

    def snapshot(self) -> Snapshot | None:
        """Return the state of SQLite that is read from now on; None where its driver cannot tell."""
        if self._snapshot is None:
            self.deadline.check()
            if not self.connection.in_transaction():
                # SQLAlchemy's transaction begins first, and whatever a host has it do then.
                with self._transaction.surviving():
                    self.connection.exec_driver_sql("SELECT 1")
            self._snapshot = Snapshot.of(self.connection, self._former)
        return self._snapshot

    def once(self, key: Hashable, ask: Callable[[], Any]) -> Any:
        """Return what the call found under a key; nothing is asked twice, also where it failed."""
        if key not in self._found:
            try:
                self._found[key] = ask()
            except FAILURES as error:
                self._found[key] = error
        found = self._found[key]
        if isinstance(found, FAILURES):
            raise found
        return found

    def _written(self, statement: Executable, values: Mapping[str, Any]) -> str:
        """Return the SQL as the driver gets it: lists and what else is written out are in it."""
        filled = cast(ClauseElement, statement).params(dict(values))
        return str(filled.compile(self.connection, compile_kwargs={"render_postcompile": True}))

    def note(self, choice: Any) -> None:
        """Take note of how a statement is made, for who asks for an explanation."""
        if self.explains:
            self.choices.append(choice)
