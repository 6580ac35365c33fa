"""What is known of a table's indexes, and which ones its widgets would use."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.engine.default import DefaultDialect
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.sql.schema import Index, UniqueConstraint
from sqlalchemy.sql.selectable import FromClause

from widgetql.entities import column_of


@dataclass(frozen=True, slots=True)
class IndexAdvice:
    """An index that widgets would use: its DDL, what for, and the database if it helps only one."""

    ddl: str
    reason: str
    database: str | None = None


def leading_columns(table: FromClause, declared: Sequence[Any] = ()) -> list[ColumnElement[Any]]:
    """Return the first column of each index: of those that a table declares, and of those said beside it.

    >>> from sqlalchemy import Column, Index, Integer, MetaData, Table
    >>> calls = Table("calls", MetaData(), Column("id", Integer, primary_key=True), Column("at", Integer))
    >>> _ = Index("calls_at", calls.c.at, calls.c.id)
    >>> [column.name for column in leading_columns(calls)]
    ['id', 'at']
    """
    said = [column_of(one[0] if isinstance(one, tuple) else one) for one in declared]
    return [columns[0] for columns in _indexes(table) if columns] + said


def identifies(table: FromClause, columns: Sequence[ColumnElement[Any]]) -> bool:
    """Tell whether a declared constraint or index says that no two rows have the same values of columns."""
    base: Any = getattr(table, "element", table)
    said = [*getattr(base, "constraints", ()), *(one for one in getattr(base, "indexes", ()) if one.unique)]
    told = [one for one in said if isinstance(one, UniqueConstraint | Index) and not _is_partial(one)]
    keys = {column.key for column in columns}
    return any({part.key for part in one.columns} <= keys for one in told if one.columns)


def _is_partial(index: Any) -> bool:
    """Tell whether an index knows some rows only."""
    return any(options.get("where") is not None for _, options in index.dialect_options.items())


def is_indexed(
    table: FromClause, columns: Sequence[ColumnElement[Any]], fixed: Collection[ColumnElement[Any]] = ()
) -> bool:
    """Tell whether a declared index begins with the columns; those that are `fixed` may stand before them."""
    wanted, known = [column.key for column in columns], {column.key for column in fixed}
    return any(begins_with([column.key for column in found], wanted, known) for found in _indexes(table))


def begins_with(index: Sequence[Any], wanted: Sequence[Any], fixed: Collection[Any]) -> bool:
    """Tell whether an index begins with what is wanted, or first with what has one value anyway.

    >>> begins_with(["type", "owner", "at"], ["owner"], {"type"}), begins_with(["at", "owner"], ["owner"], ())
    (True, False)
    """
    place = next((place for place, one in enumerate(index) if one not in fixed), len(index))
    return any([*index[at : at + len(wanted)]] == [*wanted] for at in range(place + 1))


def is_within_index(table: FromClause, column: ColumnElement[Any]) -> bool:
    """Tell whether a declared index has a column at any place, as behind that of a tenant."""
    return any(column.key == one.key for found in _indexes(table) for one in found)


def has_partial(table: FromClause, where: str) -> bool:
    """Tell whether an index of the rows of a condition is declared for SQLite."""
    base: Any = getattr(table, "element", table)
    found = [index.dialect_options["sqlite"]["where"] for index in getattr(base, "indexes", ())]
    return any(where in str(one) for one in found if one is not None)


def advice(
    table: FromClause, columns: Iterable[ColumnElement[Any]], reason: str, where: str = ""
) -> IndexAdvice:
    """Return the DDL of an index, with the reason for it.

    >>> from sqlalchemy import Column, Integer, MetaData, Table
    >>> calls = Table("calls", MetaData(), Column("id", Integer, primary_key=True), Column("at", Integer))
    >>> advice(calls, [calls.c.at], "time buckets").ddl
    'CREATE INDEX ix_calls_at ON calls (at)'
    """
    prepare = DefaultDialect().identifier_preparer
    base: Any = getattr(table, "element", table)
    names = [str(getattr(column, "name", column.key)) for column in columns]
    name = "_".join(["ix", base.name, *names, *(["others"] if where else [])])[:63]
    listed = ", ".join(prepare.quote(one) for one in names)
    ddl = f"CREATE INDEX {prepare.quote(name)} ON {prepare.format_table(base)} ({listed})"
    # Only SQLite's have conditions here.
    return IndexAdvice(f"{ddl} WHERE {where}", reason, "sqlite") if where else IndexAdvice(ddl, reason)


def _indexes(table: FromClause) -> Iterator[list[ColumnElement[Any]]]:
    yield list(table.primary_key)
    # An alias has the indexes of its table.
    base: Any = getattr(table, "element", table)
    for index in sorted(getattr(base, "indexes", ()), key=lambda index: str(index.name)):
        columns: list[Any] = list(index.columns)
        if columns and all(column.key in table.c for column in columns):
            yield [table.c[column.key] for column in columns]
