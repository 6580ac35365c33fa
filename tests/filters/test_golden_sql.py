"""The SQL of each construct, word for word: what a change of it does to every database is seen at a glance.

`python -m tests.filters.test_golden_sql` writes the files anew; read the difference before you commit it.
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import pytest
from sqlalchemy import create_engine, select
from sqlalchemy.dialects import mysql, sqlite
from sqlalchemy.dialects.postgresql import psycopg

from tests.testing.everything import EVERYTHING, agents, calls
from widgetql import compile_filter

FOLDER: Final = Path(__file__).parent / "golden"
DIALECTS: Final[dict[str, Any]] = {
    "sqlite": sqlite.dialect(paramstyle="named"),
    "postgresql": psycopg.PGDialect_psycopg(paramstyle="named"),
    "mariadb": mysql.dialect(is_mariadb=True, paramstyle="named"),
    "spark": type(create_engine("hive://").dialect)(paramstyle="named"),
    "duckdb": type(create_engine("duckdb://").dialect)(paramstyle="named"),
    "clickhousedb": type(create_engine("clickhousedb://").dialect)(paramstyle="named"),
}


def where(path: str, op: str, value: Any) -> dict[str, Any]:
    return {"field": path, "op": op, "value": value}


def group(operator: str, *conditions: Any) -> dict[str, Any]:
    return {"operator": operator, "conditions": list(conditions)}


def counted(op: str, value: Any, *conditions: Any) -> dict[str, Any]:
    return group("count_rows", *conditions) | {"op": op, "value": value}


FILTERS: Final[dict[str, Any]] = {
    "nothing": None,
    "integer eq": where("duration", "eq", 5),
    "integer neq": where("duration", "neq", 5),
    "integer beyond its range": where("duration", "lt", 2**64),
    "float gt": where("score", "gt", 0.5),
    "float between": where("score", "between", [0, 1]),
    "float isnull": where("score", "isnull", True),
    "decimal gte": where("cost", "gte", 1.005),
    "in": where("duration", "in", [1, 2]),
    "nin": where("duration", "nin", [1, 2]),
    "in nothing": where("duration", "in", []),
    "boolean eq": where("ok", "eq", True),
    "boolean of integers": where("flag", "neq", True),
    "text eq": where("topic", "eq", "a"),
    "text in": where("topic", "in", ["a", "b"]),
    "text contains ascii": where("topic", "contains", "A%"),
    "text startswith beyond ascii": where("topic", "startswith", "É"),
    "text regex": where("topic", "regex", "^a"),
    "enum eq": where("state", "eq", "OPEN"),
    "enum endswith": where("state", "endswith", "n"),
    "uuid eq": where("ref", "eq", "abcdef00-0000-4000-8000-000000000001"),
    "uuid contains": where("ref", "contains", "ab"),
    "number in text": where("reading", "gte", 5),
    "json key": where("meta.k", "eq", 5),
    "json key isnull": where("meta.k", "isnull", True),
    "time gte aware": where("at", "gte", "now"),
    "time eq a day, aware": where("at", "eq", "today"),
    "time neq a day, naive": where("started", "neq", "2025-11-03"),
    "time between, date": where("day", "between", ["2025-11-01", "2025-11-02"]),
    "hour of day, aware": where("at", "between", [9, 17]) | {"part": "hour_of_day"},
    "hour of day, aware, in a zone of few offsets": where("at", "eq", 9) | {"part": "hour_of_day"},
    "day of week, naive": where("agent.team.founded", "in", [6, 7]) | {"part": "day_of_week"},
    "day of month, date": where("day", "neq", 31) | {"part": "day_of_month"},
    "month of year, never": where("at", "eq", 13) | {"part": "month_of_year"},
    "month of year, any": where("at", "gte", 1) | {"part": "month_of_year"},
    "month of year, missing": where("at", "isnull", True) | {"part": "month_of_year"},
    "to-one": where("agent.team.name", "eq", "a"),
    "to-one neq": where("agent.name", "neq", "a"),
    "to-many": where("evaluations.weight", "eq", 1),
    "to-many isnull": where("evaluations.weight", "isnull", True),
    "same row": group(
        "same_row", where("evaluations.metric.id", "eq", 1), where("evaluations.value", "gte", 1)
    ),
    "count rows": counted(
        "gte", 3, where("evaluations.metric.id", "eq", 1), where("evaluations.value", "gte", 1)
    ),
    "count rows, none too": counted("in", [0, 2], where("evaluations.weight", "eq", 1)),
    "count rows, deeper": counted("between", [2, 3], where("evaluations.notes.stars", "eq", 5)),
    "all rows": group("all_rows", where("evaluations.weight", "eq", 1), where("evaluations.value", "gte", 1)),
    "not all rows": group("not", group("all_rows", where("evaluations.notes.stars", "eq", 5))),
    "dynamic boolean in text": where("evaluations.value", "eq", True),
    "dynamic json number": where("evaluations.document", "lt", 1),
    "dynamic json text": where("evaluations.document", "eq", "a"),
    "dynamic json isnull": where("evaluations.document", "isnull", False),
    "dynamic columns": where("evaluations.typed", "gt", 1),
    "dynamic columns isnull": where("evaluations.typed", "isnull", True),
    "or": group("or", where("ok", "eq", True), where("duration", "gt", 5)),
    "not": group(
        "not", group("and", where("ok", "eq", True), where("duration", "gt", 5)), where("topic", "eq", "a")
    ),
}
SCOPE: Final = {calls: None, agents: agents.c.team_id == 7}


def written(dialect: str) -> dict[str, str]:
    """Each filter as SQL, with names for the values."""
    return {name: _sql(source, dialect) for name, source in FILTERS.items()}


def _sql(source: Any, dialect: str) -> str:
    zone = "Asia/Kolkata" if source == FILTERS["hour of day, aware, in a zone of few offsets"] else "UTC"
    now = datetime(2025, 11, 3, 15, tzinfo=UTC)
    condition = compile_filter(source, EVERYTHING, now=now, scope=SCOPE, timezone=zone)
    statement = select(calls.c.id).where(condition)
    return str(statement.compile(dialect=DIALECTS[dialect])).partition("\nWHERE ")[2]


def golden(dialect: str) -> dict[str, str]:
    """The sections of a file: a comment with the filter's name, then its SQL."""
    sections = (FOLDER / f"{dialect}.sql").read_text().split("-- ")[1:]
    pairs = (section.partition("\n") for section in sections)
    return {name: sql.strip() for name, _, sql in pairs}


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize("name", FILTERS)
def test_sql_is_as_it_was(name: str, dialect: str) -> None:
    assert _sql(FILTERS[name], dialect) == golden(dialect)[name]


@pytest.mark.parametrize("dialect", DIALECTS)
def test_nothing_is_left_over(dialect: str) -> None:
    assert golden(dialect).keys() == FILTERS.keys()


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for _dialect in DIALECTS:
        text = "\n\n".join(f"-- {name}\n{sql}" for name, sql in written(_dialect).items())
        (FOLDER / f"{_dialect}.sql").write_text(text + "\n")
