"""A dataset with every kind of field, storage and relation: what strategies and interpreter are tried on."""

from __future__ import annotations

import enum
from typing import Final

from sqlalchemy import (
    JSON,
    REAL,
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    Double,
    Enum,
    Integer,
    MetaData,
    Numeric,
    SmallInteger,
    String,
    Table,
    Text,
    Uuid,
)
from sqlalchemy.dialects import mysql
from sqlalchemy.ext.compiler import compiles

from widgetql.dataset import Dataset
from widgetql.fields import Dynamic, Field, JsonKeys, Kind, ToMany, ToOne
from widgetql.stats import Avg, Count, CountDistinct, Max, Median, Min, Percentile, Ratio, Sum


class State(enum.Enum):
    """Labels in the database are the names."""

    OPEN = 1
    CLOSED = 2
    Offen = 3


class Unsigned(BigInteger):
    """An integer of 64 bits without a sign, where the database has one."""

    unsigned = True


@compiles(Unsigned, "mysql", "mariadb")
def _unsigned_mariadb(element: Unsigned, compiler: object, **options: object) -> str:
    return "BIGINT UNSIGNED"


@compiles(Unsigned, "duckdb")
def _unsigned_duckdb(element: Unsigned, compiler: object, **options: object) -> str:
    return "UBIGINT"


# The zones that random cases are asked in: the clocks of some skip hours, of one half an hour.
ZONES: Final = ("UTC", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "Europe/Paris")

TABLES: Final = MetaData()

calls: Final = Table(
    "calls",
    TABLES,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("at", DateTime(timezone=True)),
    Column("started", DateTime),
    Column("day", Date),
    Column("duration", Integer),
    Column("size", BigInteger),
    Column("score", Double),
    Column("cost", Numeric(10, 2)),
    Column("ok", Boolean),
    Column("flag", Integer),
    Column("reading", Text),
    Column("topic", Text),
    Column("code", String(3)),
    Column("state", Enum(State)),
    Column("ref", Uuid),
    Column("meta", JSON),
    Column("rank", SmallInteger),
    Column("serial", Unsigned),
    # To MariaDB a REAL is a double.
    Column("ratio", REAL().with_variant(mysql.FLOAT(), "mysql", "mariadb")),
    Column("total", Numeric(38, 10)),
    Column("sprung", DateTime),
    Column("details", Text),
    Column("agent_id", Integer),
)
agents: Final = Table(
    "agents",
    TABLES,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("name", Text),
    Column("team_id", Integer),
)
teams: Final = Table(
    "teams",
    TABLES,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("name", Text),
    Column("founded", DateTime),
)
metrics: Final = Table(
    "metrics",
    TABLES,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("name", Text),
    Column("kind", String(10), nullable=False),
)
evaluations: Final = Table(
    "evaluations",
    TABLES,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("call_id", Integer),
    Column("metric_id", Integer),
    Column("value", Text),
    Column("document", JSON),
    Column("number", Double),
    Column("word", Text),
    Column("truth", Boolean),
    Column("weight", Integer),
)
notes: Final = Table(
    "notes",
    TABLES,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("evaluation_id", Integer),
    Column("text", Text),
    Column("stars", Integer),
)

KINDS: Final = {
    "NUMERIC": Kind("numeric", charts={"line", "bar", "pie", "histogram"}),
    "ENUM": Kind("string"),
    "BOOLEAN": Kind("boolean"),
}


def _dynamic(value: object) -> Dynamic:
    return Dynamic(value, chosen_by="metric.id", kind=metrics.c.kind, name=metrics.c.name, kinds=KINDS)


EVERYTHING: Final = Dataset(
    calls,
    id=calls.c.id,
    timestamp=calls.c.at,
    fields={
        "id": Field(calls.c.id, operators={"eq", "in", "gt", "lte"}),
        "at": Field(calls.c.at),
        "started": Field(calls.c.started, timezone="America/New_York", label="Started"),
        "day": Field(calls.c.day),
        "duration": Field(calls.c.duration, label="Call duration", unit="s"),
        "size": Field(calls.c.size),
        "score": Field(calls.c.score),
        "cost": Field(calls.c.cost, unit="€"),
        "ok": Field(calls.c.ok),
        "flag": Field(calls.c.flag, type="boolean"),
        "reading": Field(calls.c.reading, type="numeric"),
        "topic": Field(calls.c.topic),
        "code": Field(calls.c.code),
        "state": Field(calls.c.state),
        "ref": Field(calls.c.ref),
        "meta": JsonKeys(calls.c.meta),
        "rank": Field(calls.c.rank),
        "serial": Field(calls.c.serial),
        "ratio": Field(calls.c.ratio),
        "total": Field(calls.c.total),
        "sprung": Field(calls.c.sprung, timezone="Australia/Lord_Howe"),
        "details": JsonKeys(calls.c.details),
        "agent": ToOne(
            agents,
            on=agents.c.id == calls.c.agent_id,
            fields={
                "id": Field(agents.c.id),
                "name": Field(agents.c.name),
                "team": ToOne(
                    teams,
                    on=teams.c.id == agents.c.team_id,
                    fields={"name": Field(teams.c.name), "founded": Field(teams.c.founded)},
                ),
            },
        ),
        "evaluations": ToMany(
            evaluations,
            on=evaluations.c.call_id == calls.c.id,
            fields={
                "value": _dynamic(evaluations.c.value),
                "document": _dynamic(evaluations.c.document),
                "typed": _dynamic(
                    {
                        "numeric": evaluations.c.number,
                        "string": evaluations.c.word,
                        "boolean": evaluations.c.truth,
                    }
                ),
                "weight": Field(evaluations.c.weight),
                "metric": ToOne(
                    metrics,
                    on=metrics.c.id == evaluations.c.metric_id,
                    fields={"id": Field(metrics.c.id), "name": Field(metrics.c.name)},
                ),
                "notes": ToMany(
                    notes,
                    on=notes.c.evaluation_id == evaluations.c.id,
                    fields={"text": Field(notes.c.text), "stars": Field(notes.c.stars)},
                ),
            },
        ),
    },
    stats={
        "total": Count(),
        "with_topic": Count("topic"),
        "topics": CountDistinct("topic"),
        "success_rate": Avg("ok"),
        "avg_duration": Avg("duration"),
        "total_cost": Sum("cost"),
        "total_duration": Sum("duration"),
        "first": Min("started"),
        "longest": Max("duration"),
        "p95": Percentile("score", 0.95),
        "median": Median("cost"),
        "cost_per_call": Ratio(Sum("cost"), Count()),
        "cost_per_second": Ratio(Sum("cost"), Sum("duration")),
    },
)
