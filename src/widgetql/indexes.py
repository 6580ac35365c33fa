"""What is known of a table's indexes, and which ones its widgets would use."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.engine.default import DefaultDialect
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.sql.schema import Index, UniqueConstraint
from sqlalchemy.sql.selectable import FromClause

from widgetql.entities import column_of


@dataclass(frozen=True, slots=True)
class IndexAdvice:
    """An index that widgets would use: its DDL, and what for."""

    ddl: str
    reason: str


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


def identifies(table: FromClause, column: ColumnElement[Any]) -> bool:
    """Tell whether a declared constraint or index says that no two rows have one value of a column."""
    base: Any = getattr(table, "element", table)
    said = [*getattr(base, "constraints", ()), *(one for one in getattr(base, "indexes", ()) if one.unique)]
    told = [one for one in said if isinstance(one, UniqueConstraint | Index)]
    return any([part.key for part in one.columns] == [column.key] for one in told)


def is_indexed(table: FromClause, columns: Sequence[ColumnElement[Any]]) -> bool:
    """Tell whether a declared index begins with the columns."""
    wanted = [column.key for column in columns]
    return any([column.key for column in found[: len(wanted)]] == wanted for found in _indexes(table))


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
    return IndexAdvice(f"{ddl} WHERE {where}" if where else ddl, reason)


def _indexes(table: FromClause) -> Iterator[list[ColumnElement[Any]]]:
    yield list(table.primary_key)
    # An alias has the indexes of its table.
    base: Any = getattr(table, "element", table)
    for index in sorted(getattr(base, "indexes", ()), key=lambda index: str(index.name)):
        columns: list[Any] = list(index.columns)
        if columns and all(column.key in table.c for column in columns):
            yield [table.c[column.key] for column in columns]
