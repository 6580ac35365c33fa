"""What the keys of a chart's rows are, a column each: known before there are rows, the same without any."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Final, Literal, TypeAlias

from widgetql.charts.bound import BoundWidget, Column
from widgetql.charts.buckets import Interval
from widgetql.charts.measure import Measure, counted_by
from widgetql.charts.rules import COUNTS, SHARE
from widgetql.dataset import Dataset
from widgetql.fields import Dynamic, Field, Leaf
from widgetql.paths import Found
from widgetql.plan.query import Plotted
from widgetql.stats import Ratio, Stat
from widgetql.storage import Storage, storage_of
from widgetql.types import DataType

Role: TypeAlias = Literal["dimension", "measure", "count", "mark", "id"]
"""What a column is for: to tell rows apart, a result, how many went into it, a remark, the record's key."""
Holds: TypeAlias = Literal["number", "integer", "boolean", "text", "instant", "date", "list", "object"]
"""What its values are on the wire; of a list or an object the parts say it."""

_HOLDS: Final[dict[DataType, Holds]] = {
    DataType.NUMERIC: "number",
    DataType.BOOLEAN: "boolean",
    DataType.STRING: "text",
    DataType.DATETIME: "instant",
}
_PERCENT: Final = "percent"
PIVOT_MARKS: Final = ("row.other", "row.total", "column.other", "column.total")
"""What marks the headers of a cell where it is a row."""


@dataclass(frozen=True, slots=True)
class AnswerColumn:
    """A key of an answer's rows.

    `type` is that of the field which it shows, None for a list or an object of `parts`. In rows that have the
    key `rest` it says "other", which is no value of its field.
    """

    name: str
    label: str
    type: DataType | None
    role: Role
    unit: str | None = None
    format: str | None = None
    holds: Holds = "number"
    parts: tuple[AnswerColumn, ...] = ()
    rest: str | None = None

    def to_dict(self) -> dict[str, Any]:
        """Return what a front end is told of it."""
        return {
            "name": self.name,
            "label": self.label,
            "type": None if self.type is None else str(self.type),
            "unit": self.unit,
            "format": self.format,
            "role": self.role,
        }


Columns: TypeAlias = tuple[AnswerColumn, ...]


def line(bound: BoundWidget) -> Columns:
    """Return those of points, in the order of a row's keys."""
    return *_record(bound), _value(bound), *_group(bound), *_marks(bound)


def bar(bound: BoundWidget) -> Columns:
    """Return those of time buckets, or of what the bars stand over."""
    counts = (_count("sample_count"), *_record_count(bound))
    values: Columns = _series(bound)
    if not values:
        aggregation = str(bound.widget.aggregation_function)
        # A count is not of the field's values: it is not called as they are.
        label = aggregation if aggregation in COUNTS else _name_of_plot(bound)
        values = (_aggregated("value", label, aggregation, bound.plot),)
    if bound.widget.aggregation_function == SHARE and bound.plot is not None:
        return _shares(bound, bound.plot)
    if bound.over is not None:
        return *_over(bound, bound.over), *values, *counts, *_marks_over(bound, bound.over)
    marks = (_mark("partial"), *([_mark("short")] if bound.widget.window else []), *_marks(bound))
    own = (_timed("time_interval", bound.scan.dataset), *_group(bound), *values, *counts, *marks)
    return own if bound.widget.compare is None else (*own, _previous(own))


def _shares(bound: BoundWidget, plot: Plotted) -> Columns:
    """Return those of the shares of values, which are groups."""
    group = _shown("group", _name_of_plot(bound), plot, "dimension", rest="excluded")
    value = AnswerColumn("value", SHARE, DataType.NUMERIC, "measure", unit="%")
    counts = (_count(name) for name in ("selected_calls", "total_calls", "evaluated_calls", "sample_count"))
    marks = (_mark("partial"), _mark("other"), _list("excluded", group))
    return _timed("time_interval", bound.scan.dataset), group, value, *counts, *marks


def _over(bound: BoundWidget, over: Column) -> Columns:
    """Return what tells the bars apart that do not stand over time."""
    if over.bins is not None:
        axis = tuple(_shown(name, name, over.plotted, "dimension") for name in ("from", "to"))
    else:
        axis = (replace(_divided("label", over), rest="excluded"),)
    return *axis, *_group(bound, rest="group_excluded")


