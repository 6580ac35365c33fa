"""The cursors of rows that are in an order of their columns: where the next page goes on.

Of rows of records that is the last row's values, timestamp and key: what is written meanwhile shifts nothing.
Groups have no key that stays: there it is how many of them were shown.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, Final, TypeAlias

from widgetql.charts.cursor import decimal_of, key_value, moment_of, packed, unpacked
from widgetql.charts.spec import Order
from widgetql.charts.wire import key_on_the_wire
from widgetql.dataset import Dataset
from widgetql.documents import is_list, is_valid_text
from widgetql.errors import Pointer, Problems
from widgetql.fields import Field
from widgetql.plan.query import Plotted
from widgetql.storage import Storage
from widgetql.types import DataType

# The related rows of a record, and the groups of a table, that a forged cursor may skip at most.
_FURTHEST: Final = 10_000_000
# Of a column of integers, and of any other integer that is a number of JSON.
_INTEGER_BITS: Final = 64
_MOST_BITS: Final = 256
# No column has decimals of more digits.
_MOST_DIGITS: Final = 1_000
By: TypeAlias = tuple[tuple[str, bool], ...]
"""The columns of an order by name, each with whether it descends."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where rows of records go on: after one with these values of what they are sorted by, and this key.

    `number` is how many rows of that record were shown, where it may have several.
    """

    values: tuple[Any, ...]
    timestamp: datetime
    id: Any
    number: int = 0


@dataclass(frozen=True, slots=True)
class Turned:
    """Where the groups of a table go on: after so many of them."""

    rows: int


def order_of(orders: Sequence[Order]) -> By:
    """Return the columns that an order is of."""
    return tuple((one.name, one.descending) for one in orders)


def write_place(by: By, place: Place) -> str:
    """Return the cursor of a row of a record."""
    values = [_written(one) for one in place.values]
    return _packed([by, values, place.timestamp.isoformat(), key_on_the_wire(place.id), place.number])


def write_turned(by: By, rows: int) -> str:
    """Return the cursor of a group, so many of which were shown."""
    return _packed([by, rows])


def read_place(
    text: str, by: By, fields: Sequence[Plotted], dataset: Dataset, most: int, at: Pointer,
    problems: Problems,
) -> Place | None:  # fmt: skip
    """Return what a cursor of rows of records says, or None with the problem noted.

    `fields` are those that the order is of; `most` is how many rows of a record it may skip.
    """
    try:
        of, given, timestamp, id, number = _unpacked(text)
        _check(of, by)
        values = tuple(_value(one, field) for one, field in zip(given, fields, strict=True))
        return Place(values, moment_of(timestamp), key_value(id, dataset), _count(number, most))
    except (ValueError, TypeError, ArithmeticError, RecursionError):
        problems.add(at, "invalid_cursor", "this cursor is not from an answer of this list or table")
        return None


def read_turned(text: str, by: By, at: Pointer, problems: Problems) -> Turned | None:
    """Return what a cursor of groups says, or None with the problem noted."""
    try:
        of, rows = _unpacked(text)
        _check(of, by)
        return Turned(_count(rows, _FURTHEST))
    except (ValueError, TypeError, ArithmeticError, RecursionError):
        problems.add(at, "invalid_cursor", "this cursor is not from an answer of this table")
        return None


def _packed(data: Any) -> str:
    text = json.dumps(data, separators=(",", ":"), ensure_ascii=False)
    return packed(text)


def _unpacked(text: str) -> Any:
    found = json.loads(unpacked(text))
    if not is_list(found):
        raise TypeError("a list is meant")
    return found


def _check(of: Any, by: By) -> None:
    """Refuse a cursor of another order."""
    if of != [list(one) for one in by] or any(type(one[1]) is not bool for one in of):
        raise ValueError("another order")


def _count(value: Any, most: int) -> int:
    if type(value) is not int or not 0 <= value <= most:
        raise ValueError("a number of rows is meant")
    return value


def _written(value: Any) -> Any:
    match value:
        case Decimal():
            return {"decimal": str(value)}
        case datetime() | date():
            return value.isoformat()
        case None | bool() | int() | float() | str():
            return value
        case _:
            return str(value)


def _value(given: Any, field: Plotted) -> Any:
    """Return a value that rows are sorted by. Raises `TypeError` or `ValueError` for what is none."""
    if given is None:
        return None
    match field.type:
        case DataType.NUMERIC:
            return _number(given, field)
        case DataType.BOOLEAN if isinstance(given, bool):
            return given
        case DataType.STRING if isinstance(given, str) and is_valid_text(given):
            return given
        case DataType.DATETIME if isinstance(given, str):
            leaf = field.found.leaf
            is_date = isinstance(leaf, Field) and leaf.storage is Storage.DATE
            return date.fromisoformat(given) if is_date else _moment(given)
        case _:
            raise TypeError("a value of the column is meant")


def _moment(given: str) -> datetime:
    found = datetime.fromisoformat(given)
    if found.tzinfo is None:
        raise ValueError("an instant is meant")
    return found.astimezone(UTC)


def _number(given: Any, field: Plotted) -> int | float | Decimal:
    leaf = field.found.leaf
    is_integer = isinstance(leaf, Field) and leaf.storage is Storage.INTEGER
    match given:
        case {"decimal": str(text), **rest} if not rest and not is_integer:
            return _decimal(text)
        case bool():
            raise TypeError("a number is meant")
        case int() if given.bit_length() <= (_INTEGER_BITS if is_integer else _MOST_BITS):
            return given
        case float() if given == given and abs(given) != float("inf"):
            return given
        case _:
            raise TypeError("a number is meant")


def _decimal(text: str) -> Decimal:
    found = decimal_of(text)
    _, digits, exponent = found.as_tuple()
    if len(digits) > _MOST_DIGITS or not isinstance(exponent, int) or exponent < -_MOST_DIGITS:
        raise ValueError("a number of a column is meant")
    return found
