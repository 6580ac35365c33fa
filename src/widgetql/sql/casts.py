"""What a host converts: ClickHouse has types without NULL, SQLite no times, some no decimals unasked.

To an integer some round and some cut off; as text a boolean is 1 or true, and a time ends with zeros or not.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final

from sqlalchemy import Numeric, case, literal_column
from sqlalchemy import types as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.elements import BinaryExpression, Cast, ColumnElement
from sqlalchemy.types import TypeEngine

from widgetql.sql.constructs import MARIADB, Construct, everywhere, written
from widgetql.sql.utc import in_utc, time_text
from widgetql.storage import NUMBERS, STORED_TIMES, Storage, stored_by

# As SQLAlchemy writes them, times would be those of the server's clock, and dates end in 2149.
_CLICKHOUSE: Final[Mapping[Storage | None, str]] = {
    Storage.NAIVE: "DateTime64(6, 'UTC')",
    Storage.AWARE: "DateTime64(6, 'UTC')",
    Storage.DATE: "Date32",
}
# Its dialect has one type for all three, an instant in the session's zone.
_HIVE: Final[Mapping[Storage | None, str]] = {
    Storage.NAIVE: "TIMESTAMP_NTZ",
    Storage.AWARE: "TIMESTAMP",
    Storage.DATE: "DATE",
}


class double(Construct):  # noqa: N801 - reads as SQL
    """A number, of whatever type, as a double."""

    inherit_cache = True
    result = sa.Double()


class widened(Construct):  # noqa: N801 - reads as SQL
    """An integer of 64 bits: what is computed with fewer is an error where it takes more."""

    inherit_cache = True
    result = sa.BigInteger()


class as_declared(Construct):  # noqa: N801 - reads as SQL
    """What SQLAlchemy knows no type of, as the type that it is declared to be."""

    inherit_cache = True


class json_flag(Construct):  # noqa: N801 - reads as SQL
    """A boolean in a document: the arguments are it as SQLAlchemy writes it, and as JSON."""

    inherit_cache = True
    result = sa.Boolean()


class casted(Construct):  # noqa: N801 - reads as SQL
    """A value of another type: the argument is the cast as SQLAlchemy writes it."""

    inherit_cache = True


class whole(Construct):  # noqa: N801 - reads as SQL
    """A number without its decimals, as Python's `int()` has it; NULL beyond 64 bits."""

    inherit_cache = True
    result = sa.BigInteger()


class rounded(Construct):  # noqa: N801 - reads as SQL
    """A number with so many decimals, of two as near the farther from 0."""

    inherit_cache = True


class beginning(Construct):  # noqa: N801 - reads as SQL
    """So many characters of a text."""

    inherit_cache = True


def flag_of(element: BinaryExpression[Any]) -> json_flag:
    """Return a boolean of a document, of a host's path to it."""
    return json_flag(
        element, BinaryExpression(element.left, element.right, element.operator, type_=sa.JSON())
    )


def declared(value: ColumnElement[Any], kind: TypeEngine[Any]) -> as_declared:
    """Return a host's own SQL as a type."""
    found = as_declared(value)
    found.type = kind
    return found


def converted(value: ColumnElement[Any], cast: Cast[Any]) -> ColumnElement[Any]:
    """Return a host's cast of a value."""
    given, wanted = stored_by(value.type), stored_by(cast.type)
    if given is Storage.AWARE and wanted in (Storage.DATE, Storage.NAIVE):
        return _casted_to(in_utc(value), cast.type)
    if wanted is Storage.INTEGER and given in (Storage.FLOAT, Storage.DECIMAL):
        return whole(value)
    if wanted is given is Storage.INTEGER:
        return widened(value)
    scale = getattr(cast.type, "scale", None)
    if wanted is Storage.DECIMAL and given in NUMBERS and scale is not None:
        return _with_digits(value, scale, cast.type)
    if wanted is Storage.BOOLEAN and given in NUMBERS:
        return value != literal_column("0")
    if wanted is not Storage.TEXT:
        return _casted_to(value, cast.type)
    text = _text_of(value, cast.type, given)
    length = getattr(cast.type, "length", None)
    if length is not None:
        text = beginning(text, literal_column(str(length)))
        text.type = cast.type
    return text


