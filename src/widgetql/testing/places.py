"""Plain rows instead of tables: a record, the rows related to it, and SQLAlchemy conditions over them."""

from __future__ import annotations

import json
import math
import operator
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final, TypeAlias, cast

from sqlalchemy import JSON
from sqlalchemy.sql import operators as sql
from sqlalchemy.sql.elements import (
    BinaryExpression,
    BindParameter,
    BooleanClauseList,
    ClauseList,
    ColumnClause,
    ColumnElement,
    False_,
    Grouping,
    Label,
    Null,
    True_,
    TypeCoerce,
    UnaryExpression,
)
from sqlalchemy.sql.schema import Table
from sqlalchemy.sql.selectable import FromClause

from widgetql.dataset import Dataset
from widgetql.entities import plain, table_of
from widgetql.fields import Elements, ToMany
from widgetql.limits import Limits
from widgetql.lists import element_text
from widgetql.paths import Step
from widgetql.relative_time import WEEKDAYS, Clock, zone_of
from widgetql.storage import NUMBERS, Storage, stored_by
from widgetql.types import Options, json_text

Row: TypeAlias = Mapping[str, Any]
Rows: TypeAlias = Mapping[Table, Sequence[Row]]
"""The rows of each table, as dicts by column key; a key that a row leaves out is null."""
# The row that each table on a path stands for; None where a to-one row is missing.
Bindings: TypeAlias = Mapping[FromClause, Row | None]


@dataclass(frozen=True)
class _Index:
    """A table's rows by the values of one column, and what must equal that column."""

    key: ColumnElement[Any]
    found: Mapping[Any, Sequence[Row]]


@dataclass(frozen=True)
class World:
    """All that a question is asked of: the declaration, the rows, the clock, the limits and the scope."""

    dataset: Dataset
    rows: Rows
    clock: Clock
    limits: Limits
    scope: Sequence[tuple[FromClause, ColumnElement[bool]]]
    _visible: dict[FromClause, list[Row]] = field(init=False, default_factory=dict[FromClause, list[Row]])
    _indexes: dict[str, _Index | None] = field(init=False, default_factory=dict[str, "_Index | None"])

    def visible(self, table: FromClause) -> list[Row]:
        """Return the rows of a table, or of an alias, that the scope lets through."""
        if table not in self._visible:
            base = _base(table, self.rows)
            guards = [
                (guarded, guard) for guarded, guard in self.scope if guarded is table or guarded is base
            ]
            self._visible[table] = [
                row
                for row in self.rows.get(base, ())
                if all(evaluate(guard, {guarded: row}) is True for guarded, guard in guards)
            ]
        return self._visible[table]

    def candidates(self, step: Step, bindings: Bindings) -> Sequence[Row]:
        """Return the visible rows that may be related to the bindings, in their order."""
        relation = step.relation
        if isinstance(relation, Elements):
            return elements_in(relation, evaluate(relation.column, bindings))
        rows = _own(self.visible(relation.table), relation.table, relation.criterion)
        if step.path not in self._indexes:
            self._indexes[step.path] = _index(relation.on, relation.table, rows)
        index = self._indexes[step.path]
        if index is None:
            return rows
        value = evaluate(index.key, bindings)
        return index.found.get(value, ()) if isinstance(value, Hashable) else ()

    def records(self) -> list[Place]:
        """Return the dataset's own rows, in their order."""
        table = self.dataset.table
        return [Place(table, row) for row in _own(self.visible(table), table, self.dataset.criterion)]


def _own(rows: list[Row], table: FromClause, criterion: Any) -> list[Row]:
    """Return the rows of an ORM class, of those in the table that it may share with others."""
    return rows if criterion is None else [row for row in rows if evaluate(criterion, {table: row}) is True]


def world_of(dataset: Dataset, rows: Rows, options: Options) -> World:
    """Return the world that the options of a public function describe.

    Raises `ValueError` for rows of other tables alone: of a subquery rows are keyed by it, not by its tables.
    """
    own = _base(dataset.table, rows)
    if rows and own not in rows:
        given = ", ".join(getattr(table, "fullname", None) or type(table).__name__ for table in rows)
        raise ValueError(f"no rows of the dataset's own table in those of {given}: key them by dataset.table")
    zone = zone_of(options["timezone"]) if "timezone" in options else dataset.zone
    week_start = WEEKDAYS.index(options.get("week_start", dataset.week_start))
    now = options.get("now") or datetime.now(UTC)
    clock = Clock(datetime.fromisoformat(now) if isinstance(now, str) else now, zone, week_start)
    scope = options.get("scope")
    if scope is None:
        guards: Mapping[Any, ColumnElement[bool] | None] = {}
    else:
        guards = scope if isinstance(scope, Mapping) else {dataset.table: scope}
    scoped = [(table_of(table), plain(guard)) for table, guard in guards.items() if guard is not None]
    return World(dataset, rows, clock, options.get("limits") or dataset.limits, scoped)


