"""Which indexes are advised, and what is known of those that there are."""

from __future__ import annotations

from typing import Any, Final

import pytest
from sqlalchemy import (
    Boolean,
    Column,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    and_,
    create_engine,
    func,
    text,
)

from widgetql import Dataset, Field, ToMany, ToOne, explain
from widgetql.indexes import is_indexed, leading_columns


def dataset_of(*indexes: Any, said: Any = (), canonical: bool = True) -> Dataset:
    tables = MetaData()
    calls = Table(
        "calls",
        tables,
        Column("id", Integer, primary_key=True),
        Column("at", DateTime),
        Column("seconds", Integer),
        Column("ok", Boolean),
        Column("agent id", Integer),
        *indexes,
    )
    agents = Table("agents", tables, Column("id", Integer, primary_key=True), Column("name", Text))
    notes = Table(
        "notes",
        tables,
        Column("id", Integer, primary_key=True),
        Column("call_id", Integer, ForeignKey("calls.id")),
        Column("score", Integer),
    )
    return Dataset(
        calls,
        id=calls.c.id,
        timestamp=calls.c.at,
        indexes=[calls.c[name] for name in said],
        canonical=canonical,
        fields={
            "seconds": Field(calls.c.seconds),
            "ok": Field(calls.c.ok),
            "agent": ToOne(
                agents, on=agents.c.id == calls.c["agent id"], fields={"name": Field(agents.c.name)}
            ),
            "notes": ToMany(notes, on=notes.c.call_id == calls.c.id, fields={"score": Field(notes.c.score)}),
        },
    )


BAR: Final[dict[str, Any]] = {"chart_type": "bar", "field": "seconds", "aggregation_function": "avg"}
WELL: Final = {"field": "ok", "op": "eq", "value": True}
AT: Final = "CREATE INDEX ix_calls_at ON calls (at)"


@pytest.mark.parametrize(
    ("widget", "expected"),
    [
        pytest.param(BAR, [AT], id="time"),
        pytest.param(
            BAR | {"filters": WELL},
            [AT, "CREATE INDEX ix_calls_ok_at_seconds ON calls (ok, at, seconds)"],
            id="what-is-equal-first",
        ),
        pytest.param(
            BAR | {"filters": {"operator": "or", "conditions": [WELL, WELL]}}, [AT], id="not-under-or"
        ),
        pytest.param(
            {"chart_type": "stat", "filters": {"field": "notes.score", "op": "gt", "value": 1}},
            [AT, "CREATE INDEX ix_notes_call_id ON notes (call_id)"],
            id="related-rows",
        ),
        pytest.param(
            {"chart_type": "table", "dimensions": ["agent.name"]}, [AT], id="a-primary-key-is-an-index"
        ),
    ],
)
def test_what_is_advised(widget: dict[str, Any], expected: list[str]) -> None:
    dataset = dataset_of()
    found = dataset.recommended_indexes([widget, widget])
    assert [one.ddl for one in found] == expected
    assert all(one.reason for one in found)
    engine = create_engine("sqlite://")
    dataset.table.metadata.create_all(engine)  # type: ignore[attr-defined]
    with engine.begin() as connection:
        for one in found:
            connection.execute(text(one.ddl))
    engine.dispose()


def test_what_is_there_is_not_advised() -> None:
    assert dataset_of(Index("there", "at", "ok")).recommended_indexes([BAR]) == []
    assert dataset_of(said=["at"]).recommended_indexes([BAR]) == []
    assert dataset_of().recommended_indexes([]) == []


def test_what_others_wrote_is_indexed() -> None:
    dataset = dataset_of(said=["at"], canonical=False)
    (found,) = dataset.recommended_indexes([BAR])
    assert found.ddl.startswith(
        "CREATE INDEX ix_calls_at_others ON calls (at) WHERE at IS NOT NULL AND ((at GLOB '????-??-?? "
    )
    engine = create_engine("sqlite://")
    dataset.table.metadata.create_all(engine)  # type: ignore[attr-defined]
    with engine.begin() as connection:
        connection.exec_driver_sql(found.ddl)
        widget = BAR | {
            "time_period": "day",
            "filters": {"field": "timestamp", "op": "gte", "value": "now-7d"},
        }
        told = explain(connection, widget, dataset)
        assert [choice.way for choice in told.choices] == ["texts", "ranges"]
        # A word that SQLite would ask the clock for is written all the same.
        connection.exec_driver_sql("INSERT INTO calls (id, at) VALUES (1, 'now')")
        everywhere, in_range, _ = explain(connection, widget, dataset).statements
        for asked, ends in ((everywhere, ()), (in_range, ("2025-12-01", "2025-01-01"))):
            plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {asked}", ends).all()
            assert any("ix_calls_at_others" in step[3] for step in plan)
    engine.dispose()
    where = found.ddl.partition(" WHERE ")[2]
    declared = dataset_of(Index("others", "at", sqlite_where=text(where)), said=["at"], canonical=False)
    assert declared.recommended_indexes([BAR]) == []


