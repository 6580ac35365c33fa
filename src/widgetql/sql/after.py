"""The rows that come after one in an order of columns: what a page goes on with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, Final

from sqlalchemy import and_, bindparam, false, or_
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.types import TypeEngine

from widgetql.relative_time import RESOLUTION, start_of_date
from widgetql.sql.time import Instant
from widgetql.sql.uuids import uuid_key
from widgetql.sql.values import Double, Exact, bound_value, digits_of
from widgetql.storage import Storage, storage_of

# Of a bound integer, without its sign.
_BITS: Final = 63
_NULL: Final = "null"
_WIDE: Final = "wide"
# Of a decimal whose number of digits nobody says.
_DIGITS: Final = 37
# A time that none is after: what ends next to it may be beyond what a column can hold.
_LAST: Final = "last"
_Column = ColumnElement[Any]


@dataclass(frozen=True, slots=True)
class Passed:
    """A column that rows are sorted by, and the parameter with the last row's value, of a kind."""

    column: _Column
    name: str
    kind: str
    descending: bool
    nullable: bool = True


def kind_of_value(value: Any) -> str:
    """Return what the SQL of a value's parameter depends on."""
    if value is None:
        return _NULL
    if isinstance(value, date):
        return _LAST if (value.year, value.month, value.day) == (9999, 12, 31) else "time"
    return _WIDE if isinstance(value, int) and value.bit_length() > _BITS else type(value).__name__


def rows_after(columns: Sequence[Passed], *, or_same: bool) -> ColumnElement[bool]:
    """Hold for the rows after one, of which null is last; `or_same`: for those equal to it as well."""
    *first, last = columns
    found = or_(_is_after(last), _is_same(last)) if or_same else _is_after(last)
    for one in reversed(first):
        found = or_(_is_after(one), and_(_is_same(one), found))
    return found


def values_after(
    named: Mapping[str, Any], types: Mapping[str, TypeEngine[Any]], dialect: str
) -> dict[str, Any]:
    """Return the parameters' values by name; of a time the instant that is just after it as well.

    `types` are those of the columns.
    """
    found: dict[str, Any] = {}
    for name, value in named.items():
        kind = types[name]
        if isinstance(kind, Instant) and value is not None:
            at = value if isinstance(value, datetime) else _midnight(value, kind)
            found[name] = at
            if kind_of_value(value) != _LAST:
                found[_next(name)] = at + RESOLUTION
        elif value is not None:
            found[name] = _number(value, kind, dialect)
    return found


def _number(value: Any, kind: TypeEngine[Any], dialect: str) -> Any:
    """Return a number that its driver can write; what else is as it is."""
    if isinstance(kind, Double):
        return float(value)
    if storage_of(kind) is not Storage.DECIMAL or dialect == "sqlite" or isinstance(value, str):
        return value
    precision, scale = digits_of(kind)
    if precision is None and dialect == "postgresql":
        # There it may be any number.
        return Decimal(value)
    # No stored number is larger, and not every database could read one.
    most = 10 ** (_DIGITS if precision is None else precision - (scale or 0))
    return min(max(Decimal(value), Decimal(-most)), Decimal(most))


def _midnight(day: date, kind: Instant) -> datetime:
    try:
        return start_of_date(day, kind.zone)
    except OverflowError:
        return (datetime.min if day.year == 1 else datetime.max).replace(tzinfo=UTC)


def _next(name: str) -> str:
    return f"{name}_next"


def _is_after(one: Passed) -> ColumnElement[bool]:
    if one.kind == _NULL:
        return false()
    column = one.column
    if isinstance(column.type, Instant):
        if not one.descending and one.kind == _LAST:
            return column.is_(None) if one.nullable else false()
        found = column < _low(one) if one.descending else column >= _high(one)
    else:
        value = _value(one)
        found = column < value if one.descending else column > value
    return or_(found, column.is_(None)) if one.nullable else found


def _is_same(one: Passed) -> ColumnElement[bool]:
    if one.kind == _NULL:
        return one.column.is_(None)
    if isinstance(one.column.type, Instant):
        # Several stored times may be one instant.
        from_it = one.column >= _low(one)
        return from_it if one.kind == _LAST else and_(from_it, one.column < _high(one))
    return one.column == _value(one)


def _low(one: Passed) -> _Column:
    return bindparam(one.name, type_=one.column.type)


def _high(one: Passed) -> _Column:
    return bindparam(_next(one.name), type_=one.column.type)


def _value(one: Passed) -> _Column:
    found = bindparam(one.name, type_=_type_of(one))
    return uuid_key(found) if storage_of(found.type) is Storage.UUID else found


def _type_of(one: Passed) -> TypeEngine[Any]:
    declared = one.column.type
    if one.kind == Decimal.__name__ and not isinstance(declared, Double):
        return declared if isinstance(declared, Exact) else Exact()
    if one.kind == float.__name__ and storage_of(declared) is Storage.INTEGER:
        # SQLite may hold one in a column of integers.
        return Double()
    return bound_value(2**_BITS if one.kind == _WIDE else None, declared).type
