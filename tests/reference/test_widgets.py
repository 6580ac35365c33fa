"""What a widget may be: its keys, the matrix cell by cell, and what each chart needs."""

from __future__ import annotations

from typing import Any, Final

import pytest
from sqlalchemy import Connection

from tests.reference.coverage import covers, each
from tests.reference.world import LAST_WEEK, answer, ids_from_sql, problems
from widgetql import effective_filters

METRIC: Final = "metric_evaluations.value"
# One metric of each kind.
NUMERIC, ENUM, BOOLEAN = 1, 2, 3
BAR: Final = {"chart_type": "bar", "aggregation_function": "count", "time_period": "day"}
PIE: Final = {"chart_type": "pie", "field": "topic"}
FILTER_1: Final = {"field": "success", "op": "eq", "value": True}
FILTER_2: Final = {
    "operator": "and",
    "conditions": [
        {"field": "timestamp", "op": "gte", "value": "today-7d"},
        {"field": "duration", "op": "gte", "value": 60},
    ],
}


def _plot(field: str, chart: str) -> dict[str, Any]:
    """A widget of a field, with a metric where the field needs one."""
    widget = {"field": field, "chart_type": chart} | ({} if chart != "bar" else BAR)
    return widget | ({"metric": NUMERIC} if field == METRIC else {})


@each(
    "field, data_type",
    {
        "widget.duration": ("duration", "numeric"),
        "widget.success": ("success", "boolean"),
        "widget.is_reviewed": ("is_reviewed", "boolean"),
        "widget.call_ended_reason": ("call_ended_reason", "string"),
        "widget.dropoff_point": ("dropoff_point", "string"),
        "widget.topic": ("topic", "string"),
        "widget.agent_id": ("agent_id", "numeric"),
        "widget.metric": (METRIC, "numeric"),
        "widget.metadata": ("metadata.org_name", "string"),
    },
    "app.plots",
)
def test_a_field_is_plotted_under_its_type(field: str, data_type: str, connection: Connection) -> None:
    body = answer(connection, _plot(field, "bar"), dashboard_filters=LAST_WEEK)
    assert body["metadata"]["data_type"] == data_type
    assert sum(row["value"] for row in body["data"]) > 0
    for declared in ("numeric", "boolean", "string", "datetime", "dynamic"):
        expected = declared == data_type or (field == METRIC and declared == "dynamic")
        found = problems(_plot(field, "bar") | {"data_type": declared}, connection)
        assert found == ([] if expected else [("/data_type", "data_type_mismatch")])


CHARTS: Final = ("line", "bar", "pie")
AGGREGATIONS: Final = ("count", "sum", "avg", "min", "max")


@each(
    "field, charts, aggregations",
    {
        "matrix.numeric": ("duration", "line bar", "count sum avg min max"),
        "matrix.boolean": ("success", "pie bar", "count avg"),
        "matrix.string": ("topic", "pie bar", "count"),
        "matrix.datetime": ("timestamp", "line bar", "count min max"),
        "metadata.charts": ("metadata.region", "pie bar", "count"),
    },
)
def test_the_matrix_cell_by_cell(field: str, charts: str, aggregations: str, connection: Connection) -> None:
    drawn = {chart: problems(_plot(field, chart), connection) for chart in CHARTS}
    refused = [("/chart_type", "chart_not_allowed")]
    assert drawn == {chart: [] if chart in charts.split() else refused for chart in CHARTS}
    bar = _plot(field, "bar")
    found = {name: problems(bar | {"aggregation_function": name}, connection) for name in AGGREGATIONS}
    refused = [("/aggregation_function", "aggregation_not_allowed")]
    assert found == {name: [] if name in aggregations.split() else refused for name in AGGREGATIONS}
    # What the matrix allows is answered.
    for chart in charts.split():
        assert answer(connection, _plot(field, chart), dashboard_filters=LAST_WEEK)["data"]
    for name in aggregations.split():
        widget = bar | {"aggregation_function": name}
        assert answer(connection, widget, dashboard_filters=LAST_WEEK)["data"]


