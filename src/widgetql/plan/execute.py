"""Running queries over a scan: which way is taken, what is known before, and the rows of an answer."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from sqlalchemy import func
from sqlalchemy.sql.base import Executable

from widgetql.charts.buckets import Calendar, Edges, Interval, buckets_between
from widgetql.columns import kind_of
from widgetql.execution import Runner
from widgetql.fields import Field
from widgetql.plan.bucketing import NOWHERE, Asked, Bucketing, Choice, by_expression, by_ranges
from widgetql.plan.facts import KnownTimes
from widgetql.plan.groups import Decode, Grid, Groups, decoder, groups_of
from widgetql.plan.parameters import placed, placed_bins, placed_measures
from widgetql.plan.positions import Neighbours, Position, by_position, count_of, with_values
from widgetql.plan.query import (
    BUCKET,
    GROUP,
    Aggregate,
    Binned,
    Grain,
    Kept,
    Key,
    Plotted,
    Query,
    Scan,
    Subject,
    related,
)
from widgetql.plan.rollup import Rollup, is_mergeable, split
from widgetql.relative_time import format_instant
from widgetql.remembered import remembered
from widgetql.request import Request
from widgetql.sql.aggregations import lacks_native
from widgetql.sql.cells import Cells
from widgetql.sql.logic import nullable
from widgetql.sql.parts import ALWAYS, Span, span_of
from widgetql.sql.rollup import shares
from widgetql.sql.select import select_by_ranges, select_of
from widgetql.sql.source import Source
from widgetql.sql.time import Instant, planned
from widgetql.sql.union import Union
from widgetql.sql.values import single, single_on

_CELLS: Final = Choice("cells", "groups are ranked and put together from one grouping of the rows")
_ONCE: Final = Choice("once", "the queries of one chart are put together from one grouping of the rows")
_RANKED: Final = Choice("ranked", "groups are ranked first, and the rows of each are aggregated then")


class Execution:
    """Runs the queries of one scan: what their SQL depends on is found out once."""

    def __init__(self, scan: Scan, request: Request, runner: Runner, assumed: bool | None = None) -> None:
        self.scan: Final = scan
        self.request: Final = request
        self.runner: Final = runner
        self.dialect: Final = runner.dialect
        self.times: Final = KnownTimes(scan, request.context, runner, assumed)
        self._placed: Final = placed(scan, request.context)
        self._edges: Final[dict[Grain, Edges]] = {}
        self._ahead: Final[dict[Query, Grid]] = {}

    @remembered
    def kind(self) -> Instant:
        """How the records' timestamp is stored."""
        dataset = self.scan.dataset
        leaf = dataset.paths[str(dataset.timestamp_path)].leaf
        assert isinstance(leaf, Field)
        return kind_of(leaf, self.request.context)

    @remembered
    def span(self) -> Span:
        """The years that the records' timestamps are in."""
        own = self.scan.range
        return ALWAYS if own.empty else span_of(own.start, None if own.is_last else own.end)

    # Statements

    def rows(
        self, shape: Hashable, build: Callable[[Source], Any], values: Mapping[str, Any] | None = None
    ) -> Sequence[Any]:
        """Return the rows of a statement over the scan, kept by its shape; None says that it holds values."""
        return self.run(self.kept(shape, build), values)

    def kept(self, shape: Hashable, build: Callable[[Source], Any]) -> Any:
        """Return what is built for a shape, kept by the dataset where no value stands in it."""

        def built() -> Any:
            context, facts = self.request.context, self.times.found()
            found = build(Source(self._placed, facts, context, self.dialect, self.span))
            return planned(found, self.dialect) if isinstance(found, Executable) else found

        if self._placed.key is None or shape is None:
            return built()
        facts = (self.times.of_range, self.times.columns)
        dataset = self.scan.dataset
        kept = dataset.kept_by_text if self._placed.are_in_key else dataset.kept
        return kept.get((self.dialect, self._placed.key, facts, self.span, shape), built)

    def run(self, statement: Executable, values: Mapping[str, Any] | None = None) -> Sequence[Any]:
        """Return the rows of a statement, given the values that are not the scan's."""
        return self.runner.rows(planned(statement, self.dialect), {**self._placed.values, **(values or {})})

    # Buckets

    def edges(self, grain: Grain) -> Edges:
        """Return the edges of the scan's range; without a start, of the records' own.

        Raises `TooManyBuckets`.
        """
        if grain not in self._edges:
            # Once: a record that comes in meanwhile must not move the edges of one answer.
            self._edges[grain] = self._read_edges(grain)
        return self._edges[grain]

    def _read_edges(self, grain: Grain) -> Edges:
        start, end = self.scan.range.start, self.scan.range.end
        if end is None:
            # The filters exclude each other: no instant is in the range.
            return Edges(())
        if start is None:
            ((start,),) = self.rows(
                "first", lambda source: source.select([func.min(nullable(source.timestamp.instant))])
            )
            if start is None:
                return Edges(())
        return buckets_between(grain, start, end, self.request.limits.max_buckets)

    def bucketed(self, query: Query) -> tuple[Query, dict[str, Any]]:
        """Return a query with a way to tell buckets for each grain, and the values of these and of bins."""
        query, values = placed_measures(query)
        for number, key in enumerate(query.keys):
            if isinstance(key.of, Binned):
                bins, own = placed_bins(key.of, f"bin{number}_")
                values.update(own)
                query = query.with_key(Key(key.name, bins))
                continue
            grain = key.of.of if isinstance(key.of, Kept) else key.of
            if isinstance(grain, Calendar | Interval):
                way = self._way(grain, Asked(f"edges{number}", query.sorts(key)))
                values.update(way.values)
                of: Subject = replace(key.of, of=way) if isinstance(key.of, Kept) else way
                query = query.with_key(Key(key.name, of))
        return query, values

    def _way(self, grain: Grain, asked: Asked) -> Bucketing:
        edges = self.edges(grain)
        if not len(edges):
            return NOWHERE
        way = by_expression(edges, self.kind, self.dialect, self.request.strategy, asked)
        self.runner.note(way.choice)
        return way

    # Queries

    def ahead(self, queries: Iterable[Query]) -> None:
        """Ask for what a chart will `ask` for in one statement, where one grouping has all of it.

        Each query is of few rows, or has a limit and with it an order.
        """
        wanted, rollup = [*dict.fromkeys(queries)], Rollup(self.edges)
        if len(wanted) < 2 or self.request.strategy.get("groups") == "ranked":
            return
        for query in wanted:
            if not is_mergeable(query) or not rollup.takes(query):
                return
            rollup.add(query)
        if shares(self.runner.connection):
            self.runner.note(_ONCE)
            self._ahead.update(zip(wanted, self.together(rollup, wanted), strict=True))

    def ask(self, query: Query, most: int | None = None) -> Grid:
        """Return the rows of a query; of more than `most` one more than that tells it."""
        if query in self._ahead:
            return self._ahead.pop(query)
        if query.top is None:
            return Grid([(0, row) for row in self._ask(query, most)])
        if self._is_put_together(query):
            return self._from_cells(query, most)
        self.runner.note(_RANKED)
        return self.ask_over(query, self.groups(query), most)

    def ask_over(self, query: Query, groups: Groups, most: int | None = None) -> Grid:
        """Return the rows of a query whose groups are known."""
        rows = self._ask(known(query, groups), most)
        return Grid(list(groups.ranked(rows)), groups, [row for row in rows if groups.leaves_out(row)])

    def groups(self, query: Query) -> Groups:
        """Return the groups that a query's `top` keeps, in their order."""
        top = query.top
        assert top is not None
        found = [group for group, _ in self.ranking(query, top.limit + 1)]
        raw = tuple(found[: top.limit])
        return Groups(raw, tuple(map(self.decoder(query.key(top.key).of), raw)), len(found) > top.limit)

    def ranking(self, query: Query, limit: int) -> list[tuple[Any, int]]:
        """Return the largest groups by what `top` ranks by, each with that."""
        top = query.top
        assert top is not None
        by = query.measure(top.by)
        # Of related rows these are counted, also where the rank is of another field, or of none.
        others = related(query.measures, beside=by)
        ranking = Query(
            keys=(query.key(top.key),), measures=(by, *others), present=query.present,
            order=((top.by, True), (top.key, False)), limit=limit,
        )  # fmt: skip
        return [(getattr(row, top.key), int(getattr(row, top.by))) for row in self._ask(ranking)]

    def decoder(self, of: Subject) -> Decode:
        """Return what writes the values of a key."""
        if isinstance(of, Plotted):
            return decoder(of, self.request.context)
        assert isinstance(of, Calendar | Interval)
        starts = self.edges(of).starts
        return lambda value: None if value is None else format_instant(starts[int(value)])

    def _ask(self, query: Query, most: int | None = None) -> Sequence[Any]:
        """Return the rows of a query whose groups are known."""
        query, lost = by_position(query, self.dialect)
        rows = self._by_ranges(query)
        if rows is None:
            placed_query, values = self.bucketed(query)
            shape = None if placed_query.holds_values else placed_query
            statement = self.kept(shape, lambda source: select_of(placed_query, source, self.dialect))
            rows = self.run(statement if most is None else statement.limit(most + 1), values)
            rows = _indexed(rows, placed_query)
        return [with_values(row, self.percentiles(lost, row)) for row in rows] if lost else rows

    def percentiles(self, lost: Sequence[Aggregate], row: Any) -> dict[str, Any]:
        """Return percentiles of all rows, each from the number of its values that a row has."""
        found: dict[str, Any] = {}
        for one in lost:
            assert one.of is not None
            assert one.percentile is not None
            at = Position(int(getattr(row, count_of(one))), one.percentile)
            shape = Neighbours(one.of, at.from_top)
            values = self.rows(shape, shape.select, {"skipped": at.skipped}) if at.number else ()
            # Of single precision some drivers have but the fewest digits.
            leaf = one.of.found.leaf
            is_single = isinstance(leaf, Field) and self.dialect in single_on(leaf.column.type)
            exact = single if is_single else float
            found[one.name] = at.interpolated([exact(float(value.value)) for value in values])
        return found

    def _by_ranges(self, query: Query) -> Sequence[Any] | None:
        """Look each bucket up by an index; None where that is not the way."""
        only = query.keys[0].of if [key.name for key in query.keys] == [BUCKET] else None
        if not isinstance(only, Calendar | Interval):
            return None
        return self.by_ranges(query, self.edges(only))

    def by_ranges(self, query: Query, edges: Edges) -> Sequence[Any] | None:
        """Look up by an index what a query by time has between edges; None where that is not the way."""
        if query.derived:
            return None
        if any(one.where is not None or lacks_native(one, self.dialect) for one in query.measures):
            return None
        scan = self.scan
        if not len(edges) or scan.range.end is None:
            return None
        span = (edges.starts[0] if scan.range.start is None else scan.range.start, scan.range.end)
        way = by_ranges(
            edges, span, self.kind, self.dialect,
            indexed=scan.dataset.timestamp_leads_index and self.times.of_range, forced=self.request.strategy,
        )  # fmt: skip
        if way is None:
            return None
        self.runner.note(way.choice)
        found = self.kept((way, query.measures), lambda source: select_by_ranges(query, source, self.dialect))
        rows = self.run(found.statement, way.values)
        return list(found.unpacked(rows, self.runner.connection.dialect))

    # Queries over groups

    def _is_put_together(self, query: Query) -> bool:
        return self.request.strategy.get("groups") != "ranked" and is_mergeable(query)

    def _from_cells(self, query: Query, most: int | None) -> Grid:
        """Rank the groups and put them together from one grouping."""
        rollup = Rollup(self.edges)
        rollup.add(query)
        if any(not len(self.edges(grain)) for grain in rollup.grains):
            return Grid([], Groups((), (), has_other=False))
        self.runner.note(_CELLS)
        finest, values = self.bucketed(rollup.query())
        over = rollup.over(query)

        def build(source: Source) -> Any:
            return Cells(finest, source, self.dialect, shared=False).select(over, alone=True)

        statement = self.kept(("cells", finest, over), build)
        return self._ranked(query, self.run(statement if most is None else statement.limit(most + 1), values))

    def together(self, rollup: Rollup, queries: Sequence[Query]) -> list[Grid]:
        """Return the rows of queries that a roll-up has taken in, in one statement; then what it has not."""
        replaced = [by_position(query, self.dialect) for query in queries]
        parts = [split(query) for query, _ in replaced]
        finest, values = self.bucketed(rollup.query())
        over = [rollup.over(own) for own, _ in parts]

        def build(source: Source) -> Union:
            return Union(
                over, Cells(finest, source, self.dialect, rollup.levels(), shared=True), self.dialect
            )

        union: Union = self.kept(("shared", finest, *over), build)
        answers = union.rows(self.run(union.statement, values))
        return [
            self._completed(self._ranked(own, rows), rest, lost)
            for (own, rest), (_, lost), rows in zip(parts, replaced, answers, strict=True)
        ]

    def _ranked(self, query: Query, rows: Sequence[Any]) -> Grid:
        """Return rows that have the position of their group, if they have groups."""
        top = query.top
        if top is None:
            return Grid([(0, row) for row in rows])
        groups = groups_of(rows, self.decoder(query.key(top.key).of), top.limit)
        return Grid([(int(row.position), row) for row in rows], groups)

    def _completed(self, grid: Grid, rest: Query | None, lost: Sequence[Aggregate]) -> Grid:
        """Return rows with what was asked apart: percentiles by position, measures of known groups."""
        if lost:
            grid = replace(
                grid, rows=[(at, with_values(row, self.percentiles(lost, row))) for at, row in grid.rows]
            )
        if rest is None or not grid.rows:
            return grid
        names = [one.name for one in rest.measures]
        if grid.groups is None:
            found = dict(enumerate(self._ask(rest)))
        else:
            found = dict(grid.groups.ranked(self._ask(known(rest, grid.groups))))
        # A group may be gone meanwhile.
        rows = [
            (at, with_values(row, {name: getattr(found.get(at), name, None) for name in names}))
            for at, row in grid.rows
        ]
        return replace(grid, rows=rows)


def known(query: Query, groups: Groups) -> Query:
    """Return a query whose groups have been found: with a rest each row is told its rank.

    Law: the rows of a query with `top` are those of the same with the groups that it keeps.
    """
    key, found = query.key(GROUP), replace(query, top=None)
    assert isinstance(key.of, Plotted | Calendar | Interval)
    if not (groups.has_other or groups.is_cut):
        return found
    return found.with_key(Key(GROUP, Kept(key.of, groups.raw, groups.failed)))


def _indexed(rows: Sequence[Any], query: Query) -> Sequence[Any]:
    """Return rows with the index of their bucket, where the way to tell buckets has another number."""
    for key in query.keys:
        if isinstance(key.of, Bucketing) and key.of.places is not None:
            return [with_values(row, {key.name: key.of.index(getattr(row, key.name))}) for row in rows]
    return rows
