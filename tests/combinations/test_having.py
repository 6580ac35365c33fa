"""What is left of groups: having, ranks, limits and rests on bars, lines, pies, stats, tables and pivots."""

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
    Group,
    Row,
    bar,
    between,
    cut,
    groups,
    left_out,
    marked,
    measure,
    percentages,
    periods,
    ranked,
    rest,
    samples,
    told,
)

Holds = Callable[[DataFrame], bool]


def excluding(found: list[tuple[Row, DataFrame]], failed: list[Group]) -> list[tuple[Row, DataFrame]]:
    """The rest is without those that failed as well."""
    for mark, _ in found:
        if "other" in mark:
            mark["excluded"] = [*mark["excluded"], *(value for value, _ in failed)]
    return found


def by_group(
    unit: str, group: str, how: str, column: str, *, holds: Holds | None = None, rank: Any = None,
    most: int = 20, other: bool = True, notes: bool = False,
) -> Any:  # fmt: skip
    """Bars of groups: those of which it holds over the whole range, in one rank, so many of them."""

    def answer(of: Asked) -> Answer:
        every = groups(of.notes if notes else of.calls, group)
        found = [one for one in every if holds is None or holds(one[1])]
        failed = ranked([one for one in every if holds is not None and not holds(one[1])],
                        lambda part: samples(part, how, column))  # fmt: skip
        order = rank or (lambda found: ranked(found, lambda part: samples(part, how, column)))
        found = order(found)
        marks = excluding(marked("group", found[:most], found[most:] if other else []), failed)
        rows = []
        for start, end in periods(of, unit):
            for mark, part in marks:
                here = between(part, start, end)
                if len(here):
                    said = {"time_interval": told(start), **mark, **bar(here, how, column)}
                    rows.append(said | cut(of, start, end))
        metadata = {} if holds is None else {"excluded_by_having": left_out(failed, how, column)}
        return rows, metadata if other else metadata | {
            "excluded_by_limit": left_out(found[most:], how, column)
        }  # fmt: skip

    return answer


def by_value(how: str, column: str, *, ascends: bool = False) -> Any:
    sign = -1 if ascends else 1

    def size(part: DataFrame) -> float | None:
        value = measure(part, how, column)
        return None if value is None else sign * value

    return lambda found: ranked(found, size)


def by_label(found: list[Group]) -> list[Group]:
    return sorted(found, key=lambda one: (one[0] is None, one[0]))


def labels_down(found: list[Group]) -> list[Group]:
    there = [one for one in found if one[0] is not None]
    return [*by_label(there)[::-1], *(one for one in found if one[0] is None)]


def slices(column: str, holds: Holds, most: int = 20, *, lacking: bool = False, notes: bool = False) -> Any:
    def answer(of: Asked) -> Answer:
        every = ranked(groups(of.notes if notes else of.calls, column))
        every = [one for one in every if lacking or one[0] is not None]
        found, failed = [one for one in every if holds(one[1])], [one for one in every if not holds(one[1])]
        marks = excluding(marked("label", found[:most], found[most:]), failed)
        parts = percentages([len(part) for _, part in marks])
        rows = [
            mark | {"value": len(part), "percentage": percentage}
            | ({"record_count": part["id"].nunique()} if notes else {})
            for (mark, part), percentage in zip(marks, parts, strict=True)
        ]  # fmt: skip
        return rows, {"excluded_by_having": left_out(failed)}

    return answer


def table_and_rest(of: Asked) -> Answer:
    """By week and topic: what fails is not in the rest, which says both; totals are over all."""
    found: list[tuple[tuple[Any, Any], DataFrame]] = []
    for start, end in periods(of, "week"):
        found += [
            ((topic, told(start)), part) for topic, part in groups(between(of.calls, start, end), "topic")
        ]
    found.sort(key=lambda one: (-len(one[1]), one[0][0] is None, one[0][0] or "", one[0][1]))
    left, failed = [one for one in found if len(one[1]) > 1], [one for one in found if len(one[1]) <= 1]

    def row(topic: Any, week: Any, part: DataFrame) -> Row:
        return {"topic": topic, "timestamp": week, "n": len(part), "p90": measure(part, "p90", "seconds"),
                "sample_count": len(part)}  # fmt: skip

    rows = [row(*names, part) for names, part in left[:3]]
    excluded = [{"topic": topic, "timestamp": week} for (topic, week), _ in left[:3] + failed]
    others = rest([(None, part) for _, part in left[3:]])
    rows.append(row(None, None, others) | {"other": True, "excluded": excluded})
    total = {"n": len(of.calls), "p90": measure(of.calls, "p90", "seconds"), "sample_count": len(of.calls)}
    return rows, {"excluded_by_having": left_out([(None, part) for _, part in failed]), "totals": total}


