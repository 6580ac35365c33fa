"""Running a statement that is kept: it is compiled once, and only its values are new."""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextvars import ContextVar
from typing import Any, Final
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, CursorResult, literal_column
from sqlalchemy.engine import Dialect
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.sql.base import Executable
from sqlalchemy.sql.selectable import GenerativeSelect, SelectBase
from sqlalchemy.types import TypeEngine

from widgetql.sql.profile import profile_of

# clickhouse-connect's dialect says that statements must not be cached. Ours leave open what a request fills
# in, and to compile one takes a tenth of the time in which ClickHouse answers it. Elsewhere SQLAlchemy keeps
# what it compiled; to find it there by its structure, and to set up a context, takes longer than SQLite.

DOUBTED: Final[ContextVar[bool]] = ContextVar("texts are doubted", default=False)
"""Whether statements are compiled so that undecodable texts are NULL among what they select.

They hardly ever are there, and to look at every byte takes as long as the query. So a statement that fails
on one is asked again.
"""

# What Python's driver for SQLite says of a text that is none.
_UNDECODABLE: Final = "Could not decode to UTF-8"


class Unread(Exception):
    """What a column's type raised while it read a row, as `error`: the statement itself has succeeded."""

    def __init__(self, error: Exception) -> None:
        self.error: Final = error


def rows_of(
    connection: Connection,
    statement: Executable,
    values: Mapping[str, Any],
    options: Callable[[], Mapping[str, Any]] = dict,
) -> Sequence[Any]:
    """Return all rows of a SELECT, which takes its values by name: each with its columns as attributes.

    `options` are the execution's, asked for when all else is ready.
    """
    try:
        return _rows_of(connection, statement, values, options)
    except DBAPIError as error:
        if not str(error.orig).startswith(_UNDECODABLE):
            raise
    token = DOUBTED.set(True)
    try:
        return _rows_of(connection, statement, values, lambda: {**options(), "compiled_cache": None})
    finally:
        DOUBTED.reset(token)


def _rows_of(
    connection: Connection,
    statement: Executable,
    values: Mapping[str, Any],
    options: Callable[[], Mapping[str, Any]],
) -> Sequence[Any]:
    statement = _whole(connection, statement)
    kept = _kept(connection, statement)

    def ask() -> CursorResult[Any]:
        if kept is not None:
            return kept.result(connection, values, options)
        return connection.execute(statement, values, execution_options=options())

    def read(result: CursorResult[Any]) -> Sequence[Any]:
        try:
            found = result.all()
            return found if kept is None else kept.read(found)
        except SQLAlchemyError:
            raise
        except Exception as error:
            raise Unread(error) from error

    result = ask()
    found = read(result)
    return read(ask()) if not found and _may_be_cut(result) else found


def _whole(connection: Connection, statement: Executable) -> Executable:
    """Return a SELECT whose rows no setting limits."""
    if not profile_of(connection.dialect.name).limits_rows or not isinstance(statement, GenerativeSelect):
        return statement
    if getattr(statement, "_limit_clause", None) is not None:
        return statement
    if statement not in _WHOLE:
        _WHOLE[statement] = statement.limit(literal_column(_ALL_ROWS))
    found: Executable = _WHOLE[statement]
    return found


_ALL_ROWS: Final = "18446744073709551615"
_WHOLE: Final[WeakKeyDictionary[Executable, Any]] = WeakKeyDictionary()


def _may_be_cut(result: CursorResult[Any]) -> bool:
    """Tell whether an empty answer may be the beginning of another.

    HTTP's reader takes a connection that closes among the headers for their end, and clickhouse-connect what
    follows for no rows. The last header says how many were read.
    """
    summaries: Any = getattr(result.context.cursor, "summary", None) or [{"read_rows": None}]
    return "read_rows" not in summaries[-1]


