"""What an answer's columns are: those of a table, and of every chart that has measures."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from widgetql.charts.bound import BoundWidget
from widgetql.charts.buckets import Interval
from widgetql.charts.measure import Measure
from widgetql.charts.measuring import is_numeric
from widgetql.paths import Found
from widgetql.plan.query import Aggregate, Plotted
from widgetql.types import DataType

# The aggregations whose result is a value, or is of the unit of values.
_OF_VALUES: Final = ("sum", "avg", "min", "max", "median", "stddev", "first", "last")
_Column = dict[str, Any]


def columns_of(bound: BoundWidget) -> list[_Column]:
    """Return a dict for each column: `name label type unit format role`, null where nothing is known.

    The role is `dimension`, `measure` or `count`. Measures stand under their names: in long rows these are
    the values of `series`.
    """
    return [*_dimensions(bound), *map(_measure, _shown(bound)), *_counts(bound)]


def _shown(bound: BoundWidget) -> list[Measure]:
    return [one for one in bound.measured if not one.written.hidden]


def _dimensions(bound: BoundWidget) -> Iterator[_Column]:
    dataset, chart = bound.scan.dataset, bound.widget.chart_type
    for column in bound.columns:
        yield _of_field(column.name, column.plotted.found, column.plotted.type)
    timestamp = dataset.paths[str(dataset.timestamp_path)]
    if chart == "bar":
        yield _of_field("time_interval", timestamp, DataType.DATETIME)
    if isinstance(bound.group, Plotted):
        yield _of_field("group", bound.group.found, bound.group.type)
    elif isinstance(bound.group, Interval):
        yield _of_field("group", timestamp, DataType.DATETIME)
    if chart == "pie" and bound.plot is not None:
        yield _of_field("label", bound.plot.found, bound.plot.type)
    if chart in ("bar", "pie"):
        yield _column("series", "series", DataType.STRING, "dimension")


def _of_field(name: str, found: Found, data_type: DataType) -> _Column:
    unit, format = (getattr(found.leaf, key, None) for key in ("unit", "format"))
    return _column(name, found.label, data_type, "dimension", unit, format)


def _measure(one: Measure) -> _Column:
    aggregate = one.aggregate
    if aggregate is None:
        return _column(one.name, one.name, DataType.NUMERIC, "measure")
    data_type = DataType.NUMERIC if is_numeric(aggregate) else aggregate.type
    return _column(one.name, one.name, data_type, "measure", *_in_units(one, aggregate))


def _in_units(one: Measure, aggregate: Aggregate) -> tuple[str | None, str | None]:
    """Return the unit and the format of what is a value, or as a value is: not of what is divided by time."""
    name, of = aggregate.aggregation, aggregate.of
    is_value = name in _OF_VALUES or aggregate.percentile is not None
    if of is None or not is_value or one.written.per is not None or aggregate.type is DataType.BOOLEAN:
        return None, None
    return getattr(of.found.leaf, "unit", None), getattr(of.found.leaf, "format", None)


def _counts(bound: BoundWidget) -> Iterator[_Column]:
    if bound.widget.chart_type == "stat" and bound.group is None:
        return
    if not bound.measured:
        return
    yield _column("sample_count", "sample_count", DataType.NUMERIC, "count")
    if bound.to_many:
        yield _column("record_count", "record_count", DataType.NUMERIC, "count")


def _column(
    name: str, label: str, data_type: DataType, role: str, unit: str | None = None, format: str | None = None
) -> _Column:
    return {
        "name": name,
        "label": label,
        "type": str(data_type),
        "unit": unit,
        "format": format,
        "role": role,
    }
