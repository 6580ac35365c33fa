"""Pie: how many records have each value."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from typing import Any, Final

from sqlalchemy import and_, distinct, func, or_, select
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.sql.selectable import Select, Subquery

from widgetql.charts.answer import Answer
from widgetql.charts.bound import BoundWidget, Plotted
from widgetql.charts.groups import OTHER, Groups, add_groups, ranked
from widgetql.charts.rollup import Asked, Rollup
from widgetql.charts.samples import Samples, ordered
from widgetql.charts.wire import on_the_wire, percentages
from widgetql.columns import Reading
from widgetql.execution import Runner
from widgetql.sql.grouping import grouped
from widgetql.sql.values import Total, bound_value
from widgetql.types import DataType


def compute(bound: BoundWidget, runner: Runner) -> Answer:
    """Compute `[{[group], label, value, percentage, ...}]`, largest first; each group is a pie of its own."""
    plot = bound.plot
    assert plot is not None
    samples = Samples(bound, runner)
    limit = bound.request.limits.max_slices
    source: Subquery | None = None
    groups: Groups | None = None
    if bound.group is None and not bound.to_many:
        shape = samples.shape("pie", bound.widget.include_missing, limit, plots=[plot])
        rows = samples.rows(samples.kept(shape, lambda: _of_records(samples, plot, limit)))
    else:
        reading = _label(samples, plot)
        groups = add_groups(samples)
        samples.columns["label"] = reading.value
        counts_records = samples.add_record_key()
        source = samples.subquery()
        records = func.count(distinct(source.c.rid)) if counts_records else func.count()
        keys = ["label"] if groups is None else ["grp", "label"]
        results = [func.count().label("n"), records.label("records")]
        counted = grouped(source, keys, results, runner.dialect)
        rows = samples.rows(_slices(counted, plot.type, limit))
    by_group: dict[int, list[Any]] = {}
    for position, row in ranked(groups, rows):
        by_group.setdefault(position, []).append(row)
    data: list[dict[str, Any]] = []
    for position in sorted(by_group):
        data.extend(_pie(by_group[position], position, groups, source, samples, bound))
    return Answer(data)


def _of_records(samples: Samples, plot: Plotted, limit: int) -> Any:
    """Select the slices of the one pie that a record is counted once in."""
    samples.columns["label"] = _label(samples, plot).value
    results = [func.count().label("n"), func.count().label("records")]
    counted = grouped(samples.subquery(), ["label"], results, samples.runner.dialect)
    counts = counted.subquery("counts")
    total = func.sum(counts.c.n, type_=Total()).over().label("total")
    found: Any = select(*counts.c, total).order_by(*_by_size(counts, plot.type)).limit(limit)
    return found


def _by_size(counts: Subquery, label_type: DataType) -> list[ColumnElement[Any]]:
    return [counts.c.n.desc(), *ordered(counts.c.label, label_type)]


def _label(samples: Samples, plot: Plotted) -> Reading:
    """Return what is counted; records without it are left out unless they are asked for."""
    reading = samples.read(plot)
    if not samples.bound.widget.include_missing:
        samples.conditions.append(reading.shown)
    return reading


def _slices(counted: Any, label_type: DataType, limit: int) -> Any:
    """Leave the largest labels of each group, with the totals of all that the limit cuts off."""
    counts = counted.subquery("counts")
    groups = [counts.c.grp] if "grp" in counts.c else None
    ranked = select(
        *counts.c,
        func.row_number().over(partition_by=groups, order_by=_by_size(counts, label_type)).label("place"),
        func.sum(counts.c.n, type_=Total()).over(partition_by=groups).label("total"),
    ).subquery("ranked")
    found: Any = select(*ranked.c).where(ranked.c.place <= limit).order_by(ranked.c.place.asc())
    return found


def _pie(
    rows: list[Any],
    position: int,
    groups: Groups | None,
    source: Subquery | None,
    samples: Samples,
    bound: BoundWidget,
) -> Iterator[dict[str, Any]]:
    """Yield the slices of one pie, the rest as one slice of its own."""
    assert bound.plot is not None
    label_type = bound.plot.type
    slices: list[dict[str, Any]] = []
    for row in rows:
        one: dict[str, Any] = {"label": on_the_wire(row.label, label_type), "value": row.n, "percentage": 0.0}
        slices.append(one | {"record_count": row.records} if bound.to_many else one)
    rest = int(rows[0].total) - sum(row.n for row in rows)
    if rest:
        other: dict[str, Any] = {"label": OTHER, "value": rest, "percentage": 0.0}
        if bound.to_many:
            assert source is not None
            other["record_count"] = _records_of_rest(rows, source, samples)
        slices.append(other | {"other": True, "excluded": [one["label"] for one in slices]})
    shares = percentages([one["value"] for one in slices])
    for one, share in zip(slices, shares, strict=True):
        head = {} if groups is None else groups.keys(position)
        marks = {} if groups is None else _group_marks(groups.marks(position))
        yield head | one | {"percentage": share} | marks


def _group_marks(marks: dict[str, Any]) -> dict[str, Any]:
    """Tell the rest of the groups from the rest of a pie: both may be one row's."""
    return {"other": True, "group_excluded": marks["excluded"]} if marks else {}


def _records_of_rest(rows: list[Any], source: Subquery, samples: Samples) -> int:
    """Count the different records beyond the kept slices of a group: no sum of counts can tell."""
    label = source.c.label
    kept = [row.label for row in rows if row.label is not None]
    others = and_(label.is_not(None), *([label.not_in(kept)] if kept else []))
    if len(kept) == len(rows):
        others = or_(label.is_(None), others)
    if "grp" in source.c:
        group, own = source.c.grp, rows[0].grp
        others = and_(others, group.is_(None) if own is None else group == bound_value(own, group.type))
    number = func.count(distinct(source.c.rid)).label("n")
    return int(samples.first(grouped(source, [], [number], samples.runner.dialect, others))[0])


def asked(bound: BoundWidget) -> Asked:
    """Return what a pie asks of a roll-up."""
    assert bound.plot is not None
    return Asked((bound.plot,))


class Shared:
    """A pie's part of a shared query."""

    def __init__(self, bound: BoundWidget, rollup: Rollup) -> None:
        self.bound: Final = bound
        self.rollup: Final = rollup

    @property
    def shape(self) -> Hashable:
        """Return what the SQL depends on."""
        bound = self.bound
        assert bound.plot is not None
        return "pie", bound.plot.found.path, bound.widget.include_missing, bound.request.limits.max_slices

    @property
    def source(self) -> Hashable:
        """Return what tells the groups that are read: its own."""
        return None

    def select(self) -> Select[Any]:
        """Return the largest slices, and the total."""
        plot, view = self.bound.plot, self.rollup.view()
        assert plot is not None
        label = view.key(plot).label("label")
        number = view.count()
        counted = select(label, number.label("n"), number.label("records")).group_by(view.key(plot))
        if not self.bound.widget.include_missing:
            counted = counted.where(view.key(plot).is_not(None))
        slices: Select[Any] = _slices(counted, plot.type, self.bound.request.limits.max_slices)
        # One of many SELECTs has no order.
        return slices.order_by(None)

    def answer(self, rows: Sequence[Any]) -> Answer:
        """Return the data of the chart."""
        by_place = sorted(rows, key=lambda row: int(row.place))
        return Answer(list(_pie(by_place, 0, None, None, self.rollup.samples, self.bound)) if rows else [])
