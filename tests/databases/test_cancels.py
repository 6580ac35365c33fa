"""Cancels that cannot be sent, that nobody answers, and that come too late or too early."""

from __future__ import annotations

import gc
import threading
import time
from collections.abc import Generator
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

import pytest
from sqlalchemy import Engine, MetaData, event, literal, select, text

from tests.charts.calls import DATASET, NOW, SINCE, TABLES, calls
from tests.endless import ENDLESS
from tests.faults.proxy import Welcome
from tests.faults.servers import Server, served
from tests.soak.measure import sessions
from widgetql import Limits, QueryTimeout, compute_dashboard_data, compute_widget_data
from widgetql.deadline import Deadline
from widgetql.execution import Runner
from widgetql.limiting import _run_apart
from widgetql.testing.databases import opened

# As long as the limit is over, and not longer than a test should take.
SLEEPS: Final = {"postgresql": "SELECT pg_sleep(0.8)", "mariadb": "SELECT sleep(0.8)"}
PIE: Final = {"chart_type": "pie", "field": "topic"}


@pytest.fixture(scope="module")
def metadata() -> MetaData:
    return TABLES


@pytest.fixture(scope="module", params=sorted(SLEEPS))
def server(request: pytest.FixtureRequest, scratch: Path) -> Generator[Server]:
    with served(request.param, scratch, is_own=False) as found:
        yield found


def limited(connection: Any, seconds: float) -> Runner:
    return Runner(connection, Deadline.after(timedelta(seconds=seconds), time.monotonic()))


@pytest.mark.parametrize(("welcome", "said"), [("refuse", "Error"), ("ignore", "nobody answered the cancel")])
def test_a_cancel_that_does_not_arrive_is_said(server: Server, welcome: Welcome, said: str) -> None:
    """It was a traceback in a thread and an answer as if nothing were, or a wait of 30 seconds."""
    strays: list[Any] = []
    before, threading.excepthook = threading.excepthook, strays.append
    try:
        with server.engine.connect() as connection:
            server.proxy.welcome = welcome
            begun = time.monotonic()
            with pytest.raises(QueryTimeout, match=rf"and could not be cancelled: .*{said}"):
                limited(connection, 0.2).rows(text(SLEEPS[server.name]))
            assert time.monotonic() - begun < 5
    finally:
        server.proxy.welcome = "accept"
        threading.excepthook = before
    assert not strays


def test_a_cancel_that_comes_too_late_hits_nothing_else(server: Server) -> None:
    with server.engine.connect() as connection, server.proxy.held() as release:
        with pytest.raises(QueryTimeout):
            limited(connection, 0.2).rows(text(SLEEPS[server.name]))
        connection.rollback()
        threading.Timer(0.2, release).start()
        # It arrives while this runs.
        connection.execute(text(SLEEPS[server.name])).all()


def test_a_cancel_that_is_refused_leaves_no_connection(scratch: Path) -> None:
    """The error held it until the next collection of garbage."""
    with opened("mariadb", scratch, TABLES) as engine, engine.connect() as connection:
        before = sessions(engine)
        gc.disable()
        try:
            # Whatever a driver raises.
            with pytest.raises(Exception, match="Unknown thread id"):
                _run_apart(connection.engine, "KILL QUERY 999999999")
            # A server takes a moment to see that a client has gone.
            end = time.monotonic() + 10
            while sessions(engine) > before and time.monotonic() < end:
                time.sleep(0.02)
            assert sessions(engine) == before
        finally:
            gc.enable()


def test_what_has_not_reached_the_driver_is_cancelled_as_well(engine: Engine) -> None:
    """The cancel came before the statement, found nothing, and the statement ran on for ever."""

    def dawdle(*_: Any) -> None:
        time.sleep(0.5)

    event.listen(engine, "do_execute", dawdle)
    try:
        with engine.connect() as connection:
            with pytest.raises(QueryTimeout, match=r"the query ran longer than 0\.2 s"):
                limited(connection, 0.2).rows(text(ENDLESS[engine.dialect.name]))
            connection.rollback()
    finally:
        event.remove(engine, "do_execute", dawdle)


def test_nothing_is_sent_when_the_time_is_over(engine: Engine) -> None:
    """Wider limits than the defaults let a filter pass whose compiling takes longer than the call may."""
    most = 100_000
    wide = Limits(max_list_length=most, max_values=2 * most, timeout=timedelta(seconds=0.05))
    many = {"field": "seconds", "op": "in", "value": list(range(most))}
    widget = {**PIE, "filters": {"operator": "and", "conditions": [SINCE, many]}}
    sent: list[str] = []

    def note(_cursor: Any, statement: str, *_: Any) -> None:
        sent.append(statement)

    with engine.connect() as connection:
        event.listen(engine, "do_execute", note)
        try:
            with pytest.raises(QueryTimeout, match=r"the call ran longer than 0\.05 s"):
                compute_widget_data(connection, widget, DATASET, now=NOW, limits=wide)
            dashboard = {"widgets": [widget, {**widget, "include_missing": True}]}
            found = compute_dashboard_data(connection, dashboard, DATASET, now=NOW, limits=wide)
            with pytest.raises(QueryTimeout, match=r"the call ran longer than 0\.05 s"):
                limited(connection, 0.05).rows(select(calls.c.id).where(calls.c.id.in_(range(most))))
        finally:
            event.remove(engine, "do_execute", note)
    assert [type(one) for one in found] == [QueryTimeout, QueryTimeout]
    # How SQLite's times are stored may be asked while there is time.
    assert [one for one in sent if one != "SELECT 1" and not one.startswith("SELECT EXISTS (SELECT *")] == []


def test_the_hosts_transaction_goes_on_where_nothing_was_sent(engine: Engine) -> None:
    """SQLAlchemy takes a `TimeoutError` in one of its events for a connection that is broken."""

    def dawdle(*_: Any) -> None:
        time.sleep(0.3)

    with engine.connect() as connection:
        transaction = connection.begin()
        event.listen(engine, "before_cursor_execute", dawdle)
        try:
            with pytest.raises(QueryTimeout, match=r"ran longer than 0\.2 s"):
                limited(connection, 0.2).rows(select(calls.c.id))
        finally:
            event.remove(engine, "before_cursor_execute", dawdle)
        assert not connection.invalidated
        assert transaction.is_active
        assert connection.execute(select(literal(1))).scalar_one() == 1
