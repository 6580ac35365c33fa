"""How a column stores its values: what a SQLAlchemy type means to widgetql."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import StrEnum
from functools import cache
from types import MappingProxyType
from typing import Any, Final, TypeVar, cast

from sqlalchemy import types as sa
from sqlalchemy.sql import operators
from sqlalchemy.sql.elements import BinaryExpression
from sqlalchemy.sql.visitors import iterate
from sqlalchemy.types import TypeDecorator, TypeEngine

from widgetql.types import DataType

_T = TypeVar("_T")


class Storage(StrEnum):
    """The ways a value lies in a table."""

    INTEGER = "integer"
    FLOAT = "float"
    DECIMAL = "decimal"
    BOOLEAN = "boolean"
    TEXT = "text"
    ENUM = "enum"
    UUID = "uuid"
    DATE = "date"
    NAIVE = "date-time without zone"
    AWARE = "date-time with zone"
    JSON = "json"
    NUMBER = "number read from text"
    INTERVAL = "interval"
    EPOCH = "number since 1970"
    OWN = "as a host's own type says"


# What a column is unless its Field declares another type. JSON is read by key, or as a dynamic value.
TYPE_OF_STORAGE: Final[Mapping[Storage, DataType]] = MappingProxyType(
    {
        Storage.INTEGER: DataType.NUMERIC,
        Storage.FLOAT: DataType.NUMERIC,
        Storage.DECIMAL: DataType.NUMERIC,
        Storage.BOOLEAN: DataType.BOOLEAN,
        Storage.TEXT: DataType.STRING,
        Storage.ENUM: DataType.STRING,
        Storage.UUID: DataType.STRING,
        Storage.DATE: DataType.DATETIME,
        Storage.NAIVE: DataType.DATETIME,
        Storage.AWARE: DataType.DATETIME,
        Storage.INTERVAL: DataType.NUMERIC,
    }
)

# What an expression of no known SQL type is taken for when its Field declares a type.
STORAGE_OF_TYPE: Final[Mapping[DataType, Storage]] = MappingProxyType(
    {
        DataType.NUMERIC: Storage.FLOAT,
        DataType.BOOLEAN: Storage.BOOLEAN,
        DataType.STRING: Storage.TEXT,
        DataType.DATETIME: Storage.NAIVE,
    }
)

# A declared type may differ from the column's where one reading is clear: text that holds numbers or
# `true` and `false`, and 0/1 integers.
READABLE_AS: Final[frozenset[tuple[Storage, DataType]]] = frozenset(
    {
        (Storage.TEXT, DataType.NUMERIC),
        (Storage.TEXT, DataType.BOOLEAN),
        (Storage.INTEGER, DataType.BOOLEAN),
    }
)


NUMBERS: Final = frozenset({Storage.INTEGER, Storage.FLOAT, Storage.DECIMAL})
"""How numbers are stored."""

KEY_PARTS: Final = frozenset({Storage.INTEGER, Storage.TEXT, Storage.ENUM, Storage.UUID})
"""What the parts of a key may be: others have no one text on every database."""


STORED_TIMES: Final = frozenset({Storage.NAIVE, Storage.AWARE, Storage.DATE})
"""How columns of times are stored."""


class Adapter(TypeDecorator[_T]):
    """A type of ours, which binds and reads what its impl stores in a way that the driver takes."""


# What a decorator does to values, if it overrides it; without these it only narrows its impl.
_CONVERSIONS: Final = (
    "process_bind_param",
    "process_result_value",
    "bind_processor",
    "result_processor",
    "bind_expression",
    "column_expression",
)


def overrides(decorator: TypeDecorator[Any], *methods: str) -> bool:
    """Tell whether a decorator has a method of its own among some of SQLAlchemy's."""
    kind: Any = type(decorator)
    return bool(_overridden(kind) & set(methods))


@cache
def _overridden(kind: Any) -> frozenset[str]:
    named = (*_CONVERSIONS, "load_dialect_impl")
    return frozenset(name for name in named if getattr(kind, name) is not getattr(TypeDecorator, name))


def decorators(sql_type: TypeEngine[Any]) -> Iterator[TypeDecorator[Any]]:
    """Yield the decorators that stand on each other, the outermost first."""
    while isinstance(sql_type, TypeDecorator) and not isinstance(sql_type, sa.Interval):
        yield sql_type
        sql_type = sql_type.impl_instance


