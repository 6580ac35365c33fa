"""Stat: the dataset's own numbers over all records, or by group."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from widgetql.charts.answer import Answer
from widgetql.charts.behind import Behind
from widgetql.charts.bound import BoundWidget
from widgetql.charts.chart import Chart
from widgetql.charts.draft import Drafted, Drafter
from widgetql.charts.wire import aggregate, number
from widgetql.dataset import Dataset
from widgetql.plan.execute import Execution
from widgetql.plan.groups import Grid
from widgetql.plan.query import GROUP, Aggregate, Key, Plotted, Query, Top
from widgetql.stats import Count, Percentile, Ratio, Simple, Stat


def draft(drafter: Drafter) -> Drafted:
    """Bind the dataset's own numbers, perhaps by group."""
    return Drafted(drafter.widget, group=drafter.group(None))


def query(bound: BoundWidget) -> Query:
    """Return each simple stat, and the number of records."""
    measures = (*_measures_of(bound.scan.dataset), Aggregate("n", "count"))
    if bound.group is None:
        return Query(measures=measures)
    top = Top(GROUP, "n", bound.limits.max_groups)
    return Query(keys=(Key(GROUP, bound.group),), measures=measures, top=top)


def compute(bound: BoundWidget, execution: Execution) -> Answer:
    """Compute `{stat: value}`; with a group a list of them, each with its `group` and `sample_count`."""
    return data(bound, execution.ask(query(bound)), execution)


def data(bound: BoundWidget, grid: Grid, execution: Execution) -> Answer:  # noqa: ARG001 - as every chart's
    """Return the stats of rows."""
    dataset, groups = bound.scan.dataset, grid.groups
    if groups is None:
        ((_, row),) = grid.rows
        return Answer(_stats(row, dataset))
    return Answer(
        [
            groups.keys(at) | _stats(row, dataset) | {"sample_count": row.n} | groups.marks(at)
            for at, row in sorted(grid.rows, key=lambda found: found[0])
        ]
    )


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
    """Return the stats of one row. A ratio over nothing is null."""
    found: dict[str, Any] = {}
    for index, (name, stat) in enumerate(dataset.stats.items()):
        values = [
            _value(getattr(row, f"s{index}_{part}"), simple, dataset)
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


CHART: Final = Chart(name="stat", draft=draft, compute=compute, behind=Behind.group, query=query, data=data)
