"""`python -m tests.mutants.planted`: how many random cases it takes to see a planted fault of arithmetic.

Generic mutants do not tell that the groups of random cases are empty; these do. It exits with 1 where a fault
is not seen within 200 cases. SQLite alone is asked: a fault is in one place, and most ways of it are there.
"""

from __future__ import annotations

import argparse
import ast
import os
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from random import Random
from time import monotonic
from typing import Any, Final

from tests.mutants.asking import Question
from tests.mutants.databases import Databases
from tests.mutants.faults import FAULTS, Fault
from tests.mutants.importing import Finder
from tests.mutants.places import SOURCE, name_of
from tests.mutants.processes import answered_by, apart, commit
from tests.mutants.reached import Reached, load, reach, store
from tests.mutants.running import preload, wrong

CASES: Final = 200


def main(arguments: Sequence[str] | None = None) -> int:
    """Plant the faults one after another."""
    given = _parser().parse_args(arguments)
    faults = list(FAULTS)
    if given.count:
        Random(given.seed or commit()).shuffle(faults)
        faults = faults[: given.count]
    faults = [one for one in faults if not given.only or any(name in one.name for name in given.only)]
    with tempfile.TemporaryDirectory() as directory:
        folder = Path(given.folder or directory)
        if not (folder / "sqlite.pickle").exists():
            started = monotonic()
            apart((_build, folder))
            apart((reach, folder, "sqlite"))
            print(f"{CASES} cases in {monotonic() - started:.0f} s", flush=True)
        preload()
        taken = [_planted(fault, folder) for fault in faults]
    found = [number for number in taken if number is not None]
    print(f"{len(found)} of {len(taken)} seen within {CASES} cases", flush=True)
    return 0 if len(found) == len(taken) else 1


def _planted(fault: Fault, folder: Path) -> int | None:
    """Return the number of the first case that shows a fault; print it."""
    started = monotonic()
    number, how = answered_by(lambda: _first_wrong(fault, folder))
    took = "NOT SEEN" if number is None else f"case {number + 1}"
    print(
        f"{took:>9} {monotonic() - started:5.1f} s  {fault.name}{'' if number is None else f'  ({how})'}",
        flush=True,
    )
    return None if number is None else int(number)


def _first_wrong(fault: Fault, folder: Path) -> tuple[int | None, str]:
    path = SOURCE / fault.path
    sys.meta_path.insert(0, Finder(name_of(path), ast.parse(fault.planted())))
    databases, questions = Databases(folder), load(folder)
    # No other question can be answered differently.
    for number in sorted(Reached(folder, ["sqlite"]).by("sqlite", fault.path, fault.scope)):
        question = questions[number]
        if wrong(question, databases, "sqlite") is not None:
            return question.number, question.kind
    return None, ""


def _build(folder: Path) -> None:
    """Write the first cases, and what the interpreter says to them."""
    from tests.mutants.corpus import interpreted
    from tests.mutants.databases import fill

    worlds: dict[str, Any] = {}
    questions = list(_questions(worlds))
    fill(folder, worlds, names=("sqlite",))
    store(folder, [replace(one, expected=interpreted(one, worlds[one.world].rows)) for one in questions])


def _questions(worlds: dict[str, Any]) -> Iterator[Question]:
    """Each case's widget alone, as all pages of a list, and in a dashboard that shares a scan."""
    from tests.mutants.corpus import WAYS, moment, world_of
    from tests.testing.everything import EVERYTHING, ZONES
    from widgetql.testing import cases

    drawn = [
        cases(EVERYTHING, first=number * 10_000, timezone=zone, now=moment(number))
        for number, zone in enumerate(ZONES)
    ]
    for number in range(CASES):
        # Eight in a row are of the same rows.
        case = next(drawn[number // 8 % len(ZONES)])
        assert case.widget is not None
        world = world_of("everything", case, worlds)
        options: dict[str, Any] = {**case.options, "week_start": ("monday", "sunday")[number % 2]}
        alone = options | {"strategy": WAYS[number % len(WAYS)]}
        yield Question("widget", "everything", world, case.widget, None, alone, number)
        if case.widget["chart_type"] == "list":
            widget = case.widget | {"limit": 2}
            yield Question("pages", "everything", world, widget, None, options, number)
        if number % 2:
            dashboard = _dashboard(case.widget)
            yield Question("dashboard", "everything", world, dashboard, None, options, number)


# Of the widgets that are drawn few have a percentile, and fewer one of values that differ.
_EVERY: Final = ("count", "sum", "avg", "min", "max", "count_distinct", "median", "p90", "p95", "p99")
# What shares a scan with a widget under its own filters, and every aggregation of the same records.
_BESIDE: Final[list[Any]] = [
    {
        "chart_type": "table",
        "dimensions": ["topic"],
        "metrics": [{"aggregation_function": name, "field": "duration"} for name in _EVERY],
    },
    {"chart_type": "stat"},
    {"chart_type": "pie", "field": "topic", "include_missing": True},
    {"chart_type": "stat", "group_by": {"type": "field", "field": "topic"}},
    {"chart_type": "bar", "field": "cost", "aggregation_function": "avg", "time_period": "day"},
    {"chart_type": "bar", "field": "duration", "aggregation_function": "avg", "time_period": "week"},
    {"chart_type": "bar", "field": "duration", "aggregation_function": "sum", "time_period": "week"},
    # Records whose only related row has no value.
    {"chart_type": "bar", "field": "evaluations.weight", "aggregation_function": "avg", "time_period": "day"},
]


def _dashboard(widget: Any) -> Any:
    own = {key: value for key, value in widget.items() if key not in ("filters", "dashboard_filters")}
    filters = [widget[key] for key in ("filters", "dashboard_filters") if widget.get(key)]
    return {"filters": {"operator": "and", "conditions": filters}, "widgets": [own, *_BESIDE]}


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.mutants.planted", description=__doc__)
    parser.add_argument("--count", type=int, default=0, help="so many of the faults, by the seed; else all")
    parser.add_argument("--seed", default=os.environ.get("SEED", ""))
    parser.add_argument("--only", nargs="*", default=[], help="those whose names have this in them")
    parser.add_argument("--folder", default="", help="where the cases are, or shall be, kept")
    return parser


if __name__ == "__main__":
    sys.exit(main())
