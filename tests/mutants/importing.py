"""Importing a module from a changed tree."""

from __future__ import annotations

import importlib.abc
import importlib.machinery
from types import CodeType
from typing import Any, Final, cast


class Finder(importlib.abc.MetaPathFinder):
    """Finds one module as a tree says, and leaves all others to whom they belong."""

    def __init__(self, name: str, tree: Any) -> None:
        self._name: Final = name
        self._tree: Final = tree

    def find_spec(self, fullname: str, path: Any, target: Any = None) -> Any:  # noqa: ARG002
        """Return the tree's spec for the name of its module."""
        if fullname != self._name:
            return None
        found = importlib.machinery.PathFinder.find_spec(fullname, path)
        assert found is not None
        assert found.origin is not None
        found.loader = Loader(fullname, found.origin, self._tree)
        return found


class Loader(importlib.machinery.SourceFileLoader):
    """Loads a module from a tree."""

    def __init__(self, fullname: str, path: str, tree: Any) -> None:
        super().__init__(fullname, path)
        self._tree: Final = tree

    def get_code(self, fullname: str) -> CodeType:  # noqa: ARG002
        """Return the code of the tree; nothing is cached in a file."""
        return cast("CodeType", compile(self._tree, self.path, "exec", dont_inherit=True))
