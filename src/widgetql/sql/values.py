"""The SQL types of bound values: what a driver would write wrongly, or not safely, is written here.

PyHive puts parameters into the text itself. Spark replaces "${...}" there, also inside of a quoted text, by
settings and environment variables of the server: no customer may write one. PyHive knows no decimals, and a
number without an exponent is a decimal to Spark. ClickHouse's driver would write a decimal as a double.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Any, Final

from sqlalchemy import bindparam, cast, func, literal_column
from sqlalchemy import types as sa
from sqlalchemy.sql.elements import BindParameter, ColumnElement
from sqlalchemy.types import TypeEngine

from widgetql.sql.constructs import MARIADB
from widgetql.storage import Adapter, Storage, storage_of, undecorated
from widgetql.types import MAX_DOUBLE, to_double

# What means something in a text of Spark's, under any of its settings, or to url_decode.
_ENCODED: Final = re.compile(r"[%+$'\\\x00-\x1f\x7f]")
_MAX_DIGITS: Final = 38


class Total(sa.BigInteger):
    """A sum of integers: PostgreSQL's is wider than they are, and not of their type."""


class Text(Adapter[str]):
    """A text of any characters."""

    impl = sa.Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Any) -> TypeEngine[Any]:
        """Return the type that the driver sees."""
        return _Encoded() if dialect.name == "hive" else dialect.type_descriptor(sa.Text())

    def process_bind_param(self, value: str | None, dialect: Any) -> str | None:
        """Write a text."""
        if value is None or dialect.name != "hive":
            return value
        return _ENCODED.sub(lambda found: f"%{ord(found[0]):02X}", value)


class Double(Adapter[float]):
    """A double, infinities included. MariaDB has none: there they are its largest numbers."""

    impl = sa.Double
    cache_ok = True

    def load_dialect_impl(self, dialect: Any) -> TypeEngine[Any]:
        """Return the type that the driver sees."""
        return _DoubleText() if dialect.name == "hive" else dialect.type_descriptor(sa.Double())

    def process_bind_param(self, value: float | None, dialect: Any) -> Any:
        """Write a number."""
        if value is None:
            return None
        if dialect.name == "hive":
            return repr(to_double(value))
        if dialect.name in MARIADB:
            return min(max(value, -MAX_DOUBLE), MAX_DOUBLE)
        return value


class Exact(Adapter[Decimal]):
    """A decimal of any number of digits, `digits` of them after the point, if that is known."""

    impl = sa.Numeric
    cache_ok = True

    def __init__(self, digits: int | None = None) -> None:
        super().__init__()
        self.digits: Final = digits

    def load_dialect_impl(self, dialect: Any) -> TypeEngine[Any]:
        """Return the type that the driver sees."""
        match dialect.name:
            case "hive":
                return sa.String()
            case "clickhousedb":
                return _DecimalText(self.digits)
            case _:
                found: TypeEngine[Any] = dialect.type_descriptor(sa.Numeric())
                return found

    def process_bind_param(self, value: Decimal | None, dialect: Any) -> Any:
        """Write a number."""
        if value is None:
            return None
        match dialect.name:
            case "hive":
                return _Plain(value)
            case "clickhousedb":
                return f"{Decimal(value):f}"
            case _:
                return value


# How values are bound, whatever the column's own type: an INTEGER column may be compared with a 64-bit
# integer, but PostgreSQL would refuse to bind one as INTEGER.
_BOUND_AS: Final[Mapping[Storage, TypeEngine[Any]]] = MappingProxyType(
    {
        Storage.INTEGER: sa.BigInteger(),
        Storage.FLOAT: Double(),
        Storage.NUMBER: Double(),
        Storage.BOOLEAN: sa.Boolean(),
        Storage.TEXT: Text(),
    }
)


def bound_type(storage: Storage | None, declared: TypeEngine[Any]) -> TypeEngine[Any]:
    """Return the type of values that are compared with a column of a type."""
    if storage is Storage.DECIMAL:
        return Exact(getattr(undecorated(declared), "scale", None))
    return declared if storage is None else _BOUND_AS.get(storage, declared)


def bound_value(value: Any, declared: TypeEngine[Any]) -> BindParameter[Any]:
    """Return a value to be compared with a column of a type."""
    return bindparam(None, value, bound_type(storage_of(declared), declared), unique=True)


class _Encoded(sa.String):
    def bind_expression(self, bindvalue: Any) -> ColumnElement[Any]:
        return func.url_decode(bindvalue)


class _DoubleText(sa.String):
    def bind_expression(self, bindvalue: Any) -> ColumnElement[Any]:
        return cast(bindvalue, sa.Double())


class _DecimalText(sa.String):
    def __init__(self, digits: int | None) -> None:
        super().__init__()
        # Half of what ClickHouse's widest decimal has.
        self.digits: Final = _MAX_DIGITS if digits is None else digits

    def bind_expression(self, bindvalue: Any) -> ColumnElement[Any]:
        return func.toDecimal256(bindvalue, literal_column(str(self.digits)))


class _Plain(float):
    """A number whose text PyHive takes over: a decimal of up to 38 digits is exact in Spark.

    Beyond that it is a double, and compared as one.
    """

    text: str

    def __new__(cls, value: Decimal) -> _Plain:
        number = super().__new__(cls, min(max(to_double(value), -MAX_DOUBLE), MAX_DOUBLE))
        plain = f"{value:f}"
        digits = len(plain.strip("-").replace(".", ""))
        number.text = f"{plain}BD" if digits <= _MAX_DIGITS else f"{float(number)!r}D"
        return number

    def __str__(self) -> str:
        return self.text
