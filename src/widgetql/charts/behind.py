"""From a row of an answer back to conditions: what it says about the records behind it."""

from __future__ import annotations

from typing import Any, Final, cast

from widgetql.charts.buckets import Calendar, Interval, bucket_at
from widgetql.charts.draft import Drafted
from widgetql.charts.rules import SHARE, aggregations_for, charts_for
from widgetql.charts.spec import ByField, ByInterval, Dimension
from widgetql.errors import Pointer, Problems, unparsed
from widgetql.fields import Dynamic
from widgetql.filters.ast import Filter
from widgetql.filters.bound import Window
from widgetql.filters.pinned import Pinner, condition, group
from widgetql.filters.time_range import TimeRange
from widgetql.filters.values import Values
from widgetql.paths import Found, chooser_path
from widgetql.plan.query import Grain
from widgetql.request import Request
from widgetql.types import DataType

_JSON = dict[str, Any]


class Given:
    """A row of an answer as it comes back from a client: anything may be missing or wrong."""

    def __init__(self, row: Any, longest: int, problems: Problems, at: Pointer | None = None) -> None:
        self.at: Final = at or Pointer("row")
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


class Behind:
    """The conditions that a row of an answer adds to the filter of its widget.

    `record` holds of the record, `related` of the one related row that a to-many widget plots.
    """

    def __init__(self, drafted: Drafted, given: Given, request: Request) -> None:
        self.drafted: Final = drafted
        self.widget: Final = drafted.widget
        self.chosen: Final = drafted.chosen
        self.given: Final = given
        self.request: Final = request
        self.at: Final = given.at
        # That of the widget, once its filters are read.
        self.range = TimeRange(None, None, None, None)
        dataset, clock, limits = request.dataset, request.clock, request.limits
        self.pinner: Final = Pinner(dataset, clock, limits, request.problems)
        self.values: Final = Values(self.pinner, clock)
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

    @property
    def timestamp(self) -> Found:
        """The dataset's timestamp."""
        dataset = self.request.dataset
        return dataset.paths[str(dataset.timestamp_path)]

    def join(self, part: Behind) -> None:
        """Ask for what a part of the row does too."""
        self.record.extend(part.record)
        self.related.extend(part.related)
        self._places.update(part._places)

    def conditions(self) -> list[_JSON]:
        """Return the conditions that were asked for."""
        return [*self.record, *([group("same_row", self.related)] if self.related else [])]

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
            found = self.found(path)
            self.same(found, "id")

    def _by_ids(self, paths: list[str] | None) -> None:
        """Ask for each column of the record's key."""
        given: object = self.given.value("id")
        ids = cast("list[Any]", cast("object", given)) if isinstance(given, list) else []
        if paths is None:
            self.pinner.refuse(self.at, "the dataset declares no field over some column of its id")
        elif len(ids) != len(paths):
            self.request.problems.add(self.at / "id", "not_a_list", f"expected a list of {len(paths)} values")
        else:
            for path, id in zip(paths, ids, strict=True):
                found = self.found(path)
                self._add(found, self.values.equals(found, id, self.at / "id"), at=self.at / "id")

    def plot(self) -> Found | None:
        """Return the plotted field; of a dynamic one only the rows of the widget's metric count."""
        if self.widget.field is None:
            return None
        plot = self.found(self.widget.field)
        if isinstance(plot.leaf, Dynamic):
            self.of_metric(plot)
        return plot

    def of_metric(self, dynamic: Found, metric: Any = None) -> None:
        """Ask for a row of a metric, else of the widget's."""
        chooser = self.found(chooser_path(dynamic))
        asked = self.widget.metric if metric is None else metric
        self._add(chooser, self.values.equals(chooser, asked, self.at))

    def some_related_row(self, plot: Found | None) -> None:
        """Where nothing else is asked of the related row, ask that there is one."""
        if plot is not None and plot.to_many and not self.related:
            # Missing or not: always true of a related row, so it asks for nothing but the row.
            if isinstance(plot.leaf, Dynamic):
                # Of rows of every metric: what tells the metric has one type.
                plot = self.found(chooser_path(plot))
            missing = self.values.missing(plot, {plot.leaf.type}, self.at)
            self.related.append(group("or", [missing, group("not", [missing])]))

    def group(self) -> None:
        """Ask for the group, or for the rest without the groups that were kept."""
        grouped = self.widget.group_by
        has_own_rest = self.widget.chart_type == "pie" or self.widget.x is not None
        key = "group_excluded" if has_own_rest else "excluded"
        excluded = self.given.excluded(key)
        match grouped:
            case ByField(path):
                found = self.found(path)
                if excluded is None:
                    self.same(found, "group")
                else:
                    self.none_of(found, excluded, key)
                    if None in excluded:
                        self._add(found, self.values.present(found, {found.leaf.type}, self.at))
            case ByInterval(length) if self.widget.chart_type != "bar":
                if excluded is None:
                    self.in_bucket(Interval(length), "group")
                else:
                    windows = [self._window(Interval(length), start, self.at / key) for start in excluded]
                    parts = [self.within(window) for window in windows if window is not None]
                    rest = group("not", parts)
                    self._places[id(rest)] = self.at / key
                    self.record.append(rest)
            case _:
                return

    def in_bucket(self, grain: Grain, key: str) -> None:
        """Ask for the bucket that the instant under a key begins."""
        window = self._window(grain, self.given.value(key), self.at / key)
        if window is not None:
            self.record.append(self.within(window))

    @property
    def is_earlier(self) -> bool:
        """Whether the row is what another is compared with: only these say their range."""
        return self.widget.compare is not None and "range" in self.given.data

    def in_range(self, key: str, whole: Window) -> None:
        """Ask for the instants of the range under a key; an end that the whole includes is in it."""
        given, at = self.given.data[key], self.at / key
        if not isinstance(given, dict):
            self.request.problems.add(
                at, "not_an_object", f"expected a start and an end, got {unparsed(given)}"
            )
            return
        span = cast("_JSON", given)
        start, end = (self.values.moment(span.get(name), at / name) for name in ("start", "end"))
        if start is not None and end is not None:
            first = whole.start if start == whole.shown_start else start
            last = whole.end if end == whole.shown_end else end
            self.record.append(self.within(Window(first, last, start, end, at)))

    def within(self, window: Window) -> _JSON:
        """Return the condition that the timestamp is inside a window."""
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
        # Other charts may have one left behind, which says nothing of the metric.
        aggregation = widget.aggregation_function if widget.chart_type == "bar" else None
        # A share is one of values.
        aggregation = "count" if aggregation in (None, SHARE) else aggregation
        found = {
            kind.type
            for kind in leaf.kinds.values()
            if widget.chart_type in charts_for(kind.type, kind.charts) | {"table"}
            and aggregation in aggregations_for(kind.type)
        }
        if len(found) > 1:
            message = f"what counts as a value of {plot.path} depends on its metric: pass the connection"
            self.request.problems.add(widget.at / "metric", "connection_required", message)
        return found

    def present(self, plot: Found, as_type: DataType | None = None) -> None:
        """Ask for a value, of a type where it is known."""
        types = self._types(plot) if as_type is None else {as_type}
        self._add(plot, self.values.present(plot, types, self.at))

    def under(self, written: Filter) -> None:
        """Ask for what a filter does, its times absolute."""
        self.record.append(self.pinner.pinned(written))

    def missing(self, plot: Found) -> None:
        """Ask for no value."""
        self._add(plot, self.values.missing(plot, self._types(plot), self.at))

    def between(self, plot: Found, low: str, high: str) -> None:
        """Ask for a value from what stands under one key on, and below what stands under another."""
        bounds = [("gte", low, self.given.value(low)), ("lt", high, self.given.value(high))]
        asked = [(op, key, value) for op, key, value in bounds if value is not None]
        if not asked:
            message = f"the row has neither {low} nor {high}"
            self.request.problems.add(self.at / low, "missing_key", message)
        for op, key, value in asked:
            if op not in plot.leaf.operators:
                self.pinner.refuse(self.at / key, f"{plot.path} does not take {op}")
            self._add(plot, condition(plot.path, op, value), at=self.at / key)

    def of_dimension(self, dimension: Dimension) -> None:
        """Ask for the value of a dimension."""
        found = self.found(dimension.field)
        if dimension.period is not None:
            self.in_bucket(Calendar(dimension.period, self.request.clock), dimension.name)
        elif dimension.part is not None:
            self.in_part(found, dimension.part, dimension.name)
        elif dimension.bins is not None:
            self.in_bin(found, f"{dimension.name}.from", f"{dimension.name}.to")
        else:
            self.same(found, dimension.name)

    def in_bin(self, plot: Found, low: str, high: str) -> None:
        """Ask for a value of the bin under two keys; of a bin without ends for no value."""
        if self.given.value(low) is None and self.given.value(high) is None:
            self.missing(plot)
        else:
            self.between(plot, low, high)

    def in_part(self, found: Found, part: str, key: str) -> None:
        """Ask for the part of time under a key; null is a missing time."""
        value, at = self.given.value(key), self.at / key
        if value is None:
            self.missing(found)
        else:
            asked = {"field": found.path, "part": part, "op": "eq", "value": value}
            self._add(found, asked, at=at)

    def same(self, found: Found, key: str) -> None:
        """Ask for the value under a key of the row; null is missing, if need be of the metric's type."""
        value, at = self.given.value(key), self.at / key
        types = self._types(found) if value is None else None
        self._add(found, self.values.equals(found, value, at, types), at=at)

    def none_of(self, found: Found, excluded: list[Any], key: str) -> None:
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

    def found(self, path: str) -> Found:
        """Return what a path of the widget names."""
        found = self.request.dataset.find(path)
        # The widget is bound: every path in it names a field.
        assert found is not None
        return found
