"""What the newer constructs cost beside the plain bar or table of the same records, asked of widgetql too."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Final

from sqlalchemy import select

import widgetql
from benchmarks.answers import DifferentAnswers
from benchmarks.people.question import EVERYWHERE, JSON, ROW_STORES, Ask, Whom, bar, last, test, widget
from benchmarks.rows import NOW

_ROLLED: Final = 7
_READ: Final = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Construct:
    """A widget, and the plain ones beside it, asked in turn; `records` and `plainly` count what both read.

    `goal` is a ratio, or one for each database; `allowed` are seconds that do not count.
    """

    group: ClassVar[str] = "constructs"

    name: str
    ask: Ask
    plain: tuple[Ask, ...]
    goal: float | Mapping[str, float]
    records: Callable[[Any], int]
    plainly: Callable[[Any], int]
    allowed: float = 0.0
    databases: tuple[str, ...] = EVERYWHERE

    def goal_on(self, database: str) -> float | None:
        """Return the ratio that is good on a database."""
        return self.goal.get(database) if isinstance(self.goal, Mapping) else self.goal

    def sides(self, whom: Whom) -> list[Callable[[], Any]]:
        """Return what asks it, and what asks the plain ones, which have read as many records."""
        ask, plain = self.ask(whom), [one(whom) for one in self.plain]
        counts = self.records(ask()), self.plainly(plain[0]())
        if counts[0] != counts[1]:
            raise DifferentAnswers(f"{counts[0]:,} records, plainly {counts[1]:,}")
        return [ask, lambda: [one() for one in plain]]


def table(metrics: Sequence[JSON], *dimensions: Any, **more: Any) -> JSON:
    """Return a table, by topic if it says nothing else."""
    return {
        "chart_type": "table",
        "dimensions": [*dimensions] or ["topic"],
        "metrics": [*metrics],
        "limit": 50,
        **more,
    }


def measure(name: str, aggregation: str, field: str | None = None, **more: Any) -> JSON:
    """Return a measure."""
    return {"name": name, "aggregation_function": aggregation, **({"field": field} if field else {}), **more}


def over(x: Any) -> JSON:
    """Return a bar of durations over something else than days."""
    return {"chart_type": "bar", "field": "duration", "aggregation_function": "avg", "x": x}


def _records(answer: Any) -> int:
    return sum(row["sample_count"] for row in answer["data"])


def _last(answer: Any) -> int:
    return int(answer["data"][-1]["sample_count"])


def _of_last_week(answer: Any) -> int:
    return sum(row["sample_count"] for row in answer["data"][-_ROLLED:])


def _of_cells(answer: Any) -> int:
    return sum(cell["sample_count"] for row in answer["data"]["cells"] for cell in row if cell)


def _verdict(whom: Whom) -> Callable[[], Any]:
    rule = {
        "type": "breaches",
        "field": "duration",
        "op": "gt",
        "value": 10_000,
        "at_least": 3,
        "of_last": _READ,
    }
    return lambda: widgetql.verdict(whom.connection, rule, whom.dataset, now=NOW)


def _range(whom: Whom) -> Callable[[], Any]:
    """The last values themselves, as an index of times gives them."""
    calls: Any = whom.dataset.table.c
    now = NOW if calls.timestamp.type.timezone else NOW.replace(tzinfo=None)
    newest = (
        select(calls.id, calls.timestamp, calls.duration)
        .where(calls.timestamp < now, calls.duration.is_not(None))
        .order_by(calls.timestamp.desc(), calls.id.desc())
        .limit(_READ)
    )
    return lambda: whom.connection.execute(newest).all()


_N: Final = measure("n", "count")
_MEAN: Final = measure("mean", "avg", "duration")
_SUCCESS: Final = {"filters": test("success", "eq", True)}
_DONE: Final = measure("done", "count", hidden=True, **_SUCCESS)
_HOUR: Final = {"field": "timestamp", "part": "hour_of_day"}
_WEEKDAY: Final = {"field": "timestamp", "part": "day_of_week"}
_PIVOT: Final = {"chart_type": "pivot", "rows": ["topic"], "columns": ["success"], "metrics": [_N, _MEAN]}
_COUNTED: Final[JSON] = {"records": _records, "plainly": _records}


def _tables() -> list[Construct]:
    heavy = [measure("p95", "p95", "duration"), measure("agents", "count_distinct", "agent_id")]
    rows: list[tuple[str, JSON, JSON, float]] = [
        (
            "measure with a filter",
            table([_N, measure("mean", "avg", "duration", **_SUCCESS)]),
            table([_N, _MEAN]),
            1.15,
        ),
        (
            "ratio of a count with a filter",
            table([_N, _DONE, {"name": "rate", "ratio": ["done", "n"]}]),
            table([_N, measure("rate", "avg", "success")]),
            1.15,
        ),
        ("share", table([_N, _MEAN, {"name": "part", "share": "n"}]), table([_N, _MEAN]), 1.15),
        ("totals", table([_N, _MEAN], totals=True), table([_N, _MEAN]), 1.15),
        (
            "totals of a percentile and a distinct count",
            table([_N, *heavy], totals=True),
            table([_N, *heavy]),
            2.0,
        ),
        ("table by the hour of the day", table([_N, _MEAN], _HOUR), table([_N, _MEAN]), 1.2),
    ]
    return [
        Construct(name=name, ask=widget(asked), plain=(widget(plain),), goal=goal, **_COUNTED)
        for name, asked, plain, goal in rows
    ]


def _windows() -> list[Construct]:
    mean = bar("duration", "avg")
    return [
        Construct(
            name="rolling mean of 7 days",
            ask=widget(mean | {"window": {"type": "rolling", "buckets": _ROLLED}}),
            # It reads as far back.
            plain=(widget(mean, under=last(30 + _ROLLED - 1)),),
            goal=1.2,
            records=_last,
            plainly=_of_last_week,
        ),
        Construct(
            name="cumulative mean",
            ask=widget(mean | {"window": {"type": "cumulative"}}),
            plain=(widget(mean),),
            goal=1.2,
            records=_last,
            plainly=_records,
        ),
    ]


def _parts() -> list[Construct]:
    rows: list[tuple[str, Any, JSON]] = [
        ("bar by the hour of the day", _HOUR, {}),
        ("bar by the day of the week", _WEEKDAY, {}),
        ("bar by the hour in New York", _HOUR, {"timezone": "America/New_York"}),
    ]
    return [
        Construct(
            name=name,
            ask=widget(over(x), **more),
            plain=(widget(over("topic"), **more),),
            goal=1.2,
            **_COUNTED,
        )
        for name, x, more in rows
    ]


def _histograms() -> list[Construct]:
    asked: JSON = {"chart_type": "histogram", "field": "duration"}
    ends = table([measure("low", "min", "duration"), measure("high", "max", "duration")])
    plain = (widget(bar("duration", "avg")), widget(ends | {"dimensions": []}))
    rows: list[tuple[str, JSON]] = [
        ("histogram of a width", {"width": 60}),
        ("histogram of a count", {"count": 20}),
        ("histogram of edges", {"edges": [*range(0, 1_000, 50)]}),
    ]
    return [
        Construct(name=name, ask=widget(asked | {"bins": bins}), plain=plain, goal=1.2, **_COUNTED)
        for name, bins in rows
    ]


CONSTRUCTS: Final = (
    *_tables(),
    *_windows(),
    *_parts(),
    *_histograms(),
    Construct(
        name="pivot",
        ask=widget(_PIVOT),
        plain=(widget(table([_N, _MEAN], "topic", "success")),),
        goal=1.2,
        records=_of_cells,
        plainly=_records,
    ),
    Construct(
        name="verdict over the last 50, less 2 ms",
        ask=_verdict,
        plain=(_range,),
        goal=1.0,
        records=lambda found: int(found.of),
        plainly=len,
        allowed=0.002,
        databases=ROW_STORES,
    ),
)
