"""Instants that are stored as numbers since 1970: bound as a number of the column's, read as microseconds."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from datetime import UTC, datetime
from decimal import Decimal
from types import MappingProxyType
from typing import Any, Final

from sqlalchemy import and_, case, cast, or_, type_coerce
from sqlalchemy import types as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.elements import ColumnElement

from widgetql.epochs import BEYOND, FIRST, UNITS, Epoch
from widgetql.sql.constructs import MARIADB, Construct, everywhere, sql_type_of, written
from widgetql.sql.elapsed import once_sqlite
from widgetql.sql.finite import is_no_number
from widgetql.sql.stored import instant_of, stored_micros
from widgetql.sql.time import Instant, epoch_micros
from widgetql.sql.values import Double, Exact
from widgetql.storage import Storage

_INTEGER: Final[sa.TypeEngine[Any]] = sa.BigInteger()
_WHOLE_BEYOND: Final = 2**53
_AS_STORED: Final[sa.TypeEngine[Any]] = Exact()


class Micros(Instant):
    """Microseconds since 1970: an aware UTC datetime in Python."""

    cache_ok = True

    def __init__(self) -> None:
        super().__init__(Storage.EPOCH)

    @property
    def key(self) -> Hashable:
        """What tells how instants are stored from other ways."""
        return self._static_cache_key

    def load_dialect_impl(self, dialect: Any) -> sa.TypeEngine[Any]:  # noqa: ARG002
        """Return the type that the driver sees."""
        return self.stored_type()

    def stored_type(self) -> sa.TypeEngine[Any]:
        """Return the type of the column."""
        return _INTEGER

    def process_bind_param(self, value: datetime | None, dialect: Any) -> Any:
        """Write an instant as the least number of the column's that is not before it."""
        return None if value is None else self.bound(stored_micros(value.astimezone(UTC)), dialect.name)

    def bound(self, micros: int, dialect: str) -> int | float | Decimal:  # noqa: ARG002
        """Return the least number that a database stores so and that is not before an instant."""
        return micros

    def bind_expression(self, bindparam: Any) -> Any:
        """Let a bound number pass through what its driver needs."""
        found = self.impl_instance.bind_expression(bindparam)
        return super().bind_expression(bindparam) if found is None else found

    def column_expression(self, column: Any) -> Any:
        """Select the microseconds."""
        return _selected(column)

    def result_processor(self, dialect: Any, coltype: Any) -> Any:  # noqa: ARG002
        """Read selected microseconds as an instant."""
        return _instant

    def in_micros(self, value: str, dialect: str) -> str:  # noqa: ARG002
        """Write SQL of the microseconds since 1970."""
        return value


def _instant(micros: Any) -> datetime | None:
    return None if micros is None else instant_of(int(micros), UTC)


class _selected(Construct):  # noqa: N801 - reads as SQL
    """The microseconds of a stored number, read as its type reads them."""

    inherit_cache = True

    def __init__(self, column: ColumnElement[Any]) -> None:
        super().__init__(column)
        self.type = column.type


@everywhere(_selected)
def _write_selected(element: _selected, compiler: Any, **options: Any) -> str:
    return str(compiler.process(epoch_micros(*element.clauses), **options))