@dataclass(frozen=True)
class Place:
    """A record, and one row for each relation that a path has taken from it."""

    table: FromClause
    record: Row
    steps: tuple[Step, ...] = ()
    trail: tuple[Row | None, ...] = ()

    @property
    def bindings(self) -> Bindings:
        """Return the row that stands for each table here; the last, where a table comes twice."""
        related = {step.relation.table: row for step, row in zip(self.steps, self.trail, strict=True)}
        return {self.table: self.record, **related}

    def towards(self, steps: tuple[Step, ...]) -> Place:
        """Return the last place on the way here that is also on the way to `steps`."""
        length = len(shared_steps([self.steps, steps]))
        return Place(self.table, self.record, self.steps[:length], self.trail[:length])

    def at(self, step: Step, row: Row | None) -> Place:
        """Return the place one relation further."""
        return Place(self.table, self.record, (*self.steps, step), (*self.trail, row))


def elements_in(relation: Elements, stored: Any) -> Sequence[Row]:
    """Return the elements of what a column of lists holds; what is no list, or no document, has none."""
    if isinstance(relation.item, JSON):
        stored = parsed(stored) if stored_by(relation.column.type) is Storage.TEXT else stored
        stored = stored if is_json(stored) else None
    if not isinstance(stored, list):
        return []
    return [{"value": element} for element in cast("Sequence[Any]", stored)]


def parsed(text: Any) -> Any:
    """Return the document that a text is; None where it is none."""

    def refuse(word: str) -> Any:
        raise ValueError(f"{word} is no JSON")

    try:
        return json.loads(text, parse_constant=refuse) if isinstance(text, str) else None
    except (ValueError, RecursionError):
        return None


def is_json(document: Any) -> bool:
    """Tell whether JSON can write what a database gave: some keep "NaN"."""
    match document:
        case float():
            return math.isfinite(document)
        case Mapping():
            return all(map(is_json, cast("Mapping[str, Any]", document).values()))
        case list():
            return all(map(is_json, cast("Sequence[Any]", document)))
        case _:
            return True


def follow(place: Place, steps: tuple[Step, ...], world: World) -> Iterator[Place]:
    """Yield every place at the end of a path that goes on from here.

    A to-one relation leads to exactly one place, a missing row being None; a to-many relation to one for
    each related row.
    """
    if len(place.steps) == len(steps):
        yield place
        return
    step = steps[len(place.steps)]
    rows: Iterable[Row | None] = _related(place, step, world)
    if not isinstance(step.relation, ToMany):
        rows = [next(iter(rows), None)]
    for row in rows:
        yield from follow(place.at(step, row), steps, world)


def shared_steps(paths: Iterable[tuple[Step, ...]]) -> tuple[Step, ...]:
    """Return the relations that all paths begin with."""
    shared: list[Step] = []
    for steps in zip(*paths, strict=False):
        if len({step.path for step in steps}) > 1:
            break
        shared.append(steps[0])
    return tuple(shared)


def _related(place: Place, step: Step, world: World) -> Iterator[Row]:
    if place.trail and place.trail[-1] is None:
        return
    relation, bindings = step.relation, place.bindings
    for row in world.candidates(step, bindings):
        if evaluate(relation.on, {**bindings, relation.table: row}) is True:
            yield row


def _index(on: Any, table: FromClause, rows: Sequence[Row]) -> _Index | None:
    """Index a relation's rows by the first column that must equal another table's.

    It leaves out only pairs that the condition would refuse, so that not every pair is evaluated. None where
    there is no such column, or a value of it has no hash.
    """
    parts = on.clauses if getattr(on, "operator", None) is sql.and_ else [on]
    pairs = [(part.left, part.right) for part in parts if getattr(part, "operator", None) is sql.eq]
    for column, key in [*pairs, *((right, left) for left, right in pairs)]:
        if _owner(column) is table and _owner(key) not in (None, table):
            found: dict[Any, list[Row]] = {}
            for row in rows:
                value = row.get(column.key)
                if not isinstance(value, Hashable):
                    return None
                found.setdefault(value, []).append(row)
            return _Index(key, found)
    return None


def _owner(expression: Any) -> FromClause | None:
    return expression.table if isinstance(expression, ColumnClause) else None


def _base(table: Any, rows: Rows) -> Table:
    while table not in rows and hasattr(table, "element"):
        table = table.element
    found: Table = table
    return found


