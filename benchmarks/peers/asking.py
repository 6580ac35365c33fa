"""What the scripts of the peers share: their task, and both sides timed in turn. Needs nothing installed."""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from benchmarks.timing import Effort, in_turn

Rows = list[tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class Task:
    """One database, and what is asked of it: `floors` are the statements by hand, by question.

    The range is that of the statements: from `start` to `end`, in ISO format with a zone.
    """

    database: str
    address: dict[str, str]
    table: str
    start: str
    end: str
    floors: dict[str, str]
    effort: tuple[float, int, int]

    def written(self) -> str:
        """Return the task as text for `read`."""
        return json.dumps(asdict(self))

    @classmethod
    def read(cls) -> Task:
        """Return the task that this process was started with."""
        return cls(**json.loads(sys.argv[1]))

    @property
    def range(self) -> tuple[datetime, datetime]:
        """The range as instants."""
        return datetime.fromisoformat(self.start), datetime.fromisoformat(self.end)


def answer(
    task: Task, version: str, raw: Callable[[str], Iterable[Any]], peer: dict[str, Callable[[], Rows]]
) -> None:
    """Check and time a peer's answers against the floors; print what was found as JSON."""
    ratios: dict[str, float] = {}
    for question, ask in peer.items():
        statement = task.floors[question]

        def by_hand(statement: str = statement) -> list[Any]:
            return list(raw(statement))

        _require_same(ask(), by_hand())
        ratios[question] = in_turn([ask, by_hand], Effort(*task.effort)).ratio(0, 1)
    print(json.dumps({"version": version, "ratios": ratios}))


def _require_same(one: Rows, other: Rows) -> None:
    """Raise where the rows differ in a number; how keys are written may differ."""
    found, wanted = sorted(map(_numbers, one)), sorted(map(_numbers, other))
    pairs = zip(found, wanted, strict=True)
    if any(not math.isclose(a, b, rel_tol=1e-9) for x, y in pairs for a, b in zip(x, y, strict=True)):
        raise ValueError(f"the answers differ: {found[:2]}, by hand {wanted[:2]}")


def _numbers(row: Iterable[Any]) -> list[float]:
    return [float(value) for value in row if not isinstance(value, str | date) and value is not None]
