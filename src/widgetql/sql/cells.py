"""Queries over groups that are there already, in SQL: counted and summed again from their parts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

from sqlalchemy import BigInteger, case, cast, func, select, type_coerce
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.sql.selectable import FromClause, Select

from widgetql.plan.query import BUCKET, Aggregate, Plotted, Query, Regrouped, Top
from widgetql.sql.buckets import regrouped
from widgetql.sql.logic import nullable
from widgetql.sql.numbers import sum_of_parts
from widgetql.sql.profile import profile_of
from widgetql.sql.rank import ordered
from widgetql.sql.rollup import kept_sums, materialized, mean_of_totals, total_of_totals
from widgetql.sql.select import counted, finished
from widgetql.sql.source import Source
from widgetql.sql.values import Total
from widgetql.storage import Storage, storage_of

_Column = ColumnElement[Any]
_EXTREMES: Final[Mapping[str, Any]] = MappingProxyType({"min": func.min, "max": func.max})


@dataclass(frozen=True, slots=True)
class _Parts:
    """What is kept of a field: columns that begin with its name; and how its values are stored."""

    name: str
    storage: Storage | None


class Cells:
    """The groups of a roll-up's query. `shared` are those that several SELECTs of one statement read."""

    def __init__(
        self,
        query: Query,
        source: Source,
        dialect: str,
        levels: Sequence[tuple[int, ...]] = (),
        *,
        shared: bool,
    ) -> None:
        found = counted(query, source, dialect)
        self.table: Final[FromClause] = materialized(found, "rollup") if shared else found.subquery("cells")
        self.names: Final = {key.of: key.name for key in query.keys if isinstance(key.of, Plotted)}
        self.parts: Final = {
            one.of: _Parts(one.name.removesuffix("_n"), storage_of(source.read(one.of).value.type))
            for one in query.measures
            if one.of is not None and one.aggregation == "count_values"
        }
        self._has_levels: Final = shared and profile_of(dialect).coarser_levels
        # From the coarsest level of all: some query reads it anyway, and it has the fewest rows.
        self._coarsest: Final = min(levels, key=len, default=None)
        self._levels: Final[dict[tuple[int, ...] | None, FromClause]] = {}

    def select(self, query: Query, *, alone: bool) -> Select[Any]:
        """Return the SELECT of a query over these groups, its times `Regrouped`."""
        view = self._view({key.name: key.of.places for key in query.keys if isinstance(key.of, Regrouped)})
        if query.top is not None:
            view = view.ranked(query, query.top)
        columns: dict[str, _Column] = {}
        for key in query.keys:
            if query.top is not None and key.name == query.top.key:
                columns |= {"position": view.source.c.position, key.name: view.source.c.grp}
            else:
                is_time = isinstance(key.of, Regrouped)
                columns[key.name] = view.buckets[key.name] if is_time else view.field(key.of)
        results = [view.measure(one).label(one.name) for one in query.measures]
        named = [column.label(name) for name, column in columns.items()]
        found = select(*named, *results).group_by(*columns.values())
        if query.present is not None:
            found = found.where(view.field(query.present).is_not(None))
        return finished(found, query, alone=alone)

    def _view(self, places: Mapping[str, tuple[int, ...]]) -> _View:
        """Return the groups to read from, with buckets by their names."""
        if self._has_levels and len(set(places.values())) <= 1:
            level = self._level(next(iter(places.values()), None))
            return _View(self, level, dict.fromkeys(places, level.c[BUCKET]) if places else {})
        buckets = {name: regrouped(self.table.c[BUCKET], own) for name, own in places.items()}
        return _View(self, self.table, buckets)

    def _level(self, places: tuple[int, ...] | None) -> FromClause:
        """Return the groups by a grain, or without time: a coarser one has few rows to read."""
        if places not in self._levels:
            self._levels[places] = self._regrouped(places)
        return self._levels[places]

    def _regrouped(self, places: tuple[int, ...] | None) -> FromClause:
        # Without grains there is one level, and the finest grain's are the groups themselves.
        if self._coarsest is None or (places is not None and len(places) == places[-1] + 1):
            return self.table
        source = self.table if places is not None else self._level(self._coarsest)
        buckets = [] if places is None else [regrouped(source.c[BUCKET], places)]
        view, keys = _View(self, source, {}), [source.c[name] for name in self.names.values()]
        named = [*keys, *(bucket.label(BUCKET) for bucket in buckets)]
        statement = select(*named, view.count().label("n"), *view.again()).group_by(*keys, *buckets)
        return materialized(statement, f"rollup_{len(self._levels)}")


