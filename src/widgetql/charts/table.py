"""Table: dimensions by metrics, sorted and limited; without metrics the rows themselves."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from typing import Any, Final

from widgetql.charts import columns
from widgetql.charts.answer import Answer
from widgetql.charts.behind import Behind
from widgetql.charts.binned import Edged, edged
from widgetql.charts.bound import After, BoundWidget, Column
from widgetql.charts.chart import Chart
from widgetql.charts.draft import Drafted, Drafter
from widgetql.charts.having import check_measures
from widgetql.charts.lasting import Bucket, Lasting, Part, part_of
from widgetql.charts.left import check_other, compute_left, rest_behind, unless_left
from widgetql.charts.measure import Measure, own_names
from widgetql.charts.measuring import (
    Values,
    aggregates_of,
    asked,
    check_fan_out,
    draft_measures,
    has_changing_rate,
    has_rate,
    of_all,
    totals_of,
)
from widgetql.charts.pages import Turned, order_of, read_turned, write_turned
from widgetql.charts.raw import page_of
from widgetql.charts.rules import DEFAULT_LIMIT, RESERVED
from widgetql.charts.spec import Order
from widgetql.charts.table_compare import check_compared, compute_compared
from widgetql.charts.wholes import related_of
from widgetql.charts.wire import on_the_wire
from widgetql.fields import Dynamic
from widgetql.plan.execute import Execution
from widgetql.plan.groups import Grid
from widgetql.plan.query import Aggregate, Key, Query, Subject

_SAMPLES: Final = "sample_count"
_RECORDS: Final = "record_count"


def draft(drafter: Drafter) -> Drafted:
    """Bind dimensions, metrics, and the order of the rows."""
    widget = drafter.widget
    if not widget.dimensions and not widget.metrics:
        drafter.missing("dimensions", "a table needs dimensions")
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
    # Bins are ordered by their name, and stand in rows as two keys.
    cells = [key for column in columns if column.bins is not None for key in column.keys]
    counts = [_SAMPLES, *([_RECORDS] if to_many else [])] if widget.metrics else []
    marks = ["sample_counts", *(["other", "excluded"] if widget.other else [])] if widget.metrics else []
    named = [(one.name, one.named_at) for one in widget.dimensions]
    drafter.check_names([*named, *own_names(widget.metrics)], [*cells, *counts, *marks])
    drafter.check_order([*names, *counts], columns)
    _check_rates(drafter, columns, measured)
    if widget.totals and not widget.metrics:
        drafter.problems.add(widget.at / "totals", "not_for_chart", "totals are of metrics: there are none")
    if widget.metrics:
        check_measures(drafter, measured, [one.name for one in columns])
    check_other(drafter, to_many=to_many)
    check_compared(drafter, columns)
    if widget.metric is not None and not drafter.asks_metric:
        drafter.metric_unused()
    after = _read_after(drafter, columns)
    return Drafted(
        widget, None, drafter.chosen, columns=columns, measures=measures, measured=measured, after=after,
        budget=drafter.budget,
    )  # fmt: skip


def _read_after(drafter: Drafter, columns: Sequence[Column]) -> After | None:
    """Return where a page goes on: rows of records after one of them, groups after so many."""
    widget = drafter.widget
    if widget.cursor is None:
        return None
    if not widget.metrics:
        return drafter.place(columns)
    return read_turned(widget.cursor, order_of(widget.order_by), widget.at / "cursor", drafter.problems)


def _check_rates(drafter: Drafter, columns: Sequence[Column], measured: Sequence[Measure]) -> None:
    """Refuse to sort periods and parts of time, which differ in length, by what is divided by it."""
    by_name = {one.name: one for one in measured}
    is_wrong = any(problem.document == drafter.widget.at.document for problem in drafter.problems)
    has_times = any(one.grain is not None or part_of(one, drafter.dataset) is not None for one in columns)
    for order in () if is_wrong or not has_times else drafter.widget.order_by:
        one = by_name.get(order.name)
        if one is not None and has_changing_rate(one, by_name):
            message = f"{order.name} is divided by the time of its row, and these differ"
            drafter.problems.add(order.at / "name", "not_for_chart", message)


def query(bound: BoundWidget) -> Query | None:
    """Return the first rows in their order; None for a table of raw rows, and for bins: values tell them."""
    if not bound.measures or any(column.bins is not None for column in bound.columns):
        return None
    return bound.once(_plain)


def _plain(bound: BoundWidget) -> Query:
    return _asked(bound, {})


def _asked(bound: BoundWidget, bins: Mapping[int, Subject]) -> Query:
    """Return the first rows in their order; `bins` are those of dimensions, by their numbers."""
    keys = tuple(
        Key(f"d{index}", bins.get(index) or column.grain or column.plotted)
        for index, column in enumerate(bound.columns)
    )
    columns = {column.name: f"d{index}" for index, column in enumerate(bound.columns)}
    of_measures = asked(bound.measured, columns)
    measures = [*of_measures.measures, Aggregate(_SAMPLES, "count")]
    if bound.to_many:
        measures.append(Aggregate(_RECORDS, "count_records"))
    names = {**columns, **of_measures.names}
    order = [(names.get(one.name, one.name), one.descending) for one in _orders(bound)]
    # Where nothing is said by the number of samples; ties by the dimensions.
    order = order if bound.widget.order_by else [(_SAMPLES, True)]
    order += [(key.name, False) for key in keys]
    return Query(
        keys=keys, measures=tuple(measures), order=tuple(order), limit=_limit(bound) + 1,
        offset=_offset(bound), derived=of_measures.derived, left=_SAMPLES,
    )  # fmt: skip


def _offset(bound: BoundWidget) -> int:
    """Return how many groups the pages before have shown."""
    return bound.after.rows if isinstance(bound.after, Turned) else 0


def _orders(bound: BoundWidget) -> list[Order]:
    """Return what rows are sorted by: without a length all that is divided by time is null."""
    by_name = {one.name: one for one in bound.measured}
    nulls = {name for name, one in by_name.items() if has_rate(one, by_name)}
    has_length = bound.has_length
    return [one for one in bound.widget.order_by if has_length or one.name not in nulls]


def _limit(bound: BoundWidget) -> int:
    return min(bound.widget.limit or DEFAULT_LIMIT, bound.limits.max_rows)


def compute(bound: BoundWidget, execution: Execution) -> Answer:
    """Compute one object a row: its dimensions, its metrics by name, and `sample_count`."""
    if not bound.measures:
        return _raw_rows(bound, execution)
    bins = _edged(bound, execution)
    own = {index: one.key(execution) for index, one in bins.items()}
    query = _asked(bound, own) if own else bound.once(_plain)
    shown = _Shown(bound, execution, bins)
    if bound.widget.compare is not None:
        return compute_compared(bound, execution, query, lambda of, then: _Shown(of, then, {}))
    if bound.widget.having is None and not bound.widget.other:
        execution.ahead([query, *([of_all(bound)] if bound.widget.totals else [])])
        return _answer(bound, execution.ask(query), execution, shown)
    found = compute_left(bound, execution, query, shown)
    return Answer(found.data, {**found.metadata, **shown.notes(), **_totals(bound, execution)})


def _edged(bound: BoundWidget, execution: Execution) -> Mapping[int, Edged]:
    """Return the bins of dimensions, by their numbers."""
    bins = {
        index: (column.plotted, column.bins)
        for index, column in enumerate(bound.columns)
        if column.bins is not None
    }
    return edged(bins, execution, related_of(bound)) if bins else {}


def data(bound: BoundWidget, grid: Grid, execution: Execution) -> Answer:
    """Return the data of rows in their order."""
    return _answer(bound, grid, execution, _Shown(bound, execution, {}))


def _answer(bound: BoundWidget, grid: Grid, execution: Execution, shown: _Shown) -> Answer:
    limit = _limit(bound)
    found = [shown.row(row) for _, row in grid.rows[:limit]]
    more = len(grid.rows) > limit
    cursor = write_turned(order_of(bound.widget.order_by), _offset(bound) + limit) if more else None
    notes: dict[str, Any] = {"truncated": more, "next_cursor": cursor}
    if more:
        notes["excluded_by_limit"] = _left_out([row for _, row in grid.rows[:limit]], _offset(bound))
    return Answer(found, {**notes, **shown.notes(), **_totals(bound, execution)})


def _left_out(rows: Sequence[Any], offset: int) -> dict[str, int]:
    """Return how many groups come after some rows, and how many samples they have."""
    last = rows[-1]
    before = int(last.up_to) if offset else sum(int(row.sample_count) for row in rows)
    return {
        "groups": int(last.all_groups) - offset - len(rows),
        "sample_count": int(last.all_left) - before,
    }


def _totals(bound: BoundWidget, execution: Execution) -> dict[str, Any]:
    return {"totals": totals_of(bound, execution)} if bound.widget.totals else {}


class _Shown:
    """Writes rows: dimensions, measures, and how many rows went into these. A rest has no dimensions."""

    def __init__(self, bound: BoundWidget, execution: Execution, bins: Mapping[int, Edged]) -> None:
        self._bound: Final = bound
        self._execution: Final = execution
        self._bins: Final = bins
        self.values: Final = Values(bound.measured)
        self._lasting: Final = Lasting(bound.scan.range, execution.request.clock.zone)
        self._readers: Final = [
            _reader(column, bins.get(index), execution) for index, column in enumerate(bound.columns)
        ]

    def row(self, row: Any) -> dict[str, Any]:
        """Return a row of the answer."""
        return self.values.shown(self.every(row))

    def every(self, row: Any) -> dict[str, Any]:
        """Return a row with what is hidden."""
        values = [getattr(row, f"d{index}") for index in range(len(self._readers))]
        return self._written(row, values, self.values.every(row, self._length(values)))

    def rest(self, row: Any, without: Sequence[tuple[Any, ...]], wholes: Mapping[str, Any]) -> dict[str, Any]:
        """Return a rest without the rows of some keys; `wholes` are what its shares divide by."""
        lasts = self._length(())
        if lasts is not None and all(map(self._is_time, self._bound.columns)):
            # Rows of times have none in common.
            lasts -= sum((self._length(key) or timedelta(0) for key in without), timedelta(0))
        measured = self.values.of(row, lasts, wholes.__getitem__)
        return self._written(row, [None] * len(self._readers), measured)

    def _is_time(self, column: Column) -> bool:
        return column.grain is not None or part_of(column, self._bound.scan.dataset) is not None

    def _written(self, row: Any, values: Sequence[Any], measured: Mapping[str, Any]) -> dict[str, Any]:
        one: dict[str, Any] = {}
        for read, value in zip(self._readers, values, strict=True):
            one |= read(value)
        one |= measured
        one[_SAMPLES] = row.sample_count
        counts = self.values.counts(row)
        one |= {"sample_counts": counts} if counts else {}
        return one | {_RECORDS: row.record_count} if self._bound.to_many else one

    def notes(self) -> dict[str, Any]:
        """Return what the metadata says of bins."""
        names = self._bound.columns
        return {"bins": {names[at].name: one.told for at, one in self._bins.items()}} if self._bins else {}

    def _length(self, values: Sequence[Any]) -> timedelta | None:
        """Return how much time of the range the row of a key covers, where that matters."""
        if all(one.written.per is None for one in self._bound.measured):
            return None
        buckets: list[Bucket] = []
        parts: list[Part] = []
        for value, column in zip(values, self._bound.columns, strict=False):
            part = part_of(column, self._bound.scan.dataset)
            if column.grain is not None:
                buckets.append(self._execution.edges(column.grain).bucket(int(value)))
            elif part is not None:
                parts.append((part, int(value)))
        return self._lasting.of(buckets, parts)


def _reader(column: Column, bins: Edged | None, execution: Execution) -> Callable[[Any], dict[str, Any]]:
    """Return what reads a dimension of a row: the keys that it is there."""
    if bins is not None:
        return lambda value: dict(zip(column.keys, bins.ends(value), strict=True))
    decode = execution.decoder(column.grain or column.plotted)
    return lambda value: {column.name: decode(value)}


def _raw_rows(bound: BoundWidget, execution: Execution) -> Answer:
    names = [column.name for column in bound.columns]
    fields = [column.plotted for column in bound.columns]
    page = page_of(bound, execution, names, fields, _limit(bound))
    written = [(f"d{i}", column.name, column.plotted.type) for i, column in enumerate(bound.columns)]
    rows = [
        {name: on_the_wire(getattr(row, key), data_type) for key, name, data_type in written}
        for row in page.rows
    ]
    return Answer(rows, page.metadata)


def behind(row: Behind) -> None:
    """Ask for the value of each dimension."""
    widget = row.widget
    fields = [row.found(dimension.field) for dimension in widget.dimensions]
    fields += [row.found(metric.field) for metric in widget.metrics if metric.field is not None]
    if row.given.data.get("other") is True:
        rest_behind(row, _dimensions_behind)
        return
    many = next((found for found in fields if found.to_many), None)
    # Of measures with metrics of their own the rows are those of every metric.
    if many is not None and all(metric.metric is None for metric in widget.metrics):
        for found in fields:
            if isinstance(found.leaf, Dynamic) and not row.related:
                row.of_metric(found)
    if not _is_of_all(row):
        _dimensions_behind(row)
    row.some_related_row(many)


def _is_of_all(row: Behind) -> bool:
    """Tell whether a row is the totals, of which no dimension has a value."""
    widget = row.widget
    keys = {
        key
        for one in widget.dimensions
        for key in ([one.name] if one.bins is None else [f"{one.name}.from", f"{one.name}.to"])
    }
    return widget.totals is True and _SAMPLES in row.given.data and keys.isdisjoint(row.given.data)


def _dimensions_behind(row: Behind) -> None:
    for dimension in row.widget.dimensions:
        row.of_dimension(dimension)


CHART: Final = Chart(
    name="table",
    draft=draft,
    compute=compute,
    behind=behind,
    columns=columns.table,
    query=unless_left(query),
    data=data,
    needs=(("dimensions", "metrics"),),
)
