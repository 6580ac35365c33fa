"""What was measured, as a table in Markdown, and its place in the documentation."""

from __future__ import annotations

from collections.abc import Sequence

from benchmarks import page
from benchmarks.figures import Figure
from benchmarks.people.running import Measured
from benchmarks.report import TITLES, grid, shown, times

SECTION = "people"


def text(found: Sequence[Measured]) -> str:
    """Return the ratios of every question on every database, and the same in milliseconds."""
    figures = [figure for one in found for figure in one.figures]
    names = [one.database for one in found]
    sizes = {name: next((f.calls for f in figures if f.database == name), 0) for name in names}
    said = ", ".join(f"{TITLES[one.database]} {one.version}: {sizes[one.database]:,} calls" for one in found)
    problems = [f"- {TITLES[one.database]}: {one.problem}" for one in found if one.problem]
    problems += [f"- {_where(figure)}: {figure.problem}" for figure in figures if figure.problem]
    parts = [f"{said}.", grid(figures, names, shown)]
    parts += ["The same in milliseconds, widgetql / by hand:", grid(figures, names, times)]
    return "\n\n".join(parts + (["Not measured:", "\n".join(problems)] if problems else []))


def write(found: Sequence[Measured]) -> None:
    """Write the section of the page."""
    page.PAGE.write_text(page.replaced(page.PAGE.read_text(), SECTION, text(found)))


def _where(figure: Figure) -> str:
    return f"{figure.row}, {TITLES[figure.database]}"
