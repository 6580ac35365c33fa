"""Random rows for the tables of any dataset: keys that meet, keys that dangle, nulls where they may be."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from itertools import chain
from typing import Any, Final

from hypothesis import strategies as st
from sqlalchemy.schema import sort_tables
from sqlalchemy.sql.schema import Table

from widgetql.dataset import Dataset
from widgetql.limits import Limits
from widgetql.relative_time import zone_of
from widgetql.testing.expressions import Row
from widgetql.testing.places import Rows
from widgetql.testing.strategies.links import Promise, base_of, promises
from widgetql.testing.strategies.odd import odd_kinds
from widgetql.testing.strategies.picking import Pick, close, picker, skewed
from widgetql.testing.strategies.plan import MET, Plan, pools_of
from widgetql.testing.strategies.scoped import Guard, guards_of
from widgetql.testing.strategies.storages import by_reading
from widgetql.testing.strategies.values import NOW, Pool
from widgetql.types import Scope

# Enough for several groups of several, and few enough to be read when a case fails.
MAX_ROWS: Final = 24
# How many of some nine values are null: now and then a third of them.
_NULLS: Final = (0, 0, 1, 3)
# The keys that few refer to.
_ALONE: Final = 16
# So many records tell percentiles apart that are a hundredth from each other.
_CROWD: Final = 200


def rows(
    dataset: Dataset,
    *,
    max_rows: int = MAX_ROWS,
    now: datetime = NOW,
    timezone: str | tzinfo | None = None,
    extremes: bool = False,
    dangling: bool = False,
    odd: Collection[str] = (),
    scope: Scope | None = None,
    values: Mapping[Any, Sequence[Any]] | None = None,
    limits: Limits | None = None,
) -> st.SearchStrategy[Rows]:
    """Return rows for every table that a dataset reads: up to `max_rows` each, twice that on a to-many side.

    Most are much alike, as real rows are: copies of few that differ in little, with few different keys and
    times close together, so that groups of several come about. Some are few and differ in everything.
    A relation that is `always_present` has its row.
    Timestamps lie in the weeks before `now`, some in the years before it where the `limits` allow so long a
    range. A key without a foreign key constraint may dangle; `dangling`
    lets all of them. Numbers have up to 17 digits, so sums and means agree but for their last ones.
    `extremes` adds the largest integers, whose sums are beyond 64 bits; `odd` names kinds of values that no
    column should hold and some do (`ODD` in `widgetql.testing.strategies`), for databases that can store
    them.
    Under a `scope`, as the public functions take it, two rows of three are visible, the others are of other
    tenants; raises `NotImplementedError` for a condition that the interpreter does not read. `values` are a
    host's own for some columns, declared or not: exactly those are drawn, null if it is among them; a key
    with a constraint refers to what they name. Raises `ValueError` for a required column of a type that no
    values are known for, for a kind that there is not, and for values of a column that is not read.

    >>> from sqlalchemy import Column, Integer, MetaData, Table
    >>> calls = Table("calls", MetaData(), Column("id", Integer), Column("duration", Integer))
    >>> from widgetql.fields import Field
    >>> strategy = rows(Dataset(calls, id=calls.c.id, fields={"duration": Field(calls.c.duration)}))
    """
    zone = dataset.zone if timezone is None else zone_of(timezone)
    plan = Plan(
        dataset, max_rows, now, zone, extremes, odd_kinds(odd),
        scope=scope, values=pools_of(dataset, values), limits=limits,
    )  # fmt: skip
    return _rows(Records(plan, dangling))


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
            pools |= {
                key: plan.few(key, pool, pick)
                for key, pool in pools.items()
                if key not in plan.alone | plan.spread
            }
        for key, known in ({} if self.dangling else _foreign_keys(plan, drawn)).items():
            nullable = bool(plan.table.c[key].nullable)
            met = skewed(known, pick) if alike and known else known
            pools[key] = [*met, *([None] if nullable else [])] or [None]
            # Nothing to refer to, and a reference is required.
            size = size if known or nullable else 0
        size = min([size, *map(len, plan.keys.values())])
        orders = {key: pick(_ORDERS)(list(pool[:size])) for key, pool in plan.keys.items()}
        values = {key: pool for key, pool in pools.items() if key not in orders}
        # A clone may not repeat a unique key; rows that are alike otherwise refer to different rows.
        fresh = plan.alone | plan.links | plan.spread
        bare = [*(_clones(values, fresh, size, pick) if alike else _strangers(values, size, pick))]
        if alike and bare and pick((False, True)):
            bare[-1] |= plan.at_the_end
        keyed: Sequence[Row] = [
            row | {key: order[at] for key, order in orders.items()} for at, row in enumerate(bare)
        ]
        keyed = [_guarded(row, plan, pools, pick) for row in keyed] if plan.guards else keyed
        for promise in plan.promises:
            keyed = promise.kept(keyed, drawn.get(promise.related, ()), pick)
        return _distinct(keyed, plan.unique)


def _guarded(row: Row, plan: _TablePlan, pools: Mapping[str, Pool], pick: Pick) -> Row:
    """A row that the scope shows, or one of another tenant's; it refers to what there is."""
    cells = {key: value for guard in plan.guards for key, value in guard.drawn(pick).items()}
    refers = {key for key in cells if plan.table.c[key].foreign_keys}
    return {**row, **{
        key: value for key, value in cells.items()
        if key not in plan.alone and (key not in refers or value in pools[key])
    }}  # fmt: skip


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
    guards: Sequence[Guard]
    # Columns that a host has given values for.
    given: frozenset[str]
    # Numbers that differ from row to row.
    spread: frozenset[str]

    def few(self, key: str, pool: Pool, pick: Pick) -> Pool:
        """Draw few values from a column's, some more often than others: times are close together."""
        if times := self.times[key]:
            return close(times, pool, pick)
        if readings := self.readings.get(key):
            # Most of one case is of one type: a metric needs several values of its own.
            return [*skewed(pick(readings), pick), *skewed(pool, pick)[:2]]
        if key in self.links:
            # Most refer to few, and some rows have one that refers to them.
            return [*skewed(pool, pick, MET), *(pick(pool[:_ALONE]) for _ in range(MET))]
        nulls: list[None] = [None] * pick(_NULLS) if pool[-1] is None else []
        return [*skewed(pool, pick), *nulls]


