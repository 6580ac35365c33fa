"""A text format of the host's own for times on SQLite, which SQLAlchemy calls a column's `storage_format`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy.types import TypeEngine

NEEDED: Final = ("year", "month", "day")
WIDTHS: Final = {"year": 4, "month": 2, "day": 2, "hour": 2, "minute": 2, "second": 2, "microsecond": 6}
"""The parts of a time, and the most digits that each has."""
_PART: Final = re.compile(r"%\((?P<name>[^)]*)\)(?P<zeros>0?)(?P<width>[0-9]*)(?P<how>.)|%%", re.DOTALL)
# Two times by which a format is told from those spellings that are read anyway.
_SAMPLES: Final = (datetime(2025, 3, 4, 5, 6, 7, 89), datetime(1999, 12, 31, 23, 59, 58, 999_900))
_SPELLING: Final = re.compile(r"\d{4}-\d\d-\d\d([ T]\d\d:\d\d(:\d\d(\.\d+)?)?)?")


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a time behind a text that is always the same.

    `width` is how many characters it takes, None for as many digits as there are.
    """

    before: str
    name: str
    width: int | None


@dataclass(frozen=True, slots=True)
class TextFormat:
    """Parts of a time one after the other, and what follows the last."""

    parts: tuple[Part, ...]
    after: str


def own_format(sql_type: TypeEngine[Any]) -> TextFormat | None:
    """Return the format that a type writes on SQLite; None where others would read what it writes.

    Raises `ValueError` for a format that does not tell a time, or not where its parts begin.

    >>> from sqlalchemy.dialects.sqlite import DATE
    >>> [part.name for part in own_format(DATE(storage_format="%(day)02d.%(month)02d.%(year)04d")).parts]
    ['day', 'month', 'year']
    """
    written = getattr(sql_type, "_variant_mapping", {}).get("sqlite", sql_type)
    text: str | None = getattr(written, "_storage_format", None)
    if text is None or all(_is_read_anyway(text, sample) for sample in _SAMPLES):
        return None
    return _read(text)


def _is_read_anyway(text: str, sample: datetime) -> bool:
    found = text % {name: getattr(sample, name) for name in WIDTHS}
    is_spelling = _SPELLING.fullmatch(found) is not None
    return is_spelling and sample.isoformat(" ").startswith(found.replace("T", " "))


def _read(text: str) -> TextFormat:
    parts: list[Part] = []
    before, at = "", 0
    for found in _PART.finditer(text):
        before += text[at : found.start()]
        at = found.end()
        if found.group() == "%%":
            before += "%"
            continue
        if found["name"] not in WIDTHS or found["how"] not in "dius":
            raise ValueError(f"{found.group()} in its storage_format {text!r} is no part of a time in digits")
        if not before and parts and parts[-1].width is None:
            name = parts[-1].name
            raise ValueError(
                f"in its storage_format {text!r} nothing stands between {name} and {found['name']}: "
                f"write how long they are, as %({name})0{WIDTHS[name]}d"
            )
        is_whole = found["width"] == str(WIDTHS[found["name"]]) and found["how"] in "diu"
        parts.append(Part(before, found["name"], WIDTHS[found["name"]] if is_whole else None))
        before = ""
    lacking = [name for name in NEEDED if name not in {part.name for part in parts}]
    if lacking:
        raise ValueError(f"its storage_format {text!r} has no {lacking[0]}: what is stored is no time")
    return TextFormat(tuple(parts), before + text[at:])
