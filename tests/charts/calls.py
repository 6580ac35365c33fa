"""A few calls, small enough to compute every answer by hand; each test says what lies in the tables."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Connection,
    DateTime,
    Double,
    Engine,
    Integer,
    MetaData,
    Numeric,
    Table,
    Text,
)

from widgetql import (
    Avg,
    Count,
    CountDistinct,
    Dataset,
    Dynamic,
    Field,
    JsonKeys,
    Kind,
    Limits,
    Max,
    Median,
    Min,
    Percentile,
    Ratio,
    Sum,
    ToMany,
    ToOne,
    WidgetData,
    compute_widget_data,
)
from widgetql.fields import Member
from widgetql.stats import Stat
from widgetql.testing.databases import filled

NOW: Final = datetime(2025, 11, 10, 12, tzinfo=UTC)
SINCE: Final = {"field": "timestamp", "op": "gte", "value": "2025-11-01"}
TABLES: Final = MetaData()

calls: Final = Table(
    "calls",
    TABLES,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("at", DateTime(timezone=True), index=True),
    Column("seconds", Integer),
    Column("cost", Numeric(10, 2)),
    Column("score", Double),
    Column("ok", Boolean),
    Column("topic", Text),
    Column("seen", DateTime(timezone=True)),
    Column("agent_id", Integer),
    Column("meta", JSON(none_as_null=True)),
)
agents: Final = Table("agents", TABLES, Column("id", Integer, primary_key=True), Column("name", Text))
metrics: Final = Table(
    "metrics",
    TABLES,
    Column("id", Integer, primary_key=True),
    Column("name", Text),
    Column("kind", Text),
)
notes: Final = Table(
    "notes",
    TABLES,
    Column("id", Integer, primary_key=True),
    Column("call_id", Integer),
    Column("metric_id", Integer),
    Column("value", Text),
)

FIELDS: Final[dict[str, Member]] = {
    "timestamp": Field(calls.c.at),
    "seconds": Field(calls.c.seconds, label="Call duration", unit="s"),
    "cost": Field(calls.c.cost),
    "score": Field(calls.c.score),
    "ok": Field(calls.c.ok),
    "topic": Field(calls.c.topic),
    "seen": Field(calls.c.seen),
    "hidden": Field(calls.c.topic, plot=False),
    "shown": Field(calls.c.topic, filter=False),
    "meta": JsonKeys(calls.c.meta),
    "agent": ToOne(
        agents,
        on=agents.c.id == calls.c.agent_id,
        fields={"id": Field(agents.c.id), "name": Field(agents.c.name)},
    ),
    "notes": ToMany(
        notes,
        on=notes.c.call_id == calls.c.id,
        fields={
            "text": Field(notes.c.value),
            "value": Dynamic(
                notes.c.value,
                chosen_by="metric.id",
                kind=metrics.c.kind,
                name=metrics.c.name,
                kinds={
                    "NUMERIC": Kind("numeric", charts={"line", "bar", "pie"}),
                    "ENUM": Kind("string", charts={"pie"}),
                    "BOOLEAN": Kind("boolean"),
                },
            ),
            "metric": ToOne(
                metrics,
                on=metrics.c.id == notes.c.metric_id,
                fields={"id": Field(metrics.c.id), "name": Field(metrics.c.name)},
            ),
        },
    ),
    "tags": ToMany(notes, on=notes.c.call_id == calls.c.id, fields={"text": Field(notes.c.value)}),
}
_STATS: Final[dict[str, Stat]] = {
    "total": Count(),
    "with_topic": Count("topic"),
    "success_rate": Avg("ok"),
    "avg_seconds": Avg("seconds"),
    "seconds": Sum("seconds"),
    "shortest": Min("seconds"),
    "last_seen": Max("seen"),
    "median": Median("seconds"),
    "p90": Percentile("seconds", 0.9),
    "topics": CountDistinct("topic"),
    "cost_per_call": Ratio(Sum("cost"), Count()),
    "per_scored": Ratio(Sum("cost"), Count("score")),
}
DATASET: Final = Dataset(
    calls,
    id=calls.c.id,
    timestamp=calls.c.at,
    fields=FIELDS,
    stats=_STATS,
)
# The same, of rows that only SQLAlchemy wrote.
PROMISED: Final = Dataset(
    calls,
    id=calls.c.id,
    timestamp=calls.c.at,
    fields=FIELDS,
    stats=_STATS,
    canonical=True,
)

# Metrics of every kind; 9 is of a kind that is not declared.
METRICS: Final = (
    {"id": 1, "name": "accuracy", "kind": "NUMERIC"},
    {"id": 2, "name": "mood", "kind": "ENUM"},
    {"id": 3, "name": "greeted", "kind": "BOOLEAN"},
    {"id": 9, "name": "odd", "kind": "OTHER"},
)
AGENTS: Final = ({"id": 1, "name": "Ada"}, {"id": 2, "name": "Émile"}, {"id": 3, "name": "bo"})


def at(text: str) -> datetime:
    """The instant of `03 10:30` in November 2025; of a whole ISO text as well."""
    whole = text if "-" in text else f"2025-11-{text.replace(' ', 'T')}"
    return datetime.fromisoformat(whole + ("T00:00" if len(whole) == 10 else "")).replace(tzinfo=UTC)


def call(id: int, when: str, **values: Any) -> dict[str, Any]:
    """A call; what is left out is missing."""
    return {"id": id, "at": at(when), **values}


def each(count: int, when: str = "03 10:00", **values: Any) -> list[dict[str, Any]]:
    """Calls a second apart."""
    return [call(i, when, **values) | {"at": at(when) + timedelta(seconds=i)} for i in range(count)]


def note(id: int, call_id: int, metric_id: int, value: str | None) -> dict[str, Any]:
    """What a metric says of a call."""
    return {"id": id, "call_id": call_id, "metric_id": metric_id, "value": value}


def computed(
    connection: Connection,
    widget: dict[str, Any],
    *,
    dashboard_filters: Any = SINCE,
    dataset: Dataset = DATASET,
    **options: Any,
) -> WidgetData:
    """The answer to a widget since 1 November, which JSON must be able to write."""
    given = {"now": NOW} | options
    data = compute_widget_data(connection, widget, dataset, dashboard_filters=dashboard_filters, **given)
    json.dumps(data.to_dict(), allow_nan=False)
    return data


def answer(
    engine: Engine,
    records: list[dict[str, Any]],
    widget: dict[str, Any],
    *,
    related: tuple[dict[str, Any], ...] | list[dict[str, Any]] = (),
    **options: Any,
) -> WidgetData:
    """The answer over these calls and notes."""
    rows = {calls: records, agents: AGENTS, metrics: METRICS, notes: related}
    with filled(engine, rows) as connection:
        return computed(connection, widget, **options)


def limits(**values: Any) -> Limits:
    """Limits with some of them changed."""
    return Limits(**values)
