"""A bar over windows: for each bucket, and each group of the range, the samples of its window."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from widgetql.filters.ast import And, Condition, Filter, Not, Or
from widgetql.relative_time import RESOLUTION, Clock, format_instant, shift
from widgetql.testing.charts import bar_cells, bar_row
from widgetql.testing.measures import rows_of
from widgetql.testing.ranges import Bucket, Range, buckets_for, buckets_in, calendar_bucket, is_cut, range_of
from widgetql.testing.samples import Group, Question, Sample, is_in


def over_windows(question: Question) -> list[dict[str, Any]]:
    """Return the rows of a bar with a `window`, by bucket, then group."""
    if question.range.empty:
        return []
    groups, cells = window_cells(question)
    in_order = sorted(cells, key=lambda cell: (cell[0].start, cell[1]))
    return [row_of(question, bucket, groups[rank], cells[bucket, rank]) for bucket, rank in in_order]


def window_cells(question: Question) -> tuple[list[Group | None], dict[tuple[Bucket, int], list[Sample]]]:
    """Return the groups of a bar, and the samples of each window; without one, of each bucket."""
    groups, found = bar_cells(question)
    if question.given("window") is None:
        return groups, found
    cells: dict[tuple[Bucket, int], list[Sample]] = {}
    group_by, clock = question.given("group_by"), question.world.clock
    for bucket in buckets_in(question.range, buckets_for(question.given("time_period"), group_by, clock)):
        samples = window_samples(question, bucket)
        for rank, group in enumerate(groups):
            own = [one for one in samples if group is None or is_in(question, one, group)]
            cells[bucket, rank] = own
    return groups, cells


def row_of(
    question: Question, bucket: Bucket, group: Group | None, samples: Sequence[Sample]
) -> dict[str, Any]:
    """Return the row of a bucket and group, perhaps of its window."""
    return bar_row(question, bucket, group, samples) | marks_of(question, bucket)


def marks_of(question: Question, bucket: Bucket) -> dict[str, Any]:
    """Return what marks a bucket that the range cuts, and a window that begins later than it should."""
    is_short = question.given("window") is not None and _start(question, bucket)[1]
    partial = {"partial": True} if is_cut(bucket, question.range) else {}
    return partial | ({"short": True} if is_short else {})


def window_samples(question: Question, bucket: Bucket | None) -> list[Sample]:
    """Return the samples of a bucket's window, or of all windows of the range together."""
    given = question.given
    buckets = buckets_for(given("time_period"), given("group_by"), question.world.clock)
    every = [bucket] if bucket is not None else list(buckets_in(question.range, buckets))
    return _within(question, min(_start(question, one)[0] for one in every), every[-1].end)


def length_of(question: Question, bucket: Bucket) -> timedelta | None:
    """Return how much time a bucket covers as the range cuts it, or its window; None without a start."""
    # As `lasts`: an end that is included is an instant, which has no length.
    first, stop = question.range.start, question.range.end
    if first is None or stop is None:
        return None
    start = max(first, bucket.start) if question.given("window") is None else _start(question, bucket)[0]
    return min(stop, bucket.end) - start


def _start(question: Question, bucket: Bucket) -> tuple[datetime, bool]:
    """Where the window of a bucket starts, and whether that is later than it should."""
    window, clock = question.widget["window"], question.world.clock
    buckets_at = buckets_for(question.given("time_period"), question.given("group_by"), clock)
    start = bucket.start
    match window["type"]:
        case "rolling":
            for _ in range(window["buckets"] - 1):
                start = buckets_at(start - RESOLUTION).start
        case "to_date":
            start = calendar_bucket(start, window["period"], clock).start
        case _:
            first = question.range.first
            assert first is not None
            start = first
    longest = question.world.limits.max_compare
    if longest is None:
        return start, False
    limit = shift(clock.now, -longest.days, "d", clock.zone) - (longest - timedelta(days=longest.days))
    return (start, False) if start >= limit else (min(limit, bucket.end), True)


def _within(question: Question, start: datetime, end: datetime) -> list[Sample]:
    """The samples of the instants of a window: under the filter, but for where its range starts."""
    path = str(question.world.dataset.timestamp_path)
    bounds = [Condition(path, op, format_instant(at), question.written.at) for op, at in
              (("gte", start), ("lt", end))]  # fmt: skip
    opened = _opened(question.written, question)
    stop = question.range.stop
    stop = end if stop is None else min(end, stop)
    written = And((opened, *bounds), question.written.at)
    return rows_of(replace(question, written=written, range=Range(end=stop, empty=start >= stop)))


def _opened(node: Filter, question: Question) -> Filter:
    """What a filter asks, but for bounds of the timestamp that are not after the start of the range."""
    names, clock = question.world.dataset.timestamp_names, question.world.clock
    match node:
        case And(parts):
            return And(tuple(_opened(part, question) for part in parts), node.at)
        case Or(parts):
            return Or(tuple(_opened(part, question) for part in parts), node.at)
        case Not(parts):
            return Not(tuple(_opened(part, question) for part in parts), node.at)
        case Condition() if node.part is None and node.field in names and node.op != "isnull":
            return _opened_condition(node, question.range.first, names, clock)
        case _:
            return node


def _opened_condition(
    node: Condition, first: datetime | None, names: Collection[str], clock: Clock
) -> Filter:
    positive = {"neq": "eq", "nin": "in"}.get(node.op, node.op)
    values: Any = node.value if positive == "in" else [node.value]
    parts: list[Filter] = []
    for value in values:
        op = "eq" if positive == "in" else positive
        found = range_of(replace(node, op=op, value=value), names, clock)
        start = None if first is None or (found.first is not None and found.first <= first) else found.first
        bounds = [(op, at) for op, at in (("gte", start), ("lt", found.stop)) if at is not None]
        held: list[Filter] = [Condition(node.field, op, format_instant(at), node.at) for op, at in bounds]
        # A time without bounds is any that there is.
        held.append(Condition(node.field, "isnull", False, node.at))
        parts.append(And(tuple(held), node.at))
    whole = Or(tuple(parts), node.at)
    return whole if positive == node.op else Not((whole,), node.at)
