"""What leaves rows, groups and slices out, or puts them together: ranks, limits, `having`, rests."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import Any, Final

COUNT: Final = {"aggregation_function": "count", "name": "records"}
MEDIAN: Final = {"aggregation_function": "median", "field": "duration", "name": "median"}


def left(bar: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Bars of groups that rank by their values, and are left by `having`."""
    having = {"field": "sample_count", "op": "gte", "value": 2}
    group = {"type": "field", "field": "topic", "limit": 1, "rank_by": "value"}
    yield bar | {"group_by": group, "having": having}
    yield bar | {"group_by": group | {"other": False}}


def ranks() -> Iterator[dict[str, Any]]:
    having = {"having": {"field": "sample_count", "op": "gte", "value": 2}}
    bar = {"chart_type": "bar", "field": "duration", "aggregation_function": "sum", "time_period": "week"}
    for field, rank in product(("topic", "ok", "agent.name"), ("sample_count", "label", "value")):
        group = {
            "group_by": {"type": "field", "field": field, "limit": 2, "rank_by": rank, "direction": "asc"}
        }
        yield bar | group | having
    yield {"chart_type": "pie", "field": "topic", **having}
    of_measures = {
        "metrics": [COUNT, MEDIAN],
        "having": {"field": "median", "op": "isnull", "value": False},
    }
    by_median = {"group_by": {"type": "field", "field": "topic", "limit": 2, "rank_by": "median"}}
    yield {"chart_type": "bar", "time_period": "week", **of_measures, **by_median}
    yield {"chart_type": "stat", **of_measures, **by_median}
    yield {"chart_type": "pie", "field": "topic", **of_measures}
    over = {"chart_type": "bar", "field": "duration", "aggregation_function": "sum"}
    ranked = {"group_by": {"type": "field", "field": "topic", "limit": 2, "rank_by": "value"}}
    for x in ("agent.name", {"field": "at", "part": "hour_of_day"}, {"field": "size", "bins": {"count": 5}}):
        yield over | {"x": x} | having
        yield over | {"x": x} | ranked | having
    table = {"chart_type": "table", "dimensions": ["topic", "ok"], "metrics": [COUNT, MEDIAN], "limit": 2}
    yield table | having | {"other": True}
    rates = [COUNT | {"per": "hour"}, {"name": "part", "share": "records", "within": ["topic"]}]
    yield table | {"metrics": rates, "other": True}
    hours = {"field": "at", "part": "hour_of_day", "name": "hour"}
    yield table | {"dimensions": [hours], "metrics": rates[:1], "other": True}
