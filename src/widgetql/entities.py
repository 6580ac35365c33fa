"""Core tables and columns, or ORM classes and attributes: all become Core here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias, TypeGuard, cast

from sqlalchemy import inspect
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.sql.selectable import FromClause, SelectBase
from sqlalchemy.sql.visitors import replacement_traverse

from widgetql.errors import shown

Columns: TypeAlias = ColumnElement[Any]


def table_of(entity: Any) -> FromClause:
    """Return the FROM element of a Core table, an alias, or an ORM class or its `aliased`.

    Raises `ValueError` for anything else.
    """
    # Not `__table__`: on an `aliased` class that is the class's own table.
    table = getattr(inspect(entity, raiseerr=False), "selectable", None)
    if not isinstance(table, FromClause):
        raise ValueError(f"expected a table, an alias or an ORM class, got {shown(entity)}")
    return cast(FromClause, table)


def column_of(entity: Any) -> Columns:
    """Return the Core expression of a column or an ORM attribute.

    Raises `ValueError` for anything else.
    """
    return plain(entity)


def _expression(entity: Any) -> Columns:
    element: Any = entity.__clause_element__() if hasattr(entity, "__clause_element__") else entity
    if not _is_expression(element):
        raise ValueError(f"expected a column or an ORM attribute, got {shown(entity)}")
    return element


def _is_expression(element: object) -> TypeGuard[Columns]:
    return isinstance(element, ColumnElement)


def plain(element: Any) -> Columns:
    """Strip the ORM's annotations from an expression, so that its columns are those of the Core tables."""

    def original(element: Any, **_: Any) -> Any:
        # An annotated column keeps its table's name for it; the table itself has the column without notes.
        table = getattr(element, "table", None)
        return None if table is None else table.c.get(element.key)

    return replacement_traverse(_expression(element), {}, original)


def rebased(element: Columns, moves: Mapping[FromClause, FromClause]) -> Columns:
    """Rewrite an expression over some tables into one over their aliases.

    >>> from sqlalchemy import Column, Integer, MetaData, Table
    >>> calls = Table("calls", MetaData(), Column("id", Integer))
    >>> other = calls.alias("other")
    >>> str(rebased(calls.c.id == 1, {calls: other}))
    'other.id = :id_1'
    """
    if all(old is new for old, new in moves.items()):
        return element

    def moved(element: Any, **_: Any) -> Any:
        table: Any = getattr(element, "table", None)
        target: Any = None if table is None else moves.get(table)
        return None if target is None else target.c[element.key]

    return replacement_traverse(element, {}, moved)


def tables_in(element: Any) -> set[FromClause]:
    """Return the tables whose columns an expression reads itself, not in a subquery.

    >>> from sqlalchemy import Column, Integer, MetaData, Table, select
    >>> calls = Table("calls", MetaData(), Column("id", Integer))
    >>> [table.name for table in tables_in(calls.c.id + 1)], tables_in(select(calls.c.id).scalar_subquery())
    (['calls'], set())
    """
    return set(_tables_in(element))


def _tables_in(element: Any) -> Iterator[FromClause]:
    table = getattr(element, "table", None)
    if isinstance(table, FromClause):
        yield table
    elif not isinstance(element, SelectBase):
        for child in element.get_children():
            yield from _tables_in(child)


def behind_alias(table: FromClause) -> FromClause:
    """Return the table itself that an alias, or an alias of one, stands for."""
    while isinstance(element := getattr(table, "element", None), FromClause):
        table = cast(FromClause, element)
    return table
