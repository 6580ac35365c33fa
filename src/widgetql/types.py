"""Data types and what they can do, the options of every public function, and the shapes on the wire."""

from __future__ import annotations

import math
import sys
from collections.abc import Mapping
from datetime import datetime, tzinfo
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Final, NotRequired, TypeAlias

from sqlalchemy.sql.elements import ColumnElement
from typing_extensions import TypedDict

from widgetql.limits import Limits

MAX_DOUBLE: Final = sys.float_info.max
"""The largest finite double: what is beyond is an infinity, which JSON cannot write."""


class DataType(StrEnum):
    """The type of a field's values, as the wire spells it."""

    NUMERIC = "numeric"
    BOOLEAN = "boolean"
    STRING = "string"
    DATETIME = "datetime"
    DYNAMIC = "dynamic"


class Trait(StrEnum):
    """What an operator may need of a type."""

    EQUATABLE = "equatable"
    ORDERED = "ordered"
    TEXT = "text"


TRAITS: Final[Mapping[DataType, frozenset[Trait]]] = MappingProxyType(
    {
        DataType.NUMERIC: frozenset({Trait.EQUATABLE, Trait.ORDERED}),
        DataType.DATETIME: frozenset({Trait.EQUATABLE, Trait.ORDERED}),
        DataType.BOOLEAN: frozenset({Trait.EQUATABLE}),
        DataType.STRING: frozenset({Trait.EQUATABLE, Trait.TEXT}),
        # A dynamic value takes the type of its operand, so it has every trait until that is known.
        DataType.DYNAMIC: frozenset(Trait),
    }
)

FilterJSON: TypeAlias = "dict[str, Any] | str"
WidgetJSON: TypeAlias = Mapping[str, Any]
Scope: TypeAlias = (
    "ColumnElement[bool] | Mapping[Any, ColumnElement[bool]] | Mapping[Any, ColumnElement[bool] | None]"
)
Number: TypeAlias = "int | float | Decimal"


class Options(TypedDict, total=False):
    """The keyword options of every public function but `effective_filters`.

    `now` is an aware datetime, or its text as in an answer's metadata (default: the clock, read once);
    `timezone` an IANA name or tzinfo; `week_start` a weekday in English; `limits` replaces the dataset's;
    `scope` is the host's own condition on the dataset's table, or a mapping from tables to conditions,
    applied wherever that table is read; `strategy` overrides how an answer is computed, never what it is: see
    `STRATEGIES`.

    Wrong options are the host's own mistake: `TypeError` for an unknown name or a `now` that is no datetime,
    `ValueError` for a naive `now` or a scope that would guard nothing; its own kind, `InvalidOption`, for an
    unknown zone or weekday, which may come from a customer's profile.
    """

    now: datetime | str
    timezone: str | tzinfo
    week_start: str
    limits: Limits
    scope: Scope
    strategy: Mapping[str, str]


STRATEGIES: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        # How records get into time buckets. What a database does not have falls back to division.
        "buckets": ("ranges", "thresholds", "days", "halves", "division"),
        # Whether groups are put together from one grouping of the rows, where they can be, or ranked before.
        "groups": ("cells", "ranked"),
        # Whether the widgets of a dashboard that stand under one filter share one scan.
        "dashboard": ("shared", "separate"),
    }
)
"""What the option `strategy` may say; without a word the choice is made by what is known."""


