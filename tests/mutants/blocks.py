"""The blocks of a function: statements that run one after another, if the first of them does."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from typing import Any, Final, NamedTuple

from tests.mutants.places import SOURCE

_LISTS: Final = ("body", "orelse", "finalbody")
_LEAVING: Final = (ast.Return, ast.Raise, ast.Continue, ast.Break)


class Block(NamedTuple):
    """Some of the statements of a list, from the one `at` a place; the list belongs to a function."""

    scope: str
    statements: list[ast.stmt]
    at: int

    @property
    def line(self) -> int:
        """The line that it begins with: no other one begins there."""
        return self.statements[self.at].lineno


def blocks(tree: ast.AST) -> Iterator[Block]:
    """Yield the blocks of all functions, an outer one before what is in it, a later one of a list first."""
    for scope, function in functions(tree):
        first = 0 if ast.get_docstring(function) is None else 1
        if first < len(function.body):
            yield from _blocks(scope, function.body, first)


def functions(node: ast.AST, scope: str = "") -> Iterator[tuple[str, ast.FunctionDef]]:
    """Yield the functions and methods, each by the names around it."""
    for child in ast.iter_child_nodes(node):
        own = scope
        if isinstance(child, ast.FunctionDef | ast.ClassDef):
            own = f"{scope}.{child.name}" if scope else child.name
        if isinstance(child, ast.FunctionDef):
            yield own, child
        yield from functions(child, own)


def _blocks(scope: str, statements: list[ast.stmt], first: int) -> Iterator[Block]:
    """A list's blocks: one begins with it, and one after each statement that may leave it."""
    begins = [at for at in range(first, len(statements)) if at == first or _may_leave(statements[at - 1])]
    yield from (Block(scope, statements, at) for at in reversed(begins))
    for statement in statements[first:]:
        for inner in _inner(statement):
            yield from _blocks(scope, inner, 0)


def _inner(statement: ast.stmt) -> Iterator[list[ast.stmt]]:
    if isinstance(statement, ast.FunctionDef | ast.ClassDef):
        return
    found: Any = statement
    yield from (getattr(found, name) for name in _LISTS if getattr(found, name, None))
    yield from (one.body for name in ("handlers", "cases") for one in getattr(found, name, ()))


def _may_leave(statement: ast.stmt) -> bool:
    return any(isinstance(node, _LEAVING) for node in ast.walk(statement))


@cache
def block_at(path: str, scope: str, line: int) -> int | None:
    """Return the line that the block of a function begins with in which a line is."""
    return _by_line(path).get((scope, line))


@cache
def _by_line(path: str) -> dict[tuple[str, int], int]:
    found: dict[tuple[str, int], int] = {}
    ends: dict[int, int] = {}
    for block in blocks(ast.parse((SOURCE / path).read_text())):
        # The blocks of one list come from its end.
        until = ends.get(id(block.statements), len(block.statements))
        ends[id(block.statements)] = block.at
        for statement in block.statements[block.at : until]:
            for line in range(statement.lineno, (statement.end_lineno or 0) + 1):
                found[block.scope, line] = block.line
    return found


@cache
def begins(path: str) -> dict[str, int]:
    """Return the line of the first block of each function of a module."""
    found: dict[str, int] = {}
    for block in blocks(ast.parse((SOURCE / path).read_text())):
        found[block.scope] = min(found.get(block.scope, block.line), block.line)
    return found
