"""Random rows for the tables of any dataset: keys that meet, keys that dangle, nulls where they may be."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from itertools import chain
from typing import Any, Final

from hypothesis import strategies as st
from sqlalchemy.schema import UniqueConstraint, sort_tables
from sqlalchemy.sql.schema import Column, Table

from widgetql.dataset import Dataset
from widgetql.fields import Dynamic, Elements, Field, JsonKeys, Leaf, Relation, ToMany, ToOne
from widgetql.relative_time import zone_of
from widgetql.testing.places import Row, Rows
from widgetql.testing.strategies.links import Promise, base_column, base_of, linked_columns, promises
from widgetql.testing.strategies.lists import list_pool
from widgetql.testing.strategies.odd import odd_kinds, odd_values
from widgetql.testing.strategies.picking import Pick, close, picker, skewed
from widgetql.testing.strategies.storages import by_reading
from widgetql.testing.strategies.values import (
    NOW,
    Pool,
    dynamic_pool,
    json_pool,
    keys_of,
    kinds_of,
    pool_of,
)

# Enough for several groups of several, and few enough to be read when a case fails.
MAX_ROWS: Final = 24
# Keys that are referred to more often than others.
_MET: Final = 4


def rows(
    dataset: Dataset,
    *,
    max_rows: int = MAX_ROWS,
    now: datetime = NOW,
    timezone: str | tzinfo | None = None,
    extremes: bool = False,
    dangling: bool = False,
    odd: Collection[str] = (),
) -> st.SearchStrategy[Rows]:
    """Return rows for every table that a dataset reads: up to `max_rows` each, twice that on a to-many side.

    Most are much alike, as real rows are: copies of few that differ in little, with few different keys and
    times close together, so that groups of several come about. Some are few and differ in everything.
    A relation that is `always_present` has its row.
    Timestamps lie in the weeks before `now`. A key without a foreign key constraint may dangle; `dangling`
    lets all of them. Numbers have up to 17 digits, so sums and means agree but for their last ones.
    `extremes` adds the largest integers, whose sums are beyond 64 bits; `odd` names kinds of values that no
    column should hold and some do (`ODD` in `widgetql.testing.strategies`), for databases that can store
    them. Raises `ValueError` for a required column of a type that no values are known for, and for a kind
    that there is not.

    >>> from sqlalchemy import Column, Integer, MetaData, Table
    >>> calls = Table("calls", MetaData(), Column("id", Integer), Column("duration", Integer))
    >>> from widgetql.testing.strategies import rows
    >>> strategy = rows(Dataset(calls, id=calls.c.id, fields={"duration": Field(calls.c.duration)}))
    """
    zone = dataset.zone if timezone is None else zone_of(timezone)
    return _rows(Records(Plan(dataset, max_rows, now, zone, extremes, odd_kinds(odd)), dangling))


@st.composite
def _rows(draw: st.DrawFn, records: Records) -> Rows:
    return records.draw(picker(draw))


class Records:
    """The rows of a dataset's tables; `dangling` lets keys with a constraint dangle, too."""

    def __init__(self, plan: Plan, dangling: bool = False) -> None:
        met = [(promise.related, promise.table) for promise in promises(plan.relations()) if not promise.own]
        self.plans = [
            _table_plan(plan, table) for table in sort_tables(plan.tables(), extra_dependencies=met)
        ]
        self.dangling = dangling

    def draw(self, pick: Pick) -> Rows:
        """Draw rows for every table."""
        alike = pick(_ALIKE)
        drawn: dict[Table, Sequence[Row]] = {}
        for plan in self.plans:
            drawn[plan.table] = self._rows_of(plan, drawn, pick, alike)
        return drawn

    def _rows_of(self, plan: _TablePlan, drawn: Rows, pick: Pick, alike: bool) -> Sequence[Row]:
        pools, size = dict(plan.pools), pick(plan.usual if alike else range(plan.largest + 1))
        if alike:
            pools |= {key: plan.few(key, pool, pick) for key, pool in pools.items() if key not in plan.alone}
        for key, known in ({} if self.dangling else _foreign_keys(plan.table, drawn)).items():
            nullable = bool(plan.table.c[key].nullable)
            met = skewed(known, pick) if alike and known else known
            pools[key] = [*met, *([None] if nullable else [])] or [None]
            # Nothing to refer to, and a reference is required.
            size = size if known or nullable else 0
        orders = {key: pick(_ORDERS)(list(pool[:size])) for key, pool in plan.keys.items()}
        values = {key: pool for key, pool in pools.items() if key not in orders}
        # A clone may not repeat a unique key; rows that are alike otherwise refer to different rows.
        fresh = plan.alone | plan.links
        bare = [*(_clones(values, fresh, size, pick) if alike else _strangers(values, size, pick))]
        if alike and bare and pick((False, True)):
            bare[-1] |= plan.at_the_end
        keyed: Sequence[Row] = [
            row | {key: order[at] for key, order in orders.items()} for at, row in enumerate(bare)
        ]
        for promise in plan.promises:
            keyed = promise.kept(keyed, drawn.get(promise.related, ()), pick)
        return _distinct(keyed, plan.unique)


# The simplest first; most rows are much alike.
_ALIKE: Final = (False, *(True,) * 15)


def _strangers(pools: Mapping[str, Pool], size: int, pick: Pick) -> Iterator[dict[str, Any]]:
    for _ in range(size):
        yield {key: pick(pool) for key, pool in pools.items()}


