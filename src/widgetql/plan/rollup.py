"""One scan for many queries: records grouped once by all that they ask for, and grouped again from there.

Only what can be put together again is shared: counts, sums, extremes, means as a sum by a count. Law: a query
over the groups of a roll-up has the answer that it has over rows, but for the last digits of sums of doubles.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Final

from widgetql.charts.buckets import Calendar, Edges, Interval
from widgetql.plan.query import BUCKET, GROUP, Aggregate, Grain, Key, Plotted, Query, Regrouped
from widgetql.types import DataType

# The aggregations of parts that give the aggregation of the whole: which part each needs, beside counts.
PARTS: Final[Mapping[str, str | None]] = MappingProxyType(
    {"count": None, "count_values": None, "sum": "sum", "avg": "sum", "min": "min", "max": "max"}
)
_AGGREGATION: Final[Mapping[str, str]] = MappingProxyType({"sum": "part_of_sum", "min": "min", "max": "max"})
# More groups than this are no roll-up: reading them once for each widget costs what a scan costs.
_MOST_CELLS: Final = 30_000
# How many values a field is taken to have: nobody counts before the query.
_ASSUMED: Final[Mapping[DataType, int]] = MappingProxyType({DataType.BOOLEAN: 3, DataType.STRING: 10})


def is_mergeable(query: Query) -> bool:
    """Tell whether a query can be put together from groups of its keys."""
    keys = [key.of for key in query.keys]
    plain = all(_is_plain(one) for one in keys if isinstance(one, Plotted))
    known = all(isinstance(one, Plotted | Calendar | Interval) for one in keys)
    # Ranked are values, not buckets, of one field; and values of a group are not ranked once more.
    fields = sum(isinstance(one, Plotted) for one in keys)
    ranked = query.top is not None and isinstance(query.key(query.top.key).of, Plotted)
    top = query.top is None or (ranked and fields == 1 and query.cut is None)
    # What has no value is not ranked either.
    present = query.present is None or (query.present in keys and query.top is None)
    is_whole = not query.only and not query.derived
    return plain and known and top and present and is_whole and all(map(is_part, query.measures))


def is_part(one: Aggregate) -> bool:
    """Tell whether an aggregate of a whole is known from those of its parts."""
    is_of_all = one.fraction is None and one.where is None
    return is_of_all and one.aggregation in PARTS and (one.of is None or _is_plain(one.of))


def split(query: Query) -> tuple[Query, Query | None]:
    """Return a query with the measures that can be merged, and one with the others, to be asked of rows.

    Legal of a whole and of groups. Law: the columns of both, by their keys, are those of the query.
    """
    rest = tuple(one for one in query.measures if not is_part(one))
    # Beside what is of related rows all counts are of these.
    is_joined = any(one.of is not None and one.of.found.to_many for one in query.measures)
    if not rest or is_joined or query.derived or any(key.name != GROUP for key in query.keys):
        return query, None
    own = tuple(one for one in query.measures if is_part(one))
    # One row has no order, and groups have that of their rank.
    found = replace(query, order=(), limit=None, left=None)
    return replace(found, measures=own), replace(found, measures=rest, top=None)


def _is_plain(field: Plotted) -> bool:
    return field.found.to_many == 0 and field.type is not DataType.DATETIME


class Rollup:
    """What some queries have in common: the query whose groups they are put together from.

    `edges` gives the edges of a grain.
    """

    def __init__(self, edges: Callable[[Grain], Edges]) -> None:
        self._edges: Final = edges
        self._keys: Final[dict[Plotted, None]] = {}
        self._grains: Final[dict[Grain, None]] = {}
        self._parts: Final[dict[Plotted, set[str]]] = {}

    def takes(self, query: Query) -> bool:
        """Tell whether a query may join: it has buckets, these hold whole finer ones, groups stay few."""
        keys = {**self._keys, **dict.fromkeys(_fields_of(query))}
        edges = [self._edges(grain) for grain in {**self._grains, **dict.fromkeys(_grains_of(query))}]
        if any(not len(one) for one in edges):
            return False
        finest = max(edges, key=len, default=Edges(()))
        cells = max(len(finest), 1)
        for key in keys:
            cells *= _ASSUMED.get(key.type, 100)
        return cells <= _MOST_CELLS and all(_places(one, finest) is not None for one in edges)

    def add(self, query: Query) -> None:
        """Take a query in."""
        self._keys.update((one, None) for one in _fields_of(query))
        self._grains.update((one, None) for one in _grains_of(query))
        for one in query.measures:
            # Of what is asked apart there is the number of values.
            if one.of is not None and _is_plain(one.of):
                part = PARTS.get(one.aggregation)
                self._parts.setdefault(one.of, set()).update([] if part is None else [part])

    def query(self) -> Query:
        """Return the query of the finest groups; its buckets ascend."""
        keys = [Key(f"k{number}", field) for number, field in enumerate(self._keys)]
        finest = max(self._grains, key=lambda grain: len(self._edges(grain)), default=None)
        if finest is not None:
            keys.append(Key(BUCKET, finest))
        measures = [Aggregate("n", "count")]
        for number, (field, wanted) in enumerate(self._parts.items()):
            measures.append(Aggregate(f"v{number}_n", "count_values", field))
            measures += [
                Aggregate(f"v{number}_{part}", aggregation, field)
                for part, aggregation in _AGGREGATION.items()
                if part in wanted
            ]
        order = () if finest is None else ((BUCKET, False),)
        return Query(keys=tuple(keys), measures=tuple(measures), order=order)

    @property
    def grains(self) -> Collection[Grain]:
        """The grains of the queries."""
        return self._grains.keys()

    def levels(self) -> list[tuple[int, ...]]:
        """Return each grain as places among the finest groups."""
        finest = max(map(self._edges, self._grains), key=len, default=Edges(()))
        found = [_places(self._edges(grain), finest) for grain in self._grains]
        return [places for places in found if places is not None]

    def over(self, query: Query) -> Query:
        """Return a query over the finest groups: of times it says which of them make a bucket."""
        finest = max(map(self._edges, self._grains), key=len, default=Edges(()))
        for key in query.keys:
            if isinstance(key.of, Calendar | Interval):
                places = _places(self._edges(key.of), finest)
                assert places is not None
                query = query.with_key(Key(key.name, Regrouped(places)))
        return query


def _fields_of(query: Query) -> list[Plotted]:
    return [key.of for key in query.keys if isinstance(key.of, Plotted)]


def _grains_of(query: Query) -> list[Grain]:
    return [key.of for key in query.keys if isinstance(key.of, Calendar | Interval)]


def _places(coarse: Edges, finest: Edges) -> tuple[int, ...] | None:
    """Return the fine bucket that each coarse edge is at; None where a coarse bucket cuts a fine one."""
    return finest.once((_places, coarse), lambda: _looked_for(coarse, finest))


def _looked_for(coarse: Edges, finest: Edges) -> tuple[int, ...] | None:
    at = finest.once(_looked_for, lambda: {edge: index for index, edge in enumerate(finest.starts)})
    inner = [at.get(edge) for edge in coarse.starts[1:-1]]
    if None in inner:
        return None
    return (0, *(place for place in inner if place is not None), len(finest))
