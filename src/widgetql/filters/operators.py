"""The operators in SQL: one row each. All are positive: NULL or false on a missing value."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from types import MappingProxyType
from typing import Any, Final, TypeAlias

from sqlalchemy import BigInteger, and_, bindparam, false, or_
from sqlalchemy.sql.elements import BindParameter, ColumnElement
from sqlalchemy.types import TypeEngine

from widgetql.columns import Reading
from widgetql.filters.bound import Parameter, Window
from widgetql.sql.among import FEW, among
from widgetql.sql.finite import bounded_above, bounded_below, one_zero
from widgetql.sql.logic import differs, is_not_true
from widgetql.sql.patterns import matches_anywhere, matches_pattern
from widgetql.sql.relations import row_count
from widgetql.sql.text import equals, exact_text, is_one_of, matches_text
from widgetql.sql.uuids import Spellings, is_not_spelt, is_spelt, uuid_value
from widgetql.sql.values import Rounded, Text, bound_type, shown_type
from widgetql.storage import Storage
from widgetql.types import DataType

_Condition = ColumnElement[bool]
Operation: TypeAlias = Callable[[Reading, Any], _Condition]
"""An operator's positive test, as SQL."""

# Databases nest the arms of an AND or OR one in another, and cap how deep (SQLite: 1,000).
MOST_ARMS: Final = 32
_ROUNDED: Final = (Rounded(up=False), Rounded(up=True))


def parameter(value: Any, sql_type: TypeEngine[Any], *, expanding: bool = False) -> BindParameter[Any]:
    """Return a value as SQL: bound, or the place of one that comes when the statement is run."""
    if isinstance(value, Parameter):
        return bindparam(value.name, type_=sql_type, expanding=expanding)
    return bindparam(None, value, sql_type, unique=True, expanding=expanding)


def within(reading: Reading, window: Window) -> _Condition:
    """Hold for instants inside a half-open window."""
    start, end = (
        None if bound is None else parameter(bound, reading.kind) for bound in (window.start, window.end)
    )
    return reading.within(start, end)


def _among(reading: Reading, windows: Sequence[Window]) -> _Condition:
    """Hold inside some of the windows, which ascend."""
    bounds = [(one.start, one.end) for one in windows]
    if len(bounds) <= FEW or not reading.is_guarded or reading.epoch or any(None in one for one in bounds):
        return _some_of(reading, windows)
    kind = reading.kind
    written = [(parameter(start, kind), parameter(end, kind)) for start, end in bounds]
    return among(_some_of(reading, windows), reading.sql, kind, written)