class EpochTime(Micros):
    """Numbers of a unit since 1970, as a column of `numbers` stores them.

    `canonical` tells that on SQLite, too, a column of integers holds nothing else.
    """

    cache_ok = True

    def __init__(self, epoch: Epoch, numbers: sa.TypeEngine[Any], canonical: bool = False) -> None:
        super().__init__()
        self.epoch = epoch
        self.numbers = numbers
        # Numbers that are no instants are in any column of numbers: `Instant` promises that there are none.
        self.holds_integers = canonical

    def as_stored(self) -> Instant:
        """Return the same type, whose values in an answer are what the driver gives."""
        return _Stored(self.epoch, self.numbers, self.holds_integers)

    def load_dialect_impl(self, dialect: Any) -> sa.TypeEngine[Any]:
        """Return the type that the driver sees."""
        return self.numbers if dialect.name != "sqlite" or self.is_whole("sqlite") else _AS_STORED

    def stored_type(self) -> sa.TypeEngine[Any]:
        """Return the type of the column."""
        return self.numbers

    @property
    def is_integer(self) -> bool:
        """Tell whether the column is one of integers."""
        return not isinstance(self.numbers, Double | Exact)

    def is_whole(self, dialect: str) -> bool:
        """Tell whether all that a database stores in such a column is integers."""
        return self.is_integer and (dialect != "sqlite" or self.holds_integers)

    def bound(self, micros: int, dialect: str) -> int | float | Decimal:
        """Return the least number that a database stores so and that is not before an instant."""
        if self.is_whole(dialect):
            return self.epoch.whole(micros)
        if isinstance(self.numbers, Exact) and dialect != "sqlite":
            return self.epoch.decimal(micros, self.numbers.scale)
        double = self.epoch.double(micros)
        # Beyond, SQLite's integers are closer together than doubles.
        return double if abs(double) < _WHOLE_BEYOND or dialect != "sqlite" else self.epoch.whole(micros)

    def read(self, text: ColumnElement[Any]) -> ColumnElement[Any]:
        """Return what `text` or `literal` wrote, as the column stores it."""
        return type_coerce(cast(text, sa.Numeric()), self)

    def text(self, value: datetime) -> str:
        """Return the bound of an instant as text, for SQLite."""
        return str(self.bound(stored_micros(value), "sqlite"))

    def literal(self, value: datetime) -> str:
        """Return the same for other databases."""
        return str(self.bound(stored_micros(value), ""))

    def end(self, micros: int, dialect: str) -> str:
        """Write a bound that is always the same."""
        found = self.bound(micros, dialect)
        match found:
            case float():
                text = repr(found)
                return text if "e" in text else f"{text}e0"
            case Decimal() if dialect == "clickhousedb":
                return f"toDecimal256('{found:f}', {_scale(found)})"
            case Decimal():
                return f"{found:f}"
            case _:
                return str(found)

    def in_micros(self, value: str, dialect: str) -> str:
        """Write SQL of the microseconds since 1970."""
        unit = self.epoch.unit
        if dialect == "sqlite":
            return (
                f"({value} * {unit})" if self.is_whole(dialect) else once_sqlite(value, self._micros_sqlite)
            )
        integer = _INTEGERS.get(dialect, "CAST({} AS BIGINT)")
        if self.is_whole(dialect):
            return f"({integer.format(value)} * {unit})"
        fraction, half = f"({value} - floor({value}))", "0.5"
        if isinstance(self.numbers, Exact):
            part, half = _FRACTIONS.get(dialect, ("{}", half))
            product = f"{part.format(fraction)} * {unit}"
        else:
            product = f"{fraction} * {unit}e0"
            if dialect == "clickhousedb":
                # It computes of NaN, too, what then is NULL.
                integer = "accurateCastOrNull({}, 'Int64')"
        rounded = integer.format(f"floor({product} + {half})")
        return f"({integer.format(f'floor({value})')} * {unit} + {rounded})"

    def _micros_sqlite(self, value: str) -> str:
        unit = self.epoch.unit
        # Not every SQLite has floor().
        whole = f"(CAST({value} AS INTEGER) - ({value} < CAST({value} AS INTEGER)))"
        rounded = f"CAST(({value} - {whole}) * {unit}.0 + 0.5 AS INTEGER)"
        return (
            f"CASE typeof({value}) WHEN 'integer' THEN {value} * {unit} ELSE {whole} * {unit} + {rounded} END"
        )


def _scale(number: Decimal) -> int:
    exponent = number.as_tuple().exponent
    assert isinstance(exponent, int)
    return -exponent


_INTEGERS: Final[Mapping[str, str]] = MappingProxyType(
    {"clickhousedb": "toInt64({})"} | dict.fromkeys(MARIADB, "CAST({} AS SIGNED)")
)
# The fraction of a decimal with room for what it is multiplied by, and the half that is added to it.
_FRACTIONS: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        "duckdb": ("CAST({} AS DECIMAL(28, 20))", "0.5"),
        "hive": ("CAST({} AS DECIMAL(28, 20))", "0.5BD"),
        "clickhousedb": ("toDecimal128({}, 20)", "toDecimal128('0.5', 1)"),
    }
)


