"""What a widget plots: the rows under its filters, their values and their groups."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from widgetql.documents import is_empty
from widgetql.fields import Dynamic, Kind
from widgetql.filters.ast import Filter
from widgetql.paths import Found, chooser_path
from widgetql.testing.expressions import evaluate
from widgetql.testing.figures import value_from
from widgetql.testing.holding import compares, found_at, holds
from widgetql.testing.places import Place, World, follow
from widgetql.testing.ranges import Range, buckets_for
from widgetql.testing.readings import Value, key_of, shown, shown_key, stored_as, value_at
from widgetql.types import DataType


@dataclass(frozen=True)
class Question:
    """A widget, the world that it asks, and the range and filter that are in force."""

    widget: Mapping[str, Any]
    world: World
    written: Filter
    range: Range
    # How many rows each group has now and had before, where the groups of two ranges are one set.
    sizes: Mapping[Any, tuple[int, ...]] | None = None
    # What is shown of each of these, where groups are ranked so.
    ranked: tuple[Mapping[Any, Mapping[str, Any]], ...] = ()

    def given(self, key: str) -> Any:
        """Return what the widget sets under a key; None, "" and {} are not set."""
        value = self.widget.get(key)
        return None if is_empty(value) else value

    def listed(self, key: str) -> list[Any]:
        """Return the list that the widget sets under a key, empty if it sets none."""
        return self.given(key) or []

    def records(self) -> list[Place]:
        """Return the records that the widget is about."""
        if self.range.empty:
            return []
        return [
            place
            for place in self.world.records()
            if holds(self.written, place, self.world) and self._is_in_range(place)
        ]

    def _is_in_range(self, place: Place) -> bool:
        at = time_of(place, self.world)
        return at is not None and (self.range.stop is None or at < self.range.stop)


@dataclass(frozen=True)
class Sample:
    """One row that goes into a chart: a record, or one of the rows related to it."""

    place: Place
    id: Any
    at: datetime
    value: Value | None


@dataclass(frozen=True)
class Group:
    """What `group_by` puts together; for the rest of all groups, `excluded` holds the others' keys."""

    key: Any
    excluded: tuple[Any, ...] | None = None

    def cells(self, excluded: str = "excluded") -> dict[str, Any]:
        """Return what the group says in a row of the answer, the others' keys under the name `excluded`."""
        if self.excluded is None:
            return {"group": shown(self.key)}
        return {"group": "other", "other": True, excluded: [shown(key) for key in self.excluded]}


@dataclass(frozen=True)
class Metric:
    """What the chooser of a dynamic field says about one metric."""

    kind: Kind
    name: str | None


def time_of(place: Place, world: World) -> datetime | None:
    """Return a record's timestamp."""
    path = world.dataset.timestamp_path
    assert path is not None
    value = value_from(place, path, world)
    assert value is None or isinstance(value, datetime)
    return value


def id_of(place: Place, world: World) -> Any:
    """Return a record's key."""
    found = tuple(evaluate(column, place.bindings) for column in world.dataset.ids)
    return found[0] if len(found) == 1 else found


def shown_id(key: Any, world: World) -> Any:
    """Return a record's key as the answer has it."""
    if isinstance(key, tuple):
        parts = zip(cast("tuple[Any, ...]", cast("object", key)), world.dataset.ids, strict=True)
        return [shown_key(part, column.type) for part, column in parts]
    own = world.dataset.key_values
    return shown_key(key, world.dataset.id.type) if own is None else shown(own.shown(key))


def metric_of(found: Found, metric: Any, world: World) -> Metric:
    """Return the kind and name of a dynamic field's metric; `ValueError` where there is none."""
    leaf = found.leaf
    assert isinstance(leaf, Dynamic)
    chooser = found_at(chooser_path(found), world)
    table = chooser.steps[-1].relation.table if chooser.steps else world.dataset.table
    for row in world.visible(table):
        place = Place(table, row)
        if compares("eq", metric, chooser, place, world):
            kind = evaluate(leaf.kind, place.bindings)
            name = None if leaf.name is None else evaluate(leaf.name, place.bindings) or None
            return Metric(leaf.kinds.get(kind) or leaf.kinds[stored_as(kind, leaf.kind.type)], name)
    raise ValueError(f"no metric {metric!r}")


