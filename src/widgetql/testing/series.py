"""The data of a bar or a pie of several measures: long rows, each of one series."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from widgetql.fields import Dynamic
from widgetql.testing.charts import is_by_field, percentages
from widgetql.testing.figures import value_from
from widgetql.testing.holding import found_at
from widgetql.testing.measures import Measures, lasts, name_of, samples_by_measures
from widgetql.testing.places import Place
from widgetql.testing.ranges import Bucket, buckets_for, buckets_in, is_cut
from widgetql.testing.readings import key_of, shown
from widgetql.testing.samples import Group, Question, Sample, grouped, id_of, metric_of, ordered

_RATED = ("count", "sum")


def bar(question: Question) -> list[dict[str, Any]]:
    """Return the series by bucket and group; groups rank by the rows of the first."""
    if question.range.empty:
        return []
    samples, metrics = samples_by_measures(question), question.listed("metrics")
    groups: list[tuple[Group | None, list[Sample]]] = [(None, samples)]
    if is_by_field(question):
        ranks = Measures(question, metrics, [], {})
        first = [*ranks.shown, *metrics][0]
        groups = [*grouped(question, samples, lambda one: bool(ranks.counted(first, [one.place])))]
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
    path, metrics = question.widget["field"], question.listed("metrics")
    by_label: dict[Any, list[Place]] = {}
    unlabelled: list[Place] = []
    for sample in samples_by_measures(question, path):
        label = _label(sample.place, path, question)
        if label is not None or question.given("include_missing"):
            by_label.setdefault(key_of(label), []).append(sample.place)
        else:
            unlabelled.append(sample.place)
    # Shares are of all records, with a label or without.
    missing = {("missing",): unlabelled} if unlabelled else {}
    labelled = {(label,): own for label, own in by_label.items()}
    alone = Measures(question, metrics, ["label"], {**labelled, **missing})
    first, length = name_of([*alone.shown, *metrics][0]), lasts(question)
    values = {label: alone.figures((label,), length)[first] for label in by_label}
    ranked = sorted(by_label, key=ordered)
    present = [label for label in ranked if values[label] is not None]
    ranked = [
        *sorted(present, key=lambda label: values[label], reverse=True),
        *(label for label in ranked if values[label] is None),
    ]
    kept, rest = ranked[: question.world.limits.max_slices], ranked[question.world.limits.max_slices :]
    cells: dict[tuple[Any, ...], Sequence[Place]] = {(rank,): by_label[one] for rank, one in enumerate(kept)}
    heads: list[Mapping[str, Any]] = [{"label": shown(label)} for label in kept]
    if rest:
        cells[(len(kept),)] = [place for label in rest for place in by_label[label]]
        heads.append({"label": "other", "other": True, "excluded": [shown(label) for label in kept]})
    measures = Measures(question, metrics, ["label"], {**cells, **missing})
    figures = [measures.figures(key, length) for key in cells]
    rows: list[dict[str, Any]] = []
    for one in measures.shown:
        series = [found[name_of(one)] for found in figures]
        shares = _shares(series, one.get("aggregation_function"))
        for head, places, value, share in zip(heads, cells.values(), series, shares, strict=True):
            found = {**head, "series": name_of(one), "value": shown(value), "percentage": share}
            rows.append({**found, **counts(measures, one, places, path)})
    return rows


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
