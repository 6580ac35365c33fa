"""The call centre for a host that works with the ORM: classes, and a dataset over the classes."""

from __future__ import annotations

from sqlalchemy.orm import DeclarativeBase

from examples.call_centre import tables
from widgetql import Count, Dataset, Dynamic, Field, JsonKeys, Kind, ToMany, ToOne


class Base(DeclarativeBase):
    metadata = tables.TABLES


class CallLog(Base):
    __table__ = tables.call_logs
    # The ORM keeps the name `metadata` for itself.
    metadata_ = tables.call_logs.c.metadata


class Agent(Base):
    __table__ = tables.agents


class Metric(Base):
    __table__ = tables.metrics


class Evaluation(Base):
    __table__ = tables.evaluations


calls = Dataset(
    CallLog,
    id=CallLog.id,
    timestamp=CallLog.timestamp,
    fields={
        "duration": Field(CallLog.duration, label="Call duration", unit="s"),
        "success": Field(CallLog.success),
        "call_ended_reason": Field(CallLog.call_ended_reason),
        "metadata": JsonKeys(CallLog.metadata_),
        "agent": ToOne(
            Agent,
            on=Agent.id == CallLog.agent_id,
            fields={"id": Field(Agent.id), "agent_name": Field(Agent.name)},
        ),
        "metric_evaluations": ToMany(
            Evaluation,
            on=Evaluation.call_id == CallLog.id,
            fields={
                "value": Dynamic(
                    Evaluation.value,
                    chosen_by="metric.id",
                    kind=Metric.eval_type,
                    name=Metric.name,
                    kinds={
                        "NUMERIC": Kind("numeric"),
                        "ENUM": Kind("string"),
                        "BOOLEAN": Kind("boolean"),
                    },
                ),
                "metric": ToOne(
                    Metric,
                    on=Metric.id == Evaluation.metric_id,
                    fields={"id": Field(Metric.id), "name": Field(Metric.name)},
                ),
            },
        ),
    },
    stats={"total_calls": Count()},
)
