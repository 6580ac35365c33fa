"""Bar: an aggregation in each time bucket."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import case, distinct, func, select
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.sql.selectable import Select

from widgetql.charts.aggregations import Wanted, aggregate_of, aggregated, needs_ranks, sample_count
from widgetql.charts.answer import Answer
from widgetql.charts.bound import BoundWidget, Plotted
from widgetql.charts.buckets import Calendar, Edges, Interval
from widgetql.charts.groups import Groups, add_groups, groups_of, ranked
from widgetql.charts.rollup import Asked, Rollup
from widgetql.charts.samples import Samples
from widgetql.charts.strategy import Bucketing
from widgetql.charts.wire import aggregate
from widgetql.execution import Runner
from widgetql.relative_time import format_instant
from widgetql.sql.grouping import grouped
from widgetql.sql.ranges import ranged

_Cell = tuple[int, int]


def compute(bound: BoundWidget, runner: Runner) -> Answer:
    """Compute `[{time_interval, [group], value, sample_count, ...}]`, by bucket and the rank of the group."""
    plot, grain, aggregation = bound.plot, bound.grain, bound.widget.aggregation_function
    assert plot is not None
    assert grain is not None
    assert aggregation is not None
    samples = Samples(bound, runner)
    edges = samples.edges(grain)
    if not len(edges):
        return Answer([])
    bars = _Bars(samples, plot, grain, Wanted("result", aggregation, "value", plot.type))
    groups: Groups | None = None
    if bound.group is None:
        looked_up = bars.by_ranges()
        cells = bars.by_key() if looked_up is None else looked_up
    else:
        groups = bars.add_groups()
        cells = bars.by_key(groups)
    found = {cell: _values(row, bound, aggregation) for cell, row in cells.items()}
    return _answer(found, edges, groups, bound, aggregation)


def _answer(
    found: dict[_Cell, dict[str, Any]],
    edges: Edges,
    groups: Groups | None,
    bound: BoundWidget,
    aggregation: str,
) -> Answer:
    data = [
        {"time_interval": format_instant(edges.starts[bucket]), **row}
        for bucket, row in _rows(found, edges, groups, bound, aggregation)
    ]
    return Answer(data)


@dataclass(frozen=True, slots=True)
class _Bars:
    """The rows of a bar's statement, by bucket and group."""

    samples: Samples
    plot: Plotted
    grain: Calendar | Interval
    wanted: Wanted

    def by_ranges(self) -> dict[_Cell, Any] | None:
        """Look each bucket up by an index; None where that is not the way."""
        samples, dialect = self.samples, self.samples.runner.dialect
        way = None if needs_ranks(self.wanted, dialect) else samples.ranges(self.grain)
        if way is None:
            return None
        found = samples.kept(self._shape(way), lambda: ranged(dialect, samples.kind, self._of_range))
        rows = found.unpacked(samples.rows(found.statement), samples.runner.connection.dialect)
        return {(int(row.bucket), 0): row for row in rows}

    def _of_range(self, low: ColumnElement[Any], high: ColumnElement[Any]) -> Select[Any]:
        samples = self.samples
        value, instant = samples.read(self.plot).value, samples.timestamp.instant
        results: list[ColumnElement[Any]] = [
            aggregate_of(value, self.wanted, samples.runner.dialect).label("result"),
            sample_count(self.wanted.aggregation, value).label("n"),
        ]
        if samples.count_records():
            results.append(_records(self.wanted, samples.id, value))
        return samples.select(*results).where(instant >= low, instant < high)

    def add_groups(self) -> Groups | None:
        """Add the group to the samples, ranked by what goes into the bars."""
        value = self.samples.read(self.plot).value
        return add_groups(self.samples, self.wanted.aggregation, value)

    def by_key(self, groups: Groups | None = None) -> dict[_Cell, Any]:
        """Run the one GROUP BY."""
        samples = self.samples
        way = samples.bucketing(self.grain)
        shape = None if groups is not None else self._shape(way)
        rows = samples.rows(samples.kept(shape, lambda: self._grouped(way, groups)))
        return {(way.index(row.bucket), position): row for position, row in ranked(groups, rows)}

    def _grouped(self, way: Bucketing, groups: Groups | None) -> Any:
        samples = self.samples
        samples.columns["value"] = samples.read(self.plot).value
        samples.columns["bucket"] = way.sql(samples.timestamp.instant)
        counts_records = samples.count_records()
        keys = ["bucket"] if groups is None else ["bucket", "grp"]
        source, results = aggregated(samples.subquery(), keys, [self.wanted], samples.runner.dialect)
        results.append(sample_count(self.wanted.aggregation, source.c.value).label("n"))
        if counts_records:
            results.append(_records(self.wanted, source.c.rid, source.c.value))
        return grouped(source, keys, results, samples.runner.dialect)

    def _shape(self, way: Bucketing) -> Hashable:
        """Return what shapes the statement beside the filter; None where a value stands in it."""
        if way.key is None:
            return None
        return self.samples.shape("bar", self.wanted.aggregation, way.key, plots=[self.plot])


def _records(wanted: Wanted, id: ColumnElement[Any], value: ColumnElement[Any]) -> ColumnElement[Any]:
    """Count the records whose rows go into the value, as `sample_count` counts those rows."""
    record = id if wanted.aggregation == "count" else case((value.is_not(None), id))
    return func.count(distinct(record)).label("records")


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


def asked(bound: BoundWidget) -> Asked:
    """Return what a bar asks of a roll-up."""
    keys = (bound.group,) if isinstance(bound.group, Plotted) else ()
    grains = () if bound.grain is None else (bound.grain,)
    return Asked(keys, grains, ((str(bound.widget.aggregation_function), bound.plot),))


class Shared:
    """A bar's part of a shared query."""

    def __init__(self, bound: BoundWidget, rollup: Rollup) -> None:
        self.bound: Final = bound
        self.rollup: Final = rollup
        self.aggregation: Final = str(bound.widget.aggregation_function)

    def select(self) -> Select[Any]:
        """Return the bars; with groups each with its position."""
        bound, grain, group = self.bound, self.bound.grain, self.bound.group
        assert grain is not None
        view = self.rollup.view(bucket=grain)
        keys = [view.source.c.bucket]
        if isinstance(group, Plotted):
            limit = bound.request.limits.max_groups
            view = view.ranked(group, (self.aggregation, bound.plot), limit)
            keys = [view.source.c[name] for name in ("bucket", "position", "grp")]
        result = view.aggregate(self.aggregation, bound.plot).label("result")
        number = view.sample_count(self.aggregation, bound.plot).label("n")
        return select(*keys, result, number).group_by(*keys)

    def answer(self, rows: Sequence[Any]) -> Answer:
        """Return the data of the chart."""
        bound, grain, group = self.bound, self.bound.grain, self.bound.group
        assert grain is not None
        groups: Groups | None = None
        if isinstance(group, Plotted):
            key = self.rollup.samples.key(group)
            groups = groups_of(rows, key, bound.request.limits.max_groups)
        found = {
            (int(row.bucket), 0 if groups is None else int(row.position)): _values(
                row, bound, self.aggregation
            )
            for row in rows
        }
        return _answer(found, self.rollup.samples.edges(grain), groups, bound, self.aggregation)
