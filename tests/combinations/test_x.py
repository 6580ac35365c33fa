"""Bars over labels, parts of time and bins, and histograms: cut, with a rest, by groups, of notes."""

from __future__ import annotations

from itertools import pairwise
from typing import Any, Final

import pytest
from pandas import DataFrame
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
    groups,
    marked,
    measure,
    part_of,
    percentages,
    ranked,
    samples,
    told,
    values,
)

Marks = list[tuple[Row, DataFrame]]


def labels(
    frame: DataFrame, x: str, how: str, column: str, most: int = 20, *, lacking: bool = False
) -> Marks:
    """The labels with most samples, the largest value first, and the rest."""
    found = [one for one in groups(frame, x) if lacking or one[0] is not None]
    found = ranked(found, lambda part: samples(part, how, column))
    by_label = sorted(found[:most], key=lambda one: (one[0] is None, one[0] or ""))
    return marked("label", ranked(by_label, lambda part: measure(part, how, column)), found[most:])


def by_label(
    x: str, how: str, column: str, most: int = 20, *, lacking: bool = False, notes: bool = False
) -> Any:
    def answer(of: Asked) -> Answer:
        frame = of.notes if notes else of.calls
        rows = [
            mark | bar(part, how, column)
            for mark, part in labels(frame, x, how, column, most, lacking=lacking)
        ]
        return rows, {"missing": samples(frame[frame[x].isna()], how, column)}

    return answer


def by_label_and_group(of: Asked) -> Answer:
    """Agents by their mean over all topics; topics rank by their samples; a rest of either, and of both."""
    topics = ranked(groups(of.calls, "topic"), lambda part: samples(part, "avg", "seconds"))
    rows = []
    for mark, part in labels(of.calls, "agent", "avg", "seconds", 2, lacking=True):
        for group, whole in marked("group", topics[:2], topics[2:], "group_excluded"):
            here = part[part["id"].isin(whole["id"])]
            if len(here):
                rows.append(mark | group | bar(here, "avg", "seconds"))
    return rows, {"missing": samples(of.calls[of.calls["agent"].isna()], "avg", "seconds")}


def ascending(of: Asked) -> Answer:
    """A boolean's labels ascend; a missing one is the last."""
    rows = [{"label": value} | bar(part, "p90", "seconds") for value, part in groups(of.calls, "ok")]
    return rows, {"missing": samples(of.calls[of.calls["ok"].isna()], "p90", "seconds")}


def by_instant(of: Asked) -> Answer:
    """Instants are labels: of as many samples the first are kept."""
    found = ranked(groups(of.calls, "at"))
    kept = [(told(at), part) for at, part in sorted(found[:3], key=lambda one: one[0])]
    rest_ = [(told(at), part) for at, part in found[3:]]
    return [mark | bar(part, "count") for mark, part in marked("label", kept, rest_)], {"missing": 0}


def by_part(part: str, how: str, column: str, every: Any = (), *, notes: bool = False) -> Any:
    def answer(of: Asked) -> Answer:
        frame = of.notes if notes else of.calls
        clock = part_of(frame, part, of.zone)
        labels_ = sorted({*every} or {*clock})
        return [{"label": label} | bar(frame[clock == label], how, column) for label in labels_], {
            "missing": 0
        }

    return answer


def by_part_and_group(of: Asked) -> Answer:
    clock = part_of(of.calls, "day_of_week", of.zone)
    found = ranked(groups(of.calls, "topic"), lambda part: samples(part, "stddev", "seconds"))
    rows = []
    for label in range(1, 8):
        for mark, part in marked("group", found[:1], found[1:], "group_excluded"):
            here = part[clock.loc[part.index] == label]
            rows.append({"label": label, **mark, **bar(here, "stddev", "seconds")})
    return rows, {"missing": 0}


