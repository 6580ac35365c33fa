"""What the profiles of databases say of others than SQLite and DuckDB."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path
from typing import Any, Final

_PROFILES: Final = Path(__file__).parents[2] / "src" / "widgetql" / "sql" / "profile.py"
_OURS: Final = ("SQLITE", "DUCKDB")
# Facts that only modules read which are not mutated: what a database is called, how its failures are met.
_OF_NO_ANSWER: Final = frozenset({"name", "cancel", "failed", "lists_indexes", "lists_types"})
PROFILES_OF_OTHERS: Final = frozenset({"POSTGRESQL", "MARIADB", "CLICKHOUSE", "SPARK"})


def is_of_another(node: ast.AST) -> bool:
    """Tell whether a statement is the profile of another database."""
    match node:
        case ast.AnnAssign(target=ast.Name(id=name), value=ast.Call(func=ast.Name(id="Profile"))):
            return name not in _OURS
    return False


def is_fact_of_others(parent: ast.AST, fact: ast.keyword) -> bool:
    """Tell whether a profile says what no answer tells, or that something holds of other databases only."""
    match parent:
        case ast.Call(func=ast.Name(id="Profile")):
            return fact.arg in flags_of_others() | _OF_NO_ANSWER
    return False


@cache
def flags_of_others() -> frozenset[str]:
    """Return what holds of other databases only."""
    profiles: dict[str, dict[str, Any]] = {}
    for node in ast.parse(_PROFILES.read_text()).body:
        match node:
            case ast.AnnAssign(target=ast.Name(id=name), value=ast.Call(keywords=facts)):
                profiles[name] = {str(one.arg): getattr(one.value, "value", None) for one in facts}
    ours = [profiles[name] for name in _OURS]
    return frozenset(fact for fact in ours[0] if all(one[fact] is False for one in ours))


def asks_for_flags(test: ast.AST) -> bool:
    """Tell whether a condition is about what holds of other databases only."""
    names = {node.attr.lstrip("_") for node in ast.walk(test) if isinstance(node, ast.Attribute)}
    return not names.isdisjoint(flags_of_others())
