"""What the customers of the call centre may ask: each field with the operators that the product documents."""

from __future__ import annotations

from typing import Final

from sqlalchemy import ColumnElement, Table

from examples.call_centre.tables import agents, call_logs, evaluations, metrics
from widgetql import Avg, Count, Dataset, Dynamic, Field, JsonKeys, Kind, Percentile, ToMany, ToOne

calls: Final = Dataset(
    call_logs,
    id=call_logs.c.id,
    timestamp=call_logs.c.timestamp,
    fields={
        "id": Field(call_logs.c.id, operators={"eq", "in", "gt", "gte", "lt", "lte"}, plot=False),
        "success": Field(call_logs.c.success, operators={"eq", "neq", "isnull"}),
        "duration": Field(
            call_logs.c.duration,
            label="Call duration",
            unit="s",
            operators={"eq", "gt", "gte", "lt", "lte"},
        ),
        "customer_number": Field(
            call_logs.c.customer_number, operators={"eq", "neq", "contains", "startswith", "in"}, plot=False
        ),
        "call_ended_reason": Field(call_logs.c.call_ended_reason, operators={"eq", "neq", "contains", "in"}),
        "dropoff_point": Field(
            call_logs.c.dropoff_point, operators={"eq", "neq", "contains", "in", "isnull"}
        ),
        "topic": Field(call_logs.c.topic, operators={"eq", "neq", "contains", "in", "isnull"}),
        "timestamp": Field(call_logs.c.timestamp, operators={"eq", "gt", "gte", "lt", "lte"}),
        "is_reviewed": Field(call_logs.c.is_reviewed, operators={"eq"}),
        # Filters name the agent by `agent.id`.
        "agent_id": Field(call_logs.c.agent_id, filter=False),
        "latency": Field(call_logs.c.latency, unit="ms", filter=False),
        "metadata": JsonKeys(call_logs.c.metadata),
        "agent": ToOne(
            agents,
            on=agents.c.id == call_logs.c.agent_id,
            fields={"id": Field(agents.c.id), "agent_name": Field(agents.c.name)},
        ),
        "metric_evaluations": ToMany(
            evaluations,
            on=evaluations.c.call_id == call_logs.c.id,
            fields={
                "value": Dynamic(
                    evaluations.c.value,
                    chosen_by="metric.id",
                    kind=metrics.c.eval_type,
                    name=metrics.c.name,
                    kinds={
                        "NUMERIC": Kind("numeric", charts={"line", "bar", "pie"}),
                        "ENUM": Kind("string", charts={"pie"}),
                        "BOOLEAN": Kind("boolean"),
                    },
                ),
                "metric": ToOne(
                    metrics,
                    on=metrics.c.id == evaluations.c.metric_id,
                    fields={"id": Field(metrics.c.id), "name": Field(metrics.c.name)},
                ),
            },
        ),
    },
    stats={
        "total_calls": Count(),
        "success_rate": Avg("success", format="percent"),
        "avg_duration": Avg("duration", label="Average duration", unit="s"),
        "p95_latency": Percentile("latency", 0.95, unit="ms"),
    },
)


def scope_of(organisation_id: int) -> dict[Table, ColumnElement[bool]]:
    """The `scope` of one organisation: what its customers may see, wherever a table of its own is read."""
    return {table: table.c.organisation_id == organisation_id for table in (call_logs, agents, metrics)}
