"""The data of a list or a table."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any, Final

from widgetql.fields import Dynamic
from widgetql.paths import Found, Step
from widgetql.testing.binned import Binned
from widgetql.testing.figures import value_from
from widgetql.testing.holding import found_at
from widgetql.testing.measures import Measures, has_own_metrics, lasts, name_of, parts_in
from widgetql.testing.measures import totals as all_rows
from widgetql.testing.parts import part_at
from widgetql.testing.places import Place, follow
from widgetql.testing.ranges import calendar_bucket
from widgetql.testing.ranking import having_of, left_out, passes
from widgetql.testing.readings import key_of, shown
from widgetql.testing.samples import (
    Question,
    id_of,
    is_of_metric,
    metric_of,
    ordered,
    shown_id,
    time_of,
)
from widgetql.types import DataType

_Told = Iterable[Mapping[str, Any]]
_DEFAULT_LIMIT: Final = 100


def list_(question: Question) -> tuple[list[dict[str, Any]], bool]:
    """Return the records, or the rows of their plotted relation, and whether there are more."""
    if question.given("cursor") is not None:
        raise NotImplementedError("a cursor: it is known to the list that made it only")
    rows = [row for place in _newest_first(question, question.records()) for row in _listed(question, place)]
    for order in reversed(question.listed("order_by")):
        rows = sorted_by(rows, order["name"], descending=order.get("direction") == "desc")
    limit, world = limit_of(question), question.world
    data = [
        {key: shown_id(value, world) if key == "id" else shown(value) for key, value in row.items()}
        for row in rows[:limit]
    ]
    return data, len(rows) > limit


def _listed(question: Question, record: Place) -> list[dict[str, Any]]:
    """Return the rows of a record: one, or one for each row of the relation that is plotted, by value."""
    world, path = question.world, question.given("field")
    row: dict[str, Any] = {"id": id_of(record, world), "timestamp": time_of(record, world)}
    columns = {column: value_from(record, column, world) for column in question.listed("columns")}
    if path is None:
        return [row | columns]
    reader = _reader(question, [Column("value", path)])
    values = [reader.value(end, path) for end in reader.ends(record)]
    return [row | {"value": value} | columns for value in sorted(values, key=ordered)]


def _newest_first(question: Question, places: Sequence[Place]) -> list[Place]:
    world = question.world
    return sorted(places, key=lambda place: (time_of(place, world), id_of(place, world)), reverse=True)


def limit_of(question: Question) -> int:
    """Return how many rows an answer has at most."""
    return min(question.given("limit") or _DEFAULT_LIMIT, question.world.limits.max_rows)


@dataclass(frozen=True)
class Column:
    """One column of a table: its name in the answer, and how it is read."""

    name: str
    path: str | None
    period: str | None = None
    part: str | None = None
    bins: Mapping[str, Any] | None = None

    @property
    def keys(self) -> list[str]:
        """The keys that it is in a row."""
        return [self.name] if self.bins is None else [f"{self.name}.from", f"{self.name}.to"]


def table(question: Question) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """Return the aggregated or raw rows, and what the metadata says of them: whether there are more."""
    dimensions = [dimension(one) for one in question.listed("dimensions")]
    metrics = question.listed("metrics")
    own = [Column(name_of(one), one.get("field") or None) for one in metrics]
    is_of_all = has_own_metrics(metrics)
    reader = _binned(_reader(question, [*dimensions, *own], is_of_all=is_of_all), dimensions)
    rows = list(_raw_rows(reader, dimensions)) if not metrics else _aggregated(reader, dimensions, metrics)
    for order in reversed(question.listed("order_by")):
        rows = sorted_by(rows, order["name"], descending=order.get("direction") == "desc")
    told = {name: one.told for name, one in reader.bins.items()}
    found, notes = _left(reader, dimensions, rows)
    return found, {**notes, **({"bins": told} if told else {})}


def _left(
    reader: _Reader, dimensions: Sequence[Column], rows: Sequence[dict[str, Any]]
) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """Return the rows that are left by `having` and by the limit, with the rest of them as one row."""
    question = reader.question
    limit, having, has_rest = limit_of(question), having_of(question), bool(question.given("other"))
    every = [(row, _cells(reader, row)) for row in rows]
    # What is hidden may be asked for.
    passing = [passes(having, {name: shown(value) for name, value in row.items()}) for row in rows]
    left = [one for one, is_left in zip(every, passing, strict=True) if is_left]
    failed = [told for (_, told), is_left in zip(every, passing, strict=True) if not is_left]
    kept, rest = [told for _, told in left[:limit]], [told for _, told in left[limit:]]
    notes: dict[str, Any] = {} if having is None else {"excluded_by_having": left_out(failed)}
    is_plain = having is None and bool(question.listed("metrics"))
    if not has_rest and (having is not None or (rest and is_plain)):
        notes["excluded_by_limit"] = left_out(rest)
    if not (rest and has_rest):
        return kept, {**notes, "truncated": bool(rest)}
    names = [column.name for column in dimensions]
    keys = {tuple(map(key_of, (row[name] for name in names))) for row, _ in left[limit:]}
    out = [row for row, told in every if told in failed or told in kept]
    without = {tuple(map(key_of, (row[name] for name in names))) for row in out}
    other = _rest(reader, dimensions, keys, without, [*kept, *failed])
    return [*kept, other], {**notes, "truncated": False}


def _rest(
    reader: _Reader,
    dimensions: Sequence[Column],
    keys: Collection[Any],
    without: Iterable[Any],
    excluded: _Told,
) -> dict[str, Any]:
    """Return the rows of some keys as one, which says the others that it is without."""
    question = reader.question
    metrics: list[dict[str, Any]] = [{**one, "within": None} for one in question.listed("metrics")]
    places = _places_of(reader, dimensions, keys.__contains__)
    measures = Measures(question, metrics, [], {(): places})
    names = question.world.dataset.timestamp_names
    is_of_times = all((one.period or one.part) and one.path in names for one in dimensions)
    length = lasts(question)
    if length is not None and is_of_times:
        # Each instant is in the row of one key.
        length -= sum((_lasts_of(question, dimensions, key) or timedelta(0) for key in without), timedelta(0))
    row = _measured(reader, measures, (), length)
    shares = [one for one in question.listed("metrics") if one.get("share")]
    row |= {name_of(one): _share(reader, dimensions, keys, places, one) for one in shares}
    cells = {key: None for column in dimensions for key in column.keys}
    told = [{key: of[key] for key in cells} for of in excluded]
    return cells | _cells(reader, row) | {"other": True, "excluded": told}


def _share(
    reader: _Reader,
    dimensions: Sequence[Column],
    keys: Collection[Any],
    places: Sequence[Place],
    one: Mapping[str, Any],
) -> Any:
    """Return a share of a rest: of all rows that have its values of some dimensions."""
    at = [place for place, column in enumerate(dimensions) if column.name in (one.get("within") or ())]
    within = {tuple(key[place] for place in at) for key in keys}

    def is_beside(key: tuple[Any, ...]) -> bool:
        return key not in keys and tuple(key[place] for place in at) in within

    beside = _places_of(reader, dimensions, is_beside)
    metrics: list[dict[str, Any]] = [{**one, "within": None} for one in reader.question.listed("metrics")]
    measures = Measures(reader.question, metrics, [], {("rest",): places, ("beside",): beside})
    return measures.figures(("rest",), None)[name_of(one)]


def rest_of(
    question: Question, keys: Collection[Any], without: Iterable[Any], excluded: _Told
) -> dict[str, Any]:
    """Return the rest of a table: the rows of some keys, without those of others, as the answer has them."""
    return _rest(*_columns_of(question), keys, without, excluded)


def _cells(reader: _Reader, row: Mapping[str, Any]) -> dict[str, Any]:
    """Return a row of the answer, without what is hidden."""
    hidden = {name_of(one) for one in reader.question.listed("metrics") if one.get("hidden")}
    shown = [reader.cells(name, value) for name, value in row.items() if name not in hidden]
    return {key: value for one in shown for key, value in one.items()}


def _places_of(
    reader: _Reader, dimensions: Sequence[Column], is_in: Callable[[tuple[Any, ...]], bool]
) -> list[Place]:
    """Return the rows whose dimensions are among some."""
    ends = (end for record in reader.question.records() for end in reader.ends(record))
    keys = ((end, tuple(map(key_of, _dimensions_of(reader, dimensions, end).values()))) for end in ends)
    return [end for end, key in keys if is_in(key)]


def rows_by_key(
    question: Question, keys: Iterable[tuple[Any, ...]] = ()
) -> dict[tuple[Any, ...], tuple[dict[str, Any], dict[str, Any]]]:
    """Return the rows of a table by their dimensions, and those of some keys without records.

    Each is a pair: with what is hidden, and as the answer has it.
    """
    reader, dimensions = _columns_of(question)
    metrics = question.listed("metrics")
    found: dict[tuple[Any, ...], tuple[dict[str, Any], dict[str, Any]]] = {}
    for row in _aggregated(reader, dimensions, metrics, keys):
        if not row["sample_count"]:
            # Of nothing only counts are known.
            row |= {name_of(one): None for one in metrics if one.get("share")}
        found[tuple(row[one.name] for one in dimensions)] = row, _cells(reader, row)
    return found


def _columns_of(question: Question) -> tuple[_Reader, list[Column]]:
    """Return what reads the rows of a table without bins, and its dimensions."""
    dimensions = [dimension(one) for one in question.listed("dimensions")]
    metrics = question.listed("metrics")
    own = [Column(name_of(one), one.get("field") or None) for one in metrics]
    return _reader(question, [*dimensions, *own], is_of_all=has_own_metrics(metrics)), dimensions


def totals(question: Question) -> dict[str, Any]:
    """Return what the metadata says of all rows, if it is asked for."""
    if not question.given("totals"):
        return {}
    paths = [str(dimension(one).path) for one in question.listed("dimensions")]
    return {"totals": all_rows(question, *paths)}


def dimension(one: str | Mapping[str, Any]) -> Column:
    """Return the column of a dimension as it is written."""
    if isinstance(one, str):
        return Column(one, one)
    part, path = one.get("part") or None, one["field"]
    name = one.get("name") or (path if part is None else f"{path}.{part}")
    return Column(name, path, one.get("time_period") or None, part=part, bins=one.get("bins") or None)


@dataclass(frozen=True)
class _Reader:
    """Reads a table's rows: each is one of the to-many relation of `steps`; without steps each record is.

    Where a column is `dynamic`, only the rows of the widget's metric are, and it is read `as_type`.
    """

    question: Question
    steps: tuple[Step, ...]
    dynamic: Found | None
    as_type: DataType | None
    bins: Mapping[str, Binned] = field(default_factory=dict[str, Binned])

    def ends(self, record: Place) -> list[Place]:
        """Return the rows of a record."""
        question, dynamic = self.question, self.dynamic
        ends = follow(record, self.steps, question.world)
        return [end for end in ends if dynamic is None or is_of_metric(question, dynamic, end)]

    def value(self, place: Place, path: str) -> Any:
        """Return the value of a column."""
        return value_from(place, path, self.question.world, self.as_type)

    def cells(self, name: str, value: Any) -> dict[str, Any]:
        """Return what a row of the answer says of one column: of bins where they begin and end."""
        if name not in self.bins:
            return {name: shown(value)}
        low, high = self.bins[name].ends(value)
        return {f"{name}.from": low, f"{name}.to": high}


def _reader(question: Question, columns: Sequence[Column], *, is_of_all: bool = False) -> _Reader:
    found: list[Found] = [found_at(column.path, question.world) for column in columns if column.path]
    steps = max((one.steps[: one.to_many] for one in found), key=len, default=())
    dynamic = next((one for one in found if isinstance(one.leaf, Dynamic)), None)
    if dynamic is None or is_of_all:
        return _Reader(question, steps, None, None)
    kind = metric_of(dynamic, question.given("metric"), question.world).kind
    return _Reader(question, steps, dynamic, kind.type)


def _binned(reader: _Reader, dimensions: Sequence[Column]) -> _Reader:
    """Return a reader that knows the bins of dimensions: the values of all rows tell them."""
    question, found = reader.question, dict[str, Binned]()
    for column in dimensions:
        if column.bins is not None and column.path is not None:
            ends = (end for record in question.records() for end in reader.ends(record))
            found[column.name] = Binned(column.bins, column.path, ends, question.world)
    return replace(reader, bins=found)


@dataclass(frozen=True)
class Keys:
    """Reads the dimensions of rows: `told` is what the metadata says of bins."""

    columns: Sequence[Column]
    reader: _Reader

    def of(self, place: Place) -> tuple[Any, ...]:
        """Return the values of a row's dimensions."""
        return tuple(map(key_of, _dimensions_of(self.reader, self.columns, place).values()))

    def cells(self, name: str, value: Any) -> dict[str, Any]:
        """Return what an answer says of a value of a dimension."""
        return self.reader.cells(name, value)

    @property
    def told(self) -> dict[str, Any]:
        """What the metadata says of bins."""
        return {name: one.told for name, one in self.reader.bins.items()}


