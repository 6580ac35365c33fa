"""Stat: the dataset's own numbers over all records, or by group."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Final

from widgetql.charts import columns, figures
from widgetql.charts.answer import Answer
from widgetql.charts.behind import Behind
from widgetql.charts.bound import BoundWidget
from widgetql.charts.chart import Chart
from widgetql.charts.compare import check_compared, execution_of, range_of, with_values
from widgetql.charts.draft import Drafted, Drafter
from widgetql.charts.having import asked as asked_ranked
from widgetql.charts.having import asked_both, check, is_ranked, unless_ranked
from widgetql.charts.measuring import behind_rows
from widgetql.charts.rules import COUNTS
from widgetql.charts.wire import aggregate, number
from widgetql.dataset import Dataset
from widgetql.plan.execute import Execution
from widgetql.plan.groups import Grid
from widgetql.plan.paired import asked
from widgetql.plan.query import GROUP, Aggregate, Key, Plotted, Query, Top
from widgetql.stats import Count, Percentile, Ratio, Simple, Stat
from widgetql.types import DataType


def draft(drafter: Drafter) -> Drafted:
    """Bind the dataset's own numbers, perhaps by group."""
    if drafter.widget.metrics:
        return figures.draft(drafter)
    widget, group = drafter.widget, drafter.group(None)
    if widget.metric is not None:
        drafter.metric_unused()
    check_compared(drafter, group)
    numbers = [name for name, stat in drafter.dataset.stats.items() if _is_number(stat, drafter.dataset)]
    check(drafter, (*numbers, "sample_count"), drafter.dataset.stats)
    return Drafted(widget, group=group)


def _is_number(stat: Stat, dataset: Dataset) -> bool:
    """Tell whether a stat is a number: the first and last of times are none."""
    one = None if isinstance(stat, Ratio) else _measure("", stat, dataset)
    return one is None or one.aggregation not in ("min", "max") or one.type is not DataType.DATETIME


def query(bound: BoundWidget) -> Query:
    """Return each simple stat, and the number of records."""
    if bound.measured:
        return figures.query(bound)
    measures = (*_measures_of(bound.scan.dataset), Aggregate("n", "count"))
    if bound.group is None:
        return Query(measures=measures)
    top = Top(GROUP, "n", bound.limits.max_groups)
    return Query(keys=(Key(GROUP, bound.group),), measures=measures, top=top)


def compute(bound: BoundWidget, execution: Execution) -> Answer:
    """Compute `{stat: value}`; with a group a list of them, each with its `group` and `sample_count`."""
    if bound.widget.compare is not None:
        return _compared(bound, execution)
    if is_ranked(bound.widget):
        grid, notes = asked_ranked(bound, execution, bound.once(query), _reader(bound))
        return Answer(data(bound, grid, execution).data, notes)
    return data(bound, execution.ask(bound.once(query)), execution)


def _reader(bound: BoundWidget) -> Callable[[Any], dict[str, Any]]:
    if bound.measured:
        return figures.reader(bound)
    dataset = bound.scan.dataset
    return lambda row: _stats(row, dataset) | {"sample_count": 0 if row is None else row.n}


def data(bound: BoundWidget, grid: Grid, execution: Execution) -> Answer:
    """Return the stats of rows."""
    if bound.measured:
        return figures.data(bound, grid, execution)
    found = dict(grid.rows)
    rows = [_shown(bound, grid, at, found[at]) for at in sorted(found)]
    return Answer(_of_all_or_groups(bound, rows))


