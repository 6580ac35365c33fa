"""Line: points in order, and thinned so that nothing that sticks out is lost."""

from __future__ import annotations

import math
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine

from tests.charts.calls import (
    DATASET,
    METRICS,
    NOW,
    SINCE,
    answer,
    at,
    call,
    calls,
    limits,
    metrics,
    note,
    notes,
)
from widgetql.testing import expected_widget_data

LINE = {"chart_type": "line", "field": "seconds"}


def test_points_are_by_time_then_id_without_missing_values(engine: Engine) -> None:
    records = [
        call(2, "03 10:00", seconds=62),
        call(10, "03 10:00", seconds=1),
        call(1, "03 10:00", seconds=45),
        call(4, "03 09:59:59.5", seconds=0),
        call(3, "04 00:00", seconds=None),
    ]
    data = answer(engine, records, LINE)
    assert data.data == [
        {"id": 4, "timestamp": "2025-11-03T09:59:59.500000Z", "value": 0},
        {"id": 1, "timestamp": "2025-11-03T10:00:00Z", "value": 45},
        {"id": 2, "timestamp": "2025-11-03T10:00:00Z", "value": 62},
        {"id": 10, "timestamp": "2025-11-03T10:00:00Z", "value": 1},
    ]
    assert (data.metadata["sampled"], data.metadata["total"]) == (False, 4)


@pytest.mark.parametrize(
    ("field", "stored", "shown"),
    [
        pytest.param("seconds", -3, -3, id="integer"),
        pytest.param("cost", "45.50", 45.5, id="decimal"),
        pytest.param("score", 0.1, 0.1, id="float"),
        pytest.param("seen", at("03 10:30"), "2025-11-03T10:30:00Z", id="instant"),
    ],
)
def test_values_are_those_of_json(engine: Engine, field: str, stored: Any, shown: Any) -> None:
    data = answer(engine, [call(1, "03 10:00", **{field: stored})], LINE | {"field": field}).data
    assert [point["value"] for point in data] == [shown]


@pytest.mark.parametrize("stored", [math.nan, math.inf, -math.inf])
def test_nan_and_infinities_are_missing_values(engine: Engine, stored: float) -> None:
    assert answer(engine, [call(1, "03 10:00", score=stored)], LINE | {"field": "score"}).data == []


def test_groups(engine: Engine) -> None:
    topics = ["b", "a", "a", None, "c"]
    records = [call(i, "03 10:00", topic=topic, seconds=i) for i, topic in enumerate(topics)]
    widget = LINE | {"group_by": {"type": "field", "field": "topic"}}
    assert [(row["id"], row["group"]) for row in answer(engine, records, widget).data] == list(
        enumerate(topics)
    )
    data = answer(engine, records, widget, limits=limits(max_groups=2)).data
    assert [row["group"] for row in data] == ["b", "a", "a", "other", "other"]
    assert data[3] == {
        "id": 3,
        "timestamp": "2025-11-03T10:00:00Z",
        "value": 3,
        "group": "other",
        "other": True,
        "excluded": ["a", "b"],
    }


def test_groups_by_bucket_are_its_start(engine: Engine) -> None:
    records = [call(1, "03 10:00", seconds=1), call(2, "04 10:00", seconds=2), call(3, "04 11:00", seconds=3)]
    widget = LINE | {"group_by": {"type": "bucket", "interval": 86_400_000}}
    assert [row["group"] for row in answer(engine, records, widget).data] == [
        "2025-11-03T00:00:00Z",
        "2025-11-04T00:00:00Z",
        "2025-11-04T00:00:00Z",
    ]


def test_a_to_many_field_has_a_point_for_each_related_row(engine: Engine) -> None:
    notes = [
        note(1, 1, 1, "2"),
        note(2, 1, 1, "1"),
        note(3, 1, 1, "x"),
        note(4, 2, 1, "3"),
        note(5, 2, 2, "4"),
    ]
    records = [call(1, "03 10:00"), call(2, "03 11:00"), call(3, "03 12:00")]
    data = answer(engine, records, {"chart_type": "line", "field": "notes.value", "metric": 1}, related=notes)
    assert [(row["id"], row["value"]) for row in data.data] == [(1, 1.0), (1, 2.0), (2, 3.0)]


