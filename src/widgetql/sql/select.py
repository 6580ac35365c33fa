"""From a query to its SELECT: the only place that groups, ranks, orders and limits."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, cast

from sqlalchemy import and_, case, func, literal_column, not_, or_, select
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.sql.selectable import FromClause, Select, Subquery

from widgetql.charts.rules import ENDS, SPREADS
from widgetql.entities import named_own
from widgetql.fields import Dynamic
from widgetql.plan.bucketing import Bucketing
from widgetql.plan.query import Aggregate, Kept, Plotted, Query, Share, Top, Where
from widgetql.sql.aggregations import aggregate_of, lacks_native
from widgetql.sql.derived import value_of
from widgetql.sql.ends import ends, places_of
from widgetql.sql.grouping import grouped, with_few_keys
from widgetql.sql.percentile import percentiles
from widgetql.sql.profile import profile_of
from widgetql.sql.ranges import Ranged, ranged
from widgetql.sql.rank import ordered, same
from widgetql.sql.source import Source
from widgetql.sql.spread import variances
from widgetql.sql.together import holds_value, ranked_together
from widgetql.sql.values import Total
from widgetql.types import DataType

# Conditions that are put together at once.
_AT_ONCE: Final = 100
# What counts rows, whatever they have; the second, their records, is never of a field's values.
_OF_ROWS: Final = ("count", "count_records_of_rows")
_OF_RECORDS: Final = ("count_records", "count_records_of_rows")
_Column = ColumnElement[Any]
# What is aggregated: a field, of all rows or of some; what has no field only counts.
_Measured = tuple[Plotted | None, Where | None]
_Names = Mapping[_Measured, str]


def select_of(query: Query, source: Source, dialect: str) -> Select[Any]:
    """Return the SELECT of a query over rows: a row for each combination of its keys."""
    return finished(counted(query, source, dialect), query)


def counted(query: Query, source: Source, dialect: str) -> Select[Any]:
    """Return the groups of a query, each with its measures."""
    names = _names(query.measures)
    rows = _rows(query, names, source, dialect)
    keys = [] if query.only or query.without else query.columns
    if query.together:
        rows = ranked_together(rows, query)
    if query.without:
        rows = _without(rows, query)
    return _aggregated(rows, keys, query, names, dialect)


def _names(measures: Sequence[Aggregate]) -> _Names:
    """Return a name for the column of each field that is aggregated: measures of one field share it."""
    found = dict.fromkeys(_measured(one) for one in measures)
    return {one: f"v{number}" for number, one in enumerate(one for one in found if any(one))}


def _measured(one: Aggregate) -> _Measured:
    counts_rows = one.aggregation in (_OF_ROWS if one.where is not None else _OF_ROWS[1:])
    return (None if counts_rows else one.of), one.where


def _rows(query: Query, names: _Names, source: Source, dialect: str) -> Subquery:
    """Return the rows of a query as plain columns, to be grouped."""
    columns = {key.name: source.column(key.of) for key in query.keys}
    measured = {names[_measured(one)]: one for one in query.measures if any(_measured(one))}
    columns |= {name: source.measured(one) for name, one in measured.items() if one.where is None}
    if any(one.aggregation in _OF_RECORDS for one in query.measures):
        columns["rid"] = source.id
    if any(one.aggregation in ENDS for one in query.measures):
        columns |= places_of(source)
    if not columns:
        columns["one"] = source.id
    where = [] if query.present is None else [source.read(query.present).shown]
    under = {name: one for name, one in measured.items() if one.where is not None}
    found = _marked(columns, under, source, where, dialect)
    is_bucketed = any(isinstance(_inner(key.of), Bucketing) for key in query.keys)
    found = with_few_keys(found, dialect) if is_bucketed else found
    # What is deep already is not put into what is nested by ranks and times.
    return named_own(found.cte(), "samples") if source.is_deep else found.subquery("samples")


def _without(rows: Subquery, query: Query) -> Subquery:
    """Return the rows whose keys have none of some combinations of values."""
    found = select(*rows.c)
    # In parts: of so many conditions in a row SQLite makes a tree that is too deep.
    for first in range(0, len(query.without), _AT_ONCE):
        some = query.without[first : first + _AT_ONCE]
        same_as = (
            and_(
                *(holds_value(rows.c[key.name], value) for key, value in zip(query.keys, values, strict=True))
            )
            for values in some
        )
        found = found.where(not_(or_(*same_as)))
    return found.subquery("rest")


def _marked(
    columns: Mapping[str, _Column],
    under: Mapping[str, Aggregate],
    source: Source,
    where: Sequence[_Column],
    dialect: str,
) -> Select[Any]:
    """Return the SELECT of columns, and of what goes into aggregates under conditions.

    Each condition is written once, however many measures are under it: it may be long.
    """
    if not under:
        return source.select((column.label(name) for name, column in columns.items()), *where)
    marks: dict[Any, str] = {}
    values: dict[Any, str] = {}
    read, meant = dict(columns), dict[str, tuple[str, str | None]]()
    for name, one in under.items():
        of = None if one.aggregation in _OF_ROWS else one.of
        is_of_metric = one.of is not None and isinstance(one.of.found.leaf, Dynamic)
        mark = marks.setdefault((one.where, one.of if is_of_metric else None), f"mark{len(marks)}")
        if mark not in read:
            read[mark] = source.mark(one)
        value = None if of is None else values.setdefault(of, f"value{len(values)}")
        if value is not None and value not in read:
            read[value] = source.measured(one)
        meant[name] = (mark, value)
    found = source.select((column.label(name) for name, column in read.items()), *where)
    shallow = profile_of(dialect).parses_shallowly
    rows: FromClause = named_own(found.cte(), "marked") if shallow else found.subquery("marked")
    results = [
        rows.c[mark].label(name)
        if value is None
        else case((rows.c[mark] == literal_column("1"), rows.c[value])).label(name)
        for name, (mark, value) in meant.items()
    ]
    return select(*(rows.c[name] for name in columns), *results)


def _inner(of: Any) -> Any:
    return of.of if isinstance(of, Kept) else of


def _aggregated(
    rows: Subquery, keys: Sequence[str], query: Query, names: _Names, dialect: str
) -> Select[Any]:
    """Group rows by some of their columns. What the database has no aggregate for is joined."""
    apart = [one for one in query.measures if lacks_native(one, dialect)]
    results: list[_Column] = []
    for one in query.measures:
        if one not in apart:
            value = rows.c[names[_measured(one)]] if any(_measured(one)) else None
            results.append(aggregate_of(one, value, rows.c.get("rid"), dialect).label(one.name))
    parts = [*_percentiles(rows, keys, apart, names), *_variances(rows, keys, apart, names)]
    parts += _ends(rows, keys, apart, names)
    parts += _divisors(rows, query, names, dialect)
    if len(parts) == 1 and not results:
        # Nothing to join to: the groups without a value are left out.
        return select(parts[0])
    where = [same(rows.c[name], value) for name, value in query.only]
    found = grouped(rows, keys, results, dialect, *where)
    return _joined(found, keys, parts) if parts else found


def _percentiles(
    rows: Subquery, keys: Sequence[str], wanted: Sequence[Aggregate], names: _Names
) -> Iterator[Subquery]:
    by_column: dict[str, dict[str, float]] = {}
    for one in wanted:
        if one.percentile is not None:
            by_column.setdefault(names[_measured(one)], {})[one.name] = one.percentile
    for column, fractions in by_column.items():
        yield percentiles(rows, keys, column, fractions)


def _variances(
    rows: Subquery, keys: Sequence[str], wanted: Sequence[Aggregate], names: _Names
) -> Iterator[Subquery]:
    by_column: dict[str, list[str]] = {}
    for one in wanted:
        if one.aggregation in SPREADS:
            by_column.setdefault(names[_measured(one)], []).append(one.name)
    for column, own in by_column.items():
        yield variances(rows, keys, column, own)


def _ends(
    rows: Subquery, keys: Sequence[str], wanted: Sequence[Aggregate], names: _Names
) -> Iterator[Subquery]:
    by_end: dict[tuple[str, DataType, str], list[str]] = {}
    for one in wanted:
        if one.aggregation in ENDS:
            by_end.setdefault((names[_measured(one)], one.type, one.aggregation), []).append(one.name)
    for (column, data_type, end), own in by_end.items():
        yield ends(rows, keys, column, data_type, end, own)


def _divisors(rows: Subquery, query: Query, names: _Names, dialect: str) -> Iterator[Subquery]:
    """Yield what shares divide by: measures of all rows that have a row's values of some keys."""
    within: dict[tuple[str, ...], list[Share]] = {}
    for one in query.derived:
        if isinstance(one, Share):
            within.setdefault(one.within, []).append(one)
    for number, (keys, shares) in enumerate(within.items()):
        results: list[_Column] = []
        for share in shares:
            of = query.measure(share.of)
            value = rows.c[names[_measured(of)]] if any(_measured(of)) else None
            results.append(aggregate_of(of, value, None, dialect).label(share.of_all))
        yield grouped(rows, keys, results, dialect).subquery(f"all_{number}")


