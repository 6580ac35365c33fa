"""`python -m benchmarks.promise`: what SQLite's rows cost where nobody promises who wrote them.

Each question is asked of the same rows with `canonical=True` and without, in turns: as they stand, each time
after a write, and both again with the indexes that are recommended then.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from benchmarks import page, questions, rows
from benchmarks.cases import CASES, Asked, widget
from benchmarks.databases import Loaded, loaded
from benchmarks.figures import say
from benchmarks.tables import dataset_of, datasets_of
from benchmarks.timing import Effort, in_turn

MILLION: Final = 1_000_000
# The most that an answer may take by that under the promise: without the indexes and with them.
MOST: Final = (3.0, 1.35)
_COUNT: Final = questions.AVERAGE_BY_DAY | {"aggregation_function": "count"}
_ASKED: Final[dict[str, tuple[Callable[[Asked], Any], bool]]] = {
    "bar by day: count, 30 d, index": (widget(questions.under(questions.RECENT, _COUNT)), True),
    **{case.name.removesuffix(", less 0.2 ms"): (case.ask, case.indexed) for case in CASES},
}


@dataclass(frozen=True, slots=True)
class Row:
    """One question's ratios: as the rows stand and after writes, without the indexes and with them."""

    name: str
    ratios: tuple[float, ...]


def main() -> int:
    """Measure, print the table, write the page if asked; return 1 where a ratio is too high."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.promise", description=__doc__)
    parser.add_argument("--calls", type=int, default=MILLION)
    parser.add_argument("--seconds", type=float, default=2.0, help="about so long each figure (default: 2)")
    parser.add_argument("--write", action="store_true", help="write docs/performance.md")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="widgetql-benchmarks-") as scratch:
        found = measured(asked.calls, Effort(seconds=asked.seconds), Path(scratch))
    print(table(found))
    if asked.write:
        page.PAGE.write_text(page.replaced(page.PAGE.read_text(), "promise", table(found)))
    return int(any(row.ratios[0] > MOST[0] or row.ratios[2] > MOST[1] for row in found))


def measured(calls: int, effort: Effort, scratch: Path) -> list[Row]:
    """Load SQLite, ask every question with the promise and without, and again with the indexes."""
    files = scratch / "rows"
    files.mkdir()
    rows.write(calls, files)
    with loaded("sqlite", calls, files, scratch) as database:
        without = dict(_ratios(database, effort))
        _index(database)
        indexed = dict(_ratios(database, effort))
    return [Row(name, (*without[name], *indexed[name])) for name in without]


def table(found: Sequence[Row]) -> str:
    """Return the ratios as a table in Markdown.

    >>> print(table([Row("pie", (1.0, 2.5, 1.0, 1.0))]).splitlines()[-1])
    | pie | 1.00 | 2.50 | 1.00 | 1.00 |
    """
    heads = ["", "no index", "no index, after a write", "with the index", "with it, after a write"]
    lines = [
        heads,
        ["---"] * len(heads),
        *([row.name, *(f"{one:.2f}" for one in row.ratios)] for row in found),
    ]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _ratios(database: Loaded, effort: Effort) -> Iterator[tuple[str, tuple[float, float]]]:
    for name, (ask, indexed) in _ASKED.items():
        say(f"sqlite, {database.calls:,}: {name}")
        yield (
            name,
            (_ratio(database, ask, indexed, effort), _ratio(database, ask, indexed, effort, writes=True)),
        )


def _ratio(
    database: Loaded, ask: Callable[[Asked], Any], indexed: bool, effort: Effort, writes: bool = False
) -> float:
    tables = database.tables
    calls = tables.indexed if indexed else tables.plain

    def side(*, canonical: bool) -> Callable[[], None]:
        asked = Asked(database.connection, datasets_of(tables, calls, canonical=canonical), database.calls)

        def run() -> None:
            if writes:
                _write(database)
            ask(asked)

        return run

    return in_turn([side(canonical=False), side(canonical=True)], effort).ratio(0, 1)


def _write(database: Loaded) -> None:
    """Write a row: what was known of the database is out of date."""
    driver: Any = database.connection.connection.driver_connection
    driver.execute("UPDATE metrics SET name = name WHERE id = (SELECT min(id) FROM metrics)")
    driver.commit()


def _index(database: Loaded) -> None:
    for calls in (database.tables.plain, database.tables.indexed):
        asked = [{"chart_type": "pie", "field": "topic"}]
        dataset = dataset_of(database.tables, calls, {}, canonical=False)
        for advice in dataset.recommended_indexes(asked):
            if " WHERE " in advice.ddl:
                database.connection.exec_driver_sql(advice.ddl)
    database.connection.exec_driver_sql("ANALYZE")
    database.connection.commit()


if __name__ == "__main__":
    raise SystemExit(main())