def table_without_rest(of: Asked) -> Answer:
    found = by_label(groups(of.calls, "topic"))
    left = [one for one in found if (measure(one[1], "avg", "seconds") or 0) > 40]
    failed = [one for one in found if (measure(one[1], "avg", "seconds") or 0) <= 40]
    rows = [
        {"topic": topic, "mean": measure(part, "avg", "seconds"), "sample_count": len(part)}
        for topic, part in left[:1]
    ]
    return rows, {"excluded_by_having": left_out(failed), "excluded_by_limit": left_out(left[1:]),
                  "truncated": True}  # fmt: skip


def stats(of: Asked) -> Answer:
    every = groups(of.calls, "topic")
    size = {value: measure(part, "avg", "seconds") for value, part in every}
    left = [one for one in every if (size[one[0]] or 0) >= 45]
    left = ranked(left, lambda part: -float(measure(part, "p90", "seconds")))
    failed = [one for one in every if (size[one[0]] or 0) < 45]
    rows = []
    for mark, part in excluding(marked("group", left[:1], left[1:]), ranked(failed)):
        done = part["ok"].dropna()
        rows.append({
            **mark, "calls": len(part), "done": float(done.astype(float).mean()),
            "mean": measure(part, "avg", "seconds"), "p90": measure(part, "p90", "seconds"),
            "topics": measure(part, "count_distinct", "topic"),
            "spent": measure(part, "sum", "seconds") / len(part), "sample_count": len(part),
        })  # fmt: skip
    return rows, {"excluded_by_having": left_out(failed)}


def points(of: Asked) -> Answer:
    """A line of the agents with the fewest points, by time, then id."""
    there = of.calls[of.calls["seconds"].notna()]
    found = ranked(groups(there, "agent"), lambda part: -len(part))
    names = {id: agent for agent, part in found[:2] for id in part["id"]}
    shown = there[there["id"].isin(names)].sort_values(["at", "id"])
    rows = [
        {"id": id, "timestamp": told(at), "value": seconds, "group": names[id]}
        for id, at, seconds in zip(shown["id"], shown["at"], shown["seconds"], strict=True)
    ]
    return rows, {"excluded_by_limit": left_out(found[2:])}


def bars(how: str, field: str, unit: str, by: Row, having: Any = None, **more: Any) -> Row:
    return {"chart_type": "bar", "field": field, "aggregation_function": how, "time_period": unit,
            "group_by": {"type": "field", **by}, "having": having, **more}  # fmt: skip


def at_least(name: str, value: float) -> Row:
    return {"field": name, "op": "gte", "value": value}


