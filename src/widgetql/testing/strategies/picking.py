"""Drawing from pools: one small choice each time."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from datetime import timedelta
from functools import lru_cache
from typing import Any, Final, TypeAlias

from hypothesis import strategies as st

# How many different values a column has in one case, how many of the simplest are drawn more often, and how
# many neighbours a time may have.
_FEW: Final = 4
_SIMPLEST: Final = 16
_NEIGHBOURS: Final = 3
# Of some two hundred instants of a month so many are a day or two.
_APART: Final = 9
_YEARS: Final = timedelta(days=500)
# In days: what lies so long before others is compared with them.
_LAGS: Final = (1, 1, 7, 7, 31, 365)

Pick: TypeAlias = Callable[[Sequence[Any]], Any]


def picker(draw: st.DrawFn) -> Pick:
    """Return a function that draws one item of a sequence; the first is the simplest."""
    return lambda pool: pool[draw(_index(len(pool)))]


# `sampled_from` would look at every item each time it is made; an index is made once for each length.
@lru_cache(maxsize=1024)
def _index(length: int) -> st.SearchStrategy[int]:
    return st.integers(0, length - 1)


def skewed(pool: Sequence[Any], pick: Pick, simplest: int = _SIMPLEST) -> Sequence[Any]:
    """Draw few items of a pool, the `simplest` of it more often, and the first of them the most often."""
    simple = pool[:simplest]
    few = [pick(pick((simple, pool))) for _ in range(_FEW)]
    return [*few, *few[:1] * 2]


def close(ordered: Sequence[Any], pool: Sequence[Any], pick: Pick) -> Sequence[Any]:
    """Draw one of `ordered` and its neighbours, and less often an item of a pool and its neighbours.

    Now and then as many lie a day, a week, a month or a year before: to be compared with.
    What is not `ordered`, as null, has no neighbours.
    """
    drawn: list[Any] = []
    centres = [(pick(ordered), 3), (pick(pool), 1)]
    # Ranges of years are compared with nothing.
    if pick((False, False, True)) and ordered[-1] - ordered[0] < _YEARS:
        before = centres[0][0] - timedelta(days=pick(_LAGS))
        centres[1] = (ordered[min(bisect_left(ordered, before), len(ordered) - 1)], 3)
    # Days apart now and then, so that there are several of them.
    step = pick((1, 1, 1, 1, 1, _APART))
    reach = step * _NEIGHBOURS
    for centre, often in centres:
        at = bisect_left(ordered, centre) if isinstance(centre, type(ordered[0])) else None
        near = [centre] if at is None else ordered[max(at - reach, at % step) : at + reach + 1 : step]
        drawn += [*near, centre, centre] * often
    return drawn
