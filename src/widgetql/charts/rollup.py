"""One scan for many widgets: records grouped once by all that they ask for, and grouped again from there.

Only what can be put together again is shared: counts, sums, extremes, and means as a sum by a count.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType, SimpleNamespace
from typing import Any, Final, Protocol

from sqlalchemy import (
    BigInteger,
    case,
    cast,
    func,
    literal_column,
    not_,
    select,
    type_coerce,
)
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.sql.selectable import CTE, FromClause, Select

from widgetql.charts.aggregations import SQL
from widgetql.charts.answer import Answer
from widgetql.charts.bound import BoundWidget, Plotted
from widgetql.charts.buckets import Calendar, Edges, Interval
from widgetql.charts.samples import Samples, ordered
from widgetql.sql.buckets import regrouped
from widgetql.sql.grouping import grouped
from widgetql.sql.logic import nullable
from widgetql.sql.rollup import absent, materialized, mean_of_totals, together, total_of_totals
from widgetql.storage import Storage, storage_of
from widgetql.types import DataType

MERGEABLE: Final = frozenset({"count", "sum", "avg", "min", "max"})
"""The aggregations of parts that give the aggregation of the whole."""

# More groups than this are no roll-up: reading them once for each widget costs what a scan costs.
_MOST_CELLS: Final = 30_000
# How many values a field is taken to have: nobody counts before the query.
_ASSUMED: Final[Mapping[DataType, int]] = MappingProxyType({DataType.BOOLEAN: 3, DataType.STRING: 10})
_EXTREMES: Final[Mapping[str, Any]] = MappingProxyType({"min": func.min, "max": func.max})
_Grain = Calendar | Interval


class Arm(Protocol):
    """A widget's part of a shared query."""

    def select(self) -> Select[Any]:
        """Return what the widget reads from the roll-up, its columns named."""
        ...

    def answer(self, rows: Sequence[Any]) -> Answer:
        """Return the widget's data from its rows."""
        ...


@dataclass(frozen=True, slots=True)
class Asked:
    """What a widget asks of a roll-up: fields and grains to group by, fields to aggregate."""

    keys: tuple[Plotted, ...] = ()
    grains: tuple[_Grain, ...] = ()
    values: tuple[tuple[str, Plotted | None], ...] = ()

    def is_mergeable(self) -> bool:
        """Tell whether its parts can be put together again."""
        fields = [*self.keys, *(value for _, value in self.values if value is not None)]
        plain = all(field.found.to_many == 0 and field.found.key is None for field in fields)
        known = all(aggregation in MERGEABLE for aggregation, _ in self.values)
        timeless = all(field.type is not DataType.DATETIME for field in fields)
        return plain and known and timeless


