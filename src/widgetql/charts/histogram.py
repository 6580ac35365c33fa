"""Histogram: how many values are in each bin of numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import Any, Final, TypeAlias

from widgetql.charts import columns
from widgetql.charts.answer import Answer
from widgetql.charts.behind import Behind
from widgetql.charts.binned import edges_between, ends_of, shown, tests_below, told_edges, told_width
from widgetql.charts.bound import BoundWidget
from widgetql.charts.chart import Chart
from widgetql.charts.draft import Drafted, Drafter
from widgetql.charts.size import refuse_rows
from widgetql.charts.wire import percentages
from widgetql.plan.execute import Execution
from widgetql.plan.query import Aggregate, Binned, Key, Plotted, Query

_BIN: Final = "bin"
# As many edges are compared with in one statement.
_MOST_EDGES: Final = 512
# The place of a bin: how many edges its values are at or above; those that are missing have none.
_MISSING: Final = None
_Bin: TypeAlias = tuple[int | None, dict[str, Any]]
_Counts: TypeAlias = Counter[tuple[int | None, str]]
_Ask: TypeAlias = Callable[[Sequence[int]], Iterator[tuple[int | None, Any]]]
"""From the places of some edges to rows, each with how many of these its values are at or above."""


def draft(drafter: Drafter) -> Drafted:
    """Bind a numeric field and its bins."""
    drafted = drafter.drawn()
    if drafter.widget.bins is None:
        drafter.missing("bins", "a histogram needs bins: a width, edges, or a count")
    return drafted


def compute(bound: BoundWidget, execution: Execution) -> Answer:
    """Compute `[{from, to, value, percentage, sample_count}]`, ascending; `metadata.bins` says which."""
    bins, plot = bound.widget.bins, bound.plot
    assert bins is not None
    assert plot is not None
    if bins.edges:
        found = _counted(bound, plot, bins.edges, execution)
        told: dict[str, Any] | None = told_edges(bins)
        listed = _between(bins.edges, found)
    else:
        ends = ends_of({0: plot}, execution)[0]
        width, edges = edges_between(bins, ends, bound.limits.max_buckets, _within(bound))
        found = _counted(bound, plot, edges, execution)
        told = told_width(width, bins)
        listed = _trimmed(_inside(edges), found)
    if bound.widget.include_missing and found[_MISSING, "n"]:
        listed.append((_MISSING, {"from": None, "to": None, "missing": True}))
    return Answer(list(_rows(bound, listed, found)), {"bins": told, "missing": found[_MISSING, "n"]})


def _within(bound: BoundWidget) -> Callable[[int], None]:
    """Return what refuses more rows than the limit."""

    def check(rows: int) -> None:
        if rows > bound.limits.max_answer_rows:
            raise refuse_rows(bound, rows)

    return check


def _counted(bound: BoundWidget, plot: Plotted, edges: Sequence[Fraction], execution: Execution) -> _Counts:
    """Count the values, and the records of them, by the number of edges that they are at or above."""
    counts = [Aggregate("n", "count", plot)]
    if bound.to_many:
        counts.append(Aggregate("records", "count_records"))
    # Of narrow bins many edges are one double: whatever is at one of them is at the last.
    last = [place for place, pair in enumerate(pairwise(edges), start=1) if shown(pair[0]) != shown(pair[1])]
    last += [len(edges)] if edges else []

    def ask(some: Sequence[int]) -> Iterator[tuple[int | None, Any]]:
        below = tests_below(plot, [edges[last[place] - 1] for place in some], execution)
        key = Key(_BIN, Binned(plot, below))
        for _, row in execution.ask(Query(keys=(key,), measures=tuple(counts))).rows:
            yield (None if row.bin is None else int(row.bin)), row

    found: _Counts = Counter()
    for place, row in _asked(len(last), ask):
        reached = None if place is None else last[place - 1] if place else 0
        found.update({(reached, one.name): getattr(row, one.name) for one in counts})
    return found


def _asked(number: int, ask: _Ask) -> Iterator[tuple[int | None, Any]]:
    """Yield the rows of each bin between so many edges, and how many edges are below it.

    Of more than stand in one statement some are asked first: in most bins between them there may be nothing.
    """
    if number <= _MOST_EDGES:
        yield from ask(range(number))
        return
    few = [*range(0, number - 1, -(-number // (_MOST_EDGES - 2))), number - 1]
    wanted: dict[int, None] = {}
    for place, row in ask(few):
        if place is not None and 0 < place < len(few):
            wanted.update(dict.fromkeys(range(few[place - 1], few[place] + 1)))
        else:
            yield (place and number), row
    edges = sorted(wanted)
    for first in range(0, max(len(edges) - 1, 0), _MOST_EDGES - 1):
        # The last edge of one is the first of the next.
        some = edges[first : first + _MOST_EDGES]
        for place, row in ask(some):
            # Between edges that are no neighbours there was nothing.
            if place and place < len(some) and some[place] == some[place - 1] + 1:
                yield some[place], row


def _inside(edges: Sequence[Fraction]) -> list[_Bin]:
    return [
        (place, {"from": shown(low), "to": shown(high)})
        for place, (low, high) in enumerate(pairwise(edges), start=1)
    ]


def _trimmed(listed: list[_Bin], found: _Counts) -> list[_Bin]:
    """Return the bins from the first to the last that has values."""
    full = [index for index, (place, _) in enumerate(listed) if found[place, "n"]]
    return listed[full[0] : full[-1] + 1] if full else []


def _between(edges: Sequence[Fraction], found: _Counts) -> list[_Bin]:
    """Return all bins between edges, and what lies outside of them where there is any."""
    below: _Bin = (0, {"from": None, "to": shown(edges[0])})
    above: _Bin = (len(edges), {"from": shown(edges[-1]), "to": None})
    listed = [below, *_inside(edges), above]
    return [one for one in listed if one not in (below, above) or found[one[0], "n"]]


def _rows(bound: BoundWidget, listed: Sequence[_Bin], found: _Counts) -> Iterator[dict[str, Any]]:
    """Yield a row for each bin."""
    counts = [found[place, "n"] for place, _ in listed]
    shares = percentages(counts) if any(counts) else [0.0] * len(counts)
    for (place, row), number, share in zip(listed, counts, shares, strict=True):
        records = {"record_count": found[place, "records"]} if bound.to_many else {}
        yield row | {"value": number, "percentage": share, "sample_count": number} | records


def behind(row: Behind) -> None:
    """Ask for a value in the bin."""
    plot = row.plot()
    if plot is None:
        return
    if row.given.data.get("missing") is True:
        row.missing(plot)
    else:
        row.between(plot, "from", "to")
    row.some_related_row(plot)


CHART: Final = Chart(
    name="histogram",
    draft=draft,
    compute=compute,
    behind=behind,
    columns=columns.histogram,
    needs=("field", "bins"),
)
