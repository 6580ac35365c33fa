"""Percentiles: one definition, linear interpolation at (n - 1) * fraction; native or from ranks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import case, func, literal, null, select
from sqlalchemy import types as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.sql.selectable import Subquery

from widgetql.sql.constructs import MARIADB, Construct, sql_type_of, written
from widgetql.sql.values import Double
from widgetql.storage import Storage, storage_of

# Databases with an aggregate of their own. On the others every value is ranked by a window first.
NATIVE: Final = frozenset({"postgresql", "duckdb", "clickhousedb", "hive"})


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


class _whole_part(Construct):  # noqa: N801 - reads as SQL
    """A double that is not negative without its fraction."""

    inherit_cache = True
    result = sa.Integer()


@compiles(_whole_part)
def _whole_part_by_cast(element: _whole_part, compiler: Any, **options: Any) -> str:
    return f"CAST({compiler.process(next(iter(element.clauses)), **options)} AS INTEGER)"


@compiles(_whole_part, *MARIADB)
def _whole_part_mariadb(element: _whole_part, compiler: Any, **options: Any) -> str:
    # A CAST would round.
    return f"floor({written(element, compiler, **options)[0]})"


@compiles(percentile, "hive")
def _percentile_hive(element: percentile, compiler: Any, **options: Any) -> str:
    value, fraction = written(element, compiler, **options)
    return f"percentile(CAST({value} AS DOUBLE), {fraction})"


def with_ranks(samples: Subquery, keys: Sequence[str], values: Sequence[str]) -> Subquery:
    """Return the samples with the rank of each value among those of its group, and their number."""
    groups = [samples.c[key] for key in keys]
    columns: list[ColumnElement[Any]] = list(samples.c)
    for name in values:
        value = samples.c[name]
        # NULLs are counted apart, so that the ranks of values start at 0.
        partition = [*groups, value.is_(None)]
        columns.append(
            (func.row_number().over(partition_by=partition, order_by=value) - 1).label(f"{name}_rank")
        )
        columns.append(func.count(value).over(partition_by=groups or None).label(f"{name}_n"))
    return select(*columns).subquery()


def from_ranks(ranked: Subquery, name: str, fraction: float) -> ColumnElement[float]:
    """Return the percentile of a ranked value: the two neighbours of its position, weighted."""
    value, rank, count = ranked.c[name], ranked.c[f"{name}_rank"], ranked.c[f"{name}_n"]
    position: ColumnElement[float] = literal(fraction, _DOUBLE) * (count - 1)
    low = _whole_part(position)
    part = position - low
    weighted = case(
        (value.is_(None), null()),
        (rank == low, value * (1.0 - part)),
        ((rank == low + 1) & (part > 0), value * part),
        else_=null(),
    )
    return func.sum(weighted, type_=Double())
