"""Pie: how many records have each value."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any, Final

from widgetql.charts import columns, series, series_compare
from widgetql.charts.answer import Answer
from widgetql.charts.behind import Behind
from widgetql.charts.bound import BoundWidget
from widgetql.charts.chart import Chart
from widgetql.charts.compare import check_compared
from widgetql.charts.draft import Drafted, Drafter
from widgetql.charts.having import (
    asked,
    check,
    check_excluded,
    entries_of,
    having_of,
    is_ranked,
    notes_of,
    unless_ranked,
)
from widgetql.charts.measuring import behind_rows
from widgetql.charts.pie_compare import compute_compared, read_size
from widgetql.charts.wire import on_the_wire, percentages
from widgetql.plan.execute import Execution, known
from widgetql.plan.groups import OTHER, Grid, Groups
from widgetql.plan.query import GROUP, Aggregate, Kept, Key, Query, Top
from widgetql.plan.ranking import Rules, ranked
from widgetql.sql.rank import REST

_LABEL: Final = "label"


def draft(drafter: Drafter) -> Drafted:
    """Bind a field, its metric, its group; or the measures of its slices."""
    if drafter.widget.metrics:
        return series.draft_pie(drafter)
    check(drafter, ("value", "sample_count"))
    drafted = drafter.drawn()
    check_compared(drafter, drafted.group)
    return drafted


def shared(bound: BoundWidget) -> Query | None:
    """Return the largest slices; those of measures are ranked in a statement of their own."""
    return None if bound.measured else bound.once(query)


def query(bound: BoundWidget) -> Query:
    """Return the largest slices; records without the value are left out unless they are asked for."""
    plot, limits = bound.plot, bound.limits
    assert plot is not None
    keys, top = [Key(_LABEL, plot)], None
    if bound.group is not None:
        keys.insert(0, Key(GROUP, bound.group))
        top = Top(GROUP, "n", limits.max_groups)
    measures = [Aggregate("n", "count", plot)]
    if bound.to_many:
        measures.append(Aggregate("records", "count_records"))
    return Query(
        keys=tuple(keys), measures=tuple(measures), top=top, cut=Top(_LABEL, "n", limits.max_slices),
        present=None if bound.widget.include_missing else plot,
    )  # fmt: skip


def compute(bound: BoundWidget, execution: Execution) -> Answer:
    """Compute `[{[group], label, value, percentage, ...}]`, largest first; each group is a pie of its own."""
    if bound.measured and bound.widget.compare is not None:
        return series_compare.compute_compared(bound, execution)
    if bound.measured:
        return series.pie_data(bound, execution)
    if bound.widget.compare is not None:
        return compute_compared(bound, execution, bound.once(query), lambda: _alone(bound, execution))
    return _alone(bound, execution)


def _alone(bound: BoundWidget, execution: Execution) -> Answer:
    if bound.group is None and bound.widget.having is not None:
        return _slices_left(bound, execution)
    if is_ranked(bound.widget):
        grid, notes = asked(bound, execution, bound.once(query), read_size)
        return Answer(data(bound, grid, execution).data, notes)
    return data(bound, execution.ask(bound.once(query)), execution)


def _slices_left(bound: BoundWidget, execution: Execution) -> Answer:
    """Compute the slices that `having` leaves, the rest of them as one; percentages are of what is left."""
    assert bound.plot is not None
    everything = replace(bound.once(query), cut=None)
    records: dict[Any, Any] = {}

    def key(row: Any) -> Any:
        records[row.label] = row.records if bound.to_many else None
        return row.label

    entries = entries_of(bound, execution, everything, key, read_size)
    rules = Rules(limit=bound.limits.max_slices, having=having_of(bound.widget))
    found = ranked(entries, rules)
    check_excluded(bound, found, shows_other=bool(found.rest))
    slices = [
        _slice(on_the_wire(one.key, bound.plot.type), one.samples, records[one.key]) for one in found.kept
    ]
    if found.rest:
        kept, failed = (tuple(one.key for one in part) for part in (found.kept, found.failed))
        number = None
        if bound.to_many:
            rest = replace(everything, only=((_LABEL, REST),)).with_key(
                Key(_LABEL, Kept(bound.plot, kept, failed))
            )
            ((_, row),) = execution.ask(rest).rows
            number = int(row.records)
        names = [on_the_wire(value, bound.plot.type) for value in (*kept, *failed)]
        size = sum(one.samples for one in found.rest)
        slices.append(_slice(OTHER, size, number) | {"other": True, "excluded": names})
    shares = percentages([one["value"] for one in slices]) if slices else []
    rows = [one | {"percentage": share} for one, share in zip(slices, shares, strict=True)]
    return Answer(rows, notes_of(bound.widget, found, shows_other=True))


def _slice(label: Any, size: int, records: int | None) -> dict[str, Any]:
    one = {"label": label, "value": size, "percentage": 0.0}
    return one if records is None else one | {"record_count": records}


def data(bound: BoundWidget, grid: Grid, execution: Execution) -> Answer:
    """Return the pies of rows that are the largest of their group, in order."""
    by_group: dict[int, list[Any]] = {}
    for position, row in grid.rows:
        by_group.setdefault(position, []).append(row)
    pies = (_pie(by_group[at], at, grid.groups, bound, execution) for at in sorted(by_group))
    return Answer([row for pie in pies for row in pie])


def _pie(
    rows: Sequence[Any], position: int, groups: Groups | None, bound: BoundWidget, execution: Execution
) -> Iterator[dict[str, Any]]:
    """Yield the slices of one pie, the rest as one slice of its own."""
    assert bound.plot is not None
    slices: list[dict[str, Any]] = []
    for row in rows:
        one = {"label": on_the_wire(row.label, bound.plot.type), "value": row.n, "percentage": 0.0}
        slices.append(one | {"record_count": row.records} if bound.to_many else one)
    rest = int(rows[0].total) - sum(row.n for row in rows)
    if rest:
        other: dict[str, Any] = {"label": OTHER, "value": rest, "percentage": 0.0}
        if bound.to_many:
            other["record_count"] = _records_of_rest(rows, groups, bound, execution)
        slices.append(other | {"other": True, "excluded": [one["label"] for one in slices]})
    shares = percentages([one["value"] for one in slices])
    for one, share in zip(slices, shares, strict=True):
        head = {} if groups is None else groups.keys(position)
        marks = {} if groups is None else _group_marks(groups.marks(position))
        yield head | one | {"percentage": share} | marks


def _group_marks(marks: dict[str, Any]) -> dict[str, Any]:
    """Tell the rest of the groups from the rest of a pie: both may be one row's."""
    return {"other": True, "group_excluded": marks["excluded"]} if marks else {}


