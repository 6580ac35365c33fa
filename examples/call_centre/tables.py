"""The call centre's tables. No foreign key is enforced: calls outlive their agents."""

from __future__ import annotations

from typing import Final

from sqlalchemy import JSON, Boolean, Column, DateTime, Double, Index, Integer, MetaData, String, Table, Text
from sqlalchemy.dialects.mysql import DATETIME
from sqlalchemy.dialects.postgresql import JSONB

TABLES: Final = MetaData()
# By itself a DATETIME of MariaDB has whole seconds.
_MOMENT: Final = DateTime(timezone=True).with_variant(DATETIME(fsp=6), "mysql", "mariadb")
_DOCUMENT: Final = JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")

call_logs: Final = Table(
    "call_logs",
    TABLES,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("organisation_id", Integer, nullable=False),
    Column("timestamp", _MOMENT, nullable=False),
    Column("success", Boolean),
    Column("duration", Integer),  # seconds
    Column("customer_number", String(32)),
    Column("call_ended_reason", String(64)),
    Column("dropoff_point", String(64)),
    Column("topic", Text),
    Column("is_reviewed", Boolean, nullable=False),
    Column("agent_id", Integer),
    Column("latency", Double),  # milliseconds
    Column("metadata", _DOCUMENT),
    Index("call_logs_by_time", "organisation_id", "timestamp"),
)

agents: Final = Table(
    "agents",
    TABLES,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("organisation_id", Integer, nullable=False),
    Column("name", Text, nullable=False),
)

metrics: Final = Table(
    "metrics",
    TABLES,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("organisation_id", Integer, nullable=False),
    Column("name", Text, nullable=False),
    Column("eval_type", String(16), nullable=False),  # NUMERIC, ENUM or BOOLEAN
)

evaluations: Final = Table(
    "evaluations",
    TABLES,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("call_id", Integer, nullable=False),
    Column("metric_id", Integer, nullable=False),
    Column("value", Text),
    Index("evaluations_by_call", "call_id", "metric_id"),
)
