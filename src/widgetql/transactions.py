"""What a failed statement does to its transaction, and how those after it can still be run."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Any, Final, cast

from sqlalchemy.engine import Connection
from sqlalchemy.exc import DBAPIError

from widgetql.errors import QueryTimeout
from widgetql.sql.profile import profile_of


def core_connection(connection: Any) -> Connection:
    """Return the Core connection of a `Connection` or a `Session`."""
    if isinstance(connection, Connection):
        return connection
    kind = cast("type[object]", type(connection))
    # Known by their methods: to import the ORM or asyncio would cost a host that does not use them.
    if hasattr(kind, "run_sync"):
        raise TypeError(
            f"connection is an {kind.__name__}: only its run_sync can call widgetql; write "
            "await connection.run_sync(compute_widget_data, widget, dataset, ...), and where it is a keyword "
            "await connection.run_sync(lambda own: drill_down(widget, row, dataset, connection=own))"
        )
    found = connection.connection() if hasattr(kind, "get_bind") else None
    if not isinstance(found, Connection):
        # An engine, a driver's own connection: often of a class that is called `Connection` too.
        wrong = f"a value of type {kind.__module__}.{kind.__name__}"
        raise TypeError(f"connection must be a SQLAlchemy Connection or Session, got {wrong}")
    return found


class Transaction:
    """The transaction that a call's statements run in: the host's own, or one that began with the call."""

    def __init__(self, given: Any) -> None:
        # A `scoped_session` does not say it, the Session that it stands for does.
        self._given: Final = given.registry() if hasattr(given, "registry") else given
        is_open = getattr(self._given, "in_transaction", None)
        self._is_hosts: Final = callable(is_open) and bool(is_open())
        self.connection = core_connection(self._given)
        self._profile: Final = profile_of(self.connection.dialect.name)
        self._lost: Exception | None = None

    @property
    def is_lost(self) -> bool:
        """Whether nothing more can be run in it."""
        return self._lost is not None

    @contextmanager
    def surviving(self) -> Generator[None]:
        """Run a statement that may fail without those after it.

        A failure is rolled back: all of a transaction that began with the call, in the host's own only to
        a savepoint. Where there is none, or where the connection was lost, what comes after fails likewise:
        a query that brought the server down is not asked again, nor is a server waited for that is gone.
        """
        if self._lost is not None:
            raise self._lost.with_traceback(None)
        try:
            with self._savepoint():
                yield
        except (DBAPIError, QueryTimeout) as error:
            is_lost = self.connection.invalidated
            if not self._recovered(is_lost=is_lost) or is_lost:
                self._lost = error
            raise

    def _savepoint(self) -> AbstractContextManager[Any]:
        is_saved = self._is_hosts and self._profile.failed == "savepoint"
        if not is_saved or getattr(self.connection.connection.driver_connection, "autocommit", False):
            return nullcontext()
        return self.connection.begin_nested()

    def _recovered(self, *, is_lost: bool) -> bool:
        """Make the transaction ready for the next statement; tell whether it is."""
        if self._is_hosts:
            return self._profile.failed != "lost"
        try:
            self._given.rollback()
            if not is_lost:
                # A Session takes a connection anew.
                self.connection = core_connection(self._given)
        except DBAPIError:
            return False
        return True