def keys_of(question: Question, dimensions: Sequence[Column]) -> Keys:
    """Return what reads dimensions beside the measures of a widget."""
    metrics = question.listed("metrics")
    own = [Column(name_of(one), one.get("field") or None) for one in metrics]
    reader = _reader(question, [*dimensions, *own], is_of_all=has_own_metrics(metrics))
    return Keys(dimensions, _binned(reader, dimensions))


def _raw_rows(reader: _Reader, dimensions: Sequence[Column]) -> Iterator[dict[str, Any]]:
    """Yield the rows of the newest record first; the related rows of one by what is shown of them."""
    for record in _newest_first(reader.question, reader.question.records()):
        rows = [_dimensions_of(reader, dimensions, end) for end in reader.ends(record)]
        yield from sorted(rows, key=lambda row: tuple(map(ordered, row.values())))


def _dimensions_of(reader: _Reader, dimensions: Sequence[Column], place: Place) -> dict[str, Any]:
    row: dict[str, Any] = {}
    for column in dimensions:
        assert column.path is not None
        value: Any = reader.value(place, column.path)
        if column.period is not None and value is not None:
            value = calendar_bucket(value, column.period, reader.question.world.clock).start
        if column.part is not None and value is not None:
            found = found_at(column.path, reader.question.world)
            value = part_at(value, column.part, found.leaf, reader.question.world.clock)
        if column.name in reader.bins:
            value = reader.bins[column.name].place(place)
        row[column.name] = value
    return row