def evaluate(expression: Any, bindings: Bindings) -> Any:
    """Return the value of a simple SQLAlchemy expression, by SQL's three-valued logic.

    Columns, literals, comparisons, arithmetic of numbers, `in_`, `is_`, `and_`, `or_` and `not_`. Raises
    `NotImplementedError`, naming the construct, for everything else.

    >>> from sqlalchemy import Column, Integer, MetaData, and_
    >>> calls = Table("calls", MetaData(), Column("id", Integer), Column("agent", Integer))
    >>> condition = and_(calls.c.id.in_([1, 2]), calls.c.agent == 7)
    >>> [evaluate(condition, {calls: {"id": 1, "agent": agent}}) for agent in (7, 8, None)]
    [True, False, None]
    """
    match expression:
        case Null():
            return None
        case True_() | False_():
            return isinstance(expression, True_)
        case BindParameter():
            return cast("Any", expression).effective_value
        case Grouping() | Label():
            return evaluate(cast("Any", expression).element, bindings)
        case TypeCoerce():
            return evaluate(cast("Any", expression).clause, bindings)
        case BooleanClauseList():
            return _joined(expression, bindings)
        case ClauseList():
            return [evaluate(clause, bindings) for clause in expression.clauses]
        case BinaryExpression():
            return _compared(expression, bindings)
        case UnaryExpression():
            return _negated(expression, bindings)
        case element_text():
            return json_text(evaluate(next(iter(cast("Any", expression).clauses)), bindings))
        case _ if getattr(expression, "table", None) in bindings:
            row = bindings[expression.table]
            return None if row is None else row.get(expression.key)
        case _:
            raise _beyond(type(expression), expression)


def _beyond(what: Any, expression: Any) -> NotImplementedError:
    name = getattr(what, "__name__", what)
    return NotImplementedError(
        f"the interpreter evaluates no {name}, in conditions and in fields: {expression}"
    )


def _joined(expression: Any, bindings: Bindings) -> bool | None:
    parts = [evaluate(clause, bindings) for clause in expression.clauses]
    decisive = expression.operator is sql.or_
    if any(part is decisive for part in parts):
        return decisive
    return None if None in parts else not decisive


def _negated(expression: Any, bindings: Bindings) -> Any:
    value = evaluate(expression.element, bindings)
    match expression.operator:
        case sql.inv | sql.is_false:
            return None if value is None else not value
        case sql.is_true:
            return None if value is None else bool(value)
        case sql.neg if stored_by(expression.element.type) in NUMBERS:
            return None if value is None else -value
        case _:
            raise _beyond(expression.operator, expression)


_QUOTIENTS: Final = frozenset({sql.truediv, sql.floordiv})
_ARITHMETIC: Final[Mapping[Any, Callable[[Any, Any], Any]]] = {
    sql.add: operator.add,
    sql.sub: operator.sub,
    sql.mul: operator.mul,
    sql.truediv: lambda left, right: left / right,
    sql.floordiv: lambda left, right: left // right,
}
_COMPARISONS: Final[Mapping[Any, Callable[[Any, Any], Any]]] = {
    sql.eq: operator.eq,
    sql.ne: operator.ne,
    sql.lt: operator.lt,
    sql.le: operator.le,
    sql.gt: operator.gt,
    sql.ge: operator.ge,
}


def _compared(expression: Any, bindings: Bindings) -> Any:
    left, right = evaluate(expression.left, bindings), evaluate(expression.right, bindings)
    match expression.operator:
        case sql.is_ | sql.is_not:
            same = (left is None) if right is None else (left is not None and left == right)
            return same is (expression.operator is sql.is_)
        case sql.in_op | sql.not_in_op:
            found = _is_in(left, right)
            return found if found is None or expression.operator is sql.in_op else not found
        case found_operator if found_operator in _ARITHMETIC and _are_numbers(expression):
            return _computed(expression, left, right)
        case found_operator if found_operator in _COMPARISONS:
            if left is None or right is None:
                return None
            return bool(_COMPARISONS[found_operator](left, right))
        case _:
            raise _beyond(expression.operator, expression)


def _are_numbers(expression: Any) -> bool:
    stored = {stored_by(expression.left.type), stored_by(expression.right.type)}
    return stored <= ({Storage.INTEGER} if expression.operator is sql.floordiv else NUMBERS)


def _computed(expression: Any, left: Any, right: Any) -> Any:
    """Compute with numbers: one double makes all doubles, a quotient is one, and nothing is divided by 0."""
    if left is None or right is None or (right == 0 and expression.operator in _QUOTIENTS):
        return None
    if float in (type(left), type(right)) or expression.operator is sql.truediv:
        left, right = float(left), float(right)
    return _ARITHMETIC[expression.operator](left, right)


def _is_in(value: Any, items: Sequence[Any]) -> bool | None:
    if not items:
        return False
    if value is None:
        return None
    if any(item is not None and value == item for item in items):
        return True
    return None if None in items else False
