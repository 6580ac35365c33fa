"""What an answer says of nothing: no records, records without a value, a range without an instant."""

from __future__ import annotations

from typing import Any, Final

import pytest
from sqlalchemy import Connection, func, select

from tests.charts.calls import AGENTS, DATASET, METRICS, NOW, agents, call, calls, metrics, note, notes
from widgetql import Limits, compile_filter, compute_dashboard_data, compute_widget_data, drill_down
from widgetql.testing import expected_widget_data, same
from widgetql.testing.databases import Rows

ROWS: Final[Rows] = {
    calls: [
        call(1, "03 10:00", topic="a", ok=True, seconds=5),
        call(2, "03 11:00", ok=False),
        call(3, "05 10:00", ok=False),
        call(4, "05 11:00"),
    ],
    agents: AGENTS,
    metrics: METRICS,
    notes: [note(1, 1, 1, "x"), note(2, 3, 1, None), note(3, 3, 2, None)],
}
DAYS: Final = {"field": "timestamp", "op": "between", "value": ["2025-11-03", "2025-11-05"]}
NO_TOPIC: Final = {"field": "topic", "op": "isnull", "value": True}
NOBODY: Final = {"field": "topic", "op": "eq", "value": "nobody's"}
TIMELESS: Final = {"field": "timestamp", "op": "in", "value": []}
OPTIONS: Final[dict[str, Any]] = {"now": NOW, "limits": Limits(max_groups=1)}

DAY: Final = {"time_period": "day"}
BY_OK: Final = {"group_by": {"type": "field", "field": "ok"}}
OTHER: Final = {"group": "other", "other": True, "excluded": [False]}


def _bar(field: str, **more: Any) -> dict[str, Any]:
    return {"chart_type": "bar", "field": field, "aggregation_function": "count_distinct", **more}


def _table(*measures: tuple[str, str | None], **more: Any) -> dict[str, Any]:
    listed = [{"aggregation_function": name, "name": name, "field": field} for name, field in measures]
    return {"chart_type": "table", "metrics": listed, **more}


def _day(day: str, value: int, number: int, **more: Any) -> dict[str, Any]:
    return {"time_interval": f"2025-11-{day}T00:00:00Z", "value": value, "sample_count": number, **more}


FIGURES: Final = (("count", None), ("count_distinct", "topic"), ("sum", "seconds"), ("p90", "seconds"))
OF_NOTHING: Final = {"count": 0, "count_distinct": 0, "sum": None, "p90": None, "sample_count": 0}
OF_TWO: Final = OF_NOTHING | {"count": 2, "sample_count": 2}

CASES: Final[dict[str, tuple[dict[str, Any], Any]]] = {
    "bar": (_bar("topic", **DAY), [_day("03", 1, 1), _day("05", 0, 0)]),
    "bar of numbers": (_bar("seconds", **DAY), [_day("03", 1, 1), _day("05", 0, 0)]),
    "bar with gaps filled": (
        _bar("topic", fill_gaps=True, **DAY),
        [_day("03", 1, 1), _day("04", 0, 0), _day("05", 0, 0)],
    ),
    "bar of no records with gaps filled": (
        _bar("topic", fill_gaps=True, filters=NOBODY, **DAY),
        [_day(day, 0, 0) for day in ("03", "04", "05")],
    ),
    "bar of fixed intervals": (
        _bar("topic", group_by={"type": "bucket", "interval": 86_400_000}),
        [_day("03", 1, 1), _day("05", 0, 0)],
    ),
    "bar by group": (
        _bar("topic", filters=NO_TOPIC, **DAY, **BY_OK),
        [_day("03", 0, 0, group=False), _day("05", 0, 0, group=False), _day("05", 0, 0, **OTHER)],
    ),
    "bar by group with gaps filled": (
        _bar("topic", fill_gaps=True, filters=NO_TOPIC, **DAY, **BY_OK),
        [_day(day, 0, 0, **group) for day in ("03", "04", "05") for group in ({"group": False}, OTHER)],
    ),
    "bar over a to-many field": (
        _bar("notes.text", fill_gaps=True, **DAY),
        [
            _day("03", 1, 1, record_count=1),
            _day("04", 0, 0, record_count=0),
            _day("05", 0, 0, record_count=0),
        ],
    ),
    "table by day": (
        _table(*FIGURES, dimensions=[{"field": "timestamp", **DAY}], filters=NO_TOPIC),
        [
            {"timestamp": "2025-11-05T00:00:00Z", **OF_TWO},
            {"timestamp": "2025-11-03T00:00:00Z", **OF_NOTHING, "count": 1, "sample_count": 1},
        ],
    ),
    "table of all records": (
        _table(*FIGURES, filters=NO_TOPIC),
        [OF_NOTHING | {"count": 3, "sample_count": 3}],
    ),
    "table of no records": (_table(*FIGURES, filters=NOBODY), [OF_NOTHING]),
    "table of no instant": (_table(*FIGURES, filters=TIMELESS), [OF_NOTHING]),
    "table of no records by day": (
        _table(*FIGURES, dimensions=[{"field": "timestamp", **DAY}], filters=NOBODY),
        [],
    ),
    "table of no related rows": (
        _table(("count_distinct", "notes.text"), ("count", None), filters=NOBODY),
        [{"count_distinct": 0, "count": 0, "sample_count": 0, "record_count": 0}],
    ),
}


