"""What shares divide by, asked apart: where a chart's rows do not add up to all that are under the filter."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, TypeAlias

from widgetql.charts.bound import BoundWidget
from widgetql.charts.measuring import asked
from widgetql.plan.query import Aggregate, related

Part: TypeAlias = tuple[Any, ...]
"""The places of some dimensions, in the order of the chart's."""
Ask: TypeAlias = Callable[[Sequence[str], tuple[Aggregate, ...]], Mapping[Part, Any]]
"""From dimensions and measures to the rows of these by those, also where nothing is shown of them."""


def related_of(bound: BoundWidget) -> tuple[Aggregate, ...]:
    """Return what tells a query that its rows are those of the chart, whatever else it asks of them."""
    plotted = [bound.plot, None if bound.over is None else bound.over.plotted]
    plotted += [column.plotted for column in bound.columns]
    shown = [Aggregate("shown", "count_values", one) for one in plotted if one is not None]
    return related([*shown, *bound.measures])


class Wholes:
    """The divisors of the shares of a chart with some dimensions; of each kind they are asked for once.

    A dimension that the chart has not is none that a share is within.
    """

    def __init__(self, bound: BoundWidget, dimensions: Sequence[str], ask: Ask) -> None:
        self._dimensions: Final = dimensions
        self._ask: Final = ask
        self._asked: Final = asked(bound.measured, {})
        self._related: Final = related_of(bound)
        self._shares: Final = {
            f"m{index}_of": (
                self._asked.names[one.written.share],
                tuple(name for name in dimensions if name in one.written.within),
            )
            for index, one in enumerate(bound.measured)
            if one.written.share is not None
        }
        self._known: Final[dict[tuple[str, ...], Mapping[Part, Any]]] = {}

    def at(self, cell: Part) -> Callable[[str], Any]:
        """Return what gives the divisor of a share at the places of all dimensions, by its column."""

        def whole(column: str) -> Any:
            name, within = self._shares[column]
            if within not in self._known:
                self._known[within] = self._ask(within, self._measures(within))
            pairs = zip(self._dimensions, cell, strict=True)
            row = self._known[within].get(tuple(place for own, place in pairs if own in within))
            return None if row is None else getattr(row, name)

        return whole

    def _measures(self, within: tuple[str, ...]) -> tuple[Aggregate, ...]:
        names = {name for name, own in self._shares.values() if own == within}
        return *(one for one in self._asked.measures if one.name in names), *self._related
