"""Bar: an aggregation in each time bucket."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, Final

from widgetql.charts import bar_by, columns, series, share
from widgetql.charts.answer import Answer
from widgetql.charts.bars import Bars, Cell, cut
from widgetql.charts.behind import Behind
from widgetql.charts.bound import BoundWidget
from widgetql.charts.buckets import Calendar, Interval
from widgetql.charts.chart import Chart
from widgetql.charts.compare import execution_of, range_of, with_value
from widgetql.charts.draft import Drafted, Drafter
from widgetql.charts.having import (
    asked_both,
    check_value,
    groups_of,
    is_ranked,
    rows_left,
    unless_ranked,
)
from widgetql.charts.measuring import behind_rows
from widgetql.charts.over import reader_of
from widgetql.charts.size import refuse_rows
from widgetql.charts.spec import ByInterval
from widgetql.charts.window import in_window, over_windows, with_window
from widgetql.plan.execute import Execution
from widgetql.plan.groups import Grid, Groups
from widgetql.plan.paired import asked
from widgetql.plan.query import BUCKET, GROUP, Aggregate, Grain, Key, Plotted, Query, Top
from widgetql.plan.windows import Span


def draft(drafter: Drafter) -> Drafted:
    """Bind a field with an aggregation, and a period or a bucket."""
    drafter = bar_by.by_period(drafter)
    widget = drafter.widget
    is_share = share.is_share(widget) and not widget.metrics
    if widget.x is not None and not is_share:
        return bar_by.draft(drafter)
    if widget.metrics:
        drafted = series.draft_bar(drafter)
    else:
        drafted = share.drawn(drafter) if is_share else drafter.drawn()
    if widget.metrics:
        pass
    elif widget.aggregation_function is None:
        drafter.missing("aggregation_function", "a bar needs an aggregation_function")
    elif drafted.plot is not None and not is_share:
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
    elif not bar_by.is_unread(drafter):
        drafter.missing("time_period", "a bar needs a time_period")
    group = None if isinstance(drafted.group, Interval) else drafted.group
    if not widget.metrics and not is_share:
        check_value(drafter, drafted.plot)
    return with_window(replace(drafted, grain=grain, group=group))


def query(bound: BoundWidget) -> Query | None:
    """Return what others may share a scan with: the aggregation of each bucket and group."""
    return None if bound.over is not None or share.is_share(bound.widget) else bound.once(_query)


def _query(bound: BoundWidget) -> Query:
    """Return the aggregation of each bucket, of each group, with the rows and the records that go into it."""
    if bound.measured:
        return series.bar_query(bound)
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
    if bound.over is not None:
        return bar_by.compute(bound, execution)
    if share.is_share(bound.widget):
        return share.compute(bound, execution, cut)
    assert bound.grain is not None
    buckets, most = len(execution.edges(bound.grain)), _most(bound)
    if not buckets:
        _, notes = rows_left(bound.widget, {})
        return Answer([], notes if bound.widget.compare is None else {"unpaired": [], **notes})
    groups = 1 if bound.group is None else bound.limits.max_groups + 1
    if bound.widget.compare is not None:
        return _compared(bound, execution, groups)
    return _alone(bound, execution, most if buckets * groups > most else None)


def _alone(bound: BoundWidget, execution: Execution, most: int | None) -> Answer:
    """Compute the rows of one period, of more than `most` none."""
    query, groups, notes = bound.once(_query), None, dict[str, Any]()
    if is_ranked(bound.widget):
        groups, notes = groups_of(bound, execution, query, _reader(bound))
    if bound.widget.window is not None:
        return Answer(_over_windows(bound, execution, groups).rows(), notes)
    grid = execution.ask(query, most) if groups is None else execution.ask_over(query, groups)
    if most is not None and len(grid.rows) > most:
        raise refuse_rows(bound)
    return Answer(_bars(bound, grid, execution).rows(), notes)


def _most(bound: BoundWidget) -> int:
    """Return how many buckets and groups an answer may have: each is a row, or one for each series."""
    return bound.limits.max_answer_rows // (max(len(series.shown_of(bound)), 1) if bound.measured else 1)


def _compared(bound: BoundWidget, execution: Execution, groups: int) -> Answer:
    """Compute the rows that either period has, each bucket with the one of its number in the other."""
    assert bound.grain is not None
    then, most = execution_of(bound, execution), _most(bound)
    if then is None or not len(then.edges(bound.grain)):
        found = _alone(bound, execution, most)
        return Answer([with_value(row, None, None) for row in found.data], {"unpaired": [], **found.metadata})
    buckets, notes = max(len(one.edges(bound.grain)) for one in (execution, then)), dict[str, Any]()
    if is_ranked(bound.widget):
        grids, notes = asked_both(bound, execution, then, bound.once(_query), _reader(bound))
    else:
        grids = asked(bound.once(_query), execution, then, most if buckets * groups > most else None)
    # What was cut off may be of any bucket.
    if any(len(grid.rows) > most for grid in grids):
        raise refuse_rows(bound)
    if bound.widget.window is None:
        now, before = _bars(bound, grids[0], execution), _bars(bound, grids[1], then)
    else:
        now, before = (_over_windows(bound, one, grids[0].groups) for one in (execution, then))
    pairs, size = min(len(now.edges), len(before.edges)), len(now.edges)
    cells = {*now.cells(), *(cell for cell in before.found if cell[0] < size)}
    # Of a cell both have as many rows: one, or one for each series.
    rows = [
        with_value(row, partner, range_of(then, before.edges.bucket(cell[0])))
        for cell in now.placed(cells)
        if cell[0] < pairs
        for row, partner in zip(now.of(cell), before.of(cell), strict=True)
    ]
    # What has no partner is later than all that has one.
    alone = [cell for cell in sorted(cells) if cell[0] >= pairs]
    rows += [with_value(row, None, None) for cell in alone for row in now.of(cell)]
    left = [
        row | {"range": range_of(then, before.edges.bucket(cell[0]))}
        for cell in before.placed(before.found)
        if cell[0] >= size
        for row in before.of(cell)
    ]
    if len(rows) + len(left) > bound.limits.max_answer_rows:
        raise refuse_rows(bound, len(rows) + len(left))
    return Answer(rows, {"unpaired": left, **notes})


def data(bound: BoundWidget, grid: Grid, execution: Execution) -> Answer:
    """Return the data of rows by bucket and group. Raises `InvalidInput` where gaps fill too many."""
    return Answer(_bars(bound, grid, execution).rows())


def _bars(bound: BoundWidget, grid: Grid, execution: Execution, spans: Sequence[Span] = ()) -> Bars:
    return (series.SeriesBars if bound.measured else _OneBars)(bound, grid, execution, spans)


def _over_windows(bound: BoundWidget, execution: Execution, groups: Groups | None = None) -> Bars:
    grid, spans = over_windows(bound, bound.once(_query), execution, groups)
    return _bars(bound, grid, execution, spans)


def _reader(bound: BoundWidget) -> Callable[[Any], dict[str, Any]]:
    """Return what reads the values of a row, which is None where there is none."""
    return series.reader_of(bound) if bound.measured else reader_of(bound)


class _OneBars(Bars):
    """One aggregation of each bucket and group."""

    def __init__(
        self, bound: BoundWidget, grid: Grid, execution: Execution, spans: Sequence[Span] = ()
    ) -> None:
        super().__init__(bound, grid, execution, spans)
        self._read: Final = reader_of(bound)

    def values(self, cell: Cell) -> list[dict[str, Any]]:
        """Return what is measured of a bucket and group."""
        return [self._read(self.found.get(cell))]


def behind(row: Behind) -> None:
    """Ask for the bucket, the group, and what went into the value."""
    if row.widget.x is not None:
        bar_by.behind(row)
        return
    if share.is_share(row.widget):
        _in_bucket(row)
        share.behind(row)
        return
    widget, plot = row.widget, row.plot()
    _in_bucket(row)
    if widget.aggregation_function != "count" and plot is not None:
        row.present(plot)
    row.group()
    row.some_related_row(plot)
    behind_rows(row)


def _in_bucket(row: Behind) -> None:
    widget = row.widget
    if isinstance(widget.group_by, ByInterval):
        grain: Grain = Interval(widget.group_by.length)
    else:
        assert widget.time_period is not None
        grain = Calendar(widget.time_period, row.request.clock)
    if widget.window is None:
        row.in_bucket(grain, "time_interval")
    else:
        in_window(row, grain)


CHART: Final = Chart(
    name="bar",
    draft=draft,
    compute=compute,
    behind=behind,
    columns=columns.bar,
    query=unless_ranked(query),
    data=data,
    needs=(("field", "metrics"), ("aggregation_function", "metrics"), ("time_period", "group_by", "x")),
)
