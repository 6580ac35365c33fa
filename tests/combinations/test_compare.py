"""Bars, stats, slices and tables beside an earlier period: groups, a rest, notes, a change of the clocks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import pandas as pd
import pytest
from pandas import DataFrame, Timedelta, Timestamp
from sqlalchemy import Engine

from tests.combinations.asking import check
from tests.combinations.frames import (
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
    measure,
    percentages,
    periods,
    rest,
    samples,
    told,
)

Earlier = Callable[[Timestamp, str], Timestamp]


def back(**units: int) -> Earlier:
    """Moved back by the calendar of the zone."""

    def moved(when: Timestamp, zone: str) -> Timestamp:
        local = when.tz_convert(zone).tz_localize(None) - pd.DateOffset(**units)
        return local.tz_localize(zone).tz_convert("UTC")

    return moved


def back_by(length: Timedelta) -> Earlier:
    return lambda when, _: when - length


def before(of: Asked, earlier: Earlier) -> Asked:
    return of.since(earlier(of.start, of.zone), earlier(of.end, of.zone))


def change(now: Any, then: Any) -> tuple[Any, Any]:
    """The change, and what it is of the earlier value: null for 0, nothing, and of the other sign."""
    if now is None or then is None or isinstance(now, str) or isinstance(then, str):
        return None, None
    return now - then, 100 * (now - then) / abs(then) if then and now * then >= 0 else None


def changed(now: Row, then: Row) -> Row:
    changes = {name: change(now[name], then[name]) for name in now}
    return {
        "change": {name: one for name, (one, _) in changes.items()},
        "percent": {name: one for name, (_, one) in changes.items()},
    }


def spans(of: Asked, unit: str) -> list[tuple[Row, Timestamp, Timestamp]]:
    """Each bucket as its range cuts it, and what it is called."""
    return [
        ({"time_interval": told(start), **cut(of, start, end)}, max(start, of.start), min(end, of.end))
        for start, end in periods(of, unit)
    ]


def one_set(
    of: DataFrame, then: DataFrame, column: str, most: int, how: Any
) -> list[tuple[Row, DataFrame, DataFrame]]:
    """Groups of both, ranked by the current samples, then by the earlier ones; the rest is one of both."""
    now, past = dict(groups(of, column)), dict(groups(then, column))
    nothing = of.head(0)
    keys = sorted({*now, *past}, key=lambda key: (key is None, key))
    keys.sort(key=lambda key: (-how(now.get(key, nothing)), -how(past.get(key, nothing))))
    found = [(key, now.get(key, nothing), past.get(key, nothing)) for key in keys]
    marks = [({"key": key}, one, other) for key, one, other in found[:most]]
    if found[most:]:
        both = [rest([(each[0], each[at]) for each in found[most:]]) for at in (1, 2)]
        marks.append(({"key": "other", "other": True, "excluded": keys[:most]}, *both))
    return marks


def called(mark: Row, name: str) -> Row:
    return {name if key == "key" else key: value for key, value in mark.items()}


def bars(
    unit: str, earlier: Earlier, how: str, column: str = "seconds", *, group: str | None = None,
    most: int = 20,
    notes: bool = False, fill: bool = False,
) -> Any:  # fmt: skip
    """Buckets paired by their number; a row where either has calls, for each group."""

    def answer(of: Asked) -> Answer:
        then = before(of, earlier)
        now_rows, then_rows = (one.notes if notes else one.calls for one in (of, then))
        marks: list[tuple[Row, DataFrame, DataFrame]] = [({}, now_rows, then_rows)]
        if group is not None:
            found = one_set(now_rows, then_rows, group, most, lambda part: samples(part, how, column))
            marks = [(called(mark, "group"), one, other) for mark, one, other in found]
        now, past = spans(of, unit), spans(then, unit)
        rows, left = [], []
        for at in range(max(len(now), len(past))):
            for mark, one, other in marks:
                earlier_rows = between(other, *past[at][1:]) if at < len(past) else one.head(0)
                row = previous = None
                if at < len(past):
                    name, start, end = past[at]
                    previous = {**name, **mark, **bar(earlier_rows, how, column),
                                "range": {"start": told(start), "end": told(end)}}  # fmt: skip
                if at < len(now):
                    here = between(one, *now[at][1:])
                    row = {**now[at][0], **mark, **bar(here, how, column)}
                    if previous is not None:
                        both = change(row["value"], previous["value"])
                        previous |= dict(zip(("change", "percent"), both, strict=True))
                    if fill or len(here) or len(earlier_rows):
                        rows.append(row | {"previous": previous})
                elif len(earlier_rows):
                    left.append(previous)
        return rows, {"unpaired": left}

    return answer


def of_stats(part: DataFrame) -> Row:
    done = part["ok"].dropna().astype(float)
    spent = measure(part, "sum", "seconds")
    return {
        "calls": len(part), "done": float(done.mean()) if len(done) else None,
        "mean": measure(part, "avg", "seconds"), "p90": measure(part, "p90", "seconds"),
        "topics": measure(part, "count_distinct", "topic"),
        "spent": None if spent is None or not len(part) else spent / len(part),
    }  # fmt: skip


def stat(earlier: Earlier) -> Any:
    def answer(of: Asked) -> Answer:
        then = before(of, earlier)
        now, past = of_stats(of.calls), of_stats(then.calls)
        span = {"range": {"start": told(then.start), "end": told(then.end)}}
        return now | {"previous": past | span | changed(now, past)}, {"unpaired": []}

    return answer


def stats_by_topic(earlier: Earlier, most: int) -> Any:
    def answer(of: Asked) -> Answer:
        then = before(of, earlier)
        span = {"range": {"start": told(then.start), "end": told(then.end)}}
        rows = []
        for mark, one, other in one_set(of.calls, then.calls, "topic", most, len):
            now, past = of_stats(one), of_stats(other)
            previous = {
                **called(mark, "group"),
                **past,
                "sample_count": len(other),
                **span,
                **changed(now, past),
            }
            rows.append({**called(mark, "group"), **now, "sample_count": len(one), "previous": previous})
        return rows, {"unpaired": []}

    return answer


def in_order(marks: list[Any], place: int) -> list[float]:
    """Percentages of one time: what rounding leaves goes by the order of that time, "other" last."""
    keyed = sorted(
        range(len(marks)),
        key=lambda at: ("other" in marks[at][0], -len(marks[at][place]), marks[at][0]["key"] is None,
                        str(marks[at][0]["key"])),
    )  # fmt: skip
    found = percentages([len(marks[at][place]) for at in keyed])
    return [found[keyed.index(at)] for at in range(len(marks))]


def slices(
    column: str, earlier: Earlier, most: int = 20, *, lacking: bool = False, notes: bool = False
) -> Any:
    def answer(of: Asked) -> Answer:
        then = before(of, earlier)
        one, other = (each.notes if notes else each.calls for each in (of, then))
        if not lacking:
            one, other = (each[each[column].notna()] for each in (one, other))
        marks = one_set(one, other, column, most, len)
        span = {"range": {"start": told(then.start), "end": told(then.end)}}
        rows = []
        for (mark, now, past), part, part_then in zip(
            marks, in_order(marks, 1), in_order(marks, 2), strict=True
        ):
            records = [{"record_count": each["id"].nunique()} if notes else {} for each in (now, past)]
            both = dict(zip(("change", "percent"), change(len(now), len(past)), strict=True))
            previous = {**called(mark, "label"), "value": len(past), "percentage": part_then,
                        **records[1], **span, **both}  # fmt: skip
            rows.append({**called(mark, "label"), "value": len(now), "percentage": part, **records[0],
                         "previous": previous})  # fmt: skip
        return rows, {"unpaired": []}

    return answer


def of_row(part: DataFrame) -> Row:
    done = part[part["ok"].eq(True)]
    return {
        "n": len(part), "p90": measure(part, "p90", "seconds"),
        "rate": len(done) / len(part) if len(part) else None,
    }  # fmt: skip


def table(earlier: Earlier, most: int) -> Any:
    """Sorted by the current count, then by the earlier one, then by topic; totals over all of both times."""

    def answer(of: Asked) -> Answer:
        then = before(of, earlier)
        span = {"range": {"start": told(then.start), "end": told(then.end)}}

        def row(mark: Row, one: DataFrame, other: DataFrame) -> Row:
            now, past = of_row(one), of_row(other)
            previous = {**mark, **past, "sample_count": len(other), **span, **changed(now, past)}
            return {**mark, **now, "sample_count": len(one), "previous": previous}

        found = one_set(of.calls, then.calls, "topic", 20, len)
        rows = [row(called(mark, "topic"), one, other) for mark, one, other in found]
        return rows[:most], {"unpaired": [], "truncated": len(rows) > most,
                             "totals": row({}, of.calls, then.calls)}  # fmt: skip

    return answer


def compared(to: str, how: str = "count", unit: str = "day", field: str = "seconds", **more: Any) -> Row:
    return {"chart_type": "bar", "aggregation_function": how, "field": field, "time_period": unit,
            "compare": {"to": to}, **more}  # fmt: skip


def by(field: str) -> Row:
    return {"group_by": {"type": "field", "field": field}}


DAY: Final = back(days=1)
WEEK: Final = back(weeks=1)
MONTH: Final = back(months=1)
TABLE: Final[Row] = {
    "chart_type": "table", "dimensions": ["topic"], "totals": True,
    "order_by": [{"name": "n", "direction": "desc"}],
    "metrics": [
        {"name": "n", "aggregation_function": "count"},
        {"name": "p90", "aggregation_function": "p90", "field": "seconds"},
        {"name": "done", "aggregation_function": "count", "hidden": True,
         "filters": {"field": "ok", "op": "eq", "value": True}},
        {"name": "rate", "ratio": ["done", "n"]},
    ],
}  # fmt: skip
CASES: Final = {
    "days-by-the-period-before-which-runs": Case(
        # From the 8th to now are eight days and a half: by days they are moved by nine.
        widget=compared("previous_period"), zone=NEW_YORK, since="2025-11-08",
        answer=bars("day", back(days=9), "count")
    ),
    "sums-of-days-by-the-week-before": Case(
        once=True,
        widget=compared("-1w", "sum"), zone=NEW_YORK, since="2025-11-03", until="2025-11-10",
        answer=bars("day", WEEK, "sum"),
    ),
    "p90-of-weeks-by-two-weeks-before": Case(
        once=True,
        widget=compared("previous_period", "p90", "week"), zone=NEW_YORK, since="2025-11-03",
        answer=bars("week", back(weeks=2), "p90"),
    ),
    "hours-of-a-day-by-one-of-25-hours": Case(
        widget=compared("-1d", unit="hour"), zone=NEW_YORK, since="2025-11-03", until="2025-11-04",
        answer=bars("hour", DAY, "count"),
    ),
    "hours-of-a-day-of-25-hours-by-one-of-24": Case(
        widget=compared("-1d", "avg", "hour"), zone=NEW_YORK, since="2025-11-02", until="2025-11-03",
        answer=bars("hour", DAY, "avg"),
    ),
    "hours-of-a-day-of-25-hours-by-as-many-before": Case(
        once=True,
        widget=compared("previous_period", unit="hour"), zone=NEW_YORK, since="2025-11-02",
        until="2025-11-03",
        answer=bars("hour", back_by(Timedelta(hours=25)), "count"),
    ),
    "days-by-the-month-before-of-fewer-days": Case(
        once=True,
        widget=compared("-1M", "stddev", "week", fill_gaps=True), zone=NEW_YORK, since="2025-11-01",
        answer=bars("week", MONTH, "stddev", fill=True),
    ),
    "days-by-a-month-before-where-the-clocks-jump": Case(
        once=True,
        widget=compared("-1M", "first"), zone=LORD_HOWE, since="2025-11-03", until="2025-11-08",
        answer=bars("day", MONTH, "first"),
    ),
    "topics-by-day-and-a-rest": Case(
        widget=compared("-1w", "avg", **by("topic")), zone=NEW_YORK, since="2025-11-02", until="2025-11-09",
        limits={"max_groups": 2}, answer=bars("day", WEEK, "avg", group="topic", most=2),
    ),
    "agents-by-week-and-a-rest": Case(
        once=True,
        widget=compared("previous_period", "count_distinct", "week", "topic", **by("agent.name")),
        zone=NEW_YORK,
        since="2025-11-03", until="2025-11-10", limits={"max_groups": 1},
        answer=bars("week", WEEK, "count_distinct", "topic", group="agent", most=1),
    ),
    "notes-by-day": Case(
        once=True,
        widget=compared("-1w", "p90", field="notes.score"), zone=NEW_YORK, since="2025-11-02",
        until="2025-11-09",
        answer=bars("day", WEEK, "p90", "score", notes=True),
    ),
    "a-metric-by-week-and-topic-and-a-rest": Case(
        widget=compared("-1w", "avg", "week", "notes.value", metric=1, **by("topic")), zone=NEW_YORK,
        since="2025-11-03", until="2025-11-10", limits={"max_groups": 1},
        answer=bars("week", WEEK, "avg", "score", group="topic", most=1, notes=True),
    ),
    "a-stat-by-the-days-before": Case(
        once=True,
        widget={"chart_type": "stat", "compare": {"to": "previous_period"}}, zone=NEW_YORK,
        since="2025-11-02",
        until="2025-11-09", answer=stat(WEEK),
    ),
    "a-stat-of-a-day-of-25-hours": Case(
        widget={"chart_type": "stat", "compare": {"to": "-1d"}}, zone=NEW_YORK, since="2025-11-02",
        until="2025-11-03", answer=stat(DAY),
    ),
    "a-stat-that-runs-by-its-length": Case(
        once=True,
        # One end is no midnight: moved by the time that passed.
        widget={"chart_type": "stat", "compare": {"to": "previous_period"}}, zone=NEW_YORK,
        since="2025-10-29",
        answer=stat(back_by(Timedelta(days=18, hours=14))),
    ),
    "stats-by-topic-and-a-rest": Case(
        widget={"chart_type": "stat", "compare": {"to": "-1M"}, **by("topic")}, zone=NEW_YORK,
        since="2025-11-03",
        limits={"max_groups": 2}, answer=stats_by_topic(MONTH, 2),
    ),
    "slices-and-a-rest": Case(
        widget={"chart_type": "pie", "field": "topic", "compare": {"to": "previous_period"}}, zone=NEW_YORK,
        since="2025-11-02", until="2025-11-09", limits={"max_slices": 2}, answer=slices("topic", WEEK, 2),
    ),
    "slices-and-the-missing-one": Case(
        once=True,
        widget={"chart_type": "pie", "field": "agent.name", "compare": {"to": "-1M"},
            "include_missing": True},
        zone=NEW_YORK, since="2025-11-01", answer=slices("agent", MONTH, lacking=True),
    ),
    "slices-of-moods-and-a-rest": Case(
        widget={"chart_type": "pie", "field": "notes.value", "metric": 2, "compare": {"to": "-1w"}},
        zone=NEW_YORK,
        since="2025-11-02", until="2025-11-09", limits={"max_slices": 1},
        answer=slices("value", WEEK, 1, notes=True),
    ),
    "a-table-and-its-totals": Case(
        widget=TABLE | {"compare": {"to": "previous_period"}, "limit": 3}, zone=NEW_YORK, since="2025-11-02",
        until="2025-11-09", answer=table(WEEK, 3),
    ),
    "a-table-by-the-month-before": Case(
        once=True,
        widget=TABLE | {"compare": {"to": "-1M"}}, zone=NEW_YORK, since="2025-11-01", answer=table(MONTH, 20)
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_compare(engine: Engine, case: Case) -> None:
    check(engine, case)
