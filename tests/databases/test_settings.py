"""Settings of a session that change what SQL means: no answer depends on them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, Final

import pytest
from sqlalchemy import JSON, Column, Connection, DateTime, Engine, Integer, MetaData, String, Table, select

from widgetql import Dataset, Field, JsonKeys, compile_filter, compute_widget_data
from widgetql.testing.databases import filled, name_of

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
# Each with what sets it back.
SETTINGS: Final[dict[str, tuple[tuple[str, str], ...]]] = {
    "sqlite": (
        ("PRAGMA case_sensitive_like=ON", "PRAGMA case_sensitive_like=OFF"),
        ("PRAGMA reverse_unordered_selects=ON", "PRAGMA reverse_unordered_selects=OFF"),
    ),
    "duckdb": (
        ("SET default_order='DESC'", "RESET default_order"),
        ("SET default_null_order='NULLS FIRST'", "RESET default_null_order"),
        ("SET default_collation='nocase'", "RESET default_collation"),
    ),
    "postgresql": (
        ("SET standard_conforming_strings=off", "RESET standard_conforming_strings"),
        ("SET backslash_quote=off", "RESET backslash_quote"),
        ("SET datestyle='German'", "RESET datestyle"),
    ),
    "mariadb": tuple(
        (f"SET sql_mode='{mode}'", "SET sql_mode=DEFAULT")
        for mode in ("ANSI,NO_BACKSLASH_ESCAPES", "TRADITIONAL", "HIGH_NOT_PRECEDENCE", "ORACLE", "")
    ),
    "clickhouse": (("SET transform_null_in=1", "SET transform_null_in=0"),),
}
LIMITS: Final = {"mariadb": ("SET sql_select_limit=1", "SET sql_select_limit=DEFAULT")}
# The types of the columns, and the end of the statement that makes them.
FOLDED: Final = {
    "sqlite": ("DATETIME", "TEXT COLLATE NOCASE", ""),
    "duckdb": ("TIMESTAMP", "VARCHAR COLLATE NOCASE", ""),
    "postgresql": ("TIMESTAMP", "VARCHAR", ""),
    "mariadb": ("DATETIME(6)", "VARCHAR(20) COLLATE utf8mb4_general_ci", ""),
    "clickhouse": ("DateTime64(6, 'UTC')", "String", " ENGINE = Memory"),
    "spark": ("TIMESTAMP_NTZ", "STRING", ""),
}


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


def test_no_answer_depends_on_a_setting(engine: Engine) -> None:
    with filled(engine, {NOTES: ROWS}) as connection:
        expected = [*_data(connection), *_selected(connection)]
        for said, back in SETTINGS.get(name_of(engine), ()):
            connection.exec_driver_sql(said)
            try:
                assert [*_data(connection), *_selected(connection)] == expected, said
            finally:
                connection.exec_driver_sql(back)


def test_no_setting_cuts_an_answer(engine: Engine) -> None:
    said, back = LIMITS.get(name_of(engine), ("SELECT 1", "SELECT 1"))
    with filled(engine, {NOTES: ROWS}) as connection:
        expected = [*_data(connection)]
        connection.exec_driver_sql(said)
        assert [*_data(connection)] == expected
        connection.exec_driver_sql(back)


def test_a_collation_that_the_type_does_not_say_changes_nothing(engine: Engine) -> None:
    time, text, end = FOLDED[name_of(engine)]
    with engine.connect() as connection:
        connection.exec_driver_sql("DROP TABLE IF EXISTS folded")
        connection.exec_driver_sql(f"CREATE TABLE folded (id INTEGER, timestamp {time}, k {text}){end}")
        for number, label in enumerate(("Billing", "billing"), 1):
            at = "2025-11-03 00:00:00" + (".000000" if name_of(engine) == "sqlite" else "")
            connection.exec_driver_sql(f"INSERT INTO folded VALUES ({number}, '{at}', '{label}')")
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
        connection.exec_driver_sql("DROP TABLE folded")
        connection.commit()
