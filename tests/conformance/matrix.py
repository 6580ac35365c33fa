"""The page's table of features by databases, made from what is tested.

`python -m tests.conformance.matrix` writes it; a test compares it with the features and limitations, and
each cell is a test on the real database.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from tests.conformance.features import Feature, features
from widgetql.testing.databases import DATABASES

MATRIX: Final = Path(__file__).parents[2] / "docs" / "databases-matrix.md"

# What a database cannot do, by its name and the feature's: part of the message that refuses it.
REFUSED: Final[Mapping[tuple[str, str, str], str]] = {}

_HEAD: Final = """# What is tested

Each row is a set of filters or widgets that run on the real database, over the same rows, and must give the
answer of the interpreter in `widgetql.testing`. "✓" means that all of them do.
"""


def page() -> str:
    """Return the tables: one a section, a row for each thing, its cases in each database's column."""
    sections: dict[str, list[Feature]] = {}
    for feature in features():
        sections.setdefault(feature.section, []).append(feature)
    tables = "\n".join(line for name, of_section in sections.items() for line in _table(name, of_section))
    return f"{_HEAD}\n{tables}"


def _table(section: str, of_section: list[Feature]) -> Iterator[str]:
    yield f"## {section}\n"
    yield f"| | cases | {' | '.join(DATABASES)} |"
    yield f"| --- | --- |{' --- |' * len(DATABASES)}"
    for thing, parts in _by_thing(of_section).items():
        cases = sum(len(feature.documents) for feature in parts)
        cells = " | ".join(_cell(database, parts) for database in DATABASES)
        yield f"| {thing} | {cases} | {cells} |"
    yield ""


def _by_thing(of_section: list[Feature]) -> dict[str, list[Feature]]:
    """Features named `eq: integer`, `gt: integer` are one row: `integer: eq, gt`."""
    things: dict[str, list[Feature]] = {}
    for feature in of_section:
        what, _, thing = feature.name.rpartition(": ")
        things.setdefault(thing if what else feature.name, []).append(feature)
    named: dict[str, list[Feature]] = {}
    for thing, parts in things.items():
        whats = [part.name.rpartition(": ")[0] for part in parts]
        named[f"{thing}: {', '.join(whats)}" if all(whats) else thing] = parts
    return named


def _cell(database: str, parts: list[Feature]) -> str:
    refused = [part for part in parts if (database, part.section, part.name) in REFUSED]
    if not refused:
        return "✓"
    return "no " + ", ".join(part.name.rpartition(": ")[0] or part.name for part in refused)


if __name__ == "__main__":
    MATRIX.write_text(page())
