"""The shares that the values of a field have of all records, in each time bucket."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final, TypeAlias

from widgetql.charts.answer import Answer
from widgetql.charts.behind import Behind
from widgetql.charts.bound import BoundWidget
from widgetql.charts.buckets import Edges
from widgetql.charts.draft import Drafted, Drafter
from widgetql.charts.rules import SHARE
from widgetql.charts.size import refuse_rows
from widgetql.charts.spec import Widget
from widgetql.fields import Dynamic, aggregations_of, charts_of
from widgetql.filters.time_range import TimeRange
from widgetql.plan.execute import Execution
from widgetql.plan.groups import Groups
from widgetql.plan.query import BUCKET, GROUP, Aggregate, Grain, Key, Plotted, Query, Top
from widgetql.relative_time import format_instant
from widgetql.types import DataType

TYPES: Final = (DataType.STRING, DataType.BOOLEAN)
"""The types of whose values there are shares."""
Cut: TypeAlias = Callable[[Edges, TimeRange], set[int]]
"""Which buckets a range cuts."""


def is_share(widget: Widget) -> bool:
    """Tell whether a bar shows shares."""
    return widget.aggregation_function == SHARE


def drawn(drafter: Drafter) -> Drafted:
    """Bind the field: a string, a boolean, or a metric of one. Nothing else stands beside a share."""
    widget, problems = drafter.widget, drafter.problems
    plot = drafter.required_plot()
    if plot is not None:
        _check(drafter, plot)
    for key in ("group_by", "having", "compare", "window", "fill_gaps", "x"):
        if getattr(widget, key):
            message = f"a share has its values as groups, in buckets of time that have records: no {key}"
            problems.add(widget.at / key, "conflicting_keys", message)
    return Drafted(widget, plot, drafter.chosen)


def _check(drafter: Drafter, plot: Plotted) -> None:
    leaf, chosen = plot.found.leaf, drafter.chosen
    # A metric's values that are drawn as a pie are shares already.
    if not isinstance(leaf, Dynamic):
        drafter.check_chart(plot)
    else:
        assert chosen is not None
        if "pie" not in charts_of(leaf, chosen.kind):
            drafter.check_chart(plot)
    if plot.type not in TYPES or "count" not in aggregations_of(leaf, plot.type):
        message = f"{plot.found.path} is {plot.type}: a share is of a string's or a boolean's values"
        at = drafter.widget.at / "aggregation_function"
        drafter.problems.add(at, "aggregation_not_allowed", message)


def compute(bound: BoundWidget, execution: Execution, cut: Cut) -> Answer:
    """Compute the rows of every value in every bucket that has records, by bucket and the value's rank."""
    plot, grain = bound.plot, bound.grain
    assert plot is not None
    assert grain is not None
    about = {
        "data_type": "percentage",
        "field_type": str(plot.type),
        "series_dimension": "enum_value",
        "normalization": "total_calls",
    }
    edges = execution.edges(grain)
    if not len(edges):
        return Answer([], about)
    whole = _whole(plot, grain, execution)
    grid = execution.ask(_query(bound, plot, grain), bound.limits.max_answer_rows)
    groups = grid.groups
    assert groups is not None
    size = len(whole) * len(groups)
    if max(size, len(grid.rows)) > bound.limits.max_answer_rows:
        raise refuse_rows(bound, max(size, len(grid.rows)))
    found = {(int(row.bucket), position): row for position, row in grid.rows}
    partial = cut(edges, execution.scan.range)
    rows = [
        {"time_interval": format_instant(edges.starts[bucket])}
        | _cells(groups, position, found.get((bucket, position)), whole[bucket])
        | ({"partial": True} if bucket in partial else {})
        | groups.marks(position)
        for bucket in sorted(whole)
        for position in range(len(groups))
    ]
    return Answer(rows, about)


@dataclass(frozen=True, slots=True)
class _Whole:
    """The records of a bucket, and those of them that have a value."""

    total: int
    evaluated: int


def _cells(groups: Groups, position: int, row: Any, whole: _Whole) -> dict[str, Any]:
    selected, samples = (0, 0) if row is None else (row.records, row.n)
    return groups.keys(position) | {
        "value": percentage(selected, whole.total),
        "selected_calls": selected,
        "total_calls": whole.total,
        "evaluated_calls": whole.evaluated,
        "sample_count": samples,
    }


def percentage(selected: int, total: int) -> float:
    """Return a part in percent with one decimal, halves to the even one.

    >>> percentage(1, 3), percentage(1, 2000), percentage(3, 2000), percentage(0, 5)
    (33.3, 0.0, 0.2, 0.0)
    """
    return round(Fraction(1_000 * selected, total)) / 10


def _query(bound: BoundWidget, plot: Plotted, grain: Grain) -> Query:
    """Return the rows and the records of each value in each bucket."""
    records = "count_records" if plot.found.to_many else "count_values"
    measures = (Aggregate("n", "count_values", plot), Aggregate("records", records, plot))
    top = Top(GROUP, "n", bound.limits.max_groups)
    return Query(keys=(Key(BUCKET, grain), Key(GROUP, plot)), measures=measures, present=plot, top=top)


def _whole(plot: Plotted, grain: Grain, execution: Execution) -> Mapping[int, _Whole]:
    """Return the records of each bucket: of a relation's rows also those that have none."""
    keys = (Key(BUCKET, grain),)
    total = Aggregate("total", "count")
    if not plot.found.to_many:
        both = Query(keys=keys, measures=(total, Aggregate("evaluated", "count_values", plot)))
        return {int(row.bucket): _Whole(row.total, row.evaluated) for _, row in execution.ask(both).rows}
    evaluated = Query(keys=keys, measures=(Aggregate("evaluated", "count_records", plot),))
    known = {int(row.bucket): row.evaluated for _, row in execution.ask(evaluated).rows}
    every = execution.ask(Query(keys=keys, measures=(total,))).rows
    return {int(row.bucket): _Whole(row.total, known.get(int(row.bucket), 0)) for _, row in every}


def behind(row: Behind) -> None:
    """Ask for the records of a value, or of none of those that the rest is made without."""
    plot = row.plot()
    assert plot is not None
    excluded = row.given.excluded("excluded")
    if excluded is None:
        row.same(plot, "group")
    else:
        row.none_of(plot, excluded, "excluded")
        row.present(plot)
    row.some_related_row(plot)
