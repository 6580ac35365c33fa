"""The aggregations in SQL, a row each, and the grouped SELECT that holds them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final, cast

from sqlalchemy import and_, distinct, func, literal, select
from sqlalchemy import types as sa
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.sql.selectable import FromClause, Select, Subquery

from widgetql.charts.rules import PERCENTILES, SPREADS
from widgetql.sql.grouping import grouped
from widgetql.sql.logic import nullable
from widgetql.sql.numbers import finite_sum, mean, safe_sum, share
from widgetql.sql.percentile import percentile, percentiles
from widgetql.sql.profile import profile_of
from widgetql.sql.spread import variance, variances
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


def _variance(value: _Column, data_type: DataType) -> _Column:  # noqa: ARG001
    return variance(value)


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
        # The root is taken of the answer.
        **dict.fromkeys(SPREADS, _variance),
    }
)


def sample_count(aggregation: str, value: _Column | None) -> _Column:
    """Return the number of rows that go into a value: all for `count`, those with a value otherwise."""
    return func.count() if aggregation == "count" or value is None else func.count(value)


def aggregated(
    samples: Subquery, keys: Sequence[str], wanted: Sequence[Wanted], others: Sequence[_Column], dialect: str
) -> Select[Any]:
    """Return the SELECT of some columns of the samples, and of aggregates grouped by them.

    `others` are labelled aggregates over the samples. What the database has no aggregate for is joined.
    """
    apart = [one for one in wanted if lacks_native(one, dialect)]
    native = [one for one in wanted if not lacks_native(one, dialect)]
    results = [*(_aggregate(samples, one, dialect).label(one.name) for one in native), *others]
    parts = [*_percentiles(samples, keys, apart), *_variances(samples, keys, apart)]
    if len(parts) == 1 and not results:
        # Nothing to join to: the groups without a value are left out.
        return select(parts[0])
    found = grouped(samples, keys, results, dialect)
    return _joined(found, keys, parts) if parts else found


def _percentiles(samples: Subquery, keys: Sequence[str], wanted: Sequence[Wanted]) -> Iterator[Subquery]:
    by_value: dict[str, dict[str, float]] = {}
    for one in wanted:
        if one.value is not None and one.percentile is not None:
            by_value.setdefault(one.value, {})[one.name] = one.percentile
    for value, fractions in by_value.items():
        yield percentiles(samples, keys, value, fractions)


def _variances(samples: Subquery, keys: Sequence[str], wanted: Sequence[Wanted]) -> Iterator[Subquery]:
    by_value: dict[str, list[str]] = {}
    for one in wanted:
        if one.value is not None and one.percentile is None:
            by_value.setdefault(one.value, []).append(one.name)
    for value, names in by_value.items():
        yield variances(samples, keys, value, names)


def _joined(found: Select[Any], keys: Sequence[str], parts: Sequence[Subquery]) -> Select[Any]:
    """Join what was found apart, each in a row a group, to the groups."""
    main = found.subquery("main")
    columns, joined = list[_Column](main.c), cast("FromClause", main)
    for part in parts:
        own = [column for column in part.c if column.key not in keys]
        if not keys:
            columns += [select(column).scalar_subquery().label(column.key) for column in own]
            continue
        # A group may be NULL.
        joined = joined.outerjoin(part, and_(*[main.c[k].is_not_distinct_from(part.c[k]) for k in keys]))
        columns += own
    return select(*columns).select_from(joined)


def lacks_native(one: Wanted, dialect: str) -> bool:
    """Tell whether an aggregate is no aggregate of the database: its values are looked at before."""
    if one.percentile is not None:
        return not profile_of(dialect).percentiles
    return one.aggregation in SPREADS and not profile_of(dialect).arrays_of_groups


def aggregate_of(value: _Column, one: Wanted, dialect: str) -> _Column:
    """Return an aggregate over a value that needs none of its values counted."""
    assert not lacks_native(one, dialect)
    if one.percentile is not None:
        return percentile(value, literal(one.percentile, _DOUBLE))
    return SQL[one.aggregation](value, one.type)


def _aggregate(samples: Subquery, one: Wanted, dialect: str) -> _Column:
    return aggregate_of(literal(1) if one.value is None else samples.c[one.value], one, dialect)
