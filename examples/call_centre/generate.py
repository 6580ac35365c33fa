"""Plausible rows for the call centre's tables: the same each time, and as untidy as real ones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any, Final

from sqlalchemy import Connection, insert

from examples.call_centre.tables import TABLES, agents, call_logs, evaluations, metrics

Row = dict[str, Any]
Rows = dict[str, list[Row]]

END: Final = datetime(2025, 11, 10, 12, tzinfo=UTC)
_AGENTS: Final = ("Ada", "Bhavna", "Chiara", "Dmitri", "Émile", "Farah", "Grace", "Hiro")
# Deleted since: no row of `agents` has this id.
_GONE: Final = 99
_METRICS: Final = (
    (1, 1, "accuracy", "NUMERIC"),
    (2, 1, "sentiment", "ENUM"),
    (3, 1, "greeted", "BOOLEAN"),
    (4, 1, "csat", "NUMERIC"),
    (5, 1, "language", "ENUM"),
    (12, 1, "talk_ratio", "NUMERIC"),
    (20, 2, "accuracy", "NUMERIC"),
    (21, 2, "resolved", "BOOLEAN"),
)
_CHOICES: Final = {"sentiment": ("positive", "neutral", "negative"), "language": ("en", "fr", "pt-BR")}
# No value of any metric, as evaluators write them all the same.
_UNREADABLE: Final = ("n/a", "", " 5 ", "NaN", "Infinity", "1_000", "0x10", "1e400", "four", None)
_REASONS: Final = ("customer_ended_call", "agent_ended_call", "timeout", "error", None)
_DROPOFFS: Final = (None, "greeting", "identity_check", "hold_music", "payment")
_TOPICS: Final = (
    "billing",
    "Billing dispute",
    "cancellation",
    "50% discount",
    "order_status",
    "Réclamation",
    "Straße",
    None,
)
_REGIONS: Final = ("US", "EU", "APAC", None)
_ORG_NAMES: Final = ("Acme Corp", "Globex", 'O\'Neil & "Sons"')
# Calls per hour of the day, midnight first.
_HOURS: Final = (1, 1, 1, 1, 1, 2, 4, 9, 16, 20, 21, 19, 15, 17, 20, 19, 17, 13, 9, 7, 5, 4, 3, 2)


def generate(*, calls: int = 1_000, days: int = 30, end: datetime = END, seed: int = 7) -> Rows:
    """Return rows for each table by its name: `calls` calls in the `days` before `end` (aware).

    The same arguments give the same rows, in every version of Python.

    >>> rows = generate(calls=3)
    >>> [row["id"] for row in rows["call_logs"]], len(rows["agents"])
    ([1, 2, 3], 8)
    >>> rows == generate(calls=3)
    True
    """
    if days < 1:
        raise ValueError(f"days must be at least 1, got {days}")
    random = Random(seed)
    moments = sorted(_moment(random, days, end) for _ in range(calls))
    call_rows = [_call(random, number, moment) for number, moment in enumerate(moments, start=1)]
    evaluation_rows: list[Row] = []
    for call in call_rows:
        for metric in _evaluated(random, call["organisation_id"]):
            evaluation_rows.append(_evaluation(random, len(evaluation_rows) + 1, call["id"], metric))
    return {
        agents.name: [
            {"id": number, "organisation_id": 1 if number < 7 else 2, "name": name}
            for number, name in enumerate(_AGENTS, start=1)
        ],
        metrics.name: [
            dict(zip(("id", "organisation_id", "name", "eval_type"), metric, strict=True))
            for metric in _METRICS
        ],
        call_logs.name: call_rows,
        evaluations.name: evaluation_rows,
    }


def load(connection: Connection, rows: Mapping[str, Sequence[Row]], *, chunk: int = 10_000) -> None:
    """Create the tables where they are missing, and insert rows, `chunk` at a time; commits nothing."""
    TABLES.create_all(connection)
    for table in TABLES.sorted_tables:
        of_table = rows.get(table.name, ())
        for start in range(0, len(of_table), chunk):
            connection.execute(insert(table), of_table[start : start + chunk])


def _moment(random: Random, days: int, end: datetime) -> datetime:
    """An instant in the `days` before `end`: by day rather than by night, and less often on weekends."""
    while True:
        midnight = (end - timedelta(days=random.randrange(days + 1))).replace(
            hour=0, minute=0, second=0, microsecond=0
        )
        (hour,) = random.choices(range(24), _HOURS)
        moment = midnight + timedelta(hours=hour, seconds=random.randrange(3600))
        if random.random() < 0.5:
            moment += timedelta(microseconds=random.randrange(1_000_000))
        if end - timedelta(days=days) <= moment < end and (moment.weekday() < 5 or random.random() < 0.3):
            return moment


def _call(random: Random, number: int, moment: datetime) -> Row:
    organisation = 1 if random.random() < 0.9 else 2
    team = range(1, 7) if organisation == 1 else range(7, 9)
    (reason,) = random.choices(_REASONS, (45, 30, 14, 8, 3))
    answered = random.random() > 0.04
    return {
        "id": number,
        "organisation_id": organisation,
        "timestamp": moment,
        "success": random.random() < (0.35 if reason in ("timeout", "error") else 0.85) if answered else None,
        "duration": min(int(random.lognormvariate(4.3, 0.8)), 3_600) if answered else None,
        "customer_number": None if random.random() < 0.02 else f"+1415555{random.randrange(500):04}",
        "call_ended_reason": reason,
        "dropoff_point": random.choices(_DROPOFFS, (70, 12, 8, 6, 4))[0],
        "topic": random.choices(_TOPICS, (30, 10, 15, 6, 20, 5, 2, 12))[0],
        "is_reviewed": random.random() < 0.2,
        "agent_id": random.choices((*team, _GONE, None), (*([10] * len(team)), 2, 3))[0],
        "latency": round(random.lognormvariate(6.2, 0.5), 3) if answered else None,
        "metadata": _metadata(random),
    }


def _metadata(random: Random) -> dict[str, Any] | None:
    """What integrations attach to a call: every type of JSON, keys that come and go."""
    if random.random() < 0.05:
        return None
    every: dict[str, Any] = {
        "org_name": random.choices(_ORG_NAMES, (6, 3, 1))[0],
        "region": random.choices(_REGIONS, (5, 3, 2, 1))[0],
        "priority": random.randrange(1, 6),
        "vip": random.random() < 0.1,
        "score": random.randrange(0, 41) / 4,
        "build": random.choice(("007", "7", 7, 7.0, "7.0", True, "true")),
        "tags": ["night", "callback"][: random.randrange(3)],
        "address": {"city": "Lyon"},
        'é"[$.🦆': "odd key",
    }
    return {key: value for key, value in every.items() if random.random() < 0.85}


def _evaluated(random: Random, organisation: int) -> list[tuple[str, str, int]]:
    """The metrics that judged a call, as (name, type, id); now and then one judged it twice."""
    own = [(name, kind, number) for number, owner, name, kind in _METRICS if owner == organisation]
    chosen = [metric for metric in own if random.random() < 0.6]
    return chosen + chosen[:1] if random.random() < 0.05 else chosen


def _evaluation(random: Random, number: int, call: int, metric: tuple[str, str, int]) -> Row:
    name, kind, metric_id = metric
    value: str | None
    if random.random() < 0.03:
        value = random.choice(_UNREADABLE)
    elif kind == "BOOLEAN":
        value = "true" if random.random() < 0.7 else "false"
    elif kind == "ENUM":
        value = random.choice(_CHOICES[name])
    else:
        value = str(random.randrange(1, 6)) if name == "csat" else f"{random.betavariate(8, 2):.3f}"
    return {"id": number, "call_id": call, "metric_id": metric_id, "value": value}
