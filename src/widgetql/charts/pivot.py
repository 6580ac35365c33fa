"""Pivot: measures in cells of rows by columns, with margins that are aggregated from rows."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from widgetql.charts import columns
from widgetql.charts.answer import Answer
from widgetql.charts.axis import Axis, Header, Headers, measures_of, ranks_of, through_relation
from widgetql.charts.behind import Behind, Given
from widgetql.charts.binned import edged
from widgetql.charts.bound import BoundWidget, Column
from widgetql.charts.chart import Chart
from widgetql.charts.crossed import MARKS, check_axes, check_crossed
from widgetql.charts.draft import Drafted, Drafter
from widgetql.charts.having import check_excluded, check_measures, having_of, notes_of
from widgetql.charts.lasting import Lasting
from widgetql.charts.measure import own_names
from widgetql.charts.measuring import (
    Values,
    aggregates_of,
    check_fan_out,
    draft_measures,
)
from widgetql.charts.rules import RESERVED
from widgetql.charts.size import refuse_rows
from widgetql.charts.spec import Dimension
from widgetql.charts.wholes import related_of
from widgetql.charts.wire import number
from widgetql.errors import Pointer, unparsed
from widgetql.fields import Dynamic
from widgetql.filters.pinned import group
from widgetql.plan.execute import Execution
from widgetql.plan.query import Query
from widgetql.plan.ranking import Entry, Ranked

_SAMPLES: Final = "sample_count"


def draft(drafter: Drafter) -> Drafted:
    """Bind the dimensions of both axes, the metrics, and the order of the headers."""
    widget = drafter.widget
    check_axes(drafter)
    drafter.check_size()
    axes = [(written, _columns(drafter, written)) for written in (widget.rows, widget.across)]
    both = tuple(column for _, own in axes for column in own)
    measured = draft_measures(drafter, [column.name for column in both])
    measures = aggregates_of(measured)
    fields = [column.plotted for column in both]
    fields += [measure.of for measure in measures if measure.of is not None]
    drafter.check_one_relation(fields, widget.at / "rows")
    if any(field.found.to_many for field in fields):
        check_fan_out(drafter, measured)
    own = [measure.name for measure in measured if measure.name not in RESERVED]
    names = [*(column.name for column in both), *own]
    cells = [key for column in both if column.bins is not None for key in column.keys]
    named = [(one.name, one.named_at) for one in (*widget.rows, *widget.across)]
    drafter.check_names([*named, *own_names(widget.metrics)], [*cells, *columns.PIVOT_MARKS])
    drafter.check_order([*names, _SAMPLES], both)
    check_measures(drafter, measured, [column.name for column in both])
    check_crossed(drafter, axes, measured)
    if widget.metric is not None and not drafter.asks_metric:
        drafter.metric_unused()
    return Drafted(
        widget, None, drafter.chosen, columns=both, measures=measures, measured=measured,
        budget=drafter.budget,
    )  # fmt: skip


def _columns(drafter: Drafter, written: Sequence[Dimension]) -> list[Column]:
    found = [drafter.dimension(dimension) for dimension in written]
    return [column for column in found if column is not None]


def compute(bound: BoundWidget, execution: Execution) -> Answer:
    """Compute `{"rows": [...], "columns": [...], "cells": [[{name: value, "sample_count"} | None]]}`."""
    sheet = _Sheet(bound, execution)
    rows, notes = sheet.headers("rows")
    across, _ = sheet.headers("columns")
    cells = sheet.cells(rows, across)
    margins = bound.widget.margins
    down, right = [*rows.listed], [*across.listed]
    if {"columns", "all"} & {*margins}:
        down.append(rows.axis.total(sheet.whole))
    if {"rows", "all"} & {*margins}:
        right.append(across.axis.total(sheet.whole))
    data = {
        "rows": [{**one.shown} for one in down],
        "columns": [{**one.shown} for one in right],
        "cells": [[sheet.shown(cells, row, column) for column in right] for row in down],
    }
    return Answer(data, {**notes, **sheet.told()})


class _Sheet:
    """The cells of a pivot, and its margins: each is aggregated from its rows."""

    def __init__(self, bound: BoundWidget, execution: Execution) -> None:
        self._bound: Final = bound
        self._execution: Final = execution
        bins = {
            number: (column.plotted, column.bins)
            for number, column in enumerate(bound.columns)
            if column.bins is not None
        }
        self._lasting: Final = Lasting(bound.scan.range, execution.request.clock.zone)
        self._bins: Final = edged(bins, execution, related_of(bound)) if bins else {}
        # What is hidden may be sorted by, and stands in no cell.
        self._values: Final = Values(bound.measured)
        shares = [one for one in bound.measured if one.written.share is not None]
        self._has_shares_within: Final = any(one.written.within for one in shares)
        self.axes: Final = {name: self._axis(name) for name in ("rows", "columns")}
        self._queries: Final = {name: self._of_headers(name) for name in self.axes}
        whole = through_relation(Query(measures=measures_of(bound)), bound)
        has_whole = "all" in bound.widget.margins or shares
        execution.ahead([*self._queries.values(), self._of_cells(), *([whole] if has_whole else [])])
        self.whole: Any = None
        if has_whole:
            self.whole = next((row for _, row in execution.ask(whole).rows), None)

    def told(self) -> dict[str, Any]:
        """Return what the metadata says of bins."""
        names = self._bound.columns
        return {"bins": {names[at].name: one.told for at, one in self._bins.items()}} if self._bins else {}

    def headers(self, name: str) -> tuple[Headers, dict[str, Any]]:
        """Return the headers of an axis, and what the metadata says of those that fail `having`."""
        bound, axis, query = self._bound, self.axes[name], self._queries[name]
        having, most = self._having(name), self._most(axis)
        found = axis.headers(query)
        total = self.axes["columns"].total(self.whole)
        told = [
            {_SAMPLES: one.margin.n} if having is None else self._every(one.margin, one, total)
            for one in found
        ]
        entries = [Entry(one, values) for one, values in zip(found, told, strict=True)]
        left = [one for one in entries if having is None or having(one.values)]
        failed = [one for one in entries if having is not None and not having(one.values)]
        ranked = Ranked(left[:most], [] if most is None else left[most:], failed)
        has_rest = bool(ranked.rest)
        check_excluded(bound, ranked, shows_other=has_rest)
        kept, out = [one.key for one in ranked.kept], [one.key for one in failed]
        together = (
            ranks_of(axis, kept, out if has_rest else ()) if has_rest or (axis.is_cut and out) else None
        )
        notes = notes_of(bound.widget, ranked, shows_other=True) if having is not None else {}
        if together is None:
            return Headers(axis, kept), notes
        listed = [replace(one, place=rank) for rank, one in enumerate(kept)]
        if has_rest:
            listed.append(axis.rest(query, together, [*kept, *out]))
        return Headers(axis, listed, together), notes

    def _of_headers(self, name: str) -> Query:
        """Return the query of an axis: as many headers as it may have, and one more, that tells of others."""
        bound, axis, having = self._bound, self.axes[name], self._having(name)
        is_full = name in bound.widget.margins or having is not None or self._has_shares_within
        names = {one.name for one in axis.orders()}
        query = axis.query(is_full=is_full or not names <= {*axis.dimensions, _SAMPLES})
        most = self._most(axis) if having is None else None
        return replace(query, limit=1 + (bound.limits.max_answer_rows if most is None else most))

    def _of_cells(self) -> Query:
        """Return the query of cells where no axis has a rest: then an answer may have all of them."""
        keys = (*self.axes["rows"].keys(), *self.axes["columns"].keys())
        most, order = self._bound.limits.max_answer_rows, tuple((key.name, False) for key in keys)
        return Query(keys=keys, measures=measures_of(self._bound), order=order, limit=most)

    def _having(self, name: str) -> Callable[[Mapping[str, Any]], bool] | None:
        return having_of(self._bound.widget) if name == "rows" else None

    def _most(self, axis: Axis) -> int | None:
        return self._bound.limits.max_groups if axis.is_cut else None

    def _axis(self, name: str) -> Axis:
        split = len(self._bound.widget.rows)
        own = {
            number: column
            for number, column in enumerate(self._bound.columns)
            if (number < split) == (name == "rows")
        }
        bins = {number: one for number, one in self._bins.items() if number in own}
        return Axis(name, self._bound, self._execution, own, bins)

    def cells(self, rows: Headers, columns: Headers) -> Mapping[tuple[Any, Any], Any]:
        """Return the rows of SQL by the places of their headers. Raises `InvalidInput` for too many cells."""
        bound, margins = self._bound, {*self._bound.widget.margins}
        down = len(rows.listed) + bool(margins & {"columns", "all"})
        right = len(columns.listed) + bool(margins & {"rows", "all"})
        if down * right > bound.limits.max_answer_rows:
            raise refuse_rows(bound, down * right)
        if not rows.listed or not columns.listed:
            return {}
        query = self._of_cells()
        if together := tuple(one.together for one in (rows, columns) if one.together is not None):
            query = replace(query, together=together, order=(), limit=None)
        found = self._execution.ask(query).rows
        return {(rows.place(row), columns.place(row)): row for _, row in found}

    def shown(
        self, cells: Mapping[tuple[Any, Any], Any], row: Header, column: Header
    ) -> dict[str, Any] | None:
        """Return a cell or a margin; None for one without rows, and for a margin that is not asked for."""
        margins = self._bound.widget.margins
        match row.is_total, column.is_total:
            case False, False:
                found = cells.get((row.place, column.place))
            case False, True:
                found = row.margin if "rows" in margins else None
            case True, False:
                found = column.margin if "columns" in margins else None
            case _:
                # That of no records is there too.
                return self._cell(self.whole, row, column) if "all" in margins else None
        return None if found is None else self._cell(found, row, column)

    def _cell(self, found: Any, row: Header, column: Header) -> dict[str, Any]:
        return self._values.shown(self._every(found, row, column))

    def _every(self, found: Any, row: Header, column: Header) -> dict[str, Any]:
        """Return a cell with what is hidden."""
        bound = self._bound
        lasts = self._lasting.of((*row.buckets, *column.buckets), (*row.parts, *column.parts))
        values = self._values.every(found, lasts, self._divisors(found, row, column))
        values[_SAMPLES] = 0 if found is None else int(found.n)
        if counts := self._values.counts(found):
            values["sample_counts"] = counts
        return values | (
            {"record_count": 0 if found is None else int(found.records)} if bound.to_many else {}
        )

    def _divisors(self, found: Any, row: Header, column: Header) -> Callable[[str], Any]:
        """Return what has the divisors of shares: the same measure of a margin, or of all."""
        split = len(self._bound.widget.rows)
        names = [one.name for one in self._bound.columns]
        numbers = {one.name: place for place, one in enumerate(self._bound.measured)}

        def of_all(key: str) -> Any:
            written = self._bound.measured[int(key.removeprefix("m").removesuffix("_of"))].written
            is_in_row = names[0] in written.within and not row.is_total
            is_in_column = names[split] in written.within and not column.is_total
            within = found if is_in_row and is_in_column else row.margin if is_in_row else column.margin
            within = within if is_in_row or is_in_column else self.whole
            return None if within is None else number(getattr(within, f"m{numbers[str(written.share)]}"))

        return of_all


def behind(row: Behind) -> None:
    """Ask for the dimensions of the headers under `row` and `column`; a total asks for none."""
    widget = row.widget
    fields = [row.found(dimension.field) for dimension in (*widget.rows, *widget.across)]
    fields += [row.found(metric.field) for metric in widget.metrics if metric.field is not None]
    many = next((found for found in fields if found.to_many), None)
    # Of measures with metrics of their own the rows are those of every metric.
    if many is not None and all(metric.metric is None for metric in widget.metrics):
        for found in fields:
            if isinstance(found.leaf, Dynamic) and not row.related:
                row.of_metric(found)
    for key, dimensions in (("row", widget.rows), ("column", widget.across)):
        if key not in row.given.data:
            row.request.problems.add(row.at / key, "missing_key", f"expected the header of a {key}")
        elif (header := _part(row, row.given.data[key], row.at / key)) is not None:
            _header_behind(header, dimensions)
            row.join(header)
    row.some_related_row(many)


def _part(row: Behind, given: Any, at: Pointer) -> Behind | None:
    """Return what reads an object in a row."""
    if not isinstance(given, dict):
        row.request.problems.add(at, "not_an_object", f"expected dimensions, got {unparsed(given)}")
        return None
    return Behind(row.drafted, Given(given, row.given.longest, row.given.problems, at), row.request)


def _header_behind(header: Behind, dimensions: Sequence[Dimension]) -> None:
    given = header.given
    if given.data.get("total") is True:
        return
    excluded = given.excluded("excluded")
    if excluded is None and given.data.get("other") is True:
        return
    if excluded is None:
        for dimension in dimensions:
            header.of_dimension(dimension)
        return
    found = [_part(header, one, header.at / "excluded" / index) for index, one in enumerate(excluded)]
    parts = [part for part in found if part is not None]
    for part in parts:
        for dimension in dimensions:
            part.of_dimension(dimension)
    # Of related rows there is one that is none of them.
    for side in ("record", "related"):
        nots = [group("and", getattr(part, side)) for part in parts if getattr(part, side)]
        if nots:
            getattr(header, side).append(group("not", nots))


def rows_of_cells(data: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return a row for each cell of an answer: the dimensions of both headers, what marks them, measures.

    >>> columns = [{"ok": None, "total": True}]
    >>> rows_of_cells({"rows": [{"topic": "a"}], "columns": columns, "cells": [[{"n": 2}]]})
    [{'topic': 'a', 'ok': None, 'n': 2, 'column.total': True}]
    """
    found: list[dict[str, Any]] = []
    for row, cells in zip(data["rows"], data["cells"], strict=True):
        for column, cell in zip(data["columns"], cells, strict=True):
            if cell is not None:
                headers = {"row": row, "column": column}
                names = {key: own for one in headers.values() for key, own in one.items() if key not in MARKS}
                marks = {
                    f"{side}.{mark}": True
                    for side, one in headers.items()
                    for mark in ("other", "total")
                    if one.get(mark) is True
                }
                found.append(names | cell | marks)
    return found


CHART: Final = Chart(
    name="pivot",
    draft=draft,
    compute=compute,
    behind=behind,
    columns=columns.pivot,
    needs=("rows", "columns", "metrics"),
)
