"""Random windows of bars."""

from __future__ import annotations

from typing import Any, Final

from widgetql.testing.strategies.picking import Pick

_ROLLING: Final[tuple[dict[str, Any], ...]] = tuple(
    {"type": "rolling", "buckets": buckets} for buckets in (1, 2, 5)
)
# As often as those.
_OTHERS: Final[tuple[dict[str, Any], ...]] = (
    {"type": "to_date", "period": "day"},
    {"type": "to_date", "period": "week"},
    {"type": "to_date", "period": "month"},
    *({"type": "cumulative"},) * 2,
)
# What is put together from buckets; else each window is read, and few must be long.
_PUT_TOGETHER: Final = ("count", "sum", "avg", "min", "max")
_LONG: Final = ("day", "week", "month", "quarter", "year")
_LONGER: Final = _LONG[2:]


def draw_window(pick: Pick, aggregation: str, period: str | None, *, far: bool) -> dict[str, Any]:
    """Draw the window of a bar whose buckets are few, or none: of a `far` range weeks are many."""
    few = aggregation in _PUT_TOGETHER or period in (_LONGER if far else _LONG)
    windows = pick((_ROLLING, _OTHERS, _OTHERS)) if few else _ROLLING
    return {"window": pick(windows)} if pick((False, True, True)) else {}
