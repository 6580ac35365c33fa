"""Bar: values computed by hand, on every database."""

from __future__ import annotations

import math
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import Column, DateTime, Engine, Integer, MetaData, Numeric, Table, create_engine

from tests.charts.calls import TABLES, answer, call, limits, note
from widgetql import Dataset, Field, compute_widget_data

BAR = {"chart_type": "bar", "field": "seconds", "aggregation_function": "avg", "time_period": "day"}
CALLS = [
    call(1, "03 10:00", seconds=10, cost="1.10", score=1.5, ok=True, topic="a", agent_id=1),
    call(2, "03 11:00", seconds=20, cost="2.20", score=2.5, ok=False, topic="b", agent_id=1),
    call(3, "03 23:59:59.999999", seconds=None, ok=None, topic="a", agent_id=2),
    call(4, "05 00:00", seconds=7, cost="0.05", score=-1.0, ok=True, topic=None, agent_id=9),
]


def bar(**changes: Any) -> dict[str, Any]:
    return BAR | changes


def values(engine: Engine, widget: dict[str, Any], records: Any = CALLS, **options: Any) -> list[Any]:
    """Each row as (day, group if any, value, sample_count)."""
    data = answer(engine, records, widget, **options).data
    return [
        (
            row["time_interval"][5:10],
            *([row["group"]] if "group" in row else []),
            row["value"],
            row["sample_count"],
        )
        for row in data
    ]


@pytest.mark.parametrize(
    ("aggregation", "field", "expected"),
    [
        ("avg", "seconds", [("11-03", 15.0, 2), ("11-05", 7.0, 1)]),
        ("sum", "seconds", [("11-03", 30, 2), ("11-05", 7, 1)]),
        ("min", "seconds", [("11-03", 10, 2), ("11-05", 7, 1)]),
        ("max", "seconds", [("11-03", 20, 2), ("11-05", 7, 1)]),
        ("count", "seconds", [("11-03", 3, 3), ("11-05", 1, 1)]),
        ("count_distinct", "seconds", [("11-03", 2, 2), ("11-05", 1, 1)]),
        ("median", "seconds", [("11-03", 15.0, 2), ("11-05", 7.0, 1)]),
        ("p50", "seconds", [("11-03", 15.0, 2), ("11-05", 7.0, 1)]),
        ("p90", "seconds", [("11-03", 19.0, 2), ("11-05", 7.0, 1)]),
        ("p95", "seconds", [("11-03", 19.5, 2), ("11-05", 7.0, 1)]),
        ("p99", "seconds", [("11-03", 19.9, 2), ("11-05", 7.0, 1)]),
        ("sum", "cost", [("11-03", 3.3, 2), ("11-05", 0.05, 1)]),
        ("avg", "cost", [("11-03", 1.65, 2), ("11-05", 0.05, 1)]),
        ("avg", "score", [("11-03", 2.0, 2), ("11-05", -1.0, 1)]),
        ("avg", "ok", [("11-03", 0.5, 2), ("11-05", 1.0, 1)]),
        ("count", "ok", [("11-03", 3, 3), ("11-05", 1, 1)]),
        ("count", "topic", [("11-03", 3, 3), ("11-05", 1, 1)]),
        ("count_distinct", "topic", [("11-03", 2, 3), ("11-05", 0, 0)]),
        ("min", "timestamp", [("11-03", "2025-11-03T10:00:00Z", 3), ("11-05", "2025-11-05T00:00:00Z", 1)]),
        (
            "max",
            "timestamp",
            [("11-03", "2025-11-03T23:59:59.999999Z", 3), ("11-05", "2025-11-05T00:00:00Z", 1)],
        ),
        ("count", "agent.name", [("11-03", 3, 3), ("11-05", 1, 1)]),
    ],
)
def test_aggregations(engine: Engine, aggregation: str, field: str, expected: list[Any]) -> None:
    found = values(engine, bar(field=field, aggregation_function=aggregation))
    assert [row[0] for row in found] == [row[0] for row in expected]
    for row, wanted in zip(found, expected, strict=True):
        assert row[1:] == (pytest.approx(wanted[1]) if isinstance(wanted[1], float) else wanted[1], wanted[2])


