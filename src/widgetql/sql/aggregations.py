"""The aggregations in SQL, a row each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Final

from sqlalchemy import BigInteger, case, distinct, func, literal, not_, type_coerce
from sqlalchemy import types as sa
from sqlalchemy.sql.elements import ColumnElement

from widgetql.charts.rules import ENDS, SPREADS
from widgetql.plan.query import Aggregate
from widgetql.sql.logic import nullable
from widgetql.sql.numbers import finite_sum, mean, part_of_doubles, safe_sum, share
from widgetql.sql.percentile import percentile
from widgetql.sql.profile import profile_of
from widgetql.sql.rollup import kept_sum
from widgetql.sql.spread import variance
from widgetql.sql.values import Double
from widgetql.storage import Storage, storage_of
from widgetql.types import DataType

_Column = ColumnElement[Any]
_DOUBLE: Final[sa.TypeEngine[Any]] = Double()


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


def _part_of_sum(value: _Column, data_type: DataType) -> _Column:
    if data_type is DataType.BOOLEAN:
        return func.sum(case((value, 1), (not_(value), 0)), type_=BigInteger())
    match storage_of(value.type):
        case Storage.INTEGER:
            return type_coerce(kept_sum(value), value.type)
        case Storage.DECIMAL:
            # The sum of decimals is shown as a double.
            return finite_sum(value)
        case Storage.FLOAT:
            return part_of_doubles(value)
        case _:
            return type_coerce(func.sum(value), value.type)


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
        "sum": _sum,
        "avg": _avg,
        "min": _min,
        "max": _max,
        "count_distinct": _count_distinct,
        # The root is taken of the answer.
        **dict.fromkeys(SPREADS, _variance),
        # What no widget can ask for: a stat's Count(field), and a sum that is to be added to others.
        "count_values": _count_values,
        "part_of_sum": _part_of_sum,
    }
)


def lacks_native(one: Aggregate, dialect: str) -> bool:
    """Tell whether an aggregate is no aggregate of the database: its values are looked at before."""
    if one.aggregation in ENDS:
        return True
    if one.percentile is not None:
        return not profile_of(dialect).percentiles
    return one.aggregation in SPREADS and not profile_of(dialect).arrays_of_groups


def aggregate_of(one: Aggregate, value: _Column | None, id: _Column | None, dialect: str) -> _Column:
    """Return an aggregate over a value of each row, if it is of one; `id` is the row's record."""
    assert not lacks_native(one, dialect)
    if one.aggregation in ("count_records", "count_records_of_rows"):
        assert id is not None
        return func.count(distinct(id if value is None else case((value.is_not(None), id))))
    if one.aggregation == "count" and one.where is not None:
        return func.count(value)
    if value is None:
        return SQL["count"](literal(1), DataType.NUMERIC)
    if one.percentile is not None:
        return percentile(value, literal(one.percentile, _DOUBLE))
    return SQL[one.aggregation](value, one.type)