def _joined(found: Select[Any], keys: Sequence[str], parts: Sequence[Subquery]) -> Select[Any]:
    """Join what was found apart, each in a row a group, to the groups."""
    main = found.subquery("main")
    columns, joined = list[_Column](main.c), cast("FromClause", main)
    for part in parts:
        own = [column for column in part.c if column.key not in keys]
        shared = [key for key in keys if key in part.c]
        if not shared:
            columns += [select(column).scalar_subquery().label(column.key) for column in own]
            continue
        # A group may be NULL.
        joined = joined.outerjoin(part, and_(*[main.c[k].is_not_distinct_from(part.c[k]) for k in shared]))
        columns += own
    return select(*columns).select_from(joined)


def finished(found: Select[Any], query: Query, *, alone: bool = True) -> Select[Any]:
    """Cut, order and limit groups. Of the SELECTs in a UNION none has an order: there rows have a place."""
    if query.cut is not None:
        return _cut(found.subquery("counts"), query, query.cut, alone=alone)
    if not query.order:
        return found if query.limit is None else found.limit(query.limit)
    groups = found.subquery("grouped")
    sorts_as = {one.name: one.type for one in query.measures if one.aggregation in ENDS}
    sorts_as |= {key.name: key.sorts_as for key in query.keys}
    order = [
        part
        for name, descending in query.order
        for part in ordered(value_of(name, query, groups), sorts_as.get(name, DataType.NUMERIC), descending)
    ]
    told = [] if query.left is None else [*_all_of(groups.c[query.left], order if query.offset else None)]
    if alone and not query.offset:
        return select(groups, *told).order_by(*order).limit(query.limit)
    place = func.row_number().over(order_by=order).label("place")
    placed = select(*groups.c, *told, place).subquery("placed")
    shown = [] if query.limit is None else [placed.c.place <= query.offset + query.limit]
    found = select(placed).where(placed.c.place > query.offset, *shown)
    return found.order_by(placed.c.place.asc()) if alone else found


