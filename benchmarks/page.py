"""The page of the documentation: what was measured is written between its markers, the rest is by hand."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from benchmarks import chart, report
from benchmarks.figures import say
from benchmarks.processes import ROOT
from benchmarks.running import Measured

PAGE: Final = ROOT / "docs" / "performance.md"
IMAGES: Final = ROOT / "docs" / "images"
# The sizes that have a section, and the name of each one's chart.
SECTIONS: Final[Mapping[int, str]] = {1_000_000: "performance-1m.svg", 10_000_000: "performance-10m.svg"}


def write(found: Sequence[Measured], calls: int) -> None:
    """Write the section of a number of calls, with its chart."""
    if calls not in SECTIONS:
        say(f"{PAGE.name} has no section of {calls:,} calls: not written")
        return
    image = SECTIONS[calls]
    (IMAGES / image).write_text(chart.drawn(report.figures_of(found, calls)))
    alternative = f"The ratios of every row to the floor and to its target, over {calls:,} calls"
    section = [
        report.machine(found, calls),
        f"![{alternative}](images/{image})",
        *report.tables(found, calls),
    ]
    PAGE.write_text(replaced(PAGE.read_text(), calls, "\n\n".join(section)))


def replaced(page: str, calls: int | str, section: str) -> str:
    """Return the page with another section between its markers: that of a number of calls, or a named one.

    >>> replaced("<!-- 5: measured -->old<!-- 5: end -->", 5, "new").splitlines()
    ['<!-- 5: measured -->', '', 'new', '', '<!-- 5: end -->']
    """
    begin, end = f"<!-- {calls}: measured -->", f"<!-- {calls}: end -->"
    between = re.compile(f"{begin}.*{end}", re.DOTALL)
    if not between.search(page):
        raise ValueError(f"{PAGE.name} has no markers of {calls} calls")
    return between.sub(lambda _: f"{begin}\n\n{section}\n\n{end}", page)
