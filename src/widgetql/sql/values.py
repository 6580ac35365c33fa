"""The SQL types of bound values: what a driver would write wrongly, or not safely, is written here.

PyHive puts parameters into the text itself. Spark replaces "${...}" there, also inside of a quoted text, by
settings and environment variables of the server: no customer may write one. PyHive knows no decimals, and a
number without an exponent is a decimal to Spark. ClickHouse's driver would write a decimal as a double.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from struct import Struct
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
# Beyond what fits beside DuckDB's NUMERIC, which is a DECIMAL(18, 3).
_HUGE: Final = 10**35
# What ClickHouse compares with a decimal of any digits: no number of a column is beyond it.
_MOST: Final = Decimal(f"{'9' * _MAX_DIGITS}.{'9' * _MAX_DIGITS}")
# Of a bound integer, without its sign.
_INTEGER_BITS: Final = 63
# No two decimals of so many digits have one nearest double. Beyond the second every double is an integer.
_UNIQUE: Final = 15
_WHOLE: Final = 2**53
# Of a decimal that fits beside any column's.
_NARROW: Final = 18
# Single precision: its bits, its bytes, and how many digits tell any of its numbers from its neighbours.
_SINGLE_BITS: Final = 24
_FLOAT4: Final = Struct("f")
_DIGITS: Final = range(1, 10)


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


class Rounded(Adapter[int]):
    """An integer that integers are above or below; a fraction is rounded up or down but on SQLite.

    There a column of integers may hold one as well.
    """

    impl = sa.BigInteger
    cache_ok = True

    def __init__(self, up: bool) -> None:
        super().__init__()
        self.up: Final = up

    def process_bind_param(self, value: Any, dialect: Any) -> Any:
        """Write a number."""
        if value is None or isinstance(value, int):
            return value
        if dialect.name == "sqlite":
            return to_double(value)
        return math.ceil(value) if self.up else math.floor(value)


class Single(Double):
    """A double; on `dialects`, whose column is of single precision, the number of fewest digits stored as it.

    What has a fraction is bound as the number of single precision that is nearest to it.
    """

    cache_ok = True

    def __init__(self, dialects: tuple[str, ...]) -> None:
        super().__init__()
        self.dialects: Final = dialects

    def process_bind_param(self, value: float | None, dialect: Any) -> Any:
        """Write a number."""
        if value is not None and dialect.name in self.dialects and not value.is_integer():
            value = single(value)
        return super().process_bind_param(value, dialect)

    def process_result_value(self, value: float | None, dialect: Any) -> float | None:
        """Read a number."""
        return value if value is None or dialect.name not in self.dialects else _shortest(value)


class Exact(Adapter[Decimal]):
    """A decimal of any number of digits: of `precision` and `scale`, if they are known."""

    impl = sa.Numeric
    cache_ok = True

    def __init__(self, precision: int | None = None, scale: int | None = None) -> None:
        super().__init__()
        self.precision: Final = precision
        self.scale: Final = scale

    def load_dialect_impl(self, dialect: Any) -> TypeEngine[Any]:
        """Return the type that the driver sees."""
        match dialect.name:
            case "hive":
                return sa.String()
            case "clickhousedb":
                return _DecimalText(self.scale)
            case "sqlite":
                return _AsStored()
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
            case "clickhousedb" if self.scale is None:
                return f"{min(max(Decimal(value), _MOST.copy_negate()), _MOST):f}"
            case "clickhousedb":
                return f"{Decimal(value):f}"
            case "sqlite":
                return _binary(Decimal(value))
            case "duckdb" if self.scale is None:
                return _beside_any(Decimal(value))
            case _:
                return value

    def result_processor(self, dialect: Any, coltype: Any) -> Any:
        """Read a number as it is grouped: a fraction beyond 2^53 is the integer that it is shown as."""
        read = super().result_processor(dialect, coltype)
        if self.scale == 0 or (self.precision is not None and self.precision <= _UNIQUE):
            return read

        def shown(value: Any) -> Any:
            found = value if read is None else read(value)
            return _grouped(found) if isinstance(found, Decimal) else found

        return shown


class _Shown(Decimal):
    """A decimal as it is shown, which knows the one that is stored: by that rows are sorted."""

    stored: Decimal


def stored_of(value: Any) -> Any:
    """Return what is stored where a number is shown as another."""
    return value.stored if isinstance(value, _Shown) else value


def _grouped(value: Decimal) -> Decimal:
    is_small = not value.is_finite() or -_WHOLE <= value <= _WHOLE
    if is_small or value == value.to_integral_value():
        return value
    found = _Shown(repr(float(value)))
    found.stored = value
    return found


_DOUBLE: Final[TypeEngine[float]] = Double()
# How values are bound, whatever the column's own type: an INTEGER column may be compared with a 64-bit
# integer, but PostgreSQL would refuse to bind one as INTEGER.
_BOUND_AS: Final[Mapping[Storage, TypeEngine[Any]]] = MappingProxyType(
    {
        Storage.INTEGER: sa.BigInteger(),
        Storage.FLOAT: _DOUBLE,
        Storage.NUMBER: _DOUBLE,
        Storage.BOOLEAN: sa.Boolean(),
        Storage.TEXT: Text(),
    }
)


def bound_type(storage: Storage | None, declared: TypeEngine[Any]) -> TypeEngine[Any]:
    """Return the type of values that are compared with a column of a type."""
    if storage is Storage.DECIMAL:
        return Exact(*digits_of(declared))
    return declared if storage is None else _BOUND_AS.get(storage, declared)


def digits_of(declared: TypeEngine[Any]) -> tuple[int | None, int | None]:
    """Return how many digits a decimal has, and how many of them after the point; None where any number."""
    found = declared if isinstance(declared, Exact) else undecorated(declared)
    precision: int | None = getattr(found, "precision", None)
    return (None, None) if precision is None else (precision, getattr(found, "scale", None) or 0)


def shown_type(declared: TypeEngine[Any]) -> TypeEngine[Any]:
    """Return the type of a number that is read as it is shown."""
    match storage_of(declared):
        case Storage.INTEGER:
            return declared
        case Storage.DECIMAL:
            return Exact(*digits_of(declared))
        case _:
            dialects = single_on(declared)
            return Single(dialects) if dialects else _DOUBLE


def single_on(declared: TypeEngine[Any]) -> tuple[str, ...]:
    """Return the dialects on which a declared type is of single precision."""
    found = undecorated(declared)
    variants: Mapping[str, TypeEngine[Any]] = getattr(found, "_variant_mapping", {})
    return tuple(name for name in _SINGLE if _SINGLE[name](undecorated(variants.get(name, found))))


def _is_real(found: TypeEngine[Any]) -> bool:
    return isinstance(found, sa.REAL) or 0 < (getattr(found, "precision", None) or 0) <= _SINGLE_BITS


def _is_float4(found: TypeEngine[Any]) -> bool:
    """Tell whether a type is MariaDB's FLOAT, or DuckDB's: its own number of digits changes nothing to it."""
    return type(found).__name__ == "FLOAT" and (getattr(found, "precision", None) or 0) <= _SINGLE_BITS


def _is_single_on_duckdb(found: TypeEngine[Any]) -> bool:
    return _is_real(found) or _is_float4(found)


def _is_single_on_clickhouse(found: TypeEngine[Any]) -> bool:
    return _is_real(found) or type(found).__name__ == "Float32"


# SQLite has doubles alone, and to MariaDB a REAL is one.
_SINGLE: Final[Mapping[str, Callable[[TypeEngine[Any]], bool]]] = MappingProxyType(
    {
        "postgresql": _is_real,
        "duckdb": _is_single_on_duckdb,
        "clickhousedb": _is_single_on_clickhouse,
        "hive": _is_real,
    }
    | dict.fromkeys(MARIADB, _is_float4)
)


def single(value: float) -> float:
    """Return the number of single precision that is nearest to a number.

    >>> single(0.1), single(1e39), single(-1e-50)
    (0.10000000149011612, inf, -0.0)
    """
    try:
        (found,) = _FLOAT4.unpack(_FLOAT4.pack(value))
    except OverflowError:
        return math.copysign(math.inf, value)
    return float(found)


def _shortest(value: float) -> float:
    """Return the number of fewest digits that is stored as one of single precision; an integer is itself."""
    stored = single(value)
    if stored.is_integer() or not math.isfinite(stored):
        return stored
    return next(near for digits in _DIGITS if single(near := float(f"{stored:.{digits}g}")) == stored)


def _beside_any(value: Decimal) -> int | float | Decimal:
    """Return a decimal as DuckDB compares it with any column: many digits may not fit beside the column's."""
    # No `abs`, which rounds to 28 digits.
    if value == value.to_integral_value():
        return int(value) if -_HUGE < value < _HUGE else to_double(value)
    return value if len(value.as_tuple().digits) <= _NARROW else to_double(value)


def _binary(value: Decimal) -> int | float:
    """Return a decimal as SQLite has it: an integer of 64 bits, else a double."""
    if value == value.to_integral_value() and -(2**63) <= value < 2**63:
        return int(value)
    return to_double(value)


def bound_value(value: Any, declared: TypeEngine[Any]) -> BindParameter[Any]:
    """Return a value to be compared with a column of a type."""
    known = isinstance(declared, Double | Exact)
    sql_type = declared if known else bound_type(storage_of(declared), declared)
    if isinstance(value, int) and value.bit_length() > _INTEGER_BITS:
        sql_type = Exact()
    return bindparam(None, value, sql_type, unique=True)


class _AsStored(sa.Numeric[Any]):
    """A number as SQLite has it, where SQLAlchemy would round it to the digits of its type."""

    def bind_processor(self, dialect: Any) -> None:  # noqa: ARG002
        return None

    def result_processor(self, dialect: Any, coltype: Any) -> None:  # noqa: ARG002
        return None


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
