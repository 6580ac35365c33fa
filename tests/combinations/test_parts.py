"""Parts of time as dimensions and in conditions, and bins as dimensions, over a change of the clocks."""

from __future__ import annotations

from typing import Any, Final

import pytest
from pandas import DataFrame
from sqlalchemy import Engine

from tests.combinations.asking import check
from tests.combinations.frames import (
    KATHMANDU,
    LORD_HOWE,
    NEW_YORK,
    Answer,
    Asked,
    Case,
    Row,
    bar,
    between,
    cut,
    groups,
    left_out,
    marked,
    measure,
    part_of,
    percentages,
    periods,
    ranked,
    rest,
    samples,
    told,
    values,
)


def where(of: Asked, part: str, *wanted: int, but: bool = False) -> DataFrame:
    clock = part_of(of.calls, part, of.zone)
    return of.calls[clock.isin(wanted) != but]


def part_table(part: str, most: int = 100) -> Any:
    """By the part: the largest first, ties in its own order."""

    def answer(of: Asked) -> Answer:
        clock = part_of(of.calls, part, of.zone)
        found = ranked([(label, of.calls[clock == label]) for label in sorted({*clock})])
        rows = [
            {f"timestamp.{part}": label, "n": len(rows), "p90": measure(rows, "p90", "seconds"),
             "sample_count": len(rows)}
            for label, rows in found
        ]  # fmt: skip
        total = {
            "n": len(of.calls),
            "p90": measure(of.calls, "p90", "seconds"),
            "sample_count": len(of.calls),
        }
        cut = {"truncated": True, "excluded_by_limit": left_out(found[most:])} if len(rows) > most else {}
        return rows[:most], {"totals": total, **cut}

    return answer


def hours_and_a_rest(of: Asked) -> Answer:
    clock = part_of(of.calls, "hour_of_day", of.zone)
    found = ranked([(label, of.calls[clock == label]) for label in sorted({*clock})])
    rows = [{"hour": label, "n": len(part), "sample_count": len(part)} for label, part in found[:3]]
    others = rest(found[3:])
    excluded = [{"hour": label} for label, _ in found[:3]]
    left = {"hour": None, "n": len(others), "sample_count": len(others), "other": True, "excluded": excluded}
    return [*rows, left], {}


def day_and_topic(of: Asked) -> Answer:
    """A share within the day of the week."""
    clock = part_of(of.calls, "day_of_week", of.zone)
    rows = []
    for label in range(1, 8):
        day = of.calls[clock == label]
        rows += [
            {
                "day": label,
                "topic": topic,
                "n": len(part),
                "of_day": len(part) / len(day),
                "sample_count": len(part),
            }
            for topic, part in groups(day, "topic")
        ]
    return rows, {}


def bins_and_hours(of: Asked) -> Answer:
    """Bins of a width: in their order here, the missing one last."""
    clock = part_of(of.calls, "hour_of_day", of.zone)
    there = values(of.calls, "seconds").astype(int) // 60
    frames: list[tuple[Any, DataFrame]] = [
        (at, of.calls.loc[there[there == at].index]) for at in sorted({*there})
    ]
    frames.append((None, of.calls[of.calls["seconds"].isna()]))
    rows = []
    for at, part in frames:
        edges = {"long.from": None, "long.to": None} if at is None else {
            "long.from": 60 * at, "long.to": 60 * at + 60}  # fmt: skip
        for label in sorted({*clock.loc[part.index]}):
            here = part[clock.loc[part.index] == label]
            rows.append({**edges, "timestamp.hour_of_day": label,
                    "topics": measure(here, "count_distinct", "topic"),
                         "sample_count": len(here)})  # fmt: skip
    return rows, {"bins": {"long": {"width": 60, "start": 0}}}


def days_of_some_hours(of: Asked) -> Answer:
    """Bars of the calls from one to two o'clock, both times that clocks show it."""
    frame = where(of, "hour_of_day", 1)
    rows = []
    for start, end in periods(of, "day"):
        here = between(frame, start, end)
        if len(here):
            rows.append({"time_interval": told(start), **bar(here, "count"), **cut(of, start, end)})
    return rows, {}


def weekend_by_topic(of: Asked) -> Answer:
    frame = where(of, "day_of_week", 6, 7)
    found = ranked(groups(frame, "topic"), lambda part: samples(part, "avg", "seconds"))
    rows = []
    for start, end in periods(of, "week"):
        for mark, part in marked("group", found[:1], found[1:]):
            here = between(part, start, end)
            if len(here):
                rows.append({"time_interval": told(start), **mark, **bar(here, "avg", "seconds"),
                             **cut(of, start, end)})  # fmt: skip
    return rows, {}


def slices_but_of_a_month(of: Asked) -> Answer:
    found = [
        one for one in ranked(groups(where(of, "month_of_year", 10, but=True), "topic")) if one[0] is not None
    ]
    marks = marked("label", found[:2], found[2:])
    parts = percentages([len(part) for _, part in marks])
    rows = [
        mark | {"value": len(part), "percentage": percentage}
        for (mark, part), percentage in zip(marks, parts, strict=True)
    ]
    return rows, {}


