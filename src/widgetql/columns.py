"""Field -> column expression: the only place that makes one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, tzinfo
from functools import lru_cache
from typing import Any, Final, TypeAlias

from sqlalchemy import and_, case, or_, type_coerce
from sqlalchemy import types as sa
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.sql.selectable import FromClause

from widgetql.entities import behind_alias
from widgetql.epochs import Epoch
from widgetql.fields import Dynamic, Field, JsonKeys, Leaf
from widgetql.formats import TextFormat
from widgetql.paths import Found
from widgetql.remembered import remembered
from widgetql.rows import Rows
from widgetql.sql.decorated import OwnType, is_own_text
from widgetql.sql.epochs import EpochTime, in_micros
from widgetql.sql.finite import as_written, finite, is_no_number, is_number, number, one_group, truth
from widgetql.sql.intervals import interval_seconds
from widgetql.sql.json import canonical_scalar, key_text, scalar_text, sure_scalar
from widgetql.sql.json_null import is_json_null
from widgetql.sql.labels import label_text, plain_label
from widgetql.sql.numbers import text_number
from widgetql.sql.parts import part_of
from widgetql.sql.possible import as_time, comparable, in_window, is_no_time
from widgetql.sql.readable import (
    certain,
    is_readable,
    is_unreadable,
    matched,
    readable,
    readable_too,
    unless_bytes,
)
from widgetql.sql.text import exact_text
from widgetql.sql.time import Day, Instant
from widgetql.sql.uuids import is_no_uuid, is_uuid, spelt_uuid, uuid_text
from widgetql.sql.values import bound_type
from widgetql.storage import NUMBERS, Storage, is_native_enum, storage_of, stored_by, undecorated
from widgetql.subqueries import rebased
from widgetql.types import DataType

# What SQLite takes bytes for as well.
_TEXTS: Final = frozenset({Storage.TEXT, Storage.ENUM})
_Pair: TypeAlias = tuple[ColumnElement[Any], ColumnElement[Any]]


@dataclass(frozen=True, slots=True)
class Context:
    """What every reading of a table needs: the request's zone, and the host's conditions by table.
    `canonical` is the dataset's promise that only SQLAlchemy wrote the rows.
    """

    zone: tzinfo = UTC
    scope: Mapping[FromClause, ColumnElement[bool]] = field(
        default_factory=dict[FromClause, ColumnElement[bool]]
    )
    canonical: bool = False
    # Columns of times that hold nothing else, and the timestamp where the dataset's own rows do not.
    known_columns: frozenset[ColumnElement[Any]] = field(default=frozenset(), compare=False)
    known: ColumnElement[Any] | None = field(default=None, compare=False)

    def guard(self, rows: Rows) -> list[ColumnElement[bool]]:
        """Return the host's conditions on the rows of a table, also where an alias of it is read."""
        base, source = behind_alias(rows.table), rows.source
        own = [] if rows.criterion is None else [rows.of(rows.criterion)]
        # What is said of the table may read the alias by itself, and means all its rows then.
        moves = {rows.table: {rows.table: source, base: source}, base: {base: source}}
        return own + [rebased(self.scope[one], moves[one]) for one in moves if one in self.scope]


