"""What a profile claims, the database is asked: a claim that became false, or needlessly modest, fails."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

import pytest
from sqlalchemy import Column, Connection, DateTime, Engine, Integer, MetaData, Table, create_engine, text
from sqlalchemy.exc import DBAPIError

from widgetql import Dataset, compute_dashboard_data, compute_widget_data
from widgetql.sql.profile import profile_of

METADATA: Final = MetaData()
times: Final = Table("times", METADATA, Column("id", Integer, primary_key=True), Column("at", DateTime))


@pytest.fixture(scope="module")
def metadata() -> MetaData:
    return METADATA


def works(connection: Connection, statement: str) -> bool:
    try:
        connection.execute(text(statement)).all()
    except DBAPIError:
        return False
    return True


def _is_computed_once(connection: Connection) -> str:
    """Read a random number twice: it is the same where it is computed once."""
    if connection.dialect.name == "hive":
        # What is random Spark computes once, and nothing else: its plan tells.
        twice = "EXPLAIN WITH once AS (SELECT id FROM times) SELECT a.id = b.id FROM once a, once b"
        return "no" if connection.execute(text(twice)).scalar_one().count("Scan") > 1 else "always"
    random = {"mariadb": "rand()", "clickhousedb": "rand64()"}.get(connection.dialect.name, "random()")
    for words, settings, said in (
        ("", "", "always"),
        ("MATERIALIZED", "", "always"),
        ("MATERIALIZED", " SETTINGS enable_materialized_cte = 1", "by setting"),
    ):
        once = f"WITH once AS {words} (SELECT {random} AS r) SELECT a.r = b.r FROM once a, once b{settings}"
        if works(connection, once) and connection.execute(text(once)).scalar_one():
            return said
    return "no"


# DuckDB's transaction ends by what fails while it runs.
FAILING: Final = "SELECT error(CAST(id AS VARCHAR)) FROM range(3) AS numbers(id)"


def _after_a_failure(connection: Connection) -> str:
    with connection.begin():
        assert works(connection, "SELECT 1")
        assert not works(connection, FAILING)
        if works(connection, "SELECT 1"):
            return "goes on"
    with connection.begin():
        try:
            with connection.begin_nested() as savepoint:
                works(connection, FAILING)
                savepoint.rollback()
        except DBAPIError:
            return "lost"
        return "savepoint" if works(connection, "SELECT 1") else "lost"


def _types_nulls(connection: Connection) -> bool:
    return not works(connection, "SELECT NULL UNION ALL SELECT NULL UNION ALL SELECT 1")


def _has_percentiles(connection: Connection) -> bool:
    aggregates = (
        "SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY id) FROM times",
        "SELECT quantileExactInclusive(0.5)(id) FROM times",
    )
    return any(works(connection, one) for one in aggregates)


_MARIADBS_SETTINGS: Final = (
    "SELECT 1 FROM information_schema.system_variables WHERE variable_name = 'SQL_SELECT_LIMIT'"
)
CLAIMS: Final[Mapping[str, Callable[[Connection], Any]]] = {
    "shared_cte": _is_computed_once,
    "failed": _after_a_failure,
    "typed_nulls": _types_nulls,
    "percentiles": _has_percentiles,
    "limits_rows": lambda connection: works(connection, _MARIADBS_SETTINGS),
}


@pytest.mark.parametrize("claim", CLAIMS)
def test_a_profile_says_what_the_database_does(engine: Engine, claim: str) -> None:
    profile = profile_of(engine.dialect.name)
    with engine.connect() as connection:
        assert CLAIMS[claim](connection) == getattr(profile, claim)


def test_a_connection_to_an_unknown_database_is_refused_at_once() -> None:
    engine = create_engine("sqlite://")
    dataset = Dataset(times, id=times.c.id, timestamp=times.c.at, fields={})
    with engine.connect() as connection:
        engine.dialect.name = "stranger"
        for ask in (
            lambda: compute_widget_data(connection, {}, dataset),
            lambda: compute_dashboard_data(connection, {"widgets": []}, dataset),
        ):
            with pytest.raises(NotImplementedError, match="does not know stranger: only clickhousedb"):
                ask()
