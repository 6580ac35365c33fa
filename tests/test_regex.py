from __future__ import annotations

import re

import pytest

from widgetql.regex import (
    Chars,
    Choice,
    Edge,
    InvalidPattern,
    Pattern,
    Repeat,
    Sequence,
    Until,
    matches,
    parse_pattern,
    render,
)


def one(char: str) -> Chars:
    return Chars(((ord(char), ord(char)),))


A, B, C = one("a"), one("b"), one("c")
DIGIT = Chars(((48, 57),))
DOT = Chars(((0, 9), (11, 0x10FFFF)))
START, END, WORD = Edge("start"), Edge("end"), Edge("word")


@pytest.mark.parametrize(
    ("source", "tree"),
    [
        pytest.param("a", A, id="literal"),
        pytest.param("ab", Sequence((A, B)), id="sequence"),
        pytest.param("\U0001f600", one("\U0001f600"), id="beyond-the-bmp"),
        pytest.param(r"\.", one("."), id="escaped-dot"),
        pytest.param(r"\\", one("\\"), id="escaped-backslash"),
        pytest.param(r"\t", one("\t"), id="tab"),
        pytest.param("]", one("]"), id="lone-bracket"),
        pytest.param("}", one("}"), id="lone-brace"),
        pytest.param(".", DOT, id="dot"),
        pytest.param(r"\d", DIGIT, id="digit"),
        pytest.param(r"\D", Chars(((0, 47), (58, 0x10FFFF))), id="not-digit"),
        pytest.param(r"\s", Chars(((9, 13), (32, 32))), id="space"),
        pytest.param(r"\w", Chars(((48, 57), (65, 90), (95, 95), (97, 122))), id="word-character"),
        pytest.param("[abc]", Chars(((97, 99),)), id="class"),
        pytest.param("[a-cb-d]", Chars(((97, 100),)), id="class-ranges-merge"),
        pytest.param("[^a]", Chars(((0, 96), (98, 0x10FFFF))), id="class-negated"),
        pytest.param(r"[\d-]", Chars(((45, 45), (48, 57))), id="class-escape-and-dash"),
        pytest.param("[-a]", Chars(((45, 45), (97, 97))), id="class-leading-dash"),
        pytest.param(r"[\]\[^]", Chars(((91, 91), (93, 94))), id="class-of-brackets"),
        pytest.param("[.$]", Chars(((36, 36), (46, 46))), id="class-of-specials"),
        pytest.param("^a$", Sequence((START, A, END)), id="edges"),
        pytest.param(r"\ba", Sequence((WORD, A)), id="word-edge"),
        pytest.param("ab|c", Choice((C, Sequence((A, B)))), id="choice"),
        pytest.param("a|b|c", Chars(((97, 99),)), id="choice-of-characters-is-a-class"),
        pytest.param("ab|ab", Sequence((A, B)), id="choice-of-the-same"),
        pytest.param("(a)(?:b)", Sequence((A, B)), id="groups"),
        pytest.param("ab?c", Sequence((A, Repeat(B, 0, 1), C)), id="optional"),
        pytest.param("ab*c", Sequence((A, Repeat(B, 0, None), C)), id="star"),
        pytest.param("ab+c", Sequence((A, Repeat(B, 1, None), C)), id="plus"),
        pytest.param("ab{2}c", Sequence((A, Repeat(B, 2, 2), C)), id="count"),
        pytest.param("ab{2,}c", Sequence((A, Repeat(B, 2, None), C)), id="least"),
        pytest.param("ab{2,3}c", Sequence((A, Repeat(B, 2, 3), C)), id="least-and-most"),
        pytest.param("ab{1}c", Sequence((A, B, C)), id="once"),
        pytest.param("a(b|c)*a", Sequence((A, Repeat(Chars(((98, 99),)), 0, None), A)), id="repeated-class"),
    ],
)
def test_a_pattern_is_read(source: str, tree: Pattern) -> None:
    assert parse_pattern(source) == tree


