"""Pie: how many records have each value."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import and_, distinct, func, literal, or_, select, true
from sqlalchemy.sql.selectable import Subquery

from widgetql.charts.answer import Answer
from widgetql.charts.bound import BoundWidget
from widgetql.charts.groups import OTHER, Groups, add_groups, ranked
from widgetql.charts.samples import Samples, ordered
from widgetql.charts.wire import on_the_wire, percentages
from widgetql.execution import Runner
from widgetql.types import DataType


def compute(bound: BoundWidget, runner: Runner) -> Answer:
    """Compute `[{[group], label, value, percentage, ...}]`, largest first; each group is a pie of its own."""
    plot = bound.plot
    assert plot is not None
    samples = Samples(bound, runner)
    reading = samples.read(plot)
    if not bound.widget.include_missing:
        samples.conditions.append(reading.present)
    groups = add_groups(samples)
    samples.columns["label"] = reading.value
    counts_records = samples.count_records()
    if groups is None:
        samples.columns["grp"] = literal(0)
    source = samples.subquery()
    rows = runner.rows(_slices(source, plot.type, bound.request.limits.max_slices, counts_records))
    by_group: dict[int, list[Any]] = {}
    for position, row in ranked(groups, rows):
        by_group.setdefault(position, []).append(row)
    data: list[dict[str, Any]] = []
    for position in sorted(by_group):
        data.extend(_pie(by_group[position], position, groups, source, bound, runner))
    return Answer(data)


def _slices(source: Subquery, label_type: DataType, limit: int, counts_records: bool) -> Any:
    """Count each label in each group; leave the largest, with the totals of all that the limit cuts off."""
    records = func.count(distinct(source.c.rid)) if counts_records else func.count()
    counts = (
        select(source.c.grp, source.c.label, func.count().label("n"), records.label("records"))
        .group_by(source.c.grp, source.c.label)
        .subquery("counts")
    )
    order = [counts.c.n.desc(), *ordered(counts.c.label, label_type)]
    ranked = select(
        *counts.c,
        func.row_number().over(partition_by=counts.c.grp, order_by=order).label("place"),
        func.sum(counts.c.n).over(partition_by=counts.c.grp).label("total"),
    ).subquery("ranked")
    return select(*ranked.c).where(ranked.c.place <= limit).order_by(ranked.c.place)


def _pie(
    rows: list[Any],
    position: int,
    groups: Groups | None,
    source: Subquery,
    bound: BoundWidget,
    runner: Runner,
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
            other["record_count"] = _records_of_rest(rows, source, runner)
        slices.append(other | {"other": True, "excluded": [one["label"] for one in slices]})
    shares = percentages([one["value"] for one in slices])
    for one, share in zip(slices, shares, strict=True):
        head = {} if groups is None else groups.keys(position)
        marks = {} if groups is None else _group_marks(groups.marks(position))
        yield head | one | {"percentage": share} | marks


def _group_marks(marks: dict[str, Any]) -> dict[str, Any]:
    """Tell the rest of the groups from the rest of a pie: both may be one row's."""
    return {"other": True, "group_excluded": marks["excluded"]} if marks else {}


def _records_of_rest(rows: list[Any], source: Subquery, runner: Runner) -> int:
    """Count the different records beyond the kept slices of a group: no sum of counts can tell."""
    label, group = source.c.label, source.c.grp
    kept = [row.label for row in rows if row.label is not None]
    rest = [label.not_in(kept)] if kept else []
    with_null = rows and any(row.label is None for row in rows)
    others = and_(true(), *rest) if with_null else or_(label.is_(None), *rest)
    same = group.is_(None) if rows[0].grp is None else group == rows[0].grp
    return int(runner.first(select(func.count(distinct(source.c.rid))).where(same, others))[0])
