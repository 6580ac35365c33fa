"""The mutants that no answer can tell, as `equivalent.txt` lists them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

Key = tuple[str, str, str, str]
"""Module, function, the text before and after: the lines of a module may move."""


def _listed() -> Iterator[tuple[Key, str]]:
    blocks = (Path(__file__).parent / "equivalent.txt").read_text().split("\n\n")
    # The first says what follows.
    for block in blocks[1:]:
        head, before, after, reason = block.strip().splitlines()
        path, _, scope = head.partition(" ")
        yield (path, "" if scope == "module" else scope, before[2:], after[2:]), reason[2:]


EQUIVALENT: Final[dict[Key, str]] = dict(_listed())
ANY: Final = "*"
"""In the place of a text: whatever is changed there, or it becomes, and lives."""


def entries_for(key: Key) -> set[Key]:
    """Return what a mutant may be listed as: itself, any change of its text, any change of its function."""
    path, scope, before, _ = key
    return {key, (path, scope, before, ANY), (path, scope, ANY, ANY)}


def is_listed(key: Key) -> bool:
    """Tell whether a mutant is known to be one that no answer can tell."""
    return not EQUIVALENT.keys().isdisjoint(entries_for(key))