def test_a_bucket_with_records_but_no_value_is_shown(engine: Engine) -> None:
    assert values(engine, bar(), [call(1, "03 10:00")]) == [("11-03", None, 0)]


def test_a_sum_of_32_bits_is_wider(engine: Engine) -> None:
    rows = [call(i, "03 10:00", seconds=2**31 - 1) for i in range(2)]
    assert values(engine, bar(field="seconds", aggregation_function="sum"), rows) == [("11-03", 2**32 - 2, 2)]


@pytest.mark.parametrize("aggregation", ["sum", "avg", "min", "max", "median", "count_distinct"])
def test_an_infinity_is_a_missing_value(engine: Engine, aggregation: str) -> None:
    # MariaDB stores none: NULL stands there.
    far = None if engine.dialect.name == "mariadb" else math.inf
    rows = [call(i, "03 10:00", score=value) for i, value in enumerate([far, 1.0, far and -far])]
    assert values(engine, bar(field="score", aggregation_function=aggregation), rows) == [("11-03", 1.0, 1)]


@pytest.mark.parametrize("aggregation", ["sum", "avg"])
def test_what_adds_up_to_more_than_the_largest_double_is_null(engine: Engine, aggregation: str) -> None:
    rows = [call(i, "03 10:00", score=1e308) for i in range(2)]
    assert values(engine, bar(field="score", aggregation_function=aggregation), rows) == [("11-03", None, 2)]


def test_a_sum_of_integers_never_wraps_where_the_column_holds_more_than_its_type() -> None:
    # SQLite keeps 64 bits in a column of any integer type.
    engine = create_engine("sqlite://")
    TABLES.create_all(engine)
    rows = [call(i, "03 10:00", seconds=2**62) for i in range(3)]
    assert values(engine, bar(aggregation_function="sum"), rows) == [("11-03", 3 * 2.0**62, 3)]
    engine.dispose()


def test_a_sum_of_decimals_that_sqlite_has_as_integers_does_not_fail() -> None:
    table = Table(
        "t", MetaData(), Column("id", Integer, primary_key=True), Column("at", DateTime),
        Column("price", Numeric(20, 0)),
    )  # fmt: skip
    dataset = Dataset(table, id=table.c.id, timestamp=table.c.at, fields={"price": Field(table.c.price)})
    widget = bar(field="price", aggregation_function="sum")
    widget["filters"] = {"field": "timestamp", "op": "gte", "value": "now-7d"}
    engine = create_engine("sqlite://")
    with engine.connect() as connection:
        table.create(connection)
        for id in (1, 2):
            connection.exec_driver_sql(f"INSERT INTO t VALUES ({id}, '2025-11-03', 9000000000000000000)")
        alone = compute_widget_data(connection, widget, dataset, now=datetime(2025, 11, 4, tzinfo=UTC)).data
        assert [row["value"] for row in alone] == [1.8e19]
    engine.dispose()


def test_fill_gaps_adds_every_bucket_of_the_range(engine: Engine) -> None:
    gaps = {"operator": "and", "conditions": [
        {"field": "timestamp", "op": "gte", "value": "2025-11-02"},
        {"field": "timestamp", "op": "lte", "value": "2025-11-06"},
    ]}  # fmt: skip
    found = values(engine, bar(fill_gaps=True), dashboard_filters=gaps)
    assert found == [
        ("11-02", None, 0), ("11-03", 15.0, 2), ("11-04", None, 0), ("11-05", 7.0, 1), ("11-06", None, 0)
    ]  # fmt: skip
    counted = values(engine, bar(fill_gaps=True, aggregation_function="count"), dashboard_filters=gaps)
    assert counted == [("11-02", 0, 0), ("11-03", 3, 3), ("11-04", 0, 0), ("11-05", 1, 1), ("11-06", 0, 0)]