@dataclass(frozen=True, slots=True)
class _View:
    """Groups to be grouped and aggregated again, by `buckets` as well."""

    cells: Cells
    source: FromClause
    buckets: Mapping[str, _Column]

    def field(self, of: Any) -> _Column:
        """Return a field to group by."""
        return self.source.c[self.cells.names[of]]

    def count(self) -> ColumnElement[int]:
        """Return the number of records."""
        return _whole(self.source.c.n)

    def measure(self, one: Aggregate) -> _Column:
        """Return an aggregation of a field, or the number of records."""
        if one.of is None or one.aggregation == "count":
            return self.count()
        parts = self.cells.parts[one.of]
        number = _whole(self.source.c[f"{parts.name}_n"])
        match one.aggregation:
            case "count_values":
                return number
            case "min" | "max":
                found: _Column = _EXTREMES[one.aggregation](
                    nullable(self.source.c[f"{parts.name}_{one.aggregation}"])
                )
                return found
            case "sum":
                return self._sum(parts)
            case _:
                assert one.aggregation == "avg"
                return mean_of_totals(self._sum(parts), number)

    def again(self) -> Iterator[_Column]:
        """Yield what is kept of each field, put together again under the same names."""
        for parts in self.cells.parts.values():
            yield _whole(self.source.c[f"{parts.name}_n"]).label(f"{parts.name}_n")
            for part in ("sum", *_EXTREMES):
                kept = self.source.c.get(f"{parts.name}_{part}")
                if kept is not None:
                    yield type_coerce(self._again(parts, part, kept), kept.type).label(kept.key)

    def _again(self, parts: _Parts, part: str, kept: _Column) -> _Column:
        if part in _EXTREMES:
            found: _Column = _EXTREMES[part](nullable(kept))
            return found
        return kept_sums(nullable(kept)) if parts.storage is Storage.INTEGER else func.sum(nullable(kept))

    def ranked(self, query: Query, top: Top) -> _View:
        """Return the same with `position`, the rank of each row's group, and `grp`; the rest is one group."""
        by, key = query.measure(top.by), query.key(top.key)
        group = str(self.field(key.of).key)
        kept = [self.cells.parts[field].name for field in dict.fromkeys(_measured(query))]
        is_of_rows = by.of is None or by.aggregation == "count"
        number = "n" if is_of_rows or by.of is None else f"{self.cells.parts[by.of].name}_n"
        # Each column less is one less for the database to plan, in every subquery.
        needed = [one for one in self.source.c if _is_of(str(one.key), group, kept)]
        columns = [*needed, *(bucket.label(name) for name, bucket in self.buckets.items())]
        total = func.sum(self.source.c[number]).over(partition_by=self.source.c[group])
        totals = select(*columns, total.label("samples_of_group")).subquery()
        order = [totals.c.samples_of_group.desc(), *ordered(totals.c[group], key.sorts_as)]
        place = func.dense_rank().over(order_by=order).label("place")
        places = select(*(totals.c[str(one.key)] for one in columns), place).subquery()
        is_kept = places.c.place <= top.limit
        found = select(
            *(one for one in places.c if one.key != "place"),
            case((is_kept, places.c.place - 1), else_=top.limit).label("position"),
            case((is_kept, places.c[group])).label("grp"),
        ).subquery()
        return _View(self.cells, found, {name: found.c[name] for name in self.buckets})

    def _sum(self, parts: _Parts) -> _Column:
        kept = nullable(self.source.c[f"{parts.name}_sum"])
        if parts.storage is Storage.INTEGER:
            return type_coerce(total_of_totals(kept), Total())
        if parts.storage is Storage.BOOLEAN:
            return type_coerce(func.sum(kept), Total())
        return sum_of_parts(kept) if parts.storage is Storage.FLOAT else func.sum(kept)


def _measured(query: Query) -> Iterator[Plotted]:
    for one in query.measures:
        if one.of is not None and one.aggregation != "count":
            yield one.of


def _is_of(name: str, key: str, parts: Sequence[str]) -> bool:
    """Tell whether a column is that of a key, the number of records, or kept of a field."""
    return name in ("n", key) or name.startswith(tuple(f"{part}_" for part in parts))


def _whole(counts: ColumnElement[int]) -> ColumnElement[int]:
    """Add counts up; over nothing there are none."""
    return cast(func.coalesce(func.sum(counts), 0), BigInteger())
