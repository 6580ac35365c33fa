"""What random cases seldom ask: one value, as many as a limit, other timestamps, odd relations, formats."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from tests.charts.calls import NOW as CALLS_NOW
from tests.charts.calls import SINCE as CALLS_SINCE
from tests.conformance.features import ROWS, SINCE
from tests.mutants import twins
from tests.mutants.asking import Question
from tests.mutants.databases import World
from tests.mutants.stored import each_field
from tests.mutants.wide import TABLES, WIDE, kinds, owners, runs, steps
from tests.testing.everything import EVERYTHING
from widgetql import Limits
from widgetql.testing import NOW, expected_widget_data

_OPTIONS: Final[dict[str, Any]] = {"now": NOW, "limits": {"max_range": None}}
_LATER: Final[dict[str, Any]] = {"now": datetime(2025, 11, 20, tzinfo=UTC)}
_COUNT: Final = [{"aggregation_function": "count"}]
_BY_TOPIC: Final = {"group_by": {"type": "field", "field": "topic"}}
_BY_HOURS: Final = {"group_by": {"type": "bucket", "interval": 3_600_000}}
_AVG: Final = {"chart_type": "bar", "field": "duration", "aggregation_function": "avg"}
# The longest interval: ten thousand years.
_LONGEST: Final = 315_576_000_000_000


def rare(worlds: dict[str, Any]) -> Iterator[Question]:
    """Yield the questions; put the rows that they ask into `worlds`."""
    yield from _single()
    yield from _metrics()
    yield from _buckets()
    yield from _intervals()
    yield from _at_limits()
    yield from _by_other_timestamps()
    yield from _related()
    yield from _wide(worlds)
    yield from _formatted(worlds)


def _where(field: str, op: str, value: Any) -> dict[str, Any]:
    return {"field": field, "op": op, "value": value}


def _group(operator: str, *conditions: Any) -> dict[str, Any]:
    return {"operator": operator, "conditions": list(conditions)}


def _single() -> Iterator[Question]:
    """Stats of one record, of which a percentile is its value."""
    for dataset in ("everything", "canonical"):
        for number in range(1, 31, 4):
            widget = {"chart_type": "stat", "filters": _group("and", SINCE, _where("id", "in", [number]))}
            yield Question("widget", dataset, "features", widget, None, _OPTIONS)


def _metrics() -> Iterator[Question]:
    """A metric where no field is dynamic."""
    for widget in (
        {"chart_type": "table", "dimensions": ["topic"], "metrics": _COUNT},
        {"chart_type": "table", "dimensions": ["topic"]},
        {"chart_type": "pie", "field": "topic"},
        {"chart_type": "line", "field": "duration"},
        _AVG | {"time_period": "day"},
    ):
        expected = [["widget", "/metric", "not_for_chart"]]
        document = widget | {"metric": 1, "filters": SINCE}
        yield Question("widget problems", "everything", "features", document, expected, _OPTIONS)


def _buckets() -> Iterator[Question]:
    """As many buckets as there may be, and one more: in the widget's range, and in that of the records."""
    since = _where("timestamp", "gte", "now-9h/h")
    bar = {"chart_type": "bar", "field": "seconds", "aggregation_function": "avg"}
    for widget, place in (
        (bar | {"time_period": "hour"}, "/time_period"),
        (bar | _BY_HOURS, "/group_by"),
        ({"chart_type": "stat"} | _BY_HOURS, "/group_by"),
        ({"chart_type": "pie", "field": "topic"} | _BY_HOURS, "/group_by"),
        (
            {
                "chart_type": "table",
                "dimensions": [{"field": "timestamp", "time_period": "hour"}],
                "metrics": _COUNT,
            },
            "/dimensions",
        ),
    ):
        document = widget | {"filters": since}
        for most in (8, 9):
            expected = None if most == 9 else [["widget", place, "too_many"]]
            options = {"now": CALLS_NOW, "limits": {"max_buckets": most}}
            yield Question("widget", "calls", "calls", document, expected, options)
        options = {"now": CALLS_NOW, "limits": {"max_buckets": 8, "max_range": None}}
        yield Question("widget", "calls", "calls", widget, [["widget", place, "too_many"]], options)
        few = {"now": CALLS_NOW, "limits": {"max_range": None}}
        yield Question("widget", "calls", "calls", widget, None, few)


