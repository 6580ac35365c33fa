"""Field -> column expression, relation -> semi-join or join: the only place that makes either."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, tzinfo
from typing import Any, Final, Protocol, TypeAlias, cast

from sqlalchemy import and_, case, literal, literal_column, or_, select, type_coerce
from sqlalchemy import types as sa
from sqlalchemy.sql import operators
from sqlalchemy.sql.elements import BinaryExpression, ColumnElement
from sqlalchemy.sql.selectable import FromClause, Select, SelectBase
from sqlalchemy.sql.visitors import iterate

from widgetql.entities import behind_alias, tables_in
from widgetql.fields import Dynamic, Field, JsonKeys, Leaf, Relation, ToOne
from widgetql.paths import Found, Step
from widgetql.sql.decorated import OwnType, is_own_text
from widgetql.sql.intervals import interval_seconds
from widgetql.sql.json import canonical_scalar, key_text, scalar_text
from widgetql.sql.json_null import is_json_null
from widgetql.sql.numbers import is_not_nan, one_zero, text_number, without_nan
from widgetql.sql.relations import has_no_row, has_row, may_miss
from widgetql.sql.text import exact_text, label_text
from widgetql.sql.time import Instant
from widgetql.sql.uuids import uuid_text
from widgetql.sql.values import Double
from widgetql.storage import Storage, stored_by, undecorated
from widgetql.subqueries import rebased
from widgetql.types import MAX_DOUBLE, DataType

# The storages that may hold a NaN, which counts as missing.
_MAY_BE_NAN: Final = frozenset({Storage.FLOAT, Storage.DECIMAL})
_DOUBLE: Final[sa.TypeEngine[float]] = Double()
_Pair: TypeAlias = tuple[ColumnElement[Any], ColumnElement[Any]]


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of a table as they stand in a statement: the table itself, or an alias of it.

    `criterion` tells the rows of an ORM class from the others in its table, where they share it.
    """

    table: FromClause
    source: FromClause
    criterion: ColumnElement[bool] | None = None

    def of(self, element: Any) -> Any:
        """Rewrite an expression over the table into one over these rows."""
        return rebased(element, {self.table: self.source})


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

    def guard(self, rows: Rows) -> list[ColumnElement[bool]]:
        """Return the host's conditions on the rows of a table, also where an alias of it is read."""
        named = dict.fromkeys([rows.table, behind_alias(rows.table)])
        moves = dict.fromkeys(named, rows.source)
        own = [] if rows.criterion is None else [rows.of(rows.criterion)]
        return own + [rebased(self.scope[table], moves) for table in named if table in self.scope]


@dataclass(frozen=True, slots=True)
class Reading:
    """A field's value as SQL: NULL (or NaN) where it is missing; `type` says how it compares.

    `canonical` tells that only SQLAlchemy wrote the column: nothing else has to be expected in it.
    """

    sql: ColumnElement[Any]
    type: DataType
    storage: Storage
    zone: tzinfo = UTC
    canonical: bool = False

    @property
    def is_text(self) -> bool:
        """Tell whether the column holds a text, to be compared exactly."""
        return self.storage is Storage.TEXT or is_own_text(self.sql.type)

    @property
    def may_be_nan(self) -> bool:
        """Tell whether a stored value can be NaN, which counts as missing."""
        return self.storage in _MAY_BE_NAN

    @property
    def present(self) -> ColumnElement[bool]:
        """Hold where there is a value."""
        there = self.sql.is_not(None)
        return and_(there, is_not_nan(self.sql)) if self.may_be_nan else there

    @property
    def missing(self) -> ColumnElement[bool]:
        """Hold where there is no value."""
        absent = self.sql.is_(None)
        return or_(absent, ~is_not_nan(self.sql)) if self.may_be_nan else absent

    @property
    def value(self) -> ColumnElement[Any]:
        """The value to be selected, grouped, aggregated: one SQL type for each of ours, missing as NULL."""
        if self.storage is Storage.OWN:
            return type_coerce(exact_text(self.sql), self.sql.type) if self.is_text else self.sql
        match self.type:
            case DataType.DATETIME:
                return self.instant
            case DataType.STRING:
                return self.text
            case _:
                return without_nan(self.sql) if self.may_be_nan else self.sql

    @property
    def key(self) -> ColumnElement[Any]:
        """The value to group by: an infinity, which JSON cannot write, belongs to the missing values."""
        if self.type is DataType.NUMERIC and self.storage is Storage.FLOAT:
            finite = self.sql.between(literal(-MAX_DOUBLE, _DOUBLE), literal(MAX_DOUBLE, _DOUBLE))
            return case((finite, one_zero(self.sql)))
        return self.value

    @property
    def text(self) -> ColumnElement[str]:
        """The value as exact text."""
        match self.storage:
            case Storage.UUID:
                return uuid_text(self.sql)
            case Storage.ENUM:
                return exact_text(_as_text(self.sql))
            case _:
                return exact_text(self.sql)

    @property
    def instant(self) -> ColumnElement[Any]:
        """The value as an instant, bound and read as its column stores it."""
        return type_coerce(self.sql, Instant(self.storage, self.zone))


