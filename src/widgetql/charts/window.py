"""A bar over windows: under each bucket of its range what the records of several buckets make together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from widgetql.charts.behind import Behind
from widgetql.charts.bound import BoundWidget
from widgetql.charts.buckets import bucket_at, buckets_between
from widgetql.charts.draft import Drafted
from widgetql.charts.spec import Widget
from widgetql.errors import InvalidInput, Problem
from widgetql.filters.bound import Window
from widgetql.filters.time_range import moved
from widgetql.plan.execute import Execution
from widgetql.plan.groups import Grid, Groups
from widgetql.plan.query import Grain, Query
from widgetql.plan.windows import Reach, Span, is_additive, opened_scan, spans_of, start_of, windowed
from widgetql.request import Request

MOST: Final = 2_000
"""Records that are not known from their buckets are read once for each window: so many buckets in all."""


def with_window(drafted: Drafted) -> Drafted:
    """Return what a bar says by itself; a window fills gaps."""
    widget = drafted.widget
    if widget.window is None:
        return drafted
    return replace(drafted, widget=replace(widget, fill_gaps=True))


def over_windows(
    bound: BoundWidget, query: Query, execution: Execution, groups: Groups | None = None
) -> tuple[Grid, Sequence[Span]]:
    """Return the rows of a query over windows, and the window of each bucket.

    Groups are those of the range where none are given. Raises `InvalidInput` where windows are too many for
    what is measured.
    """
    spans = _spans(bound, execution)
    if not is_additive(query):
        _check_size(bound, spans, execution)
    if groups is None and query.top is not None:
        groups = execution.groups(query)
    return windowed(query, groups, _opened(execution, spans), spans), spans


def of_all_windows(bound: BoundWidget, execution: Execution) -> Execution:
    """Return what runs queries over the records of all windows together."""
    return _opened(execution, _spans(bound, execution))


def _opened(execution: Execution, spans: Sequence[Span]) -> Execution:
    scan = opened_scan(execution.scan, spans[0].start)
    return Execution(scan, execution.request, execution.runner)


def in_window(row: Behind, grain: Grain) -> None:
    """Ask for the window of the bucket that the row says."""
    moment = row.values.moment(row.given.value("time_interval"), row.at / "time_interval")
    if moment is None:
        return
    request, widget = row.request, row.widget
    start, end = bucket_at(grain, moment)
    first = row.range.start
    if first is not None and end <= first:
        # A bucket before the range is none of the answer's.
        row.record.append(row.within(Window(end, end, end, end, row.at)))
        return
    reach, limit = _reach(widget), _limit(request)
    low = first
    if reach != Reach():
        low = start_of(reach, grain, start, start, request.clock, request.limits.max_buckets)
    if limit is not None:
        low = min(limit if low is None else max(low, limit), end)
    row.record.append(row.within(Window(low, end, low, end, row.at)))


def _spans(bound: BoundWidget, execution: Execution) -> list[Span]:
    request, grain = execution.request, _grain(bound)
    edges, reach = execution.edges(grain), _reach(bound.widget)
    limit = _limit(request)
    first, most = execution.scan.range.start, bound.limits.max_buckets
    return spans_of(reach, grain, edges, first, limit, request.clock, most)


def _check_size(bound: BoundWidget, spans: Sequence[Span], execution: Execution) -> None:
    """Refuse windows of too many buckets, where each has to be read by itself."""
    window, longest = bound.widget.window, max(spans, key=lambda span: span.end - span.start)
    assert window is not None
    length = window.buckets
    if length is None:
        most = execution.request.limits.max_buckets
        length = len(buckets_between(_grain(bound), longest.start, longest.end, most))
    if len(spans) * length > MOST:
        message = (
            f"{len(spans)} buckets with windows of {length}: at most {MOST} together for this aggregation"
        )
        raise InvalidInput([Problem(window.at.document, str(window.at), "too_many", message)])


def _reach(widget: Widget) -> Reach:
    assert widget.window is not None
    return Reach(widget.window.buckets, widget.window.period)


def _grain(bound: BoundWidget) -> Grain:
    assert bound.grain is not None
    return bound.grain


def _limit(request: Request) -> datetime | None:
    """Return how far back may be read."""
    longest = request.limits.max_compare
    return None if longest is None else moved(request.clock.now, -longest, request.clock)
