"""Plain rows instead of tables: a record, the rows related to it, and SQLAlchemy conditions over them."""

from __future__ import annotations

import json
import math
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, TypeAlias, cast

from sqlalchemy import JSON
from sqlalchemy.sql import operators as sql
from sqlalchemy.sql.elements import (
    ColumnClause,
    ColumnElement,
)
from sqlalchemy.sql.schema import Table
from sqlalchemy.sql.selectable import FromClause

from widgetql.dataset import Dataset
from widgetql.entities import plain, table_of
from widgetql.fields import Elements, ToMany
from widgetql.limits import Limits
from widgetql.paths import Step
from widgetql.relative_time import WEEKDAYS, Clock, zone_of
from widgetql.storage import Storage, stored_by
from widgetql.testing.expressions import Bindings, Row, evaluate
from widgetql.types import Options

Rows: TypeAlias = Mapping[Table, Sequence[Row]]
"""The rows of each table, as dicts by column key; a key that a row leaves out is null."""


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

    @property
    def is_missing(self) -> bool:
        """Tell whether there is no row here: then no field has a value, whatever its expression."""
        return bool(self.trail) and self.trail[-1] is None

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
