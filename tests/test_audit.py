"""An audit finds what breaks a declaration's promises, and nothing where they are kept."""

from __future__ import annotations

from typing import Any, Final

import pytest
from sqlalchemy import (
    Column,
    Date,
    DateTime,
    Float,
    Integer,
    MetaData,
    Table,
    Text,
    cast,
    create_engine,
    select,
)
from sqlalchemy.exc import DBAPIError

from tests.charts.calls import at
from widgetql import Dataset, Dynamic, Field, Kind, ToMany, ToOne
from widgetql.audit import Finding
from widgetql.sql.profile import profile_of
from widgetql.testing.databases import Rows, filled

METADATA: Final = MetaData()
# Without a primary key: the ids are the host's own promise.
calls: Final = Table(
    "calls",
    METADATA,
    Column("key", Integer),
    Column("at", DateTime),
    Column("agent", Integer),
    Column("team", Integer),
    Column("seconds", Text),
    Column("score", Float),
)
agents: Final = Table("agents", METADATA, Column("key", Integer), Column("name", Text))
teams: Final = Table("teams", METADATA, Column("key", Integer, primary_key=True), Column("name", Text))
notes: Final = Table(
    "notes",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("call", Integer),
    Column("metric", Integer),
    Column("value", Text),
)
metrics: Final = Table("metrics", METADATA, Column("id", Integer, primary_key=True), Column("kind", Text))
DATASET: Final = Dataset(
    calls,
    id=calls.c.key,
    timestamp=calls.c.at,
    fields={
        "seconds": Field(calls.c.seconds, type="numeric"),
        "score": Field(calls.c.score),
        "agent": ToOne(
            agents,
            on=agents.c.key == calls.c.agent,
            fields={"name": Field(agents.c.name)},
            always_present=True,
        ),
        "team": ToOne(teams, on=teams.c.key == calls.c.team, fields={"name": Field(teams.c.name)}),
        "notes": ToMany(
            notes,
            on=notes.c.call == calls.c.key,
            fields={
                "value": Dynamic(
                    notes.c.value,
                    chosen_by="metric.id",
                    kind=metrics.c.kind,
                    kinds={"number": Kind("numeric"), "flag": Kind("boolean")},
                ),
                "metric": ToOne(
                    metrics, on=metrics.c.id == notes.c.metric, fields={"id": Field(metrics.c.id)}
                ),
            },
        ),
    },
)


def call(
    key: int | None, agent: int | None = 1, team: int | None = 1, seconds: str | None = "5"
) -> dict[str, Any]:
    return {
        "key": key,
        "at": at("2025-11-01"),
        "agent": agent,
        "team": team,
        "seconds": seconds,
        "score": 0.5,
    }


KEPT: Final[Rows] = {
    calls: [call(1), call(2, team=None, seconds=None)],
    agents: [{"key": 1, "name": "Ann"}, {"key": None, "name": "Nobody"}, {"key": None, "name": "No one"}],
    teams: [{"key": 1, "name": "One"}],
    metrics: [{"id": 1, "kind": "number"}, {"id": 2, "kind": "flag"}],
    notes: [
        {"id": 1, "call": 1, "metric": 1, "value": "5"},
        {"id": 2, "call": 1, "metric": 2, "value": "true"},
        {"id": 3, "call": 1, "metric": 2, "value": None},
    ],
}
BROKEN: Final[Rows] = {
    calls: [
        call(1),
        call(1),
        call(None),
        call(2, agent=9),
        call(3, agent=None),
        call(4, team=7),
        call(5, seconds="soon"),
        call(6, seconds=""),
    ],
    agents: [{"key": 1, "name": "Ann"}, {"key": 1, "name": "Anne"}],
    teams: [{"key": 1, "name": "One"}],
    metrics: [{"id": 1, "kind": "number"}, {"id": 2, "kind": "flag"}, {"id": 3, "kind": "colour"}],
    notes: [
        {"id": 1, "call": 1, "metric": 1, "value": "five"},
        {"id": 2, "call": 1, "metric": 2, "value": "1"},
        {"id": 3, "call": 1, "metric": 3, "value": "red"},
        {"id": 4, "call": 1, "metric": 4, "value": "red"},
    ],
}


@pytest.fixture(scope="module")
def metadata() -> MetaData:
    return METADATA


def audited(engine: Any, rows: Rows, **options: Any) -> list[Finding]:
    with filled(engine, rows) as connection:
        return [one for one in DATASET.audit(connection, **options).findings if one.fault != "missing_index"]


def test_what_is_kept_is_not_found(engine: Any) -> None:
    assert audited(engine, KEPT) == []


def test_what_is_broken_is_found(engine: Any) -> None:
    found = audited(engine, BROKEN)
    assert {(one.place, one.fault): (one.count, sorted(map(str, one.examples))) for one in found} == {
        ("id", "missing_id"): (1, ["None"]),
        ("id", "repeated_id"): (1, ["1"]),
        ("agent", "two_rows"): (1, ["1"]),
        ("agent", "no_row"): (2, ["2", "3"]),
        ("team", "dangling_key"): (1, ["4"]),
        ("notes.metric", "dangling_key"): (1, ["4"]),
        ("seconds", "misspelt_value"): (2, ["5", "6"]),
        ("notes.value", "misspelt_value"): (1, ["2"]),
        ("notes.value", "unknown_kind"): (1, ["3"]),
    }
    assert str(found[1]) == (
        "id: 1 ids are of several records each: a filter selects all or none of them (such as 1)"
    )


