"""One state of a SQLite database for several statements, and what was found out about that state.

Python's driver begins no transaction for a SELECT: what one has found may not be so any more for the next.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

from sqlalchemy.engine import Connection

_KEPT: Final = "widgetql"
# SQLite's name of the file of a database that was deserialized: another may take its place unseen.
_DESERIALIZED: Final = "x"


class _State(NamedTuple):
    """What tells the states of a database apart: it differs after every change, whoever made it.

    Another connection's commit counts `data`; our own rows count `rows`, also where they are rolled back.
    """

    file: str
    schema: int
    temporary: int
    data: int
    rows: int

    @property
    def tables(self) -> tuple[str, int, int]:
        """What tells the states of its tables and indexes apart."""
        return self.file, self.schema, self.temporary


@dataclass(frozen=True, slots=True)
class _Known:
    """What was found out about a state, and about its tables and indexes."""

    state: _State
    found: dict[Hashable, Any] = field(default_factory=dict[Hashable, Any])
    tables: dict[str, Any] = field(default_factory=dict[str, Any])


class Snapshot:
    """What a connection reads of SQLite until it is released: all of one state.

    What is found out is remembered with the connection as long as nothing is written by anybody. Only a write
    through a handle on a BLOB is not counted by SQLite.
    """

    def __init__(self, connection: Connection, before: Snapshot | None) -> None:
        self._fairy: Final = connection.connection
        driver: Any = self._fairy.driver_connection
        self._driver: Final = driver
        self._cursor: Final[Any] = self._fairy.cursor()
        self._rows: Final = int(self._driver.total_changes)
        self._is_hosts: Final = bool(self._driver.in_transaction)
        if not self._is_hosts:
            self._cursor.execute("BEGIN")
        try:
            self._known: Final = self._recalled(connection.info, before)
        except BaseException:
            self.release()
            raise

    @classmethod
    def of(cls, connection: Connection, before: Snapshot | None = None) -> Snapshot | None:
        """Return what is read from now on; None where the driver cannot tell states apart, or may not.

        `before` is a former one of the same call, which writes nothing itself.
        """
        driver: Any = connection.connection.driver_connection
        if not (hasattr(driver, "total_changes") and hasattr(driver, "in_transaction")):
            return None
        try:
            return cls(connection, before)
        except connection.dialect.loaded_dbapi.Error:
            return None

    def release(self) -> None:
        """End the transaction if it is ours, and nothing of the host's was written in it."""
        # A connection that was given back to its pool may be another's by now.
        if self._is_hosts or self._fairy.dbapi_connection is None or not self._driver.in_transaction:
            return
        if self._driver.total_changes == self._rows:
            with suppress(Exception):
                self._cursor.execute("COMMIT")

    def once(self, key: Hashable, ask: Callable[[], Any]) -> Any:
        """Return what is known of this state under a key, asked where it is not."""
        if key not in self._known.found:
            self._known.found[key] = ask()
        return self._known.found[key]

    def conditions_of(self, table: str) -> tuple[str, ...] | None:
        """Return the SQL of a table's partial indexes; None where it is no table of this database itself."""
        if table not in self._known.tables:
            self._known.tables[table] = self._read_conditions(table)
        found: tuple[str, ...] | None = self._known.tables[table]
        return found

    def _recalled(self, info: dict[Any, Any], before: Snapshot | None) -> _Known:
        """Return what is known of this state.

        In a transaction of the host's nothing is remembered: what is read there may be rolled back.
        """
        file = next(str(row[2] or "") for row in self._all("PRAGMA database_list") if row[1] == "main")
        schema, temporary, data, is_dirty = (
            int(self._all(f"PRAGMA {name}")[0][0])
            for name in ("schema_version", "temp.schema_version", "data_version", "read_uncommitted")
        )
        state = _State(file, schema, temporary, data, self._rows)
        if is_dirty or file == _DESERIALIZED:
            return _Known(state)
        kept: _Known | None = info.get(_KEPT)
        is_same = kept is not None and kept.state == state
        tables = kept.tables if kept is not None and kept.state.tables == state.tables else {}
        if self._is_hosts:
            if before is not None and before._is_hosts and before._known.state == state:
                return before._known
            return _Known(state, dict(kept.found) if kept is not None and is_same else {}, dict(tables))
        if kept is None or not is_same:
            kept = info[_KEPT] = _Known(state, tables=tables)
        return kept

    def _read_conditions(self, name: str) -> tuple[str, ...] | None:
        named = {"name": name}
        is_own = "type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%' AND name = :name COLLATE NOCASE"
        hides = "SELECT 1 FROM sqlite_temp_master WHERE name = :name COLLATE NOCASE"
        if not self._all(f"SELECT 1 FROM main.sqlite_master WHERE {is_own} AND NOT EXISTS ({hides})", named):
            return None
        is_partial = "type = 'index' AND sql LIKE '% WHERE %' AND tbl_name = :name COLLATE NOCASE"
        return tuple(
            row[0] for row in self._all(f"SELECT sql FROM main.sqlite_master WHERE {is_partial}", named)
        )

    def _all(self, statement: str, values: dict[str, str] | None = None) -> Any:
        self._cursor.execute(statement, values or {})
        return self._cursor.fetchall()
