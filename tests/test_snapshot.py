"""On SQLite what was found out about stored times is remembered, and never a write too long."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import pytest
from sqlalchemy import (
    Column,
    Connection,
    DateTime,
    Engine,
    Integer,
    MetaData,
    QueuePool,
    StaticPool,
    Table,
    create_engine,
    event,
    insert,
)
from sqlalchemy.exc import OperationalError
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.orm import Session

from tests.statements import recorded
from widgetql import Dataset, Field, compute_dashboard_data, compute_widget_data, explain

TABLES: Final = MetaData()
CALLS: Final = Table(
    "calls",
    TABLES,
    Column("id", Integer, primary_key=True),
    Column("at", DateTime),
    Column("ended", DateTime),
)
DATASET: Final = Dataset(
    CALLS,
    id=CALLS.c.id,
    timestamp=CALLS.c.at,
    fields={"at": Field(CALLS.c.at), "ended": Field(CALLS.c.ended)},
)
OPTIONS: Final[dict[str, Any]] = {
    "now": datetime(2025, 11, 8, tzinfo=UTC),
    "dashboard_filters": {"field": "at", "op": "gte", "value": "2025-11-01"},
}
BAR: Final[dict[str, Any]] = {
    "chart_type": "bar", "field": "ended", "aggregation_function": "count", "time_period": "day",
}  # fmt: skip
LIST: Final[dict[str, Any]] = {"chart_type": "list", "field": "ended", "limit": 2}
# Nine hours ahead: its instant is of the day before its text.
ODD: Final = "2025-11-07T03:00:00+09:00"
OWN: Final = [
    {"id": day, "at": datetime(2025, 11, day, 10), "ended": datetime(2025, 11, day, 11)}
    for day in range(3, 8)
]
BEFORE: Final = {"2025-11-06": 1, "2025-11-07": 1}
AFTER: Final = {"2025-11-06": 2, "2025-11-07": 1}
_PUT: Final = f"INSERT INTO calls (id, at, ended) VALUES (9, '{ODD}', '{ODD}')"


def days(connection: Any, dataset: Dataset = DATASET, field: str = "at") -> dict[str, int]:
    """The bars of the last two days."""
    data = compute_widget_data(connection, BAR | {"field": field}, dataset, **OPTIONS).data
    return {row["time_interval"][:10]: row["value"] for row in data if row["time_interval"] >= "2025-11-06"}


@pytest.fixture(params=["delete", "wal", "memory"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    if request.param == "memory":
        found = create_engine("sqlite://", poolclass=StaticPool)
    else:
        found = create_engine(f"sqlite:///{tmp_path / 'calls.db'}")
    with found.begin() as connection:
        if request.param != "memory":
            connection.exec_driver_sql(f"PRAGMA journal_mode = {request.param}")
        TABLES.create_all(connection)
        connection.execute(insert(CALLS), OWN)
    yield found
    found.dispose()


def put(connection: Connection) -> None:
    connection.exec_driver_sql(_PUT)


def put_and_committed(connection: Connection) -> None:
    put(connection)
    connection.commit()


def put_by_another(connection: Connection) -> None:
    other = connection.engine.url.database
    if other in (None, ":memory:", ""):
        put(connection)
        return
    with closing(sqlite3.connect(str(other), isolation_level=None)) as another:
        another.execute(_PUT)


def made_anew(connection: Connection) -> None:
    connection.exec_driver_sql("ALTER TABLE calls RENAME TO former")
    connection.exec_driver_sql(
        f"CREATE TABLE calls AS SELECT * FROM former UNION ALL VALUES (9, '{ODD}', '{ODD}')"
    )


def hidden_by_a_temporary_table(connection: Connection) -> None:
    connection.exec_driver_sql(
        f"CREATE TEMPORARY TABLE calls AS SELECT * FROM main.calls UNION ALL VALUES (9, '{ODD}', '{ODD}')"
    )


def filled_by_a_trigger(connection: Connection) -> None:
    connection.exec_driver_sql("CREATE TABLE log (id INTEGER)")
    connection.exec_driver_sql(f"CREATE TRIGGER t AFTER INSERT ON log BEGIN {_PUT}; END")
    days(connection)
    connection.exec_driver_sql("INSERT INTO log VALUES (1)")


def updated_by_the_driver(connection: Connection) -> None:
    driver: Any = connection.connection.driver_connection
    driver.execute(f"{_PUT} ON CONFLICT DO NOTHING")


def vacuumed(connection: Connection) -> None:
    put_and_committed(connection)
    connection.connection.driver_connection.execute("VACUUM")  # type: ignore[union-attr]


CHANGES: Final = [
    put, put_and_committed, put_by_another, made_anew, hidden_by_a_temporary_table, filled_by_a_trigger,
    updated_by_the_driver, vacuumed,
]  # fmt: skip


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_what_is_written_is_found_at_once(engine: Engine, change: Callable[[Connection], None]) -> None:
    with engine.connect() as connection:
        assert (days(connection), days(connection)) == (BEFORE, BEFORE)
        change(connection)
        assert (days(connection), days(connection)) == (AFTER, AFTER)


def test_nothing_is_asked_twice_until_something_is_written(engine: Engine) -> None:
    def asked(connection: Connection) -> int:
        with recorded(connection) as ran:
            days(connection)
        return sum("EXISTS" in statement for statement, _ in ran)

    with engine.connect() as connection:
        assert [asked(connection) for _ in range(3)] == [1, 0, 0]
        put_and_committed(connection)
        assert [asked(connection) for _ in range(3)] == [1, 0, 0]
        connection.exec_driver_sql("DELETE FROM calls WHERE id = 9")
        # What is asked in a transaction may be rolled back, which SQLite counts nowhere.
        assert [asked(connection) for _ in range(2)] == [1, 1]
        connection.commit()
        assert [asked(connection) for _ in range(2)] == [1, 0]


@pytest.mark.parametrize("place", ["transaction", "savepoint"])
def test_what_is_rolled_back_is_there_again(engine: Engine, place: str) -> None:
    with engine.begin() as connection:
        put(connection)
    with engine.connect() as connection:
        assert days(connection) == AFTER
        for _ in range(2):
            nested = connection.begin_nested() if place == "savepoint" else connection
            if place == "savepoint":
                connection.exec_driver_sql("SAVEPOINT own")
            connection.exec_driver_sql("DELETE FROM calls WHERE id = 9")
            assert days(connection) == BEFORE
            nested.rollback()
            assert days(connection) == AFTER
            connection.rollback()


def test_one_state_is_read(tmp_path: Path) -> None:
    # With a log of its own a writer does not wait for readers.
    engine = create_engine(f"sqlite:///{tmp_path / 'calls.db'}")
    with engine.begin() as connection:
        connection.exec_driver_sql("PRAGMA journal_mode = wal")
        TABLES.create_all(connection)
        connection.execute(insert(CALLS), OWN)
    with engine.connect() as connection, closing(sqlite3.connect(tmp_path / "calls.db")) as other:

        @event.listens_for(connection, "before_cursor_execute")
        def _(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
            if "EXISTS" not in statement and "count" in statement:
                other.execute(f"{_PUT} ON CONFLICT DO NOTHING")
                other.commit()

        assert (days(connection), days(connection)) == (BEFORE, AFTER)
    engine.dispose()


def test_nothing_stays_locked(engine: Engine) -> None:
    def is_free(connection: Connection) -> bool:
        driver: Any = connection.connection.driver_connection
        return not driver.in_transaction

    with engine.connect() as connection:
        days(connection)
        assert is_free(connection)
        compute_dashboard_data(connection, {"widgets": [BAR, LIST, BAR | {"time_period": "hour"}]}, DATASET)
        assert is_free(connection)
        with pytest.raises(OperationalError, match="no such column"):
            compute_widget_data(connection, LIST | {"field": "lacking"}, _lacking(), **OPTIONS)
        assert is_free(connection)
        # What is the host's own stays open.
        put(connection)
        days(connection)
        assert not is_free(connection)


def _lacking() -> Dataset:
    """A dataset with a column that is not there."""
    table = CALLS.to_metadata(MetaData())
    table.append_column(Column("lacking", Integer))
    fields = {"at": Field(table.c.at), "lacking": Field(table.c.lacking)}
    return Dataset(table, id=table.c.id, timestamp=table.c.at, fields=fields)


def test_a_host_may_begin_its_transactions_itself(tmp_path: Path) -> None:
    engine = create_engine(f"sqlite:///{tmp_path / 'calls.db'}")

    @event.listens_for(engine, "connect")
    def _(driver: Any, _record: Any) -> None:
        driver.isolation_level = None

    @event.listens_for(engine, "begin")
    def _(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN")

    with engine.begin() as connection:
        TABLES.create_all(connection)
        connection.execute(insert(CALLS), OWN)
    with engine.connect() as connection:
        assert days(connection) == BEFORE
    with Session(engine) as session:
        assert days(session) == BEFORE
        session.execute(
            insert(CALLS), [{"id": 8, "at": datetime(2025, 11, 7), "ended": datetime(2025, 11, 7)}]
        )
        session.commit()
        assert days(session) == {"2025-11-06": 1, "2025-11-07": 2}
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        put(connection)
        assert days(connection) == {"2025-11-06": 2, "2025-11-07": 2}
    engine.dispose()


def test_an_async_connection_remembers_too(tmp_path: Path) -> None:
    async def asked() -> list[dict[str, int]]:
        engine = create_async_engine(f"sqlite+aiosqlite:///{tmp_path / 'calls.db'}")
        async with engine.begin() as connection:
            await connection.run_sync(TABLES.create_all)
            await connection.execute(insert(CALLS), OWN)
        async with engine.connect() as connection:
            found = [await connection.run_sync(days), await connection.run_sync(days)]
            await connection.exec_driver_sql(_PUT)
            found += [await connection.run_sync(days)]
            await connection.rollback()
            found += [await connection.run_sync(days)]
        await engine.dispose()
        return found

    assert asyncio.run(asked()) == [BEFORE, BEFORE, AFTER, BEFORE]


def test_a_database_may_be_exchanged() -> None:
    engine = create_engine("sqlite://", poolclass=StaticPool)
    images: list[bytes] = []
    for has_odd in (False, True):
        made = create_engine("sqlite://", poolclass=StaticPool)
        with made.begin() as connection:
            TABLES.create_all(connection)
            connection.execute(insert(CALLS), OWN[has_odd:])
            if has_odd:
                put(connection)
        with made.connect() as connection:
            images.append(connection.connection.driver_connection.serialize())  # type: ignore[union-attr]
        made.dispose()
    with engine.connect() as connection:
        driver: Any = connection.connection.driver_connection
        for image, found in zip(images, [BEFORE, AFTER], strict=True):
            driver.deserialize(image)
            assert days(connection) == found
    engine.dispose()


def test_what_others_have_not_committed_may_be_read() -> None:
    uri = "file:uncommitted?mode=memory&cache=shared&uri=true"
    engine = create_engine(f"sqlite:///{uri}", poolclass=QueuePool)
    with engine.begin() as connection:
        TABLES.create_all(connection)
        connection.execute(insert(CALLS), OWN)
    with engine.connect() as connection, engine.connect() as other:
        connection.exec_driver_sql("PRAGMA read_uncommitted = 1")
        assert days(connection) == BEFORE
        put(other)
        assert days(connection) == AFTER
        other.rollback()
        assert days(connection) == BEFORE
    engine.dispose()


def test_an_attached_database_may_be_another(tmp_path: Path) -> None:
    engine = create_engine("sqlite://", poolclass=StaticPool)
    for name in ("first", "second"):
        with closing(sqlite3.connect(tmp_path / name, isolation_level=None)) as made:
            made.execute("CREATE TABLE calls (id INTEGER PRIMARY KEY, at DATETIME, ended DATETIME)")
            made.execute("INSERT INTO calls VALUES (7, '2025-11-07 10:00:00.000000', NULL)")
            made.execute(_PUT if name == "second" else _PUT.replace(ODD, "2025-11-07 11:00:00.000000"))
    with engine.connect() as connection:
        found: list[dict[str, int]] = []
        for name in ("first", "second"):
            connection.exec_driver_sql("ATTACH ? AS tenant", (str(tmp_path / name),))
            found.append(days(connection))
            connection.commit()
            connection.exec_driver_sql("DETACH tenant")
        assert found == [{"2025-11-07": 2}, {"2025-11-06": 1, "2025-11-07": 1}]
    engine.dispose()


def test_a_view_is_asked_each_time(engine: Engine) -> None:
    view = Table("seen", MetaData(), *(column._copy() for column in CALLS.c))
    dataset = Dataset(view, id=view.c.id, timestamp=view.c.at, fields={"at": Field(view.c.at)})
    with engine.connect() as connection:
        connection.exec_driver_sql("CREATE VIEW seen AS SELECT * FROM calls")
        for _ in range(2):
            with recorded(connection) as ran:
                assert days(connection, dataset) == BEFORE
            assert sum("EXISTS" in statement for statement, _ in ran) == 1


def test_a_list_is_asked_about_no_further_than_its_last_row(engine: Engine) -> None:
    with engine.connect() as connection:
        with recorded(connection) as ran:
            first = compute_widget_data(connection, LIST, DATASET, **OPTIONS)
        assert ran[-1][1] == ("2025-11-10", "2025-11-03")
        assert [row["id"] for row in first.data] == [7, 6]
        connection.exec_driver_sql(
            "INSERT INTO calls (id, at) VALUES (1, '2025-11-01'), (2, 'abc'), (8, '2025-11-07T12')"
        )
        connection.exec_driver_sql("UPDATE calls SET at = '2025-11-07T20:00+11:00' WHERE id = 6")
        again = compute_widget_data(connection, LIST, DATASET, **OPTIONS)
        assert [row["id"] for row in again.data] == [7, 6]
        rest = compute_widget_data(
            connection, LIST | {"cursor": again.metadata["next_cursor"]}, DATASET, **OPTIONS
        )
        assert [row["id"] for row in rest.data] == [5, 4]


def test_an_index_on_what_others_wrote_frees_other_columns(engine: Engine) -> None:
    latest = {"aggregation_function": "max", "field": "ended"}
    table: dict[str, Any] = {"chart_type": "table", "dimensions": [], "metrics": [latest]}

    def last_statement() -> str:
        return explain(connection, table, DATASET, **OPTIONS).statements[-1]

    with engine.connect() as connection:
        assert "GLOB" in last_statement()
        for advised in DATASET.recommended_indexes([table]):
            connection.exec_driver_sql(advised.ddl)
        connection.commit()
        assert "GLOB" not in last_statement()
        connection.exec_driver_sql("UPDATE calls SET ended = '2025-11-07T12:00+01:00' WHERE id = 6")
        connection.exec_driver_sql("UPDATE calls SET ended = NULL WHERE id = 5")
        assert "GLOB" in last_statement()
        (row,) = compute_widget_data(connection, table, DATASET, **OPTIONS).data
        assert row["max_ended"] == "2025-11-07T11:00:00Z"
        connection.exec_driver_sql("UPDATE calls SET ended = at")
        assert "GLOB" not in last_statement()