@pytest.fixture(scope="module")
def rows() -> Rows:
    return ROWS


@pytest.mark.parametrize(("widget", "expected"), CASES.values(), ids=CASES)
def test_counts_of_nothing_are_0_and_all_else_is_null(
    connection: Connection, widget: dict[str, Any], expected: Any
) -> None:
    found = compute_widget_data(connection, widget, DATASET, dashboard_filters=DAYS, **OPTIONS).to_dict()
    assert found["data"] == expected
    answer = expected_widget_data(widget, DATASET, ROWS, dashboard_filters=DAYS, **OPTIONS)
    assert same(found, answer)


@pytest.mark.parametrize(("widget", "expected"), CASES.values(), ids=CASES)
def test_as_many_records_are_behind_a_row_of_nothing_as_it_says(
    connection: Connection, widget: dict[str, Any], expected: Any
) -> None:
    for row in expected:
        behind = drill_down(widget, row, DATASET, dashboard_filters=DAYS, **OPTIONS)
        count = select(func.count()).select_from(calls).where(compile_filter(behind, DATASET, **OPTIONS))
        assert connection.execute(count).scalar_one() == row.get("record_count", row["sample_count"])


def test_a_dashboard_says_the_same_of_nothing(connection: Connection) -> None:
    widgets: Any = [widget for widget, _ in CASES.values()]
    # Under one filter widgets are computed in one statement.
    widgets += [{**widget, "filters": NOBODY} for widget in widgets]
    found = compute_dashboard_data(connection, {"filters": DAYS, "widgets": widgets}, DATASET, **OPTIONS)
    for widget, one in zip(widgets, found, strict=True):
        alone = compute_widget_data(connection, widget, DATASET, dashboard_filters=DAYS, **OPTIONS)
        assert one.to_dict() == alone.to_dict()


@pytest.mark.parametrize("group_by", [None, {"type": "field", "field": "agent.id"}], ids=["all", "by group"])
def test_a_stat_counts_no_different_values_where_there_are_none(
    connection: Connection, group_by: Any
) -> None:
    widget = {"chart_type": "stat", "group_by": group_by, "filters": NO_TOPIC}
    found = compute_widget_data(connection, widget, DATASET, dashboard_filters=DAYS, **OPTIONS).to_dict()
    data: Any = found["data"]
    (only,) = [data] if group_by is None else data
    assert (only["total"], only["with_topic"], only["topics"], only["avg_seconds"]) == (3, 0, 0, None)
    assert same(found, expected_widget_data(widget, DATASET, ROWS, dashboard_filters=DAYS, **OPTIONS))


@pytest.mark.parametrize(
    ("conditions", "start", "end"),
    [
        pytest.param([("gte", "2025-11-05"), ("lt", "2025-11-03")], "05", "03", id="start-after-end"),
        pytest.param([("gt", "2025-11-04"), ("lte", "2025-11-04")], "05", "05", id="after-and-within-a-day"),
        pytest.param([("eq", "2025-11-03"), ("eq", "2025-11-05")], "05", "04", id="two-days-at-once"),
        pytest.param([("gte", "2025-11-03"), ("in", [])], None, None, id="in-nothing"),
        pytest.param(
            [("between", ["2025-11-05", "2025-11-03"]), ("gte", "2025-11-09")], "05", "04", id="between"
        ),
    ],
)
def test_the_bounds_of_a_range_without_an_instant_are_shown(
    connection: Connection, conditions: Any, start: str | None, end: str | None
) -> None:
    listed = [{"field": "timestamp", "op": op, "value": value} for op, value in conditions]
    asked: dict[str, Any] = {"dashboard_filters": {"operator": "and", "conditions": listed}, **OPTIONS}
    found = compute_widget_data(connection, _bar("topic", fill_gaps=True, **DAY), DATASET, **asked).to_dict()
    shown = {"start": start and f"2025-11-{start}T00:00:00Z", "end": end and f"2025-11-{end}T00:00:00Z"}
    assert (found["data"], found["metadata"]["range"]) == ([], shown)
    assert same(found, expected_widget_data(_bar("topic", fill_gaps=True, **DAY), DATASET, ROWS, **asked))
