"""List: the newest records, walked page by page without gap or repeat."""

from __future__ import annotations

import base64
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Boolean, Column, DateTime, Engine, Integer, MetaData, Numeric, Text, Uuid
from sqlalchemy import Table as CoreTable
from sqlalchemy.dialects import mysql

from tests.charts.calls import NOW, SINCE, answer, at, call, limits
from widgetql import Dataset, Field, InvalidInput, compute_widget_data, validate_widget
from widgetql.testing.databases import create, filled

LIST = {"chart_type": "list"}


def test_the_newest_come_first(engine: Engine) -> None:
    records = [
        call(1, "03 10:00", seconds=1, agent_id=1, meta={"region": 5}),
        call(2, "03 11:00", seconds=None, agent_id=7, ok=True),
        call(3, "03 11:00", seconds=3, agent_id=2),
    ]
    widget = LIST | {"field": "seconds", "columns": ["agent.name", "meta.region", "ok"]}
    found = answer(engine, records, widget)
    assert [tuple(row.values()) for row in found.data] == [
        (3, "2025-11-03T11:00:00Z", 3, "Émile", None, None),
        (2, "2025-11-03T11:00:00Z", None, None, None, True),
        (1, "2025-11-03T10:00:00Z", 1, "Ada", "5", None),
    ]
    assert list(found.data[0]) == ["id", "timestamp", "value", "agent.name", "meta.region", "ok"]
    assert (found.metadata["truncated"], found.metadata["next_cursor"]) == (False, None)


def test_without_a_field_there_is_no_value(engine: Engine) -> None:
    found = answer(engine, [call(1, "03 10:00")], LIST)
    assert found.data == [{"id": 1, "timestamp": "2025-11-03T10:00:00Z"}]
    assert (found.field_name, found.can_group_by) == ("", False)


@pytest.mark.parametrize(("count", "truncated"), [(100, False), (101, True)])
def test_a_hundred_unless_asked(engine: Engine, count: int, truncated: bool) -> None:
    found = answer(engine, [call(i, "03 10:00") for i in range(count)], LIST)
    assert (len(found.data), found.metadata["truncated"]) == (100, truncated)
    assert (found.metadata["next_cursor"] is None) is not truncated


def walked(connection: Any, dataset: Dataset, limit: int, **options: Any) -> list[Any]:
    """Every id, page by page."""
    ids: list[Any] = []
    cursor: str | None = ""
    while cursor is not None:
        widget = LIST | {"limit": limit, "cursor": cursor}
        data = compute_widget_data(connection, widget, dataset, dashboard_filters=SINCE, now=NOW, **options)
        assert len(data.data) <= limit
        ids += [row["id"] for row in data.data]
        assert len(ids) == len(set(ids)), "a record came twice"
        cursor = data.metadata["next_cursor"]
    return ids


MIXED = MetaData()
# MariaDB's keys have a length, and its usual collation takes "B" and "b" for one.
TEXT_KEY = Text().with_variant(mysql.VARCHAR(50, collation="utf8mb4_nopad_bin"), "mariadb")
KINDS = {
    name: CoreTable(
        f"by_{name}_{'aware' if aware else 'naive'}",
        MIXED,
        Column("id", kind, primary_key=True),
        Column("at", DateTime(timezone=aware)),
    )
    for name, kind, aware in (
        ("integer", Integer(), True),
        ("text", TEXT_KEY, False),
        ("uuid", Uuid(), True),
        ("uuid_text", Uuid(as_uuid=False), True),
    )
}
IDS: dict[str, list[Any]] = {
    "integer": list(range(25)),
    "text": ["B", "a", "é", "Z", "b", "", "ß", "😀", "ﬀ", *map(str, range(16))],
    "uuid": [UUID(int=i * 0x1234567 << 90 | i) for i in range(25)],
    "uuid_text": [str(UUID(int=i * 0x1234567 << 90 | i)) for i in range(25)],
}


