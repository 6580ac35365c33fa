"""A pattern's text, read into the tree; everything beyond the portable syntax is refused by name."""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import Final

from widgetql.regex.judging import decided, first, nullable, unbounded
from widgetql.regex.tree import (
    WORD,
    Chars,
    Edge,
    InvalidPattern,
    Pattern,
    Ranges,
    Repeat,
    char_set,
    choice,
    complement,
    sequence,
    union,
)

_MAX_COUNT: Final = 100
_MAX_DEPTH: Final = 20

_DIGIT: Final = char_set("09")
_SPACE: Final = char_set("\t\r", " ")
_DOT: Final = complement(char_set("\n"))
_CLASSES: Final = MappingProxyType(
    {
        "d": _DIGIT,
        "w": WORD,
        "s": _SPACE,
        "D": complement(_DIGIT),
        "W": complement(WORD),
        "S": complement(_SPACE),
        "n": char_set("\n"),
        "t": char_set("\t"),
        "r": char_set("\r"),
    }
)

_GROUPS: Final = (
    ("(?:", ""),
    ("(?=", "look-ahead"),
    ("(?!", "look-ahead"),
    ("(?<=", "look-behind"),
    ("(?<!", "look-behind"),
    ("(?P", "a named group"),
    ("(?<", "a named group"),
    ("(?", "an inline flag or special group"),
)
_QUANTIFIER: Final = re.compile(r"[?*+]|\{([0-9]+)(,?)([0-9]*)\}")
_COUNTS: Final = MappingProxyType({"?": (0, 1), "*": (0, None), "+": (1, None)})


class Reader:
    """Reads one pattern from left to right; `at` is the character that comes next."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.at = 0
        self.depth = 0

    def read(self) -> Pattern:
        """Read the whole text, or raise `InvalidPattern`."""
        pattern = self._choice()
        if self.at < len(self.source):
            raise self._problem("an unmatched )")
        return pattern

    def _next(self) -> str:
        return self.source[self.at : self.at + 1]

    def _problem(self, what: str, at: int | None = None) -> InvalidPattern:
        return InvalidPattern(f"{what} at character {self.at if at is None else at}")

    def _choice(self) -> Pattern:
        options = [self._sequence()]
        while self._next() == "|":
            self.at += 1
            options.append(self._sequence())
        return choice(options)

    def _sequence(self) -> Pattern:
        parts: list[Pattern] = []
        while self._next() not in ("", "|", ")"):
            start = self.at
            part = self._quantified(self._atom())
            if parts and isinstance(part, Repeat) and part.most is None:
                before = parts[-1]
                if isinstance(before, Repeat) and before.most is None and before.part == part.part:
                    raise self._problem("a second unbounded repeat of the same thing: one is enough,", start)
            parts.append(part)
        if not parts:
            raise self._problem("nothing to match: an empty pattern, group or alternative")
        return sequence(parts)

    def _atom(self) -> Pattern:
        char = self._next()
        if char == "(":
            return self._group()
        if char in "?*+{":
            raise self._problem(f"nothing to repeat: write \\{char} for the character itself,")
        if char == "[":
            return Chars(self._class())
        if char == "\\" and self.source[self.at + 1 : self.at + 2] == "b":
            self.at += 2
            return Edge("word")
        if char in "^$":
            self.at += 1
            return Edge("start" if char == "^" else "end")
        if char == ".":
            self.at += 1
            return Chars(_DOT)
        return Chars(self._one())

    def _one(self) -> Ranges:
        """Read a character, or an escape that stands for a set."""
        char = self._next()
        if char == "\0" or "\ud800" <= char <= "\udfff":
            raise self._problem("a character that no database stores")
        self.at += 1
        if char != "\\":
            return char_set(char)
        escaped = self._next()
        if escaped in _CLASSES:
            self.at += 1
            return _CLASSES[escaped]
        if escaped.isascii() and escaped.isprintable() and escaped and not escaped.isalnum():
            self.at += 1
            return char_set(escaped)
        if escaped.isdecimal():
            raise self._problem(f"a back-reference or unknown escape \\{escaped}", self.at - 1)
        raise self._problem(
            f"an unknown escape \\{escaped}" if escaped else "a \\ without a character", self.at - 1
        )

    def _class(self) -> Ranges:
        start = self.at
        self.at += 1
        negated = self._next() == "^"
        self.at += negated
        sets: list[Ranges] = []
        while self._next() != "]":
            if not self._next():
                raise self._problem("a [ without its ]", start)
            sets.append(self._class_item())
        self.at += 1
        chars = complement(union(*sets)) if negated else union(*sets)
        if not chars or not sets:
            raise self._problem("a class without characters (write \\] for a bracket)", start)
        return chars

    def _class_item(self) -> Ranges:
        start = self.at
        if self._next() == "[":
            raise self._problem("a [ inside a class: POSIX classes are not known, write \\[ for a bracket,")
        low = self._one()
        if self._next() != "-" or self.source[self.at + 1 : self.at + 2] in ("]", ""):
            return low
        self.at += 1
        if self._next() == "[":
            raise self._problem("a [ inside a class: write \\[ for a bracket,")
        high = self._one()
        first, last = low[0][0], high[-1][1]
        if (first, first) != low[0] or (last, last) != high[-1] or len(low) + len(high) > 2 or first > last:
            raise self._problem("a range whose ends are not two characters in ascending order", start)
        return ((first, last),)

    def _group(self) -> Pattern:
        start = self.at
        opening, name = next(((text, name) for text, name in _GROUPS if self._starts(text)), ("(", ""))
        if name:
            raise self._problem(f"{name} is not portable:")
        self.at += len(opening)
        self.depth += 1
        if self.depth > _MAX_DEPTH:
            raise self._problem(f"groups nested deeper than {_MAX_DEPTH}", start)
        pattern = self._choice()
        if self._next() != ")":
            raise self._problem("a ( without its )", start)
        self.at += 1
        self.depth -= 1
        return pattern

    def _starts(self, text: str) -> bool:
        return self.source.startswith(text, self.at)

    def _quantified(self, part: Pattern) -> Pattern:
        start = self.at
        found = _QUANTIFIER.match(self.source, start)
        if found is None:
            return part
        self.at = found.end()
        least, most = _counts(found)
        if isinstance(part, Edge):
            raise self._problem("a place in the text cannot be repeated:", start)
        if max(least, most or 0) > _MAX_COUNT or (most is not None and most < max(least, 1)):
            raise self._problem(f"a count that is not between 1 and {_MAX_COUNT} in ascending order", start)
        if self._next() in ("?", "+", "*") or _QUANTIFIER.match(self.source, self.at):
            raise self._problem("a second quantifier: lazy and possessive ones are not portable,", self.at)
        if most == 1:
            return part if least == 1 else Repeat(part, least, most)
        if unbounded(part):
            raise self._problem("a repeat of a group that repeats without bound itself", start)
        if nullable(part):
            raise self._problem("a repeat of a group that can be empty", start)
        if most is None and not decided(part, first(part)):
            raise self._problem(
                "an unbounded repeat of a group that can match one text in several ways: let its next "
                "character always decide how to go on, such as (ab?,)+ instead of (a|ab)+,",
                start,
            )
        return Repeat(part, least, most)


def _counts(found: re.Match[str]) -> tuple[int, int | None]:
    if found[0] in _COUNTS:
        return _COUNTS[found[0]]
    # Python refuses to read numbers of thousands of digits.
    least, most = int(found[1][:9]), found[3][:9]
    if not found[2]:
        return least, least
    return least, int(most) if most else None
