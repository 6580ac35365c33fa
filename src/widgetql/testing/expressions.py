"""SQLAlchemy expressions over plain rows, with the meaning that each has on every database."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal, localcontext
from functools import partial, reduce
from typing import Any, Final, TypeAlias, cast

from sqlalchemy import Numeric
from sqlalchemy.sql import operators as sql
from sqlalchemy.sql.elements import (
    BinaryExpression,
    BindParameter,
    BooleanClauseList,
    Case,
    Cast,
    ClauseList,
    ExpressionClauseList,
    Extract,
    False_,
    Grouping,
    Label,
    Null,
    True_,
    TypeCoerce,
    UnaryExpression,
)
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.sql.selectable import FromClause

from widgetql.lists import element_text
from widgetql.storage import NUMBERS, STORED_TIMES, Storage, stored_by
from widgetql.types import json_text

Row: TypeAlias = Mapping[str, Any]
# The row that each table on a path stands for; None where a to-one row is missing.
Bindings: TypeAlias = Mapping[FromClause, Row | None]

_SECOND: Final = timedelta(seconds=1)
_EPOCH: Final = datetime(1970, 1, 1)
# What has one text on every database.
_SPELT: Final = frozenset({Storage.TEXT, Storage.INTEGER, Storage.BOOLEAN, *STORED_TIMES})
# Beyond are numbers that no integer of a database is.
_WIDEST: Final = 2**63
# As a double may have before its point, and a type behind it.
_MOST_DIGITS: Final = 400


def evaluate(expression: Any, bindings: Bindings) -> Any:
    """Return the value of a simple SQLAlchemy expression, by SQL's three-valued logic.

    Columns, literals, comparisons, `in_`, `is_`, `between`, `and_`, `or_`, `not_`, arithmetic of numbers,
    differences of times, `case`, `cast`, `extract`, `coalesce`, `nullif` and texts put together. Raises
    `NotImplementedError`, naming the construct, for everything else.

    >>> from sqlalchemy import Column, Integer, MetaData, Table, and_
    >>> calls = Table("calls", MetaData(), Column("id", Integer), Column("agent", Integer))
    >>> condition = and_(calls.c.id.in_([1, 2]), calls.c.agent == 7)
    >>> [evaluate(condition, {calls: {"id": 1, "agent": agent}}) for agent in (7, 8, None)]
    [True, False, None]
    """
    match expression:
        case Null():
            return None
        case True_() | False_():
            return isinstance(expression, True_)
        case BindParameter():
            return cast("Any", expression).effective_value
        case Grouping() | Label():
            return evaluate(cast("Any", expression).element, bindings)
        case TypeCoerce():
            return evaluate(cast("Any", expression).clause, bindings)
        case Case():
            return _chosen(cast("Any", expression), bindings)
        case Cast():
            return _converted(cast("Any", expression), bindings)
        case Extract():
            return _extracted(expression, bindings)
        case BooleanClauseList():
            return _joined(expression, bindings)
        case ExpressionClauseList():
            return _in_a_row(cast("Any", expression), bindings)
        case ClauseList():
            return [evaluate(clause, bindings) for clause in expression.clauses]
        case BinaryExpression():
            return _compared(expression, bindings)
        case UnaryExpression():
            return _negated(expression, bindings)
        case element_text():
            return json_text(evaluate(next(iter(cast("Any", expression).clauses)), bindings))
        case _ if (name := _function(expression)) in _FUNCTIONS:
            return _FUNCTIONS[name]([evaluate(one, bindings) for one in expression.clauses])
        case _ if getattr(expression, "table", None) in bindings:
            row = bindings[expression.table]
            return None if row is None else row.get(expression.key)
        case _:
            raise _beyond(type(expression), expression)


def _beyond(what: Any, expression: Any) -> NotImplementedError:
    name = getattr(what, "__name__", what)
    return NotImplementedError(
        f"the interpreter evaluates no {name}, in conditions and in fields: {expression}"
    )


def _function(expression: Any) -> str:
    return getattr(expression, "name", "") if _is_function(expression) else ""


def _is_function(expression: object) -> bool:
    return isinstance(expression, FunctionElement)


def _first(values: Sequence[Any]) -> Any:
    return next((value for value in values if value is not None), None)


_FUNCTIONS: Final[Mapping[str, Callable[[Sequence[Any]], Any]]] = {
    "coalesce": _first,
    "nullif": lambda values: None if values[0] == values[1] else values[0],
}


def _chosen(expression: Case[Any], bindings: Bindings) -> Any:
    own = None if expression.value is None else evaluate(expression.value, bindings)
    for condition, result in expression.whens:
        found = evaluate(condition, bindings)
        if found is True if expression.value is None else own is not None and found == own:
            return evaluate(result, bindings)
    return None if expression.else_ is None else evaluate(expression.else_, bindings)


def _converted(expression: Cast[Any], bindings: Bindings) -> Any:
    """Return a value as another type: an integer is cut off, a text is as long as its type says."""
    value = evaluate(expression.clause, bindings)
    given, wanted = stored_by(expression.clause.type), stored_by(expression.type)
    if value is None or given == wanted not in (Storage.TEXT, Storage.DECIMAL):
        return value
    match given, wanted:
        case Storage.INTEGER | Storage.FLOAT | Storage.DECIMAL | Storage.BOOLEAN, Storage.INTEGER:
            return int(value) if -_WIDEST <= value < _WIDEST else None
        case Storage.INTEGER | Storage.FLOAT | Storage.DECIMAL, Storage.BOOLEAN:
            return value != 0
        case Storage.INTEGER | Storage.FLOAT | Storage.DECIMAL, Storage.DECIMAL:
            return _to_digits(value, cast("Numeric[Any]", expression.type))
        case Storage.INTEGER | Storage.DECIMAL, Storage.FLOAT:
            return float(value)
        case Storage.NAIVE | Storage.AWARE, Storage.DATE:
            return _plain(value).date()
        case Storage.DATE, Storage.NAIVE:
            return _at(value)
        case found, Storage.TEXT if found in _SPELT:
            return _text_of(value)[: getattr(expression.type, "length", None)]
        case _:
            raise _beyond("cast", expression)


def _to_digits(value: Any, kind: Numeric[Any]) -> Any:
    if kind.scale is None:
        return value
    number = Decimal(repr(value) if isinstance(value, float) else value)
    if not number.is_finite():
        return None
    with localcontext(prec=_MOST_DIGITS):
        found = number.quantize(Decimal(1).scaleb(-kind.scale), ROUND_HALF_UP)
    most = Decimal(10) ** ((kind.precision or _MOST_DIGITS) - kind.scale)
    return found if abs(found) < most else None


def _text_of(value: Any) -> str:
    match value:
        case bool():
            return str(value).lower()
        case datetime():
            return _plain(value).strftime("%Y-%m-%d %H:%M:%S.%f")
        case _:
            return str(value)


def _plain(at: datetime) -> datetime:
    return at if at.tzinfo is None else at.astimezone(UTC).replace(tzinfo=None)


_EXTRACTED: Final[Mapping[str, Callable[[datetime], int]]] = {
    "year": lambda at: at.year,
    "quarter": lambda at: (at.month + 2) // 3,
    "month": lambda at: at.month,
    "week": lambda at: at.isocalendar().week,
    "day": lambda at: at.day,
    "doy": lambda at: at.timetuple().tm_yday,
    "dow": lambda at: at.isoweekday() % 7,
    "isodow": datetime.isoweekday,
    "hour": lambda at: at.hour,
    "minute": lambda at: at.minute,
    "second": lambda at: at.second,
    "epoch": lambda at: (at - _EPOCH) // _SECOND,
}


def _extracted(expression: Extract, bindings: Bindings) -> int | None:
    count = _EXTRACTED.get(expression.field.lower())
    if count is None or stored_by(expression.expr.type) not in STORED_TIMES:
        raise _beyond("extract", expression)
    value = evaluate(expression.expr, bindings)
    return None if value is None else count(_at(value))


def _joined(expression: Any, bindings: Bindings) -> bool | None:
    parts = [evaluate(clause, bindings) for clause in expression.clauses]
    decisive = expression.operator is sql.or_
    if any(part is decisive for part in parts):
        return decisive
    return None if None in parts else not decisive


def _negated(expression: Any, bindings: Bindings) -> Any:
    value = evaluate(expression.element, bindings)
    match expression.operator:
        case sql.inv | sql.is_false:
            return None if value is None else not value
        case sql.is_true:
            return None if value is None else bool(value)
        case sql.neg if stored_by(expression.element.type) in NUMBERS:
            return None if value is None else -value
        case _:
            raise _beyond(expression.operator, expression)


_QUOTIENTS: Final = frozenset({sql.truediv, sql.floordiv})
_ARITHMETIC: Final[Mapping[Any, Callable[[Any, Any], Any]]] = {
    sql.add: operator.add,
    sql.sub: operator.sub,
    sql.mul: operator.mul,
    sql.truediv: lambda left, right: left / right,
    sql.floordiv: lambda left, right: left // right,
}
_COMPARISONS: Final[Mapping[Any, Callable[[Any, Any], Any]]] = {
    sql.eq: operator.eq,
    sql.ne: operator.ne,
    sql.lt: operator.lt,
    sql.le: operator.le,
    sql.gt: operator.gt,
    sql.ge: operator.ge,
}


def _compared(expression: Any, bindings: Bindings) -> Any:
    left, right = evaluate(expression.left, bindings), evaluate(expression.right, bindings)
    match expression.operator:
        case sql.is_ | sql.is_not:
            same = (left is None) if right is None else (left is not None and left == right)
            return same is (expression.operator is sql.is_)
        case sql.in_op | sql.not_in_op:
            found = _is_in(left, right)
            return found if found is None or expression.operator is sql.in_op else not found
        case sql.between_op | sql.not_between_op:
            return _is_between(left, right, is_meant=expression.operator is sql.between_op)
        case sql.concat_op:
            return None if left is None or right is None else left + right
        case sql.sub if {*map(stored_by, (expression.left.type, expression.right.type))} <= STORED_TIMES:
            return _apart(left, right)
        case sql.add | sql.sub if _is_later(expression, left, right):
            return _later(left, right, 1 if expression.operator is sql.add else -1)
        case found if found in _ARITHMETIC and _are_numbers(expression, (expression.left, expression.right)):
            return _computed(found, left, right)
        case found_operator if found_operator in _COMPARISONS:
            if left is None or right is None:
                return None
            return bool(_COMPARISONS[found_operator](left, right))
        case _:
            raise _beyond(expression.operator, expression)


def _is_between(value: Any, ends: Sequence[Any], *, is_meant: bool) -> bool | None:
    low, high = ends
    parts = [None if None in (value, low) else value >= low, None if None in (value, high) else value <= high]
    if False in parts:
        return not is_meant
    return None if None in parts else is_meant


def _apart(end: date | None, start: date | None) -> timedelta | int | None:
    """Return the time between two; of dates it is a number of days."""
    if end is None or start is None:
        return None
    apart = _at(end) - _at(start)
    return apart if isinstance(end, datetime) or isinstance(start, datetime) else apart.days


def _is_later(expression: Any, left: Any, right: Any) -> bool:
    """Tell whether it is a time and a length of time, or a date and a number of days."""
    stored = stored_by(expression.left.type), stored_by(expression.right.type)
    is_time = not STORED_TIMES.isdisjoint(stored)
    return stored == (Storage.DATE, Storage.INTEGER) or (
        is_time and any(isinstance(one, timedelta) for one in (left, right))
    )


def _later(left: Any, right: Any, sign: int) -> date | None:
    """Return a time so much later; None where there is none."""
    if left is None or right is None:
        return None
    start, more = (left, right) if isinstance(left, date) else (right, left)
    try:
        if isinstance(more, int):
            return cast("date", start) + sign * timedelta(days=more)
        # By the clock of UTC, whose days have 24 hours.
        at = _at(start) + sign * cast("timedelta", more)
        return at if getattr(start, "tzinfo", None) is None else at.replace(tzinfo=UTC)
    except OverflowError:
        return None


def _at(value: date) -> datetime:
    """Return a time in UTC, without its zone; of a date its midnight."""
    return _plain(value) if isinstance(value, datetime) else datetime(value.year, value.month, value.day)


def _in_a_row(expression: Any, bindings: Bindings) -> Any:
    """Return what three values and more give, from the left."""
    values = [evaluate(one, bindings) for one in expression.clauses]
    if expression.operator is sql.and_:
        # The ends of BETWEEN.
        return values
    if expression.operator is sql.concat_op:
        return None if None in values else "".join(values)
    if expression.operator in _ARITHMETIC and _are_numbers(expression, expression.clauses):
        return reduce(partial(_computed, expression.operator), values)
    raise _beyond(expression.operator, expression)


def _are_numbers(expression: Any, parts: Iterable[Any]) -> bool:
    stored = {stored_by(one.type) for one in parts}
    return stored <= ({Storage.INTEGER} if expression.operator is sql.floordiv else NUMBERS)


def _computed(how: Any, left: Any, right: Any) -> Any:
    """Compute with numbers: one double makes all doubles, a quotient is one, and nothing is divided by 0."""
    if left is None or right is None or (right == 0 and how in _QUOTIENTS):
        return None
    if float in (type(left), type(right)) or how is sql.truediv:
        left, right = float(left), float(right)
    return _ARITHMETIC[how](left, right)


def _is_in(value: Any, items: Sequence[Any]) -> bool | None:
    if not items:
        return False
    if value is None:
        return None
    if any(item is not None and value == item for item in items):
        return True
    return None if None in items else False
