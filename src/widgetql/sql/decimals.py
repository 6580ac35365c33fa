"""Decimals that a host computes: SQLite has doubles for them, ClickHouse no more digits than the first."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Final, cast

from sqlalchemy import Integer, Numeric, literal_column
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql import operators
from sqlalchemy.sql.elements import (
    BinaryExpression,
    BindParameter,
    Case,
    ColumnElement,
    ExpressionClauseList,
    Null,
    UnaryExpression,
)
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.sql.selectable import ScalarSelect

from widgetql.sql.constructs import Construct, everywhere, written
from widgetql.storage import undecorated

# Beyond no database has as many decimals and digits before them.
_MOST: Final = 30
_SAME: Final = frozenset({operators.add, operators.sub})
# Functions whose value has the decimals of one of their arguments.
_OF_ITS_OWN: Final = frozenset({"coalesce", "nullif"})


class exact(Construct):  # noqa: N801 - reads as SQL
    """A computed decimal, with as many decimals as its operands give it."""

    inherit_cache = True
    result = Numeric()


class roomy(Construct):  # noqa: N801 - reads as SQL
    """A decimal, with room for what is computed of it."""

    inherit_cache = True
    result = Numeric()


class decimal_constant(Construct):  # noqa: N801 - reads as SQL
    """A decimal that a host wrote. Arguments: it as SQLAlchemy binds it, its text, its number of decimals."""

    inherit_cache = True
    result = Numeric()


def constant_of(element: BindParameter[Any]) -> decimal_constant | None:
    """Return a decimal that a host wrote; None for what is none."""
    value, scale = element.effective_value, scale_of(element)
    if not isinstance(value, Decimal) or scale is None:
        return None
    return decimal_constant(element, literal_column(f"'{value:f}'"), literal_column(str(scale)))


def scale_of(element: Any) -> int | None:
    """Return how many decimals a column, or what is computed of columns, has; None where that is not known.

    >>> from sqlalchemy import Column, func
    >>> price, pieces = Column("price", Numeric(12, 2)), Column("pieces", Integer)
    >>> scale_of(price * pieces - price * price), scale_of(func.round(price))
    (4, None)
    """
    match element:
        case BinaryExpression():
            return _scale(element.operator, [scale_of(element.left), scale_of(element.right)])
        case ExpressionClauseList():
            return _scale(element.operator, list(map(scale_of, element.clauses)))
        case UnaryExpression():
            return scale_of(element.element) if element.operator is operators.neg else None
        case Case():
            return _scale(operators.add, list(map(scale_of, _results(element))))
        case _:
            return _of_leaf(element)


def _results(element: Any) -> list[Any]:
    results = [*(result for _, result in element.whens), element.else_]
    return [one for one in results if not (one is None or isinstance(one, Null))]


def _of_leaf(element: Any) -> int | None:
    if isinstance(element, ScalarSelect):
        (column,) = cast("Any", element).element.selected_columns
        return scale_of(column)
    if element.__visit_name__ == "grouping":
        return scale_of(element.element)
    is_function = isinstance(element, FunctionElement)
    if is_function and getattr(cast("Any", element), "name", None) in _OF_ITS_OWN:
        return _scale(operators.add, list(map(scale_of, element.clauses)))
    if isinstance(element, BindParameter):
        return _of_value(cast("Any", element).effective_value)
    kind = undecorated(element.type)
    if isinstance(kind, Integer):
        return 0
    is_column = element.__visit_name__ in ("column", "cast")
    return kind.scale if is_column and isinstance(kind, Numeric) and kind.asdecimal else None


def _of_value(value: Any) -> int | None:
    match value:
        case Decimal() if value.is_finite():
            return max(0, -int(value.as_tuple().exponent))
        case int():
            return 0
        case _:
            return None


def _scale(operator: Any, scales: list[int | None]) -> int | None:
    known = [one for one in scales if one is not None]
    if len(known) < len(scales):
        return None
    return max(known) if operator in _SAME else sum(known) if operator is operators.mul else None


def with_scale(
    construct: type[Construct], value: ColumnElement[Any], scale: int | None
) -> ColumnElement[Any]:
    """Return a value by one of these constructs, where its number of decimals is known."""
    return value if scale is None or scale > _MOST else construct(value, literal_column(str(scale)))


@everywhere(exact)
@everywhere(roomy)
def _as_it_is(element: Construct, compiler: Any, **options: Any) -> str:
    return written(element, compiler, of=[0], **options)[0]


@everywhere(decimal_constant)
def _bound(element: decimal_constant, compiler: Any, **options: Any) -> str:
    return written(element, compiler, of=[0], **options)[0]


@compiles(decimal_constant, "clickhousedb")
def _constant_clickhouse(element: decimal_constant, compiler: Any, **options: Any) -> str:
    # Its driver writes a decimal as a double.
    return "toDecimal256({}, {})".format(*written(element, compiler, of=[1, 2], **options))


@compiles(decimal_constant, "hive")
def _constant_hive(element: decimal_constant, compiler: Any, **options: Any) -> str:
    # Its driver binds none.
    return "{}BD".format(written(element, compiler, of=[1], **options)[0].strip("'"))


@compiles(exact, "sqlite")
def _exact_sqlite(element: exact, compiler: Any, **options: Any) -> str:
    # Three times 0.1 is 0.30000000000000004 there.
    return "round({}, {})".format(*written(element, compiler, **options))


@compiles(exact, "clickhousedb")
@compiles(roomy, "clickhousedb")
def _roomy_clickhouse(element: Construct, compiler: Any, **options: Any) -> str:
    return "toDecimal256({}, {})".format(*written(element, compiler, **options))