def _with_digits(value: ColumnElement[Any], scale: int, kind: Any) -> ColumnElement[Any]:
    """Return a number with so many decimals; NULL where the type has too few digits before them."""
    number = rounded(value, literal_column(str(scale)))
    number.type = value.type
    if kind.precision is None:
        return _casted_to(number, kind)
    # What is rounded up to another digit has one too many.
    most = Decimal(10) ** (kind.precision - scale) - Decimal(5).scaleb(-scale - 1)
    room: ColumnElement[Any] = literal_column(f"{most:f}", value.type)
    # Of the least integer there is no absolute value.
    return case(((value < room) & (value > -room), _casted_to(number, kind)))


def _text_of(value: ColumnElement[Any], kind: TypeEngine[Any], given: Storage | None) -> ColumnElement[Any]:
    if given is Storage.BOOLEAN:
        yes, no = literal_column("'true'", sa.Text()), literal_column("'false'", sa.Text())
        text: ColumnElement[Any] = case((value, yes), (~value, no))
    elif given in (Storage.NAIVE, Storage.AWARE):
        text = time_text(in_utc(value) if given is Storage.AWARE else value)
    else:
        return _casted_to(value, kind)
    text.type = kind
    return text


def _casted_to(value: ColumnElement[Any], kind: TypeEngine[Any]) -> ColumnElement[Any]:
    found = casted(Cast(value, kind))
    found.type = kind
    return found


@everywhere(casted)
def _casted(element: casted, compiler: Any, **options: Any) -> str:
    (cast,) = element.clauses
    return str(compiler.process(cast, **options))


@compiles(casted, "clickhousedb")
def _casted_clickhouse(element: casted, compiler: Any, **options: Any) -> str:
    value, kind = _parts(element, compiler, options)
    kind = _CLICKHOUSE.get(stored_by(element.type), kind)
    if _lacks_digits(element):
        kind = "Decimal(76, 20)"
    nullable = kind if kind.startswith(("Nullable(", "Array(", "Map(", "Tuple(")) else f"Nullable({kind})"
    return f"CAST({value} AS {nullable})"


@compiles(casted, *MARIADB)
def _casted_mariadb(element: casted, compiler: Any, **options: Any) -> str:
    if _lacks_digits(element):
        return f"CAST({_parts(element, compiler, options)[0]} AS DECIMAL(65, 20))"
    return _casted(element, compiler, **options)


@compiles(casted, "hive")
def _casted_hive(element: casted, compiler: Any, **options: Any) -> str:
    kind, value = element.type, _parts(element, compiler, options)[0]
    if (time := _HIVE.get(stored_by(kind))) is not None:
        return f"CAST({value} AS {time})"
    if not isinstance(kind, Numeric) or stored_by(kind) is not Storage.DECIMAL:
        return _casted(element, compiler, **options)
    # Its dialect writes no digits.
    digits = "38, 10" if kind.precision is None else f"{kind.precision}, {kind.scale or 0}"
    return f"CAST({value} AS DECIMAL({digits}))"


@compiles(casted, "sqlite")
def _casted_sqlite(element: casted, compiler: Any, **options: Any) -> str:
    wanted, given = stored_by(element.type), stored_by(_cast_of(element).clause.type)
    if wanted in STORED_TIMES and given in {*STORED_TIMES, Storage.TEXT}:
        # A cast would be of the digits of the year.
        value = _parts(element, compiler, options)[0]
        return f"date({value})" if wanted is Storage.DATE else f"strftime('%Y-%m-%d %H:%M:%f000', {value})"
    return _casted(element, compiler, **options)


def _cast_of(element: casted) -> Any:
    (cast,) = element.clauses
    return cast


def _parts(element: casted, compiler: Any, options: Any) -> tuple[str, str]:
    """Write the value, and the type."""
    cast = _cast_of(element)
    return compiler.process(cast.clause, **options), compiler.process(cast.typeclause, **options)


def _lacks_digits(element: casted) -> bool:
    kind = element.type
    return isinstance(kind, Numeric) and stored_by(kind) is Storage.DECIMAL and kind.precision is None


@everywhere(double)
def _double(element: double, compiler: Any, **options: Any) -> str:
    return written(element, compiler, **options)[0]


@compiles(double, "postgresql")
def _double_postgresql(element: double, compiler: Any, **options: Any) -> str:
    return f"CAST({written(element, compiler, **options)[0]} AS DOUBLE PRECISION)"


@compiles(double, "clickhousedb")
def _double_clickhouse(element: double, compiler: Any, **options: Any) -> str:
    # toFloat64 makes a 0 of the NULL of a CASE of several types.
    return f"CAST({written(element, compiler, **options)[0]} AS Nullable(Float64))"


