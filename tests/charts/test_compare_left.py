"""Groups, slices and rows that are left beside those before: by what they are now, then by what they were."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, Final

import pytest
from sqlalchemy import Engine, MetaData

from tests.charts.events import (
    COUNT,
    DATASET,
    EVENTS,
    NOTES,
    NOW,
    PREVIOUS,
    STAT,
    SUM,
    TABLES,
    event,
    since,
)
from tests.charts.test_compare_rows import DAY, PIE, STORED, TABLE, answered
from widgetql import Limits, compute_widget_data
from widgetql.testing import difference, expected_widget_data
from widgetql.testing.databases import filled


@pytest.fixture(scope="module")
def metadata() -> MetaData:
    return TABLES


def by(**rank: Any) -> dict[str, Any]:
    return {"group_by": {"type": "field", "field": "kind"} | rank}


def having(field: str, op: str, value: Any) -> dict[str, Any]:
    return {"having": {"field": field, "op": op, "value": value}}


def told(found: Any, *names: str) -> list[tuple[Any, ...]]:
    """Some keys of each row, and the same of the one before."""
    return [
        (*(row[name] for name in names), *((row["previous"] or {}).get(name) for name in names))
        for row in found["data"]
    ]


def test_groups_rank_by_what_they_are_then_by_what_they_were(engine: Engine) -> None:
    # "a" and "b" have a row each; of those without any "c" and null had one each, "b" had two.
    found = answered(engine, COUNT | by(rank_by="value", limit=3) | PREVIOUS, STORED)
    assert told(found, "group", "value") == [
        ("b", 1, "b", 2), ("a", 1, "a", 0), ("c", 0, "c", 1), ("other", 0, "other", 1),
    ]  # fmt: skip
    assert found["data"][3]["excluded"] == ["b", "a", "c"]
    found = answered(
        engine, SUM | by(rank_by="value", direction="asc", limit=2, other=False) | PREVIOUS, STORED
    )
    assert told(found, "group", "value") == [("b", 2, "b", 7), ("a", 5, "a", None)]
    assert found["metadata"]["excluded_by_limit"] == {"groups": 2, "sample_count": 0}


def test_having_reads_what_a_group_is_now(engine: Engine) -> None:
    found = answered(engine, SUM | by(limit=1) | PREVIOUS | having("value", "isnull", True), STORED)
    # Without records now: "c" was -4, null 4.
    assert told(found, "group", "value") == [("c", None, "c", -4), ("other", None, "other", 4)]
    assert found["data"][1]["excluded"] == ["c", "a", "b"]
    assert found["metadata"]["excluded_by_having"] == {"groups": 2, "sample_count": 2}
    stats = answered(engine, STAT | by(rank_by="size") | PREVIOUS | having("events", "gte", 1), STORED)
    assert told(stats, "group", "size") == [("a", 5, "a", None), ("b", 2, "b", 7)]
    assert stats["metadata"]["excluded_by_having"] == {"groups": 2, "sample_count": 0}


def test_slices_that_are_left(engine: Engine) -> None:
    limits = Limits(max_slices=1, max_range=None)
    pie = PIE | PREVIOUS | {"include_missing": True}
    found = answered(engine, pie | having("value", "lt", 1), STORED, limits=limits)
    assert told(found, "label", "value", "percentage") == [
        ("c", 0, 0.0, "c", 1, 50.0), ("other", 0, 0.0, "other", 1, 50.0),
    ]  # fmt: skip
    assert found["data"][1]["excluded"] == ["c", "a", "b"]
    assert found["metadata"]["excluded_by_having"] == {"groups": 2, "sample_count": 2}
    pies = PIE | PREVIOUS | {"field": "kind", "include_missing": True}
    found = answered(engine, pies | by(limit=2, rank_by="label", direction="desc", other=False), STORED)
    assert told(found, "group", "label", "value") == [("c", "c", 0, "c", "c", 1), ("b", "b", 1, "b", "b", 2)]
    assert found["metadata"]["excluded_by_limit"] == {"groups": 2, "sample_count": 1}


def test_rows_of_a_table_that_are_left_and_their_rest(engine: Engine) -> None:
    widget = TABLE | PREVIOUS | {"limit": 1, "other": True, "totals": True}
    found = answered(engine, widget | having("n", "lte", 1), STORED)
    assert told(found, "kind", "n", "size") == [("b", 1, 2, "b", 2, 7), (None, 1, 5, None, 2, 0)]
    rest = found["data"][1]
    assert (rest["other"], rest["excluded"], rest["previous"]["excluded"]) == (
        True,
        [{"kind": "b"}],
        [{"kind": "b"}],
    )
    assert rest["previous"]["change"] == {"n": -1, "size": 5}
    assert found["metadata"]["excluded_by_having"] == {"groups": 0, "sample_count": 0}
    assert "excluded_by_limit" not in found["metadata"]
    assert found["metadata"]["totals"]["previous"]["n"] == 4
    found = answered(engine, TABLE | PREVIOUS | {"limit": 1} | having("size", "isnull", False), STORED)
    assert told(found, "kind", "n") == [("b", 1, "b", 2)]
    assert found["metadata"]["excluded_by_having"] == {"groups": 2, "sample_count": 0}
    assert found["metadata"]["excluded_by_limit"] == {"groups": 1, "sample_count": 1}
    assert found["metadata"]["truncated"]


DAYS: Final = {"dimensions": [{"field": "at", "time_period": "day", "name": "day"}]}


def test_the_rest_of_days_has_the_days_before_without_those_that_are_left_over(engine: Engine) -> None:
    # A month of 30 days after one of 31: the last day is left over.
    stored = [event(f"{at} 10:00") for at in ("11-01", "11-02", "11-03", "10-02", "10-31")]
    month = since(("gte", "2025-11-01"), ("lt", "2025-12-01"))
    widget = TABLE | DAYS | {"limit": 1, "other": True, "order_by": [{"name": "day"}]}
    now = datetime(2025, 12, 5, tzinfo=UTC)
    found = answered(engine, widget | {"compare": {"to": "-1M"}}, stored, filters=month, now=now)
    first, before, last = "2025-11-01T00:00:00Z", "2025-10-01T00:00:00Z", "2025-10-31T00:00:00Z"
    # The first day has nothing before it, but the order tells the days.
    assert told(found, "day", "n") == [(first, 1, before, 0), (None, 2, None, 1)]
    rest = found["data"][1]
    assert rest["excluded"] == [{"day": first}]
    assert rest["previous"]["excluded"] == [{"day": before}, {"day": last}]
    assert [row["day"] for row in found["metadata"]["unpaired"]] == [last]


def test_groups_over_windows_are_those_of_the_range(engine: Engine) -> None:
    stored = [*STORED, event("11-18 13:00", 100, "d")]
    window = {"window": {"type": "rolling", "buckets": 2}}
    widget = SUM | window | by(rank_by="value", limit=1) | having("value", "gt", 0)
    found = answered(engine, widget | PREVIOUS, stored)
    # Of the range, which is the 19th, "d" has no record, nor has "c".
    assert told(found, "group", "value") == [("a", 5, "a", None), ("other", 9, "other", 7)]
    alone = windowed(engine, widget, stored)
    # Alone it is no group at all: what is none of those that are told is in the rest.
    assert [(row["group"], row["value"]) for row in alone["data"]] == [("a", 5), ("other", 109)]
    assert alone["metadata"]["excluded_by_having"] == {"groups": 0, "sample_count": 0}
    left = windowed(engine, SUM | window | by(other=False, limit=1) | having("value", "lt", 5), stored)
    assert [(row["group"], row["value"]) for row in left["data"]] == [("b", 9)]
    assert left["metadata"]["excluded_by_having"] == {"groups": 1, "sample_count": 1}


def windowed(engine: Engine, widget: dict[str, Any], rows: list[dict[str, Any]]) -> dict[str, Any]:
    tables: dict[Any, Any] = {EVENTS: [{"id": at, **row} for at, row in enumerate(rows)], NOTES: ()}
    given: dict[str, Any] = {"now": NOW, "filters": DAY, "limits": DATASET.limits}
    with filled(engine, tables) as connection:
        found: Any = compute_widget_data(connection, widget, DATASET, **given).to_dict()
    assert difference(found, expected_widget_data(widget, DATASET, tables, **given)) is None
    return dict(found)
