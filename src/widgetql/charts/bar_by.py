"""Bars over something else than time: over labels, parts of time, or bins of numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from widgetql.charts.answer import Answer
from widgetql.charts.behind import Behind
from widgetql.charts.binned import Edged, edged
from widgetql.charts.bound import BoundWidget, Column
from widgetql.charts.divided import divided
from widgetql.charts.draft import Drafted, Drafter
from widgetql.charts.having import asked, check_value, having_of, is_ranked, other_keys, rows_left
from widgetql.charts.measuring import behind_rows
from widgetql.charts.over import Cell, Measured, X, one_of, reader_of
from widgetql.charts.series import draft_over
from widgetql.charts.series_over import several_of
from widgetql.charts.size import refuse_rows
from widgetql.charts.spec import ByInterval, Dimension
from widgetql.charts.wholes import related_of
from widgetql.charts.wire import sortable
from widgetql.clocks import PARTS
from widgetql.filters.time_range import timestamp_of
from widgetql.plan.execute import Execution
from widgetql.plan.groups import OTHER, Groups
from widgetql.plan.query import GROUP, Kept, Key, Plotted, Query, Subject, Top
from widgetql.plan.ranking import Rules, sorted_by
from widgetql.sql.rank import REST
from widgetql.types import DataType

_LEFT_OUT: Final = -1


def by_period(drafter: Drafter) -> Drafter:
    """Return what drafts a bar over time; `x` by a period is another way to say `time_period`."""
    widget, problems = drafter.widget, drafter.problems
    over = widget.x
    if over is not None and over.period is None:
        return drafter
    for key in () if is_unread(drafter) else ("limit", "include_missing"):
        if getattr(widget, key):
            problems.add(widget.at / key, "not_for_chart", f"{key} goes with an x of labels, parts or bins")
    if over is None:
        return drafter
    _check_keys(drafter)
    if over.field not in drafter.dataset.timestamp_names:
        message = f"only {timestamp_of(drafter.dataset)} goes by time_period"
        problems.add(over.at / "time_period", "not_for_chart", message)
    written = replace(widget, x=None, time_period=over.period)
    if isinstance(widget.group_by, ByInterval):
        written = replace(written, group_by=None)
    return Drafter(written, drafter.request, drafter.runner)


def draft(drafter: Drafter) -> Drafted:
    """Bind a field with an aggregation, or measures, and what their bars stand over."""
    widget, problems = drafter.widget, drafter.problems
    over = widget.x
    assert over is not None
    _check_keys(drafter)
    if widget.metrics:
        column = _column(drafter, over)
        drafted = draft_over(drafter, column)
    else:
        drafted = _aggregated(drafter)
        column = _column(drafter, over)
        _check_relation(drafter, over, drafted.plot, column)
        check_value(drafter, drafted.plot)
    is_cut = over.part is None and over.bins is None
    if is_cut and widget.fill_gaps:
        message = "fill_gaps fills times, parts of time and bins: labels have no gaps"
        problems.add(widget.at / "fill_gaps", "not_for_chart", message)
    if not is_cut and widget.limit is not None:
        problems.add(widget.at / "limit", "not_for_chart", "parts of time and bins are never cut")
    for key in ("compare", "window"):
        if getattr(widget, key) is not None:
            problems.add(widget.at / key, "conflicting_keys", f"{key} goes with bars over time only")
    group = drafted.group if isinstance(drafted.group, Plotted) else None
    return replace(drafted, group=group, over=column)


def _aggregated(drafter: Drafter) -> Drafted:
    """Bind a field with its aggregation."""
    drafted, aggregation = drafter.drawn(), drafter.widget.aggregation_function
    if aggregation is None:
        drafter.missing("aggregation_function", "a bar needs an aggregation_function")
    elif drafted.plot is not None:
        drafter.check_aggregation(drafted.plot, aggregation, drafter.widget.at / "aggregation_function")
    return drafted


def _check_relation(drafter: Drafter, over: Dimension, plot: Plotted | None, column: Column | None) -> None:
    if column is None or plot is None:
        return
    drafter.check_one_relation([plot, column.plotted], over.at)
    if column.plotted.found.to_many and not plot.found.to_many:
        drafter.problems.add(over.at, "fan_out", f"{over.field} has many values for one record")


def _column(drafter: Drafter, over: Dimension) -> Column | None:
    plotted = drafter.plotted(over.field, over.at, dynamic=False)
    if plotted is None:
        return None
    if over.part is None and over.bins is None:
        return Column(over.name, plotted)
    return divided(plotted, over, drafter.problems, is_grouped=True)


def is_unread(drafter: Drafter) -> bool:
    """Tell whether there is an `x` that could not be read: that problem is all there is to say."""
    at = f"{drafter.widget.at / 'x'}/"
    return any(f"{problem.pointer}/".startswith(at) for problem in drafter.problems)


def _check_keys(drafter: Drafter) -> None:
    """Refuse a second axis."""
    widget = drafter.widget
    if widget.time_period is not None:
        message = "x and time_period exclude each other"
        drafter.problems.add(widget.at / "time_period", "conflicting_keys", message)
    if isinstance(widget.group_by, ByInterval):
        message = "x and a bucket in group_by exclude each other"
        drafter.problems.add(widget.at / "group_by", "conflicting_keys", message)


# The axis


@dataclass(frozen=True, slots=True)
class _Axis:
    """What bars stand over: the key of it in SQL, the places that have rows, and what a row says of one.

    A place is what the key is: the rank of a label, a part of time, how many edges of bins are reached, and
    None where that is missing. `always` are the places that have a row whatever is there.
    """

    subject: Subject
    cells: Callable[[Any], dict[str, Any]]
    in_order: Callable[[Sequence[Any]], Sequence[Any]]
    always: Callable[[Sequence[Any]], Sequence[Any]] = lambda _: ()
    marks: Callable[[Any], dict[str, Any]] = lambda _: {}
    told: Mapping[str, Any] | None = None
    # What there is already, where that is all.
    found: Mapping[Cell, Any] | None = None
    notes: Mapping[str, Any] = field(default_factory=dict[str, Any])


def compute(bound: BoundWidget, execution: Execution) -> Answer:
    """Compute `[{label, [group], value, sample_count}]`, or with `from` and `to`; `metadata.missing` too."""
    over = bound.over
    assert over is not None
    of = several_of(bound) if bound.measured else one_of(bound)
    axis = _axis(bound, over, of, execution)
    found, groups, notes = (
        (axis.found, None, axis.notes) if axis.found is not None else _found(bound, axis, of, execution)
    )
    if bound.group is None and bound.widget.having is not None and axis.found is None:
        axis, found, notes = _left(bound, axis, found)
    rows = [*_rows(bound, axis, found, groups, of, execution)]
    part = over.plotted.found.part
    about: dict[str, Any] = {"x": over.name, "missing": _missing(bound, over, found, of, execution), **notes}
    if part is not None:
        about["part"] = part
    return Answer(rows, about | ({} if over.bins is None else {"bins": axis.told}))


def _found(
    bound: BoundWidget, axis: _Axis, of: Measured, execution: Execution
) -> tuple[Mapping[Cell, Any], Groups | None, Mapping[str, Any]]:
    """Return the row of each place and group, the groups, and what the metadata says of those left out."""
    group, most = bound.group, bound.limits.max_answer_rows // max(of.length, 1)
    keys, top, notes = [Key(X, axis.subject)], None, dict[str, Any]()
    if isinstance(group, Plotted):
        keys.append(Key(GROUP, group))
        top = Top(GROUP, of.by, bound.limits.max_groups)
    query = replace(of.query, keys=tuple(keys), top=top)
    if group is not None and is_ranked(bound.widget):
        grid, notes = asked(bound, execution, query, reader_of(bound))
    else:
        grid = execution.ask(query, most)
    if len(grid.rows) > most:
        raise refuse_rows(bound)
    found = {(_place(row), position): row for position, row in grid.rows}
    # What is of no group that is shown has its place on the axis.
    found |= {(_place(row), _LEFT_OUT): row for row in grid.left_out}
    return found, grid.groups, notes


def _place(row: Any) -> int | None:
    return None if row.x is None else int(row.x)


def _left(
    bound: BoundWidget, axis: _Axis, found: Mapping[Cell, Any]
) -> tuple[_Axis, Mapping[Cell, Any], dict[str, Any]]:
    """Return the parts or bins that `having` leaves: also those are held against it that no record is in."""
    read, there = reader_of(bound), [place for place, _ in found]
    always = axis.always(there)
    rows = {place: read(found.get((place, 0))) for place in dict.fromkeys([*always, *there])}
    kept, notes = rows_left(bound.widget, rows)
    filled = [place for place in always if place in kept]
    left = {cell: row for cell, row in found.items() if cell[0] in kept}

    def always_filled(_: Sequence[Any]) -> list[Any]:
        return filled

    return replace(axis, always=always_filled), left, notes


def _axis(bound: BoundWidget, over: Column, of: Measured, execution: Execution) -> _Axis:
    if over.bins is not None:
        bins = edged({0: (over.plotted, over.bins)}, execution, related_of(bound))
        return _of_bins(bound, bins[0], execution)
    part = over.plotted.found.part
    return _of_labels(bound, over, of, execution) if part is None else _of_part(bound, over, part)


def _ascending(places: Sequence[Any]) -> Sequence[Any]:
    return sorted(places, key=lambda place: (place is None, 0 if place is None else place))


def _of_part(bound: BoundWidget, over: Column, part: str) -> _Axis:
    first, last = PARTS[part]
    every = range(first, last + 1) if bound.widget.fill_gaps else ()
    return _Axis(over.plotted, lambda place: {"label": place}, _ascending, lambda _: every)


def _of_bins(bound: BoundWidget, bins: Edged, execution: Execution) -> _Axis:
    assert bound.over is not None
    assert bound.over.bins is not None
    given = range(1, len(bins.edges)) if bound.over.bins.edges else None
    # Every bin that is asked for is a row, and without groups every other as well, as in a histogram.
    is_filled = bound.widget.fill_gaps or bound.group is None or given is not None

    def always(places: Sequence[Any]) -> Sequence[Any]:
        there = [place for place in places if place is not None]
        if not is_filled:
            return ()
        return given if given is not None else range(min(there), max(there) + 1) if there else ()

    def cells(place: Any) -> dict[str, Any]:
        low, high = bins.ends(place)
        return {"from": low, "to": high} | ({"missing": True} if place is None else {})

    # Those below all edges come first.
    return _Axis(bins.key(execution), cells, _ascending, always, told=bins.told)


def _of_labels(bound: BoundWidget, over: Column, of: Measured, execution: Execution) -> _Axis:
    """Return the axis of the labels that are kept: those with most samples; the rest is one."""
    limit = bound.widget.limit or bound.limits.max_slices
    query = replace(of.query, keys=(Key(GROUP, over.plotted),), top=Top(GROUP, of.by, limit))
    if bound.group is None and bound.widget.having is not None:
        rules = Rules(limit=limit, having=having_of(bound.widget))
        grid, notes = asked(bound, execution, query, reader_of(bound), rules)
    else:
        grid = execution.ask(query)
        _, notes = rows_left(bound.widget, {})
    groups = grid.groups
    assert groups is not None
    rest, subject = len(groups.names), Kept(over.plotted, groups.raw)
    by_place = {REST if place == rest else place: row for place, row in grid.rows}
    order = _order(over, groups)
    if over.plotted.type is DataType.STRING:
        values, value = of.values(by_place, subject, execution), sortable(of.type)
        order = sorted_by(order, lambda place: value(values.get(place)), descending=True)

    def cells(place: Any) -> dict[str, Any]:
        return {"label": OTHER if place == REST else groups.names[place]}

    def marks(place: Any) -> dict[str, Any]:
        labels = [groups.names[one] for one in order]
        return other_keys(labels, groups.failed_names) if place == REST else {}

    places = [*order, REST]
    return _Axis(
        subject,
        cells,
        lambda there: [place for place in places if place in {*there}],
        marks=marks,
        # There are no groups of no labels.
        found={(place, 0): row for place, row in by_place.items()}
        if bound.group is None or not by_place
        else None,
        notes=notes,
    )


def _order(over: Column, groups: Groups) -> list[int]:
    """Return labels ascending, what is missing last."""
    label = sortable(over.plotted.type)
    return sorted(range(len(groups.names)), key=lambda place: _last_if_none(groups.names[place], label))


def _last_if_none(value: Any, key: Callable[[Any], Any]) -> Any:
    return (True, 0) if value is None else (False, key(value))


# Rows


def _missing(
    bound: BoundWidget, over: Column, found: Mapping[Cell, Any], of: Measured, execution: Execution
) -> int:
    """Count the samples without an x, whatever is left out."""
    if is_ranked(bound.widget):
        return max(_count(of, None, execution) - _count(of, over.plotted, execution), 0)
    shown = sum(int(getattr(row, of.by)) for row in found.values())
    if not bound.widget.include_missing:
        return max(_count(of, None, execution) - shown, 0)
    if over.bins is not None or over.plotted.found.part is not None:
        return sum(int(getattr(row, of.by)) for (place, _), row in found.items() if place is None)
    return max(shown - _count(of, over.plotted, execution), 0)


def _count(of: Measured, present: Plotted | None, execution: Execution) -> int:
    ((_, row),) = execution.ask(Query(measures=of.counted, present=present)).rows
    return int(getattr(row, of.by))


def _rows(
    bound: BoundWidget,
    axis: _Axis,
    found: Mapping[Cell, Any],
    groups: Groups | None,
    of: Measured,
    execution: Execution,
) -> Iterator[dict[str, Any]]:
    """Yield the rows by their place, then by the rank of their group. Raises `InvalidInput` for too many."""
    there = [*dict.fromkeys(place for place, _ in found)]
    always = axis.always(there)
    filled = {*always}
    cells = [
        (place, position)
        for place in axis.in_order([*dict.fromkeys([*always, *there])])
        for position in range(1 if groups is None else len(groups))
        if place in filled or (place, position) in found
    ]
    if len(cells) * of.length > bound.limits.max_answer_rows:
        raise refuse_rows(bound, len(cells) * of.length)
    written = of.writer(axis.subject, groups, execution)
    for place, position in cells:
        head = axis.cells(place) | ({} if groups is None else groups.keys(position))
        tail = axis.marks(place)
        if groups is not None and (marks := groups.marks(position)):
            tail = tail | {"other": True, "group_excluded": marks["excluded"]}
        for values in written(found.get((place, position)), (place, position)):
            yield head | values | tail


def behind(row: Behind) -> None:
    """Ask for the label, part or bin, for the group, and for what went into the value."""
    widget, plot = row.widget, row.plot()
    over = widget.x
    assert over is not None
    found = row.found(over.field)
    if over.part is not None:
        row.in_part(found, over.part, "label")
    elif over.bins is not None and row.given.data.get("missing") is True:
        row.missing(found)
    elif over.bins is not None:
        row.between(found, "from", "to")
    else:
        excluded = row.given.excluded("excluded")
        if excluded is None:
            row.same(found, "label")
        else:
            row.none_of(found, excluded, "excluded")
            if None in excluded or not widget.include_missing:
                row.present(found)
    if widget.aggregation_function != "count" and plot is not None:
        row.present(plot)
    row.group()
    row.some_related_row(plot)
    behind_rows(row)
