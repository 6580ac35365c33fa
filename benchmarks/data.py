"""The tables and their dataset; rows, the same for the same number of calls; how a database gets them."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from random import Random
from typing import Any, Final

from sqlalchemy import (
    Boolean,
    Column,
    Connection,
    DateTime,
    Double,
    Engine,
    Integer,
    MetaData,
    Table,
    Text,
    insert,
    text,
)

from widgetql import Avg, Count, Dataset, Dynamic, Field, Kind, ToMany, ToOne
from widgetql.testing.databases import duckdb, postgresql, sqlite

Row = tuple[Any, ...]

NOW: Final = datetime(2025, 11, 10, tzinfo=UTC)
DAYS: Final = 90
TABLES: Final = MetaData()

calls: Final = Table(
    "calls",
    TABLES,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("timestamp", DateTime(timezone=True), nullable=False, index=True),
    Column("duration", Integer),
    Column("success", Boolean),
    Column("topic", Text),
    Column("agent_id", Integer),
)
agents: Final = Table(
    "agents",
    TABLES,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("name", Text, nullable=False),
)
metrics: Final = Table(
    "metrics",
    TABLES,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("name", Text, nullable=False),
    Column("eval_type", Text, nullable=False),
)
evaluations: Final = Table(
    "evaluations",
    TABLES,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("call_id", Integer, nullable=False, index=True),
    Column("metric_id", Integer, nullable=False),
    Column("number", Double),
    Column("choice", Text),
    Column("flag", Boolean),
)

DATASET: Final = Dataset(
    calls,
    id=calls.c.id,
    timestamp=calls.c.timestamp,
    fields={
        "timestamp": Field(calls.c.timestamp),
        "duration": Field(calls.c.duration, unit="s"),
        "success": Field(calls.c.success),
        "topic": Field(calls.c.topic),
        "agent": ToOne(agents, on=agents.c.id == calls.c.agent_id, fields={"name": Field(agents.c.name)}),
        "metric_evaluations": ToMany(
            evaluations,
            on=evaluations.c.call_id == calls.c.id,
            fields={
                "value": Dynamic(
                    {
                        "numeric": evaluations.c.number,
                        "string": evaluations.c.choice,
                        "boolean": evaluations.c.flag,
                    },
                    chosen_by="metric.id",
                    kind=metrics.c.eval_type,
                    name=metrics.c.name,
                    kinds={
                        "NUMERIC": Kind("numeric"),
                        "ENUM": Kind("string"),
                        "BOOLEAN": Kind("boolean"),
                    },
                ),
                "metric": ToOne(
                    metrics,
                    on=metrics.c.id == evaluations.c.metric_id,
                    fields={"id": Field(metrics.c.id)},
                    always_present=True,
                ),
            },
        ),
    },
    stats={"total_calls": Count(), "success_rate": Avg("success"), "avg_duration": Avg("duration")},
)

_AGENTS: Final = tuple((number, f"Agent {number:02}") for number in range(1, 21))
_METRICS: Final = ((1, "accuracy", "NUMERIC"), (2, "sentiment", "ENUM"), (3, "greeted", "BOOLEAN"))
_TOPICS: Final = ("billing", "order_status", "cancellation", "refund", "technical", "other", None)

# Sessions in UTC, so that SQL by hand may leave the zone out where UTC is meant.
DATABASES: Final[Mapping[str, Callable[[Path], AbstractContextManager[Engine]]]] = {
    "sqlite": sqlite.opened,
    "duckdb": lambda scratch: duckdb.opened(scratch, session_zone="UTC"),
    "postgresql": lambda scratch: postgresql.opened(scratch, session_zone="UTC"),
}


def rows_of(count: int) -> dict[Table, Iterable[Row]]:
    """Return the rows of each table for a number of calls, drawn as they are read; calls in time order."""
    return {
        agents: _AGENTS,
        metrics: _METRICS,
        calls: _calls(Random(7), count),
        evaluations: _evaluations(Random(8), count),
    }


def load(engine: Engine, count: int, scratch: Path) -> None:
    """Fill the empty tables, and let the database gather its statistics."""
    put = _LOADERS[engine.dialect.name]
    with engine.begin() as connection:
        for table, rows in rows_of(count).items():
            put(connection, table, rows, scratch)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("VACUUM ANALYZE" if engine.dialect.name == "postgresql" else "ANALYZE"))


def _calls(random: Random, count: int) -> Iterator[Row]:
    gap = timedelta(days=DAYS) / max(count, 1)
    for number in range(count):
        at = NOW - timedelta(days=DAYS) + gap * (number + random.random())
        answered = random.random() > 0.04
        duration = min(int(random.lognormvariate(4.3, 0.8)), 3_600) if answered else None
        success = random.random() < 0.7 if answered else None
        (topic,) = random.choices(_TOPICS, (30, 22, 15, 12, 9, 5, 7))
        yield number + 1, at, duration, success, topic, random.choice((*range(1, 21), None))


def _evaluations(random: Random, count: int) -> Iterator[Row]:
    """Evaluate no, one or two metrics a call: one on average."""
    key = 0
    for call in range(1, count + 1):
        for metric in random.sample((1, 2, 3), random.choices((0, 1, 2), (1, 2, 1))[0]):
            key += 1
            number = round(random.betavariate(8, 2), 3) if metric == 1 else None
            choice = random.choice(("positive", "neutral", "negative")) if metric == 2 else None
            yield key, call, metric, number, choice, random.random() < 0.7 if metric == 3 else None


def _insert(connection: Connection, table: Table, rows: Iterable[Row], _scratch: Path) -> None:
    names = [column.name for column in table.columns]
    remaining = iter(rows)
    while chunk := [dict(zip(names, row, strict=True)) for row in islice(remaining, 10_000)]:
        connection.execute(insert(table), chunk)


def _copy_file(connection: Connection, table: Table, rows: Iterable[Row], scratch: Path) -> None:
    # DuckDB takes single rows a thousand times slower than a file.
    path = scratch / f"{table.name}.csv"
    with path.open("w", newline="") as file:
        csv.writer(file).writerows(rows)
    connection.exec_driver_sql(f"COPY {table.name} FROM '{path}' (FORMAT csv, HEADER false)")
    path.unlink()


def _copy_stream(connection: Connection, table: Table, rows: Iterable[Row], _scratch: Path) -> None:
    driver: Any = connection.connection.driver_connection
    with driver.cursor().copy(f"COPY {table.name} FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)


_LOADERS: Final = {"sqlite": _insert, "duckdb": _copy_file, "postgresql": _copy_stream}