def _all_of(measure: _Column, order: Sequence[_Column] | None) -> Iterator[_Column]:
    """Yield how many groups there are, and what a measure adds up to: in all, in an order up to a row."""
    yield func.count().over().label("all_groups")
    yield func.sum(measure, type_=Total()).over().label("all_left")
    if order is not None:
        yield func.sum(measure, type_=Total()).over(order_by=order, rows=(None, 0)).label("up_to")


def _cut(counts: Subquery, query: Query, cut: Top, *, alone: bool) -> Select[Any]:
    """Leave the largest values of a key, of each combination of the others, with what all add up to."""
    others = [counts.c[key.name] for key in query.keys if key.name != cut.key]
    order = [counts.c[cut.by].desc(), *ordered(counts.c[cut.key], query.key(cut.key).sorts_as)]
    total = func.sum(counts.c[cut.by], type_=Total()).over(partition_by=others or None).label("total")
    if alone and not others:
        return select(counts, total).order_by(*order).limit(cut.limit)
    place = func.row_number().over(partition_by=others or None, order_by=order).label("place")
    ranked = select(*counts.c, place, total).subquery("ranked")
    found = select(ranked).where(ranked.c.place <= cut.limit)
    return found.order_by(ranked.c.place.asc()) if alone else found


def select_by_ranges(query: Query, source: Source, dialect: str) -> Ranged:
    """Return the statement of a query by time alone, which looks each bucket up by an index."""

    def of_range(low: _Column, high: _Column) -> Select[Any]:
        results: list[_Column] = []
        for one in query.measures:
            value = None if one.of is None else source.read(one.of).value
            results.append(aggregate_of(one, value, source.id, dialect).label(one.name))
        return source.between(results, low, high)

    return ranged(dialect, source.kind, of_range)
