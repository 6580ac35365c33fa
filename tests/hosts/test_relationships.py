"""Relationships of the ORM's, which stand where a join condition does."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, Final

import pytest
from sqlalchemy import DateTime, Engine, ForeignKey, MetaData, String, select
from sqlalchemy.orm import DeclarativeBase, Mapped, column_property, mapped_column, relationship, synonym

from widgetql import Dataset, Field, ToMany, ToOne, compile_filter
from widgetql.testing import NOW
from widgetql.testing.databases import filled


class Base(DeclarativeBase):
    pass


class Agent(Base):
    __tablename__ = "agents"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    name: Mapped[str] = mapped_column(String(12))
    calls: Mapped[list[Call]] = relationship(back_populates="agent")


class Call(Base):
    __tablename__ = "calls"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    agent_id: Mapped[int | None] = mapped_column(ForeignKey(Agent.id))
    cents: Mapped[int]
    agent: Mapped[Agent | None] = relationship(back_populates="calls")
    price: Mapped[int] = synonym("cents")


Call.doubled = column_property(Call.cents * 2)  # type: ignore[attr-defined]
ROWS: Final[dict[Any, list[dict[str, Any]]]] = {
    Agent.__table__: [{"id": 1, "name": "Ann"}, {"id": 2, "name": "Bo"}],
    Call.__table__: [
        {"id": id, "at": datetime(2025, 11, 3, tzinfo=UTC), "agent_id": agent, "cents": id * 10}
        for id, agent in ((1, 1), (2, 1), (3, 2), (4, None))
    ],
}
CALLS: Final = Dataset(
    Call,
    id=Call.id,
    timestamp=Call.at,
    fields={
        "doubled": Field(Call.doubled),
        "price": Field(Call.price),
        "agent": ToOne(Agent, on=Call.agent, fields={"name": Field(Agent.name)}),
    },
)
AGENTS: Final = Dataset(
    Agent,
    id=Agent.id,
    fields={"calls": ToMany(Call, on=Agent.calls, fields={"cents": Field(Call.cents)})},
)
_CALL: Final[Any] = Call.__table__
_AGENT: Final[Any] = Agent.__table__


@pytest.fixture(scope="module")
def metadata() -> MetaData:
    return Base.metadata


@pytest.mark.parametrize(
    ("path", "value", "scope", "ids"),
    [
        pytest.param("agent.name", "Ann", None, [1, 2], id="a-relationship"),
        pytest.param("doubled", 60, None, [3], id="a-property"),
        pytest.param("price", 40, None, [4], id="a-synonym"),
        pytest.param("agent.name", "Ann", Call.cents > 10, [2], id="a-scope"),
    ],
)
def test_attributes_stand_where_columns_do(
    engine: Engine, path: str, value: Any, scope: Any, ids: list[int]
) -> None:
    scopes = None if scope is None else {Call: scope, Agent: None}
    with filled(engine, ROWS) as connection:
        condition = compile_filter({"field": path, "op": "eq", "value": value}, CALLS, scope=scopes, now=NOW)
        assert sorted(connection.scalars(select(_CALL.c.id).where(condition))) == ids


def test_a_relationship_to_many_rows_is_one(engine: Engine) -> None:
    with filled(engine, ROWS) as connection:
        condition = compile_filter({"field": "calls.cents", "op": "gte", "value": 30}, AGENTS, now=NOW)
        assert connection.scalars(select(_AGENT.c.id).where(condition)).all() == [2]


def test_to_many_rows_is_not_to_one() -> None:
    with pytest.raises(
        ValueError, match=r"relation by Agent\.calls: it leads to many rows: declare it ToMany"
    ):
        ToOne(Call, on=Agent.calls, fields={"cents": Field(Call.cents)})


def test_a_relationship_is_no_field() -> None:
    with pytest.raises(
        ValueError, match=r"got the relationship Call\.agent: declare it as ToOne or ToMany, on="
    ):
        Field(Call.agent)