def stat_of_parts(of: Asked) -> Answer:
    """Measures under parts of their own."""
    night, first = where(of, "hour_of_day", *range(6)), where(of, "day_of_month", *range(1, 4))
    data = {
        "night": len(night), "first": measure(first, "p90", "seconds"),
        "of_night": len(night) / len(of.calls),
    }  # fmt: skip
    return data, {"sample_counts": {"night": len(night), "first": samples(first, "p90", "seconds")}}


def notes_by_hour(of: Asked) -> Answer:
    rows = []
    for label in sorted({*part_of(of.notes, "hour_of_day", of.zone)}):
        part = of.notes[part_of(of.notes, "hour_of_day", of.zone) == label]
        rows.append({"timestamp.hour_of_day": label, "mean": measure(part, "avg", "score"),
                "sample_count": len(part),
                     "record_count": part["id"].nunique()})  # fmt: skip
    return rows, {}


def at(part: str, **more: Any) -> Row:
    return {"field": "timestamp", "part": part, **more}


def table(dimensions: list[Any], *metrics: Row, **more: Any) -> Row:
    return {"chart_type": "table", "dimensions": dimensions, "metrics": [*metrics], **more}


def bars(how: str, unit: str, **more: Any) -> Row:
    return {"chart_type": "bar", "aggregation_function": how, "field": "seconds", "time_period": unit, **more}


N: Final[Row] = {"name": "n", "aggregation_function": "count"}
P90: Final[Row] = {"name": "p90", "aggregation_function": "p90", "field": "seconds"}
NIGHT: Final = at("hour_of_day", op="lt", value=6)
CASES: Final = {
    "hours-of-a-day-of-25": Case(
        once=True,
        widget=table([at("hour_of_day")], N, P90, totals=True), zone=NEW_YORK, since="2025-11-02",
        until="2025-11-03",
        answer=part_table("hour_of_day"),
    ),
    "days-of-the-month-cut": Case(
        once=True,
        widget=table([at("day_of_month")], N, P90, totals=True, limit=5), zone=NEW_YORK,
        answer=part_table("day_of_month", 5),
    ),
    "months-where-the-zone-is-off-by-minutes": Case(
        once=True,
        widget=table([at("month_of_year")], N, P90, totals=True), zone=KATHMANDU,
        answer=part_table("month_of_year")
    ),
    "hours-where-half-of-one-is-skipped": Case(
        once=True,
        widget=table([at("hour_of_day")], N, P90, totals=True), zone=LORD_HOWE, since="2025-10-05",
        until="2025-10-06", answer=part_table("hour_of_day"),
    ),
    "hours-and-a-rest": Case(
        widget=table([at("hour_of_day", name="hour")], N, limit=3, other=True), zone=NEW_YORK,
        answer=hours_and_a_rest
    ),
    "days-of-the-week-and-topics-by-share": Case(
        once=True,
        widget=table([at("day_of_week", name="day"), "topic"], N,
            {"name": "of_day", "share": "n", "within": ["day"]},
                     order_by=[{"name": "day"}, {"name": "topic"}]), zone=NEW_YORK, answer=day_and_topic,
    ),
    "bins-and-hours": Case(
        widget=table([{"field": "seconds", "bins": {"width": 60}, "name": "long"}, at("hour_of_day")],
                     {"name": "topics", "aggregation_function": "count_distinct", "field": "topic"},
                     order_by=[{"name": "long"}, {"name": "timestamp.hour_of_day"}]),
        zone=NEW_YORK, since="2025-11-01", answer=bins_and_hours,
    ),
    "notes-by-hour": Case(
        widget=table([at("hour_of_day")],
            {"name": "mean", "aggregation_function": "avg", "field": "notes.score"},
                     order_by=[{"name": "timestamp.hour_of_day"}]), zone=NEW_YORK, answer=notes_by_hour,
    ),
    "bars-of-one-hour-that-is-repeated": Case(
        once=True,
        widget=bars("count", "day"), filters=at("hour_of_day", op="eq", value=1), zone=NEW_YORK,
        answer=days_of_some_hours,
    ),
    "bars-of-weekends-by-topic-and-a-rest": Case(
        widget=bars("avg", "week", group_by={"type": "field", "field": "topic"}), limits={"max_groups": 1},
        filters=at("day_of_week", op="in", value=[6, 7]), zone=NEW_YORK, answer=weekend_by_topic,
    ),
    "slices-but-of-a-month-and-a-rest": Case(
        widget={"chart_type": "pie", "field": "topic"}, limits={"max_slices": 2}, zone=NEW_YORK,
        filters={"operator": "not", "conditions": [at("month_of_year", op="between", value=[10, 10])]},
        answer=slices_but_of_a_month,
    ),
    "measures-under-parts": Case(
        widget={"chart_type": "stat", "metrics": [
            N | {"name": "night", "filters": NIGHT},
            P90 | {"name": "first", "filters": at("day_of_month", op="lte", value=3)},
            N | {"hidden": True}, {"name": "of_night", "ratio": ["night", "n"]}]},
        zone=NEW_YORK, answer=stat_of_parts,
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_parts(engine: Engine, case: Case) -> None:
    check(engine, case)
