"""From a row of an answer back to a filter: exactly the records behind it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any, Final, cast

from widgetql.charts.bind import Drafted, draft_widget, read_filters
from widgetql.charts.buckets import Calendar, Grain, Interval, bucket_at
from widgetql.charts.rules import aggregations_for, charts_for
from widgetql.charts.spec import ByField, ByInterval
from widgetql.errors import Pointer, Problems, unparsed
from widgetql.execution import Runner
from widgetql.fields import Dynamic
from widgetql.filters.bind import read_filter
from widgetql.filters.bound import AllOf, Window
from widgetql.filters.merge import Document
from widgetql.filters.pinned import Pinner, all_of, group
from widgetql.filters.time_range import closed_range, implied_range
from widgetql.filters.values import Values
from widgetql.paths import Found, chooser_path
from widgetql.request import Request
from widgetql.types import DataType

_JSON = dict[str, Any]


def drill_filter(
    source: Any, row: dict[str, Any], documents: list[Document], request: Request, runner: Runner | None
) -> _JSON:
    """Return the filter of the records behind a row.

    Raises `InvalidInput` for a widget, filter or row with problems, and where the dataset's operators cannot
    say what is behind the row.
    """
    problems = request.problems
    drafted = draft_widget(source, request, runner)
    # Without a connection the metric's kind stays open: `_types` asks for it where it matters.
    problems[:] = [problem for problem in problems if problem.code != "connection_required"]
    given = _Row(row, request.limits.longest_rest, problems)
    problems.raise_any()
    drill = _Drill(drafted, given, request)
    conditions = [*drill.filters(documents), *drill.behind_row()]
    problems.raise_any()
    found = all_of(conditions)
    _judge(found, drill, request)
    problems.raise_any()
    return found


def _judge(found: _JSON, drill: _Drill, request: Request) -> None:
    """Note what is wrong with the filter: the row's values came from a client."""
    lifted = replace(request, limits=request.limits.lifted(), problems=Problems())
    read_filter(found, Pointer("row"), lifted)
    for problem in lifted.problems:
        request.problems.add(drill.place(found, problem.pointer), problem.code, problem.message)


class _Row:
    """A row of an answer as it comes back from a client: anything may be missing or wrong."""

    def __init__(self, row: Any, longest: int, problems: Problems) -> None:
        self.at: Final = Pointer("row")
        self.longest: Final = longest
        self.problems: Final = problems
        self.data: _JSON = cast("_JSON", row) if isinstance(row, dict) else {}
        if not isinstance(row, dict):
            problems.add(self.at, "not_an_object", f"expected a row of the answer, got {unparsed(row)}")

    def value(self, key: str) -> Any:
        """Return what stands under a key that the row must have; null is a value."""
        if key not in self.data:
            self.problems.add(self.at / key, "missing_key", f"the row has no {key}")
        return self.data.get(key)

    def excluded(self, key: str) -> list[Any] | None:
        """Return the values that a rest is made without; None where the row is no rest."""
        found: object = self.data.get(key)
        if found is None:
            # A group may be called "other" as well: only what it is made without tells the rest.
            if key == "excluded" and self.data.get("other") is True and not self.data.get("group_excluded"):
                message = "the row is the rest, and does not say what it is without"
                self.problems.add(self.at / key, "missing_key", message)
            return None
        if isinstance(found, list):
            listed = cast("list[Any]", cast("object", found))
            if len(listed) <= self.longest:
                return listed
            message = f"a list of {len(listed)} values; at most {self.longest}"
            self.problems.add(self.at / key, "too_long", message)
            return []
        self.problems.add(self.at / key, "not_a_list", f"expected a list, got {unparsed(found)}")
        return []


