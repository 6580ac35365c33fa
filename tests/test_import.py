"""`import widgetql` is light, and what it offers is explained."""

from __future__ import annotations

import inspect
import json
import subprocess
import sys
from typing import Final

import pytest

import widgetql

# The three dependencies, and what they load: greenlet (SQLAlchemy 2.0), six (dateutil 2), tzdata (4).
ALLOWED: Final = {"widgetql", "sqlalchemy", "dateutil", "typing_extensions", "greenlet", "six", "tzdata"}
# What compiled extensions and Python's own configuration put into `sys.modules` under no package's name.
_NO_PACKAGE: Final = ("cython_runtime", "_cython_", "_sysconfigdata_")
_LOADED: Final = """
import json, sys
before = set(sys.modules)
import widgetql
light = set(sys.modules)
assert "widgetql.charts" not in light and "sqlalchemy" not in light
for name in widgetql.__all__:
    getattr(widgetql, name)
print(json.dumps(sorted(set(sys.modules) - before)))
"""


@pytest.fixture(scope="module")
def loaded() -> list[str]:
    """The modules that `import widgetql` and all of its names add to a fresh interpreter."""
    # Isolated: neither the directory nor a `sitecustomize` of ours has a say.
    run = subprocess.run([sys.executable, "-I", "-c", _LOADED], check=True, capture_output=True, text=True)
    names: list[str] = json.loads(run.stdout)
    return names


def test_only_the_three_dependencies_are_loaded(loaded: list[str]) -> None:
    packages = {name.partition(".")[0] for name in loaded} - set(sys.stdlib_module_names)
    assert {name for name in packages if not name.startswith(_NO_PACKAGE)} - ALLOWED == set()


@pytest.mark.parametrize(
    "module",
    [
        *("sqlalchemy.orm", "sqlalchemy.dialects.postgresql", "hypothesis"),
        *(
            "widgetql.testing",
            "widgetql.notebook",
            "widgetql.react_querybuilder",
            "widgetql.cli",
            "widgetql.mcp",
        ),
    ],
)
def test_what_not_everybody_needs_is_not_loaded(loaded: list[str], module: str) -> None:
    assert module not in loaded


def test_every_public_name_has_its_module() -> None:
    assert set(widgetql._HOME) == set(widgetql.__all__) <= set(dir(widgetql))
    with pytest.raises(AttributeError, match="module 'widgetql' has no attribute 'nothing'"):
        getattr(widgetql, "nothing")  # noqa: B009


@pytest.mark.parametrize("name", getattr(widgetql, "__all__", []))
def test_a_public_name_has_a_docstring_of_its_own(name: str) -> None:
    thing = getattr(widgetql, name)
    # A dataclass without one gets its signature, other classes inherit.
    doc = (vars(thing).get("__doc__") if inspect.isclass(thing) else inspect.getdoc(thing)) or ""
    assert doc.strip()
    assert not doc.startswith(f"{name}(")


@pytest.mark.parametrize(
    "name",
    [name for name in widgetql.__all__ if inspect.isfunction(getattr(widgetql, name))]
    + ["Dataset", "Dynamic", "Field", "JsonKeys", "Kind", "Limits", "Percentile", "ToMany", "ToOne"],
)
def test_what_may_fail_says_how(name: str) -> None:
    assert "Raises" in (inspect.getdoc(getattr(widgetql, name)) or "")


def test_all_is_complete() -> None:
    public = {
        name
        for name, thing in vars(widgetql).items()
        if not name.startswith("_") and not inspect.ismodule(thing) and name != "annotations"
    }
    assert public == set(widgetql.__all__)
    assert len(widgetql.__all__) == len(set(widgetql.__all__))
