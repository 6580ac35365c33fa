"""List: the newest records, page by page."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from sqlalchemy import and_, bindparam, or_, type_coerce
from sqlalchemy.sql.elements import ColumnElement

from widgetql.charts.answer import Answer
from widgetql.charts.bound import BoundWidget, Plotted
from widgetql.charts.cursor import Cursor, write_cursor
from widgetql.charts.rules import DEFAULT_LIMIT
from widgetql.charts.samples import Samples
from widgetql.charts.wire import key_on_the_wire, timestamps, writer
from widgetql.execution import Runner
from widgetql.relative_time import RESOLUTION
from widgetql.sql.epochs import in_order
from widgetql.sql.skipped import in_one_order, is_jump, skips
from widgetql.sql.stored import instant_of
from widgetql.sql.time import Instant
from widgetql.sql.uuids import uuid_key
from widgetql.sql.values import bound_value
from widgetql.storage import Storage, storage_of

_Order: TypeAlias = Callable[[ColumnElement[Any]], ColumnElement[Any]]


def compute(bound: BoundWidget, runner: Runner) -> Answer:
    """Compute `[{id, timestamp, [value], ...columns}]`, newest first; `next_cursor` goes on from the last."""
    limit = min(bound.widget.limit or DEFAULT_LIMIT, bound.request.limits.max_rows)
    fields = [*([] if bound.plot is None else [bound.plot]), *(column.plotted for column in bound.columns)]
    # What is asked afterwards is only about the times down to the last row, which are shown as instants then.
    waits = all(plotted.found.path != bound.request.dataset.timestamp_path for plotted in fields)
    assumed = True if waits else None
    samples, rows = _read(bound, runner, fields, limit, assumed)
    last = rows[-1].ts if len(rows) > limit else None
    if waits and not samples.times.are_as_assumed(last):
        assumed = False
        samples, rows = _read(bound, runner, fields, limit, assumed)
    kind = samples.kind
    if skips(kind) and any(is_jump(instant_of(row.ts, kind.zone), kind) for row in rows):
        samples, rows = _read(bound, runner, fields, limit, assumed, in_one_order)
    more, shown = len(rows) > limit, rows[:limit]
    cursor = write_cursor(instant_of(shown[-1].ts, kind.zone), shown[-1].id) if more else None
    return Answer(list(_rows(shown, bound, kind)), {"truncated": more, "next_cursor": cursor})


def _read(
    bound: BoundWidget,
    runner: Runner,
    fields: Sequence[Plotted],
    limit: int,
    assumed: bool | None,
    order: _Order | None = None,
) -> tuple[Samples, Sequence[Any]]:
    samples = Samples(bound, runner, assumed)
    after = _After.of(bound.after, samples) if bound.after is not None else None
    shape = samples.shape(
        "list", limit, bound.plot is None, order, None if after is None else after.shape, plots=fields
    )
    return samples, samples.rows(samples.kept(shape, lambda: _newest(samples, limit, order, after)))


def _newest(samples: Samples, limit: int, order: _Order | None, after: _After | None) -> Any:
    """Select one record more than are shown: it tells whether there are more."""
    bound = samples.bound
    instant, keys = samples.timestamp.instant, samples.keys
    samples.columns["id"] = samples.id
    samples.columns["ts"] = type_coerce(instant, samples.kind.as_stored())
    if bound.plot is not None:
        samples.columns["value"] = samples.read(bound.plot).value
    for index, column in enumerate(bound.columns):
        samples.columns[f"c{index}"] = samples.read(column.plotted).value
    if after is not None:
        samples.conditions.append(after.older(instant, keys))
    newest = in_order(instant) if order is None else order(instant)
    return samples.statement().order_by(newest.desc(), *(key.desc() for key in keys)).limit(limit + 1)


def _rows(rows: Sequence[Any], bound: BoundWidget, kind: Instant) -> Iterator[dict[str, Any]]:
    written, zone = timestamps(kind.storage, kind.zone), kind.zone
    fields = [] if bound.plot is None else [("value", writer(bound.plot.type))]
    fields += [(column.name, writer(column.plotted.type)) for column in bound.columns]
    for id, ts, *values in rows:
        found: dict[str, Any] = {"id": key_on_the_wire(id), "timestamp": written(instant_of(ts, zone))}
        for (name, write), value in zip(fields, values, strict=True):
            found[name] = None if value is None else write(value)
        yield found


@dataclass(frozen=True, slots=True)
class _After:
    """The place of the row that a page goes on after: its values are parameters."""

    ids: tuple[ColumnElement[Any], ...]
    shape: Hashable

    @classmethod
    def of(cls, cursor: Cursor, samples: Samples) -> _After:
        """Note a cursor's values, and end the range just after it, so that an index finds the page."""
        values, keys = samples.values, samples.keys
        end = cursor.timestamp + RESOLUTION
        values |= {"after": cursor.timestamp, "end": min(values.get("end", end), end)}
        bound = [bound_value(id, key.type) for id, key in zip(_parts(cursor, keys), keys, strict=True)]
        values |= {f"after{place}": one.value for place, one in enumerate(bound)}
        places = [bindparam(f"after{place}", type_=one.type) for place, one in enumerate(bound)]
        # Of a wide integer the parameter has another type.
        return cls(tuple(map(_key, places)), tuple(type(one.type) for one in bound))

    def older(self, instant: ColumnElement[Any], keys: Sequence[ColumnElement[Any]]) -> ColumnElement[bool]:
        """Hold, within the range, for the records after the row in the list's order."""
        below: ColumnElement[bool] = keys[-1] < self.ids[-1]
        for key, id in list(zip(keys, self.ids, strict=True))[-2::-1]:
            below = or_(key < id, and_(key == id, below))
        return or_(instant < bindparam("after", type_=instant.type), below)


def _parts(cursor: Cursor, keys: Sequence[ColumnElement[Any]]) -> Sequence[Any]:
    found: Sequence[Any] = cursor.id if len(keys) > 1 else [cursor.id]
    return found


def _key(value: ColumnElement[Any]) -> ColumnElement[Any]:
    return uuid_key(value) if storage_of(value.type) is Storage.UUID else value
