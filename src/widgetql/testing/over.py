"""Bars over labels, parts of time and bins."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from widgetql.testing.binned import Binned
from widgetql.testing.figures import aggregate, value_from
from widgetql.testing.holding import found_at
from widgetql.testing.parts import part_at
from widgetql.testing.readings import key_of, shown
from widgetql.testing.samples import Group, Question, Sample, grouped, ordered, record_count, samples_of
from widgetql.types import DataType

_PARTS = {"hour_of_day": (0, 24), "day_of_week": (1, 8), "day_of_month": (1, 32), "month_of_year": (1, 13)}


def is_over(question: Question) -> bool:
    """Tell whether a bar stands over something else than buckets of time."""
    over = question.given("x")
    return over is not None and (isinstance(over, str) or not over.get("time_period"))


@dataclass
class _Place:
    """What a row stands for on the axis: what it says there, and its samples."""

    cells: dict[str, Any]
    marks: dict[str, Any] = field(default_factory=dict[str, Any])
    samples: list[Sample] = field(default_factory=list[Sample])
    is_always: bool = False


def bar_over(question: Question) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """Return the rows along the axis, and what the metadata says."""
    given: Any = question.given("x")
    over: dict[str, Any] = {"field": given} if isinstance(given, str) else given
    samples = samples_of(question)
    path, part, bins = over["field"], over.get("part") or None, over.get("bins") or None
    binned = None if bins is None else Binned(bins, path, (one.place for one in samples), question.world)
    read = _reader(question, path, part, binned)
    missing = [sample for sample in samples if read(sample) is None]
    if not question.given("include_missing"):
        samples = [sample for sample in samples if read(sample) is not None]
    if binned is not None and bins is not None:
        places = _bins(question, binned, bins, samples, read)
    elif part is not None:
        places = _part(question, part, samples, read)
    else:
        places = _labels(question, path, samples, read)
    name = over.get("name") or (path if part is None else f"{path}.{part}")
    notes = {"x": name, "missing": len(_counted(question, missing))}
    notes |= {} if part is None else {"part": part}
    return _rows(question, places, samples), notes | ({} if binned is None else {"bins": binned.told})


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
    is_count = question.widget["aggregation_function"] == "count"
    return [sample for sample in samples if is_count or sample.value is not None]


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
) -> list[_Place]:
    own = _by(samples, read)
    full = [place for place in own if place is not None]
    inside = (
        range(1, len(binned.edges))
        if "edges" in asked
        else range(min(full, default=1), max(full, default=0) + 1)
    )
    is_always = question.given("group_by") is None or "edges" in asked or bool(question.given("fill_gaps"))
    found: list[_Place] = []
    for place in sorted({*inside, *full}):
        if is_always or place in own:
            low, high = binned.ends(place)
            is_filled = is_always and place in inside
            found.append(_Place({"from": low, "to": high}, {}, own.get(place, []), is_filled))
    if None in own:
        found.append(_Place({"from": None, "to": None, "missing": True}, {}, own[None]))
    return found


def _part(
    question: Question, part: str, samples: Sequence[Sample], read: Callable[[Sample], Any]
) -> list[_Place]:
    own = _by(samples, read)
    every = range(*_PARTS[part]) if question.given("fill_gaps") else ()
    return [
        _Place({"label": place}, {}, own.get(place, []), place in every)
        for place in sorted({*every, *own}, key=ordered)
    ]


def _labels(
    question: Question, path: str, samples: Sequence[Sample], read: Callable[[Sample], Any]
) -> list[_Place]:
    own, limit = _by(samples, read), question.given("limit") or question.world.limits.max_slices
    ranked = sorted(own, key=lambda label: (-len(_counted(question, own[label])), ordered(label)))
    kept, rest = sorted(ranked[:limit], key=ordered), ranked[limit:]
    if found_at(path, question.world).leaf.type is DataType.STRING:
        values = {label: _value(question, own[label]) for label in kept}
        there = [label for label in kept if values[label] is not None]
        kept = [
            *sorted(there, key=values.__getitem__, reverse=True),
            *(label for label in kept if values[label] is None),
        ]
    found = [_Place({"label": shown(label)}, {}, own[label]) for label in kept]
    if rest:
        marks = {"other": True, "excluded": [shown(label) for label in kept]}
        found.append(_Place({"label": "other"}, marks, [one for label in rest for one in own[label]]))
    return found


def _by(samples: Sequence[Sample], read: Callable[[Sample], Any]) -> dict[Any, list[Sample]]:
    found: dict[Any, list[Sample]] = {}
    for sample in samples:
        found.setdefault(read(sample), []).append(sample)
    return found


def _rows(question: Question, places: Sequence[_Place], samples: Sequence[Sample]) -> list[dict[str, Any]]:
    groups: list[tuple[Group | None, list[Sample]]] = [(None, list(samples))]
    if question.given("group_by") is not None:
        groups = [*grouped(question, samples, counts=lambda one: bool(_counted(question, [one])))]
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