class Rollup:
    """The records of one filter, grouped by the keys of some widgets."""

    def __init__(self, bound: BoundWidget, samples: Samples) -> None:
        self.bound: Final = bound
        self.samples: Final = samples
        self._keys: dict[str, tuple[str, Plotted]] = {}
        self._values: dict[str, tuple[str, Plotted]] = {}
        self._grains: list[_Grain] = []
        self._stored: dict[str, Storage | None] = {}
        self._cte: CTE | None = None

    def takes(self, asked: Asked) -> bool:
        """Tell whether a widget may join: the groups stay few, and its buckets hold whole finer ones."""
        keys = {key.found.path: key for key in asked.keys} | {p: key for p, (_, key) in self._keys.items()}
        grains = [*self._grains, *(grain for grain in asked.grains if grain not in self._grains)]
        edges = [self.samples.edges(grain) for grain in grains]
        if any(not len(one) for one in edges):
            return False
        finest = max(edges, key=len, default=Edges(()))
        cells = max(len(finest), 1)
        for key in keys.values():
            cells *= _ASSUMED.get(key.type, 100)
        return cells <= _MOST_CELLS and all(_places(one, finest) is not None for one in edges)

    def add(self, asked: Asked) -> None:
        """Take a widget in."""
        for key in asked.keys:
            self._keys.setdefault(key.found.path, (f"k{len(self._keys)}", key))
        for _, value in asked.values:
            if value is not None:
                self._values.setdefault(value.found.path, (f"v{len(self._values)}", value))
        self._grains += [grain for grain in asked.grains if grain not in self._grains]

    @property
    def cte(self) -> CTE:
        """The roll-up as a common table expression, built from all that was taken in."""
        if self._cte is None:
            self._cte = self._built()
        return self._cte

    def view(self, **grains: _Grain) -> View:
        """Return the roll-up to read from, with the buckets of grains as columns of their names."""
        places = {name: _places(self.samples.edges(grain), self._finest()) for name, grain in grains.items()}
        buckets = [
            regrouped(self.cte.c.bucket, found).label(name)
            for name, found in places.items()
            if found is not None
        ]
        return View(self, select(*(one for one in self.cte.c if one.key != "bucket"), *buckets).subquery())

    def name_of_key(self, plotted: Plotted) -> str:
        """Return the column that a field to group by is."""
        return self._keys[plotted.found.path][0]

    def value_of(self, plotted: Plotted) -> Value:
        """Return what is kept of a field to aggregate."""
        name = self._values[plotted.found.path][0]
        return Value(name, self._stored[name], plotted.type)

    def _finest(self) -> Edges:
        return max((self.samples.edges(grain) for grain in self._grains), key=len, default=Edges(()))

    def _built(self) -> CTE:
        samples = self.samples
        keys = [name for name, _ in self._keys.values()]
        samples.columns.update({name: samples.key(plotted).sql for name, plotted in self._keys.values()})
        if self._grains:
            finest = max(self._grains, key=lambda grain: len(samples.edges(grain)))
            samples.columns["bucket"] = samples.bucket(finest).sql
            keys.append("bucket")
        samples.columns.update({name: samples.read(field).value for name, field in self._values.values()})
        samples.columns.setdefault("one", samples.id)
        source = samples.subquery()
        self._stored = {name: storage_of(source.c[name].type) for name, _ in self._values.values()}
        parts = [
            part for name, field in self._values.values() for part in _parts(source.c[name], name, field.type)
        ]
        results = [func.count().label("n"), *parts]
        return materialized(grouped(source, keys, results, samples.runner.dialect), "rollup")


@dataclass(frozen=True, slots=True)
class Value:
    """A field that a roll-up keeps the parts of: their columns begin with its name."""

    name: str
    storage: Storage | None
    type: DataType


class View:
    """The groups of a roll-up, to be grouped and aggregated again."""

    def __init__(self, rollup: Rollup, source: FromClause) -> None:
        self.rollup: Final = rollup
        self.source: Final = source

    def key(self, plotted: Plotted) -> ColumnElement[Any]:
        """Return a field to group by."""
        return self.source.c[self.rollup.name_of_key(plotted)]

    def count(self) -> ColumnElement[int]:
        """Return the number of records."""
        return _whole(self.source.c.n)

    def number(self, plotted: Plotted) -> ColumnElement[int]:
        """Return how many records have a value in a field."""
        return _whole(self.source.c[f"{self.rollup.value_of(plotted).name}_n"])

    def sample_count(self, aggregation: str, plotted: Plotted | None) -> ColumnElement[int]:
        """Return how many records go into an aggregation."""
        return self.count() if plotted is None or aggregation == "count" else self.number(plotted)

    def aggregate(self, aggregation: str, plotted: Plotted | None) -> ColumnElement[Any]:
        """Return an aggregation of a field, or the number of records."""
        if plotted is None or aggregation == "count":
            return self.count()
        value = self.rollup.value_of(plotted)
        if aggregation in _EXTREMES:
            column = self.source.c[f"{value.name}_{aggregation}"]
            found: ColumnElement[Any] = _EXTREMES[aggregation](nullable(column))
            return found
        if aggregation == "sum":
            return self._sum(value)
        assert aggregation == "avg"
        return mean_of_totals(self._sum(value), self.number(plotted))

    def ranked(self, group: Plotted, by: tuple[str, Plotted | None], limit: int) -> View:
        """Return the same with `position`, the rank of each row's group, and `grp`; the rest is one group.

        Groups rank by the samples that go into an aggregation, ties by value with null last.
        """
        aggregation, value = by
        counted = "n" if value is None or aggregation == "count" else f"{self.rollup.value_of(value).name}_n"
        key = self.key(group)
        number = func.sum(self.source.c[counted]).over(partition_by=key).label("samples_of_group")
        totals = select(*self.source.c, number).subquery()
        key = totals.c[str(key.key)]
        by_type = group.type if group.type is DataType.STRING else DataType.NUMERIC
        order = [totals.c.samples_of_group.desc(), *ordered(key, by_type)]
        place = func.dense_rank().over(order_by=order).label("place")
        places = select(*totals.c, place).subquery()
        kept = places.c.place <= limit
        found = select(
            *places.c,
            case((kept, places.c.place - 1), else_=limit).label("position"),
            case((kept, places.c[str(key.key)])).label("grp"),
        )
        return View(self.rollup, found.subquery())

    def _sum(self, value: Value) -> ColumnElement[Any]:
        parts = nullable(self.source.c[f"{value.name}_sum"])
        if value.storage in (Storage.INTEGER, Storage.BOOLEAN):
            return type_coerce(total_of_totals(parts), BigInteger())
        return func.sum(parts)


