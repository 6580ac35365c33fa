"""Core tables and columns, or ORM classes and attributes: all become Core here."""

from __future__ import annotations

from typing import Any, TypeVar

from sqlalchemy.sql.elements import ClauseElement, ColumnElement
from sqlalchemy.sql.selectable import FromClause
from sqlalchemy.sql.visitors import replacement_traverse

_Element = TypeVar("_Element", bound=ClauseElement)


def table_of(entity: Any) -> FromClause:
    """Return the FROM element of a Core table, an alias, or an ORM class.

    Raises `ValueError` for anything else.
    """
    found = getattr(entity, "__table__", entity)
    if not isinstance(found, FromClause):
        raise ValueError(f"expected a table, an alias or an ORM class, got {entity!r}")
    return found


def column_of(entity: Any) -> ColumnElement[Any]:
    """Return the Core expression of a column or an ORM attribute.

    Raises `ValueError` for anything else.
    """
    element = entity.__clause_element__() if hasattr(entity, "__clause_element__") else entity
    if not isinstance(element, ColumnElement):
        raise ValueError(f"expected a column or an ORM attribute, got {entity!r}")
    return plain(element)


def plain(element: Any) -> Any:
    """Strip the ORM's annotations from an expression, so that its columns are those of the Core tables."""
    if hasattr(element, "__clause_element__"):
        element = element.__clause_element__()

    def original(found: Any, **_: Any) -> Any:
        # An annotated column keeps its table's name for it; the table itself has the column without notes.
        table = getattr(found, "table", None)
        return None if table is None else table.c.get(found.key)

    return replacement_traverse(element, {}, original)


def rebased(element: _Element, moves: dict[FromClause, FromClause]) -> _Element:
    """Rewrite an expression over some tables into one over their aliases.

    >>> from sqlalchemy import Column, Integer, MetaData, Table
    >>> calls = Table("calls", MetaData(), Column("id", Integer))
    >>> other = calls.alias("other")
    >>> str(rebased(calls.c.id == 1, {calls: other}))
    'other.id = :id_1'
    """
    if all(old is new for old, new in moves.items()):
        return element

    def moved(found: Any, **_: Any) -> Any:
        target = moves.get(getattr(found, "table", None))  # type: ignore[arg-type]
        return None if target is None else target.c[found.key]

    return replacement_traverse(element, {}, moved)
