"""Measures of tables, bars, pies and stats: under filters, by each other, by time, as shares of all."""

from __future__ import annotations

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
    behind,
    between,
    cut,
    groups,
    left_out,
    marked,
    measure,
    over,
    percentages,
    periods,
    ranked,
    samples,
    told,
)

OK: Final = {"field": "ok", "op": "eq", "value": True}
N: Final[Row] = {"name": "n", "aggregation_function": "count"}
DONE: Final = N | {"name": "done", "filters": OK}
RATE: Final = {"name": "rate", "ratio": ["done", "n"]}
SPENT: Final[Row] = {"name": "spent", "aggregation_function": "sum", "field": "seconds"}
WEEK: Final = {"field": "timestamp", "time_period": "week"}
HIDDEN: Final = {"hidden": True}


def table(dimensions: list[Any], *metrics: Row, **more: Any) -> Row:
    return {"chart_type": "table", "dimensions": dimensions, "metrics": [*metrics], **more}


def well(frame: DataFrame) -> DataFrame:
    return frame[frame["ok"].eq(True)]


def hours(of: Asked) -> float:
    return (of.end - of.start).total_seconds() / 3600


def filtered(of: Asked) -> Answer:
    rows = []
    for topic, part in ranked(groups(of.calls, "topic")):
        done = well(part)
        rows.append({
            "topic": topic, "n": len(part), "done": len(done), "rate": len(done) / len(part),
            "mean": measure(done, "avg", "seconds"), "sample_count": len(part),
            "sample_counts": {"done": len(done), "mean": samples(done, "avg", "seconds")},
        })  # fmt: skip
    return rows, {"totals": _filtered_total(of.calls)}


def _filtered_total(calls: DataFrame) -> Row:
    done = well(calls)
    return {
        "n": len(calls), "done": len(done), "rate": len(done) / len(calls),
        "mean": measure(done, "avg", "seconds"), "sample_count": len(calls),
        "sample_counts": {"done": len(done), "mean": samples(done, "avg", "seconds")},
    }  # fmt: skip


def by_a_filtered_divisor(of: Asked) -> Answer:
    """Only the ratio is shown: it counts what its divisor counts."""
    rows = []
    for agent, part in ranked(groups(of.calls, "agent")):
        done = well(part)
        ratio = over(len(part), len(done))
        rows.append({"agent.name": agent, "calls_each": ratio, "sample_count": len(part),
                     "sample_counts": {"calls_each": len(done)}})  # fmt: skip
    return rows, {}


def by_day_each_hour(of: Asked) -> Answer:
    rows: list[Row] = []
    for start, end in periods(of, "day"):
        part = between(of.calls, start, end)
        if len(part):
            whole = (min(end, of.end) - start).total_seconds() / 3600
            rows.append({"timestamp": told(start), "n": len(part) / whole, "sample_count": len(part),
                         "spent": None if measure(part, "sum", "seconds") is None
                         else measure(part, "sum", "seconds") / (whole * 60)})  # fmt: skip
    return rows, {}


def each_day(of: Asked) -> Answer:
    """Divided by all of the range, whose days are one hour longer together."""
    rows = [
        {"topic": topic, "n": len(part) / (hours(of) / 24), "sample_count": len(part)}
        for topic, part in ranked(groups(of.calls, "topic"))
    ]
    return rows, {"totals": {"n": len(of.calls) / (hours(of) / 24), "sample_count": len(of.calls)}}


def shares(of: Asked) -> Answer:
    rows = []
    for topic, part in groups(of.calls, "topic"):
        for start, end in periods(of, "week"):
            here, week = between(part, start, end), between(of.calls, start, end)
            if len(here):
                rows.append({
                    "topic": topic, "timestamp": told(start), "n": len(here),
                    "of_all": len(here) / len(of.calls), "of_topic": len(here) / len(part),
                    "of_week": len(here) / len(week),
                    "of_spent": over(measure(here, "sum", "seconds"), measure(week, "sum", "seconds")),
                    "sample_count": len(here),
                })  # fmt: skip
    return rows, {}


