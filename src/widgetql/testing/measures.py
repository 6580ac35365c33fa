"""The measures of a chart: of rows that lie in cells, by the values of dimensions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from fractions import Fraction
from typing import Any, Final

from widgetql.documents import is_empty
from widgetql.errors import Pointer, Problems
from widgetql.fields import Dynamic
from widgetql.filters.ast import Filter
from widgetql.filters.parse import parse_filter
from widgetql.testing.figures import aggregate, value_from
from widgetql.testing.holding import found_at, holds
from widgetql.testing.parts import hours_between, part_at
from widgetql.testing.places import Place, follow
from widgetql.testing.ranges import Bucket, buckets_for
from widgetql.testing.ranking import groups_of, is_ranked, notes_of
from widgetql.testing.readings import shown
from widgetql.testing.samples import (
    Group,
    Question,
    Sample,
    by_key,
    id_of,
    is_of_metric,
    metric_of,
    ordered,
    record_count,
    samples_of,
    time_of,
)

_SECONDS: Final = {"second": 1, "minute": 60, "hour": 3_600, "day": 86_400}
_Key = tuple[Any, ...]


def has_own_metrics(metrics: Sequence[Mapping[str, Any]]) -> bool:
    """Tell whether some measure is of a metric of its own: then rows of every metric lie in the cells."""
    return any(not is_empty(one.get("metric")) for one in metrics)


def name_of(one: Mapping[str, Any]) -> str:
    """Return the name of a measure."""
    path, aggregation = one.get("field") or None, one.get("aggregation_function")
    return str(one.get("name") or (aggregation if path is None else f"{aggregation}_{path}"))


@dataclass(frozen=True)
class Measures:
    """What measures are of each cell; `names` are those of the dimensions that cells lie by."""

    question: Question
    metrics: Sequence[Mapping[str, Any]]
    names: Sequence[str]
    cells: Mapping[_Key, Sequence[Place]]

    def figures(self, key: _Key, lasts: timedelta | None) -> dict[str, Any]:
        """Return every measure of a cell that covers so much time, the hidden ones too."""
        raw = {
            name_of(one): aggregate(one["aggregation_function"], self.values(one, self.cells.get(key, ())))
            for one in self.metrics
            if one.get("aggregation_function")
        }
        rated = {name: self._rated(name, value, lasts) for name, value in raw.items()}
        found: dict[str, Any] = {}
        for one in self.metrics:
            name = name_of(one)
            if one.get("ratio"):
                found[name] = _quotient(rated[one["ratio"][0]], rated[one["ratio"][1]])
            elif one.get("share"):
                of = self._named(one["share"])
                whole = aggregate(of["aggregation_function"], self.values(of, self.beside(key, one)))
                found[name] = _quotient(raw[one["share"]], whole)
            else:
                found[name] = rated[name]
        return found

    def counts(self, key: _Key) -> dict[str, int]:
        """Return how many rows go into the measures that have filters or a metric of their own."""
        return {
            name_of(one): self.count(one, key)
            for one in self.shown
            if any(not is_empty(self._counted(one).get(own)) for own in ("filters", "metric"))
        }

    def count(self, one: Mapping[str, Any], key: _Key) -> int:
        """Return how many rows go into a measure."""
        return len(self.counted(one, self.cells.get(key, ())))

    def counted(self, one: Mapping[str, Any], places: Sequence[Place]) -> list[Place]:
        """Return the rows that go into a measure: of a ratio those of its divisor, of a share its measure."""
        of = self._counted(one)
        path, is_count = of.get("field") or None, of["aggregation_function"] == "count"
        kept = [place for place in places if self._is_in(of, path, place)]
        return [one for one in kept if is_count or self._value(of, str(path), one) is not None]

    @property
    def shown(self) -> list[Mapping[str, Any]]:
        """The measures that an answer has."""
        return [one for one in self.metrics if not one.get("hidden")]

    def values(self, one: Mapping[str, Any], places: Sequence[Place]) -> list[Any]:
        """Return the value of each row that goes into an aggregation; None where it has none."""
        path = one.get("field") or None
        kept = [place for place in places if self._is_in(one, path, place)]
        found = [(place, None if path is None else self._value(one, path, place)) for place in kept]
        if one["aggregation_function"] in ("first", "last"):
            found.sort(key=self._order)
        return [value for _, value in found]

    def _order(self, found: tuple[Place, Any]) -> Any:
        place, world = found[0], self.question.world
        return time_of(place, world), id_of(place, world), ordered(found[1])

    def _is_in(self, one: Mapping[str, Any], path: str | None, place: Place) -> bool:
        world, filters = self.question.world, one.get("filters")
        if not is_empty(filters) and not holds(_written(filters, self.question), place.towards(()), world):
            return False
        if path is None or not has_own_metrics(self.metrics):
            return True
        found = found_at(path, world)
        is_dynamic = isinstance(found.leaf, Dynamic)
        return not is_dynamic or is_of_metric(self.question, found, place, self._metric(one))

    def _value(self, one: Mapping[str, Any], path: str, place: Place) -> Any:
        found = found_at(path, self.question.world)
        if not isinstance(found.leaf, Dynamic):
            return value_from(place, path, self.question.world)
        metric = metric_of(found, self._metric(one), self.question.world)
        return value_from(place, path, self.question.world, metric.kind.type)

    def _metric(self, one: Mapping[str, Any]) -> Any:
        own = one.get("metric")
        return self.question.given("metric") if is_empty(own) else own

    def _named(self, name: str) -> Mapping[str, Any]:
        return next(one for one in self.metrics if name_of(one) == name)

    def _counted(self, one: Mapping[str, Any]) -> Mapping[str, Any]:
        if one.get("ratio"):
            return self._named(one["ratio"][1])
        return self._named(one["share"]) if one.get("share") else one

    def beside(self, key: _Key, share: Mapping[str, Any]) -> list[Place]:
        """Return the rows of all cells that have the values of a cell in some dimensions."""
        places = [self.names.index(name) for name in share.get("within") or ()]
        return [
            place
            for other, own in self.cells.items()
            if all(other[at] == key[at] for at in places)
            for place in own
        ]

    def _rated(self, name: str, value: Any, lasts: timedelta | None) -> Any:
        per = self._named(name).get("per")
        if is_empty(per):
            return value
        if lasts is None or lasts <= timedelta(0):
            return None
        micros = lasts // timedelta(microseconds=1)
        return _quotient(value, Fraction(micros, 1_000_000 * _SECONDS[str(per)]))


def _quotient(dividend: Any, divisor: Any) -> float | None:
    if dividend is None or not divisor:
        return None
    try:
        return float(Fraction(dividend) / Fraction(divisor))
    except OverflowError:
        return None


def first_of(measures: Measures) -> Mapping[str, Any]:
    """Return the measure that slices, labels and groups rank by."""
    return [*measures.shown, *measures.metrics][0]


def counted_first(question: Question) -> Callable[[Sample], bool]:
    """Return what tells which samples go into the first measure."""
    measures = Measures(question, question.listed("metrics"), [], {})
    return lambda one: bool(measures.counted(first_of(measures), [one.place]))


def rows_of(question: Question) -> list[Sample]:
    """Return what a bar is of: the rows of its field, or those of its measures."""
    return samples_by_measures(question) if question.listed("metrics") else samples_of(question)


def samples_by_measures(question: Question, *paths: str) -> list[Sample]:
    """Return the rows that measures are of: of the to-many relation of a path, or else records."""
    world, metrics = question.world, question.listed("metrics")
    found = [found_at(path, world) for path in (*paths, *(one.get("field") for one in metrics)) if path]
    steps = max((one.steps[: one.to_many] for one in found), key=len, default=())
    dynamic = next((one for one in found if isinstance(one.leaf, Dynamic)), None)
    is_plotted = any(isinstance(found_at(path, world).leaf, Dynamic) for path in paths)
    is_of_all = dynamic is None or (has_own_metrics(metrics) and not is_plotted)
    samples: list[Sample] = []
    for record in question.records():
        at = time_of(record, world)
        assert at is not None
        for end in follow(record, steps, world):
            if is_of_all or dynamic is None or is_of_metric(question, dynamic, end):
                samples.append(Sample(end, id_of(record, world), at, None))
    return samples


def by_groups(
    question: Question, own: Mapping[Any, Sequence[Sample]], name: str, beside: Sequence[Place] = ()
) -> dict[Any, dict[str, Any]]:
    """Return what is shown of each group over the whole range; `beside` are the rows of none.

    Of a bar and a pie the rows of the first measure count.
    """
    metrics = [
        {**one, "within": [key for key in one.get("within") or () if key == name]}
        for one in question.listed("metrics")
    ]
    cells = {(key,): [one.place for one in part] for key, part in own.items()}
    measures = Measures(question, metrics, [name], {**cells, **({("beside",): [*beside]} if beside else {})})
    first, is_stat = [*measures.shown, *metrics][0], question.widget["chart_type"] == "stat"
    return {
        key: {one: shown(value) for one, value in measures.figures((key,), lasts(question)).items()}
        | {"sample_count": len(part) if is_stat else measures.count(first, (key,))}
        for key, part in own.items()
    }


def stat_of_measures(question: Question) -> tuple[Any, dict[str, Any]]:
    """Return the measures of all rows, or of each group, and what the metadata says of them."""
    rows, notes = stat_rows(question)
    return rows[0] if question.given("group_by") is None else rows, notes


def stat_rows(question: Question) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """Return the rows of a stat of measures, one of all rows too, and what the metadata says of that."""
    samples = samples_by_measures(question)
    if question.given("group_by") is None:
        places = [one.place for one in samples]
        measures = Measures(question, question.listed("metrics"), [], {(): places})
        figures, counts = measures.figures((), lasts(question)), measures.counts(())
        shown_figures = {name_of(one): shown(figures[name_of(one)]) for one in measures.shown}
        return [shown_figures], {"sample_counts": counts} if counts else {}
    ranked = by_groups(question, by_key(question, samples), "group") if is_ranked(question) else None
    groups = groups_of(question, samples, lambda _: True, ranked)
    cells: dict[_Key, list[Place]] = {
        (rank,): [one.place for one in own] for rank, (_, own) in enumerate(groups)
    }
    cells["left out",] = [one.place for one in left_out_of(groups, samples)]
    measures = Measures(question, question.listed("metrics"), ["group"], cells)
    rows: list[dict[str, Any]] = []
    for rank, (group, own) in enumerate(groups):
        row = wide(measures, (rank,), own, _lasts_of(question, groups, rank))
        # Of nothing only counts are known.
        nothing = {} if own else {name_of(one): None for one in measures.shown if one.get("share")}
        rows.append(group.cells() | row | nothing)
    return rows, notes_of(question, samples, lambda _: True, ranked)


def left_out_of(groups: Iterable[tuple[Any, Sequence[Sample]]], samples: Iterable[Sample]) -> list[Sample]:
    """Return the rows of the groups that are not shown: shares are of these too."""
    kept = {id(one) for _, own in groups for one in own}
    return [one for one in samples if id(one) not in kept]


def _lasts_of(question: Question, groups: Sequence[tuple[Group, Any]], rank: int) -> timedelta | None:
    whole, group_by = lasts(question), question.given("group_by")
    if whole is None or group_by["type"] == "field":
        return whole
    buckets = buckets_for(None, group_by, question.world.clock)
    lengths = [lasts(question, buckets(one.key)) for one, _ in groups if one.excluded is None]
    known = [one for one in lengths if one is not None]
    return known[rank] if rank < len(known) else whole - sum(known, timedelta(0))


def wide(
    measures: Measures, key: _Key, samples: Sequence[Sample], length: timedelta | None, *paths: str
) -> dict[str, Any]:
    """Return the measures of a wide row, and how many rows and records are behind it."""
    figures = measures.figures(key, length)
    row = {name_of(one): shown(figures[name_of(one)]) for one in measures.shown}
    row["sample_count"] = len(samples)
    if counts := measures.counts(key):
        row["sample_counts"] = counts
    if _is_to_many(measures, *paths):
        row["record_count"] = record_count(samples)
    return row


def _is_to_many(measures: Measures, *paths: str) -> bool:
    named = [path for path in (*paths, *(one.get("field") for one in measures.metrics)) if path]
    return any(found_at(path, measures.question.world).to_many for path in named)


def totals(question: Question, *paths: str) -> dict[str, Any]:
    """Return the measures of all rows of a table of some dimensions."""
    samples = samples_by_measures(question, *paths)
    metrics = [
        {key: own for key, own in one.items() if key != "within"} for one in question.listed("metrics")
    ]
    measures = Measures(question, metrics, [], {(): [one.place for one in samples]})
    return wide(measures, (), samples, lasts(question), *paths)


def _written(filters: Any, question: Question) -> Filter:
    return parse_filter(filters, Pointer("widget"), question.world.limits, Problems())


def lasts(question: Question, *buckets: Bucket, parts: Sequence[tuple[str, int]] = ()) -> timedelta | None:
    """Return how much time of the range is in all of some buckets and parts; None where it has no start."""
    # An end that is included is an instant, which has no length.
    start, end = question.range.start, question.range.end
    if start is None or end is None:
        return None
    start, end = max([start, *(one.start for one in buckets)]), min([end, *(one.end for one in buckets)])
    if not parts:
        return end - start
    world = question.world
    leaf = found_at(str(world.dataset.timestamp_path), world).leaf
    hours = hours_between(start, end, world.clock)
    kept = [one for one in hours if all(part_at(one[0], part, leaf, world.clock) == at for part, at in parts)]
    return sum((end - start for start, end in kept), timedelta(0))


def parts_in(
    question: Question, parts: Iterable[tuple[str | None, str | None]], key: Sequence[Any]
) -> list[tuple[str, int]]:
    """Return the parts of the timestamp among those of some paths, each with what a key has."""
    names = question.world.dataset.timestamp_names
    pairs = zip(parts, key, strict=True)
    return [(part, value) for (path, part), value in pairs if part is not None and path in names]
