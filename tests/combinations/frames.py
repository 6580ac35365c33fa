"""What every answer should be, computed by pandas: rows of a range, groups, ranks, and measures of them.

Nothing here knows how widgetql computes. A missing value is None, in a group as in an answer; times are
instants in UTC.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Final

import pandas as pd
from pandas import DataFrame, Series, Timedelta, Timestamp

from tests.combinations.rows import CALLS, NAMES, NOTES, NOW
from widgetql import Limits

NEW_YORK: Final = "America/New_York"
LORD_HOWE: Final = "Australia/Lord_Howe"
KATHMANDU: Final = "Asia/Kathmandu"
# What of an answer's metadata a case says: all of these that the answer has.
TOLD: Final = (
    "totals", "excluded_by_limit", "excluded_by_having", "unpaired", "missing", "bins", "truncated",
    "sample_count", "sample_counts", "record_count",
)  # fmt: skip
Row = dict[str, Any]
Answer = tuple[Any, Row]
Group = tuple[Any, DataFrame]


@dataclass(frozen=True)
class Asked:
    """What a case computes from: its zone, its range, and what lies in it (a note has its call's columns)."""

    zone: str
    start: Timestamp
    end: Timestamp
    calls: DataFrame
    notes: DataFrame

    metric: int | None = None

    def since(self, start: Timestamp, end: Timestamp) -> Asked:
        """The same of another range."""
        return asked(self.zone, start, end, self.metric)


@dataclass(frozen=True, kw_only=True, eq=False)
class Case:
    """A widget under a range of local days (`until` is excluded, None is now), and what computes its answer.

    Asked `once` is what says a meaning once more in SQL that other cases ask of every database.
    """

    widget: Row
    answer: Callable[[Asked], Answer]
    zone: str = "UTC"
    since: str = "2025-10-20"
    until: str | None = None
    filters: Any = None
    limits: Row = field(default_factory=dict)
    once: bool = False


def asked(zone: str, start: Timestamp, end: Timestamp, metric: int | None = None) -> Asked:
    calls, notes = (between(frame, start, end) for frame in _stored())
    if metric is not None:
        notes = notes[notes["metric_id"] == metric]
    return Asked(zone, start, end, calls, notes, metric)


@cache
def _stored() -> tuple[DataFrame, DataFrame]:
    """All calls by time, and all notes with what is of their calls, in the same order."""
    calls = DataFrame(CALLS, dtype=object)
    calls["at"] = pd.to_datetime(calls["at"], utc=True)
    calls["agent"] = calls["agent_id"].map(NAMES.get)
    notes = DataFrame(NOTES, dtype=object).rename(columns={"id": "note"})
    notes["metric"] = notes["metric_id"].map({1: "accuracy", 2: "mood"})
    return calls, calls.merge(notes, left_on="id", right_on="call_id")


def instant(local: str, zone: str) -> Timestamp:
    """A time of a zone's clocks as an instant."""
    return Timestamp(local).tz_localize(zone).tz_convert("UTC")


def told(when: Timestamp) -> str:
    return when.tz_convert("UTC").strftime("%Y-%m-%dT%H:%M:%SZ")


def start_of(when: Timestamp, unit: str, zone: str) -> Timestamp:
    """When the hour, day, week or month began that the zone's clocks show."""
    local = when.tz_convert(zone)
    if unit == "hour":
        # Within an hour the clocks go on evenly: elapsed time is taken off, which the repeated hour survives.
        return when - Timedelta(minutes=local.minute, seconds=local.second, microseconds=local.microsecond)
    day = local.tz_localize(None).normalize()
    if unit == "week":
        day -= Timedelta(days=day.weekday())
    if unit == "month":
        day = day.replace(day=1)
    return day.tz_localize(zone).tz_convert("UTC")


def next_of(start: Timestamp, unit: str, zone: str, count: int = 1) -> Timestamp:
    """Where the period ends that begins so, or one `count` periods on."""
    if unit == "hour":
        return start + Timedelta(hours=count)
    local = start.tz_convert(zone).tz_localize(None) + pd.DateOffset(**{unit + "s": count})
    return local.tz_localize(zone).tz_convert("UTC")


def periods(of: Asked, unit: str) -> list[tuple[Timestamp, Timestamp]]:
    """All periods that the range touches: start and end, uncut."""
    found = []
    start = start_of(of.start, unit, of.zone)
    while start < of.end:
        found.append((start, next_of(start, unit, of.zone)))
        start = found[-1][1]
    return found


def cut(of: Asked, start: Timestamp, end: Timestamp) -> Row:
    """The mark of a period that the range does not cover."""
    return {"partial": True} if start < of.start or end > of.end else {}


def between(frame: DataFrame, start: Timestamp, end: Timestamp) -> DataFrame:
    """The rows of a time, which is half-open; they are in the order of time, as are all frames here."""
    first, last = frame["at"].searchsorted([start, end])
    return frame.iloc[first:last]


def missing(value: Any) -> bool:
    return value is None or (isinstance(value, float) and math.isnan(value)) or value is pd.NaT


def groups(frame: DataFrame, column: str) -> list[Group]:
    """Each value and its rows, by value, the missing ones last as None."""
    here = frame[column].isna()
    found = [(value, part) for value, part in frame[~here].groupby(column, sort=True)]
    return [*found, *([(None, frame[here])] if here.any() else [])]


def ranked(found: Iterable[Group], size: Callable[[DataFrame], float | None] = len) -> list[Group]:
    """The largest first, ties by value, None last among ties; a size of None is last."""
    sized = [(size(part), at, (value, part)) for at, (value, part) in enumerate(found)]
    key = [(missing(many), 0 if missing(many) else -many, at, one) for many, at, one in sized]
    return [one for *_, one in sorted(key, key=lambda each: each[:3])]


def rest(found: list[Group]) -> DataFrame:
    """All rows of these groups."""
    return pd.concat([part for _, part in found]).sort_index() if found else _stored()[0].head(0)


def values(frame: DataFrame, column: str) -> Series:
    """The values that are there."""
    return frame[column].dropna().infer_objects()


def measure(frame: DataFrame, how: str, column: str | None = None) -> Any:
    """An aggregation as a number of JSON: over nothing a count is 0, all else is None."""
    if how == "count":
        return len(frame)
    found = values(frame, str(column))
    if how == "count_distinct":
        return int(found.nunique())
    if found.empty or (how in ("stddev", "variance") and len(found) < 2):
        return None
    if how in ("first", "last"):
        order = frame.loc[found.index].sort_values(["at", "id", str(column)])
        value = order[column].iloc[0 if how == "first" else -1]
    elif how[0] == "p" and how[1:].replace(".", "").isdigit():
        value = found.astype(float).quantile(float(how[1:]) / 100)
    else:
        of = {"avg": "mean", "stddev": "std", "variance": "var"}.get(how, how)
        value = getattr(found.astype(float), of)()
    return value.item() if hasattr(value, "item") else value


def behind(frame: DataFrame, how: str, column: str | None = None) -> DataFrame:
    """The rows that go into it: all for a count, else those with a value."""
    return frame if how == "count" else frame.loc[values(frame, str(column)).index]


def samples(frame: DataFrame, how: str, column: str | None = None) -> int:
    return len(behind(frame, how, column))


def bar(frame: DataFrame, how: str, column: str | None = None) -> Row:
    """What a bar says of its rows; of notes also how many calls they are of."""
    rows = behind(frame, how, column)
    records = {"record_count": rows["id"].nunique()} if "note" in frame else {}
    return {"value": measure(frame, how, column), "sample_count": len(rows), **records}


def marked(
    name: str, kept: list[Group], left: list[Group], excluded: str = "excluded"
) -> list[tuple[Row, DataFrame]]:
    """How rows of groups are marked, and their calls; what is left is one that says what it is without."""
    found: list[tuple[Row, DataFrame]] = [({name: value}, part) for value, part in kept]
    if left:
        mark = {name: "other", "other": True, excluded: [value for value, _ in kept]}
        found.append((mark, rest(left)))
    return found


def part_of(frame: DataFrame, part: str, zone: str) -> Series:
    """What the zone's clocks and calendars show of the times of calls."""
    local = frame["at"].dt.tz_convert(zone).dt
    return {
        "hour_of_day": local.hour,
        "day_of_week": local.day_of_week + 1,
        "day_of_month": local.day,
        "month_of_year": local.month,
    }[part].astype(object)


def over(one: float | None, other: float | None) -> float | None:
    """A ratio: null where its divisor is 0 or null."""
    return one / other if other and one is not None else None


def percentages(counts: list[int]) -> list[float]:
    """To a tenth each and 100 together: rounded down, the tenths left over to those that lost most."""
    whole = sum(counts)
    if not whole:
        return [0.0] * len(counts)
    down = [1000 * one // whole for one in counts]
    lost = sorted(range(len(counts)), key=lambda at: -(1000 * counts[at] % whole))
    for at in lost[: 1000 - sum(down)]:
        down[at] += 1
    return [one / 10 for one in down]


def limits(**given: Any) -> Limits:
    return Limits(max_range=pd.Timedelta(days=60).to_pytimedelta(), **given)


NOW_: Final = Timestamp(NOW)


def left_out(found: list[Group], how: str = "count", column: str = "seconds") -> Row:
    return {"groups": len(found), "sample_count": sum(samples(part, how, column) for _, part in found)}