def _table_plan(plan: Plan, table: Table) -> _TablePlan:
    pools = {column.key: plan.column_pool(column) for column in table.columns if column.computed is None}
    is_own = table is base_of(plan.dataset.table)
    spread = {one.key: pool for one in table.columns if is_own and (pool := plan.spread(one))}
    pools |= {key: [*pool, *pools[key][-1:]] for key, pool in spread.items()}
    unique = plan.unique_keys(table)
    # Few metrics, so that each has values.
    largest = 4 if table in plan.choosers() else plan.max_rows * (2 if table in plan.many else 1)
    largest = max(largest, _CROWD) if is_own and plan.crowded else largest
    single = [keys[0] for keys in unique if len(keys) == 1 and not table.c[keys[0]].foreign_keys]
    keys = {key: pool for key in single if (pool := plan.single_keys(table.c[key], largest))}
    is_counted = table in plan.many or is_own
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
        guards_of(table, plan.world({}).scope, pools),
        frozenset(column.key for column in plan.values if column.table is table),
        frozenset(spread),
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


def _foreign_keys(plan: _TablePlan, drawn: Rows) -> dict[str, list[Any]]:
    """The values that the database would accept in columns with a constraint."""
    return {
        key.parent.key: [row[key.column.key] for row in drawn.get(key.column.table, ())]
        for key in plan.table.foreign_keys
        if key.parent.key not in plan.given
    }