def test_progress_is_told_before_each_question(engine: Any) -> None:
    told: list[tuple[int, int, str]] = []
    audited(engine, KEPT, progress=lambda *one: told.append(one))
    assert [done for done, _, _ in told] == list(range(len(told)))
    assert {of for _, of, _ in told} == {len(told) - 1}
    assert told[0][2] == "id"


def test_a_report_names_the_indexes_that_lack(engine: Any) -> None:
    with filled(engine, KEPT) as connection:
        report = DATASET.audit(connection)
    if profile_of(engine.dialect.name).lists_indexes:
        assert [one.place for one in report.findings] == ["timestamp", "agent", "notes"]
        assert str(report) == (
            f"3 of {report.questions} promises are broken\n"
            "- timestamp: none finds a range of time: CREATE INDEX ix_calls_at ON calls (at)\n"
            "- agent: none finds the related rows of a record: CREATE INDEX ix_agents_key ON agents (key)\n"
            "- notes: none finds the related rows of a record: CREATE INDEX ix_notes_call ON notes (call)"
        )
    else:
        assert str(report) == f"{report.questions} promises, all kept"


@pytest.mark.parametrize(
    ("canonical", "said"), [(False, "reading them takes longer"), (True, "promises that none is")]
)
def test_times_that_another_program_spelt_are_found(canonical: bool, said: str) -> None:
    table = Table(
        "visits",
        MetaData(),
        Column("id", Integer, primary_key=True),
        Column("at", DateTime, index=True),
        Column("day", Date),
    )
    dataset = Dataset(
        table, id=table.c.id, timestamp=table.c.at, canonical=canonical, fields={"day": Field(table.c.day)}
    )
    engine = create_engine("sqlite://")
    with engine.connect() as connection:
        table.create(connection)
        assert dataset.audit(connection).findings == ()
        connection.exec_driver_sql(
            "INSERT INTO visits VALUES (1, '2025-11-07 09:00:00.000000', '2025-11-07'), (2, NULL, 'soon'), "
            "(3, '2025-11-07T09:00Z', NULL), (4, 'never', NULL), (5, '2025-11-07', NULL)"
        )
        found = {(one.place, one.fault): one for one in dataset.audit(connection).findings}
    engine.dispose()
    assert {key: sorted(one.examples) for key, one in found.items()} == {
        ("timestamp", "misspelt_value"): [4],
        ("timestamp", "other_spelling"): [3, 5],
        ("day", "misspelt_value"): [2],
    }
    message = found["timestamp", "other_spelling"].message
    assert message.startswith("2 times are not spelt as SQLAlchemy does but, for example, '2025-11-07")
    assert message.endswith(said)


AS_INTEGERS: Final = Dataset(
    calls,
    id=calls.c.key,
    timestamp=calls.c.at,
    fields={"a": Field(cast(calls.c.seconds, Integer)), "agent": Field(calls.c.agent)},
)
UNREAD: Final = [call(1, seconds="soon"), call(1)]


def told_of_integers(connection: Any) -> list[tuple[str, str, int]]:
    found = AS_INTEGERS.audit(connection).findings
    return [(one.place, one.fault, one.count) for one in found if one.fault != "missing_index"]


def test_what_the_database_refuses_to_read_is_found_and_the_rest_is_asked(engine: Any) -> None:
    # ClickHouse makes a NULL of what is no number, which is what was meant.
    told: dict[str, list[tuple[str, str, int]]] = {
        "postgresql": [("a", "unreadable", 0)],
        "clickhousedb": [("a", "misspelt_value", 1)],
    }
    with filled(engine, {calls: UNREAD}) as connection:
        if profile_of(engine.dialect.name).failed == "lost":
            # Inside the host's own transaction, which is over with the failure.
            with pytest.raises(DBAPIError, match="Could not convert"):
                told_of_integers(connection)
        else:
            own = told.get(engine.dialect.name, [])
            assert told_of_integers(connection) == [("id", "repeated_id", 1), *own]


def test_no_index_is_asked_of_a_subquery(engine: Any) -> None:
    named = select(calls, agents.c.name).join(agents, agents.c.key == calls.c.agent).subquery("named")
    told = select(notes.c.call, notes.c.value).subquery("told")
    dataset = Dataset(
        named,
        id=named.c.key,
        timestamp=named.c.at,
        fields={
            "name": Field(named.c.name),
            "notes": ToMany(told, on=told.c.call == named.c.key, fields={"value": Field(told.c.value)}),
        },
    )
    with filled(engine, {calls: [call(1), call(1)], agents: [{"key": 1, "name": "Ada"}]}) as connection:
        found = dataset.audit(connection).findings
        assert [(one.place, one.fault, one.count) for one in found] == [("id", "repeated_id", 1)]


def test_a_failure_outside_of_a_transaction_is_rolled_back() -> None:
    engine = create_engine("duckdb://")
    with engine.connect() as connection:
        METADATA.create_all(connection)
        connection.execute(calls.insert(), UNREAD)
        connection.commit()
        assert told_of_integers(connection) == [("id", "repeated_id", 1), ("a", "unreadable", 0)]
    engine.dispose()


def test_the_records_key_names_what_breaks_a_promise() -> None:
    table = Table(
        "lines", MetaData(), Column("day", Integer), Column("order", Integer), Column("line", Integer),
        Column("amount", Text),
    )  # fmt: skip
    dataset = Dataset(
        table, id=(table.c.order, table.c.line), fields={"amount": Field(table.c.amount, type="numeric")}
    )
    engine = create_engine("sqlite://")
    with engine.connect() as connection:
        table.create(connection)
        connection.exec_driver_sql("INSERT INTO lines VALUES (20251103, 7, 2, 'much')")
        assert [one.examples for one in dataset.audit(connection).findings] == [([7, 2],)]
    engine.dispose()