def read(found: Found, rows: Rows, context: Context, dynamic: DataType | None = None) -> Reading:
    """Return the reading of a field on its rows; a dynamic value is read as `dynamic`."""
    return read_leaf(found.leaf, found.key, rows, context, dynamic)


def read_leaf(leaf: Leaf, key: str | None, rows: Rows, context: Context, dynamic: DataType | None) -> Reading:
    """Return the reading of a declared leaf: the one switch over what a host may declare."""
    match leaf:
        case Field():
            return _read_field(leaf, rows, context)
        case JsonKeys():
            assert key is not None
            return Reading(key_text(rows.of(leaf.column), key), DataType.STRING, Storage.TEXT)
        case Dynamic():
            assert dynamic is not None
            return _read_dynamic(leaf, dynamic, rows, context)


def raw_present(leaf: Dynamic, rows: Rows) -> ColumnElement[bool]:
    """Hold where a dynamic value is stored at all, whatever its type."""
    if isinstance(leaf.columns, dict):
        return or_(*(rows.of(one.column).is_not(None) for one in leaf.columns.values()))
    column = rows.of(leaf.columns)
    return ~is_json_null(column) if _is_json(column) else column.is_not(None)


def _read_field(leaf: Field, rows: Rows, context: Context) -> Reading:
    column = rows.of(leaf.column)
    canonical = context.canonical if leaf.canonical is None else leaf.canonical
    if leaf.own is not None:
        return Reading(type_coerce(column, OwnType(leaf.own)), leaf.type, leaf.storage)
    if leaf.type is DataType.DATETIME:
        return Reading(column, leaf.type, leaf.storage, _zone(leaf, context), canonical)
    if leaf.storage is Storage.INTERVAL:
        return Reading(interval_seconds(column), leaf.type, Storage.NUMBER)
    if leaf.storage is Storage.TEXT and leaf.type in (DataType.NUMERIC, DataType.BOOLEAN):
        return _of_text(column, leaf.type)
    if leaf.storage is Storage.INTEGER and leaf.type is DataType.BOOLEAN:
        sql: ColumnElement[bool] = type_coerce(column != 0, sa.Boolean())
        return Reading(sql, leaf.type, Storage.BOOLEAN, canonical=canonical)
    return Reading(column, leaf.type, leaf.storage, canonical=canonical)


def kind_of(leaf: Field, context: Context) -> Instant:
    """Return how the column of a datetime field stores instants."""
    return Instant(leaf.storage, _zone(leaf, context))


def _zone(leaf: Field, context: Context) -> tzinfo:
    # A date belongs to no zone: it is that day in the request's.
    return leaf.timezone or (context.zone if leaf.storage is Storage.DATE else UTC)


def _read_dynamic(leaf: Dynamic, wanted: DataType, rows: Rows, context: Context) -> Reading:
    if isinstance(leaf.columns, dict):
        return _read_field(leaf.columns[wanted], rows, context)
    column = rows.of(leaf.columns)
    if not _is_json(column):
        return _of_text(column, wanted)
    if wanted is DataType.STRING:
        return Reading(canonical_scalar(column), wanted, Storage.TEXT)
    return _of_text(scalar_text(column), wanted)


def _of_text(text: ColumnElement[Any], wanted: DataType) -> Reading:
    """Read a text as a type; a text that does not spell a value of it is missing."""
    match wanted:
        case DataType.NUMERIC:
            # Never NaN, which JSON cannot write: so no FLOAT, which might be.
            return Reading(text_number(text), wanted, Storage.NUMBER)
        case DataType.BOOLEAN:
            spelt = case({"true": True, "false": False}, value=exact_text(text))
            return Reading(type_coerce(spelt, sa.Boolean()), wanted, Storage.BOOLEAN)
        case _:
            return Reading(text, DataType.STRING, Storage.TEXT)


def _is_json(column: ColumnElement[Any]) -> bool:
    return stored_by(column.type) is Storage.JSON


def _as_text(column: ColumnElement[Any]) -> ColumnElement[Any]:
    return label_text(column) if _is_native_enum(column) else type_coerce(column, sa.Text())


def _is_native_enum(column: ColumnElement[Any]) -> bool:
    declared = undecorated(column.type)
    return isinstance(declared, sa.Enum) and declared.native_enum


def related(step: Step) -> Rows:
    """Return the related rows under an alias of their own."""
    relation = step.relation
    return Rows(relation.table, relation.table.alias(), relation.criterion)


def _outer(step: Step) -> Rows:
    relation = step.relation
    return Rows(relation.table, may_miss(relation.table), relation.criterion)


def tie(step: Step, parent: Rows, rows: Rows, context: Context) -> ColumnElement[bool]:
    """Return the condition that a related row belongs to a parent, the host's on that row included."""
    on = rebased(step.relation.on, {step.parent: parent.source, step.relation.table: rows.source})
    return and_(on, *context.guard(rows))


