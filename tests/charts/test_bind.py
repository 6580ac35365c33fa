"""What a widget must fit: its chart's rules, its field's type, its metric, its time range."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine

from tests.charts.calls import DATASET, METRICS, NOW, calls, computed, metrics
from widgetql import InvalidInput, Limits, Problem, compute_widget_data, validate_widget
from widgetql.testing.databases import filled

BAR = {"chart_type": "bar", "field": "seconds", "aggregation_function": "avg", "time_period": "day"}
VALUE = {"field": "notes.value", "metric": 1}
DAY = {"type": "bucket", "interval": 86_400_000}


def table(*dimensions: Any, **more: Any) -> dict[str, Any]:
    return {"chart_type": "table", "dimensions": list(dimensions)} | more


def metric(aggregation: str, field: str | None = None, **more: Any) -> dict[str, Any]:
    return {"aggregation_function": aggregation, "field": field} | more


def by(field: str) -> dict[str, str]:
    return {"type": "field", "field": field}


FITS = {
    "line": {"chart_type": "line", "field": "seconds"},
    "line-of-instants": {"chart_type": "line", "field": "seen"},
    "line-by-field": {"chart_type": "line", "field": "seconds", "group_by": by("agent.name")},
    "line-with-leftovers": {
        "chart_type": "line",
        "field": "score",
        "aggregation_function": "avg",
        "time_period": "day",
    },
    "bar": BAR,
    "bar-by-bucket": {k: v for k, v in BAR.items() if k != "time_period"} | {"group_by": DAY},
    "bar-by-field": BAR | {"group_by": by("meta.region")},
    "pie": {"chart_type": "pie", "field": "topic", "include_missing": True},
    "pie-of-key": {"chart_type": "pie", "field": "meta.region"},
    "pie-of-numeric-metric": {"chart_type": "pie", **VALUE},
    "pie-by-to-many": {"chart_type": "pie", **VALUE, "group_by": by("notes.metric.name")},
    "stat": {"chart_type": "stat"},
    "stat-by-bucket": {"chart_type": "stat", "group_by": DAY},
    "list": {"chart_type": "list"},
    "list-with-columns": {"chart_type": "list", "field": "cost", "columns": ["agent.name", "meta.region"]},
    "table": table("topic", {"field": "timestamp", "time_period": "day"}, metrics=[metric("p95", "score")]),
    "table-of-metrics": table(metrics=[metric("count"), metric("sum", "cost", name="summed")]),
    "table-of-rows": table("topic", "timestamp", order_by=[{"name": "topic"}]),
    "table-to-many": table(
        "notes.metric.name", metrics=[metric("count")], order_by=[{"name": "record_count"}]
    ),
    "table-dynamic": table("topic", metrics=[metric("avg", "notes.value")], metric=1),
    "data-type": BAR | {"data_type": "numeric"},
    "data-type-dynamic": BAR | VALUE | {"data_type": "dynamic"},
    "data-type-resolved": BAR | VALUE | {"data_type": "numeric"},
}


@pytest.mark.parametrize("widget", FITS.values(), ids=FITS)
def test_a_widget_that_fits_also_computes(engine: Engine, widget: dict[str, Any]) -> None:
    with filled(engine, {metrics: METRICS, calls: [{"id": 1, "at": NOW - timedelta(days=1)}]}) as connection:
        assert validate_widget(widget, DATASET, connection=connection) == []
        assert computed(connection, widget).chart_type == widget["chart_type"]


PROBLEMS = {
    "line-without-field": ({"chart_type": "line"}, "/field", "missing_key"),
    "pie-without-field": ({"chart_type": "pie"}, "/field", "missing_key"),
    "bar-without-field": ({k: v for k, v in BAR.items() if k != "field"}, "/field", "missing_key"),
    "bar-without-aggregation": (
        BAR | {"aggregation_function": ""},
        "/aggregation_function",
        "missing_key",
    ),
    "bar-without-period": (BAR | {"time_period": None}, "/time_period", "missing_key"),
    "bar-with-both": (BAR | {"group_by": DAY}, "/time_period", "conflicting_keys"),
    "unknown-field": (BAR | {"field": "secnds"}, "/field", "unknown_field"),
    "nested-key": ({"chart_type": "pie", "field": "meta.a.b"}, "/field", "unknown_field"),
    "json-column": ({"chart_type": "pie", "field": "meta"}, "/field", "unknown_field"),
    "relation": ({"chart_type": "pie", "field": "agent"}, "/field", "unknown_field"),
    "filter-only": ({"chart_type": "pie", "field": "hidden"}, "/field", "not_plottable"),
    "line-of-text": ({"chart_type": "line", "field": "topic"}, "/chart_type", "chart_not_allowed"),
    "line-of-boolean": ({"chart_type": "line", "field": "ok"}, "/chart_type", "chart_not_allowed"),
    "pie-of-number": ({"chart_type": "pie", "field": "seconds"}, "/chart_type", "chart_not_allowed"),
    "pie-of-instant": ({"chart_type": "pie", "field": "seen"}, "/chart_type", "chart_not_allowed"),
    "sum-of-boolean": (
        BAR | {"field": "ok", "aggregation_function": "sum"},
        "/aggregation_function",
        "aggregation_not_allowed",
    ),
    "avg-of-text": (BAR | {"field": "topic"}, "/aggregation_function", "aggregation_not_allowed"),
    "avg-of-instant": (BAR | {"field": "seen"}, "/aggregation_function", "aggregation_not_allowed"),
    "data-type-differs": (BAR | {"data_type": "string"}, "/data_type", "data_type_mismatch"),
    "data-type-dynamic": (BAR | {"data_type": "dynamic"}, "/data_type", "data_type_mismatch"),
    "no-metric": (BAR | {"field": "notes.value"}, "/metric", "missing_key"),
    "unknown-metric": (BAR | VALUE | {"metric": 77}, "/metric", "unknown_metric"),
    "metric-beyond-its-column": (BAR | VALUE | {"metric": 2**70}, "/metric", "unknown_metric"),
    "metric-of-32-bits": (BAR | VALUE | {"metric": 2**40}, "/metric", "unknown_metric"),
    "metric-of-text": (BAR | VALUE | {"metric": "1"}, "/metric", "wrong_type"),
    "unknown-kind": (BAR | VALUE | {"metric": 9}, "/metric", "unknown_kind"),
    "metric-unused": (BAR | {"metric": 1}, "/metric", "not_for_chart"),
    "enum-in-bar": (
        BAR | VALUE | {"metric": 2, "aggregation_function": "count"},
        "/chart_type",
        "chart_not_allowed",
    ),
    "boolean-in-line": ({"chart_type": "line", **VALUE, "metric": 3}, "/chart_type", "chart_not_allowed"),
    "group-unknown": (BAR | {"group_by": by("x")}, "/group_by/field", "unknown_field"),
    "group-dynamic": (BAR | {"group_by": by("notes.value")}, "/group_by/field", "not_plottable"),
    "group-to-many": (BAR | {"group_by": by("notes.text")}, "/group_by/field", "fan_out"),
    "group-of-another": (BAR | VALUE | {"group_by": by("tags.text")}, "/group_by/field", "fan_out"),
    "stat-by-to-many": (
        {"chart_type": "stat", "group_by": by("notes.text")},
        "/group_by/field",
        "fan_out",
    ),
    "list-of-no-metric": ({"chart_type": "list", "field": "notes.value"}, "/metric", "missing_key"),
    "bar-unread-metrics": (
        {"chart_type": "bar", "time_period": "day", "metrics": 5},
        "/metrics",
        "not_a_list",
    ),
    "bar-unread-bucket": (
        {
            "chart_type": "bar",
            "field": "seconds",
            "aggregation_function": "count",
            "group_by": {"type": "bucket", "interval": 0},
        },
        "/group_by/interval",
        "out_of_range",
    ),
    "table-unread-metrics": ({"chart_type": "table", "metrics": 5}, "/metrics", "not_a_list"),
    "list-metric-unused": ({"chart_type": "list", "field": "topic", "metric": 1}, "/metric", "not_for_chart"),
    "list-metric-alone": ({"chart_type": "list", "metric": 1}, "/metric", "not_for_chart"),
    "list-order-of-nothing": (
        {"chart_type": "list", "field": "topic", "order_by": [{"name": "topic"}]},
        "/order_by/0/name",
        "unknown_field",
    ),
    "list-column-to-many": ({"chart_type": "list", "columns": ["notes.text"]}, "/columns/0", "fan_out"),
    "list-column-twice": (
        {"chart_type": "list", "columns": ["topic", "topic"]},
        "/columns/1",
        "duplicate_name",
    ),
    "list-column-id": (
        {"chart_type": "list", "columns": ["topic", "timestamp"]},
        "/columns/1",
        "duplicate_name",
    ),
    "list-cursor": ({"chart_type": "list", "cursor": "??"}, "/cursor", "invalid_cursor"),
    "table-of-nothing": ({"chart_type": "table"}, "/dimensions", "missing_key"),
    "table-period-elsewhere": (
        table({"field": "seen", "time_period": "day"}, metrics=[metric("count")]),
        "/dimensions/0/time_period",
        "not_for_chart",
    ),
    "table-period-of-rows": (
        table({"field": "timestamp", "time_period": "day"}),
        "/dimensions/0/time_period",
        "not_for_chart",
    ),
    "table-aggregation": (
        table("topic", metrics=[metric("sum", "ok")]),
        "/metrics/0/aggregation_function",
        "aggregation_not_allowed",
    ),
    "table-fan-out": (table("notes.text", metrics=[metric("sum", "cost")]), "/metrics/0", "fan_out"),
    "table-two-relations": (table("notes.text", "tags.text"), "/dimensions", "fan_out"),
    "table-name-twice": (
        table("topic", metrics=[metric("count", name="topic")]),
        "/metrics/0/name",
        "duplicate_name",
    ),
    "table-name-taken": (
        table("topic", metrics=[metric("count", name="sample_count")]),
        "/metrics/0/name",
        "duplicate_name",
    ),
    "table-order": (
        table("topic", order_by=[{"name": "cost"}]),
        "/order_by/0/name",
        "unknown_field",
    ),
    "table-order-by-absent-count": (
        table("topic", metrics=[metric("count")], order_by=[{"name": "record_count"}]),
        "/order_by/0/name",
        "unknown_field",
    ),
    "own-filter": (
        BAR | {"filters": {"field": "ok", "op": "eq", "value": "yes"}},
        "/filters/value",
        "wrong_type",
    ),
}


@pytest.mark.parametrize(("widget", "pointer", "code"), PROBLEMS.values(), ids=PROBLEMS)
def test_a_widget_that_does_not_fit(engine: Engine, widget: dict[str, Any], pointer: str, code: str) -> None:
    with filled(engine, {metrics: METRICS}) as connection:
        found = validate_widget(widget, DATASET, connection=connection)
        assert [(one.document, one.pointer, one.code) for one in found] == [("widget", pointer, code)]
        with pytest.raises(InvalidInput) as caught:
            computed(connection, widget)
    assert list(caught.value.problems) == found


def test_a_dynamic_field_needs_the_connection() -> None:
    problem = Problem(
        "widget",
        "/metric",
        "connection_required",
        "the type of notes.value depends on its metric: validate it with a connection",
    )
    assert validate_widget(BAR | VALUE, DATASET) == [problem]


def test_a_metric_outside_the_scope_does_not_exist(engine: Engine) -> None:
    with filled(engine, {metrics: METRICS}) as connection:
        found = validate_widget(
            BAR | VALUE, DATASET, connection=connection, scope={calls: None, metrics: metrics.c.id > 1}
        )
    assert [(one.pointer, one.code, one.message) for one in found] == [
        ("/metric", "unknown_metric", "there is no metric 1")
    ]


def test_a_dataset_without_timestamp_has_no_widgets() -> None:
    bare = type(DATASET)(calls, id=calls.c.id, fields={})
    with pytest.raises(ValueError, match="declares no timestamp="):
        validate_widget(BAR, bare)


# The time range, with the messages of the reference

REQUIRED = "A gt or gte filter on timestamp is required."
TOO_OLD = "Timestamp filter value is too far in the past. Maximum allowed range is {}."
TOO_LONG = "The timestamp filter spans more than the maximum allowed range of {}."


def since(value: str, op: str = "gte") -> dict[str, Any]:
    return {"field": "timestamp", "op": op, "value": value}


def all_of(*conditions: Any) -> dict[str, Any]:
    return {"operator": "and", "conditions": list(conditions)}


def any_of(*conditions: Any) -> dict[str, Any]:
    return {"operator": "or", "conditions": list(conditions)}


TOPIC = {"field": "topic", "op": "eq", "value": "a"}
MONTH = timedelta(days=30)
RANGES: dict[str, tuple[Any, dict[str, Any], str | None]] = {
    "none": (None, {}, REQUIRED),
    "another-field": (TOPIC, {}, REQUIRED),
    "only-an-end": (since("now", "lte"), {}, REQUIRED),
    "neq": (since("2025-11-03", "neq"), {}, REQUIRED),
    "under-not": ({"operator": "not", "conditions": [since("now-1d")]}, {}, REQUIRED),
    "one-branch": (any_of(since("now-1d"), TOPIC), {}, REQUIRED),
    "both-branches": (any_of(since("now-1d"), since("now-2d")), {}, None),
    "gt": (since("now-1d", "gt"), {}, None),
    "eq": (since("2025-11-03", "eq"), {}, None),
    "in": (since(["2025-11-03", "2025-11-04"], "in"), {}, None),  # type: ignore[arg-type]
    "in-nothing": (since([], "in"), {}, None),  # type: ignore[arg-type]
    "between": (since(["2025-11-03", "2025-11-04"], "between"), {}, None),  # type: ignore[arg-type]
    "now-30d": (since("now-30d"), {}, None),
    "today-30d": (since("today-30d"), {}, TOO_OLD.format("30 days")),
    "now-31d": (since("now-31d"), {}, TOO_OLD.format("30 days")),
    "absolute": (since("2025-10-01"), {}, TOO_OLD.format("30 days")),
    "sub-range": (all_of(since("2025-10-01"), since("2025-10-02", "lt")), {}, TOO_OLD.format("30 days")),
    "tightest-counts": (all_of(since("now-90d"), since("now-1d")), {}, None),
    "loosest-counts": (any_of(since("now-90d"), since("now-1d")), {}, TOO_OLD.format("30 days")),
    "7-days": (since("now-8d"), {"max_range": timedelta(days=7)}, TOO_OLD.format("7 days")),
    "1-hour": (since("now-2h"), {"max_range": timedelta(hours=1)}, TOO_OLD.format("1 hour")),
    "90-days": (since("now-80d"), {"max_range": timedelta(days=90)}, None),
    "a-second-old": (since("now-30d-1s"), {}, None),
    "beyond-slack": (since("now-30d-5m-1s"), {}, TOO_OLD.format("30 days")),
    "no-slack": (since("now-30d-1s"), {"range_slack": timedelta(0)}, TOO_OLD.format("30 days")),
    "span": (all_of(since("now-1d"), since("now+29d+5m+1s", "lte")), {}, TOO_LONG.format("30 days")),
    "span-fits": (all_of(since("now-1d"), since("now+29d+5m", "lte")), {}, None),
    "lifted": (None, {"max_range": None}, None),
    "lifted-old": (since("1990-01-01"), {"max_range": None}, None),
}


@pytest.mark.parametrize(("filters", "given", "message"), RANGES.values(), ids=RANGES)
@pytest.mark.parametrize("chart", ["bar", "pie", "stat", "list"])
def test_the_time_range(
    filters: Any, given: dict[str, Any], message: str | None, chart: str, sqlite: Engine
) -> None:
    widget = {"bar": BAR, "pie": {"chart_type": "pie", "field": "topic"}}.get(chart, {"chart_type": chart})
    options: dict[str, Any] = {"now": NOW, "limits": Limits(**given)}
    with sqlite.connect() as connection:
        if message is None:
            data = compute_widget_data(connection, widget, DATASET, dashboard_filters=filters, **options)
            assert data.chart_type == chart
            return
        with pytest.raises(InvalidInput) as caught:
            compute_widget_data(connection, widget, DATASET, dashboard_filters=filters, **options)
    assert [problem.message for problem in caught.value.problems] == [message]
    assert caught.value.to_dict()["detail"] == message


@pytest.mark.parametrize(
    ("dashboard", "own", "override", "document"),
    [
        pytest.param(since("now-90d"), None, None, "dashboard_filters", id="dashboard"),
        pytest.param(None, since("now-90d"), None, "widget", id="widget"),
        pytest.param(None, since("now-1d"), since("now-90d"), "filters", id="override"),
        pytest.param(None, since("now-1d"), TOPIC, "filters", id="override-without-bound"),
    ],
)
def test_a_range_problem_names_its_document(
    dashboard: Any, own: Any, override: Any, document: str, sqlite: Engine
) -> None:
    given: dict[str, Any] = {"dashboard_filters": dashboard, "filters": override, "now": NOW}
    with sqlite.connect() as connection, pytest.raises(InvalidInput) as caught:
        compute_widget_data(connection, BAR | {"filters": own}, DATASET, **given)
    assert [problem.document for problem in caught.value.problems] == [document]


def test_the_bound_may_come_from_anywhere(sqlite: Engine) -> None:
    with sqlite.connect() as connection:
        for given in (
            {"dashboard_filters": since("now-1d")},
            {"filters": '{"field":"timestamp","op":"gte","value":"now-1d"}'},
        ):
            assert compute_widget_data(connection, BAR, DATASET, now=NOW, **given).data == []
        preview = BAR | {"dashboard_filters": since("now-1d")}
        assert compute_widget_data(connection, preview, DATASET, now=NOW).data == []


def test_validate_does_not_ask_for_the_bound() -> None:
    assert validate_widget(BAR, DATASET) == []


@pytest.mark.parametrize(
    ("widget", "pointer"),
    [
        pytest.param(BAR | {"time_period": "minute"}, "/time_period", id="period"),
        pytest.param(
            BAR | {"time_period": None, "group_by": {"type": "bucket", "interval": 1}},
            "/group_by",
            id="bucket",
        ),
        pytest.param(
            {"chart_type": "stat", "group_by": {"type": "bucket", "interval": 1}}, "/group_by", id="group"
        ),
        pytest.param(
            table({"field": "timestamp", "time_period": "minute"}, metrics=[metric("count")]),
            "/dimensions",
            id="dimension",
        ),
    ],
)
@pytest.mark.parametrize("bounded", [True, False], ids=["range", "records"])
def test_a_grain_too_fine_for_its_range(
    sqlite: Engine, widget: dict[str, Any], pointer: str, bounded: bool
) -> None:
    # Without a lower bound the records themselves say where the buckets begin.
    limits = Limits(max_buckets=100) if bounded else Limits(max_buckets=100, max_range=None)
    filters = since("now-1d") if bounded else None
    rows = {calls: [{"id": 1, "at": NOW - timedelta(days=2)}]}
    with filled(sqlite, rows) as connection, pytest.raises(InvalidInput) as caught:
        computed(connection, widget, dashboard_filters=filters, limits=limits)
    assert [(one.pointer, one.code) for one in caught.value.problems] == [(pointer, "too_many")]
