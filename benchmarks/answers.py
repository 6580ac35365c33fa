"""Both answers as rows, so that they can be compared: nothing is timed that is not the same."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, time
from decimal import Decimal
from itertools import zip_longest
from typing import Any
from zoneinfo import ZoneInfo

Rows = list[tuple[Any, ...]]
Answers = list[Rows]
"""The rows of each statement, or of each widget."""


class DifferentAnswers(Exception):
    """The two sides do not answer the same: there is nothing to compare."""


def keys(*names: str) -> Callable[[Any], Answers]:
    """Read these keys of every row of a widget's data."""
    return lambda answer: [[tuple(row[name] for name in names) for row in answer["data"]]]


def bars(timezone: str, *names: str) -> Callable[[Any], Answers]:
    """Read the buckets of a bar chart, each as the time that a clock there shows at its start."""
    zone = ZoneInfo(timezone)
    read = keys("time_interval", *(names or ("value", "sample_count")))

    def shown(instant: str) -> datetime:
        wall = datetime.fromisoformat(instant).astimezone(zone)
        return wall.replace(tzinfo=UTC)

    return lambda answer: [[(shown(at), *rest) for at, *rest in read(answer)[0]]]


def figures(answer: Any) -> Answers:
    """Read the figures of a stat."""
    return [[tuple(answer["data"].values())]]


def extent(answer: Any) -> Answers:
    """Read of a line how many points there are, and the lowest and highest of those that are kept."""
    values = [point["value"] for point in answer["data"]]
    return [[(answer["metadata"]["total"], min(values), max(values))]]


_SIX = (
    bars("UTC"),
    bars("UTC", "value"),
    keys("label", "value"),
    figures,
    bars("UTC", "group", "value", "sample_count"),
    keys("topic", "count", "avg", "max"),
)


def six(answer: Any) -> Answers:
    """Read the six widgets of the dashboard."""
    return [read(one)[0] for read, one in zip(_SIX, answer, strict=True)]


def require_same(ours: Answers, by_hand: Answers) -> None:
    """Raise `DifferentAnswers` where any row differs; their order does not count."""
    for one, other in zip(ours, by_hand, strict=True):
        if found := _differences(one, other):
            raise DifferentAnswers("; ".join(found[:3]))


def _differences(ours: Sequence[Any], by_hand: Sequence[Any]) -> list[str]:
    pairs = zip_longest(sorted(map(_comparable, ours), key=str), sorted(map(_comparable, by_hand), key=str))
    return [f"{one}, by hand {other}" for one, other in pairs if not _alike(one, other)]


def _alike(one: Any, other: Any) -> bool:
    if isinstance(one, tuple) and isinstance(other, tuple):
        return len(one) == len(other) and all(map(_alike, one, other))
    if isinstance(one, float) and isinstance(other, float):
        return math.isclose(one, other, rel_tol=1e-9)
    return bool(one == other)


def _comparable(value: Any) -> Any:
    """Return a number as a float, and a date or a time, written or not, as an instant; naive ones are UTC."""
    match value:
        case tuple():
            return tuple(map(_comparable, value))
        case int() | float() | Decimal():
            return float(value)
        case datetime():
            return value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)
        case date():
            return datetime.combine(value, time(), UTC)
        case str() if value[:4].isdigit():
            # SQLite's hour ends without minutes.
            return _comparable(datetime.fromisoformat(value))
        case _:
            return value
