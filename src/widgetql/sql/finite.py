"""Stored numbers, and what stands where they should: NaN, infinities, on SQLite texts and bytes are missing.

What is no number sorts outside of the numbers: NaN above the infinity on PostgreSQL, DuckDB and Spark; in
SQLite every text above every number. So a comparison needs one bound more at most, and an index serves both.
"""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import types as sa
from sqlalchemy.sql.elements import ColumnElement

from widgetql.sql.constructs import (
    MARIADB,
    BooleanConstruct,
    Construct,
    bare,
    everywhere,
    sql_type_of,
    written,
)
from widgetql.sql.values import digits_of, shown_type, single_on
from widgetql.storage import Storage, storage_of

_LARGEST: Final = "1.7976931348623157e308"
# What is nearer to 0 rounds to it: half of the smallest.
_SMALLEST: Final = "2.4703282292062328e-324"
# The doubles, and how each database writes the ends of their range.
_FLOATS: Final = {
    "sqlite": (f"-{_LARGEST}", _LARGEST),
    "duckdb": (f"-{_LARGEST}", _LARGEST),
    "clickhousedb": (f"-{_LARGEST}", _LARGEST),
    "postgresql": (f"'-{_LARGEST}'::FLOAT8", f"'{_LARGEST}'::FLOAT8"),
    "hive": (f"-{_LARGEST}D", f"{_LARGEST}D"),
}
_QUICK: Final = {"postgresql": "abs({}) <= {}", "clickhousedb": "isFinite({})"}
# So many digits before the point, or after it, are within a double's range.
_FITTING: Final = 300
# No two decimals of so many digits have one nearest double.
_UNIQUE: Final = 15
# The whole part of a decimal, and the decimal of its nearest double. Texts are read as the nearest, which not
# every cast of a decimal is; and PostgreSQL's from a double has 15 digits.
_FEWEST: Final = {
    "postgresql": (
        "trunc({0})",
        f"CASE WHEN abs({{0}}) BETWEEN {_SMALLEST} AND {_LARGEST} "
        "THEN CAST(CAST(CAST({0} AS DOUBLE PRECISION) AS TEXT) AS NUMERIC) "
        "WHEN abs({0}) < 1 THEN 0 ELSE {0} END",
    ),
    "duckdb": (
        "trunc({0})",
        "TRY_CAST(CAST(CAST(CAST({0} AS VARCHAR) AS DOUBLE) AS VARCHAR) AS DECIMAL({1}, {2}))",
    ),
    "clickhousedb": (
        "trunc({0})",
        "accurateCastOrNull(toString(toFloat64(toString({0}))), 'Decimal({1}, {2})')",
    ),
    "hive": ("floor({0})", "try_cast(CAST(CAST({0} AS DOUBLE) AS STRING) AS DECIMAL({1}, {2}))"),
} | dict.fromkeys(MARIADB, ("truncate({0}, 0)", "CAST(CAST({0} AS DOUBLE) AS DECIMAL({1}, {2}))"))
# Where decimals of any size are computed with, or the highest is put for what is beyond.
_WITHIN: Final = {"postgresql", *MARIADB}
# Where a boolean is a number.
_COUNTED: Final = {"sqlite", "clickhousedb", *MARIADB}
_INTEGERS: Final = "-9223372036854775807 AND 9223372036854775807"
_OUTSIDE: Final = {">=": "<", "<=": ">", ">": "<=", "<": ">="}


class as_written(Construct):  # noqa: N801 - reads as SQL
    """A column that nobody but SQLAlchemy writes to: on SQLite, too, it holds what its type says."""

    inherit_cache = True

    def __init__(self, column: ColumnElement[Any]) -> None:
        super().__init__(column)
        self.type = column.type


@everywhere(as_written)
def _as_written(element: as_written, compiler: Any, **options: Any) -> str:
    return written(element, compiler, **options)[0]


class number(Construct):  # noqa: N801 - reads as SQL
    """A number that is there, as it is shown: of single precision the double that it is."""

    inherit_cache = True

    def __init__(self, value: ColumnElement[Any]) -> None:
        super().__init__(value)
        self.type = shown_type(value.type)


@everywhere(number)
def _number(element: number, compiler: Any, **options: Any) -> str:
    return _shown(element, written(element, compiler, **options)[0], compiler.dialect.name)


class one_zero(Construct):  # noqa: N801 - reads as SQL
    """A double to be looked up in a list: -0.0 is 0 also where bytes are compared, as ClickHouse does."""

    inherit_cache = True

    def __init__(self, value: ColumnElement[Any]) -> None:
        super().__init__(value)
        self.type = value.type


