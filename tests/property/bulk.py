"""`python -m tests.property.bulk`: random filters and widgets in bulk, interpreted once for all databases.

It prints what each database answers otherwise, with the seed, and exits with 1 where one does. A seed and a
zone make a case again: `cases(EVERYTHING, first=seed, timezone=zone)`.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, replace
from itertools import groupby, islice
from multiprocessing import get_context
from pathlib import Path
from time import monotonic
from typing import Final

from sqlalchemy import Connection, Engine

from tests.testing.everything import EVERYTHING, TABLES, ZONES, calls
from widgetql import Dataset
from widgetql.testing import Case, cases
from widgetql.testing.checking import Expected, apart, expected
from widgetql.testing.databases import DATABASES, filled, opened

_TOLD: Final = 500
_DATASETS: Final = {"everything": EVERYTHING} | {
    f"by {name}": Dataset(
        calls, id=calls.c.id, timestamp=calls.c[name], fields=EVERYTHING.fields, stats=EVERYTHING.stats
    )
    for name in ("day", "started")
}
# A timestamp is an instant in each zone, a date, and a local time.
_OF: Final = (
    *(("everything", zone) for zone in ZONES),
    *((name, "America/New_York") for name in _DATASETS if name != "everything"),
)
# Widgets have other rows than filters.
_APART: Final = {"filter": 0, "widget": 1_000_000}


@dataclass(frozen=True)
class Run:
    """So many cases of one thing, in one zone, of one dataset."""

    what: str
    dataset: str
    zone: str
    first: int
    count: int

    def cases(self) -> Iterator[Case]:
        drawn = cases(_DATASETS[self.dataset], first=self.first + _APART[self.what], timezone=self.zone)
        other = "widget" if self.what == "filter" else "filter"
        return (replace(case, **{other: None}) for case in islice(drawn, self.count))


def main(arguments: Sequence[str] | None = None) -> int:
    """Ask, in two processes."""
    given = _parser().parse_args(arguments)
    started = monotonic()
    runs = [
        Run(what, *of, given.seed + 100_000 * place, count // len(_OF))
        for what, count in (("filter", given.filters), ("widget", given.widgets))
        for place, of in enumerate(_OF)
    ]
    shares = [(runs[number :: given.processes], given.databases) for number in range(given.processes)]
    with ProcessPoolExecutor(given.processes, get_context("spawn")) as pool:
        wrong = sum(pool.map(_asked, shares))
    names = ", ".join(given.databases)
    asked = [sum(one.count for one in runs if one.what == what) for what in _APART]
    print(f"{asked[0]} filters and {asked[1]} widgets on each of {names}: {wrong} answered otherwise")
    print(f"{monotonic() - started:.0f} s, seed {given.seed}", flush=True)
    return 1 if wrong else 0


def _asked(share: tuple[Sequence[Run], Sequence[str]]) -> int:
    """Open databases of its own, and ask them the cases of some runs; return how many answers are wrong."""
    runs, names = share
    with ExitStack() as stack:
        scratch = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        engines = {name: stack.enter_context(opened(name, scratch, TABLES)) for name in names}
        return sum(wrong(run, engines) for run in runs)


def wrong(run: Run, engines: Mapping[str, Engine]) -> int:
    """Ask databases the cases of a run; print and count what is answered otherwise."""
    dataset, amiss, asked = _DATASETS[run.dataset], 0, 0
    for _, sharing in groupby(run.cases(), key=lambda case: id(case.rows)):
        alike = [(case, expected(dataset, case)) for case in sharing]
        for name, engine in engines.items():
            with filled(engine, alike[0][0].rows) as connection:
                for case, said in alike:
                    found = _apart(connection, dataset, case, said)
                    amiss += found is not None
                    if found is not None:
                        print(f"{name}, {run.zone}, {run.dataset}, seed {case.seed}: {found}", flush=True)
        asked += len(alike)
        if asked % _TOLD < len(alike):
            print(f"{run.what}s, {run.dataset}, {run.zone}: {asked} asked, {amiss} wrong", flush=True)
    return amiss


def _apart(connection: Connection, dataset: Dataset, case: Case, said: Expected) -> str | None:
    """Return what a database answers otherwise, an error too: the others are asked further."""
    try:
        return apart(connection, dataset, case, said)
    except Exception as error:
        connection.rollback()
        return f"{type(error).__name__}: {str(error)[:500]}, of {case.filter or case.widget}"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.property.bulk", description=__doc__)
    parser.add_argument("--filters", type=int, default=10_000)
    parser.add_argument("--widgets", type=int, default=2_000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--processes", type=int, default=2)
    five = [name for name in DATABASES if name != "spark"]
    parser.add_argument("--databases", nargs="+", default=five, choices=DATABASES)
    return parser


if __name__ == "__main__":
    sys.exit(main())
