"""Windows over buckets: an aggregation of the records of several buckets, under each of them."""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from fractions import Fraction
from types import MappingProxyType, SimpleNamespace
from typing import Any, Final, TypeAlias

from widgetql.charts.buckets import Calendar, Edges, Interval, bucket_at, buckets_between
from widgetql.filters.bound import Window
from widgetql.plan.bucketing import Asked, by_expression
from widgetql.plan.earlier import moved_filter
from widgetql.plan.execute import Execution
from widgetql.plan.groups import Grid, Groups
from widgetql.plan.parameters import placed_measures
from widgetql.plan.positions import with_values
from widgetql.plan.query import BUCKET, GROUP, Aggregate, Grain, Kept, Key, Plotted, Query, Scan
from widgetql.plan.rollup import PARTS
from widgetql.relative_time import Clock
from widgetql.sql.rank import REST
from widgetql.sql.select import select_of
from widgetql.types import DataType

# Longer than any bucket of a period.
_LONGEST: Final[Mapping[str, timedelta]] = MappingProxyType(
    {
        "minute": timedelta(minutes=1),
        "hour": timedelta(hours=1),
        "day": timedelta(hours=50),
        "week": timedelta(days=9),
        "month": timedelta(days=32),
        "quarter": timedelta(days=93),
        "year": timedelta(days=367),
    }
)
_FIRST: Final = datetime.min
# A record is in one bucket, with all its rows.
_PARTS: Final = frozenset((*PARTS, "count_records", "count_records_of_rows"))
_SUMS: Final = frozenset({"sum", "avg"})
# Where a sum's number of values stands: a measure may have one of its own.
_NUMBER: Final = "_number"
_EXTREMES: Final[Mapping[str, Callable[[Any, Any], bool]]] = MappingProxyType(
    {"min": operator.le, "max": operator.ge}
)


@dataclass(frozen=True, slots=True)
class Reach:
    """How far back a window goes: so many `buckets`, to the start of a `period`, or of the range.

    Of several at most one is set.
    """

    buckets: int | None = None
    period: str | None = None


@dataclass(frozen=True, slots=True)
class Span:
    """The instants of a window; `short` where it would begin before what may be read."""

    start: datetime
    end: datetime
    short: bool = False


def spans_of(
    reach: Reach,
    grain: Grain,
    edges: Edges,
    first: datetime | None,
    limit: datetime | None,
    clock: Clock,
    most: int,
) -> list[Span]:
    """Return the window of each bucket, from the start of its first one to the end of its own.

    Cumulative windows begin at `first`, the range's start, without one with the first edge. Nothing is read
    before the `limit`. Raises `TooManyBuckets`.
    """
    starts = _starts(reach, grain, edges, edges.starts[0] if first is None else first, clock, most)
    return [
        Span(start, end) if limit is None or start >= limit else Span(min(limit, end), end, short=True)
        for start, end in zip(starts, edges.starts[1:], strict=True)
    ]


def start_of(
    reach: Reach, grain: Grain, bucket: datetime, first: datetime, clock: Clock, most: int
) -> datetime:
    """Return where the window of a bucket begins; `first` is where cumulative ones do."""
    if reach.buckets is not None:
        return _back(grain, bucket, reach.buckets - 1, most)[0]
    return first if reach.period is None else bucket_at(Calendar(reach.period, clock), bucket)[0]


def _starts(
    reach: Reach, grain: Grain, edges: Edges, first: datetime, clock: Clock, most: int
) -> list[datetime]:
    buckets = edges.starts[:-1]
    if reach.buckets is None:
        return [start_of(reach, grain, bucket, first, clock, most) for bucket in buckets]
    before = reach.buckets - 1
    known = [*_back(grain, buckets[0], before, most), *buckets]
    # Where the calendar begins there are fewer.
    return [known[max(len(known) - len(buckets) + place - before, 0)] for place in range(len(buckets))]


def _back(grain: Grain, bucket: datetime, number: int, most: int) -> list[datetime]:
    """Return the starts of so many buckets before one, and of that where there are none."""
    if not number:
        return [bucket]
    length = grain.length if isinstance(grain, Interval) else _LONGEST[grain.period]
    try:
        low = bucket - (number + 1) * length
    except OverflowError:
        low = _FIRST.replace(tzinfo=bucket.tzinfo)
    found = buckets_between(grain, low, bucket, max(most, 4 * number + 4)).starts[:-1]
    return list(found[-number:])


