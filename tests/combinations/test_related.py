"""Calls by how many of their notes satisfy what, lists of notes, and tables and lists in pages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import pytest
from pandas import DataFrame
from sqlalchemy import Engine

from tests.combinations.asking import answered, check, expected, fitted
from tests.combinations.frames import (
    KATHMANDU,
    NEW_YORK,
    Answer,
    Asked,
    Case,
    Row,
    asked,
    bar,
    between,
    cut,
    groups,
    marked,
    measure,
    missing,
    percentages,
    periods,
    ranked,
    samples,
    told,
)

Chosen = Callable[[Asked], DataFrame]


def high(notes: DataFrame) -> DataFrame:
    return notes[notes["score"].astype(float) >= 3]


def having_rows(of: Asked, notes: DataFrame, holds: Callable[[int], bool]) -> DataFrame:
    """Calls by how many of these notes are theirs, 0 where none is."""
    count = notes["id"].value_counts()
    return of.calls[of.calls["id"].map(lambda id: holds(int(count.get(id, 0))))]


def two_high(of: Asked) -> DataFrame:
    return having_rows(of, high(of.notes), lambda count: count >= 2)


def none_good(of: Asked) -> DataFrame:
    return having_rows(of, of.notes[of.notes["value"] == "good"], lambda count: count == 0)


def all_scored(of: Asked) -> DataFrame:
    """There is a note, and none without a value."""
    lacking = of.notes["id"][of.notes["value"].isna()]
    return of.calls[of.calls["id"].isin(of.notes["id"]) & ~of.calls["id"].isin(lacking)]


def not_all_high(of: Asked) -> DataFrame:
    """Without notes not all of them are high: there is none."""
    low = of.notes["id"][~of.notes.index.isin(high(of.notes).index)]
    every = {*of.notes["id"]} - {*low}
    return of.calls[~of.calls["id"].isin(every)]


def weeks(chosen: Chosen, how: str, column: str = "seconds", most: int = 0, notes: bool = False) -> Any:
    """Bars of the chosen calls, or of all their notes; by topic where there is a limit."""

    def answer(of: Asked) -> Answer:
        frame = chosen(of)
        if notes:
            frame = of.notes[of.notes["id"].isin(frame["id"])]
        marks: list[tuple[Row, DataFrame]] = [({}, frame)]
        if most:
            found = ranked(groups(frame, "topic"), lambda part: samples(part, how, column))
            marks = marked("group", found[:most], found[most:])
        rows = []
        for start, end in periods(of, "week"):
            for mark, part in marks:
                here = between(part, start, end)
                if len(here):
                    rows.append({"time_interval": told(start), **mark, **bar(here, how, column),
                                 **cut(of, start, end)})  # fmt: skip
        return rows, {}

    return answer


def moods(of: Asked) -> Answer:
    """Of the calls with two high notes every mood counts."""
    frame = of.notes[of.notes["id"].isin(two_high(asked(of.zone, of.start, of.end))["id"])]
    found = [one for one in ranked(groups(frame, "value")) if one[0] is not None]
    parts = percentages([len(part) for _, part in found])
    rows = [
        {"label": mood, "value": len(part), "percentage": percentage, "record_count": part["id"].nunique()}
        for (mood, part), percentage in zip(found, parts, strict=True)
    ]
    return rows, {}


def measures(of: Asked) -> Answer:
    frames = {"two_high": two_high(of), "none_good": none_good(of), "scored": all_scored(of)}
    rows = []
    for topic, part in ranked(groups(of.calls, "topic")):
        here = {name: part[part["id"].isin(frame["id"])] for name, frame in frames.items()}
        rows.append({
            "topic": topic, "two_high": len(here["two_high"]), "rate": len(here["none_good"]) / len(part),
            "scored": measure(here["scored"], "p90", "seconds"), "sample_count": len(part),
            "sample_counts": {"two_high": len(here["two_high"]),
                "scored": samples(here["scored"], "p90", "seconds")},
        })  # fmt: skip
    return rows, {}


def listed(*order: tuple[str, bool]) -> Any:
    """A row of each note; by `order`, ties newest first, then by id, then by value, missing ones last."""

    def answer(of: Asked) -> Answer:
        frame = of.notes
        rows = [
            {"id": id, "timestamp": told(when), "value": number(score), "topic": topic}
            for id, when, score, topic in zip(
                frame["id"], frame["at"], frame["score"], frame["topic"], strict=True
            )
        ]
        rows.sort(key=lambda row: (row["value"] is None, row["value"] or 0))
        rows.sort(key=lambda row: row["id"], reverse=True)
        rows.sort(key=lambda row: row["timestamp"], reverse=True)
        for name, descends in reversed(order):
            there = [row for row in rows if row[name] is not None]
            there.sort(key=lambda row: row[name], reverse=descends)
            rows = [*there, *(row for row in rows if row[name] is None)]
        return rows, {}

    return answer


def number(value: Any) -> Any:
    return None if missing(value) else value


def calls_in_order(*order: tuple[str, bool], columns: tuple[str, ...]) -> Any:
    """Raw rows: by `order`, ties newest first, then by id."""

    def answer(of: Asked) -> Answer:
        frame = of.calls.sort_values(["at", "id"], ascending=False)
        rows = [
            {"timestamp": told(row["at"]), "topic": row["topic"], "seconds": number(row["seconds"]),
             "agent.name": number(row["agent"])}
            for row in frame.to_dict("records")
        ]  # fmt: skip
        for name, descends in reversed(order):
            there = [row for row in rows if row[name] is not None]
            there.sort(key=lambda row: row[name], reverse=descends)
            rows = [*there, *(row for row in rows if row[name] is None)]
        return [{name: row[name] for name in columns} for row in rows], {}

    return answer


def grouped(of: Asked) -> Answer:
    """By day and topic: the largest first, ties by day, then topic."""
    found = []
    for start, end in periods(of, "day"):
        for topic, part in groups(between(of.calls, start, end), "topic"):
            found.append({"timestamp": told(start), "topic": topic, "mean": measure(part, "avg", "seconds"),
                          "sample_count": len(part)})  # fmt: skip
    return sorted(found, key=lambda row: -row["sample_count"]), {}


HIGH: Final = {"field": "notes.score", "op": "gte", "value": 3}
TWO_HIGH: Final = {"operator": "count_rows", "op": "gte", "value": 2, "conditions": [HIGH]}
NONE_GOOD: Final = {"operator": "count_rows", "op": "eq", "value": 0,
                    "conditions": [{"field": "notes.value", "op": "eq", "value": "good"}]}  # fmt: skip
ALL_SCORED: Final = {
    "operator": "all_rows",
    "conditions": [{"field": "notes.value", "op": "isnull", "value": False}],
}
NOT_ALL_HIGH: Final = {"operator": "not", "conditions": [{"operator": "all_rows", "conditions": [HIGH]}]}


def bars(how: str, field: str = "seconds", **more: Any) -> Row:
    return {"chart_type": "bar", "aggregation_function": how, "field": field, "time_period": "week", **more}


BY_TOPIC: Final = {"group_by": {"type": "field", "field": "topic"}}
N: Final[Row] = {"aggregation_function": "count"}
CASES: Final = {
    "calls-with-two-high-notes": Case(
        once=True,
        widget=bars("count"), filters=TWO_HIGH, zone=NEW_YORK, answer=weeks(two_high, "count")
    ),
    "calls-without-a-good-note-by-topic-and-a-rest": Case(
        widget=bars("avg", **BY_TOPIC), filters=NONE_GOOD, zone=NEW_YORK, limits={"max_groups": 2},
        answer=weeks(none_good, "avg", most=2),
    ),
    "calls-whose-notes-all-have-values": Case(
        widget=bars("p90", **BY_TOPIC), filters=ALL_SCORED, zone=KATHMANDU, limits={"max_groups": 1},
        answer=weeks(all_scored, "p90", most=1),
    ),
    "notes-of-calls-whose-notes-are-not-all-high": Case(
        widget=bars("avg", "notes.score"), filters=NOT_ALL_HIGH, zone=NEW_YORK,
        answer=weeks(not_all_high, "avg", "score", notes=True),
    ),
    "moods-of-calls-with-two-high-notes": Case(
        once=True,
        widget={"chart_type": "pie", "field": "notes.value", "metric": 2}, filters=TWO_HIGH, answer=moods
    ),
    "measures-under-counts-of-notes": Case(
        widget={"chart_type": "table", "dimensions": ["topic"], "metrics": [
            N | {"name": "n", "hidden": True}, N | {"name": "two_high", "filters": TWO_HIGH},
            N | {"name": "good", "filters": NONE_GOOD, "hidden": True},
            {"name": "rate", "ratio": ["good", "n"]},
            {"name": "scored", "aggregation_function": "p90", "field": "seconds", "filters": ALL_SCORED}]},
        answer=measures,
    ),
}  # fmt: skip
LIST: Final[Row] = {"chart_type": "list", "field": "notes.value", "metric": 1, "columns": ["topic"]}
RAW: Final = ("timestamp", "topic", "seconds", "agent.name")
PAGES: Final = {
    "a-list-of-a-metric": Case(widget=LIST | {"limit": 13}, zone=NEW_YORK, answer=listed()),
    "a-list-by-value": Case(
        widget=LIST | {"limit": 13, "order_by": [{"name": "value", "direction": "desc"}]},
        answer=listed(("value", True)),
    ),
    "a-list-by-a-column": Case(
        once=True,
        widget=LIST | {"limit": 13, "order_by": [{"name": "topic"}]}, answer=listed(("topic", False))
    ),
    "raw-rows": Case(
        once=True,
        widget={"chart_type": "table", "dimensions": [*RAW], "limit": 11}, zone=NEW_YORK,
        answer=calls_in_order(columns=RAW),
    ),
    "raw-rows-by-two-columns": Case(
        once=True,
        widget={"chart_type": "table", "dimensions": ["topic", "seconds"], "limit": 11,
                "order_by": [{"name": "topic", "direction": "desc"}, {"name": "seconds"}]},
        answer=calls_in_order(("topic", True), ("seconds", False), columns=("topic", "seconds")),
    ),
    "groups-by-day": Case(
        widget={"chart_type": "table", "limit": 11,
                "dimensions": [{"field": "timestamp", "time_period": "day"}, "topic"],
                "metrics": [{"name": "mean", "aggregation_function": "avg", "field": "seconds"}]},
        zone=NEW_YORK, answer=grouped,
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_related(engine: Engine, case: Case) -> None:
    check(engine, case)


@pytest.mark.parametrize("case", PAGES.values(), ids=PAGES)
def test_pages(engine: Engine, case: Case) -> None:
    """Page after page has all rows once, in their order; each but the last is full."""
    whole, _ = expected(case)
    found, sizes = [], []
    cursor = None
    while cursor is not None or not sizes:
        page = answered(engine, case, **({} if cursor is None else {"cursor": cursor}))
        found += page["data"]
        sizes.append(len(page["data"]))
        cursor = page["metadata"]["next_cursor"]
        assert page["metadata"]["truncated"] is (cursor is not None)
    assert fitted(found, whole) == whole
    size = case.widget["limit"]
    assert sizes == [min(size, len(whole) - at) for at in range(0, len(whole), size)]