@pytest.mark.parametrize("limit", [1, 4, 25])
@pytest.mark.parametrize("name", KINDS)
def test_a_cursor_walks_the_whole_list_once(engine: Engine, name: str, limit: int) -> None:
    # Five instants a fraction of a second apart, five records at each.
    table, start = KINDS[name], datetime(2025, 11, 3, 10, tzinfo=UTC if name != "text" else None)
    rows = [
        {"id": id, "at": start + timedelta(microseconds=500_000 * (i % 5))} for i, id in enumerate(IDS[name])
    ]
    expected = [
        str(row["id"]) if name != "integer" else row["id"]
        for row in sorted(
            rows, key=lambda row: (row["at"], str(row["id"]) if name != "integer" else row["id"])
        )
    ][::-1]
    dataset = Dataset(table, id=table.c.id, timestamp=table.c.at, fields={})
    create(engine, MIXED)
    with filled(engine, {table: rows}) as connection:
        assert walked(connection, dataset, limit) == expected


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("[]", id="empty"),
        pytest.param("5", id="number"),
        pytest.param('["2025-11-03T00:00:00", 1]', id="naive"),
        pytest.param('["2025-11-03T00:00:00+00:00", "1"]', id="id-of-text"),
        pytest.param('["2025-11-03T00:00:00+00:00", true]', id="id-true"),
        pytest.param('["2025-11-03T00:00:00+00:00", 18446744073709551616]', id="id-of-65-bits"),
        pytest.param('["9999-12-31T23:59:59.999999+00:00", 1]', id="last-instant"),
        pytest.param('["0001-01-01T00:00:00+00:00", 1]', id="first-instant"),
        pytest.param('[["2025"], 1]', id="list"),
        pytest.param("[" * 1200, id="deep"),
        pytest.param("\x00\xff", id="no-text"),
    ],
)
def test_a_cursor_of_another_make(engine: Engine, text: str) -> None:
    cursor = base64.urlsafe_b64encode(text.encode("latin-1")).decode().rstrip("=")
    with pytest.raises(InvalidInput) as caught:
        answer(engine, [], LIST | {"cursor": cursor})
    assert [problem.code for problem in caught.value.problems] == ["invalid_cursor"]


NUMBERED = CoreTable("numbered", MetaData(), Column("id", Numeric(10, 2)), Column("at", DateTime))


@pytest.mark.parametrize("id", ["x", "nan", "", "1e9999999999", "1e-9999999999"])
def test_a_forged_cursor_does_not_reach_the_driver(id: str) -> None:
    dataset = Dataset(NUMBERED, id=NUMBERED.c.id, timestamp=NUMBERED.c.at, fields={})
    text = f'["2025-11-03T10:00:00+00:00", "{id}"]'
    cursor = base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")
    problems = validate_widget({"chart_type": "list", "cursor": cursor}, dataset)
    assert [problem.code for problem in problems] == ["invalid_cursor"]


@pytest.mark.parametrize(
    ("id", "codes"), [("true", []), ('"zzz"', ["invalid_cursor"]), ("1", ["invalid_cursor"])]
)
def test_a_cursor_of_a_boolean_key(id: str, codes: list[str]) -> None:
    table = CoreTable("halves", MetaData(), Column("id", Boolean), Column("at", DateTime))
    dataset = Dataset(table, id=table.c.id, timestamp=table.c.at, fields={})
    cursor = base64.urlsafe_b64encode(f'["2025-11-03T10:00:00+00:00", {id}]'.encode()).decode().rstrip("=")
    problems = validate_widget({"chart_type": "list", "cursor": cursor}, dataset)
    assert [problem.code for problem in problems] == codes


def test_a_cursor_may_name_an_id_beyond_its_column(engine: Engine) -> None:
    cursor = (
        base64.urlsafe_b64encode(b'["2025-11-03T10:00:00+00:00", 9223372036854775807]').decode().rstrip("=")
    )
    found = answer(engine, [call(1, "03 10:00"), call(2, "03 11:00")], LIST | {"cursor": cursor})
    assert [row["id"] for row in found.data] == [1]


def test_limits_cap_a_list(engine: Engine) -> None:
    found = answer(engine, [call(i, "03 10:00") for i in range(5)], LIST, limits=limits(max_rows=2))
    assert [row["id"] for row in found.data] == [4, 3]


def test_records_at_or_after_now_are_left_out(engine: Engine) -> None:
    records = [call(1, "10 11:59:59.999999"), call(2, "10 12:00"), call(3, "11 00:00")]
    assert [row["id"] for row in answer(engine, records, LIST).data] == [1]
    upto = {"operator": "and", "conditions": [SINCE, {"field": "timestamp", "op": "lte", "value": "now"}]}
    assert [row["id"] for row in answer(engine, records, LIST, dashboard_filters=upto).data] == [2, 1]
    assert at("10 12:00") == NOW


def test_a_column_may_be_called_value_where_no_field_is() -> None:
    columns = Column("id", Integer, primary_key=True), Column("value", Text), Column("at", DateTime)
    timed = CoreTable("t", MetaData(), *columns)
    dataset = Dataset(timed, id=timed.c.id, timestamp=timed.c.at, fields={"value": Field(timed.c.value)})
    assert validate_widget(LIST | {"columns": ["value"]}, dataset) == []
    (problem,) = validate_widget(LIST | {"field": "value", "columns": ["value"]}, dataset)
    assert (problem.pointer, problem.message) == (
        "/columns/0",
        "each row of a list has 'value' already: leave it out",
    )
