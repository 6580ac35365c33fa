"""What a pivot's two axes may be together: rules before SQL, and how many cells there are at most."""

from __future__ import annotations

from collections.abc import Sequence
from math import prod
from typing import Final

from widgetql.charts.axis import is_label
from widgetql.charts.bound import BoundWidget, Column
from widgetql.charts.buckets import TooManyBuckets, buckets_between
from widgetql.charts.draft import Drafter
from widgetql.charts.lasting import part_of
from widgetql.charts.measure import Measure
from widgetql.charts.measuring import has_rate
from widgetql.charts.size import too_many_rows, values_of
from widgetql.charts.spec import Dimension
from widgetql.clocks import PARTS
from widgetql.errors import Problems

MARKS: Final = frozenset({"other", "excluded", "total"})
"""What headers have beside their dimensions."""


def check_axes(drafter: Drafter) -> None:
    """Refuse an axis without dimensions, too many dimensions, and names that are marks of headers."""
    widget, most = drafter.widget, drafter.request.limits.max_dimensions
    if (size := len(widget.rows) + len(widget.across)) > most:
        drafter.problems.add(widget.at / "rows", "too_many", f"{size} dimensions; at most {most}")
    for key, written in {"rows": widget.rows, "columns": widget.across}.items():
        if not written:
            drafter.missing(key, f"a pivot needs {key}: dimensions")
        for one in written:
            if one.name in MARKS:
                message = f"headers have a key {one.name} of their own: choose another name"
                drafter.problems.add(one.named_at, "duplicate_name", message)
    if not widget.metrics:
        drafter.missing("metrics", "a pivot needs metrics")


def check_crossed(
    drafter: Drafter,
    axes: Sequence[tuple[Sequence[Dimension], Sequence[Column]]],
    measured: Sequence[Measure],
) -> None:
    """Refuse what has no rest, and shares within a part of an axis."""
    widget, problems = drafter.widget, drafter.problems
    by_name = {one.name: one for one in measured}
    rates = [one.name for one in measured if has_rate(one, by_name)]
    for key, (_, columns) in zip(("rows", "columns"), axes, strict=True):
        has_labels = any(map(is_label, columns))
        has_times = any(one.grain or part_of(one, drafter.dataset) for one in columns)
        if has_labels and has_times and rates:
            # How much time a rest covers is not known.
            message = f"{rates[0]}, a rate, and {key} of times beside labels exclude each other"
            problems.add(widget.at / key, "conflicting_keys", message)
        if has_labels and len(columns) > 1 and any(one.plotted.found.to_many for one in columns):
            message = "related rows beside others have no rest: a filter cannot tell them apart"
            problems.add(widget.at / key, "fan_out", message)
    sides = [{one.name for one in columns} for _, columns in axes]
    for one in measured:
        within = {*one.written.within}
        for side in sides:
            if within & side and not side <= within:
                message = f"{one.name}: a share is within all rows, or all columns, of a pivot"
                problems.add(one.written.at / "within", "conflicting_keys", message)


def check_cells(bound: BoundWidget, problems: Problems) -> None:
    """Note more cells than an answer may have, as far as that is known before the database is asked."""
    widget = bound.widget
    if widget.chart_type != "pivot":
        return
    split = len(widget.rows)
    rows = _at_most(bound, bound.columns[:split])
    columns = _at_most(bound, bound.columns[split:])
    if rows is None or columns is None:
        return
    cells = (rows + ("columns" in widget.margins)) * (columns + ("rows" in widget.margins))
    if cells > bound.limits.max_answer_rows:
        at, message = too_many_rows(bound, cells)
        problems.add(at, "too_many_rows", message)


def _at_most(bound: BoundWidget, columns: Sequence[Column]) -> int | None:
    """Return how many headers an axis may have; that some values are missing, only the records tell."""
    sizes = [_values(bound, column) for column in columns]
    found = None if None in sizes else prod(size for size in sizes if size is not None)
    if not any(map(is_label, columns)):
        return found
    most = bound.limits.max_groups + 1
    return most if found is None else min(found, most)


def _values(bound: BoundWidget, column: Column) -> int | None:
    """Return how many values a dimension may have, None where only the records tell."""
    start, end, part = bound.scan.range.start, bound.scan.range.end, column.plotted.found.part
    if column.grain is not None:
        if start is None:
            return None
        # A range that has a start has been closed.
        assert end is not None
        try:
            return len(buckets_between(column.grain, start, end, bound.limits.max_buckets))
        except TooManyBuckets:
            return None
    if column.bins is not None:
        return len(column.bins.edges) + 1 if column.bins.edges else column.bins.count
    if part is not None:
        first, last = PARTS[part]
        return last - first + 1
    return values_of(column.plotted)