def _intervals() -> Iterator[Question]:
    bar = {"chart_type": "bar", "field": "seconds", "aggregation_function": "avg", "filters": CALLS_SINCE}
    for interval in (0, 1, _LONGEST, _LONGEST + 1):
        widget = bar | {"group_by": {"type": "bucket", "interval": interval}}
        expected = [] if 1 <= interval <= _LONGEST else [["widget", "/group_by/interval", "out_of_range"]]
        yield Question("parsed widget", "calls", "calls", widget, expected, {"now": CALLS_NOW})


def _at_limits() -> Iterator[Question]:
    """As many points, slices, groups and rows as there are, one more, and one less."""
    line = {"chart_type": "line", "field": "duration"}
    pie = {"chart_type": "pie", "field": "topic"}
    by_day = {"dimensions": [{"field": "at", "time_period": "day"}], "metrics": _COUNT}
    for widget, limit in (
        (line, "max_points"),
        (line | _BY_TOPIC, "max_points"),
        (pie, "max_slices"),
        (pie | {"include_missing": True}, "max_slices"),
        (pie | {"group_by": {"type": "field", "field": "code"}}, "max_groups"),
        ({"chart_type": "stat"} | _BY_TOPIC, "max_groups"),
        (_AVG | {"time_period": "week"} | _BY_TOPIC, "max_groups"),
        ({"chart_type": "table"} | by_day, "max_rows"),
        ({"chart_type": "table", "dimensions": ["topic"]}, "max_rows"),
        ({"chart_type": "list", "field": "duration"}, "max_rows"),
    ):
        document = widget | {"filters": SINCE}
        # A line's bucket keeps four points.
        least, count = 4 if limit == "max_points" else 1, _count(document, limit)
        for most in range(max(count - 1, least), max(count, least) + 2):
            options = {"now": NOW, "limits": {"max_range": None, limit: most}}
            yield Question("widget", "everything", "features", document, None, options)


def _count(document: Any, limit: str) -> int:
    """How many there are of what a limit counts."""
    answer = expected_widget_data(document, EVERYTHING, ROWS, now=NOW, limits=Limits(max_range=None))
    if limit == "max_points":
        return int(answer["metadata"]["total"])
    if limit == "max_groups":
        return len({str(row["group"]) for row in answer["data"]})
    return len(answer["data"])


def _by_other_timestamps() -> Iterator[Question]:
    for dataset, timestamp in (("canonical", "at"), ("by day", "day"), ("by local time", "started")):
        since = _where(timestamp, "gte", "now-29d")
        widgets = list(_charts(timestamp))
        for widget in widgets:
            document = widget | {"filters": since}
            yield Question("widget", dataset, "features", document, None, _OPTIONS)
            known = [] if dataset == "canonical" else ["texts"]
            yield Question("known", dataset, "features", document, known, _OPTIONS)
            if widget["chart_type"] == "list":
                yield Question("pages", dataset, "features", document, None, _OPTIONS)
        dashboard = {"filters": since, "widgets": widgets}
        yield Question("dashboard", dataset, "features", dashboard, None, _OPTIONS)


def _charts(timestamp: str) -> Iterator[dict[str, Any]]:
    by_weeks = {"group_by": {"type": "bucket", "interval": 7 * 86_400_000}}
    by_day = {"field": timestamp, "time_period": "day"}
    yield from (
        {"chart_type": "list", "field": field, "limit": 5} for field in ("duration", "started", "day")
    )
    yield {"chart_type": "list", "columns": ["topic", "agent.name"], "limit": 3}
    for group in ({}, _BY_TOPIC):
        yield from ({"chart_type": "line", "field": field} | group for field in ("score", "day"))
        yield _AVG | {"time_period": "day", "fill_gaps": True} | group
    yield from (_AVG | {"time_period": name} for name in ("hour", "day", "week", "month", "quarter", "year"))
    yield from (widget | by_weeks for widget in (_AVG, {"chart_type": "pie", "field": "topic"}))
    yield {"chart_type": "stat"} | by_weeks
    yield {"chart_type": "table", "dimensions": ["topic", timestamp], "limit": 9}
    yield {"chart_type": "table", "dimensions": [by_day, "topic"], "metrics": _COUNT}