def _marks_over(bound: BoundWidget, over: Column) -> Columns:
    groups = tuple(_list("group_excluded", one) for one in _group(bound))
    if over.bins is not None:
        missing = (_mark("missing"),) if bound.widget.include_missing else ()
        return *missing, *((_mark("other"),) if groups else ()), *groups
    return _mark("other"), _list("excluded", _divided("label", over)), *groups


def pie(bound: BoundWidget) -> Columns:
    """Return those of slices: their rest is told apart from that of the groups."""
    label: Columns = ()
    if bound.plot is not None:
        label = (_shown("label", _name_of_plot(bound), bound.plot, "dimension", rest="excluded"),)
    groups = _group(bound, rest="group_excluded")
    counts = (_integer("value", "measure"), _percentage(), *_record_count(bound))
    if bound.measured:
        counts = (*_series(bound), _percentage(), _count("sample_count"), *_record_count(bound))
    excluded = (_mark("other"), *(_list("excluded", one) for one in label))
    own = (*groups, *label, *counts, *excluded, *(_list("group_excluded", one) for one in groups))
    return own if bound.widget.compare is None else (*own, _previous(own))


def histogram(bound: BoundWidget) -> Columns:
    """Return those of bins."""
    edges: Columns = ()
    if bound.plot is not None:
        edges = tuple(_shown(name, name, bound.plot, "dimension") for name in ("from", "to"))
    missing = (_mark("missing"),) if bound.widget.include_missing else ()
    counts = (_integer("value", "measure"), _percentage(), _count("sample_count"), *_record_count(bound))
    return *edges, *missing, *counts


def stat(bound: BoundWidget) -> Columns:
    """Return those of the dataset's own numbers."""
    dataset = bound.scan.dataset
    stats = tuple(_stat(name, one, dataset) for name, one in dataset.stats.items())
    if bound.measured:
        stats = _measures(bound)
    own = stats
    if bound.group is not None:
        counts: Columns = (_count("sample_count"),)
        if bound.measured:
            counts = (*counts, *_sample_counts(bound), *_record_count(bound))
        own = (*_group(bound), *stats, *counts, *_marks(bound))
    return own if bound.widget.compare is None else (*own, _previous(own, stats))


def list_(bound: BoundWidget) -> Columns:
    """Return those of records."""
    value = () if bound.plot is None else (_value(bound),)
    return *_record(bound), *value, *_dimensions(bound)


def table(bound: BoundWidget) -> Columns:
    """Return those of a table: dimensions, metrics, and how many rows went into these."""
    if not bound.measured:
        return _dimensions(bound)
    counts = (_count("sample_count"), *_sample_counts(bound), *_record_count(bound))
    own = (*_dimensions(bound), *_measures(bound), *counts)
    if bound.widget.other:
        own = (*own, _mark("other"), _list("excluded", _object("excluded", _dimensions(bound))))
    return own if bound.widget.compare is None else (*own, _previous(own, _measures(bound)))


def pivot(bound: BoundWidget) -> Columns:
    """Return those of cells, a row each: the dimensions of both headers, metrics, and what marks a header."""
    return *table(bound), *map(_mark, PIVOT_MARKS)


def told(bound: BoundWidget, columns: Columns) -> list[dict[str, Any]] | None:
    """Return what an answer says of its columns; None where the widget does not choose them.

    Measures stand under their names: in long rows these are the values of `series`.
    """
    if not bound.measured:
        return [one.to_dict() for one in columns] if bound.widget.chart_type in ("list", "table") else None
    of = [one for one in columns if one.role in ("dimension", "count") and one.type is not None]
    if bound.widget.chart_type == "stat":
        return [one.to_dict() for one in columns if one.role != "mark"]
    measures, is_counted = list[AnswerColumn](_measures(bound)), False
    found: list[AnswerColumn] = []
    for one in of:
        if one.role == "count" and not is_counted:
            found, is_counted = [*found, *measures], True
        found.append(one)
    return [one.to_dict() for one in found]


def _measures(bound: BoundWidget) -> Columns:
    """Return the measures that are shown."""
    return tuple(_measure(one) for one in bound.measured if not one.written.hidden)