def converts(sql_type: TypeEngine[Any]) -> bool:
    """Tell whether a host's decorator gives other values than its impl stores.

    >>> class Narrow(TypeDecorator[str]):
    ...     impl = sa.String
    >>> converts(Narrow(20)), converts(sa.String(20))
    (False, False)
    """
    return any(not isinstance(one, Adapter) and overrides(one, *_CONVERSIONS) for one in decorators(sql_type))


def is_domain(sql_type: TypeEngine[Any]) -> bool:
    """Tell whether a type is PostgreSQL's DOMAIN, which stands for its base type."""
    return getattr(sql_type, "__visit_name__", "") == "DOMAIN"


def undecorated(sql_type: TypeEngine[Any]) -> TypeEngine[Any]:
    """Return the type that decorators and domains stand on, and SQLAlchemy's own for a driver's."""
    for one in decorators(sql_type):
        sql_type = one.impl_instance
    if is_domain(sql_type):
        return undecorated(cast("Any", sql_type).data_type)
    if isinstance(sql_type, sa.UserDefinedType):
        return _of_driver(sql_type)
    return sql_type


def _of_driver(sql_type: sa.UserDefinedType[Any]) -> TypeEngine[Any]:
    """Return SQLAlchemy's type for one of clickhouse-connect, which derives only some from it."""
    match type(sql_type).__name__:
        case "String":
            return sa.String()
        case "UUID":
            return sa.Uuid()
        case "Enum8" | "Enum16":
            return sa.Enum(*cast("Any", sql_type).type_def.keys)
        case _:
            return sql_type


def is_array(sql_type: TypeEngine[Any]) -> bool:
    """Tell whether a type is that of arrays, a driver's own too."""
    return isinstance(undecorated(sql_type), sa.ARRAY)


def item_type(sql_type: TypeEngine[Any]) -> TypeEngine[Any] | None:
    """Return the type of an array's items; None for what is no array, or one of arrays.

    >>> item_type(sa.ARRAY(sa.Integer)), item_type(sa.ARRAY(sa.Integer, dimensions=2)), item_type(sa.Text())
    (Integer(), None, None)
    """
    array: Any = undecorated(sql_type)
    if not is_array(array) or (array.dimensions or 1) > 1 or is_array(array.item_type):
        return None
    found: TypeEngine[Any] = array.item_type
    return found


def storage_of(sql_type: TypeEngine[Any]) -> Storage | None:
    """Return how a column of a SQLAlchemy type stores its values; None for a type unknown here.

    >>> storage_of(sa.BigInteger()), storage_of(sa.DateTime(timezone=True)), storage_of(sa.LargeBinary())
    (<Storage.INTEGER: 'integer'>, <Storage.AWARE: 'date-time with zone'>, None)
    """
    return Storage.OWN if converts(sql_type) else stored_by(sql_type)


def stored_by(sql_type: TypeEngine[Any]) -> Storage | None:
    """Return how the type that decorators stand on stores its values, whatever they convert them to."""
    bare = undecorated(sql_type)
    match bare:
        case _ if isinstance(bare, sa.Interval) or getattr(bare, "__visit_name__", "") == "INTERVAL":
            return Storage.INTERVAL
        case sa.Enum():
            return Storage.ENUM
        case sa.Boolean():
            return Storage.BOOLEAN
        case sa.Integer():
            return Storage.INTEGER
        case sa.Float():
            return Storage.FLOAT
        case sa.Numeric():
            return Storage.DECIMAL
        case sa.DateTime() as found:
            return Storage.AWARE if found.timezone else Storage.NAIVE
        case sa.Date():
            return Storage.DATE
        case sa.Uuid():
            return Storage.UUID
        case sa.JSON():
            return Storage.JSON
        case sa.String():
            return Storage.TEXT
        case _:
            return None


def is_native_enum(sql_type: TypeEngine[Any]) -> bool:
    """Tell whether a type is an enum of the database's own, where it has them; else it is stored as text.

    >>> is_native_enum(sa.Enum("a")), is_native_enum(sa.Enum("a", native_enum=False))
    (True, False)
    """
    return isinstance(sql_type, sa.Enum) and sql_type.native_enum


def is_quotient(element: Any) -> bool:
    """Tell whether an expression is one number divided by another.

    >>> from sqlalchemy import Column
    >>> is_quotient(Column("cents", sa.Integer) / 100), is_quotient(Column("cents", sa.Integer) // 100)
    (True, False)
    """
    if not isinstance(element, BinaryExpression) or element.operator is not operators.truediv:
        return False
    return {stored_by(element.left.type), stored_by(element.right.type)} <= NUMBERS


def has_quotient(expression: Any) -> bool:
    """Tell whether there is a quotient anywhere in an expression."""
    return any(map(is_quotient, iterate(expression)))