def _aggregated(
    reader: _Reader,
    dimensions: Sequence[Column],
    metrics: Sequence[Mapping[str, Any]],
    others: Iterable[tuple[Any, ...]] = (),
) -> list[dict[str, Any]]:
    """One row for each combination of dimensions, the largest first, then by the dimensions."""
    # Without dimensions all rows are one, if there are none as well.
    cells: dict[tuple[Any, ...], list[Place]] = {} if dimensions else {(): []}
    for record in reader.question.records():
        for end in reader.ends(record):
            key = tuple(map(key_of, _dimensions_of(reader, dimensions, end).values()))
            cells.setdefault(key, []).append(end)
    cells = {**{key: [] for key in others}, **cells}
    by_key = sorted(cells, key=lambda key: tuple(map(ordered, key)))
    if not reader.question.given("order_by"):
        by_key.sort(key=lambda key: -len(cells[key]))
    names = [column.name for column in dimensions]
    measures = Measures(reader.question, metrics, names, cells)
    return [
        dict(zip(names, key, strict=True))
        | _measured(reader, measures, key, _lasts_of(reader.question, dimensions, key))
        for key in by_key
    ]


def _lasts_of(question: Question, dimensions: Sequence[Column], key: tuple[Any, ...]) -> timedelta | None:
    """Return how much time of the range the row of a key covers."""
    buckets = [
        calendar_bucket(value, column.period, question.world.clock)
        for value, column in zip(key, dimensions, strict=True)
        if column.period is not None
    ]
    parts = parts_in(question, ((column.path, column.part) for column in dimensions), key)
    return lasts(question, *buckets, parts=parts)


def _measured(
    reader: _Reader, measures: Measures, key: tuple[Any, ...], length: timedelta | None
) -> dict[str, Any]:
    places = measures.cells[key]
    row = measures.figures(key, length)
    row["sample_count"] = len(places)
    if counts := measures.counts(key):
        row["sample_counts"] = counts
    if reader.steps:
        row["record_count"] = len({id_of(place, reader.question.world) for place in places})
    return row


def sorted_by(rows: Sequence[dict[str, Any]], name: str, descending: bool) -> list[dict[str, Any]]:
    """Return rows by a value, equal rows staying in order; null comes last either way."""
    value: Callable[[dict[str, Any]], Any] = lambda row: row[name]  # noqa: E731
    present = sorted((row for row in rows if row[name] is not None), key=value, reverse=descending)
    return [*present, *(row for row in rows if row[name] is None)]
