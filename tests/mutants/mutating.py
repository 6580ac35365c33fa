"""The mutants of a module by number, and a sample of all modules by seed."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Final

from tests.mutants.equivalent import is_listed
from tests.mutants.places import SOURCE, Place, modules, places
from tests.mutants.variants import variants

_SHOWN: Final = 160
# Of a module with few places, at least as many.
FLOOR: Final = 5


@dataclass(frozen=True)
class Mutant:
    """One change of one module: what it is, where, and how the text around it reads before and after."""

    path: str
    number: int
    kind: str
    line: int
    scope: str
    before: str
    after: str

    @property
    def key(self) -> tuple[str, str, str, str]:
        """What tells it, wherever its lines move."""
        return self.path, self.scope, self.before, self.after

    def __str__(self) -> str:
        where = f"{self.path}:{self.line} {self.scope or 'module'} [{self.kind}]"
        return f"{where}\n  - {self.before}\n  + {self.after}"


def changes(path: Path, tree: ast.Module) -> Iterator[tuple[Place, str, ast.AST]]:
    """Yield each change of a module, always in the same order."""
    is_sql = path.parent.name == "sql"
    for place in list(places(path, tree)):
        for kind, node in variants(place.node, is_sql=is_sql):
            yield place, kind, node


def mutants(path: Path) -> list[Mutant]:
    """Return the mutants of a module."""
    tree = ast.parse(path.read_text())
    parents = {child: parent for parent in ast.walk(tree) for child in ast.iter_child_nodes(parent)}
    found: dict[tuple[str, str, str, str], Mutant] = {}
    for number, (place, kind, node) in enumerate(changes(path, tree)):
        around = _around(place, parents)
        before = _text(around)
        if around is place.node:
            after = _text(node)
        else:
            place.put(node)
            after = _text(around)
            place.put(place.node)
        line = getattr(place.node, "lineno", 0) or getattr(place.statement, "lineno", 0)
        name = str(path.relative_to(SOURCE))
        one = Mutant(name, number, kind, line, place.scope, before, after)
        if before != after:
            found.setdefault(one.key, one)
    return list(found.values())


def mutated(path: Path, number: int) -> ast.Module:
    """Return a module's tree with one change in it."""
    tree = ast.parse(path.read_text())
    for index, (place, _, node) in enumerate(changes(path, tree)):
        if index == number:
            place.put(ast.copy_location(node, place.node) if hasattr(place.node, "lineno") else node)
            return ast.fix_missing_locations(tree)
    raise ValueError(f"{path} has no mutant {number}")


def sample(seed: str, only: Sequence[str] = ()) -> list[list[Mutant]]:
    """Return each module's mutants in the order in which they are to be drawn: each kind is as likely.

    What is listed as equivalent is not drawn: it takes the longest, and would tell nothing.
    """
    found = {path: [one for one in mutants(path) if not is_listed(one.key)] for path in modules()}
    found = {path: own for path, own in found.items() if own and (not only or _is_named(path, only))}
    return [_mixed(Random(f"{seed} {path.name}"), own) for path, own in found.items()]


# A module, a function of it, and a kind: the first such mutant must be seen.
_SURE: Final = (
    ("charts/wire.py", "percentages", "arithmetic"),
    ("filters/operators.py", "_eq", "return"),
    ("sql/aggregations.py", "_min", "return"),
    ("sql/select.py", "_cut", "element"),
    ("columns.py", "read", "return"),
    ("charts/bar.py", "behind", "branch"),
    ("relative_time.py", "span", "return"),
)


def sure() -> list[Mutant]:
    """Return mutants that no run can miss: where one of these lives, none was ever imported."""
    return [
        next(one for one in mutants(SOURCE / path) if (one.scope, one.kind) == (scope, kind))
        for path, scope, kind in _SURE
    ]


def shares(sizes: Sequence[int], count: int) -> list[int]:
    """Return how many mutants each module gives: its share by its number of them, `FLOOR` at least.

    >>> shares([1000, 30, 2], 50)
    [49, 5, 2]
    """
    total = sum(sizes)
    return [min(size, max(FLOOR, -(-size * count // total))) for size in sizes]


def _mixed(random: Random, own: list[Mutant]) -> list[Mutant]:
    by_kind: dict[str, list[Mutant]] = {}
    for one in own:
        by_kind.setdefault(one.kind, []).append(one)
    for of_kind in by_kind.values():
        random.shuffle(of_kind)
    drawn: list[Mutant] = []
    while by_kind:
        kind = random.choice(sorted(by_kind))
        drawn.append(by_kind[kind].pop())
        if not by_kind[kind]:
            del by_kind[kind]
    return drawn


def _is_named(path: Path, only: Sequence[str]) -> bool:
    return any(str(path.relative_to(SOURCE)).startswith(name) for name in only)


def _around(place: Place, parents: dict[ast.AST, ast.AST]) -> ast.AST:
    """Return the largest node around a place, in its statement, that is no longer than a line or two."""
    node = place.node
    while node is not place.statement and node in parents:
        parent = parents[node]
        if (isinstance(parent, ast.stmt) and hasattr(parent, "body")) or len(_text(parent)) > _SHOWN:
            break
        node = parent
    return node


def _text(node: ast.AST) -> str:
    if isinstance(node, ast.If | ast.While | ast.For | ast.With | ast.FunctionDef | ast.ClassDef | ast.Match):
        node = _head(node)
    return " ".join(ast.unparse(node).split())


def _head(node: ast.AST) -> ast.AST:
    """A compound statement without its body, but for the patterns of a `match`."""
    if isinstance(node, ast.Match):
        cases = [ast.match_case(one.pattern, one.guard, [ast.Pass()]) for one in node.cases]
        return ast.Match(node.subject, cases)
    fields = dict(ast.iter_fields(node)) | {"body": [ast.Pass()]}
    if "orelse" in fields:
        fields["orelse"] = []
    return ast.fix_missing_locations(type(node)(**fields))