def opened_scan(scan: Scan, start: datetime) -> Scan:
    """Return a scan that begins earlier: its own start is no part of what its filter asks."""
    range, timestamp = scan.range, str(scan.dataset.timestamp_path)
    filter = moved_filter(scan.filter, opening(range.start), timestamp)
    return replace(scan, filter=filter, range=replace(range, start=start, shown_start=start))


def opening(start: datetime | None) -> Callable[[Window], Window]:
    """Return what leaves out where a window begins, if that is where the range does, or before."""

    def opened(window: Window) -> Window:
        if start is None or window.start is None or window.start > start:
            return window
        return Window(None, window.end, None, window.shown_end, window.at)

    return opened


def is_additive(query: Query) -> bool:
    """Tell whether what a query measures of a window is known from its buckets."""
    return all(one.aggregation in _PARTS and one.fraction is None for one in query.measures)


def windowed(query: Query, groups: Groups | None, execution: Execution, spans: Sequence[Span]) -> Grid:
    """Return the rows of a query by buckets, over the window of each in the place of the bucket.

    The execution is of the scan of all windows; groups are those of the range, and no others have rows. What
    shares divide by is no part of it. Law: a row is what the query has over the records of its window.
    """
    query = replace(query, derived=())
    if groups is not None:
        if not groups.raw:
            return Grid([], groups)
        key = query.key(GROUP)
        assert isinstance(key.of, Plotted | Calendar | Interval)
        query = replace(query.with_key(Key(GROUP, Kept(key.of, groups.raw, groups.failed))), top=None)
    if is_additive(query):
        return Grid(list(_from_parts(query, groups, execution, spans)), groups)
    rows: list[tuple[int, Any]] = []
    for layer in layers(spans):
        rows += _layer(query, groups, execution, [(number, spans[number]) for number in layer])
    return Grid(rows, groups)


def layers(spans: Sequence[Span]) -> list[list[int]]:
    """Return the windows that have instants in layers: in one of them none meets another.

    Each is asked as buckets are.

    >>> at = [datetime(2025, 1, day) for day in (1, 2, 3, 4)]
    >>> layers([Span(at[0], at[1]), Span(at[0], at[2]), Span(at[1], at[3])])
    [[0, 2], [1]]
    """
    found: list[list[int]] = []
    for number, span in enumerate(spans):
        if span.start >= span.end:
            continue
        free = next((layer for layer in found if spans[layer[-1]].end <= span.start), None)
        if free is None:
            found.append([number])
        else:
            free.append(number)
    return found


def _layer(
    query: Query, groups: Groups | None, execution: Execution, layer: Sequence[tuple[int, Span]]
) -> Iterator[tuple[int, Any]]:
    """Yield the rows of windows that do not meet; what lies between them is asked for, and left out."""
    numbers = {span.start: number for number, span in layer}
    edges = Edges(tuple(sorted({at for _, span in layer for at in (span.start, span.end)})))
    for place, row in _rows(query, groups, execution, edges):
        number = numbers.get(edges.starts[int(row.bucket)])
        if number is not None:
            yield place, _with_bucket(row, number)


def _rows(
    query: Query, groups: Groups | None, execution: Execution, edges: Edges
) -> Iterator[tuple[int, Any]]:
    """Yield the rows of a query by any edges, each with the rank of its group."""
    scan = execution.scan
    first = edges.starts[0] if scan.range.start is None else max(scan.range.start, edges.starts[0])
    last = edges.starts[-1] if scan.range.end is None else min(scan.range.end, edges.starts[-1])
    if first >= last:
        return
    within = replace(scan.range, start=first, end=last, is_last=False)
    inner = Execution(replace(scan, range=within), execution.request, execution.runner)
    if groups is None and (found := inner.by_ranges(query, edges)) is not None:
        yield from ((0, row) for row in found)
        return
    way = by_expression(
        edges, inner.kind, inner.dialect, inner.request.strategy, Asked("edges0", in_order=True)
    )
    inner.runner.note(way.choice)
    placed, values = placed_measures(query.with_key(Key(BUCKET, way)))
    shape = None if placed.holds_values else placed
    rows = inner.rows(
        shape, lambda source: select_of(placed, source, inner.dialect), {**values, **way.values}
    )
    for row in rows:
        rank = 0 if groups is None else int(row.grp)
        if rank < 0 and groups is not None:
            if rank != REST or not groups.has_other:
                continue
            rank = len(groups.names)
        yield rank, _with_bucket(row, way.index(row.bucket))


def _with_bucket(row: Any, bucket: int) -> Any:
    return with_values(row, {BUCKET: bucket})


# From parts


@dataclass(frozen=True, slots=True)
class _Part:
    """What some rows have of a measure: a value, and of a sum how many rows went into it.

    `is_double` tells that it is a sum of doubles.
    """

    value: Any
    number: int = 0
    is_double: bool = False


