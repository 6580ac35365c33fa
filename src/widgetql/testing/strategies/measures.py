"""Random measures in the place of what a bar, a pie or a stat shows, beside all else that it says."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from widgetql.documents import is_object
from widgetql.testing.strategies.picking import Pick

_UNITS: Final = ("second", "minute", "hour", "day")
# What stands beside one aggregation only: how groups rank, and what is left of them.
_RANKS: Final = ("limit", "rank_by", "direction", "other")
_DIMENSIONS: Final[Mapping[str, tuple[str, ...]]] = {
    "bar": ("time_interval", "group"),
    "pie": ("label",),
    "stat": ("group",),
}


def with_measures(pick: Pick, widget: Mapping[str, Any], filters: Any) -> dict[str, Any] | None:
    """Return a drawn widget with measures, some of them under filters; None where it takes none."""
    chart, own = widget["chart_type"], {key: one for key, one in widget.items() if key != "having"}
    if chart not in _DIMENSIONS or own.get("aggregation_function") == "share":
        return None
    group_by, over = own.pop("group_by", None) or None, own.get("x")
    if group_by is not None and chart != "pie":
        own["group_by"] = {key: one for key, one in group_by.items() if key not in _RANKS}
    dimensions = _DIMENSIONS[chart]
    if over is not None and not (is_object(over) and over.get("time_period")):
        dimensions = ("label", "group")
    if group_by is None or (chart == "bar" and group_by["type"] != "field"):
        dimensions = tuple(name for name in dimensions if name != "group")
    is_part = is_object(over) and bool(over.get("part"))
    count: dict[str, Any] = {"name": "n", "aggregation_function": "count"}
    if pick(range(3)) == 2 and not is_part:
        count["per"] = pick(_UNITS)
    measures = [count, {"name": "some", "aggregation_function": "count", "filters": filters}]
    measures[1] |= pick(({}, {}, {"hidden": True}))
    measures.append({"name": "ratio", "ratio": pick((["some", "n"], ["n", "some"]))})
    within = [name for name in dimensions if pick((False, True))]
    measures.append({"name": "part", "share": pick(("n", "some")), "within": within})
    if chart == "bar":
        shown = {key: own.pop(key) for key in ("aggregation_function", "field")}
        # Where texts are sorted by a value it is one that was drawn to be exact.
        measures.insert(pick((0, 1)), {"name": "drawn", **shown})
        own.pop("data_type", None)
    return own | {"metrics": measures}
