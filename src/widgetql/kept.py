"""Statements that are kept by their structure: the next request fills in its values and nothing is built."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any, Final

# As many structures of one dataset: a statement takes some 50 kB.
_MOST: Final = 256


class Kept:
    """A bounded, thread-safe cache of statements; the one used longest ago goes first.

    A key is a structure, never a value: paths, operators, the shape of operands. What is kept holds no values
    of the request that built it, so nothing of one tenant can reach another.
    """

    def __init__(self, most: int = _MOST) -> None:
        self._most: Final = most
        self._found: Final[OrderedDict[Hashable, Any]] = OrderedDict()
        self._lock: Final = Lock()

    def __len__(self) -> int:
        """Return how many statements are kept."""
        return len(self._found)

    def get(self, key: Hashable, build: Callable[[], Any]) -> Any:
        """Return the statement of a structure, built where it is not kept."""
        with self._lock:
            found = self._found.get(key)
            if found is not None:
                self._found.move_to_end(key)
                return found
        # Built outside the lock: two threads may build the same, and the later one stays.
        built = build()
        with self._lock:
            self._found[key] = built
            while len(self._found) > self._most:
                self._found.popitem(last=False)
        return built
