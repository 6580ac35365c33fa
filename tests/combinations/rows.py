"""Calls of four weeks around a change of New York's clocks, and their notes: the rows of every case here.

On 2 November 2025, at 06:00 UTC, New York goes back from UTC-4 to UTC-5, so that its day has 25 hours;
at 15:30 UTC on 4 October Lord Howe's clocks go from UTC+10:30 to UTC+11. Some calls lie on the instants
around these.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any, Final

from sqlalchemy import Boolean, Column, DateTime, Double, Integer, MetaData, Table, Text

from widgetql import (
    Avg,
    Count,
    CountDistinct,
    Dataset,
    Dynamic,
    Field,
    Kind,
    Limits,
    Percentile,
    Ratio,
    Sum,
    ToMany,
    ToOne,
)

NOW: Final = datetime(2025, 11, 16, 18, tzinfo=UTC)
TABLES: Final = MetaData()

calls: Final = Table(
    "calls",
    TABLES,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("at", DateTime(timezone=True), index=True),
    Column("topic", Text),
    Column("seconds", Integer),
    Column("ok", Boolean),
    Column("agent_id", Integer),
)
agents: Final = Table("agents", TABLES, Column("id", Integer, primary_key=True), Column("name", Text))
metrics: Final = Table(
    "metrics", TABLES, Column("id", Integer, primary_key=True), Column("name", Text), Column("kind", Text)
)
notes: Final = Table(
    "notes",
    TABLES,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("call_id", Integer),
    Column("metric_id", Integer),
    Column("value", Text),
    Column("score", Double),
)

DATASET: Final = Dataset(
    calls,
    id=calls.c.id,
    timestamp=calls.c.at,
    fields={
        "id": Field(calls.c.id),
        "timestamp": Field(calls.c.at),
        "topic": Field(calls.c.topic),
        "seconds": Field(calls.c.seconds),
        "ok": Field(calls.c.ok),
        "agent": ToOne(agents, on=agents.c.id == calls.c.agent_id, fields={"name": Field(agents.c.name)}),
        "notes": ToMany(
            notes,
            on=notes.c.call_id == calls.c.id,
            fields={
                "score": Field(notes.c.score),
                "value": Dynamic(
                    notes.c.value,
                    chosen_by="metric.id",
                    kind=metrics.c.kind,
                    name=metrics.c.name,
                    kinds={"NUMERIC": Kind("numeric"), "ENUM": Kind("string")},
                ),
                "metric": ToOne(
                    metrics,
                    on=metrics.c.id == notes.c.metric_id,
                    fields={"id": Field(metrics.c.id), "name": Field(metrics.c.name)},
                ),
            },
        ),
    },
    stats={
        "calls": Count(),
        "done": Avg("ok"),
        "mean": Avg("seconds"),
        "p90": Percentile("seconds", 0.9),
        "topics": CountDistinct("topic"),
        "spent": Ratio(Sum("seconds"), Count()),
    },
    limits=Limits(max_range=timedelta(days=60)),
)

ACCURACY: Final = 1
MOOD: Final = 2
_METRICS: Final = (
    {"id": ACCURACY, "name": "accuracy", "kind": "NUMERIC"},
    {"id": MOOD, "name": "mood", "kind": "ENUM"},
)
# There is no agent 9.
_AGENTS: Final = ({"id": 1, "name": "Ada"}, {"id": 2, "name": "Émile"}, {"id": 3, "name": "bo"})

# id, when (UTC), topic (one is called "other"), seconds, whether it went well, agent; "-" is missing.
_CALLS: Final = """
     1  10-03T12:00:00  other      45  n  3
     2  10-04T15:10:00  refund     30  n  1
     3  10-04T15:29:59  refund      -  y  2
     4  10-04T15:30:00  refund      -  -  3
     5  10-04T15:59:59  login       -  -  -
     6  10-04T16:00:00  login      60  y  -
     7  10-05T09:00:00  billing   300  y  2
     8  10-12T18:15:00  été         -  y  9
     9  10-20T03:59:59  refund    120  y  3
    10  10-20T04:00:00  refund      7  n  3
    11  10-20T11:45:00  -           0  n  9
    12  10-20T17:15:00  refund    300  n  -
    13  10-21T13:00:00  refund    300  y  1
    14  10-22T08:15:00  billing   300  n  3
    15  10-23T08:45:00  other       -  -  3
    16  10-24T23:45:00  refund     30  y  2
    17  10-26T06:45:00  billing    60  -  1
    18  10-26T17:45:00  refund     30  n  1
    19  10-26T23:59:59  -          30  y  3
    20  10-27T03:30:00  login       -  y  -
    21  10-28T19:15:00  billing    90  y  -
    22  10-28T21:45:00  billing    30  n  9
    23  10-29T12:45:00  -          90  y  -
    24  10-29T18:00:00  refund      0  y  2
    25  10-29T20:45:00  billing    15  y  1
    26  10-30T04:30:00  refund     45  -  9
    27  10-30T05:15:00  billing    45  y  2
    28  10-31T05:30:00  billing     0  y  2
    29  10-31T23:15:00  login      60  n  -
    30  11-01T03:59:59  other       7  n  3
    31  11-01T04:00:00  été         -  n  1
    32  11-02T00:45:00  refund    300  -  3
    33  11-02T03:59:59  -           7  y  9
    34  11-02T04:00:00  -         120  y  1
    35  11-02T05:30:00  été         -  -  9
    36  11-02T05:59:59  refund     60  n  1
    37  11-02T06:00:00  -           -  n  9
    38  11-02T06:30:00  -         120  n  3
    39  11-02T06:30:00  billing    15  y  2
    40  11-02T07:00:00  été        60  -  1
    41  11-02T08:45:00  billing     -  n  2
    42  11-03T04:59:59  refund     45  y  1
    43  11-03T05:00:00  billing     7  y  1
    44  11-03T10:00:00  login     120  -  3
    45  11-03T16:30:00  billing     -  y  2
    46  11-04T03:30:00  -           -  n  9
    47  11-04T04:15:00  other       7  y  1
    48  11-04T16:00:00  login      30  n  9
    49  11-05T17:30:00  refund     90  y  -
    50  11-06T21:45:00  refund     15  n  -
    51  11-06T22:30:00  refund     60  y  3
    52  11-08T10:15:00  refund     30  -  2
    53  11-08T16:00:00  billing     -  n  1
    54  11-08T21:30:00  billing    30  -  2
    55  11-09T04:30:00  billing     7  y  1
    56  11-09T21:15:00  été        60  -  2
    57  11-10T05:00:00  -         300  n  1
    58  11-10T19:30:00  billing     -  n  1
    59  11-11T05:45:00  -           -  y  1
    60  11-13T15:00:00  login      60  y  1
    61  11-16T04:59:59  login      30  -  1
    62  11-16T17:30:00  billing    45  y  2