def bins_of(frame: DataFrame, column: str, width: float, start: float = 0) -> Marks:
    """Half-open bins from the one of the lowest value to that of the highest."""
    there = values(frame, column).astype(float)
    number = ((there - start) // width).astype(int)
    return [
        ({"from": start + at * width, "to": start + (at + 1) * width}, frame.loc[number[number == at].index])
        for at in range(number.min(), number.max() + 1)
    ]


def between_edges(frame: DataFrame, column: str, edges: list[float]) -> Marks:
    """Each bin, and what lies outside where there is any."""
    there = values(frame, column).astype(float)
    bounds: list[Any] = [None, *edges, None]
    found = []
    for low, high in pairwise(bounds):
        inside = (there >= (-1e9 if low is None else low)) & (there < (1e9 if high is None else high))
        if inside.any() or (low is not None and high is not None):
            found.append(({"from": low, "to": high}, frame.loc[inside[inside].index]))
    return found


def by_bins(marks: Any, bins: Any, how: str, column: str, x: str = "seconds", **more: bool) -> Any:
    def answer(of: Asked) -> Answer:
        frame = of.notes if more.get("notes") else of.calls
        found = marks(frame)
        lacking = frame[frame[x].isna()]
        if more.get("lacking") and len(lacking):
            found.append(({"from": None, "to": None, "missing": True}, lacking))
        rows = [mark | bar(part, how, column) for mark, part in found]
        return rows, {"bins": bins, "missing": samples(lacking, how, column)}

    return answer


def bins_by_group(of: Asked) -> Answer:
    """Of every bin and group that has calls."""
    found = ranked(groups(of.calls[of.calls["seconds"].notna()], "topic"))
    rows = []
    for mark, part in bins_of(of.calls, "seconds", 100):
        for group, whole in marked("group", found[:1], found[1:], "group_excluded"):
            here = part[part["id"].isin(whole["id"])]
            if len(here):
                rows.append(mark | group | bar(here, "count"))
    return rows, {"bins": {"width": 100, "start": 0}, "missing": int(of.calls["seconds"].isna().sum())}


def histogram(marks: Any, bins: Any, column: str, *, lacking: bool = False, notes: bool = False) -> Any:
    def answer(of: Asked) -> Answer:
        frame = of.notes if notes else of.calls
        found = marks(frame)
        nothing = frame[frame[column].isna()]
        if lacking and len(nothing):
            found.append(({"from": None, "to": None, "missing": True}, nothing))
        parts = percentages([len(part) for _, part in found])
        rows = [
            mark | bar(part, "count") | {"percentage": percentage}
            for (mark, part), percentage in zip(found, parts, strict=True)
        ]
        return rows, {"bins": bins, "missing": len(nothing)}

    return answer


def over(x: Any, how: str, field: str, **more: Any) -> Row:
    return {"chart_type": "bar", "x": x, "aggregation_function": how, "field": field, **more}


def part(name: str) -> Row:
    return {"field": "timestamp", "part": name}


def by(field: str, **more: Any) -> Row:
    return {"group_by": {"type": "field", "field": field, **more}}


SCORED: Final = {"field": "notes.score", "op": "isnull", "value": False}
CASES: Final = {
    "topics-by-count-and-a-rest": Case(
        once=True,
        widget=over("topic", "count", "seconds", limit=2), answer=by_label("topic", "count", "seconds", 2)
    ),
    "topics-by-mean": Case(
        once=True,
        widget=over("topic", "avg", "seconds"), zone=NEW_YORK, answer=by_label("topic", "avg", "seconds")
    ),
    "topics-and-the-missing-one": Case(
        once=True,
        widget=over("topic", "p90", "seconds", include_missing=True),
        answer=by_label("topic", "p90", "seconds", lacking=True),
    ),
    "p90-of-a-rest-of-topics": Case(
        widget=over("topic", "p90", "seconds", limit=2), answer=by_label("topic", "p90", "seconds", 2)
    ),
    "stddev-of-a-rest-and-the-missing-agent": Case(
        widget=over("agent.name", "stddev", "seconds", include_missing=True), limits={"max_slices": 2},
        answer=by_label("agent", "stddev", "seconds", 2, lacking=True),
    ),
    "different-topics-of-agents": Case(
        once=True,
        widget=over("agent.name", "count_distinct", "topic", limit=1),
        answer=by_label("agent", "count_distinct", "topic", 1),
    ),
    "agents-by-topic-with-a-rest-of-both": Case(
        widget=over("agent.name", "avg", "seconds", limit=2, include_missing=True, **by("topic")),
        limits={"max_groups": 2},
        answer=by_label_and_group,
    ),
    "a-boolean-ascends": Case(
        widget=over("ok", "p90", "seconds", include_missing=True), answer=ascending
    ),
    "instants-are-labels": Case(
        once=True,
        widget=over("timestamp", "count", "seconds", limit=3), zone=NEW_YORK, answer=by_instant
    ),
    "topics-by-the-mean-score-of-notes": Case(
        widget=over("topic", "avg", "notes.score", limit=2),
        answer=by_label("topic", "avg", "score", 2, notes=True),
    ),
    "metrics-by-their-notes": Case(
        once=True,
        widget=over("notes.metric.name", "count", "notes.score"),
        answer=by_label("metric", "count", "score", notes=True),
    ),
    "hours-of-the-day-where-one-is-repeated": Case(
        widget=over(part("hour_of_day"), "count", "seconds"), zone=NEW_YORK, since="2025-11-02",
        until="2025-11-03",
        answer=by_part("hour_of_day", "count", "seconds"),
    ),
    "all-hours-of-the-day": Case(
        once=True,
        widget=over(part("hour_of_day"), "avg", "seconds", fill_gaps=True), zone=KATHMANDU,
        answer=by_part("hour_of_day", "avg", "seconds", range(24)),
    ),
    "days-of-the-month": Case(
        widget=over(part("day_of_month"), "last", "topic"), zone=NEW_YORK,
        answer=by_part("day_of_month", "last", "topic"),
    ),
    "days-of-the-week-of-notes": Case(
        once=True,
        widget=over(part("day_of_week"), "p90", "notes.score"), zone=NEW_YORK,
        answer=by_part("day_of_week", "p90", "score", notes=True),
    ),
    "days-of-the-week-by-topic-and-a-rest": Case(
        widget=over(part("day_of_week"), "stddev", "seconds", fill_gaps=True, **by("topic")),
        zone=NEW_YORK, limits={"max_groups": 1}, answer=by_part_and_group,
    ),
    "bins-of-a-width-and-a-phase": Case(
        widget=over({"field": "seconds", "bins": {"width": 45, "start": -10}}, "count", "seconds"),
        answer=by_bins(lambda frame: bins_of(frame, "seconds", 45, -10), {"width": 45, "start": -10}, "count",
                       "seconds"),
    ),
    "bins-between-edges-and-what-is-outside": Case(
        widget=over({"field": "seconds", "bins": {"edges": [7, 30, 31, 60, 120]}}, "count_distinct", "topic",
                    include_missing=True),
        answer=by_bins(lambda frame: between_edges(frame, "seconds", [7, 30, 31, 60, 120]),
                       {"edges": [7, 30, 31, 60, 120]}, "count_distinct", "topic", lacking=True),
    ),
    "a-count-of-bins": Case(
        widget=over({"field": "seconds", "bins": {"count": 6}}, "first", "topic"), zone=NEW_YORK,
        answer=by_bins(lambda frame: bins_of(frame, "seconds", 100), {"width": 100, "start": 0}, "first",
            "topic"),
    ),
    "bins-of-scores": Case(
        once=True,
        widget=over({"field": "notes.score", "bins": {"width": 0.5}}, "count", "notes.score"),
        answer=by_bins(lambda frame: bins_of(frame, "score", 0.5), {"width": 0.5, "start": 0}, "count",
            "score",
                       "score", notes=True),
    ),
    "bins-by-topic-and-a-rest": Case(
        widget=over({"field": "seconds", "bins": {"width": 100}}, "count", "seconds", **by("topic")),
        limits={"max_groups": 1}, answer=bins_by_group,
    ),
    "a-histogram": Case(
        once=True,
        widget={"chart_type": "histogram", "field": "seconds", "bins": {"count": 20}}, zone=NEW_YORK,
        answer=histogram(lambda frame: bins_of(frame, "seconds", 20), {"width": 20, "start": 0}, "seconds"),
    ),
    "a-histogram-and-what-is-missing": Case(
        once=True,
        widget={"chart_type": "histogram", "field": "seconds", "bins": {"edges": [0, 30, 60, 300]},
                "include_missing": True},
        answer=histogram(lambda frame: between_edges(frame, "seconds", [0, 30, 60, 300]),
                         {"edges": [0, 30, 60, 300]}, "seconds", lacking=True),
    ),
    "a-histogram-of-a-metric": Case(
        widget={"chart_type": "histogram", "field": "notes.value", "metric": 1,
            "bins": {"width": 0.5, "start": 0.25}},
        answer=histogram(lambda frame: bins_of(frame, "score", 0.5, 0.25), {"width": 0.5, "start": 0.25},
                                   "score", notes=True),
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_x(engine: Engine, case: Case) -> None:
    check(engine, case)
