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
