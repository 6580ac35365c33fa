"""What was measured, as tables in Markdown, and their places in the documentation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final

from benchmarks import page
from benchmarks.figures import Figure
from benchmarks.people.running import Measured
from benchmarks.report import TITLES, grid, shown, times

# What the other side is called, by the section of the page that has the rows.
SECTIONS: Final[Mapping[str, str]] = MappingProxyType({"people": "by hand", "constructs": "plain"})


def text(found: Sequence[Measured]) -> str:
    """Return the ratios of every row on every database, and the same in milliseconds."""
    return "\n\n".join(section(found, group) for group in SECTIONS if _figures(found, group))


def section(found: Sequence[Measured], group: str) -> str:
    """Return the same of one section's rows."""
    figures = _figures(found, group)
    names = [one.database for one in found]
    sizes = {name: next((f.calls for f in figures if f.database == name), 0) for name in names}
    said = ", ".join(f"{TITLES[one.database]} {one.version}: {sizes[one.database]:,} calls" for one in found)
    problems = [f"- {TITLES[one.database]}: {one.problem}" for one in found if one.problem]
    problems += [f"- {_where(figure)}: {figure.problem}" for figure in figures if figure.problem]
    parts = [f"{said}.", grid(figures, names, shown)]
    parts += [f"The same in milliseconds, widgetql / {SECTIONS[group]}:", grid(figures, names, times)]
    return "\n\n".join(parts + (["Not measured:", "\n".join(problems)] if problems else []))


def write(found: Sequence[Measured]) -> None:
    """Write the sections of the page that have rows which were measured."""
    for group in SECTIONS:
        if _figures(found, group):
            page.PAGE.write_text(page.replaced(page.PAGE.read_text(), group, section(found, group)))


def _figures(found: Sequence[Measured], group: str) -> list[Figure]:
    return [figure for one in found for figure in one.figures if figure.kind == group]


def _where(figure: Figure) -> str:
    return f"{figure.row}, {TITLES[figure.database]}"