@each(
    "metric, charts",
    {"matrix.ENUM": (ENUM, "pie"), "matrix.NUMERIC": (NUMERIC, "line bar pie")},
    "widget.metric",
)
def test_the_charts_of_a_metric(metric: int, charts: str, connection: Connection) -> None:
    widgets = {chart: _plot(METRIC, chart) | {"metric": metric} for chart in CHARTS}
    refused = [("/chart_type", "chart_not_allowed")]
    assert {chart: problems(widget, connection) for chart, widget in widgets.items()} == {
        chart: [] if chart in charts.split() else refused for chart in CHARTS
    }
    for chart in charts.split():
        assert answer(connection, widgets[chart], dashboard_filters=LAST_WEEK)["data"]


@each(
    "aggregation, fields",
    {
        "aggregation.count": ("count", "duration success topic timestamp"),
        "aggregation.sum": ("sum", "duration"),
        "aggregation.avg": ("avg", "duration success"),
        "aggregation.min": ("min", "duration timestamp"),
        "aggregation.max": ("max", "duration timestamp"),
    },
)
def test_the_types_of_an_aggregation(aggregation: str, fields: str, connection: Connection) -> None:
    widgets = {field: _plot(field, "bar") for field in ("duration", "success", "topic", "timestamp")}
    good = [
        field
        for field, widget in widgets.items()
        if problems(widget | {"aggregation_function": aggregation}, connection) == []
    ]
    assert good == fields.split()


@covers("metadata.nested")
def test_a_nested_key_is_not_plotted() -> None:
    assert problems(_plot("metadata.address.city", "pie")) == [("/field", "unknown_field")]


WORDS: Final = {
    "data_type": ("numeric", "boolean", "string", "datetime", "dynamic"),
    "time_period": ("hour", "day", "week", "month"),
    "aggregation_function": ("count", "sum", "avg", "min", "max"),
}


@pytest.mark.parametrize("key", WORDS)
@covers(
    *(f"{page}.{key}" for page in ("preview", "update") for key in WORDS),
)
def test_the_words_of_a_key(key: str, connection: Connection) -> None:
    # A line takes all of them: what it does not use must only be a word.
    line = _plot("duration", "line")
    found = {word: problems(line | {key: word}) for word in (*WORDS[key], "", None)}
    wrong = {
        word: [("/data_type", "data_type_mismatch")]
        for word in WORDS[key]
        if key == "data_type" and word != "numeric"
    }
    assert found == {word: wrong.get(word, []) for word in found}
    assert problems(line | {key: "other"})[0][0] == f"/{key}"
    assert problems(line | {key: 5})[0][0] == f"/{key}"
    blank = [answer(connection, line | {key: word}, dashboard_filters=LAST_WEEK) for word in ("", None)]
    assert blank == [answer(connection, line, dashboard_filters=LAST_WEEK)] * 2


@pytest.mark.parametrize("chart", ["line", "bar", "pie", "stat", "list"])
@covers("app.chart-types", "preview.chart_type", "update.chart_type", "chart.line", "chart.bar", "chart.pie")
def test_a_chart_type(chart: str, connection: Connection) -> None:
    field = {"stat": None, "pie": "topic"}.get(chart, "duration")
    widget = BAR | {"chart_type": chart, "field": field}
    body = answer(connection, widget, dashboard_filters=LAST_WEEK)
    assert body["chart_type"] == chart
    assert body["data"]
    assert problems(widget | {"chart_type": chart.upper()}) == [("/chart_type", "unknown_chart")]


@each(
    "field, chart",
    {
        "preview.field-duration": ("duration", "line"),
        "preview.field-success": ("success", "pie"),
        "preview.field-call_ended_reason": ("call_ended_reason", "pie"),
        "preview.field-metric": (METRIC, "line"),
        "preview.field-metadata": ("metadata.region", "pie"),
    },
    "update.field-examples",
)
def test_an_example_of_a_field(field: str, chart: str, connection: Connection) -> None:
    body = answer(connection, _plot(field, chart), dashboard_filters=LAST_WEEK)
    assert body["field_name"] == field
    assert body["data"]


