"""An axis of a pivot: which combinations of its dimensions are headers, in which order, and the rest."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from widgetql.charts.binned import Edged
from widgetql.charts.bound import BoundWidget, Column
from widgetql.charts.lasting import Bucket, Part, part_of
from widgetql.charts.measuring import asked, has_rate
from widgetql.charts.size import refuse_rows
from widgetql.charts.spec import Order
from widgetql.charts.wholes import related_of
from widgetql.plan.execute import Execution
from widgetql.plan.query import Aggregate, Key, Query, Together, related
from widgetql.sql.rank import REST

COUNT: Final = Aggregate("n", "count")
"""How many rows are in each cell."""


def is_label(column: Column) -> bool:
    """Tell whether a dimension has no order of its own: it is no time, bin or part."""
    return column.grain is None and column.bins is None and column.plotted.found.part is None


@dataclass(frozen=True, slots=True)
class Header:
    """A row or a column of cells: its place among the rows of SQL, what is shown of it, and its margin.

    The place is the values of its keys, or its rank; `buckets` are those of its times, and `parts` those of
    the timestamp. That of a total has no place.
    """

    place: Any
    shown: Mapping[str, Any]
    margin: Any
    buckets: tuple[Bucket, ...] = ()
    parts: tuple[Part, ...] = ()

    @property
    def is_total(self) -> bool:
        """Whether all rows are in it."""
        return self.place is None


@dataclass(frozen=True, slots=True)
class Headers:
    """The headers that an axis shows, the rest among them; `together` ranks them where there are others."""

    axis: Axis
    listed: Sequence[Header]
    together: Together | None = None

    def place(self, row: Any) -> Any:
        """Return the place of a row of cells."""
        if self.together is not None:
            return int(getattr(row, self.together.name))
        return self.axis.values(row)


@dataclass(frozen=True, slots=True)
class Axis:
    """The `rows` or the `columns`: its dimensions, each with its number among those of both."""

    name: str
    bound: BoundWidget
    execution: Execution
    columns: Mapping[int, Column]
    bins: Mapping[int, Edged]

    @property
    def is_cut(self) -> bool:
        """Whether its headers rank, and there may be a rest: not of times, bins and parts alone."""
        return any(map(is_label, self.columns.values()))

    @property
    def dimensions(self) -> dict[str, str]:
        """The columns of its dimensions in SQL, by their names."""
        return {column.name: f"d{number}" for number, column in self.columns.items()}

    def keys(self) -> tuple[Key, ...]:
        """Return what its headers are grouped by."""
        bins = {number: one.key(self.execution) for number, one in self.bins.items()}
        return tuple(
            Key(f"d{number}", bins.get(number) or column.grain or column.plotted)
            for number, column in self.columns.items()
        )

    def values(self, row: Any) -> tuple[Any, ...]:
        """Return the values of its keys."""
        return tuple(getattr(row, f"d{number}") for number in self.columns)

    def orders(self) -> list[Order]:
        """Return what its headers are sorted by: those in an order of their own only by themselves."""
        own, by_name = self.dimensions, {one.name: one for one in self.bound.measured}
        has_length = self.bound.has_length
        # Without a length all that is divided by time is null.
        known = {name for name, one in by_name.items() if has_length or not has_rate(one, by_name)}
        shown = {*own, *known, "sample_count"} if self.is_cut else {*own}
        return [one for one in self.bound.widget.order_by if one.name in shown]

    def query(self, *, is_full: bool) -> Query:
        """Return the headers in their order, with the rows of each; a full one has all measures."""
        of_measures, keys = asked(self.bound.measured, self.dimensions), self.keys()
        names = {**self.dimensions, **of_measures.names, "sample_count": COUNT.name}
        order = {names[one.name]: one.descending for one in reversed(self.orders())}
        # What is null everywhere has been asked for as well: then nothing else ranks.
        is_said = any(one.name in names for one in self.bound.widget.order_by)
        by = [(COUNT.name, True)] if self.is_cut and not is_said else [*reversed(order.items())]
        sorted_by = {name for name, _ in by}
        found = Query(
            keys=keys,
            measures=measures_of(self.bound) if is_full else (COUNT,),
            order=(*by, *((key.name, False) for key in keys if key.name not in sorted_by)),
            derived=tuple(one for one in of_measures.derived if one.name in sorted_by),
        )
        return through_relation(found, self.bound)

    def headers(self, query: Query) -> list[Header]:
        """Return the headers of a query. Raises `InvalidInput` for more than an answer may have rows."""
        rows = self.execution.ask(query).rows
        if len(rows) > self.bound.limits.max_answer_rows:
            raise refuse_rows(self.bound)
        read = self._reader()
        return [Header(self.values(row), read(row), row, *self._times(row)) for _, row in rows]

    def rest(self, query: Query, together: Together, without: Sequence[Header]) -> Header:
        """Return the rest without some headers, aggregated from its rows."""
        query = replace(query, order=(), limit=None, derived=(), together=(together, *query.together))
        rows = [row for _, row in self.execution.ask(query).rows if getattr(row, together.name) == REST]
        excluded = [{**one.shown} for one in without]
        # It may be gone meanwhile.
        return Header(REST, self.nothing() | {"other": True, "excluded": excluded}, next(iter(rows), None))

    def total(self, row: Any) -> Header:
        """Return the total, of which a row has the measures."""
        return Header(None, self.nothing() | {"total": True}, row)

    def nothing(self) -> dict[str, Any]:
        """Return the dimensions of what has none."""
        return {key: None for column in self.columns.values() for key in column.keys}

    def _reader(self) -> Callable[[Any], dict[str, Any]]:
        decoders = {
            number: self.execution.decoder(column.grain or column.plotted)
            for number, column in self.columns.items()
            if column.bins is None
        }

        def read(row: Any) -> dict[str, Any]:
            found: dict[str, Any] = {}
            for number, column in self.columns.items():
                value = getattr(row, f"d{number}")
                shown = (
                    self.bins[number].ends(value) if column.bins is not None else (decoders[number](value),)
                )
                found |= zip(column.keys, shown, strict=True)
            return found

        return read

    def _times(self, row: Any) -> tuple[tuple[Bucket, ...], tuple[Part, ...]]:
        """Return the buckets and the parts of the timestamp that a header covers, where that matters."""
        if all(one.written.per is None for one in self.bound.measured):
            return (), ()
        buckets: list[Bucket] = []
        parts: list[Part] = []
        for number, column in self.columns.items():
            value, part = getattr(row, f"d{number}"), part_of(column, self.bound.scan.dataset)
            if column.grain is not None:
                buckets.append(self.execution.edges(column.grain).bucket(int(value)))
            elif part is not None:
                parts.append((part, int(value)))
        return tuple(buckets), tuple(parts)


def measures_of(bound: BoundWidget) -> tuple[Aggregate, ...]:
    """Return what a query computes of each cell, its rows and its records too."""
    records = (Aggregate("records", "count_records"),) if bound.to_many else ()
    return *asked(bound.measured, {}).measures, COUNT, *records


def through_relation(query: Query, bound: BoundWidget) -> Query:
    """Return a margin over the rows of a pivot: related ones, also where only the other axis is of these."""
    own = {key.name for key in query.keys}
    measured = [one.of for one in query.measures if one.of is not None]
    if any(one.found.to_many for one in measured):
        return query
    number = next((at for at, one in enumerate(bound.columns) if one.plotted.found.to_many), None)
    if number is None:
        return replace(query, measures=(*query.measures, *related_of(bound)))
    name, of = f"d{number}", bound.columns[number].plotted
    # Of a metric, where a cell's are: a header without cells is none.
    query = replace(query, measures=(*query.measures, *related(bound.measures, Aggregate("", "count", of))))
    if name in own:
        return query
    key = Key(name, of)
    return replace(query, keys=(*query.keys, key), together=(Together("every", (name,), ()), *query.together))


def ranks_of(axis: Axis, kept: Sequence[Header], failed: Sequence[Header]) -> Together:
    """Return the ranks of the headers that are kept, among all."""
    ranked, out = (tuple(one.place for one in own) for own in (kept, failed))
    return Together(f"{axis.name}_rank", tuple(axis.dimensions.values()), ranked, out)
