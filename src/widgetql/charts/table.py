"""Table: dimensions by metrics, sorted and limited; without metrics the rows themselves."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from widgetql.charts import columns
from widgetql.charts.answer import Answer
from widgetql.charts.behind import Behind
from widgetql.charts.binned import Edged, edged
from widgetql.charts.bound import After, BoundWidget, Column
from widgetql.charts.buckets import Calendar
from widgetql.charts.chart import Chart
from widgetql.charts.draft import Drafted, Drafter
from widgetql.charts.pages import Turned, order_of, read_turned, write_turned
from widgetql.charts.raw import page_of
from widgetql.charts.rules import DEFAULT_LIMIT
from widgetql.charts.wire import aggregate, on_the_wire
from widgetql.fields import Dynamic
from widgetql.plan.execute import Execution
from widgetql.plan.groups import Grid
from widgetql.plan.query import Aggregate, Key, Query, Subject

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
    after = _read_after(drafter, columns)
    return Drafted(widget, None, drafter.chosen, columns=columns, measures=measures, after=after)


def _read_after(drafter: Drafter, columns: Sequence[Column]) -> After | None:
    """Return where a page goes on: rows of records after one of them, groups after so many."""
    widget = drafter.widget
    if widget.cursor is None:
        return None
    if not widget.metrics:
        return drafter.place(columns)
    return read_turned(widget.cursor, order_of(widget.order_by), widget.at / "cursor", drafter.problems)


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
    return Query(
        keys=keys,
        measures=tuple(measures),
        order=tuple(order),
        limit=_limit(bound) + 1,
        offset=_offset(bound),
    )


def _offset(bound: BoundWidget) -> int:
    """Return how many groups the pages before have shown."""
    return bound.after.rows if isinstance(bound.after, Turned) else 0


def _limit(bound: BoundWidget) -> int:
    return min(bound.widget.limit or DEFAULT_LIMIT, bound.limits.max_rows)


def _names(bound: BoundWidget) -> dict[str, str]:
    """Return which column of the SQL a dimension or a metric is."""
    by_name = {column.name: f"d{index}" for index, column in enumerate(bound.columns)}
    return by_name | {measure.name: f"m{index}" for index, measure in enumerate(bound.measures)}


def compute(bound: BoundWidget, execution: Execution) -> Answer:
    """Compute one object a row: its dimensions, its metrics by name, and `sample_count`."""
    if not bound.measures:
        return _raw_rows(bound, execution)
    bins = _edged(bound, execution)
    keys = {index: one.key(execution) for index, one in bins.items()}
    return _answer(bound, execution.ask(_asked(bound, keys)), execution, bins)


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
    more = len(grid.rows) > limit
    cursor = write_turned(order_of(bound.widget.order_by), _offset(bound) + limit) if more else None
    told = {bound.columns[index].name: one.told for index, one in bins.items()}
    notes = {"truncated": more, "next_cursor": cursor}
    return Answer(found, notes | ({"bins": told} if told else {}))


def _reader(column: Column, bins: Edged | None, execution: Execution) -> Callable[[Any], dict[str, Any]]:
    """Return what reads a dimension of a row: the keys that it is there."""
    if bins is not None:
        return lambda value: dict(zip(column.keys, bins.ends(value), strict=True))
    decode = execution.decoder(column.grain or column.plotted)
    return lambda value: {column.name: decode(value)}


def _raw_rows(bound: BoundWidget, execution: Execution) -> Answer:
    names = [column.name for column in bound.columns]
    fields = [column.plotted for column in bound.columns]
    page = page_of(bound, execution, names, fields, _limit(bound))
    written = [(f"d{i}", column.name, column.plotted.type) for i, column in enumerate(bound.columns)]
    rows = [
        {name: on_the_wire(getattr(row, key), data_type) for key, name, data_type in written}
        for row in page.rows
    ]
    return Answer(rows, page.metadata)


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
