"""How long an answer may be is decided before SQL where it is known, else by one row more than is allowed."""

from __future__ import annotations

import enum
from datetime import UTC, datetime
from typing import Any, Final

import pytest
from sqlalchemy import Boolean, Column, DateTime, Engine, Enum, Integer, MetaData, Table, Text, create_engine

from tests.charts.calls import DATASET, NOW, SINCE, answer, call, calls, limits
from tests.statements import recorded
from widgetql import (
    Dataset,
    Field,
    InvalidInput,
    WidgetData,
    compute_dashboard_data,
    compute_widget_data,
    validate_widget,
)
from widgetql.testing.databases import filled

BAR: Final = {"chart_type": "bar", "field": "seconds", "aggregation_function": "count"}
BY_TOPIC: Final = {"group_by": {"type": "field", "field": "topic"}}


class Mood(enum.Enum):
    GOOD = 1
    BAD = 2
    MIXED = 3


OWN: Final = MetaData()
moods: Final = Table(
    "moods",
    OWN,
    Column("id", Integer, primary_key=True),
    Column("at", DateTime(timezone=True)),
    Column("ok", Boolean),
    Column("mood", Enum(Mood)),
    Column("topic", Text),
)
MOODS: Final = Dataset(
    moods,
    id=moods.c.id,
    timestamp=moods.c.at,
    fields={"ok": Field(moods.c.ok), "mood": Field(moods.c.mood), "topic": Field(moods.c.topic)},
)


@pytest.mark.parametrize(
    ("days", "group", "rows"),
    [
        pytest.param(30, None, 43_200, id="a-month-of-minutes"),
        pytest.param(30, "topic", 907_200, id="in-groups"),
        pytest.param(1, "topic", 30_240, id="a-day-in-groups"),
        pytest.param(17, "ok", 48_960, id="by-a-boolean"),
        pytest.param(18, "ok", 51_840, id="by-a-boolean-too-long"),
        pytest.param(11, "mood", 47_520, id="by-an-enum"),
        pytest.param(12, "mood", 51_840, id="by-an-enum-too-long"),
    ],
)
def test_gaps_are_refused_before_anything_is_asked(days: int, group: str | None, rows: int) -> None:
    widget: dict[str, Any] = {
        "chart_type": "bar", "field": "topic", "aggregation_function": "count", "time_period": "minute",
        "fill_gaps": True, "filters": {"field": "timestamp", "op": "gte", "value": f"now-{days}d"},
    }  # fmt: skip
    if group is not None:
        widget["group_by"] = {"type": "field", "field": group}
    engine = create_engine("sqlite://")
    OWN.create_all(engine)
    found: Any = None
    with engine.connect() as connection, recorded(connection) as asked:
        try:
            compute_widget_data(connection, widget, MOODS, now=datetime(2025, 11, 10, tzinfo=UTC))
        except InvalidInput as error:
            found = [(one.pointer, one.code, one.message) for one in error.problems]
    engine.dispose()
    if rows > 50_000:
        message = f"the answer has {rows} rows; at most 50000"
        assert (found, asked) == ([("/time_period", "too_many_rows", message)], [])
    else:
        assert found is None
        assert asked


COUNT: Final = [{"aggregation_function": "count"}]
RECORDS: Final = [call(i, f"0{1 + i % 6} {i:02}:00", topic=f"t{i % 4}", seconds=i) for i in range(12)]
# Each answer has that many rows.
ANSWERS: Final = {
    "bar": (BAR | {"time_period": "hour"}, 12, "/time_period"),
    "bar-groups": (BAR | BY_TOPIC | {"time_period": "day"}, 12, "/time_period"),
    "bar-filled": (BAR | {"time_period": "day", "fill_gaps": True}, 10, "/time_period"),
    "bar-filled-groups": (BAR | BY_TOPIC | {"time_period": "week", "fill_gaps": True}, 12, "/time_period"),
    "line": ({"chart_type": "line", "field": "seconds"}, 12, "/field"),
    "pie": ({"chart_type": "pie", "field": "topic"}, 4, "/field"),
    "pie-groups": ({"chart_type": "pie", "field": "topic"} | BY_TOPIC, 4, "/group_by"),
    "stat-groups": ({"chart_type": "stat"} | BY_TOPIC, 4, "/group_by"),
    "list": ({"chart_type": "list", "limit": 11}, 11, "/limit"),
    "table": ({"chart_type": "table", "dimensions": ["seconds"], "metrics": COUNT}, 12, "/limit"),
}  # fmt: skip


