"""Pies, lines and stats by groups and by buckets of a fixed length, bars of these: rests, notes, measures."""

from __future__ import annotations

from typing import Any, Final

import pandas as pd
import pytest
from pandas import DataFrame, Timedelta, Timestamp
from sqlalchemy import Engine

from tests.combinations.asking import check
from tests.combinations.frames import (
    KATHMANDU,
    NEW_YORK,
    Answer,
    Asked,
    Case,
    Row,
    bar,
    between,
    cut,
    groups,
    marked,
    measure,
    over,
    percentages,
    ranked,
    told,
)

# Fixed intervals count from a Monday, in UTC.
MONDAY: Final = Timestamp("1970-01-05", tz="UTC")


def pies(group: str, column: str, most: int, slices: int, *, notes: bool = False) -> Any:
    """A pie for each group: its own slices, the largest first, its own rest, 100 together."""

    def answer(of: Asked) -> Answer:
        frame = of.notes if notes else of.calls
        frame = frame[frame[column].notna()]
        found = ranked(groups(frame, group))
        rows = []
        for mark, part in marked("group", found[:most], found[most:], "group_excluded"):
            sliced = ranked(groups(part, column))
            pie = marked("label", sliced[:slices], sliced[slices:])
            parts = percentages([len(one) for _, one in pie])
            for (label, one), percentage in zip(pie, parts, strict=True):
                records = {"record_count": one["id"].nunique()} if notes else {}
                rows.append({**mark, **label, "value": len(one), "percentage": percentage, **records})
        return rows, {}

    return answer


def lines(most: int, *, notes: bool = False) -> Any:
    """Points by time, then id, then value, each with its group."""

    def answer(of: Asked) -> Answer:
        frame, column = (of.notes, "score") if notes else (of.calls, "seconds")
        there = frame[frame[column].notna()]
        found = ranked(groups(there, "topic"))
        marks = {
            (at, "topic"): mark
            for mark, part in marked("group", found[:most], found[most:])
            for at in part.index
        }
        shown = there.sort_values(["at", "id", column])
        rows = [
            {"id": row["id"], "timestamp": told(row["at"]), "value": row[column], **marks[at, "topic"]}
            for at, row in shown.iterrows()
        ]
        return rows, {}

    return answer


def buckets(of: Asked, length: Timedelta) -> list[tuple[Timestamp, Timestamp]]:
    start = of.start - (of.start - MONDAY) % length
    starts = pd.date_range(start, of.end, freq=length, inclusive="left")
    return [(one, one + length) for one in starts]


def bars(how: str, column: str, hours: int, *, notes: bool = False) -> Any:
    def answer(of: Asked) -> Answer:
        rows = []
        for start, end in buckets(of, Timedelta(hours=hours)):
            here = between(of.notes if notes else of.calls, start, end)
            if len(here):
                rows.append({"time_interval": told(start), **bar(here, how, column), **cut(of, start, end)})
        return rows, {}

    return answer


def stats(of: Asked) -> Answer:
    """Of weeks in UTC: the largest first, as groups are."""
    found = [(told(start), between(of.calls, start, end)) for start, end in buckets(of, Timedelta(days=7))]
    found = ranked([one for one in found if len(one[1])])
    return [{"group": start, **measured(part)} for start, part in found], {}


def measured(part: DataFrame) -> Row:
    done = part[part["ok"].eq(True)]
    return {"n": len(part), "rate": over(len(done), len(part)), "first": measure(part, "first", "topic"),
            "sample_count": len(part)}  # fmt: skip


def slices_of_a_metric(of: Asked) -> Answer:
    """Measures of a metric's notes: one rank and one rest by the first."""
    notes = of.notes[of.notes["value"].notna()]
    found = ranked(groups(notes, "value"))
    marks = marked("label", found[:1], found[1:])
    rows = []
    for name in ("n", "done"):
        series = [(mark, part if name == "n" else part[part["ok"].eq(True)]) for mark, part in marks]
        parts = percentages([len(part) for _, part in series])
        for (mark, part), percentage in zip(series, parts, strict=True):
            rows.append({**mark, "series": name, "value": len(part), "percentage": percentage,
                         "sample_count": len(part), "record_count": part["id"].nunique()})  # fmt: skip
    return rows, {}


def by(field: str, **more: Any) -> Row:
    return {"group_by": {"type": "field", "field": field, **more}}


def each(hours: int) -> Row:
    return {"group_by": {"type": "bucket", "interval": hours * 3_600_000}}


N: Final[Row] = {"name": "n", "aggregation_function": "count"}
OK: Final = {"field": "ok", "op": "eq", "value": True}
CASES: Final = {
    "pies-by-agent-with-rests-of-both": Case(
        once=True,
        widget={"chart_type": "pie", "field": "topic", **by("agent.name")}, zone=NEW_YORK,
        limits={"max_groups": 2, "max_slices": 2}, answer=pies("agent", "topic", 2, 2),
    ),
    "pies-of-moods-by-topic": Case(
        widget={"chart_type": "pie", "field": "notes.value", "metric": 2, **by("topic")}, zone=NEW_YORK,
        limits={"max_groups": 2, "max_slices": 1}, answer=pies("topic", "value", 2, 1, notes=True),
    ),
    "slices-of-measures-of-a-metric": Case(
        widget={"chart_type": "pie", "field": "notes.value", "metric": 2,
                "metrics": [N, N | {"name": "done", "filters": OK}]},
        zone=NEW_YORK, limits={"max_slices": 1}, answer=slices_of_a_metric,
    ),
    "lines-by-topic-and-a-rest": Case(
        once=True,
        widget={"chart_type": "line", "field": "seconds", **by("topic", limit=1)}, zone=NEW_YORK,
        since="2025-11-01", answer=lines(1),
    ),
    "lines-of-notes-by-topic-and-a-rest": Case(
        widget={"chart_type": "line", "field": "notes.score", **by("topic")}, zone=NEW_YORK,
        since="2025-11-01", limits={"max_groups": 1}, answer=lines(1, notes=True),
    ),
    "bars-of-six-hours-from-a-zones-midnight": Case(
        widget={"chart_type": "bar", "field": "seconds", "aggregation_function": "p90", **each(6)},
        zone=NEW_YORK, since="2025-11-01", answer=bars("p90", "seconds", 6),
    ),
    "bars-of-days-of-notes-where-the-zone-is-off-by-minutes": Case(
        widget={"chart_type": "bar", "field": "notes.value", "metric": 1,
                "aggregation_function": "avg", **each(24)},
        zone=KATHMANDU, since="2025-11-01", answer=bars("avg", "score", 24, notes=True),
    ),
    "stats-of-weeks-in-utc": Case(
        widget={"chart_type": "stat", **each(168), "metrics": [
            N, N | {"name": "done", "filters": OK, "hidden": True}, {"name": "rate", "ratio": ["done", "n"]},
            {"name": "first", "aggregation_function": "first", "field": "topic"}]},
        zone=NEW_YORK, answer=stats,
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_grouped(engine: Engine, case: Case) -> None:
    check(engine, case)
