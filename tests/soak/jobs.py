"""What is asked, and what each must answer: found beforehand, by one thread, on the same database."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any, Final

from sqlalchemy import Connection, select

from tests.attack import corpus
from tests.testing.everything import EVERYTHING, calls
from widgetql import (
    Dataset,
    InvalidInput,
    Limits,
    QueryTimeout,
    WidgetData,
    compile_filter,
    compute_dashboard_data,
    compute_widget_data,
    drill_down,
    explain,
    validate_widget,
)
from widgetql.testing import NOW, same

ZONES: Final = ("UTC", "America/New_York", "Australia/Lord_Howe")
# Two tenants, each by another shape of condition, and a host without any.
SCOPES: Final[tuple[dict[str, Any], ...]] = (
    {},
    {"scope": calls.c.agent_id == 1},
    {"scope": {calls: calls.c.agent_id.in_([2, 3])}},
)
_HURRY: Final = timedelta(milliseconds=2)
_PIE: Final = {
    "chart_type": "pie",
    "field": "topic",
    "filters": {"field": "at", "op": "gte", "value": "now-29d"},
}


@dataclass(frozen=True)
class Job:
    """A call, and whether its time may run out before it is answered."""

    name: str
    ask: Callable[[Connection, Dataset], Any]
    hurried: bool = False

    def answer(self, connection: Connection, dataset: Dataset) -> Any:
        """Return what comes of it, be that an answer, problems, or the end of its time."""
        try:
            return self.ask(connection, dataset)
        except InvalidInput as error:
            return error.to_dict()
        except QueryTimeout:
            return "timeout"

    def agrees(self, found: Any, expected: Any) -> bool:
        """Tell whether an answer is the one that was expected."""
        return (self.hurried and found == "timeout") or same(found, expected)


def datasets() -> list[Dataset]:
    """Return the datasets of three hosts over the same tables: each keeps statements of its own."""
    limits = (Limits(), Limits(max_groups=2, max_slices=2), Limits(max_points=4, max_range=None))
    return [
        Dataset(
            EVERYTHING.table, id=EVERYTHING.id, timestamp=EVERYTHING.timestamp, fields=EVERYTHING.fields,
            stats=EVERYTHING.stats, limits=one,
        )
        for one in limits
    ]  # fmt: skip


def jobs(*, can_cancel: bool, count: int = 60) -> list[Job]:
    """Return the calls: some of each kind, `count` of them of single widgets, and as many filters."""
    found: list[Job] = []
    for number, widget in enumerate(corpus.widgets()[:: len(corpus.widgets()) // count]):
        options = {"now": NOW, "timezone": ZONES[number % 3], **SCOPES[number % len(SCOPES)]}
        found.append(Job(f"widget {number}", _widget(widget, options)))
        if can_cancel and number % 4 == 0:
            found.append(Job(f"hurried widget {number}", _widget(widget, options, _HURRY), hurried=True))
    for number, source in enumerate(corpus.filters()[:: len(corpus.filters()) // count]):
        options = {"now": NOW, "timezone": ZONES[number % 3], **SCOPES[number % len(SCOPES)]}
        found.append(Job(f"filter {number}", _filter(source, options)))
    for number, dashboard in enumerate(corpus.dashboards()[1 :: len(corpus.dashboards()) // 10]):
        options = {"now": NOW, **SCOPES[number % len(SCOPES)]}
        found.append(Job(f"dashboard {number}", _dashboard(dashboard, options)))
        found.append(Job(f"explanation {number}", _explained(dashboard, options)))
    found.append(Job("wrong widget", _widget({"chart_type": "cake", "field": 3}, {"now": NOW})))
    found.append(Job("judged widget", _judged))
    found.append(Job("behind a slice", _behind))
    return found


def _widget(
    widget: Any, options: dict[str, Any], timeout: timedelta | None = None
) -> Callable[[Connection, Dataset], Any]:
    def ask(connection: Connection, dataset: Dataset) -> Any:
        limits = replace(dataset.limits, timeout=timeout)
        return compute_widget_data(connection, widget, dataset, limits=limits, **options).to_dict()

    return ask


def _filter(source: Any, options: dict[str, Any]) -> Callable[[Connection, Dataset], Any]:
    def ask(connection: Connection, dataset: Dataset) -> Any:
        condition = compile_filter(source, dataset, **options)
        return connection.scalars(select(dataset.id).where(condition).order_by(dataset.id)).all()

    return ask


def _dashboard(dashboard: Any, options: dict[str, Any]) -> Callable[[Connection, Dataset], Any]:
    return lambda connection, dataset: [
        one.to_dict() for one in compute_dashboard_data(connection, dashboard, dataset, **options)
    ]


def _explained(dashboard: Any, options: dict[str, Any]) -> Callable[[Connection, Dataset], Any]:
    def ask(connection: Connection, dataset: Dataset) -> Any:
        # Drivers spell places in a statement in ways of their own. What is known of SQLite's times another
        # thread has asked, or it is asked again.
        found = explain(connection, dashboard, dataset, **options)
        return [choice.way for choice in found.choices]

    return ask


def _judged(connection: Connection, dataset: Dataset) -> Any:
    widget = {"chart_type": "pie", "field": "evaluations.value", "metric": 10**6, "filters": {"field": "x"}}
    return [one.to_dict() for one in validate_widget(widget, dataset, connection=connection, now=NOW)]


def _behind(connection: Connection, dataset: Dataset) -> Any:
    answer: WidgetData = compute_widget_data(connection, _PIE, dataset, now=NOW)
    return [drill_down(_PIE, row, dataset, now=NOW) for row in answer.data]
