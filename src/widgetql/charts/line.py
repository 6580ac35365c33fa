"""Line: one point a record, thinned in SQL where there are too many."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import bindparam, func, or_, select
from sqlalchemy import types as sa
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.sql.selectable import Subquery

from widgetql.charts.answer import Answer
from widgetql.charts.bound import BoundWidget
from widgetql.charts.groups import Groups, add_groups
from widgetql.charts.samples import Samples, ordered
from widgetql.charts.wire import on_the_wire
from widgetql.execution import Runner
from widgetql.sql.time import epoch_micros, whole_quotient
from widgetql.storage import TYPE_OF_STORAGE, storage_of
from widgetql.types import DataType

_KEPT: Final = 4


def compute(bound: BoundWidget, runner: Runner) -> Answer:
    """Compute `[{id, timestamp, value, [group]}]` by timestamp, then id. Missing values are left out."""
    assert bound.plot is not None
    samples = Samples(bound, runner)
    reading = samples.read(bound.plot)
    samples.conditions.append(reading.present)
    groups = add_groups(samples)
    samples.columns["id"] = samples.id
    samples.columns["ts"] = samples.timestamp.instant
    samples.columns["value"] = reading.value
    limit = bound.request.limits.max_points
    points = samples.subquery()
    rows = runner.rows(select(*points.c).order_by(*_order(points)).limit(limit + 1))
    total, sampled = len(rows), len(rows) > limit
    if sampled:
        samples.columns["micros"] = epoch_micros(samples.timestamp.instant)
        points = samples.subquery()
        total, first, last = runner.first(
            select(func.count(), func.min(points.c.micros), func.max(points.c.micros)).select_from(points)
        )
        budget = limit if groups is None else max(limit // len(groups), _KEPT)
        rows = runner.rows(_thinned(points, int(first), int(last), max(budget // _KEPT, 1), groups))
    return Answer([_point(row, bound, groups) for row in rows], {"sampled": sampled, "total": total})


def _point(row: Any, bound: BoundWidget, groups: Groups | None) -> dict[str, Any]:
    assert bound.plot is not None
    position = None if groups is None else groups.position(row.grp)
    head = {} if groups is None or position is None else groups.keys(position)
    marks = {} if groups is None or position is None else groups.marks(position)
    point = {
        "id": key_on_the_wire(row.id),
        "timestamp": on_the_wire(row.ts, DataType.DATETIME),
        "value": on_the_wire(row.value, bound.plot.type),
    }
    return point | head | marks


def key_on_the_wire(id: Any) -> int | str:
    """Return a record's key as JSON has it: an integer, else text."""
    return id if isinstance(id, int) else str(id)


def _order(points: Subquery) -> list[ColumnElement[Any]]:
    """Sort points by timestamp and id; the values of one record's related rows make it complete."""
    return [points.c.ts, *_by_id(points), points.c.value]


def _by_id(points: Subquery) -> list[ColumnElement[Any]]:
    storage = storage_of(points.c.id.type)
    return ordered(points.c.id, TYPE_OF_STORAGE[storage] if storage in TYPE_OF_STORAGE else DataType.NUMERIC)[1:]


def _thinned(points: Subquery, first: int, last: int, buckets: int, groups: Groups | None) -> Any:
    """Leave the first, last, lowest and highest point of each of some equal stretches of time."""
    span = last - first + 1
    # 64-bit integers hold the product for five centuries of microseconds; beyond, stretches get fewer.
    buckets = max(min(buckets, 2**62 // span), 1)
    since = (points.c.micros - _integer(first)) * _integer(buckets)
    marked = select(*points.c, whole_quotient(since, _integer(span)).label("stretch")).subquery("marked")
    series = [marked.c.stretch] if groups is None else [marked.c.grp, marked.c.stretch]
    in_time = [marked.c.ts, *_by_id(marked)]

    def place(*order: ColumnElement[Any]) -> ColumnElement[int]:
        return func.row_number().over(partition_by=series, order_by=list(order))

    backwards = [column.desc() for column in (marked.c.ts, marked.c.id, marked.c.value)]
    ranked = select(
        *marked.c,
        place(*in_time, marked.c.value).label("from_first"),
        place(*backwards).label("from_last"),
        place(marked.c.value, *in_time).label("from_lowest"),
        place(marked.c.value.desc(), *in_time).label("from_highest"),
    ).subquery("ranked")
    ranks = (ranked.c.from_first, ranked.c.from_last, ranked.c.from_lowest, ranked.c.from_highest)
    return select(*ranked.c).where(or_(*(rank == 1 for rank in ranks))).order_by(*_order(ranked))


def _integer(value: int) -> ColumnElement[int]:
    return bindparam(None, value, sa.BigInteger(), unique=True)