def test_fill_gaps_for_every_group(engine: Engine) -> None:
    widget = bar(fill_gaps=True, aggregation_function="count", group_by={"type": "field", "field": "topic"})
    since = {"field": "timestamp", "op": "in", "value": ["2025-11-03", "2025-11-04"]}
    assert values(engine, widget, dashboard_filters=since) == [
        ("11-03", "a", 2, 2), ("11-03", "b", 1, 1), ("11-04", "a", 0, 0), ("11-04", "b", 0, 0)
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("conditions", "expected"),
    [
        pytest.param([("gte", "2025-11-03"), ("lte", "2025-11-05")], {}, id="whole-days"),
        pytest.param([("gte", "2025-11-03T09:00:00Z"), ("lte", "2025-11-05")], {"11-03"}, id="start"),
        pytest.param([("gte", "2025-11-03"), ("lt", "2025-11-05T01:00:00Z")], {"11-05"}, id="end"),
        pytest.param([("gte", "2025-11-03"), ("lt", "2025-11-06")], {}, id="next-midnight"),
        pytest.param(
            [("gte", "2025-11-03"), ("lte", "2025-11-05T23:59:59.999999Z")], {}, id="last-microsecond"
        ),
        pytest.param(
            [("gte", "2025-11-03"), ("lt", "2025-11-05T23:59:59.999999Z")],
            {"11-05"},
            id="microsecond-less",
        ),
        pytest.param([("gte", "2025-11-03")], {}, id="now-is-later"),
    ],
)
def test_a_bucket_that_the_range_cuts_is_partial(
    engine: Engine, conditions: list[tuple[str, str]], expected: set[str]
) -> None:
    listed = [{"field": "timestamp", "op": op, "value": value} for op, value in conditions]
    data = answer(engine, CALLS, bar(), dashboard_filters={"operator": "and", "conditions": listed}).data
    assert {row["time_interval"][5:10] for row in data if "partial" in row} == set(expected)
    assert all(row.get("partial", True) is True for row in data)


def test_the_bucket_of_now_is_partial(engine: Engine) -> None:
    data = answer(engine, [call(1, "10 11:59"), call(2, "10 12:00")], bar(aggregation_function="count")).data
    assert data == [{"time_interval": "2025-11-10T00:00:00Z", "value": 1, "sample_count": 1, "partial": True}]


@pytest.mark.parametrize(
    ("zone", "period", "expected"),
    [
        ("UTC", "day", ["2025-11-02T00:00:00Z"] * 1),
        ("America/New_York", "day", ["2025-11-01T04:00:00Z", "2025-11-02T04:00:00Z"]),
        (
            "America/New_York",
            "hour",
            ["2025-11-02T03:00:00Z", "2025-11-02T05:00:00Z", "2025-11-02T06:00:00Z"],
        ),
        ("Australia/Lord_Howe", "day", ["2025-11-01T13:00:00Z"]),
        ("Asia/Kolkata", "hour", ["2025-11-02T03:30:00Z", "2025-11-02T05:30:00Z", "2025-11-02T06:30:00Z"]),
        ("UTC", "week", ["2025-10-27T00:00:00Z"]),
        ("UTC", "month", ["2025-11-01T00:00:00Z"]),
        ("UTC", "quarter", ["2025-10-01T00:00:00Z"]),
        ("UTC", "year", ["2025-01-01T00:00:00Z"]),
        ("UTC", "minute", ["2025-11-02T03:59:00Z", "2025-11-02T05:59:00Z", "2025-11-02T06:59:00Z"]),
    ],
)
def test_buckets_are_those_of_the_zone(engine: Engine, zone: str, period: str, expected: list[str]) -> None:
    # One before midnight in New York, one in each run of its repeated hour.
    records = [call(1, "02 03:59"), call(2, "02 05:59"), call(3, "02 06:59")]
    widget = bar(aggregation_function="count", time_period=period)
    data = answer(engine, records, widget, timezone=zone).data
    assert [row["time_interval"] for row in data] == expected
    assert sum(row["value"] for row in data) == 3


