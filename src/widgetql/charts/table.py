"""Table: dimensions by metrics, sorted and limited; without metrics the rows themselves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.types import TypeEngine

from widgetql.charts.answer import Answer
from widgetql.charts.behind import Behind
from widgetql.charts.bound import BoundWidget, Column
from widgetql.charts.buckets import Calendar
from widgetql.charts.chart import Chart
from widgetql.charts.draft import Drafted, Drafter
from widgetql.charts.measure import Measure
from widgetql.charts.measuring import (
    Values,
    aggregates_of,
    asked,
    check_fan_out,
    draft_measures,
    has_changing_rate,
    has_rate,
    length_of,
    totals_of,
)
from widgetql.charts.rules import DEFAULT_LIMIT, RESERVED
from widgetql.charts.spec import Order
from widgetql.charts.wire import on_the_wire
from widgetql.fields import Dynamic
from widgetql.plan.execute import Execution
from widgetql.plan.groups import Grid
from widgetql.plan.query import Aggregate, Key, Plotted, Query
from widgetql.sql.epochs import in_order
from widgetql.sql.rank import ordered
from widgetql.sql.skipped import in_one_order, is_jump, skips
from widgetql.sql.source import Source, sortable

_SAMPLES: Final = "sample_count"
_RECORDS: Final = "record_count"


def draft(drafter: Drafter) -> Drafted:
    """Bind dimensions, metrics, and the order of the rows."""
    widget = drafter.widget
    if not widget.dimensions and not widget.metrics:
        drafter.missing("dimensions", "a table needs dimensions or metrics")
    drafter.check_size()
    drafts = [drafter.dimension(dimension) for dimension in widget.dimensions]
    columns = tuple(column for column in drafts if column is not None)
    measured = draft_measures(drafter, [column.name for column in columns])
    measures = aggregates_of(measured)
    fields = [column.plotted for column in columns]
    fields += [measure.of for measure in measures if measure.of is not None]
    drafter.check_one_relation(fields, widget.at / "dimensions")
    to_many = any(field.found.to_many for field in fields)
    if to_many:
        check_fan_out(drafter, measured)
    own = [measure.name for measure in measured if measure.name not in RESERVED]
    names = [column.name for column in columns] + own
    counts = [_SAMPLES, *([_RECORDS] if to_many else [])] if widget.metrics else []
    drafter.check_names([*names, *counts], "metrics" if widget.metrics else "dimensions")
    drafter.check_order([*names, *counts], columns)
    _check_rates(drafter, columns, measured)
    if widget.totals and not widget.metrics:
        drafter.problems.add(widget.at / "totals", "not_for_chart", "totals are of metrics: there are none")
    if widget.metric is not None and not drafter.asks_metric:
        drafter.metric_unused()
    return Drafted(
        widget, None, drafter.chosen, columns=columns, measures=measures, measured=measured,
        budget=drafter.budget,
    )  # fmt: skip


def _check_rates(drafter: Drafter, columns: Sequence[Column], measured: Sequence[Measure]) -> None:
    """Refuse to sort periods, which differ in length, by what is divided by it."""
    by_name = {one.name: one for one in measured}
    is_wrong = any(problem.document == drafter.widget.at.document for problem in drafter.problems)
    for order in () if is_wrong or all(one.grain is None for one in columns) else drafter.widget.order_by:
        one = by_name.get(order.name)
        if one is not None and has_changing_rate(one, by_name):
            message = f"{order.name} is divided by the time of its row, and these differ"
            drafter.problems.add(order.at / "name", "not_for_chart", message)


def query(bound: BoundWidget) -> Query | None:
    """Return the first rows in their order; None for a table of raw rows."""
    if not bound.measures:
        return None
    keys = tuple(
        Key(f"d{index}", column.plotted if column.grain is None else column.grain)
        for index, column in enumerate(bound.columns)
    )
    columns = {column.name: f"d{index}" for index, column in enumerate(bound.columns)}
    of_measures = asked(bound.measured, columns)
    measures = [*of_measures.measures, Aggregate(_SAMPLES, "count")]
    if bound.to_many:
        measures.append(Aggregate(_RECORDS, "count_records"))
    names = {**columns, **of_measures.names}
    order = [(names.get(one.name, one.name), one.descending) for one in _orders(bound)]
    # Else by the number of samples; ties by the dimensions.
    order = order or [(_SAMPLES, True)]
    order += [(key.name, False) for key in keys]
    return Query(
        keys=tuple(keys), measures=tuple(measures), order=tuple(order), limit=_limit(bound) + 1,
        derived=of_measures.derived,
    )  # fmt: skip


def _orders(bound: BoundWidget) -> list[Order]:
    """Return what rows are sorted by: without a start all that is divided by time is null."""
    by_name = {one.name: one for one in bound.measured}
    nulls = {name for name, one in by_name.items() if has_rate(one, by_name)}
    has_start = bound.scan.range.start is not None
    return [one for one in bound.widget.order_by if has_start or one.name not in nulls]


def _limit(bound: BoundWidget) -> int:
    return min(bound.widget.limit or DEFAULT_LIMIT, bound.limits.max_rows)


def compute(bound: BoundWidget, execution: Execution) -> Answer:
    """Compute one object a row: its dimensions, its metrics by name, and `sample_count`."""
    asked, limit = query(bound), _limit(bound)
    if asked is not None:
        return data(bound, execution.ask(asked), execution)
    rows = _raw_rows(bound, execution, limit + 1)
    return Answer(rows[:limit], {"truncated": len(rows) > limit})


def data(bound: BoundWidget, grid: Grid, execution: Execution) -> Answer:
    """Return the data of rows in their order."""
    limit, values = _limit(bound), Values(bound.measured)
    decoders = [
        execution.decoder(column.plotted if column.grain is None else column.grain)
        for column in bound.columns
    ]
    found: list[dict[str, Any]] = []
    for _, row in grid.rows[:limit]:
        one = {
            column.name: decode(getattr(row, f"d{index}"))
            for index, (column, decode) in enumerate(zip(bound.columns, decoders, strict=True))
        }
        one |= values.of(row, _length(bound, row, execution))
        one[_SAMPLES] = row.sample_count
        counts = values.counts(row)
        one |= {"sample_counts": counts} if counts else {}
        found.append(one | {_RECORDS: row.record_count} if bound.to_many else one)
    totals = {"totals": totals_of(bound, execution)} if bound.widget.totals else {}
    return Answer(found, {"truncated": len(grid.rows) > limit, **totals})


def _length(bound: BoundWidget, row: Any, execution: Execution) -> timedelta | None:
    """Return how much time of the range a row covers."""
    buckets = [
        execution.edges(column.grain).bucket(int(getattr(row, f"d{index}")))
        for index, column in enumerate(bound.columns)
        if column.grain is not None and any(one.written.per is not None for one in bound.measured)
    ]
    return length_of(bound.scan.range, *buckets)


@dataclass(frozen=True, slots=True)
class _Raw:
    """The rows themselves, the newest first unless an order is asked for.

    Several stored times may be one instant: those are one only where it is sorted `exactly`, and no index has
    a part in that.
    """

    columns: tuple[Plotted, ...]
    order: tuple[tuple[int, bool], ...]
    limit: int
    exactly: bool = False

    def select(self, source: Source) -> Any:
        """Return their SELECT: the columns, and what they are sorted by."""
        columns: dict[str, ColumnElement[Any]] = {f"id{i}": key for i, key in enumerate(source.keys)}
        columns["ts"] = in_order(source.timestamp.instant)
        columns |= {f"d{index}": source.read(one).value for index, one in enumerate(self.columns)}
        rows = source.select(column.label(name) for name, column in columns.items()).subquery("samples")

        def by(name: str) -> ColumnElement[Any]:
            return in_one_order(rows.c[name]) if self.exactly else rows.c[name]

        order: list[ColumnElement[Any]] = []
        for index, descending in self.order:
            order += ordered(by(f"d{index}"), self.columns[index].type, descending)
        order += [by("ts").desc(), *(sortable(rows.c[f"id{i}"]).desc() for i in range(len(source.keys)))]
        # Related rows of one record have its timestamp and id.
        for index, one in enumerate(self.columns):
            order += ordered(rows.c[f"d{index}"], one.type)
        return select(*rows.c).order_by(*order).limit(self.limit)

    def jumps(self, statement: Any) -> Mapping[str, TypeEngine[Any]]:
        """Return the kinds of times that rows are sorted by, and of which several may be an instant."""
        sorted_by = {"ts", *(f"d{index}" for index, _ in self.order)}
        columns = statement.selected_columns
        return {name: columns[name].type for name in sorted_by if skips(columns[name].type)}


def _raw_rows(bound: BoundWidget, execution: Execution, limit: int) -> list[dict[str, Any]]:
    places = {column.name: index for index, column in enumerate(bound.columns)}
    order = tuple((places[one.name], one.descending) for one in bound.widget.order_by)
    asked = _Raw(tuple(column.plotted for column in bound.columns), order, limit)
    statement = execution.kept(asked, asked.select)
    rows: Sequence[Any] = execution.run(statement)
    kinds = asked.jumps(statement)
    if any(is_jump(getattr(row, name), kind) for row in rows for name, kind in kinds.items()):
        exact = replace(asked, exactly=True)
        rows = execution.rows(exact, exact.select)
    shown = [(f"d{i}", column.name, column.plotted.type) for i, column in enumerate(bound.columns)]
    return [
        {name: on_the_wire(getattr(row, key), data_type) for key, name, data_type in shown} for row in rows
    ]


def behind(row: Behind) -> None:
    """Ask for the value of each dimension."""
    widget = row.widget
    fields = [row.found(dimension.field) for dimension in widget.dimensions]
    fields += [row.found(metric.field) for metric in widget.metrics if metric.field is not None]
    many = next((found for found in fields if found.to_many), None)
    # Of measures with metrics of their own the rows are those of every metric.
    if many is not None and all(metric.metric is None for metric in widget.metrics):
        for found in fields:
            if isinstance(found.leaf, Dynamic) and not row.related:
                row.of_metric(found)
    for dimension in widget.dimensions:
        if dimension.period is not None:
            row.in_bucket(Calendar(dimension.period, row.request.clock), dimension.field)
            continue
        row.same(row.found(dimension.field), dimension.field, is_typed=True)
    row.some_related_row(many)


CHART: Final = Chart(
    name="table",
    draft=draft,
    compute=compute,
    behind=behind,
    query=query,
    data=data,
    needs=(("dimensions", "metrics"),),
)