class WidgetMetadata(TypedDict):
    """The `metadata` of an answer: the reference's three keys, then ours.

    A key that need not be there is there where the chart or the widget has what it tells.
    """

    display_name: str
    data_type: str | None
    filter_value: Any
    range: NotRequired[dict[str, str | None]]
    timezone: NotRequired[str]
    now: NotRequired[str]
    truncated: NotRequired[bool]
    unit: NotRequired[str]
    sampled: NotRequired[bool]
    total: NotRequired[int]
    next_cursor: NotRequired[str | None]
    bins: NotRequired[dict[str, Any] | None]
    missing: NotRequired[int]
    unpaired: NotRequired[list[dict[str, Any]]]
    excluded_by_having: NotRequired[dict[str, int]]
    excluded_by_limit: NotRequired[dict[str, int]]
    x: NotRequired[str]
    part: NotRequired[str]
    field_type: NotRequired[str]
    series_dimension: NotRequired[str]
    normalization: NotRequired[str]
    totals: NotRequired[dict[str, Any]]
    sample_counts: NotRequired[dict[str, int]]
    columns: NotRequired[list[dict[str, Any]]]


class WidgetDataResponse(TypedDict):
    """What `WidgetData.to_dict()` returns: the body of a 200 answer."""

    widget_id: int | str | None
    field_name: str
    chart_type: str
    data: list[dict[str, Any]] | dict[str, Any]
    aggregation_function: str | None
    time_period: str | None
    group_by: dict[str, Any] | None
    can_group_by: bool
    metadata: WidgetMetadata


_TYPE_OF_CLASS: Final[Mapping[type, DataType]] = MappingProxyType(
    {bool: DataType.BOOLEAN, int: DataType.NUMERIC, str: DataType.STRING}
)


def whole_number(value: Any) -> Any:
    """Return an integer as one, however it is written: JSON knows no difference between 5 and 5.0."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def type_of_operand(value: object) -> DataType | None:
    """Return the type that a JSON scalar has by itself; None for null, NaN, lists and objects.

    >>> type_of_operand(True), type_of_operand(1), type_of_operand("now")
    (<DataType.BOOLEAN: 'boolean'>, <DataType.NUMERIC: 'numeric'>, <DataType.STRING: 'string'>)
    """
    # By its very class first: nearly every operand is one of these.
    if (found := _TYPE_OF_CLASS.get(type(value))) is not None:
        return found
    match value:
        case bool():
            return DataType.BOOLEAN
        case int():
            return DataType.NUMERIC
        case float() if math.isfinite(value):
            return DataType.NUMERIC
        case Decimal() if value.is_finite():
            return DataType.NUMERIC
        case str():
            return DataType.STRING
        case _:
            return None


def plain_scalar(value: Any) -> Any:
    """Return what is of a subclass of number or text, as numpy's doubles are, as one of the class itself.

    Drivers write them by their class, and their `repr` is another.
    """
    match value:
        case bool():
            return value
        case int():
            return int(value)
        case float():
            return float(value)
        case str():
            # That of a member of an enumeration would be its name.
            return str.__str__(value)
        case _:
            return value


def number_text(value: Number) -> str:
    """Return the one canonical text of a number: integral without a fraction, else 15 significant digits.

    Integers of 64 bits are exact, all other numbers are doubles; never an exponent, so that every database
    can write the same.

    >>> [number_text(v) for v in (5, 5.0, -0.0, 0.1, 1e-7, 1.5e16, 2**63 - 1)]
    ['5', '5', '0', '0.1', '0.0000001', '15000000000000000', '9223372036854775807']
    """
    if isinstance(value, int) and -(2**63) <= value < 2**63:
        return str(value)
    text = f"{Decimal(f'{to_double(value):.15g}'):f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def to_double(value: Number) -> float:
    """Return the nearest double; an infinity beyond the largest.

    >>> to_double(10**400)
    inf
    """
    try:
        return float(value)
    except OverflowError:
        return math.inf if value > 0 else -math.inf


def json_text(value: object) -> str | None:
    """Return a JSON scalar as the text a JSON key reads as; None (missing) for null, objects and arrays.

    >>> json_text(True), json_text(5.0), json_text("x"), json_text([1])
    ('true', '5', 'x', None)
    """
    match value:
        case bool():
            return "true" if value else "false"
        case str():
            return value
        case int() | float() | Decimal() if math.isfinite(to_double(value)):
            return number_text(value)
        case _:
            return None