_Parts: TypeAlias = "tuple[_Part, ...]"


def _from_parts(
    query: Query, groups: Groups | None, execution: Execution, spans: Sequence[Span]
) -> Iterator[tuple[int, Any]]:
    """Yield the rows of windows put together from the parts between all of their edges."""
    edges = Edges(tuple(sorted({at for span in spans for at in (span.start, span.end)})))
    at = {edge: place for place, edge in enumerate(edges.starts)}
    bounds = [(at[span.start], at[span.end]) for span in spans]
    asked = tuple(part for one in query.measures for part in _asked(one))
    cells: dict[int, dict[int, _Parts]] = {}
    for rank, row in _rows(replace(query, measures=asked), groups, execution, edges):
        cells.setdefault(rank, {})[row.bucket] = tuple(_read(one, row) for one in query.measures)
    for rank, parts in sorted(cells.items()):
        windows = enumerate(_sliding(parts, bounds, query.measures))
        for number, whole in execution.runner.deadline.paced(windows):
            if whole is not None:
                pairs = zip(query.measures, whole, strict=True)
                yield (
                    rank,
                    SimpleNamespace(bucket=number, **{one.name: _whole(one, part) for one, part in pairs}),
                )


def _asked(one: Aggregate) -> tuple[Aggregate, ...]:
    """Return what is asked of each part: of a sum also whether there is one."""
    if one.aggregation not in _SUMS:
        return (one,)
    is_truth = one.type is DataType.BOOLEAN
    return (
        replace(one, aggregation="part_of_sum" if is_truth else "sum"),
        replace(one, name=f"{one.name}{_NUMBER}", aggregation="count_values"),
    )


def _read(one: Aggregate, row: Any) -> _Part:
    value = getattr(row, one.name)
    if one.aggregation not in _SUMS:
        return _Part(value)
    is_double = isinstance(value, float)
    if value is not None and not isinstance(value, int):
        value = Fraction(value) if math.isfinite(value) else None
    return _Part(value, int(getattr(row, f"{one.name}{_NUMBER}")), is_double)


def _whole(one: Aggregate, part: _Part) -> Any:
    """Return a result as a database gives it."""
    value = part.value
    if one.aggregation not in _SUMS or value is None or not part.number:
        return value if one.aggregation not in _SUMS else None
    try:
        double = float(value)
        if one.aggregation == "avg":
            return float(Fraction(value) / part.number)
    except OverflowError:
        # What has no sum has no mean.
        return None
    return double if part.is_double or value != int(value) else int(value)


def _sliding(
    parts: Mapping[int, _Parts], bounds: Sequence[tuple[int, int]], measures: Sequence[Aggregate]
) -> Iterator[_Parts | None]:
    """Yield what each window's parts make together; neither of its bounds ever goes back.

    Of two stacks: what leaves at the front was put together once, from behind; what comes is added behind.
    """
    front: list[tuple[int, _Parts]] = []
    back: list[tuple[int, _Parts]] = []
    together: _Parts | None = None
    coming = iter(sorted(parts))
    index = next(coming, None)
    for low, high in bounds:
        while index is not None and index < high:
            back.append((index, parts[index]))
            together = _merged(together, parts[index], measures)
            index = next(coming, None)
        while front and front[-1][0] < low:
            front.pop()
        if not front and back and back[0][0] < low:
            whole: _Parts | None = None
            for place, part in reversed(back):
                if place >= low:
                    whole = _merged(part, whole, measures)
                    assert whole is not None
                    front.append((place, whole))
            back, together = [], None
        yield _merged(front[-1][1] if front else None, together, measures)


def _merged(one: _Parts | None, other: _Parts | None, measures: Sequence[Aggregate]) -> _Parts | None:
    if one is None or other is None:
        return other if one is None else one
    pairs = zip(measures, one, other, strict=True)
    return tuple(_added(measure, first, second) for measure, first, second in pairs)


def _added(measure: Aggregate, one: _Part, other: _Part) -> _Part:
    if measure.aggregation in _SUMS:
        if not (one.number and other.number):
            return one if one.number else other
        parts: list[Any] = [one.value, other.value]
        total: Any = None if None in parts else sum(parts)
        return _Part(total, one.number + other.number, one.is_double or other.is_double)
    if measure.aggregation in _EXTREMES:
        if one.value is None or other.value is None:
            return other if one.value is None else one
        return one if _EXTREMES[measure.aggregation](one.value, other.value) else other
    return _Part(one.value + other.value)
