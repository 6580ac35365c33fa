"""What comes back: the documents' examples to the letter, their shapes and schema, drill-downs."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import pytest
from sqlalchemy import Connection

from examples.call_centre import call_logs, calls
from tests.reference.coverage import covers, each
from tests.reference.world import LAST_WEEK, METRICS, NOW, answer, ids_from_sql, refusal
from widgetql import drill_down
from widgetql.testing.databases import put

Seeds = list[dict[str, Any]]

NOVEMBER_3: Final = datetime(2025, 11, 3, tzinfo=UTC)
LINE: Final = {"chart_type": "line", "field": "duration"}
BAR: Final = {
    "chart_type": "bar",
    "field": "latency",
    "aggregation_function": "avg",
    "time_period": "day",
}
PIE: Final = {"chart_type": "pie", "field": "call_ended_reason"}
STAT: Final = {"chart_type": "stat", "field": ""}

GUIDE_LINE: Final = """[
  { "id": 1, "timestamp": "2025-11-03T00:00:00Z", "value": 45 },
  { "id": 2, "timestamp": "2025-11-03T01:00:00Z", "value": 62 }
]"""
API_LINE: Final = """[
  { "id": 1, "timestamp": "2025-11-03T10:30:00Z", "value": 45 },
  { "id": 2, "timestamp": "2025-11-03T11:15:00Z", "value": 62 }
]"""
GUIDE_BAR: Final = """[
  { "time_interval": "2025-11-03T00:00:00Z", "value": 4.5, "sample_count": 10 },
  { "time_interval": "2025-11-04T00:00:00Z", "value": 3.2, "sample_count": 8 }
]"""
GUIDE_PIE: Final = """[
  { "label": "customer_ended_call", "value": 320, "percentage": 45.7 },
  { "label": "agent_ended_call", "value": 210, "percentage": 30.0 },
  { "label": "timeout", "value": 105, "percentage": 15.0 },
  { "label": "error", "value": 65, "percentage": 9.3 }
]"""
# The API's page shows the first two of the guide's slices.
API_PIE: Final = """[
  { "label": "customer_ended_call", "value": 320, "percentage": 45.7 },
  { "label": "agent_ended_call", "value": 210, "percentage": 30.0 }
]"""


def _at(start: datetime, *columns: dict[str, Any]) -> Seeds:
    """Calls at an instant and every second after it."""
    return [{"timestamp": start + timedelta(seconds=index)} | row for index, row in enumerate(columns)]


def _seed(connection: Connection, seeds: Seeds) -> None:
    """Put calls, numbered from 1."""
    keys = {key for row in seeds for key in row}
    shared = {"organisation_id": 1, "is_reviewed": False} | dict.fromkeys(keys)
    rows = [shared | {"id": number} | row for number, row in enumerate(seeds, start=1)]
    put(connection, {call_logs: rows})


def _points(*times: timedelta) -> Seeds:
    return [
        {"timestamp": NOVEMBER_3 + time, "duration": duration}
        for time, duration in zip(times, (45, 62), strict=True)
    ]


_AVERAGES: Final = [
    *_at(NOVEMBER_3, *[{"latency": value} for value in (4.0, 5.0) * 5], {"latency": None}),
    *_at(NOVEMBER_3 + timedelta(days=1), *[{"latency": value} for value in (3.0,) * 7 + (4.6,)]),
]
_COUNTS: Final = {"customer_ended_call": 320, "agent_ended_call": 210, "timeout": 105, "error": 65}
_REASONS: Final = _at(
    NOVEMBER_3,
    *[{"call_ended_reason": reason} for reason, count in _COUNTS.items() for _ in range(count)],
    {"call_ended_reason": None},
)
_GUIDE_POINTS: Final = _points(timedelta(0), timedelta(hours=1))
_API_POINTS: Final = _points(timedelta(hours=10, minutes=30), timedelta(hours=11, minutes=15))


@each(
    "widget, seeds, example",
    {
        "output.line": (LINE, _GUIDE_POINTS, GUIDE_LINE),
        "output.bar": (BAR, _AVERAGES, GUIDE_BAR),
        "output.pie": (PIE, _REASONS, GUIDE_PIE),
        "get.example-line": (LINE, _API_POINTS, API_LINE),
        "get.example-bar": (BAR, _AVERAGES, GUIDE_BAR),
        "get.example-pie": (PIE, _REASONS, API_PIE),
        "preview.data-line": (LINE, _API_POINTS, API_LINE),
        "preview.data-bar": (BAR, _AVERAGES, GUIDE_BAR),
        "preview.data-pie": (PIE, _REASONS, API_PIE),
    },
)
def test_an_example_of_data_to_the_letter(
    widget: Any, seeds: Seeds, example: str, emptied: Connection
) -> None:
    _seed(emptied, seeds)
    data = answer(emptied, widget, dashboard_filters=LAST_WEEK)["data"]
    expected = json.loads(example)
    assert json.dumps(data[: len(expected)]) == json.dumps(expected)
    assert len(data) == (4 if widget is PIE else len(expected))


ROW_KEYS: Final = {
    "line": ["id", "timestamp", "value"],
    "bar": ["time_interval", "value", "sample_count"],
    "pie": ["label", "value", "percentage"],
    "stat": ["total_calls", "success_rate", "avg_duration", "p95_latency"],
}
METADATA: Final = ["display_name", "data_type", "filter_value"]


@each(
    "widget",
    {"get.shape-line": LINE, "get.shape-bar": BAR, "get.shape-pie": PIE, "get.shape-stat": STAT},
)
def test_the_keys_of_data_and_metadata(widget: Any, connection: Connection) -> None:
    # From midnight on: a bucket that the range cuts is marked.
    whole_days = {"field": "timestamp", "op": "gte", "value": "2025-11-01"}
    cut = {"field": "timestamp", "op": "lt", "value": "2025-11-05"}
    source = {"operator": "and", "conditions": [whole_days, cut]}
    body = answer(connection, widget, filters=source)
    rows = [body["data"]] if widget is STAT else body["data"]
    assert {tuple(row) for row in rows} == {tuple(ROW_KEYS[widget["chart_type"]])}
    assert list(body["metadata"])[:3] == METADATA


SCHEMA: Final[dict[str, tuple[type, ...]]] = {
    "widget_id": (int,),
    "field_name": (str,),
    "chart_type": (str,),
    "data": (list,),
    "aggregation_function": (str, type(None)),
    "time_period": (str, type(None)),
    "group_by": (object,),
    "can_group_by": (bool,),
    "metadata": (dict,),
}
DATA_TYPES: Final = ("numeric", "boolean", "string", "datetime", "dynamic")


def _violations(body: dict[str, Any]) -> Iterator[str]:
    """What the response schema does not allow, key by key."""
    for name, types in SCHEMA.items():
        if name not in body:
            yield f"{name} is missing"
        elif type(body[name]) not in types and object not in types:
            yield f"{name} is {body[name]!r}"
    metadata = body["metadata"]
    if not isinstance(metadata.get("display_name"), str):
        yield "metadata.display_name is no text"
    if metadata.get("data_type") not in DATA_TYPES:
        yield f"metadata.data_type is {metadata.get('data_type')!r}"
    if "filter_value" not in metadata:
        yield "metadata.filter_value is missing"
    if not all(isinstance(row, dict) for row in body["data"]):
        yield "data holds something that is no object"


@each(
    "widget, exceptions",
    {
        "get.schema-line": (LINE, []),
        "get.schema-bar": (BAR, []),
        "get.schema-pie": (PIE, []),
        # The same page says that a stat's data is one object, and no field has no type.
        "get.schema-stat": (STAT, ["data is", "metadata.data_type is None", "data holds"]),
    },
)
def test_the_schema_of_the_response(widget: Any, exceptions: list[str], connection: Connection) -> None:
    body = answer(connection, widget | {"id": 7}, dashboard_filters=LAST_WEEK)
    body = json.loads(json.dumps(body, allow_nan=False))
    found = list(_violations(body))
    assert len(found) == len(exceptions)
    assert all(one.startswith(start) for one, start in zip(found, exceptions, strict=True))
    assert list(body) == list(SCHEMA)
    assert (body["widget_id"], body["chart_type"]) == (7, widget["chart_type"])
    assert body["field_name"] == widget["field"]
    assert body["aggregation_function"] == widget.get("aggregation_function")
    assert body["time_period"] == widget.get("time_period")


@pytest.mark.parametrize(
    ("widget", "expected"),
    [
        pytest.param(LINE, ("Call duration", "numeric", None), id="a-label"),
        pytest.param(PIE, ("call_ended_reason", "string", None), id="a-path-without-a-label"),
        pytest.param(
            {"chart_type": "line", "field": "metric_evaluations.value", "metric": 1},
            ("accuracy", "numeric", 1),
            id="a-numeric-metric",
        ),
        pytest.param(
            {"chart_type": "pie", "field": "metric_evaluations.value", "metric": 2, "data_type": "dynamic"},
            ("sentiment", "string", 2),
            id="an-enum-metric",
        ),
        pytest.param(
            {"chart_type": "pie", "field": "metric_evaluations.value", "metric": 3},
            ("greeted", "boolean", 3),
            id="a-boolean-metric",
        ),
    ],
)
@covers("get.display_name", "get.data_type", "get.filter_value", "update.metric_name")
def test_metadata(widget: Any, expected: tuple[Any, ...], connection: Connection) -> None:
    metadata = answer(connection, widget, dashboard_filters=LAST_WEEK)["metadata"]
    assert tuple(metadata[key] for key in METADATA) == expected
    assert expected[2] is None or METRICS[expected[2]]["name"] == expected[0]


@covers("update.stat")
def test_the_four_numbers_of_a_stat(emptied: Connection) -> None:
    seeds = [
        {"success": success, "duration": duration, "latency": latency}
        for success, duration, latency in (
            (True, 60, 100.0),
            (True, 63, 200.0),
            (False, None, 300.0),
            (None, None, None),
        )
    ]
    _seed(emptied, _at(NOVEMBER_3, *seeds))
    stats = answer(emptied, STAT, dashboard_filters=LAST_WEEK)["data"]
    assert stats == {"total_calls": 4, "success_rate": 2 / 3, "avg_duration": 61.5, "p95_latency": 290.0}


@each(
    "period, starts",
    {
        "period.hour": ("hour", ["2025-11-03T00:00:00Z", "2025-11-03T23:00:00Z", "2025-11-04T00:00:00Z"]),
        "period.day": ("day", ["2025-11-03T00:00:00Z", "2025-11-04T00:00:00Z"]),
        "period.week": ("week", ["2025-10-27T00:00:00Z", "2025-11-03T00:00:00Z"]),
        "period.month": ("month", ["2025-10-01T00:00:00Z", "2025-11-01T00:00:00Z"]),
    },
)
def test_the_buckets_of_a_period(period: str, starts: list[str], emptied: Connection) -> None:
    times = [timedelta(minutes=59), timedelta(hours=23, minutes=1), timedelta(days=1)]
    if period in ("week", "month"):
        times.append(timedelta(days=-3 if period == "month" else -1))
    _seed(emptied, [{"timestamp": NOVEMBER_3 + time, "latency": 1.0} for time in times])
    source = {"field": "timestamp", "op": "gte", "value": "now-30d"}
    data = answer(emptied, BAR | {"time_period": period}, dashboard_filters=source)["data"]
    assert [row["time_interval"] for row in data] == starts


OVERRIDE: Final = {
    "operator": "and",
    "conditions": [
        {"field": "timestamp", "op": "gte", "value": "now-7d"},
        {"field": "timestamp", "op": "lte", "value": "now"},
    ],
}
OWN: Final = PIE | {"filters": {"field": "success", "op": "eq", "value": True}}


@each(
    "override",
    {
        "get.override-example": OVERRIDE,
        "get.parameter-example": {"operator": "and", "conditions": OVERRIDE["conditions"][:1]},
    },
    "get.replace",
    "data.override",
)
def test_an_override_replaces_the_widget_s_filters(override: Any, connection: Connection) -> None:
    bare = answer(connection, PIE, filters=override)["data"]
    assert answer(connection, OWN, filters=override)["data"] == bare
    assert answer(connection, OWN, filters=json.dumps(override))["data"] == bare
    # The dashboard's filters stay.
    dashboard = OWN["filters"]
    narrowed = answer(connection, OWN, filters=override, dashboard_filters=dashboard)["data"]
    assert narrowed == answer(connection, OWN, dashboard_filters=OVERRIDE)["data"]
    assert narrowed != bare


@covers("get.replace")
def test_an_override_must_bring_its_own_bound(connection: Connection) -> None:
    widget = PIE | {"filters": LAST_WEEK}
    assert answer(connection, widget)["data"]
    body = refusal(connection, widget, filters={"field": "success", "op": "eq", "value": True})
    assert body["detail"] == "A gt or gte filter on timestamp is required."


@covers("metadata.pie")
def test_a_pie_of_a_metadata_key(emptied: Connection) -> None:
    regions = ["US", "US", "EU", None, "APAC", "US", "EU"]
    _seed(emptied, _at(NOVEMBER_3, *[{"metadata": {"region": region}} for region in regions]))
    data = answer(emptied, PIE | {"field": "metadata.region"}, dashboard_filters=LAST_WEEK)["data"]
    assert data == [
        {"label": "US", "value": 3, "percentage": 50.0},
        {"label": "EU", "value": 2, "percentage": 33.3},
        {"label": "APAC", "value": 1, "percentage": 16.7},
    ]


@pytest.mark.parametrize("chart", ["line", "bar", "pie"])
@covers("app.drill")
def test_the_records_behind_a_point(chart: str, connection: Connection) -> None:
    group = {"type": "field", "field": "agent.id"}
    widget = {"line": LINE, "bar": BAR | {"field": "duration"}, "pie": PIE}[chart] | {"group_by": group}
    rows = answer(connection, widget, dashboard_filters=LAST_WEEK)["data"]
    assert len(rows) > 5
    for row in rows[:20]:
        source = drill_down(widget, row, calls, dashboard_filters=LAST_WEEK, now=NOW)
        found = ids_from_sql(source, connection)
        if chart == "line":
            assert found == [row["id"]]
        else:
            assert len(found) == row["sample_count" if chart == "bar" else "value"]
