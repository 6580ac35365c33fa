"""Stat: the dataset's numbers over all records, or by group."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError

from tests.charts.calls import answer, at, call, limits

STAT = {"chart_type": "stat", "name": "Today"}
SUM_OF_SCORES = {
    "chart_type": "table",
    "dimensions": ["topic"],
    "metrics": [{"aggregation_function": "sum", "field": "score"}],
}
CALLS = [
    call(1, "03 10:00", seconds=10, cost="1.00", score=1.0, ok=True, topic="a", seen=at("04 00:00")),
    call(2, "03 11:00", seconds=20, cost="2.00", ok=False, topic="a"),
    call(3, "04 10:00", seconds=60, cost=None, ok=True, topic="b", seen=at("03 00:00")),
    call(4, "04 11:00"),
]
ALL: dict[str, Any] = {
    "total": 4,
    "with_topic": 3,
    "success_rate": 2 / 3,
    "avg_seconds": 30.0,
    "seconds": 90,
    "shortest": 10,
    "last_seen": "2025-11-04T00:00:00Z",
    "median": 20.0,
    "p90": 52.0,
    "topics": 2,
    "cost_per_call": 0.75,
    "per_scored": 3.0,
}


def test_all_stats(engine: Engine) -> None:
    found = answer(engine, CALLS, STAT)
    assert found.data == {name: pytest.approx(v) if isinstance(v, float) else v for name, v in ALL.items()}
    assert list(found.data) == list(ALL)
    assert (found.field_name, found.can_group_by) == ("", True)
    metadata = found.metadata
    assert (metadata["display_name"], metadata["data_type"], metadata["filter_value"]) == (
        "Today",
        None,
        None,
    )


def test_over_nothing_all_but_counts_are_null(engine: Engine) -> None:
    empty: dict[str, Any] = dict.fromkeys(ALL) | {"total": 0, "with_topic": 0, "topics": 0}
    assert answer(engine, [], STAT).data == empty
    # One record without values: a ratio over no scores is null as well.
    assert answer(engine, [call(1, "03 10:00")], STAT).data == empty | {"total": 1}


def test_by_field(engine: Engine) -> None:
    data = answer(engine, CALLS, STAT | {"group_by": {"type": "field", "field": "topic"}}).data
    assert [
        (row["group"], row["total"], row["avg_seconds"], row["p90"], row["sample_count"]) for row in data
    ] == [
        ("a", 2, 15.0, 19.0, 2),
        ("b", 1, 60.0, 60.0, 1),
        (None, 1, None, None, 1),
    ]


def test_by_bucket(engine: Engine) -> None:
    data = answer(engine, CALLS, STAT | {"group_by": {"type": "bucket", "interval": 86_400_000}}).data
    assert [(row["group"], row["total"]) for row in data] == [
        ("2025-11-03T00:00:00Z", 2),
        ("2025-11-04T00:00:00Z", 2),
    ]


def test_the_rest_is_aggregated_from_rows(engine: Engine) -> None:
    widget = STAT | {"group_by": {"type": "field", "field": "topic"}}
    data = answer(engine, CALLS, widget, limits=limits(max_groups=1)).data
    assert (data[1]["group"], data[1]["other"], data[1]["excluded"]) == ("other", True, ["a"])
    assert (data[1]["avg_seconds"], data[1]["sample_count"], data[1]["cost_per_call"]) == (60.0, 2, None)


def test_a_sum_beyond_a_double_is_null_or_an_error(engine: Engine) -> None:
    # The page of meanings says which database ends the query; on none is it a wrong number.
    records = [call(i, "03 10:00", score=1.7e308) for i in (1, 2)]
    try:
        data = answer(engine, records, SUM_OF_SCORES).data
    except DBAPIError:
        return
    assert data == [{"topic": None, "sum_score": None, "sample_count": 2}]
