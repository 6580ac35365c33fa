"""Which nodes of a module are mutated: all but what no answer of SQLite or DuckDB can tell.

Left out: annotations, asserts, docstrings, decorators, imports, `__repr__`, type aliases, the texts of errors
and of reasons, with the variables that are for these alone, whatever only remembers SQL (`inherit_cache`,
`cache_ok`), and what is for other databases: a `@compiles` for them, a default that both SQLite and DuckDB
override, a branch that asks for their names, what follows where all but they return, and what only these use.
Also texts that only name a column of a statement.
"""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Final

from tests.mutants.elsewhere import ELSEWHERE
from tests.mutants.names import is_name
from tests.mutants.others import (
    OTHERS,
    asks_for_others,
    is_other_key,
    is_said_to_others,
    returns_but_for_others,
)
from tests.mutants.profiles import is_fact_of_others, is_of_another

SOURCE: Final = Path(__file__).parents[2] / "src" / "widgetql"
_OURS: Final = ("sqlite", "duckdb")
_REMEMBERED: Final = frozenset({"inherit_cache", "cache_ok"})
# Calls that make a message, and which of their arguments it is.
_MESSAGES: Final[Mapping[str, int]] = {
    "add": 2,
    "refuse": 1,
    "_refused": 1,
    "_note": 3,
    "Choice": 1,
    "Problem": 3,
    "cast": 0,
}
_SAID: Final = frozenset({"shown", "InvalidInput", "InvalidTime", "TypeVar", "TooManyBuckets", "in_words"})
# Calls that give a name to what is selected from: any other would do.
_NAMED: Final = frozenset({"subquery", "cte", "alias"})
# Calls whose first argument, where it is a text, tells what is kept from what else is: any other would do.
_KEPT: Final = frozenset({"kept", "rows"})
_GENERIC: Final = frozenset({"dict", "list", "set", "tuple", "frozenset", "type"})
_MUTATED: Final = ("columns.py", "drill.py", "relative_time.py", "dynamic.py")
_FOLDERS: Final = ("filters", "plan", "charts", "sql")


@dataclass(frozen=True)
class Place:
    """A node that is mutated: where it stands in its parent, its statement, and the function around it."""

    node: ast.AST
    parent: ast.AST
    field: str
    index: int | None
    statement: ast.AST
    scope: str

    def put(self, node: ast.AST) -> None:
        """Put a node in the place of this one."""
        if self.index is None:
            setattr(self.parent, self.field, node)
        else:
            getattr(self.parent, self.field)[self.index] = node


def modules() -> list[Path]:
    """Return the files that are mutated."""
    inner = [path for folder in _FOLDERS for path in sorted((SOURCE / folder).glob("*.py"))]
    return [*(path for path in inner if path.name != "__init__.py"), *(SOURCE / name for name in _MUTATED)]