MEAN: Final[Row] = {"name": "mean", "aggregation_function": "avg", "field": "seconds"}
WEEK: Final = {"field": "timestamp", "time_period": "week"}
CASES: Final = {
    "bars-of-topics-that-are-large": Case(
        once=True,
        widget=bars("count", "seconds", "day", {"field": "topic"}, at_least("value", 6)), zone=NEW_YORK,
        answer=by_group("day", "topic", "count", "seconds", holds=lambda part: len(part) >= 6),
    ),
    "bars-of-topics-between-and-a-rest": Case(
        once=True,
        widget=bars("avg", "seconds", "week", {"field": "topic", "limit": 1},
                    {"field": "value", "op": "between", "value": [30, 90]}), zone=NEW_YORK,
        answer=by_group("week", "topic", "avg", "seconds", most=1,
                        holds=lambda part: 30 <= measure(part, "avg", "seconds") <= 90),
    ),
    "bars-not-of-samples-without-a-rest": Case(
        widget=bars("p90", "seconds", "week", {"field": "agent.name", "limit": 1, "other": False},
                    {"operator": "not", "conditions": [at_least("sample_count", 15)]}), zone=NEW_YORK,
        answer=by_group("week", "agent", "p90", "seconds", most=1, other=False,
                        holds=lambda part: samples(part, "p90", "seconds") < 15),
    ),
    "bars-ranked-by-value": Case(
        once=True,
        widget=bars("avg", "seconds", "week", {"field": "topic", "rank_by": "value", "limit": 2}),
        zone=NEW_YORK,
        answer=by_group("week", "topic", "avg", "seconds", rank=by_value("avg", "seconds"), most=2),
    ),
    "bars-ranked-by-value-ascending": Case(
        widget=bars("stddev", "seconds", "week", {"field": "topic", "rank_by": "value", "direction": "asc",
                                                   "limit": 2, "other": False}), zone=NEW_YORK,
        answer=by_group("week", "topic", "stddev", "seconds", most=2, other=False,
                        rank=by_value("stddev", "seconds", ascends=True)),
    ),
    "bars-ranked-by-label": Case(
        once=True,
        widget=bars("count_distinct", "topic", "month",
            {"field": "agent.name", "rank_by": "label", "limit": 2}),
        zone=KATHMANDU, answer=by_group("month", "agent", "count_distinct", "topic", rank=by_label, most=2),
    ),
    "bars-ranked-by-label-descending": Case(
        once=True,
        widget=bars("last", "seconds", "week", {"field": "topic", "rank_by": "label", "direction": "desc",
                                                "limit": 3}), zone=NEW_YORK,
        answer=by_group("week", "topic", "last", "seconds", rank=labels_down, most=3),
    ),
    "bars-of-notes-by-topics-with-many": Case(
        widget=bars("avg", "notes.value", "week", {"field": "topic", "limit": 2, "rank_by": "value"},
                    at_least("sample_count", 6), metric=1), zone=NEW_YORK,
        answer=by_group(
            "week", "topic", "avg", "score", most=2, rank=by_value("avg", "score"), notes=True,
            holds=lambda part: samples(part, "avg", "score") >= 6),
    ),
    "slices-that-are-large": Case(
        once=True,
        widget={"chart_type": "pie", "field": "topic", "having": at_least("value", 5)}, zone=NEW_YORK,
        answer=slices("topic", lambda part: len(part) >= 5),
    ),
    "small-slices-and-a-rest": Case(
        widget={"chart_type": "pie", "field": "topic", "include_missing": True,
                "having": {"field": "value", "op": "lt", "value": 16}}, limits={"max_slices": 1},
        zone=NEW_YORK, answer=slices("topic", lambda part: len(part) < 16, 1, lacking=True),
    ),
    "slices-of-moods-and-a-rest": Case(
        widget={"chart_type": "pie", "field": "notes.value", "metric": 2,
                "having": {"field": "value", "op": "neq", "value": 7}}, limits={"max_slices": 1},
        zone=NEW_YORK, answer=slices("value", lambda part: len(part) != 7, 1, notes=True),
    ),
    "a-table-with-a-rest-and-totals": Case(
        widget={"chart_type": "table", "dimensions": ["topic", WEEK], "limit": 3, "other": True,
            "totals": True,
                "metrics": [{"name": "n", "aggregation_function": "count"},
                            {"name": "p90", "aggregation_function": "p90", "field": "seconds"}],
                "having": {"field": "n", "op": "gt", "value": 1}}, zone=NEW_YORK, answer=table_and_rest,
    ),
    "a-table-without-a-rest": Case(
        once=True,
        widget={"chart_type": "table", "dimensions": ["topic"], "limit": 1, "metrics": [MEAN],
                "having": {"field": "mean", "op": "gt", "value": 40}, "order_by": [{"name": "topic"}]},
        answer=table_without_rest,
    ),
    "stats-ranked-by-one-and-a-rest": Case(
        widget={"chart_type": "stat", "having": at_least("mean", 45),
                "group_by": {"type": "field", "field": "topic", "rank_by": "p90", "direction": "asc",
                    "limit": 1}},
        answer=stats,
    ),
    "a-line-of-the-fewest-points": Case(
        once=True,
        widget={"chart_type": "line", "field": "seconds",
                "group_by": {"type": "field", "field": "agent.name", "direction": "asc", "limit": 2,
                             "other": False}}, zone=NEW_YORK, answer=points,
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_having(engine: Engine, case: Case) -> None:
    check(engine, case)