def _whole(counts: ColumnElement[int]) -> ColumnElement[int]:
    """Add counts up; over nothing there are none."""
    return cast(func.coalesce(func.sum(counts), 0), BigInteger())


def _parts(value: ColumnElement[Any], name: str, data_type: DataType) -> Iterator[ColumnElement[Any]]:
    yield func.count(value).label(f"{name}_n")
    if data_type is DataType.BOOLEAN:
        yield func.sum(case((value, 1), (not_(value), 0)), type_=BigInteger()).label(f"{name}_sum")
    elif data_type is DataType.NUMERIC:
        yield type_coerce(SQL["sum"](value, data_type), value.type).label(f"{name}_sum")
        yield func.min(value).label(f"{name}_min")
        yield func.max(value).label(f"{name}_max")


def _places(coarse: Edges, finest: Edges) -> list[int] | None:
    """Return the fine bucket that each coarse edge is at; None where a coarse bucket cuts a fine one."""
    at = {edge: index for index, edge in enumerate(finest.starts)}
    inner = [at.get(edge) for edge in coarse.starts[1:-1]]
    if any(place is None for place in inner):
        return None
    return [0, *(place for place in inner if place is not None), len(finest)]


def run_arms(rollup: Rollup, arms: Sequence[Arm]) -> list[Answer]:
    """Run the widgets of a roll-up as one query."""
    selects = [arm.select() for arm in arms]
    columns = [
        (f"a{number}_{column.key}", number, column)
        for number, one in enumerate(selects)
        for column in one.selected_columns
    ]
    dialect = rollup.samples.runner.dialect
    padded = [_padded(number, one, columns, dialect) for number, one in enumerate(selects)]
    own: list[list[Any]] = [[] for _ in arms]
    for row in rollup.samples.rows(together(padded)):
        number = int(row.arm)
        own[number].append(
            SimpleNamespace(
                **{str(column.key): getattr(row, name) for name, arm, column in columns if arm == number}
            )
        )
    return [arm.answer(rows) for arm, rows in zip(arms, own, strict=True)]


def _padded(
    number: int, one: Select[Any], columns: Sequence[tuple[str, int, Any]], dialect: str
) -> Select[Any]:
    """Return an arm with its number, and NULL for the columns of the others."""
    own: Any = one.subquery(f"arm{number}")
    padded: Any = [
        own.c[column.key].label(name) if arm == number else absent(column.type, dialect).label(name)
        for name, arm, column in columns
    ]
    mark: ColumnElement[int] = literal_column(str(number), BigInteger())
    statement: Any = select(mark.label("arm"), *padded)
    found: Select[Any] = statement.select_from(own)
    return found