def name_of(path: Path) -> str:
    """Return the name that a file is imported by."""
    parts = path.relative_to(SOURCE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def places(path: Path, tree: ast.Module) -> Iterator[Place]:
    """Yield the nodes of a module that are mutated, in their order."""
    own = f"{path.relative_to(SOURCE)} "
    unused = _unused().get(name_of(path), frozenset())
    elsewhere = frozenset(name.removeprefix(own) for name in ELSEWHERE if name.startswith(own))
    for place in _Walk(unused, elsewhere).module(tree):
        if not _is_elsewhere(f"{own}{place.scope}"):
            yield place


@cache
def _is_elsewhere(scope: str) -> bool:
    return any(scope == name or scope.startswith(f"{name}.") for name in ELSEWHERE)


@dataclass
class _Walk:
    """A walk through a module; definitions that are `unused` here are left out.

    A walk that `names_all` leaves out only what is for other databases: for the names that the rest uses.
    """

    unused: frozenset[str]
    elsewhere: frozenset[str] = frozenset()
    names_all: bool = False
    overridden: set[str] = field(default_factory=set[str])
    said: frozenset[str] = frozenset()
    texts: Counter[str] = field(default_factory=Counter[str])

    def module(self, tree: ast.Module) -> Iterator[Place]:
        named = (ast.JoinedStr, ast.Assign, ast.AnnAssign)
        self.texts = Counter(ast.unparse(node) for node in ast.walk(tree) if isinstance(node, named))
        self.overridden = _overridden(tree)
        yield from self._children(tree, tree, "")

    def _children(self, node: ast.AST, statement: ast.AST, scope: str) -> Iterator[Place]:
        for name, value in ast.iter_fields(node) if self.names_all else _fields(node):
            for index, child in enumerate(value) if isinstance(value, list) else [(None, value)]:
                if isinstance(child, ast.If) and returns_but_for_others(child):
                    for at, own in enumerate(child.body):
                        yield from self._child(own, child, ("body", at), child, scope)
                    break
                if isinstance(child, ast.AST) and not self._is_left_out(child, node, name, index):
                    yield from self._child(child, node, (name, index), statement, scope)

    def _child(
        self, child: ast.AST, node: ast.AST, at: tuple[str, int | None], statement: ast.AST, scope: str
    ) -> Iterator[Place]:
        own = child if isinstance(child, ast.stmt) else statement
        yield Place(child, node, at[0], at[1], own, scope)
        if isinstance(child, ast.FunctionDef | ast.ClassDef):
            scope = f"{scope}.{child.name}" if scope else child.name
        around = self.said
        if isinstance(child, ast.FunctionDef):
            self.said = _only_said(child)
        yield from self._children(child, own, scope)
        self.said = around

    def _is_left_out(self, child: ast.AST, parent: ast.AST, name: str, index: int | None) -> bool:
        if self._is_for_others(child) or is_other_key(parent, name, index) or _is_argument(parent, name):
            return True
        # A `zip` that is strict asserts something.
        if isinstance(child, ast.keyword) and (child.arg == "strict" or is_implied(parent, child)):
            return True
        if name == "args" and is_said_to_others(parent):
            return True
        if isinstance(child, ast.keyword) and is_fact_of_others(parent, child):
            return True
        if self.names_all:
            return False
        if is_name(child, parent) and self.texts[ast.unparse(parent)] == 1:
            return True
        return _tells_nothing(child) or _is_message(parent, name, index) or _is_of(child, self.said)

    def _is_for_others(self, child: ast.AST) -> bool:
        """Tell whether a node is there for other databases only."""
        match child:
            case ast.FunctionDef(name=own) | ast.ClassDef(name=own) if own in self.unused:
                return True
            case ast.FunctionDef():
                return self._compiles_for_others(child)
            case ast.AnnAssign() if is_of_another(child):
                return True
            case ast.Assign(targets=[ast.Name(id=own)]) | ast.AnnAssign(target=ast.Name(id=own)):
                return own in self.unused
            case ast.If(test=test) | ast.IfExp(test=test) | ast.match_case(pattern=test):
                return asks_for_others(test)
            case ast.Starred(value=ast.Name(id="MARIADB")):
                return True
            case ast.Call(func=ast.Name(id=own)):
                return own in self.elsewhere
            # What is MariaDB's, under each of its names.
            case ast.Call(func=ast.Attribute(attr="fromkeys"), args=[ast.Name(id="MARIADB"), *_]):
                return True
            case ast.Expr(value=ast.Call(func=ast.Call() as mark)) if _called(mark) == "compiles":
                return set(_dialects(mark)).isdisjoint(_OURS)
            case ast.Constant(value=str() as text):
                return text in OTHERS
        return False

    def _compiles_for_others(self, node: ast.FunctionDef) -> bool:
        marks = [
            one for one in node.decorator_list if isinstance(one, ast.Call) and _called(one) == "compiles"
        ]
        if not marks:
            return False
        named = [_dialects(mark) for mark in marks]
        own = [found for found in named if not found or set(found) & set(_OURS)]
        return not own or (named == [[]] and ast.unparse(marks[0].args[0]) in self.overridden)


def _tells_nothing(child: ast.AST) -> bool:
    """Tell whether no answer depends on a node."""
    match child:
        case ast.Assert() | ast.Raise() | ast.Import() | ast.ImportFrom() | ast.expr_context() | ast.Pass():
            return True
        case ast.Expr(value=ast.Constant()):
            return True
        case ast.FunctionDef(name=own):
            return own == "__repr__" or any(_called(one) == "overload" for one in child.decorator_list)
        case ast.ClassDef():
            return any("Protocol" in ast.unparse(base) for base in child.bases)
        case ast.Assign(value=ast.Call(func=ast.Name(id="TypeVar"))):
            return True
        case ast.Assign(targets=[ast.Name(id=own)], value=value):
            return own in _REMEMBERED | {"__all__"} or _is_alias(value)
        case ast.AnnAssign(target=ast.Name(id=own), annotation=kind):
            return own in _REMEMBERED or "TypeAlias" in ast.unparse(kind)
    return False


def is_implied(call: ast.AST, keyword: ast.keyword) -> bool:
    """Tell whether an argument says what holds without it: a parameter without a name has one of its own."""
    match call:
        case ast.Call(func=ast.Name(id="bindparam"), args=[ast.Constant(value=None), *_]):
            return keyword.arg == "unique"
    return False


def scope_at(tree: ast.AST, line: int) -> str:
    """Return the function, or the class, that a line is in, by the names around it."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and node.lineno <= line <= (node.end_lineno or 0):
            inner = scope_at(node, line)
            return f"{node.name}.{inner}" if inner else node.name
    return ""


def _fields(node: ast.AST) -> Iterator[tuple[str, Any]]:
    """The children that stand for what a program does: no annotations, bases or decorators."""
    skipped = {"annotation", "returns", "decorator_list", "bases", "type_params", "type_comment"}
    if isinstance(node, ast.ClassDef):
        skipped |= {"keywords"}
    if isinstance(node, ast.Subscript) and isinstance(node.value, ast.Name) and node.value.id in _GENERIC:
        skipped |= {"slice"}
    for name, value in ast.iter_fields(node):
        if name not in skipped:
            yield name, value


def _called(node: ast.AST) -> str:
    found = node.func if isinstance(node, ast.Call) else node
    return found.attr if isinstance(found, ast.Attribute) else getattr(found, "id", "")


def _dialects(mark: ast.Call) -> list[str]:
    """The databases that a `@compiles` names; none is the default of all."""
    return [
        "mariadb" if isinstance(one, ast.Starred) else str(getattr(one, "value", "?"))
        for one in mark.args[1:]
    ]


def _overridden(tree: ast.Module) -> set[str]:
    """The constructs for which SQLite and DuckDB both have a way of their own."""
    found: dict[str, set[str]] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and _called(node) == "compiles":
            found.setdefault(ast.unparse(node.args[0]), set()).update(_dialects(node))
    return {name for name, dialects in found.items() if dialects >= set(_OURS)}


def _is_alias(value: ast.AST) -> bool:
    """Tell whether a name is given to a type: a union, or a class with its parameters."""
    leaves = [node.id for node in ast.walk(value) if isinstance(node, ast.Name)]
    is_type = isinstance(value, ast.BinOp | ast.Subscript) and not isinstance(value, ast.Call)
    return is_type and all(
        name[:1].isupper() or name.strip("_")[:1].isupper() or name in _TYPES for name in leaves
    )


_TYPES: Final = _GENERIC | {"int", "str", "bool", "float", "datetime"}


def _is_message(parent: ast.AST, name: str, index: int | None) -> bool:
    if not isinstance(parent, ast.Call) or name not in ("args", "keywords"):
        return False
    called = _called(parent)
    if called in _NAMED and name == "args":
        return True
    if called in _KEPT and name == "args" and index == 0 and isinstance(parent.args[0], ast.Constant):
        return True
    return called in _SAID or (name == "args" and called in _MESSAGES and index == _MESSAGES[called])


def _only_said(function: ast.FunctionDef) -> frozenset[str]:
    """The variables of a function that only texts of errors are made of."""
    assigned = frozenset(
        node.targets[0].id
        for node in ast.walk(function)
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)
    )
    found = assigned
    while found:
        now = assigned - {*_heard(function, found)}
        if now == found:
            break
        found = now
    return found


def _heard(node: ast.AST, said: frozenset[str]) -> Iterator[str]:
    """The names that something else is made of."""
    for name, value in ast.iter_fields(node):
        for index, child in enumerate(value) if isinstance(value, list) else [(None, value)]:
            if not isinstance(child, ast.AST) or _is_message(node, name, index) or _is_of(child, said):
                continue
            if isinstance(child, ast.Name) and isinstance(child.ctx, ast.Load):
                yield child.id
            if not isinstance(child, ast.Raise):
                yield from _heard(child, said)


def _is_of(node: ast.AST, names: frozenset[str]) -> bool:
    """Tell whether a statement gives a value to one of some variables."""
    match node:
        case ast.Assign(targets=[ast.Name(id=own)]) | ast.AnnAssign(target=ast.Name(id=own)):
            return own in names
    return False


def _is_argument(parent: ast.AST, name: str) -> bool:
    """Tell whether a node says which argument of a construct is meant: the only one is the last as well."""
    match parent:
        case ast.Subscript(value=ast.Call(func=ast.Name(id="written"))):
            return name == "slice"
    return False


@cache
def _unused() -> dict[str, frozenset[str]]:
    """The definitions of each module that only what is left out uses."""
    trees = {path: ast.parse(path.read_text()) for path in sorted(SOURCE.rglob("*.py"))}
    found: dict[str, frozenset[str]] = {name_of(path): frozenset() for path in trees}
    # What nothing here uses is public.
    ever = {name for tree in trees.values() for name in _names(ast.walk(tree))}
    used = {path: _names(_kept(path, tree, frozenset())) for path, tree in trees.items()}
    while True:
        # Two modules may have a private name in common.
        shared = {name for names in used.values() for name in names if not name.startswith("_")}
        now = {
            name_of(path): frozenset(_defined(tree) & ever - shared - used[path])
            for path, tree in trees.items()
        }
        if now == found:
            return found
        for path in [path for path in trees if now[name_of(path)] != found[name_of(path)]]:
            used[path] = _names(_kept(path, trees[path], now[name_of(path)]))
        found = now


def _kept(path: Path, tree: ast.Module, unused: frozenset[str]) -> Iterator[ast.AST]:
    """The nodes of a module that are not for other databases."""
    own = f"{path.relative_to(SOURCE)} "
    walked = _Walk(unused, names_all=True).module(tree)
    return (place.node for place in walked if not _is_elsewhere(f"{own}{place.scope}"))


def _names(nodes: Iterator[ast.AST]) -> set[str]:
    """The names that nodes use."""
    return {
        node.attr if isinstance(node, ast.Attribute) else node.id
        for node in nodes
        if isinstance(node, ast.Attribute | ast.Name) and isinstance(node.ctx, ast.Load)
    }


def _defined(tree: ast.Module) -> set[str]:
    """The functions, classes and constants of a module."""
    found: set[str] = set()
    for node in tree.body:
        match node:
            case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
                # What is registered is used by who registers it.
                found |= set() if node.decorator_list and isinstance(node, ast.FunctionDef) else {name}
            case ast.AnnAssign(target=ast.Name(id=name)) | ast.Assign(targets=[ast.Name(id=name)]):
                found.add(name)
    return found
