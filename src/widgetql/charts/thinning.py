"""Thinning: of each stretch of time the first, last, lowest and highest point, chosen by the database.

What is first, last, lowest and highest is aggregated by stretch; then the few points that have such a time or
value are numbered, so that of equal ones the earliest is kept. No database sorts all points for it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from sqlalchemy import BigInteger, and_, case, func, or_, select, tuple_, type_coerce, union_all
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.sql.selectable import FromClause, Join, Select, Subquery

from widgetql.entities import OWN_NAMES
from widgetql.plan.execute import Execution
from widgetql.plan.groups import Groups
from widgetql.plan.query import GROUP
from widgetql.sql.buckets import integer
from widgetql.sql.grouping import with_few_keys
from widgetql.sql.points import Points
from widgetql.sql.profile import profile_of
from widgetql.sql.rank import REST, rank_among
from widgetql.sql.source import Source, sortable
from widgetql.sql.stretches import is_shared, once, position, stretch_of, stretch_start, stretch_width
from widgetql.sql.time import epoch_micros, whole_quotient

# A stretch keeps its first, last, lowest and highest point.
_KEPT: Final = 4
_START: Final = "stretch_start"
_WIDTH: Final = "stretch_width"


class Thinning:
    """Leaves at most `limit` of some points: of their columns `id`, `ts` and `value`, and `grp` of groups."""

    def __init__(
        self, execution: Execution, points: Points, limit: int, groups: Groups | None, *, to_many: bool
    ) -> None:
        each = limit if groups is None else limit // max(len(groups), 1)
        # More groups than a stretch of each has room for: they are thinned as one.
        self._series: Final = len(groups) if groups is not None and each >= _KEPT else None
        # Related rows of one record may differ by nothing but their group.
        self._ties: Final = groups if self._series is None and to_many else None
        self._stretches: Final = max((limit if self._series is None else each) // _KEPT, 1)
        self._execution: Final = execution
        self._points: Final = points
        self._dialect: Final = execution.dialect

    def rows(self, values: Mapping[str, Any]) -> tuple[int, Sequence[Any]]:
        """Return the number of all points, and those that are left; `values` are what the points take."""
        shape, own = self._points.shape, dict(values)

        def kept(part: str, build: Callable[[Source], Any]) -> Any:
            structure = None if shape is None else (part, shape, self._series, self._stretches)
            return self._execution.rows(structure, build, own)

        if not profile_of(self._dialect).temporary_rows:
            ((first, last),) = kept("extent", self._extent)
            own.update({_START: first, _WIDTH: (last - first + self._stretches) // self._stretches})
        rows = kept("thinned", self._statement)
        return int(rows[0].total) if rows else 0, rows

    def _extent(self, source: Source) -> Select[Any]:
        """Select when the first and the last point are: an index may know."""
        instant = source.timestamp.instant
        ends = [epoch_micros(end(instant)) for end in (func.min, func.max)]
        return source.select(ends, *self._points.conditions(source))

    def _statement(self, source: Source) -> Any:
        dialect, columns = self._dialect, self._points.columns(source)
        columns["ts"] = position(columns["ts"], dialect)
        selected = self._points.select(source, columns)
        if profile_of(dialect).temporary_rows:
            points = once(selected, "points", dialect)
            start, width = _extent_within(points, self._stretches)
        else:
            points = selected.subquery("points")
            start, width = stretch_start(_START, source.kind), stretch_width(_WIDTH, source.kind)
        rows = select(*points.c, stretch_of(points.c.ts, start, width).label("stretch"))
        placed, counted = (one.subquery("placed") for one in (rows, with_few_keys(rows, dialect)))
        keys = ["stretch"] if self._series is None else ["stretch", GROUP]
        # Planners expect as many stretches as instants. Records may come in meanwhile: twice the room.
        limited = _counted(counted, keys).limit(2 * self._stretches * (self._series or 1))
        found = (_by_sets if is_shared(dialect) else _by_join)(
            placed, once(limited, "stretches", dialect), keys
        )
        return _kept(found.subquery("found"), keys, self._ties)


def _extent_within(points: FromClause, stretches: int) -> tuple[ColumnElement[int], ColumnElement[int]]:
    """Return where stretches start and how long they are, as part of the statement that stores the points."""
    micros = type_coerce(points.c.ts, BigInteger())
    first, last = func.min(micros), func.max(micros)
    width = whole_quotient(last - first + integer(stretches), integer(stretches))
    extent = select(first.label("start"), width.label("width")).cte(f"{OWN_NAMES}extent")
    return select(extent.c.start).scalar_subquery(), select(extent.c.width).scalar_subquery()


def _counted(placed: Subquery, keys: list[str]) -> Select[Any]:
    """Aggregate each stretch, in each series."""
    columns = [placed.c[key] for key in keys]
    return select(
        *columns,
        func.count().label("n"),
        func.min(placed.c.ts).label("earliest"),
        func.max(placed.c.ts).label("latest"),
        func.min(placed.c.value).label("lowest"),
        func.max(placed.c.value).label("highest"),
    ).group_by(*columns)


def _by_sets(placed: Subquery, stretches: FromClause, keys: list[str]) -> Select[Any]:  # noqa: ARG001
    """Find the points to choose from among the times and the values by stretch, of any series.

    Most points lie between the highest low and the lowest high: they are not even looked up.
    """
    low = select(func.max(stretches.c.lowest)).scalar_subquery()
    high = select(func.min(stretches.c.highest)).scalar_subquery()
    far = or_(placed.c.value <= low, placed.c.value >= high)
    extremes, ends = (
        union_all(*(select(*(stretches.c[name] for name in names)) for names in both))
        for both in ([("stretch", "lowest"), ("stretch", "highest")], [("earliest",), ("latest",)])
    )
    extreme = tuple_(placed.c.stretch, placed.c.value).in_(extremes)
    total = select(func.sum(stretches.c.n)).scalar_subquery()
    return select(*placed.c, total.label("total")).where(or_(and_(far, extreme), placed.c.ts.in_(ends)))


def _by_join(placed: Subquery, stretches: FromClause, keys: list[str]) -> Select[Any]:
    """Find the same where each mention of the stretches would compute them again."""
    totals = select(*stretches.c, func.sum(stretches.c.n).over().label("total")).subquery("totals")
    same = [placed.c[key].is_not_distinct_from(totals.c[key]) for key in keys[1:]]
    extremes = [placed.c.value == totals.c[name] for name in ("lowest", "highest")]
    ends = [placed.c.ts == totals.c[name] for name in ("earliest", "latest")]
    joined = _JoinedFirst(placed, totals, and_(placed.c.stretch == totals.c.stretch, *same))
    points: Any = select(*placed.c, totals.c.total)
    found: Select[Any] = points.select_from(joined).where(or_(*extremes, *ends))
    return found


class _JoinedFirst(Join):
    """A join whose right side ClickHouse computes before it reads the left one.

    Else it looks for keys of the one in all rows of the other, before it asks these what the widget's filter
    asks, and remembers no granules without a match: ten times the time where most rows are outside the range.
    """

    inherit_cache = True
    # What the dialect of clickhouse-connect writes in front of INNER JOIN.
    distribution = "GLOBAL"


def _kept(found: Subquery, keys: list[str], ties: Groups | None) -> Any:
    """Leave the first, the last, and the earliest of the lowest and the highest points of each stretch.

    Points are in the order in which they are shown: by time, id and value, those that tie by their group.
    """
    columns = [found.c[key] for key in keys]
    parts = [column for column in found.c if column.key.startswith("key")] or [found.c.id]
    in_time: list[ColumnElement[Any]] = [found.c.ts, *map(sortable, parts), found.c.value]
    if ties is not None:
        in_time.append(_rank_of(found.c.grp, ties))
    ascending = [one.asc() for one in in_time]
    numbered = select(
        *found.c,
        func.row_number().over(partition_by=columns, order_by=ascending).label("place"),
        func.min(found.c.value).over(partition_by=columns).label("lowest"),
        func.max(found.c.value).over(partition_by=columns).label("highest"),
    ).subquery("numbered")
    own = [numbered.c[key] for key in keys]
    places = [func.max(numbered.c.place).over(partition_by=own).label("latest")] + [
        func.min(case((numbered.c.value == numbered.c[name], numbered.c.place)))
        .over(partition_by=own)
        .label(f"{name}_place")
        for name in ("lowest", "highest")
    ]
    ranked = select(*numbered.c, *places).subquery("ranked")
    chosen = [ranked.c.place == ranked.c[place.name] for place in places]
    shown = [column for column in ranked.c if column.key in ("id", "ts", "value", "grp", "total")]
    return select(*shown).where(or_(ranked.c.place == 1, *chosen))


def _rank_of(group: ColumnElement[Any], groups: Groups) -> ColumnElement[int]:
    """Return the rank of a point's group."""
    if groups.has_other:
        return case((group == REST, len(groups.names)), else_=group)
    return rank_among(group, groups.raw)
