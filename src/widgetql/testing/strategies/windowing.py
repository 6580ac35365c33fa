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


def draw_window(pick: Pick) -> dict[str, Any]:
    """Draw the window of a bar whose buckets are few, or none."""
    return {"window": pick(_WINDOWS)} if pick((False, True)) else {}
