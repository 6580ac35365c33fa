"""How the demo says how far it is."""

from __future__ import annotations

import io
import re

from examples.flights.progress import Progress


def test_progress_in_a_log_is_a_few_lines() -> None:
    out = io.StringIO()
    with Progress("Loading", 10, out) as progress:
        for _ in range(10):
            progress.add(1)
    assert re.sub(r"\d\.\d s", "0.1 s", out.getvalue()).splitlines() == [
        *(f"Loading: {share} %" for share in (0, 20, 40, 60, 80)),
        "Loading: 10 in 0.1 s",
    ]


def test_progress_on_a_terminal_is_one_line_that_moves() -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    out = Terminal()
    with Progress("Loading", 4, out) as progress:
        progress.add(4)
    assert out.getvalue().count("\n") == 1
    assert out.getvalue().startswith("\rLoading " + "░" * 30 + "   0 %  0 of 4")
