"""The data of a list or a table."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from widgetql.fields import Dynamic
from widgetql.paths import Found, Step
from widgetql.testing.figures import value_from
from widgetql.testing.holding import found_at
from widgetql.testing.measures import Measures, has_own_metrics, lasts, name_of
from widgetql.testing.measures import totals as all_rows
from widgetql.testing.places import Place, follow
from widgetql.testing.ranges import calendar_bucket
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

_DEFAULT_LIMIT: Final = 100


def list_(question: Question) -> tuple[list[dict[str, Any]], bool]:
    """Return the newest records, and whether there are more."""
    if question.given("cursor") is not None:
        raise NotImplementedError("a cursor: it is known to the list that made it only")
    world, path = question.world, question.given("field")
    records = _newest_first(question, question.records())
    limit = _limit(question)
    data: list[dict[str, Any]] = []
    for place in records[:limit]:
        row: dict[str, Any] = {
            "id": shown_id(id_of(place, world), world),
            "timestamp": shown(time_of(place, world)),
        }
        if path is not None:
            row["value"] = shown(value_from(place, path, world))
        columns = question.listed("columns")
        data.append(row | {column: shown(value_from(place, column, world)) for column in columns})
    return data, len(records) > limit


def _newest_first(question: Question, places: Sequence[Place]) -> list[Place]:
    world = question.world
    return sorted(places, key=lambda place: (time_of(place, world), id_of(place, world)), reverse=True)


def _limit(question: Question) -> int:
    return min(question.given("limit") or _DEFAULT_LIMIT, question.world.limits.max_rows)


@dataclass(frozen=True)
class _Column:
    """One column of a table: its name in the answer, and how it is read."""

    name: str
    path: str | None
    period: str | None = None


def table(question: Question) -> tuple[list[dict[str, Any]], bool]:
    """Return the aggregated or raw rows, and whether there are more."""
    dimensions = [_dimension(one) for one in question.listed("dimensions")]
    metrics = question.listed("metrics")
    own = [_Column(name_of(one), one.get("field") or None) for one in metrics]
    reader = _reader(question, [*dimensions, *own], is_of_all=has_own_metrics(metrics))
    rows = list(_raw_rows(reader, dimensions)) if not metrics else _aggregated(reader, dimensions, metrics)
    for order in reversed(question.listed("order_by")):
        rows = _sorted_by(rows, order["name"], descending=order.get("direction") == "desc")
    hidden = {name_of(one) for one in metrics if one.get("hidden")}
    rows = [{key: value for key, value in row.items() if key not in hidden} for row in rows]
    limit = _limit(question)
    shown_rows = [{key: shown(value) for key, value in row.items()} for row in rows[:limit]]
    return shown_rows, len(rows) > limit


def totals(question: Question) -> dict[str, Any]:
    """Return what the metadata says of all rows, if it is asked for."""
    if not question.given("totals"):
        return {}
    paths = [str(_dimension(one).path) for one in question.listed("dimensions")]
    return {"totals": all_rows(question, *paths)}


def _dimension(one: str | Mapping[str, Any]) -> _Column:
    if isinstance(one, str):
        return _Column(one, one)
    return _Column(one["field"], one["field"], one.get("time_period"))


@dataclass(frozen=True)
class _Reader:
    """Reads a table's rows: each is one of the to-many relation of `steps`; without steps each record is.

    Where a column is `dynamic`, only the rows of the widget's metric are, and it is read `as_type`.
    """

    question: Question
    steps: tuple[Step, ...]
    dynamic: Found | None
    as_type: DataType | None

    def ends(self, record: Place) -> list[Place]:
        """Return the rows of a record."""
        question, dynamic = self.question, self.dynamic
        ends = follow(record, self.steps, question.world)
        return [end for end in ends if dynamic is None or is_of_metric(question, dynamic, end)]

    def value(self, place: Place, path: str) -> Any:
        """Return the value of a column."""
        return value_from(place, path, self.question.world, self.as_type)


def _reader(question: Question, columns: Sequence[_Column], *, is_of_all: bool) -> _Reader:
    found: list[Found] = [found_at(column.path, question.world) for column in columns if column.path]
    steps = max((one.steps[: one.to_many] for one in found), key=len, default=())
    dynamic = next((one for one in found if isinstance(one.leaf, Dynamic)), None)
    if dynamic is None or is_of_all:
        return _Reader(question, steps, None, None)
    metric = metric_of(dynamic, question.given("metric"), question.world)
    return _Reader(question, steps, dynamic, metric.kind.type)


def _raw_rows(reader: _Reader, dimensions: Sequence[_Column]) -> Iterator[dict[str, Any]]:
    """Yield the rows of the newest record first; the related rows of one by what is shown of them."""
    for record in _newest_first(reader.question, reader.question.records()):
        rows = [_dimensions_of(reader, dimensions, end) for end in reader.ends(record)]
        yield from sorted(rows, key=lambda row: tuple(map(ordered, row.values())))


def _dimensions_of(reader: _Reader, dimensions: Sequence[_Column], place: Place) -> dict[str, Any]:
    row: dict[str, Any] = {}
    for column in dimensions:
        assert column.path is not None
        value: Any = reader.value(place, column.path)
        if column.period is not None and value is not None:
            value = calendar_bucket(value, column.period, reader.question.world.clock).start
        row[column.name] = value
    return row


def _aggregated(
    reader: _Reader, dimensions: Sequence[_Column], metrics: Sequence[Mapping[str, Any]]
) -> list[dict[str, Any]]:
    """One row for each combination of dimensions, the largest first, then by the dimensions."""
    # Without dimensions all rows are one, if there are none as well.
    cells: dict[tuple[Any, ...], list[Place]] = {} if dimensions else {(): []}
    for record in reader.question.records():
        for end in reader.ends(record):
            key = tuple(map(key_of, _dimensions_of(reader, dimensions, end).values()))
            cells.setdefault(key, []).append(end)
    by_key = sorted(cells, key=lambda key: tuple(map(ordered, key)))
    if not reader.question.given("order_by"):
        by_key.sort(key=lambda key: -len(cells[key]))
    names = [column.name for column in dimensions]
    measures = Measures(reader.question, metrics, names, cells)
    return [
        dict(zip(names, key, strict=True)) | _measured(reader, measures, dimensions, key) for key in by_key
    ]


def _measured(
    reader: _Reader, measures: Measures, dimensions: Sequence[_Column], key: tuple[Any, ...]
) -> dict[str, Any]:
    question, places = reader.question, measures.cells[key]
    buckets = [
        calendar_bucket(value, column.period, question.world.clock)
        for value, column in zip(key, dimensions, strict=True)
        if column.period is not None
    ]
    row = measures.figures(key, lasts(question, *buckets))
    row["sample_count"] = len(places)
    if counts := measures.counts(key):
        row["sample_counts"] = counts
    if reader.steps:
        row["record_count"] = len({id_of(place, question.world) for place in places})
    return row


def _sorted_by(rows: Sequence[dict[str, Any]], name: str, descending: bool) -> list[dict[str, Any]]:
    """Sort, equal rows staying in order; null comes last either way."""
    value: Callable[[dict[str, Any]], Any] = lambda row: row[name]  # noqa: E731
    present = sorted((row for row in rows if row[name] is not None), key=value, reverse=descending)
    return [*present, *(row for row in rows if row[name] is None)]