@dataclass(frozen=True)
class Reading:
    """A field's value as SQL: NULL, or no number, where it is missing; `type` says how it compares.

    `canonical` tells that only SQLAlchemy wrote the column: nothing else has to be expected in it; `known`
    that of these rows it is known. `sure` is the same as `sql`, NULL also for a text that cannot be decoded,
    where it takes longer to tell.
    """

    sql: ColumnElement[Any]
    type: DataType
    storage: Storage
    zone: tzinfo = UTC
    canonical: bool = False
    sure: ColumnElement[Any] | None = None
    known: bool = False
    epoch: Epoch | None = None
    form: TextFormat | None = None

    @property
    def is_text(self) -> bool:
        """Tell whether the column holds a text, to be compared exactly."""
        if self.storage is Storage.ENUM:
            return not is_native_enum(undecorated(self.sql.type))
        return self.storage is Storage.TEXT or is_own_text(self.sql.type)

    @property
    def is_number(self) -> bool:
        """Tell whether the column holds numbers as they are, and may hold what is none."""
        return self.storage in NUMBERS and self.type is DataType.NUMERIC

    @remembered
    def stored(self) -> ColumnElement[Any]:
        """The column as it is guarded: what only SQLAlchemy wrote needs less."""
        return as_written(self.sql) if self.canonical else self.sql

    @property
    def may_be_bytes(self) -> bool:
        """Tell whether what is stored as text may be none."""
        return self.storage in _TEXTS and not self.canonical

    @property
    def may_be_spelt(self) -> bool:
        """Tell whether a UUID may be written in several ways, or be none."""
        return self.storage is Storage.UUID and not self.canonical

    @property
    def present(self) -> ColumnElement[bool]:
        """Hold where there is a value."""
        if self.is_guarded:
            return in_window(self.sql, self.kind, None, None)
        if self.may_be_spelt:
            return is_uuid(self.sql)
        if self.may_be_bytes:
            return is_readable(self.sql)
        return is_number(self.stored) if self.is_number else self._sure.is_not(None)

    @property
    def shown(self) -> ColumnElement[bool]:
        """Hold where there is a value, among rows whose values are selected."""
        if self.sure is not None:
            return self.sql.is_not(None)
        return readable(self.sql).is_not(None) if self.may_be_bytes else self.present

    @property
    def missing(self) -> ColumnElement[bool]:
        """Hold where there is no value."""
        if self.is_guarded:
            return is_no_time(self.sql, self.kind)
        if self.may_be_spelt:
            return is_no_uuid(self.sql)
        if self.may_be_bytes:
            return is_unreadable(self.sql)
        return is_no_number(self.stored) if self.is_number else self._sure.is_(None)

    @property
    def value(self) -> ColumnElement[Any]:
        """The value to be selected, aggregated: one SQL type for each of ours, missing as NULL."""
        if self.storage is Storage.OWN:
            return type_coerce(exact_text(self.sql), self.sql.type) if self.is_text else self.sql
        match self.type:
            case DataType.DATETIME if self.storage is Storage.DATE:
                return self._time(Day(self.storage, self.zone, self.canonical, self.form))
            case DataType.DATETIME if self.storage is Storage.EPOCH:
                return in_micros(self.instant)
            case DataType.DATETIME:
                return self.instant
            case DataType.STRING:
                return self.text
            case _:
                return finite(self.stored) if self.is_number else self.sql

    @property
    def found(self) -> ColumnElement[Any]:
        """The same where only values that are present are left: nothing keeps an index from its order."""
        return number(self.sql) if self.is_number else self.value

    @property
    def key(self) -> ColumnElement[Any]:
        """The value to group by."""
        return one_group(self.value) if self.storage is Storage.DECIMAL and self.is_number else self.value

    @property
    def text(self) -> ColumnElement[str]:
        """The value as exact text, to be selected."""
        return self._text(readable)

    @property
    def certain_text(self) -> ColumnElement[str]:
        """The value as exact text, for a condition that must not meet what is none."""
        return exact_text(self._sure) if self.sure is not None else self._text(certain)

    @property
    def as_database(self) -> Reading:
        """The same whatever the column's type declares: an enum's labels as text, integers as decimals."""
        if self.storage is Storage.INTEGER:
            return replace(self, storage=Storage.DECIMAL)
        return replace(self, sql=as_label(self.sql), storage=Storage.TEXT)

    def matching(self, condition: Callable[[ColumnElement[Any]], ColumnElement[bool]]) -> ColumnElement[bool]:
        """Return a condition on the value as text that is looked at first, and then whether it is one."""
        if self.sure is not None:
            return condition(self.certain_text)
        holds = condition(self._text(matched))
        return readable_too(holds, self.sql) if self.may_be_bytes else holds

    @property
    def _sure(self) -> ColumnElement[Any]:
        return self.sql if self.sure is None else self.sure

    def _text(self, guard: Callable[[Any], ColumnElement[Any]]) -> ColumnElement[str]:
        if self.storage is Storage.UUID:
            return uuid_text(self.sql) if self.canonical else spelt_uuid(self.sql)
        stored = guard(self.sql) if self.may_be_bytes else self.sql
        return exact_text(as_label(stored) if self.storage is Storage.ENUM else stored)

    @property
    def instant(self) -> ColumnElement[Any]:
        """The value as an instant, bound and read as its column stores it."""
        return self._time(self.kind)

    def _time(self, kind: Instant) -> ColumnElement[Any]:
        return as_time(self.sql, kind) if self.is_guarded else type_coerce(self.sql, kind)

    @property
    def kind(self) -> Instant:
        """How instants are stored."""
        if self.form is not None:
            return Instant(self.storage, self.zone, form=self.form)
        return _kind(self.sql, self.epoch, self.storage, self.zone, self.canonical)

    @property
    def is_guarded(self) -> bool:
        """Tell whether what is stored may be no time."""
        is_time = self.type is DataType.DATETIME and self.storage is not Storage.OWN
        return is_time and not ((self.canonical and self.epoch is None) or self.known)

    def within(self, start: ColumnElement[Any] | None, end: ColumnElement[Any] | None) -> ColumnElement[bool]:
        """Hold for instants from `start` until just before `end`; None is open, at both ends too."""
        if self.is_guarded:
            return in_window(self.sql, self.kind, start, end)
        column = comparable(self.instant)
        bounds = [
            *([column >= start] if start is not None else ()),
            *([column < end] if end is not None else ()),
        ]
        return and_(*bounds) if bounds else self.present


