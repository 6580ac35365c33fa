"""The rows that a widget is computed from: one subquery of plain columns, to be grouped and aggregated."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import case, false, func, select
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.sql.selectable import Select, Subquery

from widgetql.charts.bound import BoundWidget, Plotted
from widgetql.charts.buckets import Calendar, Edges, Interval, TooManyBuckets, buckets_between
from widgetql.columns import Joined, Reading
from widgetql.dataset import Found
from widgetql.dynamic import chooser_of
from widgetql.errors import InvalidInput, Problem
from widgetql.execution import Runner
from widgetql.fields import Dynamic
from widgetql.filters.compile import compile_bound
from widgetql.filters.operators import SQL
from widgetql.sql.buckets import bucket_index, integer
from widgetql.sql.logic import nullable
from widgetql.sql.text import by_code_point
from widgetql.sql.time import epoch_micros
from widgetql.sql.uuids import uuid_key
from widgetql.storage import Storage, storage_of
from widgetql.types import DataType


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
    """

    def __init__(self, bound: BoundWidget, runner: Runner) -> None:
        self.bound: Final = bound
        self.runner: Final = runner
        self.joined: Final = Joined(bound.request.dataset, bound.request.context)
        self.columns: Final[dict[str, ColumnElement[Any]]] = {}
        self.conditions: Final = self._selected()
        self._is_chosen = False
        self._edges: Final[dict[Calendar | Interval, Edges]] = {}

    @property
    def timestamp(self) -> Reading:
        """The records' timestamp."""
        dataset = self.bound.request.dataset
        return self.joined.read(dataset.paths[str(dataset.timestamp_path)])

    @property
    def id(self) -> ColumnElement[Any]:
        """The records' key."""
        id = self.bound.request.dataset.id
        return uuid_key(id) if storage_of(id.type) is Storage.UUID else id

    def read(self, plotted: Plotted) -> Reading:
        """Return a field's reading; of a dynamic field only the rows of the widget's metric are left."""
        if isinstance(plotted.found.leaf, Dynamic):
            self._choose(plotted.found)
        return self.joined.read(plotted.found, plotted.type)

    def key(self, plotted: Plotted) -> Key:
        """Return a field as a column to group by."""
        reading = self.read(plotted)
        if reading.type is DataType.DATETIME:
            # The same instant may be written in two ways on SQLite; as a number it is one.
            return Key(epoch_micros(reading.instant), reading.type, reading)
        return Key(reading.key, reading.type, reading)

    def bucket(self, grain: Calendar | Interval) -> Key:
        """Return the timestamp's bucket as a column to group by."""
        edges = self.edges(grain)
        if not len(edges):
            # No record is in an empty range: there is nothing to group.
            return Key(case((false(), integer(0))), DataType.DATETIME, None, edges)
        sql: ColumnElement[Any] = bucket_index(self.timestamp.instant, edges.starts)
        return Key(sql, DataType.DATETIME, None, edges)

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
            start = self.runner.first(self.select(func.min(nullable(instant))))[0]
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

    def count_records(self) -> bool:
        """Add the records' key as `rid` where a record may count as several rows; tell whether it may."""
        if self.bound.to_many:
            self.columns["rid"] = self.id
        return self.bound.to_many

    def statement(self) -> Select[Any]:
        """Return the SELECT of the columns collected so far, each under its name."""
        return self.select(*(column.label(name) for name, column in self.columns.items()))

    def subquery(self) -> Subquery:
        """Return the same as something to select from."""
        return self.statement().subquery("samples")

    def _selected(self) -> list[ColumnElement[bool]]:
        bound, root, context = self.bound, self.joined.root, self.joined.context
        conditions = [compile_bound(bound.filter, root, context), *context.guard(root)]
        if not bound.has_end and bound.range.end is not None:
            conditions.append(self.timestamp.instant < bound.range.end)
        return conditions

    def _choose(self, dynamic: Found) -> None:
        chosen = self.bound.chosen
        assert chosen is not None
        if not self._is_chosen:
            self._is_chosen = True
            chooser = chooser_of(dynamic, self.bound.request.dataset)
            self.conditions.append(SQL["eq"](self.joined.read(chooser), chosen.operand))


def sortable(id: ColumnElement[Any]) -> ColumnElement[Any]:
    """Return a record's key as it sorts: text by code point."""
    return by_code_point(id) if storage_of(id.type) in (Storage.TEXT, Storage.ENUM) else id


def ordered(
    column: ColumnElement[Any], data_type: DataType, descending: bool = False
) -> list[ColumnElement[Any]]:
    """Return what to sort by: numbers and instants by value, text by code point, missing values last."""
    value = by_code_point(column) if data_type is DataType.STRING else column
    return [column.is_(None), value.desc() if descending else value.asc()]
