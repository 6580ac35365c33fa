"""The call centre for a host that works with the ORM: classes over the tables, a dataset over them.

>>> from sqlalchemy import create_engine, func, select
>>> from examples.call_centre import generate, load
>>> with create_engine("sqlite://").connect() as connection:
...     load(connection, generate(calls=50))
...     connection.scalar(select(func.count(CallLog.id)))
50
>>> calls.find("agent.agent_name").label
'Agent'
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, DateTime
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from widgetql import Avg, Count, Dataset, Dynamic, Field, JsonKeys, Kind, ToMany, ToOne


class Base(DeclarativeBase):
    """What the classes share."""


class CallLog(Base):
    """A call."""

    __tablename__ = "call_logs"

    id: Mapped[int] = mapped_column(primary_key=True)
    timestamp: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    duration: Mapped[int | None]
    success: Mapped[bool | None]
    agent_id: Mapped[int | None]
    # The ORM keeps the name `metadata` for itself.
    details: Mapped[dict[str, Any] | None] = mapped_column("metadata", JSON)


class Agent(Base):
    """Who answers calls."""

    __tablename__ = "agents"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]


class Metric(Base):
    """What calls are judged by."""

    __tablename__ = "metrics"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    eval_type: Mapped[str]


class Evaluation(Base):
    """What one metric says of one call."""

    __tablename__ = "evaluations"

    id: Mapped[int] = mapped_column(primary_key=True)
    call_id: Mapped[int]
    metric_id: Mapped[int]
    value: Mapped[str | None]


calls = Dataset(
    CallLog,
    id=CallLog.id,
    timestamp=CallLog.timestamp,
    fields={
        "duration": Field(CallLog.duration, label="Call duration", unit="s"),
        "success": Field(CallLog.success),
        "metadata": JsonKeys(CallLog.details),
        "agent": ToOne(
            Agent,
            on=Agent.id == CallLog.agent_id,
            fields={"id": Field(Agent.id), "agent_name": Field(Agent.name, label="Agent")},
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
    stats={"total_calls": Count(), "success_rate": Avg("success"), "avg_duration": Avg("duration")},
)
