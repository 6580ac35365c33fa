"""`python -m benchmarks`: widgetql against SQL by hand, and against what users would pick instead."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Final

from benchmarks import page, report, running
from benchmarks.databases import DATABASES
from benchmarks.figures import told
from benchmarks.peers.running import PEERS
from benchmarks.running import Measured
from benchmarks.timing import Effort

MILLION: Final = 1_000_000


def main() -> int:
    """Measure, print the tables, write the page if asked; return 1 where something was not measured."""
    asked = _arguments()
    effort = Effort(seconds=asked.seconds)
    with tempfile.TemporaryDirectory(prefix="widgetql-benchmarks-") as scratch:
        found = list(_measured(asked.databases, asked.calls, effort, Path(scratch), asked.peers))
    for calls in asked.calls:
        print(report.text(found, calls))
        if asked.write:
            page.write(found, calls)
    return int(any(one.problem or any(figure.problem for figure in one.figures) for one in found))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument(
        "--calls", type=int, nargs="+", default=[MILLION], help="rows of the table (default: 1,000,000)"
    )
    parser.add_argument("--seconds", type=float, default=2.0, help="about so long each row (default: 2)")
    parser.add_argument("--databases", nargs="+", choices=[*DATABASES], default=[*DATABASES])
    parser.add_argument(
        "--peers",
        action=argparse.BooleanOptionalAction,
        default=True,
        help="measure what users would pick instead",
    )
    parser.add_argument("--write", action="store_true", help="write docs/performance.md")
    asked = parser.parse_args()
    if min(asked.calls) < 1 or asked.seconds <= 0:
        parser.error("--calls and --seconds must be positive")
    return asked


def _measured(
    names: list[str], sizes: list[int], effort: Effort, scratch: Path, with_peers: bool
) -> Iterator[Measured]:
    """Measure one database after the other, each in a process of its own: none is in another's way."""
    running.write_rows(sizes, scratch)
    for name in names:
        with ProcessPoolExecutor(1, get_context("spawn")) as processes:
            try:
                peers = PEERS if with_peers else ()
                yield processes.submit(running.measured, name, sizes, effort, scratch, peers).result()
            except Exception as error:
                yield Measured(name, "", [], [], problem=told(error))


if __name__ == "__main__":
    sys.exit(main())