def _compared(bound: BoundWidget, execution: Execution) -> Answer:
    """Compute the stats of the groups that either period has, each with those of the other."""
    then, names = execution_of(bound, execution), [*bound.scan.dataset.stats]
    if bound.measured:
        names = [one.name for one in bound.measured if not one.written.hidden]

    def show(grid: Grid, at: int, row: Any, of: Execution) -> dict[str, Any]:
        return figures.shown(bound, grid, at, row, of) if bound.measured else _shown(bound, grid, at, row)

    now, before, notes = _both(bound, execution, then)
    times = [{} if grid is None else dict(grid.rows) for grid in (now, before)]
    rows: list[dict[str, Any]] = []
    for at in sorted({at for found in times for at in found}):
        row = show(now, at, times[0].get(at), execution)
        if then is None or before is None:
            rows.append(with_values(row, None, None, names))
        else:
            partner = show(before, at, times[1].get(at), then)
            rows.append(with_values(row, partner, range_of(then), names))
    if bound.measured and bound.group is None:
        notes |= figures.notes(bound, times[0][0])
    return Answer(_of_all_or_groups(bound, rows), {"unpaired": [], **notes})


def _both(
    bound: BoundWidget, now: Execution, then: Execution | None
) -> tuple[Grid, Grid | None, dict[str, Any]]:
    """Return the rows of both times, which have one set of groups, and what the metadata says of these."""
    asked_of_both = bound.once(query)
    if not is_ranked(bound.widget):
        return (now.ask(asked_of_both), None, {}) if then is None else (*asked(asked_of_both, now, then), {})
    if then is None:
        grid, notes = asked_ranked(bound, now, asked_of_both, _reader(bound))
        return grid, None, notes
    grids, notes = asked_both(bound, now, then, asked_of_both, _reader(bound))
    return *grids, notes


def _of_all_or_groups(bound: BoundWidget, rows: list[dict[str, Any]]) -> Any:
    return rows[0] if bound.group is None else rows


def _shown(bound: BoundWidget, grid: Grid, at: int, row: Any) -> dict[str, Any]:
    """Return the stats of a row, or of no records where it is None."""
    groups, stats = grid.groups, _stats(row, bound.scan.dataset)
    if groups is None:
        return stats
    return groups.keys(at) | stats | {"sample_count": 0 if row is None else row.n} | groups.marks(at)


def _measures_of(dataset: Dataset) -> Iterator[Aggregate]:
    """Yield each simple stat as an aggregate of a field."""
    for index, stat in enumerate(dataset.stats.values()):
        for part, simple in enumerate(_parts(stat)):
            yield _measure(f"s{index}_{part}", simple, dataset)


def _measure(name: str, simple: Simple, dataset: Dataset) -> Aggregate:
    if simple.field is None:
        return Aggregate(name, "count")
    found = dataset.find(simple.field)
    assert found is not None
    # `count` is of records; the stat with a field counts its values.
    aggregation = "count_values" if isinstance(simple, Count) else simple.aggregation
    fraction = simple.fraction if isinstance(simple, Percentile) else None
    return Aggregate(name, aggregation, Plotted(found, found.leaf.type), fraction)


def _parts(stat: Stat) -> tuple[Simple, ...]:
    return (stat.dividend, stat.divisor) if isinstance(stat, Ratio) else (stat,)


def _stats(row: Any, dataset: Dataset) -> dict[str, Any]:
    """Return the stats of one row, or of no records where it is None. A ratio over nothing is null."""
    found: dict[str, Any] = {}
    for index, (name, stat) in enumerate(dataset.stats.items()):
        values = [
            _empty(simple) if row is None else _value(getattr(row, f"s{index}_{part}"), simple, dataset)
            for part, simple in enumerate(_parts(stat))
        ]
        if isinstance(stat, Ratio):
            first, second = values
            found[name] = number(first / second) if first is not None and second else None
        else:
            (found[name],) = values
    return found


def _value(value: Any, simple: Simple, dataset: Dataset) -> Any:
    one = _measure("", simple, dataset)
    return aggregate(value, "count" if isinstance(simple, Count) else one.aggregation, one.type)


def _empty(simple: Simple) -> int | None:
    return 0 if simple.aggregation in COUNTS else None


def behind(row: Behind) -> None:
    """Ask for the group, and for what the measures are of."""
    row.group()
    behind_rows(row)


CHART: Final = Chart(
    name="stat",
    draft=draft,
    compute=compute,
    behind=behind,
    columns=columns.stat,
    query=unless_ranked(query),
    data=data,
)
