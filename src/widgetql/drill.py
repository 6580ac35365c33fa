"""From a row of an answer back to a filter: exactly the records behind it."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from widgetql.charts.buckets import Calendar, Grain, Interval, bucket_at
from widgetql.charts.parse import parse_widget
from widgetql.charts.rules import aggregations_for, charts_for
from widgetql.charts.spec import ByField, ByInterval, Widget
from widgetql.dataset import Found, chooser_path
from widgetql.dynamic import look_up
from widgetql.errors import Pointer, shown
from widgetql.fields import Dynamic
from widgetql.filters.bind import bind_filter, find_field
from widgetql.filters.bound import AllOf, Window
from widgetql.filters.merge import Document
from widgetql.filters.parse import parse_filter
from widgetql.filters.pinned import Pinner, all_of, group
from widgetql.filters.time_range import closed_range, implied_range
from widgetql.filters.values import Values
from widgetql.relative_time import Clock, Instant, InvalidTime, read_time
from widgetql.request import Request
from widgetql.types import DataType

_JSON = dict[str, Any]


def drill_filter(
    source: Any, row: dict[str, Any], documents: list[Document], request: Request, connection: Any
) -> _JSON:
    """Return the filter of the records behind a row.

    Raises `InvalidInput` for a widget or filter with problems, and where the dataset's operators cannot say it.
    """
    widget = parse_widget(source, Pointer("widget"), request.limits, request.problems)
    request.problems.raise_any()
    drill = _Drill(widget, row, request, connection)
    conditions = [*drill.filters(documents), *drill.behind_row()]
    request.problems.raise_any()
    return all_of(conditions)


class _Drill:
    def __init__(self, widget: Widget, row: dict[str, Any], request: Request, connection: Any) -> None:
        self.widget: Final = widget
        self.row: Final = row
        self.request: Final = request
        self.connection: Final = connection
        self.at: Final = widget.at
        dataset, clock, limits = request.dataset, request.clock, request.limits
        self.pinner: Final = Pinner(dataset, clock, limits, request.problems)
        self.values: Final = Values(self.pinner, clock)
        # Conditions on the record, and on the one related row that a to-many widget plots.
        self.record: Final[list[_JSON]] = []
        self.related: Final[list[_JSON]] = []

    def filters(self, documents: list[Document]) -> list[_JSON]:
        """Return the effective filter with absolute instants, closed at `now` where it is open."""
        request, pinned, bound = self.request, [], []
        for document in documents:
            written = parse_filter(document.source, document.at, request.limits, request.problems)
            bound.append(bind_filter(written, request.dataset, request.clock, request.limits, request.problems))
            pinned.append(self.pinner.pinned(written))
        request.problems.raise_any()
        implied = implied_range(AllOf(tuple(bound)), self.timestamp.path)
        if implied.end is None and not implied.empty:
            end = closed_range(implied, request.clock).end
            pinned.append(self.pinner.within(self.timestamp, Window(None, end, None, end, self.at), self.at))
        return pinned

    @property
    def timestamp(self) -> Found:
        """The dataset's timestamp."""
        dataset = self.request.dataset
        return dataset.paths[str(dataset.timestamp_path)]

    def behind_row(self) -> list[_JSON]:
        """Return the conditions that the row adds."""
        match self.widget.chart_type:
            case "line" | "list":
                self._by_id()
            case "bar":
                self._bar()
            case "pie":
                self._pie()
            case "stat":
                self._group(None)
            case _:
                self._table()
        if self.related:
            self.record.append(group("same_row", self.related))
        return self.record

    def _by_id(self) -> None:
        path = self.request.dataset.id_path
        if path is None:
            self.pinner.refuse(self.at, "the dataset declares no field over its id")
        else:
            self.record.append(self.values.equals(self._found(path), self.row.get("id"), self.at))

    def _bar(self) -> None:
        plot = self._plot()
        grain: Grain
        if isinstance(self.widget.group_by, ByInterval):
            grain = Interval(self.widget.group_by.length)
        else:
            grain = Calendar(self.widget.time_period or "day", self.request.clock)
        self._in_bucket(grain, self.row.get("time_interval"))
        if self.widget.aggregation_function != "count" and plot is not None:
            self._add(plot, self.values.present(plot, self._types(plot), self.at))
        self._group(plot)
        self._some_related_row(plot)

    def _pie(self) -> None:
        plot = self._plot()
        if plot is not None:
            types = self._types(plot)
            if "excluded" in self.row:
                excluded = list(self.row["excluded"])
                self._add(plot, self.values.none_of(plot, excluded, self.at))
                if None in excluded or not self.widget.include_missing:
                    self._add(plot, self.values.present(plot, types, self.at))
            else:
                self._add(plot, self.values.equals(plot, self.row.get("label"), self.at, types))
        self._group(plot)

    def _table(self) -> None:
        fields = [self._found(dimension.field) for dimension in self.widget.dimensions]
        fields += [self._found(metric.field) for metric in self.widget.metrics if metric.field is not None]
        many = next((found for found in fields if found.to_many), None)
        if many is not None:
            for found in fields:
                if isinstance(found.leaf, Dynamic) and not self.related:
                    self._of_metric(found)
        for dimension in self.widget.dimensions:
            value = self.row.get(dimension.field)
            if dimension.period is not None and value is not None:
                self._in_bucket(Calendar(dimension.period, self.request.clock), value)
            else:
                found = self._found(dimension.field)
                self._add(found, self.values.equals(found, value, self.at, self._types(found)))
        self._some_related_row(many)

    def _plot(self) -> Found | None:
        """Return the plotted field; of a dynamic one only the rows of the widget's metric count."""
        if self.widget.field is None:
            return None
        plot = self._found(self.widget.field)
        if isinstance(plot.leaf, Dynamic):
            self._of_metric(plot)
        return plot

    def _of_metric(self, dynamic: Found) -> None:
        chooser = self._found(chooser_path(dynamic))
        self._add(chooser, self.values.equals(chooser, self.widget.metric, self.at))

    def _some_related_row(self, plot: Found | None) -> None:
        """Where nothing else is asked of the related row, ask that there is one."""
        if plot is not None and plot.to_many and not self.related:
            either = [self.values.missing(plot, self._types(plot), self.at)]
            self.related.append(group("or", [*either, group("not", either)]))

    def _group(self, plot: Found | None) -> None:
        row, grouped = self.row, self.widget.group_by
        excluded = row.get("group_excluded" if self.widget.chart_type == "pie" else "excluded")
        match grouped:
            case ByField(path):
                found = self._found(path)
                if excluded is None:
                    self._add(found, self.values.equals(found, row.get("group"), self.at))
                else:
                    self._add(found, self.values.none_of(found, list(excluded), self.at))
                    if None in excluded:
                        self._add(found, self.values.present(found, {found.leaf.type}, self.at))
            case ByInterval(length) if self.widget.chart_type != "bar":
                if excluded is None:
                    self._in_bucket(Interval(length), row.get("group"))
                else:
                    windows = [self._window(Interval(length), start) for start in excluded]
                    parts = [self.pinner.within(self.timestamp, window, self.at) for window in windows]
                    self.record.append(group("not", parts))
            case _:
                return

    def _in_bucket(self, grain: Grain, start: Any) -> None:
        window = self._window(grain, start)
        self.record.append(self.pinner.within(self.timestamp, window, self.at))

    def _window(self, grain: Grain, start: Any) -> Window:
        first, last = bucket_at(grain, self._instant(start))
        return Window(first, last, first, last, self.at)

    def _instant(self, value: Any) -> datetime:
        try:
            moment = read_time(value, Clock(self.request.clock.now, self.request.clock.zone))
        except (InvalidTime, TypeError):
            moment = None
        if not isinstance(moment, Instant):
            raise ValueError(f"the row has no instant where one is meant: {shown(value)}")
        return moment.at

    def _types(self, plot: Found) -> set[DataType]:
        """Return the types that a field's values may be read as: one, unless the metric's kind stays unknown."""
        leaf, widget = plot.leaf, self.widget
        if not isinstance(leaf, Dynamic):
            return {leaf.type}
        if widget.data_type not in (None, DataType.DYNAMIC):
            return {DataType(str(widget.data_type))}
        if self.connection is not None:
            dataset, context = self.request.dataset, self.request.context
            at, problems = self.at / "metric", self.request.problems
            chosen = look_up(self.connection, widget.metric, plot, dataset, context, at, problems)
            return set() if chosen is None else {chosen.kind.type}
        return {
            kind.type
            for kind in leaf.kinds.values()
            if widget.chart_type in charts_for(kind.type, kind.charts) | {"table"}
            and (widget.aggregation_function or "count") in aggregations_for(kind.type)
        }

    def _add(self, found: Found, one: _JSON) -> None:
        if not found.leaf.filter:
            self.pinner.refuse(self.at, f"{found.path} is for plots only")
        (self.related if found.to_many else self.record).append(one)

    def _found(self, path: str) -> Found:
        found = find_field(path, self.request.dataset, self.at / "field", self.request.problems)
        self.request.problems.raise_any()
        assert found is not None
        return found


