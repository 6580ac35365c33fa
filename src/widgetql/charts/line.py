"""Line: one point a record, thinned in SQL where there are too many."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from operator import itemgetter
from types import MappingProxyType
from typing import Any, Final, cast

from sqlalchemy import type_coerce

from widgetql.charts.answer import Answer
from widgetql.charts.bound import BoundWidget
from widgetql.charts.groups import Groups, add_groups, ranked
from widgetql.charts.samples import Samples
from widgetql.charts.thinning import Thinning
from widgetql.charts.wire import key_on_the_wire, timestamps, writer
from widgetql.execution import Runner
from widgetql.sql.stored import instant_of

_PLACES: Final[Mapping[type, int]] = MappingProxyType(
    {**dict.fromkeys((bool, int, float, Decimal), 1), str: 2, bytes: 3}
)


def compute(bound: BoundWidget, runner: Runner) -> Answer:
    """Compute `[{id, timestamp, value, [group]}]` by timestamp, then id. Missing values are left out."""
    assert bound.plot is not None
    samples = Samples(bound, runner)
    limit = bound.request.limits.max_points
    groups: Groups | None = None
    if bound.group is not None:
        _sample(samples)
        groups = add_groups(samples)
    # The values of groups stand in the SQL.
    shape = samples.shape("line", limit, plots=[bound.plot]) if groups is None else None
    rows = samples.rows(samples.kept(shape, lambda: _points(samples, limit)))
    total, sampled = len(rows), len(rows) > limit
    if sampled:
        total, rows = Thinning(samples, limit, groups).rows(shape, lambda: _sample(samples))
    return Answer(list(_shown(ranked(groups, rows), samples, groups)), {"sampled": sampled, "total": total})


def _points(samples: Samples, limit: int) -> Any:
    """Select one point more than are shown: it tells whether there are more."""
    _sample(samples)
    return samples.statement().limit(limit + 1)


def _sample(samples: Samples) -> None:
    """Add the columns of a point, if they are not there yet."""
    plot, kind = samples.bound.plot, samples.kind
    if plot is None or "id" in samples.columns:
        return
    reading = samples.read(plot)
    samples.conditions.append(reading.present)
    samples.columns["id"] = samples.id
    if samples.has_parts:
        # In one text they would sort as text.
        samples.columns.update({f"key{index}": part for index, part in enumerate(samples.keys)})
    # Of many times most are thinned out: they are read as instants where they are shown.
    samples.columns["ts"] = type_coerce(samples.timestamp.instant, kind.as_stored())
    samples.columns["value"] = reading.found


def _place(id: Any) -> tuple[tuple[int, Any], ...]:
    """Return where a key sorts, also beside keys of other types, of which SQLite may hold any."""
    if not isinstance(id, tuple):
        return (_place_of_part(id),)
    return tuple(map(_place_of_part, cast("tuple[Any, ...]", cast("object", id))))


def _place_of_part(part: object) -> tuple[int, Any]:
    return (0, 0) if part is None else (_PLACES.get(type(part), 4), part)


def _shown(
    rows: Iterable[tuple[int, Any]], samples: Samples, groups: Groups | None
) -> Iterator[dict[str, Any]]:
    """Yield points by time and id; the related rows of one record by value and group."""
    plot, zone = samples.bound.plot, samples.kind.zone
    assert plot is not None
    write, written = writer(plot.type), timestamps(samples.kind.storage, zone)
    placed = sorted(
        ((instant_of(row.ts, zone), _place(row.id), row.value, position, row.id) for position, row in rows),
        key=itemgetter(0, 1, 2, 3),
    )
    for at, _, value, position, id in placed:
        point = {"id": key_on_the_wire(id), "timestamp": written(at), "value": write(value)}
        yield point if groups is None else point | groups.keys(position) | groups.marks(position)
