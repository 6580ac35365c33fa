"""Relative times and the time range of widgets, to the instant and to the word."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any, Final

import pytest
from sqlalchemy import Connection

from tests.reference.coverage import covers, each
from tests.reference.world import CALLS, NOW, answer, ids_from_sql, ids_where, refusal

MIDNIGHT: Final = datetime(2025, 11, 5, tzinfo=UTC)
TOO_OLD: Final = "Timestamp filter value is too far in the past. Maximum allowed range is 30 days."
REQUIRED: Final = "A gt or gte filter on timestamp is required."
WIDGET: Final = {"chart_type": "pie", "field": "is_reviewed"}


def _since(value: str, op: str = "gte") -> dict[str, Any]:
    return {"field": "timestamp", "op": op, "value": value}


def _window(start: str, end: str) -> dict[str, Any]:
    return {"operator": "and", "conditions": [_since(start), _since(end, "lte")]}


@each(
    "value, start",
    {
        "time.now": ("now", NOW),
        "time.now-1d": ("now-1d", NOW - timedelta(days=1)),
        "time.now-7d": ("now-7d", NOW - timedelta(days=7)),
        "time.now-2h": ("now-2h", NOW - timedelta(hours=2)),
        "time.now-30m": ("now-30m", NOW - timedelta(minutes=30)),
        "time.today-7d": ("today-7d", MIDNIGHT - timedelta(days=7)),
        "time.unit-s": ("now-100000s", NOW - timedelta(seconds=100_000)),
        "time.unit-m": ("now-3000m", NOW - timedelta(minutes=3_000)),
        "time.unit-h": ("now-50h", NOW - timedelta(hours=50)),
        "time.unit-d": ("now-3d", NOW - timedelta(days=3)),
        "time.unit-w": ("now-2w", NOW - timedelta(weeks=2)),
        "time.unit-M": ("now-1M", NOW.replace(month=10)),
        "time.unit-y": ("now-1y+1y", NOW),
    },
)
def test_a_relative_time_is_an_instant(value: str, start: datetime, connection: Connection) -> None:
    found = ids_from_sql(_since(value), connection)
    assert found == ids_where(lambda call: call["timestamp"] >= start)
    assert 0 < len(found) < len(CALLS)


@covers("time.unit-y")
def test_a_year_ago_is_before_all_records(connection: Connection) -> None:
    assert len(ids_from_sql(_since("now-1y"), connection)) == len(CALLS)


@pytest.mark.parametrize(
    ("op", "holds"),
    [
        pytest.param("gte", lambda at: at >= MIDNIGHT, id="gte-from-its-start"),
        pytest.param("gt", lambda at: at > MIDNIGHT, id="gt-after-its-start"),
        pytest.param("lte", lambda at: at < MIDNIGHT + timedelta(days=1), id="lte-through-its-end"),
        pytest.param("lt", lambda at: at < MIDNIGHT + timedelta(days=1), id="lt-through-its-end"),
    ],
)
@covers("time.today-from", "time.today-through", "time.utc")
def test_today(op: str, holds: Any, connection: Connection) -> None:
    found = ids_from_sql(_since("today", op), connection)
    assert found == ids_where(lambda call: holds(call["timestamp"]))
    assert 0 < len(found) < len(CALLS)


@covers("time.example")
def test_the_last_seven_days(connection: Connection) -> None:
    source = {
        "operator": "and",
        "conditions": [
            {"field": "timestamp", "op": "gte", "value": "today-7d"},
            {"field": "timestamp", "op": "lte", "value": "now"},
        ],
    }
    start = MIDNIGHT - timedelta(days=7)
    expected = ids_where(lambda call: start <= call["timestamp"] <= NOW)
    assert ids_from_sql(source, connection) == expected
    data = answer(connection, WIDGET | {"filters": source})["data"]
    assert sum(one["value"] for one in data) == len(expected)


def _iso(at: datetime) -> str:
    return at.isoformat().replace("+00:00", "Z")


@each(
    "source, start, end",
    {
        "range.5-minutes": (_since("now-5m"), timedelta(minutes=5), timedelta(0)),
        "range.1-hour": (_since("now-1h"), timedelta(hours=1), timedelta(0)),
        "range.24-hours": (_since("now-24h"), timedelta(hours=24), timedelta(0)),
        "range.7-days": (_since("now-7d"), timedelta(days=7), timedelta(0)),
        "range.30-days": (_since("now-30d"), timedelta(days=30), timedelta(0)),
        "range.custom": (
            _window(_iso(NOW - timedelta(days=20)), _iso(NOW - timedelta(days=5))),
            timedelta(days=20),
            timedelta(days=5),
        ),
    },
)
def test_a_range_of_at_most_thirty_days(
    source: Any, start: timedelta, end: timedelta, connection: Connection
) -> None:
    body = answer(connection, WIDGET, dashboard_filters=source)
    expected = ids_where(lambda call: NOW - start <= call["timestamp"] <= NOW - end)
    assert sum(one["value"] for one in body["data"]) == len(expected)
    assert body["metadata"]["range"] == {"start": _iso(NOW - start), "end": _iso(NOW - end)}


@each(
    "source",
    {
        "range.start": _since("now-31d"),
        "range.error": _since("2025-10-01T00:00:00Z"),
        "range.width": _window("now-40d", "now-39d"),
        "range.splitting": _window("now-60d", "now-30d"),
    },
)
@pytest.mark.parametrize("level", ["widget", "dashboard_filters", "filters"])
def test_a_start_too_early(source: Any, level: str, connection: Connection) -> None:
    if level == "widget":
        body = refusal(connection, WIDGET | {"filters": source})
    else:
        body = refusal(connection, WIDGET, **{level: source})
    assert body["detail"] == TOO_OLD
    assert [problem["code"] for problem in body["problems"]] == ["range_too_old"]


@covers("range.splitting")
def test_the_younger_part_of_a_split_period_passes(connection: Connection) -> None:
    young = answer(connection, WIDGET, filters=_window("now-30d", "now-15d"))["data"]
    expected = ids_where(lambda c: NOW - timedelta(30) <= c["timestamp"] <= NOW - timedelta(15))
    assert sum(one["value"] for one in young) == len(expected)


@covers("range.span")
def test_a_span_of_more_than_thirty_days(connection: Connection) -> None:
    body = refusal(connection, WIDGET, filters=_window("now-29d", "now+2d"))
    assert [problem["code"] for problem in body["problems"]] == ["range_too_long"]


@pytest.mark.parametrize(
    "widget",
    [pytest.param(WIDGET | {"id": 7}, id="saved"), pytest.param(WIDGET | {"dashboard": 1}, id="preview")],
)
@covers("range.saved", "range.preview")
def test_the_rule_holds_for_saved_widgets_and_previews(widget: Any, connection: Connection) -> None:
    assert refusal(connection, widget, dashboard_filters=_since("now-31d"))["detail"] == TOO_OLD
    assert refusal(connection, widget | {"dashboard_filters": _since("now-31d")})["detail"] == TOO_OLD
    assert answer(connection, widget, dashboard_filters=_since("now-30d"))["data"]


@pytest.mark.parametrize(
    "source",
    [
        pytest.param(None, id="no-filter"),
        pytest.param(_since("now", "lt"), id="lt"),
        pytest.param(_since("now", "lte"), id="lte"),
        pytest.param({"field": "success", "op": "eq", "value": True}, id="another-field"),
    ],
)
@covers("get.required")
def test_a_lower_bound_is_required(source: Any, connection: Connection) -> None:
    body = refusal(connection, WIDGET, filters=source)
    assert body["detail"] == REQUIRED
    assert [problem["code"] for problem in body["problems"]] == ["timestamp_required"]


@pytest.mark.parametrize("op", ["gt", "gte"])
@pytest.mark.parametrize("level", ["dashboard_filters", "widget", "filters"])
@covers("get.required-by", "get.gt")
def test_a_bound_by_any_of_the_three(level: str, op: str, connection: Connection) -> None:
    source = _since("now-7d", op)
    arguments = {} if level == "widget" else {level: source}
    widget = WIDGET | {"filters": source} if level == "widget" else WIDGET
    expected = ids_where(lambda call: NOW - timedelta(days=7) <= call["timestamp"] < NOW)
    assert sum(one["value"] for one in answer(connection, widget, **arguments)["data"]) == len(expected)


@covers("range.dashboard")
def test_a_dashboard_s_range_goes_for_all_widgets(connection: Connection) -> None:
    widgets = [
        {"chart_type": "line", "field": "duration"},
        {"chart_type": "bar", "field": "duration", "aggregation_function": "avg", "time_period": "day"},
        WIDGET,
        {"chart_type": "stat"},
        {"chart_type": "list", "field": "duration"},
        {"chart_type": "table", "dimensions": ["topic"]},
    ]
    ranges = [
        answer(connection, one, dashboard_filters=_since("now-3d"))["metadata"]["range"] for one in widgets
    ]
    assert ranges == [{"start": _iso(NOW - timedelta(days=3)), "end": _iso(NOW)}] * len(widgets)


@covers("range.time-period")
def test_the_time_period_is_the_size_of_buckets(connection: Connection) -> None:
    widget = {"chart_type": "bar", "field": "topic", "aggregation_function": "count"}
    data = {
        period: answer(connection, widget | {"time_period": period}, filters=_since("now-9d"))["data"]
        for period in ("hour", "day", "week", "month")
    }
    expected = len(ids_where(lambda call: NOW - timedelta(days=9) <= call["timestamp"] < NOW))
    assert {period: sum(row["value"] for row in rows) for period, rows in data.items()} == dict.fromkeys(
        data, expected
    )
    assert len(data["hour"]) > len(data["day"]) > len(data["week"]) >= len(data["month"])


@covers("range.call-logs")
def test_filters_by_themselves_take_any_range(connection: Connection) -> None:
    start = NOW - timedelta(days=38)
    assert ids_from_sql(_since("now-38d"), connection) == ids_where(lambda call: call["timestamp"] >= start)
    assert len(ids_from_sql({}, connection)) == len(CALLS)
