"""What is left of a call when the database's own time is taken off; measured on empty tables."""

from __future__ import annotations

import gc
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from itertools import count
from statistics import median
from time import perf_counter
from typing import Any, Final

from sqlalchemy import Connection, Table, event

import widgetql
from benchmarks import instructions, questions
from benchmarks.databases import DATABASES, Loaded
from benchmarks.figures import Figure, say, told
from benchmarks.questions import JSON
from benchmarks.rows import NOW
from benchmarks.tables import Tables, datasets_of
from benchmarks.timing import Effort, in_turn
from widgetql import Dataset

MICROSECONDS: Final = "µs"
_ROUNDS: Final = 60
# Relative, so that what is bound changes with the moment.
_LAST_30_DAYS: Final[JSON] = {"field": "timestamp", "op": "gte", "value": "now-30d"}
_WIDGET: Final = questions.under(
    {"operator": "and", "conditions": [_LAST_30_DAYS, {"field": "success", "op": "eq", "value": True}]},
    questions.AVERAGE_BY_DAY,
)
# Within the default limits: a relation's text is searched in each fifth of its fifty.
TWO_HUNDRED: Final[JSON] = {
    "operator": "or",
    "conditions": [
        condition
        for number in range(50)
        for condition in (
            {"field": "duration", "op": "gte", "value": number},
            {"field": "topic", "op": "in", "value": ["billing", f"topic {number}"]},
            {"field": "timestamp", "op": "lt", "value": f"now-{number}h"},
            {"field": "agent.name", "op": "startswith", "value": f"Agent {number}"}
            if number % 5 == 0
            else {"field": "success", "op": "eq", "value": number % 2 == 0},
        )
    ],
}


class Bar:
    """A bar widget, asked at one moment after the other; or the statement that this comes to, by itself."""

    def __init__(self, connection: Connection, tables: Tables, table: Table) -> None:
        self.connection: Final = connection
        self.new_dataset: Final[Callable[[], Dataset]] = lambda: datasets_of(tables, table).calls
        self.dataset = self.new_dataset()
        self._moments: Final = count()
        self._statements: Final = _statements(connection, self.ask)

    def ask(self) -> Any:
        """Compute the widget, a second later than before."""
        now = NOW + timedelta(seconds=next(self._moments))
        return widgetql.compute_widget_data(self.connection, _WIDGET, self.dataset, now=now).to_dict()

    def execute(self) -> Any:
        """Run the same statement straight through the driver."""
        for statement, parameters in self._statements:
            cursor = self.connection.connection.cursor()
            cursor.execute(statement, parameters)
            cursor.fetchall()
            cursor.close()

    def renew(self) -> None:
        """Forget what is kept for the next time, in the dataset and in SQLAlchemy."""
        self.dataset = self.new_dataset()
        self.connection = self.connection.execution_options(compiled_cache={})


def measured(empty: Loaded, effort: Effort) -> list[Figure]:
    """Return the overhead of a bar, warm and cold, over each kind of table; and of a large filter."""
    tables = empty.tables
    kinds = {"no index": tables.plain}
    if DATABASES[empty.name].indexes:
        kinds = {"index": tables.indexed} | kinds
    found: list[Figure] = []
    for kind, table in kinds.items():
        for state, target, measure in (("warm", 100.0, _warm), ("cold", 700.0, _cold)):
            row = f"bar, {state}, {kind}: beyond its statement"
            figure = _figure(
                empty, row, target, lambda measure=measure, table=table: measure(empty, table, effort)
            )
            if empty.name == "sqlite":
                figure = replace(figure, note=instructions.told(state, table.name))
            found.append(figure)
    return [*found, _figure(empty, "200 conditions validated", 2_000.0, lambda: _validated(empty, effort))]


def _figure(empty: Loaded, row: str, target: float, measure: Callable[[], float]) -> Figure:
    say(f"{empty.name}: {row}")
    figure = Figure("overhead", row, empty.name, 0, target, MICROSECONDS)
    try:
        return replace(figure, figure=measure() * 1e6)
    except Exception as error:
        return replace(figure, problem=told(error))


def _warm(empty: Loaded, table: Table, effort: Effort) -> float:
    bar = Bar(empty.connection, empty.tables, table)
    return in_turn([bar.ask, bar.execute], effort).difference(0, 1)


def _cold(empty: Loaded, table: Table, effort: Effort) -> float:  # noqa: ARG001
    bar = Bar(empty.connection, empty.tables, table)
    differences: list[float] = []
    for _ in range(_ROUNDS):
        bar.renew()
        differences.append(_seconds(bar.ask) - _seconds(bar.execute))
    return median(differences)


def _validated(empty: Loaded, effort: Effort) -> float:
    dataset = empty.datasets(indexed=False).calls
    if problems := widgetql.validate_filter(TWO_HUNDRED, dataset, now=NOW):
        raise ValueError(problems[0].message)
    return in_turn([lambda: widgetql.validate_filter(TWO_HUNDRED, dataset, now=NOW)], effort).median(0)


def _seconds(function: Callable[[], Any]) -> float:
    gc.disable()
    started = perf_counter()
    function()
    seconds = perf_counter() - started
    gc.enable()
    return seconds


def _statements(connection: Connection, ask: Callable[[], Any]) -> list[tuple[str, Any]]:
    """Return the statements of a call, as the driver gets them."""
    found: list[tuple[str, Any]] = []

    def note_down(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_rest: Any) -> None:
        found.append((statement, parameters))

    event.listen(connection, "before_cursor_execute", note_down)
    ask()
    event.remove(connection, "before_cursor_execute", note_down)
    if not found:
        raise ValueError("no statement was seen")
    return found
