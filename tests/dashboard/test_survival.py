"""A dashboard survives a widget that fails in the database, and one that takes too long."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from contextlib import nullcontext
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

import pytest
from sqlalchemy import Column, Connection, Engine, Integer, MetaData, Table, Text, TypeDecorator, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session, scoped_session, sessionmaker

from tests.charts.calls import DATASET, METRICS, NOW, SINCE, TABLES, calls, each, metrics
from tests.endless import slow
from tests.statements import recorded
from widgetql import (
    Count,
    Dataset,
    Field,
    Limits,
    QueryTimeout,
    WidgetData,
    compute_dashboard_data,
    compute_widget_data,
)
from widgetql.testing.databases import Rows, opened, put, restore

# As the host declares it: with a column that the database does not have.
AHEAD: Final = Table(
    "calls", MetaData(), Column("gone", Integer), *(Column(one.key, one.type) for one in calls.columns)
)


def declared(engine: Engine) -> Dataset:
    """Fields that fail, each in its own way, beside those that do not."""
    fields = {
        "seconds": Field(AHEAD.c.seconds),
        "topic": Field(AHEAD.c.topic),
        "gone": Field(AHEAD.c.gone),
        "slow": Field(slow(engine) + AHEAD.c.id, type="numeric"),
    }
    return Dataset(AHEAD, id=AHEAD.c.id, timestamp=AHEAD.c.at, fields=fields, stats={"n": Count()})


def bar(field: str) -> dict[str, Any]:
    return {"chart_type": "bar", "field": field, "aggregation_function": "avg", "time_period": "day"}


STAT: Final = {"chart_type": "stat"}
LINE: Final = {"chart_type": "line", "field": "seconds"}
SLOW: Final = {"chart_type": "line", "field": "slow"}
GONE: Final = {"chart_type": "line", "field": "gone"}
# The bars and the stat share one statement, which fails for one of them.
WIDGETS: Final = [STAT, bar("gone"), LINE, bar("seconds"), GONE]


@pytest.fixture(scope="module")
def metadata() -> MetaData:
    return TABLES


@pytest.fixture(scope="module")
def rows() -> Rows:
    return {calls: each(3, seconds=5, topic="a"), metrics: METRICS}


def computed(connection: Any, widgets: list[Any], dataset: Dataset, **options: Any) -> list[Any]:
    dashboard = {"filters": SINCE, "widgets": widgets}
    return list(compute_dashboard_data(connection, dataset=dataset, dashboard=dashboard, now=NOW, **options))


def kinds(found: list[Any]) -> list[str]:
    names = ((WidgetData, "data"), (QueryTimeout, "timeout"), (DBAPIError, "error"))
    return [next(name for kind, name in names if isinstance(one, kind)) for one in found]


def ways_in(engine: Engine) -> list[Callable[[], Any]]:
    return [engine.connect, lambda: Session(engine), scoped_session(sessionmaker(engine))]


class Strict(TypeDecorator[str]):
    """A type of a host whose own service fails while it reads a value."""

    impl = Text
    cache_ok = True

    def process_result_value(self, value: Any, dialect: Any) -> str | None:  # noqa: ARG002
        if value == "a":
            raise RuntimeError("no key for a")
        return value if value is None else str(value)


def read_strictly() -> Dataset:
    table = Table(
        "calls",
        MetaData(),
        *(Column(one.key, Strict() if one.key == "topic" else one.type) for one in calls.columns),
    )
    fields = {name: Field(table.c[name]) for name in ("seconds", "topic")}
    return Dataset(table, id=table.c.id, timestamp=table.c.at, fields=fields, stats={"n": Count()})


TOPICS: Final = {"chart_type": "list", "field": "topic"}
BY_TOPIC: Final = {"group_by": {"type": "field", "field": "topic"}}


@pytest.mark.parametrize("way", ["separate", "shared"])
def test_a_value_that_its_type_does_not_read_is_an_error_of_its_widget(
    engine: Engine, connection: Connection, way: str
) -> None:
    dataset = read_strictly()
    widgets = [STAT, TOPICS, bar("seconds"), bar("seconds") | BY_TOPIC, LINE]
    for hosts in (False, True):
        with connection.begin() if hosts else nullcontext():
            found = computed(connection, widgets, dataset, strategy={"dashboard": way})
            unread = [(type(one), str(one)) for one in found if not isinstance(one, WidgetData)]
            assert unread == [(RuntimeError, "no key for a")] * 2
            assert [isinstance(one, WidgetData) for one in found] == [True, False, True, False, True]
            assert found[0].data == {"n": 3}
        connection.rollback()
    with pytest.raises(RuntimeError, match="no key for a"):
        compute_widget_data(connection, TOPICS, dataset, dashboard_filters=SINCE, now=NOW)
    connection.rollback()


def test_widgets_that_fail_have_their_errors_in_their_place(engine: Engine) -> None:
    dataset = declared(engine)
    for way in ways_in(engine):
        with way() as connection:
            assert not connection.in_transaction()
            found = computed(connection, WIDGETS, dataset)
            assert kinds(found) == ["data", "error", "data", "data", "error"]
            # The others are what they are alone, and the connection is as good as new.
            for widget, one in zip(WIDGETS, found, strict=True):
                if isinstance(one, WidgetData):
                    alone = compute_widget_data(connection, widget, dataset, dashboard_filters=SINCE, now=NOW)
                    assert one == alone


def test_a_host_s_own_transaction_goes_on(engine: Engine, connection: Connection, rows: Rows) -> None:
    dataset = declared(engine)
    with connection.begin():
        put(connection, {calls: [{"id": 99, "at": NOW - timedelta(days=1), "seconds": 7}]})
        found = computed(connection, WIDGETS, dataset, strategy={"dashboard": "separate"})
        if engine.dialect.name == "duckdb":
            # There are no savepoints: the first failure is everybody's from then on.
            assert kinds(found) == ["data", "error", "error", "error", "error"]
            assert all(one is found[1] for one in found[2:])
        else:
            assert kinds(found) == ["data", "error", "data", "data", "error"]
            assert computed(connection, [STAT], dataset)[0].data == {"n": 4}
        assert found[0].data == {"n": 4}
        restore(connection, rows)


def test_a_widget_that_takes_too_long_leaves_the_others_their_time(engine: Engine) -> None:
    limits = Limits(widget_timeout=timedelta(seconds=1))
    with engine.connect() as connection:
        found = computed(connection, [STAT, SLOW, LINE, SLOW], declared(engine), limits=limits)
        assert kinds(found) == ["data", "timeout", "data", "timeout"]
        # The same question is asked once.
        assert found[1] is found[3]
        assert str(found[1]).startswith("the query ran longer than 1 s")


def test_when_its_time_is_over_what_was_computed_stays(engine: Engine) -> None:
    limits = Limits(timeout=timedelta(seconds=1))
    widgets = [LINE, SLOW, GONE, STAT, bar("seconds")]
    dataset = declared(engine)
    options: dict[str, Any] = {"limits": limits, "strategy": {"dashboard": "separate"}}
    with engine.connect() as connection:
        found = computed(connection, widgets, dataset, **options)
        assert kinds(found) == ["data", "timeout", "timeout", "timeout", "timeout"]


def test_six_widgets_have_one_limit_together(engine: Engine) -> None:
    """Each had a limit of its own: six took six times as long."""
    limits = Limits(timeout=timedelta(seconds=1))
    widgets = [{"chart_type": "list", "field": "slow", "limit": limit} for limit in range(1, 7)]
    with engine.connect() as connection:
        begun = time.monotonic()
        assert kinds(computed(connection, widgets, declared(engine), limits=limits)) == ["timeout"] * 6
        # Spark keeps whole seconds.
        assert time.monotonic() - begun < 4


def test_what_is_no_error_of_the_database_is_raised(engine: Engine) -> None:
    def mistaken(*_: Any) -> None:
        raise RuntimeError("a host's own handler")

    with engine.connect() as connection:
        event.listen(connection, "before_cursor_execute", mistaken)
        with pytest.raises(RuntimeError, match="a host's own handler"):
            computed(connection, [STAT], declared(engine))


def test_an_override_stands_for_every_widget_s_filters(engine: Engine) -> None:
    dataset = declared(engine)
    nothing = {"field": "seconds", "op": "gt", "value": 1_000}
    widgets = [{**STAT, "filters": nothing}, LINE]
    override = {"field": "topic", "op": "eq", "value": "a"}
    with engine.connect() as connection:
        found = computed(connection, widgets, dataset, filters=override)
        assert [found[0].data, len(found[1].data)] == [{"n": 3}, 3]
        found = computed(connection, widgets, dataset, filters=nothing)
        assert [found[0].data, found[1].data] == [{"n": 0}, []]
        assert computed(connection, widgets, dataset)[0].data == {"n": 0}
        wrong = computed(connection, [STAT], dataset, filters={"field": "nope", "op": "eq", "value": 1})[0]
        assert [(one.document, one.code) for one in wrong.problems] == [("filters", "unknown_field")]


def test_a_metric_is_looked_up_once(engine: Engine) -> None:
    widgets = [
        {"chart_type": "bar", "field": "notes.value", "metric": metric, "time_period": period,
         "aggregation_function": "avg"}
        for metric, period in ((1, "day"), (1, "hour"), (1, "day"), (3, "day"))
    ]  # fmt: skip
    with engine.connect() as connection, recorded(connection) as statements:
        assert kinds(computed(connection, widgets, DATASET)) == ["data"] * 4
    lookups = [statement for statement, _ in statements if re.match(r"SELECT .?metrics.?\..?kind", statement)]
    assert len(lookups) == 2


_ENDED: Final = {"postgresql": "SELECT pg_terminate_backend({})", "mariadb": "KILL CONNECTION {}"}
_NUMBER: Final = {"postgresql": "SELECT pg_backend_pid()", "mariadb": "SELECT connection_id()"}


@pytest.mark.parametrize("name", sorted(_ENDED))
@pytest.mark.parametrize("is_hosts", [True, False], ids=["in-a-transaction", "outside"])
def test_what_comes_after_a_lost_connection_is_not_asked(name: str, scratch: Path, is_hosts: bool) -> None:
    """A query that brings a server down must not be asked again for each of its widgets."""
    with opened(name, scratch, TABLES) as engine, engine.connect() as connection:
        number = connection.exec_driver_sql(_NUMBER[name]).scalar_one()
        connection.rollback()

        def end(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
            if "gone" in statement:
                with engine.connect() as other:
                    other.exec_driver_sql(_ENDED[name].format(number))

        event.listen(connection, "before_cursor_execute", end)
        if is_hosts:
            connection.begin()
        with recorded(connection) as statements:
            dataset, separate = declared(engine), {"dashboard": "separate"}
            found = computed(connection, WIDGETS, dataset, strategy=separate)
        assert kinds(found) == ["data", "error", "error", "error", "error"]
        assert found[1].connection_invalidated
        assert all(one is found[1] for one in found[2:])
        assert sum("gone" in statement for statement, _ in statements) == 1
        if is_hosts:
            connection.rollback()
        assert computed(connection, [STAT], dataset)[0].data == {"n": 0}
