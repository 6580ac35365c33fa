"""How a column stores its values: what a SQLAlchemy type means to widgetql."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Final, cast

from sqlalchemy import types as sa
from sqlalchemy.types import TypeDecorator, TypeEngine

from widgetql.types import DataType


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


def undecorated(sql_type: TypeEngine[Any]) -> TypeEngine[Any]:
    """Return the type that a chain of `TypeDecorator`s stores as, and SQLAlchemy's own for a driver's."""
    while isinstance(sql_type, TypeDecorator):
        sql_type = sql_type.impl_instance
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


def storage_of(sql_type: TypeEngine[Any]) -> Storage | None:
    """Return how a column of a SQLAlchemy type stores its values; None for a type unknown here.

    >>> storage_of(sa.BigInteger()), storage_of(sa.DateTime(timezone=True)), storage_of(sa.LargeBinary())
    (<Storage.INTEGER: 'integer'>, <Storage.AWARE: 'date-time with zone'>, None)
    """
    match undecorated(sql_type):
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