def largest_shares(of: Asked) -> Answer:
    """The share is of all, whatever the limit leaves out."""
    done = well(of.calls)
    found = ranked(groups(of.calls, "topic"), lambda part: len(well(part)))
    rows = [
        {"topic": topic, "part": len(well(part)) / len(done), "sample_count": len(part),
         "sample_counts": {"part": len(well(part))}}
        for topic, part in found[:2]
    ]  # fmt: skip
    return rows, {"truncated": True, "excluded_by_limit": left_out(found[2:])}


def series(of: Asked) -> Answer:
    """By week, then topic, then measure: topics rank by the rows of the first."""
    found = ranked(groups(of.calls, "topic"))
    marks = marked("group", found[:2], found[2:])
    rows = []
    for start, end in periods(of, "week"):
        for mark, part in marks:
            here = between(part, start, end)
            done = well(here)
            told_: list[tuple[str, Any, int]] = [
                ("done", len(done), len(done)),
                ("rate", over(len(done), len(here)), len(here)),
                ("half", measure(here, "median", "seconds"), samples(here, "median", "seconds")),
            ]
            rows += [
                {"time_interval": told(start), **mark, "series": name, "value": value, "sample_count": count}
                | cut(of, start, end)
                for name, value, count in told_
                if len(here)
            ]
    return rows, {}


def series_by_hour(of: Asked) -> Answer:
    """A day of 25 hours: its count an hour, and its share of all."""
    rows = []
    for start, end in periods(of, "day"):
        here = between(of.calls, start, end)
        length = (end - start).total_seconds() / 3600
        if len(here):
            rows += [
                {"time_interval": told(start), "series": "n", "value": len(here) / length,
                 "sample_count": len(here)},
                {"time_interval": told(start), "series": "part", "value": len(here) / len(of.calls),
                 "sample_count": len(here)},
            ]  # fmt: skip
    return rows, {}


def series_of_notes(of: Asked) -> Answer:
    rows = []
    scored, moods = (of.notes[of.notes["metric_id"] == metric] for metric in (1, 2))
    for start, end in periods(of, "week"):
        for name, notes, how, column in (
            ("mean", scored, "avg", "score"),
            ("kinds", moods, "count_distinct", "value"),
        ):
            part = behind(between(notes, start, end), how, column)
            rows.append({
                "time_interval": told(start), "series": name, "value": measure(part, how, column),
                "sample_count": len(part), "record_count": part["id"].nunique(),
            } | cut(of, start, end))  # fmt: skip
    return rows, {}


def slices(of: Asked) -> Answer:
    """By series, then slice: one rank and one rest by the first."""
    found = [(topic, part) for topic, part in groups(of.calls, "topic") if topic is not None]
    found = ranked(found, lambda part: measure(part, "sum", "seconds"))
    marks = marked("label", found[:2], found[2:])
    rows = []
    for name, how in (("spent", "sum"), ("n", "count"), ("mean", "avg")):
        sizes = [measure(part, how, "seconds") for _, part in marks]
        parts = percentages([int(size) for size in sizes]) if how != "avg" else [None] * 3
        for (mark, part), size, percentage in zip(marks, sizes, parts, strict=True):
            rows.append({**mark, "series": name, "value": size, "percentage": percentage,
                         "sample_count": samples(part, how, "seconds")})  # fmt: skip
    return rows, {}


def stat(of: Asked) -> Answer:
    done = well(of.calls)
    data = {
        "n": len(of.calls), "done": len(done), "rate": len(done) / len(of.calls),
        "n_hour": len(of.calls) / hours(of), "spread": measure(done, "stddev", "seconds"),
    }  # fmt: skip
    return data, {"sample_counts": {"done": len(done), "spread": samples(done, "stddev", "seconds")}}


