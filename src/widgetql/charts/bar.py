"""Bar: an aggregation in each time bucket."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Final

from widgetql.charts.answer import Answer
from widgetql.charts.behind import Behind
from widgetql.charts.bound import BoundWidget
from widgetql.charts.buckets import Calendar, Edges, Interval
from widgetql.charts.chart import Chart
from widgetql.charts.draft import Drafted, Drafter
from widgetql.charts.rules import COUNTS
from widgetql.charts.size import refuse_rows
from widgetql.charts.spec import ByInterval
from widgetql.charts.wire import reader
from widgetql.plan.execute import Execution
from widgetql.plan.groups import Grid, Groups
from widgetql.plan.query import BUCKET, GROUP, Aggregate, Grain, Key, Plotted, Query, Top
from widgetql.relative_time import format_instant


def draft(drafter: Drafter) -> Drafted:
    """Bind a field with an aggregation, and a period or a bucket."""
    widget = drafter.widget
    drafted = drafter.drawn()
    if widget.aggregation_function is None:
        drafter.missing("aggregation_function", "a bar needs an aggregation_function")
    elif drafted.plot is not None:
        at = widget.at / "aggregation_function"
        drafter.check_aggregation(drafted.plot, widget.aggregation_function, at)
    grain: Grain | None = None
    if isinstance(widget.group_by, ByInterval):
        grain = Interval(widget.group_by.length)
        if widget.time_period is not None:
            message = "time_period and a bucket in group_by exclude each other"
            drafter.problems.add(widget.at / "time_period", "conflicting_keys", message)
    elif widget.time_period is not None:
        grain = Calendar(widget.time_period, drafter.request.clock)
    else:
        drafter.missing("time_period", "a bar needs a time_period, or a bucket in group_by")
    group = None if isinstance(drafted.group, Interval) else drafted.group
    return Drafted(widget, drafted.plot, drafted.chosen, grain, group)


def query(bound: BoundWidget) -> Query:
    """Return the aggregation of each bucket, of each group, with the rows and the records that go into it."""
    plot, aggregation, group = bound.plot, str(bound.widget.aggregation_function), bound.group
    assert bound.grain is not None
    counts = "count" if aggregation == "count" else "count_values"
    measures = [Aggregate("result", aggregation, plot), Aggregate("n", counts, plot)]
    if bound.to_many:
        measures.append(Aggregate("records", "count_records", None if aggregation == "count" else plot))
    keys, top = [Key(BUCKET, bound.grain)], None
    if isinstance(group, Plotted):
        keys.append(Key(GROUP, group))
        top = Top(GROUP, "n", bound.limits.max_groups)
    return Query(keys=tuple(keys), measures=tuple(measures), top=top)


def compute(bound: BoundWidget, execution: Execution) -> Answer:
    """Compute `[{time_interval, [group], value, sample_count, ...}]`, by bucket and the rank of the group."""
    assert bound.grain is not None
    buckets, most = len(execution.edges(bound.grain)), bound.limits.max_answer_rows
    if not buckets:
        return Answer([])
    groups = 1 if bound.group is None else bound.limits.max_groups + 1
    grid = execution.ask(query(bound), most if buckets * groups > most else None)
    if len(grid.rows) > most:
        raise refuse_rows(bound)
    return data(bound, grid, execution)


def data(bound: BoundWidget, grid: Grid, execution: Execution) -> Answer:
    """Return the data of rows by bucket and group. Raises `InvalidInput` where gaps fill too many."""
    assert bound.grain is not None
    edges, groups = execution.edges(bound.grain), grid.groups
    size = len(edges) * (1 if groups is None else len(groups))
    if bound.widget.fill_gaps and size > bound.limits.max_answer_rows:
        raise refuse_rows(bound, size)
    read = _reader(bound)
    found = {(int(row.bucket), position): read(row) for position, row in grid.rows}
    return Answer(list(_rows(found, edges, groups, bound)))


def _reader(bound: BoundWidget) -> Callable[[Any], dict[str, Any]]:
    """Return what reads a row's values."""
    assert bound.plot is not None
    aggregation = str(bound.widget.aggregation_function)
    read, counts_records = reader(aggregation, bound.plot.type), bound.to_many
    empty = _empty(bound)

    def values(row: Any) -> dict[str, Any]:
        # A bucket that nothing went into is like one that no record is in.
        number = row.n
        found = {"value": read(row.result) if number else empty, "sample_count": number}
        if counts_records:
            found["record_count"] = row.records
        return found

    return values


def _empty(bound: BoundWidget) -> int | None:
    """Return the value over nothing."""
    return 0 if bound.widget.aggregation_function in COUNTS else None


def _rows(
    found: dict[tuple[int, int], dict[str, Any]], edges: Edges, groups: Groups | None, bound: BoundWidget
) -> Iterator[dict[str, Any]]:
    """Yield every bucket's rows in order; with `fill_gaps` those that no record is in as well."""
    nothing: dict[str, Any] = {"value": _empty(bound), "sample_count": 0}
    if bound.to_many:
        nothing["record_count"] = 0
    cells: Any = sorted(found)
    if bound.widget.fill_gaps:
        positions = range(1 if groups is None else len(groups))
        cells = ((bucket, position) for bucket in range(len(edges)) for position in positions)
    shown: list[str] = edges.once(format_instant, lambda: [*map(format_instant, edges.starts)])
    cut = _cut(edges, bound)
    for cell in cells:
        bucket, position = cell
        row: dict[str, Any] = {"time_interval": shown[bucket]}
        if groups is not None:
            row |= groups.keys(position)
        row |= found.get(cell, nothing)
        if bucket in cut:
            row["partial"] = True
        if groups is not None:
            row |= groups.marks(position)
        yield row


def _cut(edges: Edges, bound: BoundWidget) -> set[int]:
    """Return the buckets that the range cuts: the edges enclose it, so only the first and the last can be."""
    first, last = bound.scan.range.start, bound.scan.range.end
    found: set[int] = set()
    if first is not None and edges.starts[0] < first:
        found.add(0)
    if last is not None and last < edges.starts[-1]:
        found.add(len(edges) - 1)
    return found


def behind(row: Behind) -> None:
    """Ask for the bucket, the group, and what went into the value."""
    widget, plot = row.widget, row.plot()
    if isinstance(widget.group_by, ByInterval):
        row.in_bucket(Interval(widget.group_by.length), "time_interval")
    else:
        assert widget.time_period is not None
        row.in_bucket(Calendar(widget.time_period, row.request.clock), "time_interval")
    if widget.aggregation_function != "count" and plot is not None:
        row.present(plot)
    row.group()
    row.some_related_row(plot)


CHART: Final = Chart(name="bar", draft=draft, compute=compute, behind=behind, query=query, data=data)
