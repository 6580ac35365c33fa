"""`python -m tests.mutants.planted`: how many random cases it takes to see a planted fault of arithmetic.

Generic mutants do not tell that the groups of random cases are empty; these do. It exits with 1 where a fault
is not seen within 200 cases. SQLite is asked first, DuckDB where it sees nothing: a fault is in one place.
"""

from __future__ import annotations

import argparse
import ast
import os
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path
from random import Random
from time import monotonic
from typing import TYPE_CHECKING, Any, Final

from tests.mutants.asking import Question
from tests.mutants.databases import NAMES, SHARING, Databases, world_of
from tests.mutants.fault import Fault
from tests.mutants.faults import FAULTS
from tests.mutants.importing import Finder
from tests.mutants.places import SOURCE, modules, name_of
from tests.mutants.processes import answered_by, apart, commit
from tests.mutants.reached import Reached, asked_of, load, reach, store
from tests.mutants.running import preload, wrong

if TYPE_CHECKING:
    from widgetql.testing import Case

CASES: Final = 200
_FILTERS: Final = ("filters", "dashboard_filters")


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
            apart((_build, folder, given.cases))
            apart(*((reach, folder, name) for name in NAMES))
            print(f"{given.cases} cases in {monotonic() - started:.0f} s", flush=True)
        preload()
        taken = [_planted(fault, folder) for fault in faults]
    found = [number for number in taken if number is not None]
    print(f"{len(found)} of {len(taken)} seen within {given.cases} cases", flush=True)
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
    reached = Reached(folder, NAMES)
    for name in NAMES:
        # No other question can be answered differently; of what is not mutated nobody knows.
        known = path in modules()
        numbers = reached.by(name, fault.path, fault.scope) if known else asked_of(name, questions)
        for number in sorted(numbers):
            question = questions[number]
            if wrong(question, databases, name) is not None:
                return question.number, f"{question.kind}, {name}"
    return None, ""


def _build(folder: Path, cases: int) -> None:
    """Write the first cases, and what the interpreter says to them."""
    from tests.mutants.corpus import interpreted
    from tests.mutants.databases import fill

    worlds: dict[str, Any] = {}
    questions = list(_questions(worlds, cases))
    fill(folder, worlds)
    store(folder, [replace(one, expected=interpreted(one, worlds[one.world].rows)) for one in questions])


def _questions(worlds: dict[str, Any], count: int) -> Iterator[Question]:
    """Each case: its filter, its conditions, its widget, a list's pages, a dashboard of its neighbours.

    One in five is of a dataset whose timestamp is a date.
    """
    from tests.mutants.asking import dataset_of
    from widgetql.testing import cases

    names = ("everything", "everything", "everything", "everything", "by day")
    drawn = {name: cases(dataset_of(Question("", name, "", None))) for name in dict.fromkeys(names)}
    for block in range(count // SHARING):
        name = names[block % len(names)]
        sharing = list(islice(drawn[name], SHARING))
        world = world_of(name, sharing[0], worlds)
        for place, case in enumerate(sharing):
            number = block * SHARING + place
            assert case.widget is not None
            yield Question("filter", name, world, case.filter, None, case.options, number)
            for condition in _conditions(case.filter):
                yield Question("filter", name, world, condition, None, case.options, number)
            given = {**case.options, **case.besides}
            yield Question("widget", name, world, case.widget, None, given, number)
            if case.widget["chart_type"] == "list":
                pages = case.widget | {"limit": 2}
                yield Question("pages", name, world, pages, None, case.options, number)
            if number % 2:
                dashboard = _dashboard(case, sharing)
                yield Question("dashboard", name, world, dashboard, None, case.options, number)


def _conditions(written: Any) -> Iterator[Any]:
    """What a group asks, one by one: in the whole few decide."""
    for part in (written or {}).get("conditions", ()):
        if part and "field" in part:
            yield part
        else:
            yield from _conditions(part)


def _dashboard(case: Case, sharing: Sequence[Case]) -> Any:
    """The widgets of some cases under the filters of one: they share a scan."""
    most = case.options["limits"].max_rows
    widgets = [
        {key: value for key, value in one.widget.items() if key not in _FILTERS}
        for one in (case, *sharing)
        if one.widget is not None and (one is case or _fits(one.widget, most))
    ]
    assert case.widget is not None
    filters = [case.widget[key] for key in _FILTERS if case.widget.get(key)]
    return {"filters": {"operator": "and", "conditions": filters}, "widgets": widgets}


def _fits(widget: dict[str, Any], most: int) -> bool:
    """Tell whether a widget has so many rows at most, and few buckets in any range."""
    group_by: dict[str, Any] = widget.get("group_by") or {}
    is_long = "interval" in group_by or widget.get("fill_gaps") or "'minute'" in str(widget)
    return not is_long and widget.get("limit", 1) <= most


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.mutants.planted", description=__doc__)
    parser.add_argument("--count", type=int, default=0, help="so many of the faults, by the seed; else all")
    parser.add_argument("--seed", default=os.environ.get("SEED", ""))
    parser.add_argument("--only", nargs="*", default=[], help="those whose names have this in them")
    parser.add_argument("--cases", type=int, default=CASES, help="within how many cases each must be seen")
    parser.add_argument("--folder", default="", help="where the cases are, or shall be, kept")
    return parser


if __name__ == "__main__":
    sys.exit(main())