def stats_by_agent(of: Asked) -> Answer:
    found = ranked(groups(of.calls, "agent"))
    rows = []
    for mark, part in marked("group", found[:1], found[1:]):
        done = well(part)
        rows.append({**mark, "done": len(done), "p90": measure(part, "p90", "seconds"),
                     "topics": measure(part, "count_distinct", "topic"),
                     "share": len(done) / len(well(of.calls)), "sample_count": len(part),
                     "sample_counts": {"done": len(done), "share": len(done)}})  # fmt: skip
    return rows, {}


def own_stats(of: Asked) -> Answer:
    found = ranked(groups(of.calls, "topic"))
    marks = marked("group", found[:2], found[2:])
    return [
        {
            **mark, "calls": len(part), "done": over(len(well(part)), int(part["ok"].notna().sum())),
            "mean": measure(part, "avg", "seconds"), "p90": measure(part, "p90", "seconds"),
            "topics": measure(part, "count_distinct", "topic"),
            "spent": over(measure(part, "sum", "seconds"), len(part)), "sample_count": len(part),
        }
        for mark, part in marks
    ], {}  # fmt: skip


def tables_of_notes(of: Asked) -> Answer:
    """Grouped by what is of a note its rows are notes: of some calls each."""
    rows = []
    for metric, part in ranked(groups(of.notes, "metric")):
        # A filter chooses calls: all notes of those that have a high one.
        high = part[part["id"].isin(of.notes["id"][of.notes["score"].astype(float) >= 4])]
        rows.append({
            "notes.metric.name": metric, "n": len(part), "mean": measure(part, "avg", "score"),
            "part": len(part) / len(of.notes), "high": len(high), "sample_count": len(part),
            "record_count": part["id"].nunique(),
            "sample_counts": {"high": len(high)},
        })  # fmt: skip
    return rows, {}


def a_metric_by_topic(of: Asked) -> Answer:
    """The widget's metric is that of its measures: the rows are its notes."""
    rows = []
    for topic, part in ranked(groups(of.notes, "topic")):
        rows.append({
            "topic": topic, "p90": measure(part, "p90", "score"), "n": len(part), "sample_count": len(part),
            "record_count": part["id"].nunique(),
        })  # fmt: skip
    return rows, {}


def by_percentile(of: Asked) -> Answer:
    """Sorted by the percentile, missing ones last; what the limit leaves out is on the next page."""
    found = ranked(groups(of.calls, "topic"), lambda part: measure(part, "p75", "seconds"))
    return [
        {"topic": topic, "p75": measure(part, "p75", "seconds"), "sample_count": len(part)}
        for topic, part in found[:3]
    ], {"truncated": True, "excluded_by_limit": left_out(found[3:])}