@pytest.mark.parametrize("key", ["name", "field"])
@covers("preview.name", "preview.field", "update.lengths")
def test_at_most_255_characters(key: str) -> None:
    widget = _plot("topic", "pie")
    long = "metadata." + "x" * 246
    assert problems(widget | {key: long}) == []
    assert problems(widget | {key: long + "x"}) == [(f"/{key}", "too_long")]


@each("name", {"preview.name": "Topics of the week"})
def test_a_name_is_optional(name: str, connection: Connection) -> None:
    named, unnamed = (
        answer(connection, widget, dashboard_filters=LAST_WEEK)
        for widget in (PIE | {"name": name}, PIE | {"name": ""})
    )
    assert named == unnamed


@each("source", {"preview.filter-1": FILTER_1, "preview.filter-2": FILTER_2})
@covers("update.filter-1", "update.filter-2", "data.preview")
def test_an_example_of_filters(source: Any, connection: Connection) -> None:
    preview = PIE | {"filters": source, "dashboard_filters": LAST_WEEK}
    body = answer(connection, preview)
    assert body["widget_id"] is None
    assert body["data"] == answer(connection, PIE | {"filters": source}, dashboard_filters=LAST_WEEK)["data"]
    assert body["data"] != answer(connection, PIE, dashboard_filters=LAST_WEEK)["data"]


@pytest.mark.parametrize(
    ("extra", "expected"),
    [
        pytest.param({"metric": NUMERIC}, [], id="an-integer"),
        pytest.param({}, [("/metric", "missing_key")], id="none"),
        pytest.param({"metric": None}, [("/metric", "missing_key")], id="null"),
        pytest.param({"metric": 404}, [("/metric", "unknown_metric")], id="unknown"),
        pytest.param({"metric": 1.5}, [("/metric", "wrong_type")], id="no-integer"),
        pytest.param({"metric": True}, [("/metric", "wrong_type")], id="true-is-no-integer"),
    ],
)
@covers("preview.metric", "update.metric")
def test_a_metric_s_values_need_its_id(extra: Any, expected: Any, connection: Connection) -> None:
    assert problems({"chart_type": "line", "field": METRIC} | extra, connection) == expected


@each(
    "widget, expected",
    {
        "update.line": ({"chart_type": "line"}, [("/field", "missing_key")]),
        "update.pie": ({"chart_type": "pie"}, [("/field", "missing_key")]),
        "update.bar": (
            {"chart_type": "bar"},
            [
                ("/field", "missing_key"),
                ("/aggregation_function", "missing_key"),
                ("/time_period", "missing_key"),
            ],
        ),
        "update.stat": ({"chart_type": "stat", "field": "duration"}, [("/field", "not_for_chart")]),
    },
)
def test_what_a_chart_needs(widget: Any, expected: Any) -> None:
    assert problems(widget) == expected


@each(
    "widget",
    {
        "update.line": {"chart_type": "line", "field": "duration"},
        "update.pie": {"chart_type": "pie", "field": "call_ended_reason"},
        "update.bar": BAR | {"field": "call_ended_reason"},
        "update.stat": {"chart_type": "stat", "field": ""},
    },
)
def test_what_a_chart_needs_is_enough(widget: Any, connection: Connection) -> None:
    assert problems(widget) == []
    assert answer(connection, widget, dashboard_filters=LAST_WEEK)["data"]


@covers("preview.front-end", "update.front-end", "update.read-only", "update.metric_name")
def test_keys_of_others_are_accepted_and_not_used(connection: Connection) -> None:
    sent_back = {
        "id": 7,
        "dashboard": 3,
        "config": {"x": 0, "y": 4, "colour": "teal"},
        "metadata": {"w": 6, "h": 4},
        "effective_filters": {"field": "nonsense", "op": "eq", "value": 1},
        "metric_name": "accuracy",
        "created_at": "2025-11-03T10:30:00Z",
        "updated_at": "2025-11-03T10:30:00Z",
    }
    assert problems(PIE | sent_back) == []
    body = answer(connection, PIE | sent_back, dashboard_filters=LAST_WEEK)
    assert body == answer(connection, PIE, dashboard_filters=LAST_WEEK) | {"widget_id": 7}


