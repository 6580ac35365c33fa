"""Running on the host's connection: what it may be, and how a query is stopped."""

from __future__ import annotations

import time
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import (
    Column,
    Connection,
    DateTime,
    Engine,
    Integer,
    MetaData,
    Table,
    Text,
    bindparam,
    create_engine,
    literal,
    select,
    text,
)
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session, scoped_session, sessionmaker

from tests.charts.calls import DATASET, NOW, SINCE, TABLES, calls, computed, each
from tests.endless import ENDLESS, slow
from widgetql import (
    Dataset,
    Dynamic,
    Field,
    Kind,
    Limits,
    QueryTimeout,
    compute_widget_data,
    limiting,
    validate_widget,
)
from widgetql.deadline import Deadline
from widgetql.execution import Runner
from widgetql.testing.databases import filled
from widgetql.transactions import core_connection

PIE = {"chart_type": "pie", "field": "topic"}


@pytest.fixture(scope="module")
def metadata() -> MetaData:
    return TABLES


def test_a_session_is_a_connection(engine: Engine) -> None:
    with filled(engine, {calls: each(3, topic="a")}) as connection, Session(connection) as session:
        assert computed(session, PIE).data == [{"label": "a", "value": 3, "percentage": 100.0}]  # type: ignore[arg-type]
    scoped = scoped_session(sessionmaker(engine))
    assert computed(scoped, PIE).data == []  # type: ignore[arg-type]
    scoped.remove()


@pytest.mark.parametrize("given", [create_engine("sqlite://"), None, "sqlite://"])
def test_anything_else_is_a_mistake_of_the_host(given: Any) -> None:
    with pytest.raises(TypeError, match="connection must be a SQLAlchemy Connection or Session"):
        compute_widget_data(given, PIE, DATASET)


def limited(connection: Any, seconds: float) -> Runner:
    return Runner(connection, Deadline.after(timedelta(seconds=seconds), time.monotonic()))


def test_a_query_that_outruns_its_limit_is_stopped(engine: Engine) -> None:
    endless = text(ENDLESS[engine.dialect.name])
    with engine.connect() as connection:
        with pytest.raises(QueryTimeout, match=r"the query ran longer than 0\.2 s"):
            limited(connection, 0.2).rows(endless)
        connection.rollback()
        # The connection is as good as new.
        assert limited(connection, 60).rows(select(literal(1)))[0][0] == 1


def test_a_widget_that_outruns_its_limit_is_stopped(engine: Engine) -> None:
    # A host's own expression that costs a lot for every record.
    dear = slow(engine)
    dataset = Dataset(
        calls,
        id=calls.c.id,
        timestamp=calls.c.at,
        fields={"slow": Field(dear + calls.c.id, type="numeric")},
    )
    widget = {"chart_type": "line", "field": "slow"}
    options: dict[str, Any] = {"now": NOW, "limits": Limits(timeout=timedelta(seconds=0.2))}
    with filled(engine, {calls: each(3)}) as connection, pytest.raises(QueryTimeout):
        compute_widget_data(connection, widget, dataset, dashboard_filters=SINCE, **options)


def test_a_lookup_that_outruns_its_limit_is_stopped(engine: Engine) -> None:
    kind = slow(engine) + calls.c.id
    value = Dynamic(calls.c.topic, chosen_by="id", kind=kind, kinds={"NUMERIC": Kind("numeric")})
    fields = {"value": value, "id": Field(calls.c.id)}
    dataset = Dataset(calls, id=calls.c.id, timestamp=calls.c.at, fields=fields)
    widget = {"chart_type": "bar", "field": "value", "metric": 1}
    with filled(engine, {calls: each(3)}) as connection, pytest.raises(QueryTimeout):
        validate_widget(widget, dataset, connection=connection, limits=Limits(timeout=timedelta(seconds=0.2)))


def test_errors_of_the_database_pass_through(engine: Engine) -> None:
    gone = Table("gone", MetaData(), Column("id", Integer), Column("at", DateTime), Column("topic", Text))
    dataset = Dataset(gone, id=gone.c.id, timestamp=gone.c.at, fields={"topic": Field(gone.c.topic)})
    for given in (Limits(), Limits(timeout=timedelta(seconds=60))):
        with engine.connect() as connection, pytest.raises(DBAPIError, match="gone"):
            compute_widget_data(connection, PIE, dataset, dashboard_filters=SINCE, now=NOW, limits=given)


def test_a_driver_that_cannot_stop_is_refused() -> None:
    class Proxy:
        driver_connection = object()

    class Odd:
        dialect = create_engine("sqlite://").dialect
        connection = Proxy()

    odd: Any = Odd()
    deadline = Deadline.after(timedelta(seconds=1), time.monotonic())
    with pytest.raises(NotImplementedError, match="no time limit on pysqlite"):
        limiting.limited(odd, deadline).__enter__()


def test_a_core_connection_is_itself(connection: Connection) -> None:
    assert core_connection(connection) is connection


def test_a_parameter_may_have_any_name(connection: Connection) -> None:
    # A column's name is that of the value which it is compared with.
    wanted = bindparam("total (%) [x]: y.z", type_=Integer())
    found = Runner(connection).rows(select((wanted + 1).label("next")), {"total (%) [x]: y.z": 2})
    assert [row.next for row in found] == [3]
