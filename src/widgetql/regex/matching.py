"""Whether a pattern is found in a text, in a time that is linear in the text, whatever stands in both.

A backtracking engine tries one way through a pattern after another; here all go along at once. The pattern's
characters in a row, counts written out, are its places (the positions of Glushkov's automaton, 1961). Where
one may have come to is a set of places, the bits of an integer. What follows on a set and a character is
found out once and kept: an automaton that is made deterministic as far as texts ask for it (R. Cox, "Regular
Expression Matching Can Be Simple And Fast", 2007).
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from typing import Final, NamedTuple, assert_never

from widgetql.regex.tree import WORD, Chars, Choice, Edge, Pattern, Ranges, Repeat, Sequence, Until, children

# Transitions that an automaton keeps: a megabyte where each is to a state of its own. Then all are forgotten.
_MOST_KEPT: Final = 4_000
# Characters between two looks at the clock.
_STRETCH: Final = 1_000
# What follows on the last character.
_END: Final = -1


class _State(dict["str | int", "_State"]):
    """Where one may have come to, and to which state each character leads, or class of characters.

    `after` is whether the character before is one of words, None at the text's start; `answer` is known where
    no character can change it any more.
    """

    __slots__ = ("after", "answer", "automaton", "places")

    def __init__(
        self, automaton: Automaton, places: int = 0, after: bool | None = None, answer: bool | None = None
    ) -> None:
        super().__init__()
        self.automaton: Final = automaton
        self.places: Final = places
        self.after: Final = after
        self.answer: Final = answer

    def __missing__(self, key: str | int) -> _State:
        """Find out where a character leads, and keep it."""
        automaton = self.automaton
        found = self[automaton.class_of(key)] if isinstance(key, str) else automaton.next_of(self, key)
        automaton.count_one()
        self[key] = found
        return found


class Automaton:
    """A pattern, to be searched for in many texts."""

    def __init__(self, pattern: Pattern) -> None:
        self._pattern: Final = pattern
        self._kinds: Final = frozenset(_kinds(pattern))
        self._between: Final[dict[frozenset[str], _Between]] = {}
        characters = _Places(self._kinds).written(pattern)[1]
        told_apart = [*characters, WORD] if "word" in self._kinds else characters
        # Characters from one of these up to the next are alike to the whole pattern: they are a class.
        self._classes: Final = sorted({0, *(end for ranges in told_apart for end in _ends(ranges))})
        self._characters: Final = characters
        self._takers: Final[dict[int, int]] = {}
        self._found: Final = _State(self, answer=True)
        self._lost: Final = _State(self, answer=False)
        anywhere = self._at(self._kinds - {"start"})
        self._is_anchored: Final = not (anywhere.first or anywhere.is_empty)
        self._forget()

    def finds(self, text: str, check: Callable[[], object] = bool) -> bool:
        """Tell whether the pattern is found anywhere in a text. `check` is called on the way, and may raise.

        >>> Automaton(Chars(((97, 98),))).finds("cab"), Automaton(Edge("end")).finds("")
        (True, True)
        """
        state = self._start
        for first in range(0, len(text), _STRETCH):
            check()
            for char in text[first : first + _STRETCH]:
                state = state[char]
                if state.answer is not None:
                    return state.answer
        return state[_END] is self._found

    def class_of(self, char: str) -> int:
        """Return the number of a character's class."""
        return bisect_right(self._classes, ord(char)) - 1

    def count_one(self) -> None:
        """Count one more transition, and forget all of them where these are too many."""
        self.kept += 1
        if self.kept > _MOST_KEPT:
            self._forget()

    def next_of(self, state: _State, of: int) -> _State:
        """Return the state that a class of characters leads to, or the text's end."""
        is_word = of != _END and "word" in self._kinds and _has(WORD, self._classes[of])
        holds = {"start": state.after is None, "end": of == _END, "word": is_word != bool(state.after)}
        between = self._at(frozenset(kind for kind in self._kinds if holds[kind]))
        if between.is_empty or state.places & between.last:
            return self._found
        places = 0 if of == _END else between.after(state.places) & self._takers_of(of)
        if of == _END or (self._is_anchored and not places):
            return self._lost
        key = places, is_word
        if key not in self._states:
            self._states[key] = _State(self, places, is_word)
        return self._states[key]

    def _forget(self) -> None:
        # Not emptied: another thread may be among them.
        self.kept = 0
        self._states: dict[tuple[int, bool], _State] = {}
        self._start = _State(self)

    def _takers_of(self, of: int) -> int:
        """Return the places that take a class of characters."""
        if of not in self._takers:
            code = self._classes[of]
            takers = (1 << place for place, ranges in enumerate(self._characters) if _has(ranges, code))
            self._takers[of] = sum(takers)
        return self._takers[of]

    def _at(self, edges: frozenset[str]) -> _Between:
        if edges not in self._between:
            self._between[edges] = _Places(edges).written(self._pattern)[0]
        return self._between[edges]


