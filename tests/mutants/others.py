"""What is for other databases than SQLite and DuckDB, by how it is written."""

from __future__ import annotations

import ast
from typing import Final

from tests.mutants.profiles import PROFILES_OF_OTHERS, asks_for_flags

OTHERS: Final = frozenset({"postgresql", "mariadb", "mysql", "clickhousedb", "clickhouse", "hive", "spark"})


def is_said_to_others(node: ast.AST) -> bool:
    """Tell whether a call adds something to a statement for another database."""
    match node:
        case ast.Call(keywords=keywords):
            named = [one.value for one in keywords if one.arg == "dialect"]
            return any(isinstance(one, ast.Constant) and one.value in OTHERS for one in named)
    return False


def asks_for_others(test: ast.AST) -> bool:
    """Tell whether a condition or a pattern is about another database, by its name or what holds of it."""
    found = {node.value for node in ast.walk(test) if isinstance(node, ast.Constant)}
    names = {node.id for node in ast.walk(test) if isinstance(node, ast.Name)}
    # No type checker runs here.
    return bool(found & OTHERS or names & {"MARIADB", "TYPE_CHECKING"}) or asks_for_flags(test)


def is_for_others(case: ast.match_case) -> bool:
    """Tell whether a case is about the name of another database, or guarded by it."""
    return asks_for_others(case.pattern) or (case.guard is not None and asks_for_others(case.guard))


def is_of_others(node: ast.AST) -> bool:
    """Tell whether a part of a table or of a list names another database, or its profile."""
    match node:
        case ast.Constant(value=str() as name):
            return name in OTHERS
        case ast.Name(id=name):
            return name in PROFILES_OF_OTHERS
    return False


def returns_but_for_others(node: ast.If) -> bool:
    """Tell whether all databases but another one return here."""
    tests = node.test.values if isinstance(node.test, ast.BoolOp) else [node.test]
    # Of several conditions the last is the one that asks: nothing is to be done for NULL in any case.
    match tests[-1]:
        case _ if isinstance(node.test, ast.BoolOp) and not isinstance(node.test.op, ast.Or):
            is_ours = False
        case ast.Compare(ops=[ast.NotEq()], comparators=[ast.Constant(value=str() as name)]):
            is_ours = name in OTHERS
        case ast.UnaryOp(op=ast.Not(), operand=ast.Attribute() as fact):
            is_ours = asks_for_flags(fact)
        case _:
            is_ours = False
    return is_ours and isinstance(node.body[-1], ast.Return)


def is_other_key(parent: ast.AST, name: str, index: int | None) -> bool:
    """Tell whether a value stands under the name of another database."""
    if not isinstance(parent, ast.Dict) or name != "values" or index is None:
        return False
    key = parent.keys[index]
    return isinstance(key, ast.Constant) and key.value in OTHERS
