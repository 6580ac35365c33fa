"""Numbers in text, sums that cannot wrap, means."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import types as sa
from sqlalchemy.ext.compiler import compiles

from widgetql.sql.constructs import MARIADB, Construct, everywhere, sql_type_of, written
from widgetql.sql.values import Double
from widgetql.storage import Storage, storage_of, undecorated

# The largest finite double; PostgreSQL refuses to cast anything beyond, and what rounds to 0: half of the
# smallest, and less.
MAX_DOUBLE: Final = "1.7976931348623157e308"
_MIN_DOUBLE: Final = "2.4703282292062328e-324"
# JSON's grammar of a number; the caps on digits keep PostgreSQL's numeric within its range.
_GRAMMAR: Final = r"^-?(0|[1-9][0-9]*)([.][0-9]+)?([eE][-+]?[0-9]{1,4})?$"
_MAX_DIGITS: Final = 400
# The same for PCRE, whose "$" stands before a last line break too; without a backslash, which a literal of
# MySQL reads in two ways. The largest double, as it is written with and without an exponent.
_GRAMMAR_PCRE: Final = "(?-imsx)" + _GRAMMAR + "(?![^x]|x)"
_LARGEST: Final = "^-?1([.]?7976931348623157)0*([.]0*|[eE][+]?308)?$"


class text_number(Construct):  # noqa: N801 - reads as SQL
    """The double that a text is by JSON's grammar; NULL for any other text, and beyond a double."""

    inherit_cache = True
    result = Double()


@compiles(text_number, "sqlite")
def _text_number_sqlite(element: text_number, compiler: Any, **options: Any) -> str:
    value = written(element, compiler, **options)[0]
    # Among texts of these characters only, json_valid accepts exactly the numbers.
    shape = f"{value} NOT GLOB '*[^-+.eE0-9]*' AND {value} NOT GLOB '*[eE]*[0-9][0-9][0-9][0-9][0-9]*'"
    finite = f"abs(CAST({value} AS REAL)) <= {MAX_DOUBLE}"
    return (
        f"CASE WHEN length({value}) <= {_MAX_DIGITS} AND {shape} AND json_valid({value}) AND {finite} "
        f"THEN CAST({value} AS REAL) END"
    )


@compiles(text_number, "postgresql")
def _text_number_postgresql(element: text_number, compiler: Any, **options: Any) -> str:
    value = written(element, compiler, **options)[0]
    # CASE, unlike AND, keeps PostgreSQL from casting a text that is no number.
    exact = f"CAST({value} AS NUMERIC)"
    return (
        f"CASE WHEN length({value}) > {_MAX_DIGITS} OR {value} !~ '{_GRAMMAR}' THEN NULL "
        f"WHEN abs({exact}) > {MAX_DOUBLE} THEN NULL WHEN abs({exact}) < {_MIN_DOUBLE} THEN 0 "
        f"ELSE CAST({value} AS DOUBLE PRECISION) END"
    )


@compiles(text_number, "duckdb")
def _text_number_duckdb(element: text_number, compiler: Any, **options: Any) -> str:
    value = written(element, compiler, **options)[0]
    number = f"TRY_CAST({value} AS DOUBLE)"
    return (
        f"CASE WHEN length({value}) <= {_MAX_DIGITS} AND regexp_matches({value}, '{_GRAMMAR}') "
        f"AND isfinite({number}) THEN {number} END"
    )


@compiles(text_number, *MARIADB)
def _text_number_mariadb(element: text_number, compiler: Any, **options: Any) -> str:
    value = written(element, compiler, **options)[0]
    return (
        f"CASE WHEN char_length({value}) <= {_MAX_DIGITS} AND {value} REGEXP '{_GRAMMAR_PCRE}' "
        f"THEN {mariadb_double(value)} END"
    )


def mariadb_double(number: str) -> str:
    """Write SQL for the double that a number in text is; NULL beyond the largest."""
    # A CAST clamps to the largest double, which is meant only where it is spelt out.
    double = f"CAST({number} AS DOUBLE)"
    return f"CASE WHEN abs({double}) < {MAX_DOUBLE} OR {number} REGEXP '{_LARGEST}' THEN {double} END"


@compiles(text_number, "hive")
def _text_number_hive(element: text_number, compiler: Any, **options: Any) -> str:
    value = written(element, compiler, **options)[0]
    number = f"try_cast({value} AS DOUBLE)"
    # Java's "$" stands before a line break too, so only a text of these characters may be one.
    shape = f"translate({value}, '-+.eE0123456789', '') = '' AND {value} RLIKE '{_GRAMMAR}'"
    return (
        f"CASE WHEN length({value}) <= {_MAX_DIGITS} AND {shape} AND abs({number}) <= {MAX_DOUBLE} "
        f"THEN {number} END"
    )


