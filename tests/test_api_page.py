"""The page of the API lists everything that is public."""

from __future__ import annotations

import re
from pathlib import Path
from types import ModuleType
from typing import Final

import pytest

import widgetql
import widgetql.testing
import widgetql.testing.databases
from widgetql import kore, mcp, notebook, react_querybuilder
from widgetql.testing import example

PAGE: Final = (Path(__file__).parents[1] / "docs" / "api.md").read_text()
MODULES: Final = (
    *(widgetql, kore, mcp, notebook, react_querybuilder),
    *(widgetql.testing, example, widgetql.testing.databases),
)


def public(module: ModuleType) -> list[str]:
    """What a module exports; without `__all__` what it defines under a name without an underscore."""
    if hasattr(module, "__all__"):
        return list(module.__all__)
    own = [
        name for name, thing in vars(module).items() if getattr(thing, "__module__", "") == module.__name__
    ]
    return [name for name in {*own, *vars(module).get("__annotations__", {})} if not name.startswith("_")]


def listed() -> set[str]:
    """Every dotted name on the page."""
    found, module = set[str](), ""
    for directive, name in re.findall(r"^\.\. (\w+):: ([\w.]+)$", PAGE, re.MULTILINE):
        if directive == "currentmodule":
            module = name + "."
        else:
            found.add(name if name.startswith("widgetql.") else module + name)
    return found


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.__name__)
def test_the_page_lists_what_is_public(module: ModuleType) -> None:
    names = {f"{module.__name__}.{name}" for name in public(module)}
    assert names
    assert names - listed() == set()
