"""Which test covers which item: tests say so as they are defined, so that the list cannot be out of date.

`@covers("item")` marks a test, `@each("names", {"item": values})` a table of cases with an item each. The
documentation's page is written from what they noted: `python -m tests.reference.coverage`.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final, TypeVar

import pytest

from tests.reference.items import ITEMS

ROOT: Final = Path(__file__).parents[2]
PAGE: Final = ROOT / "docs" / "reference-coverage.md"
MODULES: Final = (
    *(f"tests.reference.{path.stem}" for path in sorted(Path(__file__).parent.glob("test_*.py"))),
    "tests.kore.test_widget",
    "tests.kore.test_problems",
)
KNOWN: Final = frozenset(item for items in ITEMS.values() for item in items)
_COVERED: Final[dict[str, set[str]]] = {}

Test = TypeVar("Test", bound=Callable[..., object])


def covers(*items: str) -> Callable[[Test], Test]:
    """Note that a test covers items."""

    def note(test: Test) -> Test:
        for item in items:
            _note(item, test)
        return test

    return note


def each(names: str, cases: Mapping[str, Any], *also: str) -> Callable[[Test], Any]:
    """Parametrize a test, each case covering the item that is its key; a tuple is several values."""

    def mark(test: Test) -> Any:
        for item in cases:
            _note(item, test, f"[{item}]")
        params = [
            pytest.param(*(values if isinstance(values, tuple) else (values,)), id=item)
            for item, values in cases.items()
        ]
        return covers(*also)(pytest.mark.parametrize(names, params)(test))

    return mark


def _note(item: str, test: Callable[..., object], case: str = "") -> None:
    if item not in KNOWN:
        raise KeyError(f"{item} is no item of the reference")
    if not test.__name__.startswith("test_"):
        raise ValueError(f"{test.__name__} is no test, so it covers nothing")
    path = Path(test.__code__.co_filename).relative_to(ROOT).as_posix()
    _COVERED.setdefault(item, set()).add(f"{path}::{test.__name__}{case}")


def covered() -> Mapping[str, set[str]]:
    """The names of the tests of each item."""
    for module in MODULES:
        importlib.import_module(module)
    return _COVERED


def page() -> str:
    """The page of the documentation: each item with its tests."""
    lines = [
        "<!-- Written by `python -m tests.reference.coverage`. -->",
        "",
        "# Reference coverage",
        "",
        "widgetql's wire formats are those of two products. Every example, rule, error text, row of a table",
        "and response shape of their documents is an item below, with the tests that hold it. A test that",
        "works on rows runs on each database.",
    ]
    tests = covered()
    for document, items in ITEMS.items():
        lines += ["", f"## {document}", "", "| item | test |", "| --- | --- |"]
        for item, meaning in items.items():
            names = "<br>".join(f"`{name.removeprefix('tests/')}`" for name in sorted(tests.get(item, ())))
            lines.append(f"| {meaning.replace('|', chr(92) + '|')} | {names} |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    # The tests know this module by its own name, and note what they cover there.
    PAGE.write_text(importlib.import_module("tests.reference.coverage").page())
