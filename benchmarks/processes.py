"""Work that needs a process of its own: to be counted, weighed, or run in another environment."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[1]


def finished(*command: str) -> subprocess.CompletedProcess[str]:
    """Run a command in the root of the repository, where Python finds this package; it may fail."""
    # The order of sets, and with it the instructions, would differ from run to run.
    environment = os.environ | {"PYTHONHASHSEED": "0"}
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


class Failed(Exception):
    """A process failed; the message is the last that it said."""


def output_of(*command: str) -> str:
    """Return the last line that a command writes. Raises `Failed`."""
    done = finished(*command)
    if done.returncode:
        raise Failed(_error_in(done.stderr)[:160])
    return done.stdout.strip().rpartition("\n")[2]


def _error_in(written: str) -> str:
    """Return the line that names the error: the last of its kind, else the last."""
    lines = written.strip().splitlines() or ["no message"]
    named = [line for line in lines if re.match(r"[\w.]*(Error|Exception)\b.*: ", line)]
    return [*lines[-1:], *named][-1]
