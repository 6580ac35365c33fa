"""Table: dimensions by metrics, sorted and limited; without metrics the rows themselves."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import Any, Final

from sqlalchemy import distinct, func, null, select
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.sql.selectable import Select, Subquery
from sqlalchemy.types import TypeEngine

from widgetql.charts.aggregations import Wanted, aggregated
from widgetql.charts.answer import Answer
from widgetql.charts.bound import BoundWidget, Column
from widgetql.charts.groups import named
from widgetql.charts.rollup import Asked, Rollup
from widgetql.charts.rules import DEFAULT_LIMIT
from widgetql.charts.samples import Key, Samples, ordered, sortable
from widgetql.charts.wire import aggregate, on_the_wire
from widgetql.execution import Runner
from widgetql.sql.epochs import in_order
from widgetql.sql.skipped import in_one_order, is_jump, skips
from widgetql.types import DataType


def compute(bound: BoundWidget, runner: Runner) -> Answer:
    """Compute one object a row: its dimensions, its metrics by name, and `sample_count`."""
    limit = min(bound.widget.limit or DEFAULT_LIMIT, bound.request.limits.max_rows)
    samples = Samples(bound, runner)
    rows = (_aggregated_rows if bound.measures else _raw_rows)(samples, limit + 1)
    return Answer(rows[:limit], {"truncated": len(rows) > limit})


def _aggregated_rows(samples: Samples, limit: int) -> list[dict[str, Any]]:
    bound = samples.bound
    keys = {f"d{index}": _dimension(samples, column) for index, column in enumerate(bound.columns)}
    samples.columns.update({name: key.sql for name, key in keys.items()})
    wanted = _wanted(samples)
    counts_records = samples.add_record_key()
    samples.columns.setdefault("one", samples.id)
    source, counts = samples.subquery(), [func.count().label("sample_count")]
    if counts_records:
        counts.append(func.count(distinct(source.c.rid)).label("record_count"))
    found = aggregated(source, list(keys), wanted, counts, samples.runner.dialect).subquery("grouped")
    statement: Any = select(*found.c).order_by(*_order(bound, found, _types(keys))).limit(limit)
    return [_row(row, bound, keys) for row in samples.rows(statement)]


def _dimension(samples: Samples, column: Column) -> Key:
    return samples.key(column.plotted) if column.grain is None else samples.bucket(column.grain)


def _wanted(samples: Samples) -> list[Wanted]:
    wanted: list[Wanted] = []
    for index, measure in enumerate(samples.bound.measures):
        if measure.plotted is None:
            wanted.append(Wanted(f"m{index}", "count"))
        else:
            samples.columns[f"v{index}"] = samples.read(measure.plotted).value
            wanted.append(Wanted(f"m{index}", measure.aggregation, f"v{index}", measure.plotted.type))
    return wanted


def _types(keys: Mapping[str, Key]) -> dict[str, DataType]:
    """Return how dimensions sort: text by code point, all else by value."""
    return {name: key.type if key.type is DataType.STRING else DataType.NUMERIC for name, key in keys.items()}


def _order(bound: BoundWidget, grouped: Subquery, types: Mapping[str, DataType]) -> list[ColumnElement[Any]]:
    """Sort as asked, else by the number of samples; ties by the dimensions."""
    by_name = _names(bound)
    order: list[ColumnElement[Any]] = []
    for one in bound.widget.order_by:
        name = by_name.get(one.name, one.name)
        order += ordered(grouped.c[name], types.get(name, DataType.NUMERIC), one.descending)
    if not order:
        order.append(grouped.c.sample_count.desc())
    for name, data_type in types.items():
        order += ordered(grouped.c[name], data_type)
    return order


def _names(bound: BoundWidget) -> dict[str, str]:
    """Return which column of the SQL a dimension or a metric is."""
    by_name = {column.name: f"d{index}" for index, column in enumerate(bound.columns)}
    return by_name | {measure.name: f"m{index}" for index, measure in enumerate(bound.measures)}


def _row(row: Any, bound: BoundWidget, keys: dict[str, Key]) -> dict[str, Any]:
    found = {
        column.name: named(getattr(row, name), key)
        for column, (name, key) in zip(bound.columns, keys.items(), strict=True)
    }
    for index, measure in enumerate(bound.measures):
        data_type = DataType.NUMERIC if measure.plotted is None else measure.plotted.type
        found[measure.name] = aggregate(getattr(row, f"m{index}"), measure.aggregation, data_type)
    found["sample_count"] = row.sample_count
    return found | {"record_count": row.record_count} if bound.to_many else found


def _raw_rows(samples: Samples, limit: int) -> list[dict[str, Any]]:
    """Read the rows themselves, the newest first unless an order is asked for."""
    rows, kinds = _ordered_rows(samples, limit, exactly=False)
    if any(is_jump(getattr(row, name), kind) for row in rows for name, kind in kinds.items()):
        rows, _ = _ordered_rows(Samples(samples.bound, samples.runner), limit, exactly=True)
    shown = [
        (f"d{index}", column.name, column.plotted.type) for index, column in enumerate(samples.bound.columns)
    ]
    return [
        {name: on_the_wire(getattr(row, key), data_type) for key, name, data_type in shown} for row in rows
    ]


def _ordered_rows(
    samples: Samples, limit: int, *, exactly: bool
) -> tuple[Sequence[Any], Mapping[str, TypeEngine[Any]]]:
    """Return rows, and the kinds of times by which they are sorted and of which several may be an instant.

    Those are one only where it is sorted `exactly`: no index has a part in that.
    """
    bound = samples.bound
    samples.columns.update({f"id{index}": key for index, key in enumerate(samples.keys)})
    samples.columns["ts"] = in_order(samples.timestamp.instant)
    for index, column in enumerate(bound.columns):
        samples.columns[f"d{index}"] = samples.read(column.plotted).value
    source = samples.subquery()
    types = {column.name: (f"d{index}", column.plotted.type) for index, column in enumerate(bound.columns)}
    by = ["ts", *(types[one.name][0] for one in bound.widget.order_by)]
    sorted_by = {name: in_one_order(source.c[name]) if exactly else source.c[name] for name in by}
    order: list[ColumnElement[Any]] = []
    for one in bound.widget.order_by:
        name, data_type = types[one.name]
        order += ordered(sorted_by[name], data_type, one.descending)
    order += [
        sorted_by["ts"].desc(),
        *(sortable(source.c[f"id{index}"]).desc() for index in range(len(samples.keys))),
    ]
    # Related rows of one record have its timestamp and id.
    for name, data_type in types.values():
        order += ordered(source.c[name], data_type)
    statement: Any = select(*source.c).order_by(*order).limit(limit)
    kinds = {name: source.c[name].type for name in by if skips(source.c[name].type)}
    return samples.rows(statement), kinds


def asked(bound: BoundWidget) -> Asked:
    """Return what a table asks of a roll-up."""
    keys = tuple(column.plotted for column in bound.columns if column.grain is None)
    grains = tuple(column.grain for column in bound.columns if column.grain is not None)
    return Asked(keys, grains, tuple((one.aggregation, one.plotted) for one in bound.measures))


class Shared:
    """A table's part of a shared query."""

    def __init__(self, bound: BoundWidget, rollup: Rollup) -> None:
        self.bound: Final = bound
        self.rollup: Final = rollup
        self.limit: Final = min(bound.widget.limit or DEFAULT_LIMIT, bound.request.limits.max_rows)

    @property
    def shape(self) -> Hashable:
        """Return what the SQL depends on."""
        bound, names = self.bound, _names(self.bound)
        columns = [
            (one.plotted.found.path, None if one.grain is None else self.rollup.places(one.grain))
            for one in bound.columns
        ]
        measures = [
            (one.aggregation, None if one.plotted is None else one.plotted.found.path)
            for one in bound.measures
        ]
        order = [(names.get(one.name, one.name), one.descending) for one in bound.widget.order_by]
        return "table", self.limit, tuple(columns), tuple(measures), tuple(order)

    @property
    def source(self) -> Hashable:
        """Return what tells the groups that are read: its own."""
        return None

    def select(self) -> Select[Any]:
        """Return the first rows in their order, each with its place."""
        bound = self.bound
        columns = list(enumerate(bound.columns))
        view = self.rollup.view(**{f"d{i}": one.grain for i, one in columns if one.grain is not None})
        keys = {
            f"d{i}": view.key(one.plotted) if one.grain is None else view.buckets[f"d{i}"]
            for i, one in columns
        }
        results = [
            view.aggregate(one.aggregation, one.plotted).label(f"m{i}")
            for i, one in enumerate(bound.measures)
        ]
        named_keys = [key.label(name) for name, key in keys.items()]
        counted = select(*named_keys, *results, view.count().label("sample_count"))
        grouped = counted.group_by(*keys.values()).subquery("grouped")
        types = {f"d{i}": one.plotted.type if one.grain is None else DataType.NUMERIC for i, one in columns}
        order = _order(bound, grouped, types)
        placed = select(*grouped.c, func.row_number().over(order_by=order).label("place")).subquery("placed")
        return select(*placed.c).where(placed.c.place <= self.limit + 1)

    def answer(self, rows: Sequence[Any]) -> Answer:
        """Return the data of the chart."""
        samples = self.rollup.samples
        keys = {
            f"d{index}": samples.key(column.plotted)
            if column.grain is None
            else Key(null(), DataType.DATETIME, None, samples.edges(column.grain))
            for index, column in enumerate(self.bound.columns)
        }
        in_order = sorted(rows, key=lambda row: int(row.place))
        found = [_row(row, self.bound, keys) for row in in_order]
        return Answer(found[: self.limit], {"truncated": len(found) > self.limit})
