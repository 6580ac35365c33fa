"""The rows, made by DuckDB with integer arithmetic alone: the same in every run and on every machine."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

NOW: Final = datetime(2025, 11, 10, tzinfo=UTC)
DAYS: Final = 90
START: Final = NOW - timedelta(days=DAYS)

AGENTS: Final = tuple((number, f"Agent {number:02}") for number in range(1, 21))
METRICS: Final = ((1, "accuracy", "NUMERIC"), (2, "sentiment", "ENUM"), (3, "greeted", "BOOLEAN"))

NO_PROGRESS: Final = "SET enable_progress_bar = false"
_MICROS: Final = DAYS * 86_400 * 1_000_000
# Squares modulo a prime, twice: `i` is a row's number, `s` what is drawn for it. No product leaves 64 bits.
_PRIME: Final = 2_147_483_647
DRAW: Final = (
    "CREATE MACRO squared(x) AS (x % 2147483647) * (x % 2147483647) % 2147483647",
    "CREATE MACRO draw(i, s) AS squared(squared(i * 48271 + s * 7919) + i * 16807 + s)",
)
# One call in 25 is not answered: neither duration nor success.
_CALLS: Final = """
SELECT i + 1 AS id,
    TIMESTAMP '{start:%Y-%m-%d %H:%M:%S}' + to_microseconds(i * {gap} + draw(i, 1) % {gap}) AS timestamp,
    CASE WHEN draw(i, 2) % 25 > 0 THEN 5 + draw(i, 3) % 900 * (draw(i, 4) % 900) // 900 END AS duration,
    CASE WHEN draw(i, 2) % 25 > 0 THEN draw(i, 5) % 100 < 66 END AS success,
    CASE WHEN draw(i, 6) % 100 < 30 THEN 'billing' WHEN draw(i, 6) % 100 < 52 THEN 'order_status'
        WHEN draw(i, 6) % 100 < 67 THEN 'cancellation' WHEN draw(i, 6) % 100 < 79 THEN 'refund'
        WHEN draw(i, 6) % 100 < 88 THEN 'technical' WHEN draw(i, 6) % 100 < 93 THEN 'other' END AS topic,
    nullif(draw(i, 7) % 21, 0) AS agent_id
FROM range({calls}) AS numbers(i)
"""
# Three metrics, each evaluated for two calls of three: two evaluations a call.
_EVALUATIONS: Final = """
SELECT i * 3 + m AS id, i + 1 AS call_id, m AS metric_id,
    CASE WHEN m = 1 THEN (1000 - draw(i, 11) % 700 * (draw(i, 12) % 700) // 700) / 1000 END AS number,
    CASE WHEN m = 2 THEN ['positive', 'neutral', 'negative'][draw(i, 13) % 3 + 1] END AS choice,
    CASE WHEN m = 3 THEN draw(i, 14) % 10 < 7 END AS flag
FROM range({calls}) AS numbers(i), (VALUES (1), (2), (3)) AS metrics(m)
WHERE draw(i * 3 + m, 10) % 3 < 2
ORDER BY i, m
"""


def write(calls: int, directory: Path) -> None:
    """Write the rows of every table as Parquet files named for their tables; calls in time order."""
    with closing(quiet_duckdb()) as connection:
        for macro in DRAW:
            connection.execute(macro)
        filled = {"start": START.replace(tzinfo=None), "gap": _MICROS // max(calls, 1), "calls": calls}
        queries = {
            "calls": _CALLS.format(**filled),
            "evaluations": _EVALUATIONS.format(**filled),
            "agents": _listed(("id", "name"), AGENTS),
            "metrics": _listed(("id", "name", "eval_type"), METRICS),
        }
        for table, query in queries.items():
            connection.execute(f"COPY ({query}) TO '{directory / table}.parquet' (FORMAT parquet)")


def drawn(row: int, what: int) -> int:
    """Return what the macro `draw` draws for a row.

    >>> drawn(0, 1)
    798048742
    """

    def squared(number: int) -> int:
        return number % _PRIME * (number % _PRIME) % _PRIME

    return squared(squared(row * 48271 + what * 7919) + row * 16807 + what)


def quiet_duckdb() -> Any:
    """Return a connection to a new DuckDB in memory that shows no progress."""
    import duckdb

    connection = duckdb.connect()
    connection.execute(NO_PROGRESS)
    return connection


def _listed(columns: tuple[str, ...], rows: tuple[tuple[Any, ...], ...]) -> str:
    values = ", ".join(map(repr, rows))
    return f"SELECT * FROM (VALUES {values}) AS listed({', '.join(columns)})"
