"""A question that people ask: what widgetql is given, the SQL by hand, and the ratio that is good."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, Final, TypeAlias

from sqlalchemy import Connection

import widgetql
from benchmarks.answers import Answers
from benchmarks.people.words import Words
from benchmarks.rows import NOW
from widgetql import Dataset

JSON: TypeAlias = dict[str, Any]
ByHand: TypeAlias = Callable[[Words, int], list[str]]
"""The statements by hand, run in turn: of a database's words, and the number of calls."""

ROW_STORES: Final = ("sqlite", "postgresql", "mariadb")
EVERYWHERE: Final = (*ROW_STORES, "duckdb", "chdb")


@dataclass(frozen=True, slots=True)
class Whom:
    """Whom widgetql is asked: a connection, what may be asked there, and of how many calls."""

    connection: Connection
    dataset: Dataset
    calls: int


Ask: TypeAlias = Callable[[Whom], Callable[[], Any]]
"""Prepares a question, and returns what asks it: JSON in, plain data out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question; where the SQL by hand answers less than widgetql, `check` is SQL that answers as much.

    `goal` is a ratio, or one for each database; `allowed` are seconds that do not count.
    """

    group: ClassVar[str] = "people"

    name: str
    ask: Ask
    read: Callable[[Any], Answers]
    by_hand: ByHand
    goal: float | Mapping[str, float]
    check: ByHand | None = None
    allowed: float = 0.0
    databases: tuple[str, ...] = field(default=EVERYWHERE)

    def goal_on(self, database: str) -> float | None:
        """Return the ratio that is good on a database."""
        return self.goal.get(database) if isinstance(self.goal, Mapping) else self.goal


def test(path: str, op: str, value: Any) -> JSON:
    """Return a condition."""
    return {"field": path, "op": op, "value": value}


def both(*conditions: JSON) -> JSON:
    """Return the `and` of conditions."""
    return {"operator": "and", "conditions": [*conditions]}


def last(days: int) -> JSON:
    """Return the filter of the last days."""
    return test("timestamp", "gte", f"now-{days}d")


def bar(field: str, aggregation: str, period: str = "day", **more: Any) -> JSON:
    """Return a bar chart."""
    return {
        "chart_type": "bar",
        "field": field,
        "aggregation_function": aggregation,
        "time_period": period,
        **more,
    }


def pie(field: str, **more: Any) -> JSON:
    """Return a pie chart."""
    return {"chart_type": "pie", "field": field, **more}


def by(path: str) -> JSON:
    """Return the key that groups by a field."""
    return {"group_by": {"type": "field", "field": path}}


STAT: Final[JSON] = {"chart_type": "stat"}


def widget(asked: JSON, *, under: JSON | None = None, **options: Any) -> Ask:
    """Return what computes a widget, of the last 30 days if it says no other filter."""
    filters = last(30) if under is None else under
    whole = asked | {"filters": filters}

    def prepared(whom: Whom) -> Callable[[], Any]:
        def ask() -> Any:
            found = widgetql.compute_widget_data(whom.connection, whole, whom.dataset, now=NOW, **options)
            return found.to_dict()

        return ask

    return prepared


def stat(*conditions: JSON) -> Ask:
    """Return what computes a stat of the last 30 days, under conditions."""
    return widget(STAT, under=both(last(30), *conditions))


def dashboard(widgets: list[JSON], **options: Any) -> Ask:
    """Return what computes a dashboard of the last 30 days in one call."""
    asked: JSON = {"filters": last(30), "widgets": widgets}

    def prepared(whom: Whom) -> Callable[[], Any]:
        def ask() -> Any:
            found = widgetql.compute_dashboard_data(whom.connection, asked, whom.dataset, now=NOW, **options)
            return [one.to_dict() if isinstance(one, widgetql.WidgetData) else one for one in found]

        return ask

    return prepared
