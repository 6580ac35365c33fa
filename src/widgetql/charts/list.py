"""List: records, the newest first unless an order is asked for, or what is related to them; page by page."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, TypeAlias, cast

from sqlalchemy import and_, bindparam, or_, type_coerce
from sqlalchemy.sql.elements import ColumnElement

from widgetql.charts import columns
from widgetql.charts.answer import Answer
from widgetql.charts.behind import Behind
from widgetql.charts.bound import After, BoundWidget, Column
from widgetql.charts.chart import Chart
from widgetql.charts.cursor import Cursor, read_cursor, write_cursor
from widgetql.charts.draft import Drafted, Drafter
from widgetql.charts.raw import ID, TIMESTAMP, page_of
from widgetql.charts.rules import DEFAULT_LIMIT
from widgetql.charts.wire import key_on_the_wire, timestamps, writer
from widgetql.errors import shown
from widgetql.plan.execute import Execution
from widgetql.plan.query import Plotted
from widgetql.relative_time import RESOLUTION
from widgetql.sql.epochs import in_order
from widgetql.sql.skipped import in_one_order, is_jump, skips
from widgetql.sql.source import Source
from widgetql.sql.stored import instant_of
from widgetql.sql.time import Instant
from widgetql.sql.uuids import uuid_key
from widgetql.sql.values import bound_value
from widgetql.storage import Storage, storage_of

# Of a bound integer, without its sign.
_BITS: Final = 63
_VALUE: Final = "value"
_Order: TypeAlias = Callable[[ColumnElement[Any]], ColumnElement[Any]]


def draft(drafter: Drafter) -> Drafted:
    """Bind perhaps a field, of the records or of one to-many relation, and further columns of the records."""
    widget = drafter.widget
    plot = None
    if widget.field is not None:
        plot = drafter.required_plot()
    elif widget.metric is not None:
        drafter.metric_unused()
    columns = [
        (path, drafter.field_of_record(path, widget.at / "columns" / index))
        for index, path in enumerate(widget.columns)
    ]
    named = tuple(Column(path, plotted) for path, plotted in columns if plotted is not None)
    own = (ID, TIMESTAMP, *((_VALUE,) if widget.field is not None else ()))
    for index, path in enumerate(widget.columns):
        if path in own:
            message = f"each row of a list has {shown(path)} already: leave it out"
            drafter.problems.add(widget.at / "columns" / index, "duplicate_name", message)
    places = ((path, widget.at / "columns" / index) for index, path in enumerate(widget.columns))
    drafter.check_names((path, at) for path, at in places if path not in own)
    value = () if plot is None else (Column(_VALUE, plot),)
    drafter.check_order([*own, *widget.columns], (*value, *named))
    return Drafted(widget, plot, drafter.chosen, columns=named, after=_read_after(drafter, (*value, *named)))


def _read_after(drafter: Drafter, shown: Sequence[Column]) -> After | None:
    """Return where a page goes on; None for the first, and where the cursor is wrong."""
    if drafter.widget.cursor is None:
        return None
    if not drafter.widget.order_by and not any(column.plotted.found.to_many for column in shown):
        return read_cursor(
            drafter.widget.cursor, drafter.dataset, drafter.widget.at / "cursor", drafter.problems
        )
    return drafter.place(shown)


@dataclass(frozen=True, slots=True)
class _Newest:
    """The newest records, each with fields of it, one more than are shown: it tells whether there are more.

    `after` is there where a page goes on after a row: for each part of its key, whether it is an integer of
    more than 64 bits.
    """

    fields: tuple[Plotted, ...]
    limit: int
    after: tuple[bool, ...] | None = None
    order: _Order = in_order

    def select(self, source: Source) -> Any:
        """Return their SELECT."""
        instant, keys = source.timestamp.instant, source.keys
        columns: dict[str, ColumnElement[Any]] = {"id": source.id}
        columns["ts"] = type_coerce(instant, source.kind.as_stored())
        columns |= {f"c{index}": source.read(field).value for index, field in enumerate(self.fields)}
        where = [] if self.after is None else [_older(instant, keys, self.after)]
        rows = source.select((column.label(name) for name, column in columns.items()), *where)
        newest = self.order(instant).desc()
        return rows.order_by(newest, *(key.desc() for key in keys)).limit(self.limit + 1)


def compute(bound: BoundWidget, execution: Execution) -> Answer:
    """Compute `[{id, timestamp, [value], ...columns}]`, newest first; `next_cursor` goes on from the last.

    Of a to-many field each related row is a row.
    """
    limit = min(bound.widget.limit or DEFAULT_LIMIT, bound.limits.max_rows)
    fields = [*([] if bound.plot is None else [bound.plot]), *(column.plotted for column in bound.columns)]
    if bound.widget.order_by or bound.to_many:
        return _in_order(bound, execution, fields, limit)
    after = bound.after if isinstance(bound.after, Cursor) else None
    newest, values = _Newest(tuple(fields), limit, _wide(after)), _values(after)
    # What is asked afterwards is only about the times down to the last row, which are shown as instants then.
    waits = all(plotted.found.path != bound.scan.dataset.timestamp_path for plotted in fields)
    page = _page(after, execution, assumed=True if waits else None)
    rows = page.rows(newest, newest.select, values)
    last = rows[-1].ts if len(rows) > limit else None
    if waits and not page.times.are_as_assumed(last):
        page = _page(after, execution, assumed=False)
        rows = page.rows(newest, newest.select, values)
    kind = page.kind
    if skips(kind) and any(is_jump(instant_of(row.ts, kind.zone), kind) for row in rows):
        exact = replace(newest, order=in_one_order)
        rows = page.rows(exact, exact.select, values)
    more, listed = len(rows) > limit, rows[:limit]
    cursor = write_cursor(instant_of(listed[-1].ts, kind.zone), listed[-1].id) if more else None
    return Answer(list(_rows(listed, bound, kind)), {"truncated": more, "next_cursor": cursor})


def _in_order(bound: BoundWidget, execution: Execution, fields: Sequence[Plotted], limit: int) -> Answer:
    """Compute a page of records in an order of their columns, or of related rows."""
    names = [*([] if bound.plot is None else [_VALUE]), *(column.name for column in bound.columns)]
    page = page_of(bound, execution, names, fields, limit)
    rows = [
        (row.id, row.ts, *(getattr(row, f"d{place}") for place in range(len(fields)))) for row in page.rows
    ]
    return Answer([*_rows(rows, bound, execution.kind)], page.metadata)


def _page(after: Cursor | None, execution: Execution, *, assumed: bool | None) -> Execution:
    """Return what reads a page: its range ends just after the row that it goes on after, for an index."""
    scan, found = execution.scan, execution.scan.range
    if after is not None:
        end = after.timestamp + RESOLUTION
        if found.end is None or end < found.end:
            scan = replace(scan, range=replace(found, end=end, is_last=False))
    return Execution(scan, execution.request, execution.runner, assumed)


def _rows(rows: Sequence[Any], bound: BoundWidget, kind: Instant) -> Iterator[dict[str, Any]]:
    written, zone = timestamps(kind.storage, kind.zone), kind.zone
    fields = [] if bound.plot is None else [("value", writer(bound.plot.type))]
    fields += [(column.name, writer(column.plotted.type)) for column in bound.columns]
    for id, ts, *values in rows:
        found: dict[str, Any] = {"id": key_on_the_wire(id), "timestamp": written(instant_of(ts, zone))}
        for (name, write), value in zip(fields, values, strict=True):
            found[name] = None if value is None else write(value)
        yield found


def _parts(after: Cursor) -> tuple[Any, ...]:
    id: Any = after.id
    return (*cast("Iterable[Any]", id),) if isinstance(id, tuple) else (id,)


def _wide(after: Cursor | None) -> tuple[bool, ...] | None:
    return None if after is None else tuple(_is_wide(part) for part in _parts(after))


def _is_wide(part: Any) -> bool:
    return isinstance(part, int) and part.bit_length() > _BITS


def _values(after: Cursor | None) -> dict[str, Any]:
    """Return the place of the row that a page goes on after."""
    if after is None:
        return {}
    parts = {f"after{place}": part for place, part in enumerate(_parts(after))}
    return {"after": after.timestamp, **parts}


def _older(
    instant: ColumnElement[Any], keys: Sequence[ColumnElement[Any]], wide: Sequence[bool]
) -> ColumnElement[bool]:
    """Hold, within the range, for the records after the row in the list's order."""
    ids = [_place(f"after{i}", key, is_wide) for i, (key, is_wide) in enumerate(zip(keys, wide, strict=True))]
    below: ColumnElement[bool] = keys[-1] < ids[-1]
    for key, id in list(zip(keys, ids, strict=True))[-2::-1]:
        below = or_(key < id, and_(key == id, below))
    return or_(instant < bindparam("after", type_=instant.type), below)


def _place(name: str, key: ColumnElement[Any], is_wide: bool) -> ColumnElement[Any]:
    # Of a wide integer the parameter has another type.
    found = bindparam(name, type_=bound_value(2**_BITS if is_wide else None, key.type).type)
    return uuid_key(found) if storage_of(found.type) is Storage.UUID else found


CHART: Final = Chart(name="list", draft=draft, compute=compute, behind=Behind.by_id, columns=columns.list_)