def _clones(
    pools: Mapping[str, Pool], redrawn: Collection[str], size: int, pick: Pick
) -> Iterator[dict[str, Any]]:
    """Copies of few rows, each changed in a column or some; what is `redrawn` is drawn for each."""
    originals = [*_strangers(pools, pick((2, 3, 4)), pick)]
    # Groups of unlike size.
    originals += originals[:1] * 2
    changeable = [key for key in pools if key not in redrawn]
    for _ in range(size):
        changed = {pick(changeable) for _ in range(pick((1, 1, 2, 4)))} if changeable else set[str]()
        yield pick(originals) | {key: pick(pools[key]) for key in pools if key in changed or key in redrawn}


@dataclass(frozen=True)
class _TablePlan:
    """The values of a table's columns, the sets of them that are unique, and how many rows it may have."""

    table: Table
    keys: dict[str, Pool]
    pools: dict[str, Pool]
    unique: tuple[Callable[[Row], Any], ...]
    largest: int
    # How many rows it has where they are much alike.
    usual: Sequence[int]
    # Columns of unique keys, columns of join conditions, and the times of a column in their order.
    alone: frozenset[str]
    links: frozenset[str]
    times: dict[str, Sequence[date]]
    # The values of a dynamic column by what they read as.
    readings: dict[str, Sequence[Pool]]
    promises: tuple[Promise, ...]
    # The timestamp of what lies where a range without an end does.
    at_the_end: Mapping[str, Any]

    def few(self, key: str, pool: Pool, pick: Pick) -> Pool:
        """Draw few values from a column's, some more often than others: times are close together."""
        if times := self.times[key]:
            return close(times, pool, pick)
        if readings := self.readings.get(key):
            # Most of one case is of one type: a metric needs several values of its own.
            return [*skewed(pick(readings), pick), *skewed(pool, pick)[:2]]
        return skewed(pool, pick, _MET) if key in self.links else skewed(pool, pick)


def _table_plan(plan: Plan, table: Table) -> _TablePlan:
    pools = {column.key: plan.column_pool(column) for column in table.columns if column.computed is None}
    unique = plan.unique_keys(table)
    # Few metrics, so that each has values.
    largest = 4 if table in plan.choosers() else plan.max_rows * (2 if table in plan.many else 1)
    single = [keys[0] for keys in unique if len(keys) == 1 and not table.c[keys[0]].foreign_keys]
    keys = {key: pool for key in single if (pool := keys_of(table.c[key].type, largest))}
    is_counted = table in plan.many or table is base_of(plan.dataset.table)
    return _TablePlan(
        table,
        keys,
        pools,
        tuple(_at(keys) for keys in unique),
        largest,
        # Few rows of what others refer to, so that many refer to one.
        range((largest + 1) // 2, largest + 1) if is_counted else range(min(largest, 2), min(largest, 6) + 1),
        frozenset(chain.from_iterable(unique)),
        frozenset(column.key for column in plan.links() if column.table is table),
        {key: sorted({at for at in pool if isinstance(at, date)}) for key, pool in pools.items()},
        {one.key: by_reading(pools[one.key]) for one in plan.dynamic() if one.table is table},
        tuple(promise for promise in promises(plan.relations()) if promise.table is table),
        plan.at_the_end(table, pools),
    )


def _distinct(rows: Iterable[Row], keys: Sequence[Callable[[Row], Any]]) -> list[Row]:
    """The rows that repeat no key of an earlier row."""
    seen: set[Any] = set()
    kept: list[Row] = []
    for row in rows:
        own = {(index, key(row)) for index, key in enumerate(keys)}
        if not own & seen:
            kept.append(row)
            seen |= own
    return kept


# Keys of records come in any order, and have no gaps so that references meet them.
_ORDERS: Final[Sequence[Callable[[list[Any]], list[Any]]]] = (
    lambda keys: keys,
    lambda keys: keys[::-1],
    lambda keys: keys[1::2] + keys[::2],
)


def _at(keys: tuple[str, ...]) -> Callable[[Row], Any]:
    return lambda row: tuple(row[key] for key in keys)


def _foreign_keys(table: Table, drawn: Rows) -> dict[str, list[Any]]:
    """The values that the database would accept in columns with a constraint."""
    return {
        key.parent.key: [row[key.column.key] for row in drawn.get(key.column.table, ())]
        for key in table.foreign_keys
    }


@dataclass(frozen=True)
class Plan:
    """What each column of a dataset's tables may hold, for rows and for operands alike."""

    dataset: Dataset
    max_rows: int
    now: datetime
    zone: tzinfo
    extremes: bool = False
    odd: frozenset[str] = frozenset()

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
        pool = self.present_pool(column)
        if not pool and not column.nullable:
            raise ValueError(f"{column}: no values are known for the type {column.type!r}")
        nulls = [None] * (max(1, len(pool) // 4) if column.nullable else 0)
        return [*pool, *nulls]

    def present_pool(self, column: Any) -> Pool:
        """Return the values of a column where it is not null."""
        if column in self.links() and (keys := keys_of(column.type, 2 * self.max_rows)):
            # The first few more often: keys that nobody refers to test little.
            return [*keys, *(list(keys[:_MET]) * self.max_rows)]
        field = self.field_over(column)
        usual = self._declared_pool(column) or pool_of(column.type, field, self.now, self.zone, self.extremes)
        odd = odd_values(column.type, field or self._leaf_over(column), self.odd, self.now)
        # As often as the usual ones.
        return [*usual, *odd * (len(usual) // len(odd) + 1)] if odd else usual

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


def columns_of(leaf: Leaf) -> list[Any]:
    """Return the columns that a field reads."""
    if not isinstance(leaf, Dynamic):
        return [leaf.column]
    found = leaf.columns
    return [field.column for field in found.values()] if isinstance(found, dict) else [found]


def column_key(column: Any) -> str:
    """Return a column's key in a row."""
    return str(column.key)
