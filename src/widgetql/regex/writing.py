"""A pattern's tree, written in each engine's own syntax."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, assert_never

from widgetql.regex.tree import (
    LAST,
    Chars,
    Choice,
    Edge,
    Pattern,
    Ranges,
    Repeat,
    Sequence,
    Until,
    complement,
)

# The edge of a word in ASCII, for engines whose \b knows the letters of Unicode or of a locale.
_EDGE: Final = "(?:(?<![0-9A-Za-z_])(?=[0-9A-Za-z_])|(?<=[0-9A-Za-z_])(?![0-9A-Za-z_]))"


@dataclass(frozen=True, slots=True)
class Syntax:
    """How an engine writes the edges and a control character (a format of its code); `before` goes first.

    An engine that `backtracks` is told where that is of no use, by atomic groups.
    """

    start: str
    end: str
    word: str
    control: str
    backtracks: bool
    before: str = ""

    def write(self, pattern: Pattern) -> str:
        """Write a whole pattern."""
        return self.before + self._write(pattern)

    def _write(self, node: Pattern) -> str:
        match node:
            case Chars(ranges):
                return self._class(ranges)
            case Edge(kind):
                return {"start": self.start, "end": self.end, "word": self.word}[kind]
            case Sequence(parts):
                return "".join(map(self._write, parts))
            case Choice(options):
                return f"(?:{'|'.join(map(self._write, options))})"
            case Repeat(part, least, most):
                inner = self._write(part)
                return (inner if isinstance(part, Chars) else f"(?:{inner})") + _quantifier(least, most)
            case Until(gap, part):
                lazy = f"{self._write(gap)}?{self._write(part)}"
                return f"(?>{lazy})" if self.backtracks else self._write(gap) + self._write(part)
            case _:
                assert_never(node)

    def _class(self, ranges: Ranges) -> str:
        if len(ranges) == 1 and ranges[0][0] == ranges[0][1]:
            return self._char(ranges[0][0])
        # "All but" keeps the ends of Unicode, and half characters, out of the text.
        if ranges[-1][1] == LAST and (others := complement(ranges)):
            return f"[^{self._ranges(others)}]"
        return f"[{self._ranges(ranges)}]"

    def _ranges(self, ranges: Ranges) -> str:
        return "".join(
            self._char(low) if low == high else f"{self._char(low)}-{self._char(high)}"
            for low, high in ranges
        )

    def _char(self, code: int) -> str:
        char = chr(code)
        if code < 0x20 or 0x7F <= code < 0xA0:
            return self.control.format(code)
        if char.isalnum() or char in " _" or not char.isascii():
            return char
        return "\\" + char


def _quantifier(least: int, most: int | None) -> str:
    match least, most:
        case 0, 1:
            return "?"
        case 0, None:
            return "*"
        case 1, None:
            return "+"
        case _:
            return f"{{{least}}}" if least == most else f"{{{least},{'' if most is None else most}}}"


_RE2: Final = Syntax(start=r"\A", end=r"\z", word=r"\b", control=r"\x{{{:x}}}", backtracks=False)
_PYTHON: Final = Syntax(start=r"\A", end=r"\Z", word=r"(?a:\b)", control=r"\x{:02x}", backtracks=True)
# A collation that ignores case makes its patterns ignore it too, and a server may be set to read them in
# other ways, unless they say otherwise.
_MYSQL: Final = Syntax(
    start=r"\A", end=r"\z", word=_EDGE, control=r"\x{{{:x}}}", backtracks=True, before="(?-imsx)"
)

# By the name of SQLAlchemy's dialect. The tests run the patterns on every engine that
# `widgetql.testing.databases` opens.
SYNTAXES: Final[Mapping[str, Syntax]] = MappingProxyType(
    {
        "python": _PYTHON,
        # SQLAlchemy registers Python's `re.search` as SQLite's REGEXP.
        "sqlite": _PYTHON,
        "postgresql": Syntax(start=r"\A", end=r"\Z", word=_EDGE, control=r"\u{:04x}", backtracks=False),
        "duckdb": _RE2,
        "clickhouse": _RE2,
        "clickhousedb": _RE2,
        # Java's, in Spark.
        "hive": Syntax(start=r"\A", end=r"\z", word=_EDGE, control=r"\x{{{:x}}}", backtracks=True),
        # PCRE, and ICU.
        "mariadb": _MYSQL,
        "mysql": _MYSQL,
    }
)
