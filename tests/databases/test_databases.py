"""The databases of the tests: what goes in comes out, and one example leaves nothing for the next."""

from __future__ import annotations

import math
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa
from sqlalchemy import Connection, Engine, MetaData, Table

from tests.conftest import NAMES
from widgetql.testing.databases import SESSION_ZONE, empty, filled, mariadb, opened, postgresql, put

SESSION = ZoneInfo(SESSION_ZONE)
NOON = datetime(2025, 3, 9, 12, 30, 15, 250_000)
TABLES = MetaData()
PARENTS = Table("parents", TABLES, sa.Column("id", sa.Integer, primary_key=True, autoincrement=False))
THINGS = Table(
    "things",
    TABLES,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("parent_id", sa.ForeignKey("parents.id")),
    sa.Column("whole", sa.BigInteger),
    sa.Column("real", sa.Double),
    sa.Column("exact", sa.Numeric(20, 6)),
    sa.Column("flag", sa.Boolean),
    sa.Column("words", sa.Text),
    sa.Column("naive", sa.DateTime),
    sa.Column("aware", sa.DateTime(timezone=True)),
    sa.Column("day", sa.Date),
    sa.Column("document", sa.JSON(none_as_null=True)),
)
FULL = {
    "id": 1,
    "parent_id": 7,
    "whole": 2**62,
    "real": 0.1,
    "exact": Decimal("12345678.901234"),
    "flag": True,
    "words": "Ünïcødé 🦆 % _ \\ ' \" :x",
    "naive": NOON,
    "aware": NOON.replace(tzinfo=UTC),
    "day": NOON.date(),
    "document": {"a": [1, 2.5, None, True], "é\"$['🦆": {"b": "c"}},
}


@pytest.fixture(scope="module")
def metadata() -> MetaData:
    return TABLES


def _stored(connection: Connection) -> list[dict[str, object]]:
    rows = [dict(row._mapping) for row in connection.execute(sa.select(THINGS).order_by(THINGS.c.id))]
    for row in rows:
        # SQLite keeps no zone; the others answer in the session's, and PyHive does not say so.
        aware, unsaid = row["aware"], SESSION if connection.dialect.name == "hive" else UTC
        if isinstance(aware, datetime):
            row["aware"] = (aware if aware.tzinfo else aware.replace(tzinfo=unsaid)).astimezone(UTC)
        if isinstance(row["day"], str):
            row["day"] = date.fromisoformat(row["day"])
    return rows


@pytest.mark.parametrize(
    "engine", [name for name in NAMES if name in ("postgresql", "mariadb")], indirect=True
)
def test_another_engine_of_a_servers_url_finds_the_tables(engine: Engine) -> None:
    apart = sa.create_engine(engine.url.render_as_string(hide_password=False), poolclass=sa.NullPool)
    assert set(TABLES.tables) <= {*sa.inspect(apart).get_table_names()}
    apart.dispose()


@pytest.mark.parametrize("count", [1, 5, 300], ids="{}-rows".format)
def test_rows_come_back_as_they_went_in(engine: Engine, count: int) -> None:
    empty = dict.fromkeys(FULL)
    rows = [FULL | {"id": i} if i % 2 else empty | {"id": i} for i in range(1, count + 1)]
    with filled(engine, {THINGS: rows, PARENTS: [{"id": 7}]}) as connection:
        assert _stored(connection) == rows


def test_a_column_that_a_row_leaves_out_is_null(connection: Connection) -> None:
    put(connection, {THINGS: [{"id": 1}, {"id": 2, "words": "x"}], PARENTS: []})
    assert connection.execute(sa.select(THINGS.c.id, THINGS.c.words).order_by(THINGS.c.id)).all() == [
        (1, None),
        (2, "x"),
    ]


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf], ids=str)
def test_floats_that_json_lacks_are_stored_where_the_database_has_them(engine: Engine, value: float) -> None:
    with filled(engine, {THINGS: [{"id": 1, "real": value}]}) as connection:
        stored = connection.scalar(sa.select(THINGS.c.real))
    # SQLite has no NaN, MariaDB no infinity either.
    lacking = {"sqlite": math.isnan(value), "mariadb": True}.get(engine.dialect.name, False)
    assert str(stored) == ("None" if lacking else str(value))


def test_one_example_leaves_nothing_for_the_next(engine: Engine) -> None:
    for _ in range(3):
        with filled(engine, {THINGS: [{"id": 1}]}) as connection:
            assert connection.scalar(sa.select(sa.func.count()).select_from(THINGS)) == 1
    with engine.connect() as connection:
        assert connection.scalar(sa.select(sa.func.count()).select_from(THINGS)) == 0


def test_what_a_failing_example_wrote_is_gone(engine: Engine) -> None:
    with pytest.raises(RuntimeError, match="example"), filled(engine, {THINGS: [{"id": 1}]}):
        raise RuntimeError("the example failed")
    with engine.connect() as connection:
        assert connection.scalar(sa.select(sa.func.count()).select_from(THINGS)) == 0


def test_the_fixture_leaves_nothing_behind(connection: Connection) -> None:
    put(connection, {THINGS: [{"id": 1}]})
    assert len(_stored(connection)) == 1


def test_two_connections_see_one_database(engine: Engine) -> None:
    with engine.connect() as one, engine.connect() as two:
        assert one.connection.dbapi_connection is not two.connection.dbapi_connection
        put(one, {THINGS: [{"id": 99}]})
        one.commit()
        assert two.scalar(sa.select(THINGS.c.id)) == 99
        two.rollback()
        empty(one, [THINGS])
        one.commit()


@pytest.mark.parametrize(
    ("name", "asked", "zone"),
    [
        ("duckdb", "SELECT current_setting('TimeZone')", SESSION_ZONE),
        ("postgresql", "SHOW timezone", SESSION_ZONE),
        ("mariadb", "SELECT @@time_zone", mariadb.ZONE),
        ("clickhouse", "SELECT timezone()", SESSION_ZONE),
    ],
)
def test_sessions_are_not_in_utc(scratch: Path, name: str, asked: str, zone: str) -> None:
    with opened(name, scratch) as engine, engine.connect() as connection:
        assert connection.scalar(sa.text(asked)) == zone


@pytest.mark.parametrize(("locale", "folded"), [("unicode", "aé"), ("c", "aÉ")], ids=["unicode", "c"])
def test_postgresql_comes_with_two_ways_to_fold_case(scratch: Path, locale: str, folded: str) -> None:
    with postgresql.opened(scratch, locale) as engine, engine.connect() as connection:
        assert connection.scalar(sa.text("SELECT lower('AÉ')")) == folded


def test_the_engine_of_the_c_locale_has_the_tables(c_locale_engine: Engine) -> None:
    with filled(c_locale_engine, {THINGS: [{"id": 1}]}) as connection:
        assert len(_stored(connection)) == 1
