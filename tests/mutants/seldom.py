"""Rows that are seldom: far times, odd and long texts, huge sums; and how they are asked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any, Final

from sqlalchemy import Table

from tests.conformance.features import ROWS, SINCE
from tests.mutants.asking import Question
from tests.mutants.databases import NAMES
from tests.testing.everything import EVERYTHING
from widgetql.testing import NOW

Json = dict[str, Any]

CALLS: Final[Table] = EVERYTHING.table  # type: ignore[assignment]
_LIKE: Final = ROWS[CALLS][0]
OPTIONS: Final[Json] = {"now": NOW, "limits": {"max_range": None, "max_compare": None}}
_AT: Final = datetime(2025, 11, 1, 10, tzinfo=UTC)
BY_TOPIC: Final[Json] = {"group_by": {"type": "field", "field": "topic"}}
BAR: Final[Json] = {"chart_type": "bar", "time_period": "day", "aggregation_function": "sum"}
COUNT: Final[Json] = {"name": "n", "aggregation_function": "count"}


def each(question: Question) -> Iterator[Question]:
    """Ask each database: of frequent kinds DuckDB is else asked one of several."""
    yield from (replace(question, only=name) for name in NAMES)


def asked(widget: Json, world: str = "features", **options: Any) -> Question:
    return Question("widget", "everything beneath", world, SINCE_OF | widget, None, OPTIONS | options)


def where(field: str, op: str, value: Any) -> Json:
    return {"field": field, "op": op, "value": value}


def group(operator: str, *conditions: Json, **more: Any) -> Json:
    return {"operator": operator, "conditions": list(conditions), **more}


SINCE_OF: Final[Json] = {"filters": SINCE}

_LAST: Final = datetime(9999, 12, 31, 23, 59, 59, 999_999, tzinfo=UTC)
# What a class of characters has or lacks, and what a dot and an end mean.
_ODD: Final = (
    "\x0b",
    "\n",
    "\t",
    " ",
    "\xa0",
    "a",
    "_",
    "1",
    "٣",
    "é",
    "É",
    "b\na",
    "a\n",
    "\u2028",
    "ab",
    "-",
    "\x7f",
)
_TEXTS: Final = tuple(f"{'ab' * 120}{end}" for end in ("", "x1", "1", "\nx1", "bbx", "b12x"))


def _rows(*records: Json) -> Mapping[Table, list[Json]]:
    return {
        CALLS: [_LIKE | {"id": at, "at": _AT, "agent_id": None} | one for at, one in enumerate(records, 1)]
    }


WORLDS: Final[Mapping[str, Mapping[Table, list[Json]]]] = {
    "far_future": _rows(
        *(
            {
                "at": _AT + timedelta(days=days),
                "topic": "ab"[days % 2],
                "duration": days,
                "started": datetime(2025, 11, 1) + timedelta(days=days),
                "day": date(2025, 11, 1) + timedelta(days=days),
            }
            for days in range(-4, 9)
        ),
        *(
            {"at": _LAST - timedelta(microseconds=micros), "topic": "c", "duration": 1}
            for micros in (0, 0, 1, 10**10)
        ),
        {"at": datetime(9998, 1, 1, tzinfo=UTC), "topic": "c", "duration": 2},
    ),
    "last_days": _rows(
        *(
            {
                "day": _LAST.date(),
                "sprung": _LAST.replace(hour=i, tzinfo=None),
                "duration": i % 2,
                "ratio": i / 10,
            }
            for i in (1, 1, 2)
        ),
        {"day": None, "sprung": None, "ratio": 0.1},
        {"day": date(2025, 11, 1), "sprung": datetime(2025, 11, 1), "ratio": 0.7},
    ),
    "odd_texts": _rows(*({"topic": text, "code": text[:3]} for text in (*_ODD, *_TEXTS))),
    "long_numbers": _rows(
        *(
            {"reading": text}
            for one in (398, 399, 400, 401)
            for text in (f"0.{'1' * (one - 2)}", f"{'1' * 9}.{'0' * (one - 10)}")
        ),
        *({"reading": text} for text in ("1e00000", "1e+0001", "1e12345", "-0", "12", "1" * 309)),
    ),
    "huge_sums": _rows(
        *({"topic": "ab"[i % 2], "total": Decimal(9 * 10**18), "cost": Decimal(i)} for i in range(6))
    ),
    "overflowing": _rows(
        *(
            {"at": _AT + timedelta(days=day), "score": score, "topic": "ab"[day % 2]}
            for day, score in (
                (-6, 1e16),
                (-5, 1.0),
                (-4, -1e16),
                (-3, 0.1),
                (-3, 0.2),
                (-2, 0.3),
                (-1, 1.7e308),
                (-1, 1.7e308),
                (0, 5.0),
                (1, 0.7),
            )
        )
    ),
    # What a pattern has signs of, beside what the signs would stand for; some with what may hide a NUL.
    "starred": _rows(
        *(
            {"topic": text}
            for text in ("a*b", "axb", "A*B", "aé*", "aéx", "a?b", "ab", "a[b", "a[b]", "aÉ[", "aéB")
        )
    ),
    # Each side of midnights around the end of summer.
    "autumn": _rows(
        *(
            {
                "at": datetime(2025, 10, 16, 4 - winter, tzinfo=UTC) + timedelta(days=day, minutes=minutes),
                "topic": "ab"[day % 2],
            }
            for winter in (0, -1)
            for day in range(26)
            for minutes in (-30, -1, 0, 30)
        )
    ),
    # By what they were they rank otherwise than by their names, by which rounding goes.
    "tied": _rows(
        *({"topic": topic} for topic in "abc"),
        *({"topic": topic, "at": _AT - timedelta(days=20)} for topic in "abbccd"),
    ),
}
