"""What a widget says by itself, bound: fields with their types, held against the rules matrix."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Final

from widgetql.charts.bound import After, Column
from widgetql.charts.buckets import Calendar, Interval
from widgetql.charts.divided import divided
from widgetql.charts.measure import Measure
from widgetql.charts.pages import Place, order_of, read_place
from widgetql.charts.rules import CHARTS_OF_FIELDS, COSTLY, ORDERED_CHARTS
from widgetql.charts.spec import ByField, ByInterval, Dimension, Widget
from widgetql.dataset import Dataset
from widgetql.dynamic import Chosen, look_up
from widgetql.errors import Pointer, Problems, shown
from widgetql.execution import Runner
from widgetql.fields import Dynamic, aggregations_of, charts_of, in_own_terms
from widgetql.filters.bind import find_field
from widgetql.filters.budget import Budget
from widgetql.filters.time_range import timestamp_of
from widgetql.paths import Found
from widgetql.plan.query import Aggregate, Grain, Plotted
from widgetql.request import Request
from widgetql.types import DataType

# What may be wrong with a column whose name is known.
_NAMED: Final = frozenset({"unknown_field", "aggregation_not_allowed", "not_plottable"})
# What may stand in the place of a key that a chart needs.
_INSTEAD: Final[Mapping[str, Mapping[str, tuple[str, ...]]]] = MappingProxyType(
    {
        "bar": {
            "field": ("metrics",),
            "aggregation_function": ("metrics",),
            "time_period": ("x", "group_by"),
        },
        "table": {"dimensions": ("metrics",)},
    }
)


@dataclass(frozen=True, slots=True)
class Drafted:
    """What a widget says by itself, whatever its filters: `fields` are bound, the range is not yet known."""

    widget: Widget
    plot: Plotted | None = None
    chosen: Chosen | None = None
    grain: Grain | None = None
    group: Plotted | Interval | None = None
    columns: tuple[Column, ...] = ()
    measures: tuple[Aggregate, ...] = ()
    after: After | None = None
    over: Column | None = None
    measured: tuple[Measure, ...] = ()
    budget: Budget | None = None
    # See `BoundWidget.made`.
    made: dict[Any, Any] = field(default_factory=dict[Any, Any], compare=False, repr=False)

    @property
    def moved_by(self) -> Grain | None:
        """The grain that a range is moved by: of a table that of the dimension that is a period of time."""
        return self.grain or next((one.grain for one in self.columns if one.grain is not None), None)

    @property
    def fields(self) -> list[Plotted]:
        """Every field that is shown, grouped by or aggregated."""
        fields = [self.plot, self.group if isinstance(self.group, Plotted) else None]
        fields += [column.plotted for column in self.columns]
        fields += [] if self.over is None else [self.over.plotted]
        fields += [measure.of for measure in self.measures]
        return [field for field in fields if field is not None]


class Drafter:
    """Binds the parts of a widget, noting every problem."""

    def __init__(self, widget: Widget, request: Request, runner: Runner | None) -> None:
        self.widget: Final = widget
        self.request: Final = request
        self.dataset: Final[Dataset] = request.dataset
        self.problems: Final[Problems] = request.problems
        self.runner: Final = runner
        self.chosen: Chosen | None = None
        self.asks_metric = False
        # Of the widget's own filters and those of its measures.
        self.budget: Final = Budget(request.limits, request.problems)

    def drawn(self) -> Drafted:
        """Bind a line or pie: a field, its metric, its group."""
        plot = self.required_plot()
        if plot is not None:
            self.check_chart(plot)
        return Drafted(self.widget, plot, self.chosen, group=self.group(plot))

    def check_size(self) -> None:
        """Refuse more dimensions, metrics and dear metrics than the limits have."""
        widget, limits = self.widget, self.request.limits
        distinct = [one for one in widget.metrics if one.aggregation in COSTLY]
        sizes = (
            # Without metrics a table's dimensions are columns, which nothing is grouped by.
            (
                "dimensions",
                "dimensions",
                len(widget.dimensions) if widget.metrics else 0,
                limits.max_dimensions,
            ),
            ("metrics", "metrics", len(widget.metrics), limits.max_measures),
            ("metrics", "percentiles and distinct counts", len(distinct), limits.max_distinct),
        )
        for key, what, size, most in sizes:
            if size > most:
                self.problems.add(widget.at / key, "too_many", f"{size} {what}; at most {most}")

    # Fields

    def required_plot(self) -> Plotted | None:
        """Return the field of a chart that cannot do without."""
        widget = self.widget
        if widget.field is None:
            self.missing("field", f"a {widget.chart_type} needs a field")
            return None
        plot = self.plotted(widget.field, widget.at / "field")
        if plot is not None:
            self.check_data_type(plot)
            if widget.metric is not None and plot.found.leaf.type is not DataType.DYNAMIC:
                self.metric_unused()
        return plot

    def plotted(self, path: str, at: Pointer, *, dynamic: bool = True) -> Plotted | None:
        """Return a field that may be plotted, its type resolved."""
        found = find_field(path, "plot", self.dataset, self.request.limits, at, self.problems)
        if found is None:
            return None
        if not found.leaf.plot:
            self.problems.add(at, "not_plottable", f"{path} is for filters only")
            return None
        if found.leaf.type is not DataType.DYNAMIC:
            return Plotted(found, found.leaf.type)
        if not dynamic:
            self.problems.add(at, "not_plottable", f"{path} has no type of its own, so it cannot stand here")
            return None
        chosen = self.metric_of(found)
        return None if chosen is None else Plotted(found, chosen.kind.type)

    def metric_of(self, found: Found) -> Chosen | None:
        """Return the widget's metric, looked up once."""
        self.asks_metric = True
        if self.chosen is not None:
            return self.chosen
        widget, at = self.widget, self.widget.at / "metric"
        if widget.metric is None:
            self.missing("metric", f"{found.path} needs a metric")
            return None
        self.chosen = look_up(self.runner, widget.metric, found, self.request, at)
        return self.chosen

    def field_of_record(self, path: str, at: Pointer) -> Plotted | None:
        """Return a field of which a record has exactly one value."""
        plotted = self.plotted(path, at, dynamic=False)
        if plotted is not None and plotted.found.to_many:
            self.problems.add(at, "fan_out", f"{path} has many values for one record")
            return None
        return plotted

    def group(self, plot: Plotted | None) -> Plotted | Interval | None:
        """Bind `group_by`."""
        match self.widget.group_by:
            case ByInterval(length):
                return Interval(length)
            case ByField(path, at):
                group = self.plotted(path, at, dynamic=False)
                if group is not None:
                    self.check_one_relation([group] if plot is None else [plot, group], at)
                    if group.found.to_many and (plot is None or not plot.found.to_many):
                        self.problems.add(at, "fan_out", f"{path} has many values for one record")
                        return None
                return group
            case None:
                return None

    def dimension(self, written: Dimension) -> Column | None:
        """Bind a dimension of a table or a pivot."""
        # Without measures a table shows raw rows; a pivot has measures, or lacks them.
        is_grouped = bool(self.widget.metrics) or self.widget.chart_type == "pivot"
        plotted = self.plotted(written.field, written.at, dynamic=not is_grouped)
        if plotted is None:
            return None
        if written.part is not None or written.bins is not None:
            return divided(plotted, written, self.problems, is_grouped=is_grouped)
        if written.period is None:
            return Column(written.name, plotted)
        if written.field not in self.dataset.timestamp_names:
            message = f"only {timestamp_of(self.dataset)} goes by time_period"
            self.problems.add(written.at / "time_period", "not_for_chart", message)
        if not is_grouped:
            message = "a time_period needs metrics: without them a table shows raw rows"
            self.problems.add(written.at / "time_period", "not_for_chart", message)
        return Column(written.name, plotted, Calendar(written.period, self.request.clock))

    def place(self, columns: Sequence[Column]) -> Place | None:
        """Return where rows of records go on, of which some columns are shown."""
        widget, most = self.widget, self.request.limits.max_answer_rows
        by, named = order_of(widget.order_by), {column.name: column.plotted for column in columns}
        fields = [named[name] for name, _ in by if name in named]
        at = widget.at / "cursor"
        return read_place(str(widget.cursor), by, fields, self.dataset, most, at, self.problems)

    # Rules

    def check_chart(self, plot: Plotted) -> None:
        """Hold the field against the rules matrix."""
        chart = self.widget.chart_type
        is_dynamic = isinstance(plot.found.leaf, Dynamic)
        kind = self.chosen.kind if is_dynamic and self.chosen is not None else None
        allowed = charts_of(plot.found.leaf, kind)
        if chart in CHARTS_OF_FIELDS and chart not in allowed:
            drawn = " or ".join(sorted(allowed)) or "nothing"
            message = f"{plot.found.path} is {plot.type}, which is drawn as {drawn}, not {chart}"
            if chart in ORDERED_CHARTS:
                message = in_own_terms(plot.found.leaf, message) or message
            self.problems.add(self.widget.at / "chart_type", "chart_not_allowed", message)

    def check_aggregation(self, plot: Plotted, aggregation: str, at: Pointer) -> None:
        """Hold an aggregation against the rules matrix."""
        allowed = aggregations_of(plot.found.leaf, plot.type)
        if aggregation not in allowed:
            message = f"{plot.found.path} is {plot.type}, which takes {', '.join(allowed)}, not {aggregation}"
            self.problems.add(
                at, "aggregation_not_allowed", in_own_terms(plot.found.leaf, message) or message
            )

    def check_data_type(self, plot: Plotted) -> None:
        """Hold a declared data type against the field's."""
        declared = self.widget.data_type
        if declared is not None and declared not in (plot.type, plot.found.leaf.type):
            message = f"{plot.found.path} is {plot.type}, not {declared}"
            self.problems.add(self.widget.at / "data_type", "data_type_mismatch", message)

    def check_one_relation(self, fields: list[Plotted], at: Pointer) -> None:
        """Refuse fields of two different to-many relations: their rows would multiply each other."""
        relations = {field.found.steps[: field.found.to_many] for field in fields if field.found.to_many}
        if len(relations) > 1:
            names = ", ".join(sorted(steps[-1].path for steps in relations))
            self.problems.add(at, "fan_out", f"one to-many relation at a time; these are {names}")

    def check_order(self, names: list[str], columns: tuple[Column, ...]) -> None:
        """Refuse to sort by what is no column, or has no order in SQL, where the names are known."""
        leaves = {one.name: one.plotted.found.leaf for one in columns}
        written = {one.name for one in self.widget.dimensions} | {one.name for one in self.widget.metrics}
        for order in () if self._is_nameless() else self.widget.order_by:
            if order.name not in names:
                if order.name in written:
                    # Something else is wrong with it.
                    continue
                message = f"{shown(order.name)} is none of {', '.join(names)}"
                self.problems.add(order.at / "name", "unknown_field", message)
            elif order.name in leaves and (
                why := in_own_terms(leaves[order.name], f"no order of {order.name}")
            ):
                self.problems.add(order.at / "name", "not_for_chart", why)

    def _is_nameless(self) -> bool:
        """Tell whether something is wrong with a column beside which its name may be another."""
        named = [f"{self.widget.at / key}/" for key in ("dimensions", "columns", "metrics")]
        return any(
            f"{problem.pointer}/".startswith(at) and problem.code not in _NAMED
            for problem in self.problems
            for at in named
        )

    def check_fields(self) -> None:
        """Look up the fields of a widget of which no chart is known."""
        widget = self.widget
        paths = [] if widget.field is None else [(widget.field, widget.at / "field")]
        paths += [(one.field, one.at) for one in widget.dimensions]
        paths += [(one.field, one.at / "field") for one in widget.metrics if one.field is not None]
        if isinstance(widget.group_by, ByField):
            paths.append((widget.group_by.field, widget.group_by.at))
        for path, at in paths:
            find_field(path, "plot", self.dataset, self.request.limits, at, self.problems)

    def check_names(self, named: Iterable[tuple[str, Pointer]], others: Iterable[str] = ()) -> None:
        """Refuse a name, given with its place, that one before it has, or some other column of the rows."""
        taken = {*others}
        for name, at in named:
            if name in taken:
                self.problems.add(at, "duplicate_name", f"two columns are named {shown(name)}")
            taken.add(name)

    def missing(self, key: str, message: str) -> None:
        """Note a key that the chart needs, unless reading it, or what may stand in its place, has failed."""
        instead = _INSTEAD.get(self.widget.chart_type, {}).get(key, ())
        unset = [other for other in instead if getattr(self.widget, other) in (None, ())]
        if not any(map(self.is_unread, (key, *unset))):
            message += f", or {' or '.join(instead)}" if instead else ""
            self.problems.add(self.widget.at / key, "missing_key", message)

    def is_unread(self, key: str) -> bool:
        """Tell whether something is wrong with what stands under a key."""
        at = f"{self.widget.at / key}/"
        return any(f"{problem.pointer}/".startswith(at) for problem in self.problems)

    def metric_unused(self) -> None:
        """Note a metric beside a field that has a type of its own."""
        self.problems.add(self.widget.at / "metric", "not_for_chart", "only a dynamic field takes a metric")
