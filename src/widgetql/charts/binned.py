"""Bins over the rows of a scan: where their edges are, and what tells in SQL which bin a value is in."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final, TypeAlias

from widgetql.charts.bins import TooManyBins, regular, width_for
from widgetql.charts.spec import Bins
from widgetql.errors import Code, InvalidInput, Pointer, Problem
from widgetql.filters.bound import AsStored, Constant, Test
from widgetql.filters.operands import Operands
from widgetql.plan.execute import Execution
from widgetql.plan.query import Aggregate, Binned, Plotted, Query
from widgetql.types import MAX_DOUBLE

Ends: TypeAlias = tuple[Any, Any] | None
"""The lowest and the highest value; None where there are none."""

# As many edges are compared with in one statement that cannot be taken apart.
MOST_AT_ONCE: Final = 1_000
# No database stores a longer integer exactly, but for text: such an edge is of doubles.
_WHOLE_BITS: Final = 256


def shown(edge: Fraction) -> int | float:
    """Return an edge as JSON has it: an integer, else the nearest double.

    >>> shown(Fraction(2)), shown(Fraction(1, 2)), shown(Fraction(10**300))
    (2, 0.5, 1e+300)
    """
    is_whole = edge.denominator == 1 and edge.numerator.bit_length() <= _WHOLE_BITS
    return edge.numerator if is_whole else float(edge)


@dataclass(frozen=True, slots=True)
class Edged:
    """Bins with their edges; `told` is what `metadata.bins` says of them."""

    plot: Plotted
    edges: tuple[Fraction, ...]
    told: dict[str, Any] | None

    def key(self, execution: Execution) -> Binned:
        """Return what tells bins in SQL: how many edges a value is at or above."""
        return Binned(self.plot, tests_below(self.plot, self.edges, execution))

    def ends(self, place: int | None) -> tuple[int | float | None, int | float | None]:
        """Return the ends of the bin that is after so many edges; a missing value has none."""
        if place is None:
            return None, None
        low = shown(self.edges[place - 1]) if place > 0 else None
        return low, shown(self.edges[place]) if place < len(self.edges) else None


def edged(
    plots: Mapping[int, tuple[Plotted, Bins]], execution: Execution, beside: tuple[Aggregate, ...] = ()
) -> dict[int, Edged]:
    """Return the edges of bins of several fields, by their numbers: one statement finds the ends of all.

    `beside` tells which rows they are of, where these are related ones. Raises `InvalidInput` for too many.
    """
    limit = min(execution.request.limits.max_buckets, MOST_AT_ONCE)
    regular_ones = {number: plot for number, (plot, bins) in plots.items() if not bins.edges}
    ends = ends_of(regular_ones, execution, beside) if regular_ones else {}
    found: dict[int, Edged] = {}
    for number, (plot, bins) in plots.items():
        if bins.edges:
            found[number] = Edged(plot, bins.edges, told_edges(bins))
        else:
            width, edges = edges_between(bins, ends[number], limit)
            found[number] = Edged(plot, edges, told_width(width, bins))
    return found


def told_edges(bins: Bins) -> dict[str, Any]:
    """Return what `metadata.bins` says of edges."""
    return {"edges": [shown(edge) for edge in bins.edges]}


def told_width(width: Fraction | None, bins: Bins) -> dict[str, Any] | None:
    """Return what `metadata.bins` says of a width; None where no value gives one."""
    return None if width is None else {"width": shown(width), "start": shown(bins.start)}


def ends_of(
    plots: Mapping[int, Plotted], execution: Execution, beside: tuple[Aggregate, ...] = ()
) -> dict[int, Ends]:
    """Return the lowest and the highest value of fields, by their numbers."""
    measures = [
        Aggregate(f"{side}_{number}", side, plot) for number, plot in plots.items() for side in ("min", "max")
    ]
    ((_, row),) = execution.ask(Query(measures=(*measures, *beside))).rows
    found = {number: (getattr(row, f"min_{number}"), getattr(row, f"max_{number}")) for number in plots}
    return {number: None if ends[0] is None else ends for number, ends in found.items()}


def edges_between(
    bins: Bins, ends: Ends, most: int, check: Callable[[int], None] = lambda _: None
) -> tuple[Fraction | None, tuple[Fraction, ...]]:
    """Return the width of bins and their edges: from the lowest value to the highest, and one more each way.

    What is selected may be next to what is stored: a number of single precision. `check` takes their number.
    Raises `InvalidInput`.
    """
    if ends is None:
        return bins.width, ()
    try:
        width = bins.width or width_for(bins.count or 1, ends)
        found = regular(width, bins.start, ends, most)
    except TooManyBins as error:
        raise _refused(bins.at, "too_many", f"{error} among these records") from error
    check(len(found) - 1)
    if max(map(abs, found)) > MAX_DOUBLE:
        # JSON has no number for an infinity.
        raise _refused(bins.at, "out_of_range", "an edge of these bins is beyond the largest double")
    around = (found[0] - width, *found, found[-1] + width)
    return width, tuple(edge for edge in around if abs(edge) <= MAX_DOUBLE)


def _refused(at: Pointer, code: Code, message: str) -> InvalidInput:
    return InvalidInput([Problem(at.document, str(at), code, message)])


def tests_below(
    plot: Plotted, edges: Sequence[Fraction], execution: Execution
) -> tuple[Test | AsStored | Constant, ...]:
    """Return the tests that a value is below each edge, as a filter's."""
    request = execution.request
    operands = Operands(request.clock, request.limits, request.problems)
    found = [operands.test(plot.found, "lt", shown(edge), Pointer("widget")) for edge in edges]
    return tuple(one for one in found if isinstance(one, Test | AsStored | Constant))
