"""The constructs on real databases: one value in, the same value out everywhere."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

import pytest
import sqlalchemy as sa
from sqlalchemy import Connection, Engine, MetaData, Table, literal, select
from sqlalchemy.dialects.postgresql import CITEXT
from sqlalchemy.sql.visitors import replacement_traverse

from widgetql.deadline import NEVER
from widgetql.relative_time import zone_of
from widgetql.sql.buckets import Division
from widgetql.sql.finite import finite
from widgetql.sql.json import canonical_scalar, key_text, scalar_text
from widgetql.sql.json_null import is_json_null
from widgetql.sql.logic import is_not_true
from widgetql.sql.numbers import safe_sum, text_number
from widgetql.sql.patterns import matches_anywhere, matches_pattern
from widgetql.sql.searching import searched_until
from widgetql.sql.stored import instant_of, stored_bound
from widgetql.sql.text import by_code_point, exact_text, matches_text
from widgetql.sql.time import Instant, epoch_micros, epoch_seconds, whole_quotient
from widgetql.storage import Storage
from widgetql.testing.databases import Rows
from widgetql.types import number_text

TABLES: Final = MetaData()
values: Final = Table(
    "things",
    TABLES,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("json", sa.JSON),
    sa.Column("at", sa.DateTime),
    sa.Column("aware", sa.DateTime(timezone=True)),
    sa.Column("day", sa.Date),
    sa.Column("number", sa.Double),
    sa.Column("big", sa.BigInteger),
    sa.Column("word", sa.Text),
)
NUMBERS: Final = [
    0,
    5,
    5.0,
    -0.0,
    0.1,
    1 / 3,
    1e-7,
    -2.5,
    1e14,
    1e15,
    123456789.125,
    1.5e16,
    1e21,
    1.7e308,
    5e-324,
]
NUMBERS_TOO: Final = [2**53 + 1, 2**63 - 1, -(2**63), 2**64, -1e-5, 9.99999999999999e22]
SCALARS: Final = [
    None,
    True,
    False,
    "x",
    "",
    "5",
    "null",
    "é😀",
    'a"b\\',
    [],
    {},
    [1],
    *NUMBERS,
    *NUMBERS_TOO,
]
MOMENTS: Final = [
    datetime(1969, 12, 31, 23, 59, 59, 999_999),
    datetime(1970, 1, 1),
    datetime(2025, 11, 3, 12, 0, 0, 1),
    datetime(2025, 11, 3, 23, 59, 59, 999_600),
    datetime(2100, 12, 31, 23, 59, 59, 999_999),
]


@pytest.fixture(scope="module")
def metadata() -> MetaData:
    return TABLES


@pytest.fixture(scope="module")
def rows() -> Rows:
    documents = [{"id": i, "json": {"k": value, "o": {"k": 1}}} for i, value in enumerate(SCALARS)]
    bare = [{"id": 100 + i, "json": value} for i, value in enumerate(SCALARS)]
    moments = [
        {"id": 200 + i, "at": at, "aware": at.replace(tzinfo=UTC), "day": at.date(), "big": 2**62, "word": w}
        for i, (at, w) in enumerate(zip(MOMENTS, ["b", "B", "a", "é", "Z"], strict=True))
    ]
    return {values: [*documents, *bare, *moments]}


def scalar(connection: Connection, expression: Any, **where: Any) -> Any:
    statement = select(expression)
    if where:
        statement = statement.where(*(values.c[name] == value for name, value in where.items()))
    return connection.execute(statement).scalar_one()


def _bucket(column: Any, starts: list[datetime]) -> Any:
    division = Division(starts, column.type, "sqlite")
    values = division.values("of")

    def place(element: Any, **_: Any) -> Any:
        value = values.get(element.key) if isinstance(element, sa.BindParameter) else None
        return None if value is None else sa.literal(value, element.type)

    return replacement_traverse(division.index(column, "of"), {}, place)


def canonical(value: Any) -> str | None:
    match value:
        case bool():
            return "true" if value else "false"
        case str():
            return value
        case int() | float():
            return number_text(value)
        case _:
            return None


@pytest.mark.parametrize("index", range(len(SCALARS)), ids=lambda i: repr(SCALARS[i])[:20])
def test_json_scalars_have_one_text(connection: Connection, index: int) -> None:
    expected = canonical(SCALARS[index])
    assert scalar(connection, key_text(values.c.json, "k"), id=index) == expected
    assert scalar(connection, canonical_scalar(values.c.json), id=100 + index) == expected
    assert scalar(connection, is_json_null(values.c.json), id=100 + index) in (SCALARS[index] is None, None)
    assert scalar(connection, key_text(values.c.json, "none"), id=index) is None
    plain = scalar(connection, scalar_text(values.c.json), id=100 + index)
    assert (plain is None) == (expected is None)


NUMBER_TEXTS: Final = [
    ("5", 5.0),
    ("-0", 0.0),
    ("0.5", 0.5),
    ("1e3", 1000.0),
    ("1E+2", 100.0),
    ("25e-2", 0.25),
    ("1e308", 1e308),
    ("-1.5", -1.5),
    ("1e-400", 0.0),
    ("", None),
    (" 5", None),
    ("5 ", None),
    ("05", None),
    ("+5", None),
    (".5", None),
    ("5.", None),
    ("0x10", None),
    ("1_000", None),
    ("NaN", None),
    ("Infinity", None),
    ("1e400", None),
    ("-1e400", None),
    ("1e99999", None),
    ("1" * 401, None),
    ("abc", None),
    ("5a", None),
    ("5\n", None),
    ("1e", None),
    ("٣", None),
    ("true", None),
    ("1,5", None),
    ("--1", None),
    (None, None),
]


@pytest.mark.parametrize(("text", "number"), NUMBER_TEXTS, ids=lambda value: repr(value)[:12])
def test_a_text_is_a_number_by_jsons_grammar(
    connection: Connection, text: str | None, number: float | None
) -> None:
    assert scalar(connection, text_number(literal(text, sa.Text()))) == number


@pytest.mark.parametrize(
    ("condition", "holds"),
    [(sa.true(), False), (sa.false(), True), (sa.null() == 1, True), (sa.literal(1) == 1, False)],
    ids=["true", "false", "null", "equal"],
)
def test_not_true(connection: Connection, condition: Any, holds: bool) -> None:
    assert scalar(connection, sa.case((is_not_true(condition), 1), else_=0)) == int(holds)


def test_sums_do_not_wrap(connection: Connection) -> None:
    total = scalar(connection, safe_sum(values.c.big))
    assert float(total) == pytest.approx(2.0**62 * len(MOMENTS))


MATCHES: Final = [
    ("contains", "abc", "B", True),
    ("contains", "a%c", "%", True),
    ("contains", "abc", "%", False),
    ("contains", "abc", "_", False),
    ("contains", "a!c", "!", True),
    ("contains", "a\\c", "\\", True),
    ("contains", "a*c?[", "*c?[", True),
    ("contains", "École", "éC", True),
    ("contains", "école", "ÉCO", True),
    ("contains", "straße", "SS", False),
    ("contains", "STRASSE", "ß", False),
    ("contains", "ß", "ẞ", False),
    ("contains", "İstanbul", "i", False),
    ("contains", "\u0131s\u0131", "I", False),
    ("contains", "\u212a", "k", False),
    ("contains", "k", "\u212a", False),
    ("contains", "ΣΑΣ", "\u03c3\u03b1", True),
    ("contains", "ς", "Σ", False),
    ("contains", "É*[x]^", "é*[x]^", True),
    ("startswith", "Éab", "éA", True),
    ("startswith", "aÉb", "é", False),
    ("endswith", "abÉ", "Bé", True),
    ("endswith", "É b", "é", False),
    ("contains", "a\nb", "a\nB", True),
    ("contains", "😀x", "😀X", True),
    ("contains", "", "", True),
    ("startswith", "x", "", True),
]


@pytest.mark.parametrize(("place", "text", "needle", "holds"), MATCHES)
def test_matching_ignores_case_character_by_character(
    connection: Connection, c_locale_engine: Engine, place: str, text: str, needle: str, holds: bool
) -> None:
    condition = sa.case((matches_text(literal(text, sa.Text()), place, needle), 1), else_=0)
    assert scalar(connection, condition) == holds
    if connection.dialect.name == "postgresql":
        with c_locale_engine.connect() as other:
            assert scalar(other, condition) == holds


def test_text_sorts_by_code_point(connection: Connection) -> None:
    words = select(values.c.word).where(values.c.word.is_not(None)).order_by(by_code_point(values.c.word))
    assert connection.execute(words).scalars().all() == ["B", "Z", "a", "b", "é"]


COLLATED: Final = {
    "sqlite": ["TEXT COLLATE NOCASE", "TEXT COLLATE RTRIM"],
    "duckdb": ["TEXT COLLATE NOCASE", "TEXT COLLATE NOACCENT"],
    "clickhousedb": ["String", "LowCardinality(String)"],
    # A nondeterministic collation needs ICU, which not every server has.
    "postgresql": ["CITEXT"],
    "mariadb": [
        "VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci",
        "VARCHAR(20) CHARACTER SET latin1 COLLATE latin1_swedish_ci",
        "TEXT CHARACTER SET utf8mb3 COLLATE utf8mb3_general_ci",
        "TEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin",
    ],
    "hive": ["STRING COLLATE UTF8_LCASE", "STRING COLLATE UTF8_LCASE_RTRIM"],
}


def test_equality_is_exact_under_any_collation(engine: Engine) -> None:
    name = engine.dialect.name
    with engine.begin() as connection:
        if name == "postgresql":
            connection.exec_driver_sql("CREATE EXTENSION IF NOT EXISTS citext")
        for index, declared in enumerate(COLLATED[name]):
            collation = None if declared == "CITEXT" or name == "sqlite" else declared.rpartition(" ")[2]
            kind = CITEXT() if declared == "CITEXT" else sa.Text(collation=collation)
            table = Table(f"collated_{index}", MetaData(), sa.Column("w", kind))
            connection.exec_driver_sql(f"CREATE TABLE collated_{index} (w {declared})")
            connection.execute(table.insert(), [{"w": w} for w in ("abc", "ABC", "abc ", "äbc")])
            exact = exact_text(table.c.w)
            found = connection.execute(select(exact).where(exact == "abc")).scalars().all()
            several = connection.execute(select(exact).where(exact.in_(["abc", "x"]))).scalars().all()
            groups = connection.execute(select(exact).group_by(exact)).scalars().all()
            matched = connection.execute(
                select(table.c.w).where(matches_text(exact, "startswith", "aB"))
            ).all()
            assert (found, several, len(groups), len(matched)) == (["abc"], ["abc"], 4, 3), declared
            placed = select(exact).order_by(by_code_point(exact))
            assert connection.execute(placed).scalars().all() == ["ABC", "abc", "abc ", "äbc"], declared
            own = select(table.c.w).order_by(by_code_point(table.c.w))
            assert connection.execute(own).scalars().all() == ["ABC", "abc", "abc ", "äbc"], declared


@pytest.mark.parametrize("matches", [matches_pattern, matches_anywhere])
def test_patterns_are_case_sensitive_and_unanchored(connection: Connection, matches: Any) -> None:
    searched_until(connection, NEVER)
    cases = [("b", "abc", 1), ("B", "abc", 0), ("^b", "abc", 0), (r"\d", "٣", 0), ("a.c", "a\nc", 0)]
    for pattern, text, holds in cases:
        found = scalar(connection, sa.case((matches(literal(text, sa.Text()), pattern), 1), else_=0))
        assert found == holds, pattern


@pytest.mark.parametrize("index", range(len(MOMENTS)), ids=lambda i: MOMENTS[i].isoformat())
def test_positions_on_the_time_line(connection: Connection, index: int) -> None:
    since = MOMENTS[index] - datetime(1970, 1, 1)
    seconds = since // timedelta(seconds=1)
    row = {"id": 200 + index}
    for name, storage in (("at", Storage.NAIVE), ("aware", Storage.AWARE)):
        column = sa.type_coerce(values.c[name], Instant(storage))
        assert scalar(connection, epoch_seconds(column), **row) == seconds
        assert scalar(connection, epoch_micros(column), **row) == since // timedelta(microseconds=1)
        assert scalar(connection, column, **row) == MOMENTS[index].replace(tzinfo=UTC)
    day = sa.type_coerce(values.c.day, Instant(Storage.DATE))
    assert scalar(connection, epoch_seconds(day), **row) == seconds // 86_400 * 86_400
    assert scalar(connection, epoch_micros(day), **row) == seconds // 86_400 * 86_400_000_000


def test_whole_quotients(connection: Connection) -> None:
    assert scalar(connection, whole_quotient(literal(7, sa.BigInteger()), literal(2, sa.BigInteger()))) == 3


def test_texts_of_whole_seconds_stand_beside_fractions(connection: Connection) -> None:
    if connection.dialect.name != "sqlite":
        connection.exec_driver_sql("SELECT 1")
        return
    insert = (
        "INSERT INTO things (id, at) VALUES (900, '2025-11-03 10:00:00'), (901, '2025-11-03 10:00:00.000000')"
    )
    connection.exec_driver_sql(insert)
    column = sa.type_coerce(values.c.at, Instant(Storage.NAIVE))
    at = datetime(2025, 11, 3, 10, tzinfo=UTC)
    own = values.c.id >= 900
    later = at + timedelta(microseconds=1)
    for condition, count in [(column >= at, 2), (column < at, 0), (column >= later, 0), (column < later, 2)]:
        assert scalar(connection, sa.select(sa.func.count()).where(own, condition).scalar_subquery()) == count


PARIS: Final = zone_of("Europe/Paris")


@pytest.mark.parametrize(
    ("at", "storage", "expected"),
    [
        (datetime(2025, 11, 3, 1, tzinfo=UTC), Storage.AWARE, datetime(2025, 11, 3, 1, tzinfo=UTC)),
        (datetime(2025, 11, 3, 1, tzinfo=UTC), Storage.NAIVE, datetime(2025, 11, 3, 2)),
        (datetime(2025, 11, 2, 23, tzinfo=UTC), Storage.DATE, date(2025, 11, 3)),
        (datetime(2025, 11, 2, 23, 0, 0, 1, tzinfo=UTC), Storage.DATE, date(2025, 11, 4)),
        # 2:30 comes twice; a stored 2:30 means the first.
        (datetime(2025, 10, 26, 0, 30, tzinfo=UTC), Storage.NAIVE, datetime(2025, 10, 26, 2, 30)),
        (datetime(2025, 10, 26, 1, 30, tzinfo=UTC), Storage.NAIVE, datetime(2025, 10, 26, 3)),
        (datetime(9999, 12, 31, 23, 30, tzinfo=UTC), Storage.NAIVE, datetime.max),
        (datetime(9999, 12, 31, 23, 30, tzinfo=UTC), Storage.DATE, date.max),
    ],
    ids=str,
)
def test_the_lowest_stored_value_at_or_after_an_instant(
    at: datetime, storage: Storage, expected: Any
) -> None:
    assert stored_bound(at, storage, PARIS) == expected


def test_stored_values_are_read_as_instants() -> None:
    assert instant_of("2025-11-03", PARIS) == datetime(2025, 11, 2, 23, tzinfo=UTC)
    assert instant_of(datetime(2025, 7, 1), PARIS) == datetime(2025, 6, 30, 22, tzinfo=UTC)
    assert instant_of(datetime(2025, 7, 1, tzinfo=PARIS), UTC) == datetime(2025, 6, 30, 22, tzinfo=UTC)


def test_the_cache_keeps_constructs_and_values_apart(engine: Engine) -> None:
    """All variants through one engine, twice: an honest cache key gives each its own answer."""
    number, text = literal(5.0, sa.Double()), literal("aB", sa.Text())
    naive = sa.type_coerce(values.c.at, Instant(Storage.NAIVE))
    here = sa.type_coerce(values.c.at, Instant(Storage.NAIVE, PARIS))
    day = [datetime(2025, 11, 3, tzinfo=UTC) + timedelta(hours=hours) for hours in range(25)]
    variants: list[tuple[Any, Any]] = [
        (finite(number), 5.0),
        (text_number(literal("7", sa.Text())), 7.0),
        (text_number(literal("x", sa.Text())), None),
        *(
            (sa.case((matches_text(text, place, "B"), 1), else_=0), holds)
            for place, holds in [("contains", 1), ("startswith", 0), ("endswith", 1)]
        ),
        *(
            (sa.case((matches(text, pattern), 1), else_=0), holds)
            for pattern, holds in [("B", 1), ("b", 0)]
            for matches in (matches_pattern, matches_anywhere)
        ),
        (naive, datetime(2025, 11, 3, 12, 0, 0, 1, tzinfo=UTC)),
        (here, datetime(2025, 11, 3, 11, 0, 0, 1, tzinfo=UTC)),
        (_bucket(naive, day), 12),
        (_bucket(here, day), 11),
        (_bucket(naive, day[::12]), 1),
        (_bucket(naive, day[:1] + day[-1:]), 0),
        (epoch_seconds(naive), 1762171200),
        (epoch_micros(naive), 1762171200000001),
    ]
    with engine.connect() as connection:
        searched_until(connection, NEVER)
        for _ in range(2):
            for expression, expected in variants:
                found = connection.execute(select(expression).where(values.c.id == 202)).scalar_one()
                assert found == expected