def _measure(one: Measure) -> AnswerColumn:
    aggregate = one.aggregate
    if aggregate is None:
        return AnswerColumn(one.name, one.name, DataType.NUMERIC, "measure")
    found = _aggregated(one.name, one.name, aggregate.aggregation, aggregate.of)
    if one.written.per is None:
        return found
    # What is divided by time is in other units.
    return replace(found, unit=None, format=None, holds="number")


def _series(bound: BoundWidget) -> Columns:
    """Return what long rows have of each measure: its name and its value; nothing without measures."""
    if not bound.measured:
        return ()
    holds = {one.holds for one in _measures(bound)} or {"number"}
    kinds: set[Holds] = {"number"} if holds <= {"number", "integer"} else {"text"}
    value = AnswerColumn("value", "value", DataType.NUMERIC, "measure", holds=kinds.pop())
    return AnswerColumn("series", "series", DataType.STRING, "dimension", holds="text"), value


def _sample_counts(bound: BoundWidget) -> Columns:
    """Return the numbers of rows of the measures that have rows of their own."""
    by_name = {one.name: one for one in bound.measured}
    own = [
        one.name for one in bound.measured if counted_by(one, by_name).is_narrowed and not one.written.hidden
    ]
    return (_object("sample_counts", [_integer(name, "count") for name in own]),) if own else ()


def _dimensions(bound: BoundWidget) -> Columns:
    return tuple(_dimensions_of(bound))


def _dimensions_of(bound: BoundWidget) -> Iterator[AnswerColumn]:
    for column in bound.columns:
        if column.bins is not None:
            yield from (_shown(key, key, column.plotted, "dimension") for key in column.keys)
        else:
            yield _divided(column.name, column)


def _divided(name: str, column: Column) -> AnswerColumn:
    """Return a dimension that is one key; a part of times is a number without the unit of its field."""
    found = column.plotted.found
    if found.part is not None:
        return AnswerColumn(name, column.name, DataType.NUMERIC, "dimension", holds="integer")
    shown = _shown(name, found.label, column.plotted, "dimension")
    # A bucket of days begins at an instant, also where dates are stored.
    return shown if column.grain is None else replace(shown, holds="instant")


def _record(bound: BoundWidget) -> Columns:
    """Return the key and the time of a record."""
    dataset = bound.scan.dataset
    timestamp = _timed("timestamp", dataset)
    found = None if dataset.timestamp_path is None else dataset.paths[dataset.timestamp_path]
    if found is not None and _is_date(found.leaf):
        timestamp = replace(timestamp, holds="date")
    return _id(dataset), timestamp


def _id(dataset: Dataset) -> AnswerColumn:
    """Return the key: an integer, else text; a list of several columns' values is written as JSON."""
    own = dataset.key_values
    is_whole = len(dataset.ids) == 1 and storage_of(dataset.ids[0].type) is Storage.INTEGER
    if own is not None and own.kind is not None:
        is_whole = own.type is DataType.NUMERIC and issubclass(own.kind, int)
    found = None if dataset.id_path is None else dataset.paths[dataset.id_path]
    kind = DataType.NUMERIC if is_whole else DataType.STRING if len(dataset.ids) == 1 else None
    return AnswerColumn("id", _label(found) or "id", kind, "id", holds="integer" if is_whole else "text")


def _timed(name: str, dataset: Dataset) -> AnswerColumn:
    found = None if dataset.timestamp_path is None else dataset.paths[dataset.timestamp_path]
    return AnswerColumn(name, _label(found) or name, DataType.DATETIME, "dimension", holds="instant")


def _label(found: Found | None) -> str | None:
    return None if found is None else getattr(found.leaf, "label", None)


def _name_of_plot(bound: BoundWidget) -> str:
    chosen, plot = bound.scan.chosen, bound.plot
    # Beside measures it may be the metric of one of these.
    is_own = plot is None or isinstance(plot.found.leaf, Dynamic)
    if chosen is not None and chosen.name is not None and is_own:
        return chosen.name
    return "value" if plot is None else plot.found.label


def _value(bound: BoundWidget) -> AnswerColumn:
    assert bound.plot is not None
    return _shown("value", _name_of_plot(bound), bound.plot, "measure")


