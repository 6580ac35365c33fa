"""`python -m benchmarks.versions REFERENCE`: this version beside a former one; no row may get slower."""

from __future__ import annotations

import argparse
import io
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from importlib import import_module
from multiprocessing import get_context
from pathlib import Path
from statistics import median
from types import ModuleType
from typing import Any, Final

from benchmarks import running
from benchmarks.databases import DATABASES, Loaded, loaded
from benchmarks.figures import say, told
from benchmarks.overhead import TWO_HUNDRED
from benchmarks.processes import ROOT
from benchmarks.rows import NOW
from benchmarks.timing import Effort, in_turn

# No row may take more than this share of the former version's time.
MOST: Final = 1.05
_OURS: Final = ("benchmarks", "widgetql")


@dataclass(frozen=True, slots=True)
class Version:
    """A version of widgetql with the benchmarks that came with it, imported from its own checkout."""

    library: ModuleType
    cases: ModuleType
    growth: ModuleType
    overhead: ModuleType
    tables: ModuleType

    @classmethod
    def imported(cls, root: Path) -> Version:
        """Import a checkout's modules beside those of the same names that are imported already."""
        kept = _taken_out()
        sys.path[:0] = places = [str(root / "src"), str(root)]
        try:
            library = import_module("widgetql")
            # Its names are loaded when first asked for: later they would be those of the other version.
            for name in library.__all__:
                getattr(library, name)
            return cls(library, *(import_module(f"benchmarks.{name}") for name in cls.__slots__[1:]))
        finally:
            _taken_out()
            sys.modules.update(kept)
            for place in places:
                sys.path.remove(place)

    def asks(self, database: Loaded) -> dict[str, Callable[[], Any]]:
        """Return what asks each row of the page."""
        tables = self.tables.tables_of(aware=DATABASES[database.name].aware)
        has_index = DATABASES[database.name].indexes
        found: dict[str, Callable[[], Any]] = {}

        def add(name: str, ask: Callable[[Any], Any], indexed: bool) -> None:
            table = tables.indexed if indexed and has_index else tables.plain
            datasets = self.tables.datasets_of(tables, table)
            whom = self.cases.Asked(database.connection, datasets, database.calls)
            found[name] = lambda: ask(whom)

        for case in self.cases.CASES:
            if database.name in case.databases:
                add(case.name, case.ask, case.indexed)
        for growth in self.growth.GROWTHS:
            add(growth.name, growth.more, False)
        return found

    def overheads(self, empty: Loaded) -> dict[str, Callable[[], Any]]:
        """Return what asks the rows that need no calls."""
        tables = self.tables.tables_of(aware=DATABASES[empty.name].aware)
        warm = self.overhead.Bar(empty.connection, tables, tables.plain)
        cold = self.overhead.Bar(empty.connection, tables, tables.plain)
        dataset = self.tables.datasets_of(tables, tables.plain).calls

        def renewed() -> None:
            cold.renew()
            cold.ask()

        return {
            "bar, warm": warm.ask,
            "bar, cold": renewed,
            "200 conditions validated": lambda: self.library.validate_filter(TWO_HUNDRED, dataset, now=NOW),
        }


@dataclass(frozen=True, slots=True)
class Row:
    """How much longer this version takes for one row, run by run."""

    database: str
    name: str
    ratios: tuple[float, ...] = ()
    problem: str = ""

    @property
    def is_good(self) -> bool:
        """Whether the median of the runs is within the limit."""
        return not self.problem and median(self.ratios) <= MOST

    def __str__(self) -> str:
        """Write the row of a table."""
        if self.problem:
            return f"{self.database:<11} {self.name:<48} {self.problem}"
        runs = " ".join(f"{ratio:.3f}" for ratio in self.ratios)
        mark = "" if self.is_good else f"  > {MOST}"
        return f"{self.database:<11} {self.name:<48} {median(self.ratios):.3f}   ({runs}){mark}"


