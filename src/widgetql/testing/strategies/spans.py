"""Random filters on the timestamp: each implies a range that the limits allow."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final

from widgetql.errors import Pointer, Problems
from widgetql.filters.parse import parse_filter
from widgetql.relative_time import RESOLUTION, format_instant
from widgetql.testing.ranges import range_of
from widgetql.testing.strategies.fullness import DAYS_BACK
from widgetql.testing.strategies.operands import Operands
from widgetql.testing.strategies.picking import Pick
from widgetql.testing.strategies.plan import Plan
from widgetql.testing.strategies.times import dates, instants, spellings
from widgetql.types import DataType

# Long enough ago to have most rows after them.
_EARLY: Final = (
    "now-20d",
    "now-25d",
    "now-28d/d",
    "now-3w/w",
    "now-2w/w",
    "today-27d",
    "today-9d",
    "now-26d+3h",
)
_LONG_AGO: Final = ("now-1y/y", "now-13M", "now-2y", "now-7M/M", "now-500d", "now-1y", "now/y-1M")
# How far back a range starts where no limit says it.
_UNLIMITED: Final = timedelta(days=1_000)
_PHRASES: Final = (
    *(
        "now-1h",
        "now-2d",
        "now-7d",
        "now-20d",
        "now-90m",
        "now-26h",
        "today",
        "today-1d",
        "today-7d",
        "today-3h",
    ),
    *("now/d", "now-1d/d", "now/h", "now-5h/h", "now/w", "now-1w/w", "now-2w/w", "today-9d/d", "now-2d+3h"),
    *("now/d-2h", "now/h-1d", "now/w-1d", "now-1w/w/d", "now/d-8h/h-1d"),
)
_ENDS: Final = ("now", "today", "now/d", "now/h", "now+1d", "today+1d", "now-1h", "now-1d/d", "now-1h/h")
# Clocks change: a range of so many days may be an hour longer.
_SLACK: Final = timedelta(hours=2)
_TRIES: Final = 4
# How near to the same time of another day others are compared with it, and how much earlier a range starts.
NEAR: Final = timedelta(hours=12)
_EARLIER: Final = (timedelta(), timedelta(), timedelta(hours=1), timedelta(hours=10))
_NUDGES: Final = (timedelta(), timedelta(), timedelta(), RESOLUTION, -RESOLUTION)
_KINDS: Final = (*["from", "from", "from to"] * 3, "between", "inside", "one of", "either", *["around"] * 4)


class Spans:
    """The filters on a dataset's timestamp that a widget may have."""

    def __init__(self, plan: Plan, operands: Operands) -> None:
        dataset = plan.dataset
        if dataset.timestamp_path is None:
            raise ValueError("widgets need a dataset with a timestamp")
        self.path = dataset.timestamp_path
        found = dataset.paths[self.path].leaf
        self.operators = found.operators if found.filter else frozenset[str]()
        self.limits = dataset.limits
        self.early = [*_EARLY, *_LONG_AGO * 4] if plan.far else _EARLY
        self.clock = plan.clock
        self.longest = plan.longest or _UNLIMITED
        spots = [spelled for at in instants(plan.now, plan.zone)[:60] for spelled in spellings(at, plan.zone)]
        self.starts = [*_PHRASES, *dates(plan.now, plan.zone), *spots]
        self.ends = [*_ENDS, *dates(plan.now, plan.zone), *spots]
        every: list[Any] = operands.stored(dataset.paths[self.path], DataType.DATETIME)
        # No range reaches the year 1 or 9999, which some programs write for "never".
        stored = [at for at in every if abs(at - plan.now) < 10 * self.longest]
        self.stored = sorted(stored)
        # Where a range may start.
        oldest = plan.now - self.longest + _SLACK
        self.recent = [at for at in self.stored if oldest <= at < plan.now]
        self.near = [spelled for at in self.recent for spelled in spellings(at, plan.zone)] or self.starts
        self._pairs: dict[timedelta, list[datetime]] = {}
        self.zone = plan.zone
        if not self.operators & {"gte", "gt", "between", "eq", "in"}:
            raise ValueError(f"{self.path}: no operator sets a lower bound")

    def draw(self, pick: Pick, longest: timedelta, to: str | None = None) -> Any:
        """Draw a filter with a lower bound that spans at most `longest`.

        What is compared `to` a time before has rows then, too, where there are any.
        """
        longest = min(longest, self.longest)
        for _ in range(_TRIES):
            drawn = self._late(pick, to) if to is not None and self.recent else self._form(pick)
            if drawn is not None and self._is_allowed(drawn, longest):
                return drawn
        short = self._short(pick, longest)
        return short if short is not None and self._is_allowed(short, longest) else self._plainest(longest)

    def _form(self, pick: Pick) -> Any:
        kind = pick(_KINDS)
        match kind:
            case "around" if self.recent:
                return self._around(pick)
            case "from to":
                return _and(self._start(pick), self._end(pick))
            case "between":
                return self._condition("between", [pick(pick((self.early, self.starts))), pick(self.ends)])
            case "inside":
                return self._condition("eq", pick(pick((self.near, _PHRASES))))
            case "one of":
                return self._condition(
                    "in", [pick(pick((self.near, self.starts))) for _ in range(pick((1, 2, 3)))]
                )
            case "either":
                first, second = (_and(self._start(pick), self._end(pick)) for _ in range(2))
                return {"operator": "or", "conditions": [first, second]} if first and second else None
            case _:
                return self._start(pick)

    def _late(self, pick: Pick, to: str) -> Any:
        """From a time that others are before, perhaps to a later one."""
        third = len(self.recent) // 3
        back = DAYS_BACK.get(to)
        starts = self._paired(back) if back is not None else []
        start = pick(starts or self.recent[third : 2 * third + 1]) - pick(_EARLIER)
        since = self._condition("gte", pick(spellings(start, self.zone)))
        later = [at for at in self.recent if at > start]
        if not later or pick((False, True)):
            return since
        return _and(since, self._condition("lt", pick(spellings(pick(later), self.zone))))

    def _paired(self, back: timedelta) -> list[datetime]:
        """Return the times from which on there are stored ones, and others about so long before them."""
        if back not in self._pairs:
            self._pairs[back] = [
                min(at, other + back)
                for at in self.recent
                for other in self.stored
                if abs(at - back - other) <= NEAR
            ]
        return self._pairs[back]

    def pairs(self, to: str) -> int:
        """Return how many stored times have another so long before them."""
        return len(self._paired(DAYS_BACK[to]))

    def _around(self, pick: Pick) -> Any:
        """From one stored time to another, or from and to just beside them: short, and not empty."""
        low, high = (at + pick(_NUDGES) for at in sorted((pick(self.recent), pick(self.recent))))
        first, last = pick(spellings(low, self.zone)), pick(spellings(high, self.zone))
        if pick((False, True)):
            return self._condition("between", [first, last])
        return _and(self._condition("gte", first), self._condition(pick(("lte", "lt")), last))

    def _start(self, pick: Pick) -> Any:
        return self._condition(
            pick(("gte", "gte", "gt")), pick(pick((self.early, self.early, self.near, self.starts)))
        )

    def _end(self, pick: Pick) -> Any:
        return self._condition(pick(("lte", "lt")), pick(self.ends))

    def _condition(self, op: str, value: Any) -> Any:
        return {"field": self.path, "op": op, "value": value} if op in self.operators else None

    def _is_allowed(self, source: Any, longest: timedelta) -> bool:
        problems = Problems()
        written = parse_filter(source, Pointer("filters"), self.limits, problems)
        found = range_of(written, {self.path}, self.clock)
        if problems or found.empty or found.start is None:
            return False
        stop = found.stop or self.clock.now
        oldest = self.clock.now - self.longest + _SLACK
        return oldest <= found.start < stop <= found.start + longest - _SLACK

    def _short(self, pick: Pick, longest: timedelta) -> Any:
        """As long as is allowed, around a stored time."""
        if not self.recent:
            return None
        start = pick(self.recent) - (longest - _SLACK) / 2
        low, high = format_instant(start), format_instant(start + longest - _SLACK)
        return _and(self._condition("gte", low), self._condition(pick(("lt", "lte")), high))

    def _plainest(self, longest: timedelta) -> Any:
        start: datetime = self.clock.now - (longest - _SLACK) / 2
        low, high = format_instant(start), format_instant(self.clock.now)
        for op, value in (("gte", low), ("gt", low), ("between", [low, high]), ("eq", low)):
            if op in self.operators:
                return self._condition(op, value)
        return self._condition("in", [low])


def _and(*parts: Any) -> Any:
    return None if None in parts else {"operator": "and", "conditions": list(parts)}


def filters_of(pick: Pick, span: Any, more: Any) -> dict[str, Any]:
    """Return the filters of a widget: its range, and on top of it anything."""
    if more is None:
        return {pick(("filters", "dashboard_filters")): span}
    if pick((False, True)):
        return {"filters": both(span, more)}
    ours, theirs = pick((("filters", "dashboard_filters"), ("dashboard_filters", "filters")))
    return {ours: more, theirs: span}


def both(*parts: Any) -> dict[str, Any]:
    """Return a filter that is all of some."""
    return {"operator": "and", "conditions": [*parts]}
