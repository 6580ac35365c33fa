"""A dataset of what the other ones lack: other storages, narrowed fields, keys of text, a table twice."""

from __future__ import annotations

from typing import Final

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    DateTime,
    Enum,
    Float,
    Integer,
    MetaData,
    Numeric,
    SmallInteger,
    String,
    Table,
    Text,
    Uuid,
)

from widgetql.dataset import Dataset
from widgetql.fields import Dynamic, Field, JsonKeys, Kind, ToMany, ToOne
from widgetql.stats import Avg, Count, Max, Median, Ratio, Sum

TABLES: Final = MetaData()
runs: Final = Table(
    "runs",
    TABLES,
    Column("key", String(8), primary_key=True),
    Column("day", DateTime, nullable=False, index=True),
    Column("planned", Date),
    Column("small", SmallInteger),
    Column("whole", Numeric(5)),
    Column("fine", Numeric(12, 4)),
    Column("exact", Numeric(8, 1, asdecimal=False)),
    Column("part", Float),
    Column("done", Boolean),
    Column("status", Enum("open", "closed", "Open")),
    Column("token", Uuid(as_uuid=False)),
    Column("note", Text),
    Column("attributes", Text),
    Column("owner", Uuid),
)
owners: Final = Table(
    "owners",
    TABLES,
    Column("id", Uuid, primary_key=True),
    Column("name", Text),
    Column("joined", Date),
)
steps: Final = Table(
    "steps",
    TABLES,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("run", String(8)),
    Column("kind", Integer),
    Column("score", Text),
    Column("place", Integer),
)
kinds: Final = Table(
    "kinds",
    TABLES,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("type", Enum("N", "S", "B"), nullable=False),
)
_owner: Final = owners.alias("first_owner")

WIDE: Final = Dataset(
    runs,
    id=runs.c.key,
    timestamp=runs.c.day,
    fields={
        "key": Field(runs.c.key),
        "day": Field(runs.c.day, operators={"gt", "gte", "lt", "lte", "eq", "between", "in"}),
        "planned": Field(runs.c.planned),
        "small": Field(runs.c.small),
        "whole": Field(runs.c.whole, unit="h"),
        "fine": Field(runs.c.fine),
        "exact": Field(runs.c.exact),
        "part": Field(runs.c.part),
        "done": Field(runs.c.done),
        "status": Field(runs.c.status),
        "token": Field(runs.c.token),
        "narrow": Field(runs.c.note, operators={"eq", "in", "contains", "isnull"}),
        "plotted": Field(runs.c.note, filter=False),
        "filtered": Field(runs.c.note, plot=False),
        "attributes": JsonKeys(runs.c.attributes, operators={"eq", "neq", "in", "isnull"}),
        "owner": ToOne(
            owners,
            on=owners.c.id == runs.c.owner,
            always_present=True,
            fields={"id": Field(owners.c.id), "name": Field(owners.c.name)},
        ),
        "joined": ToOne(
            _owner,
            on=_owner.c.id == runs.c.owner,
            fields={"on": Field(_owner.c.joined), "name": Field(_owner.c.name)},
        ),
        "steps": ToMany(
            steps,
            on=steps.c.run == runs.c.key,
            fields={
                "place": Field(steps.c.place),
                "kind": Field(steps.c.kind),
                "score": Dynamic(
                    steps.c.score,
                    chosen_by="type.id",
                    kind=kinds.c.type,
                    kinds={"N": Kind("numeric"), "S": Kind("string"), "B": Kind("boolean")},
                ),
                "type": ToOne(kinds, on=kinds.c.id == steps.c.kind, fields={"id": Field(kinds.c.id)}),
            },
        ),
    },
    stats={
        "all": Count(),
        "rate": Avg("done"),
        "longest": Max("whole"),
        "middle": Median("part"),
        "ratio": Ratio(Sum("small"), Count("small")),
    },
)
