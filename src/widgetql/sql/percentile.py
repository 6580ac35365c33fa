"""Percentiles: one definition, linear interpolation at (n - 1) * fraction; native or from counted values.

Of all rows `plan/positions.py` finds it by its position instead.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from sqlalchemy import case, func, literal, select
from sqlalchemy import types as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.sql.selectable import Subquery

from widgetql.entities import OWN_NAMES
from widgetql.sql.constructs import MARIADB, Construct, sql_type_of, written
from widgetql.sql.values import Double
from widgetql.storage import Storage, storage_of

_DOUBLE: Final[sa.TypeEngine[float]] = Double()


class percentile(Construct):  # noqa: N801 - reads as SQL
    """The percentile of a value, as an aggregate; arguments are the value and the fraction."""

    inherit_cache = True
    result = Double()


@compiles(percentile, "postgresql")
def _percentile_postgresql(element: percentile, compiler: Any, **options: Any) -> str:
    value, fraction = written(element, compiler, **options)
    return f"percentile_cont({fraction}) WITHIN GROUP (ORDER BY CAST({value} AS DOUBLE PRECISION))"


@compiles(percentile, "duckdb")
def _percentile_duckdb(element: percentile, compiler: Any, **options: Any) -> str:
    value, fraction = written(element, compiler, **options)
    # Between two decimals it would round; integers are sorted twice as fast as doubles.
    if storage_of(sql_type_of(element)) is not Storage.INTEGER:
        value = f"CAST({value} AS DOUBLE)"
    return f"quantile_cont({value}, {fraction})"


@compiles(percentile, "clickhousedb")
def _percentile_clickhouse(element: percentile, compiler: Any, **options: Any) -> str:
    value, fraction = written(element, compiler, **options)
    return f"quantileExactInclusiveOrNull({fraction})(toFloat64({value}))"


@compiles(percentile, "hive")
def _percentile_hive(element: percentile, compiler: Any, **options: Any) -> str:
    value, fraction = written(element, compiler, **options)
    return f"percentile(CAST({value} AS DOUBLE), {fraction})"


class whole_part(Construct):  # noqa: N801 - reads as SQL
    """The whole part of a double that is not negative."""

    inherit_cache = True
    result = sa.Integer()


@compiles(whole_part, "sqlite")
def _whole_part_sqlite(element: whole_part, compiler: Any, **options: Any) -> str:
    return f"CAST({written(element, compiler, **options)[0]} AS INTEGER)"


@compiles(whole_part, *MARIADB)
def _whole_part_mariadb(element: whole_part, compiler: Any, **options: Any) -> str:
    # A CAST would round.
    return f"floor({written(element, compiler, **options)[0]})"


def percentiles(samples: Subquery, keys: Sequence[str], value: str, wanted: Mapping[str, float]) -> Subquery:
    """Return percentiles of a column by group, by their names, where a database has no such aggregate.

    They are found among the different values of a group, each with the number of its rows: rows are sorted
    once, and what follows sees one for each different value. A group without values is left out.
    """
    groups, own = [samples.c[key] for key in keys], samples.c[value]
    columns = [*groups, own.label("value"), func.count().label("many")]
    # Apart from the statement: SQLite's parser limits how deep parentheses nest.
    counted = (
        select(*columns).where(own.is_not(None)).group_by(*groups, own).cte(f"{OWN_NAMES}counted_{value}")
    )
    many, partition = counted.c.many, [counted.c[key] for key in keys] or None
    upto = func.sum(many).over(partition_by=partition, order_by=counted.c.value.asc())
    placed = select(
        *counted.c,
        upto.label("upto"),
        func.sum(many).over(partition_by=partition).label("total"),
    ).subquery("placed")
    by = [placed.c[key] for key in keys]
    results = [_at(placed, fraction).label(name) for name, fraction in wanted.items()]
    return select(*by, *results).group_by(*by).subquery(f"of_{value}")


def _at(placed: Subquery, fraction: float) -> ColumnElement[float]:
    """Return the percentile: the two neighbours of its position, weighted; a value may be both."""
    value, upto, many = placed.c.value, placed.c.upto, placed.c.many
    position: ColumnElement[float] = literal(fraction, _DOUBLE) * (placed.c.total - 1)
    low = whole_part(position)
    part = position - low
    lower = case(((upto > low) & (upto - many <= low), value * (1.0 - part)))
    upper = case(((upto > low + 1) & (upto - many <= low + 1) & (part > 0), value * part))
    return func.sum(lower, type_=Double()) + func.coalesce(func.sum(upper, type_=Double()), 0.0)
