"""Rows of records as they are, or of what is related to them, in an order of their columns, page by page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, cast

from sqlalchemy import select
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.sql.selectable import Subquery
from sqlalchemy.types import TypeEngine

from widgetql.charts.bound import BoundWidget
from widgetql.charts.pages import By, Place, order_of, write_place
from widgetql.charts.wire import key_on_the_wire
from widgetql.plan.execute import Execution
from widgetql.plan.query import Plotted
from widgetql.relative_time import RESOLUTION
from widgetql.sql.after import Passed, kind_of_value, rows_after, values_after
from widgetql.sql.epochs import in_order
from widgetql.sql.rank import ordered
from widgetql.sql.skipped import in_one_order, is_jump, skips
from widgetql.sql.source import Source, sortable
from widgetql.sql.stored import instant_of
from widgetql.sql.text import by_code_point
from widgetql.sql.values import stored_of
from widgetql.storage import Storage, storage_of
from widgetql.types import DataType

ID: Final = "id"
TIMESTAMP: Final = "timestamp"


@dataclass(frozen=True, slots=True)
class Sort:
    """What rows are sorted by: the place of a field, or the key or the timestamp by name."""

    of: int | str
    descending: bool


@dataclass(frozen=True, slots=True)
class Raw:
    """Rows in an order, one more than are shown: it tells whether there are more.

    `sorts` end with the record; its related rows are in the order of `ties` then. `kinds` are what the SQL of
    the values depends on after which a page goes on; a record may have `several` rows. Several stored times
    may be one instant: those are one only where it is sorted `exactly`, and no index has a part in that.
    """

    fields: tuple[Plotted, ...]
    sorts: tuple[Sort, ...]
    ties: tuple[int, ...]
    limit: int
    several: bool
    kinds: tuple[str, ...] | None = None
    exactly: bool = False

    def select(self, source: Source) -> Any:
        """Return their SELECT: the key, the timestamp, and the columns."""
        columns: dict[str, ColumnElement[Any]] = {"id": source.id}
        columns |= {f"id{index}": key for index, key in enumerate(source.keys)}
        columns["ts"] = in_order(source.timestamp.instant)
        columns |= {f"d{index}": source.read(one).value for index, one in enumerate(self.fields)}
        rows = source.select(column.label(name) for name, column in columns.items()).subquery("samples")
        found = select(*rows.c)
        if self.kinds is not None:
            found = found.where(rows_after([*self._passed(rows, self.kinds)], or_same=self.several))
        return found.order_by(*self._order(rows)).limit(self.limit)

    def _order(self, rows: Subquery) -> Iterator[ColumnElement[Any]]:
        for one in self.sorts:
            for name in self._columns(one, rows):
                column: ColumnElement[Any] = rows.c[name]
                if one.of == ID:
                    column = sortable(column)
                elif self.exactly:
                    column = in_one_order(column)
                if isinstance(one.of, int):
                    yield from ordered(column, self.fields[one.of].type, one.descending)
                else:
                    yield column.desc() if one.descending else column.asc()
        for index in self.ties:
            yield from ordered(rows.c[f"d{index}"], self.fields[index].type)

    def _columns(self, one: Sort, rows: Subquery) -> list[str]:
        """Return the columns of what rows are sorted by: a key may be several."""
        if isinstance(one.of, int):
            return [f"d{one.of}"]
        if one.of == TIMESTAMP:
            return ["ts"]
        names = (str(column.key) for column in rows.c)
        return [name for name in names if name.startswith("id") and name != "id"]

    def _passed(self, rows: Subquery, kinds: Sequence[str]) -> Iterator[Passed]:
        given = iter(kinds)
        for one in self.sorts:
            for name in self._columns(one, rows):
                column: ColumnElement[Any] = rows.c[name]
                if one.of == ID:
                    column = sortable(column)
                elif isinstance(one.of, int) and self._is_text(one.of, column):
                    column = by_code_point(column)
                nullable = isinstance(one.of, int)
                yield Passed(column, f"after_{name}", next(given), one.descending, nullable)

    def _is_text(self, place: int, column: ColumnElement[Any]) -> bool:
        return self.fields[place].type is DataType.STRING and storage_of(column.type) is not Storage.OWN

    def values(self, place: Place) -> dict[str, Any]:
        """Return what a page goes on after, by the name of its column, in the order of the sorts."""
        fields = iter(place.values)
        found: dict[str, Any] = {}
        for one in self.sorts:
            if isinstance(one.of, int):
                found[f"d{one.of}"] = next(fields)
            elif one.of == TIMESTAMP:
                found["ts"] = place.timestamp
            else:
                found |= {f"id{index}": part for index, part in enumerate(_parts(place.id))}
        return found

    def jumps(self, types: Mapping[str, TypeEngine[Any]]) -> Mapping[str, TypeEngine[Any]]:
        """Return the kinds of times that rows are sorted by, and of which several may be an instant."""
        sorted_by = {"ts", *(f"d{one.of}" for one in self.sorts if isinstance(one.of, int))}
        return {name: types[name] for name in sorted_by if skips(types[name])}


def sorts_of(names: Sequence[str], by: By) -> tuple[Sort, ...]:
    """Return what rows are sorted by: an order of columns, the newest first, then by the record's key."""
    own = {ID, TIMESTAMP} - {*names}
    found = [Sort(name if name in own else names.index(name), descending) for name, descending in by]
    found += [Sort(name, True) for name in (TIMESTAMP, ID) if name not in {one.of for one in found}]
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Page:
    """The rows of a page, whether there are more, and the cursor of the next page if there are."""

    rows: Sequence[Any]
    metadata: dict[str, Any]


