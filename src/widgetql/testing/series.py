"""The data of a bar or a pie of several measures: long rows, each of one series."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final

from widgetql.fields import Dynamic
from widgetql.testing.charts import bar_groups, percentages
from widgetql.testing.comparing_rows import changes, span
from widgetql.testing.figures import value_from
from widgetql.testing.holding import found_at
from widgetql.testing.measures import (
    Measures,
    by_groups,
    first_of,
    lasts,
    left_out_of,
    name_of,
    rows_of,
    samples_by_measures,
)
from widgetql.testing.places import Place
from widgetql.testing.ranges import Bucket, buckets_for
from widgetql.testing.ranking import having_of, is_ranked, left_out, passes
from widgetql.testing.readings import key_of, shown
from widgetql.testing.samples import Group, Question, Sample, id_of, is_in, metric_of, ordered
from widgetql.testing.windowing import length_of, marks_of, window_cells, window_samples

_RATED = ("count", "sum")


def bar(question: Question) -> list[dict[str, Any]]:
    """Return the series by bucket and group; groups rank by the rows of the first."""
    if question.range.empty:
        return []
    bars = Bars(question)
    in_order = sorted(bars.cells, key=lambda cell: (cell[0].start, cell[1]))
    return [row for bucket, rank in in_order for row in bars.rows(bucket, rank)]


class Bars:
    """The series of each bucket and group, by the group's rank."""

    def __init__(self, question: Question) -> None:
        self.question: Final = question
        self.groups, self.cells = window_cells(question)
        places = {cell: [one.place for one in own] for cell, own in self.cells.items()}
        names, is_over = ["time_interval", "group"], question.given("window") is not None
        if is_over:
            self.measures: Measures = _OverWindows(
                question, question.listed("metrics"), names, places, self.groups
            )
        else:
            beside = {**places, **_left_out(question)}
            self.measures = Measures(question, question.listed("metrics"), names, beside)

    def rows(self, bucket: Bucket, rank: int) -> list[dict[str, Any]]:
        """Return a row for each series; of a cell without records too."""
        own = self.measures.cells.get((bucket, rank), ())
        group, marks = self.groups[rank], marks_of(self.question, bucket)
        figures = self.measures.figures((bucket, rank), length_of(self.question, bucket))
        return [
            {
                "time_interval": shown(bucket.start),
                "series": name_of(one),
                "value": shown(figures[name_of(one)]),
                **counts(self.measures, one, own),
                **({} if group is None else group.cells()),
                **marks,
            }
            for one in self.measures.shown
        ]


def _left_out(question: Question) -> dict[tuple[Bucket, int], list[Place]]:
    """The rows of the groups that are not shown, by bucket: shares are of these too."""
    found: dict[tuple[Bucket, int], list[Place]] = {}
    if is_ranked(question):
        buckets = buckets_for(question.given("time_period"), question.given("group_by"), question.world.clock)
        samples = rows_of(question)
        for sample in left_out_of(bar_groups(question, samples), samples):
            found.setdefault((buckets(sample.at), -1), []).append(sample.place)
    return found


@dataclass(frozen=True)
class _OverWindows(Measures):
    """Shares are of the records of a window, or of all windows together: of one group, or of any."""

    groups: Sequence[Group | None] = ()

    def beside(self, key: tuple[Any, ...], share: Mapping[str, Any]) -> list[Place]:
        rank: int = key[1]
        within, group = share.get("within") or (), self.groups[rank]
        samples = window_samples(self.question, key[0] if "time_interval" in within else None)
        if "group" in within and group is not None:
            samples = [one for one in samples if is_in(self.question, one, group)]
        return [one.place for one in samples]


def pie(question: Question) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """Return the series, each by slice, and what the metadata says: slices rank by the value of the first."""
    found = _Slices(question)
    ranked = _ranked([label for label in found.labels if label not in found.failed], found.firsts)
    most, out = question.world.limits.max_slices, left_out([*found.failed.values()])
    notes = {} if having_of(question) is None else {"excluded_by_having": out}
    return [row for rows in found.rows(ranked[:most], ranked[most:]) for row in rows], notes


def measured_pies(question: Question, then: Question | None) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """Return the same of two times: one set of slices, by the first now, then before."""
    if then is None:
        return [row | {"previous": None} for row in pie(question)[0]], {"unpaired": []}
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
        by_label: dict[Any, list[Sample]] = {}
        unlabelled: list[Place] = []
        for sample in samples_by_measures(question, self.path):
            label = _label(sample.place, self.path, question)
            if label is not None or question.given("include_missing"):
                by_label.setdefault(key_of(label), []).append(sample)
            else:
                unlabelled.append(sample.place)
        self.labels = {label: [one.place for one in own] for label, own in by_label.items()}
        having = having_of(question)
        told = {} if having is None else by_groups(question, by_label, "label", unlabelled)
        failed = sorted((label for label in told if not passes(having, told[label])), key=ordered)
        # What is shown of the slices that are left out.
        self.failed = {label: told[label] for label in failed}
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
            excluded = [*map(shown, (*kept, *self.failed))]
            heads.append({"label": "other", "other": True, "excluded": excluded})
            alone.append(len(kept))
        out = [place for label in self.failed for place in self.labels[label]]
        measures, length = self._measures({**cells, ("out",): out}), lasts(self.question)
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
