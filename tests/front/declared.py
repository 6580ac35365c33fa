"""A dataset with all that a field or a stat may say of itself, and an operand for every operator."""

from __future__ import annotations

from typing import Any, Final

import sqlalchemy as sa

from examples.call_centre import calls as call_centre
from tests.testing.everything import EVERYTHING
from tests.testing.everything import calls as everything
from widgetql import Count, Dataset, Field, Items, JsonKeys, Ratio, Sum, ToOne
from widgetql.filters.vocabulary import OPERATORS, Operand
from widgetql.types import DataType

_TABLES: Final = sa.MetaData()
_TEAMS: Final = sa.Table(
    "teams", _TABLES, sa.Column("id", sa.Integer, primary_key=True), sa.Column("name", sa.Text)
)
_JOBS: Final = sa.Table(
    "jobs",
    _TABLES,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("at", sa.DateTime),
    sa.Column("size", sa.Integer),
    sa.Column("state", sa.Enum("open", "done", name="job_state")),
    sa.Column("phone", sa.Text),
    sa.Column("tags", sa.JSON),
    sa.Column("meta", sa.JSON),
    sa.Column("team_id", sa.Integer),
)
C: Final = _JOBS.c
JOBS: Final = Dataset(
    _JOBS,
    id=C.id,
    timestamp=C.at,
    fields={
        "size": Field(
            C.size, label="Size", description="All of it", unit="B", format="bytes",
            operators={"gt", "between"}, charts={"bar"}, aggregations={"avg", "p95", "p12.5"},
        ),
        "state": Field(C.state),
        "phone": Field(C.phone, values=False, plot=False),
        "drawn": Field(C.size, filter=False),
        "secret": Field(C.size, filter=False, plot=False),
        "tag": Items(C.tags),
        "meta": JsonKeys(C.meta, types={"latency": "numeric", "vip": "boolean"}),
        "team": ToOne(_TEAMS, on=_TEAMS.c.id == C.team_id, fields={"name": Field(_TEAMS.c.name)}),
    },
    stats={
        "jobs": Count(label="Jobs", format="number"),
        "mean": Ratio(Sum("size"), Count(), unit="B"),
    },
    timezone="Europe/Paris",
    week_start="sunday",
)  # fmt: skip
DATASETS: Final = {
    "jobs": JOBS,
    "call centre": call_centre,
    "everything": EVERYTHING,
    # A date as the timestamp, which is one of the fields.
    "by day": Dataset(everything, id=everything.c.id, timestamp=everything.c.day, fields=EVERYTHING.fields),
}


def operand(op: str, data_type: str) -> Any:
    """A value that an operator takes on a field of a type."""
    value: Any = {
        DataType.NUMERIC: 5,
        DataType.BOOLEAN: True,
        DataType.DATETIME: "2025-11-03",
        DataType.STRING: "a",
        DataType.DYNAMIC: "a" if op in ("contains", "startswith", "endswith") else 5,
    }[DataType(data_type)]
    match OPERATORS[op].operand:
        case Operand.ONE:
            return value
        case Operand.LIST:
            return [value]
        case Operand.PAIR:
            return [value, value]
        case Operand.FLAG:
            return True
        case Operand.PATTERN:
            return "a+"
