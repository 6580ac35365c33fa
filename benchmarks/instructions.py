"""Instructions that a call executes, by perf or valgrind: the load of the machine does not change them."""

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Mapping
from functools import cache
from typing import Final

from benchmarks.processes import finished

# What counts, where its total stands, and how many calls are enough: valgrind is fifty times slower.
_COUNTERS: Final[Mapping[str, tuple[tuple[str, ...], str, int]]] = {
    "perf": (("perf", "stat", "-x,", "-e", "instructions:u"), r"^(\d+),.*instructions", 200),
    "valgrind": (
        ("valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null"),
        r"Collected : (\d+)",
        10,
    ),
}


def told(state: str, table: str) -> str:
    """Return how many instructions a bar on an empty table takes beyond its statement, in words."""
    counter = _counter()
    if counter is None:
        return "instructions: neither perf nor valgrind can count here"
    calls = _COUNTERS[counter][2]
    more, less = ((_net(counter, state, table, times)) for times in (2 * calls, calls))
    return f"{(more - less) / calls / 1e6:.2f} M instructions ({counter})"


def _net(counter: str, state: str, table: str, times: int) -> int:
    """Return by how many instructions so many calls exceed their statements."""
    command = (sys.executable, "-m", "benchmarks.counting", state, table)
    asked, executed = (_count(counter, *command, side, str(times)) for side in ("ask", "execute"))
    assert asked is not None
    assert executed is not None
    return asked - executed


@cache
def _counter() -> str | None:
    """Return what can count here; a virtual machine may hide the counters from perf."""
    return next((name for name in _COUNTERS if shutil.which(name) and _count(name, "true")), None)


def _count(counter: str, *command: str) -> int | None:
    prefix, total, _ = _COUNTERS[counter]
    found = re.search(total, finished(*prefix, *command).stderr, re.MULTILINE)
    return int(found[1]) if found else None
