"""Tables of the documentation that are made from the code, so that they cannot tell anything else.

A page takes one in by `{include} _generated/<name>.md`; to add one is a function and a row of `PAGES`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import fields
from datetime import timedelta
from pathlib import Path
from typing import Final

from widgetql.errors import CODES
from widgetql.limits import Limits


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Write a Markdown table.

    >>> print(table(["a", "b"], [["1", "x | y"]]))
    | a | b |
    | --- | --- |
    | 1 | x \\| y |
    """
    lines = [head, ["---"] * len(head), *([cell.replace("|", "\\|") for cell in row] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def errors() -> str:
    """Every code of a problem, and what it says."""
    return table(["code", "meaning"], ([f"`{code}`", meaning] for code, meaning in CODES.items()))


def limits() -> str:
    """Every limit, and its default."""
    defaults = Limits()
    return table(
        ["limit", "default"], ([f"`{f.name}`", _said(getattr(defaults, f.name))] for f in fields(Limits))
    )


def _said(value: object) -> str:
    match value:
        case None:
            return "none"
        case timedelta(days=days) if value == timedelta(days=days):
            return f"{days} days"
        case int():
            return f"{value:,}"
        case _:
            return str(value)


PAGES: Final[Mapping[str, Callable[[], str]]] = {"errors": errors, "limits": limits}


def write_all(folder: Path) -> None:
    """Write each table into its file in `folder`; a file that is right already keeps its time stamp."""
    folder.mkdir(exist_ok=True)
    for name, page in PAGES.items():
        path = folder / f"{name}.md"
        text = page() + "\n"
        if not path.exists() or path.read_text() != text:
            path.write_text(text)
