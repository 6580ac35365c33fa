"""Rows of which each lies on an edge: of bins of a tenth, of months, of a clock's change, of a percentage."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from itertools import product
from typing import Any, Final

from sqlalchemy import Table

from tests.conformance.features import ROWS
from tests.mutants.asking import Question
from tests.mutants.databases import World
from tests.testing.everything import EVERYTHING

Json = dict[str, Any]

_CALLS: Final[Table] = EVERYTHING.table  # type: ignore[assignment]
# The rest of a record is that of one.
_LIKE: Final = ROWS[_CALLS][0]
_NOW: Final = datetime(2025, 12, 31, 23, 30, tzinfo=UTC)
_LIMITS: Final[Json] = {"max_range": None, "max_compare": None}
_LORD_HOWE: Final = "Australia/Lord_Howe"


def _rows(*records: Json) -> Mapping[Table, list[Json]]:
    return {_CALLS: [_LIKE | {"id": at, "agent_id": None} | record for at, record in enumerate(records, 1)]}


def _month_ends() -> Iterator[Json]:
    """The last second of each month and the first of the next, in a leap year and in one before it."""
    for year, month in product((2024, 2025), range(1, 13)):
        start = datetime(year, month, 1, tzinfo=UTC)
        yield {"at": start, "duration": month}
        yield {"at": start - timedelta(seconds=1), "duration": -month}


def _changes() -> Iterator[Json]:
    """Each ten minutes around the half hour that clocks of Lord Howe skip, and that they repeat."""
    for change in (datetime(2025, 10, 4, 15, 30, tzinfo=UTC), datetime(2025, 4, 5, 15, tzinfo=UTC)):
        for at in range(-18, 19):
            moved = change + timedelta(minutes=10 * at)
            yield {"at": moved, "started": moved.replace(tzinfo=None), "duration": at}


# Of each topic as many records: half a percentage is none of a double's.
_SIZES: Final = {"a": 1, "b": 3, "c": 5, "d": 7, "e": 15, "f": 17, "g": 32}
_AT: Final[Json] = {"at": datetime(2025, 12, 3, 10, tzinfo=UTC)}
WORLDS: Final[Mapping[str, Mapping[Table, list[Json]]]] = {
    "far": _rows(
        *(_AT | {"topic": "ab"[i % 2], "score": 1e9 + i / 8, "duration": 10**9 + i} for i in range(9))
    ),
    "tenths": _rows(*(_AT | {"topic": "ab"[i % 2], "score": i / 10, "duration": i} for i in range(-5, 31))),
    "month_ends": _rows(*_month_ends()),
    "changes": _rows(*_changes()),
    "eighties": _rows(
        *(_AT | {"topic": one, "ok": i % 16 > 0} for one, size in _SIZES.items() for i in range(size))
    ),
}  # fmt: skip


def on_edges(worlds: dict[str, World]) -> Iterator[Question]:
    """Yield the questions; put the rows that they ask into `worlds`."""
    worlds |= {name: World(_CALLS.metadata, rows) for name, rows in WORLDS.items()}
    for world, widgets in (
        ("far", _far()), ("tenths", _tenths()), ("month_ends", _months()), ("eighties", _eighties()),
    ):  # fmt: skip
        yield from (_asked(world, one) for one in widgets)
    for zone in (_LORD_HOWE, "UTC"):
        yield from (_asked("changes", one, timezone=zone) for one in _clocks())
    for document in _ranges():
        yield Question("filter", "everything", "month_ends", document, None, {"now": _NOW, "limits": _LIMITS})
        yield _asked("month_ends", {"chart_type": "stat", "filters": document})


def _asked(world: str, widget: Json, **options: Any) -> Question:
    since = {"filters": _where("at", "gte", "2023-12-01")}
    return Question(
        "widget", "everything", world, since | widget, None, {"now": _NOW, "limits": _LIMITS, **options}
    )


def _where(field: str, op: str, value: Any) -> Json:
    return {"field": field, "op": op, "value": value}


def _group(operator: str, *conditions: Json) -> Json:
    return {"operator": operator, "conditions": list(conditions)}


def _by(field: str) -> Json:
    return {"group_by": {"type": "field", "field": field}}


def _far() -> Iterator[Json]:
    """Numbers that are far from zero and near each other: what is taken from them has few digits left."""
    for name, field in product(("stddev", "variance", "avg", "sum"), ("score", "duration")):
        bar = {"chart_type": "bar", "time_period": "month", "field": field, "aggregation_function": name}
        yield bar
        yield bar | _by("topic")


def _tenths() -> Iterator[Json]:
    for bins in (
        {"width": 0.1}, {"width": 0.3}, {"width": 0.1, "start": 0.05}, {"edges": [0.1, 0.3, 0.7, 2.9]},
        {"edges": [-0.5, 0, 3.0]}, {"count": 7}, {"count": 35}, {"width": 0.005}, {"count": 600},
    ):  # fmt: skip
        yield {"chart_type": "histogram", "field": "score", "bins": bins}
        x = {"field": "score", "bins": bins}
        if len(bins) == 1 and "width" in bins and bins["width"] > 0.01:
            yield {"chart_type": "bar", "x": x, "field": "duration", "aggregation_function": "sum"}
            yield {"chart_type": "table", "dimensions": [x], "metrics": [{"aggregation_function": "count"}]}
    mean = {"name": "m", "aggregation_function": "avg", "field": "duration"}
    none = mean | {"filters": _where("topic", "eq", "b")}
    for op, value in product(("neq", "nin", "in", "eq", "gte"), (1, 2)):
        given = [value] if op in ("nin", "in") else value
        having = {"having": _where("m", op, given)}
        yield {"chart_type": "table", "dimensions": ["topic"], "metrics": [none], **having}


def _months() -> Iterator[Json]:
    parts = ("month_of_year", "day_of_month", "day_of_week", "hour_of_day")
    for part in parts:
        x = {"field": "at", "part": part}
        yield {"chart_type": "bar", "x": x, "field": "duration", "aggregation_function": "sum"}
        count = {"name": "n", "aggregation_function": "count", "per": "day"}
        yield {"chart_type": "bar", "x": x, "metrics": [count]}
    for period, to in product(("month", "week", "day"), ("-1M", "-1y", "previous_period")):
        bar = {"chart_type": "bar", "field": "duration", "aggregation_function": "sum", "time_period": period}
        until = _where("at", "lte", "2025-10-30T23:59:59.999999")
        for last in (until, until | {"value": "2025-10-31T23:59:59.999999"}, until | {"op": "lt"}):
            filters = _group("and", _where("at", "gte", "2025-10-01"), last)
            yield bar | {"filters": filters, "compare": {"to": to}}
            yield {"chart_type": "stat", "filters": filters, "compare": {"to": to}}


# Days, and of minutes an hour or two.
_AROUND: Final = (
    (("2025-10-04", "2025-10-07"), ("2025-04-05", "2025-04-07")),
    (("2025-10-04T15:00:00Z", "2025-10-04T16:30:00Z"), ("2025-04-05T14:30:00Z", "2025-04-05T16:00:00Z")),
)


def _clocks() -> Iterator[Json]:
    for period, field in product(("minute", "hour", "day"), ("duration",)):
        bar = {"chart_type": "bar", "field": field, "aggregation_function": "count", "time_period": period}
        for start, end in _AROUND[period == "minute"]:
            since = _group("and", _where("at", "gte", start), _where("at", "lt", end))
            yield bar | {"filters": since, "fill_gaps": period != "minute"}
            hourly = {"name": "n", "aggregation_function": "count", "per": "hour"}
            yield {"chart_type": "bar", "time_period": period, "metrics": [hourly], "filters": since}
            yield bar | {"filters": since, "window": {"type": "rolling", "buckets": 2}}
    for part in ("hour_of_day", "day_of_week"):
        x = {"field": "started", "part": part}
        yield {"chart_type": "bar", "x": x, "field": "duration", "aggregation_function": "sum"}


def _eighties() -> Iterator[Json]:
    yield {"chart_type": "pie", "field": "topic"}
    yield {"chart_type": "pie", "field": "topic", "filters": _where("at", "gte", "2025-12-01"), **_by("ok")}
    share = {"name": "s", "share": "n"}
    metrics = [{"name": "n", "aggregation_function": "count"}, share]
    yield {"chart_type": "pie", "field": "topic", "metrics": metrics}
    yield {"chart_type": "table", "dimensions": ["topic"], "metrics": metrics}
    yield {"chart_type": "bar", "aggregation_function": "share", "field": "topic", "time_period": "month"}


def _ranges() -> Iterator[Json]:
    """Several conditions on the timestamp, of which the widest and the narrowest count."""
    first, second = _where("at", "gte", "2025-02-01"), _where("at", "gt", "2025-02-01")
    late, closed = _where("at", "gte", "2025-06-01"), _where("at", "between", ["2025-03-01", "2025-05-31"])
    until, last = _where("at", "lt", "2025-07-01"), _where("at", "lte", "2025-06-30T23:59:59.999999")
    for one, other in ((first, second), (second, first), (closed, late), (late, closed), (until, last)):
        yield _group("and", first, _group("or", one, other))
        yield _group("and", one, _group("or", one, _group("and", other, until)))
        yield _group("and", first, one, other)
