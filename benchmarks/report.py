"""What was measured, as tables in Markdown."""

from __future__ import annotations

import os
import platform
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

import sqlalchemy

from benchmarks.figures import Figure
from benchmarks.peers.running import PeerFigure
from benchmarks.rows import DAYS
from benchmarks.running import Measured

TITLES: Final[Mapping[str, str]] = {
    "sqlite": "SQLite",
    "postgresql": "PostgreSQL",
    "duckdb": "DuckDB",
    "chdb": "ClickHouse (chdb)",
    "mariadb": "MariaDB",
}
# The questions that peers are asked, and the rows in which widgetql is.
COMPARED: Final[Mapping[str, tuple[str, ...]]] = {
    "bar": ("bar by day, 30 d, index", "bar by day, 30 d, no index"),
    "pie": ("pie by topic",),
}
_HEADINGS: Final[Mapping[str, str]] = {
    "floor": "Time of widgetql by time of the floor",
    "growth": "Growth: the time for more by the time for less",
    "overhead": "What is not the database",
    "memory": "Memory",
}


def text(found: Sequence[Measured], calls: int) -> str:
    """Return all that was measured over a number of calls."""
    return "\n\n".join([machine(found, calls), *tables(found, calls)])


def machine(found: Sequence[Measured], calls: int) -> str:
    """Say in a sentence what was measured, on what."""
    versions = ", ".join(f"{TITLES[one.database]} {one.version}" for one in found if one.version)
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"{calls:,} calls over {DAYS} days, two evaluations each. {_processor()}, {os.cpu_count()} cores, "
        f"{memory:.0f} GiB; {platform.system()}; Python {platform.python_version()}, "
        f"SQLAlchemy {sqlalchemy.__version__}; {versions}."
    )


def tables(found: Sequence[Measured], calls: int) -> Iterator[str]:
    """Yield what was measured over a number of calls, as paragraphs."""
    figures = figures_of(found, calls)
    names = [one.database for one in found]
    for kind, heading in _HEADINGS.items():
        of_kind = [figure for figure in figures if figure.kind == kind]
        if not of_kind:
            continue
        yield f"### {heading}"
        yield grid(of_kind, names, shown)
        if notes := [f"- {_where(figure)}: {figure.note}." for figure in of_kind if figure.note]:
            yield "\n".join(notes)
        if kind == "floor":
            yield "The same in milliseconds, widgetql / floor:"
            yield grid(of_kind, names, times)
    if peers := [peer for one in found for peer in one.peers if peer.calls == calls]:
        yield "### What users would pick instead"
        yield _peers(peers, figures)
    problems = [f"- {TITLES[one.database]}: {one.problem}" for one in found if one.problem]
    problems += [f"- {_where(figure)}: {figure.problem}" for figure in figures if figure.problem]
    if problems:
        yield "Not measured:"
        yield "\n".join(problems)


def figures_of(found: Sequence[Measured], calls: int) -> list[Figure]:
    """Return the figures of a number of calls, and those that are of none."""
    return [figure for one in found for figure in one.figures if figure.calls in (0, calls)]


def grid(figures: Sequence[Figure], names: Sequence[str], cell: Callable[[Figure], str]) -> str:
    """Return a table: a row a name, a column a database."""
    by_place = {(figure.row, figure.database): cell(figure) for figure in figures}
    names_of_rows = list(dict.fromkeys(figure.row for figure in figures))
    lines = [[row, *(by_place.get((row, name), "-") for name in names)] for row in names_of_rows]
    return _table(["", *(TITLES[name] for name in names)], lines)


def _table(head: Sequence[str], lines: Sequence[Sequence[str]]) -> str:
    widths = [max(map(len, column)) for column in zip(head, *lines, strict=True)]
    written = [head, ["-" * width for width in widths], *lines]
    return "\n".join(
        f"| {' | '.join(cell.ljust(width) for cell, width in zip(line, widths, strict=True))} |"
        for line in written
    )


def shown(figure: Figure) -> str:
    """Show a figure beside its target."""
    if figure.figure is None:
        return "failed"
    value = _number(figure.figure, figure.unit)
    if figure.target is None:
        return value
    compared = "≤" if figure.is_good else ">"
    return f"{value} {compared} {_number(figure.target, figure.unit)} {'✓' if figure.is_good else '✗'}"


def _number(value: float, unit: str) -> str:
    return f"{value:,.0f} {unit}" if unit else f"{value:.2f}"


def times(figure: Figure) -> str:
    if figure.ours is None or figure.floor is None:
        return "failed"
    return f"{figure.ours * 1e3:.2f} / {figure.floor * 1e3:.2f}"


def _where(figure: Figure) -> str:
    return f"{figure.row}, {TITLES[figure.database]}"


def _peers(peers: Sequence[PeerFigure], figures: Sequence[Figure]) -> str:
    """Return the ratios of the peers to the floor, beside those of widgetql."""
    ours = {(figure.row, figure.database): figure.figure for figure in figures}
    lines: list[list[str]] = []
    for peer in peers:
        name = f"{peer.version or peer.peer}, {TITLES[peer.database]}"
        if peer.problem:
            lines.append([name, f"not measured: {peer.problem}", *[""] * (len(COMPARED) * 2 - 1)])
            continue
        cells = [name]
        for question, rows in COMPARED.items():
            # An index is used where there is one.
            mine = next((ours[row, peer.database] for row in rows if (row, peer.database) in ours), None)
            cells += [f"{peer.ratios[question]:.2f}", "-" if mine is None else f"{mine:.2f}"]
        lines.append(cells)
    head = ["time by the floor's", *(f for q in COMPARED for f in (q, f"{q}: widgetql"))]
    return _table(head, lines)


def _processor() -> str:
    """Return the name of the processor."""
    lines = Path("/proc/cpuinfo")
    named = re.search(r"^model name\s*: (.+)$", lines.read_text() if lines.exists() else "", re.MULTILINE)
    return named[1] if named else platform.machine()
