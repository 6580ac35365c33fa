"""Pivots: headers of labels, times, parts and bins, their rests and margins, over a change of the clocks."""

from __future__ import annotations

from collections.abc import Callable
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
    between,
    groups,
    measure,
    part_of,
    periods,
    ranked,
    rest,
    told,
    values,
)

Axis = list[tuple[Row, DataFrame]]
# What a cell says of its rows, of its row's, its column's and all rows.
Cell = Callable[[DataFrame, DataFrame, DataFrame, DataFrame], Row]


def labels(frame: DataFrame, column: str, name: str, most: int = 20, size: Any = len) -> Axis:
    found = ranked(groups(frame, column), size)
    axis: Axis = [({name: value}, part) for value, part in found[:most]]
    if found[most:]:
        excluded = [{name: value} for value, _ in found[:most]]
        axis.append(({name: None, "other": True, "excluded": excluded}, rest(found[most:])))
    return axis


def pairs(frame: DataFrame, most: int) -> Axis:
    """Topics and how they went, together."""
    found = [
        ((topic, ok), part) for topic, whole in groups(frame, "topic") for ok, part in groups(whole, "ok")
    ]
    found.sort(key=lambda one: -len(one[1]))
    axis: Axis = [({"topic": topic, "ok": ok}, part) for (topic, ok), part in found[:most]]
    excluded = [mark for mark, _ in axis]
    left = {"topic": None, "ok": None, "other": True, "excluded": excluded}
    return [*axis, (left, rest([(None, part) for _, part in found[most:]]))]


def times(of: Asked, unit: str) -> Axis:
    found = [({"timestamp": told(start)}, between(of.calls, start, end)) for start, end in periods(of, unit)]
    return [one for one in found if len(one[1])]


def parts(of: Asked, part: str, frame: DataFrame | None = None) -> Axis:
    rows = of.calls if frame is None else frame
    clock = part_of(rows, part, of.zone)
    return [({f"timestamp.{part}": label}, rows[clock == label]) for label in sorted({*clock})]


def bins(frame: DataFrame, width: int) -> Axis:
    """In their order; what is missing is last."""
    there = values(frame, "seconds").astype(int) // width
    found: Axis = [
        ({"seconds.from": at * width, "seconds.to": (at + 1) * width}, frame.loc[there[there == at].index])
        for at in sorted({*there})
    ]
    return [*found, ({"seconds.from": None, "seconds.to": None}, frame[frame["seconds"].isna()])]


def grid(rows: Axis, columns: Axis, every: DataFrame, cell: Cell, *totals: str) -> Row:
    """A cell for each pair of headers, null without rows; the margins last, where they are asked for."""
    names = [{**dict.fromkeys(axis[0][0]), "total": True} for axis in (rows, columns)]
    if {"columns", "all"} & {*totals}:
        rows = [*rows, (names[0], every)]
    if {"rows", "all"} & {*totals}:
        columns = [*columns, (names[1], every)]

    def cell_of(row: tuple[Row, DataFrame], column: tuple[Row, DataFrame]) -> Row | None:
        margin = {("total" in row[0], "total" in column[0])}
        wanted = {"rows": (False, True), "columns": (True, False), "all": (True, True)}
        if not margin <= {(False, False), *(wanted[one] for one in totals)}:
            return None
        here = row[1][row[1].index.isin(column[1].index)]
        return cell(here, row[1], column[1], every) if len(here) or margin == {(True, True)} else None

    return {
        "rows": [mark for mark, _ in rows], "columns": [mark for mark, _ in columns],
        "cells": [[cell_of(row, column) for column in columns] for row in rows],
    }  # fmt: skip


def counted(here: DataFrame, row: DataFrame, column: DataFrame, every: DataFrame) -> Row:
    return {"count": len(here), "sample_count": len(here)}


