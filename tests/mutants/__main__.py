"""`python -m tests.mutants`: mutate the library, and see whether the interpreter's comparisons tell.

It exits with 1 where fewer than 90 % of all mutants, or 80 % of a module's, are killed.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from random import Random
from time import monotonic
from typing import Final

from tests.mutants.databases import NAMES
from tests.mutants.mutating import Mutant, sample, shares, sure
from tests.mutants.processes import apart, commit
from tests.mutants.reached import reach
from tests.mutants.report import Report
from tests.mutants.running import Mutants, Outcome, preload

# As many mutants of a module that has fewer than it should tell what it is.
_ENOUGH: Final = 30
# After so many it says how far it is.
_TOLD: Final = 100


def main(arguments: Sequence[str] | None = None) -> int:
    """Run it."""
    given = _parser().parse_args(arguments)
    seed = given.seed or commit()
    print(f"seed {seed}", flush=True)
    names = NAMES[:1] if given.short else NAMES
    with tempfile.TemporaryDirectory() as directory:
        folder = Path(given.folder or directory)
        folder.mkdir(parents=True, exist_ok=True)
        if not (folder / f"{names[-1]}.pickle").exists():
            apart((_build, folder, given.cases, given.short))
            apart(*((_reach, folder, name) for name in names))
        preload()
        mutants = Mutants(folder, given.processes, names)
        if not _is_live(mutants):
            return 1
        return (
            0 if given.short else _run(mutants, _Drawn(sample(seed, given.only), given.count), given.verbose)
        )


def _is_live(mutants: Mutants) -> bool:
    """Tell whether mutants are seen at all: some that must be."""
    states = [outcome.state for outcome in mutants.outcomes(iter(sure()))]
    print(f"{states.count('killed')} of {len(states)} mutants that must die did", flush=True)
    return set(states) == {"killed"}


def _run(mutants: Mutants, drawn: _Drawn, is_verbose: bool) -> int:
    print(f"{len(drawn)} of {drawn.known} mutants", flush=True)
    report, started, is_more, done = Report(), monotonic(), False, 0
    while len(drawn):
        for outcome in mutants.outcomes(iter(drawn)):
            drawn.note(outcome)
            report.add(outcome, is_more=is_more)
            done += 1
            if done % _TOLD == 0:
                print(f"{monotonic() - started:5.0f} s: {done} run", flush=True)
            if outcome.state != "killed" or is_verbose:
                took = f"{monotonic() - started:5.0f} s {outcome.seconds:5.1f}"
                print(f"{took} {outcome.state}: {outcome.mutant}\n  {outcome.by}", flush=True)
        # Ten of a module tell little where eight are wanted.
        drawn.more_of(report.doubted(_ENOUGH))
        is_more = True
    print(report, flush=True)
    return 0 if report.is_met else 1


class _Drawn:
    """The mutants to be run; for one that cannot be imported comes another of its module."""

    def __init__(self, by_module: Sequence[list[Mutant]], count: int) -> None:
        self.known = sum(map(len, by_module))
        wanted = shares([len(own) for own in by_module], count)
        self._waiting = [one for own, number in zip(by_module, wanted, strict=True) for one in own[:number]]
        # Mixed, so that what is printed meanwhile is true of all.
        Random(0).shuffle(self._waiting)
        self._spare = {own[0].path: own[number:] for own, number in zip(by_module, wanted, strict=True)}

    def __len__(self) -> int:
        return len(self._waiting)

    def __iter__(self) -> Iterator[Mutant]:
        while self._waiting:
            yield self._waiting.pop(0)

    def more_of(self, modules: Iterable[str]) -> None:
        """Draw more of modules."""
        for path in modules:
            spare = self._spare[path]
            self._waiting += spare[:_ENOUGH]
            del spare[:_ENOUGH]

    def note(self, outcome: Outcome) -> None:
        """Draw another one instead of what could not be imported."""
        spare = self._spare[outcome.mutant.path]
        if outcome.state == "stillborn" and spare:
            self._waiting.append(spare.pop(0))


def _build(folder: Path, cases: int, is_short: bool) -> None:
    from tests.mutants.corpus import build

    started = monotonic()
    print(f"{build(folder, cases, is_short)} questions in {monotonic() - started:.0f} s", flush=True)


def _reach(folder: Path, name: str) -> None:
    started = monotonic()
    reach(folder, name)
    print(f"answered on {name} in {monotonic() - started:.0f} s", flush=True)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.mutants", description=__doc__)
    parser.add_argument("--count", type=int, default=300, help="mutants in all, at least")
    parser.add_argument("--seed", default="", help="what they are drawn by; the commit, if left out")
    parser.add_argument("--cases", type=int, default=180, help="random cases beside what is listed")
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--only", nargs="*", default=[], help="modules, as charts/bar.py or filters/")
    parser.add_argument("--folder", default="", help="where the questions are, or shall be, kept")
    parser.add_argument(
        "--short", action="store_true", help="a few that must die, on SQLite, by few questions"
    )
    parser.add_argument("--verbose", action="store_true", help="print what is killed as well")
    return parser


if __name__ == "__main__":
    sys.exit(main())
