"""Strategies: every way gives the same buckets, statements are kept by structure, and none keeps a value."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any, Final

import pytest
from sqlalchemy import Column, DateTime, Engine, Index, Integer, MetaData, Table, create_engine, event

from tests.charts.calls import DATASET, NOW, SINCE, calls
from tests.drill.records import records
from widgetql import (
    Avg,
    Count,
    Dataset,
    Field,
    compute_dashboard_data,
    compute_widget_data,
    explain,
)
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
    # What spells times otherwise is asked beforehand, by a statement of its own.
    own = {"id": table.c.id, "timestamp": table.c.at, "canonical": True}
    return Dataset(table, fields=fields, stats=stats, **own, **options)


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


@pytest.mark.parametrize("window", [{"type": "rolling", "buckets": 7}, {"type": "cumulative"}], ids=str)
def test_the_parts_of_windows_are_looked_up_by_an_index(window: dict[str, Any]) -> None:
    engine = create_engine("sqlite://")
    TABLES.create_all(engine)
    widget = BAR | {"time_period": "day", "filters": LATELY, "window": window}
    with engine.connect() as connection:
        found = explain(connection, widget, dataset_of(indexed), now=NOW)
    assert [choice.way for choice in found.choices] == ["ranges"]
    engine.dispose()


def test_an_explanation_shows_the_sql_that_is_run(engine: Engine) -> None:
    widget = BAR | {"filters": {"field": "topic", "op": "in", "value": ["a", "b"]}}
    with filled(engine, {calls: records()}) as connection:
        found = explain(connection, widget, DATASET, **HERE)
    assert found.statements
    assert "POSTCOMPILE" not in "".join(found.statements)


ROWS: Final = [
    {"id": n, "at": NOW.replace(tzinfo=None) - timedelta(hours=n), "seconds": n, "tenant": n % 3}
    for n in range(60)
]


def asked_by_three_tenants(table: Table, dataset: Dataset, ask: Callable[..., Any]) -> list[Any]:
    """Ask a moment apart, each tenant by a filter and a scope of its own; see that but values differ."""
    engine, answers = create_engine("sqlite://"), []
    TABLES.create_all(engine)
    sent: list[tuple[str, Any, str]] = []

    def note(_conn: Any, _cursor: Any, statement: str, parameters: Any, context: Any, _many: bool) -> None:
        sent.append((statement, str(parameters), context.cache_hit.name))

    with engine.begin() as connection:
        connection.execute(table.insert(), ROWS)
        event.listen(connection, "before_cursor_execute", note)
        for tenant in range(3):
            longer = {"field": "seconds", "op": "gte", "value": tenant}
            filters = {"operator": "and", "conditions": [LATELY, longer]}
            now = NOW - timedelta(minutes=tenant + 1)
            answers.append(ask(connection, filters, now=now, scope=table.c.tenant == tenant))
    engine.dispose()
    assert len(statements_kept_by(dataset)) == 1
    assert len({statement for statement, _, _ in sent}) == 1
    assert len({parameters for _, parameters, _ in sent}) == 3
    # SQLAlchemy compiles it once as well; when it is run again it is what was compiled here.
    assert [hit for _, _, hit in sent] == ["CACHE_MISS", "NO_CACHE_KEY", "NO_CACHE_KEY"]
    return answers


def statements_kept_by(dataset: Dataset) -> list[Any]:
    """Return the statements; that a scope of one structure was judged is kept beside them."""
    return [built for key, (built, _) in dataset.kept._found.items() if key.structure[0] != "scope"]


def records_of(tenant: int) -> int:
    """Count what a tenant sees, in plain Python."""
    now = NOW.replace(tzinfo=None) - timedelta(minutes=tenant + 1)
    return sum(
        row["tenant"] == tenant and row["seconds"] >= tenant and row["at"] < now  # type: ignore[operator]
        for row in ROWS
    )


def holds_no_value(kept: Any) -> bool:
    """Tell whether a statement has a place for each value of a request, and none of them."""
    return all(
        parameter.value is None
        for parameter in kept._generate_cache_key().bindparams
        if parameter.key.startswith(("v", "s", "end", "edges"))
    )


@pytest.mark.parametrize(
    ("table", "period"),
    [
        pytest.param(indexed, "day", id="ranges"),
        pytest.param(plain, "day", id="days"),
        pytest.param(plain, "week", id="halves"),
        pytest.param(plain, "hour", id="division"),
    ],
)
def test_one_structure_is_built_once_and_keeps_no_value(table: Table, period: str) -> None:
    dataset = dataset_of(table)

    def ask(connection: Any, filters: Any, **options: Any) -> Any:
        widget = BAR | {"time_period": period, "filters": filters}
        return compute_widget_data(connection, widget, dataset, **options).data

    answers = asked_by_three_tenants(table, dataset, ask)
    assert [sum(row["sample_count"] for row in one) for one in answers] == [records_of(n) for n in range(3)]
    (kept,) = statements_kept_by(dataset)
    assert holds_no_value(getattr(kept, "statement", kept))


def test_a_dashboard_is_built_once_and_keeps_no_value() -> None:
    dataset = dataset_of(plain)
    widgets = [
        {"chart_type": "stat"},
        BAR,
        BAR | {"time_period": "hour"},
        {
            "chart_type": "table",
            "dimensions": [{"field": "at", "time_period": "day"}],
            "metrics": [{"aggregation_function": "count", "name": "calls"}],
        },
    ]

    def ask(connection: Any, filters: Any, **options: Any) -> Any:
        dashboard = {"filters": filters, "widgets": widgets}
        found: Any = compute_dashboard_data(connection, dashboard, dataset, **options)
        return [one.data for one in found]

    answers = asked_by_three_tenants(plain, dataset, ask)
    assert [stat["total"] for stat, *_ in answers] == [records_of(n) for n in range(3)]
    assert [sum(row["sample_count"] for row in hours) for _, _, hours, _ in answers] == [
        records_of(n) for n in range(3)
    ]
    (union,) = statements_kept_by(dataset)
    assert holds_no_value(union.statement)


def test_an_unknown_strategy_is_the_hosts_mistake() -> None:
    engine = create_engine("sqlite://")
    with engine.connect() as connection, pytest.raises(ValueError, match="unknown strategy"):
        compute_widget_data(connection, BAR, dataset_of(plain), strategy={"buckets": "magic"})
    engine.dispose()
