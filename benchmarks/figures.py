"""What was measured, against its target."""

from __future__ import annotations

import sys
import traceback
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Figure:
    """What was measured, against its target; `problem` says why nothing was.

    `kind` is the table that the row is in. `figure` is a ratio unless there is a `unit`. `ours` and `floor`
    are median seconds: of widgetql and the floor, or of the more and the less.
    """

    kind: Literal["floor", "people", "constructs", "growth", "overhead", "memory"]
    row: str
    database: str
    calls: int
    target: float | None
    unit: str = ""
    figure: float | None = None
    ours: float | None = None
    floor: float | None = None
    note: str = ""
    problem: str = ""

    @property
    def is_good(self) -> bool | None:
        """Whether the target is met; None where there is no target."""
        if self.target is None:
            return None
        return self.figure is not None and self.figure <= self.target


def say(progress: str) -> None:
    """Tell who waits what is being done."""
    print(progress, file=sys.stderr, flush=True)


def told(error: Exception) -> str:
    """Show an error to who watches; return it in one line."""
    traceback.print_exception(error)
    lines = str(error).splitlines() or [""]
    return f"{type(error).__name__}: {lines[0]}"[:160]