@pytest.mark.parametrize(
    ("source", "same_as"),
    [
        ("a*b", "b"),
        ("a+b", "ab"),
        ("a{2,5}b", "a{2}b"),
        ("b.*", "b"),
        (".*a.*", "a"),
        (r".*\d*a", "a"),
        ("b(a*|c)", "b"),
        ("b(a+|cc)", "b(a|cc)"),
        (r"(\d+,)?a", "a"),
        ("(^a)?b", "b"),
        ("a*", "^"),
        ("(ab)?", "^"),
    ],
)
def test_what_a_search_makes_redundant_at_the_ends_is_dropped(source: str, same_as: str) -> None:
    assert parse_pattern(source) == parse_pattern(same_as)


GAP = Repeat(DOT, 0, None)
BCC = Choice((B, Sequence((C, C))))
WORDS = Chars(((48, 57), (65, 90), (95, 95), (97, 122)))


@pytest.mark.parametrize(
    ("source", "tree"),
    [
        pytest.param("a.*b.*c", Sequence((A, Until(GAP, B), GAP, C)), id="first-b-is-enough"),
        pytest.param("^a.*(b|cc).*c", Sequence((START, A, GAP, BCC, GAP, C)), id="part-of-two-lengths"),
        pytest.param("a.*bc?.*c", Sequence((A, Until(GAP, B), GAP, C)), id="option-before-a-gap"),
        pytest.param("a.*b?c.*c", Sequence((A, Until(GAP, C), GAP, C)), id="option-behind-a-gap"),
        pytest.param(r"a\w+\d+c", Sequence((A, Repeat(WORDS, 1, None), DIGIT, C)), id="run-behind-a-gap"),
        pytest.param(
            r"a.*b\d*c", Sequence((A, GAP, B, Repeat(DIGIT, 0, None), C)), id="second-gap-is-narrower"
        ),
        pytest.param(
            r"^a.*\nb.*c", Sequence((START, A, GAP, one("\n"), B, GAP, C)), id="part-beyond-the-second-gap"
        ),
    ],
)
def test_a_gap_is_settled_where_the_next_runs_over_it(source: str, tree: Pattern) -> None:
    assert parse_pattern(source) == tree


REFUSED = [
    ("", "nothing to match: an empty pattern, group or alternative at character 0"),
    ("a||b", "nothing to match: an empty pattern, group or alternative at character 2"),
    ("a()", "nothing to match: an empty pattern, group or alternative at character 2"),
    ("a)", "an unmatched ) at character 1"),
    ("x(a", "a ( without its ) at character 1"),
    ("x[a", "a [ without its ] at character 1"),
    ("x[]", "a class without characters (write \\] for a bracket) at character 1"),
    ("x[]a]", "a class without characters (write \\] for a bracket) at character 1"),
    (r"[^\d\D]", "a class without characters (write \\] for a bracket) at character 0"),
    (
        "[[:alpha:]]",
        "a [ inside a class: POSIX classes are not known, write \\[ for a bracket, at character 1",
    ),
    ("[a-[]", "a [ inside a class: write \\[ for a bracket, at character 3"),
    ("[b-a]", "a range whose ends are not two characters in ascending order at character 1"),
    (r"[a-\d]", "a range whose ends are not two characters in ascending order at character 1"),
    (r"[\w-z]", "a range whose ends are not two characters in ascending order at character 1"),
    ("*a", "nothing to repeat: write \\* for the character itself, at character 0"),
    ("a|{2}", "nothing to repeat: write \\{ for the character itself, at character 2"),
    ("a{b", "nothing to repeat: write \\{ for the character itself, at character 1"),
    ("a{,2}", "nothing to repeat: write \\{ for the character itself, at character 1"),
    ("^*a", "a place in the text cannot be repeated: at character 1"),
    (r"a\b+", "a place in the text cannot be repeated: at character 3"),
    ("a{101}", "a count that is not between 1 and 100 in ascending order at character 1"),
    ("a{3,2}", "a count that is not between 1 and 100 in ascending order at character 1"),
    ("a{0}", "a count that is not between 1 and 100 in ascending order at character 1"),
    ("a{1," + "9" * 5_000 + "}", "a count that is not between 1 and 100 in ascending order at character 1"),
    ("a+?", "a second quantifier: lazy and possessive ones are not portable, at character 2"),
    ("a*+", "a second quantifier: lazy and possessive ones are not portable, at character 2"),
    ("a{2}{3}", "a second quantifier: lazy and possessive ones are not portable, at character 4"),
    ("(?=a)", "look-ahead is not portable: at character 0"),
    ("a(?!b)", "look-ahead is not portable: at character 1"),
    ("(?<=a)b", "look-behind is not portable: at character 0"),
    ("(?<!a)b", "look-behind is not portable: at character 0"),
    ("(?P<n>a)", "a named group is not portable: at character 0"),
    ("(?<n>a)", "a named group is not portable: at character 0"),
    ("(?i)a", "an inline flag or special group is not portable: at character 0"),
    ("(?>a)", "an inline flag or special group is not portable: at character 0"),
    (r"(a)\1", "a back-reference or unknown escape \\1 at character 3"),
    (r"\Ba", "an unknown escape \\B at character 0"),
    (r"\Aa", "an unknown escape \\A at character 0"),
    (r"\p{L}", "an unknown escape \\p at character 0"),
    (r"[\b]", "an unknown escape \\b at character 1"),
    ("\\\u00e9", "an unknown escape \\\u00e9 at character 0"),
    ("a\\", "a \\ without a character at character 1"),
    ("a\0", "a character that no database stores at character 1"),
    ("\ud800", "a character that no database stores at character 0"),
    ("(" * 21 + "a" + ")" * 21, "groups nested deeper than 20 at character 20"),
    ("(" * 100_000, "groups nested deeper than 20 at character 20"),
    ("(a+)+", "a repeat of a group that repeats without bound itself at character 4"),
    (r"(\d+,)*x", "a repeat of a group that repeats without bound itself at character 6"),
    ("(a?)*", "a repeat of a group that can be empty at character 4"),
    (r"(\b)+", "a place in the text cannot be repeated: at character 4"),
    (r"(^|a)+", "a repeat of a group that can be empty at character 5"),
    (".*.*.*=x", "a second unbounded repeat of the same thing: one is enough, at character 2"),
    (r"a\d+[0-9]*b", "a second unbounded repeat of the same thing: one is enough, at character 4"),
]


