"""`python -m benchmarks.people`: widgetql against SQL by hand, on the questions that people ask.

The newer constructs are asked beside plain widgets: `--only constructs` asks no more.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Final

from benchmarks.figures import told
from benchmarks.people import report, rows, running
from benchmarks.people.running import ALL, Measured
from benchmarks.timing import Effort

_MILLION: Final = 1_000_000
# Where a round of a million takes too long.
_TENTH: Final = frozenset({"mariadb"})


def main() -> int:
    """Measure, print the table, write the page if asked; return 1 where something was not measured."""
    asked = _arguments()
    with tempfile.TemporaryDirectory(prefix="widgetql-people-") as scratch:
        found = list(_measured(asked, Path(scratch)))
    print(report.text(found))
    if asked.write:
        report.write(found)
    return int(any(one.problem or any(figure.problem for figure in one.figures) for one in found))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.people", description=__doc__)
    parser.add_argument("--calls", type=int, default=_MILLION, help="rows of the table (default: 1,000,000)")
    parser.add_argument("--seconds", type=float, default=2.0, help="about so long each row (default: 2)")
    parser.add_argument("--databases", nargs="+", choices=[*ALL], default=[*ALL])
    parser.add_argument(
        "--only", default="", help="rows with this in their group (people, constructs) and name"
    )
    parser.add_argument("--write", action="store_true", help="write docs/performance.md")
    return parser.parse_args()


def _measured(asked: argparse.Namespace, scratch: Path) -> Iterator[Measured]:
    """Measure one database after the other, each in a process of its own: none is in another's way."""
    effort = Effort(seconds=asked.seconds)
    for name in asked.databases:
        calls = asked.calls // 10 if name in _TENTH else asked.calls
        files, own = scratch / f"rows-{calls}", scratch / f"{name}-{calls}"
        own.mkdir()
        if not files.exists():
            files.mkdir()
            rows.write(calls, files)
        with ProcessPoolExecutor(1, get_context("spawn")) as processes:
            try:
                yield processes.submit(running.measured, name, calls, effort, files, own, asked.only).result()
            except Exception as error:
                yield Measured(name, "", [], problem=told(error))


if __name__ == "__main__":
    sys.exit(main())
