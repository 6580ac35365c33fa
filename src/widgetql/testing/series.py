"""The data of a bar or a pie of several measures: long rows, each of one series."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any

from widgetql.fields import Dynamic
from widgetql.testing.charts import is_by_field, percentages
from widgetql.testing.comparing_rows import changes, span
from widgetql.testing.figures import value_from
from widgetql.testing.holding import found_at
from widgetql.testing.measures import Measures, lasts, name_of, samples_by_measures
from widgetql.testing.places import Place
from widgetql.testing.ranges import Bucket, buckets_for, buckets_in, is_cut
from widgetql.testing.readings import key_of, shown
from widgetql.testing.samples import Group, Question, Sample, grouped, id_of, metric_of, ordered

_RATED = ("count", "sum")


def first_of(measures: Measures) -> Mapping[str, Any]:
    """Return the measure that slices, labels and groups rank by."""
    return [*measures.shown, *measures.metrics][0]


def counted_first(question: Question) -> Callable[[Sample], bool]:
    """Return what tells which samples go into the first measure."""
    measures = Measures(question, question.listed("metrics"), [], {})
    return lambda one: bool(measures.counted(first_of(measures), [one.place]))


def bar(question: Question) -> list[dict[str, Any]]:
    """Return the series by bucket and group; groups rank by the rows of the first."""
    if question.range.empty:
        return []
    samples, metrics = samples_by_measures(question), question.listed("metrics")
    groups: list[tuple[Group | None, list[Sample]]] = [(None, samples)]
    if is_by_field(question):
        groups = [*grouped(question, samples, counted_first(question))]
    buckets = buckets_for(question.given("time_period"), question.given("group_by"), question.world.clock)
    cells: dict[tuple[Bucket, int], list[Place]] = {}
    if question.given("fill_gaps"):
        filled = list(buckets_in(question.range, buckets))
        cells = {(bucket, rank): [] for bucket in filled for rank in range(len(groups))}
    for rank, (_, own) in enumerate(groups):
        for sample in own:
            cells.setdefault((buckets(sample.at), rank), []).append(sample.place)
    measures = Measures(question, metrics, ["time_interval", "group"], cells)
    rows: list[dict[str, Any]] = []
    for bucket, rank in sorted(cells, key=lambda cell: (cell[0].start, cell[1])):
        figures, group = measures.figures((bucket, rank), lasts(question, bucket)), groups[rank][0]
        for one in measures.shown:
            rows.append(
                {
                    "time_interval": shown(bucket.start),
                    "series": name_of(one),
                    "value": shown(figures[name_of(one)]),
                    **counts(measures, one, cells[bucket, rank]),
                    **({} if group is None else group.cells()),
                    **({"partial": True} if is_cut(bucket, question.range) else {}),
                }
            )
    return rows


def pie(question: Question) -> list[dict[str, Any]]:
    """Return the series, each by slice: slices rank by the value of the first."""
    found = _Slices(question)
    ranked = _ranked(found.labels, found.firsts)
    most = question.world.limits.max_slices
    return [row for rows in found.rows(ranked[:most], ranked[most:]) for row in rows]


def measured_pies(question: Question, then: Question | None) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """Return the same of two times: one set of slices, by the first now, then before."""
    if then is None:
        return [row | {"previous": None} for row in pie(question)], {"unpaired": []}
    times, most = [_Slices(question), _Slices(then)], question.world.limits.max_slices
    labels = dict.fromkeys(label for time in times for label in time.labels)
    ranked = _ranked(labels, *(time.firsts for time in times))
    now, before = (time.rows(ranked[:most], ranked[most:]) for time in times)
    rows: list[dict[str, Any]] = []
    for ours, theirs in zip(now, before, strict=True):
        for row, own in zip(ours, theirs, strict=True):
            change, percent = changes(row["value"], own["value"])
            added = {"range": span(then.range), "change": change, "percent": percent}
            rows.append(row | {"previous": own | added})
    return rows, {"unpaired": []}


def _ranked(labels: Iterable[Any], *firsts: Mapping[Any, Any]) -> list[Any]:
    """Labels by the values of the first measure, the largest first, null last; then by themselves."""
    found = sorted(labels, key=ordered)
    for values in reversed(firsts):
        present = [label for label in found if values.get(label) is not None]
        found = [
            *sorted(present, key=lambda label: values[label], reverse=True),
            *(label for label in found if values.get(label) is None),
        ]
    return found


class _Slices:
    """The places of each label of a pie, and what the first measure is of each."""

    def __init__(self, question: Question) -> None:
        self.question, self.path = question, question.widget["field"]
        self.labels: dict[Any, list[Place]] = {}
        unlabelled: list[Place] = []
        for sample in samples_by_measures(question, self.path):
            label = _label(sample.place, self.path, question)
            if label is not None or question.given("include_missing"):
                self.labels.setdefault(key_of(label), []).append(sample.place)
            else:
                unlabelled.append(sample.place)
        # Shares are of all records, with a label or without.
        self.missing = {("missing",): unlabelled} if unlabelled else {}
        alone = self._measures({(label,): own for label, own in self.labels.items()})
        name, length = name_of(first_of(alone)), lasts(question)
        self.firsts = {label: alone.figures((label,), length)[name] for label in self.labels}

    def _measures(self, cells: Mapping[tuple[Any, ...], Sequence[Place]]) -> Measures:
        return Measures(self.question, self.question.listed("metrics"), ["label"], {**cells, **self.missing})

    def rows(self, kept: Sequence[Any], rest: Sequence[Any]) -> list[list[dict[str, Any]]]:
        """Return the slices of each series: those kept, and the rest of them as one."""
        cells: dict[tuple[Any, ...], Sequence[Place]] = {
            (rank,): self.labels.get(one, []) for rank, one in enumerate(kept)
        }
        heads: list[Mapping[str, Any]] = [{"label": shown(label)} for label in kept]
        alone = [kept.index(one) for one in _ranked(kept, self.firsts)]
        if rest:
            cells[(len(kept),)] = [place for label in rest for place in self.labels.get(label, ())]
            heads.append({"label": "other", "other": True, "excluded": [shown(label) for label in kept]})
            alone.append(len(kept))
        measures, length = self._measures(cells), lasts(self.question)
        figures = [measures.figures(key, length) for key in cells]
        found: list[list[dict[str, Any]]] = []
        for one in measures.shown:
            # Of nothing only counts are known.
            is_share = bool(one.get("share"))
            series = [
                None if is_share and not own else values[name_of(one)]
                for own, values in zip(cells.values(), figures, strict=True)
            ]
            # What rounding leaves goes by the order that a pie of this time alone has.
            parts = _shares([series[at] for at in alone], one.get("aggregation_function"))
            shares = [parts[alone.index(at)] for at in range(len(series))]
            found.append(
                [
                    {**head, "series": name_of(one), "value": shown(value), "percentage": share}
                    | counts(measures, one, places, self.path)
                    for head, places, value, share in zip(heads, cells.values(), series, shares, strict=True)
                ]
            )
        return found


def _label(place: Place, path: str, question: Question) -> Any:
    found = found_at(path, question.world)
    if not isinstance(found.leaf, Dynamic):
        return value_from(place, path, question.world)
    metric = metric_of(found, question.given("metric"), question.world)
    return value_from(place, path, question.world, metric.kind.type)


def counts(
    measures: Measures, one: Mapping[str, Any], places: Sequence[Place], *paths: str
) -> dict[str, int]:
    """Return how many rows, and of related ones how many records, go into a measure."""
    world = measures.question.world
    counted = measures.counted(one, places)
    found = {"sample_count": len(counted)}
    named = [path for path in (*paths, *(one.get("field") for one in measures.metrics)) if path]
    if any(found_at(path, world).to_many for path in named):
        found["record_count"] = len({id_of(place, world) for place in counted})
    return found


def _shares(values: Sequence[Any], aggregation: str | None) -> list[float | None]:
    if aggregation not in _RATED:
        return [None] * len(values)
    present = [Fraction(value) for value in values if value is not None]
    if any(value < 0 for value in present):
        return [None] * len(values)
    found = iter(percentages(present) if any(present) else [0.0] * len(present))
    return [None if value is None else next(found) for value in values]
