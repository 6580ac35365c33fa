"""A progress bar on stderr: one line that moves on a terminal, a few lines that stay elsewhere."""

from __future__ import annotations

import sys
import time
from types import TracebackType
from typing import Final, Self, TextIO

_WIDTH: Final = 30


class Progress:
    """Counts towards a total, and says so at most ten times a second (in a log: every fifth of the way)."""

    def __init__(self, label: str, total: int, out: TextIO | None = None) -> None:
        self.label, self.total, self.done = label, total, 0
        self.out: TextIO = out or sys.stderr
        self._moves = self.out.isatty()
        self._started = time.monotonic()
        self._next = 0.0

    def __enter__(self) -> Self:
        self._say()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: object, trace: TracebackType | None) -> None:
        if kind is None:
            seconds = time.monotonic() - self._started
            text = f"{self.label}: {self.done:,} in {seconds:.1f} s"
            self.out.write(f"\r{text:<{_WIDTH + 50}}\n" if self._moves else f"{text}\n")
        elif self._moves:
            self.out.write("\n")
        self.out.flush()

    def add(self, count: int) -> None:
        """Count some more."""
        self.done += count
        self._say()

    def _say(self) -> None:
        share = min(1.0, self.done / self.total) if self.total else 1.0
        if self._moves and time.monotonic() >= self._next:
            self._next = time.monotonic() + 0.1
            full = round(share * _WIDTH)
            bar = "█" * full + "░" * (_WIDTH - full)
            self.out.write(f"\r{self.label} {bar} {100 * share:3.0f} %  {self.done:,} of {self.total:,} ")
        elif not self._moves and share < 1 and 5 * self.done >= self._next * self.total:
            self._next += 1
            self.out.write(f"{self.label}: {100 * share:.0f} %\n")
        self.out.flush()
