"""Relation -> semi-join or join: the only place that makes either."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final, Protocol, TypeAlias

from sqlalchemy import and_, literal_column, select
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.sql.selectable import FromClause, Select

from widgetql.columns import Context, Reading, read, read_leaf
from widgetql.entities import own_alias
from widgetql.fields import Elements, Field, Leaf, Relation, ToOne
from widgetql.join_keys import keys_and_rest
from widgetql.paths import Found, Step
from widgetql.rows import Rows, moved
from widgetql.sql.elements import array_of, beside
from widgetql.sql.relations import has_no_row, has_not_so_many, has_row, has_so_many, may_miss
from widgetql.types import DataType

_Pair: TypeAlias = tuple[ColumnElement[Any], ColumnElement[Any]]
_ONE: Final[ColumnElement[int]] = literal_column("1")


def related(step: Step, parent: Rows) -> Rows:
    """Return the related rows under an alias of their own; the elements of a list are those of a parent."""
    relation = step.relation
    if isinstance(relation, Elements):
        return Rows(relation.table, relation.of(parent.column(relation.column)))
    return Rows(relation.table, own_alias(relation.table), relation.criterion)


def _outer(step: Step, parent: Rows) -> Rows:
    relation = step.relation
    source = may_miss(relation.table)
    there = moved(relation.on, {step.parent: parent.source, relation.table: source})
    return Rows(relation.table, source, relation.criterion, there)


def tie(step: Step, parent: Rows, rows: Rows, context: Context) -> ColumnElement[bool]:
    """Return the condition that a related row belongs to a parent, the host's on that row included."""
    on = moved(step.relation.on, {step.parent: parent.source, step.relation.table: rows.source})
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
    tied, own, pairs = _tied(step, parent, rows, context)
    # Explicit correlation: whatever the host's statement joins, only these rows belong to the subquery.
    read = select(_ONE).select_from(rows.source).correlate_except(rows.source)
    construct = has_no_row if negative else has_row
    return construct(read, tied, and_(*own, condition), pairs)


def _tied(
    step: Step, parent: Rows, rows: Rows, context: Context
) -> tuple[ColumnElement[bool], list[ColumnElement[bool]], list[_Pair]]:
    """Return what ties related rows to a parent, what is asked of them alone, and the equal columns."""
    keys, alone = keys_and_rest(step)
    pairs = [(rows.of(key), parent.of(own)) for key, own in keys]
    on = and_(*(key == own for key, own in keys)) if alone else step.relation.on
    tied = moved(on, {step.parent: parent.source, step.relation.table: rows.source})
    return tied, [*map(rows.of, alone), *context.guard(rows)], pairs


def related_along(steps: tuple[Step, ...], parent: Rows) -> list[Rows]:
    """Return the rows of each relation of a path, under aliases of their own."""
    found: list[Rows] = []
    for step in steps:
        found.append(related(step, found[-1] if found else parent))
    return found


def so_many_rows(
    steps: tuple[Step, ...],
    parent: Rows,
    rows: list[Rows],
    condition: ColumnElement[bool],
    count: ColumnElement[bool],
    context: Context,
    negative: bool = False,
) -> ColumnElement[bool]:
    """Return the semi-join: of the rows at the end of a path so many satisfy the condition, or not so many.

    `count` must not hold for none. Never NULL.
    """
    first, *others = rows
    tied, own, pairs = _tied(steps[0], parent, first, context)
    source = first.source
    for step, former, one in zip(steps[1:], rows, others, strict=False):
        on = moved(step.relation.on, {step.parent: former.source, step.relation.table: one.source})
        source = _joined(source, one.source, on)
        # Not beside it: a host's condition may be a subquery, which not every database takes in a join.
        own += context.guard(one)
    read = select(_ONE).select_from(source).correlate_except(*(one.source for one in rows))
    construct = has_not_so_many if negative else has_so_many
    return construct(read, tied, and_(*own, condition), count, pairs)


def _joined(source: FromClause, rows: FromClause, on: ColumnElement[bool], isouter: bool = False) -> Any:
    return beside(source, rows, on) if array_of(rows) is not None else source.join(rows, on, isouter=isouter)


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


def parents_key(step: Step, leaf: Leaf, parent: Rows, context: Context) -> Reading | None:
    """Return the parent's own column that equals a to-one row's key, where no subquery is needed for it."""
    relation: Relation = step.relation
    if not (isinstance(relation, ToOne) and relation.always_present and isinstance(leaf, Field)):
        return None
    rows, keys = Rows(relation.table, relation.table, relation.criterion), _keys(step)
    if keys is None or len(keys) > 1 or keys[0][0] is not leaf.column or context.guard(rows):
        return None
    return replace(read_leaf(leaf, None, rows, context, None), sql=parent.of(keys[0][1]))


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
                joined = self._rows[step.path] = _outer(step, rows) if outer else related(step, rows)
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
            source = _joined(source, rows, on, isouter=outer)
        return statement.select_from(source)
