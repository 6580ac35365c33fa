"""The data of a line, bar, pie, histogram or stat, one paragraph of the design each."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from fractions import Fraction
from itertools import pairwise
from typing import Any, Final

from widgetql.testing.bins import bins_of, edge_of
from widgetql.testing.figures import aggregate, stat_of
from widgetql.testing.holding import compares, found_at
from widgetql.testing.measures import by_groups, counted_first, rows_of
from widgetql.testing.ranges import Bucket, buckets_for, buckets_in, is_cut
from widgetql.testing.ranking import groups_of, having_of, is_ranked, notes_of, passes
from widgetql.testing.readings import key_of, shown
from widgetql.testing.samples import (
    Group,
    Question,
    Sample,
    by_key,
    id_of,
    ordered,
    record_count,
    samples_of,
    shown_id,
    time_of,
)

# A bucket of a thinned line keeps this many points.
_KEPT: Final = 4


def line(question: Question) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """Return the points by time, thinned beyond the limit, and what the metadata says of it."""
    points = [sample for sample in samples_of(question) if sample.value is not None]
    groups = _groups(question, points)
    ranks = {id(point): rank for rank, (_, own) in enumerate(groups) for point in own}
    # Those of groups that are not shown are not there.
    points = [point for point in points if id(point) in ranks]

    def order(point: Sample) -> tuple[Any, ...]:
        return (point.at, point.id, point.value, ranks[id(point)])

    points.sort(key=order)
    most = question.world.limits.max_points
    kept = {*ranks}
    if sampled := len(points) > most:
        first, last = min(point.at for point in points), max(point.at for point in points)
        if (each := most // len(groups)) >= _KEPT:
            series = [sorted(own, key=order) for _, own in groups]
            kept = {id(point) for own in series for point in _thinned(own, each, first, last)}
        else:
            # No room for four points of each group: they are thinned as one.
            kept = {id(point) for point in _thinned(points, most, first, last)}
    data = [
        {
            "id": shown_id(point.id, question.world),
            "timestamp": shown(point.at),
            "value": shown(point.value),
            **_cells(groups[ranks[id(point)]][0]),
        }
        for point in points
        if id(point) in kept
    ]
    return data, {"sampled": sampled, "total": len(points)}


def _thinned(points: Sequence[Sample], budget: int, first: Any, last: Any) -> list[Sample]:
    """The first, last, lowest and highest of points in order, in each of some equal parts of the time."""
    count = max(1, budget // _KEPT)
    # A whole number of microseconds, rounded up.
    width = -((first - last - timedelta(microseconds=1)) // count)
    parts: dict[int, list[Sample]] = {}
    for point in points:
        parts.setdefault((point.at - first) // width, []).append(point)
    kept: list[Sample] = []
    for part in parts.values():
        values: list[Any] = [point.value for point in part]
        # Of equal values the earliest.
        places = {0, len(part) - 1, values.index(min(values)), values.index(max(values))}
        kept += [part[place] for place in sorted(places)]
    return kept


def _groups(question: Question, samples: list[Sample]) -> list[tuple[Group | None, list[Sample]]]:
    """The samples by group; all in one, without a name, if the widget has no `group_by`."""
    if question.given("group_by") is None:
        return [(None, samples)]
    return [*groups_of(question, samples, counts=lambda _: True)]


def _cells(group: Group | None) -> dict[str, Any]:
    return {} if group is None else group.cells()


def bar(question: Question) -> list[dict[str, Any]]:
    """Return the aggregation of each bucket, and of each group in it."""
    if question.range.empty:
        return []
    groups, cells = bar_cells(question)
    in_order = sorted(cells, key=lambda cell: (cell[0].start, cell[1]))
    return [bar_row(question, bucket, groups[rank], cells[bucket, rank]) for bucket, rank in in_order]


def bar_cells(question: Question) -> tuple[list[Group | None], dict[tuple[Bucket, int], list[Sample]]]:
    """Return the groups of a bar, and the samples of each bucket and group, by the group's rank."""
    group_by = question.given("group_by")
    buckets = buckets_for(question.given("time_period"), group_by, question.world.clock)
    samples = rows_of(question)
    groups = bar_groups(question, samples)
    cells: dict[tuple[Bucket, int], list[Sample]] = {}
    if question.given("fill_gaps"):
        filled = list(buckets_in(question.range, buckets))
        cells = {(bucket, rank): [] for bucket in filled for rank in range(len(groups))}
    for rank, (_, own) in enumerate(groups):
        for sample in own:
            cells.setdefault((buckets(sample.at), rank), []).append(sample)
    return [group for group, _ in groups], cells


