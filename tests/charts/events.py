"""Events with a time, a size and a kind, for tests of what is beside the time before."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, Final

from sqlalchemy import Column, DateTime, Double, Integer, MetaData, Table, Text

from widgetql import Avg, Count, Dataset, Field, Limits, Max, Ratio, Sum, ToMany

NOW: Final = datetime(2025, 11, 20, 12, tzinfo=UTC)
TABLES: Final = MetaData()
EVENTS: Final = Table(
    "events",
    TABLES,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("at", DateTime),
    Column("size", Integer),
    Column("cost", Double),
    Column("kind", Text),
)
NOTES: Final = Table(
    "notes",
    TABLES,
    Column("id", Integer, primary_key=True),
    Column("event_id", Integer),
    Column("weight", Integer),
)
DATASET: Final = Dataset(
    EVENTS,
    id=EVENTS.c.id,
    timestamp=EVENTS.c.at,
    fields={
        **{name: Field(EVENTS.c[name]) for name in ("id", "at", "size", "cost", "kind")},
        "notes": ToMany(NOTES, on=NOTES.c.event_id == EVENTS.c.id, fields={"weight": Field(NOTES.c.weight)}),
    },
    stats={"events": Count(), "size": Sum("size"), "mean": Avg("size"), "last": Max("at"),
           "rate": Ratio(Sum("size"), Count())},
    limits=Limits(max_range=None),
)  # fmt: skip
BAR: Final[dict[str, Any]] = {"chart_type": "bar", "field": "size", "time_period": "day"}
SUM: Final = BAR | {"aggregation_function": "sum"}
COUNT: Final = BAR | {"aggregation_function": "count"}
BY_KIND: Final = {"group_by": {"type": "field", "field": "kind"}}
STAT: Final[dict[str, Any]] = {"chart_type": "stat"}
PREVIOUS: Final = {"compare": {"to": "previous_period"}}


def event(
    at: str, size: int | None = 1, kind: str | None = None, cost: float | None = None
) -> dict[str, Any]:
    return {"at": datetime.fromisoformat(f"2025-{at}"), "size": size, "kind": kind, "cost": cost}


def since(*bounds: tuple[str, str]) -> dict[str, Any]:
    conditions = [{"field": "at", "op": op, "value": value} for op, value in bounds]
    return {"operator": "and", "conditions": conditions}
