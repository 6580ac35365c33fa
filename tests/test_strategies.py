"""Strategies: every way gives the same buckets, statements are kept by structure, and none keeps a value."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Final

import pytest
from sqlalchemy import Column, DateTime, Engine, Index, Integer, MetaData, Table, create_engine, event

from tests.charts.calls import DATASET, NOW, SINCE, calls
from tests.drill.records import records
from widgetql import Avg, Count, Dataset, Field, compute_widget_data, explain
from widgetql.testing.databases import filled
from widgetql.types import STRATEGIES

BAR: Final[dict[str, Any]] = {
    "chart_type": "bar",
    "field": "seconds",
    "aggregation_function": "avg",
    "time_period": "day",
}
HERE: Final[dict[str, Any]] = {"now": NOW, "dashboard_filters": SINCE}


@pytest.fixture(scope="module")
def metadata() -> MetaData:
    return calls.metadata


@pytest.mark.parametrize("period", ["hour", "day", "month"])
@pytest.mark.parametrize("timezone", ["UTC", "America/New_York"])
def test_every_way_gives_the_same_buckets(engine: Engine, period: str, timezone: str) -> None:
    widget = BAR | {"time_period": period}
    with filled(engine, {calls: records()}) as connection:
        answers = [
            compute_widget_data(
                connection, widget, DATASET, **HERE, timezone=timezone, strategy={"buckets": way}
            ).data
            for way in STRATEGIES["buckets"]
        ]
    assert answers[0]
    assert all(answer == answers[0] for answer in answers)


TABLES: Final = MetaData()
plain: Final = Table(
    "plain",
    TABLES,
    Column("id", Integer, primary_key=True),
    Column("at", DateTime),
    Column("seconds", Integer),
    Column("tenant", Integer),
)
indexed: Final = Table(
    "indexed",
    TABLES,
    Column("id", Integer, primary_key=True),
    Column("at", DateTime),
    Column("seconds", Integer),
    Column("tenant", Integer),
    Index("indexed_at", "at", "seconds"),
)


def dataset_of(table: Table, **options: Any) -> Dataset:
    fields = {"seconds": Field(table.c.seconds), "at": Field(table.c.at)}
    stats = {"total": Count(), "mean": Avg("seconds")}
    return Dataset(table, id=table.c.id, timestamp=table.c.at, fields=fields, stats=stats, **options)


LATELY: Final = {"field": "at", "op": "gte", "value": "now-20d"}


@pytest.mark.parametrize(
    ("dataset", "period", "way"),
    [
        pytest.param(dataset_of(indexed), "day", "ranges", id="declared-on-the-table"),
        pytest.param(dataset_of(plain, indexes=[plain.c.at]), "hour", "ranges", id="said-on-the-dataset"),
        pytest.param(dataset_of(indexed), "minute", "division", id="too-many-to-look-up"),
        pytest.param(dataset_of(plain), "day", "days", id="no-index"),
        pytest.param(dataset_of(plain), "week", "halves", id="few-uneven-days"),
        pytest.param(dataset_of(plain), "hour", "division", id="many"),
    ],
)
def test_what_is_chosen_by_what_is_known(dataset: Dataset, period: str, way: str) -> None:
    engine = create_engine("sqlite://")
    TABLES.create_all(engine)
    widget = BAR | {"time_period": period, "filters": LATELY}
    with engine.connect() as connection:
        found = explain(connection, widget, dataset, now=NOW)
    assert [choice.way for choice in found.choices] == [way]
    assert len(found.statements) == 1
    engine.dispose()


def test_one_structure_is_built_once_and_keeps_no_value() -> None:
    engine, dataset = create_engine("sqlite://"), dataset_of(indexed)
    TABLES.create_all(engine)
    sent: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_rest: Any) -> None:
        sent.append((statement, parameters))

    with engine.begin() as connection:
        rows = [
            {"id": n, "at": NOW.replace(tzinfo=None) - timedelta(hours=n), "seconds": n, "tenant": n % 3}
            for n in range(60)
        ]
        connection.execute(indexed.insert(), rows)
        event.listen(connection, "before_cursor_execute", note)
        for tenant in range(3):
            widget = BAR | {
                "filters": {
                    "operator": "and",
                    "conditions": [LATELY, {"field": "seconds", "op": "gte", "value": tenant}],
                }
            }
            options: dict[str, Any] = {"now": NOW - timedelta(minutes=tenant)}
            found = compute_widget_data(
                connection, widget, dataset, scope=indexed.c.tenant == tenant, **options
            )
            own = [row for row in rows if row["tenant"] == tenant and row["seconds"] >= tenant]
            shown = [row for row in own if row["at"] < options["now"].replace(tzinfo=None)]
            assert sum(row["sample_count"] for row in found.data) == len(shown)
    assert len(dataset.kept) == 1
    assert len({statement for statement, _ in sent}) == 1
    assert len({str(parameters) for _, parameters in sent}) == 3
    kept = next(iter(dataset.kept._found.values()))
    assert all(
        parameter.value is None
        for parameter in kept.statement._generate_cache_key().bindparams
        if parameter.key.startswith(("v", "s", "end"))
    )
    engine.dispose()


def test_an_unknown_strategy_is_the_hosts_mistake() -> None:
    engine = create_engine("sqlite://")
    with engine.connect() as connection, pytest.raises(ValueError, match="unknown strategy"):
        compute_widget_data(connection, BAR, dataset_of(plain), strategy={"buckets": "magic"})
    engine.dispose()