@pytest.mark.parametrize(("widget", "length", "pointer"), ANSWERS.values(), ids=ANSWERS)
def test_one_row_more_than_the_limit(engine: Engine, widget: Any, length: int, pointer: str) -> None:
    # Three groups and their rest are four.
    at, beyond = (limits(max_answer_rows=most, max_groups=3) for most in (length, length - 1))
    assert len(answer(engine, RECORDS, widget, limits=at).data) == length
    with pytest.raises(InvalidInput) as caught:
        answer(engine, RECORDS, widget, limits=beyond)
    assert [(one.document, one.pointer, one.code) for one in caught.value.problems] == [
        ("widget", pointer, "too_many_rows")
    ]


@pytest.mark.parametrize("missing", [False, True], ids=["two-values", "some-missing"])
def test_missing_values_of_a_boolean_are_a_group_of_their_own(engine: Engine, missing: bool) -> None:
    records = [call(i, f"0{1 + i} 10:00", ok=i % 2 == 0) for i in range(4)]
    widget = BAR | {"time_period": "day", "fill_gaps": True, "group_by": {"type": "field", "field": "ok"}}
    more = [call(9, "05 10:00")] if missing else []
    if not missing:
        assert len(answer(engine, records, widget, limits=limits(max_answer_rows=20)).data) == 20
        return
    with pytest.raises(InvalidInput, match="the answer has 30 rows; at most 20"):
        answer(engine, records + more, widget, limits=limits(max_answer_rows=20))


@pytest.mark.parametrize("way", ["shared", "separate"])
def test_the_rows_of_a_dashboard_count_in_the_order_of_its_widgets(engine: Engine, way: str) -> None:
    day, stat = BAR | {"time_period": "day"}, {"chart_type": "stat"}
    hour = BAR | {"time_period": "hour"}
    widgets = [day, hour, stat, day, hour | {"id": 2}]
    options: dict[str, Any] = {"limits": limits(max_dashboard_rows=20), "strategy": {"dashboard": way}}
    with filled(engine, {calls: RECORDS}) as connection:
        found = compute_dashboard_data(
            connection, {"filters": SINCE, "widgets": widgets}, DATASET, now=NOW, **options
        )
    # 6 rows, 12, one, 6 that are too many, and 12 again.
    refused = ("widget", "", "too_many_rows")
    assert [
        [(p.document, p.pointer, p.code) for p in one.problems] if isinstance(one, InvalidInput) else "shown"
        for one in found
    ] == ["shown", "shown", "shown", [refused], [refused]]


def test_a_small_widget_is_shown_after_one_that_was_too_long(engine: Engine) -> None:
    widgets = [BAR | {"time_period": "hour"}, BAR | {"time_period": "day"}]
    with filled(engine, {calls: RECORDS}) as connection:
        found = compute_dashboard_data(
            connection, {"filters": SINCE, "widgets": widgets}, DATASET, now=NOW,
            limits=limits(max_dashboard_rows=11),
        )  # fmt: skip
    assert [type(one) for one in found] == [InvalidInput, WidgetData]


def metrics_of(*names: str) -> list[dict[str, str]]:
    return [
        {"aggregation_function": name, "field": "seconds", "name": f"m{i}"} for i, name in enumerate(names)
    ]


# Tables beyond a limit: what they add, and where the problem is.
SIZES: Final = {
    "dimensions": (
        {"dimensions": [f"meta.k{i}" for i in range(8)]},
        {"dimensions": [f"meta.k{i}" for i in range(9)]},
        "/dimensions",
    ),
    "metrics": ({"metrics": metrics_of(*["sum"] * 20)}, {"metrics": metrics_of(*["sum"] * 21)}, "/metrics"),
    "percentiles": (
        {"metrics": metrics_of(*["p99", "median"] * 3, "sum")},
        {"metrics": metrics_of(*["p95"] * 7)},
        "/metrics",
    ),
    "distinct": (
        {"metrics": metrics_of(*["count_distinct"] * 6)},
        {"metrics": metrics_of(*["count_distinct"] * 4, *["p50"] * 3)},
        "/metrics",
    ),
}


@pytest.mark.parametrize(("good", "bad", "pointer"), SIZES.values(), ids=SIZES)
def test_the_size_of_a_table(good: Any, bad: Any, pointer: str) -> None:
    def found(extra: Any) -> list[tuple[str, str]]:
        widget = {"chart_type": "table", "dimensions": ["topic"], "metrics": metrics_of("sum")} | extra
        return [(one.pointer, one.code) for one in validate_widget(widget, DATASET, now=NOW)]

    assert found(good) == []
    assert found(bad) == [(pointer, "too_many")]


def test_the_columns_of_raw_rows_are_no_dimensions() -> None:
    widget = {"chart_type": "table", "dimensions": [f"meta.k{i}" for i in range(50)]}
    assert validate_widget(widget, DATASET, now=NOW) == []
