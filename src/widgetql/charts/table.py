"""Table: dimensions by metrics, sorted and limited; without metrics the rows themselves."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.types import TypeEngine

from widgetql.charts import columns
from widgetql.charts.answer import Answer
from widgetql.charts.behind import Behind
from widgetql.charts.binned import Edged, edged
from widgetql.charts.bound import BoundWidget, Column
from widgetql.charts.buckets import Calendar
from widgetql.charts.chart import Chart
from widgetql.charts.draft import Drafted, Drafter
from widgetql.charts.rules import DEFAULT_LIMIT
from widgetql.charts.wire import aggregate, on_the_wire
from widgetql.fields import Dynamic
from widgetql.plan.execute import Execution
from widgetql.plan.groups import Grid
from widgetql.plan.query import Aggregate, Key, Plotted, Query, Subject
from widgetql.sql.epochs import in_order
from widgetql.sql.rank import ordered
from widgetql.sql.skipped import in_one_order, is_jump, skips
from widgetql.sql.source import Source, sortable

_SAMPLES: Final = "sample_count"
_RECORDS: Final = "record_count"


def draft(drafter: Drafter) -> Drafted:
    """Bind dimensions, metrics, and the order of the rows."""
    widget = drafter.widget
    if not widget.dimensions and not widget.metrics:
        drafter.missing("dimensions", "a table needs dimensions or metrics")
    drafter.check_size()
    drafts = [drafter.dimension(dimension) for dimension in widget.dimensions]
    columns = tuple(column for column in drafts if column is not None)
    measured = [drafter.measure(metric) for metric in widget.metrics]
    measures = tuple(measure for measure in measured if measure is not None)
    fields = [column.plotted for column in columns]
    fields += [measure.of for measure in measures if measure.of is not None]
    drafter.check_one_relation(fields, widget.at / "dimensions")
    to_many = any(field.found.to_many for field in fields)
    if to_many:
        drafter.check_fan_out(measures)
    names = [column.name for column in columns] + [measure.name for measure in measures]
    # Bins are ordered by their name, and stand in rows as two keys.
    cells = [key for column in columns if column.bins is not None for key in column.keys]
    counts = [_SAMPLES, *([_RECORDS] if to_many else [])] if widget.metrics else []
    drafter.check_names([*names, *cells, *counts], "metrics" if widget.metrics else "dimensions")
    drafter.check_measure_names(tuple(measure for measure in measures if measure.name not in counts))
    drafter.check_order([*names, *counts], columns)
    if widget.metric is not None and not drafter.asks_metric:
        drafter.metric_unused()
    return Drafted(widget, None, drafter.chosen, columns=columns, measures=measures)


def query(bound: BoundWidget) -> Query | None:
    """Return the first rows in their order; None for a table of raw rows, and for bins: values tell them."""
    if not bound.measures or any(column.bins is not None for column in bound.columns):
        return None
    return _asked(bound, {})


def _asked(bound: BoundWidget, bins: Mapping[int, Subject]) -> Query:
    """Return the first rows in their order; `bins` are those of dimensions, by their numbers."""
    keys = tuple(
        Key(f"d{index}", bins.get(index) or column.grain or column.plotted)
        for index, column in enumerate(bound.columns)
    )
    measures = [replace(measure, name=f"m{index}") for index, measure in enumerate(bound.measures)]
    measures.append(Aggregate(_SAMPLES, "count"))
    if bound.to_many:
        measures.append(Aggregate(_RECORDS, "count_records"))
    names = _names(bound)
    order = [(names.get(one.name, one.name), one.descending) for one in bound.widget.order_by]
    # Else by the number of samples; ties by the dimensions.
    order = order or [(_SAMPLES, True)]
    order += [(key.name, False) for key in keys]
    return Query(keys=keys, measures=tuple(measures), order=tuple(order), limit=_limit(bound) + 1)


def _limit(bound: BoundWidget) -> int:
    return min(bound.widget.limit or DEFAULT_LIMIT, bound.limits.max_rows)


def _names(bound: BoundWidget) -> dict[str, str]:
    """Return which column of the SQL a dimension or a metric is."""
    by_name = {column.name: f"d{index}" for index, column in enumerate(bound.columns)}
    return by_name | {measure.name: f"m{index}" for index, measure in enumerate(bound.measures)}


def compute(bound: BoundWidget, execution: Execution) -> Answer:
    """Compute one object a row: its dimensions, its metrics by name, and `sample_count`."""
    if bound.measures:
        bins = _edged(bound, execution)
        keys = {index: one.key(execution) for index, one in bins.items()}
        return _answer(bound, execution.ask(_asked(bound, keys)), execution, bins)
    limit = _limit(bound)
    rows = _raw_rows(bound, execution, limit + 1)
    return Answer(rows[:limit], {"truncated": len(rows) > limit})


def _edged(bound: BoundWidget, execution: Execution) -> Mapping[int, Edged]:
    """Return the bins of dimensions, by their numbers."""
    bins = {
        index: (column.plotted, column.bins)
        for index, column in enumerate(bound.columns)
        if column.bins is not None
    }
    return edged(bins, execution) if bins else {}


def data(bound: BoundWidget, grid: Grid, execution: Execution) -> Answer:
    """Return the data of rows in their order."""
    return _answer(bound, grid, execution, {})


def _answer(bound: BoundWidget, grid: Grid, execution: Execution, bins: Mapping[int, Edged]) -> Answer:
    limit = _limit(bound)
    readers = [_reader(column, bins.get(index), execution) for index, column in enumerate(bound.columns)]
    found: list[dict[str, Any]] = []
    for _, row in grid.rows[:limit]:
        one: dict[str, Any] = {}
        for index, read in enumerate(readers):
            one |= read(getattr(row, f"d{index}"))
        for index, measure in enumerate(bound.measures):
            one[measure.name] = aggregate(getattr(row, f"m{index}"), measure.aggregation, measure.type)
        one[_SAMPLES] = row.sample_count
        found.append(one | {_RECORDS: row.record_count} if bound.to_many else one)
    told = {bound.columns[index].name: one.told for index, one in bins.items()}
    return Answer(found, {"truncated": len(grid.rows) > limit} | ({"bins": told} if told else {}))


def _reader(column: Column, bins: Edged | None, execution: Execution) -> Callable[[Any], dict[str, Any]]:
    """Return what reads a dimension of a row: the keys that it is there."""
    if bins is not None:
        return lambda value: dict(zip(column.keys, bins.ends(value), strict=True))
    decode = execution.decoder(column.grain or column.plotted)
    return lambda value: {column.name: decode(value)}


@dataclass(frozen=True, slots=True)
class _Raw:
    """The rows themselves, the newest first unless an order is asked for.

    Several stored times may be one instant: those are one only where it is sorted `exactly`, and no index has
    a part in that.
    """

    columns: tuple[Plotted, ...]
    order: tuple[tuple[int, bool], ...]
    limit: int
    exactly: bool = False

    def select(self, source: Source) -> Any:
        """Return their SELECT: the columns, and what they are sorted by."""
        columns: dict[str, ColumnElement[Any]] = {f"id{i}": key for i, key in enumerate(source.keys)}
        columns["ts"] = in_order(source.timestamp.instant)
        columns |= {f"d{index}": source.read(one).value for index, one in enumerate(self.columns)}
        rows = source.select(column.label(name) for name, column in columns.items()).subquery("samples")

        def by(name: str) -> ColumnElement[Any]:
            return in_one_order(rows.c[name]) if self.exactly else rows.c[name]

        order: list[ColumnElement[Any]] = []
        for index, descending in self.order:
            order += ordered(by(f"d{index}"), self.columns[index].type, descending)
        order += [by("ts").desc(), *(sortable(rows.c[f"id{i}"]).desc() for i in range(len(source.keys)))]
        # Related rows of one record have its timestamp and id.
        for index, one in enumerate(self.columns):
            order += ordered(rows.c[f"d{index}"], one.type)
        return select(*rows.c).order_by(*order).limit(self.limit)

    def jumps(self, statement: Any) -> Mapping[str, TypeEngine[Any]]:
        """Return the kinds of times that rows are sorted by, and of which several may be an instant."""
        sorted_by = {"ts", *(f"d{index}" for index, _ in self.order)}
        columns = statement.selected_columns
        return {name: columns[name].type for name in sorted_by if skips(columns[name].type)}


def _raw_rows(bound: BoundWidget, execution: Execution, limit: int) -> list[dict[str, Any]]:
    places = {column.name: index for index, column in enumerate(bound.columns)}
    order = tuple((places[one.name], one.descending) for one in bound.widget.order_by)
    asked = _Raw(tuple(column.plotted for column in bound.columns), order, limit)
    statement = execution.kept(asked, asked.select)
    rows: Sequence[Any] = execution.run(statement)
    kinds = asked.jumps(statement)
    if any(is_jump(getattr(row, name), kind) for row in rows for name, kind in kinds.items()):
        exact = replace(asked, exactly=True)
        rows = execution.rows(exact, exact.select)
    shown = [(f"d{i}", column.name, column.plotted.type) for i, column in enumerate(bound.columns)]
    return [
        {name: on_the_wire(getattr(row, key), data_type) for key, name, data_type in shown} for row in rows
    ]


def behind(row: Behind) -> None:
    """Ask for the value of each dimension."""
    widget = row.widget
    fields = [row.found(dimension.field) for dimension in widget.dimensions]
    fields += [row.found(metric.field) for metric in widget.metrics if metric.field is not None]
    many = next((found for found in fields if found.to_many), None)
    if many is not None:
        for found in fields:
            if isinstance(found.leaf, Dynamic) and not row.related:
                row.of_metric(found)
    for dimension in widget.dimensions:
        found = row.found(dimension.field)
        if dimension.period is not None:
            row.in_bucket(Calendar(dimension.period, row.request.clock), dimension.name)
        elif dimension.part is not None:
            row.in_part(found, dimension.part, dimension.name)
        elif dimension.bins is not None:
            row.in_bin(found, f"{dimension.name}.from", f"{dimension.name}.to")
        else:
            row.same(found, dimension.name, is_typed=True)
    row.some_related_row(many)


CHART: Final = Chart(
    name="table",
    draft=draft,
    compute=compute,
    behind=behind,
    columns=columns.table,
    query=query,
    data=data,
    needs=(("dimensions", "metrics"),),
)
