"""The range that a filter implies and the buckets that fill it, by hand."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from tests.testing.desk import DESK, NOW, ticket, tickets
from widgetql.testing import expected_widget_data

ROWS: dict[Any, list[dict[str, Any]]] = {
    tickets: [ticket(1, at=datetime(2025, 11, 2, 1), minutes=10), ticket(2, at=None, minutes=20)]
}


def answer(widget: dict[str, Any], **options: Any) -> dict[str, Any]:
    return expected_widget_data(widget, DESK, ROWS, **{"now": NOW, **options})


def _range(*conditions: tuple[str, Any], operator: str = "and") -> dict[str, Any]:
    listed = [{"field": "at", "op": op, "value": value} for op, value in conditions]
    return {"operator": operator, "conditions": listed}


@pytest.mark.parametrize(
    ("filter", "start", "end"),
    [
        pytest.param(
            _range(("gte", "2025-11-01"), ("lte", "now")), "2025-11-01", "2025-11-03T12", id="lte-now"
        ),
        pytest.param(_range(("gt", "2025-11-01")), "2025-11-02", "2025-11-03T12", id="after-a-date"),
        pytest.param(
            _range(("gt", "today-2d"), ("lt", "today")), "2025-11-01", "2025-11-04", id="todays-own-rule"
        ),
        pytest.param(_range(("eq", "2025-11-01")), "2025-11-01", "2025-11-02", id="inside-a-date"),
        pytest.param(
            _range(("between", ["2025-11-01", "2025-11-02"])), "2025-11-01", "2025-11-03", id="between"
        ),
        pytest.param(
            _range(("in", ["2025-11-02", "2025-10-31"])), "2025-10-31", "2025-11-03", id="in-is-the-loosest"
        ),
        pytest.param(
            _range(("gte", "2025-11-01"), ("gte", "2025-11-02")),
            "2025-11-02",
            "2025-11-03T12",
            id="the-tightest",
        ),
        pytest.param(
            _range(("gte", "2025-11-01"), ("gte", "2025-11-02"), operator="or"),
            "2025-11-01",
            "2025-11-03T12",
            id="the-loosest",
        ),
        pytest.param(
            _range(("gte", "2025-11-01"), operator="not"), None, "2025-11-03T12", id="not-is-no-bound"
        ),
        pytest.param(_range(("neq", "2025-11-01")), None, "2025-11-03T12", id="neq-is-no-bound"),
    ],
)
def test_the_range_of_a_filter(filter: Any, start: str | None, end: str) -> None:
    def written(text: str | None) -> str | None:
        return None if text is None else f"{text}:00:00Z" if "T" in text else f"{text}T00:00:00Z"

    found = answer({"chart_type": "stat", "filters": filter})["metadata"]["range"]
    assert found == {"start": written(start), "end": written(end)}


@pytest.mark.parametrize(
    "filter",
    [
        pytest.param(_range(("in", [])), id="in-nothing"),
        pytest.param(_range(("gte", "2025-11-02"), ("lt", "2025-11-02")), id="contradiction"),
    ],
)
def test_a_range_without_an_instant_has_no_data(filter: Any) -> None:
    assert answer({"chart_type": "line", "field": "minutes", "filters": filter})["data"] == []


@pytest.mark.parametrize(
    ("period", "zone", "week_start", "start", "end", "expected"),
    [
        pytest.param(
            "hour", "Europe/Paris", "monday", "2025-10-26T00:00:00Z", "2025-10-26T03:00:00Z",
            ["2025-10-26T00:00:00Z", "2025-10-26T01:00:00Z", "2025-10-26T02:00:00Z"], id="repeated-hour",
        ),
        pytest.param(
            "day", "America/New_York", "monday", "2025-11-01T04:00:00Z", "2025-11-04T00:00:00Z",
            ["2025-11-01T04:00:00Z", "2025-11-02T04:00:00Z", "2025-11-03T05:00:00Z"], id="day-of-25-hours",
        ),
        pytest.param(
            "day", "Europe/Paris", "monday", "2025-03-29T23:00:00Z", "2025-03-31T00:00:00Z",
            ["2025-03-29T23:00:00Z", "2025-03-30T22:00:00Z"], id="day-of-23-hours",
        ),
        pytest.param(
            "week", "UTC", "sunday", "2025-11-01T00:00:00Z", "2025-11-03T00:00:00Z",
            ["2025-10-26T00:00:00Z", "2025-11-02T00:00:00Z"], id="week-from-sunday",
        ),
        pytest.param(
            "quarter", "Europe/Paris", "monday", "2025-09-30T21:59:59Z", "2025-10-01T00:00:00Z",
            ["2025-06-30T22:00:00Z", "2025-09-30T22:00:00Z"], id="quarter",
        ),
        pytest.param(
            "year", "Asia/Kolkata", "monday", "2024-12-31T18:29:59Z", "2024-12-31T18:30:01Z",
            ["2023-12-31T18:30:00Z", "2024-12-31T18:30:00Z"], id="year",
        ),
    ],
)  # fmt: skip
def test_buckets_are_the_zones(
    period: str, zone: str, week_start: str, start: str, end: str, expected: list[str]
) -> None:
    widget = {
        "chart_type": "bar", "field": "minutes", "aggregation_function": "count", "time_period": period,
        "fill_gaps": True, "filters": _range(("gte", start), ("lt", end)),
    }  # fmt: skip
    found = answer(widget, timezone=zone, week_start=week_start, now=datetime(2025, 12, 1, tzinfo=UTC))
    assert [row["time_interval"] for row in found["data"]] == expected
