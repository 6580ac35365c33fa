"""Bars over labels, parts of time and bins."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from widgetql.testing.binned import Binned
from widgetql.testing.figures import aggregate, value_from
from widgetql.testing.holding import found_at
from widgetql.testing.measures import (
    Measures,
    counted_first,
    first_of,
    lasts,
    name_of,
    parts_in,
    samples_by_measures,
)
from widgetql.testing.parts import part_at
from widgetql.testing.places import Place
from widgetql.testing.ranking import groups_of, having_of, left_out, notes_of, passes
from widgetql.testing.readings import key_of, shown
from widgetql.testing.samples import Group, Question, Sample, is_in, ordered, record_count, samples_of
from widgetql.testing.series import counts
from widgetql.types import DataType

# Where what has no x lies.
_NOWHERE = ("missing",)
_PARTS = {"hour_of_day": (0, 24), "day_of_week": (1, 8), "day_of_month": (1, 32), "month_of_year": (1, 13)}


def is_over(question: Question) -> bool:
    """Tell whether a bar stands over something else than buckets of time."""
    over = question.given("x")
    return over is not None and (isinstance(over, str) or not over.get("time_period"))


@dataclass
class _Spot:
    """What a row stands for on the axis: what it says there, and its samples."""

    cells: dict[str, Any]
    marks: dict[str, Any] = field(default_factory=dict[str, Any])
    samples: list[Sample] = field(default_factory=list[Sample])
    is_always: bool = False


def bar_over(question: Question) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """Return the rows along the axis, and what the metadata says."""
    given: Any = question.given("x")
    over: dict[str, Any] = {"field": given} if isinstance(given, str) else given
    path, part, bins = over["field"], over.get("part") or None, over.get("bins") or None
    is_measured = bool(question.listed("metrics"))
    samples = samples_by_measures(question, path) if is_measured else samples_of(question)
    binned = None if bins is None else Binned(bins, path, (one.place for one in samples), question.world)
    read = _reader(question, path, part, binned)
    missing = [sample for sample in samples if read(sample) is None]
    if not question.given("include_missing"):
        samples = [sample for sample in samples if read(sample) is not None]
    failed: list[_Spot] = []
    if binned is not None and bins is not None:
        places, failed = _left(question, _bins(question, binned, bins, samples, read))
    elif part is not None:
        places, failed = _left(question, _part(question, part, samples, read))
    else:
        places, failed = _labels(question, path, samples, missing, read)
    if question.given("group_by") is not None:
        notes = notes_of(question, samples, _counts(question))
    else:
        out = left_out([_figures(question, one) for one in failed])
        notes = {} if having_of(question) is None else {"excluded_by_having": out}
    name = over.get("name") or (path if part is None else f"{path}.{part}")
    notes |= {"x": name, "missing": len(_counted(question, missing))}
    notes |= {} if part is None else {"part": part}
    notes |= {} if binned is None else {"bins": binned.told}
    if is_measured:
        return _series(question, (path, part), places, samples, missing), notes
    return _rows(question, places, samples), notes


def _reader(
    question: Question, path: str, part: str | None, binned: Binned | None
) -> Callable[[Sample], Any]:
    def read(sample: Sample) -> Any:
        if binned is not None:
            return binned.place(sample.place)
        value: Any = value_from(sample.place, path, question.world)
        if part is not None and value is not None:
            return part_at(value, part, found_at(path, question.world).leaf, question.world.clock)
        return key_of(value)

    return read


def _counted(question: Question, samples: Sequence[Sample]) -> list[Sample]:
    if question.listed("metrics"):
        return [*filter(counted_first(question), samples)]
    is_count = question.widget["aggregation_function"] == "count"
    return [sample for sample in samples if is_count or sample.value is not None]


def _counts(question: Question) -> Callable[[Sample], bool]:
    return lambda one: bool(_counted(question, [one]))


def _figures(question: Question, place: _Spot) -> dict[str, Any]:
    """Return what is shown of a place."""
    value = shown(_value(question, place.samples))
    return {"value": value, "sample_count": len(_counted(question, place.samples))}


def _value(question: Question, samples: Sequence[Sample]) -> Any:
    # The first and the last value are so by time.
    ordered_ones = sorted(_counted(question, samples), key=lambda one: (one.at, one.id, ordered(one.value)))
    values = [sample.value for sample in ordered_ones]
    return aggregate(question.widget["aggregation_function"], values)


def _bins(
    question: Question,
    binned: Binned,
    asked: Mapping[str, Any],
    samples: Sequence[Sample],
    read: Callable[[Sample], Any],
) -> list[_Spot]:
    own = _by(samples, read)
    full = [place for place in own if place is not None]
    inside = (
        range(1, len(binned.edges))
        if "edges" in asked
        else range(min(full, default=1), max(full, default=0) + 1)
    )
    is_always = question.given("group_by") is None or "edges" in asked or bool(question.given("fill_gaps"))
    found: list[_Spot] = []
    for place in sorted({*inside, *full}):
        if is_always or place in own:
            low, high = binned.ends(place)
            is_filled = is_always and place in inside
            found.append(_Spot({"from": low, "to": high}, {}, own.get(place, []), is_filled))
    if None in own:
        found.append(_Spot({"from": None, "to": None, "missing": True}, {}, own[None]))
    return found


def _part(
    question: Question, part: str, samples: Sequence[Sample], read: Callable[[Sample], Any]
) -> list[_Spot]:
    own = _by(samples, read)
    every = range(*_PARTS[part]) if question.given("fill_gaps") else ()
    return [
        _Spot({"label": place}, {}, own.get(place, []), place in every)
        for place in sorted({*every, *own}, key=ordered)
    ]


def _labels(
    question: Question,
    path: str,
    samples: Sequence[Sample],
    missing: Sequence[Sample],
    read: Callable[[Sample], Any],
) -> tuple[list[_Spot], list[_Spot]]:
    every, limit = _by(samples, read), question.given("limit") or question.world.limits.max_slices
    each = [_Spot({"label": shown(label)}, {}, every[label]) for label in sorted(every, key=ordered)]
    left, failed = _left(question, each)
    own = {label: part for label, part in every.items() if any(part is one.samples for one in left)}
    ranked = sorted(own, key=lambda label: (-len(_counted(question, own[label])), ordered(label)))
    kept, rest = sorted(ranked[:limit], key=ordered), ranked[limit:]
    if found_at(path, question.world).leaf.type is DataType.STRING:
        if question.listed("metrics"):
            values = _firsts(question, own, missing)
        else:
            values = {label: _value(question, own[label]) for label in kept}
        there = [label for label in kept if values[label] is not None]
        kept = [
            *sorted(there, key=values.__getitem__, reverse=True),
            *(label for label in kept if values[label] is None),
        ]
    found = [_Spot({"label": shown(label)}, {}, own[label]) for label in kept]
    if rest:
        excluded = [*map(shown, kept), *(one.cells["label"] for one in failed)]
        marks = {"other": True, "excluded": excluded}
        found.append(_Spot({"label": "other"}, marks, [one for label in rest for one in own[label]]))
    return found, failed


def _left(question: Question, places: Sequence[_Spot]) -> tuple[list[_Spot], list[_Spot]]:
    """Return the places that `having` leaves, and the others; of groups it leaves all."""
    having = having_of(question)
    if having is None or question.given("group_by") is not None:
        return [*places], []
    held = [passes(having, _figures(question, one)) for one in places]
    pairs = [*zip(places, held, strict=True)]
    return [one for one, holds in pairs if holds], [one for one, holds in pairs if not holds]


def _firsts(
    question: Question, own: Mapping[Any, Sequence[Sample]], missing: Sequence[Sample]
) -> dict[Any, Any]:
    """What the first measure is of each label, over all groups: shares are of all records."""
    metrics = [
        {**one, "within": [name for name in one.get("within") or () if name != "group"]}
        for one in question.listed("metrics")
    ]
    cells = {(label,): [one.place for one in found] for label, found in own.items()}
    if not question.given("include_missing"):
        cells[_NOWHERE] = [one.place for one in missing]
    measures = Measures(question, metrics, ["label"], cells)
    name, length = name_of(first_of(measures)), lasts(question)
    return {label: measures.figures((label,), length)[name] for label in own}


def _series(
    question: Question,
    x: tuple[str, str | None],
    places: Sequence[_Spot],
    samples: Sequence[Sample],
    missing: Sequence[Sample],
) -> list[dict[str, Any]]:
    """The rows of each place and group, one for each series; shares are also of what has no place."""
    groups: list[tuple[Group | None, list[Sample]]] = [(None, list(samples))]
    if question.given("group_by") is not None:
        groups = [*groups_of(question, samples, counted_first(question))]
    members = [{id(sample) for sample in own} for _, own in groups]
    cells: dict[tuple[Any, Any], list[Place]] = {
        (at, rank): [one.place for one in place.samples if id(one) in own]
        for at, place in enumerate(places)
        for rank, own in enumerate(members)
    }
    for sample in () if question.given("include_missing") else missing:
        # A group of which no record has an x is none of the answer's.
        ranks = [at for at, (own, _) in enumerate(groups) if own is None or is_in(question, sample, own)]
        cells.setdefault((_NOWHERE, next(iter(ranks), None)), []).append(sample.place)
    measures = Measures(question, question.listed("metrics"), ["label", "group"], cells)
    rows: list[dict[str, Any]] = []
    for at, place in enumerate(places):
        for rank, (group, _) in enumerate(groups):
            if not cells[at, rank] and not place.is_always:
                continue
            parts = parts_in(question, [x], [place.cells.get("label")])
            figures = measures.figures((at, rank), lasts(question, parts=parts))
            for one in measures.shown:
                rows.append(
                    {
                        **place.cells,
                        **({} if group is None else group.cells(excluded="group_excluded")),
                        **place.marks,
                        "series": name_of(one),
                        "value": shown(figures[name_of(one)]),
                        **counts(measures, one, cells[at, rank], x[0]),
                    }
                )
    return rows


def _by(samples: Sequence[Sample], read: Callable[[Sample], Any]) -> dict[Any, list[Sample]]:
    found: dict[Any, list[Sample]] = {}
    for sample in samples:
        found.setdefault(read(sample), []).append(sample)
    return found


def _rows(question: Question, places: Sequence[_Spot], samples: Sequence[Sample]) -> list[dict[str, Any]]:
    groups: list[tuple[Group | None, list[Sample]]] = [(None, list(samples))]
    if question.given("group_by") is not None:
        groups = [*groups_of(question, samples, _counts(question))]
    rows: list[dict[str, Any]] = []
    many = found_at(question.widget["field"], question.world).to_many
    members = [(group, {id(sample) for sample in own}) for group, own in groups]
    for place in places:
        for group, own in members:
            here = [sample for sample in place.samples if id(sample) in own]
            if not here and not place.is_always:
                continue
            counted = _counted(question, here)
            rows.append(
                {
                    **place.cells,
                    **({} if group is None else group.cells(excluded="group_excluded")),
                    **place.marks,
                    "value": shown(_value(question, here)),
                    "sample_count": len(counted),
                    **({"record_count": record_count(counted)} if many else {}),
                }
            )
    return rows
