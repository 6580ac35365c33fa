"""Values on the wire: what a driver returned -> what JSON can say."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, tzinfo
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType
from typing import Any, Final, cast

from widgetql.charts.rules import ENDS, MEANS
from widgetql.relative_time import format_instant
from widgetql.sql.stored import instant_of
from widgetql.storage import Storage
from widgetql.types import DataType


def on_the_wire(value: Any, data_type: DataType) -> Any:
    """Return a value of a type as JSON has it: instants as text, NaN and infinities as null.

    >>> on_the_wire(Decimal("45.50"), DataType.NUMERIC), on_the_wire(1, DataType.BOOLEAN)
    (45.5, True)
    """
    return None if value is None else writer(data_type)(value)


def writer(data_type: DataType) -> Callable[[Any], Any]:
    """Return what writes the values of a type that are not null."""
    return _WRITERS.get(data_type, str)


def number(value: Any) -> int | float | None:
    """Return a driver's number as JSON's; None for what JSON has no number for.

    An integral decimal is an integer with all its digits, another the nearest double.

    >>> number(Decimal("7.0")), number(Decimal("7.5")), number(float("inf"))
    (7, 7.5, None)
    """
    if value is None or isinstance(value, int):
        return value
    if isinstance(value, Decimal) and value.is_finite() and value == value.to_integral_value():
        return int(value)
    double = float(value)
    return double if math.isfinite(double) else None


def time_text(value: date) -> str:
    """Return an aware date-time as an instant, a date as a date.

    >>> time_text(date(2025, 11, 3))
    '2025-11-03'
    """
    return format_instant(value) if isinstance(value, datetime) else value.isoformat()


_WRITERS: Final[Mapping[DataType, Callable[[Any], Any]]] = MappingProxyType(
    {DataType.DATETIME: time_text, DataType.BOOLEAN: bool, DataType.NUMERIC: number}
)


def timestamps(storage: Storage, zone: tzinfo) -> Callable[[datetime], str]:
    """Return what writes the records' timestamps: dates where that is what is stored."""
    if storage is not Storage.DATE:
        return format_instant
    return lambda at: at.astimezone(zone).date().isoformat()


def key_on_the_wire(id: Any) -> int | str | list[int | str]:
    """Return a record's key as JSON has it: an integer, else text; of several columns a list of these."""
    if isinstance(id, tuple):
        parts = cast("tuple[Any, ...]", cast("object", id))
        return [one if isinstance(one, int) else str(one) for one in parts]
    return id if isinstance(id, int) else str(id)


def mean(value: Any) -> float | None:
    """Return a mean, which is a float also where it is whole."""
    found = number(value)
    return None if found is None else float(found)


def reader(aggregation: str, data_type: DataType) -> Callable[[Any], Any]:
    """Return what turns results of an aggregation into what JSON has."""
    if aggregation in ENDS:
        return lambda value: on_the_wire(value, data_type)
    if aggregation in ("min", "max") and data_type is DataType.DATETIME:
        return lambda value: on_the_wire(value, data_type)
    if aggregation == "stddev":
        return deviation
    return mean if aggregation in MEANS else number


def deviation(variance: Any) -> float | None:
    """Return the root of a variance: no two databases' own agree in its last digit."""
    found = mean(variance)
    return None if found is None else math.sqrt(found)


def aggregate(value: Any, aggregation: str, data_type: DataType) -> Any:
    """Return the result of an aggregation as JSON has it."""
    return reader(aggregation, data_type)(value)


def instant_of_micros(micros: int, zone: tzinfo) -> datetime:
    """Return the instant of a stored time that was grouped by its microseconds since 1970."""
    return instant_of(int(micros), zone)


def percentages(counts: Sequence[int | Fraction]) -> list[float]:
    """Return each count's share of all in percent, to one decimal, adding up to 100 exactly; none is zero.

    By largest remainder: each share is rounded down, and the tenths left over go to those that lost most,
    the earlier first.

    >>> percentages([1, 1, 1])
    [33.4, 33.3, 33.3]
    """
    total = sum(counts)
    tenths = [count * 1_000 // total for count in counts]
    lost = [count * 1_000 % total for count in counts]
    neediest = sorted(range(len(counts)), key=lambda index: -lost[index])
    for index in neediest[: 1_000 - sum(tenths)]:
        tenths[index] += 1
    return [share / 10 for share in tenths]


def sortable(data_type: DataType) -> Callable[[Any], Any]:
    """Return what makes shown values sort: instants are written with a fraction or without."""

    def of(value: Any) -> Any:
        is_time = data_type is DataType.DATETIME and isinstance(value, str)
        return datetime.fromisoformat(value) if is_time else value

    return of
