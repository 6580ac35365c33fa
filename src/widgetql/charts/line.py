"""Line: one point a record, thinned in SQL where there are too many."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from operator import itemgetter
from types import MappingProxyType
from typing import Any, Final, cast

from widgetql.charts import columns
from widgetql.charts.answer import Answer
from widgetql.charts.behind import Behind
from widgetql.charts.bound import BoundWidget
from widgetql.charts.chart import Chart
from widgetql.charts.draft import Drafted, Drafter
from widgetql.charts.having import check, groups_of, is_ranked
from widgetql.charts.thinning import Thinning
from widgetql.charts.wire import key_on_the_wire, timestamps, writer
from widgetql.plan.execute import Execution, known
from widgetql.plan.groups import Groups
from widgetql.plan.query import GROUP, Aggregate, Key, Plotted, Query, Top
from widgetql.sql.points import Points
from widgetql.sql.rank import REST
from widgetql.sql.stored import instant_of

_PLACES: Final[Mapping[type, int]] = MappingProxyType(
    {**dict.fromkeys((bool, int, float, Decimal), 1), str: 2, bytes: 3}
)


def compute(bound: BoundWidget, execution: Execution) -> Answer:
    """Compute `[{id, timestamp, value, [group]}]` by timestamp, then id. Missing values are left out."""
    assert bound.plot is not None
    limit, points, groups, values = bound.limits.max_points, Points(bound.plot), None, dict[str, Any]()
    notes: dict[str, Any] = {}
    if bound.group is not None:
        groups, points, values, notes = _grouped(bound, bound.plot, execution)
    shape = None if points.shape is None else ("line", points.shape, limit)
    # One point more than are shown tells whether there are more.
    rows = execution.rows(
        shape, lambda source: points.select(source, points.columns(source)).limit(limit + 1), values
    )
    total, sampled = len(rows), len(rows) > limit
    if sampled:
        total, rows = Thinning(execution, points, limit, groups, to_many=bound.to_many).rows(values)
    ranked = ((0, row) for row in rows) if groups is None else groups.ranked(rows)
    return Answer(
        list(_shown(ranked, bound, execution, groups)), {"sampled": sampled, "total": total, **notes}
    )


def _grouped(
    bound: BoundWidget, plot: Plotted, execution: Execution
) -> tuple[Groups, Points, dict[str, Any], dict[str, Any]]:
    """Return the groups, the points with theirs, the values that this takes, and what the metadata says."""
    assert bound.group is not None
    series = Query(
        keys=(Key(GROUP, bound.group),), measures=(Aggregate("n", "count", plot),), present=plot,
        top=Top(GROUP, "n", bound.limits.max_groups),
    )  # fmt: skip
    notes, least = dict[str, Any](), None
    if is_ranked(bound.widget):
        groups, notes = groups_of(bound, execution, series, lambda row: {"sample_count": row.n})
        # The rest has the rank below the first, what is in no rest one below that.
        least = (REST if groups.has_other else 0) if groups.is_cut else None
    else:
        groups = execution.groups(series)
    placed, values = execution.bucketed(known(series, groups))
    return groups, Points(plot, placed.key(GROUP).of, least), values, notes


def _draft(drafter: Drafter) -> Drafted:
    check(drafter, ("sample_count",), ("value",))
    return drafter.drawn()


def _place(id: Any) -> tuple[tuple[int, Any], ...]:
    """Return where a key sorts, also beside keys of other types, of which SQLite may hold any."""
    if not isinstance(id, tuple):
        return (_place_of_part(id),)
    return tuple(map(_place_of_part, cast("tuple[Any, ...]", cast("object", id))))


def _place_of_part(part: object) -> tuple[int, Any]:
    return (0, 0) if part is None else (_PLACES.get(type(part), 4), part)


def _shown(
    rows: Iterable[tuple[int, Any]], bound: BoundWidget, execution: Execution, groups: Groups | None
) -> Iterator[dict[str, Any]]:
    """Yield points by time and id; the related rows of one record by value and group."""
    assert bound.plot is not None
    kind, write = execution.kind, writer(bound.plot.type)
    zone, written = kind.zone, timestamps(kind.storage, kind.zone)
    placed = sorted(
        ((instant_of(row.ts, zone), _place(row.id), row.value, position, row.id) for position, row in rows),
        key=itemgetter(0, 1, 2, 3),
    )
    for at, _, value, position, id in placed:
        point = {"id": key_on_the_wire(id), "timestamp": written(at), "value": write(value)}
        yield point if groups is None else point | groups.keys(position) | groups.marks(position)


CHART: Final = Chart(
    name="line",
    draft=_draft,
    compute=compute,
    behind=Behind.by_id,
    columns=columns.line,
    needs=("field",),
)
