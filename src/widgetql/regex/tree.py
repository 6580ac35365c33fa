"""The tree of a portable pattern: sets of characters, places, and how they are put together."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal, assert_never

Ranges = tuple[tuple[int, int], ...]

LAST: Final = 0x10FFFF


class InvalidPattern(ValueError):
    """A pattern that is not of the portable syntax, or that could run too long."""


@dataclass(frozen=True, slots=True)
class Chars:
    """One character out of a set: inclusive ranges of code points, ascending, neither touching nor empty."""

    ranges: Ranges


@dataclass(frozen=True, slots=True)
class Edge:
    """A place between characters: the text's start, its very end, or a word's first or last edge (ASCII)."""

    kind: Literal["start", "end", "word"]


@dataclass(frozen=True, slots=True)
class Sequence:
    """Two or more parts, one after the other."""

    parts: tuple[Pattern, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """One of two or more options."""

    options: tuple[Pattern, ...]


@dataclass(frozen=True, slots=True)
class Repeat:
    """A part, `least` to `most` times; None is any number of times."""

    part: Pattern
    least: int
    most: int | None


@dataclass(frozen=True, slots=True)
class Until:
    """A gap, then a part where it comes first: later places need not be tried (see `judging.settled`)."""

    gap: Pattern
    part: Pattern


Pattern = Chars | Edge | Sequence | Choice | Repeat | Until


def sequence(parts: Iterable[Pattern]) -> Pattern:
    """Return some parts in a row, at least one, without a sequence inside a sequence."""
    flat = [inner for part in parts for inner in (part.parts if isinstance(part, Sequence) else (part,))]
    return flat[0] if len(flat) == 1 else Sequence(tuple(flat))


def choice(options: Iterable[Pattern]) -> Pattern:
    """Single characters are one set: `(a|b)*` is `[ab]*`, of which nobody can ask which way it went."""
    flat = [inner for part in options for inner in (part.options if isinstance(part, Choice) else (part,))]
    chars = [option for option in flat if isinstance(option, Chars)]
    kept: list[Pattern] = [option for option in flat if not isinstance(option, Chars)]
    if chars:
        kept.insert(0, Chars(union(*(one.ranges for one in chars))))
    return kept[0] if len(kept) == 1 else Choice(tuple(dict.fromkeys(kept)))


def children(node: Pattern) -> tuple[Pattern, ...]:
    """Return the nodes directly below a node."""
    match node:
        case Chars() | Edge():
            return ()
        case Repeat(part):
            return (part,)
        case Until(gap, part):
            return gap, part
        case Choice(parts) | Sequence(parts):
            return parts
        case _:
            assert_never(node)


def union(*sets: Ranges) -> Ranges:
    """Return what is in any of the sets, in the form that `Chars` has."""
    merged: list[tuple[int, int]] = []
    for low, high in sorted(pair for ranges in sets for pair in ranges):
        if merged and low <= merged[-1][1] + 1:
            merged[-1] = (merged[-1][0], max(merged[-1][1], high))
        else:
            merged.append((low, high))
    return tuple(merged)


def complement(ranges: Ranges) -> Ranges:
    """Return all other code points."""
    edges = [-1, *(edge for pair in ranges for edge in pair), LAST + 1]
    gaps = zip(edges[::2], edges[1::2], strict=True)
    return tuple((before + 1, after - 1) for before, after in gaps if before + 1 <= after - 1)


def overlap(one: Ranges, other: Ranges) -> bool:
    """Tell whether two sets have a character in common."""
    return any(low <= end and start <= high for low, high in one for start, end in other)


def char_set(*pairs: str) -> Ranges:
    """Return the set of some characters and ranges: `char_set("az", "_")`."""
    return union(tuple((ord(pair[0]), ord(pair[-1])) for pair in pairs))


WORD: Final = char_set("09", "AZ", "az", "_")
"""The characters of words, in the meaning of ASCII."""
