"""Written widget -> bound widget: what its chart uses, its filter, and the range that this implies."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

from widgetql.charts.bound import BoundWidget
from widgetql.charts.buckets import Calendar, Interval, TooManyBuckets, buckets_between
from widgetql.charts.catalogue import CHARTS
from widgetql.charts.crossed import check_cells
from widgetql.charts.draft import Drafted, Drafter
from widgetql.charts.parse import OTHER_KEYS, parse_widget
from widgetql.charts.size import groups_at_most, too_many_rows
from widgetql.charts.spec import Widget
from widgetql.documents import is_object
from widgetql.dynamic import Chosen
from widgetql.errors import Pointer, Problems
from widgetql.execution import Runner
from widgetql.filters.ast import Filter
from widgetql.filters.bind import read_filter
from widgetql.filters.bound import Bound
from widgetql.filters.budget import Budget
from widgetql.filters.merge import Document
from widgetql.filters.tighten import all_of
from widgetql.filters.time_range import (
    check_range,
    closed_range,
    implied_range,
    in_words,
    moved,
    timestamp_of,
    without_range,
)
from widgetql.plan.earlier import earlier_scan, move_of
from widgetql.plan.query import Scan
from widgetql.request import Request

_AT: Final = Pointer("widget")


def draft_widget(source: Any, request: Request, runner: Runner | None) -> Drafted:
    """Read and bind all of a widget but its filters, noting every problem in the request.

    Raises `ValueError` where the dataset declares no timestamp.
    """
    known = None
    if is_object(source):
        # Filters are read by themselves.
        own = {key: value for key, value in source.items() if key not in OTHER_KEYS}
        known = request.dataset.documents.read(own, request.facts, lambda copy: _read(copy, request))
    if known is None:
        widget = parse_widget(source, _AT, request.limits, request.problems)
        if request.dataset.timestamp_path is None:
            raise ValueError("this Dataset declares no timestamp=, so it has no widgets")
        return _drafted(widget, request, runner)
    return known if isinstance(known, Drafted) else _drafted(known, request, runner)


def _drafted(widget: Widget, request: Request, runner: Runner | None) -> Drafted:
    chart, drafter = CHARTS.get(widget.chart_type), Drafter(widget, request, runner)
    if chart is None:
        # What its keys mean is not known, but for the fields that they name.
        drafter.check_fields()
        return Drafted(widget)
    return chart.draft(drafter)


def _read(source: Any, request: Request) -> Drafted | Widget | None:
    """Return what is kept of a widget's document; None where something is wrong with it.

    It is only read where more depends on the moment or on the database: on filters of its own measures, on a
    metric.
    """
    problems = Problems()
    widget = parse_widget(source, _AT, request.limits, problems)
    if problems or request.dataset.timestamp_path is None:
        return None
    asks = [widget.metric, *(part for one in widget.metrics for part in (one.metric, one.filters))]
    if any(one is not None for one in asks):
        return widget
    drafted = _drafted(widget, replace(request, clock=request.clock.standing(), problems=problems), None)
    # Filters of measures would have counted there.
    return None if problems else replace(drafted, budget=None)


def bind_widget(drafted: Drafted, documents: list[Document], request: Request) -> BoundWidget:
    """Bind a drafted widget to its effective filter; notes what is wrong with the filters and their range."""
    problems = request.problems
    trees = tuple(tree for _, tree in read_filters(drafted, documents, request))
    at = documents[-1].at if documents else _AT / "filters"
    scan = _scan(trees, drafted.chosen, at, request)
    result = BoundWidget(
        drafted.widget, scan, request.limits, drafted.plot, drafted.grain, drafted.group, drafted.columns,
        drafted.measures, drafted.after, _earlier(drafted, scan, request), drafted.over, drafted.measured,
        drafted.made,
    )  # fmt: skip
    if not problems:
        _check_buckets(result, request)
        check_cells(result, problems)
    return result


def _scan(trees: tuple[Bound, ...], chosen: Chosen | None, at: Pointer, request: Request) -> Scan:
    """Return the rows under filters, found once for a dashboard; notes what is wrong with their range."""
    dataset, problems, clock = request.dataset, request.problems, request.clock
    # A request that is made of another may have its own clock and limits.
    depends = (dataset, clock, request.limits, *trees)
    key = (_scan, *map(id, depends))
    if key in request.found:
        _, filter, span = request.found[key]
        return Scan(dataset, filter, span, chosen)
    bound = all_of(trees)
    assert dataset.timestamp_path is not None
    found = implied_range(bound, dataset.timestamp_path)
    # A filter that is wrong implies no range: one problem is enough for it.
    if not problems:
        check_range(found, timestamp_of(dataset), at, clock, request.limits, problems)
    closed = closed_range(found, clock)
    rest = without_range(bound, closed, dataset.timestamp_path)
    if not problems:
        # All of it, lest another takes the place of one.
        request.found[key] = depends, rest, closed
    return Scan(dataset, rest, closed, chosen)


def _earlier(drafted: Drafted, scan: Scan, request: Request) -> Scan | None:
    """Return the rows that a range is compared with, within the limit."""
    widget, problems, clock = drafted.widget, request.problems, request.clock
    if widget.compare is None or problems:
        return None
    at, longest = widget.at / "compare", request.limits.max_compare
    if scan.range.start is None and not scan.range.empty:
        message = f"A gt or gte filter on {timestamp_of(request.dataset)} is required to compare."
        problems.add(at, "timestamp_required", message)
    move = move_of(scan.range, drafted.moved_by, widget.compare, clock)
    if move is None:
        return None
    found = earlier_scan(scan, move, clock)
    start = found.range.start
    if longest is not None and start is not None and start < moved(clock.now, -longest, clock):
        message = f"What is compared with starts too far in the past: at most {in_words(longest)} before now."
        problems.add(at, "range_too_old", message)
    # The calendar may leave nothing of it: the 29th to the 31st are one day of February.
    return None if found.range.empty else found


def read_filters(drafted: Drafted, documents: list[Document], request: Request) -> list[tuple[Filter, Bound]]:
    """Return the written and the bound trees of a widget's documents; they share limits with its fields."""
    budget = drafted.budget or Budget(request.limits, request.problems)
    joined = {step.path for field in drafted.fields for step in field.found.steps}
    budget.step(len(joined), _AT)
    return [read_filter(document.source, document.at, request, budget) for document in documents]


def _check_buckets(bound: BoundWidget, request: Request) -> None:
    """Note a grain that is too fine for its range, and gaps that would fill too many rows."""
    grains = [bound.grain, bound.group, *(column.grain for column in bound.columns)]
    start, end, limits = bound.scan.range.start, bound.scan.range.end, bound.limits
    for grain in grains:
        if isinstance(grain, Calendar | Interval) and start is not None and end is not None:
            try:
                edges = buckets_between(grain, start, end, limits.max_buckets)
            except TooManyBuckets as error:
                request.problems.add(bound.place_of(grain), "too_many", f"{error} in this time range")
            else:
                rows = len(edges) * groups_at_most(bound)
                if bound.widget.fill_gaps and rows > limits.max_answer_rows:
                    at, message = too_many_rows(bound, rows)
                    request.problems.add(at, "too_many_rows", message)