def read(found: Found, rows: Rows, context: Context, dynamic: DataType | None = None) -> Reading:
    """Return the reading of a field on its rows; a dynamic value is read as `dynamic`."""
    reading = read_leaf(found.leaf, found.key, rows, context, dynamic)
    if found.part is None:
        return reading
    return Reading(part_of(reading.instant, found.part, context.zone), DataType.NUMERIC, Storage.NUMBER)


def read_leaf(leaf: Leaf, key: str | None, rows: Rows, context: Context, dynamic: DataType | None) -> Reading:
    """Return the reading of a declared leaf: the one switch over what a host may declare."""
    match leaf:
        case Field():
            return _read_field(leaf, rows, context)
        case JsonKeys():
            assert key is not None
            if leaf.type is not DataType.STRING:
                return _of_text(key_text(rows.column(leaf.column), key), leaf.type, canonical=True)
            return _of_json(*(key_text(rows.column(leaf.column), key, is_sure=it) for it in (False, True)))
        case Dynamic():
            assert dynamic is not None
            return _read_dynamic(leaf, dynamic, rows, context)


def raw_present(leaf: Dynamic, rows: Rows) -> ColumnElement[bool]:
    """Hold where a dynamic value is stored at all, whatever its type."""
    if isinstance(leaf.columns, dict):
        return or_(*(rows.column(one.column).is_not(None) for one in leaf.columns.values()))
    column = rows.column(leaf.columns)
    return ~is_json_null(column) if _is_json(column) else is_readable(column)


