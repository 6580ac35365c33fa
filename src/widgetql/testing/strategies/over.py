"""Random bars over labels, parts of time, bins, and periods that are said by `x`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any, Final

from widgetql.charts.rules import PERIODS, SHARE
from widgetql.paths import Found
from widgetql.testing.strategies.fullness import Fullness
from widgetql.testing.strategies.picking import Pick
from widgetql.testing.strategies.tabular import divided
from widgetql.types import DataType

# Texts are ordered by values: only where no last digit of a float decides.
_EXACT: Final = ("count", "count_distinct", "min", "max")


def may_group(found: Found, plotted: Found | None) -> bool:
    """Tell whether a path has one value for each row of what is plotted."""
    if found.leaf.type is DataType.DYNAMIC:
        return False
    many = found.steps[: found.to_many]
    return not many or (plotted is not None and many == plotted.steps[: plotted.to_many])


def sketch_over(
    pick: Pick,
    plots: Sequence[tuple[Found, dict[str, Any]]],
    aggregation: str,
    paths: Sequence[Found],
    timestamp: str,
    fullness: Fullness,
) -> Callable[[Pick], tuple[dict[str, Any], timedelta]]:
    """Draw what kind of axis a bar has, and return what draws it for one of the plots, with its keys."""
    by_period, has_groups = pick(range(6)) == 5, pick(range(3))

    def over(pick: Pick, plotted: Found) -> dict[str, Any]:
        groups = [found for found in paths if may_group(found, plotted)]
        is_exact = aggregation in _EXACT
        own = [found for found in groups if is_exact or found.leaf.type is not DataType.STRING]
        if by_period or not own:
            return {"x": {"field": timestamp, "time_period": pick(PERIODS[2:])}}
        drawn: Any = divided(pick, pick(own), fullness)
        missing: dict[str, Any] = pick(({}, {"include_missing": True}, {"include_missing": False}))
        group = {"group_by": {"type": "field", "field": pick(groups).path}} if has_groups else {}
        is_label = isinstance(drawn, str) or not {"part", "bins"} & drawn.keys()
        more: dict[str, Any] = pick(({}, {"limit": pick((1, 2, 3))} if is_label else {"fill_gaps": True}))
        return {"x": drawn, **missing, **group, **more}

    def rest(pick: Pick) -> tuple[dict[str, Any], timedelta]:
        found, cells = pick(plots)
        bar = {"chart_type": "bar", **cells, "aggregation_function": aggregation}
        return bar | over(pick, found), timedelta.max

    return rest


def sketch_share(
    pick: Pick, plots: Sequence[dict[str, Any]]
) -> Callable[[Pick], tuple[dict[str, Any], timedelta]]:
    """Return what draws a bar of the shares of values, of texts or booleans, given what says each of them."""
    period = pick(PERIODS[1:])

    def rest(pick: Pick) -> tuple[dict[str, Any], timedelta]:
        share = {"chart_type": "bar", **pick(plots), "aggregation_function": SHARE, "time_period": period}
        return share, timedelta.max

    return rest
