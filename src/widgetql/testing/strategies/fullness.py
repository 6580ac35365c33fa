"""How full answers are over given rows: what a filter keeps, and how many samples a widget's rows have."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from widgetql.errors import Pointer, Problems
from widgetql.filters.ast import And, Filter
from widgetql.filters.parse import parse_filter
from widgetql.testing.figures import value_from
from widgetql.testing.holding import found_at, holds
from widgetql.testing.places import World, follow
from widgetql.testing.ranges import Range, buckets_for, range_of
from widgetql.testing.readings import key_of
from widgetql.testing.samples import Question, Sample, id_of, ordered, samples_of, time_of

# More samples in a row are no fuller.
ENOUGH: Final = 4
_FAR: Final = timedelta(days=3650)
# How far back what is compared with lies, as days: months and years are as long as most are.
DAYS_BACK: Final[Mapping[str, timedelta]] = {
    "-1d": timedelta(days=1),
    "-1w": timedelta(days=7),
    "-1M": timedelta(days=31),
    "-1y": timedelta(days=365),
}
_ANYTHING: Final = And((), Pointer("filter"))

# What makes a row of an answer: a path, the time, the value itself; with a period it is cut to.
_Key = tuple[str, str | None, int | None]
# A sample, the key of its row, and whether it is counted there.
_Counted = tuple[Sample, tuple[Any, ...], bool]
_VALUE: Final = "\0value"
_TIME: Final = "\0time"


@dataclass(frozen=True)
class Filled:
    """The samples of a widget's fullest row, up to four, and the number of its rows.

    Also whether its groups rank unevenly, how many samples are in others than the largest of what has a
    rest, and over how many buckets its windows lie.
    """

    samples: int = 0
    rows: int = 0
    is_uneven: bool = False
    beside: int = 0
    buckets: int = 0


class Fullness:
    """What filters keep and widgets count over some rows: values are read once, many widgets ask for them.

    `whole` has all rows, where these are the first of many.
    """

    def __init__(self, world: World, whole: World | None = None) -> None:
        self.world = world
        self.whole = world if whole is None else whole
        self._values: dict[str, list[Any]] = {}
        self.records = world.records()
        self._samples: dict[Hashable, Sequence[Sample]] = {}
        self._columns: dict[Hashable, Sequence[Any]] = {}
        self._buckets: dict[Hashable, datetime] = {}

    def written(self, source: Any) -> Filter:
        """Return the written tree of a valid filter."""
        return parse_filter(source, Pointer("filter"), self.world.limits, Problems())

    def kept(self, source: Any) -> frozenset[int]:
        """Return the places of the records that a filter keeps."""
        written = self.written(source)
        try:
            return frozenset(at for at, place in enumerate(self.records) if holds(written, place, self.world))
        except NotImplementedError:
            # A join condition of more than comparisons: the filter is as good as any.
            return frozenset(range(len(self.records)))

    def share(self, source: Any) -> float:
        """Return how many of the records a filter keeps, 0 to 1."""
        return len(self.kept(source)) / max(1, len(self.records))

    def values(self, plot: Mapping[str, Any]) -> list[Any]:
        """Return what all records have in a field, given what says it in a widget, where they have any."""
        source = repr(plot)
        if source not in self._values:
            samples = samples_of(Question({"chart_type": "bar", **plot}, self.whole, _ANYTHING, Range()))
            self._values[source] = [sample.value for sample in samples if sample.value is not None]
        return self._values[source]

    def count(self, plot: Mapping[str, Any]) -> int:
        """Return how many values a line of a field, or of a metric of it, has in all the records."""
        try:
            source, samples = self._samples_of({"chart_type": "line", **plot})
        except NotImplementedError:
            return ENOUGH
        return sum(value is not None for value in self._column(source, samples, (_VALUE, None, None)))

    def of(self, widget: Mapping[str, Any], span: Any, kept: frozenset[int]) -> Filled:
        """Return how full a widget is under a range.

        It counts what the interpreter would, but takes a range of several parts as one.
        """
        try:
            within_range = self._within(widget, *self._bounds(span), kept)
        except NotImplementedError:
            return Filled(ENOUGH)
        found = Counter(key for _, key, is_counted in within_range if is_counted)
        groups = Counter[Any]()
        if _has_groups(widget) or widget.get("other"):
            groups = Counter(key[0] if _has_groups(widget) else key for key in found.elements())
        return Filled(
            min(max(found.values(), default=0), ENOUGH),
            len(found),
            unevenly(widget, within_range),
            groups.total() - max(groups.values(), default=0),
            len({key[-1] for key in found}) if "window" in widget else 0,
        )

    def earlier(self, widget: Mapping[str, Any], span: Any, kept: frozenset[int]) -> int:
        """Return how many samples the time before has that a widget is compared with, up to four.

        Calendars may move a range by an hour, or by a few days of a month.
        """
        start, stop = self._bounds(span)
        if start is None or "compare" not in widget:
            return 0
        back = DAYS_BACK.get(widget["compare"]["to"], stop - start)
        try:
            return min(len(self._within(widget, start - back, stop - back, kept)), ENOUGH)
        except NotImplementedError:
            return 0

    def sizes(self, widget: Mapping[str, Any], span: Any, kept: frozenset[int]) -> list[int]:
        """Return how many samples each group of a widget has, or each row of one without groups."""
        try:
            within_range = self._within(widget, *self._bounds(span), kept)
        except NotImplementedError:
            return []
        counted = [key for _, key, is_counted in within_range if is_counted]
        return [*Counter(key[:1] if _has_groups(widget) else key for key in counted).values()]

    def _bounds(self, span: Any) -> tuple[datetime | None, datetime]:
        path = self.world.dataset.timestamp_path
        assert path is not None
        within = range_of(self.written(span), {path}, self.world.clock)
        return within.first, within.stop or self.world.clock.now

    def _within(
        self, widget: Mapping[str, Any], first: datetime | None, stop: datetime, kept: frozenset[int]
    ) -> list[_Counted]:
        """The samples of a widget in a range."""
        records = {id(self.records[at].record) for at in kept}
        return [
            row
            for row in self._rows_of(widget)
            if (first is None or first <= row[0].at) and row[0].at < stop
            if id(row[0].place.record) in records
        ]

    def _rows_of(self, widget: Mapping[str, Any]) -> list[_Counted]:
        """The samples of a widget, whenever they were, the row of each, and whether it is counted."""
        source, samples = self._samples_of(widget)
        columns = [self._column(source, samples, key) for key in _keys(widget)]
        present = [self._column(source, samples, (name, None, None)) for name in _counted(widget)]
        return [
            (
                sample,
                tuple(column[at] for column in columns),
                all(column[at] is not None for column in present),
            )
            for at, sample in enumerate(samples)
        ]

    def _samples_of(self, widget: Mapping[str, Any]) -> tuple[Hashable, Sequence[Sample]]:
        """What a widget may count, whenever it was, and the name that it is kept under."""
        if widget["chart_type"] in ("line", "bar", "pie", "histogram"):
            # 1 and True are two metrics.
            source: Hashable = f"{widget['field']} {widget.get('metric')!r}"
            if source not in self._samples:
                self._samples[source] = samples_of(Question(widget, self.world, _ANYTHING, Range()))
            return source, self._samples[source]
        if any("metric" in one for one in (widget, *widget.get("metrics", ()))):
            raise NotImplementedError("a column of a metric's values: the table is as good as any")
        paths = [found_at(path, self.world) for path in _paths(widget)]
        steps = max((one.steps[: one.to_many] for one in paths), key=len, default=())
        source = steps[-1].path if steps else None
        if source not in self._samples:
            self._samples[source] = list(self._rows_at(steps))
        return source, self._samples[source]

    def _rows_at(self, steps: Any) -> Iterator[Sample]:
        for record in self.records:
            at = time_of(record, self.world)
            if at is not None:
                yield from (
                    Sample(end, id_of(end, self.world), at, None) for end in follow(record, steps, self.world)
                )

    def _column(self, source: Hashable, samples: Sequence[Sample], key: _Key) -> Sequence[Any]:
        if (source, key) not in self._columns:
            self._columns[source, key] = [self._cell(sample, key) for sample in samples]
        return self._columns[source, key]

    def _cell(self, sample: Sample, key: _Key) -> Any:
        path, period, interval = key
        if path == _VALUE:
            return key_of(sample.value)
        value = sample.at if path == _TIME else key_of(value_from(sample.place, path, self.world))
        if value is None or (period is None and interval is None):
            return value
        assert isinstance(value, datetime)
        if abs(value - self.world.clock.now) > _FAR:
            # What programs write for "never" is in no range, and its bucket may reach beyond the years.
            return value
        if (value, period, interval) not in self._buckets:
            buckets = buckets_for(period, {"interval": interval}, self.world.clock)
            self._buckets[value, period, interval] = buckets(value).start
        return self._buckets[value, period, interval]


def _has_groups(widget: Mapping[str, Any]) -> bool:
    group_by: dict[str, Any] = widget.get("group_by") or {}
    return bool(group_by.get("field"))


def unevenly(widget: Mapping[str, Any], rows: Sequence[_Counted]) -> bool:
    """Tell whether groups would rank otherwise by all rows or by records, or a first slice is a missing one.

    A pie that leaves missing values out has no such slice.
    """
    group_by: dict[str, Any] = widget.get("group_by") or {}
    if widget["chart_type"] == "pie":
        return bool(widget.get("include_missing")) and _is_first_missing(Counter(key for _, key, _ in rows))
    if "field" not in group_by:
        return False
    groups = {key[0] for _, key, _ in rows}
    ways = (
        Counter(key[0] for _, key, is_counted in rows if is_counted),
        Counter(key[0] for _, key, _ in rows),
        Counter(group for group, _ in {(key[0], id(sample.place.record)) for sample, key, _ in rows}),
    )
    by_samples, *others = (_ranked(groups, sizes) for sizes in ways)
    return any(other != by_samples for other in others)


def _ranked(groups: Iterable[Any], sizes: Counter[Any]) -> list[Any]:
    return sorted(groups, key=lambda one: (-sizes[one], ordered(one)))


def _is_first_missing(sizes: Counter[tuple[Any, ...]]) -> bool:
    """Tell whether in some group of a pie more values are missing than are of any other slice."""
    largest: dict[Any, int] = {}
    for (*group, value), size in sizes.items():
        if value is not None:
            largest[(*group,)] = max(size, largest.get((*group,), 0))
    return any(sizes[(*group, None)] > size for group, size in largest.items())


def _keys(widget: Mapping[str, Any]) -> Iterator[_Key]:
    """What tells the rows of a widget's answer apart."""
    group_by: dict[str, Any] = widget.get("group_by") or {}
    if "field" in group_by:
        yield (group_by["field"], None, None)
    if "interval" in group_by:
        yield (_TIME, None, group_by["interval"])
    if widget["chart_type"] == "bar" and "time_period" in widget:
        yield (_TIME, widget["time_period"], None)
    if isinstance(widget.get("x"), str):
        yield (widget["x"], None, None)
    elif widget.get("x"):
        # Bins and parts are of several values: a row is fuller than it is taken for.
        over = widget["x"]
        yield (over["field"], over.get("time_period"), None)
    if widget["chart_type"] in ("pie", "histogram"):
        yield (_VALUE, None, None)
    for one in _dimensions(widget):
        yield (one, None, None) if isinstance(one, str) else (one["field"], one.get("time_period"), None)


def _dimensions(widget: Mapping[str, Any]) -> list[Any]:
    """What a table's rows are of, or a pivot's cells: a list has columns, too."""
    if widget["chart_type"] == "pivot":
        return [*widget["rows"], *widget["columns"]]
    return list(widget.get("dimensions", ()))


def _counted(widget: Mapping[str, Any]) -> Iterator[str]:
    """What must be there for a sample to be counted."""
    match widget["chart_type"]:
        case "line" | "histogram":
            yield _VALUE
        case "bar" if widget["aggregation_function"] != "count":
            yield _VALUE
        case "pie" if not widget.get("include_missing"):
            yield _VALUE
        case "table" | "pivot":
            yield from [one["field"] for one in widget.get("metrics", ()) if "field" in one][:1]
        case _:
            pass


def _paths(widget: Mapping[str, Any]) -> Iterator[str]:
    for one in (*_dimensions(widget), *widget.get("metrics", ())):
        path = one if isinstance(one, str) else one.get("field")
        if path:
            yield path