def test_weeks_start_as_asked(engine: Engine) -> None:
    widget = bar(aggregation_function="count", time_period="week")
    data = answer(engine, [call(1, "02 12:00"), call(2, "03 12:00")], widget, week_start="sunday").data
    assert [(row["time_interval"], row["value"]) for row in data] == [("2025-11-02T00:00:00Z", 2)]


def test_a_bucket_instead_of_a_period(engine: Engine) -> None:
    widget = bar(
        time_period=None,
        aggregation_function="count",
        group_by={"type": "bucket", "interval": 12 * 3_600_000},
    )
    answered = answer(engine, CALLS, widget)
    assert [(row["time_interval"], row["value"]) for row in answered.data] == [
        ("2025-11-03T00:00:00Z", 2),
        ("2025-11-03T12:00:00Z", 1),
        ("2025-11-05T00:00:00Z", 1),
    ]
    assert all("group" not in row for row in answered.data)
    assert (answered.time_period, answered.group_by) == (None, {"type": "bucket", "interval": 43_200_000})


TOPIC = {"type": "field", "field": "topic"}


@pytest.mark.parametrize(
    ("field", "expected"),
    [
        ("topic", [("11-03", "a", 10.0, 1), ("11-03", "b", 20.0, 1), ("11-05", None, 7.0, 1)]),
        ("agent.name", [("11-03", "Ada", 15.0, 2), ("11-03", "Émile", None, 0), ("11-05", None, 7.0, 1)]),
        (
            "ok",
            [
                ("11-03", True, 10.0, 1),
                ("11-03", False, 20.0, 1),
                ("11-03", None, None, 0),
                ("11-05", True, 7.0, 1),
            ],
        ),
        (
            "seconds",
            [("11-03", 10, 10.0, 1), ("11-03", 20, 20.0, 1), ("11-03", None, None, 0), ("11-05", 7, 7.0, 1)],
        ),
        (
            "cost",
            [
                ("11-03", 1.1, 10.0, 1),
                ("11-03", 2.2, 20.0, 1),
                ("11-03", None, None, 0),
                ("11-05", 0.05, 7.0, 1),
            ],
        ),
    ],
)
def test_groups_are_values_as_json_has_them(engine: Engine, field: str, expected: list[Any]) -> None:
    assert values(engine, bar(group_by={"type": "field", "field": field})) == expected


def test_groups_rank_by_samples_then_code_point_with_null_last(engine: Engine) -> None:
    topics = ["b", "b", "B", "a", "é", None, "Z", None]
    records = [call(i, "03 10:00", topic=topic, seconds=1) for i, topic in enumerate(topics)]
    found = values(engine, bar(group_by=TOPIC), records)
    assert [row[1] for row in found] == ["b", None, "B", "Z", "a", "é"]


def test_groups_rank_by_the_samples_of_the_aggregation(engine: Engine) -> None:
    # More calls about "a", but more of those about "b" have a value.
    records = [call(i, "03 10:00", topic="a") for i in range(3)] + [call(9, "03 10:00", topic="b", seconds=5)]
    assert [row[1] for row in values(engine, bar(group_by=TOPIC), records)] == ["b", "a"]
    counted = values(engine, bar(group_by=TOPIC, aggregation_function="count"), records)
    assert [row[1] for row in counted] == ["a", "b"]