def _group(bound: BoundWidget, rest: str = "excluded") -> Columns:
    match bound.group:
        case None:
            return ()
        case Interval():
            return (replace(_timed("group", bound.scan.dataset), rest=rest),)
        case plotted:
            return (_shown("group", plotted.found.label, plotted, "dimension", rest=rest),)


def _marks(bound: BoundWidget) -> Columns:
    """Return what marks the rest of the groups."""
    groups = _group(bound)
    return (_mark("other"), *(_list("excluded", one) for one in groups)) if groups else ()


def _record_count(bound: BoundWidget) -> Columns:
    return (_count("record_count"),) if bound.to_many else ()


def _shown(name: str, label: str, plotted: Plotted, role: Role, rest: str | None = None) -> AnswerColumn:
    leaf, kind = plotted.found.leaf, plotted.type
    holds = "date" if kind is DataType.DATETIME and _is_date(leaf) else _HOLDS[kind]
    unit, form = getattr(leaf, "unit", None), getattr(leaf, "format", None)
    return AnswerColumn(name, label, kind, role, unit, form, holds, rest=rest)


def _is_date(leaf: Leaf) -> bool:
    if not isinstance(leaf, Field) or leaf.own is None:
        return isinstance(leaf, Field) and leaf.storage is Storage.DATE
    kind = leaf.own.kind
    return kind is not None and issubclass(kind, date) and not issubclass(kind, datetime)


def _aggregated(name: str, label: str, aggregation: str, of: Plotted | None) -> AnswerColumn:
    if of is None or aggregation in COUNTS:
        return AnswerColumn(name, label, DataType.NUMERIC, "measure", holds="integer")
    found = _shown(name, label, of, "measure")
    if of.type is DataType.BOOLEAN and aggregation == "avg":
        # The average of yes and no is a fraction.
        return replace(found, type=DataType.NUMERIC, format=found.format or _PERCENT, holds="number")
    # The unit of a variance is the field's squared.
    return replace(found, unit=None, format=None) if aggregation == "variance" else found


def _stat(name: str, stat: Stat, dataset: Dataset) -> AnswerColumn:
    """Return the column of a stat: what it does not say of itself its field says."""
    if isinstance(stat, Ratio) or stat.field is None:
        holds: Holds = "number" if isinstance(stat, Ratio) else "integer"
        own = AnswerColumn(name, name, DataType.NUMERIC, "measure", holds=holds)
    else:
        found = dataset.find(stat.field)
        assert found is not None
        own = _aggregated(name, name, stat.aggregation, Plotted(found, found.leaf.type))
    return replace(
        own, label=stat.label or name, unit=stat.unit or own.unit, format=stat.format or own.format
    )


def _integer(name: str, role: Role) -> AnswerColumn:
    return AnswerColumn(name, name, DataType.NUMERIC, role, holds="integer")


def _count(name: str) -> AnswerColumn:
    return _integer(name, "count")


def _percentage() -> AnswerColumn:
    return AnswerColumn("percentage", "percentage", DataType.NUMERIC, "measure", unit="%")


def _mark(name: str) -> AnswerColumn:
    return AnswerColumn(name, name, DataType.BOOLEAN, "mark", holds="boolean")


def _list(name: str, of: AnswerColumn) -> AnswerColumn:
    return AnswerColumn(name, name, None, "mark", holds="list", parts=(of,))


def _previous(own: Columns, named: Sequence[AnswerColumn] = ()) -> AnswerColumn:
    """Return what rows are compared with: such a row, its range, and what has changed."""
    ends = [AnswerColumn(name, name, DataType.DATETIME, "mark", holds="instant") for name in ("start", "end")]
    changes = [
        _object(name, [AnswerColumn(one.name, one.label, DataType.NUMERIC, "measure") for one in named])
        if named
        else AnswerColumn(name, name, DataType.NUMERIC, "measure")
        for name in ("change", "percent")
    ]
    return _object("previous", [*own, _object("range", ends), *changes])


def _object(name: str, parts: Sequence[AnswerColumn]) -> AnswerColumn:
    return AnswerColumn(name, name, None, "mark", holds="object", parts=tuple(parts))
