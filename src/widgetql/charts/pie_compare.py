"""The slices of a pie beside those of an earlier time: one set, ranked by the first, then by the second."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, TypeAlias

from widgetql.charts.answer import Answer
from widgetql.charts.bound import BoundWidget
from widgetql.charts.compare import execution_of, range_of, with_value
from widgetql.charts.having import asked_both, groups_of, having_of, is_ranked
from widgetql.charts.size import refuse_rows
from widgetql.charts.wire import on_the_wire, percentages
from widgetql.plan.execute import Execution, known
from widgetql.plan.groups import OTHER, Grid, Groups
from widgetql.plan.paired import asked
from widgetql.plan.query import GROUP, Kept, Key, Query, Top
from widgetql.plan.ranking import Rules
from widgetql.sql.rank import REST

_LABEL: Final = "label"
Keys: TypeAlias = dict[str, Any]


@dataclass(frozen=True, slots=True)
class _Sizes:
    """How many rows a slice has, and how many records: these only where they are others."""

    rows: int = 0
    records: int = 0

    @classmethod
    def of(cls, row: Any) -> _Sizes:
        """Read a row of a query; of no row nothing."""
        return cls() if row is None else cls(int(row.n), int(getattr(row, "records", 0)))


@dataclass(frozen=True, slots=True)
class Slice:
    """A slice of both times: the keys that tell it, how large it is in each, and the value it is of."""

    keys: Keys
    now: _Sizes
    then: _Sizes
    label: Any = None

    @property
    def is_rest(self) -> bool:
        """Whether it is all that is beyond the others."""
        return "excluded" in self.keys

    @property
    def by_label(self) -> tuple[bool, Any]:
        """What slices of one size are sorted by: null is last."""
        return self.label is None, 0 if self.label is None else self.label


def read_size(row: Any) -> dict[str, Any]:
    """Return what `having` and a rank may be of: of a group or a slice its size."""
    size = 0 if row is None else row.n
    return {"value": size, "sample_count": size}


def compute_compared(bound: BoundWidget, now: Execution, query: Query, alone: Callable[[], Answer]) -> Answer:
    """Compute the slices that either time has, each with the one before; `alone` are those of now."""
    then = execution_of(bound, now)
    if then is None:
        found = alone()
        return Answer([with_value(row, None, None) for row in found.data], {"unpaired": [], **found.metadata})
    if bound.group is None:
        slices, notes = _slices(bound, now, then, query)
        rows = [*_rows(bound, slices, then)]
    else:
        groups, notes = _groups(bound, now, then, query)
        rows = [*_by_group(bound, now, then, query, groups)]
    return Answer(rows, {"unpaired": [], **notes})


def _rows(
    bound: BoundWidget, slices: Sequence[Slice], then: Execution, group: Keys | None = None
) -> Iterator[dict[str, Any]]:
    """Yield the rows of one pie, of a group with its keys; percentages are of the slices of one time."""
    span = range_of(then)
    now, before = (
        _shares(slices, [one.now.rows for one in slices]),
        _shares(slices, [one.then.rows for one in slices]),
    )
    for one, share, share_then in zip(slices, now, before, strict=True):
        keys = {**(group or {}), **one.keys}
        yield with_value(_row(bound, keys, one.now, share), _row(bound, keys, one.then, share_then), span)


def _row(bound: BoundWidget, keys: Keys, size: _Sizes, share: float) -> dict[str, Any]:
    row = keys | {"value": size.rows, "percentage": share}
    return row | {"record_count": size.records} if bound.to_many else row


def _shares(slices: Sequence[Slice], sizes: Sequence[int]) -> list[float]:
    """Return percentages as a pie of one time has them: what rounding leaves goes by that pie's own order."""
    if not any(sizes):
        # Of a pie without records each slice is nothing.
        return [0.0] * len(sizes)
    order = sorted(range(len(sizes)), key=lambda at: (slices[at].is_rest, -sizes[at], slices[at].by_label))
    found = percentages([sizes[at] for at in order])
    return [found[order.index(at)] for at in range(len(sizes))]


# Without groups


