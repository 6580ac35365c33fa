"""Several measures over windows: each of the records of a window, shares too."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import Engine

from tests.charts.calls import DATASET, NOW
from tests.charts.test_measures import COUNT, DONE, RATE, ROWS, SPENT
from tests.charts.test_series import BY_TOPIC, D3, D4, MEDIAN, SPAN
from widgetql import InvalidInput, Limits, compute_widget_data, drill_down, validate_widget
from widgetql.testing import difference, expected_widget_data, matching_ids
from widgetql.testing.databases import filled

LAST: dict[str, Any] = {"field": "timestamp", "op": "eq", "value": "2025-11-04"}
BOTH: dict[str, Any] = SPAN | {"value": ["2025-11-03", "2025-11-04"]}
ROLLING = {"type": "rolling", "buckets": 2}
PART = {"name": "part", "share": "n"}
MEAN = {"name": "mean", "aggregation_function": "avg", "field": "notes.value"}
PAID = {"name": "paid", "aggregation_function": "avg", "field": "cost", "filters": DONE["filters"]}


def bar(window: Any, *metrics: Any, **more: Any) -> dict[str, Any]:
    plain = {"chart_type": "bar", "time_period": "day", "filters": LAST}
    return plain | {"metrics": [*metrics], "window": window} | more


WIDGETS: dict[str, tuple[dict[str, Any], list[Any]]] = {
    "put-together-from-days": (
        bar(ROLLING, COUNT, DONE, RATE, SPENT, PAID, COUNT | {"name": "daily", "per": "day"}),
        [(D4, "n", 5, 5), (D4, "done", 3, 3), (D4, "rate", 0.6, 5), (D4, "spent", 60, 4),
         (D4, "paid", -1.25, 2), (D4, "daily", 2.5, 5)],
    ),
    "each-window-read": (
        bar(ROLLING, MEDIAN, COUNT, {"name": "last", "aggregation_function": "last", "field": "topic"}),
        [(D4, "median", 12.5, 4), (D4, "n", 5, 5), (D4, "last", "a", 4)],
    ),
    "what-has-come-up-to-each-day": (
        bar({"type": "cumulative"}, COUNT, PART, DONE, filters=BOTH),
        [(D3, "n", 2, 2), (D3, "part", 0.4, 2), (D3, "done", 1, 1),
         (D4, "n", 5, 5), (D4, "part", 1.0, 5), (D4, "done", 3, 3)],
    ),
    "shares-are-of-all-windows": (
        bar(ROLLING, PART, COUNT | {"hidden": True},
            {"name": "own", "share": "n", "within": ["time_interval"]}, filters=BOTH),
        [(D3, "part", 0.4, 2), (D3, "own", 1.0, 2), (D4, "part", 1.0, 5), (D4, "own", 1.0, 5)],
    ),
    "by-group": (
        bar(ROLLING, COUNT, {"name": "in_window", "share": "n", "within": ["time_interval"]},
            {"name": "in_group", "share": "n", "within": ["group"]}, **BY_TOPIC,
            filters=LAST | {"op": "gte", "value": "2025-11-04T11:30:00Z"}),
        # The groups are the range's; the windows have records of others.
        [("2025-11-04T00:00:00Z", "n", 3, 3), ("2025-11-04T00:00:00Z", "in_window", 0.6, 3),
         ("2025-11-04T00:00:00Z", "in_group", 1.0, 3)],
    ),
    "a-metric-s-rows": (
        bar(ROLLING, MEAN, COUNT, metric=1),
        [(D4, "mean", 13 / 3, 3), (D4, "n", 4, 4)],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", WIDGETS)
def test_measures_are_of_the_records_of_windows(engine: Engine, name: str) -> None:
    widget, expected = WIDGETS[name]
    with filled(engine, ROWS) as connection:
        found: Any = compute_widget_data(connection, widget, DATASET, now=NOW).to_dict()
        again: Any = compute_widget_data(connection, widget, DATASET, now=NOW).to_dict()
        shown = [row for row in found["data"] if row["time_interval"] in (D3, D4)]
        behind = [
            matching_ids(
                drill_down(widget, row, DATASET, now=NOW, connection=connection), DATASET, ROWS, now=NOW
            )
            for row in shown
        ]
    rows = [[row[key] for key in ("time_interval", "series", "value", "sample_count")] for row in shown]
    assert difference(rows[: len(expected)], [[*one] for one in expected]) is None, rows
    assert difference(found, expected_widget_data(widget, DATASET, ROWS, now=NOW)) is None
    assert found == again
    assert [len(one) for one in behind] == [row.get("record_count", row["sample_count"]) for row in shown]


def test_the_rest_of_the_groups_is_one_in_each_window(engine: Engine) -> None:
    shares = [{"name": name, "share": "n", "within": [name]} for name in ("group", "time_interval")]
    shares = [one | {"name": f"in_{one['name']}"} for one in shares]
    widget = bar(ROLLING, COUNT, *shares, MEDIAN, filters=SPAN, **BY_TOPIC)
    asked: dict[str, Any] = {"now": NOW, "limits": Limits(max_groups=1)}
    with filled(engine, ROWS) as connection:
        found: Any = compute_widget_data(connection, widget, DATASET, **asked).to_dict()
    rest = [row for row in found["data"] if row.get("other") and row["time_interval"] == D4]
    assert difference([row["value"] for row in rest], [2, 1.0, 0.4, 5.0]) is None, rest
    assert difference(found, expected_widget_data(widget, DATASET, ROWS, **asked)) is None


def test_a_window_that_begins_too_early_is_short(engine: Engine) -> None:
    widget = bar({"type": "rolling", "buckets": 5}, COUNT, COUNT | {"name": "hourly", "per": "hour"})
    asked: dict[str, Any] = {"now": NOW, "limits": Limits(max_compare=NOW - NOW.replace(day=3, hour=11))}
    with filled(engine, ROWS) as connection:
        found = compute_widget_data(connection, widget, DATASET, **asked).data
    row = {"time_interval": D4, "sample_count": 4, "short": True}
    assert (
        difference(found, [row | {"series": "n", "value": 4}, row | {"series": "hourly", "value": 4 / 37}])
        is None
    )
    assert difference(found, expected_widget_data(widget, DATASET, ROWS, **asked)["data"]) is None


def test_windows_of_what_is_read_by_itself_are_few(engine: Engine) -> None:
    widget = bar({"type": "rolling", "buckets": 2_001}, COUNT, MEDIAN)
    with filled(engine, ROWS) as connection, pytest.raises(InvalidInput) as caught:
        compute_widget_data(connection, widget, DATASET, now=NOW)
    assert [(one.pointer, one.code) for one in caught.value.problems] == [("/window", "too_many")]


def test_a_window_is_of_bars_over_time() -> None:
    pie = bar(ROLLING, COUNT) | {"chart_type": "pie", "field": "topic", "time_period": None}
    problems = validate_widget(pie, DATASET, now=NOW)
    assert [(one.pointer, one.code) for one in problems] == [("/window", "not_for_chart")]