@each(
    "group_by",
    {
        "update.group_by-field": {"type": "field", "field": "agent.id"},
        "update.group_by-bucket": {"type": "bucket", "interval": 3600000},
    },
    "get.group_by",
    "get.can_group_by",
)
def test_an_example_of_group_by(group_by: Any, connection: Connection) -> None:
    line = {"chart_type": "line", "field": "duration"}
    body = answer(connection, line | {"group_by": group_by}, dashboard_filters=LAST_WEEK)
    plain = answer(connection, line, dashboard_filters=LAST_WEEK)
    assert (body["group_by"], body["can_group_by"], plain["group_by"]) == (group_by, True, None)
    assert len({row["group"] for row in body["data"]}) > 1
    rows = [{name: row[name] for name in ("id", "timestamp", "value")} for row in body["data"]]
    assert rows == plain["data"]


@covers("update.group_by-bucket")
def test_a_bar_by_a_bucket_of_an_hour(connection: Connection) -> None:
    bucket = {"type": "bucket", "interval": 3600000}
    widget = {"chart_type": "bar", "field": "duration", "aggregation_function": "sum", "group_by": bucket}
    hourly = {key: value for key, value in widget.items() if key != "group_by"} | {"time_period": "hour"}
    by_bucket, by_hour = (
        answer(connection, one, dashboard_filters=LAST_WEEK)["data"] for one in (widget, hourly)
    )
    assert by_bucket == by_hour


@pytest.mark.parametrize("group_by", [None, {}, ""], ids=["null", "object", "text"])
@covers("update.group_by-none", "get.group_by")
def test_blank_group_by_is_none(group_by: Any, connection: Connection) -> None:
    body = answer(connection, PIE | {"group_by": group_by}, dashboard_filters=LAST_WEEK)
    assert body == answer(connection, PIE, dashboard_filters=LAST_WEEK)
    assert (body["group_by"], body["can_group_by"]) == (None, True)


@covers("update.effective_filters")
def test_effective_filters_serve_the_call_logs(connection: Connection) -> None:
    widget = PIE | {"filters": FILTER_1}
    merged = effective_filters(FILTER_2, widget)
    assert merged == {"operator": "and", "conditions": [FILTER_2, FILTER_1]}
    found = ids_from_sql(merged, connection)
    assert found == ids_from_sql(
        {"operator": "and", "conditions": [*FILTER_2["conditions"], FILTER_1]}, connection
    )


DASHBOARD: Final = {"field": "timestamp", "op": "gte", "value": "now-7d"}
OVERRIDE: Final = {"field": "is_reviewed", "op": "eq", "value": False}


@pytest.mark.parametrize(
    ("dashboard", "own", "override", "expected"),
    [
        pytest.param(None, None, None, [], id="none"),
        pytest.param(DASHBOARD, None, None, [DASHBOARD], id="dashboard"),
        pytest.param(None, FILTER_1, None, [FILTER_1], id="widget"),
        pytest.param(DASHBOARD, FILTER_1, None, [DASHBOARD, FILTER_1], id="dashboard-and-widget"),
        pytest.param(DASHBOARD, FILTER_1, OVERRIDE, [DASHBOARD, OVERRIDE], id="the-override-replaces"),
        pytest.param(None, FILTER_1, OVERRIDE, [OVERRIDE], id="the-widget-s-own"),
        pytest.param(DASHBOARD, FILTER_1, {}, [DASHBOARD, FILTER_1], id="an-empty-override-is-none"),
        pytest.param({}, FILTER_1, None, [FILTER_1], id="an-empty-dashboard-is-none"),
    ],
)
@covers("merge.order", "merge.and", "get.replace", "data.override")
def test_the_order_of_merging(dashboard: Any, own: Any, override: Any, expected: list[Any]) -> None:
    merged = effective_filters(dashboard, {"filters": own}, override)
    whole = {"operator": "and", "conditions": expected}
    assert merged == (whole if len(expected) > 1 else next(iter(expected), None))
