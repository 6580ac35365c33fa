"""Shares of a field's values in each bucket: of all records, and the records behind each row."""

from __future__ import annotations

from typing import Any, Final

import pytest
from sqlalchemy import Connection, Engine, select

from tests.charts.calls import (
    DATASET,
    METRICS,
    NOW,
    SINCE,
    call,
    calls,
    computed,
    limits,
    metrics,
    note,
    notes,
)
from widgetql import compile_filter, drill_down, validate_widget
from widgetql.testing.databases import filled

ROWS: Final = [
    call(1, "03 10:00", topic="a", ok=True),
    call(2, "03 10:00", topic="a", ok=False),
    call(3, "03 10:00", topic="b"),
    call(4, "03 10:00"),
    *(call(i, "04 10:00", topic="c" if i == 10 else None) for i in range(10, 26)),
    call(30, "05 10:00", ok=True),
]
DAYS: Final = ("2025-11-03T00:00:00Z", "2025-11-04T00:00:00Z", "2025-11-05T00:00:00Z")


def share(field: str, **keys: Any) -> dict[str, Any]:
    asked = {"chart_type": "bar", "field": field, "aggregation_function": "share", "time_period": "day"}
    return asked | keys


def rows_of(found: list[dict[str, Any]]) -> list[tuple[Any, ...]]:
    names = ("group", "value", "selected_calls", "total_calls", "evaluated_calls", "sample_count")
    return [(DAYS.index(row["time_interval"]), *(row[name] for name in names)) for row in found]


def test_every_value_is_in_every_bucket_that_has_records(engine: Engine) -> None:
    with filled(engine, {calls: ROWS}) as connection:
        found = computed(connection, share("topic"))
        behind = [_behind(connection, share("topic"), row) for row in found.data]
    assert rows_of(found.data) == [
        (0, "a", 50.0, 2, 4, 3, 2),
        (0, "b", 25.0, 1, 4, 3, 1),
        (0, "c", 0.0, 0, 4, 3, 0),
        (1, "a", 0.0, 0, 16, 1, 0),
        (1, "b", 0.0, 0, 16, 1, 0),
        # 6.25 of a hundred: half to even.
        (1, "c", 6.2, 1, 16, 1, 1),
        (2, "a", 0.0, 0, 1, 0, 0),
        (2, "b", 0.0, 0, 1, 0, 0),
        (2, "c", 0.0, 0, 1, 0, 0),
    ]
    assert [row["selected_calls"] for row in found.data] == behind
    said = {"field_type": "string", "series_dimension": "enum_value", "normalization": "total_calls"}
    assert found.metadata.items() >= (said | {"data_type": "percentage"}).items()
    assert (found.aggregation_function, found.group_by) == ("share", None)


def test_the_rest_is_one_group(engine: Engine) -> None:
    few = limits(max_groups=1)
    with filled(engine, {calls: ROWS}) as connection:
        found = computed(connection, share("topic"), limits=few).data
        behind = [_behind(connection, share("topic"), row) for row in found]
    assert rows_of(found)[:4] == [
        (0, "a", 50.0, 2, 4, 3, 2),
        (0, "other", 25.0, 1, 4, 3, 1),
        (1, "a", 0.0, 0, 16, 1, 0),
        (1, "other", 6.2, 1, 16, 1, 1),
    ]
    assert (found[1]["other"], found[1]["excluded"]) == (True, ["a"])
    assert [row["selected_calls"] for row in found] == behind


def test_booleans_by_an_x_that_is_a_period(engine: Engine) -> None:
    over = share("ok", time_period=None, x={"field": "timestamp", "time_period": "day"})
    with filled(engine, {calls: ROWS}) as connection:
        found = computed(connection, over)
        assert found.to_dict() == computed(connection, share("ok")).to_dict()
    assert rows_of(found.data) == [
        (0, True, 25.0, 1, 4, 2, 1),
        (0, False, 25.0, 1, 4, 2, 1),
        (1, True, 0.0, 0, 16, 0, 0),
        (1, False, 0.0, 0, 16, 0, 0),
        (2, True, 100.0, 1, 1, 1, 1),
        (2, False, 0.0, 0, 1, 1, 0),
    ]


def test_of_a_metric_records_are_counted_once_and_rows_each(engine: Engine) -> None:
    enum = next(row["id"] for row in METRICS if row["kind"] == "ENUM")
    other = next(row["id"] for row in METRICS if row["kind"] != "ENUM")
    widget = share("notes.value", metric=enum)
    said = [(1, enum, "sad"), (1, enum, "sad"), (2, enum, "glad"), (3, other, "sad"), (1, enum, "glad")]
    rows = [note(i, *one) for i, one in enumerate([*said, (3, enum, None)])]
    with filled(engine, {metrics: METRICS, calls: ROWS, notes: rows}) as connection:
        found = computed(connection, widget).data
        behind = [_behind(connection, widget, row) for row in found]
        rest = computed(connection, widget, limits=limits(max_groups=1)).data
    assert rows_of(found)[:2] == [(0, "glad", 50.0, 2, 4, 2, 2), (0, "sad", 25.0, 1, 4, 2, 2)]
    assert [row["selected_calls"] for row in found] == behind
    assert rows_of(rest)[1] == (0, "other", 25.0, 1, 4, 2, 2)


def test_of_nothing(engine: Engine) -> None:
    with filled(engine, {calls: ()}) as connection:
        assert computed(connection, share("topic")).data == []
    with filled(engine, {calls: [call(1, "03 10:00")]}) as connection:
        assert computed(connection, share("topic")).data == []


@pytest.mark.parametrize(
    ("widget", "problems"),
    [
        pytest.param(share("seconds"), [("/aggregation_function", "aggregation_not_allowed")], id="a-number"),
        pytest.param(share("seen"), [("/aggregation_function", "aggregation_not_allowed")], id="a-time"),
        pytest.param(
            share("topic", group_by={"type": "field", "field": "ok"}), [("/group_by", "conflicting_keys")],
            id="groups",
        ),
        pytest.param(share("topic", compare={"to": "-1d"}), [("/compare", "conflicting_keys")], id="then"),
        pytest.param(share("topic", fill_gaps=True), [("/fill_gaps", "conflicting_keys")], id="filled"),
        pytest.param(
            share("topic", time_period=None, x="ok"),
            [("/x", "conflicting_keys")], id="labels",
        ),
        pytest.param(share("topic", time_period=None), [("/time_period", "missing_key")], id="no-period"),
        pytest.param(
            {"chart_type": "table", "metrics": [{"aggregation_function": "share", "field": "topic"}]},
            [("/metrics/0/aggregation_function", "unknown_aggregation")],
            id="in-a-table",
        ),
    ],
)  # fmt: skip
def test_problems(widget: dict[str, Any], problems: list[tuple[str, str]]) -> None:
    found = [(one.pointer, one.code) for one in validate_widget(widget, DATASET, now=NOW)]
    assert found == problems


def _behind(connection: Connection, widget: dict[str, Any], row: dict[str, Any]) -> int:
    """How many records the row's drill-down selects."""
    found = drill_down(widget, row, DATASET, now=NOW, dashboard_filters=SINCE, connection=connection)
    condition = compile_filter(found, DATASET, now=NOW, limits=DATASET.limits.lifted())
    return len(connection.execute(select(calls.c.id).where(condition)).all())
