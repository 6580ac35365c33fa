"""Behind a point: exactly the records that a row counts, said as a filter that means the same for ever."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, select

from tests.charts.calls import AGENTS, DATASET, METRICS, NOW, SINCE, agents, calls, limits, metrics, notes
from tests.drill.records import (
    BAR,
    NARROW,
    PIE,
    ROW,
    WIDE,
    WIDGETS,
    behind,
    counted,
    narrowed,
    records,
    related,
)
from widgetql import (
    Field,
    InvalidInput,
    Limits,
    compile_filter,
    compute_widget_data,
    drill_down,
    validate_filter,
)
from widgetql.testing.databases import filled


@pytest.mark.parametrize("widget", WIDGETS.values(), ids=WIDGETS)
@pytest.mark.parametrize("given", [WIDE, NARROW], ids=["all", "others"])
def test_the_number_of_records_behind_a_row(
    connection: Connection, widget: dict[str, Any], given: Limits
) -> None:
    options: dict[str, Any] = {"now": NOW, "timezone": "America/New_York", "limits": given}
    data = compute_widget_data(connection, widget, DATASET, dashboard_filters=SINCE, **options)
    rows = data.data
    assert rows
    for row in rows:
        found = drill_down(widget, row, DATASET, dashboard_filters=SINCE, connection=connection, **options)
        assert validate_filter(found, DATASET) == []
        assert len(behind(connection, found)) == counted(row, widget["chart_type"]), (row, found)


METRIC_BAR = {"chart_type": "bar", "field": "notes.value", "metric": 1, "time_period": "day"}


# Without a connection the kind of the metric is known where the widget leaves but one.
@pytest.mark.parametrize(
    "widget",
    [
        METRIC_BAR | {"chart_type": "line"},
        METRIC_BAR | {"aggregation_function": "sum"},
        METRIC_BAR | {"metric": 3, "aggregation_function": "avg", "data_type": "boolean"},
        METRIC_BAR | {"aggregation_function": "count"},
        {"chart_type": "pie", "field": "notes.value", "metric": 2},
    ],
    ids=["line", "sum", "declared", "count", "pie"],
)
def test_a_dynamic_field_may_need_no_connection(connection: Connection, widget: dict[str, Any]) -> None:
    options: dict[str, Any] = {"now": NOW, "dashboard_filters": SINCE}
    for row in compute_widget_data(connection, widget, DATASET, **options).data:
        found = drill_down(widget, row, DATASET, **options)
        assert len(behind(connection, found)) == counted(row, widget["chart_type"])


def test_an_open_kind_needs_the_connection() -> None:
    widget = {"chart_type": "bar", "field": "notes.value", "metric": 1, "aggregation_function": "avg"}
    row = {"time_interval": "2025-11-03T00:00:00Z", "value": 1.0, "sample_count": 1}
    with pytest.raises(InvalidInput) as caught:
        drill_down(widget | {"time_period": "day"}, row, DATASET, dashboard_filters=SINCE, now=NOW)
    assert [(one.pointer, one.code) for one in caught.value.problems] == [("/metric", "connection_required")]


@pytest.mark.parametrize(
    "widget",
    [
        pytest.param(
            {"chart_type": "pie", "aggregation_function": "p95", "include_missing": True, "metric": 3},
            id="left-behind",
        ),
        pytest.param(
            {"chart_type": "bar", "aggregation_function": "share", "time_period": "week", "metric": 2},
            id="share",
        ),
    ],
)
def test_without_the_connection_it_is_the_same_or_is_asked_for(
    connection: Connection, widget: dict[str, Any]
) -> None:
    asked = widget | {"field": "notes.value"}
    options: dict[str, Any] = {"now": NOW, "dashboard_filters": SINCE, "limits": NARROW}
    told = []
    for row in compute_widget_data(connection, asked, DATASET, **options).data:
        known = drill_down(asked, row, DATASET, connection=connection, **options)
        try:
            assert drill_down(asked, row, DATASET, **options) == known
            told.append("same")
        except InvalidInput as error:
            told.append(error.problems[0].code)
    assert {"same"} <= set(told) <= {"same", "connection_required"}


PARTS = {
    "bar": {"chart_type": "bar", "field": "topic", "aggregation_function": "count", "time_period": "day"},
    "bar-by-topic": WIDGETS["bar-count-seconds-topic"],
    "bar-by-score": WIDGETS["bar-count-seconds-score"],
    "bar-by-instant": WIDGETS["bar-count-seconds-seen"],
    "pie": WIDGETS["pie-topic-True-"],
    "pie-by-key": WIDGETS["pie-topic-True-key"],
    "pie-by-bucket": WIDGETS["pie-topic-True-bucket"],
    "stat-by-agent": WIDGETS["stat-agent"],
    "stat-by-bucket": WIDGETS["stat-bucket"],
    "table": WIDGETS["table"],
}


@pytest.mark.parametrize("widget", PARTS.values(), ids=PARTS)
@pytest.mark.parametrize("given", [WIDE, NARROW], ids=["all", "others"])
def test_the_rows_of_a_chart_partition_its_records(
    connection: Connection, widget: dict[str, Any], given: Limits
) -> None:
    options: dict[str, Any] = {"now": NOW, "dashboard_filters": SINCE, "limits": given}
    seen: Counter[int] = Counter()
    for row in compute_widget_data(connection, widget, DATASET, **options).data:
        seen.update(behind(connection, drill_down(widget, row, DATASET, **options)))
    assert seen == Counter(row["id"] for row in records() if row["at"] < NOW)


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        pytest.param(
            {"field": "timestamp", "op": "gte", "value": "now-7d"},
            [
                {"field": "timestamp", "op": "gte", "value": "2025-11-03T12:00:00Z"},
                {"field": "timestamp", "op": "lt", "value": "2025-11-10T12:00:00Z"},
            ],
            id="now",
        ),
        pytest.param(
            {"field": "timestamp", "op": "eq", "value": "today"},
            [
                {"field": "timestamp", "op": "gte", "value": "2025-11-10T00:00:00Z"},
                {"field": "timestamp", "op": "lt", "value": "2025-11-11T00:00:00Z"},
            ],
            id="period",
        ),
        pytest.param(
            {"operator": "and", "conditions": [SINCE, {"field": "seen", "op": "neq", "value": "2025-11-04"}]},
            [
                {"field": "timestamp", "op": "gte", "value": "2025-11-01T00:00:00Z"},
                {
                    "operator": "not",
                    "conditions": [
                        {
                            "operator": "and",
                            "conditions": [
                                {"field": "seen", "op": "gte", "value": "2025-11-04T00:00:00Z"},
                                {"field": "seen", "op": "lt", "value": "2025-11-05T00:00:00Z"},
                            ],
                        }
                    ],
                },
                {"field": "timestamp", "op": "lt", "value": "2025-11-10T12:00:00Z"},
            ],
            id="negation",
        ),
    ],
)
def test_relative_times_become_absolute(filters: Any, expected: Any) -> None:
    found = drill_down(PIE | {"filters": filters}, ROW, DATASET, now=NOW)
    assert found == {
        "operator": "and",
        "conditions": [*expected, {"field": "topic", "op": "eq", "value": "a"}],
    }


# What each operator of a time means stays the same when it is pinned.
TIMES = [
    "now-2d",
    "today",
    "today-3d",
    "now/w",
    "2025-11-04",
    "2025-11-04T03:00:00.000001Z",
    "2025-11-05T12:30:00.5Z",
]


@pytest.mark.parametrize("op", ["eq", "neq", "gt", "gte", "lt", "lte", "in", "nin", "between"])
@pytest.mark.parametrize("value", TIMES)
@pytest.mark.parametrize("shape", ["plain", "not", "or"])
def test_a_pinned_time_selects_the_same(connection: Connection, op: str, value: str, shape: str) -> None:
    operand: Any = {"in": [value, "2025-11-09"], "nin": [value, "2025-11-09"], "between": [value, "now"]}.get(
        op, value
    )
    own: dict[str, Any] = {"field": "seen", "op": op, "value": operand}
    if shape != "plain":
        own = {"operator": shape, "conditions": [own, {"field": "topic", "op": "eq", "value": "b"}]}
    both = {"operator": "and", "conditions": [SINCE, own]}
    widget = {"chart_type": "table", "metrics": [{"aggregation_function": "count"}]}
    options: dict[str, Any] = {"now": NOW, "timezone": "America/New_York"}
    found = drill_down(widget, {}, DATASET, dashboard_filters=both, **options)
    upto = {"field": "timestamp", "op": "lt", "value": "2025-11-10T12:00:00Z"}
    expected = compile_filter({"operator": "and", "conditions": [both, upto]}, DATASET, **options)
    assert behind(connection, found) == sorted(
        connection.execute(select(calls.c.id).where(expected)).scalars()
    )


@pytest.mark.parametrize(
    "operators", [{"eq", "neq"}, {"in"}, {"in", "nin"}, {"eq", "contains"}, {"regex", "eq", "isnull"}]
)
@pytest.mark.parametrize("given", [WIDE, NARROW], ids=["all", "others"])
def test_narrowed_operators_say_the_same(connection: Connection, operators: set[str], given: Limits) -> None:
    dataset = narrowed(
        topic=Field(calls.c.topic, operators=operators), timestamp=Field(calls.c.at, operators={"gte", "lte"})
    )
    options: dict[str, Any] = {"now": NOW, "dashboard_filters": SINCE, "limits": given}
    for row in compute_widget_data(connection, PIE, dataset, **options).data:
        if "other" in row and not operators & {"isnull", "contains"}:
            with pytest.raises(InvalidInput, match="the operators of topic cannot ask for any value"):
                drill_down(PIE, row, dataset, **options)
            continue
        found = drill_down(PIE, row, dataset, **options)
        assert validate_filter(found, dataset) == []
        assert len(behind(connection, found, dataset)) == row["value"]


def test_the_end_of_the_calendar_is_a_bucket() -> None:
    found = drill_down(
        BAR, {"time_interval": "9999-12-31T23:59:59.999999Z"}, DATASET, dashboard_filters=SINCE, now=NOW
    )
    assert found["conditions"][2]["value"] == "9999-12-31T00:00:00Z"  # type: ignore[index]


def test_on_every_database(engine: Engine) -> None:
    rows = {calls: records(), agents: AGENTS, metrics: METRICS, notes: related()}
    with filled(engine, rows) as connection:
        for name in (
            *("bar-sum-seconds-cost", "pie-ok-True-score", "bar-count-seconds-score"),
            *("bar-metric-1-avg-topic", "stat-seen"),
        ):
            widget = WIDGETS[name]
            options: dict[str, Any] = {"now": NOW, "dashboard_filters": SINCE, "limits": limits(max_groups=2)}
            for row in compute_widget_data(connection, widget, DATASET, **options).data:
                found = drill_down(widget, row, DATASET, connection=connection, **options)
                assert len(behind(connection, found)) == counted(row, widget["chart_type"])
