"""Bars over something else than time: over labels, parts of time, or bins of numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final, TypeAlias

from widgetql.charts.answer import Answer
from widgetql.charts.behind import Behind
from widgetql.charts.binned import Edged, edged
from widgetql.charts.bound import BoundWidget, Column
from widgetql.charts.divided import divided
from widgetql.charts.draft import Drafted, Drafter
from widgetql.charts.having import check_alone
from widgetql.charts.rules import COUNTS
from widgetql.charts.size import refuse_rows
from widgetql.charts.spec import ByInterval, Dimension
from widgetql.charts.wire import reader
from widgetql.clocks import PARTS
from widgetql.filters.time_range import timestamp_of
from widgetql.plan.execute import Execution
from widgetql.plan.groups import OTHER, Groups
from widgetql.plan.query import GROUP, Aggregate, Kept, Key, Plotted, Query, Subject, Top
from widgetql.sql.rank import REST
from widgetql.types import DataType

_X: Final = "x"
_Cell: TypeAlias = tuple[Any, int]
"""Where a row stands: its place on the axis, and the rank of its group."""


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
    """Bind a field with an aggregation, and what its bars stand over."""
    widget, problems = drafter.widget, drafter.problems
    over = widget.x
    assert over is not None
    _check_keys(drafter)
    drafted = drafter.drawn()
    if widget.aggregation_function is None:
        drafter.missing("aggregation_function", "a bar needs an aggregation_function")
    elif drafted.plot is not None:
        at = widget.at / "aggregation_function"
        drafter.check_aggregation(drafted.plot, widget.aggregation_function, at)
    column = _column(drafter, over)
    if column is not None and drafted.plot is not None:
        drafter.check_one_relation([drafted.plot, column.plotted], over.at)
        if column.plotted.found.to_many and not drafted.plot.found.to_many:
            problems.add(over.at, "fan_out", f"{over.field} has many values for one record")
    is_cut = over.part is None and over.bins is None
    if is_cut and widget.fill_gaps:
        message = "fill_gaps fills times, parts of time and bins: labels have no gaps"
        problems.add(widget.at / "fill_gaps", "not_for_chart", message)
    if not is_cut and widget.limit is not None:
        problems.add(widget.at / "limit", "not_for_chart", "parts of time and bins are never cut")
    check_alone(drafter, "x")
    for key in ("compare", "window"):
        if getattr(widget, key) is not None:
            problems.add(widget.at / key, "conflicting_keys", f"{key} goes with bars over time only")
    group = drafted.group if isinstance(drafted.group, Plotted) else None
    return replace(drafted, group=group, over=column)


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
    found: Mapping[_Cell, dict[str, Any]] | None = None


def compute(bound: BoundWidget, execution: Execution) -> Answer:
    """Compute `[{label, [group], value, sample_count}]`, or with `from` and `to`; `metadata.missing` too."""
    over = bound.over
    assert over is not None
    axis, most = _axis(bound, over, execution), bound.limits.max_answer_rows
    found, groups = (axis.found, None) if axis.found is not None else _found(bound, axis, over, execution)
    rows = [*_rows(bound, axis, found, groups)]
    if len(rows) > most:
        raise refuse_rows(bound, len(rows))
    missing = _missing(bound, over, found, execution)
    part = over.plotted.found.part
    about: dict[str, Any] = {"x": over.name, "missing": missing}
    if part is not None:
        about["part"] = part
    return Answer(rows, about | ({} if over.bins is None else {"bins": axis.told}))


def _found(
    bound: BoundWidget, axis: _Axis, over: Column, execution: Execution
) -> tuple[Mapping[_Cell, dict[str, Any]], Groups | None]:
    """Return the values of each place and group, and the groups."""
    group, most = bound.group, bound.limits.max_answer_rows
    keys, top = [Key(_X, axis.subject)], None
    if isinstance(group, Plotted):
        keys.append(Key(GROUP, group))
        top = Top(GROUP, "n", bound.limits.max_groups)
    grid = execution.ask(replace(_measured(bound, over), keys=tuple(keys), top=top), most)
    if len(grid.rows) > most:
        raise refuse_rows(bound)
    read = _reader(bound)
    return {
        (None if row.x is None else int(row.x), position): read(row) for position, row in grid.rows
    }, grid.groups


def _measured(bound: BoundWidget, over: Column) -> Query:
    """Return the aggregation, with the rows and the records that go into it: of rows that have an x."""
    plot, aggregation = bound.plot, str(bound.widget.aggregation_function)
    is_count = aggregation == "count"
    measures = [
        Aggregate("result", aggregation, plot),
        Aggregate("n", "count" if is_count else "count_values", plot),
    ]
    if bound.to_many:
        measures.append(Aggregate("records", "count_records", None if is_count else plot))
    return Query(measures=tuple(measures), present=None if bound.widget.include_missing else over.plotted)


def _axis(bound: BoundWidget, over: Column, execution: Execution) -> _Axis:
    if over.bins is not None:
        return _of_bins(bound, edged({0: (over.plotted, over.bins)}, execution, bound.many)[0], execution)
    part = over.plotted.found.part
    return _of_labels(bound, over, execution) if part is None else _of_part(bound, over, part)


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


def _of_labels(bound: BoundWidget, over: Column, execution: Execution) -> _Axis:
    """Return the axis of the labels that are kept: those with most samples; the rest is one."""
    limit = bound.widget.limit or bound.limits.max_slices
    ranked = replace(_measured(bound, over), keys=(Key(GROUP, over.plotted),), top=Top(GROUP, "n", limit))
    grid = execution.ask(ranked)
    groups = grid.groups
    assert groups is not None
    read, rest = _reader(bound), len(groups.names)
    found = {(REST if place == rest else place, 0): read(row) for place, row in grid.rows}
    order = _order(bound, over, groups, {place: row["value"] for (place, _), row in found.items()})

    def cells(place: Any) -> dict[str, Any]:
        return {"label": OTHER if place == REST else groups.names[place]}

    def marks(place: Any) -> dict[str, Any]:
        labels = [groups.names[one] for one in order]
        return {"other": True, "excluded": labels} if place == REST else {}

    places = [*order, REST]
    return _Axis(
        Kept(over.plotted, groups.raw),
        cells,
        lambda there: [place for place in places if place in {*there}],
        marks=marks,
        # There are no groups of no labels.
        found=found if bound.group is None or not found else None,
    )


def _order(bound: BoundWidget, over: Column, groups: Groups, values: Mapping[int, Any]) -> list[int]:
    """Return labels ascending, what is missing last; texts by their values, largest first."""
    label = _sortable(over.plotted.type)
    order = sorted(range(len(groups.names)), key=lambda place: _last_if_none(groups.names[place], label))
    if over.plotted.type is not DataType.STRING:
        return order
    assert bound.plot is not None
    value = _sortable(bound.plot.type)
    there = [place for place in order if values.get(place) is not None]
    there.sort(key=lambda place: value(values[place]), reverse=True)
    return [*there, *(place for place in order if values.get(place) is None)]


def _last_if_none(value: Any, key: Callable[[Any], Any]) -> Any:
    return (True, 0) if value is None else (False, key(value))


def _sortable(data_type: DataType) -> Callable[[Any], Any]:
    """Return what makes shown values sort: instants are written with a fraction or without."""

    def of(value: Any) -> Any:
        is_time = data_type is DataType.DATETIME and isinstance(value, str)
        return datetime.fromisoformat(value) if is_time else value

    return of


# Rows


def _reader(bound: BoundWidget) -> Callable[[Any], dict[str, Any]]:
    """Return what reads a row's values."""
    assert bound.plot is not None
    read = reader(str(bound.widget.aggregation_function), bound.plot.type)
    nothing = _nothing(bound)

    def values(row: Any) -> dict[str, Any]:
        found = {"value": read(row.result) if row.n else nothing["value"], "sample_count": row.n}
        return found | ({"record_count": row.records} if bound.to_many else {})

    return values


