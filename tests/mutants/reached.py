"""The questions of a folder, and which functions of the library each of them reaches."""

from __future__ import annotations

import ast
import pickle
import sys
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from random import Random
from typing import Any, Final

from tests.mutants.asking import WITHOUT_ROWS, Question, answer_to, dataset_of
from tests.mutants.databases import NAMES, Databases
from tests.mutants.importing import Finder
from tests.mutants.places import SOURCE, modules, name_of

_QUESTIONS: Final = "questions.pickle"
_MARK: Final = "_reached_here"
# DuckDB takes ten times as long to plan a question: of the frequent kinds it is asked one of so many.
_FEWER: Final[Mapping[str, int]] = {"filter": 4, "behind": 6, "widget": 3}
# How SQLite's answers are computed is another matter on DuckDB.
_ONLY_FIRST: Final = WITHOUT_ROWS | {"ways", "kept"}
_ONLY_SECOND: Final = frozenset({"ways on duckdb"})


class Disagreement(AssertionError):
    """The library itself, not a mutant of it, answers a question wrongly."""


def store(folder: Path, questions: Sequence[Question]) -> None:
    """Write the questions."""
    (folder / _QUESTIONS).write_bytes(pickle.dumps(questions))


def load(folder: Path) -> list[Question]:
    """Return the questions of a folder."""
    found: list[Question] = pickle.loads((folder / _QUESTIONS).read_bytes())
    return found


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
    """Which questions reach which function, in each database; they come in an order that mixes them."""

    def __init__(self, folder: Path, names: Sequence[str]) -> None:
        self._by_name: Final = {name: _read(folder, name) for name in names}

    def by(self, name: str, path: str, scope: str) -> list[int]:
        """Return the questions that reach a function; all of them, for what runs at import."""
        everything, functions, imported = self._by_name[name]
        if not scope or (path, scope) in imported or _is_class(path, scope):
            numbers = list(everything)
        else:
            numbers = list(functions.get((path, scope), ()))
        Random(0).shuffle(numbers)
        return numbers


def _read(folder: Path, name: str) -> Any:
    return pickle.loads((folder / f"{name}.pickle").read_bytes())


def reach(folder: Path, name: str) -> None:
    """Ask a database all its questions, and write down which functions each of them reaches.

    Raises `Disagreement` where the library does not answer as it should.
    """
    here: set[tuple[str, str]] = set()
    for path in modules():
        sys.meta_path.insert(0, Finder(name_of(path), _marked(path)))
    __builtins__[_MARK] = here.add  # type: ignore[index]
    questions, databases = load(folder), Databases(folder)
    wrong: list[str] = []
    functions: dict[tuple[str, str], list[int]] = {}
    numbers = list(asked_of(name, questions))
    for question in {one.dataset: one for one in questions}.values():
        dataset_of(question)
    imported = frozenset(here)
    # After what is to be marked.
    from widgetql.testing.sameness import difference, same

    for number in numbers:
        question = questions[number]
        _forget(dataset_of(question))
        here.clear()
        with databases.connected(name, question.world) as connection:
            found = answer_to(question, connection)
        for one in here:
            functions.setdefault(one, []).append(number)
        if not same(found, question.expected):
            said = f"{question.kind} {question.document} of {question.world}"
            wrong.append(f"{name}: {said}: {difference(found, question.expected)}")
    if wrong:
        raise Disagreement("\n".join([f"{len(wrong)} of the library's own answers are wrong", *wrong[:20]]))
    (folder / f"{name}.pickle").write_bytes(pickle.dumps((numbers, functions, imported)))


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
    """Return a module each of whose functions says when it is reached."""
    tree = ast.parse(path.read_text())
    for scope, node in _functions(tree, ""):
        said = ast.parse(f"{_MARK}(({str(path.relative_to(SOURCE))!r}, {scope!r}))").body
        node.body[_after_docstring(node) : _after_docstring(node)] = said
    return ast.fix_missing_locations(tree)


def _functions(node: ast.AST, scope: str) -> Iterator[tuple[str, ast.FunctionDef]]:
    for child in ast.iter_child_nodes(node):
        own = scope
        if isinstance(child, ast.FunctionDef | ast.ClassDef):
            own = f"{scope}.{child.name}" if scope else child.name
        if isinstance(child, ast.FunctionDef):
            yield own, child
        yield from _functions(child, own)


def _after_docstring(node: ast.FunctionDef) -> int:
    return 1 if ast.get_docstring(node) is not None else 0


@cache
def _is_class(path: str, scope: str) -> bool:
    """Tell whether a scope is the body of a class, which runs at import."""
    tree = ast.parse((SOURCE / path).read_text())
    return all(scope != own for own, _ in _functions(tree, ""))