@compiles(text_number, "clickhousedb")
def _text_number_clickhouse(element: text_number, compiler: Any, **options: Any) -> str:
    value = written(element, compiler, **options)[0]
    number = f"toFloat64OrNull({value})"
    return (
        f"CASE WHEN length({value}) <= {_MAX_DIGITS} AND match({value}, '{_GRAMMAR}') "
        f"AND isFinite({number}) THEN ({number} + 0) END"
    )


class safe_sum(Construct):  # noqa: N801 - reads as SQL
    """The sum of integers, which never wraps and never fails."""

    inherit_cache = True


@everywhere(safe_sum)
def _safe_sum(element: safe_sum, compiler: Any, **options: Any) -> str:
    # PostgreSQL and DuckDB sum 64-bit integers in a wider type.
    return f"sum({written(element, compiler, **options)[0]})"


@compiles(safe_sum, "sqlite")
def _safe_sum_sqlite(element: safe_sum, compiler: Any, **options: Any) -> str:
    # Any integer column holds 64 bits there, whatever its declared type.
    return whole_sum_sqlite(*halves_sqlite(written(element, compiler, **options)[0]))


def halves_sqlite(value: str) -> tuple[str, str]:
    """Write the sums of the upper and the lower halves of integers: sum() is an error past 64 bits.

    What the lower one leaves of a number is its fraction, too, which a column of integers may hold there.
    """
    return f"sum({value} >> 32)", f"sum({value} - ({value} & -4294967296))"


def whole_sum_sqlite(upper: str, lower: str) -> str:
    """Write the sum of what was summed by halves, as a float where 64 bits do not hold it."""
    total = f"{upper} * 4294967296.0 + {lower}"
    return f"CASE WHEN abs({total}) < 9.2e18 THEN ({upper} << 32) + {lower} ELSE {total} END"


@compiles(safe_sum, "hive")
def _safe_sum_hive(element: safe_sum, compiler: Any, **options: Any) -> str:
    # Spark raises where a sum of 64-bit integers overflows.
    return f"sum(CAST({written(element, compiler, **options)[0]} AS DECIMAL(38, 0)))"


@compiles(safe_sum, "clickhousedb")
def _safe_sum_clickhouse(element: safe_sum, compiler: Any, **options: Any) -> str:
    return f"sum({_wider_clickhouse(element)}(toNullable({written(element, compiler, **options)[0]})))"


def _wider_clickhouse(element: Construct) -> str:
    # ClickHouse's sum() of 64-bit integers wraps, and 128 bits cut others off.
    is_widest = type(undecorated(sql_type_of(element))).__name__ in _WIDEST
    return "toInt256" if is_widest else "toInt128"


class finite_sum(Construct):  # noqa: N801 - reads as SQL
    """The sum of doubles: infinite, or NULL, where it is beyond the largest."""

    inherit_cache = True
    result = Double()


@everywhere(finite_sum)
def _finite_sum(element: finite_sum, compiler: Any, **options: Any) -> str:
    return f"sum({written(element, compiler, **options)[0]})"


@compiles(finite_sum, "sqlite")
def _finite_sum_sqlite(element: finite_sum, compiler: Any, **options: Any) -> str:
    value = written(element, compiler, **options)[0]
    # A NUMERIC column holds integers as well, whose sum is an error past 64 bits.
    return f"sum({value} + 0.0)" if storage_of(sql_type_of(element)) is Storage.DECIMAL else f"sum({value})"


# By a power of two, so that no digit changes but of what is next to nothing; for as many rows as that.
_SCALE: Final = 2.0**32


@compiles(finite_sum, "postgresql")
def _finite_sum_postgresql(element: Construct, compiler: Any, **options: Any) -> str:
    value = written(element, compiler, **options)[0]
    if storage_of(sql_type_of(element)) is not Storage.FLOAT:
        return f"sum({value})"
    return _finite_postgresql(_scaled_postgresql(value))


# What is smaller adds nothing to a sum that anybody shows, and its product may be an error on PostgreSQL.
_TINY: Final = 1e-290


def _scaled_postgresql(value: str) -> str:
    # A sum that is no double is an error.
    is_tiny = f"{value} BETWEEN '-{_TINY!r}'::FLOAT8 AND '{_TINY!r}'::FLOAT8"
    return f"sum(CASE WHEN {is_tiny} THEN 0 ELSE {value} * '{1 / _SCALE!r}'::FLOAT8 END)"


def _finite_postgresql(part: str) -> str:
    return f"CASE WHEN abs({part}) <= '{float(MAX_DOUBLE) / _SCALE!r}'::FLOAT8 THEN {part} * {_SCALE:.0f} END"


class part_of_doubles(Construct):  # noqa: N801 - reads as SQL
    """The sum of doubles, to be added to others: never an error, and never NULL for one that is too large."""

    inherit_cache = True
    result = Double()


class sum_of_parts(Construct):  # noqa: N801 - reads as SQL
    """The sum of such sums: as `finite_sum` of all that went into them."""

    inherit_cache = True
    result = Double()


@everywhere(part_of_doubles)
def _part_of_doubles(element: part_of_doubles, compiler: Any, **options: Any) -> str:
    return f"sum({written(element, compiler, **options)[0]})"


