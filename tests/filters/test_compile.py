"""Conditions inside a host's own statements: joins, aliases, scope, and one statement cache for all."""

from __future__ import annotations

from typing import Any, Final

import pytest
import sqlalchemy as sa
from sqlalchemy import Connection, Engine, MetaData, Table, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session, aliased, registry

from widgetql import Dataset, Field, JsonKeys, ToMany, ToOne, compile_filter
from widgetql.testing.databases import Rows

TABLES: Final = MetaData()
calls: Final = Table(
    "calls",
    TABLES,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("org", sa.Integer),
    sa.Column("agent_id", sa.Integer),
    sa.Column("parent_id", sa.Integer),
    sa.Column("topic", sa.Text),
    sa.Column("meta", sa.JSON(none_as_null=True)),
    sa.Column("raw", sa.Text),
)
agents: Final = Table(
    "agents",
    TABLES,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("org", sa.Integer),
    sa.Column("name", sa.Text),
)
parents: Final = calls.alias("parents")
ROWS: Final[dict[Table, Any]] = {
    calls: [
        {"id": 1, "org": 1, "agent_id": 1, "topic": "a", "meta": {"k": "x"}, "raw": '{"k": "x"}'},
        {
            "id": 2,
            "org": 1,
            "agent_id": 2,
            "parent_id": 1,
            "topic": "b",
            "meta": {"k": "y"},
            "raw": "{broken",
        },
        {"id": 3, "org": 2, "agent_id": 2, "parent_id": 2, "topic": "a", "raw": ""},
        {"id": 4, "org": 1, "agent_id": 3, "parent_id": 3, "topic": None, "raw": "[1]"},
    ],
    agents: [
        {"id": 1, "org": 1, "name": "Ada"},
        {"id": 2, "org": 2, "name": "Bob"},
        {"id": 3, "org": 1, "name": None},
    ],
}


def agent(always_present: bool = False) -> ToOne:
    return ToOne(
        agents,
        on=agents.c.id == calls.c.agent_id,
        always_present=always_present,
        fields={"id": Field(agents.c.id), "name": Field(agents.c.name)},
    )


DATASET: Final = Dataset(
    calls,
    id=calls.c.id,
    fields={
        "topic": Field(calls.c.topic),
        "meta": JsonKeys(calls.c.meta),
        "raw": JsonKeys(calls.c.raw),
        "agent": agent(),
        "parent": ToOne(
            parents, on=parents.c.id == calls.c.parent_id, fields={"topic": Field(parents.c.topic)}
        ),
        "children": ToMany(
            parents, on=parents.c.parent_id == calls.c.id, fields={"topic": Field(parents.c.topic)}
        ),
    },
)
PRESENT: Final = Dataset(calls, id=calls.c.id, fields={"agent": agent(always_present=True)})


@pytest.fixture(scope="module")
def metadata() -> MetaData:
    return TABLES


@pytest.fixture(scope="module")
def rows() -> Rows:
    return ROWS


def where(path: str, op: str, value: Any) -> dict[str, Any]:
    return {"field": path, "op": op, "value": value}


def ids(connection: Connection, statement: Any) -> list[int]:
    return sorted(connection.execute(statement).scalars())


BOB: Final = where("agent.name", "eq", "Bob")


def test_a_host_may_join_the_same_tables(connection: Connection) -> None:
    condition = compile_filter(BOB, DATASET)
    joined = select(calls.c.id).join(agents, agents.c.id == calls.c.agent_id)
    assert ids(connection, joined.where(condition)) == [2, 3]
    other = agents.alias()
    twice = joined.join(other, other.c.id != calls.c.agent_id).where(condition, agents.c.name == "Bob")
    assert ids(connection, twice) == [2, 2, 3, 3]
    assert ids(connection, joined.where(condition, agents.c.name == "Ada")) == []


