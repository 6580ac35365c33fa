"""Realistic documents to begin with: all that the pages, the examples and the tests of this project write."""

from __future__ import annotations

import ast
import json
import textwrap
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from random import Random
from typing import Any, Final

from tests.conformance.features import ROWS, features
from tests.testing.everything import EVERYTHING
from widgetql.relative_time import zone_of
from widgetql.testing import NOW, Rows
from widgetql.testing.strategies.conditions import Conditions
from widgetql.testing.strategies.plan import Plan
from widgetql.testing.strategies.plots import Widgets

_ROOT: Final = Path(__file__).parents[2]
_SOURCES: Final = (
    "tests/reference",
    "tests/charts",
    "tests/filters",
    "tests/kore",
    "tests/drill",
    "examples",
)
_DRAWN: Final = 100


@cache
def filters() -> tuple[Any, ...]:
    """Filters, most of them for the dataset that has everything."""
    plan = Plan(EVERYTHING, 60, NOW, zone_of("UTC"))
    conditions = Conditions(plan, ROWS)
    drawn = [conditions.draw(Random(seed).choice, 3) for seed in range(_DRAWN)]
    of_features = [one for feature in features() if feature.kind == "filter" for one in feature.documents]
    return (*of_features, *drawn, *_written({"op"}, {"operator"}))


@cache
def widgets() -> tuple[Any, ...]:
    """Widgets of every chart."""
    drawing = Widgets(Plan(EVERYTHING, 60, NOW, zone_of("UTC")), ROWS)
    drawn = [drawing.draw(Random(seed).choice) for seed in range(_DRAWN)]
    of_features = [one for feature in features() if feature.kind == "widget" for one in feature.documents]
    return (*of_features, *drawn, *_written({"chart_type"}, {"dimensions"}, {"aggregation_function"}))


@cache
def dashboards() -> tuple[Any, ...]:
    """Dashboards, small ones."""
    saved = json.loads((_ROOT / "examples/flights/dashboard.json").read_text())
    made = [
        {"filters": filters()[(7 * number) % len(filters())], "widgets": list(widgets()[number : number + 3])}
        for number in range(0, len(widgets()) - 3, 3)
    ]
    return (saved, *made)


@cache
def params() -> tuple[Any, ...]:
    """Parameters of Kore's widget."""
    return tuple(_written({"startDate"}, {"customFilters"}))


@cache
def patterns() -> tuple[str, ...]:
    """Regular expressions."""
    tests = (_ROOT / "tests/test_regex.py").read_text()
    return tuple({text for text in _texts(ast.parse(tests)) if 0 < len(text) < 60})


@cache
def times() -> tuple[str, ...]:
    """Relative and absolute times, and what looks like some."""
    tests = (_ROOT / "tests/test_relative_time.py").read_text()
    return tuple({text for text in _texts(ast.parse(tests)) if 0 < len(text) < 40})


def rows() -> Rows:
    """The rows that they are asked of."""
    return ROWS


def _written(*keys: set[str]) -> list[Any]:
    """Return the dicts of the sources that have all keys of one of the sets."""
    return [one for one in _literals() if any(key <= one.keys() for key in keys)]


@cache
def _literals() -> tuple[dict[Any, Any], ...]:
    pages = [*_ROOT.glob("*.md"), *(_ROOT / "docs").glob("*.md")]
    modules = [path for source in _SOURCES for path in (_ROOT / source).rglob("*.py")]
    trees = [ast.parse(path.read_text()) for path in sorted(modules)]
    trees += [tree for path in sorted(pages) for tree in _examples(path.read_text())]
    return tuple(found for tree in trees for found in _dicts(tree))


def _examples(page: str) -> Iterator[ast.Module]:
    """Yield what the blocks of a page parse to, sessions without their prompts."""
    for block in page.split("```")[1::2]:
        lines = block.split("\n")[1:]
        code = [line[4:] if line.startswith((">>> ", "... ")) else line for line in lines]
        session = [line[4:] for line in lines if line.startswith((">>> ", "... "))]
        try:
            yield ast.parse(textwrap.dedent("\n".join(session or code)))
        except SyntaxError:
            continue


def _dicts(tree: ast.AST) -> Iterator[dict[Any, Any]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Dict):
            try:
                yield ast.literal_eval(node)
            except (ValueError, TypeError):
                continue


def _texts(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value
