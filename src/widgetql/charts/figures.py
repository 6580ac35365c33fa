"""A stat of measures: an object of their values, or one for each group."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from widgetql.charts.answer import Answer
from widgetql.charts.bound import BoundWidget
from widgetql.charts.buckets import Interval
from widgetql.charts.draft import Drafted, Drafter
from widgetql.charts.measuring import Values, aggregates_of, asked, draft_rows, length_of, wide
from widgetql.plan.execute import Execution
from widgetql.plan.groups import Grid
from widgetql.plan.query import GROUP, Aggregate, Key, Query, Top


def draft(drafter: Drafter) -> Drafted:
    """Bind the measures, and the group."""
    widget = drafter.widget
    measured = draft_rows(drafter, [] if widget.group_by is None else ["group"])
    measures = aggregates_of(measured)
    many = next((one.of for one in measures if one.of is not None and one.of.found.to_many), None)
    if widget.metric is not None and not drafter.asks_metric:
        drafter.metric_unused()
    return Drafted(
        widget, None, drafter.chosen, group=drafter.group(many), measures=measures, measured=measured,
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


def data(bound: BoundWidget, grid: Grid, execution: Execution) -> Answer:
    """Return the measures of rows; without groups the numbers of what went into them are metadata."""
    found, values = dict(grid.rows), Values(bound.measured)
    groups = grid.groups
    if groups is None:
        row = found[0]
        counts = values.counts(row)
        shown = values.of(row, length_of(bound.scan.range))
        return Answer(shown, {"sample_counts": counts} if counts else {})
    rows: list[dict[str, Any]] = []
    for at in sorted(found):
        lasts = _length(bound, grid, at, execution)
        rows.append(groups.keys(at) | wide(bound, values, found[at], lasts) | groups.marks(at))
    return Answer(rows)


def _length(bound: BoundWidget, grid: Grid, at: int, execution: Execution) -> timedelta | None:
    """Return how much time a group covers: a bucket its own, the rest what is left, a value all."""
    span, groups = bound.scan.range, grid.groups
    whole = length_of(span)
    if whole is None or groups is None or not isinstance(bound.group, Interval):
        return whole
    edges = execution.edges(bound.group)
    lengths = [length_of(span, edges.bucket(int(raw))) or timedelta(0) for raw in groups.raw]
    return lengths[at] if at < len(lengths) else whole - sum(lengths, timedelta(0))