def _some_of(reading: Reading, windows: Sequence[Window]) -> _Condition:
    """Hold inside some of the windows, one by one: a run of many is asked for as a whole first."""
    if len(windows) <= MOST_ARMS:
        return or_(false(), *(within(reading, window) for window in windows))
    size = max(MOST_ARMS, -(-len(windows) // MOST_ARMS))
    runs = [windows[first : first + size] for first in range(0, len(windows), size)]
    whole = [within(reading, replace(run[0], end=run[-1].end)) for run in runs]
    return or_(*(and_(around, _some_of(reading, run)) for around, run in zip(whole, runs, strict=True)))


def _eq(reading: Reading, operand: Any) -> _Condition:
    if isinstance(operand, Window):
        return within(reading, operand)
    if reading.is_text:
        return equals(reading.sql, parameter(operand, _equal_type(reading)))
    holds = _comparable(reading) == _equal(reading, operand)
    return is_spelt(holds, *_spellings(reading, operand)) if reading.may_be_spelt else holds


def _is_in(reading: Reading, operands: Any) -> _Condition:
    if reading.type is DataType.DATETIME and reading.storage is not Storage.OWN:
        return _among(reading, operands)
    values = _bound_list(reading, operands)
    if reading.is_text:
        return is_one_of(reading.sql, values)
    holds = _comparable(reading).in_(values)
    return is_spelt(holds, *_spellings(reading, operands)) if reading.may_be_spelt else holds


def _compare(
    reading: Reading,
    operand: Any,
    *,
    compare: Callable[[Any, Any], _Condition],
    bounded: Callable[..., Any],
    up: bool,
) -> _Condition:
    if isinstance(operand, Window):
        return within(reading, operand)
    condition = compare(reading.sql, _bound(reading, operand, up))
    return bounded(condition, reading.stored) if reading.is_number else condition


_above: Final = partial(_compare, bounded=bounded_above)
_below: Final = partial(_compare, bounded=bounded_below)


def _between(reading: Reading, operand: Any) -> _Condition:
    if isinstance(operand, Window):
        return within(reading, operand)
    low, high = operand
    return reading.sql.between(_bound(reading, low, up=True), _bound(reading, high, up=False))


def _matches(reading: Reading, operand: str, *, place: str) -> _Condition:
    # A text in a document ends at a NUL on SQLite.
    may_hold_nul = reading.sure is None
    return reading.matching(lambda text: matches_text(text, place, operand, may_hold_nul=may_hold_nul))


def _regex(reading: Reading, operand: str) -> _Condition:
    return matches_pattern(reading.certain_text, operand)


def _regex_anywhere(reading: Reading, operand: str) -> _Condition:
    return matches_anywhere(reading.certain_text, operand)


def _present(reading: Reading, operand: Any) -> _Condition:  # noqa: ARG001 - each row has this shape
    return reading.present


# `isnull` is its positive half, "has a value". `neq` and `nin` are complements of `eq` and `in`.
SQL: Final[Mapping[str, Operation]] = MappingProxyType(
    {
        "eq": _eq,
        "gt": partial(_above, compare=lambda column, value: column > value, up=False),
        "gte": partial(_above, compare=lambda column, value: column >= value, up=True),
        "lt": partial(_below, compare=lambda column, value: column < value, up=True),
        "lte": partial(_below, compare=lambda column, value: column <= value, up=False),
        "in": _is_in,
        "between": _between,
        "contains": partial(_matches, place="contains"),
        "startswith": partial(_matches, place="startswith"),
        "endswith": partial(_matches, place="endswith"),
        "regex": _regex,
        "isnull": _present,
    }
)
# The same for a statement that the host runs, on any connection.
ANYWHERE: Final[Mapping[str, Operation]] = MappingProxyType({**SQL, "regex": _regex_anywhere})


def complement(
    op: str, reading: Reading, operand: Any, operators: Mapping[str, Operation] = SQL
) -> _Condition:
    """Return the condition that holds exactly where the operator does not, a missing value included."""
    if op == "isnull":
        return reading.missing
    if op == "eq" and not isinstance(operand, Window):
        differing = differs(_comparable(reading), _equal(reading, operand))
        return is_not_spelt(differing, *_spellings(reading, operand)) if reading.may_be_spelt else differing
    if op == "in" and (reading.type is not DataType.DATETIME or reading.storage is Storage.OWN):
        # Not `missing`: a NaN is in no list, so NOT IN holds on it already.
        out = or_(reading.sql.is_(None), _comparable(reading).not_in(_bound_list(reading, operand)))
        return is_not_spelt(out, *_spellings(reading, operand)) if reading.may_be_spelt else out
    return is_not_true(operators[op](reading, operand))


def counted(op: str, operand: Any) -> _Condition:
    """Return the condition on how many rows there are, where there is one."""
    rows, kind = row_count(), BigInteger()
    match op:
        case "eq":
            return rows == parameter(operand, kind)
        case "gte":
            return rows >= parameter(operand, kind)
        case "between":
            low, high = operand
            return rows.between(parameter(low, kind), parameter(high, kind))
        case _:
            values = operand if isinstance(operand, Parameter) else list(operand)
            found = parameter(values, kind, expanding=True)
            return rows.in_(found) if op == "in" else rows.not_in(found)


def _comparable(reading: Reading) -> ColumnElement[Any]:
    if reading.is_text:
        return exact_text(reading.sql)
    return one_zero(reading.sql) if reading.storage is Storage.FLOAT else reading.sql


def _bound(reading: Reading, operand: Any, up: bool) -> ColumnElement[Any]:
    """Return an end of a range; between integers it is rounded up or down."""
    if reading.storage is Storage.INTEGER:
        return parameter(operand, _ROUNDED[up])
    return parameter(operand, bound_type(reading.storage, reading.sql.type))


def _equal(reading: Reading, operand: Any) -> ColumnElement[Any]:
    value = parameter(operand, _equal_type(reading))
    return uuid_value(value) if reading.storage is Storage.UUID else value


def _equal_type(reading: Reading) -> TypeEngine[Any]:
    """Return the type of what a value is equal to: a number of single precision is found by what is shown."""
    if reading.storage is Storage.ENUM and reading.is_text:
        return Text()
    if reading.storage is Storage.FLOAT:
        return shown_type(reading.sql.type)
    return bound_type(reading.storage, reading.sql.type)


def _bound_list(reading: Reading, operands: Any) -> BindParameter[Any]:
    values = operands if isinstance(operands, Parameter) else list(operands)
    return parameter(values, _equal_type(reading), expanding=True)


def _spellings(reading: Reading, operand: Any) -> tuple[ColumnElement[Any], ColumnElement[Any]]:
    return reading.sql, parameter(operand, Spellings())
