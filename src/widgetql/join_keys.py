"""What a join condition says: what equals what of the parent, what equals a value, and what else is asked."""

from __future__ import annotations

from typing import Any, TypeAlias, cast

from sqlalchemy.sql import operators
from sqlalchemy.sql.elements import BinaryExpression, ColumnClause, ColumnElement
from sqlalchemy.sql.selectable import FromClause, SelectBase
from sqlalchemy.sql.visitors import iterate

from widgetql.entities import tables_in
from widgetql.paths import Step

_Pair: TypeAlias = tuple[ColumnElement[Any], ColumnElement[Any]]


def keys_and_rest(step: Step) -> tuple[list[_Pair], list[ColumnElement[Any]]]:
    """Return what of the related rows equals what of the parent, as pairs, and what else is asked.

    The rest is of the related row alone; both are empty where more is asked.
    """
    on = step.relation.on
    every = cast("Any", on).clauses if getattr(on, "operator", None) is operators.and_ else [on]
    pairs = {one: pair for one in every if (pair := _pair(one, step)) is not None}
    others = [one for one in every if one not in pairs]
    if not pairs or any(tables_in(one) != {step.relation.table} or _asks(one) for one in others):
        return [], []
    return list(pairs.values()), others


def looked_up_by(step: Step) -> tuple[list[ColumnElement[Any]], list[ColumnElement[Any]]]:
    """Return the related rows' columns that equal the parent's, and those that equal a value."""
    pairs, others = keys_and_rest(step)
    sides = [(one.left, one.right) for one in others if getattr(one, "operator", None) is operators.eq]
    fixed = [one for pair in sides for one in pair if getattr(one, "table", None) is step.relation.table]
    return [key for key, _ in pairs if isinstance(key, ColumnClause)], fixed


def _asks(element: Any) -> bool:
    return any(isinstance(part, SelectBase) for part in iterate(element))


def _pair(on: Any, step: Step) -> _Pair | None:
    if not (isinstance(on, BinaryExpression) and on.operator is operators.eq):
        return None
    for key, own in ((on.left, on.right), (on.right, on.left)):
        if _is_of(key, step.relation.table) and _is_of(own, step.parent):
            return key, own
    return None


def _is_of(element: Any, table: FromClause) -> bool:
    """Tell whether an expression is of a row of a table alone."""
    if isinstance(element, ColumnClause):
        return element.table is table
    return tables_in(element) == {table} and not _asks(element)
