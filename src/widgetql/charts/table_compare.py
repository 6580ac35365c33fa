"""The rows of a table beside those of an earlier time: what either has, sorted by both."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, TypeAlias

from widgetql.charts.answer import Answer
from widgetql.charts.bound import BoundWidget, Column
from widgetql.charts.buckets import Calendar
from widgetql.charts.compare import Range, execution_of, range_of, with_values
from widgetql.charts.draft import Drafter
from widgetql.charts.having import check_excluded, having_of, notes_of
from widgetql.charts.left import Shown, rest_of
from widgetql.charts.measuring import totals_of
from widgetql.charts.pages import Turned, order_of, write_turned
from widgetql.charts.rules import COUNTS, DEFAULT_LIMIT
from widgetql.charts.size import refuse_rows
from widgetql.plan.execute import Execution
from widgetql.plan.query import Query
from widgetql.plan.ranking import Entry, Ranked

Shows: TypeAlias = Callable[[BoundWidget, Execution], Shown]
# What a comparison adds to a row: measures have no such names, but dimensions may.
_ADDED: Final = ("previous", "range", "change", "percent")
_Pair: TypeAlias = tuple[Any, Any]
SAMPLES: Final = "sample_count"
RECORDS: Final = "record_count"


def check_compared(drafter: Drafter, columns: Sequence[Column]) -> None:
    """Refuse what does not stand beside a comparison: raw rows, dimensions without a partner."""
    widget, problems = drafter.widget, drafter.problems
    if widget.compare is None:
        return
    at = widget.at / "compare"
    if not widget.metrics:
        problems.add(at, "not_for_chart", "what is compared are metrics: there are none")
        return
    if sum(column.grain is not None for column in columns) > 1:
        # The previous period is so many units of one.
        problems.add(at, "conflicting_keys", "compare and two periods of time exclude each other")
    for column in columns:
        if column.bins is not None:
            # The values of a range tell its bins: two ranges have others.
            problems.add(at, "conflicting_keys", f"compare and bins of {column.name} exclude each other")
    for one in widget.dimensions:
        if one.name in _ADDED:
            message = f"rows have a {one.name} of their own: choose another name"
            problems.add(one.named_at, "duplicate_name", message)


def compute_compared(bound: BoundWidget, execution: Execution, query: Query, shows: Shows) -> Answer:
    """Compute the rows that either time has, each with the one before, up to the limit, and the rest."""
    widget = bound.widget
    then, show = execution_of(bound, execution), shows(bound, execution)
    before = None if then is None else _Before(bound, then, shows(_of_then(bound, then), then))
    pairs, left = _pairs(bound, execution, then, query, (show, show if before is None else before.shown))
    names = [one.name for one in bound.measured if not one.written.hidden]
    start = bound.after.rows if isinstance(bound.after, Turned) else 0
    end = start + min(widget.limit or DEFAULT_LIMIT, bound.limits.max_rows)
    found = _ranked(bound, show, pairs, start, end)
    rows = [_beside(show.row(one.key[0]), before, one.key[1], names) for one in found.kept]
    notes: dict[str, Any] = {"unpaired": []}
    if before is not None:
        notes["unpaired"] = [before.row(row) | {"range": before.range(row)} for row in left]
    more = bool(found.rest)
    if more and widget.other:
        rest = _Rest(bound, query, found, left)
        rows.append(rest.row(execution, show, before, names))
        more = False
    notes |= {
        "truncated": more,
        "next_cursor": write_turned(order_of(widget.order_by), end) if more else None,
    }
    if widget.having is not None:
        notes |= notes_of(widget, found, shows_other=widget.other)
    if widget.totals:
        notes["totals"] = _totals(bound, execution, then, names)
    return Answer(rows, notes)


def _ranked(bound: BoundWidget, show: Shown, pairs: Sequence[_Pair], start: int, end: int) -> Ranked:
    """Return the pairs of rows that are shown, those beyond, and those that fail by what they are now."""
    passes = having_of(bound.widget)
    if passes is None and not bound.widget.other:
        # Nothing is said of what is not shown.
        shown = [Entry(pair, {}) for pair in pairs[start:end]]
        return Ranked(shown, [Entry(pair, {}) for pair in pairs[end:]], [])
    entries = [Entry(pair, show.every(pair[0])) for pair in pairs]
    left = [one for one in entries if passes is None or passes(one.values)]
    failed = [one for one in entries if passes is not None and not passes(one.values)]
    return Ranked(left[start:end], left[end:], failed)


def _beside(row: dict[str, Any], before: _Before | None, then: Any, names: Sequence[str]) -> dict[str, Any]:
    """Return a row with the one before it, which is None where it has no partner."""
    if before is None or then is None:
        return with_values(row, None, None, names)
    return with_values(row, before.row(then), before.range(then), names)


class _Rest:
    """What is beyond the rows that are shown, of both times: each from its own rows."""

    def __init__(self, bound: BoundWidget, query: Query, found: Ranked, left: Sequence[Any]) -> None:
        check_excluded(bound, found, shows_other=True)
        self._bound: Final = bound
        self._found: Final = found
        self._left: Final = left
        self._keys: Final = [key.name for key in query.keys]
        self._whole: Final = replace(query, limit=None, offset=0, order=(), left=None)

    def row(
        self, execution: Execution, show: Shown, before: _Before | None, names: Sequence[str]
    ) -> dict[str, Any]:
        """Return the rest, beside that of before: null where no row of it has a partner."""
        shown = [one.key for one in (*self._found.kept, *self._found.failed)]
        rest = [one.key for one in self._found.rest]
        row = self._of(execution, show, [now for now, _ in shown], [now for now, _ in rest])
        partners = [then for _, then in rest if then is not None]
        if before is None or not partners:
            return with_values(row, None, None, names)
        # What is left over is told by itself.
        without = [*(then for _, then in shown if then is not None), *self._left]
        earlier = self._of(before.execution, before.shown, without, partners)
        return with_values(row, earlier, range_of(before.execution), names)

    def _of(
        self, execution: Execution, show: Shown, without: Sequence[Any], within: Sequence[Any]
    ) -> dict[str, Any]:
        out, inside = (
            [tuple(getattr(row, key) for key in self._keys) for row in rows] for rows in (without, within)
        )
        row = rest_of(execution, self._whole, show, out, inside)
        names = [key for column in self._bound.columns for key in column.keys]
        excluded = [{name: one[name] for name in names} for one in map(show.row, without)]
        return row | {"other": True, "excluded": excluded}


class _Before:
    """Writes the rows of the earlier time, and the instants of each: those of its bucket, or all."""

    def __init__(self, bound: BoundWidget, then: Execution, show: Shown) -> None:
        self.shown: Final = show
        self.row: Final = show.row
        self.execution: Final = then
        self._time: Final = _time_of(bound)

    def range(self, row: Any) -> Range:
        """Return the instants that a row is of."""
        if self._time is None:
            return range_of(self.execution)
        name, grain = self._time
        return range_of(self.execution, self.execution.edges(grain).bucket(int(getattr(row, name))))


def _time_of(bound: BoundWidget) -> tuple[str, Calendar] | None:
    """Return the column of the dimension that is a period of time, and what period it is."""
    found = ((f"d{at}", one.grain) for at, one in enumerate(bound.columns) if one.grain is not None)
    return next(found, None)


def _totals(
    bound: BoundWidget, execution: Execution, then: Execution | None, names: Sequence[str]
) -> dict[str, Any]:
    now = totals_of(bound, execution)
    if then is None:
        return with_values(now, None, None, names)
    return with_values(now, totals_of(_of_then(bound, then), then), range_of(then), names)


def _of_then(bound: BoundWidget, then: Execution) -> BoundWidget:
    """Return the widget under the earlier range: what is divided by time is by that of its own rows."""
    return replace(bound, scan=then.scan)


def _pairs(
    bound: BoundWidget,
    execution: Execution,
    then: Execution | None,
    query: Query,
    shows: tuple[Shown, Shown],
) -> tuple[list[tuple[Any, Any]], list[Any]]:
    """Return the rows of both times by their dimensions, in their order, and those that are left before.

    A row that is not there is one of nothing; None where it has no partner: periods are paired by number.
    """
    whole = replace(query, limit=None, offset=0, order=(), left=None)
    keys = [key.name for key in query.keys]
    now = _by_key(bound, execution, whole, keys)
    before = {} if then is None else _by_key(bound, then, whole, keys)
    found = {**dict.fromkeys(now), **dict.fromkeys(before)}
    if len(found) > bound.limits.max_answer_rows:
        raise refuse_rows(bound, len(found))
    counts, time = _counts_of(bound), _time_of(bound)
    # How many buckets each time has: without them every row has a partner.
    mine, theirs = (
        None if time is None or one is None else len(one.edges(time[1])) for one in (execution, then)
    )

    def of(rows: Mapping[Any, Any], key: tuple[Any, ...]) -> Any:
        return rows[key] if key in rows else Nothing(dict(zip(keys, key, strict=True)), counts)

    def is_beyond(key: tuple[Any, ...], buckets: int | None) -> bool:
        return time is not None and buckets is not None and key[keys.index(time[0])] >= buckets

    pairs = [
        (of(now, key), None if is_beyond(key, theirs) else of(before, key))
        for key in found
        if not is_beyond(key, mine)
    ]
    left = [(before[key], None) for key in before if is_beyond(key, mine)]
    # The dimensions are the last of the order: what is asked for is read of both times before them.
    leads = len(query.order) - len(keys)
    order = [*((0, *one) for one in query.order[:leads]), *((1, *one) for one in query.order[:leads])]
    order += [(0, *one) for one in query.order[leads:]]
    of_both, of_left = _read_by(bound, order, shows), _read_by(bound, order, (shows[1], shows[1]))
    return _ordered(pairs, of_both), [row for row, _ in _ordered(left, of_left)]


def _read_by(
    bound: BoundWidget, order: Sequence[tuple[int, str, bool]], shows: tuple[Shown, Shown]
) -> list[tuple[int, Callable[[Any], Any], bool]]:
    """Return an order with what reads each column of it: none has what is derived from measures."""
    derived = {f"m{index}": one.name for index, one in enumerate(bound.measured) if one.aggregate is None}

    def reads(show: Shown, name: str) -> Callable[[Any], Any]:
        if name in derived:
            return lambda row: None if row is None else show.every(row)[derived[name]]
        return lambda row: getattr(row, name, None)

    return [(part, reads(shows[part], name), descending) for part, name, descending in order]


def _ordered(
    pairs: Sequence[tuple[Any, Any]], order: Sequence[tuple[int, Callable[[Any], Any], bool]]
) -> list[tuple[Any, Any]]:
    """Sort by what is read of one of both rows: null is last in both directions."""
    found = [*pairs]
    for part, read, descending in reversed(order):
        told: list[tuple[Any, Any]] = [(read(pair[part]), pair) for pair in found]
        present = [one for one in told if one[0] is not None]
        present.sort(key=lambda one: one[0], reverse=descending)
        found = [pair for _, pair in (*present, *(one for one in told if one[0] is None))]
    return found


def _by_key(
    bound: BoundWidget, execution: Execution, query: Query, keys: Sequence[str]
) -> dict[tuple[Any, ...], Any]:
    most = bound.limits.max_answer_rows
    rows = execution.ask(query, most).rows
    if len(rows) > most:
        raise refuse_rows(bound)
    return {tuple(getattr(row, key) for key in keys): row for _, row in rows}


def _counts_of(bound: BoundWidget) -> frozenset[str]:
    """Return the columns that are 0 over nothing."""
    own = (
        column
        for index, one in enumerate(bound.measured)
        if one.aggregate is not None
        for column in (f"m{index}_n", *([f"m{index}"] if one.aggregate.aggregation in COUNTS else []))
    )
    return frozenset((SAMPLES, RECORDS, *own))


@dataclass(frozen=True, slots=True)
class Nothing:
    """A row that no record is in: it has its dimensions, counts are 0, all else is null."""

    dimensions: Mapping[str, Any]
    counts: Collection[str]

    def __getattr__(self, name: str) -> Any:
        """Return what a row has under a name."""
        return 0 if name in self.counts else self.dimensions.get(name)
