"""The portable regular expressions: read into a small tree, judged, and written anew for each engine.

Every engine has a syntax and a meaning of its own, and some of them backtrack. So a pattern is read
here and nowhere else, refused where it could run too long, and written with explicit ASCII classes.
A pattern is searched for anywhere in a text, case-sensitively.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from widgetql.regex.judging import settled, size, steps, trimmed
from widgetql.regex.reading import Reader
from widgetql.regex.tree import Chars, Choice, Edge, InvalidPattern, Pattern, Repeat, Sequence, Until
from widgetql.regex.writing import SYNTAXES

__all__ = [
    "Chars",
    "Choice",
    "Edge",
    "InvalidPattern",
    "Pattern",
    "Repeat",
    "Sequence",
    "Until",
    "matches",
    "parse_pattern",
    "render",
]

# Half a second in Python's `re`, on texts of 1,500 characters made to be slow: of 1,762 random patterns below
# this none took longer (`aa+[ab]{0,9}[cd]x*y`, 1.3e7 steps: 0.4 s), while `a.*a[ab]+c` (1e9) took 3.4 s and
# `a.{0,100}a.{0,100}a.{0,100}[cd]` (2e9) more than 25 s. `error.*timeout.*retry` has 1.4e7 and took 2 ms.
_MAX_STEPS: Final = 25_000_000

# What a pattern may grow to when its counted repeats are written out. RE2 refuses nested counts above
# 1,000, and PostgreSQL compiles 1,000 characters in milliseconds.
_MAX_SIZE: Final = 1_000


@lru_cache(maxsize=512)
def parse_pattern(source: str) -> Pattern:
    r"""Read a pattern, without what a search makes redundant at its two ends.

    The syntax: literals, escaped punctuation, `\n \t \r`, classes with ranges and negation, `.` (anything
    but a newline), `^ $` (start and very end of the text), `\d \w \s \D \W \S \b` in their ASCII meaning,
    groups, `|`, and the quantifiers `? * + {m} {m,} {m,n}`. Raises `InvalidPattern`, naming what is wrong
    and at which character (counted from 0), or that the pattern could run too long.

    >>> parse_pattern("[ab]+$")
    Sequence(parts=(Chars(ranges=((97, 98),)), Edge(kind='end')))
    """
    pattern = Reader(source).read()
    # Everything redundant: the pattern is found in every text, as the start is.
    pattern = trimmed(pattern, 0) or Edge("start")
    pattern = trimmed(pattern, -1) or Edge("start")
    pattern = settled(pattern)
    if size(pattern) > _MAX_SIZE:
        raise InvalidPattern(f"The pattern's counts multiply to more than {_MAX_SIZE} characters.")
    if steps(pattern) > _MAX_STEPS:
        raise InvalidPattern(
            "The pattern could run too long: it has too many repeats that can match the same text. Anchor it "
            "with ^, or separate the repeats by characters that they do not match, such as \\d+-\\d+."
        )
    return pattern


@lru_cache(maxsize=512)
def render(pattern: Pattern, engine: str) -> str:
    r"""Write a pattern in an engine's own syntax; the engine is a SQLAlchemy dialect's name, or `python`.

    Raises `ValueError` for an engine that it does not know.

    >>> render(parse_pattern(r"^\d.b"), "postgresql")
    '\\A[0-9][^\\u000a]b'
    """
    syntax = SYNTAXES.get(engine)
    if syntax is None:
        raise ValueError(
            f"no syntax of regular expressions is known for {engine!r}; for {', '.join(SYNTAXES)}"
        )
    return syntax.write(pattern)


def matches(pattern: Pattern, text: str) -> bool:
    """Tell whether a pattern is found anywhere in a text: the meaning that every engine must agree with.

    >>> matches(parse_pattern("b$"), "ab"), matches(parse_pattern("b$"), "ab\\n")
    (True, False)
    """
    return re.search(render(pattern, "python"), text) is not None
