"""The measures of a chart: bound, asked for, read from rows, and the records behind one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from types import MappingProxyType
from typing import Any, Final

from widgetql.charts.behind import Behind
from widgetql.charts.bound import BoundWidget
from widgetql.charts.draft import Drafter
from widgetql.charts.lasting import Lasting
from widgetql.charts.measure import Measure, counted_by, is_numeric, own_names
from widgetql.charts.rules import COUNTS, RESERVED, SHARED
from widgetql.charts.spec import Metric
from widgetql.charts.wire import number, reader
from widgetql.dynamic import look_up
from widgetql.errors import Code, Pointer, shown
from widgetql.fields import Dynamic
from widgetql.filters.ast import Filter
from widgetql.filters.bind import find_field, read_filter
from widgetql.filters.bound import EVERY, Bound
from widgetql.filters.time_range import TimeRange
from widgetql.plan.execute import Execution
from widgetql.plan.query import Aggregate, Plotted, Query, Quotient, Share, Where

_OfAll = Callable[[str], Any]
_UNITS: Final[Mapping[str, timedelta]] = MappingProxyType(
    {
        "second": timedelta(seconds=1),
        "minute": timedelta(minutes=1),
        "hour": timedelta(hours=1),
        "day": timedelta(days=1),
    }
)

# The combinations that are refused: what stands beside `metrics` on a chart, and is not divided into them.
_NOT_BESIDE: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "bar": ("field", "aggregation_function"),
        "pie": ("group_by",),
    }
)


def draft_measures(drafter: Drafter, dimensions: Sequence[str]) -> tuple[Measure, ...]:
    """Bind the `metrics` of a widget whose dimensions have some names, noting every problem."""
    written = drafter.widget.metrics
    has_own = any(one.metric is not None for one in written)
    found = tuple(
        Measure(one) if one.aggregation is None else _aggregated(drafter, one, one.aggregation, has_own)
        for one in written
    )
    for one in written:
        if one.name in RESERVED:
            message = f"rows have a {one.name} of their own: choose another name"
            drafter.problems.add(one.named_at, "duplicate_name", message)
    # What is wrong with a measure is wrong with all that is derived from it: one problem is enough.
    if not any(problem.document == drafter.widget.at.document for problem in drafter.problems):
        by_name = {one.name: one for one in found}
        for measure in found:
            _check_derived(drafter, measure, by_name, dimensions)
    return found


def check_beside(drafter: Drafter) -> None:
    """Refuse the keys that do not stand beside `metrics`."""
    widget = drafter.widget
    for key in _NOT_BESIDE.get(widget.chart_type, ()):
        if getattr(widget, key, None):
            message = f"{key} and metrics exclude each other"
            drafter.problems.add(widget.at / key, "conflicting_keys", message)


def draft_rows(drafter: Drafter, dimensions: Sequence[str], *others: Plotted | None) -> tuple[Measure, ...]:
    """Bind the measures of rows that are of some other fields as well, as far as they fit together."""
    check_beside(drafter)
    drafter.check_size()
    found = draft_measures(drafter, dimensions)
    fields = [one.of for one in aggregates_of(found)] + [*others]
    plotted = [one for one in fields if one is not None]
    drafter.check_one_relation(plotted, drafter.widget.at / "metrics")
    if any(one.found.to_many for one in plotted):
        check_fan_out(drafter, found)
    drafter.check_names(own_names(drafter.widget.metrics))
    return found


def aggregates_of(measures: Sequence[Measure]) -> tuple[Aggregate, ...]:
    """Return the aggregates of measures, by the names of the answer."""
    return tuple(one.aggregate for one in measures if one.aggregate is not None)


def _aggregated(drafter: Drafter, written: Metric, aggregation: str, has_own: bool) -> Measure:
    filter: Filter | None = None
    bound: Bound = EVERY
    if written.filters is not None:
        filter, bound = read_filter(written.filters, written.at / "filters", drafter.request, drafter.budget)
    if written.field is None:
        if written.metric is not None:
            drafter.problems.add(
                written.at / "metric", "not_for_chart", "only a dynamic field takes a metric"
            )
        return Measure(written, Aggregate(written.name, aggregation, where=_where(bound, None)), None, filter)
    plotted, chosen = _plotted(drafter, written, written.field)
    if plotted is None:
        return Measure(written, filter=filter)
    drafter.check_aggregation(plotted, aggregation, written.at / "aggregation_function")
    metric = None
    if has_own and isinstance(plotted.found.leaf, Dynamic):
        # Where one has its own the rows are those of every metric.
        of = chosen or drafter.chosen
        metric = None if of is None else of.operand
    aggregate = Aggregate(written.name, aggregation, plotted, where=_where(bound, metric))
    return Measure(written, aggregate, chosen, filter)


def _plotted(drafter: Drafter, written: Metric, path: str) -> tuple[Plotted | None, Any]:
    """Return the field of a measure, and the metric of its own."""
    at = written.at / "field"
    if written.metric is None:
        return drafter.plotted(path, at), None
    found = find_field(path, "plot", drafter.dataset, drafter.request.limits, at, drafter.problems)
    if found is None:
        return None, None
    if not isinstance(found.leaf, Dynamic) or not found.leaf.plot:
        if isinstance(found.leaf, Dynamic):
            return drafter.plotted(path, at), None
        drafter.problems.add(written.at / "metric", "not_for_chart", "only a dynamic field takes a metric")
        return drafter.plotted(path, at), None
    chosen = look_up(drafter.runner, written.metric, found, drafter.request, written.at / "metric")
    return (None if chosen is None else Plotted(found, chosen.kind.type)), chosen


def _where(filter: Bound, metric: Any) -> Where | None:
    return None if filter == EVERY and metric is None else Where(filter, metric)


def _check_derived(
    drafter: Drafter, one: Measure, by_name: Mapping[str, Measure], dimensions: Sequence[str]
) -> None:
    """Hold a ratio and a share against what they are made of."""
    at, written = one.written.at, one.written

    def refuse(place: Any, code: Code, message: str) -> None:
        drafter.problems.add(place, code, message)

    for index, name in enumerate(one.needs):
        place, of = (at / "ratio" / index if written.ratio is not None else at / "share"), by_name.get(name)
        if of is None:
            refuse(place, "unknown_field", f"{shown(name)} is none of {', '.join(by_name)}")
        elif of.written.aggregation is None:
            refuse(place, "not_for_chart", f"{name} is no aggregation, which {written.name} needs")
        elif written.share is not None and of.written.aggregation not in SHARED:
            message = f"a share is of {', '.join(SHARED)}, not of {of.written.aggregation}"
            refuse(place, "aggregation_not_allowed", message)
        elif of.aggregate is not None and not is_numeric(of.aggregate):
            refuse(place, "aggregation_not_allowed", f"{name} is no number")
    for index, name in enumerate(written.within):
        if name not in dimensions:
            among = ", ".join(dimensions) or "none"
            refuse(at / "within" / index, "unknown_field", f"{shown(name)} is no dimension of {among}")


def check_fan_out(drafter: Drafter, measures: Sequence[Measure]) -> None:
    """Refuse to aggregate a record's own field over its related rows: it would count many times."""
    for one in measures:
        of = None if one.aggregate is None else one.aggregate.of
        if of is not None and not of.found.to_many and one.written.aggregation != "count":
            message = f"{one.name}: each record counts once for each of its related rows"
            drafter.problems.add(one.written.at, "fan_out", message)


