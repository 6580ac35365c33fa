"""Executes a notebook without a kernel, and writes what its cells show into it: `python -m docs.executed`.

A cell shows its last expression as Jupyter asks it: by `_repr_mimebundle_`, `_repr_html_`, or its text.
"""

from __future__ import annotations

import ast
import json
import re
from pathlib import Path
from typing import Any, Final

QUICKSTART: Final = Path(__file__).with_name("notebooks") / "quickstart.ipynb"


def executed(notebook: dict[str, Any]) -> dict[str, Any]:
    """Return a notebook with the outputs of its code cells, which run from top to bottom in one namespace."""
    names: dict[str, Any] = {}
    cells: list[dict[str, Any]] = []
    count = 0
    for cell in notebook["cells"]:
        found: dict[str, Any] = {}
        if cell["cell_type"] == "code":
            count += 1
            shown = _value("".join(cell["source"]), names)
            found = {"execution_count": count, "outputs": _outputs(shown, count)}
        cells.append(cell | found)
    return notebook | {"cells": cells}


def _value(source: str, names: dict[str, Any]) -> Any:
    """Run a cell; return the value of its last statement if that is an expression."""
    tree = ast.parse(source)
    last = tree.body.pop() if isinstance(tree.body[-1], ast.Expr) else None
    exec(compile(tree, "<cell>", "exec"), names)
    if not isinstance(last, ast.Expr):
        return None
    return eval(compile(ast.Expression(last.value), "<cell>", "eval"), names)


def _outputs(value: Any, count: int) -> list[dict[str, Any]]:
    if value is None:
        return []
    # Where an object lies in memory is another place each time.
    data: dict[str, Any] = {"text/plain": re.sub(r" at 0x[0-9a-f]+", "", repr(value))}
    if hasattr(value, "_repr_html_"):
        data = {"text/html": value._repr_html_(), **data}
    if hasattr(value, "_repr_mimebundle_"):
        data = dict(value._repr_mimebundle_())
    data = {kind: _lines(content) for kind, content in data.items()}
    return [{"output_type": "execute_result", "data": data, "metadata": {}, "execution_count": count}]


def _lines(content: Any) -> Any:
    """Text is written by lines, as Jupyter does."""
    return content.splitlines(keepends=True) if isinstance(content, str) else content


def main() -> None:
    """Execute the quickstart, and write it anew."""
    found = executed(json.loads(QUICKSTART.read_text()))
    QUICKSTART.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
