"""Queries that run far longer than any limit, on each database."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import ColumnElement, Engine, func, select, text

NUMBERS: Final = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000000)"
COUNTING: Final = f"({NUMBERS} SELECT i FROM n) AS m"
# MariaDB ends a recursion after 1,000 rounds.
COUNTING_MARIADB: Final = "(SELECT a.seq + b.seq AS i FROM seq_1_to_1000000 a, seq_1_to_1000000 b) AS m"
COUNTING_SPARK: Final = "(SELECT a.id + b.id AS i FROM range(10000000) a, range(10000000) b) AS m"
# ClickHouse's recursion has an end as well.
COUNTING_CLICKHOUSE: Final = (
    "(SELECT a.number + b.number AS i FROM numbers(1000000) a, numbers(1000000) b) AS m"
)
# Far more rows than any database counts before the limit.
ENDLESS: Final = {
    "sqlite": f"SELECT max(i) FROM {COUNTING}",
    "duckdb": "SELECT max(a.range + b.range) FROM range(1000000) a, range(1000000) b",
    "postgresql": "SELECT pg_sleep(60)",
    "mariadb": f"SELECT max(i) FROM {COUNTING_MARIADB}",
    "clickhousedb": "SELECT max(a.number + b.number) FROM numbers(1000000) a, numbers(1000000) b",
    "hive": f"SELECT max(i) FROM {COUNTING_SPARK}",
}
_COUNTING: Final = {
    "mariadb": COUNTING_MARIADB,
    "hive": COUNTING_SPARK,
    "clickhousedb": COUNTING_CLICKHOUSE,
}


def slow(engine: Engine) -> ColumnElement[Any]:
    """A host's own expression that takes far longer than any limit."""
    counting = _COUNTING.get(engine.dialect.name, COUNTING)
    return select(func.max(text("i"))).select_from(text(counting)).scalar_subquery()
