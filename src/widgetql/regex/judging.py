"""What can be said of a pattern's tree before it runs: what is redundant, ambiguous, or too slow."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise, takewhile
from typing import Final, Literal, assert_never

from widgetql.regex.tree import (
    Chars,
    Choice,
    Edge,
    Pattern,
    Ranges,
    Repeat,
    Sequence,
    Until,
    children,
    choice,
    complement,
    overlap,
    sequence,
    union,
)

# How long a text is for the estimate of `steps`.
_LENGTH: Final = 1_000


def trimmed(node: Pattern, side: Literal[0, -1]) -> Pattern | None:
    """Drop what a search makes redundant at one end: `a*b` is found where `b` is, `a+b` where `ab` is."""
    match node:
        case Chars() | Edge() | Until():
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
        case Until(gap, part):
            return first_of((gap, part), ())
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
        case Sequence() | Until():
            return all(map(nullable, children(node)))
        case _:
            assert_never(node)


def unbounded(node: Pattern) -> bool:
    """Tell whether a node repeats anything without bound."""
    return (isinstance(node, Repeat) and node.most is None) or any(map(unbounded, children(node)))


def beginning(node: Pattern) -> Pattern | None:
    """Return what each match begins with, up to the first repeat without bound; None where that is one."""
    parts = node.parts if isinstance(node, Sequence) else (node,)
    start = list(takewhile(lambda part: not unbounded(part), parts))
    return sequence(start) if start else None


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
        case Until(_, part):
            return decided(part, follow)
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


def settled(node: Pattern) -> Pattern:
    """Mark the gaps that need no second try: in `a.*b.*c` a later `b` gives nothing that the first does not.

    That is so where the part between two gaps has one length, and the second gap takes what the first gap
    and the part take: whatever stands between the first `b` and a later one, the second gap runs over.
    """
    match node:
        case Chars() | Edge() | Until():
            return node
        case Repeat(part, least, most):
            return Repeat(settled(part), least, most)
        case Choice(options):
            return Choice(tuple(map(settled, options)))
        case Sequence(parts):
            parts = _narrowed(tuple(map(settled, parts)), 0)
            return sequence(_settled_parts(_narrowed(parts, -1)))
        case _:
            assert_never(node)


def _narrowed(parts: tuple[Pattern, ...], side: Literal[0, -1]) -> tuple[Pattern, ...]:
    """Drop what a gap makes redundant behind it (side 0) or before it: `bc?.*` is `b.*`."""
    kept: list[Pattern] = []
    for part in parts if side == 0 else reversed(parts):
        rest: Pattern | None = part
        if kept and _is_gap(kept[-1]) and _covers(kept[-1], part):
            rest = trimmed(part, side)
        if rest is not None:
            kept.append(rest)
    return tuple(kept if side == 0 else reversed(kept))


def _covers(gap: Pattern, *parts: Pattern) -> bool:
    return not overlap(union(*map(_alphabet, parts)), complement(_alphabet(gap)))


def _settled_parts(parts: tuple[Pattern, ...]) -> Iterator[Pattern]:
    gaps = [i for i, part in enumerate(parts) if _is_gap(part)]
    done = 0
    for here, there in pairwise(gaps):
        between = parts[here + 1 : there]
        fixed = None not in map(_length, between)
        if between and fixed and _covers(parts[there], *parts[here:there]):
            yield from parts[done:here]
            yield Until(parts[here], sequence(between))
            done = there
    yield from parts[done:]


def _is_gap(node: Pattern) -> bool:
    return isinstance(node, Repeat) and node.most is None and isinstance(node.part, Chars)


def _alphabet(node: Pattern) -> Ranges:
    return node.ranges if isinstance(node, Chars) else union(*map(_alphabet, children(node)))


def _length(node: Pattern) -> int | None:
    """Return how many characters a node matches, None where that varies."""
    lengths = [_length(child) for child in children(node)]
    known = [length for length in lengths if length is not None]
    if len(known) < len(lengths) or isinstance(node, Until):
        return None
    match node:
        case Chars():
            return 1
        case Repeat(_, least, most):
            return known[0] * least if least == most else None
        case Choice():
            return known[0] if len(set(known)) == 1 else None
        case _:
            return sum(known)


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
        case Chars() | Repeat() | Until():
            return False
        case _:
            assert_never(node)


def _effort(node: Pattern, follow: Ranges) -> tuple[int, int]:
    """Return in how many ways a backtracking engine gets through a node, and the steps of trying them all."""
    match node:
        case Chars() | Edge():
            return 1, 1
        case Sequence(parts):
            return _effort_in_turn(parts, follow)
        case Choice(options):
            efforts = [_effort(option, follow) for option in options]
            each_way = [way for way, _ in efforts]
            ways = max(each_way) if decided(node, follow) else sum(each_way)
            costs = [each for _, each in efforts]
            # Where the next character decides, all options but one end at it.
            return ways, max(costs) + len(options) if decided(node, follow) else sum(costs)
        case Until(_, part):
            return 1, _LENGTH * (1 + _effort(part, follow)[1])
        case Repeat(part, least, most):
            more, each = _effort(part, follow if most == 1 else union(follow, first(part)))
            if most == 1:
                return more if decided(node, follow) else more + 1, each
            if most is None:
                return 1 if decided(node, follow) else _LENGTH, _LENGTH * each
            # Each round goes on from every way through the rounds before it.
            ways = more**most if decided(node, follow) else more**most * (most - least + 1)
            return ways, each * sum(more**rounds for rounds in range(most))
        case _:
            assert_never(node)


def _effort_in_turn(parts: tuple[Pattern, ...], follow: Ranges) -> tuple[int, int]:
    """Add up a sequence: every way through one part leads to all the steps of the parts behind it.

    But runs that begin behind a character they do not take, as those of `\\d*` in `.*b\\d*c`, never share a
    character: wherever the gap before them ends, all of them together are no longer than the text.
    """
    ways, steps, gap = 1, 0, False
    for index, part in enumerate(parts):
        more, each = _effort(part, first_of(parts[index + 1 :], follow))
        before = parts[index - 1] if index else None
        if gap and _is_gap(part) and isinstance(before, Chars) and not overlap(before.ranges, first(part)):
            each = each // _LENGTH
        ways, steps = ways * more, steps + ways * each
        gap = gap or (_is_gap(part) and more > 1)
    return ways, steps