def _records_of_rest(
    rows: Sequence[Any], groups: Groups | None, bound: BoundWidget, execution: Execution
) -> int:
    """Count the different records beyond the kept slices of a group: no sum of counts can tell."""
    asked = bound.once(query)
    kept, only = tuple(row.label for row in rows), [(_LABEL, REST)]
    if groups is not None:
        asked, only = known(asked, groups), [*only, (GROUP, rows[0].grp)]
    assert bound.plot is not None
    rest = replace(asked.with_key(Key(_LABEL, Kept(bound.plot, kept))), top=None, cut=None, only=tuple(only))
    ((_, row),) = execution.ask(rest).rows
    return int(row.records)


def behind(row: Behind) -> None:
    """Ask for the slice and the group."""
    plot = row.plot()
    if plot is not None:
        excluded = row.given.excluded("excluded")
        if excluded is None:
            row.same(plot, _LABEL)
        else:
            row.none_of(plot, excluded, "excluded")
            if None in excluded or not row.widget.include_missing:
                row.present(plot)
    row.group()
    if row.widget.metrics:
        behind_rows(row)


CHART: Final = Chart(
    name="pie",
    draft=draft,
    compute=compute,
    behind=behind,
    columns=columns.pie,
    query=unless_ranked(shared),
    data=data,
    needs=("field",),
)