def has_rate(one: Measure, by_name: Mapping[str, Measure]) -> bool:
    """Tell whether a measure, or one of a ratio's, is divided by time."""
    parts = one.needs if one.written.ratio is not None else ()
    of = (one, *(by_name[name] for name in parts if name in by_name))
    return any(one.written.per is not None for one in of)


def has_changing_rate(one: Measure, by_name: Mapping[str, Measure]) -> bool:
    """Tell whether rows of other lengths have another order by a measure than by what it is divided from."""
    parts = [by_name[name] for name in one.needs]
    # Of two that are divided alike the ratio stays the same.
    is_alike = len(parts) == 2 and all(of.written.per is not None for of in parts)
    return has_rate(one, by_name) and not is_alike


@dataclass(frozen=True, slots=True)
class Asked:
    """What a query computes of each row for some measures; `names` are its columns by those of the answer."""

    measures: tuple[Aggregate, ...]
    derived: tuple[Quotient | Share, ...]
    names: Mapping[str, str]


def asked(measures: Sequence[Measure], keys: Mapping[str, str], *, counted: bool = False) -> Asked:
    """Return what is asked for measures; `keys` are the columns of dimensions, by their names.

    `counted` asks for the rows of each; otherwise for those of measures that have rows of their own.
    """
    names = {one.name: f"m{index}" for index, one in enumerate(measures)}
    found: list[Aggregate] = []
    derived: list[Quotient | Share] = []
    for one in measures:
        column, written = names[one.name], one.written
        if one.aggregate is not None:
            found.append(replace(one.aggregate, name=column))
            if counted or one.is_narrowed:
                found.append(replace(one.aggregate, name=f"{column}_n", aggregation=_counts(one)))
        elif written.ratio is not None:
            derived.append(Quotient(column, *(names[name] for name in written.ratio)))
        elif written.share is not None:
            # A total has no dimensions: it is a share of itself.
            within = tuple(keys[name] for name in written.within if name in keys)
            derived.append(Share(column, names[written.share], within))
    return Asked(tuple(found), tuple(derived), names)


