"""What each column of a dataset's tables may hold, and what a drawn question is asked under."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, tzinfo
from itertools import chain
from typing import Any, Final

from sqlalchemy.schema import UniqueConstraint
from sqlalchemy.sql.schema import Column, Table

from widgetql.dataset import Dataset
from widgetql.entities import column_of
from widgetql.fields import Dynamic, Elements, Field, JsonKeys, Leaf, Relation, ToMany, ToOne
from widgetql.limits import Limits
from widgetql.relative_time import Clock
from widgetql.testing.places import Rows, World, world_of
from widgetql.testing.strategies.links import base_column, base_of, linked_columns
from widgetql.testing.strategies.lists import list_pool
from widgetql.testing.strategies.odd import odd_values
from widgetql.testing.strategies.scoped import comparisons, named_in
from widgetql.testing.strategies.values import (
    NOW,
    Pool,
    dynamic_pool,
    json_pool,
    keys_of,
    kinds_of,
    many_numbers,
    pool_of,
)
from widgetql.types import DataType, Options, Scope

# Ranges so long have buckets of several quarters, and of several years.
_FAR: Final = timedelta(days=200)
# Keys that are referred to more often than others.
MET: Final = 4


@dataclass(frozen=True)
class Plan:
    """What each column of a dataset's tables may hold, for rows and for operands alike."""

    dataset: Dataset
    max_rows: int
    now: datetime
    zone: tzinfo
    extremes: bool = False
    odd: frozenset[str] = frozenset()
    week_start: str | None = None
    scope: Scope | None = None
    values: Mapping[Column[Any], Pool] = field(default_factory=dict[Column[Any], Pool])
    # The dataset's where none are said.
    limits: Limits | None = None
    # Whether there are many records, whose numbers all differ.
    crowded: bool = False

    @property
    def longest(self) -> timedelta | None:
        """Return the longest range that is allowed, if there is one."""
        return (self.limits or self.dataset.limits).max_range

    @property
    def most_rows(self) -> int:
        """Return how many rows a list or table may have."""
        return (self.limits or self.dataset.limits).max_rows

    @property
    def far(self) -> bool:
        """Tell whether a range may have several quarters."""
        return self.longest is None or self.longest >= _FAR

    def spread(self, column: Column[Any]) -> Pool:
        """Return the numbers of a column in a crowd; empty for a column of anything else."""
        if not self.crowded or column in self.values or column in self.links():
            return ()
        shown = self.field_over(column)
        is_number = shown is not None and shown.type is DataType.NUMERIC and shown.own is None
        return many_numbers(column.type) if is_number else ()

    @property
    def options(self) -> Options:
        """Return the options of a call that asks of what is drawn."""
        found: Options = {"now": self.now, "timezone": self.zone}
        if self.week_start is not None:
            found["week_start"] = self.week_start
        if self.scope is not None:
            found["scope"] = self.scope
        return found

    def world(self, rows: Rows) -> World:
        """Return what is asked of rows under those options."""
        return world_of(self.dataset, rows, self.options)

    def visible(self, rows: Rows) -> Rows:
        """Return the rows that the scope lets through."""
        if self.scope is None:
            return rows
        world = self.world(rows)
        return {table: world.visible(table) for table in rows}

    @property
    def clock(self) -> Clock:
        """Return the clock of those options."""
        return self.world({}).clock

    def tables(self) -> list[Table]:
        """Return every table that the dataset reads."""
        found = [self.dataset.table, *(relation.table for relation in self.relations())]
        return list(dict.fromkeys(map(base_of, found)))

    def relations(self) -> Iterator[Relation]:
        """Yield every relation, however deep."""
        waiting = list(self.dataset.fields.values())
        while waiting:
            member = waiting.pop()
            if isinstance(member, ToOne | ToMany):
                yield member
                waiting.extend(member.fields.values())

    @property
    def many(self) -> set[Table]:
        """Return the tables on a to-many side."""
        return {base_of(found.table) for found in self.relations() if isinstance(found, ToMany)}

    def choosers(self) -> set[Table]:
        """Return the tables that say what a dynamic value is, each row of them for many values."""
        leaves = [found.leaf for found in self.dataset.paths.values()]
        owners = {base_of(leaf.kind.table) for leaf in leaves if isinstance(leaf, Dynamic)}
        return owners - self.many - {base_of(self.dataset.table)}

    def dynamic(self) -> list[Any]:
        """Return the columns that hold values of several types."""
        leaves = [found.leaf for found in self.dataset.paths.values()]
        columns = [base_column(leaf.columns) for leaf in leaves if isinstance(leaf, Dynamic)]
        return [column for column in columns if column is not None]

    def links(self) -> set[Any]:
        """Return the columns that stand in a join condition."""
        return set(chain.from_iterable(linked_columns(relation) for relation in self.relations()))

    def at_the_end(self, table: Table, pools: Mapping[str, Pool]) -> Mapping[str, Any]:
        """Return the timestamp of a record at `now`, which is the most frequent of its values."""
        timestamp = self.dataset.timestamp
        key = None if timestamp is None else column_key(timestamp)
        if key is None or base_of(self.dataset.table) is not table:
            return {}
        return {key: Counter(at for at in pools[key] if at is not None).most_common(1)[0][0]}

    def unique_keys(self, table: Table) -> list[tuple[str, ...]]:
        """Return the sets of columns in which no two rows of a table are the same."""
        keys = [tuple(column.key for column in table.primary_key)] if list(table.primary_key) else []
        keys += [(column.key,) for column in table.columns if column.unique]
        keys += [
            tuple(column.key for column in found.columns)
            for found in table.constraints
            if isinstance(found, UniqueConstraint)
        ]
        if table is base_of(self.dataset.table):
            keys.append(tuple(map(column_key, self.dataset.ids)))
        for relation in self.relations():
            if isinstance(relation, ToOne) and base_of(relation.table) is table:
                ours = [column.key for column in linked_columns(relation) if column.table is table]
                keys += [tuple(ours)] if ours else []
        return keys

    def column_pool(self, column: Column[Any]) -> Pool:
        """Return the values of a column, null among them where it may be."""
        if column in self.values:
            return self.values[column]
        pool = self.present_pool(column)
        if not pool and not column.nullable:
            raise ValueError(f"{column}: no values are known for the type {column.type!r}")
        nulls = [None] * (max(1, len(pool) // 4) if column.nullable else 0)
        return [*pool, *nulls]

    def present_pool(self, column: Any) -> Pool:
        """Return the values of a column where it is not null."""
        if column in self.values:
            return [value for value in self.values[column] if value is not None]
        if column in self.links() and (keys := self.keys(column, 2 * self.max_rows)):
            # The first few more often: keys that nobody refers to test little.
            return [*keys, *(list(keys[:MET]) * self.max_rows)]
        field = self.field_over(column)
        usual = self._declared_pool(column) or pool_of(
            column.type, field, self.now, self.zone, self.extremes, self.far
        )
        odd = odd_values(column.type, field or self._leaf_over(column), self.odd, self.now)
        # As often as the usual ones.
        return [*usual, *odd * (len(usual) // len(odd) + 1)] if odd else usual

    def keys(self, column: Any, count: int) -> Pool:
        """Return so many values for a column that joins tables, those that the scope names first."""
        usual = keys_of(column.type, count)
        return list(dict.fromkeys((*self._named(column), *usual))) if self.scope is not None else usual

    def single_keys(self, column: Any, count: int) -> Pool:
        """Return so many different values for a column that is a key by itself."""
        given = self.values.get(column)
        return self.keys(column, count) if given is None else list(dict.fromkeys(given))

    def _named(self, column: Any) -> Iterator[Any]:
        """Yield what the scope compares a column with, or one that refers to it."""
        alike = {column}
        for relation in self.relations():
            if column in (linked := {*linked_columns(relation)}):
                alike |= linked
        for table in self.tables():
            alike |= {key.parent for key in table.foreign_keys if key.column is column}
        for guarded, condition in self.world({}).scope:
            for part, key in comparisons(condition):
                if base_of(guarded).c[key] in alike:
                    yield from (value for value in named_in(part) if value is not None)

    def _leaf_over(self, column: Any) -> Leaf | None:
        """Return what reads a JSON column: keys, or a dynamic field."""
        for found in self.dataset.paths.values():
            if any(base_column(one) is column for one in columns_of(found.leaf)):
                return found.leaf
        return None

    def field_over(self, column: Any) -> Field | None:
        """Return the field that shows a column, if one does."""
        leaves = [found.leaf for found in self.dataset.paths.values()]
        inner = [
            field
            for leaf in leaves
            if isinstance(leaf, Dynamic) and isinstance(leaf.columns, dict)
            for field in leaf.columns.values()
        ]
        for leaf in [*leaves, *inner]:
            if isinstance(leaf, Field) and base_column(leaf.column) is column:
                return leaf
        return None

    def _declared_pool(self, column: Any) -> Pool:
        for found in self.dataset.paths.values():
            leaf = found.leaf
            relation = found.steps[-1].relation if found.steps else None
            if isinstance(relation, Elements) and base_column(relation.column) is column:
                return list_pool(relation, leaf, self.now, self.zone)
            if isinstance(leaf, JsonKeys) and base_column(leaf.column) is column:
                return json_pool(leaf, json.dumps)
            if not isinstance(leaf, Dynamic):
                continue
            if base_column(leaf.kind) is column:
                return kinds_of(column.type, leaf.kinds)
            if not isinstance(leaf.columns, dict) and base_column(leaf.columns) is column:
                return dynamic_pool(leaf)
        return ()


def pools_of(dataset: Dataset, values: Mapping[Any, Sequence[Any]] | None) -> Mapping[Column[Any], Pool]:
    """Return a host's own pools by the columns of its tables.

    Raises `ValueError` for what is no column of a table that the dataset reads, and for an empty pool.
    """
    tables, found = Plan(dataset, 1, NOW, UTC).tables(), dict[Column[Any], Pool]()
    for given, pool in (values or {}).items():
        column = base_column(column_of(given))
        if column is None or column.table not in tables:
            raise ValueError(f"values: {given} is no column of a table that the dataset reads")
        if not pool:
            raise ValueError(f"values: no values for {column}")
        found[column] = tuple(pool)
    return found


def columns_of(leaf: Leaf) -> list[Any]:
    """Return the columns that a field reads."""
    if not isinstance(leaf, Dynamic):
        return [leaf.column]
    found = leaf.columns
    return [field.column for field in found.values()] if isinstance(found, dict) else [found]


def column_key(column: Any) -> str:
    """Return a column's key in a row."""
    return str(column.key)
