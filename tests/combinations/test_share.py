"""Shares of a string's or a boolean's values among all calls of each bucket, with a rest, of notes."""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Decimal
from typing import Any, Final

import pytest
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
    cut,
    groups,
    marked,
    periods,
    ranked,
    told,
)


def tenth(selected: int, total: int) -> float:
    """100 · selected / total, with one decimal, half to even."""
    exact = Decimal(100 * selected) / Decimal(total)
    return float(exact.quantize(Decimal("0.1"), ROUND_HALF_EVEN))


def shares(unit: str, column: str, most: int = 20, *, notes: bool = False) -> Any:
    """A row of each value in every bucket that has calls; the shares are of these, of a note too."""

    def answer(of: Asked) -> Answer:
        rows_ = of.notes if notes else of.calls
        there = rows_[rows_[column].notna()]
        found = ranked(groups(there, column))
        rows = []
        for start, end in periods(of, unit):
            every = between(of.calls, start, end)
            for mark, part in marked("group", found[:most], found[most:]):
                here = between(part, start, end)
                selected = here["id"].nunique()
                if len(every):
                    rows.append({
                        "time_interval": told(start), **mark, "value": tenth(selected, len(every)),
                        "selected_calls": selected, "total_calls": len(every),
                        "evaluated_calls": between(there, start, end)["id"].nunique(),
                        "sample_count": len(here), **cut(of, start, end),
                    })  # fmt: skip
        return rows, {}

    return answer


def share(field: str, unit: str, **more: Any) -> Row:
    return {"chart_type": "bar", "aggregation_function": "share", "field": field, "time_period": unit, **more}


CASES: Final = {
    "topics-by-day-of-25-hours": Case(
        widget=share("topic", "day"), zone=NEW_YORK, since="2025-11-01", until="2025-11-04",
        answer=shares("day", "topic"),
    ),
    "topics-by-week-and-a-rest": Case(
        once=True,
        widget=share("topic", "week"), zone=NEW_YORK, limits={"max_groups": 2},
        answer=shares("week", "topic", 2)
    ),
    "a-boolean-by-hour": Case(
        once=True,
        widget=share("ok", "hour"), zone=NEW_YORK, since="2025-11-02", until="2025-11-03",
        answer=shares("hour", "ok"),
    ),
    "agents-by-month": Case(
        once=True,
        widget=share("agent.name", "month"), zone=KATHMANDU, since="2025-10-02", limits={"max_groups": 1},
        answer=shares("month", "agent", 1),
    ),
    "a-metric-by-day-and-a-rest": Case(
        widget=share("notes.value", "day", metric=2), zone=NEW_YORK, limits={"max_groups": 1},
        answer=shares("day", "value", 1, notes=True),
    ),
    "metrics-by-week": Case(
        widget=share("notes.metric.name", "week"), zone=NEW_YORK, answer=shares("week", "metric", notes=True)
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_share(engine: Engine, case: Case) -> None:
    check(engine, case)
