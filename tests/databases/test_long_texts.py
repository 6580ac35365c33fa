"""Patterns over long texts: one answer on every database, and on SQLite in one pass and within the limit."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any, Final

import pytest
from sqlalchemy import (
    Column,
    Connection,
    DateTime,
    Engine,
    Integer,
    MetaData,
    Table,
    Text,
    create_engine,
    select,
)

from widgetql import Dataset, Field, Limits, QueryTimeout, compile_filter, compute_widget_data, explain
from widgetql.testing.databases import filled

METADATA: Final = MetaData()
lines: Final = Table(
    "lines",
    METADATA,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("at", DateTime),
    Column("line", Text),
)
DATASET: Final = Dataset(
    lines,
    id=lines.c.id,
    timestamp=lines.c.at,
    fields={"id": Field(lines.c.id), "at": Field(lines.c.at), "line": Field(lines.c.line)},
)
AT: Final = datetime(2025, 11, 3)
SINCE: Final = {"field": "at", "op": "gte", "value": "2025-11-01T00:00:00Z"}
WIDGET: Final = {
    "chart_type": "table",
    "dimensions": ["id"],
    "metrics": [{"name": "n", "aggregation_function": "count"}],
}
TEXTS: Final = {
    1: "a" * 3_000 + "z",
    2: "a" * 3_000 + "bz",
    3: "error " * 200 + "time\nout",
    4: "error " * 200 + "timeout",
    5: "me@here " * 300 + "at end.x",
    6: "me@here " * 300 + "me@end.x",
    7: "é-" * 1_000 + "\n10.0.0.1",
    8: None,
}


@pytest.fixture(scope="module")
def metadata() -> MetaData:
    return METADATA


@pytest.fixture(scope="module")
def connection(engine: Engine) -> Iterator[Connection]:
    rows = [{"id": key, "at": AT, "line": text} for key, text in TEXTS.items()]
    with filled(engine, {lines: rows}) as connection:
        yield connection


def _where(pattern: str) -> dict[str, Any]:
    return {"field": "line", "op": "regex", "value": pattern}


def _ids(connection: Connection, filter: Any, **limits: Any) -> list[int]:
    data = compute_widget_data(
        connection,
        WIDGET,
        DATASET,
        dashboard_filters=SINCE,
        filters=filter,
        now=AT.replace(tzinfo=UTC) + timedelta(days=1),
        limits=Limits(**limits),
    )
    return sorted(row["id"] for row in data.data)


PATTERNS: Final = [
    ("a+.*b+.*z", [2]),
    ("error.*timeout", [4]),
    (r"\w+@\w+\.\w+", [6]),
    (r"(\d{1,3}\.){3}\d{1,3}$", [7]),
    (r"(a|é|-)*\n", [3, 7]),
    ("^a{100}[^z]+z$", [1, 2]),
]


@pytest.mark.parametrize(("pattern", "found"), PATTERNS, ids=[pattern for pattern, _ in PATTERNS])
def test_a_pattern_selects_long_texts(connection: Connection, pattern: str, found: list[int]) -> None:
    assert _ids(connection, _where(pattern)) == found
    without = {"operator": "not", "conditions": [_where(pattern)]}
    assert _ids(connection, without) == [key for key in TEXTS if key not in found]
    given_out = select(lines.c.id).where(compile_filter(_where(pattern), DATASET)).order_by(lines.c.id)
    assert list(connection.scalars(given_out)) == found


@pytest.fixture(scope="module")
def sqlite() -> Iterator[Connection]:
    engine = create_engine("sqlite://")
    with engine.connect() as connection:
        METADATA.create_all(connection)
        letters = "".join(Random(1).choices("ab", k=1_000_000))
        rows: list[dict[str, Any]] = [
            {"id": 1, "at": AT, "line": "a" * 1_000_000 + "z"},
            {"id": 2, "at": AT, "line": letters},
        ]
        connection.execute(lines.insert(), rows)
        yield connection
    engine.dispose()


def test_sqlite_ends_within_the_limit_in_the_midst_of_a_text(sqlite: Connection) -> None:
    """Python's `re` would take minutes over the first, and each place of the second is a state of its own."""
    assert _ids(sqlite, _where("a+[ab]*b+.*z"), timeout=timedelta(seconds=30)) == []
    with pytest.raises(QueryTimeout):
        _ids(sqlite, _where("a.{100}a.{100}a.{100}a.{100}[cd]"), timeout=timedelta(seconds=0.2))
    assert _ids(sqlite, _where("^[ab]{9}")) == [1, 2]


def test_only_a_condition_that_is_given_out_uses_regexp_on_sqlite(sqlite: Connection) -> None:
    now = AT.replace(tzinfo=UTC) + timedelta(days=1)
    for where in (_where("b"), {"operator": "not", "conditions": [_where("b")]}):
        told = explain(sqlite, WIDGET, DATASET, dashboard_filters=SINCE, filters=where, now=now)
        run = "".join(told.statements)
        given_out = str(compile_filter(where, DATASET).compile(sqlite))
        assert ("widgetql_matches(" in run, "AS TEXT) REGEXP" in run) == (True, False)
        assert ("widgetql_matches(" in given_out, "AS TEXT) REGEXP" in given_out) == (False, True)
