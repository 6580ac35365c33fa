"""Behind a point: exactly the records that a row counts, said as a filter that means the same for ever."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, create_engine, select

from tests.charts.calls import (
    AGENTS,
    DATASET,
    METRICS,
    NOW,
    SINCE,
    TABLES,
    agents,
    at,
    call,
    calls,
    limits,
    metrics,
    note,
    notes,
)
from widgetql import (
    Dataset,
    Field,
    InvalidInput,
    Limits,
    compile_filter,
    compute_widget_data,
    drill_down,
    validate_filter,
)
from widgetql.testing.databases import filled

TOPICS = ["a", "a", "b", None, "c", "A", "a"]
NOTED = ["0.5", "x", None, "2", "-1", "true", "false", "sad"]


def records() -> list[dict[str, Any]]:
    """Sixty calls over ten days with every mixture of values and gaps."""
    return [
        call(
            i,
            "01 00:00",
            seconds=[None, 5, 10, 10][i % 4],
            cost=[None, "1.10", "2.20"][i % 3],
            score=[None, 0.1, 1e300, -2.5, 0.0, math.inf, -math.inf][i % 7],
            ok=[True, False, None][i % 3],
            topic=TOPICS[i % 7],
            seen=[None, at("04 00:00"), at("05 12:30:00.5")][i % 3],
            agent_id=[1, 2, 3, 9, None][i % 5],
            meta={"region": ["EU", 5, True, None, ["x"]][i % 5]} if i % 6 else None,
        )
        | {"at": at("01 00:00") + timedelta(hours=4 * i, microseconds=i % 2)}
        for i in range(60)
    ]


def related() -> list[dict[str, Any]]:
    return [note(i, (i * 7) % 60, 1 + i % 3, NOTED[i % 8]) for i in range(120)]


@pytest.fixture(scope="module")
def connection() -> Iterator[Connection]:
    engine = create_engine("sqlite://")
    TABLES.create_all(engine)
    rows = {calls: records(), agents: AGENTS, metrics: METRICS, notes: related()}
    with filled(engine, rows) as connection:
        yield connection
    engine.dispose()


def behind(connection: Connection, found: Any, dataset: Dataset = DATASET) -> list[int]:
    """The ids that a drill-down selects, asked a year later."""
    condition = compile_filter(found, dataset, now=NOW + timedelta(days=365), timezone="Asia/Tokyo")
    return sorted(connection.execute(select(calls.c.id).where(condition)).scalars())


def counted(row: dict[str, Any], chart: str) -> int:
    """How many records a row says it is made of."""
    if "record_count" in row:
        return int(row["record_count"])
    if chart in ("line", "list"):
        return 1
    return int(row["value" if chart == "pie" else "sample_count"])


def by(field: str) -> dict[str, Any]:
    return {"type": "field", "field": field}


GROUPS: dict[str, Any] = {
    "": None,
    "topic": by("topic"),
    "ok": by("ok"),
    "seconds": by("seconds"),
    "cost": by("cost"),
    "score": by("score"),
    "seen": by("seen"),
    "agent": by("agent.name"),
    "key": by("meta.region"),
    "bucket": {"type": "bucket", "interval": 7 * 3_600_000},
}
AGGREGATED = {
    "seconds": ["count", "sum", "avg", "min", "max", "count_distinct", "median", "p95"],
    "score": ["count", "avg", "max"],
    "ok": ["count", "avg"],
    "topic": ["count", "count_distinct"],
    "seen": ["count", "min"],
    "agent.name": ["count", "count_distinct"],
    "meta.region": ["count_distinct"],
}
MANY = [("line", 1, None), ("bar", 1, "avg"), ("bar", 1, "count"), ("bar", 3, "avg")]
MANY += [("pie", 1, None), ("pie", 2, None), ("pie", 3, None)]


def _widgets() -> Iterator[tuple[str, dict[str, Any]]]:
    for name, group in GROUPS.items():
        grouped = {"group_by": group}
        period = {} if name == "bucket" else {"time_period": "day"}
        for field, functions in AGGREGATED.items():
            # Which records a value is of depends on the field alone, and their group on the group alone.
            for function in functions if not name else functions[:2] if field in ("seconds", "ok") else []:
                widget = {"chart_type": "bar", "field": field, "aggregation_function": function}
                yield f"bar-{function}-{field}-{name}", widget | period | grouped
        for field in ("topic", "ok", "meta.region", "agent.name"):
            for missing in (False, True):
                widget = {"chart_type": "pie", "field": field, "include_missing": missing}
                yield f"pie-{field}-{missing}-{name}", widget | grouped
        yield f"line-{name}", {"chart_type": "line", "field": "seconds"} | grouped
        if group is not None:
            yield f"stat-{name}", {"chart_type": "stat"} | grouped
    for chart, metric, function in MANY:
        for name in ("", "topic", "notes.metric.name"):
            widget = {"chart_type": chart, "field": "notes.value", "metric": metric}
            widget |= {"aggregation_function": function, "group_by": by(name) if name else None}
            widget |= {"time_period": "week"} if chart == "bar" else {}
            yield f"{chart}-metric-{metric}-{function}-{name}", widget
            if chart == "pie":
                yield f"{chart}-metric-{metric}-missing-{name}", widget | {"include_missing": True}
    day = {"field": "timestamp", "time_period": "day"}
    count = [{"aggregation_function": "count"}]
    yield (
        "bar-hours",
        {"chart_type": "bar", "field": "ok", "aggregation_function": "count", "time_period": "hour"},
    )
    yield "list", {"chart_type": "list", "limit": 50}
    yield "table", {"chart_type": "table", "dimensions": ["agent.name", day], "metrics": count}
    yield "table-of-one", {"chart_type": "table", "metrics": count}
    for name in ("notes.metric.name", "notes.text"):
        yield f"table-{name}", {"chart_type": "table", "dimensions": [name, "topic"], "metrics": count}


WIDGETS = dict(_widgets())
WIDE = Limits()
NARROW = Limits(max_groups=2, max_slices=2)


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


ROW = {"label": "a", "value": 1, "percentage": 100.0}
PIE = {"chart_type": "pie", "field": "topic"}


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


def narrowed(**fields: Any) -> Dataset:
    return Dataset(calls, id=calls.c.id, timestamp=calls.c.at, fields=fields)


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


@pytest.mark.parametrize(
    ("dataset", "widget", "row", "message"),
    [
        pytest.param(DATASET, PIE | {"field": "shown"}, ROW, "shown is for plots only", id="plot-only"),
        pytest.param(
            DATASET,
            {"chart_type": "stat", "group_by": by("shown")},
            {"group": "a"},
            "shown is for plots only",
            id="plot-only-group",
        ),
        pytest.param(
            narrowed(topic=Field(calls.c.topic, operators={"neq"})),
            PIE,
            ROW,
            "the operators of topic cannot ask for one value",
            id="no-equality",
        ),
        pytest.param(
            narrowed(id=Field(calls.c.id, filter=False), seconds=Field(calls.c.seconds)),
            {"chart_type": "line", "field": "seconds"},
            {"id": 1},
            "id is for plots only",
            id="id-plot-only",
        ),
        pytest.param(
            narrowed(id=Field(calls.c.topic), seconds=Field(calls.c.seconds)),
            {"chart_type": "line", "field": "seconds"},
            {"id": 1},
            "the dataset declares no field over its id",
            id="id-of-another-column",
        ),
        pytest.param(
            narrowed(timestamp=Field(calls.c.at, operators={"gte", "eq"}), topic=Field(calls.c.topic)),
            PIE,
            ROW,
            "timestamp takes neither lt nor lte",
            id="no-end",
        ),
    ],
)
def test_what_cannot_be_said_is_a_problem(dataset: Dataset, widget: Any, row: Any, message: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        drill_down(widget, row, dataset, dashboard_filters=SINCE, now=NOW)
    assert {(one.code, one.message) for one in caught.value.problems} == {("cannot_drill", message)}


BAR = {"chart_type": "bar", "field": "seconds", "aggregation_function": "avg", "time_period": "day"}


@pytest.mark.parametrize(
    ("widget", "row", "problem"),
    [
        pytest.param(PIE, None, ("row", "", "not_an_object"), id="no-row"),
        pytest.param(PIE, [], ("row", "", "not_an_object"), id="list"),
        pytest.param(PIE, {}, ("row", "/label", "missing_key"), id="no-label"),
        pytest.param(PIE, {"excluded": "a"}, ("row", "/excluded", "not_a_list"), id="excluded"),
        pytest.param(
            BAR, {"time_interval": "soon"}, ("row", "/time_interval", "invalid_time"), id="no-instant"
        ),
        pytest.param(BAR, {"time_interval": "now"}, ("row", "/time_interval", "invalid_time"), id="relative"),
        pytest.param(
            BAR, {"time_interval": "2025-11-03"}, ("row", "/time_interval", "invalid_time"), id="date"
        ),
        pytest.param(BAR, {"time_interval": None}, ("row", "/time_interval", "invalid_time"), id="null"),
        pytest.param(
            {"chart_type": "stat", "group_by": by("seen")},
            {"group": 5},
            ("row", "/group", "invalid_time"),
            id="group",
        ),
        pytest.param(
            {"chart_type": "stat", "group_by": {"type": "bucket", "interval": 5}},
            {"group": "other", "excluded": [1]},
            ("row", "/excluded", "invalid_time"),
            id="excluded-instant",
        ),
        pytest.param(PIE, {"label": {"a": 1}}, ("row", "", "wrong_type"), id="label-is-an-object"),
        pytest.param(PIE, {"label": "a\x00"}, ("row", "", "invalid_text"), id="label-no-database-holds"),
        pytest.param({"chart_type": "list"}, {"id": "x"}, ("row", "", "wrong_type"), id="id-is-text"),
        pytest.param(
            {"chart_type": "stat", "group_by": {"type": "bucket", "interval": 5}},
            {"group": "other", "excluded": []},
            ("row", "", "empty_group"),
            id="rest-of-no-buckets",
        ),
        pytest.param(PIE | {"field": "nope"}, ROW, ("widget", "/field", "unknown_field"), id="widget"),
        pytest.param(
            {"chart_type": "pie"}, ROW, ("widget", "/field", "missing_key"), id="widget-without-field"
        ),
        pytest.param(
            PIE | {"filters": {"field": "nope", "op": "eq", "value": 1}},
            ROW,
            ("widget", "/filters/field", "unknown_field"),
            id="filter",
        ),
    ],
)
def test_bad_input_is_a_problem(widget: Any, row: Any, problem: tuple[str, str, str]) -> None:
    with pytest.raises(InvalidInput) as caught:
        drill_down(widget, row, DATASET, dashboard_filters=SINCE, now=NOW)
    assert [(one.document, one.pointer, one.code) for one in caught.value.problems] == [problem]


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


@pytest.fixture(scope="module")
def metadata() -> Any:
    return TABLES
