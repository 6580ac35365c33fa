"""Bar: an aggregation in each time bucket."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import case, distinct, func, select
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.sql.selectable import Select

from widgetql.charts.aggregations import Wanted, aggregate_of, aggregated, lacks_native, sample_count
from widgetql.charts.answer import Answer
from widgetql.charts.bound import BoundWidget, Plotted
from widgetql.charts.buckets import Calendar, Edges, Interval
from widgetql.charts.groups import Groups, add_groups, groups_of, ranked
from widgetql.charts.rollup import Asked, Rollup
from widgetql.charts.rules import COUNTS
from widgetql.charts.samples import Samples
from widgetql.charts.size import refuse_rows
from widgetql.charts.strategy import Bucketing
from widgetql.charts.wire import reader
from widgetql.execution import Runner
from widgetql.relative_time import format_instant
from widgetql.sql.ranges import ranged, without_index

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
        if bound.widget.fill_gaps and len(edges) * len(groups or ()) > bound.request.limits.max_answer_rows:
            raise refuse_rows(bound, len(edges) * len(groups or ()))
        cells = bars.by_key(groups)
    read = _reader(bound, aggregation)
    found = {cell: read(row) for cell, row in cells.items()}
    return Answer(list(_rows(found, edges, groups, bound, aggregation)))


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
        way = None if lacks_native(self.wanted, dialect) else samples.ranges(self.grain)
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
        if samples.add_record_key():
            results.append(_records(self.wanted, samples.id, value))
        at = samples.bound.request.dataset.timestamp
        assert at is not None
        rest = [without_index(one, at) for one in samples.conditions]
        statement: Any = samples.joined.into(select(*results))
        found: Select[Any] = statement.where(instant >= low, instant < high, *rest)
        return found

    def add_groups(self) -> Groups | None:
        """Add the group to the samples, ranked by what goes into the bars."""
        value = self.samples.read(self.plot).value
        return add_groups(self.samples, self.wanted.aggregation, value)

    def by_key(self, groups: Groups | None = None) -> dict[_Cell, Any]:
        """Run the one GROUP BY."""
        samples = self.samples
        way = samples.bucketing(self.grain)
        shape = None if groups is not None else self._shape(way)
        statement = samples.kept(shape, lambda: self._grouped(way, groups))
        most = samples.bound.request.limits.max_answer_rows
        if len(samples.edges(self.grain)) * (1 if groups is None else len(groups)) > most:
            # One more tells that there are too many.
            statement = statement.limit(most + 1)
        rows = samples.rows(statement)
        if len(rows) > most:
            raise refuse_rows(samples.bound)
        return {(way.index(row.bucket), position): row for position, row in ranked(groups, rows)}

    def _grouped(self, way: Bucketing, groups: Groups | None) -> Any:
        samples = self.samples
        samples.columns["value"] = samples.read(self.plot).value
        samples.columns["bucket"] = way.sql(samples.timestamp.instant)
        counts_records = samples.add_record_key()
        keys = ["bucket"] if groups is None else ["bucket", "grp"]
        source = samples.subquery()
        counts: list[ColumnElement[Any]] = [sample_count(self.wanted.aggregation, source.c.value).label("n")]
        if counts_records:
            counts.append(_records(self.wanted, source.c.rid, source.c.value))
        return aggregated(source, keys, [self.wanted], counts, samples.runner.dialect)

    def _shape(self, way: Bucketing) -> Hashable:
        """Return what shapes the statement beside the filter; None where a value stands in it."""
        return self.samples.shape("bar", self.wanted.aggregation, way.key, plots=[self.plot])


def _records(wanted: Wanted, id: ColumnElement[Any], value: ColumnElement[Any]) -> ColumnElement[Any]:
    """Count the records whose rows go into the value, as `sample_count` counts those rows."""
    record = id if wanted.aggregation == "count" else case((value.is_not(None), id))
    return func.count(distinct(record)).label("records")


def _reader(bound: BoundWidget, aggregation: str) -> Callable[[Any], dict[str, Any]]:
    """Return what reads a row's values."""
    assert bound.plot is not None
    read, counts_records = reader(aggregation, bound.plot.type), bound.to_many
    empty = _empty(aggregation)

    def values(row: Any) -> dict[str, Any]:
        # A bucket that nothing went into is like one that no record is in.
        number = row.n
        found = {"value": read(row.result) if number else empty, "sample_count": number}
        if counts_records:
            found["record_count"] = row.records
        return found

    return values


def _empty(aggregation: str) -> int | None:
    """Return the value over nothing."""
    return 0 if aggregation in COUNTS else None


def _rows(
    found: dict[_Cell, dict[str, Any]],
    edges: Edges,
    groups: Groups | None,
    bound: BoundWidget,
    aggregation: str,
) -> Iterator[dict[str, Any]]:
    """Yield every bucket's rows in order; with `fill_gaps` those that no record is in as well."""
    nothing: dict[str, Any] = {"value": _empty(aggregation), "sample_count": 0}
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
    first, last = bound.range.start, bound.range.end
    found: set[int] = set()
    if first is not None and edges.starts[0] < first:
        found.add(0)
    if last is not None and last < edges.starts[-1]:
        found.add(len(edges) - 1)
    return found


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

    @property
    def shape(self) -> Hashable:
        """Return what the SQL depends on."""
        bound, group = self.bound, self.bound.group
        assert bound.grain is not None
        by = (group.found.path, bound.request.limits.max_groups) if isinstance(group, Plotted) else None
        plot = None if bound.plot is None else bound.plot.found.path
        return "bar", self.aggregation, plot, by, self.rollup.places(bound.grain)

    @property
    def source(self) -> Hashable:
        """Return what tells the groups that are read: those of a grain, where there are no others."""
        return None if self.bound.group is not None else self.bound.grain

    def select(self) -> Select[Any]:
        """Return the bars; with groups each with its position."""
        bound, grain, group = self.bound, self.bound.grain, self.bound.group
        assert grain is not None
        view = self.rollup.view(bucket=grain)
        keys: list[ColumnElement[Any]] = []
        if isinstance(group, Plotted):
            limit = bound.request.limits.max_groups
            view = view.ranked(group, (self.aggregation, bound.plot), limit)
            keys = [view.source.c.position, view.source.c.grp]
        bucket = view.buckets["bucket"]
        result = view.aggregate(self.aggregation, bound.plot).label("result")
        number = view.sample_count(self.aggregation, bound.plot).label("n")
        return select(bucket.label("bucket"), *keys, result, number).group_by(bucket, *keys)

    def answer(self, rows: Sequence[Any]) -> Answer:
        """Return the data of the chart."""
        bound, grain, group = self.bound, self.bound.grain, self.bound.group
        assert grain is not None
        groups: Groups | None = None
        if isinstance(group, Plotted):
            key = self.rollup.samples.key(group)
            groups = groups_of(rows, key, bound.request.limits.max_groups)
        read = _reader(bound, self.aggregation)
        found = {(int(row.bucket), 0 if groups is None else int(row.position)): read(row) for row in rows}
        edges = self.rollup.samples.edges(grain)
        return Answer(list(_rows(found, edges, groups, bound, self.aggregation)))
