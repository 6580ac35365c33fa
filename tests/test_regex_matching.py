"""Whether a pattern is found in a text, in one pass: what it means and, counted in steps, that it is soon."""

from __future__ import annotations

from random import Random
from typing import Final

import pytest
from hypothesis import HealthCheck, example, given, settings

from tests.test_regex_properties import PATTERNS, TEXTS
from widgetql.regex import Pattern, matches, parse_pattern
from widgetql.regex.judging import beginning
from widgetql.regex.matching import _MOST_KEPT, Automaton


@settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
@given(PATTERNS, TEXTS)
@example(parse_pattern(r"^$|\b-\b"), ["", "a-b", "-", "a- b", "\n"])
@example(parse_pattern(r"(\ba){2}|(^|-)a$"), ["a", "aa", "-a", "a\n", "ba"])
@example(parse_pattern("x(ab?c){2,3}(b{0,2}a){1,2}$"), ["xacabca", "xabcacacba", "xaca", "xacacbba"])
@example(parse_pattern("a.*b.*a"), ["abba", "ab\na", "ba"])
@example(parse_pattern("(^a|^b|c$)"), ["xa", "bx", "xc", "cx", ""])
def test_it_agrees_with_python(pattern: Pattern, texts: list[str]) -> None:
    automaton = Automaton(pattern)
    assert [automaton.finds(text) for text in texts] == [matches(pattern, text) for text in texts]


@settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
@given(PATTERNS, TEXTS)
@example(parse_pattern("ab?.*c"), ["abc", "c"])
def test_what_a_match_begins_with_is_in_each_text_that_has_one(pattern: Pattern, texts: list[str]) -> None:
    start = beginning(pattern)
    found = [text for text in texts if matches(pattern, text)]
    assert start is None or [text for text in found if matches(start, text)] == found


@pytest.mark.parametrize(
    ("source", "start"),
    [
        pytest.param("error.*timeout", "error", id="before-a-gap"),
        pytest.param(r"\w+@\w+\.\w+", r"\w@", id="before-a-repeat"),
        pytest.param("a.*b.*c", "a", id="before-a-settled-gap"),
        pytest.param("^ab?c{2,3}", "^ab?c{2}", id="all-of-it"),
        pytest.param("(ab+|c)d", None, id="nothing"),
    ],
)
def test_what_a_match_begins_with(source: str, start: str | None) -> None:
    assert beginning(parse_pattern(source)) == (None if start is None else parse_pattern(start))


# Each text is such that Python's `re` goes through most of it again from every place of it, or worse.
LONG: Final = [
    pytest.param(r"a+.*b+.*z", "a" * 100_000 + "z", id="gaps"),
    pytest.param("error.*timeout", "error" * 20_000, id="words"),
    pytest.param("(a|b)*c.*d", "abc" * 30_000, id="repeated-class"),
    pytest.param(r"\w+@\w+\.\w+", "a@" * 50_000, id="address"),
    pytest.param(r"^(\d{1,3}\.){3}\d{1,3}$", "1.1.1." * 20_000, id="anchored"),
    pytest.param(r"a[ab]*b[^c]*z", "ab" * 50_000, id="overlapping"),
    pytest.param("x(ab?c)+y", "x" + "abc" * 30_000, id="repeated-group"),
    pytest.param(r"\b([a-z]{1,9} ){3}[a-z]+!", "word " * 20_000, id="counted-words"),
]


@pytest.mark.parametrize(("source", "text"), LONG)
def test_a_long_text_asks_for_few_transitions(source: str, text: str) -> None:
    """Each of its characters is one transition; those that were found out before are only looked up."""
    automaton = Automaton(parse_pattern(source))
    assert not automaton.finds(text)
    assert automaton.kept < 60


@pytest.mark.parametrize(
    ("source", "text", "holds"),
    [
        pytest.param("a+.*b+.*z", "a" * 100_000 + "bz", True, id="gaps"),
        pytest.param("error.*timeout", "error" * 20_000 + "\ntimeout", False, id="two-lines"),
        pytest.param(r"x(ab|cd)+y$", "x" + "abcd" * 50_000 + "y", True, id="a-repeat-as-long-as-the-text"),
        pytest.param(r"(.{100}\n){9}$", ("é" * 100 + "\n") * 9, True, id="counted-beyond-ascii"),
    ],
)
def test_what_is_at_the_end_of_a_long_text_is_found(source: str, text: str, holds: bool) -> None:
    assert Automaton(parse_pattern(source)).finds(text) is holds


def test_what_is_kept_is_bounded() -> None:
    """Which of the last hundred characters were an `a` makes as many states as there are such texts."""
    automaton = Automaton(parse_pattern("a.{100}[cd]"))
    random, kept = Random(1), list[int]()
    for _ in range(20):
        assert not automaton.finds("".join(random.choices("ab", k=500)))
        kept.append(automaton.kept)
    assert max(kept) <= _MOST_KEPT
    assert kept != sorted(kept), "nothing was ever forgotten"
    assert automaton.finds("a" * 101 + "c")


def test_the_clock_is_looked_at_on_the_way() -> None:
    looks = iter(range(1_000))

    def check() -> None:
        if next(looks) == 3:
            raise TimeoutError

    with pytest.raises(TimeoutError):
        Automaton(parse_pattern("a.*b")).finds("a" * 1_000_000, check)
    assert next(looks) == 4
