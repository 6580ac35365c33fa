"""The sample variance: of two passes, the mean first, so that values far from 0 lose no digits."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any, Final

from sqlalchemy import and_, case, cast, func, select, true
from sqlalchemy import types as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.sql.selectable import CTE, FromClause, Subquery

from widgetql.entities import OWN_NAMES
from widgetql.sql.constructs import Construct, everywhere, written
from widgetql.sql.values import Double

_DOUBLE: Final[sa.TypeEngine[float]] = Double()
MOST: Final = 1e150
"""Above it squares are no doubles any more: a group with such a value has no variance."""


class variance(Construct):  # noqa: N801 - reads as SQL
    """The sample variance of a value as an aggregate, where a database reads a group's values twice."""

    inherit_cache = True
    result = Double()


@compiles(variance, "clickhousedb")
def _variance_clickhouse(element: variance, compiler: Any, **options: Any) -> str:
    value = f"toFloat64({written(element, compiler, **options)[0]})"
    known = f"groupArrayIf(assumeNotNull({value}), isNotNull({value}))"
    far = f"arrayMap(wq_v -> wq_v - arrayAvg({known}), {known})"
    squares = f"arraySum(wq_d -> wq_d * wq_d, {far}) - pow(arraySum({far}), 2) / count({value})"
    return (
        f"if(count({value}) > 1 AND max(abs({value})) < {MOST}, "
        f"greatest({squares}, 0.) / (count({value}) - 1), NULL)"
    )


class square(Construct):  # noqa: N801 - reads as SQL
    """A double by itself: 0 for what is next to nothing, of which PostgreSQL has no square."""

    inherit_cache = True
    result = Double()


@everywhere(square)
def _square(element: square, compiler: Any, **options: Any) -> str:
    value = written(element, compiler, **options)[0]
    return f"({value} * {value})"


@compiles(square, "postgresql")
def _square_postgresql(element: square, compiler: Any, **options: Any) -> str:
    value = written(element, compiler, **options)[0]
    is_tiny = f"{value} BETWEEN '-1e-150'::FLOAT8 AND '1e-150'::FLOAT8"
    return f"CASE WHEN {is_tiny} THEN 0 ELSE {value} * {value} END"


def variances(samples: Subquery, keys: Sequence[str], value: str, names: Collection[str]) -> Subquery:
    """Return the sample variance of a column by group, under each of some names.

    Rows are read twice. A group without values is left out.
    """
    own = cast(samples.c[value], _DOUBLE)
    groups = [samples.c[key] for key in keys]
    size: ColumnElement[Any] = func.abs(own)
    # Of what is too far there may be no sum.
    mean = func.avg(case((size < MOST, own)), type_=_DOUBLE)
    # Apart from the statement: SQLite's parser limits how deep parentheses nest.
    means = (
        select(*groups, mean.label("mean"), func.max(size).label("most"))
        .where(samples.c[value].is_not(None))
        .group_by(*groups)
        .cte(f"{OWN_NAMES}means_of_{value}")
    )
    again = samples.element.subquery(f"again_{value}")
    far = _between(again, means, keys, value)
    by = [far.c[key] for key in keys]
    number, total = func.count(), func.sum(far.c.far)
    # What the mean was rounded by is taken out again.
    squares = func.sum(square(far.c.far)) - square(total) / number
    found = case(
        (
            and_(number > 1, func.max(far.c.most) < MOST),
            case((squares > 0, squares), else_=0.0) / (number - 1),
        )
    )
    results = [cast(found, _DOUBLE).label(name) for name in names]
    return select(*by, *results).group_by(*by).subquery(f"spread_of_{value}")


def _between(again: FromClause, means: FromClause, keys: Sequence[str], value: str) -> CTE:
    """Return how far each value is from the mean of its group."""
    # A group may be NULL.
    same: list[ColumnElement[bool]] = [again.c[key].is_not_distinct_from(means.c[key]) for key in keys]
    own = cast(again.c[value], _DOUBLE)
    # What is too far is only told: its square would be an error.
    far = case((means.c.most < MOST, own - means.c.mean), else_=0.0).label("far")
    rows = again.join(means, and_(true(), *same))
    statement = select(*(again.c[key] for key in keys), far, means.c.most).select_from(rows)
    return statement.where(again.c[value].is_not(None)).cte(f"{OWN_NAMES}far_{value}")
