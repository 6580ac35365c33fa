"""Time both sides in turn, so that what else the machine does falls on both alike."""

from __future__ import annotations

import gc
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass
from statistics import median
from time import perf_counter
from typing import Any, Final

from sqlalchemy import Connection, event

# A measurement repeats what is shorter, until the clock's own error does not count.
_SHORTEST: Final = 0.02


@dataclass(frozen=True, slots=True)
class Pair:
    """Seconds for one call of each side, by round."""

    ours: list[float]
    other: list[float]

    @property
    def ratio(self) -> float:
        """The median over the rounds of one side's time by the other's."""
        return median(one / other for one, other in zip(self.ours, self.other, strict=True))

    @property
    def difference(self) -> float:
        """The median over the rounds of the seconds that one side takes longer."""
        return median(one - other for one, other in zip(self.ours, self.other, strict=True))


def in_turn(ours: Callable[[], Any], other: Callable[[], Any], rounds: int) -> Pair:
    """Time two functions round by round, each the first in every other round; both are warm."""
    sides = (ours, other)
    repeats = [_repeats(side) for side in sides]
    seconds: tuple[list[float], list[float]] = ([], [])
    for number in range(rounds):
        for side in (0, 1) if number % 2 else (1, 0):
            seconds[side].append(_timed(sides[side], repeats[side]))
    return Pair(*seconds)


def overhead(connection: Connection, ask: Callable[[Connection], Any], rounds: int) -> float:
    """Return the seconds that a call takes longer than running the SQL that it comes to."""
    statements = _statements(connection, ask)

    def run() -> None:
        for statement, parameters in statements:
            connection.exec_driver_sql(statement, parameters).all()

    return in_turn(lambda: ask(connection), run, rounds).difference


def _statements(connection: Connection, ask: Callable[[Connection], Any]) -> list[tuple[str, Any]]:
    """Return the statements of a call, as the driver gets them."""
    found: list[tuple[str, Any]] = []

    def note_down(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_rest: Any) -> None:
        found.append((statement, parameters))

    event.listen(connection, "before_cursor_execute", note_down)
    ask(connection)
    event.remove(connection, "before_cursor_execute", note_down)
    return found


def _repeats(function: Callable[[], Any]) -> int:
    """Warm a function up; return how often it fits into a measurement, at least once."""
    function()
    return max(1, round(_SHORTEST / max(_timed(function, 2), 1e-9)))


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
