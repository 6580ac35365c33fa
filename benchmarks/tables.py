"""The tables, and what may be asked of them: once with an index on the timestamp, once without."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Boolean, Column, DateTime, Double, Integer, MetaData, Table, Text

from widgetql import Avg, Count, Dataset, Dynamic, Field, Kind, Limits, Percentile, ToMany, ToOne
from widgetql.stats import Stat

_FIGURES: Final[Mapping[str, Stat]] = {
    "total_calls": Count(),
    "success_rate": Avg("success"),
    "avg_duration": Avg("duration"),
}
_COUNT: Final[Mapping[str, Stat]] = {"total_calls": Count()}
_P95: Final[Mapping[str, Stat]] = {"p95_duration": Percentile("duration", 0.95)}


@dataclass(frozen=True, slots=True)
class Tables:
    """The tables of one database. Both tables of calls hold the same rows; where indexes are none of the
    database's means there is only the plain one.
    """

    metadata: MetaData
    plain: Table
    indexed: Table
    agents: Table
    metrics: Table
    evaluations: Table

    @property
    def by_file(self) -> dict[str, Table]:
        """The tables by the file that their rows come from; `indexed` is a copy of `plain`."""
        return {
            "calls": self.plain,
            "agents": self.agents,
            "metrics": self.metrics,
            "evaluations": self.evaluations,
        }


@dataclass(frozen=True, slots=True)
class Datasets:
    """What may be asked of one table of calls; they differ in what a stat shows."""

    calls: Dataset
    count: Dataset
    p95: Dataset
    dashboard: Dataset


def tables_of(*, aware: bool) -> Tables:
    """Return new tables; their timestamp is an instant, or a naive time in UTC."""
    metadata = MetaData()
    return Tables(
        metadata,
        _calls("calls", metadata, aware, index=False),
        _calls("calls_indexed", metadata, aware, index=True),
        Table("agents", metadata, _key("id"), Column("name", Text, nullable=False)),
        Table(
            "metrics",
            metadata,
            _key("id"),
            Column("name", Text, nullable=False),
            Column("eval_type", Text, nullable=False),
        ),
        Table(
            "evaluations",
            metadata,
            _key("id"),
            Column("call_id", Integer, nullable=False, index=True),
            Column("metric_id", Integer, nullable=False),
            Column("number", Double),
            Column("choice", Text),
            Column("flag", Boolean),
        ),
    )


def _calls(name: str, metadata: MetaData, aware: bool, index: bool) -> Table:
    return Table(
        name,
        metadata,
        _key("id"),
        Column("timestamp", DateTime(timezone=aware), nullable=False, index=index),
        Column("duration", Integer),
        Column("success", Boolean),
        Column("topic", Text),
        Column("agent_id", Integer),
    )


def _key(name: str) -> Column[int]:
    return Column(name, Integer, primary_key=True, autoincrement=False)


def datasets_of(tables: Tables, calls: Table, *, canonical: bool = True) -> Datasets:
    """Return what may be asked of one of the tables of calls."""
    stats = (_FIGURES, _COUNT, _P95, {**_FIGURES, **_P95})
    return Datasets(*(dataset_of(tables, calls, one, canonical=canonical) for one in stats))


def dataset_of(tables: Tables, calls: Table, stats: Mapping[str, Stat], *, canonical: bool = True) -> Dataset:
    """Return a new dataset, for which nothing has been asked yet.

    `canonical`: the promise that no other writes these rows, which none does.
    """
    return Dataset(
        calls,
        id=calls.c.id,
        timestamp=calls.c.timestamp,
        fields={
            "timestamp": Field(calls.c.timestamp),
            "duration": Field(calls.c.duration, unit="s"),
            "success": Field(calls.c.success),
            "topic": Field(calls.c.topic),
            "agent": ToOne(
                tables.agents,
                on=tables.agents.c.id == calls.c.agent_id,
                fields={"name": Field(tables.agents.c.name)},
            ),
            "metric_evaluations": _evaluations(tables, calls),
        },
        stats=stats,
        # The longest range is the dashboard's, but the line shows all 90 days.
        limits=Limits(max_range=None),
        canonical=canonical,
    )


def _evaluations(tables: Tables, calls: Table) -> ToMany:
    evaluations, metrics = tables.evaluations.c, tables.metrics.c
    stored: dict[str, Any] = {
        "numeric": evaluations.number,
        "string": evaluations.choice,
        "boolean": evaluations.flag,
    }
    kinds = {"NUMERIC": Kind("numeric"), "ENUM": Kind("string"), "BOOLEAN": Kind("boolean")}
    return ToMany(
        tables.evaluations,
        on=evaluations.call_id == calls.c.id,
        fields={
            "value": Dynamic(
                stored, chosen_by="metric.id", kind=metrics.eval_type, name=metrics.name, kinds=kinds
            ),
            "metric": ToOne(
                tables.metrics,
                on=metrics.id == evaluations.metric_id,
                fields={"id": Field(metrics.id)},
                always_present=True,
            ),
        },
    )
