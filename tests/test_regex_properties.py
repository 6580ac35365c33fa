"""Any pattern that is taken means on a database what its source says in Python."""

import re
from collections.abc import Iterator

import duckdb
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, create_engine, text

from tests.test_regex import ENGINES
from widgetql.regex import InvalidPattern, Pattern, matches, parse_pattern, render

LETTERS = "ab_1- .*\\[]^$&~=:#%'\"\n\t\u00e9\u00c9\u017f\u0661\u00a0\u2028\U0001f600"
ESCAPED = st.sampled_from(LETTERS).map(lambda c: "\\" + c if c in "-.*\\[]^$&~=:#%'\"" else c)
SETS = st.sampled_from([r"\d", r"\w", r"\s", r"\D", r"\W", r"\S", r"\n"])
CLASS = st.builds(
    lambda negated, items: f"[{negated}{''.join(items)}]",
    st.sampled_from(["", "^"]),
    st.lists(
        ESCAPED | SETS | st.sampled_from(["a-c", "0-9", "a-\u00e9", "\u00e9-\U0001f600"]),
        min_size=1,
        max_size=3,
    ),
)
ATOM = ESCAPED | SETS | CLASS | st.just(".") | st.just("a")
EDGE = st.sampled_from(["^", "$", r"\b"])
QUANTIFIER = st.sampled_from(["", "", "?", "*", "+", "{2}", "{1,2}", "{2,}"])


def _larger(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    group = st.builds("({}){}".format, inner, QUANTIFIER)
    piece = st.builds("{}{}".format, ATOM, QUANTIFIER) | group | EDGE
    row = st.lists(piece, min_size=1, max_size=5).map("".join)
    return row | st.lists(row, min_size=2, max_size=3).map("|".join)


SOURCES = st.recursive(ATOM, _larger, max_leaves=6)
TEXTS = st.lists(st.text(st.sampled_from(LETTERS + "\0\r"), max_size=12), min_size=5, max_size=20)


def _parsed(source: str) -> Pattern | None:
    try:
        return parse_pattern(source)
    except InvalidPattern:
        return None


PATTERNS = SOURCES.map(_parsed).filter(lambda pattern: pattern is not None)


def _as_python_reads(source: str) -> re.Pattern[str]:
    """The source in Python's own syntax, which differs from ours in `$` and in what is not ASCII."""
    return re.compile(re.sub(r"(\\.)|\$", lambda found: found[1] or r"\Z", source, flags=re.DOTALL), re.ASCII)


@given(SOURCES.filter(lambda source: "[" not in source), TEXTS)
def test_the_tree_means_what_the_source_says(source: str, texts: list[str]) -> None:
    pattern = _parsed(source)
    if pattern is not None:
        plain = _as_python_reads(source)
        for searched in texts:
            assert matches(pattern, searched) is (plain.search(searched) is not None)


@given(st.text() | SOURCES)
def test_any_text_is_a_pattern_or_refused(source: str) -> None:
    pattern = _parsed(source)
    if pattern is not None:
        for engine in ENGINES:
            assert "\0" not in render(pattern, engine)


@pytest.fixture(scope="module")
def sqlite() -> Iterator[Connection]:
    engine = create_engine("sqlite://")
    with engine.connect() as connection:
        yield connection
    engine.dispose()


@pytest.fixture(scope="module")
def duck() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        yield connection


@settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
@given(PATTERNS, TEXTS)
@example(parse_pattern("a.*b.*a"), ["abba", "ab\na", "ba"])
@example(parse_pattern(r"\b\u00e9|[^\w]\b".replace("\\u00e9", "\u00e9")), ["\u00e9a", "a\u00e9"])
def test_sqlite_agrees(sqlite: Connection, pattern: Pattern, texts: list[str]) -> None:
    query = text("SELECT :searched REGEXP :pattern")
    for searched in texts:
        found = sqlite.scalar(query, {"searched": searched, "pattern": render(pattern, "sqlite")})
        assert bool(found) is matches(pattern, searched)


@settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
@given(PATTERNS, TEXTS)
@example(parse_pattern("a.*b.*a"), ["abba", "ab\na", "ba"])
@example(parse_pattern("(ab?c){30}[^a]{100}x"), ["x"])
def test_duckdb_agrees(duck: duckdb.DuckDBPyConnection, pattern: Pattern, texts: list[str]) -> None:
    query = "SELECT list_transform($1::VARCHAR[], x -> regexp_matches(x, $2))"
    found = duck.execute(query, [texts, render(pattern, "duckdb")]).fetchone()
    assert found == ([matches(pattern, searched) for searched in texts],)
