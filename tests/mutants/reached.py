"""The questions of a folder, and which blocks of the library each of them reaches."""

from __future__ import annotations

import ast
import pickle
import sys
from array import array
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import chain, groupby, zip_longest
from operator import itemgetter
from pathlib import Path
from random import Random
from time import process_time
from typing import Any, Final, NamedTuple

from tests.mutants.asking import WITHOUT_ROWS, Question, answer_to, dataset_of, strictly
from tests.mutants.blocks import begins, block_at, blocks
from tests.mutants.databases import NAMES, Databases
from tests.mutants.importing import Finder
from tests.mutants.places import SOURCE, modules, name_of

_QUESTIONS: Final = "questions.pickle"
_MARK: Final = "_reached_here"
# DuckDB takes ten times as long to plan a question: of the frequent kinds it is asked one of so many.
_FEWER: Final[Mapping[str, int]] = {"filter": 4, "behind": 6, "widget": 3}
# How SQLite's answers are computed is another matter on DuckDB.
_ONLY_FIRST: Final = WITHOUT_ROWS | {"ways", "kept", "known"}
_ONLY_SECOND: Final = frozenset({"ways on duckdb"})
# Seconds: what lives after questions that take so long, each unlike the others as long as it can be, lives.
_MOST: Final[Mapping[str, float]] = {"sqlite": 27.0, "duckdb": 21.0}
# What takes longer comes after what is as much unlike the others.
_LONG: Final = 0.06


class Disagreement(AssertionError):
    """The library itself, not a mutant of it, answers a question wrongly."""


def store(folder: Path, questions: Sequence[Question]) -> None:
    """Write the questions."""
    (folder / _QUESTIONS).write_bytes(pickle.dumps([pickle.dumps(one) for one in questions]))


def load(folder: Path) -> Questions:
    """Return the questions of a folder."""
    return Questions(pickle.loads((folder / _QUESTIONS).read_bytes()))


class Questions(Sequence[Question]):
    """Questions that are read when they are asked: some name what the library has."""

    def __init__(self, written: list[bytes]) -> None:
        self._written: Final = written

    def __len__(self) -> int:
        return len(self._written)

    def __getitem__(self, number: Any) -> Any:
        return pickle.loads(self._written[number])


def asked_of(name: str, questions: Sequence[Question]) -> Iterator[int]:
    """Yield the numbers of the questions that a database is asked."""
    seen: dict[str, int] = {}
    for number, question in enumerate(questions):
        if question.only:
            if question.only == name:
                yield number
        elif name == NAMES[0]:
            if question.kind not in _ONLY_SECOND:
                yield number
        elif question.kind not in _ONLY_FIRST:
            seen[question.kind] = seen.get(question.kind, 0) + 1
            if seen[question.kind] % _FEWER.get(question.kind, 1) == 0:
                yield number


class Reached:
    """Which questions reach what, in each database."""

    def __init__(self, folder: Path, names: Sequence[str]) -> None:
        self._by_name: Final = {name: _read(folder, name) for name in names}

    def by(self, name: str, path: str, scope: str, line: int = 0) -> list[int]:
        """Return the questions that reach a line of a function; all of them, for what runs at import."""
        found: _Found = self._by_name[name]
        begin = block_at(path, scope, line) or begins(path).get(scope)
        if begin is None or (path, begin) in found.imported:
            return list(found.numbers)
        return list(found.blocks.get((path, begin), ()))

    def chosen(self, name: str, path: str, scope: str, line: int) -> list[int]:
        """Return those of them that a mutant is asked, each unlike the others as long as there is such a one.

        Alike are questions of one sort that take the same way through the module.
        """
        found: _Found = self._by_name[name]
        numbers = self.by(name, path, scope, line)
        random = Random(0)
        random.shuffle(numbers)
        ways = found.ways.get(path)
        alike: dict[tuple[int, int], list[int]] = {}
        for number in numbers:
            alike.setdefault((found.sorts[number], ways[number] if ways else 0), []).append(number)
        groups = list(alike.values())
        random.shuffle(groups)
        # What runs at import any question may tell: first those that take any way through the module.
        groups.sort(key=lambda group: (not ways or not ways[group[0]], found.seconds[group[0]] > _LONG))
        chosen: list[int] = []
        left = _MOST[name]
        for number in chain.from_iterable(zip_longest(*groups)):
            if number is not None and left > 0:
                chosen.append(number)
                left -= found.seconds[number]
        return chosen