def test_names_are_quoted_where_they_must_be() -> None:
    dataset = dataset_of()
    fields: Any = {"agent": Field(dataset.table.c["agent id"]), "seconds": Field(dataset.table.c.seconds)}
    own = Dataset(
        dataset.table, id=dataset.table.c.id, timestamp=dataset.table.c.at, fields=fields, canonical=True
    )
    widget = BAR | {"filters": {"field": "agent", "op": "in", "value": [1]}}
    found = own.recommended_indexes([widget])[1]
    assert found.ddl == 'CREATE INDEX "ix_calls_agent id_at_seconds" ON calls ("agent id", at, seconds)'


def test_indexes_of_an_alias_are_those_of_its_table() -> None:
    table: Any = dataset_of(Index("there", "at", "ok")).table
    alias = table.alias()
    assert [column.name for column in leading_columns(alias)] == ["id", "at"]
    assert is_indexed(alias, [alias.c.at, alias.c.ok])
    assert not is_indexed(alias, [alias.c.ok])


def owned(*indexes: Any, scope_required: bool = False) -> Dataset:
    """Return notes of several kinds of owners, by tenant."""
    tables = MetaData()
    calls = Table(
        "calls",
        tables,
        Column("id", Integer, primary_key=True),
        Column("tenant", Integer),
        Column("at", DateTime),
        *indexes,
    )
    notes = Table(
        "notes",
        tables,
        Column("id", Integer, primary_key=True),
        Column("kind", Text),
        Column("owner", Integer),
        Column("score", Integer),
        Index("owners", "kind", "owner"),
    )
    on = and_(notes.c.kind == "call", notes.c.owner == calls.c.id)
    return Dataset(
        calls,
        id=calls.c.id,
        timestamp=calls.c.at,
        fields={"notes": ToMany(notes, on=on, fields={"score": Field(notes.c.score)})},
        canonical=True,
        scope_required=scope_required,
    )


NOTED: Final[dict[str, Any]] = {
    "chart_type": "stat",
    "filters": {"field": "notes.score", "op": "gt", "value": 1},
}


def advised(dataset: Dataset) -> list[str]:
    return [one.ddl for one in dataset.recommended_indexes([NOTED])]


def test_a_value_that_the_relation_fixes_may_lead_its_index() -> None:
    dataset = owned(Index("ats", "at"))
    assert advised(dataset) == []
    notes: Any = dataset.steps[0].relation.table
    notes.indexes.clear()
    assert advised(dataset) == ["CREATE INDEX ix_notes_kind_owner ON notes (kind, owner)"]


def test_a_tenant_may_lead_the_index_where_each_call_has_a_scope() -> None:
    by_tenant = Index("tenants", "tenant", "at")
    assert advised(owned(by_tenant, scope_required=True)) == []
    assert advised(owned(Index("tenants", "tenant", "at"))) == [AT]


def test_of_an_expression_no_index_is_advised() -> None:
    table: Any = owned().table
    at = func.coalesce(table.c.at, table.c.at, type_=DateTime())
    doubled = {"doubled": Field(table.c.tenant * 2)}
    dataset = Dataset(table, id=table.c.id, timestamp=at, fields=doubled, canonical=True)
    widget = BAR | {"field": "doubled", "filters": {"field": "doubled", "op": "eq", "value": 2}}
    assert dataset.recommended_indexes([widget]) == []


def test_an_index_that_helps_one_database_says_so() -> None:
    found = dataset_of(canonical=False).recommended_indexes([BAR])
    assert [one.database for one in found] == [None, "sqlite"]