@pytest.mark.parametrize(("source", "message"), REFUSED, ids=[ascii(source)[:30] for source, _ in REFUSED])
def test_what_is_not_portable_is_refused_where_it_stands(source: str, message: str) -> None:
    with pytest.raises(InvalidPattern, match=f"^{re.escape(message)}$"):
        parse_pattern(source)


@pytest.mark.parametrize(
    "source",
    [
        "(a|ab)*c",
        "(ab|ac)+d",
        "(ab?a?)+c",
        r"(\d{1,3})+x",
        r"x(\d{1,3},?)*y",
        "(a{0,5}b?a){3,}c",
        "(ab|cd?d)*e",
    ],
)
def test_a_repeated_group_whose_next_character_does_not_decide_is_refused(source: str) -> None:
    with pytest.raises(
        InvalidPattern, match="an unbounded repeat of a group that can match one text in several ways"
    ):
        parse_pattern(source)


@pytest.mark.parametrize(
    "source",
    [
        "a.*a[ab]+c",
        r"a.*[ab]\w+c",
        "x(a,?)+a(a,?)+y",
        "a.{0,100}a.{0,100}a.{0,100}[cd]",
        r"x\w+ab?\d+ab?\w+y",
        r"x(\d{1,3}){30}y",
        "x" + "a?" * 30 + "a" * 30 + "y",
        "x" + "(a|ab)" * 30 + "y",
        "x" + "(a[bc]*)?" * 5 + "y",
    ],
)
def test_a_pattern_that_could_run_too_long_is_refused(source: str) -> None:
    with pytest.raises(InvalidPattern, match="could run too long: it has too many repeats"):
        parse_pattern(source)


def test_a_pattern_whose_counts_multiply_is_refused() -> None:
    with pytest.raises(InvalidPattern, match="counts multiply to more than 1000 characters"):
        parse_pattern("x(([ab]{20}c){20}d){20}y")


@pytest.mark.parametrize(
    "source",
    [
        r"\d+-\d+-\d+",
        "^a.*b.*c$",
        "error.*timeout.*retry",
        r"order.*id=\d+ failed",
        ".*foo.*bar.*",
        r"^[\w.+-]+@[\w-]+\.[\w.-]+$",
        r"\b(\d{1,3}\.){3}\d{1,3}\b",
        r"^\+?\d{1,3}[ -]?\(?\d{2,4}\)?([ -]?\d{2,4}){2}$",
        r"^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?Z?)?$",
        "(error|fail(ed|ure)?|timeout)",
        r"(^|,)\s*refund\s*(,|$)",
        "[a-z]+[a-z0-9]*x",
        "(GET|POST) /api/v[12]/[a-z/]+ (4|5)[0-9][0-9]",
    ],
)
def test_an_ordinary_pattern_is_taken(source: str) -> None:
    assert not matches(parse_pattern(source), "\n")


