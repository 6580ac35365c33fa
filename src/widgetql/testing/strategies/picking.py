"""Drawing from pools: one small choice each time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any, TypeAlias

from hypothesis import strategies as st

Pick: TypeAlias = Callable[[Sequence[Any]], Any]


def picker(draw: st.DrawFn) -> Pick:
    """Return a function that draws one item of a sequence; the first is the simplest."""
    return lambda pool: pool[draw(_index(len(pool)))]


# `sampled_from` would look at every item each time it is made; an index is made once for each length.
@lru_cache(maxsize=1024)
def _index(length: int) -> st.SearchStrategy[int]:
    return st.integers(0, length - 1)