def compared(name: str, calls: int, former: Path, runs: int, effort: Effort, scratch: Path) -> list[Row]:
    """Load a database once, and ask both versions every row that both know, in turn."""
    with (
        _loaded(name, 0, scratch) as empty,
        _loaded(name, calls, scratch) as full,
    ):
        found: list[Row] = []
        for _ in range(runs):
            # Each run begins with modules, and so with statements, that were never asked before.
            new, old = Version.imported(ROOT), Version.imported(former)
            pairs = [(new.overheads(empty), old.overheads(empty)), (new.asks(full), old.asks(full))]
            rows = [_row(name, row, ours, theirs[row], effort)
                    for mine, theirs in pairs for row, ours in mine.items() if row in theirs]  # fmt: skip
            found = [_added(*pair) for pair in zip(found, rows, strict=True)] if found else rows
        return found


def _loaded(name: str, calls: int, scratch: Path) -> Any:
    say(f"{name}, {calls:,}: loading")
    directory = scratch / f"{name}-{calls}"
    directory.mkdir()
    return loaded(name, calls, running.files_of(scratch, calls), directory)


def _row(database: str, name: str, new: Callable[[], Any], old: Callable[[], Any], effort: Effort) -> Row:
    say(f"{database}: {name}")
    try:
        return Row(database, name, (in_turn([new, old], effort).ratio(0, 1),))
    except Exception as error:
        return Row(database, name, problem=told(error))


def _added(before: Row, row: Row) -> Row:
    return replace(before, ratios=before.ratios + row.ratios, problem=before.problem or row.problem)


def _taken_out() -> dict[str, ModuleType]:
    """Take our modules out of those that are imported."""
    names = [name for name in sys.modules if name.partition(".")[0] in _OURS]
    return {name: sys.modules.pop(name) for name in names}


def checked_out(reference: str, into: Path) -> Path:
    """Return a directory with the files of a commit."""
    archive = subprocess.run(
        ["git", "archive", reference, "src", "benchmarks"], cwd=ROOT, capture_output=True, check=True
    )
    with tarfile.open(fileobj=io.BytesIO(archive.stdout)) as files:
        files.extractall(into, filter="data")
    return into


def main() -> int:
    """Compare, print a row each; return 1 where a row got slower than it may, or was not measured."""
    asked = _arguments()
    rows: list[Row] = []
    with tempfile.TemporaryDirectory(prefix="widgetql-versions-") as scratch:
        place = Path(scratch)
        former = checked_out(asked.former, place / "former")
        for calls in sorted({0, asked.calls}):
            running.files_of(place, calls).mkdir()
            running.rows.write(calls, running.files_of(place, calls))
        for row in _in_processes(asked, former, place):
            print(row, flush=True)
            rows.append(row)
    slower = [row for row in rows if not row.is_good]
    print(f"{len(rows)} rows beside {asked.former}, {len(slower)} above {MOST}")
    return int(bool(slower))


def _in_processes(asked: argparse.Namespace, former: Path, scratch: Path) -> Iterator[Row]:
    effort = Effort(seconds=asked.seconds)
    for name in asked.databases:
        with ProcessPoolExecutor(1, get_context("spawn")) as processes:
            task = (name, asked.calls, former, asked.runs, effort, scratch)
            yield from processes.submit(compared, *task).result()


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.versions", description=__doc__)
    parser.add_argument("former", help="the commit or tag of the former version")
    parser.add_argument("--calls", type=int, default=1_000_000, help="rows of the table (default: 1,000,000)")
    parser.add_argument("--runs", type=int, default=3, help="the median of so many runs counts (default: 3)")
    parser.add_argument("--seconds", type=float, default=2.0, help="about so long each row (default: 2)")
    parser.add_argument("--databases", nargs="+", choices=[*DATABASES], default=[*DATABASES])
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
