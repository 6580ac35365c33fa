"""The aggregations in SQL, a row each, and the grouped SELECT that holds them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final, cast

from sqlalchemy import and_, distinct, func, literal, select
from sqlalchemy import types as sa
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.sql.selectable import FromClause, Select, Subquery

from widgetql.charts.rules import PERCENTILES
from widgetql.sql.grouping import grouped
from widgetql.sql.logic import nullable
from widgetql.sql.numbers import finite_sum, mean, safe_sum, share
from widgetql.sql.percentile import percentile, percentiles
from widgetql.sql.profile import profile_of
from widgetql.sql.values import Double
from widgetql.storage import Storage, storage_of
from widgetql.types import DataType

_Column = ColumnElement[Any]
_DOUBLE: Final[sa.TypeEngine[Any]] = Double()


@dataclass(frozen=True, slots=True)
class Wanted:
    """An aggregate to be selected: its column in the result, the sampled column it is of, and its type.

    Without a column it is of the rows. `fraction` is that of a stat's own percentile.
    """

    name: str
    aggregation: str
    value: str | None = None
    type: DataType = DataType.NUMERIC
    fraction: float | None = None

    @property
    def percentile(self) -> float | None:
        """The fraction, if this is a percentile."""
        return PERCENTILES.get(self.aggregation) if self.fraction is None else self.fraction


def _count(value: _Column, data_type: DataType) -> _Column:  # noqa: ARG001 - every row has this shape
    return func.count()


def _count_values(value: _Column, data_type: DataType) -> _Column:  # noqa: ARG001
    return func.count(value)


def _sum(value: _Column, data_type: DataType) -> _Column:  # noqa: ARG001
    match storage_of(value.type):
        case Storage.INTEGER:
            return safe_sum(value)
        case Storage.FLOAT | Storage.DECIMAL:
            return finite_sum(value)
        case _:
            return func.sum(value)


def _avg(value: _Column, data_type: DataType) -> _Column:
    return share(value) if data_type is DataType.BOOLEAN else mean(value)


def _min(value: _Column, data_type: DataType) -> _Column:  # noqa: ARG001
    return func.min(nullable(value))


def _max(value: _Column, data_type: DataType) -> _Column:  # noqa: ARG001
    return func.max(nullable(value))


def _count_distinct(value: _Column, data_type: DataType) -> _Column:  # noqa: ARG001
    return func.count(distinct(value))


SQL: Final[Mapping[str, Callable[[_Column, DataType], _Column]]] = MappingProxyType(
    {
        "count": _count,
        # A stat's Count(field), which no widget can ask for.
        "count_values": _count_values,
        "sum": _sum,
        "avg": _avg,
        "min": _min,
        "max": _max,
        "count_distinct": _count_distinct,
    }
)


def sample_count(aggregation: str, value: _Column | None) -> _Column:
    """Return the number of rows that go into a value: all for `count`, those with a value otherwise."""
    return func.count() if aggregation == "count" or value is None else func.count(value)


def aggregated(
    samples: Subquery, keys: Sequence[str], wanted: Sequence[Wanted], others: Sequence[_Column], dialect: str
) -> Select[Any]:
    """Return the SELECT of some columns of the samples, and of aggregates grouped by them.

    `others` are labelled aggregates over the samples. A percentile without a native one is joined to them.
    """
    values: dict[str, dict[str, float]] = {}
    for one in wanted:
        if one.value is not None and one.percentile is not None and lacks_native(one, dialect):
            values.setdefault(one.value, {})[one.name] = one.percentile
    native = [one for one in wanted if not lacks_native(one, dialect)]
    results = [*(_aggregate(samples, one, dialect).label(one.name) for one in native), *others]
    if len(values) == 1 and not results:
        # Nothing to join to: the groups without a value are left out.
        ((value, fractions),) = values.items()
        return select(percentiles(samples, keys, value, fractions))
    found = grouped(samples, keys, results, dialect)
    return _joined_percentiles(found, samples, keys, values) if values else found


def _joined_percentiles(
    found: Select[Any], samples: Subquery, keys: Sequence[str], values: Mapping[str, Mapping[str, float]]
) -> Select[Any]:
    """Join percentiles of some columns to their groups."""
    main = found.subquery("main")
    columns, joined = list[_Column](main.c), cast("FromClause", main)
    for value, wanted in values.items():
        part = percentiles(samples, keys, value, wanted)
        if not keys:
            columns += [select(part.c[name]).scalar_subquery().label(name) for name in wanted]
            continue
        # A group may be NULL.
        joined = joined.outerjoin(part, and_(*[main.c[k].is_not_distinct_from(part.c[k]) for k in keys]))
        columns += [part.c[name] for name in wanted]
    return select(*columns).select_from(joined)


def lacks_native(one: Wanted, dialect: str) -> bool:
    """Tell whether an aggregate is a percentile without a native one: its values are counted first."""
    return one.percentile is not None and not profile_of(dialect).percentiles


def aggregate_of(value: _Column, one: Wanted, dialect: str) -> _Column:
    """Return an aggregate over a value that needs none of its values counted."""
    assert not lacks_native(one, dialect)
    if one.percentile is not None:
        return percentile(value, literal(one.percentile, _DOUBLE))
    return SQL[one.aggregation](value, one.type)


def _aggregate(samples: Subquery, one: Wanted, dialect: str) -> _Column:
    return aggregate_of(literal(1) if one.value is None else samples.c[one.value], one, dialect)