@everywhere(one_zero)
def _one_zero(element: one_zero, compiler: Any, **options: Any) -> str:
    (value,) = written(element, compiler, **options)
    # Spark passes over a file whose only zero is -0.0: Parquet's dictionaries compare bytes.
    zero = {"clickhousedb": "0", "hive": "0D"}.get(compiler.dialect.name)
    return value if zero is None else f"({value} + {zero})"


class finite(number):  # noqa: N801 - reads as SQL
    """A number as it is shown; NULL for what is none."""

    inherit_cache = True


@everywhere(finite)
def _finite(element: finite, compiler: Any, **options: Any) -> str:
    (value,) = written(element, compiler, **options)
    dialect = compiler.dialect.name
    shown, bounds = _shown(element, value, dialect), _bounds(element, dialect)
    if not bounds:
        return shown
    if dialect == "postgresql" and _stored(element) is Storage.DECIMAL and _is_wide(element, 0):
        # Of what is nearer to 0 than any double PostgreSQL makes none, but an error.
        return (
            f"CASE WHEN abs({value}) BETWEEN {_SMALLEST} AND {_LARGEST} THEN {value} "
            f"WHEN abs({value}) < 1 THEN 0 END"
        )
    return f"CASE WHEN {_quickly(element, value, bounds, dialect)} THEN {shown} END"


def _is_wide(element: Construct, index: int) -> bool:
    """Tell whether a decimal may be beyond the doubles, or nearer to 0 than all: of no digits declared."""
    precision, scale = digits_of(sql_type_of(element, index))
    return precision is None or max(precision - (scale or 0), scale or 0) > _FITTING


def _quickly(element: Construct, value: str, bounds: tuple[tuple[str, str], ...], dialect: str) -> str:
    """Write that a value is a number in a quicker way, where no index is to serve it."""
    inside = _inside(value, bounds)
    if _stored(element) is Storage.FLOAT:
        return _QUICK.get(dialect, inside).format(value, bounds[-1][1])
    # SQLite compares integers with each other in half the time, and most are.
    return f"{value} BETWEEN {_INTEGERS} OR {inside}" if dialect == "sqlite" else inside


class one_group(Construct):  # noqa: N801 - reads as SQL
    """A number as it is shown, to be grouped: decimals that are shown as one number are one.

    An integer is itself, another the decimal of fewest digits whose nearest double is the same.
    """

    inherit_cache = True

    def __init__(self, value: ColumnElement[Any]) -> None:
        super().__init__(value)
        self.type = value.type


@everywhere(one_group)
def _one_group(element: one_group, compiler: Any, **options: Any) -> str:
    (value,) = written(element, compiler, **options)
    precision, scale = digits_of(sql_type_of(element))
    dialect = compiler.dialect.name
    if dialect not in _FEWEST or scale == 0 or (precision is not None and precision <= _UNIQUE):
        return value
    if precision is None and dialect != "postgresql":
        # What the column's own type is only the database knows.
        return value
    whole, fewest = _FEWEST[dialect]
    kept, found = whole.format(value), fewest.format(value, precision, scale)
    if precision is not None and dialect not in _WITHIN:
        # What is shown of the highest may be beyond all that the type holds.
        found = f"coalesce({found}, {_highest(value, precision, scale or 0, dialect)})"
    return f"CASE WHEN {value} = {kept} THEN {value} ELSE {found} END"


def _highest(value: str, precision: int, scale: int, dialect: str) -> str:
    """Write the highest decimal of so many digits that is on the same side of 0; NULL for NULL."""
    kind = f"DECIMAL({precision}, {scale})"
    kind = f"Nullable({kind})" if dialect == "clickhousedb" else kind
    digits = f"0{'9' * (precision - scale)}.{'9' * scale}"
    above, below = (f"CAST('{sign}{digits}' AS {kind})" for sign in ("", "-"))
    return f"CASE WHEN {value} > 0 THEN {above} WHEN {value} < 0 THEN {below} END"


class is_fractional(BooleanConstruct):  # noqa: N801 - reads as SQL
    """Holds for a decimal beyond 2^53 that is no integer. SQLite has doubles there, and all are integers."""

    inherit_cache = True


@everywhere(is_fractional)
def _is_fractional(element: is_fractional, compiler: Any, **options: Any) -> str:
    (value,) = written(element, compiler, **options)
    found = _FEWEST.get(compiler.dialect.name)
    return "1 = 0" if found is None else f"{value} <> {found[0].format(value)}"


class is_number(BooleanConstruct):  # noqa: N801 - reads as SQL
    """Holds for a number; false or NULL for what is none."""

    inherit_cache = True


@everywhere(is_number)
def _is_number(element: is_number, compiler: Any, **options: Any) -> str:
    (value,) = written(element, compiler, **options)
    bounds = _bounds(element, compiler.dialect.name)
    return f"({_inside(value, bounds)})" if bounds else f"{value} IS NOT NULL"