@compiles(part_of_doubles, "postgresql")
def _part_of_doubles_postgresql(element: part_of_doubles, compiler: Any, **options: Any) -> str:
    return _scaled_postgresql(written(element, compiler, **options)[0])


@everywhere(sum_of_parts)
def _sum_of_parts(element: sum_of_parts, compiler: Any, **options: Any) -> str:
    return str(compiler.process(finite_sum(*element.clauses), **options))


@compiles(part_of_doubles, *MARIADB)
def _part_of_doubles_mariadb(element: part_of_doubles, compiler: Any, **options: Any) -> str:
    # In a table of groups an infinity would be the largest double.
    return f"sum({written(element, compiler, **options)[0]} * {1 / _SCALE!r})"


@compiles(sum_of_parts, *MARIADB)
def _sum_of_parts_mariadb(element: sum_of_parts, compiler: Any, **options: Any) -> str:
    part = f"sum({written(element, compiler, **options)[0]})"
    return f"CASE WHEN abs({part}) <= {float(MAX_DOUBLE) / _SCALE!r} THEN {part} * {_SCALE:.0f} END"


@compiles(sum_of_parts, "postgresql")
def _sum_of_parts_postgresql(element: sum_of_parts, compiler: Any, **options: Any) -> str:
    return _finite_postgresql(f"sum({written(element, compiler, **options)[0]})")


@compiles(finite_sum, *MARIADB)
def _finite_sum_mariadb(element: finite_sum, compiler: Any, **options: Any) -> str:
    # An infinite sum would be sent as 0.
    total = f"sum({written(element, compiler, **options)[0]})"
    return f"CASE WHEN abs({total}) <= {MAX_DOUBLE} THEN {total} END"


class mean(Construct):  # noqa: N801 - reads as SQL
    """The mean of numbers, as exact as a double."""

    inherit_cache = True


@everywhere(mean)
def _mean(element: mean, compiler: Any, **options: Any) -> str:
    return f"avg({written(element, compiler, **options)[0]})"


@compiles(mean, "postgresql")
def _mean_postgresql(element: mean, compiler: Any, **options: Any) -> str:
    value = written(element, compiler, **options)[0]
    if storage_of(sql_type_of(element)) is not Storage.FLOAT:
        return f"avg({value})"
    # Its avg() squares what it adds, and a square that is no double is an error.
    return f"({_finite_sum_postgresql(element, compiler, **options)} / nullif(count({value}), 0))"


@compiles(mean, *MARIADB)
def _mean_mariadb(element: mean, compiler: Any, **options: Any) -> str:
    # Its avg() has four digits after the point for integers. An infinite sum would be sent as 0.
    total, count = (f"{name}({written(element, compiler, **options)[0]})" for name in ("sum", "count"))
    return f"(CASE WHEN abs({total}) <= {MAX_DOUBLE} THEN CAST({total} AS DOUBLE) END / {count})"


@compiles(mean, "hive")
def _mean_hive(element: mean, compiler: Any, **options: Any) -> str:
    # Spark's mean of decimals has but four more decimal places than they.
    return f"avg(CAST({written(element, compiler, **options)[0]} AS DOUBLE))"


@compiles(mean, "clickhousedb")
def _mean_clickhouse(element: mean, compiler: Any, **options: Any) -> str:
    value = written(element, compiler, **options)[0]
    if not _may_be_wide(sql_type_of(element)):
        return f"avg({value})"
    # ClickHouse's avg() of 64-bit integers adds them up in 64 bits.
    return f"sum({_wider_clickhouse(element)}({value})) / nullIf(count({value}), 0)"


def _may_be_wide(declared: sa.TypeEngine[Any]) -> bool:
    """Tell whether a column may hold integers of 64 bits."""
    return storage_of(declared) is Storage.INTEGER and type(undecorated(declared)) not in _NARROW


_NARROW: Final = (sa.Integer, sa.SmallInteger)
# As clickhouse-connect names its types.
_WIDEST: Final = frozenset({"Int128", "Int256", "UInt128", "UInt256"})


class share(Construct):  # noqa: N801 - reads as SQL
    """How many of the truths are true, of those that are not NULL."""

    inherit_cache = True


@everywhere(share)
def _share(element: share, compiler: Any, **options: Any) -> str:
    return f"avg(CAST({written(element, compiler, **options)[0]} AS INTEGER))"


@compiles(share, "sqlite")
def _share_sqlite(element: share, compiler: Any, **options: Any) -> str:
    return f"avg({written(element, compiler, **options)[0]} <> 0)"


@compiles(share, *MARIADB)
def _share_mariadb(element: share, compiler: Any, **options: Any) -> str:
    value = written(element, compiler, **options)[0]
    return f"(CAST(sum({value} <> 0) AS DOUBLE) / count({value}))"


@compiles(share, "clickhousedb")
def _share_clickhouse(element: share, compiler: Any, **options: Any) -> str:
    return f"avg(toUInt8({written(element, compiler, **options)[0]}))"
