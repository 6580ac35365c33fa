"""A chart beside that of an earlier time: the same question, asked of the time before."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Final, TypeAlias

from widgetql.filters.ast import And, Condition, Filter, Not, Or
from widgetql.relative_time import Clock, Instant, format_instant, read_time, start_of_date
from widgetql.testing.charts import counts_of, is_by_field, stat_figures, stat_samples
from widgetql.testing.comparing_rows import beside, changes, pies, slice_samples, span, tables
from widgetql.testing.grids import dimension
from widgetql.testing.measures import name_of, samples_by_measures, stat_rows
from widgetql.testing.ranges import Bucket, Range, buckets_for, buckets_in, range_of
from widgetql.testing.ranking import figures, is_ranked, notes_of
from widgetql.testing.samples import Question, Sample, by_key, samples_of, sizes_of
from widgetql.testing.series import Bars, measured_pies
from widgetql.testing.windowing import row_of, window_cells

_Move: TypeAlias = Callable[[datetime], datetime]
_CLOCK: Final = {"minute": timedelta(minutes=1), "hour": timedelta(hours=1)}
_CALENDAR: Final = {"day": "1d", "week": "1w", "month": "1M", "quarter": "3M", "year": "1y"}


def compared(question: Question) -> tuple[Any, dict[str, Any]]:
    """Return the data of a chart, each row with its `previous`, and what the metadata says."""
    then = _earlier(question)
    if then is not None:
        question, then = _with_one_set_of_groups(question, then)
    of_slices = measured_pies if question.listed("metrics") else pies
    of = {"bar": _bars, "stat": _stats, "pie": of_slices, "table": tables}
    chart = question.widget["chart_type"]
    rows, notes = of[chart](question, then)
    if chart != "table" and question.given("group_by") is not None:
        notes |= notes_of(question, _samples(question), counts_of(question))
    return rows, notes


def _bars(question: Question, then: Question | None) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    now = _Numbered(question)
    before = None if then is None or then.range.empty else _Numbered(then)
    if then is None or before is None or not before.buckets:
        rows = [row for cell in sorted(now.cells) for row in now.rows(cell)]
        return [row | {"previous": None} for row in rows], {"unpaired": []}

    def previous(cell: tuple[int, int]) -> list[dict[str, Any]]:
        instants = span(then.range, before.buckets[cell[0]])
        return [row | {"range": instants} for row in before.rows(cell)]

    size, data = len(now.buckets), list[dict[str, Any]]()
    full = [cell for cell in sorted(before.cells) if before.cells[cell]]
    for cell in sorted({*now.cells, *(cell for cell in full if cell[0] < size)}):
        if cell[0] >= len(before.buckets):
            data += [row | {"previous": None} for row in now.rows(cell)]
            continue
        for row, own in zip(now.rows(cell), previous(cell), strict=True):
            change, percent = changes(row["value"], own["value"])
            data.append(row | {"previous": own | {"change": change, "percent": percent}})
    return data, {"unpaired": [row for cell in full if cell[0] >= size for row in previous(cell)]}


class _Numbered:
    """The buckets of a range in their order, and the samples of each by its number and the group's."""

    def __init__(self, question: Question) -> None:
        self.question, self.buckets = question, list[Bucket]()
        self.cells: dict[tuple[int, int], list[Sample]] = {}
        self.series: Bars | None = None
        if question.range.empty:
            return
        given = question.given
        buckets = buckets_for(given("time_period"), given("group_by"), question.world.clock)
        self.buckets = list(buckets_in(question.range, buckets))
        self.groups, cells = window_cells(question)
        numbers = {bucket: number for number, bucket in enumerate(self.buckets)}
        self.cells = {(numbers[bucket], rank): own for (bucket, rank), own in cells.items()}
        self.series = Bars(question) if question.listed("metrics") else None

    def rows(self, cell: tuple[int, int]) -> list[dict[str, Any]]:
        """The rows of a bucket and group, also of no records."""
        bucket, rank = self.buckets[cell[0]], cell[1]
        if self.series is not None:
            return self.series.rows(bucket, rank)
        return [row_of(self.question, bucket, self.groups[rank], self.cells.get(cell, []))]


def _stats(question: Question, then: Question | None) -> tuple[Any, dict[str, Any]]:
    if question.listed("metrics"):
        return _measured_stats(question, then)
    now = stat_samples(question)
    before = [] if then is None else stat_samples(then)
    names = question.world.dataset.stats
    rows: list[dict[str, Any]] = []
    for place, (group, own) in enumerate(now):
        theirs = before[place][1] if before else []
        if group is not None and not own and not theirs:
            continue
        row = stat_figures(question, group, own)
        if then is None:
            rows.append(row | {"previous": None})
            continue
        other = stat_figures(then, group, theirs)
        found = {name: changes(row[name], other[name]) for name in names}
        rows.append(
            row
            | {
                "previous": {
                    **other,
                    "range": span(then.range),
                    "change": {name: change for name, (change, _) in found.items()},
                    "percent": {name: percent for name, (_, percent) in found.items()},
                }
            }
        )
    return rows if question.given("group_by") is not None else rows[0], {"unpaired": []}


def _measured_stats(question: Question, then: Question | None) -> tuple[Any, dict[str, Any]]:
    now, notes = stat_rows(question)
    before = [None] * len(now) if then is None else stat_rows(then)[0]
    names = [name_of(one) for one in question.listed("metrics") if not one.get("hidden")]
    is_grouped = question.given("group_by") is not None
    rows = [
        beside(row, None if own is None or then is None else own | {"range": span(then.range)}, names)
        for row, own in zip(now, before, strict=True)
        if not is_grouped or row["sample_count"] or (own is not None and own["sample_count"])
    ]
    notes["unpaired"] = []
    return rows if is_grouped else rows[0], notes