"""

# The call, and its notes: of a number, which is the note's score, and of a mood.
_NOTES: Final = """
     1  accuracy=2  accuracy=1  accuracy=3  mood=good
     3  mood=good  accuracy=5  accuracy=5
     4  mood=bad  mood=good  mood=bad
     5  accuracy=5  mood=good  accuracy=1
     6  mood=fair  accuracy=1  accuracy=2  accuracy=-
     8  accuracy=5  accuracy=5  accuracy=1
     9  mood=good  accuracy=4  accuracy=5
    10  accuracy=5  mood=bad  mood=good  mood=-
    11  mood=good  accuracy=5
    13  mood=fair
    14  accuracy=2  mood=fair
    15  mood=-  mood=fair  accuracy=5  accuracy=5
    17  accuracy=4  accuracy=1  accuracy=4  accuracy=3
    18  mood=fair  accuracy=3  accuracy=2.5  accuracy=-
    19  mood=good  accuracy=1  mood=fair
    20  accuracy=-  accuracy=2
    21  mood=-  accuracy=2
    23  accuracy=5  mood=good
    24  accuracy=5
    25  mood=good  mood=good  accuracy=2.5  accuracy=5
    26  mood=bad  mood=bad  mood=fair  accuracy=5
    28  accuracy=5
    29  accuracy=4  mood=-
    31  accuracy=2.5
    32  accuracy=2.5  mood=fair
    35  accuracy=4  accuracy=2  mood=good
    36  accuracy=3  accuracy=-  mood=fair  accuracy=3
    37  mood=good
    38  accuracy=3  accuracy=5  mood=bad  mood=good
    39  accuracy=2.5  accuracy=2
    40  mood=good  accuracy=4  mood=good  accuracy=3
    41  mood=-  accuracy=1  accuracy=1
    42  mood=good  mood=fair
    43  accuracy=5
    44  accuracy=5  mood=-  accuracy=2
    45  accuracy=5  accuracy=2.5
    47  accuracy=2
    48  mood=good  mood=good  accuracy=1  accuracy=5
    49  mood=good
    50  accuracy=3  accuracy=5  accuracy=5
    51  accuracy=4  mood=good
    52  mood=bad
    53  accuracy=5
    54  mood=good
    56  accuracy=3  accuracy=3  mood=good
    57  mood=-
    58  accuracy=3  accuracy=5
    60  accuracy=3
    61  accuracy=3  accuracy=-  accuracy=-
    62  accuracy=5
"""


def _call(line: str) -> dict[str, Any]:
    id, when, *rest = line.split()
    topic, seconds, ok, agent = (None if text == "-" else text for text in rest)
    return {
        "id": int(id),
        "at": datetime.fromisoformat(f"2025-{when}").replace(tzinfo=UTC),
        "topic": topic,
        "seconds": seconds and int(seconds),
        "ok": ok and ok == "y",
        "agent_id": agent and int(agent),
    }


def _note(id: int, call: str, told: str) -> dict[str, Any]:
    metric, text = told.split("=")
    value = None if text == "-" else text
    numeric = metric == "accuracy"
    return {
        "id": id,
        "call_id": int(call),
        "metric_id": ACCURACY if numeric else MOOD,
        "value": value,
        "score": float(value) if numeric and value else None,
    }


CALLS: Final = [_call(line) for line in _CALLS.strip().splitlines()]
NOTES: Final = [
    _note(id, call, told)
    for id, (call, told) in enumerate(
        (call, told)
        for call, *every in (line.split() for line in _NOTES.strip().splitlines())
        for told in every
    )
]
ROWS: Final = {calls: CALLS, agents: _AGENTS, metrics: _METRICS, notes: NOTES}
NAMES: Final = {one["id"]: one["name"] for one in _AGENTS}
