"""The newest values of a field: read from the end of the timestamp's index, as many as a rule asks for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, TypeAlias

from sqlalchemy import type_coerce
from sqlalchemy.sql.elements import ColumnElement

from widgetql.charts.wire import key_on_the_wire, on_the_wire
from widgetql.execution import Runner
from widgetql.plan.execute import Execution
from widgetql.plan.query import Plotted, Scan
from widgetql.request import Request
from widgetql.sql.epochs import in_order
from widgetql.sql.skipped import in_one_order, is_jump, skips
from widgetql.sql.source import Source
from widgetql.sql.stored import instant_of

_Order: TypeAlias = Callable[[ColumnElement[Any]], ColumnElement[Any]]


@dataclass(frozen=True, slots=True)
class Value:
    """A value, with the key and the timestamp of its record."""

    id: Any
    at: datetime
    value: Any


@dataclass(frozen=True, slots=True)
class _Newest:
    """The newest rows that have a value: by timestamp, then id; of related rows then by value."""

    plot: Plotted
    limit: int
    order: _Order = in_order

    def select(self, source: Source) -> Any:
        """Return their SELECT."""
        instant, reading = source.timestamp.instant, source.read(self.plot)
        value = reading.found.label("value")
        columns = [source.id.label("id"), type_coerce(instant, source.kind.as_stored()).label("ts"), value]
        order = [self.order(instant).desc(), *(key.desc() for key in source.keys)]
        # Related rows of one record have its timestamp and id.
        order += [reading.found.desc()] if self.plot.found.to_many else []
        return source.select(columns, reading.present).order_by(*order).limit(self.limit)


def newest_values(scan: Scan, plot: Plotted, limit: int, request: Request, runner: Runner) -> list[Value]:
    """Return the newest values of a scan that has an end, the oldest of them first."""
    with runner.reading():
        asked = _Newest(plot, limit)
        # What is asked afterwards is only about the times down to the last row.
        execution = Execution(scan, request, runner, assumed=True)
        rows = execution.rows(asked, asked.select)
        if not execution.times.are_as_assumed(rows[-1].ts if len(rows) == limit else None):
            execution = Execution(scan, request, runner, assumed=False)
            rows = execution.rows(asked, asked.select)
        kind = execution.kind
        if skips(kind) and any(is_jump(instant_of(row.ts, kind.zone), kind) for row in rows):
            exact = replace(asked, order=in_one_order)
            rows = execution.rows(exact, exact.select)
    found: Sequence[Any] = rows
    return [
        Value(key_on_the_wire(id), instant_of(ts, kind.zone), on_the_wire(value, plot.type))
        for id, ts, value in reversed(found)
    ]
