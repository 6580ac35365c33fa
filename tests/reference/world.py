"""The call centre that the reference's examples run on, and plain Python over its rows to compare with."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import Any, Final

from sqlalchemy import Connection, select

from examples.call_centre import TABLES, call_logs, calls, generate
from widgetql import InvalidInput, compile_filter, compute_widget_data, validate_widget
from widgetql.testing.databases import Rows

Call = dict[str, Any]

# A Wednesday, with records on both sides of it.
NOW: Final = datetime(2025, 11, 5, 9, 30, 15, tzinfo=UTC)
_GENERATED: Final = generate(calls=240, days=45, end=datetime(2025, 11, 10, 12, tzinfo=UTC))
ROWS: Final[Rows] = {table: _GENERATED[table.name] for table in TABLES.sorted_tables}
CALLS: Final[list[Call]] = _GENERATED["call_logs"]
AGENTS: Final[dict[int, str]] = {row["id"]: row["name"] for row in _GENERATED["agents"]}
METRICS: Final[dict[int, dict[str, Any]]] = {row["id"]: row for row in _GENERATED["metrics"]}
_EVALUATIONS: Final[dict[int, list[dict[str, Any]]]] = defaultdict(list)
for _row in _GENERATED["evaluations"]:
    _EVALUATIONS[_row["call_id"]].append(_row)

_NUMBER: Final = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?")

LAST_WEEK: Final = {"field": "timestamp", "op": "gte", "value": "now-7d"}


def agent(call: Call) -> str | None:
    """The name of a call's agent; None where it has none, or one that was deleted."""
    return AGENTS.get(call["agent_id"])


def key(call: Call, name: str) -> Any:
    """A metadata key that is text; None for all else."""
    value = (call["metadata"] or {}).get(name)
    return value if isinstance(value, str) else None


def evaluations(call: Call, metric: str | None = None) -> list[str | None]:
    """The stored values of a call's evaluations, perhaps of the metrics of one name."""
    rows = _EVALUATIONS[call["id"]]
    return [row["value"] for row in rows if metric in (None, METRICS[row["metric_id"]]["name"])]


def metrics_of(call: Call) -> set[int]:
    """The ids of the metrics that judged a call."""
    return {row["metric_id"] for row in _EVALUATIONS[call["id"]]}


def number(value: str | None) -> float | None:
    """A stored value where it is a finite number as JSON writes one; None for all else."""
    if value is None or not _NUMBER.fullmatch(value):
        return None
    return float(value) if math.isfinite(float(value)) else None


def ids_where(holds: Callable[[Call], Any], among: Iterable[Call] = CALLS) -> list[int]:
    """The ids of the calls that a Python condition holds for."""
    return [call["id"] for call in among if holds(call)]


def ids_from_sql(source: Any, connection: Connection, **options: Any) -> list[int]:
    """The ids of the calls that a filter holds for."""
    condition = compile_filter(source, calls, **({"now": NOW} | options))
    return list(connection.scalars(select(call_logs.c.id).where(condition).order_by(call_logs.c.id)))


def answer(connection: Connection, widget: Any, **arguments: Any) -> dict[str, Any]:
    """The body of a 200 answer."""
    data = compute_widget_data(connection, widget, calls, **({"now": NOW} | arguments))
    return dict(data.to_dict())


def refusal(connection: Connection, widget: Any, **arguments: Any) -> dict[str, Any]:
    """The body of a 400 answer; fails where there is an answer."""
    try:
        found = answer(connection, widget, **arguments)
    except InvalidInput as error:
        return error.to_dict()
    raise AssertionError(f"expected problems, got {found}")


def problems(widget: Any, connection: Connection | None = None) -> list[tuple[str, str]]:
    """The pointers and codes of a widget's problems."""
    found = validate_widget(widget, calls, connection=connection, now=NOW)
    return [(problem.pointer, problem.code) for problem in found]
