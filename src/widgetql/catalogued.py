"""What a database's catalogue says, beside what a dataset declares: indexes and the types of columns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeAlias
from warnings import catch_warnings, simplefilter

from sqlalchemy import Connection, Dialect, Table, inspect
from sqlalchemy.exc import CompileError, NoSuchTableError, SAWarning
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.sql.selectable import FromClause
from sqlalchemy.sql.visitors import iterate
from sqlalchemy.types import TypeEngine

from widgetql.entities import behind_alias
from widgetql.fields import ToMany, ToOne
from widgetql.findings import Finding
from widgetql.indexes import advice, begins_with
from widgetql.join_keys import looked_up_by
from widgetql.paths import columns_of
from widgetql.stored_types import is_stored_otherwise


@dataclass(frozen=True, slots=True)
class _Index:
    """An index that is promised, or that a relation is looked up by."""

    place: str
    table: FromClause
    columns: Sequence[ColumnElement[Any]]
    message: str
    # What may stand before the columns: their values are known, or those of a scope.
    fixed: Sequence[ColumnElement[Any]] = ()
    anywhere: bool = False

    def ask(self, connection: Connection) -> Finding | None:
        table: Any = behind_alias(self.table)
        names = [str(column.name) for column in self.columns]
        known = inspect(connection)
        schema = getattr(table, "schema", None)
        there: list[Any] = [known.get_pk_constraint(table.name, schema)["constrained_columns"]]
        there += [one["column_names"] for one in known.get_indexes(table.name, schema)]
        there += [one["column_names"] for one in known.get_unique_constraints(table.name, schema)]
        fixed = [str(column.name) for column in self.fixed]
        if any(begins_with(one, names, fixed) or (self.anywhere and {*names} <= {*one}) for one in there):
            return None
        ddl = advice(self.table, [*self.fixed, *self.columns], "").ddl
        return Finding(self.place, "missing_index", 1, (), f"{self.message}: {ddl}")


def wanted_indexes(dataset: Any) -> Iterator[_Index]:
    """Yield the indexes of tables: a subquery has none of its own."""
    return (one for one in _looked_up(dataset) if isinstance(behind_alias(one.table), Table))


def _looked_up(dataset: Any) -> Iterator[_Index]:
    if dataset.timestamp is not None and getattr(dataset.timestamp, "table", None) is not None:
        said = (
            "declared, and the database has none"
            if dataset.timestamp_leads_index
            else "none finds a range of time"
        )
        yield _Index("timestamp", dataset.table, [dataset.timestamp], said, anywhere=dataset.scope_required)
    for step in dataset.steps:
        keys, fixed = looked_up_by(step)
        if keys:
            said = "none finds the related rows of a record"
            yield _Index(step.path, step.relation.table, keys[:1], said, fixed)


@dataclass(frozen=True, slots=True)
class _Typed:
    """A column that is declared, and where it is first read."""

    place: str
    column: ColumnElement[Any]

    def ask(self, connection: Connection) -> Finding | None:
        table: Any = behind_alias(self.column.table)
        try:
            with catch_warnings():
                # Of a type that SQLAlchemy does not know.
                simplefilter("ignore", SAWarning)
                columns = inspect(connection).get_columns(table.name, table.schema)
        except NoSuchTableError:
            return None
        found = next((one["type"] for one in columns if one["name"] == self.column.name), None)
        if found is None or not is_stored_otherwise(self.column.type, found, connection.dialect):
            return None
        said = (_named(one, connection.dialect) for one in (found, self.column.type))
        return Finding(self.place, "other_type", 1, (), _OTHER_TYPE.format(self.column.name, *said))


_JOINED: Final = (ToOne, ToMany)
_OTHER_TYPE: Final = "{} is {} in the database and declared as {}: rows may be missed, or questions refused"


def _named(kind: TypeEngine[Any], dialect: Dialect) -> str:
    try:
        return str(kind.compile(dialect))
    except CompileError:
        return repr(kind)


def declared_columns(dataset: Any) -> Iterator[_Typed]:
    """Yield each column of a table that is read, once."""
    read = [("id", one) for one in dataset.ids]
    read += [(path, one) for path, found in dataset.paths.items() for one in columns_of(found.leaf)]
    read += [(step.path, step.relation.on) for step in dataset.steps if isinstance(step.relation, _JOINED)]
    seen: set[tuple[Any, str]] = set()
    for place, expression in read:
        for one in iterate(expression):
            column: Any = one
            bare = _table_of(column)
            if bare is not None and (bare, column.name) not in seen:
                seen.add((bare, column.name))
                yield _Typed(place, column)


def _table_of(element: Any) -> Any:
    """Return the table, perhaps behind an alias, that something is a column of; else None."""
    table: Any = getattr(element, "table", None)
    bare: Any = None if table is None else behind_alias(table)
    return bare if _is_table(bare) else None


def _is_table(found: Any) -> bool:
    return isinstance(found, Table)


Listed: TypeAlias = _Index | _Typed
"""What a catalogue is asked about: `ask(connection)` returns a finding, or None."""