class _Between(NamedTuple):
    """How a pattern goes on between two characters: from which places to which, where it begins and ends.

    `is_empty` tells that it is found there without a character. Most places lead to the next one; of `jumps`
    each is places, and further ones that all of them lead to.
    """

    straight: int
    jumps: tuple[tuple[int, int], ...]
    first: int
    last: int
    is_empty: bool

    def after(self, places: int) -> int:
        """Return all places that may come next: a search may also begin."""
        found = self.first | (places & self.straight) << 1
        for starts, ends in self.jumps:
            if places & starts:
                found |= ends
        return found


class _Part(NamedTuple):
    """What a part of a pattern may begin and end with, and whether it may be empty."""

    first: int
    last: int
    is_empty: bool


_NOTHING: Final = _Part(0, 0, is_empty=True)


class _Places:
    """Writes a pattern out in places, as it goes on where some edges hold, and no others."""

    def __init__(self, edges: frozenset[str]) -> None:
        self._edges: Final = edges
        self._characters: Final[list[Ranges]] = []
        self._follow: Final[list[int]] = []

    def written(self, pattern: Pattern) -> tuple[_Between, list[Ranges]]:
        """Return how the pattern goes on, and the characters that each place takes."""
        whole = self._write(pattern)
        straight, jumps = 0, defaultdict[int, int](int)
        for place, follow in enumerate(self._follow):
            straight |= (follow >> 1) & (1 << place)
            jumps[follow & ~(2 << place)] |= 1 << place
        far = tuple((starts, ends) for ends, starts in jumps.items() if ends)
        return _Between(straight, far, *whole), self._characters

    def _write(self, node: Pattern) -> _Part:
        match node:
            case Chars(ranges):
                place = 1 << len(self._characters)
                self._characters.append(ranges)
                self._follow.append(0)
                return _Part(place, place, is_empty=False)
            case Edge(kind):
                # An empty text, or none at all.
                return _Part(0, 0, is_empty=kind in self._edges)
            case Sequence() | Until():
                whole = _NOTHING
                for part in children(node):
                    whole = self._joined(whole, self._write(part))
                return whole
            case Choice(options):
                firsts, lasts, empties = zip(*map(self._write, options), strict=True)
                return _Part(_union(firsts), _union(lasts), any(empties))
            case Repeat(part, least, most):
                return self._repeated(part, least, most)
            case _:
                assert_never(node)

    def _repeated(self, part: Pattern, least: int, most: int | None) -> _Part:
        copies = [self._write(part) for _ in range(most or max(least, 1))]
        if most is None:
            self._joined(copies[-1], copies[-1])
        whole = _NOTHING
        # `a{1,3}` is `a(a(a)?)?`.
        for index, copy in reversed(list(enumerate(copies))):
            whole = self._joined(copy, whole)
            whole = whole._replace(is_empty=whole.is_empty or index >= least)
        return whole

    def _joined(self, one: _Part, other: _Part) -> _Part:
        for place in _bits(one.last):
            self._follow[place] |= other.first
        return _Part(
            one.first | (other.first if one.is_empty else 0),
            other.last | (one.last if other.is_empty else 0),
            one.is_empty and other.is_empty,
        )


def _kinds(node: Pattern) -> Iterator[str]:
    if isinstance(node, Edge):
        yield node.kind
    for child in children(node):
        yield from _kinds(child)


def _ends(ranges: Ranges) -> Iterator[int]:
    for low, high in ranges:
        yield from (low, high + 1)


def _has(ranges: Ranges, code: int) -> bool:
    return any(low <= code <= high for low, high in ranges)


def _union(sets: Iterable[int]) -> int:
    found = 0
    for one in sets:
        found |= one
    return found


def _bits(places: int) -> Iterator[int]:
    while places:
        lowest = places & -places
        yield lowest.bit_length() - 1
        places ^= lowest