class is_no_number(BooleanConstruct):  # noqa: N801 - reads as SQL
    """Holds for what is no number, NULL among it."""

    inherit_cache = True


@everywhere(is_no_number)
def _is_no_number(element: is_no_number, compiler: Any, **options: Any) -> str:
    (value,) = written(element, compiler, **options)
    bounds = _bounds(element, compiler.dialect.name)
    beyond = [f"{value} {_OUTSIDE[sign]} {end}" for sign, end in bounds]
    if compiler.dialect.name == "clickhousedb" and bounds:
        # There NaN is neither below nor above.
        beyond.append(f"isNaN({value})")
    # An index finds each.
    absent = " OR ".join([f"{value} IS NULL", *beyond])
    return f"({absent})" if bounds else absent


class truth(Construct):  # noqa: N801 - reads as SQL
    """A stored boolean, or number: false where it is 0, true where it is another; NULL for what is none."""

    inherit_cache = True
    result = sa.Boolean()


@everywhere(truth)
def _truth(element: truth, compiler: Any, **options: Any) -> str:
    (value,) = written(element, compiler, **options)
    dialect, is_boolean = compiler.dialect.name, _stored(element) is Storage.BOOLEAN
    if is_boolean and (dialect not in _COUNTED or isinstance(next(iter(element.clauses)), as_written)):
        return value
    bounds = _bounds(element, dialect)
    if not bounds:
        return f"({value} <> 0)"
    return f"CASE WHEN {_quickly(element, value, bounds, dialect)} THEN {value} <> 0 END"


class bounded_above(BooleanConstruct):  # noqa: N801 - reads as SQL
    """A comparison that large numbers satisfy, and nothing else does: arguments are it, and the value."""

    inherit_cache = True


class bounded_below(BooleanConstruct):  # noqa: N801 - reads as SQL
    """A comparison that small numbers satisfy, and nothing else does."""

    inherit_cache = True


@everywhere(bounded_above)
def _bounded_above(element: bounded_above, compiler: Any, **options: Any) -> str:
    return _bounded(element, "<", compiler, options)


@everywhere(bounded_below)
def _bounded_below(element: bounded_below, compiler: Any, **options: Any) -> str:
    return _bounded(element, ">", compiler, options)


def _bounded(element: BooleanConstruct, side: str, compiler: Any, options: Any) -> str:
    bounds = [end for end in _bounds(element, compiler.dialect.name, 1) if end[0].startswith(side)]
    comparison = str(compiler.process(bare(next(iter(element.clauses))), **options))
    if not bounds:
        return comparison
    (value,) = written(element, compiler, of=[1], **options)
    return f"({comparison} AND {value} {' '.join(bounds[0])})"


def _inside(value: str, bounds: tuple[tuple[str, str], ...]) -> str:
    if [sign for sign, _ in bounds] == [">=", "<="]:
        # SQLite evaluates the value once.
        return f"{value} BETWEEN {bounds[0][1]} AND {bounds[1][1]}"
    return " AND ".join(f"{value} {sign} {end}" for sign, end in bounds)


def _bounds(element: Construct, dialect: str, index: int = 0) -> tuple[tuple[str, str], ...]:
    """Return what a stored number satisfies and nothing else does; of no use where there is nothing else."""
    if dialect == "sqlite":
        if isinstance(list(element.clauses)[index], as_written):
            return ()
    elif dialect == "postgresql" and _stored(element, index) is Storage.DECIMAL:
        if _is_wide(element, index):
            return ((">=", f"-{_LARGEST}"), ("<=", _LARGEST))
        # With a number of digits it takes no infinity. NaN is above.
        return (("<", "'Infinity'::NUMERIC"),)
    elif _stored(element, index) is not Storage.FLOAT or dialect not in _FLOATS:
        return ()
    low, high = _FLOATS[dialect]
    return ((">=", low), ("<=", high))


def _stored(element: Construct, index: int = 0) -> Storage:
    """Return how a number is stored; what SQLAlchemy knows no type of is read as a double."""
    return storage_of(sql_type_of(element, index)) or Storage.FLOAT


def _shown(element: Construct, value: str, dialect: str) -> str:
    if _stored(element) is not Storage.FLOAT:
        return value
    is_single = dialect in single_on(sql_type_of(element))
    if dialect == "clickhousedb":
        # -0.0 is 0 also where bytes are compared.
        return f"({value} + 0)"
    if dialect == "postgresql" and is_single:
        # Its sums are of single precision, too, and its driver has but the shortest digits.
        return f"CAST({value} AS DOUBLE PRECISION)"
    # MariaDB sends six digits.
    return f"({value} + 0e0)" if dialect in MARIADB and is_single else value