def test_points_of_one_record_are_by_value_then_group(engine: Engine) -> None:
    notes = [note(1, 1, 2, "often"), note(2, 1, 2, "often"), note(3, 1, 1, "seldom")]
    widget = {
        "chart_type": "line",
        "field": "notes.metric.id",
        "group_by": {"type": "field", "field": "notes.text"},
    }
    data = answer(engine, [call(1, "03 10:00")], widget, related=notes)
    assert [(row["value"], row["group"]) for row in data.data] == [(1, "seldom"), (2, "often"), (2, "often")]


def wave(count: int) -> list[dict[str, Any]]:
    """Points a second apart, of which one stands out above and one below."""
    rows = [call(i, "03 10:00", seconds=i % 7) for i in range(count)]
    for i, row in enumerate(rows):
        row["at"] = at("03 10:00") + timedelta(seconds=i)
    rows[count // 3]["seconds"], rows[count // 2]["seconds"] = 999, -999
    return rows


@pytest.mark.parametrize("limit", [4, 10, 40, 99])
def test_thinning_keeps_what_sticks_out(engine: Engine, limit: int) -> None:
    records = wave(100)
    data = answer(engine, records, LINE, limits=limits(max_points=limit))
    found = {row["id"]: row["value"] for row in data.data}
    assert len(data.data) == len(found) <= limit
    assert {0, 99, 33, 50} <= found.keys()
    assert (data.metadata["sampled"], data.metadata["total"]) == (True, 100)
    assert list(found) == sorted(found)


def test_each_stretch_keeps_first_last_lowest_and_highest(engine: Engine) -> None:
    # Two stretches of ten seconds: of each the ends, and where the value is lowest and highest.
    values = [5, 1, 2, 9, 3, 4, 3, 2, 6, 5, *[7, 7, 8, 0], *[7] * 5, 6]
    records = [call(i, f"03 10:00:{i:02}", seconds=value) for i, value in enumerate(values)]
    data = answer(engine, records, LINE, limits=limits(max_points=8)).data
    assert [row["id"] for row in data] == [0, 1, 3, 9, 10, 12, 13, 19]


def test_as_many_points_as_the_limit_are_not_thinned(engine: Engine) -> None:
    data = answer(engine, wave(8), LINE, limits=limits(max_points=8))
    assert (len(data.data), data.metadata["sampled"]) == (8, False)


@pytest.mark.parametrize(("limit", "groups"), [(40, 3), (12, 3), (5, 3), (4, 3)])
def test_thinned_groups_stay_within_the_limit(engine: Engine, limit: int, groups: int) -> None:
    records = wave(60)
    for row in records:
        row["topic"] = f"t{row['id'] % groups}"
    widget = LINE | {"group_by": {"type": "field", "field": "topic"}}
    data = answer(engine, records, widget, limits=limits(max_points=limit))
    assert 0 < len(data.data) <= limit
    assert {20, 30} <= {row["id"] for row in data.data}
    if limit >= 4 * groups:
        assert {row["group"] for row in data.data} == {"t0", "t1", "t2"}


# Points of one record that differ by nothing but their group.
TIED = [note(id, 1, 1, text) for id, text in enumerate(["b", None, "a", "c", "b", None, "a", "c"], start=1)]


@pytest.mark.parametrize(
    ("most_groups", "max_points", "groups"),
    [
        pytest.param(4, 8, ["a", "a", "b", "b", "c", "c", None, None], id="all"),
        pytest.param(4, 7, ["a", None], id="thinned"),
        pytest.param(3, 7, ["a", "other"], id="thinned-with-a-rest"),
        pytest.param(1, 7, ["a", "other"], id="thinned-with-a-rest-of-three"),
    ],
)
def test_points_that_tie_are_by_the_rank_of_their_group(
    engine: Engine, most_groups: int, max_points: int, groups: list[Any]
) -> None:
    widget = LINE | {"field": "notes.metric.id", "group_by": {"type": "field", "field": "notes.text"}}
    bounds = limits(max_points=max_points, max_groups=most_groups)
    found = answer(engine, [call(1, "03 10:00")], widget, related=TIED, limits=bounds).to_dict()
    assert [row["group"] for row in found["data"]] == groups
    rows = {calls: [call(1, "03 10:00")], metrics: METRICS, notes: TIED}
    expected = expected_widget_data(widget, DATASET, rows, now=NOW, dashboard_filters=SINCE, limits=bounds)
    assert found == expected