WORD_EDGE = "(?:(?<![0-9A-Za-z_])(?=[0-9A-Za-z_])|(?<=[0-9A-Za-z_])(?![0-9A-Za-z_]))"
ENGINES = [
    "python",
    "sqlite",
    "postgresql",
    "duckdb",
    "clickhouse",
    "clickhousedb",
    "mariadb",
    "mysql",
    "hive",
]


@pytest.mark.parametrize(
    ("source", "engine", "expected"),
    [
        (r"^\d.$", "python", r"\A[0-9][^\x0a]\Z"),
        (r"^\d.$", "sqlite", r"\A[0-9][^\x0a]\Z"),
        (r"^\d.$", "postgresql", r"\A[0-9][^\u000a]\Z"),
        (r"^\d.$", "duckdb", r"\A[0-9][^\x{a}]\z"),
        (r"^\d.$", "clickhouse", r"\A[0-9][^\x{a}]\z"),
        (r"^\d.$", "clickhousedb", r"\A[0-9][^\x{a}]\z"),
        (r"^\d.$", "mariadb", r"(?-imsx)\A[0-9][^\x{a}]\z"),
        (r"^\d.$", "mysql", r"(?-imsx)\A[0-9][^\x{a}]\z"),
        (r"^\d.$", "hive", r"\A[0-9][^\x{a}]\z"),
        (r"\ba", "python", r"(?a:\b)a"),
        (r"\ba", "sqlite", r"(?a:\b)a"),
        (r"\ba", "postgresql", f"{WORD_EDGE}a"),
        (r"\ba", "duckdb", r"\ba"),
        (r"\ba", "clickhouse", r"\ba"),
        (r"\ba", "mariadb", f"(?-imsx){WORD_EDGE}a"),
        (r"\ba", "hive", f"{WORD_EDGE}a"),
        ("a.*b.*c", "python", r"a(?>[^\x0a]*?b)[^\x0a]*c"),
        ("a.*b.*c", "mysql", r"(?-imsx)a(?>[^\x{a}]*?b)[^\x{a}]*c"),
        ("a.*b.*c", "postgresql", r"a[^\u000a]*b[^\u000a]*c"),
        ("a.*b.*c", "duckdb", r"a[^\x{a}]*b[^\x{a}]*c"),
        (r"\*\*\*=a", "postgresql", r"\*\*\*\=a"),
        (r"x(ab|cd){2,}y", "python", "x(?:(?:ab|cd)){2,}y"),
        (r"x(ab)?[\]\-&é]y\W", "python", r"x(?:ab)?[\&\-\]é]y[^0-9A-Z_a-z]"),
        (r"[^\n]|\n", "python", "[\\x00-\U0010ffff]"),
    ],
)
def test_a_pattern_is_written(source: str, engine: str, expected: str) -> None:
    assert render(parse_pattern(source), engine) == expected


def test_an_unknown_engine_is_refused_by_name() -> None:
    with pytest.raises(ValueError, match="no syntax of regular expressions is known for 'mssql'"):
        render(A, "mssql")


@pytest.mark.parametrize(
    ("source", "searched", "found"),
    [
        ("a", "bab", True),
        ("a", "A", False),
        ("a$", "a\n", False),
        ("^b", "a\nb", False),
        (".", "\n", False),
        (".", "\U0001f600", True),
        ("^.$", "\U0001f600", True),
        (r"\d", "\u0661", False),
        (r"\w", "\u00e9", False),
        (r"\s", "\u00a0", False),
        (r"\s", "\v", True),
        (r"\bn", "\u00e9n", True),
        (r"\bb", "ab", False),
        ("a.*b.*c", "abxbc", True),
        ("a.*b.*c", "ab\nbc", False),
        ("[^a]", "\0", True),
        ("a*", "", True),
    ],
)
def test_a_pattern_means(source: str, searched: str, found: bool) -> None:
    assert matches(parse_pattern(source), searched) is found


# Few characters, so that patterns and texts meet; among them what engines disagree on.
