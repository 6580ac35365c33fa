"""One scan for many widgets: records grouped once by all that they ask for, and grouped again from there.

Only what can be put together again is shared: counts, sums, extremes, means as a sum by a count. The roll-up
has levels: by the finest time that is asked for, and from that by each coarser one and by none.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

from sqlalchemy import BigInteger, case, cast, func, not_, select, type_coerce
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.sql.selectable import CTE, FromClause

from widgetql.charts.aggregations import SQL
from widgetql.charts.bound import BoundWidget, Plotted
from widgetql.charts.buckets import Calendar, Edges, Interval
from widgetql.charts.samples import Samples, ordered
from widgetql.charts.strategy import Bucketing
from widgetql.remembered import remembered
from widgetql.sql.buckets import regrouped
from widgetql.sql.grouping import grouped
from widgetql.sql.logic import nullable
from widgetql.sql.numbers import finite_sum
from widgetql.sql.profile import profile_of
from widgetql.sql.rollup import kept_sum, kept_sums, materialized, mean_of_totals, total_of_totals
from widgetql.sql.values import Total
from widgetql.storage import Storage, storage_of
from widgetql.types import DataType

MERGEABLE: Final = frozenset({"count", "sum", "avg", "min", "max"})
"""The aggregations of parts that give the aggregation of the whole."""

# More groups than this are no roll-up: reading them once for each widget costs what a scan costs.
_MOST_CELLS: Final = 30_000
# How many values a field is taken to have: nobody counts before the query.
_ASSUMED: Final[Mapping[DataType, int]] = MappingProxyType({DataType.BOOLEAN: 3, DataType.STRING: 10})
_EXTREMES: Final[Mapping[str, Any]] = MappingProxyType({"min": func.min, "max": func.max})
# What is kept of a field beside the number of its values, where it is asked for. A mean needs the sum.
_PARTS: Final = ("sum", "min", "max")
_KEPT: Final[Mapping[str, str]] = MappingProxyType({"avg": "sum"})
_Grain = Calendar | Interval


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
        self._aggregations: dict[str, set[str]] = {}
        self._grains: list[_Grain] = []
        self._stored: dict[str, Storage | None] = {}
        self._cte: CTE | None = None
        self._levels: dict[_Grain | None, CTE] = {}
        self._placed: dict[tuple[Edges, Edges], tuple[int, ...] | None] = {}

    def takes(self, asked: Asked) -> bool:
        """Tell whether a widget may join: it has buckets, these hold whole finer ones, groups stay few."""
        keys = {key.found.path: key for key in asked.keys} | {p: key for p, (_, key) in self._keys.items()}
        grains = [*self._grains, *(grain for grain in asked.grains if grain not in self._grains)]
        edges = [self.samples.edges(grain) for grain in grains]
        if any(not len(one) for one in edges):
            return False
        finest = max(edges, key=len, default=Edges(()))
        cells = max(len(finest), 1)
        for key in keys.values():
            cells *= _ASSUMED.get(key.type, 100)
        return cells <= _MOST_CELLS and all(self._among(one, finest) is not None for one in edges)

    def add(self, asked: Asked) -> None:
        """Take a widget in."""
        for key in asked.keys:
            self._keys.setdefault(key.found.path, (f"k{len(self._keys)}", key))
        for aggregation, value in asked.values:
            if value is not None:
                path = value.found.path
                self._values.setdefault(path, (f"v{len(self._values)}", value))
                self._aggregations.setdefault(path, set()).add(_KEPT.get(aggregation, aggregation))
        self._grains += [grain for grain in asked.grains if grain not in self._grains]

    @property
    def cte(self) -> CTE:
        """The roll-up as a common table expression, built from all that was taken in."""
        if self._cte is None:
            self._cte = self._built()
        return self._cte

    def view(self, **grains: _Grain) -> View:
        """Return the roll-up to read from, with the buckets of grains by their names."""
        if len(set(grains.values())) <= 1 and profile_of(self.samples.runner.dialect).coarser_levels:
            grain = next(iter(grains.values()), None)
            level = self._level(grain)
            return View(self, level, {} if grain is None else dict.fromkeys(grains, level.c.bucket))
        buckets: dict[str, ColumnElement[Any]] = {}
        for name, grain in grains.items():
            places = self.places(grain)
            assert places is not None
            buckets[name] = regrouped(self.cte.c.bucket, places)
        return View(self, self.cte, buckets)

    def places(self, grain: _Grain) -> tuple[int, ...] | None:
        """Return where a grain's edges are among the finest."""
        return self._among(self.samples.edges(grain), self._finest())

    def _among(self, coarse: Edges, finest: Edges) -> tuple[int, ...] | None:
        """Return the places of edges, looked for once: each widget asks for those of all."""
        if (coarse, finest) not in self._placed:
            self._placed[coarse, finest] = _places(coarse, finest)
        return self._placed[coarse, finest]

    def name_of_key(self, plotted: Plotted) -> str:
        """Return the column that a field to group by is."""
        return self._keys[plotted.found.path][0]

    def values(self) -> list[Plotted]:
        """Return the fields to aggregate."""
        return [plotted for _, plotted in self._values.values()]

    def value_of(self, plotted: Plotted) -> Value:
        """Return what is kept of a field to aggregate."""
        name = self._values[plotted.found.path][0]
        return Value(name, self._stored[name], plotted.type)

    @remembered
    def shape(self) -> Hashable:
        """Return what shapes the roll-up beside its filter and what the widgets ask for."""
        fields = [*self._keys.values(), *self._values.values()]
        way = None if self._way is None else self._way.key
        return (way, *((name, field.found.path, field.type) for name, field in fields))

    @remembered
    def _way(self) -> Bucketing | None:
        if not self._grains:
            return None
        return self.samples.bucketing(max(self._grains, key=self._fineness), in_order=True)

    def _level(self, grain: _Grain | None) -> CTE:
        """Return the roll-up by a grain, or without time: a coarser one has few rows for widgets to read."""
        if grain not in self._levels:
            self._levels[grain] = self._regrouped(grain)
        return self._levels[grain]

    def _regrouped(self, grain: _Grain | None) -> CTE:
        places = None if grain is None else self.places(grain)
        # Without grains there is one level, and the finest grain's is the roll-up itself.
        if not self._grains or (places is not None and len(places) == len(self._finest().starts)):
            return self.cte
        source, buckets = self.cte, list[ColumnElement[Any]]()
        if places is None:
            # From the coarsest level: some widget reads it anyway, and it has the fewest rows.
            source = self._level(min(self._grains, key=self._fineness))
        else:
            buckets = [regrouped(source.c.bucket, places)]
        view, keys = View(self, source, {}), [source.c[name] for name, _ in self._keys.values()]
        named = [*keys, *(bucket.label("bucket") for bucket in buckets)]
        statement = select(*named, view.count().label("n"), *view.parts()).group_by(*keys, *buckets)
        return materialized(statement, f"rollup_{len(self._levels)}")

    def _fineness(self, grain: _Grain) -> int:
        return len(self.samples.edges(grain))

    def _finest(self) -> Edges:
        return max((self.samples.edges(grain) for grain in self._grains), key=len, default=Edges(()))

    def _built(self) -> CTE:
        samples = self.samples
        keys = [name for name, _ in self._keys.values()]
        samples.columns.update({name: samples.key(plotted).sql for name, plotted in self._keys.values()})
        if self._way is not None:
            samples.columns["bucket"] = self._way.sql(samples.timestamp.instant)
            keys.append("bucket")
        samples.columns.update({name: samples.read(field).value for name, field in self._values.values()})
        samples.columns.setdefault("one", samples.id)
        source = samples.subquery()
        self._stored = {name: storage_of(source.c[name].type) for name, _ in self._values.values()}
        parts = [
            part
            for path, (name, field) in self._values.items()
            for part in _parts(source.c[name], name, field.type, self._aggregations[path])
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
    """The groups of a roll-up, to be grouped and aggregated again, by `buckets` as well."""

    def __init__(self, rollup: Rollup, source: FromClause, buckets: Mapping[str, ColumnElement[Any]]) -> None:
        self.rollup: Final = rollup
        self.source: Final = source
        self.buckets: Final = buckets

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

    def parts(self) -> Iterator[ColumnElement[Any]]:
        """Yield what is kept of each field, put together again under the same names."""
        for plotted in self.rollup.values():
            name = self.rollup.value_of(plotted).name
            yield self.number(plotted).label(f"{name}_n")
            for part in _PARTS:
                kept = self.source.c.get(f"{name}_{part}")
                if kept is None:
                    continue
                is_whole = part == "sum" and self.rollup.value_of(plotted).storage is Storage.INTEGER
                again = kept_sums(nullable(kept)) if is_whole else self.aggregate(part, plotted)
                yield type_coerce(again, kept.type).label(kept.key)

    def ranked(
        self, group: Plotted, by: tuple[str, Plotted | None], limit: int, fields: Sequence[Plotted] = ()
    ) -> View:
        """Return the same with `position`, the rank of each row's group, and `grp`; the rest is one group.

        Groups rank by the samples that go into an aggregation, ties by value with null last. Of fields there
        is left what it is of, and further `fields`.
        """
        aggregation, value = by
        key = str(self.key(group).key)
        kept_of = [self.rollup.value_of(field).name for field in (value, *fields) if field is not None]
        counted = "n" if value is None or aggregation == "count" else f"{kept_of[0]}_n"
        # Each column less is one less for the database to plan, in every subquery.
        needed = [one for one in self.source.c if _is_of(str(one.key), key, kept_of)]
        columns = [*needed, *_labelled(self.buckets)]
        number = func.sum(self.source.c[counted]).over(partition_by=self.source.c[key])
        totals = select(*columns, number.label("samples_of_group")).subquery()
        by_type = group.type if group.type is DataType.STRING else DataType.NUMERIC
        order = [totals.c.samples_of_group.desc(), *ordered(totals.c[key], by_type)]
        place = func.dense_rank().over(order_by=order).label("place")
        places = select(*(totals.c[str(one.key)] for one in columns), place).subquery()
        kept = places.c.place <= limit
        found = select(
            *(one for one in places.c if one.key != "place"),
            case((kept, places.c.place - 1), else_=limit).label("position"),
            case((kept, places.c[key])).label("grp"),
        ).subquery()
        return View(self.rollup, found, {name: found.c[name] for name in self.buckets})

    def _sum(self, value: Value) -> ColumnElement[Any]:
        parts = nullable(self.source.c[f"{value.name}_sum"])
        if value.storage is Storage.INTEGER:
            return type_coerce(total_of_totals(parts), Total())
        if value.storage is Storage.BOOLEAN:
            return type_coerce(func.sum(parts), Total())
        return finite_sum(parts) if value.storage is Storage.FLOAT else func.sum(parts)


def _is_of(name: str, key: str, values: Sequence[str]) -> bool:
    """Tell whether a column is that of a key, the number of records, or kept of a value."""
    return name in ("n", key) or name.startswith(tuple(f"{value}_" for value in values))


def _labelled(columns: Mapping[str, ColumnElement[Any]]) -> list[ColumnElement[Any]]:
    return [column.label(name) for name, column in columns.items()]


def _whole(counts: ColumnElement[int]) -> ColumnElement[int]:
    """Add counts up; over nothing there are none."""
    return cast(func.coalesce(func.sum(counts), 0), BigInteger())


def _parts(
    value: ColumnElement[Any], name: str, data_type: DataType, wanted: Collection[str]
) -> Iterator[ColumnElement[Any]]:
    yield func.count(value).label(f"{name}_n")
    for part in _PARTS:
        if part in wanted:
            yield _part(value, part, data_type).label(f"{name}_{part}")


def _part(value: ColumnElement[Any], part: str, data_type: DataType) -> ColumnElement[Any]:
    if part in _EXTREMES:
        extreme: ColumnElement[Any] = _EXTREMES[part](value)
        return extreme
    if data_type is DataType.BOOLEAN:
        return func.sum(case((value, 1), (not_(value), 0)), type_=BigInteger())
    if storage_of(value.type) is Storage.INTEGER:
        return type_coerce(kept_sum(value), value.type)
    total = SQL["sum"](value, data_type)
    # The sum of decimals is shown as a double; of integers it is of their type here.
    return total if storage_of(value.type) is Storage.DECIMAL else type_coerce(total, value.type)


def _places(coarse: Edges, finest: Edges) -> tuple[int, ...] | None:
    """Return the fine bucket that each coarse edge is at; None where a coarse bucket cuts a fine one."""
    at = finest.once(_places, lambda: {edge: index for index, edge in enumerate(finest.starts)})
    inner = [at.get(edge) for edge in coarse.starts[1:-1]]
    if None in inner:
        return None
    return (0, *(place for place in inner if place is not None), len(finest))
