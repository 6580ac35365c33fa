"""The peers' environments: made when missing, next to those of the tests."""

from __future__ import annotations

import sys
from pathlib import Path

from benchmarks.processes import ROOT, output_of


def python_of(name: str, requirements: tuple[str, ...]) -> Path:
    """Return the interpreter of an environment that has the requirements; make it if it is missing.

    Raises `Failed`.
    """
    directory = ROOT / f".venv-bench-{name}"
    python, stamp = directory / "bin" / "python", directory / ".has"
    wanted = "\n".join(requirements)
    if not stamp.exists() or stamp.read_text() != wanted:
        _make(directory)
        output_of(sys.executable, "-m", "pip", "--python", str(python), "install", "--quiet", *requirements)
        stamp.write_text(wanted)
    return python


def _make(directory: Path) -> None:
    # Without pip of its own: the one that runs here fills it, also where ensurepip is missing.
    output_of(sys.executable, "-m", "venv", "--clear", "--without-pip", str(directory))