def measured(here: DataFrame, row: DataFrame, column: DataFrame, every: DataFrame) -> Row:
    done = here[here["ok"].eq(True)]
    return {
        "n": len(here), "p90": measure(here, "p90", "seconds"),
        "topics": measure(here, "count_distinct", "topic"), "rate": len(done) / len(here),
        "sample_count": len(here),
    }  # fmt: skip


def shared(here: DataFrame, row: DataFrame, column: DataFrame, every: DataFrame) -> Row:
    return {"n": len(here), "of_all": len(here) / len(every), "of_row": len(here) / len(row),
            "of_column": len(here) / len(column), "sample_count": len(here)}  # fmt: skip


def scored(here: DataFrame, row: DataFrame, column: DataFrame, every: DataFrame) -> Row:
    return {"n": len(here), "mean": measure(here, "avg", "score"), "sample_count": len(here),
            "record_count": here["id"].nunique()}  # fmt: skip


def topics_by_ok(*totals: str, most: int = 20, cell: Cell = counted) -> Any:
    return lambda of: (
        grid(labels(of.calls, "topic", "topic", most), labels(of.calls, "ok", "ok", most), of.calls, cell,
            *totals),
        {},
    )  # fmt: skip


def by_day(of: Asked) -> Answer:
    return grid(
        labels(of.calls, "topic", "topic", 2), times(of, "day"), of.calls, measured, "rows", "columns"
    ), {}


def hours_by_agent(of: Asked) -> Answer:
    columns = labels(of.calls, "agent", "agent.name", 1)
    return grid(parts(of, "hour_of_day"), columns, of.calls, counted, "rows", "columns", "all"), {}


def weeks_by_bins(of: Asked) -> Answer:
    found = grid(times(of, "week"), bins(of.calls, 100), of.calls, counted, "rows", "columns", "all")
    return found, {"bins": {"seconds": {"width": 100, "start": 0}}}


def by_mean(of: Asked) -> Answer:
    def mean(part: DataFrame) -> Any:
        return measure(part, "avg", "seconds")

    rows, columns = (
        labels(of.calls, "topic", "topic", 2, mean),
        labels(of.calls, "agent", "agent.name", 2, mean),
    )
    return grid(rows, columns, of.calls, lambda here, *_: {"mean": mean(here), "sample_count": len(here)}), {}


def pairs_by_week(of: Asked) -> Answer:
    return grid(pairs(of.calls, 3), times(of, "week"), of.calls, counted, "rows", "columns", "all"), {}


def left_by_having(of: Asked) -> Answer:
    """Rows by their margin, what fails is in no rest; totals are over all."""
    every = ranked(groups(of.calls, "topic"))
    left, failed = [one for one in every if len(one[1]) < 16], [one for one in every if len(one[1]) >= 16]
    excluded = [{"topic": topic} for topic, _ in [left[0], *failed]]
    rows: Axis = [({"topic": left[0][0]}, left[0][1]),
                  ({"topic": None, "other": True, "excluded": excluded}, rest(left[1:]))]  # fmt: skip
    columns = labels(of.calls, "ok", "ok", 1)
    found = grid(rows, columns, of.calls, counted, "rows", "columns", "all")
    return found, {"excluded_by_having": {"groups": len(failed), "sample_count": len(rest(failed))}}


def notes(of: Asked) -> Answer:
    rows, columns = labels(of.notes, "metric", "notes.metric.name"), parts(of, "day_of_week", of.notes)
    return grid(rows, columns, of.notes, scored, "rows", "columns", "all"), {}


def pivot(rows: list[Any], columns: list[Any], *metrics: Row, totals: Any = (), **more: Any) -> Row:
    return {"chart_type": "pivot", "rows": rows, "columns": columns, "totals": [*totals], **more,
            "metrics": [*metrics] or [{"aggregation_function": "count"}]}  # fmt: skip


def at(**more: Any) -> Row:
    return {"field": "timestamp", **more}


