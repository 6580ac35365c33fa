"""A host's expression, step by step with the meaning that each has on every database."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from functools import partial, reduce
from typing import Any, Final

from sqlalchemy import BigInteger, case, false, true
from sqlalchemy.sql import operators, visitors
from sqlalchemy.sql.elements import (
    AsBoolean,
    BinaryExpression,
    BindParameter,
    Cast,
    ColumnClause,
    ColumnElement,
    ExpressionClauseList,
    Extract,
    Grouping,
    TryCast,
    TypeCoerce,
)
from sqlalchemy.types import NullType

from widgetql.sql.casts import converted, declared, double, flag_of, widened
from widgetql.sql.decimals import constant_of, exact, roomy, scale_of, with_scale
from widgetql.sql.differences import compared, days_apart, elapsed, shifted
from widgetql.sql.extracts import extracted
from widgetql.sql.later import moved
from widgetql.sql.quotients import quotient, whole_quotient
from widgetql.storage import STORED_TIMES, Storage, is_quotient, stored_by

_ARITHMETIC: Final = frozenset(
    {operators.add, operators.sub, operators.mul, operators.truediv, operators.floordiv}
)

_COMPARISONS: Final = frozenset(
    {operators.eq, operators.ne, operators.lt, operators.le, operators.gt, operators.ge}
)
_IN_JSON: Final = frozenset({operators.json_getitem_op, operators.json_path_getitem_op})
_LISTED: Final = frozenset({operators.in_op, operators.not_in_op})
_WIDENED: Final = frozenset({operators.add, operators.sub, operators.mul})


def portable(element: ColumnElement[Any]) -> ColumnElement[Any]:
    """Return a host's expression with a meaning of its own for each step that databases do not all have."""
    if isinstance(element, ColumnClause) or not any(map(_is_step, visitors.iterate(element))):
        return element
    found: ColumnElement[Any] = visitors.replacement_traverse(element, {}, _replaced)
    return found


def _is_step(element: Any) -> bool:
    if _is_list(element):
        return element.operator in _WIDENED
    if isinstance(element, BinaryExpression):
        kinds = (_is_of_intervals, _is_json_flag, _is_in_list_with_null)
        return element.operator in _ARITHMETIC or any(is_kind(element) for is_kind in kinds)
    return isinstance(element, tuple(_REPLACED))


def _is_list(element: object) -> bool:
    return isinstance(element, ExpressionClauseList)


def _is_of_intervals(element: Any) -> bool:
    return element.operator in _COMPARISONS and Storage.INTERVAL in map(
        stored_by, (element.left.type, element.right.type)
    )


def _is_json_flag(element: Any) -> bool:
    return element.operator in _IN_JSON and stored_by(element.type) is Storage.BOOLEAN


def _is_in_list_with_null(element: Any) -> bool:
    return element.operator in _LISTED and None in (getattr(element.right, "effective_value", None) or ())


def _replaced(element: Any, **_options: Any) -> Any:
    if not _is_step(element):
        return None
    for kind, replace in _REPLACED.items():
        if isinstance(element, kind):
            return replace(element)
    return _computed(element)


def _of_cast(element: Any) -> Any:
    if isinstance(element, TryCast):
        # Where there is one it has a meaning of its own: what is no value is missing.
        return None
    return converted(portable(element.clause), element)


def _of_coercion(element: Any) -> Any:
    # What is a double in Python (`declaring.expression_of`) is made one in the database.
    if stored_by(element.type) is Storage.DECIMAL:
        return with_scale(exact, portable(element.clause), scale_of(element.clause))
    if stored_by(element.type) is Storage.FLOAT:
        return double(portable(element.clause))
    return (
        declared(portable(element.clause), element.type)
        if isinstance(element.clause.type, NullType)
        else None
    )


def _of_extract(element: Any) -> Any:
    return extracted(element.field, portable(element.expr))


def _of_boolean(element: Any) -> Any:
    # SQLAlchemy writes `NOT flag IS NULL`, which is of the NULL, and not of the flag.
    kind: Any = AsBoolean
    return Grouping(kind(portable(element.element), element.operator, element.negate))


def _of_operand(element: Any) -> Any:
    kind = element.type
    if stored_by(kind) is Storage.DECIMAL:
        return constant_of(element)
    if isinstance(element.value, timedelta):
        # Before a time SQLAlchemy takes it for another time.
        return None
    return declared(element, kind) if stored_by(kind) in (Storage.DATE, Storage.NAIVE) else None


_REPLACED: Final[Mapping[type[Any], Callable[[Any], Any]]] = {
    AsBoolean: _of_boolean,
    BindParameter: _of_operand,
    Cast: _of_cast,
    Extract: _of_extract,
    TypeCoerce: _of_coercion,
}


def _computed(element: Any) -> Any:
    if _is_list(element):
        # SQLAlchemy has three in a row in one list, which is computed from the left.
        pair = partial(_joined, element.operator, element.type)
        return reduce(pair, map(portable, element.clauses))
    if _is_json_flag(element):
        return flag_of(element)
    if element.operator in _LISTED:
        return _in_list(element)
    left, right = portable(element.left), portable(element.right)
    if element.operator in _COMPARISONS:
        return compared(left, right, element.operator)
    if is_quotient(element):
        return quotient(left, right)
    return _pair(element.operator, element.type, left, right)


def _in_list(element: Any) -> Any:
    # Of what is not in a list with a NULL it is not known; ClickHouse says that it is not in it.
    values = [value for value in element.right.effective_value if value is not None]
    known = true() if element.operator is operators.in_op else false()
    return case((portable(element.left).in_(values), known))


def _joined(operator: Any, kind: Any, left: Any, right: Any) -> Any:
    found = _pair(operator, kind, left, right)
    return BinaryExpression(left, right, operator, type_=kind) if found is None else found


def _pair(operator: Any, kind: Any, left: Any, right: Any) -> Any:
    """Return what two values give, None where it is what SQLAlchemy writes."""
    stored = {stored_by(left.type), stored_by(right.type)}
    if operator is operators.floordiv and stored == {Storage.INTEGER}:
        return whole_quotient(left, right)
    if operator in _WIDENED and stored == {Storage.INTEGER}:
        left = left if isinstance(left.type, BigInteger) else widened(left)
        return BinaryExpression(left, right, operator, type_=BigInteger())
    if operator in _WIDENED and stored <= {Storage.INTEGER, Storage.DECIMAL}:
        return BinaryExpression(with_scale(roomy, left, scale_of(left)), right, operator, type_=kind)
    if None in stored or not stored & {*STORED_TIMES, Storage.INTERVAL}:
        # What SQLAlchemy knows no type of is the host's own SQL, as `text("INTERVAL 1 DAY")`.
        return None
    if operator is operators.sub and stored <= STORED_TIMES:
        return days_apart(left, right) if stored == {Storage.DATE} else elapsed(left, right)
    if (later := moved(operator, kind, left, right)) is not None:
        return later
    made = shifted(BinaryExpression(left, right, operator, type_=kind))
    made.type = kind
    return made