@pytest.mark.parametrize(
    ("aggregation", "value"), [("avg", 6.0), ("max", 9), ("median", 6.0), ("count", 2), ("count_distinct", 2)]
)
def test_the_rest_is_aggregated_from_rows(engine: Engine, aggregation: str, value: float) -> None:
    records = [call(i, "03 10:00", topic="a", seconds=1) for i in range(3)]
    records += [call(3, "03 10:00", topic="b", seconds=3), call(4, "03 10:00", topic=None, seconds=9)]
    widget = bar(aggregation_function=aggregation, group_by=TOPIC)
    data = answer(engine, records, widget, limits=limits(max_groups=1)).data
    assert [row["group"] for row in data] == ["a", "other"]
    assert data[1] == {
        "time_interval": "2025-11-03T00:00:00Z",
        "group": "other",
        "value": value,
        "sample_count": 2,
        "other": True,
        "excluded": ["a"],
    }


def test_a_null_group_may_be_kept_beside_the_rest(engine: Engine) -> None:
    topics = [None, None, None, "a", "a", "b", "c"]
    records = [call(i, "03 10:00", topic=topic, seconds=1) for i, topic in enumerate(topics)]
    data = answer(engine, records, bar(group_by=TOPIC), limits=limits(max_groups=2)).data
    assert [(row["group"], row["sample_count"]) for row in data] == [(None, 3), ("a", 2), ("other", 2)]
    assert data[2]["excluded"] == [None, "a"]


NOTES = [
    note(1, 1, 1, "0.5"), note(2, 1, 1, "1.5"), note(3, 1, 1, "n/a"), note(4, 2, 1, "4"),
    note(5, 3, 1, None), note(6, 3, 2, "sad"), note(7, 4, 3, "true"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("metric", "aggregation", "expected"),
    [
        pytest.param(1, "avg", [("11-03", 2.0, 3, 2)], id="numbers-only"),
        pytest.param(1, "count", [("11-03", 5, 5, 3)], id="count-counts-rows"),
        pytest.param(3, "avg", [("11-05", 1.0, 1, 1)], id="boolean"),
    ],
)
def test_a_to_many_field_has_a_sample_for_each_related_row(
    engine: Engine, metric: int, aggregation: str, expected: list[Any]
) -> None:
    widget = bar(field="notes.value", metric=metric, aggregation_function=aggregation)
    data = answer(engine, CALLS, widget, related=NOTES).data
    assert [
        (row["time_interval"][5:10], row["value"], row["sample_count"], row["record_count"]) for row in data
    ] == expected


def test_the_response_is_that_of_the_reference(engine: Engine) -> None:
    widget = bar(id=5, name="Talk", field="notes.value", metric=1, group_by={})
    found = answer(engine, CALLS, widget, related=NOTES).to_dict()
    data = found.pop("data")  # type: ignore[misc]
    assert data[0]["time_interval"] == "2025-11-03T00:00:00Z"
    assert found == {
        "widget_id": 5,
        "field_name": "notes.value",
        "chart_type": "bar",
        "aggregation_function": "avg",
        "time_period": "day",
        "group_by": None,
        "can_group_by": True,
        "metadata": {
            "display_name": "accuracy",
            "data_type": "numeric",
            "filter_value": 1,
            "range": {"start": "2025-11-01T00:00:00Z", "end": "2025-11-10T12:00:00Z"},
            "timezone": "UTC",
            "now": "2025-11-10T12:00:00Z",
            "truncated": False,
        },
    }


def test_metadata_of_a_plain_field(engine: Engine) -> None:
    metadata = answer(engine, CALLS, bar(), timezone="Europe/Paris").metadata
    assert (metadata["display_name"], metadata["unit"]) == ("Call duration", "s")
    assert (metadata["filter_value"], metadata["timezone"]) == (None, "Europe/Paris")


@pytest.mark.parametrize("fill_gaps", [False, True])
def test_a_range_without_instants_has_no_gaps_to_fill(engine: Engine, fill_gaps: bool) -> None:
    reversed_ = {"field": "timestamp", "op": "between", "value": ["2025-11-05", "2025-11-03"]}
    assert answer(engine, CALLS, bar(fill_gaps=fill_gaps), dashboard_filters=reversed_).data == []