class _Found(NamedTuple):
    """What the questions with `numbers` reach: blocks by the module and the line, or at import.

    In the order of all questions: `sorts`, and the `ways` through each module, by numbers of their own, and
    how many `seconds` an answer takes.
    """

    numbers: list[int]
    blocks: dict[tuple[str, int], array[int]]
    imported: frozenset[tuple[str, int]]
    sorts: array[int]
    ways: dict[str, array[int]]
    seconds: array[float]


def _read(folder: Path, name: str) -> _Found:
    return _Found(*pickle.loads((folder / f"{name}.pickle").read_bytes()))


def reach(folder: Path, name: str) -> None:
    """Ask a database all its questions, and write down which blocks each of them reaches.

    Raises `Disagreement` where the library does not answer as it should.
    """
    strictly()
    here: set[tuple[str, int]] = set()
    for path in modules():
        sys.meta_path.insert(0, Finder(name_of(path), _marked(path)))
    __builtins__[_MARK] = here.add  # type: ignore[index]
    questions, databases = list(load(folder)), Databases(folder)
    wrong: list[str] = []
    numbers = list(asked_of(name, questions))
    for question in {one.dataset: one for one in questions}.values():
        dataset_of(question)
    imported = frozenset(here)
    # After what is to be marked.
    from widgetql.testing.sameness import difference, same

    reached: dict[int, list[tuple[str, int]]] = {}
    seconds = array("f", bytes(4 * len(questions)))
    for number in numbers:
        question = questions[number]
        _forget(dataset_of(question))
        here.clear()
        started = process_time()
        with databases.connected(name, question.world) as connection:
            found = answer_to(question, connection)
        seconds[number] = process_time() - started
        reached[number] = sorted(here)
        if not same(found, question.expected):
            said = f"{question.kind} {question.document} of {question.world}"
            wrong.append(f"{name}: {said}: {difference(found, question.expected)}")
    if wrong:
        raise Disagreement("\n".join([f"{len(wrong)} of the library's own answers are wrong", *wrong[:20]]))
    sorts = _numbered({number: _sort(one) for number, one in enumerate(questions)}, len(questions))
    ways = _ways(reached, len(questions))
    known = (numbers, _inverted(reached), imported, sorts, ways, seconds)
    (folder / f"{name}.pickle").write_bytes(pickle.dumps(known))


def _sort(question: Question) -> Any:
    """What a question is like before it is asked: its kind, of what, and what its document leads with."""
    match question.kind:
        case "table":
            return question.kind, *question.document[:2]
        case "stored":
            return question.kind, question.document[1]
        case "widget":
            return question.kind, question.dataset, str(question.document.get("chart_type"))
    return question.kind, question.dataset


def _inverted(reached: Mapping[int, list[tuple[str, int]]]) -> dict[tuple[str, int], array[int]]:
    found: dict[tuple[str, int], array[int]] = {}
    for number, own in reached.items():
        for one in own:
            found.setdefault(one, array("H")).append(number)
    return found


def _ways(reached: Mapping[int, list[tuple[str, int]]], count: int) -> dict[str, array[int]]:
    lines: dict[str, dict[int, tuple[int, ...]]] = {}
    for number, own in reached.items():
        for path, group in groupby(own, key=itemgetter(0)):
            lines.setdefault(path, {})[number] = tuple(line for _, line in group)
    return {path: _numbered(own, count) for path, own in lines.items()}


def _numbered(values: Mapping[int, Any], count: int) -> array[int]:
    """Different values by different numbers, in the order of their keys; 0 where there is none."""
    known: dict[Any, int] = {None: 0}
    return array("H", (known.setdefault(values.get(at), len(known)) for at in range(count)))


def _forget(dataset: Any) -> None:
    """Have nothing remembered: what an earlier question made is reached by this one as well."""
    from widgetql.charts import buckets
    from widgetql.kept import Kept

    dataset.kept = Kept()
    buckets._RECENT._found.clear()
    for remembered in _remembering():
        remembered.cache_clear()


@cache
def _remembering() -> list[Any]:
    """The library's functions that remember their answers."""
    loaded = [module for name, module in sys.modules.items() if name.split(".")[0] == "widgetql"]
    found = [one for module in loaded for one in vars(module).values() if hasattr(one, "cache_clear")]
    return list({id(one): one for one in found}.values())


def _marked(path: Path) -> ast.Module:
    """Return a module each of whose blocks says when it is reached."""
    tree = ast.parse(path.read_text())
    # Those of one list come from its end: what is put before one moves no other.
    for block in list(blocks(tree)):
        said = ast.parse(f"{_MARK}(({str(path.relative_to(SOURCE))!r}, {block.line}))").body
        block.statements[block.at : block.at] = said
    return ast.fix_missing_locations(tree)