def test_a_condition_fits_a_subquery_that_reads_no_table_itself(connection: Connection) -> None:
    child = compile_filter(where("children.topic", "isnull", False), DATASET)
    inner = select(sa.literal(1)).where(child).exists()
    if connection.dialect.name == "hive":
        # Spark's subqueries see the columns of the query around them, not of the one around that.
        with pytest.raises(DBAPIError, match="UNRESOLVED_COLUMN"):
            ids(connection, select(calls.c.id).where(inner))
        return
    assert ids(connection, select(calls.c.id).where(inner)) == ids(
        connection, select(calls.c.id).where(child)
    )


def test_a_to_one_condition_reads_the_related_rows_first() -> None:
    found = str(compile_filter(BOB, DATASET))
    assert found.startswith("calls.agent_id IN (SELECT")
    assert "EXISTS" not in found
    # A missing row does not satisfy the condition: NOT IN would be NULL there.
    assert str(compile_filter({"operator": "not", "conditions": [BOB]}, DATASET)).startswith("NOT (EXISTS")


def test_a_condition_fits_an_alias_of_the_root(connection: Connection) -> None:
    other = calls.alias("other")
    condition = compile_filter(BOB, DATASET, target=other, scope=calls.c.org == 1)
    assert ids(connection, select(other.c.id).where(condition)) == [2]
    # Two of them, about two rows.
    first = compile_filter(where("topic", "eq", "a"), DATASET)
    pairs = select(calls.c.id * 10 + other.c.id).join(other, calls.c.id > -other.c.id).where(first, condition)
    assert ids(connection, pairs) == [12, 32]
    cte = select(calls).where(calls.c.id > 1).cte("late")
    assert ids(connection, select(cte.c.id).where(compile_filter(BOB, DATASET, target=cte))) == [2, 3]


def test_a_condition_fits_orm_entities(engine: Engine) -> None:
    class Call:
        id: Any

    registry(metadata=TABLES).map_imperatively(Call, calls)
    other = aliased(Call)
    with Session(engine) as session:
        assert sorted(session.scalars(select(Call.id).where(compile_filter(BOB, DATASET)))) == [2, 3]
        condition = compile_filter(BOB, DATASET, target=other, scope={Call: Call.id > 2})
        assert session.scalars(select(other.id).where(condition)).all() == [3]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param(where("parent.topic", "eq", "a"), [2, 4], id="to-one"),
        pytest.param(where("parent.topic", "neq", "a"), [1, 3], id="to-one-missing"),
        pytest.param(where("children.topic", "eq", "a"), [2], id="to-many"),
        pytest.param(where("children.topic", "isnull", True), [3, 4], id="none"),
    ],
)
def test_a_table_may_relate_to_itself(connection: Connection, source: Any, expected: list[int]) -> None:
    assert ids(connection, select(calls.c.id).where(compile_filter(source, DATASET))) == expected


@pytest.mark.parametrize(
    ("source", "scope", "expected"),
    [
        pytest.param(None, calls.c.org == 1, [1, 2, 4], id="nothing-asked"),
        pytest.param(BOB, calls.c.org == 1, [2], id="root"),
        pytest.param(BOB, {calls: calls.c.org == 1}, [2], id="root-by-table"),
        pytest.param(BOB, {calls: None, agents: agents.c.org == 1}, [], id="inside-exists"),
        pytest.param(
            where("agent.name", "neq", "Bob"),
            {calls: None, agents: agents.c.org == 1},
            [1, 2, 3, 4],
            id="complement",
        ),
        pytest.param(
            where("agent.id", "isnull", False), {calls: None, agents: agents.c.org == 1}, [1, 4], id="key"
        ),
        pytest.param(where("parent.topic", "eq", "a"), calls.c.org == 1, [2], id="alias-of-the-root"),
        pytest.param(
            where("parent.topic", "eq", "a"), {calls: None, parents: parents.c.org == 2}, [4], id="by-alias"
        ),
        pytest.param(
            where("parent.topic", "isnull", False),
            {parents: parents.c.org == 1, calls: calls.c.id != 3},
            [2],
            id="both",
        ),
        pytest.param(
            {"operator": "or", "conditions": [BOB, where("topic", "isnull", True)]},
            calls.c.org == 1,
            [2, 4],
            id="or",
        ),
    ],
)
def test_scope_guards_every_reading_of_a_table(
    connection: Connection, source: Any, scope: Any, expected: list[int]
) -> None:
    assert ids(connection, select(calls.c.id).where(compile_filter(source, DATASET, scope=scope))) == expected


