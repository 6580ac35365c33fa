"""A dataset of what the other ones lack: other storages, narrowed fields, keys of text, odd relations.

Its timestamp is a local time, which a change of the clocks skips or shows twice.
"""

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
    and_,
)

from widgetql.dataset import Dataset
from widgetql.fields import Dynamic, Field, JsonKeys, Kind, ToMany, ToOne
from widgetql.stats import Avg, Count, Max, Median, Percentile, Ratio, Sum

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
    Column("loose", Numeric),
    Column("part", Float),
    Column("yes", Text),
    Column("done", Boolean),
    Column("status", Enum("open", "closed", "Open")),
    Column("token", Uuid(as_uuid=False, native_uuid=False)),
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
_owner, _named = owners.alias("first_owner"), owners.alias("named_owner")
_higher: Final = kinds.alias("higher")
_placed, _late, _after = steps.alias("placed"), steps.alias("late"), steps.alias("after")

WIDE: Final = Dataset(
    runs,
    id=runs.c.key,
    timestamp=runs.c.day,
    fields={
        "key": Field(runs.c.key),
        "day": Field(
            runs.c.day,
            timezone="America/New_York",
            operators={"gt", "gte", "lt", "lte", "eq", "between", "in"},
        ),
        "planned": Field(runs.c.planned),
        "small": Field(runs.c.small),
        "whole": Field(runs.c.whole, unit="h"),
        "fine": Field(runs.c.fine),
        "exact": Field(runs.c.exact),
        "loose": Field(runs.c.loose),
        "part": Field(runs.c.part),
        "yes": Field(runs.c.yes, type="boolean"),
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
        "named": ToOne(
            _named,
            on=and_(_named.c.id == runs.c.owner, runs.c.note == _named.c.name),
            fields={"id": Field(_named.c.id), "on": Field(_named.c.joined)},
        ),
        # Asked of the related row alone, of both rows, and of no equal columns.
        "placed": ToMany(
            _placed,
            on=and_(_placed.c.run == runs.c.key, _placed.c.place > 0),
            fields={"kind": Field(_placed.c.kind)},
        ),
        "late": ToMany(
            _late,
            on=and_(_late.c.run == runs.c.key, _late.c.place > runs.c.small),
            fields={"kind": Field(_late.c.kind)},
        ),
        "after": ToMany(_after, on=_after.c.place > runs.c.small, fields={"kind": Field(_after.c.kind)}),
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
                "higher": ToOne(
                    _higher,
                    on=and_(_higher.c.id == steps.c.kind, _higher.c.id > steps.c.place),
                    fields={"id": Field(_higher.c.id), "type": Field(_higher.c.type)},
                ),
            },
        ),
    },
    stats={
        "all": Count(),
        "rate": Avg("done"),
        "longest": Max("whole"),
        "middle": Median("part"),
        "low": Percentile("fine", 0.1),
        "ratio": Ratio(Sum("small"), Count("small")),
    },
)
