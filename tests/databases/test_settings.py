"""Settings of a session that change what SQL means: no answer depends on them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, Final

import pytest
from sqlalchemy import JSON, Column, Connection, DateTime, Engine, Integer, MetaData, String, Table, select

from tests.conftest import NAMES
from widgetql import Dataset, Field, JsonKeys, compile_filter, compute_widget_data
from widgetql.testing.databases import filled

NOW: Final = datetime(2025, 11, 7, tzinfo=UTC)
SINCE: Final = {"field": "timestamp", "op": "gte", "value": "2025-11-01"}
TABLES: Final = MetaData()
NOTES: Final = Table(
    "notes",
    TABLES,
    Column("id", Integer, primary_key=True),
    Column("timestamp", DateTime),
    Column("topic", String(50)),
    Column("number", Integer),
    Column("meta", JSON),
)
DATASET: Final = Dataset(
    NOTES,
    id=NOTES.c.id,
    timestamp=NOTES.c.timestamp,
    fields={
        "topic": Field(NOTES.c.topic),
        "number": Field(NOTES.c.number),
        "meta": JsonKeys(NOTES.c.meta),
    },
)
TOPICS: Final = (
    "Billing",
    "billing",
    "a\\b",
    "it's",
    "50% off",
    "x_y",
    'q"q',
    "É t",
    None,
    "a|b",
    "billing ",
)
ROWS: Final = [
    {
        "id": number,
        "timestamp": datetime(2025, 11, 3 + number % 3),
        "topic": topic,
        "number": number % 4,
        "meta": {"k": topic, "a\\b": 5},
    }
    for number, topic in enumerate(TOPICS)
]
WIDGETS: Final[tuple[dict[str, Any], ...]] = (
    {"chart_type": "pie", "field": "topic", "include_missing": True},
    {"chart_type": "pie", "field": "meta.k"},
    {"chart_type": "list", "field": "number", "columns": ["topic"]},
    {"chart_type": "line", "field": "number"},
    {
        "chart_type": "bar",
        "field": "number",
        "aggregation_function": "median",
        "time_period": "day",
        "group_by": {"type": "field", "field": "topic"},
    },
    {
        "chart_type": "table",
        "dimensions": ["topic"],
        "metrics": [{"aggregation_function": "avg", "field": "number", "name": "mean"}],
        "order_by": [{"name": "mean", "direction": "desc"}],
    },
)
CONDITIONS: Final = (
    *(("topic", op, "billing") for op in ("eq", "neq", "contains", "startswith")),
    *(("topic", "endswith", value) for value in ("\\b", "'s", "_y", '"Q', "|b", "NG", "NG ")),
    *(("topic", "regex", value) for value in ("^b", "\\\\", "[a-z]\\b")),
    *(
        ("meta.k", "eq", "a\\b"),
        ("meta.k", "contains", "BILL"),
        ("meta.a\\b", "eq", 5),
        ("number", "nin", [1]),
    ),
)
# Each with what sets it back, where it outlives the connection.
SETTINGS: Final[dict[str, tuple[tuple[str, str], ...]]] = {
    "sqlite": (("PRAGMA case_sensitive_like=ON", ""), ("PRAGMA reverse_unordered_selects=ON", "")),
    "duckdb": (
        ("SET default_order='DESC'", "RESET default_order"),
        ("SET default_null_order='NULLS FIRST'", "RESET default_null_order"),
        ("SET default_collation='nocase'", "RESET default_collation"),
    ),
    "postgresql": (
        ("SET standard_conforming_strings=off", ""),
        ("SET backslash_quote=off", ""),
        ("SET datestyle='German'", ""),
    ),
    "mariadb": tuple(
        (f"SET sql_mode='{mode}'", "")
        for mode in ("ANSI,NO_BACKSLASH_ESCAPES", "TRADITIONAL", "HIGH_NOT_PRECEDENCE", "ORACLE", "")
    ),
    "clickhouse": (("SET transform_null_in=1", "SET transform_null_in=0"),),
}
CASES: Final = [(name, *pair) for name, pairs in SETTINGS.items() if name in NAMES for pair in pairs]


@pytest.fixture(scope="module")
def metadata() -> MetaData:
    return TABLES


def _data(connection: Connection) -> Iterator[Any]:
    for widget in WIDGETS:
        yield compute_widget_data(connection, widget, DATASET, dashboard_filters=SINCE, now=NOW).to_dict()[
            "data"
        ]


def _selected(connection: Connection) -> Iterator[Any]:
    for path, op, value in CONDITIONS:
        condition = compile_filter({"field": path, "op": op, "value": value}, DATASET, now=NOW)
        yield path, op, value, sorted(connection.scalars(select(NOTES.c.id).where(condition)))


@pytest.mark.parametrize(
    ("engine", "setting", "back"),
    CASES,
    indirect=["engine"],
    ids=[f"{name} {said}" for name, said, _ in CASES],
)
def test_no_answer_depends_on_a_setting(engine: Engine, setting: str, back: str) -> None:
    with filled(engine, {NOTES: ROWS}) as connection:
        expected = [*_data(connection), *_selected(connection)]
        # What is set for a session must not come back from the pool.
        connection.detach()
        connection.exec_driver_sql(setting)
        try:
            assert [*_data(connection), *_selected(connection)] == expected
        finally:
            if back:
                connection.exec_driver_sql(back)


@pytest.mark.parametrize("engine", [name for name in NAMES if name == "mariadb"], indirect=True)
def test_no_setting_cuts_an_answer(engine: Engine) -> None:
    with filled(engine, {NOTES: ROWS}) as connection:
        expected = [*_data(connection)]
        connection.exec_driver_sql("SET sql_select_limit=1")
        assert [*_data(connection)] == expected
        connection.exec_driver_sql("SET sql_select_limit=DEFAULT")


@pytest.mark.parametrize("engine", [name for name in NAMES if name == "duckdb"], indirect=True)
def test_a_collation_that_the_type_does_not_say_changes_nothing(engine: Engine) -> None:
    with engine.connect() as connection:
        connection.exec_driver_sql("DROP TABLE IF EXISTS folded")
        connection.exec_driver_sql(
            "CREATE TABLE folded (id INTEGER, timestamp TIMESTAMP, k VARCHAR COLLATE NOCASE)"
        )
        connection.exec_driver_sql(
            "INSERT INTO folded VALUES (1, '2025-11-03', 'Billing'), (2, '2025-11-03', 'billing')"
        )
        folded = Table(
            "folded", MetaData(), Column("id", Integer), Column("timestamp", DateTime), Column("k", String)
        )
        dataset = Dataset(
            folded, id=folded.c.id, timestamp=folded.c.timestamp, fields={"k": Field(folded.c.k)}
        )
        condition = compile_filter({"field": "k", "op": "eq", "value": "billing"}, dataset, now=NOW)
        assert [*connection.scalars(select(folded.c.id).where(condition))] == [2]
        pie = {"chart_type": "pie", "field": "k"}
        found = compute_widget_data(connection, pie, dataset, dashboard_filters=SINCE, now=NOW)
        assert [(row["label"], row["value"]) for row in found.data] == [("Billing", 1), ("billing", 1)]
        connection.rollback()
