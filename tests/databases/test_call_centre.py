"""The example's rows: each database stores them as they are, and they hold what tests rely on."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy import Connection, Engine

from examples.call_centre import TABLES, call_logs, calls, evaluations, generate, load
from widgetql.testing.databases import create, filled

END = datetime(2025, 11, 10, 12, tzinfo=UTC)
ROWS = generate(calls=400, days=7, end=END)


def _instant(value: datetime) -> datetime:
    # SQLite keeps no zone; the others answer in the session's.
    return value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)


def _stored(connection: Connection, table: sa.Table) -> list[dict[str, Any]]:
    rows = [dict(row._mapping) for row in connection.execute(sa.select(table).order_by(table.c.id))]
    return [row | {"timestamp": _instant(row["timestamp"])} if "timestamp" in row else row for row in rows]


@pytest.mark.parametrize("chunk", [150, 10_000], ids="chunks-of-{}".format)
def test_rows_come_back_as_they_were_generated(engine: Engine, chunk: int) -> None:
    create(engine, TABLES)
    with filled(engine, dict.fromkeys(TABLES.sorted_tables, ())) as connection:
        load(connection, ROWS, chunk=chunk)
        assert {table.name: _stored(connection, table) for table in TABLES.sorted_tables} == ROWS


def test_calls_lie_in_the_days_before_the_end() -> None:
    moments = [row["timestamp"] for row in ROWS["call_logs"]]
    assert moments == sorted(moments)
    assert moments[0] >= END - timedelta(days=7)
    assert moments[-1] < END
    assert {moment.date().day for moment in moments} == set(range(3, 11))


def test_other_arguments_give_other_rows() -> None:
    assert generate(calls=5, seed=1) != generate(calls=5, seed=2)
    with pytest.raises(ValueError, match="days must be at least 1, got 0"):
        generate(calls=1, days=0)


@pytest.mark.parametrize(
    ("column", "values"),
    [
        pytest.param(call_logs.c.success, {True, False, None}, id="three-outcomes"),
        pytest.param(
            call_logs.c.call_ended_reason,
            {"customer_ended_call", "agent_ended_call", "timeout", "error", None},
            id="reasons",
        ),
        pytest.param(call_logs.c.agent_id, {*range(1, 9), 99, None}, id="agents-deleted-and-missing"),
        pytest.param(evaluations.c.metric_id, {1, 2, 3, 4, 5, 12, 20, 21}, id="metrics"),
    ],
)
def test_rows_hold_every_value(column: sa.Column[Any], values: set[object]) -> None:
    assert {row[column.name] for row in ROWS[column.table.name]} == values


def test_metadata_holds_every_type_of_json() -> None:
    documents = [row["metadata"] for row in ROWS["call_logs"]]
    types = {type(value) for document in documents if document for value in document.values()}
    assert types == {str, int, bool, float, list, dict, type(None)}
    assert None in documents


OPERATORS = {
    "id": "eq in gt gte lt lte",
    "success": "eq neq isnull",
    "duration": "eq gt gte lt lte",
    "customer_number": "eq neq contains startswith in",
    "call_ended_reason": "eq neq contains in",
    "dropoff_point": "eq neq contains in isnull",
    "topic": "eq neq contains in isnull",
    "timestamp": "eq gt gte lt lte",
    "is_reviewed": "eq",
}


@pytest.mark.parametrize("path", OPERATORS)
def test_a_field_takes_the_documented_operators(path: str) -> None:
    found = calls.find(path)
    assert found is not None
    assert found.leaf.operators == set(OPERATORS[path].split())