def some_row(
    step: Step,
    parent: Rows,
    rows: Rows,
    condition: ColumnElement[bool],
    context: Context,
    negative: bool = False,
) -> ColumnElement[bool]:
    """Return the semi-join: some related row satisfies the condition, or none does. Never NULL."""
    keys, alone = keys_and_rest(step)
    pairs = [(rows.of(key), parent.of(own)) for key, own in keys]
    on = and_(*(key == own for key, own in keys)) if alone else step.relation.on
    tied = rebased(on, {step.parent: parent.source, step.relation.table: rows.source})
    one: ColumnElement[int] = literal_column("1")
    # Explicit correlation: whatever the host's statement joins, only these rows belong to the subquery.
    read = select(one).select_from(rows.source).correlate_except(rows.source)
    construct = has_no_row if negative else has_row
    return construct(read, tied, and_(*map(rows.of, alone), *context.guard(rows), condition), pairs)


def is_related(
    step: Step, parent: Rows, rows: Rows, condition: ColumnElement[bool], context: Context
) -> ColumnElement[bool]:
    """Return the semi-join as a WHERE takes it: where it does not hold it may be NULL.

    A row of few is looked up by its key: the database may read them first and the parents by an index.
    """
    keys = _keys(step) if isinstance(step.relation, ToOne) else None
    if keys is None or len(keys) > 1:
        return some_row(step, parent, rows, condition, context)
    ((key, own),) = keys
    found = select(rows.of(key)).where(*context.guard(rows), condition).correlate_except(rows.source)
    holds: ColumnElement[bool] = parent.of(own).in_(found)
    return holds


def _keys(step: Step) -> list[_Pair] | None:
    """Return the related rows' columns and the parent's that equal them, where that is the whole relation."""
    keys, alone = keys_and_rest(step)
    return None if alone else keys or None


def keys_and_rest(step: Step) -> tuple[list[_Pair], list[ColumnElement[Any]]]:
    """Return the pairs of the related rows' columns and the parent's that equal them, and what else is asked.

    The rest is of the related row alone; both are empty where more is asked.
    """
    on = step.relation.on
    every = cast("Any", on).clauses if getattr(on, "operator", None) is operators.and_ else [on]
    pairs = {one: pair for one in every if (pair := _pair(one, step)) is not None}
    others = [one for one in every if one not in pairs]
    if not pairs or any(tables_in(one) != {step.relation.table} or _asks(one) for one in others):
        return [], []
    return list(pairs.values()), others


def _asks(element: Any) -> bool:
    return any(isinstance(part, SelectBase) for part in iterate(element))


def _pair(on: Any, step: Step) -> _Pair | None:
    if not (isinstance(on, BinaryExpression) and on.operator is operators.eq):
        return None
    for key, own in ((on.left, on.right), (on.right, on.left)):
        if getattr(key, "table", None) is step.relation.table and getattr(own, "table", None) is step.parent:
            return key, own
    return None


def parents_key(step: Step, leaf: Leaf, parent: Rows, context: Context) -> Reading | None:
    """Return the parent's own column that equals a to-one row's key, where no subquery is needed for it."""
    relation: Relation = step.relation
    if not (isinstance(relation, ToOne) and relation.always_present and isinstance(leaf, Field)):
        return None
    rows, keys = Rows(relation.table, relation.table, relation.criterion), _keys(step)
    if keys is None or len(keys) > 1 or keys[0][0] is not leaf.column or context.guard(rows):
        return None
    return replace(_read_field(leaf, rows, context), sql=parent.of(keys[0][1]))


class Records(Protocol):
    """What a dataset's records are: rows of a table, all or those that a criterion holds for."""

    @property
    def table(self) -> FromClause:
        """Their table."""
        ...

    @property
    def criterion(self) -> ColumnElement[bool] | None:
        """What tells them from other rows of it."""
        ...


class Joined:
    """The FROM of a widget's statement: the records, then each relation that its columns need, once.

    To-one relations are outer joins; the to-many relation that a widget plots is an inner join.
    """

    def __init__(self, dataset: Records, context: Context) -> None:
        self.context: Final = context
        self.root: Final = Rows(dataset.table, dataset.table, dataset.criterion)
        self._rows: dict[str, Rows] = {}
        self._joins: list[tuple[FromClause, ColumnElement[bool], bool]] = []

    def rows_of(self, steps: tuple[Step, ...], to_many: int) -> Rows:
        """Return the rows at the end of a path, joining what is not yet joined."""
        rows = self.root
        for index, step in enumerate(steps):
            if step.path not in self._rows:
                # Up to the plotted to-many relation a missing row leaves nothing to plot.
                outer = index >= to_many
                joined = self._rows[step.path] = _outer(step) if outer else related(step)
                self._joins.append((joined.source, tie(step, rows, joined, self.context), outer))
            rows = self._rows[step.path]
        return rows

    def read(self, found: Found, dynamic: DataType | None = None) -> Reading:
        """Return the reading of a field on its joined rows."""
        return read(found, self.rows_of(found.steps, found.to_many), self.context, dynamic)

    def into(self, statement: Select[Any]) -> Select[Any]:
        """Give a statement this FROM."""
        source: Any = self.root.source
        for rows, on, outer in self._joins:
            source = source.join(rows, on, isouter=outer)
        return statement.select_from(source)
