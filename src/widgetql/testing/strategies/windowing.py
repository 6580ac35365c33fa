"""Random windows of bars."""

from __future__ import annotations

from typing import Any, Final

from widgetql.testing.strategies.picking import Pick

_WINDOWS: Final[tuple[dict[str, Any], ...]] = (
    {"type": "rolling", "buckets": 1},
    {"type": "rolling", "buckets": 2},
    {"type": "rolling", "buckets": 5},
    {"type": "to_date", "period": "day"},
    {"type": "to_date", "period": "week"},
    {"type": "to_date", "period": "month"},
    {"type": "cumulative"},
)
# What is put together from buckets; else each window is read, and few must be long.
_PUT_TOGETHER: Final = ("count", "sum", "avg", "min", "max")


def draw_window(pick: Pick, aggregation: str) -> dict[str, Any]:
    """Draw the window of a bar whose buckets are few, or none."""
    windows = _WINDOWS if aggregation in _PUT_TOGETHER else _WINDOWS[:3]
    return {"window": pick(windows)} if pick((False, True)) else {}
