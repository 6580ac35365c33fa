"""What a node of a syntax tree may be mutated into: one small change each."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from copy import copy
from typing import Any, Final

from tests.mutants.others import is_for_others, is_of_others
from tests.mutants.places import is_implied

Variant = tuple[str, ast.AST]
"""The kind of a mutation, and the node that stands in the place of the old one."""

_COMPARISONS: Final[Mapping[type[ast.cmpop], tuple[type[ast.cmpop], ...]]] = {
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
}
_ARITHMETIC: Final[Mapping[type[ast.operator], type[ast.operator]]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.FloorDiv,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.Mult,
    ast.BitOr: ast.BitAnd,
    ast.BitAnd: ast.BitOr,
    ast.LShift: ast.RShift,
    ast.RShift: ast.LShift,
}
# Pieces of SQL text that have an opposite, or a neighbour.
_SQL: Final = (
    *((" AND ", " OR "), (" OR ", " AND "), ("NOT ", ""), ("IS NULL", "IS NOT NULL"), ("NULL", "0")),
    *(("<> ", "= "), (" <= ", " < "), (" < ", " <= "), (" > ", " >= "), (" >= ", " > "), (" = ", " <> ")),
    *((" + ", " - "), (" - ", " + "), (" * ", " / "), (" / ", " * "), ("min(", "max("), ("max(", "min(")),
    *(("asc", "desc"), ("desc", "asc"), (" % ", " / "), ("count(", "sum("), ("sum(", "count(")),
)
# Functions and methods whose arguments have no order.
_EITHER_WAY: Final = frozenset({"min", "max", "and_", "or_", "where", "shape"})


def variants(node: ast.AST, *, is_sql: bool) -> Iterator[Variant]:
    """Yield what a node may become. `is_sql` says that its module writes SQL as text."""
    match node:
        case ast.Compare():
            yield from _compared(node)
        case ast.BoolOp():
            yield from _connected(node)
        case ast.BinOp() if type(node.op) in _ARITHMETIC:
            yield "arithmetic", _with(node, op=_ARITHMETIC[type(node.op)]())
        case ast.UnaryOp(op=ast.Not() | ast.USub() | ast.Invert()):
            yield "negation", node.operand
        case ast.Constant():
            yield from _constant(node, is_sql=is_sql)
        case ast.If() | ast.IfExp() | ast.While():
            yield from _branched(node)
        case ast.comprehension() if node.ifs:
            yield "condition", _with(node, ifs=node.ifs[1:])
        case ast.Call():
            yield from _called(node)
        case ast.List() | ast.Tuple() | ast.Set() if len(node.elts) > 1 and not _is_target(node):
            for at, one in enumerate(node.elts):
                if not is_of_others(one):
                    yield "element", _with(node, elts=_without(node.elts, at))
        case ast.Dict() if len(node.keys) > 1:
            for at, key in enumerate(node.keys):
                left = _with(node, keys=_without(node.keys, at), values=_without(node.values, at))
                if key is None or not is_of_others(key):
                    yield "element", left
        # What is false and None are told apart by nobody: a constant is turned over instead.
        case ast.Return(value=ast.expr() as value) if not _is_none(value) and not _is_bool(value):
            yield "return", _with(node, value=ast.Constant(None))
        case ast.Match() if len(node.cases) > 1:
            for at, one in enumerate(node.cases[:-1]):
                if not is_for_others(one):
                    yield "branch", _with(node, cases=_without(node.cases, at))
        case ast.Expr(value=ast.Call() | ast.Await()) | ast.AugAssign() | ast.Continue():
            yield "statement", ast.Pass()
        case ast.Assign(targets=[ast.Attribute() | ast.Subscript()]):
            yield "statement", ast.Pass()


def _compared(node: ast.Compare) -> Iterator[Variant]:
    for at, found in enumerate(node.ops):
        for other in _COMPARISONS[type(found)]:
            ops = [*node.ops[:at], other(), *node.ops[at + 1 :]]
            yield "comparison", _with(node, ops=ops)


def _connected(node: ast.BoolOp) -> Iterator[Variant]:
    yield "connective", _with(node, op=ast.Or() if isinstance(node.op, ast.And) else ast.And())
    for at in range(len(node.values)):
        left = _without(node.values, at)
        yield "connective", left[0] if len(left) == 1 else _with(node, values=left)


def _constant(node: ast.Constant, *, is_sql: bool) -> Iterator[Variant]:
    match node.value:
        case bool():
            yield "constant", ast.Constant(not node.value)
        case int():
            yield from (("constant", ast.Constant(node.value + by)) for by in (1, -1))
        case float():
            yield "constant", ast.Constant(node.value * 2 + 1)
        case str() if node.value and " " not in node.value and node.value.strip("%.,:;()[]{}'\"-+* "):
            yield "text", ast.Constant(f"{node.value}X")
    if is_sql and isinstance(node.value, str):
        for piece, other in _SQL:
            if piece in node.value:
                yield "sql", ast.Constant(node.value.replace(piece, other, 1))


def _branched(node: Any) -> Iterator[Variant]:
    # A loop whose condition always holds never ends: that is no question.
    for forced in (False,) if isinstance(node, ast.While) else (True, False):
        yield "branch", _with(node, test=ast.Constant(forced))


def _called(node: ast.Call) -> Iterator[Variant]:
    for at, keyword in enumerate(node.keywords):
        if keyword.arg not in (None, "strict") and not is_implied(node, keyword):
            yield "argument", _with(node, keywords=_without(node.keywords, at))
    first = node.args[:2]
    plain = not any(isinstance(one, ast.Starred) for one in first)
    called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    either = called in _EITHER_WAY
    if len(first) == 2 and plain and not either and ast.dump(first[0]) != ast.dump(first[1]):
        yield "argument", _with(node, args=[first[1], first[0], *node.args[2:]])
    match node.func:
        case ast.Name("min" | "max" as name):
            yield "call", _with(node, func=ast.Name("max" if name == "min" else "min", ast.Load()))
        case ast.Name("and_" | "or_" as name):
            yield "call", _with(node, func=ast.Name("or_" if name == "and_" else "and_", ast.Load()))
        case ast.Name("any" | "all" as name):
            yield "call", _with(node, func=ast.Name("all" if name == "any" else "any", ast.Load()))
        case ast.Name("not_" | "reversed" | "sorted" | "abs") if len(node.args) == 1 and not node.keywords:
            yield "call", node.args[0]
        case ast.Attribute(value=found, attr="asc" | "desc" as name):
            yield "call", _with(node, func=_with(node.func, attr="desc" if name == "asc" else "asc"))
            del found


def _is_target(node: Any) -> bool:
    return isinstance(getattr(node, "ctx", None), ast.Store | ast.Del)


def _is_bool(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, bool)


def _is_none(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and node.value is None


def _without(items: list[Any], at: int) -> list[Any]:
    return [*items[:at], *items[at + 1 :]]


def _with(node: Any, **fields: Any) -> Any:
    changed = copy(node)
    for name, value in fields.items():
        setattr(changed, name, value)
    return changed