EVERY: Final = ("rows", "columns", "all")
N: Final[Row] = {"name": "n", "aggregation_function": "count"}
MEASURED: Final[tuple[Row, ...]] = (
    N,
    {"name": "p90", "aggregation_function": "p90", "field": "seconds"},
    {"name": "topics", "aggregation_function": "count_distinct", "field": "topic"},
    {**N, "name": "done", "hidden": True, "filters": {"field": "ok", "op": "eq", "value": True}},
    {"name": "rate", "ratio": ["done", "n"]},
)
SHARED: Final[tuple[Row, ...]] = (
    N,
    {"name": "of_all", "share": "n"},
    {"name": "of_row", "share": "n", "within": ["topic"]},
    {"name": "of_column", "share": "n", "within": ["ok"]},
)
CASES: Final = {
    "topics-by-a-boolean": Case(once=True, widget=pivot(["topic"], ["ok"]), answer=topics_by_ok()),
    "with-all-margins": Case(once=True, widget=pivot(["topic"], ["ok"], totals=EVERY),
        answer=topics_by_ok(*EVERY)),
    "with-a-total-for-each-row": Case(once=True, widget=pivot(["topic"], ["ok"], totals=["rows"]),
        answer=topics_by_ok("rows")),
    "with-a-rest-on-both-axes": Case(
        widget=pivot(["topic"], ["ok"], *MEASURED, totals=EVERY), zone=NEW_YORK, limits={"max_groups": 1},
        answer=topics_by_ok(*EVERY, most=1, cell=measured),
    ),
    "shares-of-rests-and-margins": Case(
        widget=pivot(["topic"], ["ok"], *SHARED, totals=EVERY), zone=NEW_YORK, limits={"max_groups": 2},
        answer=topics_by_ok(*EVERY, most=2, cell=shared),
    ),
    "topics-by-days-of-25-hours": Case(
        widget=pivot(["topic"], [at(time_period="day")], *MEASURED, totals=["rows", "columns"]),
        zone=NEW_YORK,
        limits={"max_groups": 2}, since="2025-10-31", until="2025-11-06", answer=by_day,
    ),
    "hours-of-the-day-by-agent": Case(
        widget=pivot([at(part="hour_of_day")], ["agent.name"], totals=EVERY), zone=NEW_YORK,
        since="2025-11-01",
        until="2025-11-05", limits={"max_groups": 1}, answer=hours_by_agent,
    ),
    "weeks-by-bins": Case(
        once=True,
        widget=pivot([at(time_period="week")], [{"field": "seconds", "bins": {"width": 100}}], totals=EVERY),
        zone=KATHMANDU, answer=weeks_by_bins,
    ),
    "ordered-by-a-mean-on-both-axes": Case(
        widget=pivot(["topic"], ["agent.name"],
            {"name": "mean", "aggregation_function": "avg", "field": "seconds"},
                     order_by=[{"name": "mean", "direction": "desc"}]), limits={"max_groups": 2},
                     answer=by_mean,
    ),
    "rows-of-two-dimensions-and-a-rest": Case(
        once=True,
        widget=pivot(["topic", "ok"], [at(time_period="week")], totals=EVERY), zone=NEW_YORK,
        limits={"max_groups": 3}, answer=pairs_by_week,
    ),
    "rows-left-by-their-margin": Case(
        widget=pivot(["topic"], ["ok"], totals=EVERY, having={"field": "count", "op": "lt", "value": 16}),
        zone=NEW_YORK, limits={"max_groups": 1}, answer=left_by_having,
    ),
    "metrics-of-notes-by-day-of-the-week": Case(
        widget=pivot(["notes.metric.name"], [at(part="day_of_week")], N,
                     {"name": "mean", "aggregation_function": "avg", "field": "notes.score"}, totals=EVERY),
        zone=NEW_YORK, answer=notes,
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_pivot(engine: Engine, case: Case) -> None:
    check(engine, case)
