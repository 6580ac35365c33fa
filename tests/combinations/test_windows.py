"""Bars over windows that reach before the range, over a change of the clocks, by groups, of notes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any, Final

import pytest
from pandas import DataFrame, Timestamp
from sqlalchemy import Engine

from tests.combinations.asking import check
from tests.combinations.frames import (
    KATHMANDU,
    NEW_YORK,
    NOW_,
    Answer,
    Asked,
    Case,
    Row,
    bar,
    between,
    cut,
    groups,
    marked,
    next_of,
    periods,
    ranked,
    samples,
    start_of,
    told,
)

# Where the window of a bucket begins, of the range and the bucket's start.
Begins = Callable[[Asked, Timestamp], Timestamp]
# Before all calls.
FIRST: Final = Timestamp("2025-01-01", tz="UTC")


def rolling(unit: str, buckets: int) -> Begins:
    return lambda of, start: next_of(start, unit, of.zone, 1 - buckets)


def to_date(period: str) -> Begins:
    return lambda of, start: start_of(start, period, of.zone)


def cumulative(of: Asked, start: Timestamp) -> Timestamp:
    return of.start


def windows(
    unit: str, begins: Begins, how: str, column: str = "seconds", *, group: str | None = None, most: int = 20,
    notes: bool = False, earliest: Timestamp = FIRST,
) -> Any:  # fmt: skip
    """A bar of every bucket, of the records of its window; groups are those of the range."""

    def answer(of: Asked) -> Answer:
        all_ = of.since(FIRST, of.end)
        rows_of = (lambda one: one.notes) if notes else (lambda one: one.calls)
        marks: list[tuple[Row, DataFrame]] = [({}, rows_of(all_))]
        if group is not None:
            found = ranked(groups(rows_of(of), group), lambda part: samples(part, how, column))
            every = dict(groups(rows_of(all_), group))
            kept = [(key, every[key]) for key, _ in found[:most]]
            names = {key for key, _ in kept}
            # A rest is where the range has one; then it is of all that are not kept.
            left = [one for one in every.items() if one[0] not in names] if found[most:] else []
            marks = marked("group", kept, left)
        rows = []
        for start, end in periods(of, unit):
            first = begins(of, start)
            short = {"short": True} if first < earliest else {}
            for mark, part in marks:
                here = between(part, max(first, earliest), min(end, of.end))
                said = {"time_interval": told(start), **mark, **bar(here, how, column)}
                rows.append(said | cut(of, start, end) | short)
        return rows, {}

    return answer


def over(window: Row, how: str, unit: str, field: str = "seconds", **more: Any) -> Row:
    return {"chart_type": "bar", "aggregation_function": how, "field": field, "time_period": unit,
            "window": window, **more}  # fmt: skip


def roll(buckets: int) -> Row:
    return {"type": "rolling", "buckets": buckets}


def until(period: str) -> Row:
    return {"type": "to_date", "period": period}


BY_TOPIC: Final = {"group_by": {"type": "field", "field": "topic"}}
CASES: Final = {
    "seven-days-counted": Case(
        once=True,
        widget=over(roll(7), "count", "day"), zone=NEW_YORK, since="2025-10-29",
        answer=windows("day", rolling("day", 7), "count"),
    ),
    "p90-of-seven-days": Case(
        widget=over(roll(7), "p90", "day"), zone=NEW_YORK, since="2025-10-29",
        answer=windows("day", rolling("day", 7), "p90"),
    ),
    "means-of-three-hours-and-the-repeated-one": Case(
        once=True,
        widget=over(roll(3), "avg", "hour"), zone=NEW_YORK, since="2025-11-02", until="2025-11-03",
        answer=windows("hour", rolling("hour", 3), "avg"),
    ),
    "different-topics-of-two-weeks-cut": Case(
        once=True,
        widget=over(roll(2), "count_distinct", "week", "topic"), zone=NEW_YORK, since="2025-10-29",
        answer=windows("week", rolling("week", 2), "count_distinct", "topic"),
    ),
    "the-month-to-date-spread": Case(
        widget=over(until("month"), "stddev", "day"), zone=NEW_YORK, since="2025-10-29", until="2025-11-06",
        answer=windows("day", to_date("month"), "stddev"),
    ),
    "the-week-to-date-summed": Case(
        once=True,
        widget=over(until("week"), "sum", "day"), zone=KATHMANDU, since="2025-10-29",
        answer=windows("day", to_date("week"), "sum"),
    ),
    "the-first-since-the-start": Case(
        widget=over({"type": "cumulative"}, "first", "day"), zone=NEW_YORK, since="2025-10-31",
        answer=windows("day", cumulative, "first"),
    ),
    "the-last-topic-of-three-days": Case(
        once=True,
        widget=over(roll(3), "last", "day", "topic"), zone=NEW_YORK, since="2025-10-31",
        answer=windows("day", rolling("day", 3), "last", "topic"),
    ),
    "all-since-the-start-of-a-month-cut": Case(
        once=True,
        widget=over({"type": "cumulative"}, "count", "month"), zone=NEW_YORK, since="2025-10-04",
        answer=windows("month", cumulative, "count"),
    ),
    "short-where-records-are-not-read": Case(
        widget=over(roll(10), "count", "day"), zone=NEW_YORK, since="2025-11-10",
        limits={"max_compare": timedelta(days=10)},
        answer=windows("day", rolling("day", 10), "count", earliest=NOW_ - timedelta(days=10)),
    ),
    "topics-of-seven-days-and-a-rest": Case(
        widget=over(roll(7), "avg", "day", **BY_TOPIC), zone=NEW_YORK, since="2025-11-01",
        limits={"max_groups": 2}, answer=windows("day", rolling("day", 7), "avg", group="topic", most=2),
    ),
    "p90-of-topics-of-two-weeks-and-a-rest": Case(
        widget=over(roll(2), "p90", "week", **BY_TOPIC), zone=NEW_YORK, since="2025-10-27",
        limits={"max_groups": 1}, answer=windows("week", rolling("week", 2), "p90", group="topic", most=1),
    ),
    "agents-to-date": Case(
        once=True,
        widget=over(until("month"), "count", "week", group_by={"type": "field", "field": "agent.name"}),
        zone=NEW_YORK, since="2025-10-27",
        answer=windows("week", to_date("month"), "count", group="agent"),
    ),
    "topics-since-the-start-and-a-rest": Case(
        widget=over({"type": "cumulative"}, "sum", "week", **BY_TOPIC), zone=NEW_YORK,
        limits={"max_groups": 2},
        answer=windows("week", cumulative, "sum", group="topic", most=2),
    ),
    "notes-of-seven-days": Case(
        once=True,
        widget=over(roll(7), "avg", "day", "notes.score"), zone=NEW_YORK, since="2025-10-29",
        answer=windows("day", rolling("day", 7), "avg", "score", notes=True),
    ),
    "a-metric-to-date-by-topic-and-a-rest": Case(
        widget=over(until("month"), "p90", "day", "notes.value", metric=1, **BY_TOPIC), zone=NEW_YORK,
        since="2025-10-31", until="2025-11-04", limits={"max_groups": 1},
        answer=windows("day", to_date("month"), "p90", "score", group="topic", most=1, notes=True),
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_windows(engine: Engine, case: Case) -> None:
    check(engine, case)
