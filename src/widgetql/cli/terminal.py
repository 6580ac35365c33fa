"""What is written where: answers, complaints, and how far long work is."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterable, Iterator
from typing import Any, Final, TextIO, TypeVar

_T = TypeVar("_T")
_RED, _YELLOW, _DIM = "31", "33", "2"
# Nobody reads faster.
_EVERY: Final = 0.1


class Terminal:
    """The two streams; colours and progress only where a person looks at them."""

    def __init__(self, out: TextIO, err: TextIO) -> None:
        self.out: Final = out
        self.err: Final = err

    def line(self, text: str = "") -> None:
        """Write a line of the answer."""
        self.out.write(f"{text}\n")

    def json(self, answer: Any) -> None:
        """Write an answer as JSON."""
        is_utf8 = (self.out.encoding or "").lower().replace("-", "") == "utf8"
        self.line(json.dumps(answer, indent=2, ensure_ascii=not is_utf8, allow_nan=False))

    def finding(self, place: str, code: str, message: str, *, aside: bool = False) -> None:
        """Write what is wrong at a place; `aside` of the answer, on the standard error."""
        stream = self.err if aside else self.out
        stream.write(f"{_painted(place, _DIM, stream)}: {_painted(code, _YELLOW, stream)}: {message}\n")

    def complain(self, message: str) -> None:
        """Write why the command ends."""
        self.err.write(f"{_painted('widgetql', _RED, self.err)}: {message}\n")

    def note(self, message: str) -> None:
        """Write a line beside the answer."""
        self.err.write(f"{message}\n")

    def progress(self, work: Iterable[_T], of: int | None, what: str) -> Iterator[_T]:
        """Yield work, and say how far it is."""
        if not self.err.isatty():
            yield from work
            return
        said = time.monotonic()
        total = "" if of is None else f" of {of:,}"
        for done, one in enumerate(work):
            if time.monotonic() - said >= _EVERY:
                said = time.monotonic()
                self.err.write(f"\r{done:,}{total} {what}")
                self.err.flush()
            yield one
        # Over what was said there is nothing left.
        self.err.write("\r\x1b[K")


def _painted(text: str, colour: str, stream: TextIO) -> str:
    is_wanted = stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    return f"\x1b[{colour}m{text}\x1b[0m" if is_wanted else text
