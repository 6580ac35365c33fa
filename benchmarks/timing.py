"""Time several sides in turn, so that what else the machine does falls on all alike."""

from __future__ import annotations

import gc
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from statistics import median
from time import perf_counter
from typing import Any, Final, NamedTuple

# A measurement repeats what is shorter, until the clock's own error does not count.
_SHORTEST: Final = 0.02


class Effort(NamedTuple):
    """How long to measure one thing: about so many seconds, within these numbers of rounds."""

    seconds: float = 3.0
    fewest: int = 5
    most: int = 25


@dataclass(frozen=True, slots=True)
class Turns:
    """Seconds for one call of each side, by round."""

    seconds: tuple[list[float], ...]

    def median(self, side: int) -> float:
        """The median seconds of a side."""
        return median(self.seconds[side])

    def ratio(self, side: int, other: int, allowed: float = 0.0) -> float:
        """The median over the rounds of one side's time, less some allowed seconds, by another's."""
        pairs = zip(self.seconds[side], self.seconds[other], strict=True)
        return median((one - allowed) / against for one, against in pairs)

    def difference(self, side: int, other: int) -> float:
        """The median over the rounds of the seconds that one side takes longer than another."""
        pairs = zip(self.seconds[side], self.seconds[other], strict=True)
        return median(one - against for one, against in pairs)

    def fastest(self, sides: Sequence[int]) -> int:
        """Which of some sides takes the least."""
        return min(sides, key=self.median)


def in_turn(sides: Sequence[Callable[[], Any]], effort: Effort) -> Turns:
    """Time functions round by round, each round beginning with another of them; all are warm."""
    measured = [_measured(side) for side in sides]
    a_round = sum(max(seconds * repeats, _SHORTEST) for seconds, repeats in measured)
    rounds = max(effort.fewest, min(effort.most, round(effort.seconds / a_round)))
    seconds: tuple[list[float], ...] = tuple([] for _ in sides)
    for number in range(rounds):
        for place in range(len(sides)):
            side = (number + place) % len(sides)
            seconds[side].append(_timed(sides[side], measured[side][1]))
    return Turns(seconds)


def _measured(function: Callable[[], Any]) -> tuple[float, int]:
    """Warm a function up; return its seconds, and how often it fits into a measurement."""
    function()
    seconds = _timed(function, 1)
    return seconds, max(1, round(_SHORTEST / max(seconds, 1e-9)))


def _timed(function: Callable[[], Any], repeats: int) -> float:
    with _uncollected():
        started = perf_counter()
        for _ in range(repeats):
            function()
        return (perf_counter() - started) / repeats


@contextmanager
def _uncollected() -> Generator[None]:
    """Keep the collector of cycles out of a measurement, as `timeit` does."""
    gc.collect()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
