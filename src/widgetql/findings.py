"""What an audit finds: a promise of a declaration that a database does not keep."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

Fault: TypeAlias = Literal[
    "missing_id",
    "repeated_id",
    "two_rows",
    "no_row",
    "dangling_key",
    "misspelt_value",
    "other_spelling",
    "unknown_kind",
    "missing_index",
    "other_type",
    "unreadable",
]
"""What a promise is broken by."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One promise that is broken: by how many rows, and the keys of some of them.

    What is `unreadable` counts no rows: the database refused the question.
    """

    place: str
    fault: Fault
    count: int
    examples: tuple[Any, ...]
    message: str

    def __str__(self) -> str:
        """Return it as a line, with the rows that it names."""
        named = ", ".join(map(str, self.examples))
        return f"{self.place}: {self.message}" + (f" (such as {named})" if named else "")
