"""Statements that are kept by their structure: the next request fills in its values and nothing is built."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import fields, is_dataclass
from threading import Lock
from typing import Any, Final, cast

# As many structures of one dataset, and so many bytes: one filter of hundreds of conditions takes 500 kB, a
# dashboard of a hundred widgets 3 MB.
_MOST: Final = 256
_MOST_BYTES: Final = 32_000_000
# What each part of a structure (a path, an operator, an aggregation) takes as a statement and a key: most
# where it is a relation's: each has a subquery with an alias of its table.
_BYTES_A_PART: Final = 5_000


class _Key:
    """A structure that is hashed once: it has a hundred parts."""

    __slots__ = ("_hash", "structure")

    def __init__(self, structure: Hashable) -> None:
        self.structure: Final = structure
        self._hash: Final = hash(structure)

    def __hash__(self) -> int:
        return self._hash

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Key) and self.structure == other.structure


class Kept:
    """A bounded, thread-safe cache of statements; the one used longest ago goes first.

    A key is a structure, never a value: paths, operators, the shape of operands. What is kept holds no values
    of the request that built it, so nothing of one tenant can reach another. It is bounded by number and by
    size, which is estimated from the key: what is too large by itself is not kept.
    """

    def __init__(self, most: int = _MOST, most_bytes: int = _MOST_BYTES) -> None:
        self._most: Final = most
        self._most_bytes: Final = most_bytes
        self._found: Final[OrderedDict[_Key, tuple[Any, int]]] = OrderedDict()
        self._lock: Final = Lock()
        self._size = 0

    def __len__(self) -> int:
        """Return how many statements are kept."""
        return len(self._found)

    @property
    def size(self) -> int:
        """How many bytes they take, as estimated."""
        return self._size

    def get(self, key: Hashable, build: Callable[[], Any]) -> Any:
        """Return the statement of a structure, built where it is not kept."""
        hashed = _Key(key)
        with self._lock:
            found = self._found.get(hashed)
            if found is not None:
                self._found.move_to_end(hashed)
                return found[0]
        # Built outside the lock: two threads may build the same, and the later one stays.
        built, size = build(), _size_of(key)
        if size > self._most_bytes:
            return built
        with self._lock:
            self._size += size - self._found.pop(hashed, (None, 0))[1]
            self._found[hashed] = built, size
            while len(self._found) > self._most or self._size > self._most_bytes:
                self._size -= self._found.popitem(last=False)[1][1]
        return built


def _size_of(key: Hashable) -> int:
    """Return how many bytes a statement takes, estimated from its structure."""
    parts, waiting = 0, [key]
    while waiting:
        one: Any = waiting.pop()
        if is_dataclass(one):
            waiting.extend(getattr(one, field.name) for field in fields(one) if field.compare)
        elif isinstance(one, tuple):
            waiting.extend(cast("tuple[Hashable, ...]", one))
        elif one is not None:
            parts += 1
    return parts * _BYTES_A_PART
