"""The rows that a widget is computed from: one subquery of plain columns, to be grouped and aggregated."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from sqlalchemy import case, false, func, select, type_coerce
from sqlalchemy.sql.base import Executable
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.sql.selectable import Select, Subquery

from widgetql.charts.bound import BoundWidget, Plotted
from widgetql.charts.buckets import Calendar, Edges, Interval, TooManyBuckets, buckets_between
from widgetql.charts.known_times import KnownTimes
from widgetql.charts.strategy import Asked, Bucketing, by_expression, by_ranges
from widgetql.columns import Reading, as_label, kind_of
from widgetql.dynamic import chooser_of
from widgetql.errors import InvalidInput, Problem
from widgetql.execution import Runner
from widgetql.fields import Dynamic, Field
from widgetql.filters.bound import EVERY, Window
from widgetql.filters.compile import compile_bound
from widgetql.filters.operators import SQL, parameter
from widgetql.filters.slots import Shaped, Slot, Slots
from widgetql.joins import Joined
from widgetql.paths import Found
from widgetql.remembered import remembered
from widgetql.sql.buckets import integer
from widgetql.sql.decorated import OwnType, is_own_text
from widgetql.sql.grouping import with_few_keys
from widgetql.sql.keys import key_of
from widgetql.sql.logic import nullable
from widgetql.sql.possible import in_window
from widgetql.sql.profile import profile_of
from widgetql.sql.skipped import one_micros
from widgetql.sql.text import by_code_point
from widgetql.sql.time import Instant, planned
from widgetql.sql.uuids import spelt_uuid_key, uuid_key
from widgetql.storage import Storage, storage_of
from widgetql.types import DataType

# The parameters of the range's bounds.
_BOUNDS: Final = ("start", "end")


@dataclass(frozen=True, slots=True)
class Key:
    """A column to group by: its SQL, how its values are decoded, and the edges if they are bucket indexes."""

    sql: ColumnElement[Any]
    type: DataType
    reading: Reading | None = None
    edges: Edges | None = None


class Samples:
    """Collects the columns of a widget's subquery, and the joins and conditions that they need.

    The order counts: to read a field may add a join or a condition, and a query that is run before the last
    column is added (for the edges, or to rank groups) sees what is there so far.

    Values stand apart from the SQL, as parameters in `values`: a statement of the same structure can be kept.
    """

    def __init__(self, bound: BoundWidget, runner: Runner, assumed: bool | None = None) -> None:
        self.bound: Final = bound
        self.runner: Final = runner
        self.times: Final = KnownTimes(bound, runner, assumed)
        self.columns: Final[dict[str, ColumnElement[Any]]] = {}
        self._slots: Final = Slots()
        self._slots.note_scope(bound.request.context.scope)
        self._structure: Final = self._key()
        self.values: Final[dict[str, Any]] = dict(
            self._slots.of_scope if self._structure is None else self._slots.values
        )
        self._is_chosen = False
        self._is_ranged = False
        self._is_bucketed = False
        self._edges: Final[dict[Calendar | Interval, Edges]] = {}
        self.values.update(
            {name: one for name, one in zip(_BOUNDS, bound.range.bounds, strict=True) if one is not None}
        )
        if bound.chosen is not None:
            self.values["metric"] = bound.chosen.operand

    def kept(self, shape: Hashable, build: Callable[[], Any]) -> Any:
        """Return what is built for this structure and shape, kept by the dataset where it can be.

        No shape says that values stand in the SQL.
        """
        if self._structure is None or shape is None:
            return build()
        dialect = self.runner.dialect

        def built() -> Any:
            found = build()
            return planned(found, dialect) if isinstance(found, Executable) else found

        key = (dialect, self._structure, self.times.of_range, self.times.columns, shape)
        return self.bound.request.dataset.kept.get(key, built)

    def shape(self, *parts: Hashable, plots: Sequence[Plotted] = ()) -> Hashable:
        """Return what shapes a statement beside its filter; None where a field's own key stands in it."""
        if any(plotted.found.key is not None for plotted in plots):
            return None
        return (*parts, *((plotted.found.path, plotted.type) for plotted in plots))

    @remembered
    def joined(self) -> Joined:
        """The FROM: the records, and what is joined to them."""
        request = self.bound.request
        scope = self._slots.placed_scope(request.context.scope)
        known, columns = request.dataset.timestamp if self.times.of_range else None, self.times.columns
        context = replace(request.context, scope=scope, known=known, known_columns=columns)
        return Joined(request.dataset, context)

    @remembered
    def conditions(self) -> list[ColumnElement[bool]]:
        """What the rows must satisfy: the widget's filter, the host's scope, the end of the range.

        Where rows are looked up by ranges these say the bounds of the timestamp.
        """
        bound, root, context = self.bound, self.joined.root, self.joined.context
        found = bound.filter if self._structure is None else self._slots.placed(bound.filter)
        conditions = list(self._of_range)
        conditions += [] if found == EVERY else [compile_bound(found, root, context)]
        conditions += context.guard(root)
        if self._may_be_none:
            conditions.append(in_window(self.timestamp.sql, self.kind, None, None))
        return conditions

    @property
    def _of_range(self) -> list[ColumnElement[bool]]:
        """What the range asks of the timestamp, unless rows are looked up by ranges."""
        start, end = (parameter(Slot(one), self.kind) if one in self.values else None for one in _BOUNDS)
        if self._is_ranged or (start is None and end is None):
            return []
        return [self.timestamp.within(start, end)]

    @property
    def _may_be_none(self) -> bool:
        """Tell whether the timestamps of the range may be none."""
        if self.kind.canonical or (self.times.are_texts and self.times.of_range):
            return False
        return self.bound.range.start is None or profile_of(self.runner.dialect).zero_dates

    @property
    def _leaf(self) -> Field:
        dataset = self.bound.request.dataset
        leaf = dataset.paths[str(dataset.timestamp_path)].leaf
        assert isinstance(leaf, Field)
        return leaf

    @property
    def timestamp(self) -> Reading:
        """The records' timestamp."""
        dataset = self.bound.request.dataset
        return self.joined.read(dataset.paths[str(dataset.timestamp_path)])

    @property
    def kind(self) -> Instant:
        """How the records' timestamp is stored."""
        return kind_of(self._leaf, self.bound.request.context)

    @property
    def id(self) -> ColumnElement[Any]:
        """The records' key."""
        dataset = self.bound.request.dataset
        id = dataset.id
        if self.has_parts:
            return key_of(dataset.ids)
        if dataset.key_values is not None:
            return type_coerce(id, OwnType(dataset.key_values))
        id = self.joined.root.column(id)
        match storage_of(id.type):
            case Storage.UUID:
                return uuid_key(id) if dataset.canonical else spelt_uuid_key(id)
            case Storage.ENUM:
                # As a text, it may be a label that is not declared.
                return as_label(id)
            case _:
                return id

    @property
    def has_parts(self) -> bool:
        """Tell whether the records' key is several columns."""
        return len(self.bound.request.dataset.ids) > 1

    @property
    def keys(self) -> list[ColumnElement[Any]]:
        """The records' key as it sorts, column by column."""
        ids = self.bound.request.dataset.ids
        if len(ids) == 1:
            return [sortable(self.id)]
        return [sortable(_part(one)) for one in ids]

    def read(self, plotted: Plotted) -> Reading:
        """Return a field's reading; of a dynamic field only the rows of the widget's metric are left."""
        if isinstance(plotted.found.leaf, Dynamic):
            self._choose(plotted.found)
        return self.joined.read(plotted.found, plotted.type)

    def key(self, plotted: Plotted) -> Key:
        """Return a field as a column to group by."""
        reading = self.read(plotted)
        if reading.type is DataType.DATETIME and reading.storage is not Storage.OWN:
            # The same instant may be written in two ways; as a number it is one.
            return Key(one_micros(reading.instant), reading.type, reading)
        return Key(reading.key, reading.type, reading)

    def bucket(self, grain: Calendar | Interval) -> Key:
        """Return the timestamp's bucket as a column to group and to sort by."""
        edges = self.edges(grain)
        if not len(edges):
            # No record is in an empty range: there is nothing to group.
            return Key(case((false(), integer(0))), DataType.DATETIME, None, edges)
        way = self.bucketing(grain, in_order=True)
        return Key(way.sql(self.timestamp.instant), DataType.DATETIME, None, edges)

    def bucketing(self, grain: Calendar | Interval, *, in_order: bool = False) -> Bucketing:
        """Return how buckets are told apart in one GROUP BY, its parameters among the values."""
        edges = self.edges(grain)
        name = f"edges{sum(value.startswith('edges') for value in self.values)}"
        strategy = self.bound.request.strategy
        way = by_expression(edges, self.kind, self.runner.dialect, strategy, Asked(name, in_order))
        self._is_bucketed = True
        self.runner.note(way.choice)
        self.values.update(way.values)
        return way

    def ranges(self, grain: Calendar | Interval) -> Bucketing | None:
        """Return the way to look up each bucket by an index, where that is the best."""
        request, found, edges = self.bound.request, self.bound.range, self.edges(grain)
        assert found.end is not None
        span = (edges.starts[0] if found.start is None else found.start, found.end)
        way = by_ranges(
            edges, span, self.kind, self.runner.dialect,
            indexed=request.dataset.timestamp_leads_index and self.times.of_range, forced=request.strategy,
        )  # fmt: skip
        if way is not None:
            self._is_ranged = True
            self.runner.note(way.choice)
            self.values.update(way.values)
        return way

    def edges(self, grain: Calendar | Interval) -> Edges:
        """Return the edges of the widget's range; without a start, of the records' own."""
        if grain not in self._edges:
            # Once: a record that comes in meanwhile must not move the edges of one answer.
            self._edges[grain] = self._read_edges(grain)
        return self._edges[grain]

    def _read_edges(self, grain: Calendar | Interval) -> Edges:
        found = self.bound.range
        start, end = found.start, found.end
        if end is None:
            # The filters exclude each other: no instant is in the range.
            return Edges(())
        if start is None:
            instant = self.timestamp.instant
            start = self.first(self.select(func.min(nullable(instant))))[0]
            if start is None:
                return Edges(())
        try:
            return buckets_between(grain, start, end, self.bound.request.limits.max_buckets)
        except TooManyBuckets as error:
            at = self.bound.place_of(grain)
            problem = Problem(at.document, str(at), "too_many", f"{error} among these records")
            raise InvalidInput([problem]) from error

    def select(self, *columns: Any) -> Select[Any]:
        """Return a SELECT of columns over the widget's rows."""
        statement: Any = select(*columns)
        return self.joined.into(statement).where(*self.conditions)

    def rows(self, statement: Executable) -> Sequence[Any]:
        """Run a statement over the widget's rows."""
        return self.runner.rows(planned(statement, self.runner.dialect), self.values)

    def first(self, statement: Executable) -> Any:
        """Return the one row of an aggregate without groups."""
        return self.rows(statement)[0]

    def add_record_key(self) -> bool:
        """Add the records' key as `rid` where a record may count as several rows; tell whether it may."""
        if self.bound.to_many:
            self.columns["rid"] = self.id
        return self.bound.to_many

    def statement(self) -> Select[Any]:
        """Return the SELECT of the columns collected so far, each under its name."""
        return self.select(*(column.label(name) for name, column in self.columns.items()))

    def subquery(self, *columns: Any) -> Subquery:
        """Return some columns, else those collected so far, as something to group."""
        rows = self.select(*columns) if columns else self.statement()
        return (with_few_keys(rows, self.runner.dialect) if self._is_bucketed else rows).subquery("samples")

    def _key(self) -> Hashable:
        """Return the structure of filter and scope; None where their SQL depends on values."""
        context = self.bound.request.context
        zone = context.zone
        try:
            scope = self._slots.key_of_scope(context.scope)
            ends = [one is None for one in self.bound.range.bounds]
            return scope, self._slots.key(self.bound.filter), *ends, zone, hash(zone)
        # A zone of the host's own may not be hashable.
        except (Shaped, TypeError):
            return None

    def _choose(self, dynamic: Found) -> None:
        assert self.bound.chosen is not None
        if not self._is_chosen:
            self._is_chosen = True
            chooser = chooser_of(dynamic, self.bound.request.dataset)
            self.conditions.append(SQL["eq"](self.joined.read(chooser), self._metric()))

    def _metric(self) -> Any:
        assert self.bound.chosen is not None
        operand = self.bound.chosen.operand
        return operand if isinstance(operand, Window) else Slot("metric")


def _part(column: ColumnElement[Any]) -> ColumnElement[Any]:
    match storage_of(column.type):
        case Storage.UUID:
            return uuid_key(column)
        case Storage.ENUM:
            return as_label(column)
        case _:
            return column


def sortable(id: ColumnElement[Any]) -> ColumnElement[Any]:
    """Return a record's key as it sorts: text by code point."""
    is_text = storage_of(id.type) is Storage.TEXT or is_own_text(id.type)
    return by_code_point(id) if is_text else id


def ordered(
    column: ColumnElement[Any], data_type: DataType, descending: bool = False
) -> list[ColumnElement[Any]]:
    """Return what to sort by: numbers and instants by value, text by code point, missing values last.

    Each direction is said: which one is meant without is a setting on DuckDB.
    """
    is_text = data_type is DataType.STRING and (
        storage_of(column.type) is not Storage.OWN or is_own_text(column.type)
    )
    value = by_code_point(column) if is_text else column
    return [column.is_(None).asc(), value.desc() if descending else value.asc()]
