"""How answers are computed: what no answer tells, but `explain` does, and the SQL of a filter."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from tests.conformance.features import SINCE
from tests.mutants.asking import Question
from tests.mutants.databases import World
from tests.mutants.wide import TABLES, runs
from tests.property.test_dashboards import SHARED
from widgetql.testing import NOW

_BAR: Final[dict[str, Any]] = {
    "chart_type": "bar",
    "field": "duration",
    "aggregation_function": "avg",
    "filters": SINCE,
}
# Over an indexed timestamp.
_INDEXED: Final[dict[str, Any]] = {
    "chart_type": "bar",
    "field": "part",
    "aggregation_function": "avg",
    "time_period": "hour",
}
# New York's clocks show this hour twice.
_REPEATED: Final = datetime(2025, 11, 2, 1)
_LIMITS: Final = {"max_range": None}


def ways(worlds: dict[str, Any]) -> Iterator[Question]:
    """Yield the questions; put the rows that they ask into `worlds`."""
    rows = [
        {
            "key": f"{number}",
            "day": _REPEATED + timedelta(minutes=17 * number),
            "part": number / 4,
            "loose": Decimal(number) / 8,
            "yes": ("1", "0", "2", "", None, "no")[number % 6],
            "token": str(UUID(int=2**120 + number // 8)),
        }
        for number in range(-20, 30)
    ]
    worlds["runs"] = World(TABLES, {runs: rows})
    yield from _bars()
    yield from _by_index()
    since = _since("day", "now-40h/h")
    # A key of text, and stats that can all be put together from parts.
    for widget in ({"chart_type": "list", "limit": 7}, {"chart_type": "list", "field": "part", "limit": 3}):
        yield Question("pages", "wide", "runs", widget | {"filters": since}, None, {"now": NOW})
    pie = {"chart_type": "pie", "field": "token", "filters": since}
    yield Question("in turn", "wide", "runs", [(pie, {})], None, {"now": NOW})
    dashboard = {
        "filters": since,
        "widgets": [{"chart_type": "stat"}, {"chart_type": "pie", "field": "status"}],
    }
    yield Question("ways", "wide", "runs", dashboard, [["shared"], 2], {"now": NOW})
    for way in ("ranges", "division", "halves", "days"):
        for period in ("hour", "day"):
            widget = {**_INDEXED, "time_period": period, "filters": _since("day", "now-40h/h")}
            options = {"now": NOW, "limits": _LIMITS, "timezone": "America/New_York"}
            for more in ({}, {"fill_gaps": True}):
                asked = options | {"strategy": {"buckets": way}}
                yield Question("widget", "wide", "runs", {**widget, **more}, None, asked)
    for widgets, on_sqlite, on_duckdb in _dashboards():
        dashboard = {"filters": SINCE, "widgets": widgets}
        yield Question("ways", "everything", "features", dashboard, on_sqlite, {"now": NOW})
        yield Question("ways on duckdb", "everything", "features", dashboard, on_duckdb, {"now": NOW})
    for dataset, document, numbers in _filters():
        yield Question("selects", dataset, "calls", document, numbers, {"now": NOW, "limits": _LIMITS})


def _bars() -> Iterator[Question]:
    """Which way SQLite takes: by days, by halves, by division, or as it is told."""
    hours = {"type": "bucket", "interval": 3_600_000}
    for widget, more, way in (
        ({"time_period": "day"}, {}, "days"),
        ({"time_period": "day"}, {"timezone": "America/New_York"}, "halves"),
        ({"time_period": "week"}, {}, "halves"),
        ({"time_period": "hour"}, {}, "division"),
        ({"group_by": hours}, {}, "division"),
        # As many halves as are cheaper, and one more; as many days as have their own numbers, and one more.
        ({"time_period": "hour", "filters": _since("at", "now-63h/h")}, {}, "halves"),
        ({"time_period": "hour", "filters": _since("at", "now-64h/h")}, {}, "division"),
        ({"time_period": "day", "filters": _since("at", "now-30d/d")}, {}, "days"),
        ({"time_period": "day", "filters": _since("at", "now-31d/d")}, {}, "halves"),
        # The clocks are changed: one day begins at another time of the stored ones.
        (
            {"time_period": "day", "filters": _since("at", "2025-03-20")},
            {"timezone": "Europe/London", "now": NOW.replace(month=4, day=9)},
            "halves",
        ),
        (
            {"time_period": "day", "filters": _since("at", "2025-10-20")},
            {"timezone": "Atlantic/Azores"},
            "halves",
        ),
        ({"time_period": "day"}, {"strategy": {"buckets": "ranges"}}, "ranges"),
        ({"time_period": "day"}, {"strategy": {"buckets": "division"}}, "division"),
        ({"time_period": "day"}, {"strategy": {"buckets": "halves"}}, "halves"),
        ({"time_period": "week"}, {"strategy": {"buckets": "division"}}, "division"),
        ({"time_period": "hour"}, {"strategy": {"buckets": "ranges"}}, "ranges"),
        # What it cannot do is divided.
        ({"time_period": "hour"}, {"strategy": {"buckets": "days"}}, "division"),
        ({"time_period": "day"}, {"strategy": {"buckets": "thresholds"}}, "division"),
    ):
        options = {"now": NOW, "limits": _LIMITS, **more}
        yield Question("ways", "everything", "features", {**_BAR, **widget}, [[way], 1], options)


def _since(field: str, at: str) -> dict[str, Any]:
    return {"field": field, "op": "gte", "value": at}


def _by_index() -> Iterator[Question]:
    for hours, aggregation, way in (
        (20, "avg", "ranges"),
        (1_499, "avg", "ranges"),
        (1_500, "avg", "division"),
        (20, "count_distinct", "ranges"),
        # SQLite has no percentiles: they are counted, of all buckets at once.
        (20, "median", "halves"),
    ):
        filters = _since("day", f"now-{hours}h/h")
        widget = {**_INDEXED, "aggregation_function": aggregation, "filters": filters}
        yield Question("ways", "wide", "runs", widget, [[way], 1], {"now": NOW, "limits": _LIMITS})


def _dashboards() -> Iterator[tuple[list[Any], Any, Any]]:
    """Dashboards, with the ways and the number of statements on each database.

    On SQLite each percentile of a stat is a statement of its own, as each stat of text is with another.
    """
    stat, by_topic, *bars, pie = SHARED
    yield SHARED, [["shared", "halves"], 5], [["shared", "division"], 3]
    yield [stat, pie], [["shared"], 4], [["shared"], 2]
    yield [stat], [[], 3], [[], 1]
    yield [by_topic, pie], [["shared"], 2], [["shared"], 2]
    yield [*bars, pie], [["shared", "halves"], 1], [["shared", "division"], 1]
    yield [stat, pie, stat, pie], [["shared"], 4], [["shared"], 2]
    weeks, months, days = ({**bars[0], "time_period": period} for period in ("week", "month", "day"))
    yield [weeks, months], [["halves", "halves"], 2], [["division", "division"], 2]
    yield [days, weeks, months], [["shared", "halves"], 1], [["shared", "division"], 1]
    # With one field more there may be too many groups.
    names = ("topic", "code", "agent.name", "state")
    many = [{**days, "group_by": {"type": "field", "field": name}} for name in names]
    yield many, [["shared", "halves", "cells", "halves"], 2], [["shared", "division", "cells", "division"], 2]
    table = {"chart_type": "table", "metrics": [{"aggregation_function": "count"}]}
    by_day = {**table, "dimensions": ["topic", {"field": "at", "time_period": "day"}]}
    yield [by_day, pie], [["shared", "halves"], 1], [["shared", "division"], 1]
    yield [by_day, days, pie], [["shared", "halves"], 1], [["shared", "division"], 1]
    yield [pie, {**pie, "include_missing": True}], [["shared"], 1], [["shared"], 1]


def _filters() -> Iterator[tuple[str, Any, list[int]]]:
    """Conditions, with how many subqueries there are, how many by EXISTS, how often NULL is kept out."""
    # A row of few is looked up by its key; of one that no row refers to NULL would be made.
    yield "everything", _where("agent.name", "eq", "a"), [1, 0, 0]
    yield "everything", _where("agent.team.name", "eq", "a"), [2, 0, 0]
    yield "everything", _where("agent.name", "neq", "a"), [1, 1, 0]
    yield "everything", _where("evaluations.weight", "eq", 1), [1, 1, 0]
    yield "everything", _where("evaluations.metric.id", "eq", 1), [2, 1, 0]
    # An index is used where nothing stands around the comparison.
    yield "everything", _where("topic", "neq", "a"), [0, 0, 0]
    yield "everything", _where("topic", "nin", ["a", "b"]), [0, 0, 0]
    yield "everything", _where("duration", "neq", 1), [0, 0, 0]
    # A related row that is always there, and whose key stands in the record: no row is looked up, but a UUID
    # is the list of its spellings.
    owner = "00000000-0000-0000-0000-000000000001"
    yield "wide", _where("owner.id", "eq", owner), [1, 0, 0]
    yield "wide", _where("owner.id", "neq", owner), [1, 0, 1]
    yield "wide", _where("owner.name", "eq", "a"), [1, 0, 0]
    # Two equal columns, more that is asked of the related row, or of both.
    yield "wide", _where("named.on", "eq", "2025-01-01"), [1, 1, 0]
    for relation in ("placed", "late", "after"):
        yield "wide", _where(f"{relation}.kind", "eq", 1), [1, 1, 0]


def _where(field: str, op: str, value: Any) -> dict[str, Any]:
    return {"field": field, "op": op, "value": value}