def _with_one_set_of_groups(question: Question, then: Question) -> tuple[Question, Question]:
    """Rank the groups by the current rows, then by the earlier ones."""
    if not is_by_field(question):
        return question, then
    now, before = (sizes_of(one, _samples(one), counts_of(one)) for one in (question, then))
    sizes = {key: (now.get(key, 0), before.get(key, 0)) for key in {*now, *before}}
    rows = tuple(_figures(one, [*sizes]) for one in (question, then)) if is_ranked(question) else ()
    return replace(question, sizes=sizes, ranked=rows), replace(then, sizes=sizes, ranked=rows)


def _figures(question: Question, keys: Sequence[Any]) -> dict[Any, dict[str, Any]]:
    """What is shown of groups over the whole range."""
    own = by_key(question, _samples(question))
    return {key: figures(question, own.get(key, []), counts_of(question)) for key in keys}


def _samples(question: Question) -> list[Sample]:
    if question.listed("metrics"):
        return samples_by_measures(question)
    if question.widget["chart_type"] == "bar":
        return samples_of(question)
    if question.widget["chart_type"] == "pie":
        return slice_samples(question)
    return stat_samples(replace(question, widget={**question.widget, "group_by": None}))[0][1]


def _earlier(question: Question) -> Question | None:
    """The question about the range before, which ends at `now` at the latest; None where there is none."""
    clock, found = question.world.clock, question.range
    if found.empty or found.start is None or found.end is None:
        return None
    begun = found.up_to(clock.now)
    if _is_empty(begun):
        return None
    assert begun.start is not None
    assert begun.end is not None
    if begun.start == begun.end and question.widget["compare"]["to"] == "previous_period":
        return None
    move = _move(question, begun.start, begun.end)
    moved = replace(begun, start=move(begun.start), end=move(begun.end))
    return (
        None
        if _is_empty(moved)
        else replace(question, written=_moved(question.written, move, question), range=moved)
    )


def _is_empty(found: Range) -> bool:
    return found.first is not None and found.stop is not None and found.first >= found.stop


def _move(question: Question, start: datetime, end: datetime) -> _Move:
    """How an instant is moved back."""
    clock, to = question.world.clock, question.widget["compare"]["to"]
    if to != "previous_period":
        return lambda at: _back(at, to, clock)
    period = _period_of(question)
    is_bucketed = question.widget["chart_type"] == "bar" and question.given("group_by")
    if period is None and not is_bucketed:
        days = _whole_days(start, end, clock)
        return (lambda at: at - (end - start)) if days is None else (lambda at: _back(at, f"-{days}d", clock))
    group_by = question.given("group_by")
    length = timedelta(milliseconds=group_by["interval"]) if period is None else _CLOCK.get(period)
    if length is not None or period is None:
        assert length is not None
        number = next(n for n in range((end - start) // length, 10**9) if end - n * length <= start)
        return lambda at: at - number * length
    each, unit = int(_CALENDAR[period][:-1]), _CALENDAR[period][-1]
    number = 1
    while _back(end, f"-{number * each}{unit}", clock) > start:
        number += 1
    return lambda at: _back(at, f"-{number * each}{unit}", clock)


def _period_of(question: Question) -> str | None:
    """The period that rows are of: a bar's, or that of a dimension."""
    columns = (dimension(one).period for one in question.listed("dimensions"))
    is_bar = question.widget["chart_type"] == "bar"
    return question.given("time_period") if is_bar else next((one for one in columns if one), None)


def _back(at: datetime, phrase: str, clock: Clock) -> datetime:
    found = read_time(f"now{phrase}", Clock(at, clock.zone, clock.week_start))
    assert isinstance(found, Instant)
    return found.at


def _whole_days(start: datetime, end: datetime, clock: Clock) -> int | None:
    """The days between two midnights; None where one is none."""
    days = [at.astimezone(clock.zone).date() for at in (start, end)]
    is_whole = [start_of_date(day, clock.zone) for day in days] == [start, end]
    return (days[1] - days[0]).days if is_whole else None


def _moved(node: Filter, move: _Move, question: Question) -> Filter:
    """What a filter asks of the time before: the same, but for the bounds of the timestamp."""
    match node:
        case And(parts):
            return And(tuple(_moved(part, move, question) for part in parts), node.at)
        case Or(parts):
            return Or(tuple(_moved(part, move, question) for part in parts), node.at)
        case Not(parts):
            return Not(tuple(_moved(part, move, question) for part in parts), node.at)
        case Condition() if node.part is None and node.field in question.world.dataset.timestamp_names:
            if node.op == "isnull":
                return node
            return _moved_condition(node, move, question.world.clock)
        case _:
            return node


def _moved_condition(node: Condition, move: _Move, clock: Clock) -> Filter:
    positive = {"neq": "eq", "nin": "in"}.get(node.op, node.op)
    values: Sequence[Any] = node.value if positive == "in" else [node.value]
    op = "eq" if positive == "in" else positive
    parts: list[Filter] = []
    for value in values:
        found = range_of(replace(node, op=op, value=value), {node.field}, clock)
        bounds = [("gt" if found.excluded else "gte", found.start)]
        bounds += [("lte" if found.included else "lt", found.end)]
        held = [
            Condition(node.field, bound, format_instant(move(at)), node.at)
            for bound, at in bounds
            if at is not None
        ]
        parts.append(And(tuple(held), node.at))
    whole = Or(tuple(parts), node.at)
    return whole if positive == node.op else Not((whole,), node.at)
