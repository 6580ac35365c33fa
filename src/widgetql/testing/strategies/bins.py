"""Random histograms: bins that some values fall into, on their edges too."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

from widgetql.testing.bins import edge_of
from widgetql.testing.strategies.fullness import Fullness
from widgetql.testing.strategies.picking import Pick

# One bin holds no values on both sides of 0.
_COUNTS: Final = (2, 3, 5, 7, 20)
_FAR: Final = 10**300
_DECIMALS: Final = (0.1, 0.3, 0.7, 0.05, 1.1)
# So many bins are an answer that can be read.
_MOST: Final = 150
_PARTS: Final = (1, 2, 3, 7, 20)


def draw_histogram(pick: Pick, plot: Mapping[str, Any], fullness: Fullness) -> dict[str, Any]:
    """Draw a histogram of a field, given what says it in a widget."""
    widget = {"chart_type": "histogram", **plot, "bins": draw_bins(pick, fullness.values(plot))}
    missing: dict[str, Any] = pick(({}, {"include_missing": True}, {"include_missing": False}))
    return widget | missing


def draw_bins(pick: Pick, values: list[Any]) -> dict[str, Any]:
    """Draw bins of values."""
    numbers = sorted({_decimal(value) for value in values})
    if numbers and max(map(abs, numbers)) > _FAR:
        # An edge beyond them may be no double.
        return {"edges": [-1, 0, 1, 60.5, 1e10]}
    if not numbers or pick(range(4)) == 0:
        return {"count": pick(_COUNTS)}
    low, high = numbers[0], numbers[-1]
    if pick((False, True)):
        # On values and next to them.
        chosen = {pick(numbers) + pick((0, 0, 0, 1, Fraction(1, 2))) for _ in range(pick(range(2, 6)))}
        edges = sorted({_decimal(edge_of(Fraction(one))) for one in (*chosen, low - 1)})
        # Of the largest doubles one less is the same.
        return {"edges": [edge_of(one) for one in edges]} if len(edges) > 1 else {"count": pick(_COUNTS)}
    decimals = [one for one in _DECIMALS if (high - low) / _decimal(one) <= _MOST]
    width = _decimal(edge_of((high - low) / pick(_PARTS))) or Fraction(1)
    if decimals and pick((False, True, True)):
        # Multiples of a tenth are no doubles: values lie on such edges, or just beside them.
        width = _decimal(pick(decimals))
    start: dict[str, Any] = pick(({}, {}, {"start": edge_of(low)}, {"start": 0.5}, {"start": 0.1}))
    return {"width": edge_of(width), **start}


def _decimal(value: Any) -> Fraction:
    return Fraction(Decimal(str(value)))
