"""Tables of the documentation that are made from the code, so that they cannot tell anything else.

A page takes one in by `{include} _generated/<name>.md`; to add one is a function and a row of `PAGES`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import fields
from datetime import timedelta
from pathlib import Path
from typing import Final

from widgetql.charts.rules import AGGREGATIONS, CHART_TYPES, MATRIX
from widgetql.errors import CODES
from widgetql.filters.vocabulary import GROUPS, OPERATORS, operators_of
from widgetql.limits import Limits
from widgetql.types import DataType


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
    named = ((field.name, getattr(defaults, field.name)) for field in fields(Limits))
    return table(["limit", "default"], ([f"`{name}`", _said(value)] for name, value in named))


def operators() -> str:
    """Every operator, its operand and its meaning."""
    head = ["operator", "value", "holds where the field"]
    return table(head, ([f"`{op.name}`", op.operand.value, op.meaning] for op in OPERATORS.values()))


def groups() -> str:
    """Every group, and when it holds."""
    return table(["operator", "holds where"], ([f"`{name}`", meaning] for name, meaning in GROUPS.items()))


def operators_by_type() -> str:
    """Which operators each type of field takes."""
    return table(
        ["type", "operators"], ([kind.value, _listed(OPERATORS, operators_of(kind))] for kind in DataType)
    )


def rules() -> str:
    """The rules matrix: which charts and aggregations each type of field takes."""
    return table(
        ["type", "charts", "aggregations"],
        (
            [kind.value, _listed(CHART_TYPES, rule.charts), _listed(AGGREGATIONS, rule.aggregations)]
            for kind, rule in MATRIX.items()
        ),
    )


def _listed(names: Iterable[str], chosen: Collection[str]) -> str:
    return " ".join(f"`{name}`" for name in names if name in chosen)


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


PAGES: Final[Mapping[str, Callable[[], str]]] = {
    "errors": errors,
    "groups": groups,
    "limits": limits,
    "operators": operators,
    "operators_by_type": operators_by_type,
    "rules": rules,
}


def write_all(folder: Path) -> None:
    """Write each table into its file in `folder`; a file that is right already keeps its time stamp."""
    folder.mkdir(exist_ok=True)
    for name, page in PAGES.items():
        path = folder / f"{name}.md"
        text = page() + "\n"
        if not path.exists() or path.read_text() != text:
            path.write_text(text)