TOPIC: Final = {"type": "field", "field": "topic"}
CASES: Final = {
    "the-largest-percentiles": Case(
        once=True,
        widget=table(["topic"], {"name": "p75", "aggregation_function": "p75", "field": "seconds"}, limit=3,
                     order_by=[{"name": "p75", "direction": "desc"}]), zone=NEW_YORK, answer=by_percentile,
    ),
    "filters-a-ratio-and-totals": Case(
        widget=table(["topic"], N, DONE, RATE,
                     {"name": "mean", "aggregation_function": "avg", "field": "seconds", "filters": OK},
                     totals=True),
        answer=filtered,
    ),
    "a-ratio-by-a-hidden-filtered-count": Case(
        once=True,
        widget=table(["agent.name"], N | HIDDEN, DONE | HIDDEN,
            {"name": "calls_each", "ratio": ["n", "done"]}),
        answer=by_a_filtered_divisor,
    ),
    "per-hour-and-minute-of-days-of-25-hours": Case(
        widget=table([{"field": "timestamp", "time_period": "day"}], N | {"per": "hour"},
            SPENT | {"per": "minute"},
                     order_by=[{"name": "timestamp"}]),
        zone=NEW_YORK, answer=by_day_each_hour,
    ),
    "per-day-of-a-range-of-one-more-hour": Case(
        once=True,
        widget=table(["topic"], N | {"per": "day"}, totals=True), zone=NEW_YORK, until="2025-11-10",
        answer=each_day,
    ),
    "shares-of-all-and-within-topics-and-weeks": Case(
        widget=table(["topic", WEEK], N, {"name": "of_all", "share": "n"},
                     {"name": "of_topic", "share": "n", "within": ["topic"]},
                     {"name": "of_week", "share": "n", "within": ["timestamp"]},
                     SPENT | HIDDEN, {"name": "of_spent", "share": "spent", "within": ["timestamp"]},
                     order_by=[{"name": "topic"}, {"name": "timestamp"}]),
        zone=NEW_YORK, answer=shares,
    ),
    "the-largest-shares": Case(
        once=True,
        widget=table(["topic"], DONE | HIDDEN, {"name": "part", "share": "done"}, limit=2,
                     order_by=[{"name": "part", "direction": "desc"}, {"name": "topic"}]),
        zone=KATHMANDU, answer=largest_shares,
    ),
    "bars-of-measures-by-topic-and-a-rest": Case(
        widget={"chart_type": "bar", "time_period": "week", "group_by": TOPIC,
            "metrics": [N | HIDDEN, DONE, RATE,
                            {"name": "half", "aggregation_function": "median", "field": "seconds"}]},
        zone=NEW_YORK, limits={"max_groups": 2}, answer=series,
    ),
    "bars-per-hour-and-share-of-a-day-of-25-hours": Case(
        once=True,
        widget={"chart_type": "bar", "time_period": "day",
                "metrics": [N | {"per": "hour"}, {"name": "part", "share": "n"}]},
        zone=NEW_YORK, until="2025-11-10", answer=series_by_hour,
    ),
    "bars-of-two-metrics-of-notes": Case(
        widget={"chart_type": "bar", "time_period": "week", "metrics": [
            {"name": "mean", "aggregation_function": "avg", "field": "notes.value", "metric": 1},
            {"name": "kinds", "aggregation_function": "count_distinct", "field": "notes.value",
                "metric": 2}]},
        zone=NEW_YORK, answer=series_of_notes,
    ),
    "slices-of-measures-and-a-rest": Case(
        widget={"chart_type": "pie", "field": "topic", "metrics": [
            SPENT, N, {"name": "mean", "aggregation_function": "avg", "field": "seconds"}]},
        zone=NEW_YORK, limits={"max_slices": 2}, answer=slices,
    ),
    "a-stat-of-measures": Case(
        once=True,
        widget={"chart_type": "stat", "metrics": [
            N, DONE, RATE, N | {"name": "n_hour", "per": "hour"},
            {"name": "spread", "aggregation_function": "stddev", "field": "seconds", "filters": OK}]},
        zone=NEW_YORK, since="2025-11-02", until="2025-11-03", answer=stat,
    ),
    "stats-of-measures-by-agent-and-a-rest": Case(
        widget={"chart_type": "stat", "group_by": {"type": "field", "field": "agent.name"}, "metrics": [
            DONE, {"name": "p90", "aggregation_function": "p90", "field": "seconds"},
            {"name": "topics", "aggregation_function": "count_distinct", "field": "topic"},
            {"name": "share", "share": "done"}]},
        zone=NEW_YORK, limits={"max_groups": 1}, answer=stats_by_agent,
    ),
    "the-datasets-stats-by-topic-and-a-rest": Case(
        widget={"chart_type": "stat", "group_by": TOPIC}, zone=NEW_YORK, limits={"max_groups": 2},
        answer=own_stats
    ),
    "a-table-by-what-is-of-a-note": Case(
        widget=table(
            ["notes.metric.name"], N, {"name": "mean", "aggregation_function": "avg", "field": "notes.score"},
            {"name": "part", "share": "n"},
            N | {"name": "high", "filters": {"field": "notes.score", "op": "gte", "value": 4}}),
        zone=NEW_YORK, answer=tables_of_notes,
    ),
    "a-metric-by-topic": Case(
        once=True,
        widget=table(["topic"], N, {"name": "p90", "aggregation_function": "p90", "field": "notes.value"},
            metric=1),
        zone=NEW_YORK, answer=a_metric_by_topic,
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_measures(engine: Engine, case: Case) -> None:
    check(engine, case)