@pytest.mark.parametrize(
    ("scope", "said"),
    [
        pytest.param(True, "is True, no expression", id="no-condition"),
        pytest.param({"calls": calls.c.org == 1}, "expected a table", id="name-of-a-table"),
        pytest.param(
            {calls: None, calls.alias("x"): calls.c.org == 1},
            "is an alias that the dataset does not read",
            id="alias",
        ),
        pytest.param({calls: None, agents: calls.c.org == 1}, "reads columns of calls", id="foreign-columns"),
        pytest.param(agents.c.org == 1, "reads columns of agents", id="foreign-root"),
    ],
)
def test_a_scope_that_would_guard_nothing_is_refused(scope: Any, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        compile_filter(None, DATASET, scope=scope)


def test_a_key_that_is_always_there_needs_no_subquery(connection: Connection) -> None:
    source = where("agent.id", "in", [2, 3])
    condition = compile_filter(source, PRESENT)
    assert "SELECT" not in str(condition)
    assert ids(connection, select(calls.c.id).where(condition)) == [2, 3, 4]
    negated = compile_filter({"operator": "not", "conditions": [source]}, PRESENT)
    assert ids(connection, select(calls.c.id).where(negated)) == [1]
    assert "SELECT" in str(compile_filter(where("agent.name", "eq", "Bob"), PRESENT))
    # What the caller may not see does not answer for it.
    guarded = compile_filter(source, PRESENT, scope={calls: None, agents: agents.c.org == 1})
    assert ids(connection, select(calls.c.id).where(guarded)) == [4]


@pytest.mark.parametrize(
    ("path", "op", "value", "expected"),
    [
        pytest.param("raw.k", "eq", "x", [1], id="eq"),
        pytest.param("raw.k", "isnull", True, [2, 3, 4], id="broken-is-missing"),
        pytest.param("meta.k", "neq", "x", [2, 3, 4], id="json"),
    ],
)
def test_json_in_a_text_column(
    connection: Connection, path: str, op: str, value: Any, expected: list[int]
) -> None:
    assert (
        ids(connection, select(calls.c.id).where(compile_filter(where(path, op, value), DATASET))) == expected
    )


def test_one_statement_serves_all_values_of_a_shape(engine: Engine) -> None:
    cache: dict[Any, Any] = {}
    with engine.connect().execution_options(compiled_cache=cache) as connection:
        for values, expected in [(["a"], [1, 3]), (["b", "x"], [2]), (["a", "b", "c"], [3])]:
            source = {
                "operator": "and",
                "conditions": [
                    where("topic", "in", values),
                    where("topic", "contains", values[0]),
                    where("agent.id", "gte", len(values) - 1),
                ],
            }
            assert ids(connection, select(calls.c.id).where(compile_filter(source, DATASET))) == expected
            # Some dialects keep no compiled statements.
            assert len(cache) == engine.dialect.supports_statement_cache


def test_a_large_filter_fits_the_driver(connection: Connection) -> None:
    many = [where("topic", "nin", [f"{n} {i}" for i in range(1_000)]) for n in range(10)]
    source = {"operator": "and", "conditions": many}
    assert ids(connection, select(calls.c.id).where(compile_filter(source, DATASET))) == [1, 2, 3, 4]
    wide = {"operator": "or", "conditions": [where("agent.name", "eq", str(n)) for n in range(199)] + [BOB]}
    assert ids(connection, select(calls.c.id).where(compile_filter(wide, DATASET))) == [2, 3]


def test_the_deepest_filter_compiles(connection: Connection) -> None:
    source: dict[str, Any] = BOB
    for _ in range(10):
        source = {"operator": "not", "conditions": [source]}
    assert ids(connection, select(calls.c.id).where(compile_filter(source, DATASET))) == [2, 3]
