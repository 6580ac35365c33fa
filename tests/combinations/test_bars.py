"""Bars by time: all kinds of aggregations, groups with and without a rest, notes, a change of the clocks."""

from __future__ import annotations

from typing import Any, Final

import pytest
from sqlalchemy import Engine

from tests.combinations.asking import check
from tests.combinations.frames import (
    KATHMANDU,
    LORD_HOWE,
    NEW_YORK,
    Answer,
    Asked,
    Case,
    bar,
    between,
    cut,
    groups,
    marked,
    periods,
    ranked,
    samples,
    told,
)


def by(unit: str, how: str, column: str | None = None, *, fill: bool = False, notes: bool = False) -> Any:
    """A bar of each period that has calls."""

    def answer(of: Asked) -> Answer:
        rows = []
        for start, end in periods(of, unit):
            here = between(of.notes if notes else of.calls, start, end)
            if fill or len(here):
                rows.append({"time_interval": told(start), **bar(here, how, column), **cut(of, start, end)})
        return rows, {}

    return answer


def by_group(unit: str, group: str, how: str, column: str, most: int = 20, **more: Any) -> Any:
    """A bar of each period and group: one rank by samples, then the rest, wherever they have calls."""

    def answer(of: Asked) -> Answer:
        found = ranked(
            groups(of.notes if more.get("notes") else of.calls, group),
            lambda part: samples(part, how, column),
        )
        kept, left = found[:most], found[most:]
        series = marked("group", kept, left if more.get("other", True) else [])
        excluded: dict[str, Any] = {}
        if not more.get("other", True):
            told_ = {"groups": len(left), "sample_count": sum(samples(part, how, column) for _, part in left)}
            excluded = {"excluded_by_limit": told_}
        rows = []
        for start, end in periods(of, unit):
            for mark, part in series:
                here = between(part, start, end)
                if more.get("fill") or len(here):
                    said = {"time_interval": told(start), **mark, **bar(here, how, column)}
                    rows.append(said | cut(of, start, end))
        return rows, excluded

    return answer


def widget(how: str, field: str, unit: str, **more: Any) -> dict[str, Any]:
    return {"chart_type": "bar", "field": field, "aggregation_function": how, "time_period": unit} | more


def grouped(field: str, **more: Any) -> dict[str, Any]:
    return {"group_by": {"type": "field", "field": field} | more}


def lord_howe(of: Asked) -> Answer:
    """By hand: from 02:00 to 02:30 the clocks skip half an hour, so 02:30 to 03:00 is one of half an hour."""
    rows = [
        {"time_interval": "2025-10-04T14:30:00Z", "value": 2, "sample_count": 2},
        {"time_interval": "2025-10-04T15:30:00Z", "value": 2, "sample_count": 2},
        {"time_interval": "2025-10-04T16:00:00Z", "value": 1, "sample_count": 1},
        {"time_interval": "2025-10-05T09:00:00Z", "value": 1, "sample_count": 1},
    ]
    return rows, {}


