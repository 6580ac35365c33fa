"""Histogram: how many values are in each bin of numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import Any, Final, TypeAlias

from widgetql.charts import columns
from widgetql.charts.answer import Answer
from widgetql.charts.behind import Behind
from widgetql.charts.bins import TooManyBins, regular, width_for
from widgetql.charts.bound import BoundWidget
from widgetql.charts.chart import Chart
from widgetql.charts.draft import Drafted, Drafter
from widgetql.charts.size import refuse_rows
from widgetql.charts.spec import Bins
from widgetql.charts.wire import percentages
from widgetql.errors import InvalidInput, Pointer, Problem
from widgetql.filters.bound import AsStored, Constant, Test
from widgetql.filters.operands import Operands
from widgetql.plan.execute import Execution
from widgetql.plan.query import Aggregate, Binned, Key, Plotted, Query
from widgetql.types import MAX_DOUBLE

_BIN: Final = "bin"
# As many edges are compared with in one statement.
_MOST_EDGES: Final = 512
# The place of a bin: how many edges its values are at or above; those that are missing have none.
_MISSING: Final = None
_Bin: TypeAlias = tuple[int | None, dict[str, Any]]
_Counts: TypeAlias = Counter[tuple[int | None, str]]


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
        told: dict[str, Any] | None = {"edges": [_shown(edge) for edge in bins.edges]}
        listed = _between(bins.edges, found)
    else:
        width, edges = _regular(bound, bins, _ends(plot, execution))
        found = _counted(bound, plot, edges, execution)
        told = None if width is None else {"width": _shown(width), "start": _shown(bins.start)}
        listed = _trimmed(_inside(edges), found)
    if bound.widget.include_missing and found[_MISSING, "n"]:
        listed.append((_MISSING, {"from": None, "to": None, "missing": True}))
    return Answer(list(_rows(bound, listed, found)), {"bins": told, "missing": found[_MISSING, "n"]})


def _ends(plot: Plotted, execution: Execution) -> tuple[Any, Any] | None:
    """Return the lowest and the highest value; None where there are none."""
    measures = (Aggregate("lowest", "min", plot), Aggregate("highest", "max", plot))
    ((_, row),) = execution.ask(Query(measures=measures)).rows
    return None if row.lowest is None else (row.lowest, row.highest)


def _regular(
    bound: BoundWidget, bins: Bins, ends: tuple[Any, Any] | None
) -> tuple[Fraction | None, tuple[Fraction, ...]]:
    """Return the width of bins and their edges: from the lowest value to the highest, and one more each way.

    What is selected may be next to what is stored: a number of single precision.
    """
    if ends is None:
        return bins.width, ()
    try:
        width = bins.width or width_for(bins.count or 1, ends)
        found = regular(width, bins.start, ends, bound.limits.max_buckets)
    except TooManyBins as error:
        raise _refused(bins.at, "too_many", f"{error} among these records") from error
    if len(found) - 1 > bound.limits.max_answer_rows:
        raise refuse_rows(bound, len(found) - 1)
    if max(map(abs, found)) > MAX_DOUBLE:
        # JSON has no number for an infinity.
        raise _refused(bins.at, "out_of_range", "an edge of these bins is beyond the largest double")
    around = (found[0] - width, *found, found[-1] + width)
    return width, tuple(edge for edge in around if abs(edge) <= MAX_DOUBLE)


def _refused(at: Pointer, code: Any, message: str) -> InvalidInput:
    return InvalidInput([Problem(at.document, str(at), code, message)])


def _counted(bound: BoundWidget, plot: Plotted, edges: Sequence[Fraction], execution: Execution) -> _Counts:
    """Count the values, and the records of them, by the number of edges that they are at or above."""
    counts = [Aggregate("n", "count", plot)]
    if bound.to_many:
        counts.append(Aggregate("records", "count_records"))
    found: _Counts = Counter()
    for first in range(0, max(len(edges), 1), _MOST_EDGES - 1):
        # The last edge of one is the first of the next.
        some = edges[first : first + _MOST_EDGES]
        asked = Query(keys=(Key(_BIN, Binned(plot, _below(plot, some, execution))),), measures=tuple(counts))
        for _, row in execution.ask(asked).rows:
            place = None if row.bin is None else first + int(row.bin)
            is_inside = row.bin is not None and 0 < row.bin < len(some)
            is_outside = row.bin is None or place in (0, len(edges))
            if is_inside or is_outside:
                found.update(
                    {
                        (place, one.name): getattr(row, one.name)
                        for one in counts
                        if (place, one.name) not in found
                    }
                )
        if first + _MOST_EDGES >= len(edges):
            break
    return found


def _below(
    plot: Plotted, edges: Sequence[Fraction], execution: Execution
) -> tuple[Test | AsStored | Constant, ...]:
    """Return the tests that a value is below each edge, as a filter's."""
    request = execution.request
    operands = Operands(request.clock, request.limits, request.problems)
    found = [operands.test(plot.found, "lt", _shown(edge), Pointer("widget")) for edge in edges]
    return tuple(one for one in found if isinstance(one, Test | AsStored | Constant))


def _inside(edges: Sequence[Fraction]) -> list[_Bin]:
    return [
        (place, {"from": _shown(low), "to": _shown(high)})
        for place, (low, high) in enumerate(pairwise(edges), start=1)
    ]


def _trimmed(listed: list[_Bin], found: _Counts) -> list[_Bin]:
    """Return the bins from the first to the last that has values."""
    full = [index for index, (place, _) in enumerate(listed) if found[place, "n"]]
    return listed[full[0] : full[-1] + 1] if full else []


def _between(edges: Sequence[Fraction], found: _Counts) -> list[_Bin]:
    """Return all bins between edges, and what lies outside of them where there is any."""
    below: _Bin = (0, {"from": None, "to": _shown(edges[0])})
    above: _Bin = (len(edges), {"from": _shown(edges[-1]), "to": None})
    listed = [below, *_inside(edges), above]
    return [one for one in listed if one not in (below, above) or found[one[0], "n"]]


def _rows(bound: BoundWidget, listed: Sequence[_Bin], found: _Counts) -> Iterator[dict[str, Any]]:
    """Yield a row for each bin."""
    counts = [found[place, "n"] for place, _ in listed]
    shares = percentages(counts) if any(counts) else [0.0] * len(counts)
    for (place, row), number, share in zip(listed, counts, shares, strict=True):
        records = {"record_count": found[place, "records"]} if bound.to_many else {}
        yield row | {"value": number, "percentage": share, "sample_count": number} | records


def _shown(edge: Fraction) -> int | float:
    """Return an edge as JSON has it: an integer, else the nearest double."""
    return edge.numerator if edge.denominator == 1 else float(edge)


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
