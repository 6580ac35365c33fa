"""A stat of measures: an object of their values, or one for each group."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from widgetql.charts.answer import Answer
from widgetql.charts.bound import BoundWidget
from widgetql.charts.buckets import Interval
from widgetql.charts.compare import check_compared
from widgetql.charts.draft import Drafted, Drafter
from widgetql.charts.having import check_measures
from widgetql.charts.measuring import Values, aggregates_of, asked, draft_rows, length_of, wide
from widgetql.plan.execute import Execution
from widgetql.plan.groups import Grid
from widgetql.plan.query import GROUP, Aggregate, Key, Query, Top


def draft(drafter: Drafter) -> Drafted:
    """Bind the measures, and the group."""
    widget = drafter.widget
    measured = draft_rows(drafter, [] if widget.group_by is None else ["group"])
    check_measures(drafter, measured)
    measures = aggregates_of(measured)
    many = next((one.of for one in measures if one.of is not None and one.of.found.to_many), None)
    if widget.metric is not None and not drafter.asks_metric:
        drafter.metric_unused()
    group = drafter.group(many)
    check_compared(drafter, group)
    return Drafted(
        widget, None, drafter.chosen, group=group, measures=measures, measured=measured,
        budget=drafter.budget,
    )  # fmt: skip


def query(bound: BoundWidget) -> Query:
    """Return the measures, the number of rows, and of the records that these are of."""
    of_measures = asked(bound.measured, {"group": GROUP})
    measures = (*of_measures.measures, Aggregate("n", "count"))
    if bound.to_many:
        measures = (*measures, Aggregate("records", "count_records"))
    if bound.group is None:
        return Query(measures=measures, derived=of_measures.derived)
    top = Top(GROUP, "n", bound.limits.max_groups)
    keys = (Key(GROUP, bound.group),)
    return Query(keys=keys, measures=measures, top=top, derived=of_measures.derived)


def reader(bound: BoundWidget) -> Callable[[Any], dict[str, Any]]:
    """Return what reads the measures of a group that is a value: groups rank by what is hidden, too."""
    values, lasts = Values(bound.measured), length_of(bound.scan.range)
    return lambda row: values.every(row, lasts) | {"sample_count": int(row.n)}


def data(bound: BoundWidget, grid: Grid, execution: Execution) -> Answer:
    """Return the measures of rows; without groups the numbers of what went into them are metadata."""
    found = dict(grid.rows)
    rows = [shown(bound, grid, at, found[at], execution) for at in sorted(found)]
    return Answer(rows) if bound.group is not None else Answer(rows[0], notes(bound, found[0]))


def notes(bound: BoundWidget, row: Any) -> dict[str, Any]:
    """Return what the metadata says of all rows: how many went into measures that have rows of their own."""
    counts = Values(bound.measured).counts(row)
    return {"sample_counts": counts} if counts else {}


def shown(bound: BoundWidget, grid: Grid, at: int, row: Any, execution: Execution) -> dict[str, Any]:
    """Return the measures of a group, or of all rows; None is a row that no record is in."""
    values, groups, lasts = Values(bound.measured), grid.groups, _length(bound, grid, at, execution)
    if groups is None:
        return values.of(row, lasts)
    return groups.keys(at) | wide(bound, values, row, lasts) | groups.marks(at)


def _length(bound: BoundWidget, grid: Grid, at: int, execution: Execution) -> timedelta | None:
    """Return how much time a group covers: a bucket its own, the rest what is left, a value all."""
    span, groups = execution.scan.range, grid.groups
    whole = length_of(span)
    if whole is None or groups is None or not isinstance(bound.group, Interval):
        return whole
    edges = execution.edges(bound.group)
    lengths = [length_of(span, edges.bucket(int(raw))) or timedelta(0) for raw in groups.raw]
    return lengths[at] if at < len(lengths) else whole - sum(lengths, timedelta(0))