def bar_groups(question: Question, samples: list[Sample]) -> list[tuple[Group | None, list[Sample]]]:
    """Return the samples of a bar by its groups, in their order."""
    if not is_by_field(question):
        return [(None, samples)]
    return [*groups_of(question, samples, counts_of(question), _measured(question, samples))]


def _measured(question: Question, samples: Sequence[Sample]) -> Mapping[Any, Mapping[str, Any]] | None:
    """What is shown of groups of measures, where they rank by it."""
    if not (question.listed("metrics") and is_ranked(question)):
        return None
    return by_groups(question, by_key(question, samples), "group")


def is_by_field(question: Question) -> bool:
    """Tell whether there are groups of a field."""
    group_by = question.given("group_by")
    return group_by is not None and group_by["type"] == "field"


def counts_of(question: Question) -> Callable[[Sample], bool]:
    """Return what tells which samples a group's size is made of."""
    if question.listed("metrics") and question.widget["chart_type"] == "bar":
        return counted_first(question)
    name = question.widget.get("aggregation_function")
    is_bar = question.widget["chart_type"] == "bar"
    return lambda sample: not is_bar or name == "count" or sample.value is not None


def bar_row(
    question: Question, bucket: Bucket, group: Group | None, samples: Sequence[Sample]
) -> dict[str, Any]:
    """Return the row of a bucket and group."""
    name = question.widget["aggregation_function"]
    counted = [sample for sample in samples if name == "count" or sample.value is not None]
    counted.sort(key=lambda sample: (sample.at, sample.id, ordered(sample.value)))
    return {
        "time_interval": shown(bucket.start),
        "value": shown(aggregate(name, [sample.value for sample in counted])),
        "sample_count": len(counted),
        **_record_count(question, counted),
        **_cells(group),
        **({"partial": True} if is_cut(bucket, question.range) else {}),
    }


def _record_count(question: Question, samples: Sequence[Sample]) -> dict[str, Any]:
    """The number of records, where a record may have many samples."""
    many = found_at(question.widget["field"], question.world).to_many
    return {"record_count": record_count(samples)} if many else {}


def pie(question: Question) -> list[dict[str, Any]]:
    """Return the slices by size, one pie for each group."""
    samples = samples_of(question)
    if not question.given("include_missing"):
        samples = [sample for sample in samples if sample.value is not None]
    return [row for group, own in _groups(question, samples) for row in _slices(question, group, own)]


def _slices(question: Question, group: Group | None, samples: Sequence[Sample]) -> list[dict[str, Any]]:
    by_label: dict[Any, list[Sample]] = {}
    for sample in samples:
        by_label.setdefault(key_of(sample.value), []).append(sample)
    having = having_of(question) if group is None else None
    sizes = {label: {"value": len(own), "sample_count": len(own)} for label, own in by_label.items()}
    failed = sorted((label for label in by_label if not passes(having, sizes[label])), key=ordered)
    ranked = sorted({*by_label} - {*failed}, key=lambda label: (-len(by_label[label]), ordered(label)))
    kept, rest = ranked[: question.world.limits.max_slices], ranked[question.world.limits.max_slices :]
    found: list[tuple[dict[str, Any], list[Sample]]] = [
        ({"label": shown(label)}, by_label[label]) for label in kept
    ]
    if rest:
        other = {"label": "other", "other": True, "excluded": [shown(label) for label in (*kept, *failed)]}
        found.append((other, [sample for label in rest for sample in by_label[label]]))
    shares = percentages([len(own) for _, own in found])
    return [
        {
            # A slice has an "other" of its own.
            **({} if group is None else group.cells(excluded="group_excluded")),
            **cells,
            "value": len(own),
            "percentage": share,
            **_record_count(question, own),
        }
        for (cells, own), share in zip(found, shares, strict=True)
    ]


