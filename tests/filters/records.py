"""Five calls and what belongs to them, for the tests that name the ids a filter selects."""

from __future__ import annotations

import math
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Connection, select

from tests.testing.everything import EVERYTHING, State, agents, calls, evaluations, metrics, notes, teams
from widgetql import compile_filter

NOW: Final = datetime(2025, 11, 3, 15, tzinfo=UTC)
REFS: Final = [UUID(f"abcdef00-0000-4000-8000-00000000000{n}") for n in range(4)]
ALL: Final = {1, 2, 3, 4, 5}

# 1 and 2 differ by case and by a microsecond; 3 has nothing; 4 is odd, 5 is beyond ASCII.
CALLS: Final = [
    {
        "id": 1,
        "at": datetime(2025, 11, 3, 12, tzinfo=UTC),
        "started": datetime(2025, 11, 3, 7),
        "day": date(2025, 11, 3),
        "duration": 5,
        "size": 2**53 + 1,
        "score": 5.0,
        "cost": Decimal("5.00"),
        "ok": True,
        "flag": 1,
        "reading": "5",
        "topic": "abc",
        "code": "abc",
        "state": State.OPEN,
        "ref": REFS[1],
        "meta": {"k": "abc", "n": 5, 'q"u': "x", "$[\\😀~/": "y"},
        "agent_id": 1,
    },
    {
        "id": 2,
        "at": datetime(2025, 11, 3, 12, 0, 0, 1, tzinfo=UTC),
        "started": datetime(2025, 11, 3, 7, 0, 0, 1),
        "day": date(2025, 11, 4),
        "duration": 6,
        "size": 2**53,
        "score": 6.5,
        "cost": Decimal("6.50"),
        "ok": False,
        "flag": 0,
        "reading": "6.5",
        "topic": "ABC",
        "code": "ABC",
        "state": State.CLOSED,
        "ref": REFS[2],
        "meta": {"k": "ABC", "n": 5.5, "K": "z"},
        "agent_id": 2,
    },
    {"id": 3},
    {
        "id": 4,
        "at": datetime(2025, 11, 2, 23, 59, 59, 999_999, tzinfo=UTC),
        "started": datetime(2025, 11, 2, 18, 59, 59, 999_999),
        "day": date(2025, 11, 2),
        "duration": -1,
        "size": -(2**62),
        "score": math.nan,
        "cost": Decimal("-1.25"),
        "ok": False,
        "flag": 0,
        "reading": "abc",
        "topic": "a%b_c\\",
        "code": "",
        "state": State.Offen,
        "ref": REFS[3],
        "meta": {"k": [1], "n": True},
        "agent_id": 9,
    },
    {
        "id": 5,
        "at": datetime(2025, 11, 5, tzinfo=UTC),
        "started": datetime(2025, 11, 4, 19),
        "day": date(2025, 11, 5),
        "duration": 0,
        "size": 0,
        "score": -0.5,
        "cost": Decimal("0"),
        "ok": True,
        "flag": 1,
        "reading": "1e400",
        "topic": "Élan ß",
        "code": "ab ",
        "meta": {"k": None, "n": "5"},
    },
]
ROWS: Final[dict[Any, Any]] = {
    calls: CALLS,
    teams: [{"id": 1, "name": "north"}],
    agents: [{"id": 1, "name": "Ada", "team_id": 1}, {"id": 2, "name": None}],
    metrics: [{"id": 1, "name": "accuracy", "kind": "NUMERIC"}, {"id": 2, "name": "mood", "kind": "ENUM"}],
    evaluations: [
        {"id": 1, "call_id": 1, "metric_id": 1, "value": "0.9", "document": 0.9, "number": 0.9, "weight": 1},
        {
            "id": 2,
            "call_id": 1,
            "metric_id": 2,
            "value": "good",
            "document": "good",
            "word": "good",
            "weight": 2,
        },
        {
            "id": 3,
            "call_id": 2,
            "metric_id": 1,
            "value": "0.1",
            "document": 0.1,
            "number": 0.1,
            "weight": None,
        },
        {"id": 4, "call_id": 2, "metric_id": 2, "value": "0.9", "document": "0.9", "word": "0.9"},
        {"id": 5, "call_id": 4, "metric_id": 1, "value": "true", "document": True, "truth": True},
        {"id": 6, "call_id": 5, "metric_id": 1, "value": None},
    ],
    notes: [
        {"id": 1, "evaluation_id": 1, "text": "fine", "stars": 5},
        {"id": 2, "evaluation_id": 2, "text": "poor", "stars": 1},
        {"id": 3, "evaluation_id": 3, "text": "fine", "stars": 1},
        {"id": 4, "evaluation_id": 3, "text": "poor", "stars": 5},
    ],
}


def ids(connection: Connection, source: Any, **options: Any) -> set[int]:
    condition = compile_filter(source, EVERYTHING, now=NOW, **options)
    return set(connection.execute(select(calls.c.id).where(condition)).scalars())


def both(operator: str, *conditions: Any) -> dict[str, Any]:
    return {"operator": operator, "conditions": list(conditions)}


def where(path: str, op: str, value: Any) -> dict[str, Any]:
    return {"field": path, "op": op, "value": value}
