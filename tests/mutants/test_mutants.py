"""The runs of mutants and of planted faults are live: their short forms, which are processes of their own."""

from __future__ import annotations

import ast
import subprocess
import sys
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

from tests.mutants.asking import options_of
from tests.mutants.databases import World
from tests.mutants.equivalent import EQUIVALENT, entries_for
from tests.mutants.fault import Fault
from tests.mutants.faults import FAULTS
from tests.mutants.large import large
from tests.mutants.listed import listed
from tests.mutants.mutating import changes, mutants, shares
from tests.mutants.places import SOURCE, modules
from tests.mutants.rare import rare

ROOT = Path(__file__).parents[2]

# They are processes of their own, or read sources.
pytestmark = pytest.mark.untraced


def _run(*arguments: Any) -> str:
    """Run a module of the tests; return what it printed."""
    command = [sys.executable, "-m", *map(str, arguments)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_mutants_that_must_die_do() -> None:
    assert "7 of 7 mutants that must die did" in _run(
        "tests.mutants", "--short", "--cases", 10, "--seed", "short"
    )


def test_planted_faults_are_seen_by_random_cases() -> None:
    # `make planted` plants all, within 200 cases.
    some = ("percentile of n + 1",)
    assert "1 of 1 seen within 16 cases" in _run("tests.mutants.planted", "--cases", 16, "--only", *some)


def test_every_listed_question_has_options_that_are_taken() -> None:
    """A limit got a least value, and the whole run died of a question below it."""
    worlds: dict[str, World] = {}
    questions = [*listed(worlds), *large(worlds), *rare(worlds)]
    assert all(options_of(one) is not None for one in questions)
    assert len(questions) > 500


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_a_fault_is_planted_once(fault: Fault) -> None:
    assert fault.planted() != (SOURCE / fault.path).read_text()


def test_there_are_forty_faults() -> None:
    assert len({fault.name for fault in FAULTS}) == len(FAULTS) >= 40


def test_every_module_gives_mutants_but_bare_declarations() -> None:
    sizes = {str(path.relative_to(SOURCE)): _size(path) for path in modules()}
    few = {name for name, size in sizes.items() if size < 4}
    assert few == {"charts/answer.py", "charts/chart.py", "sql/grouping.py"}
    assert sum(shares([*sizes.values()], 300)) >= 300


def _size(path: Path) -> int:
    # To count them all takes half a minute.
    return sum(1 for _ in islice(changes(path, ast.parse(path.read_text())), 12))


def test_what_is_listed_as_equivalent_is_still_a_mutant() -> None:
    found = [one.key for path in {key[0] for key in EQUIVALENT} for one in mutants(SOURCE / path)]
    assert EQUIVALENT.keys() - {entry for key in found for entry in entries_for(key)} == set()
    assert all(EQUIVALENT.values())
