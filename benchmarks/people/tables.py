"""The tables of a product in use, and what may be asked of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import JSON, Boolean, Column, DateTime, Double, Index, Integer, MetaData, String, Table, Text
from sqlalchemy.dialects.mysql import DATETIME
from sqlalchemy.dialects.postgresql import JSONB

from widgetql import Avg, Count, Dataset, Dynamic, Field, JsonKeys, Kind, Limits, ToMany, ToOne

_DOCUMENT: Final = JSON().with_variant(JSONB(), "postgresql")
_KINDS: Final = {"NUMERIC": Kind("numeric"), "ENUM": Kind("string"), "BOOLEAN": Kind("boolean")}
# Where each storage of a metric's values is asked.
STORAGES: Final = {"text": "value", "JSON": "document", "columns": "typed"}


@dataclass(frozen=True, slots=True)
class Tables:
    """The tables of one database: the calls once without indexes but that of their key, once with."""

    metadata: MetaData
    plain: Table
    indexed: Table
    agents: Table
    metrics: Table
    evaluations: Table
    remarks: Table

    @property
    def by_file(self) -> dict[str, Table]:
        """The tables by the file that their rows come from; `indexed` is a copy of `plain`."""
        return {
            "calls": self.plain,
            "agents": self.agents,
            "metrics": self.metrics,
            "evaluations": self.evaluations,
            "remarks": self.remarks,
        }


def tables_of(*, aware: bool) -> Tables:
    """Return new tables; their timestamp is an instant, or a naive time in UTC."""
    metadata = MetaData()
    return Tables(
        metadata,
        _calls("calls", metadata, aware, index=False),
        _calls("calls_indexed", metadata, aware, index=True),
        Table("agents", metadata, _key(), Column("name", String(40), nullable=False)),
        Table(
            "metrics",
            metadata,
            _key(),
            Column("name", String(40), nullable=False),
            Column("eval_type", String(40), nullable=False),
        ),
        Table(
            "evaluations",
            metadata,
            _key(),
            Column("call_id", Integer, nullable=False, index=True),
            Column("metric_id", Integer, nullable=False),
            Column("as_text", String(40)),
            Column("as_json", _DOCUMENT),
            Column("number", Double),
            Column("choice", String(40)),
            Column("flag", Boolean),
        ),
        Table(
            "remarks",
            metadata,
            _key(),
            Column("evaluation_id", Integer, nullable=False, index=True),
            Column("verdict", String(40), nullable=False),
        ),
    )


def _calls(name: str, metadata: MetaData, aware: bool, index: bool) -> Table:
    found = Table(
        name,
        metadata,
        _key(),
        Column(
            "timestamp",
            DateTime(timezone=aware).with_variant(DATETIME(fsp=6), "mysql", "mariadb"),
            nullable=False,
            index=index,
        ),
        Column("tenant_id", Integer, nullable=False),
        Column("agent_id", Integer, nullable=False),
        Column("duration", Integer),
        Column("success", Boolean),
        Column("topic", String(40), nullable=False),
        Column("ref", String(40), nullable=False),
        Column("note", Text, nullable=False),
        Column("meta", _DOCUMENT, nullable=False),
    )
    if index:
        Index(f"ix_{name}_tenant", found.c.tenant_id, found.c.timestamp)
    return found


def _key() -> Column[int]:
    return Column("id", Integer, primary_key=True, autoincrement=False)


def dataset_of(tables: Tables, calls: Table) -> Dataset:
    """Return a new dataset over one of the tables of calls, for which nothing has been asked yet."""
    return Dataset(
        calls,
        id=calls.c.id,
        timestamp=calls.c.timestamp,
        fields={
            **{name: Field(calls.c[name]) for name in _COLUMNS},
            "meta": JsonKeys(calls.c.meta, types={"latency": "numeric", "vip": "boolean"}),
            "agent": ToOne(
                tables.agents,
                on=tables.agents.c.id == calls.c.agent_id,
                fields={"name": Field(tables.agents.c.name)},
            ),
            "evaluations": _evaluations(tables, calls),
        },
        stats={"total_calls": Count(), "success_rate": Avg("success"), "avg_duration": Avg("duration")},
        limits=Limits(max_range=None),
        canonical=True,
    )


_COLUMNS: Final = ("timestamp", "tenant_id", "agent_id", "duration", "success", "topic", "ref", "note")


def _evaluations(tables: Tables, calls: Table) -> ToMany:
    evaluations, metrics = tables.evaluations.c, tables.metrics.c

    def values(stored: Any) -> Dynamic:
        return Dynamic(stored, chosen_by="metric.id", kind=metrics.eval_type, name=metrics.name, kinds=_KINDS)

    typed = {"numeric": evaluations.number, "string": evaluations.choice, "boolean": evaluations.flag}
    return ToMany(
        tables.evaluations,
        on=evaluations.call_id == calls.c.id,
        fields={
            STORAGES["text"]: values(evaluations.as_text),
            STORAGES["JSON"]: values(evaluations.as_json),
            STORAGES["columns"]: values(typed),
            "metric": ToOne(
                tables.metrics,
                on=metrics.id == evaluations.metric_id,
                fields={"id": Field(metrics.id)},
                always_present=True,
            ),
            "remarks": ToMany(
                tables.remarks,
                on=tables.remarks.c.evaluation_id == evaluations.id,
                fields={"verdict": Field(tables.remarks.c.verdict)},
            ),
        },
    )
