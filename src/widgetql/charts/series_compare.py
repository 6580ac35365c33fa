"""The slices of several measures beside those of an earlier time: one set, by the first now, then before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from widgetql.charts.answer import Answer
from widgetql.charts.bound import BoundWidget
from widgetql.charts.compare import execution_of, range_of, with_value
from widgetql.charts.measure import Measure
from widgetql.charts.measuring import Values, length_of
from widgetql.charts.series import asked_of, counts_of, first_of, pie_data, shares_of, shown_of
from widgetql.charts.size import refuse_rows
from widgetql.charts.wholes import Part, Wholes, related_of
from widgetql.charts.wire import on_the_wire, sortable
from widgetql.plan.execute import Execution
from widgetql.plan.groups import OTHER
from widgetql.plan.query import Aggregate, Kept, Key, Plotted, Query
from widgetql.plan.ranking import sorted_by
from widgetql.remembered import remembered
from widgetql.sql.rank import REST
from widgetql.types import DataType

_LABEL: Final = "label"


def compute_compared(bound: BoundWidget, now: Execution) -> Answer:
    """Compute `[{label, series, value, percentage, sample_count, previous}]`, by measure, then slice."""
    then = execution_of(bound, now)
    if then is None:
        return Answer([with_value(row, None, None) for row in pie_data(bound, now).data], {"unpaired": []})
    times, most = [_Pie(bound, one) for one in (now, then)], bound.limits.max_slices
    labels = sorted({*times[0].rows, *times[1].rows}, key=_by_label)
    order: Sequence[Any] = labels
    for time in reversed(times):
        order = sorted_by(order, time.firsts.get, descending=True)
    kept, has_rest = tuple(order[:most]), len(order) > most
    # What rounding leaves goes by each pie's own order: of equal slices by their labels.
    ties = sorted(range(len(kept)), key=lambda place: labels.index(kept[place]))
    pies = [time.slices(kept, ties, has_rest=has_rest) for time in times]
    span = range_of(then)
    rows = [
        with_value(row, before, span)
        for one in shown_of(bound)
        for row, before in zip(pies[0].rows(one), pies[1].rows(one), strict=True)
    ]
    return Answer(rows, {"unpaired": []})


def _by_label(label: Any) -> Any:
    return label is None, 0 if label is None else label


class _Pie:
    """All slices of one time."""

    def __init__(self, bound: BoundWidget, execution: Execution) -> None:
        assert bound.plot is not None
        self._bound: Final = bound
        self._execution: Final = execution
        self._plot: Final = bound.plot
        self._measures: Final = (*asked_of(bound, {})[1], *related_of(bound))
        self.rows: Final = self._ask(bound.plot)

    def _ask(self, of: Plotted | Kept, measures: tuple[Aggregate, ...] = ()) -> dict[Any, Any]:
        """Return the rows of slices by their labels, or ranks. Raises `InvalidInput` for too many."""
        most = self._bound.limits.max_answer_rows
        present = None if self._bound.widget.include_missing else self._plot
        query = Query(keys=(Key(_LABEL, of),), measures=measures or self._measures, present=present)
        rows = self._execution.ask(query, most).rows
        if len(rows) > most:
            raise refuse_rows(self._bound)
        return {row.label: row for _, row in rows}

    def _wholes(self, of: Plotted | Kept) -> Wholes:
        def ask(within: Sequence[str], measures: tuple[Aggregate, ...]) -> Mapping[Part, Any]:
            if within:
                return {(label,): row for label, row in self._ask(of, measures).items()}
            # A share is of all records, with a label or without.
            ((_, row),) = self._execution.ask(Query(measures=measures)).rows
            return {(): row}

        return Wholes(self._bound, (_LABEL,), ask)

    def _values(self, of: Plotted | Kept, rows: Mapping[Any, Any]) -> dict[Any, dict[str, Any]]:
        """Return the measures of each row."""
        values, lasts = Values(self._bound.measured), length_of(self._execution.scan.range)
        wholes = self._wholes(of)
        # Of no records counts are 0, all else is null.
        return {
            label: values.of(row, lasts, None if row is None else wholes.at((label,)))
            for label, row in rows.items()
        }

    @remembered
    def firsts(self) -> dict[Any, Any]:
        """What slices rank by, in a form that sorts."""
        first = first_of(self._bound)
        value = sortable(DataType.NUMERIC if first.aggregate is None else first.aggregate.type)
        found = self._values(self._plot, self.rows)
        return {label: value(own.get(first.name)) for label, own in found.items()}

    def slices(self, kept: tuple[Any, ...], ties: Sequence[int], *, has_rest: bool) -> _Slices:
        """Return the slices that are kept, also those that are not there, and the rest."""
        names = [on_the_wire(label, self._plot.type) for label in kept]
        heads: list[tuple[dict[str, Any], dict[str, Any]]] = [({_LABEL: name}, {}) for name in names]
        of: Plotted | Kept = self._plot
        places, found = [*kept], self.rows
        if has_rest:
            of, places = Kept(self._plot, kept), [*range(len(kept)), REST]
            found = self._ask(of)
            heads.append(({_LABEL: OTHER}, {"other": True, "excluded": names}))
        rows = {place: found.get(place) for place in places}
        order = sorted_by(ties, lambda place: self.firsts.get(kept[place]), descending=True)
        order += [len(kept)] if has_rest else []
        values = self._values(of, rows)
        return _Slices(self._bound, heads, [*rows.values()], [*values.values()], order)


class _Slices:
    """The slices of one time that are shown, and the order that a pie of it alone has."""

    def __init__(
        self,
        bound: BoundWidget,
        heads: Sequence[tuple[dict[str, Any], dict[str, Any]]],
        rows: Sequence[Any],
        values: Sequence[Mapping[str, Any]],
        order: Sequence[int],
    ) -> None:
        self._bound: Final = bound
        self._found: Final = [*zip(heads, rows, values, strict=True)]
        self._order: Final = order

    def rows(self, one: Measure) -> list[dict[str, Any]]:
        """Return the rows of a series."""
        values, read = [own[one.name] for _, _, own in self._found], Values(self._bound.measured)
        shares = shares_of([values[place] for place in self._order], one.written.aggregation)
        by_place = dict(zip(self._order, shares, strict=True))
        rows: list[dict[str, Any]] = []
        for place, ((head, tail), row, own) in enumerate(self._found):
            measured = {"series": one.name, "value": own[one.name], "percentage": by_place[place]}
            rows.append(head | measured | counts_of(self._bound, read, one, row) | tail)
        return rows