def _read_field(leaf: Field, rows: Rows, context: Context) -> Reading:
    column = rows.column(leaf.column)
    canonical = _is_canonical(leaf, context)
    if leaf.own is not None:
        return Reading(type_coerce(column, OwnType(leaf.own)), leaf.type, leaf.storage)
    if leaf.type is DataType.DATETIME:
        is_known = leaf.column is context.known and rows.source is rows.table
        known = is_known or leaf.column in context.known_columns
        zone = _zone(leaf, context)
        return Reading(
            column, leaf.type, leaf.storage, zone, canonical, known=known, epoch=leaf.epoch, form=leaf.form
        )
    if leaf.storage is Storage.INTERVAL:
        return Reading(
            interval_seconds(as_written(column) if canonical else column), leaf.type, Storage.NUMBER
        )
    if leaf.storage is Storage.TEXT and leaf.type in (DataType.NUMERIC, DataType.BOOLEAN):
        return _of_text(column, leaf.type, canonical)
    if leaf.type is DataType.BOOLEAN:
        sql = truth(as_written(column) if canonical else column)
        return Reading(sql, leaf.type, Storage.BOOLEAN, canonical=canonical)
    return Reading(column, leaf.type, leaf.storage, canonical=canonical)


def kind_of(leaf: Field, context: Context) -> Instant:
    """Return how the column of a datetime field stores instants."""
    if leaf.form is not None:
        return Instant(leaf.storage, _zone(leaf, context), form=leaf.form)
    canonical = _is_canonical(leaf, context)
    return _kind(leaf.column, leaf.epoch, leaf.storage, _zone(leaf, context), canonical)


def _kind(
    column: ColumnElement[Any], epoch: Epoch | None, storage: Storage, zone: tzinfo, canonical: bool
) -> Instant:
    if epoch is None:
        return _instant(storage, zone, canonical)
    declared = undecorated(column.type)
    return EpochTime(epoch, bound_type(storage_of(declared) or Storage.FLOAT, declared), canonical)


@lru_cache(maxsize=256, typed=True)
def _instant(storage: Storage, zone: tzinfo, canonical: bool) -> Instant:
    return Instant(storage, zone, canonical)


def _is_canonical(leaf: Field, context: Context) -> bool:
    if leaf.form is not None:
        # What SQLAlchemy writes there has to be read first.
        return False
    return context.canonical if leaf.canonical is None else leaf.canonical


def _zone(leaf: Field, context: Context) -> tzinfo:
    # A date belongs to no zone: it is that day in the request's.
    return leaf.timezone or (context.zone if leaf.storage is Storage.DATE else UTC)


def _read_dynamic(leaf: Dynamic, wanted: DataType, rows: Rows, context: Context) -> Reading:
    if isinstance(leaf.columns, dict):
        return _read_field(leaf.columns[wanted], rows, context)
    column = rows.column(leaf.columns)
    if not _is_json(column):
        return _of_text(column, wanted, canonical=False)
    if wanted is DataType.STRING:
        return _of_json(canonical_scalar(column), sure_scalar(column))
    return _of_text(scalar_text(column), wanted, canonical=True)


def _of_json(text: ColumnElement[Any], sure: ColumnElement[Any]) -> Reading:
    """Return the reading of a text in a document."""
    return Reading(text, DataType.STRING, Storage.TEXT, canonical=True, sure=sure)


def _of_text(text: ColumnElement[Any], wanted: DataType, canonical: bool) -> Reading:
    """Read a text as a type; a text that does not spell a value of it is missing."""
    match wanted:
        case DataType.NUMERIC:
            # Never NaN, which JSON cannot write: so no FLOAT, which might be.
            number = text_number(text)
            return Reading(number if canonical else unless_bytes(number, text), wanted, Storage.NUMBER)
        case DataType.BOOLEAN:
            spelt = case({"true": True, "false": False}, value=exact_text(text))
            return Reading(type_coerce(spelt, sa.Boolean()), wanted, Storage.BOOLEAN)
        case _:
            return Reading(text, DataType.STRING, Storage.TEXT, canonical=canonical)


def _is_json(column: ColumnElement[Any]) -> bool:
    return stored_by(column.type) is Storage.JSON


def as_label(column: ColumnElement[Any]) -> ColumnElement[Any]:
    """Return an enum as the text of its label, whatever its type declares."""
    return label_text(column) if is_native_enum(undecorated(column.type)) else plain_label(column)
