"""A fault that is planted: a text of a module, and what stands in its place."""

from __future__ import annotations

import ast
from dataclasses import dataclass

from tests.mutants.places import SOURCE, scope_at


@dataclass(frozen=True)
class Fault:
    """A text of a module, and what stands in its place; the text is there once."""

    name: str
    path: str
    before: str
    after: str

    @property
    def scope(self) -> str:
        """The function that it is in, by the names around it."""
        text = (SOURCE / self.path).read_text()
        line = text[: text.index(self.before)].count("\n") + 1
        return scope_at(ast.parse(text), line + (self.before[:1] == " "))

    def planted(self) -> str:
        """Return the module's text with the fault in it."""
        text = (SOURCE / self.path).read_text()
        if text.count(self.before) != 1:
            raise ValueError(f"{self.name}: {self.path} has {text.count(self.before)} times: {self.before}")
        return text.replace(self.before, self.after)
