"""The stored dashboard, and what widgetql answers for each of its widgets."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, Engine, event

from examples.flights.dataset import FLIGHTS, NOW
from widgetql import WidgetData, compute_widget_data, effective_filters

FILE: Final = Path(__file__).with_name("dashboard.json")


@dataclass(frozen=True, slots=True)
class Query:
    """A statement that went to the database, and its parameters."""

    sql: str
    parameters: Any


@dataclass(frozen=True, slots=True)
class Answer:
    """A widget of the dashboard with its data, and how it came about."""

    widget: dict[str, Any]
    data: WidgetData
    filters: Any
    queries: list[Query]
    seconds: float

    @property
    def name(self) -> str:
        """The widget's title."""
        return str(self.widget["name"])

    @property
    def columns(self) -> int:
        """The widget's width on the page, in twelfths."""
        return int(self.widget["config"]["columns"])


def read() -> dict[str, Any]:
    """Read the dashboard as its customer stored it."""
    stored: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    return stored


def compute(engine: Engine, dashboard: dict[str, Any]) -> list[Answer]:
    """Compute every widget of a dashboard."""
    with engine.connect() as connection:
        return [_answer(connection, dashboard["filters"], widget) for widget in dashboard["widgets"]]


def _answer(connection: Connection, shared: Any, widget: dict[str, Any]) -> Answer:
    started = time.perf_counter()
    with _listening(connection) as queries:
        data = compute_widget_data(connection, widget, FLIGHTS, dashboard_filters=shared, now=NOW)
    seconds = time.perf_counter() - started
    return Answer(widget, data, effective_filters(shared, widget), queries, seconds)


@contextmanager
def _listening(connection: Connection) -> Iterator[list[Query]]:
    """Collect the statements that a connection is asked to run."""
    heard: list[Query] = []

    def hear(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_: Any) -> None:
        heard.append(Query(statement, parameters))

    event.listen(connection, "before_cursor_execute", hear)
    try:
        yield heard
    finally:
        event.remove(connection, "before_cursor_execute", hear)
