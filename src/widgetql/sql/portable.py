"""A host's expression, step by step with the meaning that each has on every database."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from sqlalchemy import BigInteger
from sqlalchemy.sql import operators, visitors
from sqlalchemy.sql.elements import (
    AsBoolean,
    BinaryExpression,
    Cast,
    ColumnClause,
    ColumnElement,
    Grouping,
    TypeCoerce,
)

from widgetql.sql.casts import converted, double, widened
from widgetql.sql.differences import days_apart, elapsed, shifted
from widgetql.sql.quotients import quotient, whole_quotient
from widgetql.storage import STORED_TIMES, Storage, is_quotient, stored_by

_ARITHMETIC: Final = frozenset(
    {operators.add, operators.sub, operators.mul, operators.truediv, operators.floordiv}
)

_WIDENED: Final = frozenset({operators.add, operators.sub, operators.mul})


def portable(element: ColumnElement[Any]) -> ColumnElement[Any]:
    """Return a host's expression with a meaning of its own for each step that databases do not all have."""
    if isinstance(element, ColumnClause) or not any(map(_is_step, visitors.iterate(element))):
        return element
    found: ColumnElement[Any] = visitors.replacement_traverse(element, {}, _replaced)
    return found


def _is_step(element: Any) -> bool:
    if isinstance(element, BinaryExpression):
        return element.operator in _ARITHMETIC
    return isinstance(element, tuple(_REPLACED))


def _replaced(element: Any, **_options: Any) -> Any:
    if not _is_step(element):
        return None
    for kind, replace in _REPLACED.items():
        if isinstance(element, kind):
            return replace(element)
    return _computed(element)


def _of_cast(element: Any) -> Any:
    return converted(portable(element.clause), element)


def _of_coercion(element: Any) -> Any:
    # What is a double in Python (`declaring.expression_of`) is made one in the database.
    return double(portable(element.clause)) if stored_by(element.type) is Storage.FLOAT else None


_REPLACED: Final[Mapping[type[Any], Callable[[Any], Any]]] = {
    # SQLAlchemy writes `NOT flag IS NULL`, which is of the NULL, and not of the flag.
    AsBoolean: Grouping,
    Cast: _of_cast,
    TypeCoerce: _of_coercion,
}


def _computed(element: Any) -> Any:
    left, right = portable(element.left), portable(element.right)
    stored = [stored_by(left.type), stored_by(right.type)]
    if is_quotient(element):
        return quotient(left, right)
    if element.operator is operators.floordiv and {*stored} == {Storage.INTEGER}:
        return whole_quotient(left, right)
    if element.operator in _WIDENED and {*stored} == {Storage.INTEGER}:
        left = left if isinstance(left.type, BigInteger) else widened(left)
        return BinaryExpression(left, right, element.operator, type_=BigInteger())
    if None in stored or not {*stored} & {*STORED_TIMES, Storage.INTERVAL}:
        # What SQLAlchemy knows no type of is the host's own SQL, as `text("INTERVAL 1 DAY")`.
        return None
    if element.operator is operators.sub and {*stored} <= STORED_TIMES:
        return days_apart(left, right) if {*stored} == {Storage.DATE} else elapsed(left, right)
    made = shifted(BinaryExpression(left, right, element.operator, type_=element.type))
    made.type = element.type
    return made