def _nothing(bound: BoundWidget) -> dict[str, Any]:
    """Return the values over nothing."""
    value = 0 if bound.widget.aggregation_function in COUNTS else None
    return {"value": value, "sample_count": 0} | ({"record_count": 0} if bound.to_many else {})


def _missing(
    bound: BoundWidget, over: Column, found: Mapping[_Cell, Mapping[str, Any]], execution: Execution
) -> int:
    """Count the samples without an x."""
    shown = sum(int(row["sample_count"]) for row in found.values())
    if not bound.widget.include_missing:
        return max(_count(replace(_measured(bound, over), present=None), execution) - shown, 0)
    if over.bins is not None or over.plotted.found.part is not None:
        return sum(int(row["sample_count"]) for (place, _), row in found.items() if place is None)
    return max(shown - _count(replace(_measured(bound, over), present=over.plotted), execution), 0)


def _count(query: Query, execution: Execution) -> int:
    ((_, row),) = execution.ask(replace(query, measures=(query.measure("n"),))).rows
    return int(row.n)


def _rows(
    bound: BoundWidget, axis: _Axis, found: Mapping[_Cell, dict[str, Any]], groups: Groups | None
) -> Iterator[dict[str, Any]]:
    """Yield the rows by their place, then by the rank of their group."""
    nothing, positions = _nothing(bound), range(1 if groups is None else len(groups))
    there = [*dict.fromkeys(place for place, _ in found)]
    always = axis.always(there)
    filled = {*always}
    for place in axis.in_order([*dict.fromkeys([*always, *there])]):
        for position in positions:
            values = found.get((place, position), nothing if place in filled else None)
            if values is None:
                continue
            row = axis.cells(place)
            if groups is not None:
                row |= groups.keys(position)
            row = row | values | axis.marks(place)
            if groups is not None and (marks := groups.marks(position)):
                row |= {"other": True, "group_excluded": marks["excluded"]}
            yield row


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
            row.same(found, "label", is_typed=True)
        else:
            row.none_of(found, excluded, "excluded")
            if None in excluded or not widget.include_missing:
                row.present(found)
    if widget.aggregation_function != "count" and plot is not None:
        row.present(plot)
    row.group()
    row.some_related_row(plot)
