"""The rows of the table: a question, its floor by hand, and the target for each database."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

from sqlalchemy import Connection

import widgetql
from benchmarks import answers, floors, questions
from benchmarks.answers import Answers
from benchmarks.floors import Floor
from benchmarks.questions import AVERAGE_BY_DAY, AVERAGE_BY_HOUR, JSON, NEW_YORK, RECENT, SUCCEEDED
from benchmarks.rows import NOW
from benchmarks.tables import Datasets

# From here on a size counts as that of the full run.
LARGE: Final = 5_000_000


class Target(NamedTuple):
    """The largest ratio that is good, at a million calls and at ten; None where there is none."""

    small: float | None
    large: float | None

    def at(self, calls: int) -> float | None:
        """Return the target for a number of calls."""
        return self.large if calls >= LARGE else self.small


def _always(ratio: float) -> Target:
    return Target(ratio, ratio)


def _at_ten_million(ratio: float) -> Target:
    return Target(None, ratio)


Targets = Mapping[str, Target]


@dataclass(frozen=True, slots=True)
class Asked:
    """Whom widgetql is asked: a connection, what may be asked there, and of how many calls."""

    connection: Connection
    datasets: Datasets
    calls: int


@dataclass(frozen=True, slots=True)
class Case:
    """One question.

    `floors` are ways to write it by hand, by name; the fastest counts. Both answers must be the same; where
    the floor answers less than widgetql, `check` is the SQL that answers as much. `allowed` are seconds that
    do not count. Databases without indexes know one table only.
    """

    name: str
    ask: Callable[[Asked], Any]
    read: Callable[[Any], Answers]
    floors: Mapping[str, Floor]
    targets: Targets
    indexed: bool = True
    check: Floor | None = None
    allowed: float = 0.0
    databases: tuple[str, ...] = field(default=("sqlite", "postgresql", "duckdb", "chdb"))


def widget(asked: JSON, dataset: str = "calls", **options: Any) -> Callable[[Asked], Any]:
    """Return what computes a widget: JSON in, plain data out."""

    def ask(whom: Asked) -> Any:
        return widgetql.compute_widget_data(
            whom.connection, asked, getattr(whom.datasets, dataset), now=NOW, **options
        ).to_dict()

    return ask


def dashboard(widgets: tuple[JSON, ...]) -> Callable[[Asked], Any]:
    """Return what computes a dashboard in one call."""
    asked = questions.dashboard(widgets)

    def ask(whom: Asked) -> Any:
        found = widgetql.compute_dashboard_data(whom.connection, asked, whom.datasets.dashboard, now=NOW)
        return [one.to_dict() for one in found]

    return ask


def line(whom: Asked) -> Any:
    """Compute a line over a million points."""
    asked = questions.under(questions.since(questions.line_days(whom.calls)), questions.LINE)
    return widget(asked)(whom)


_BAR: Final = questions.under(SUCCEEDED, AVERAGE_BY_DAY)
_HOURS: Final = questions.under(SUCCEEDED, AVERAGE_BY_HOUR)
_ROW_STORES: Final = ("sqlite", "postgresql")

_INDEXED_BAR: Final[Targets] = {"sqlite": _always(0.45), "postgresql": Target(0.6, 0.35)}
_PLAIN_BAR: Final[Targets] = {
    "sqlite": _always(0.95),
    "postgresql": _always(0.95),
    "duckdb": _at_ten_million(0.9),
    "chdb": _always(1.1),
}
_HOURLY: Final[Targets] = {
    "sqlite": _always(0.5),
    "postgresql": _always(0.7),
    "duckdb": _always(1.0),
    "chdb": _always(1.1),
}
_ZONED: Final[Targets] = {
    "sqlite": _always(1.1),
    "postgresql": _always(1.1),
    "duckdb": _always(1.5),
    "chdb": _always(1.3),
}
_SIMPLE: Final[Targets] = {
    "sqlite": _always(1.05),
    "postgresql": _always(1.05),
    "duckdb": _at_ten_million(1.1),
    "chdb": _always(1.1),
}
_SAME: Final[Targets] = {name: _always(1.05) for name in ("sqlite", "postgresql", "duckdb", "chdb")}
_DASHBOARD: Final[Targets] = {
    "sqlite": _always(0.45),
    "postgresql": _always(0.45),
    "duckdb": _at_ten_million(0.65),
    "chdb": _always(0.7),
}
_LINE: Final[Targets] = {
    "sqlite": _always(3.0),
    "postgresql": _always(2.2),
    "duckdb": _always(2.5),
    "chdb": _always(2.5),
}

CASES: Final = (
    Case(
        "bar by day, 30 d, index",
        widget(_BAR),
        answers.bars("UTC"),
        {"": floors.average_by_day},
        _INDEXED_BAR,
        databases=_ROW_STORES,
    ),
    Case(
        "bar by day, 30 d, no index",
        widget(_BAR),
        answers.bars("UTC"),
        {"": floors.average_by_day},
        _PLAIN_BAR,
        indexed=False,
    ),
    Case(
        "bar by hour, 30 d, index",
        widget(_HOURS),
        answers.bars("UTC"),
        {"": floors.average_by_hour},
        _HOURLY,
    ),
    Case(
        "bar by day, 30 d in New York, index",
        widget(_BAR, timezone=NEW_YORK),
        answers.bars(NEW_YORK),
        {"": floors.average_by_day},
        _ZONED,
        check=floors.average_by_new_york_day,
        databases=_ROW_STORES,
    ),
    Case(
        "bar by day, 30 d in New York, no index",
        widget(_BAR, timezone=NEW_YORK),
        answers.bars(NEW_YORK),
        {"": floors.average_by_day},
        _ZONED,
        indexed=False,
        check=floors.average_by_new_york_day,
    ),
    Case(
        "pie by topic",
        widget(questions.under(RECENT, questions.BY_TOPIC)),
        answers.keys("label", "value"),
        {"": floors.by_topic},
        _SIMPLE,
    ),
    Case(
        "stat: count, rate, average",
        widget(questions.under(RECENT, questions.STAT)),
        answers.figures,
        {"": floors.stat},
        _SIMPLE,
    ),
    Case(
        "table: average by agent's name",
        widget(questions.under(RECENT, questions.BY_AGENT)),
        answers.keys("agent.name", "avg", "sample_count"),
        {"": floors.by_agent},
        _SIMPLE,
    ),
    Case(
        "list: the 50 newest, less 0.2 ms",
        widget(questions.under(RECENT, questions.LIST)),
        answers.keys("id", "timestamp", "value", "topic"),
        {"": floors.newest},
        _SIMPLE,
        allowed=0.0002,
    ),
    Case(
        "stat: p95",
        widget(questions.under(SUCCEEDED, questions.STAT), "p95"),
        answers.figures,
        {"": floors.p95},
        {"sqlite": _always(0.5)},
        check=floors.exact_p95,
    ),
    Case(
        "stat under `same_row`, 2 evaluations a call",
        widget(questions.under(questions.ACCURATE_RECENTLY, questions.STAT), "count"),
        answers.figures,
        {
            "EXISTS": floors.accurate_by_exists,
            "IN": floors.accurate_by_in,
            "join and distinct": floors.accurate_by_join,
        },
        _SAME,
    ),
    Case(
        "dashboard of six widgets, index",
        dashboard(questions.SIX),
        answers.six,
        {"": floors.dashboard},
        _DASHBOARD,
        check=floors.exact_dashboard,
        databases=_ROW_STORES,
    ),
    Case(
        "dashboard of six widgets, no index",
        dashboard(questions.SIX),
        answers.six,
        {"": floors.dashboard},
        _DASHBOARD,
        indexed=False,
        check=floors.exact_dashboard,
    ),
    Case(
        "line, 1 M points to 2,000, index",
        line,
        answers.extent,
        {"": floors.line},
        _LINE,
        check=floors.line_in_one,
        databases=_ROW_STORES,
    ),
    Case(
        "line, 1 M points to 2,000, no index",
        line,
        answers.extent,
        {"": floors.line},
        _LINE | {"postgresql": _always(3.5)},
        indexed=False,
        check=floors.line_in_one,
    ),
)