def _counts(one: Measure) -> str:
    return "count" if one.written.aggregation == "count" else "count_values"


class Values:
    """Reads measures from rows. A row of None is one that no record is in."""

    def __init__(self, measures: Sequence[Measure]) -> None:
        self._measures: Final = measures
        self._by_name: Final = {one.name: one for one in measures}
        self._hidden: Final = {one.name for one in measures if one.written.hidden}
        self._readers: Final = {
            one.name: reader(one.aggregate.aggregation, one.aggregate.type)
            for one in measures
            if one.aggregate is not None
        }

    def of(self, row: Any, lasts: timedelta | None, of_all: _OfAll | None = None) -> dict[str, Any]:
        """Return what is shown of a row, which covers so much time; `of_all` has what shares divide by."""
        return self.shown(self.every(row, lasts, of_all))

    def shown(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """Return what of a row's values is shown."""
        return {name: value for name, value in values.items() if name not in self._hidden}

    def every(self, row: Any, lasts: timedelta | None, of_all: _OfAll | None = None) -> dict[str, Any]:
        """Return every measure of a row, the hidden ones too."""
        raw = {name: self._value(index, name, row) for index, name in self._aggregated()}
        rated = {name: _rated(value, self._by_name[name].written.per, lasts) for name, value in raw.items()}
        found: dict[str, Any] = {}
        for index, one in enumerate(self._measures):
            written = one.written
            if written.ratio is not None:
                first, second = written.ratio
                found[one.name] = quotient(rated[first], rated[second])
            elif written.share is not None:
                column = f"m{index}_of"
                whole = getattr(row, column, None) if of_all is None else of_all(column)
                found[one.name] = quotient(raw[written.share], number(whole))
            else:
                found[one.name] = rated[one.name]
        return found

    def counts(self, row: Any) -> dict[str, int]:
        """Return the rows of the measures that have rows of their own."""
        found: dict[str, int] = {}
        for one in self._measures:
            of = counted_by(one, self._by_name)
            if of.is_narrowed and not one.written.hidden:
                found[one.name] = self.count(of, row)
        return found

    def count(self, one: Measure, row: Any) -> int:
        """Return how many rows go into a measure."""
        column = f"m{self._measures.index(counted_by(one, self._by_name))}_n"
        return 0 if row is None else int(getattr(row, column))

    def _aggregated(self) -> Iterator[tuple[int, str]]:
        for index, one in enumerate(self._measures):
            if one.aggregate is not None:
                yield index, one.name

    def _value(self, index: int, name: str, row: Any) -> Any:
        # What no row goes into is like a row that is not there.
        if row is None or getattr(row, f"m{index}_n", 1) == 0:
            return 0 if self._by_name[name].written.aggregation in COUNTS else None
        return self._readers[name](getattr(row, f"m{index}"))


def quotient(dividend: Any, divisor: Any) -> float | None:
    """Return a quotient as a double; null by 0 or null, and where it is none.

    >>> quotient(1, 2), quotient(1, 0), quotient(None, 2)
    (0.5, None, None)
    """
    if dividend is None or not divisor:
        return None
    try:
        return float(Fraction(dividend) / Fraction(divisor))
    except OverflowError:
        return None


def _rated(value: Any, per: str | None, lasts: timedelta | None) -> Any:
    if per is None:
        return value
    if lasts is None or lasts <= timedelta(0):
        return None
    return quotient(value, Fraction(lasts // timedelta.resolution, _UNITS[per] // timedelta.resolution))


def length_of(found: TimeRange, *buckets: tuple[datetime, datetime]) -> timedelta | None:
    """Return how much time of a range is in all of some buckets; None where the range has no start."""
    return Lasting(found, UTC).of(buckets)


def behind_rows(behind: Behind) -> None:
    """Ask for a row of the relation and the metric that all measures are of."""
    measured = [behind.found(one.field) for one in behind.widget.metrics if one.field is not None]
    many = next((found for found in measured if found.to_many), None)
    # Of measures with metrics of their own the rows are those of every metric.
    if many is not None and all(one.metric is None for one in behind.widget.metrics):
        dynamic = next((found for found in measured if isinstance(found.leaf, Dynamic)), None)
        # What a pie's slices are of is asked for already.
        plot = behind.drafted.plot
        if dynamic is not None and (plot is None or not isinstance(plot.found.leaf, Dynamic)):
            behind.of_metric(dynamic)
    behind.some_related_row(many)


def behind_series(behind: Behind, measure: Any, *, numerator: bool) -> None:
    """Ask for what goes into a measure: of a long row that of its `series`, unless another is asked for."""
    at = Pointer("measure")
    if measure is None and behind.drafted.measured and behind.widget.chart_type in ("bar", "pie"):
        measure, at = behind.given.value("series"), behind.at / "series"
    if measure is not None or numerator or at.document == "row":
        behind_measure(behind, measure, at, numerator=numerator)


def behind_measure(behind: Behind, name: Any, at: Pointer, *, numerator: bool = False) -> None:
    """Ask for what goes into the measure of a name, of a ratio into the divisor or the dividend."""
    problems = behind.request.problems
    by_name = {one.name: one for one in behind.drafted.measured}
    one = by_name.get(name) if isinstance(name, str) else None
    if one is None:
        known = ", ".join(by_name) or "none: the widget has no metrics"
        problems.add(at, "unknown_field", f"{shown(name)} is no measure of {known}")
        return
    if numerator and one.written.ratio is None:
        problems.add(Pointer("numerator"), "not_for_chart", f"{one.name} is no ratio, which has a numerator")
        return
    one = by_name[one.needs[0]] if numerator else counted_by(one, by_name)
    if one.filter is not None:
        behind.under(one.filter)
    written = one.written
    if written.field is None:
        return
    plot = behind.found(written.field)
    if isinstance(plot.leaf, Dynamic):
        behind.of_metric(plot, written.metric)
    if written.aggregation != "count":
        of = None if one.aggregate is None else one.aggregate.of
        behind.present(plot, None if of is None else of.type)


def of_all(bound: BoundWidget) -> Query:
    """Return the query of the measures of all rows under the filter."""
    of_measures = asked(bound.measured, {})
    measures = (*of_measures.measures, Aggregate("n", "count"))
    if bound.to_many:
        # Also where only a dimension is of related rows, these are counted.
        related = next((one.plotted for one in bound.columns if one.plotted.found.to_many), None)
        measures = (*measures, Aggregate("records", "count_records"))
        measures += () if related is None else (Aggregate("related", "count_values", related),)
    return Query(measures=measures, derived=of_measures.derived)


def totals_of(bound: BoundWidget, execution: Execution) -> dict[str, Any]:
    """Return the measures of all rows: of each its own, never made of those of rows."""
    ((_, row),) = execution.ask(of_all(bound)).rows
    return wide(bound, Values(bound.measured), row, length_of(bound.scan.range))


def wide(bound: BoundWidget, values: Values, row: Any, lasts: timedelta | None) -> dict[str, Any]:
    """Return a wide row's measures, with the numbers of its rows `n`, and of its `records`."""
    found = values.of(row, lasts) | {"sample_count": 0 if row is None else int(row.n)}
    counts = values.counts(row)
    found |= {"sample_counts": counts} if counts else {}
    return found | {"record_count": 0 if row is None else int(row.records)} if bound.to_many else found
