"""What is kept for the next request: statements by their structure, documents as they were read.

Of a statement the next request fills in its values, and nothing is built.
"""

from __future__ import annotations

import marshal
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
# What a document takes as it was read, with what is made of it: each condition of sixty characters is a dozen
# objects.
_BYTES_A_CHARACTER: Final = 50
_BYTES_A_DOCUMENT: Final = 10_000
# Of a longer one the values are dearer than all else.
_LONGEST: Final = 100_000


class Key:
    """A structure that is hashed once: it has a hundred parts."""

    __slots__ = ("_hash", "structure")

    def __init__(self, structure: Hashable) -> None:
        self.structure: Final = structure
        self._hash: Final = hash(structure)

    def __hash__(self) -> int:
        """Return what was hashed."""
        return self._hash

    def __eq__(self, other: object) -> bool:
        """Tell whether another is of the same structure."""
        return isinstance(other, Key) and self.structure == other.structure


class Kept:
    """A bounded, thread-safe cache of statements; the one used longest ago goes first.

    A key is a structure, never a value: paths, operators, the shape of operands; but for a text that shapes
    the SQL, which stands in both. What is kept holds no other values of the request that built it, so nothing
    of one tenant can reach another. It is bounded by number and size, which is estimated from the key: what
    is too large by itself is not kept.
    """

    def __init__(self, most: int = _MOST, most_bytes: int = _MOST_BYTES) -> None:
        self._most: Final = most
        self._most_bytes: Final = most_bytes
        self._found: Final[OrderedDict[Hashable, tuple[Any, int]]] = OrderedDict()
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
        hashed = Key(key)
        found = self.find(hashed)
        if found is None:
            # Built outside the lock: two threads may build the same, and the later one stays.
            found = build()
            self.keep(hashed, found, _size_of(key))
        return found

    def find(self, key: Hashable) -> Any:
        """Return what is kept under a key, or None."""
        with self._lock:
            found = self._found.get(key)
            if found is None:
                return None
            self._found.move_to_end(key)
            return found[0]

    def keep(self, key: Hashable, built: Any, size: int) -> None:
        """Keep something under a key, and drop what was used longest ago where it gets too much."""
        if size > self._most_bytes:
            return
        with self._lock:
            self._size += size - self._found.pop(key, (None, 0))[1]
            self._found[key] = built, size
            while len(self._found) > self._most or self._size > self._most_bytes:
                self._size -= self._found.popitem(last=False)[1][1]


class Documents(Kept):
    """A cache, bounded and thread-safe likewise, of what was read of documents in which nothing is wrong.

    A key is the whole document, each value with its type, and whatever else its reading depends on.
    """

    def read(self, source: Any, facts: Hashable, read: Callable[[Any], Any]) -> Any:
        """Return what was read of a document, read where it is not kept.

        What is read is a copy, so that nobody who still holds the document can change what is kept. None
        tells that something is wrong with it, or that it is no plain data: neither is kept.
        """
        try:
            # Four times faster than a walk in Python.
            written = marshal.dumps(source)
        except ValueError:
            return None
        if len(written) > _LONGEST:
            return None
        key = written, facts
        found = self.find(key)
        if found is None:
            found = read(marshal.loads(written))
            if found is not None:
                self.keep(key, found, _BYTES_A_DOCUMENT + _BYTES_A_CHARACTER * len(written))
        return found


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
