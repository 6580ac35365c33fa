"""Arithmetic of measures, of groups that are there: what rows are sorted by."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.sql.selectable import FromClause

from widgetql.plan.query import Query, Share
from widgetql.sql.constructs import MARIADB, Construct, everywhere, written
from widgetql.sql.values import Double

_Column = ColumnElement[Any]
# What is beyond the doubles, above or below, is an error on PostgreSQL: it is not computed.
_QUOTIENT: Final = (
    "CASE WHEN {1} = 0 THEN NULL"
    " WHEN abs({1}) < 1 THEN CASE WHEN abs({0}) >= abs({1}) * 1.7e308 THEN NULL ELSE {0} / {1} END"
    " WHEN abs({0}) < abs({1}) * 2.3e-308 THEN 0e0 ELSE {0} / {1} END"
)
_SIGNED_SQUARE: Final = (
    "CASE WHEN {0} IS NULL THEN NULL WHEN abs({0}) < 1e-150 THEN 0e0"
    " WHEN abs({0}) < 1e150 THEN {0} * abs({0})"
    " WHEN {0} > 0 THEN 1e300 ELSE -1e300 END"
)


class as_double(Construct):  # noqa: N801 - reads as SQL
    """A number as a double; NULL stays NULL."""

    inherit_cache = True
    result = Double()


@everywhere(as_double)
def _as_double(element: as_double, compiler: Any, **options: Any) -> str:
    return "CAST({} AS DOUBLE PRECISION)".format(*written(element, compiler, **options))


@compiles(as_double, *MARIADB, "hive")
def _as_double_short(element: as_double, compiler: Any, **options: Any) -> str:
    return "CAST({} AS DOUBLE)".format(*written(element, compiler, **options))


@compiles(as_double, "clickhousedb")
def _as_double_clickhouse(element: as_double, compiler: Any, **options: Any) -> str:
    # A CAST refuses NULL.
    return "toFloat64({})".format(*written(element, compiler, **options))


class quotient(Construct):  # noqa: N801
    """One double divided by another: NULL by 0 or NULL, and where it is no double."""

    inherit_cache = True
    result = Double()


@everywhere(quotient)
def _quotient(element: quotient, compiler: Any, **options: Any) -> str:
    return f"({_QUOTIENT.format(*written(element, compiler, **options))})"


class signed_square(Construct):  # noqa: N801
    """The square of a double, with its sign: it sorts as the double does."""

    inherit_cache = True
    result = Double()


@everywhere(signed_square)
def _signed_square(element: signed_square, compiler: Any, **options: Any) -> str:
    return f"({_SIGNED_SQUARE.format(*written(element, compiler, **options))})"


def value_of(name: str, query: Query, groups: FromClause) -> _Column:
    """Return a column of groups, or what is derived from their columns."""
    one = next((one for one in query.derived if one.name == name), None)
    if one is None:
        return groups.c[name]
    if isinstance(one, Share):
        return quotient(as_double(groups.c[one.of]), as_double(groups.c[one.of_all]))
    names = (one.dividend, one.divisor)
    squared = [query.measure(of).aggregation == "stddev" for of in names]
    parts: list[_Column] = [as_double(groups.c[of]) for of in names]
    if any(squared):
        # The root of a variance is taken of the answer: squares sort as their roots do.
        pairs = zip(parts, squared, strict=True)
        parts = [part if is_square else signed_square(part) for part, is_square in pairs]
    return quotient(*parts)
