"""What can be said of a pattern's tree before it runs: what is redundant, ambiguous, or too slow."""

from __future__ import annotations

from typing import Final, Literal, assert_never

from widgetql.regex.tree import (
    Chars,
    Choice,
    Edge,
    Pattern,
    Ranges,
    Repeat,
    Sequence,
    children,
    choice,
    overlap,
    sequence,
    union,
)

# How long a text is for the estimate of `steps`.
_LENGTH: Final = 1_000


def trimmed(node: Pattern, side: Literal[0, -1]) -> Pattern | None:
    """Drop what a search makes redundant at one end: `a*b` is found where `b` is, `a+b` where `ab` is."""
    match node:
        case Chars() | Edge():
            return node
        case Repeat(part, least, _):
            if least == 0:
                return None
            return trimmed(part, side) if least == 1 else Repeat(part, least, least)
        case Choice(options):
            ends = [trimmed(option, side) for option in options]
            kept = [option for option in ends if option is not None]
            return choice(kept) if len(kept) == len(options) else None
        case Sequence(parts):
            end = trimmed(parts[side], side)
            rest = parts[1:] if side == 0 else parts[:-1]
            if end is None:
                return trimmed(sequence(rest), side)
            return sequence((end, *rest) if side == 0 else (*rest, end))
        case _:
            assert_never(node)


def first(node: Pattern) -> Ranges:
    """Return the characters that a match may begin with."""
    match node:
        case Chars(ranges):
            return ranges
        case Edge():
            return ()
        case Repeat(part):
            return first(part)
        case Choice(options):
            return union(*map(first, options))
        case Sequence(parts):
            return first_of(parts, ())
        case _:
            assert_never(node)


def first_of(parts: tuple[Pattern, ...], follow: Ranges) -> Ranges:
    """Return the characters that may come next where a sequence begins that `follow` comes after."""
    found: Ranges = ()
    for part in parts:
        found = union(found, first(part))
        if not nullable(part):
            return found
    return union(found, follow)


def nullable(node: Pattern) -> bool:
    """Tell whether a node can match without a character."""
    match node:
        case Chars():
            return False
        case Edge():
            return True
        case Repeat(part, least, _):
            return least == 0 or nullable(part)
        case Choice(options):
            return any(map(nullable, options))
        case Sequence(parts):
            return all(map(nullable, parts))
        case _:
            assert_never(node)


def unbounded(node: Pattern) -> bool:
    """Tell whether a node repeats anything without bound."""
    return (isinstance(node, Repeat) and node.most is None) or any(map(unbounded, children(node)))


def size(node: Pattern) -> int:
    """Return how many characters the pattern has when its counts are written out."""
    count = (node.most or max(node.least, 1)) if isinstance(node, Repeat) else 1
    return count * (sum(map(size, children(node))) or 1)


def decided(node: Pattern, follow: Ranges) -> bool:
    """Tell whether the next character always decides how to go on, given what may come after the node.

    This is what XML asks of a content model ("one-unambiguous", Brueggemann-Klein and Wood, 1998): then
    a text can be matched in one way only, and there is nothing to go back to and try again.
    """
    match node:
        case Chars() | Edge():
            return True
        case Sequence(parts):
            return all(decided(part, first_of(parts[i + 1 :], follow)) for i, part in enumerate(parts))
        case Choice(options):
            ways = [*map(first, options), *(follow for option in options if nullable(option))]
            apart = not any(overlap(way, other) for i, way in enumerate(ways) for other in ways[:i])
            return apart and sum(map(nullable, options)) <= 1 and all(decided(o, follow) for o in options)
        case Repeat(part, least, most):
            if least != most and (nullable(part) or overlap(first(part), follow)):
                return False
            return decided(part, follow if most == 1 else union(follow, first(part)))
        case _:
            assert_never(node)


def steps(pattern: Pattern) -> int:
    """Estimate how many steps a backtracking engine takes at worst to search a text of 1,000 characters."""
    _, steps = _effort(pattern, ())
    return steps if _anchored(pattern) else _LENGTH * steps


def _anchored(node: Pattern) -> bool:
    match node:
        case Edge(kind):
            return kind == "start"
        case Sequence(parts):
            return _anchored(parts[0])
        case Choice(options):
            return all(map(_anchored, options))
        case Chars() | Repeat():
            return False
        case _:
            assert_never(node)


def _effort(node: Pattern, follow: Ranges) -> tuple[int, int]:
    """Return in how many ways a backtracking engine gets through a node, and the steps of trying them all.

    Every way through one part of a sequence leads to all the steps of the parts behind it.
    """
    match node:
        case Chars() | Edge():
            return 1, 1
        case Sequence(parts):
            ways, steps = 1, 0
            for index, part in enumerate(parts):
                more, each = _effort(part, first_of(parts[index + 1 :], follow))
                ways, steps = ways * more, steps + ways * each
            return ways, steps
        case Choice(options):
            efforts = [_effort(option, follow) for option in options]
            each_way = [way for way, _ in efforts]
            ways = max(each_way) if decided(node, follow) else sum(each_way)
            return ways, sum(each for _, each in efforts)
        case Repeat(part, least, most):
            more, each = _effort(part, follow if most == 1 else union(follow, first(part)))
            if most == 1:
                return more if decided(node, follow) else more + 1, each
            longest = _LENGTH if most is None else most
            return 1 if decided(node, follow) else longest - min(least, longest - 1), longest * each
        case _:
            assert_never(node)
