"""Bars over labels, parts of time and bins: rows, their order, the rest, and the records behind each."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

import pytest
from sqlalchemy import Connection, Engine, select

from tests.charts.calls import (
    DATASET,
    METRICS,
    NOW,
    SINCE,
    at,
    call,
    calls,
    computed,
    limits,
    metrics,
    note,
    notes,
)
from widgetql import InvalidInput, compile_filter, drill_down, validate_widget
from widgetql.testing.databases import filled

NEW_YORK: Final = "America/New_York"
BY_OK: Final = {"group_by": {"type": "field", "field": "ok"}}
HOUR: Final = {"field": "timestamp", "part": "hour_of_day"}

# On the second of November clocks in New York show from one to two twice: from 5:00 and from 6:00 UTC.
ROWS: Final = [
    call(1, "02 05:30", topic="a", seconds=10, ok=True, score=0.3),
    call(2, "02 06:30", topic="a", seconds=20, ok=True, score=0.1 + 0.2),
    call(3, "02 07:30", topic="a", ok=False, score=1.0),
    call(4, "03 08:30", topic="b", seconds=90, ok=True, seen=at("01 00:00")),
    call(5, "03 09:30", topic="b", ok=True),
    call(6, "03 10:30", topic="c", seconds=40),
    call(7, "03 11:30", seconds=7),
]


def bar(x: Any, aggregation: str = "count", field: str = "seconds", **keys: Any) -> dict[str, Any]:
    return {"chart_type": "bar", "field": field, "aggregation_function": aggregation, "x": x, **keys}


def row(value: Any, samples: int, **cells: Any) -> dict[str, Any]:
    return {**cells, "value": value, "sample_count": samples}


def labels(*found: tuple[Any, Any, int], **more: Any) -> list[dict[str, Any]]:
    return [row(value, samples, label=label) for label, value, samples in found]


REST: Final = {"label": "other", "other": True}
OTHER: Final = {"group": "other", "other": True}


@pytest.mark.parametrize(
    ("widget", "zone", "expected", "missing"),
    [
        pytest.param(bar("topic"), "UTC", labels(("a", 3, 3), ("b", 2, 2), ("c", 1, 1)), 1, id="labels"),
        pytest.param(
            bar("topic", "sum"), "UTC", labels(("b", 90, 1), ("c", 40, 1), ("a", 30, 2)), 1, id="by-value"
        ),
        pytest.param(
            bar("topic", "sum", limit=1), "UTC",
            [row(30, 2, label="a"), row(130, 2, **REST, excluded=["a"])], 1, id="most-samples-are-kept",
        ),
        pytest.param(
            bar("topic", limit=2, include_missing=True), "UTC",
            [*labels(("a", 3, 3), ("b", 2, 2)), row(2, 2, **REST, excluded=["a", "b"])], 1, id="in-rest",
        ),
        pytest.param(
            bar("topic", include_missing=True), "UTC",
            labels(("a", 3, 3), ("b", 2, 2), ("c", 1, 1), (None, 1, 1)), 1, id="missing",
        ),
        pytest.param(bar("ok"), "UTC", labels((False, 1, 1), (True, 4, 4)), 2, id="booleans-ascend"),
        pytest.param(
            bar("seconds", limit=2), "UTC",
            [*labels((7, 1, 1), (10, 1, 1)), row(3, 3, **REST, excluded=[7, 10])], 2, id="numbers-ascend",
        ),
        pytest.param(
            bar("seen", include_missing=True), "UTC",
            labels(("2025-11-01T00:00:00Z", 1, 1), (None, 6, 6)), 6, id="instants",
        ),
        pytest.param(
            bar("topic", **BY_OK), "UTC",
            [row(2, 2, label="a", group=True), row(1, 1, label="a", group=False),
             row(2, 2, label="b", group=True), row(1, 1, label="c", group=None)], 1, id="labels-by-group",
        ),
        pytest.param(
            bar("topic", "sum", limit=1, **BY_OK), "UTC",
            [row(30, 2, label="a", group=True), row(None, 0, label="a", group=False),
             row(90, 1, **REST, excluded=["a"], group=True), row(40, 1, **REST, excluded=["a"], group=None)],
            1, id="the-rest-by-group",
        ),
        pytest.param(
            bar(HOUR), NEW_YORK, labels((1, 2, 2), (2, 1, 1), (3, 1, 1), (4, 1, 1), (5, 1, 1), (6, 1, 1)), 0,
            id="a-repeated-hour",
        ),
        pytest.param(
            bar({"field": "timestamp", "part": "day_of_week"}, "avg", fill_gaps=True), "UTC",
            labels((1, 137 / 3, 3), *((day, None, 0) for day in range(2, 7)), (7, 15.0, 2)), 0,
            id="days-filled",
        ),
        pytest.param(
            bar({"field": "seen", "part": "month_of_year"}, include_missing=True), "UTC",
            labels((11, 1, 1), (None, 6, 6)), 6, id="a-missing-time",
        ),
        pytest.param(
            bar({"field": "seconds", "bins": {"width": 30}}), "UTC",
            [row(n, n, **{"from": low, "to": low + 30}) for low, n in ((0, 3), (30, 1), (60, 0), (90, 1))],
            2, id="bins",
        ),
        pytest.param(
            bar({"field": "seconds", "bins": {"edges": [20, 50, 60]}}, "max", include_missing=True), "UTC",
            [row(10, 2, **{"from": None, "to": 20}), row(40, 2, **{"from": 20, "to": 50}),
             row(None, 0, **{"from": 50, "to": 60}), row(90, 1, **{"from": 60, "to": None}),
             row(None, 0, **{"from": None, "to": None, "missing": True})], 0, id="edges",
        ),
        pytest.param(
            bar({"field": "seconds", "bins": {"edges": [0, 15, 30]}}, **BY_OK), "UTC",
            [row(1, 1, **{"from": 0, "to": 15}, group=None), row(1, 1, **{"from": 0, "to": 15}, group=True),
             row(0, 0, **{"from": 15, "to": 30}, group=None), row(1, 1, **{"from": 15, "to": 30}, group=True),
             row(1, 1, **{"from": 30, "to": None}, group=None),
             row(1, 1, **{"from": 30, "to": None}, group=True)],
            2, id="edges-by-group",
        ),
        pytest.param(
            bar({"field": "score", "bins": {"width": 0.1}}, field="ok", **BY_OK), "UTC",
            [row(2, 2, **{"from": 0.3, "to": 0.4}, group=True),
             row(1, 1, **{"from": 1, "to": 1.1}, group=False)],
            4, id="doubles-on-an-edge",
        ),
        pytest.param(
            bar({"field": "seconds", "bins": {"width": 50}}, fill_gaps=True, **BY_OK), "UTC",
            [row(2, 2, **{"from": 0, "to": 50}, group=None), row(2, 2, **{"from": 0, "to": 50}, group=True),
             row(0, 0, **{"from": 50, "to": 100}, group=None),
             row(1, 1, **{"from": 50, "to": 100}, group=True)],
            2, id="bins-filled-by-group",
        ),
    ],
)  # fmt: skip
def test_rows_and_what_is_behind_them(
    engine: Engine, widget: dict[str, Any], zone: str, expected: list[Any], missing: int
) -> None:
    with filled(engine, {calls: ROWS}) as connection:
        found = computed(connection, widget, timezone=zone)
        behind = [_behind(connection, widget, one, zone) for one in found.data]
    # Of equal sizes groups rank by their values.
    assert sorted(map(repr, map(_sorted, found.data))) == sorted(map(repr, map(_sorted, expected)))
    assert [_place(one) for one in found.data] == [_place(one) for one in expected]
    assert found.metadata["missing"] == missing  # type: ignore[typeddict-item]
    assert [one["sample_count"] for one in found.data] == behind


def _sorted(one: dict[str, Any]) -> dict[str, Any]:
    return dict(sorted(one.items()))


def _place(one: dict[str, Any]) -> Any:
    return one.get("label"), one.get("from"), one.get("to")


def test_more_groups_than_the_limit_beside_more_labels(engine: Engine) -> None:
    few = limits(max_groups=1, max_slices=1)
    widget = bar("topic", **BY_OK)
    with filled(engine, {calls: ROWS}) as connection:
        found = computed(connection, widget, limits=few)
        behind = [_behind(connection, widget, one, "UTC", limits=few) for one in found.data]
    assert found.data == [
        row(2, 2, label="a", group=True),
        row(1, 1, label="a", **OTHER, group_excluded=[True]),
        row(2, 2, **REST, excluded=["a"], group=True),
        row(1, 1, **REST | OTHER, excluded=["a"], group_excluded=[True]),
    ]
    assert behind == [2, 1, 2, 1]


@pytest.mark.parametrize("period", ["day", "week", "month"])
@pytest.mark.parametrize("more", [{}, BY_OK, {"fill_gaps": True}], ids=["plain", "by-group", "filled"])
def test_a_period_is_the_bar_by_it(engine: Engine, period: str, more: dict[str, Any]) -> None:
    over = bar({"field": "timestamp", "time_period": period}, "avg", **more)
    plain = {key: value for key, value in over.items() if key != "x"} | {"time_period": period}
    with filled(engine, {calls: ROWS}) as connection:
        found, expected = (computed(connection, widget, timezone=NEW_YORK) for widget in (over, plain))
    assert found.to_dict() == expected.to_dict()
    assert drill_down(over, found.data[0], DATASET, now=NOW, dashboard_filters=SINCE) == drill_down(
        plain, found.data[0], DATASET, now=NOW, dashboard_filters=SINCE
    )


def test_related_rows_by_the_name_of_their_metric(engine: Engine) -> None:
    widget = bar("notes.metric.name", field="notes.text")
    rows = [note(1, 1, 1, "x"), note(2, 1, 1, "y"), note(3, 2, 2, "z")]
    with filled(engine, {metrics: METRICS, calls: ROWS, notes: rows}) as connection:
        found = computed(connection, widget).data
    assert [(one["value"], one["sample_count"], one["record_count"]) for one in found] == [
        (2, 2, 1),
        (1, 1, 1),
    ]


def test_of_nothing(engine: Engine) -> None:
    with filled(engine, {calls: ()}) as connection:
        assert computed(connection, bar("topic", **BY_OK)).data == []
        assert computed(connection, bar({"field": "seconds", "bins": {"width": 5}})).data == []
        hours = computed(connection, bar(HOUR, fill_gaps=True))
    assert (len(hours.data), hours.data[23]) == (24, row(0, 0, label=23))


def test_rows_beyond_the_limit_are_a_problem(engine: Engine) -> None:
    with filled(engine, {calls: ROWS}) as connection, pytest.raises(InvalidInput) as error:
        computed(connection, bar(HOUR, fill_gaps=True), limits=replace(DATASET.limits, max_answer_rows=23))
    assert [one.code for one in error.value.problems] == ["too_many_rows"]


@pytest.mark.parametrize(
    ("widget", "problems"),
    [
        pytest.param(bar("topic", time_period="day"), [("/time_period", "conflicting_keys")], id="a-period"),
        pytest.param(
            bar("topic", group_by={"type": "bucket", "interval": 1_000}), [("/group_by", "conflicting_keys")],
            id="a-bucket",
        ),
        pytest.param(bar("topic", compare={"to": "-1d"}), [("/compare", "conflicting_keys")], id="compared"),
        pytest.param(bar("topic", fill_gaps=True), [("/fill_gaps", "not_for_chart")], id="no-gaps"),
        pytest.param(bar(HOUR, limit=3), [("/limit", "not_for_chart")], id="parts-are-never-cut"),
        pytest.param(
            bar({"field": "timestamp", "time_period": "day"}, limit=3, include_missing=True),
            [("/limit", "not_for_chart"), ("/include_missing", "not_for_chart")], id="nor-periods",
        ),
        pytest.param(
            bar(None, time_period="day", limit=3), [("/limit", "not_for_chart")], id="a-limit-over-time"
        ),
        pytest.param(
            bar({"field": "seen", "time_period": "day"}), [("/x/time_period", "not_for_chart")], id="seen"
        ),
        pytest.param(bar("notes.text"), [("/x", "fan_out")], id="many-for-one"),
        pytest.param(bar("notes.value", metric=1), [("/x", "not_plottable"), ("/metric", "not_for_chart")],
                     id="dynamic"),
        pytest.param(bar("nothing"), [("/x", "unknown_field")], id="no-field"),
        pytest.param(bar(5), [("/x", "not_text")], id="a-number"),
        pytest.param(bar(["topic", "ok"]), [("/x", "not_text")], id="two"),
        pytest.param(bar({"field": "topic", "part": "day"}), [("/x/part", "unknown_part")], id="no-part"),
        pytest.param(bar(""), [("/time_period", "missing_key")], id="not-set"),
        pytest.param(bar("topic", aggregation="median", field="ok"),
                     [("/aggregation_function", "aggregation_not_allowed")], id="aggregation"),
        pytest.param({"chart_type": "pie", "field": "topic", "x": "ok"}, [("/x", "not_for_chart")], id="pie"),
    ],
)  # fmt: skip
def test_problems(widget: dict[str, Any], problems: list[tuple[str, str]]) -> None:
    found = [(one.pointer, one.code) for one in validate_widget(widget, DATASET, now=NOW)]
    assert sorted(found) == sorted(problems)


def _behind(
    connection: Connection, widget: dict[str, Any], one: dict[str, Any], zone: str, **options: Any
) -> int:
    """How many records the row's drill-down selects."""
    given = {"now": NOW, "timezone": zone} | options
    found = drill_down(widget, one, DATASET, dashboard_filters=SINCE, **given)
    condition = compile_filter(found, DATASET, **given | {"limits": DATASET.limits.lifted()})
    return len(connection.execute(select(calls.c.id).where(condition)).all())