def _related() -> Iterator[Question]:
    """Charts of related rows, of which nothing else is asked; keys of several columns that are counted."""
    bar = {"chart_type": "bar", "field": "evaluations.weight", "time_period": "week"}
    pie = {"chart_type": "pie", "field": "evaluations.metric.name"}
    for widget in (
        *(bar | {"aggregation_function": name} for name in ("count", "max", "count_distinct", "p90")),
        *(pie | more for more in ({}, {"include_missing": True}, _BY_TOPIC)),
        {"chart_type": "table", "dimensions": ["evaluations.metric.name", "topic"], "metrics": _COUNT},
        {
            "chart_type": "table",
            "dimensions": ["topic"],
            "metrics": [{"aggregation_function": "count", "field": "evaluations.weight"}],
        },
        {"chart_type": "table", "dimensions": ["evaluations.notes.stars"], "metrics": _COUNT},
    ):
        yield Question("widget", "everything", "features", widget | {"filters": SINCE}, None, _OPTIONS)
    since = _where("at", "gte", "2025-11-01")
    for widget in (
        {"chart_type": "table", "dimensions": ["notes.stars"], "metrics": _COUNT},
        {"chart_type": "table", "dimensions": ["notes.stars"]},
        {"chart_type": "line", "field": "amount"},
        {"chart_type": "list", "field": "amount", "limit": 2},
    ):
        yield Question("widget", "lines", "lines_of_hosts", widget | {"filters": since}, None, _LATER)


def _wide(worlds: dict[str, Any]) -> Iterator[Question]:
    """Each field of the dataset that has what others lack, with rows in all its tables."""
    rows: dict[Any, list[dict[str, Any]]] = {
        runs: [_run(number) for number in range(12)],
        owners: [
            {"id": UUID(int=number), "name": "abc"[number % 3], "joined": date(2025, 11, 1 + number)}
            for number in range(4)
        ],
        kinds: [{"id": number, "type": "NSB"[number % 3]} for number in range(6)],
        steps: [
            {
                "id": number,
                "run": f"{number * 5 % 12}",
                "kind": (number * 3 % 7) or None,
                "score": ("1.5", "x", "true", "0", None)[number % 5],
                "place": number % 4 - 1,
            }
            for number in range(30)
        ],
    }
    worlds["each_of_wide"] = World(TABLES, rows)
    own = [
        *("planned", "small", "whole", "fine", "exact", "loose", "part", "yes", "done", "status", "token"),
        *("narrow", "attributes.region", "owner.name", "joined.on", "joined.name", "named.on"),
    ]
    yield from each_field("wide", "each_of_wide", WIDE, rows, own)
    many = ["placed.kind", "late.kind", "after.kind", "steps.place", "steps.type.id", "steps.higher.id"]
    for path in many:
        for one in (*(_where(path, op, 2) for op in ("eq", "neq", "gt")), _where(path, "isnull", True)):
            for document in (one, _group("not", one)):
                yield Question("filter", "wide", "each_of_wide", document, None, _LATER)
    for op, value, kind in (("gt", 1, 3), ("eq", "x", 1), ("eq", True, 2), ("isnull", False, 3)):
        parts = [_where("steps.type.id", "eq", kind), _where("steps.score", op, value)]
        yield Question("filter", "wide", "each_of_wide", _group("same_row", *parts), None, _LATER)


def _run(number: int) -> dict[str, Any]:
    return {
        "key": f"{number}",
        "day": datetime(2025, 11, 2) + timedelta(minutes=47 * number),
        "planned": date(2025, 11, 1 + number % 5),
        "small": number % 5 - 2,
        "whole": Decimal(number * 7 % 10 - 4),
        "fine": Decimal(number * 13 % 7) / 8,
        "exact": (number * 3 % 7) / 2,
        "loose": Decimal(number * 5 % 9) / 8,
        "part": (number * 11 % 6) / 4,
        "yes": ("1", "0", "2", "", None, "no", "true")[number % 7],
        "done": (True, False, None)[number % 3],
        "status": ("open", "closed", "Open", None)[number % 4],
        "token": str(UUID(int=2**120 + number // 3)),
        "note": ("a", "b", None, "c")[number % 4],
        "attributes": ('{"region": "eu"}', '{"region": 5}', "{", None)[number % 4],
        "owner": UUID(int=number % 4),
    }


def _formatted(worlds: dict[str, Any]) -> Iterator[Question]:
    """Times in texts of a host's own, which SQLite alone has."""
    rows: dict[Any, list[dict[str, Any]]] = {
        twins.appointments: [
            {
                "id": number,
                "at": datetime(2025, 11, 2) + timedelta(hours=number),
                "moment": datetime(2025, 10, 30, 23, 30) + timedelta(hours=7 * number)
                if number % 5
                else None,
                "on": date(2025, 10, 28) + timedelta(days=number * 5 % 7),
            }
            for number in range(10)
        ]
    }
    worlds["formatted"] = World(twins.appointments.metadata, rows, only="sqlite")
    for name, dataset in (("formatted", twins.FORMATTED), ("by moment", twins.BY_MOMENT)):
        yield from each_field(name, "formatted", dataset, rows, ["at", "moment", "on"], "sqlite")