class _Compiled:
    """A statement's text, how its values are written and its columns read; not the statement itself."""

    def __init__(self, statement: Any, dialect: Dialect) -> None:
        compiled: Any = statement.compile(dialect=dialect)
        # A list in an IN is written out for each execution.
        self.is_complete: Final = not (compiled.post_compile_params or compiled.literal_execute_params)
        self._text: Final = str(compiled)
        # In the text a name has none of the characters that drivers do not take.
        escaped = compiled.escaped_bind_names
        self._is_positional: Final[bool] = compiled.positional
        names = compiled.positiontup if compiled.positional else compiled.binds
        self._binds: Final = [
            (escaped.get(name, name), bind, _on(bind.type, dialect).bind_processor(dialect))
            for name in names
            for bind in (compiled.binds[name],)
        ]
        columns = list(statement.selected_columns)
        readers = [_on(column.type, dialect).result_processor(dialect, None) for column in columns]
        self._readers: Final = [(place, read) for place, read in enumerate(readers) if read is not None]
        self._row: Final = _rows_named([str(one.key) for one in columns])

    def result(
        self, connection: Connection, values: Mapping[str, Any], options: Callable[[], Mapping[str, Any]]
    ) -> CursorResult[Any]:
        """Run the statement with some values."""
        written: list[tuple[str, Any]] = []
        for name, bind, write in self._binds:
            if bind.key in values:
                value = values[bind.key]
            elif bind.required:
                raise ValueError(f"the parameter {bind.key} has no value")
            else:
                value = bind.effective_value
            written.append((name, value if write is None else write(value)))
        given: Any = tuple(value for _, value in written) if self._is_positional else dict(written)
        return connection.exec_driver_sql(self._text, given, execution_options=options())

    def read(self, found: Sequence[Any]) -> Sequence[Any]:
        """Return rows as they are, of what the driver found."""
        return [self._row(*row) for row in self._read(found)]

    def _read(self, found: Sequence[Any]) -> Iterable[Sequence[Any]]:
        if not (found and self._readers):
            return found
        columns: list[Iterable[Any]] = list(zip(*found, strict=True))
        for place, read in self._readers:
            columns[place] = map(read, columns[place])
        return zip(*columns, strict=True)


def _rows_named(names: Sequence[str]) -> Callable[..., Any]:
    return namedtuple("Row", names, rename=True)  # pyright: ignore[reportUntypedNamedTuple]


def _on(sql_type: TypeEngine[Any], dialect: Dialect) -> TypeEngine[Any]:
    """Return a type as a dialect has it."""
    return sql_type.dialect_impl(dialect)


# As long as a statement is kept it need not be compiled again; nothing of one that was run but once.
_KEPT: Final = "_widgetql_compiled"


def _compiled(statement: Any, dialect: Dialect, *, at_once: bool) -> _Compiled | None:
    # By the dialect itself, as its types are: what is compiled knows it, and goes with its engine.
    kept: WeakKeyDictionary[Any, _Compiled | None] = vars(dialect).setdefault(_KEPT, WeakKeyDictionary())
    found = kept.get(statement)
    if found is None:
        if statement in kept or at_once:
            found = _Compiled(statement, dialect)
        kept[statement] = found
    return found


def _kept(connection: Connection, statement: Executable) -> _Compiled | None:
    """Return a statement as it is compiled here; None where SQLAlchemy has to."""
    way = profile_of(connection.dialect.name).compiled_here
    if way == "no" or not isinstance(statement, SelectBase) or DOUBTED.get():
        return None
    # A host's names of schemas are filled in by SQLAlchemy; who listens to statements may change them.
    if connection.get_execution_options().get("schema_translate_map") or _is_listened_to(connection):
        return None
    compiled = _compiled(statement, connection.dialect, at_once=way == "at once")
    return compiled if compiled is not None and compiled.is_complete else None


def _is_listened_to(connection: Connection) -> bool:
    """Tell whether a host has events that SQLAlchemy has for statements, and not for their text."""
    # SQLAlchemy's own flags, so that it looks no further.
    if not any(getattr(one, "_has_events", True) for one in (connection, connection.engine)):
        return False
    events: Any = connection.dispatch
    return bool(events.before_execute or events.after_execute)
