"""FROM and WHERE of a scan: the records, what is joined for the fields that are read, and the conditions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any, Final

from sqlalchemy import and_, case, select, true, type_coerce
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.sql.selectable import Select

from widgetql.columns import Context, Reading, as_label, kind_of
from widgetql.dynamic import chooser_of
from widgetql.fields import Dynamic, Field
from widgetql.filters.bound import EVERY
from widgetql.filters.compile import compile_bound, compile_on, height_of
from widgetql.filters.operators import SQL, parameter
from widgetql.joins import Joined
from widgetql.paths import Found
from widgetql.plan.bucketing import Bucketing
from widgetql.plan.facts import Facts
from widgetql.plan.parameters import Placed
from widgetql.plan.query import Aggregate, Binned, Kept, Plotted, Subject
from widgetql.sql.buckets import integer
from widgetql.sql.decorated import OwnType, is_own_text
from widgetql.sql.keys import key_of
from widgetql.sql.parts import ALWAYS, Span, part_of
from widgetql.sql.possible import in_window
from widgetql.sql.profile import profile_of
from widgetql.sql.ranges import without_index
from widgetql.sql.rank import first_that_holds, rank_among
from widgetql.sql.skipped import one_micros
from widgetql.sql.text import by_code_point
from widgetql.sql.time import Instant
from widgetql.sql.uuids import spelt_uuid_key, uuid_key
from widgetql.storage import Storage, storage_of
from widgetql.types import DataType

_Column = ColumnElement[Any]

# Groups and relations in each other, a part of times as three of them.
_DEEP: Final = 3


class Source:
    """The rows of a scan in one statement.

    Whatever is read of a field is then joined by `select`: a source is of one statement.
    """

    def __init__(
        self, placed: Placed, facts: Facts, context: Context, dialect: str, span: Span = ALWAYS
    ) -> None:
        self._placed: Final = placed
        self._facts: Final = facts
        self._dialect: Final = dialect
        self._span: Final = span
        self._dataset: Final = placed.scan.dataset
        known = self._dataset.timestamp if facts.of_range else None
        own = replace(context, scope=placed.scope.placed(), known=known, known_columns=facts.columns)
        self._joined: Final = Joined(self._dataset, own)
        self._chosen: Final[dict[str, ColumnElement[bool]]] = {}

    def select(self, columns: Iterable[_Column], *where: ColumnElement[bool]) -> Select[Any]:
        """Return the SELECT of columns of its rows."""
        statement: Any = select(*columns)
        return self._joined.into(statement).where(*self.conditions(), *where)

    @property
    def is_deep(self) -> bool:
        """Whether the filter is of too many groups and relations in each other to be nested once more."""
        return profile_of(self._dialect).parses_shallowly and height_of(self._placed.filter) > _DEEP

    def between(self, columns: Iterable[_Column], low: _Column, high: _Column) -> Select[Any]:
        """Return the same of the rows from `low` until just before `high`, which an index finds."""
        at, instant = self._dataset.timestamp, self.timestamp.instant
        assert at is not None
        statement: Any = select(*columns)
        rest = [without_index(one, at) for one in self.conditions(bounded=False)]
        found: Select[Any] = self._joined.into(statement).where(instant >= low, instant < high, *rest)
        return found

    def conditions(self, *, bounded: bool = True) -> list[ColumnElement[bool]]:
        """Return what rows must satisfy: the range, the filter, the host's scope, the metric."""
        root, context = self._joined.root, self._joined.context
        conditions = list(self._range()) if bounded else []
        if self._placed.filter != EVERY:
            conditions.append(compile_bound(self._placed.filter, root, context))
        conditions += context.guard(root)
        if self._may_be_none:
            conditions.append(in_window(self.timestamp.sql, self.kind, None, None))
        return [*conditions, *self._chosen.values()]

    def _range(self) -> Iterator[ColumnElement[bool]]:
        start, end = (
            None if one is None else parameter(one, self.kind)
            for one in (self._placed.start, self._placed.end)
        )
        if not (start is None and end is None):
            yield self.timestamp.within(start, end)

    @property
    def _may_be_none(self) -> bool:
        """Tell whether the timestamps of the range may be none."""
        if self.kind.canonical or (self._facts.are_texts and self._facts.of_range):
            return False
        return self._placed.start is None or profile_of(self._dialect).zero_dates

    @property
    def _leaf(self) -> Field:
        leaf = self._timestamp.leaf
        assert isinstance(leaf, Field)
        return leaf

    @property
    def _timestamp(self) -> Found:
        return self._dataset.paths[str(self._dataset.timestamp_path)]

    @property
    def timestamp(self) -> Reading:
        """The records' timestamp."""
        return self._joined.read(self._timestamp)

    @property
    def time(self) -> _Column:
        """The records' timestamp as a number: of one instant that is written in two ways one."""
        return one_micros(self.timestamp.instant)

    @property
    def kind(self) -> Instant:
        """How the records' timestamp is stored."""
        return kind_of(self._leaf, self._joined.context)

    @property
    def id(self) -> _Column:
        """The records' key."""
        dataset = self._dataset
        if self.has_parts:
            return key_of(dataset.ids)
        if dataset.key_values is not None:
            return type_coerce(dataset.id, OwnType(dataset.key_values))
        id = self._joined.root.column(dataset.id)
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
        return len(self._dataset.ids) > 1

    @property
    def keys(self) -> list[_Column]:
        """The records' key as it sorts, column by column."""
        ids = self._dataset.ids
        if len(ids) == 1:
            return [sortable(self.id)]
        return [sortable(_part(one)) for one in ids]

    def read(self, plotted: Plotted) -> Reading:
        """Return a field's reading; of a dynamic field only the rows of the scan's metric are left."""
        found = plotted.found
        if isinstance(found.leaf, Dynamic):
            self._choose(found)
        if found.part is not None and found.whole.path in self._dataset.timestamp_names:
            # The range says in which years it is.
            part = part_of(self.timestamp.instant, found.part, self._joined.context.zone, self._span)
            return Reading(part, DataType.NUMERIC, Storage.NUMBER)
        return self._joined.read(plotted.found, plotted.type)

    def measured(self, one: Aggregate) -> _Column:
        """Return what of each row goes into an aggregate of values, whatever it is under."""
        of, where = one.of, one.where
        assert of is not None
        is_own = where is not None and where.metric is not None
        return (self._joined.read(of.found, of.type) if is_own else self.read(of)).value

    def mark(self, one: Aggregate) -> _Column:
        """Return 1 for each row that an aggregate's condition holds for, else NULL."""
        where, of = one.where, one.of
        assert where is not None
        conditions: list[ColumnElement[bool]] = []
        if where.metric is not None:
            assert of is not None
            chooser = chooser_of(of.found, self._dataset)
            conditions.append(SQL["eq"](self._joined.read(chooser), where.metric))
        elif of is not None and isinstance(of.found.leaf, Dynamic):
            self._choose(of.found)
        if where.filter != EVERY:
            conditions.append(compile_bound(where.filter, self._joined.root, self._joined.context))
        return case((and_(true(), *conditions), integer(1)))

    def column(self, subject: Subject) -> _Column:
        """Return what rows are grouped by."""
        match subject:
            case Plotted():
                reading = self.read(subject)
                is_time = reading.type is DataType.DATETIME and reading.storage is not Storage.OWN
                # The same instant may be written in two ways; as a number it is one.
                return one_micros(reading.instant) if is_time else reading.key
            case Bucketing():
                return subject.sql(self.timestamp.instant)
            case Binned(of, below):
                reading = self.read(of)
                # Of the others a value is known to be a number.
                sure = replace(reading, canonical=True)
                conditions = [compile_on(test, sure) for test in below]
                return case((reading.present, first_that_holds(conditions)))
            case Kept(of, values, without):
                return rank_among(self.column(of), values, without, self._dialect)
            case _:
                raise TypeError(f"{subject!r} is no column of rows")

    def _choose(self, dynamic: Found) -> None:
        chooser = chooser_of(dynamic, self._dataset)
        if chooser.path not in self._chosen:
            self._chosen[chooser.path] = SQL["eq"](self._joined.read(chooser), self._placed.metric)


def _part(column: _Column) -> _Column:
    match storage_of(column.type):
        case Storage.UUID:
            return uuid_key(column)
        case Storage.ENUM:
            return as_label(column)
        case _:
            return column


def sortable(id: _Column) -> _Column:
    """Return a record's key as it sorts: text by code point."""
    is_text = storage_of(id.type) is Storage.TEXT or is_own_text(id.type)
    return by_code_point(id) if is_text else id