@everywhere(widened)
def _widened(element: widened, compiler: Any, **options: Any) -> str:
    return written(element, compiler, **options)[0]


@compiles(widened, "postgresql")
@compiles(widened, "duckdb")
@compiles(widened, "hive")
def _widened_at_need(element: widened, compiler: Any, **options: Any) -> str:
    return f"CAST({written(element, compiler, **options)[0]} AS BIGINT)"


@everywhere(whole)
def _whole(element: whole, compiler: Any, **options: Any) -> str:
    return _fitting(element, "CAST(trunc({}) AS BIGINT)", compiler, options)


@compiles(whole, "sqlite")
@compiles(whole, "hive")
def _whole_cut(element: whole, compiler: Any, **options: Any) -> str:
    return _fitting(element, "CAST({} AS BIGINT)", compiler, options)


@compiles(whole, *MARIADB)
def _whole_mariadb(element: whole, compiler: Any, **options: Any) -> str:
    return _fitting(element, "CAST(truncate({}, 0) AS SIGNED)", compiler, options)


@compiles(whole, "clickhousedb")
def _whole_clickhouse(element: whole, compiler: Any, **options: Any) -> str:
    return _fitting(element, "CAST(trunc({}) AS Nullable(Int64))", compiler, options)


def _fitting(element: whole, spelled: str, compiler: Any, options: Any) -> str:
    # 2 ** 63 is a double, and the largest integer is none.
    value = written(element, compiler, **options)[0]
    within = f"{value} >= -9223372036854775808.0 AND {value} < 9223372036854775808.0"
    return f"CASE WHEN {within} THEN {spelled.format(value)} END"


@everywhere(beginning)
def _beginning(element: beginning, compiler: Any, **options: Any) -> str:
    return "substr({}, 1, {})".format(*written(element, compiler, **options))


@compiles(beginning, "clickhousedb")
def _beginning_clickhouse(element: beginning, compiler: Any, **options: Any) -> str:
    return "substringUTF8({}, 1, {})".format(*written(element, compiler, **options))


@everywhere(as_declared)
def _as_declared(element: as_declared, compiler: Any, **options: Any) -> str:
    return written(element, compiler, **options)[0]


@compiles(as_declared, "duckdb")
@compiles(as_declared, "postgresql")
def _as_declared_text(element: as_declared, compiler: Any, **options: Any) -> str:
    # It may be a date, or NULL, which has no collation and is no text.
    value = written(element, compiler, **options)[0]
    return f"CAST({value} AS VARCHAR)" if stored_by(element.type) is Storage.TEXT else value


@compiles(as_declared, "hive")
def _as_declared_hive(element: as_declared, compiler: Any, **options: Any) -> str:
    value = written(element, compiler, **options)[0]
    return f"CAST({value} AS STRING)" if stored_by(element.type) is Storage.TEXT else value


@compiles(as_declared, "clickhousedb")
def _as_declared_clickhouse(element: as_declared, compiler: Any, **options: Any) -> str:
    # Times are bound as text; of a date a time would be the midnight of the server's zone.
    value = written(element, compiler, **options)[0]
    match stored_by(element.type):
        case Storage.DATE:
            return f"toDate32({value})"
        case Storage.NAIVE:
            return f"toDateTime64({value}, 6, 'UTC')"
        case _:
            return value


@everywhere(rounded)
def _rounded_by_the_cast(element: rounded, compiler: Any, **options: Any) -> str:
    return written(element, compiler, of=[0], **options)[0]


@compiles(rounded, "sqlite")
@compiles(rounded, "clickhousedb")
def _rounded_before(element: rounded, compiler: Any, **options: Any) -> str:
    # SQLite's cast keeps all digits, that of ClickHouse cuts them off.
    return "round({}, {})".format(*written(element, compiler, **options))


@everywhere(json_flag)
def _json_flag(element: json_flag, compiler: Any, **options: Any) -> str:
    return written(element, compiler, of=[0], **options)[0]


@compiles(json_flag, *MARIADB)
def _json_flag_mariadb(element: json_flag, compiler: Any, **options: Any) -> str:
    # SQLAlchemy takes what is not there for false.
    flag, there = written(element, compiler, **options)
    return f"CASE WHEN {there} IS NOT NULL THEN ({flag}) END"