def ranks(question: Question) -> dict[str, Any]:
    """Return what the metadata of a line, bar, pie or stat says of the groups that are left out."""
    if question.widget["chart_type"] == "stat":
        return notes_of(question, _records_of(question), lambda _: True)
    samples = rows_of(question)
    is_line = question.widget["chart_type"] == "line"
    is_pie = question.widget["chart_type"] == "pie" and not question.given("include_missing")
    if is_line or is_pie:
        samples = [sample for sample in samples if sample.value is not None]
    return notes_of(question, samples, counts_of(question), _measured(question, samples))


def histogram(question: Question) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """Return the bins in order, and what the metadata says of them."""
    samples = samples_of(question)
    values = [sample for sample in samples if sample.value is not None]
    missing = [sample for sample in samples if sample.value is None]
    asked = question.given("bins")
    edges, told = bins_of(asked, [sample.value for sample in values])
    found = found_at(question.widget["field"], question.world)

    def between(low: Fraction | None, high: Fraction | None) -> list[Sample]:
        bounds = [(op, edge_of(edge)) for op, edge in (("gte", low), ("lt", high)) if edge is not None]
        return [
            one
            for one in values
            if all(compares(op, edge, found, one.place, question.world) for op, edge in bounds)
        ]

    rows: list[tuple[dict[str, Any], list[Sample]]] = [
        ({"from": low, "to": high}, between(low, high)) for low, high in pairwise(edges)
    ]
    if "edges" in asked:
        below, above = between(None, edges[0]), between(edges[-1], None)
        rows = [
            *([({"from": None, "to": edges[0]}, below)] if below else []),
            *rows,
            *([({"from": edges[-1], "to": None}, above)] if above else []),
        ]
    else:
        full = [place for place, (_, own) in enumerate(rows) if own]
        rows = rows[full[0] : full[-1] + 1] if full else []
    if question.given("include_missing") and missing:
        rows.append(({"from": None, "to": None, "missing": True}, missing))
    return _bin_rows(question, rows), {"bins": told, "missing": len(missing)}


def _bin_rows(
    question: Question, rows: Sequence[tuple[Mapping[str, Any], Sequence[Sample]]]
) -> list[dict[str, Any]]:
    counts = [len(own) for _, own in rows]
    shares = percentages(counts) if any(counts) else [0.0] * len(counts)
    return [
        {
            **{key: edge_of(one) if isinstance(one, Fraction) else one for key, one in cells.items()},
            "value": len(own),
            "percentage": share,
            "sample_count": len(own),
            **_record_count(question, own),
        }
        for (cells, own), share in zip(rows, shares, strict=True)
    ]


def percentages(counts: Sequence[int | Fraction]) -> list[float]:
    """Return shares in percent, to one decimal, that add up to 100: the largest remainders are rounded up.

    >>> percentages([1, 1, 1])
    [33.4, 33.3, 33.3]
    """
    total = sum(counts)
    tenths = [1000 * count // total for count in counts]
    by_remainder = sorted(range(len(counts)), key=lambda place: -(1000 * counts[place] % total))
    for place in by_remainder[: 1000 - sum(tenths) if counts else 0]:
        tenths[place] += 1
    return [share / 10 for share in tenths]


def stat(question: Question) -> dict[str, Any] | list[dict[str, Any]]:
    """Return the dataset's stats over all records, or over each group of them."""
    rows = [stat_figures(question, group, own) for group, own in stat_samples(question)]
    return rows[0] if question.given("group_by") is None else rows


def stat_samples(question: Question) -> list[tuple[Group | None, list[Sample]]]:
    """Return the records of each group, or all."""
    return _groups(question, _records_of(question))


def _records_of(question: Question) -> list[Sample]:
    samples: list[Sample] = []
    for place in question.records():
        at = time_of(place, question.world)
        assert at is not None
        samples.append(Sample(place, id_of(place, question.world), at, None))
    return samples


def stat_figures(question: Question, group: Group | None, samples: Sequence[Sample]) -> dict[str, Any]:
    """Return the stats of a group, or of all records."""
    places, stats = [sample.place for sample in samples], question.world.dataset.stats
    figures = {name: shown(stat_of(one, places, question.world)) for name, one in stats.items()}
    return figures if group is None else {**group.cells(), **figures, "sample_count": len(samples)}
