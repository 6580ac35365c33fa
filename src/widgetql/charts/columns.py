"""What the keys of a chart's rows are, a column each: known before there are rows, the same without any."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Final, Literal, TypeAlias

from widgetql.charts.bound import BoundWidget
from widgetql.charts.buckets import Interval
from widgetql.charts.rules import COUNTS
from widgetql.dataset import Dataset
from widgetql.fields import Field, Leaf
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
    """Return those of time buckets."""
    aggregation, plot = str(bound.widget.aggregation_function), bound.plot
    # A count is not of the field's values: it is not called as they are.
    label = aggregation if aggregation in COUNTS else _name_of_plot(bound)
    value = _aggregated("value", label, aggregation, plot)
    counts = (_count("sample_count"), *_record_count(bound))
    marks = (_mark("partial"), *_marks(bound))
    own = (_timed("time_interval", bound.scan.dataset), *_group(bound), value, *counts, *marks)
    return own if bound.widget.compare is None else (*own, _previous(own))


def pie(bound: BoundWidget) -> Columns:
    """Return those of slices: their rest is told apart from that of the groups."""
    label: Columns = ()
    if bound.plot is not None:
        label = (_shown("label", _name_of_plot(bound), bound.plot, "dimension", rest="excluded"),)
    groups = _group(bound, rest="group_excluded")
    counts = (_integer("value", "measure"), _percentage(), *_record_count(bound))
    excluded = (_mark("other"), *(_list("excluded", one) for one in label))
    return *groups, *label, *counts, *excluded, *(_list("group_excluded", one) for one in groups)


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
    own = stats
    if bound.group is not None:
        own = (*_group(bound), *stats, _count("sample_count"), *_marks(bound))
    return own if bound.widget.compare is None else (*own, _previous(own, stats))


def list_(bound: BoundWidget) -> Columns:
    """Return those of records."""
    value = () if bound.plot is None else (_value(bound),)
    return *_record(bound), *value, *_dimensions(bound)


def table(bound: BoundWidget) -> Columns:
    """Return those of a table: dimensions, metrics, and how many rows went into these."""
    if not bound.measures:
        return _dimensions(bound)
    metrics = tuple(_aggregated(one.name, one.name, one.aggregation, one.of) for one in bound.measures)
    return *_dimensions(bound), *metrics, _count("sample_count"), *_record_count(bound)


def is_told(bound: BoundWidget) -> bool:
    """Tell whether an answer says what its columns are: where the widget chooses them."""
    return bound.widget.chart_type in ("list", "table") or bool(bound.widget.metrics)


def _dimensions(bound: BoundWidget) -> Columns:
    return tuple(_dimensions_of(bound))


def _dimensions_of(bound: BoundWidget) -> Iterator[AnswerColumn]:
    for column in bound.columns:
        found = column.plotted.found
        is_divided = column.bins is not None or found.part is not None
        for key in column.keys:
            shown = _shown(key, key if is_divided else found.label, column.plotted, "dimension")
            if column.grain is not None:
                # A bucket of days begins at an instant, also where dates are stored.
                shown = replace(shown, holds="instant")
            yield shown if found.part is None else replace(shown, holds="integer", unit=None, format=None)


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
    if chosen is not None and chosen.name is not None:
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
    if of.type is DataType.BOOLEAN:
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