def page_of(
    bound: BoundWidget, execution: Execution, names: Sequence[str], fields: Sequence[Plotted], limit: int
) -> Page:
    """Return the rows of a page: their fields are `d0`, `d1`, ... beside `id` and `ts`."""
    by, after = order_of(bound.widget.order_by), bound.after
    place = after if isinstance(after, Place) else None
    sorts = sorts_of(names, by)
    number = 0 if place is None else place.number
    asked = Raw(tuple(fields), sorts, tuple(range(len(fields))), limit + number + 1, bound.to_many)
    if place is not None:
        named = asked.values(place)
        asked = replace(asked, kinds=tuple(map(kind_of_value, named.values())))
        if sorts[0] == Sort(TIMESTAMP, descending=True):
            execution = _down_to(place, execution)
    rows = _rows(asked, execution, place)
    if place is not None and bound.to_many:
        rows = rows[_same(rows[: place.number], asked, place) :]
    shown = rows[:limit]
    if len(rows) <= limit:
        return Page(shown, {"truncated": False, "next_cursor": None})
    return Page(shown, {"truncated": True, "next_cursor": _cursor(asked, shown, by, place, execution)})


def _down_to(place: Place, execution: Execution) -> Execution:
    """Return the same whose range ends just after a row: an index finds where the page begins."""
    found = execution.scan.range
    end = place.timestamp + RESOLUTION
    if found.end is not None and found.end <= end:
        return execution
    scan = replace(execution.scan, range=replace(found, end=end, is_last=False))
    return Execution(scan, execution.request, execution.runner)


def _rows(asked: Raw, execution: Execution, place: Place | None) -> Sequence[Any]:
    statement = execution.kept(asked, asked.select)
    types = {str(column.key): column.type for column in statement.selected_columns}
    values: dict[str, Any] = {}
    if place is not None:
        named = {f"after_{name}": value for name, value in asked.values(place).items()}
        values = values_after(
            named, {f"after_{name}": kind for name, kind in types.items()}, execution.dialect
        )
    rows: Sequence[Any] = execution.run(statement, values)
    kinds = asked.jumps(types)
    if any(is_jump(_instant(getattr(row, name), kind), kind) for row in rows for name, kind in kinds.items()):
        exact = replace(asked, exactly=True)
        rows = execution.rows(exact, exact.select, values)
    return rows


def _instant(value: Any, kind: Any) -> Any:
    return None if value is None else instant_of(value, kind.zone)


def _key(row: Any, asked: Raw) -> tuple[Any, ...]:
    """Return what tells a row's place, but for the other rows of its record."""
    fields = [stored_of(getattr(row, f"d{one.of}")) for one in asked.sorts if isinstance(one.of, int)]
    return (*fields, key_on_the_wire(row.id))


def _key_of(place: Place) -> tuple[Any, ...]:
    return (*place.values, key_on_the_wire(place.id))


def _same(rows: Sequence[Any], asked: Raw, place: Place) -> int:
    """Return how many rows, of the first, are of the record that the page before ended with."""
    key = _key_of(place)
    return next((index for index, row in enumerate(rows) if _key(row, asked) != key), len(rows))


def _cursor(asked: Raw, shown: Sequence[Any], by: By, place: Place | None, execution: Execution) -> str:
    """Return the cursor after the last of the rows that are shown."""
    last, key, number = shown[-1], _key(shown[-1], asked), 0
    if asked.several:
        number = next(
            (index for index, row in enumerate(reversed(shown)) if _key(row, asked) != key), len(shown)
        )
        if number == len(shown) and place is not None and key == _key_of(place):
            number += place.number
    places = [one.of for one in asked.sorts if isinstance(one.of, int)]
    values = tuple(_value(getattr(last, f"d{place}"), asked.fields[place]) for place in places)
    at = instant_of(last.ts, execution.kind.zone)
    return write_place(by, Place(values, at, last.id, number))


def _value(value: Any, field: Plotted) -> Any:
    # Not every driver has booleans.
    return bool(value) if field.type is DataType.BOOLEAN and value is not None else stored_of(value)


def _parts(id: Any) -> tuple[Any, ...]:
    return (*cast("Sequence[Any]", id),) if isinstance(id, tuple) else (id,)
