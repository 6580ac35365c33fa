"""boring-semantic-layer: a query of dimensions and measures, written by ibis."""

from __future__ import annotations

from importlib.metadata import version

import ibis
from boring_semantic_layer import to_semantic_table

from benchmarks.peers.asking import Rows, Task, answer

task = Task.read()
database = ibis.duckdb.connect(task.address["file"], read_only=True)
calls = (
    to_semantic_table(database.table(task.table), name="calls")
    .with_dimensions(
        timestamp={
            "expr": lambda t: t.timestamp,
            "is_time_dimension": True,
            "smallest_time_grain": "TIME_GRAIN_SECOND",
        },
        topic=lambda t: t.topic,
        success=lambda t: t.success,
    )
    .with_measures(
        value=lambda t: t.duration.mean(), samples=lambda t: t.duration.count(), number=lambda t: t.count()
    )
)
_START, _END = (at.replace(tzinfo=None).isoformat() for at in task.range)
_RECENT = [
    {"field": "timestamp", "operator": ">=", "value": _START},
    {"field": "timestamp", "operator": "<", "value": _END},
]


def bar() -> Rows:
    found = calls.query(
        dimensions=["timestamp"],
        measures=["value", "samples"],
        filters=[*_RECENT, {"field": "success", "operator": "=", "value": True}],
        time_grain="TIME_GRAIN_DAY",
        order_by=[("timestamp", "asc")],
    ).execute()
    return list(found.itertuples(index=False, name=None))


def pie() -> Rows:
    found = calls.query(
        dimensions=["topic"],
        measures=["number"],
        filters=[*_RECENT, {"field": "topic", "operator": "is not null"}],
        order_by=[("number", "desc")],
    ).execute()
    return list(found.itertuples(index=False, name=None))


answer(
    task,
    f"boring-semantic-layer {version('boring-semantic-layer')}",
    lambda statement: database.con.execute(statement).fetchall(),
    {"bar": bar, "pie": pie},
)