class _Stored(EpochTime):
    """Selected microseconds as the driver gives them: `instant_of` reads them where they are needed."""

    cache_ok = True

    def result_processor(self, dialect: Any, coltype: Any) -> None:  # noqa: ARG002
        """Leave the value as it is: no call for each row."""
        return


class _end(Construct):  # noqa: N801 - reads as SQL
    """The least number that is an instant; its argument is the column, which only says the type."""

    inherit_cache = True
    micros = FIRST


class _beyond(_end):  # noqa: N801 - reads as SQL
    """The least number beyond the instants."""

    inherit_cache = True
    micros = BEYOND


@everywhere(_end)
def _write_end(element: _end, compiler: Any, **options: Any) -> str:  # noqa: ARG001
    kind = sql_type_of(element)
    found = kind if isinstance(kind, EpochTime) else EpochTime(Epoch(UNITS["us"]), _INTEGER)
    return found.end(element.micros, compiler.dialect.name)


def since(
    column: ColumnElement[Any], start: ColumnElement[Any] | None, end: ColumnElement[Any] | None
) -> ColumnElement[bool]:
    """Hold for stored numbers from `start` until just before `end`; open is where the calendar ends.

    Both bounds are said: to SQLite a text is more than any number, to others NaN is.
    """
    low = _end(column) if start is None else start
    return and_(column >= low, column < (_beyond(column) if end is None else end))


def is_no_epoch(column: ColumnElement[Any], kind: EpochTime) -> ColumnElement[bool]:
    """Hold where no number is stored that is an instant."""
    typed = type_coerce(column, kind)
    return or_(is_no_number(column), typed < _end(typed), typed >= _beyond(typed))


def as_epoch(column: ColumnElement[Any], kind: EpochTime) -> ColumnElement[Any]:
    """Return a stored number that is an instant; NULL for others."""
    typed = type_coerce(column, kind)
    return type_coerce(case((since(typed, None, None), typed)), kind)


def in_micros(instant: ColumnElement[Any]) -> ColumnElement[Any]:
    """Return a stored number as what is equal for equal instants, and sorts."""
    return type_coerce(epoch_micros(instant), Micros())


def in_order(instant: ColumnElement[Any]) -> ColumnElement[Any]:
    """Return a stored time as it sorts: where several numbers are one instant, no index has a part."""
    kind = instant.type
    if not isinstance(kind, EpochTime):
        return type_coerce(whole_micros(instant), kind)
    # Of fractions in a column of integers, which SQLite may hold, none is less than a microsecond.
    return instant if kind.is_integer else in_micros(instant)


class whole_micros(Construct):  # noqa: N801 - reads as SQL
    """A stored date or date-time as it is shown: of its nanoseconds only the whole microseconds."""

    inherit_cache = True

    def __init__(self, instant: ColumnElement[Any]) -> None:
        super().__init__(instant)
        self.type = instant.type


@everywhere(whole_micros)
def _whole_micros(element: whole_micros, compiler: Any, **options: Any) -> str:
    return written(element, compiler, **options)[0]


@compiles(whole_micros, "duckdb")
def _whole_micros_duckdb(element: whole_micros, compiler: Any, **options: Any) -> str:
    value, kind = written(element, compiler, **options)[0], sql_type_of(element)
    # Of a TIMESTAMP it is no cast.
    is_naive = isinstance(kind, Instant) and kind.storage is Storage.NAIVE
    return f"CAST({value} AS TIMESTAMP)" if is_naive else value


@compiles(whole_micros, "clickhousedb")
def _whole_micros_clickhouse(element: whole_micros, compiler: Any, **options: Any) -> str:
    value, kind = written(element, compiler, **options)[0], sql_type_of(element)
    # It keeps the order of the table's key.
    is_date = isinstance(kind, Instant) and kind.storage is Storage.DATE
    return value if is_date else f"toDateTime64({value}, 6)"
