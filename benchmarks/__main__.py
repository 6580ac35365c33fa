"""`python -m benchmarks`: widgetql against SQL by hand on every database, as one table."""

from __future__ import annotations

import argparse
import os
import platform
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Final

import sqlalchemy
from sqlalchemy import Connection, text

from benchmarks.cases import CASES, PARAMETERS, Case, ask_bar, differences
from benchmarks.data import DATABASES, DAYS, TABLES, load
from benchmarks.timing import in_turn, overhead

_VERSION: Final = {
    "sqlite": "SELECT sqlite_version()",
    "duckdb": "SELECT version()",
    "postgresql": "SHOW server_version",
}
_OVERHEAD: Final = "bar on an empty table: beyond its SQL"


class DifferentAnswersError(Exception):
    """The two sides do not answer the same: there is nothing to compare."""


@dataclass(frozen=True, slots=True)
class Column:
    """What was measured on one database, as text; `cells` by row of the table."""

    title: str
    cells: dict[str, str]


def main() -> int:
    """Measure, and print the table."""
    asked = _arguments()
    with tempfile.TemporaryDirectory() as scratch:
        columns = [_measured(name, asked.calls, asked.rounds, Path(scratch)) for name in asked.databases]
    versions = f"Python {platform.python_version()}, SQLAlchemy {sqlalchemy.__version__}"
    print(f"\n{asked.calls:,} calls over {DAYS} days; {os.cpu_count()} cores; {versions}")
    print(
        f"Time of widgetql by time of the SQL by hand, median of {asked.rounds} rounds (the latter in ms)\n"
    )
    print(_table(columns))
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--calls", type=int, default=200_000, help="rows of the table (default: 200,000)")
    parser.add_argument("--rounds", type=int, default=9, help="measurements of each side (default: 9)")
    parser.add_argument("--databases", nargs="+", choices=[*DATABASES], default=[*DATABASES])
    asked = parser.parse_args()
    if asked.calls < 1 or asked.rounds < 1:
        parser.error("--calls and --rounds must be at least 1")
    return asked


def _measured(name: str, count: int, rounds: int, scratch: Path) -> Column:
    with DATABASES[name](scratch) as engine:
        TABLES.create_all(engine)
        with engine.connect() as connection:
            version = str(connection.scalar(text(_VERSION[name]))).split()[0]
            micros = overhead(connection, ask_bar, rounds) * 1e6
        _say(f"{name}: loading")
        load(engine, count, scratch)
        with engine.connect() as connection:
            cells = {case.name: _compared(connection, case, rounds) for case in CASES}
    return Column(f"{name} {version.removeprefix('v')}", cells | {_OVERHEAD: f"{micros:.0f} µs"})


def _compared(connection: Connection, case: Case, rounds: int) -> str:
    _say(f"{connection.dialect.name}: {case.name}")
    statement = case.by_hand(connection.dialect.name)
    by_hand = [tuple(row) for row in connection.execute(statement, PARAMETERS)]
    if found := differences(case.read(case.ask(connection)), by_hand):
        raise DifferentAnswersError(f"{connection.dialect.name}, {case.name}: {'; '.join(found[:3])}")
    pair = in_turn(
        lambda: case.ask(connection), lambda: connection.execute(statement, PARAMETERS).all(), rounds
    )
    return f"{pair.ratio:.2f} ({median(pair.other) * 1e3:.2f})"


def _table(columns: list[Column]) -> str:
    """Return the columns as a table in Markdown."""
    lines = [["", *(column.title for column in columns)]]
    lines += [[name, *(column.cells[name] for column in columns)] for name in columns[0].cells]
    widths = [max(map(len, cells)) for cells in zip(*lines, strict=True)]
    lines.insert(1, ["-" * width for width in widths])
    return "\n".join(
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)) + " |"
        for line in lines
    )


def _say(progress: str) -> None:
    print(progress, file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