def _slices(
    bound: BoundWidget, now: Execution, then: Execution, query: Query
) -> tuple[list[Slice], dict[str, Any]]:
    """Return the slices of all rows, and what the metadata says: they are ranked as groups are."""
    key, most = Key(GROUP, query.key(_LABEL).of), bound.limits.max_slices
    asked_of_slices = replace(query, keys=(key,), cut=None, top=Top(GROUP, "n", most))
    notes = dict[str, Any]()
    if bound.widget.having is not None:
        rules = Rules(limit=most, having=having_of(bound.widget))
        grids, notes = asked_both(bound, now, then, asked_of_slices, read_size, rules)
    else:
        grids = asked(asked_of_slices, now, then)
    groups = grids[0].groups
    assert groups is not None
    first, second = (dict(grid.rows) for grid in grids)
    raw = dict(enumerate(groups.raw))
    return [
        Slice(_keys(groups, at), _Sizes.of(first.get(at)), _Sizes.of(second.get(at)), raw.get(at))
        for at in sorted({*first, *second})
    ], notes


def _keys(groups: Groups, at: int) -> Keys:
    return {_LABEL: groups.keys(at)["group"]} | groups.marks(at)


# With groups


def _groups(
    bound: BoundWidget, now: Execution, then: Execution, query: Query
) -> tuple[Groups, dict[str, Any]]:
    """Return the groups, which both times have in one order, and what the metadata says."""
    if is_ranked(bound.widget):
        return groups_of(bound, now, query, read_size, then=then)
    ranking = Query(
        keys=(query.key(GROUP),), measures=(query.measure("n"),), top=query.top, present=query.present
    )
    groups = asked(ranking, now, then)[0].groups
    assert groups is not None
    return groups, {}


def _by_group(
    bound: BoundWidget, now: Execution, then: Execution, query: Query, groups: Groups
) -> Iterator[dict[str, Any]]:
    """Yield the rows of a pie for each group."""
    every = replace(query, cut=None)
    times = [_Pies(bound, execution, every, groups) for execution in (now, then)]
    for at in range(len(groups)):
        marks = groups.marks(at)
        marks = {"other": True, "group_excluded": marks["excluded"]} if marks else {}
        yield from _rows(bound, _slices_of(bound, times, at), then, groups.keys(at) | marks)


class _Pies:
    """The slices of each group over one time."""

    def __init__(self, bound: BoundWidget, execution: Execution, query: Query, groups: Groups) -> None:
        most = bound.limits.max_answer_rows
        grid: Grid = execution.ask_over(query, groups, most)
        if len(grid.rows) + len(grid.left_out) > most:
            raise refuse_rows(bound)
        self._execution: Final = execution
        self._query: Final = known(query, groups)
        self._places: Final[dict[int, Any]] = {}
        self.by_group: Final[dict[int, dict[Any, _Sizes]]] = {}
        for at, row in grid.rows:
            self._places[at] = row.grp
            self.by_group.setdefault(at, {})[row.label] = _Sizes.of(row)

    def rest(self, bound: BoundWidget, at: int, kept: Sequence[Any]) -> _Sizes:
        """Return how much of a group is beyond the slices that are kept."""
        rows = sum(size.rows for label, size in self.by_group.get(at, {}).items() if label not in kept)
        if not rows or not bound.to_many:
            return _Sizes(rows)
        # No sum of counts can tell how many records they are.
        assert bound.plot is not None
        key = Key(_LABEL, Kept(bound.plot, tuple(kept)))
        only = ((_LABEL, REST), (GROUP, self._places[at]))
        ((_, row),) = self._execution.ask(replace(self._query.with_key(key), only=only)).rows
        return _Sizes.of(row)


def _slices_of(bound: BoundWidget, times: Sequence[_Pies], at: int) -> list[Slice]:
    """Return the slices of one group, ranked by the first time, then by the second."""
    assert bound.plot is not None
    now, before = (one.by_group.get(at, {}) for one in times)

    def rank(label: Any) -> Any:
        sizes = (now.get(label, _Sizes()).rows, before.get(label, _Sizes()).rows)
        return -sizes[0], -sizes[1], label is None, 0 if label is None else label

    labels = sorted({*now, *before}, key=rank)
    kept = labels[: bound.limits.max_slices]
    names = [on_the_wire(label, bound.plot.type) for label in kept]
    found = [
        Slice({_LABEL: name}, now.get(label, _Sizes()), before.get(label, _Sizes()), label)
        for name, label in zip(names, kept, strict=True)
    ]
    if len(labels) > len(kept):
        first, second = (one.rest(bound, at, kept) for one in times)
        found.append(Slice({_LABEL: OTHER, "other": True, "excluded": names}, first, second))
    return found
