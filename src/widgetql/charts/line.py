"""Line: one point a record, thinned in SQL where there are too many."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import func, or_, select
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.sql.selectable import Subquery

from widgetql.charts.answer import Answer
from widgetql.charts.bound import BoundWidget
from widgetql.charts.groups import Groups, add_groups, ranked
from widgetql.charts.samples import Samples, sortable
from widgetql.charts.wire import key_on_the_wire, on_the_wire
from widgetql.execution import Runner
from widgetql.sql.buckets import integer
from widgetql.sql.time import epoch_micros, whole_quotient
from widgetql.types import DataType

# A stretch of time keeps its first, last, lowest and highest point.
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
    rows = samples.rows(samples.statement().limit(limit + 1))
    total, sampled = len(rows), len(rows) > limit
    if sampled:
        total, rows = _thinned(samples, limit, groups)
    placed = sorted(ranked(groups, rows), key=lambda pair: _place(*pair))
    points = [_point(row, position, bound, groups) for position, row in placed]
    return Answer(points, {"sampled": sampled, "total": total})


def _point(row: Any, position: int, bound: BoundWidget, groups: Groups | None) -> dict[str, Any]:
    assert bound.plot is not None
    point = {
        "id": key_on_the_wire(row.id),
        "timestamp": on_the_wire(row.ts, DataType.DATETIME),
        "value": on_the_wire(row.value, bound.plot.type),
    }
    return point if groups is None else point | groups.keys(position) | groups.marks(position)


def _place(position: int, row: Any) -> tuple[Any, ...]:
    """Return what points sort by: the related rows of one record sort by group and value."""
    return row.ts, key_on_the_wire(row.id), position, row.value


def _thinned(samples: Samples, limit: int, groups: Groups | None) -> tuple[int, Any]:
    """Return the number of all points, and at most `limit` of them."""
    samples.columns["micros"] = epoch_micros(samples.timestamp.instant)
    points = samples.subquery()
    extent: Any = select(func.count(), func.min(points.c.micros), func.max(points.c.micros))
    total, first, last = samples.first(extent.select_from(points))
    each = limit if groups is None else limit // len(groups)
    # More groups than a stretch of each has room for: they are thinned as one.
    series = [points.c.grp] if groups is not None and each >= _KEPT else []
    stretches = max((each if series else limit) // _KEPT, 1)
    return total, samples.rows(_kept(points, int(first), int(last), stretches, series))


def _kept(
    points: Subquery, first: int, last: int, stretches: int, series: Sequence[ColumnElement[Any]]
) -> Any:
    """Leave the first, last, lowest and highest point of each of some equal stretches of time."""
    span = last - first + 1
    # 64-bit integers hold the product for five centuries of microseconds; beyond, stretches get fewer.
    stretches = max(min(stretches, 2**62 // span), 1)
    stretch = whole_quotient((points.c.micros - integer(first)) * integer(stretches), integer(span))
    id = sortable(points.c.id)

    def place(*order: ColumnElement[Any]) -> ColumnElement[int]:
        return func.row_number().over(partition_by=[*series, stretch], order_by=list(order))

    in_time = [points.c.micros, id]
    ranks = {
        "from_first": place(*in_time, points.c.value),
        "from_last": place(points.c.micros.desc(), id.desc(), points.c.value.desc()),
        "from_lowest": place(points.c.value, *in_time),
        "from_highest": place(points.c.value.desc(), *in_time),
    }
    found = select(*points.c, *(rank.label(name) for name, rank in ranks.items())).subquery("ranked")
    return select(*found.c).where(or_(*(found.c[name] == 1 for name in ranks)))
