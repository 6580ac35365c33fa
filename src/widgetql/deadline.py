"""By when a call, or one statement of it, must have ended."""

from __future__ import annotations

import math
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Final, Self, TypeVar

from widgetql.errors import QueryTimeout

_Item = TypeVar("_Item")
# So many rows are made in a few milliseconds.
_OFTEN: Final = 1_000


@dataclass(frozen=True, slots=True)
class Deadline:
    """A moment of `time.monotonic()`, and the limit that it comes from; without a limit there is none."""

    moment: float = math.inf
    limit: timedelta | None = None

    @classmethod
    def after(cls, limit: timedelta | None, start: float) -> Self:
        """Return the deadline of what began at `start`."""
        return cls() if limit is None else cls(start + limit.total_seconds(), limit)

    def tightened(self, limit: timedelta | None) -> Deadline:
        """Return the deadline of what begins now, with a limit of its own, and must end by this one too."""
        other = Deadline.after(limit, time.monotonic())
        return other if other.moment < self.moment else self

    def left(self) -> float:
        """Return the seconds that are left; none or fewer where it is over."""
        return self.moment - time.monotonic()

    def check(self) -> None:
        """Raise `QueryTimeout` where it is over."""
        if self.left() <= 0:
            raise self.outran("call")

    def paced(self, items: Iterable[_Item]) -> Iterator[_Item]:
        """Yield items of which there may be many, each of them some work. Raises `QueryTimeout` amid them."""
        for number, one in enumerate(items):
            if number % _OFTEN == 0:
                self.check()
            yield one

    def outran(self, what: str, trouble: str | None = None) -> QueryTimeout:
        """Return the error for what ended too late, and why nothing ended it in time."""
        assert self.limit is not None
        late = f"the {what} ran longer than {self.limit.total_seconds():g} s"
        return QueryTimeout(late if trouble is None else f"{late} and could not be cancelled: {trouble}")


NEVER: Final = Deadline()
