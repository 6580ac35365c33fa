"""Running mutants, each in a process of its own that was forked before the library was imported."""

from __future__ import annotations

import gc
import os
import pickle
import resource
import signal
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import process_time
from typing import Final, NamedTuple

from tests.mutants.asking import WITHOUT_ROWS, Question, answer_to, strictly
from tests.mutants.databases import NAMES, Databases
from tests.mutants.importing import Finder
from tests.mutants.mutating import Mutant, mutated
from tests.mutants.places import SOURCE, name_of
from tests.mutants.reached import Questions, Reached, load

# Seconds of processor time: a whole run takes a fifth of it, one question a thousandth.
_LONGEST: Final = 150
_LONGEST_QUESTION: Final = 15
# Seconds that a process may wait for whatever: no processor time, so it does not loop.
_PATIENCE: Final = 1_200
_MEMORY: Final = 4 << 30


@dataclass(frozen=True)
class Outcome:
    """How a mutant fared: `killed`, `alive`, `loops`, `stillborn` (no import) or `hung` (it only waited)."""

    mutant: Mutant
    state: str
    by: str = ""
    seconds: float = 0.0


def preload() -> None:
    """Import what the library and the questions need, but not the library: its modules are to be mutated."""
    import dateutil.relativedelta
    import duckdb
    import duckdb_sqlalchemy
    import hypothesis
    import pytest
    import sqlalchemy.dialects.sqlite
    import sqlalchemy.orm

    assert all((dateutil, duckdb, duckdb_sqlalchemy, hypothesis, pytest, sqlalchemy))
    loaded = [name for name in sys.modules if name.split(".")[0] == "widgetql"]
    if loaded:
        raise RuntimeError(f"imported too early to be mutated: {loaded[:3]}")


class _Asked(NamedTuple):
    """What mutants are asked: questions of a folder, of each database by what they reach."""

    folder: Path
    names: Sequence[str]
    questions: Questions
    reached: Reached


class Mutants:
    """Runs mutants against the questions of a folder, in so many processes at once."""

    def __init__(self, folder: Path, processes: int, names: Sequence[str] = NAMES) -> None:
        # Read once: a process that is forked has them.
        self._asked: Final = _Asked(folder, names, load(folder), Reached(folder, names))
        self._processes: Final = processes
        self._running: Final[dict[int, tuple[Mutant, int]]] = {}

    def outcomes(self, wanted: Iterator[Mutant]) -> Iterator[Outcome]:
        """Run mutants as they come; yield each outcome when it is known."""
        for mutant in wanted:
            self._start(mutant)
            if len(self._running) >= self._processes:
                yield self._ended()
        while self._running:
            yield self._ended()

    def _start(self, mutant: Mutant) -> None:
        reading, writing = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(reading)
            _live(mutant, self._asked, writing)
        os.close(writing)
        self._running[child] = (mutant, reading)

    def _ended(self) -> Outcome:
        child, status, usage = os.wait3(0)
        mutant, reading = self._running.pop(child)
        with os.fdopen(reading, "rb") as pipe:
            said = pipe.read()
        seconds = usage.ru_utime + usage.ru_stime
        if said:
            state, by = pickle.loads(said)
            return Outcome(mutant, state, by, seconds)
        ended_by = os.WTERMSIG(status)
        if ended_by in (signal.SIGXCPU, signal.SIGKILL):
            return Outcome(mutant, "loops", "the limit of the process", seconds)
        if ended_by == signal.SIGALRM:
            return Outcome(mutant, "hung", "", seconds)
        # It took the interpreter down, as a host would see.
        return Outcome(mutant, "killed", f"signal {ended_by}", seconds)


def _live(mutant: Mutant, asked: _Asked, writing: int) -> None:
    """Be a mutant: answer the questions until one is answered wrongly."""
    try:
        gc.freeze()
        resource.setrlimit(resource.RLIMIT_CPU, (_LONGEST, _LONGEST + 5))
        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
        signal.alarm(_PATIENCE)
        signal.signal(signal.SIGVTALRM, _give_up)
        said = _verdict(mutant, asked)
        os.write(writing, pickle.dumps(said))
    finally:
        os._exit(0)


class _Looped(BaseException):
    """A question took longer than any question does."""


def _give_up(_signal: int, _frame: object) -> None:
    raise _Looped


def _verdict(mutant: Mutant, asked: _Asked) -> tuple[str, str]:
    strictly()
    path = SOURCE / mutant.path
    sys.meta_path.insert(0, Finder(name_of(path), mutated(path, mutant.number)))
    try:
        import widgetql
    except Exception as error:
        return "stillborn", repr(error)[:200]
    assert widgetql.__file__
    databases = Databases(asked.folder)
    for name in asked.names:
        for number in asked.reached.chosen(name, mutant.path, mutant.scope, mutant.line):
            question = asked.questions[number]
            found = wrong(question, databases, name)
            if found is not None:
                state, how = found
                return state, f"{name}: {question.kind} {str(question.document)[:200]}: {how}"
    return "alive", ""


def wrong(question: Question, databases: Databases, name: str) -> tuple[str, str] | None:
    """Ask a question; return how it went wrong, if it did."""
    started = process_time()
    signal.setitimer(signal.ITIMER_VIRTUAL, _LONGEST_QUESTION)
    try:
        # No part of the library may be imported before it is mutated.
        from widgetql.testing.sameness import same

        if question.kind in WITHOUT_ROWS:
            found = answer_to(question, None)
        else:
            with databases.connected(name, question.world) as connection:
                found = answer_to(question, connection)
    except _Looped:
        return "loops", f"{process_time() - started:.0f} s"
    except Exception as error:
        return "killed", repr(error)[:150]
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    return None if same(found, question.expected) else ("killed", "another answer")