class _Drill:
    def __init__(self, drafted: Drafted, row: _Row, request: Request) -> None:
        self.drafted: Final = drafted
        self.widget: Final = drafted.widget
        self.chosen: Final = drafted.chosen
        self.row: Final = row
        self.request: Final = request
        self.at: Final = row.at
        dataset, clock, limits = request.dataset, request.clock, request.limits
        self.pinner: Final = Pinner(dataset, clock, limits, request.problems)
        self.values: Final = Values(self.pinner, clock)
        # Conditions on the record, and on the one related row that a to-many widget plots.
        self.record: Final[list[_JSON]] = []
        self.related: Final[list[_JSON]] = []
        # Where in the row a condition's values stand, by the condition's identity.
        self._places: Final[dict[int, Pointer]] = {}

    def place(self, found: _JSON, pointer: str) -> Pointer:
        """Return where in the row a value stands that the filter has at a place; else the row itself."""
        node: Any = found
        for token in pointer.split("/")[1:]:
            if id(node) in self._places:
                break
            node = node[int(token) if isinstance(node, list) else token]
        return self._places.get(id(node), self.at)

    def filters(self, documents: list[Document]) -> list[_JSON]:
        """Return the effective filter with absolute instants, closed at `now` where it is open."""
        request = self.request
        read = read_filters(self.drafted, documents, request)
        # Only what is right can be pinned: a text operator on a date-time has no window.
        request.problems.raise_any()
        pinned = [self.pinner.pinned(written) for written, _ in read]
        implied = implied_range(AllOf(tuple(bound for _, bound in read)), self.timestamp.path)
        if implied.end is None and not implied.empty:
            end = closed_range(implied, request.clock).end
            pinned.append(self._within(Window(None, end, None, end, self.at)))
        return pinned

    @property
    def timestamp(self) -> Found:
        """The dataset's timestamp."""
        dataset = self.request.dataset
        return dataset.paths[str(dataset.timestamp_path)]

    def behind_row(self) -> list[_JSON]:
        """Return the conditions that the row adds."""
        BEHIND_ROW[self.widget.chart_type](self)
        if self.related:
            self.record.append(group("same_row", self.related))
        return self.record

    def by_id(self) -> None:
        """Ask for the record itself."""
        dataset = self.request.dataset
        if len(dataset.ids) > 1:
            self._by_ids(dataset.key_paths())
            return
        path = dataset.id_path
        if path is None:
            self.pinner.refuse(self.at, "the dataset declares no field over its id")
        else:
            found = self._found(path)
            self._same(found, "id")

    def _by_ids(self, paths: list[str] | None) -> None:
        """Ask for each column of the record's key."""
        given: object = self.row.value("id")
        ids = cast("list[Any]", cast("object", given)) if isinstance(given, list) else []
        if paths is None:
            self.pinner.refuse(self.at, "the dataset declares no field over some column of its id")
        elif len(ids) != len(paths):
            self.request.problems.add(self.at / "id", "not_a_list", f"expected a list of {len(paths)} values")
        else:
            for path, id in zip(paths, ids, strict=True):
                found = self._found(path)
                self._add(found, self.values.equals(found, id, self.at / "id"), at=self.at / "id")

    def bar(self) -> None:
        """Ask for the bucket, the group, and what went into the value."""
        plot = self._plot()
        grain: Grain
        if isinstance(self.widget.group_by, ByInterval):
            grain = Interval(self.widget.group_by.length)
        else:
            assert self.widget.time_period is not None
            grain = Calendar(self.widget.time_period, self.request.clock)
        self._in_bucket(grain, "time_interval")
        if self.widget.aggregation_function != "count" and plot is not None:
            self._add(plot, self.values.present(plot, self._types(plot), self.at))
        self.group()
        self._some_related_row(plot)

    def pie(self) -> None:
        """Ask for the slice and the group."""
        plot = self._plot()
        if plot is not None:
            excluded = self.row.excluded("excluded")
            if excluded is None:
                self._same(plot, "label", is_typed=True)
            else:
                self._none_of(plot, excluded, "excluded")
                if None in excluded or not self.widget.include_missing:
                    self._add(plot, self.values.present(plot, self._types(plot), self.at))
        self.group()

    def table(self) -> None:
        """Ask for the value of each dimension."""
        fields = [self._found(dimension.field) for dimension in self.widget.dimensions]
        fields += [self._found(metric.field) for metric in self.widget.metrics if metric.field is not None]
        many = next((found for found in fields if found.to_many), None)
        if many is not None:
            for found in fields:
                if isinstance(found.leaf, Dynamic) and not self.related:
                    self._of_metric(found)
        for dimension in self.widget.dimensions:
            if dimension.period is not None:
                self._in_bucket(Calendar(dimension.period, self.request.clock), dimension.field)
                continue
            self._same(self._found(dimension.field), dimension.field, is_typed=True)
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
            # Missing or not: always true of a related row, so it asks for nothing but the row.
            missing = self.values.missing(plot, {plot.leaf.type}, self.at)
            self.related.append(group("or", [missing, group("not", [missing])]))

    def group(self) -> None:
        """Ask for the group, or for the rest without the groups that were kept."""
        grouped = self.widget.group_by
        key = "group_excluded" if self.widget.chart_type == "pie" else "excluded"
        excluded = self.row.excluded(key)
        match grouped:
            case ByField(path):
                found = self._found(path)
                if excluded is None:
                    self._same(found, "group")
                else:
                    self._none_of(found, excluded, key)
                    if None in excluded:
                        self._add(found, self.values.present(found, {found.leaf.type}, self.at))
            case ByInterval(length) if self.widget.chart_type != "bar":
                if excluded is None:
                    self._in_bucket(Interval(length), "group")
                else:
                    windows = [self._window(Interval(length), start, self.at / key) for start in excluded]
                    parts = [self._within(window) for window in windows if window is not None]
                    rest = group("not", parts)
                    self._places[id(rest)] = self.at / key
                    self.record.append(rest)
            case _:
                return

    def _in_bucket(self, grain: Grain, key: str) -> None:
        window = self._window(grain, self.row.value(key), self.at / key)
        if window is not None:
            self.record.append(self._within(window))

    def _within(self, window: Window) -> _JSON:
        self._check_filter(self.timestamp)
        return self.pinner.within(self.timestamp, window, self.at)

    def _window(self, grain: Grain, start: Any, at: Pointer) -> Window | None:
        moment = self.values.moment(start, at)
        if moment is None:
            return None
        first, last = bucket_at(grain, moment)
        return Window(first, last, first, last, self.at)

    def _types(self, plot: Found) -> set[DataType]:
        """Return the type that a field's values are read as.

        A dynamic field has that of the widget's metric: looked up, declared, or the only one that fits.
        """
        leaf, widget = plot.leaf, self.widget
        if not isinstance(leaf, Dynamic):
            return {leaf.type}
        if self.chosen is not None:
            return {self.chosen.kind.type}
        if widget.data_type not in (None, DataType.DYNAMIC):
            return {DataType(str(widget.data_type))}
        found = {
            kind.type
            for kind in leaf.kinds.values()
            if widget.chart_type in charts_for(kind.type, kind.charts) | {"table"}
            and (widget.aggregation_function or "count") in aggregations_for(kind.type)
        }
        if len(found) > 1:
            message = f"what counts as a value of {plot.path} depends on its metric: pass the connection"
            self.request.problems.add(widget.at / "metric", "connection_required", message)
        return found

    def _same(self, found: Found, key: str, *, is_typed: bool = False) -> None:
        """Ask for the value under a key of the row; null is missing, if need be of the metric's type."""
        value, at = self.row.value(key), self.at / key
        types = (self._types(found) if value is None else set[DataType]()) if is_typed else None
        self._add(found, self.values.equals(found, value, at, types), at=at)

    def _none_of(self, found: Found, excluded: list[Any], key: str) -> None:
        """Ask for none of the values that a rest is made without."""
        at = self.at / key
        self._add(found, *self.values.none_of(found, excluded, at), at=at)

    def _add(self, found: Found, *conditions: _JSON, at: Pointer | None = None) -> None:
        self._check_filter(found)
        if at is not None:
            self._places.update((id(one), at) for one in conditions)
        (self.related if found.to_many else self.record).extend(conditions)

    def _check_filter(self, found: Found) -> None:
        if not found.leaf.filter:
            named = "what tells these records apart" if found.is_hidden else found.path
            self.pinner.refuse(self.at, f"{named} is for plots only")

    def _found(self, path: str) -> Found:
        found = self.request.dataset.find(path)
        # The widget is bound: every path in it names a field.
        assert found is not None
        return found


# One row a chart: what the row of its answer says about the records.
BEHIND_ROW: Final[Mapping[str, Callable[[_Drill], None]]] = MappingProxyType(
    {
        "line": _Drill.by_id,
        "bar": _Drill.bar,
        "pie": _Drill.pie,
        "stat": _Drill.group,
        "list": _Drill.by_id,
        "table": _Drill.table,
    }
)
