"""Stat: the dataset's own numbers over all records, or by group."""

from __future__ import annotations

from typing import Any

from sqlalchemy import func, select

from widgetql.charts.aggregations import Wanted, aggregated
from widgetql.charts.answer import Answer
from widgetql.charts.bound import BoundWidget, Plotted
from widgetql.charts.groups import add_groups
from widgetql.charts.samples import Samples
from widgetql.charts.wire import aggregate, number
from widgetql.execution import Runner
from widgetql.stats import Count, Percentile, Ratio, Simple, Stat


def compute(bound: BoundWidget, runner: Runner) -> Answer:
    """Compute `{stat: value}`; with a group a list of them, each with its `group` and `sample_count`."""
    samples = Samples(bound, runner)
    groups = add_groups(samples)
    wanted = _wanted(samples)
    keys = [] if groups is None else ["grp"]
    samples.columns.setdefault("one", samples.id)
    source, results = aggregated(samples.subquery(), keys, wanted, runner.dialect)
    columns = [source.c[key] for key in keys]
    statement = select(*columns, func.count().label("n"), *results).select_from(source).group_by(*columns)
    rows = runner.rows(statement)
    values = {one.name: one for one in wanted}
    if groups is None:
        return Answer(_stats(rows[0], values, bound))
    placed = sorted(groups.ranked(rows), key=lambda pair: pair[0])
    return Answer(
        [
            groups.keys(at) | _stats(row, values, bound) | {"sample_count": row.n} | groups.marks(at)
            for at, row in placed
        ]
    )


def _wanted(samples: Samples) -> list[Wanted]:
    """Add the columns that the stats need to the samples; return each simple stat as an aggregate."""
    wanted: list[Wanted] = []
    # Stats of one field share its column.
    columns: dict[str, str] = {}
    dataset = samples.bound.request.dataset
    for index, stat in enumerate(dataset.stats.values()):
        for part, simple in enumerate(_parts(stat)):
            name = f"s{index}_{part}"
            if simple.field is None:
                wanted.append(Wanted(name, "count"))
                continue
            found = dataset.find(simple.field)
            assert found is not None
            column = columns.setdefault(found.path, f"v{len(columns)}")
            samples.columns[column] = samples.read(Plotted(found, found.leaf.type)).value
            # `count` is of records; the stat with a field counts its values.
            aggregation = "count_values" if isinstance(simple, Count) else simple.aggregation
            fraction = simple.fraction if isinstance(simple, Percentile) else None
            wanted.append(Wanted(name, aggregation, column, found.leaf.type, fraction))
    return wanted


def _parts(stat: Stat) -> tuple[Simple, ...]:
    return (stat.dividend, stat.divisor) if isinstance(stat, Ratio) else (stat,)


def _stats(row: Any, wanted: dict[str, Wanted], bound: BoundWidget) -> dict[str, Any]:
    """Return the stats of one row. A ratio over nothing is null."""
    found: dict[str, Any] = {}
    for index, (name, stat) in enumerate(bound.request.dataset.stats.items()):
        first = _value(row, wanted[f"s{index}_0"])
        if isinstance(stat, Ratio):
            second = _value(row, wanted[f"s{index}_1"])
            first = number(first / second) if first is not None and second else None
        found[name] = first
    return found


def _value(row: Any, one: Wanted) -> Any:
    aggregation = "count" if one.aggregation == "count_values" else one.aggregation
    return aggregate(getattr(row, one.name), aggregation, one.type)