def samples_of(question: Question) -> list[Sample]:
    """Return the rows that a line, bar or pie plots: those of the widget's metric, if it names one."""
    world = question.world
    found = found_at(question.widget["field"], world)
    is_dynamic = isinstance(found.leaf, Dynamic)
    as_type = metric_of(found, question.given("metric"), world).kind.type if is_dynamic else None
    return list(_samples(question, found, as_type))


def _samples(question: Question, found: Found, as_type: DataType | None) -> Iterator[Sample]:
    world = question.world
    for record in question.records():
        at = time_of(record, world)
        assert at is not None
        for end in follow(record, found.steps, world):
            if as_type is None or is_of_metric(question, found, end):
                yield Sample(end, id_of(record, world), at, value_at(end, found, world.clock, as_type))


def is_of_metric(question: Question, found: Found, end: Place, metric: Any = None) -> bool:
    """Tell whether a row belongs to a metric, else to the widget's."""
    chooser = found_at(chooser_path(found), question.world)
    (chosen,) = follow(end.towards(chooser.steps), chooser.steps, question.world)
    asked = question.given("metric") if metric is None else metric
    return compares("eq", asked, chooser, chosen, question.world)


def ordered(key: Any) -> tuple[bool, Any]:
    """Return what values sort by: null last, false before true, text by code point."""
    return (True, 0) if key is None else (False, key)


def grouped(
    question: Question, samples: Iterable[Sample], counts: Callable[[Sample], bool]
) -> list[tuple[Group, list[Sample]]]:
    """Return samples by group, the largest first; beyond the limit the rest is one group, the last.

    `counts` tells which samples a group's size is made of.
    """
    own = by_key(question, samples)
    sizes = _sizes(own, counts) if question.sizes is None else question.sizes

    def rank(key: Hashable) -> Any:
        return (*(-size for size in sizes[key]), ordered(key))

    ranked = sorted(sizes, key=rank)
    kept, rest = ranked[: question.world.limits.max_groups], ranked[question.world.limits.max_groups :]
    found = [(Group(key), own.get(key, [])) for key in kept]
    if rest:
        others = [sample for key in rest for sample in own.get(key, [])]
        found.append((Group("other", tuple(kept)), others))
    return found


def by_key(question: Question, samples: Iterable[Sample]) -> dict[Hashable, list[Sample]]:
    """Return samples by their group."""
    found: dict[Hashable, list[Sample]] = {}
    for sample in samples:
        found.setdefault(_key_of(question, sample), []).append(sample)
    return found


def _sizes(
    samples: Mapping[Hashable, Sequence[Sample]], counts: Callable[[Sample], bool]
) -> dict[Hashable, tuple[int, ...]]:
    return {key: (sum(map(counts, own)),) for key, own in samples.items()}


def sizes_of(
    question: Question, samples: Iterable[Sample], counts: Callable[[Sample], bool]
) -> dict[Hashable, int]:
    """Return how large each group is."""
    return {key: size for key, (size,) in _sizes(by_key(question, samples), counts).items()}


def _key_of(question: Question, sample: Sample) -> Any:
    group_by = question.given("group_by")
    if group_by["type"] == "field":
        return key_of(value_from(sample.place, group_by["field"], question.world))
    return buckets_for(None, group_by, question.world.clock)(sample.at).start


def is_in(question: Question, sample: Sample, group: Group) -> bool:
    """Tell whether a sample is one of a group."""
    key = _key_of(question, sample)
    return key == group.key if group.excluded is None else key not in group.excluded


def record_count(samples: Sequence[Sample]) -> int:
    """Return the number of different records among samples."""
    return len({sample.id for sample in samples})
