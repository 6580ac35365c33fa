"""Bar: an aggregation in each time bucket."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import case, distinct, func, select

from widgetql.charts.aggregations import Wanted, aggregated, sample_count
from widgetql.charts.answer import Answer
from widgetql.charts.bound import BoundWidget
from widgetql.charts.buckets import Edges
from widgetql.charts.groups import Groups, add_groups, ranked
from widgetql.charts.samples import Samples
from widgetql.charts.wire import aggregate
from widgetql.execution import Runner
from widgetql.relative_time import format_instant

_Cell = tuple[int, int]


def compute(bound: BoundWidget, runner: Runner) -> Answer:
    """Compute `[{time_interval, [group], value, sample_count, ...}]`, by bucket and the rank of the group."""
    plot, grain, aggregation = bound.plot, bound.grain, bound.widget.aggregation_function
    assert plot is not None
    assert grain is not None
    assert aggregation is not None
    samples = Samples(bound, runner)
    reading = samples.read(plot)
    edges = samples.edges(grain)
    if not len(edges):
        return Answer([])
    samples.columns["bucket"] = samples.bucket(grain).sql
    samples.columns["value"] = reading.value
    groups = add_groups(samples, aggregation, reading.value)
    cells = _cells(samples, groups, Wanted("result", aggregation, "value", plot.type))
    found = {cell: _values(row, bound, aggregation) for cell, row in cells.items()}
    data = [
        {"time_interval": format_instant(edges.starts[bucket]), **row}
        for bucket, row in _rows(found, edges, groups, bound, aggregation)
    ]
    return Answer(data)


def _cells(samples: Samples, groups: Groups | None, wanted: Wanted) -> dict[_Cell, Any]:
    """Run the one GROUP BY; return its rows by bucket and group."""
    counts_records = samples.count_records()
    keys = ["bucket"] if groups is None else ["bucket", "grp"]
    source, results = aggregated(samples.subquery(), keys, [wanted], samples.runner.dialect)
    columns = [source.c[key] for key in keys]
    results.append(sample_count(wanted.aggregation, source.c.value).label("n"))
    if counts_records:
        # Records whose rows have a value, as `sample_count` counts those rows.
        record = source.c.rid if wanted.aggregation == "count" else _with_value(source)
        results.append(func.count(distinct(record)).label("records"))
    statement = select(*columns, *results).group_by(*columns)
    rows = samples.runner.rows(statement)
    return {(int(row.bucket), position): row for position, row in ranked(groups, rows)}


def _with_value(source: Any) -> Any:
    return case((source.c.value.is_not(None), source.c.rid))


def _values(row: Any, bound: BoundWidget, aggregation: str) -> dict[str, Any]:
    assert bound.plot is not None
    # A bucket that nothing went into is like one that no record is in: null, but for the number of records.
    empty = row.n == 0 and aggregation != "count"
    value = None if empty else aggregate(row.result, aggregation, bound.plot.type)
    values = {"value": value, "sample_count": row.n}
    return values | {"record_count": row.records} if bound.to_many else values


def _rows(
    found: dict[_Cell, dict[str, Any]],
    edges: Edges,
    groups: Groups | None,
    bound: BoundWidget,
    aggregation: str,
) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield every bucket's rows in order; with `fill_gaps` those that no record is in as well."""
    nothing: dict[str, Any] = {"value": 0 if aggregation == "count" else None, "sample_count": 0}
    if bound.to_many:
        nothing["record_count"] = 0
    cells: Any = sorted(found)
    if bound.widget.fill_gaps:
        positions = range(1 if groups is None else len(groups))
        cells = ((bucket, position) for bucket in range(len(edges)) for position in positions)
    for bucket, position in cells:
        row = {} if groups is None else groups.keys(position)
        row |= found.get((bucket, position), nothing)
        if _is_cut(edges, bucket, bound):
            row["partial"] = True
        yield bucket, row if groups is None else row | groups.marks(position)


def _is_cut(edges: Edges, bucket: int, bound: BoundWidget) -> bool:
    """Tell whether the range cuts a bucket."""
    start, end = edges.bucket(bucket)
    first, last = bound.range.start, bound.range.shown_end
    return (first is not None and start < first) or (last is not None and last < end)
