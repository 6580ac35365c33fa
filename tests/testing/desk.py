"""A help desk small enough to answer by hand: tickets, agents, and reviews with their tags."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, Final

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    DateTime,
    Float,
    Integer,
    MetaData,
    Numeric,
    Table,
    Text,
    Uuid,
)

from widgetql.dataset import Dataset
from widgetql.fields import Dynamic, Field, JsonKeys, Kind, ToMany, ToOne
from widgetql.limits import Limits
from widgetql.stats import Avg, Count, Max, Ratio, Sum

NOW: Final = datetime(2025, 11, 3, 12, tzinfo=UTC)

_META: Final = MetaData()
tickets: Final = Table(
    "tickets",
    _META,
    Column("id", Integer, primary_key=True),
    Column("at", DateTime),
    Column("minutes", Integer),
    Column("score", Float),
    Column("cost", Numeric(8, 2)),
    Column("solved", Boolean),
    Column("topic", Text),
    Column("ref", Uuid),
    Column("meta", JSON),
    Column("agent_id", Integer),
    Column("wall", DateTime),
)
agents: Final = Table("agents", _META, Column("id", Integer, primary_key=True), Column("name", Text))
reviews: Final = Table(
    "reviews",
    _META,
    Column("id", Integer, primary_key=True),
    Column("ticket_id", Integer),
    Column("metric_id", Integer),
    Column("value", Text),
    Column("stars", Integer),
)
tags: Final = Table("tags", _META, Column("id", Integer), Column("review_id", Integer), Column("text", Text))
metrics: Final = Table(
    "metrics", _META, Column("id", Integer, primary_key=True), Column("name", Text), Column("kind", Text)
)

DESK: Final = Dataset(
    tickets,
    id=tickets.c.id,
    timestamp=tickets.c.at,
    fields={
        "at": Field(tickets.c.at),
        "minutes": Field(tickets.c.minutes, label="Minutes", unit="min"),
        "score": Field(tickets.c.score),
        "cost": Field(tickets.c.cost),
        "solved": Field(tickets.c.solved),
        "topic": Field(tickets.c.topic),
        "ref": Field(tickets.c.ref),
        "wall": Field(tickets.c.wall, timezone="Europe/Paris"),
        "meta": JsonKeys(tickets.c.meta),
        "agent": ToOne(
            agents,
            on=agents.c.id == tickets.c.agent_id,
            fields={"id": Field(agents.c.id), "name": Field(agents.c.name)},
        ),
        "reviews": ToMany(
            reviews,
            on=reviews.c.ticket_id == tickets.c.id,
            fields={
                "value": Dynamic(
                    reviews.c.value,
                    chosen_by="metric.id",
                    kind=metrics.c.kind,
                    name=metrics.c.name,
                    kinds={"N": Kind("numeric", charts={"line", "bar", "pie"}), "B": Kind("boolean")},
                ),
                "stars": Field(reviews.c.stars),
                "metric": ToOne(
                    metrics,
                    on=metrics.c.id == reviews.c.metric_id,
                    fields={"id": Field(metrics.c.id), "name": Field(metrics.c.name)},
                ),
                "tags": ToMany(
                    tags, on=tags.c.review_id == reviews.c.id, fields={"text": Field(tags.c.text)}
                ),
            },
        ),
    },
    stats={
        "total": Count(),
        "rate": Avg("solved"),
        "cost": Sum("cost"),
        "longest": Max("minutes"),
        "per_minute": Ratio(Sum("cost"), Sum("minutes")),
    },
    limits=Limits(max_range=None),
)


def ticket(id: int, **values: Any) -> dict[str, Any]:
    """A ticket of which all that is not said is null."""
    return {"id": id, **values}
