"""A bar or a pie of several measures: long rows, each of one `series`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from fractions import Fraction
from typing import Any, Final, TypeAlias

from widgetql.charts.answer import Answer
from widgetql.charts.bars import Bars, Cell
from widgetql.charts.bound import BoundWidget, Column
from widgetql.charts.draft import Drafted, Drafter
from widgetql.charts.having import asked as asked_ranked
from widgetql.charts.having import check_measures, having_of
from widgetql.charts.measure import Measure, counted_by
from widgetql.charts.measuring import (
    Asked,
    Values,
    aggregates_of,
    asked,
    draft_rows,
    has_rate,
    length_of,
)
from widgetql.charts.rules import RATED
from widgetql.charts.spec import ByField
from widgetql.charts.wholes import Ask, Part, Wholes, related_of
from widgetql.charts.window import of_all_windows, over_windows
from widgetql.charts.wire import on_the_wire, percentages
from widgetql.plan.execute import Execution
from widgetql.plan.groups import Grid, Groups
from widgetql.plan.query import BUCKET, GROUP, Aggregate, Key, Plotted, Query, Top
from widgetql.plan.ranking import Rules
from widgetql.plan.windows import Span

_LABEL: Final = "label"
_LEFT_OUT: Final = -1
_OVER_TIME: Final = ("time_interval", "group")
_Whole: TypeAlias = Callable[[Cell], Callable[[str], Any]]


def draft_bar(drafter: Drafter) -> Drafted:
    """Bind the measures of a bar, and its group."""
    widget = drafter.widget
    by_field = isinstance(widget.group_by, ByField)
    measured = draft_rows(drafter, ["time_interval", *(["group"] if by_field else [])])
    check_measures(drafter, measured)
    if widget.metric is not None and not drafter.asks_metric:
        drafter.metric_unused()
    return _drafted(drafter, Drafted(widget), measured)


def draft_over(drafter: Drafter, column: Column | None) -> Drafted:
    """Bind the measures of a bar over something else than time, and its group."""
    widget, over = drafter.widget, None if column is None else column.plotted
    by_field = isinstance(widget.group_by, ByField)
    measured = draft_rows(drafter, [_LABEL, *(["group"] if by_field else [])], over)
    check_measures(drafter, measured)
    if widget.metric is not None and not drafter.asks_metric:
        drafter.metric_unused()
    return _drafted(drafter, Drafted(widget), measured, over)


def draft_pie(drafter: Drafter) -> Drafted:
    """Bind the slices of a pie, and its measures."""
    widget, plot = drafter.widget, None
    if widget.field is None:
        drafter.missing("field", "a pie needs a field")
    else:
        plot = drafter.plotted(widget.field, widget.at / "field")
    if plot is not None:
        drafter.check_data_type(plot)
        drafter.check_chart(plot)
    measured = draft_rows(drafter, [_LABEL], plot)
    check_measures(drafter, measured)
    if widget.metric is not None and not drafter.asks_metric:
        drafter.metric_unused()
    return replace(_drafted(drafter, Drafted(drafter.widget, plot), measured), group=None)


def _drafted(
    drafter: Drafter, drafted: Drafted, measured: tuple[Measure, ...], over: Plotted | None = None
) -> Drafted:
    measures = aggregates_of(measured)
    fields = [over, *(one.of for one in measures)]
    many = next((one for one in fields if one is not None and one.found.to_many), None)
    return replace(
        drafted, chosen=drafter.chosen, group=drafter.group(many), measures=measures, measured=measured,
        budget=drafter.budget,
    )  # fmt: skip


def shown_of(bound: BoundWidget) -> list[Measure]:
    """Return the measures that are series."""
    return [one for one in bound.measured if not one.written.hidden]


def first_of(bound: BoundWidget) -> Measure:
    """Return the measure that values and groups rank by."""
    return [*shown_of(bound), *bound.measured][0]


def asked_of(bound: BoundWidget, keys: Mapping[str, str]) -> tuple[Asked, tuple[Aggregate, ...]]:
    """Return what is asked for the measures, and all their columns: of related rows with their records."""
    of_measures = asked(bound.measured, keys, counted=True)
    found = [*of_measures.measures, Aggregate("n", "count")]
    if bound.to_many:
        for one in bound.measured:
            if one.aggregate is not None:
                # Of a count they are the records of its rows, of all else those of its values.
                is_count = one.written.aggregation == "count"
                aggregation = "count_records_of_rows" if is_count else "count_records"
                name = f"{of_measures.names[one.name]}_r"
                found.append(replace(one.aggregate, name=name, aggregation=aggregation))
    return of_measures, tuple(found)


def first_count(bound: BoundWidget, names: Mapping[str, str]) -> str:
    """Return the column of the number of rows of the first series."""
    by_name = {one.name: one for one in bound.measured}
    return f"{names[counted_by(first_of(bound), by_name).name]}_n"


def reader_of(bound: BoundWidget, whole: Mapping[str, Any] | None = None) -> Callable[[Any], dict[str, Any]]:
    """Return what reads the measures of a group over the whole range; of the first its rows are counted.

    `whole` is what shares divide by, where that is not in each row.
    """
    values, lasts, first = Values(bound.measured), length_of(bound.scan.range), first_of(bound)

    def read(row: Any) -> dict[str, Any]:
        found = values.every(row, lasts, _of_all(row, whole or {}))
        return found | {"sample_count": values.count(first, row)}

    return read


def _of_all(row: Any, whole: Mapping[str, Any]) -> Callable[[str], Any]:
    return lambda column: whole.get(column, getattr(row, column, None))


# Bars


def bar_query(bound: BoundWidget) -> Query:
    """Return the measures of each bucket, of each group; groups rank by the rows of the first series."""
    assert bound.grain is not None
    of_measures, measures = asked_of(bound, {"time_interval": BUCKET, "group": GROUP})
    keys, top = [Key(BUCKET, bound.grain)], None
    if isinstance(bound.group, Plotted):
        keys.append(Key(GROUP, bound.group))
        top = Top(GROUP, first_count(bound, of_measures.names), bound.limits.max_groups)
    return Query(keys=tuple(keys), measures=measures, top=top, derived=of_measures.derived)


class SeriesBars(Bars):
    """A row for each series of each bucket and group."""

    def __init__(
        self, bound: BoundWidget, grid: Grid, execution: Execution, spans: Sequence[Span] = ()
    ) -> None:
        super().__init__(bound, grid, execution, spans)
        self._range: Final = execution.scan.range
        self._values: Final = Values(bound.measured)
        self._series: Final = shown_of(bound)
        left_out = {(int(row.bucket), _LEFT_OUT): row for row in grid.left_out}
        self._whole: Final[_Whole] = (
            Wholes(bound, _OVER_TIME, _asker(bound, execution, grid.groups)).at
            if spans
            else _wholes(bound, {**left_out, **self.found})
        )

    @property
    def length(self) -> int:
        """How many rows there are of a bucket and group."""
        return len(self._series)

    def values(self, cell: Cell) -> list[dict[str, Any]]:
        """Return each series of a bucket and group."""
        row = self.found.get(cell)
        values = self._values.of(row, self._lasts(cell[0]), self._whole(cell))
        return [
            {"series": one.name, "value": values[one.name]} | counts_of(self._bound, self._values, one, row)
            for one in self._series
        ]

    def _lasts(self, bucket: int) -> timedelta | None:
        """Return how much time a bucket covers as the range cuts it, or its window."""
        if not self.spans or self._range.start is None:
            return length_of(self._range, self.edges.bucket(bucket))
        span = self.spans[bucket]
        return length_of(
            replace(self._range, start=span.start, shown_start=span.start), (span.start, span.end)
        )


def _asker(bound: BoundWidget, execution: Execution, groups: Groups | None) -> Ask:
    """Return what asks for the measures of windows and of groups; else of the records of all windows."""

    def ask(within: Sequence[str], measures: tuple[Aggregate, ...]) -> Mapping[Part, Any]:
        by_time, by_group = (name in within for name in _OVER_TIME)
        keys: list[Key] = []
        if by_time:
            assert bound.grain is not None
            keys.append(Key(BUCKET, bound.grain))
        if by_group:
            assert isinstance(bound.group, Plotted)
            keys.append(Key(GROUP, bound.group))
        query, own = Query(keys=tuple(keys), measures=measures), groups if by_group else None
        if by_time:
            grid, _ = over_windows(bound, query, execution, own)
        else:
            whole = of_all_windows(bound, execution)
            grid = whole.ask(query) if own is None else whole.ask_over(query, own)
        return {
            (*((int(row.bucket),) if by_time else ()), *((at,) if by_group else ())): row
            for at, row in grid.rows
        }

    return ask


def counts_of(bound: BoundWidget, values: Values, one: Measure, row: Any) -> dict[str, int]:
    """Return how many rows, and of related rows how many records, go into a measure of a row."""
    found = {"sample_count": values.count(one, row)}
    if bound.to_many:
        by_name = {measure.name: index for index, measure in enumerate(bound.measured)}
        of = counted_by(one, {measure.name: measure for measure in bound.measured})
        found["record_count"] = 0 if row is None else int(getattr(row, f"m{by_name[of.name]}_r"))
    return found


def _wholes(bound: BoundWidget, found: Mapping[Cell, Any]) -> _Whole:
    """Return what shares divide by, by cell and column: also where no record is, others may be beside it."""
    wholes: dict[str, tuple[tuple[str, ...], dict[tuple[Any, ...], Any]]] = {}
    for index, one in enumerate(bound.measured):
        if one.written.share is not None:
            column, within = f"m{index}_of", one.written.within
            wholes[column] = (
                within,
                {_part(within, cell): getattr(row, column) for cell, row in found.items()},
            )

    def at(cell: Cell) -> Callable[[str], Any]:
        def whole(column: str) -> Any:
            within, known = wholes[column]
            return known.get(_part(within, cell))

        return whole

    return at


def _part(within: Sequence[str], cell: Cell) -> tuple[Any, ...]:
    bucket, at = cell
    return (bucket if "time_interval" in within else None, at if "group" in within else None)


# Pies


def pie_data(bound: BoundWidget, execution: Execution) -> Answer:
    """Compute `[{label, series, value, percentage, sample_count}]`, by measure, then slice."""
    assert bound.plot is not None
    of_measures, measures = asked_of(bound, {_LABEL: GROUP})
    asked_of_slices = Query(
        keys=(Key(GROUP, bound.plot),), measures=measures, derived=of_measures.derived,
        present=None if bound.widget.include_missing else bound.plot,
    )  # fmt: skip
    whole = _whole(bound, of_measures, execution)
    if bound.widget.having is not None:
        rules = Rules(first_of(bound).name, limit=bound.limits.max_slices, having=having_of(bound.widget))
        grid, notes = asked_ranked(bound, execution, asked_of_slices, reader_of(bound, whole), rules)
    else:
        grid, notes = _largest(bound, execution, asked_of_slices, of_measures), dict[str, Any]()
    groups, found = grid.groups, sorted(grid.rows, key=lambda one: one[0])
    assert groups is not None
    heads = [({_LABEL: groups.keys(at)["group"]}, groups.marks(at)) for at, _ in found]
    return Answer([*_slices(bound, [row for _, row in found], heads, whole)], notes)


def _largest(bound: BoundWidget, execution: Execution, query: Query, of_measures: Asked) -> Grid:
    """Return the slices that are largest by the first measure, and the rest."""
    assert bound.plot is not None
    first, most = first_of(bound), bound.limits.max_slices
    by_name = {one.name: one for one in bound.measured}
    # Without a start, and over an instant, all that is divided by time is null.
    is_null = has_rate(first, by_name) and not bound.has_length
    order = () if is_null else ((of_measures.names[first.name], True),)
    ranked = replace(query, order=(*order, (GROUP, False)), limit=most + 1)
    rows = [row for _, row in execution.ask(ranked).rows]
    raw = tuple(row.grp for row in rows[:most])
    names = tuple(on_the_wire(value, bound.plot.type) for value in raw)
    groups = Groups(raw, names, has_other=len(rows) > most)
    if not groups.has_other:
        return Grid([*enumerate(rows)], groups)
    return execution.ask_over(query, groups)


def _whole(bound: BoundWidget, of_measures: Asked, execution: Execution) -> dict[str, Any]:
    """Return what shares divide by, by their columns: of all records, with a label or without."""
    shares = {
        f"m{index}_of": of_measures.names[one.written.share]
        for index, one in enumerate(bound.measured)
        if one.written.share is not None and not one.written.within
    }
    if not shares:
        return {}
    wanted = tuple(one for one in of_measures.measures if one.name in shares.values())
    ((_, row),) = execution.ask(Query(measures=(*wanted, *related_of(bound)))).rows
    return {column: getattr(row, name) for column, name in shares.items()}


def _slices(
    bound: BoundWidget,
    rows: Sequence[Any],
    heads: Sequence[tuple[dict[str, Any], dict[str, Any]]],
    whole: Mapping[str, Any],
) -> Iterator[dict[str, Any]]:
    values, lasts = Values(bound.measured), length_of(bound.scan.range)

    found = [values.of(row, lasts, _of_all(row, whole)) for row in rows]
    for one in shown_of(bound):
        shares = shares_of([own[one.name] for own in found], one.written.aggregation)
        for row, own, (head, tail), share in zip(rows, found, heads, shares, strict=True):
            measured = {"series": one.name, "value": own[one.name], "percentage": share}
            yield head | measured | counts_of(bound, values, one, row) | tail


def shares_of(values: Sequence[Any], aggregation: str | None) -> list[float | None]:
    """Return the percentages of the slices of a series: of counts, and of sums that are not negative.

    >>> shares_of([1, 1, None], "sum"), shares_of([1.0], "avg"), shares_of([0, 0], "count")
    ([50.0, 50.0, None], [None], [0.0, 0.0])
    """
    if aggregation not in RATED:
        return [None] * len(values)
    present = [Fraction(value) for value in values if value is not None]
    if any(value < 0 for value in present):
        return [None] * len(values)
    found = iter(percentages(present) if any(present) else [0.0] * len(present))
    return [None if value is None else next(found) for value in values]