NO_REST: Final = {"limit": 2, "other": False}
CASES: Final = {
    "count-by-day-of-25-hours": Case(
        widget=widget("count", "seconds", "day"), zone=NEW_YORK, answer=by("day", "count")
    ),
    "avg-by-hour-and-the-repeated-one": Case(
        widget=widget("avg", "seconds", "hour"), zone=NEW_YORK, since="2025-11-02", until="2025-11-03",
        answer=by("hour", "avg", "seconds"),
    ),
    "p90-by-week": Case(
        widget=widget("p90", "seconds", "week"), zone=NEW_YORK, answer=by("week", "p90", "seconds")
    ),
    "stddev-by-month": Case(
        once=True,
        widget=widget("stddev", "seconds", "month"), zone=KATHMANDU, since="2025-10-02",
        answer=by("month", "stddev", "seconds"),
    ),
    "first-by-day-of-equal-instants": Case(
        widget=widget("first", "topic", "day"), zone=NEW_YORK, answer=by("day", "first", "topic")
    ),
    "last-by-hour-of-equal-instants": Case(
        widget=widget("last", "ok", "hour"), zone=NEW_YORK, since="2025-11-02", until="2025-11-03",
        answer=by("hour", "last", "ok"),
    ),
    "count-distinct-by-week": Case(
        once=True,
        widget=widget("count_distinct", "topic", "week"), zone=NEW_YORK, since="2025-10-23",
        answer=by("week", "count_distinct", "topic"),
    ),
    "sum-of-every-day": Case(
        once=True,
        widget=widget("sum", "seconds", "day", fill_gaps=True), zone=NEW_YORK,
        answer=by("day", "sum", "seconds", fill=True),
    ),
    "hours-where-half-an-hour-is-skipped": Case(
        widget=widget("count", "seconds", "hour"), zone=LORD_HOWE, since="2025-10-05", until="2025-10-06",
        answer=lord_howe,
    ),
    "count-by-topic-and-a-rest": Case(
        widget=widget("count", "seconds", "day", **grouped("topic")), zone=NEW_YORK, limits={"max_groups": 2},
        answer=by_group("day", "topic", "count", "seconds", 2),
    ),
    "count-by-topic-without-a-rest": Case(
        once=True,
        widget=widget("count", "seconds", "day", **grouped("topic", **NO_REST)), zone=NEW_YORK,
        answer=by_group("day", "topic", "count", "seconds", 2, other=False),
    ),
    "avg-by-agent-and-missing-ones": Case(
        once=True,
        widget=widget("avg", "seconds", "week", **grouped("agent.name")), zone=NEW_YORK,
        answer=by_group("week", "agent", "avg", "seconds"),
    ),
    "p90-of-a-rest": Case(
        widget=widget("p90", "seconds", "week", **grouped("topic", limit=1)), zone=NEW_YORK,
        answer=by_group("week", "topic", "p90", "seconds", 1),
    ),
    "stddev-of-a-rest-in-every-week": Case(
        widget=widget("stddev", "seconds", "week", fill_gaps=True, **grouped("topic", limit=2)),
        zone=KATHMANDU,
        answer=by_group("week", "topic", "stddev", "seconds", 2, fill=True),
    ),
    "count-distinct-of-a-rest": Case(
        widget=widget("count_distinct", "topic", "week", **grouped("agent.name", limit=1)), zone=NEW_YORK,
        answer=by_group("week", "agent", "count_distinct", "topic", 1),
    ),
    "first-of-a-rest": Case(
        widget=widget("first", "seconds", "week", **grouped("topic", limit=2)), zone=NEW_YORK,
        answer=by_group("week", "topic", "first", "seconds", 2),
    ),
    "last-without-a-rest": Case(
        once=True,
        widget=widget("last", "topic", "week", **grouped("agent.name", **NO_REST)), zone=NEW_YORK,
        answer=by_group("week", "agent", "last", "topic", 2, other=False),
    ),
    "sum-by-a-boolean": Case(
        widget=widget("sum", "seconds", "day", **grouped("ok")), zone=NEW_YORK, since="2025-10-31",
        answer=by_group("day", "ok", "sum", "seconds"),
    ),
    "avg-of-notes": Case(
        once=True,
        widget=widget("avg", "notes.score", "day"), zone=NEW_YORK,
        answer=by("day", "avg", "score", notes=True)
    ),
    "p90-of-a-metric-by-topic-and-a-rest": Case(
        widget=widget("p90", "notes.value", "week", metric=1, **grouped("topic", limit=2)), zone=NEW_YORK,
        answer=by_group("week", "topic", "p90", "score", 2, notes=True),
    ),
    "count-of-notes-by-agent-and-a-rest": Case(
        once=True,
        widget=widget("count", "notes.score", "week", **grouped("agent.name", limit=1)), zone=NEW_YORK,
        answer=by_group("week", "agent", "count", "score", 1, notes=True),
    ),
    "count-distinct-of-moods": Case(
        once=True,
        widget=widget("count_distinct", "notes.value", "week", metric=2), zone=NEW_YORK,
        answer=by("week", "count_distinct", "value", notes=True),
    ),
    "last-of-notes-without-a-rest": Case(
        widget=widget("last", "notes.score", "week", **grouped("topic", **NO_REST)), zone=NEW_YORK,
        answer=by_group("week", "topic", "last", "score", 2, notes=True, other=False),
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_bars(engine: Engine, case: Case) -> None:
    check(engine, case)
