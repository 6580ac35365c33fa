"""The records behind the charts of these tests, and one widget for each way to count them."""

from __future__ import annotations

import math
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection, select

from tests.charts.calls import DATASET, NOW, at, call, calls, note
from widgetql import Dataset, Limits, compile_filter

TOPICS = ["a", "a", "b", None, "c", "A", "a"]
NOTED = ["0.5", "x", None, "2", "-1", "true", "false", "sad"]


def records() -> list[dict[str, Any]]:
    """Sixty calls over ten days with every mixture of values and gaps."""
    return [
        call(
            i,
            "01 00:00",
            seconds=[None, 5, 10, 10][i % 4],
            cost=[None, "1.10", "2.20"][i % 3],
            score=[None, 0.1, 1e300, -2.5, 0.0, math.inf, -math.inf][i % 7],
            ok=[True, False, None][i % 3],
            topic=TOPICS[i % 7],
            seen=[None, at("04 00:00"), at("05 12:30:00.5")][i % 3],
            agent_id=[1, 2, 3, 9, None][i % 5],
            meta={"region": ["EU", 5, True, None, ["x"]][i % 5]} if i % 6 else None,
        )
        | {"at": at("01 00:00") + timedelta(hours=4 * i, microseconds=i % 2)}
        for i in range(60)
    ]


def related() -> list[dict[str, Any]]:
    return [note(i, (i * 7) % 60, 1 + i % 3, NOTED[i % 8]) for i in range(120)]


def behind(connection: Connection, found: Any, dataset: Dataset = DATASET) -> list[int]:
    """The ids that a drill-down selects, asked a year later."""
    condition = compile_filter(found, dataset, now=NOW + timedelta(days=365), timezone="Asia/Tokyo")
    return sorted(connection.execute(select(calls.c.id).where(condition)).scalars())


def counted(row: dict[str, Any], chart: str) -> int | None:
    """How many records a row says it is made of; None where it says nothing, as a stat of all."""
    if "selected_calls" in row:
        return int(row["selected_calls"])
    if "record_count" in row:
        return int(row["record_count"])
    if chart in ("line", "list"):
        return 1
    # A pie of one measure counts its slices.
    said = row.get("value" if chart == "pie" and "series" not in row else "sample_count")
    return None if said is None else int(said)


def by(field: str) -> dict[str, Any]:
    return {"type": "field", "field": field}


GROUPS: dict[str, Any] = {
    "": None,
    "topic": by("topic"),
    "ok": by("ok"),
    "seconds": by("seconds"),
    "cost": by("cost"),
    "score": by("score"),
    "seen": by("seen"),
    "agent": by("agent.name"),
    "key": by("meta.region"),
    "bucket": {"type": "bucket", "interval": 7 * 3_600_000},
}
AGGREGATED = {
    "seconds": ["count", "sum", "avg", "min", "max", "count_distinct", "median", "p95"],
    "score": ["count", "avg", "max"],
    "ok": ["count", "avg"],
    "topic": ["count", "count_distinct"],
    "seen": ["count", "min"],
    "agent.name": ["count", "count_distinct"],
    "meta.region": ["count_distinct"],
}
MANY = [("line", 1, None), ("bar", 1, "avg"), ("bar", 1, "count"), ("bar", 3, "avg")]
MANY += [("pie", 1, None), ("pie", 2, None), ("pie", 3, None)]


def _widgets() -> Iterator[tuple[str, dict[str, Any]]]:
    for name, group in GROUPS.items():
        grouped = {"group_by": group}
        period = {} if name == "bucket" else {"time_period": "day"}
        for field, functions in AGGREGATED.items():
            # Which records a value is of depends on the field alone, and their group on the group alone.
            for function in functions if not name else functions[:2] if field in ("seconds", "ok") else []:
                widget = {"chart_type": "bar", "field": field, "aggregation_function": function}
                yield f"bar-{function}-{field}-{name}", widget | period | grouped
        for field in ("topic", "ok", "meta.region", "agent.name"):
            for missing in (False, True):
                widget = {"chart_type": "pie", "field": field, "include_missing": missing}
                yield f"pie-{field}-{missing}-{name}", widget | grouped
        yield f"line-{name}", {"chart_type": "line", "field": "seconds"} | grouped
        if group is not None:
            yield f"stat-{name}", {"chart_type": "stat"} | grouped
    for chart, metric, function in MANY:
        for name in ("", "topic", "notes.metric.name"):
            widget = {"chart_type": chart, "field": "notes.value", "metric": metric}
            widget |= {"aggregation_function": function, "group_by": by(name) if name else None}
            widget |= {"time_period": "week"} if chart == "bar" else {}
            yield f"{chart}-metric-{metric}-{function}-{name}", widget
            if chart == "pie":
                yield f"{chart}-metric-{metric}-missing-{name}", widget | {"include_missing": True}
    day = {"field": "timestamp", "time_period": "day"}
    count = [{"aggregation_function": "count"}]
    yield (
        "bar-hours",
        {"chart_type": "bar", "field": "ok", "aggregation_function": "count", "time_period": "hour"},
    )
    yield "list", {"chart_type": "list", "limit": 50}
    yield "table", {"chart_type": "table", "dimensions": ["agent.name", day], "metrics": count}
    yield "table-of-one", {"chart_type": "table", "metrics": count}
    for name in ("notes.metric.name", "notes.text"):
        yield f"table-{name}", {"chart_type": "table", "dimensions": [name, "topic"], "metrics": count}


WIDGETS = dict(_widgets())
WIDE = Limits()
NARROW = Limits(max_groups=2, max_slices=2)
ROW = {"label": "a", "value": 1, "percentage": 100.0}
PIE = {"chart_type": "pie", "field": "topic"}
BAR = {"chart_type": "bar", "field": "seconds", "aggregation_function": "avg", "time_period": "day"}


def narrowed(**fields: Any) -> Dataset:
    return Dataset(calls, id=calls.c.id, timestamp=calls.c.at, fields=fields)
