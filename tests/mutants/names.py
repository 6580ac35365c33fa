"""Texts that only name something: a column of a statement, or what is kept. Any other would do.

A name that is made in two places of a module is told: the second asks for what the first no longer makes.
"""

from __future__ import annotations

import ast
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Final

_SOURCE: Final = Path(__file__).parents[2] / "src" / "widgetql"


def is_name(text: ast.AST, parent: ast.AST) -> bool:
    """Tell whether a text is a part of a name that is made of others, or one that a module keeps for itself.

    >>> tree = ast.parse('f"{one}_next"').body[0].value
    >>> is_name(tree.values[1], tree)
    True
    >>> tree = ast.parse('f"sum({one})"').body[0].value
    >>> is_name(tree.values[0], tree)
    False
    """
    if not isinstance(text, ast.Constant) or not isinstance(text.value, str):
        return False
    match parent:
        case ast.JoinedStr(values=parts):
            texts = [str(one.value) for one in parts if isinstance(one, ast.Constant)]
            # A lone line between two names is in the names of answers as well.
            return len(texts) < len(parts) and all(map(_is_small, texts)) and {*texts} != {"_"}
        case ast.AnnAssign(target=ast.Name(id=own)) | ast.Assign(targets=[ast.Name(id=own)]):
            return own.startswith("_") and _is_small(text.value) and _written()[text.value] == 1
    return False


def _is_small(text: str) -> bool:
    """Tell whether a text is of small letters and lines: other ones are SQL."""
    return all(part.islower() and part.isalpha() for part in text.split("_") if part)


@cache
def _written() -> Counter[str]:
    """How often each text is written in the library: what clients write is in a type or a table as well."""
    trees = (ast.parse(path.read_text()) for path in _SOURCE.rglob("*.py"))
    return Counter(
        node.value
        for tree in trees
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    )
