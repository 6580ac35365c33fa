"""Random widgets for any dataset: every chart, aggregation, period and group, always valid."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from typing import Any, Final

from hypothesis import strategies as st

from widgetql.charts.rules import AGGREGATIONS, PERIODS, aggregations_for, charts_for
from widgetql.dataset import Dataset, Found, chooser_path
from widgetql.fields import Dynamic, JsonKeys
from widgetql.relative_time import zone_of
from widgetql.testing.places import Place, Rows, World, evaluate, world_of
from widgetql.testing.readings import shown, stored_as, value_at
from widgetql.testing.strategies.conditions import Conditions, depth_for
from widgetql.testing.strategies.operands import Operands
from widgetql.testing.strategies.picking import Pick, picker
from widgetql.testing.strategies.records import Plan
from widgetql.testing.strategies.spans import Spans
from widgetql.testing.strategies.tabular import draw_list, draw_table
from widgetql.testing.strategies.values import JSON_KEYS, NOW
from widgetql.types import DataType

# How long a range is filled with buckets of each size: some two hundred at most.
_FILLED: Final[Mapping[str, timedelta]] = {
    "minute": timedelta(hours=5),
    "hour": timedelta(days=8),
}
_INTERVALS: Final = (3_600_000, 86_400_000, 900_000, 604_800_000, 5_400_000, 90_000_000, 1_000)
_FILLED_BUCKETS: Final = 200
_BUCKETS: Final = 40_000


def widgets(
    dataset: Dataset,
    rows: Rows,
    *,
    now: datetime = NOW,
    timezone: str | tzinfo | None = None,
) -> st.SearchStrategy[dict[str, Any]]:
    """Return widgets, always valid for a dataset over the given rows, with a range that the limits allow.

    The rows say which metrics there are, and what filters may hit. Draw rows first, then widgets for them:

    >>> from hypothesis import given, strategies as st
    >>> from widgetql.testing import expected_widget_data, rows
    >>> from widgetql.testing.example import dataset
    >>> @given(st.data())
    ... def test_widgets(data):
    ...     drawn = data.draw(rows(dataset))
    ...     widget = data.draw(widgets(dataset, drawn))
    ...     assert expected_widget_data(widget, dataset, drawn, now=NOW)["chart_type"] == widget["chart_type"]
    """
    zone = dataset.zone if timezone is None else zone_of(timezone)
    plan = Plan(dataset, 8, now, zone)
    return _widgets(Widgets(plan, rows))


@st.composite
def _widgets(draw: st.DrawFn, widgets: Widgets) -> dict[str, Any]:
    return widgets.draw(picker(draw))


@dataclass(frozen=True)
class Plot:
    """One thing to plot: a field, or a metric of a dynamic field."""

    found: Found
    type: DataType
    charts: frozenset[str]
    metric: Any = None

    def cells(self) -> dict[str, Any]:
        """Return what the plot says in a widget."""
        metric = {} if self.metric is None else {"metric": self.metric}
        return {"field": self.found.path, **metric}


class Widgets:
    """The widgets of a dataset over some rows."""

    def __init__(self, plan: Plan, rows: Rows) -> None:
        world = world_of(plan.dataset, rows, {"now": plan.now, "timezone": plan.zone})
        self.plan = plan
        self.paths = list(_plottable(plan.dataset))
        self.plots = [plot for found in self.paths for plot in _plots(found, world)]
        self.spans = Spans(plan, Operands(plan, rows))
        try:
            timestamp = frozenset({self.spans.path})
            self.conditions: Conditions | None = Conditions(plan, rows, without=timestamp)
        except ValueError:
            self.conditions = None

    def draw(self, pick: Pick) -> dict[str, Any]:
        """Draw a widget of any chart."""
        charts = [
            chart for chart in ("line", "bar", "pie") if any(chart in plot.charts for plot in self.plots)
        ]
        always = ["list", "table"] if self._columns() else ["list"]
        chart = pick(["stat"] * bool(self.plan.dataset.stats) + always + charts * 2)
        longest = timedelta.max
        match chart:
            case "stat":
                widget = {"chart_type": chart, **self._group_by(pick, None)}
            case "list":
                flat = [plot for plot in self.plots if not plot.found.to_many]
                fields = [{}, *(plot.cells() for plot in flat)]
                widget = draw_list(pick, fields, [found.path for found in self._columns()])
            case "table":
                widget = draw_table(pick, self.paths, self.spans.path)
            case _:
                widget, longest = self._draw_plot(pick, chart)
        group_by: dict[str, Any] = widget.get("group_by") or {}
        if "interval" in group_by:
            longest = min(longest, timedelta(milliseconds=group_by["interval"] * _BUCKETS))
        return {**self._dressing(pick, chart), **widget, **self._filters(pick, longest)}

    def _columns(self) -> list[Found]:
        reserved = {"id", "timestamp", "value"}
        return [
            found
            for found in self.paths
            if not found.to_many and found.leaf.type is not DataType.DYNAMIC and found.path not in reserved
        ]

    def _draw_plot(self, pick: Pick, chart: str) -> tuple[dict[str, Any], timedelta]:
        by_relation: dict[bool, list[Plot]] = {}
        for plot in self.plots:
            if chart in plot.charts:
                by_relation.setdefault(plot.metric is None, []).append(plot)
        plot = pick(pick(list(by_relation.values())))
        widget: dict[str, Any] = {"chart_type": chart, **plot.cells()}
        if pick(range(4)) == 3:
            widget["data_type"] = pick(
                (str(plot.type), "dynamic" if plot.metric is not None else str(plot.type))
            )
        if chart == "bar":
            return self._draw_bar(pick, widget, plot)
        if chart == "pie" and pick((False, True)):
            widget["include_missing"] = True
        return widget | self._group_by(pick, plot.found), timedelta.max

    def _draw_bar(self, pick: Pick, widget: dict[str, Any], plot: Plot) -> tuple[dict[str, Any], timedelta]:
        widget["aggregation_function"] = pick(aggregations_for(plot.type))
        longest = timedelta.max
        if pick(range(4)) == 3:
            interval = pick(_INTERVALS)
            widget["group_by"] = {"type": "bucket", "interval": interval}
            filled = timedelta(milliseconds=interval * _FILLED_BUCKETS)
        else:
            widget["time_period"] = pick(PERIODS[1:4] + PERIODS)
            widget |= self._group_by(pick, plot.found, buckets=False)
            filled = _FILLED.get(widget["time_period"], longest)
        # Less than the slack of a range is no range to fill.
        if pick((False, True)) and filled > timedelta(hours=4):
            widget["fill_gaps"], longest = True, filled
        return widget, longest

    def _group_by(self, pick: Pick, plotted: Found | None, buckets: bool = True) -> dict[str, Any]:
        kind = pick(("none", "field", "field", "bucket") if buckets else ("none", "field"))
        fields = [found.path for found in self.paths if _may_group(found, plotted)]
        if kind == "field" and fields:
            return {"group_by": {"type": "field", "field": pick(fields)}}
        if kind == "bucket":
            return {"group_by": {"type": "bucket", "interval": pick(_INTERVALS)}}
        # Three ways to say that there are no groups.
        value = pick(("absent", None, {}))
        return {} if value == "absent" else {"group_by": value}

    def _dressing(self, pick: Pick, chart: str) -> dict[str, Any]:
        """What a saved widget carries along: its name, the front end's own, settings of another chart."""
        widget: dict[str, Any] = pick(
            ({}, {"id": 7}, {"name": "Última semana"}, {"config": {"x": 1}, "id": None})
        )
        if chart in ("line", "pie", "stat") and pick(range(5)) == 4:
            widget = widget | {
                "aggregation_function": pick(AGGREGATIONS),
                "time_period": pick((*PERIODS, "")),
            }
        return widget

    def _filters(self, pick: Pick, longest: timedelta) -> dict[str, Any]:
        """The range, and on top of it anything."""
        span = self.spans.draw(pick, longest)
        if self.conditions is None or pick(range(4)):
            return {pick(("filters", "dashboard_filters")): span}
        more = self.conditions.tree(pick, depth_for(self.plan.dataset, 1))
        if pick((False, True)):
            return {"filters": {"operator": "and", "conditions": [span, more]}}
        ours, theirs = pick((("filters", "dashboard_filters"), ("dashboard_filters", "filters")))
        return {ours: more, theirs: span}


def _plottable(dataset: Dataset) -> Iterator[Found]:
    """The paths that widgets may plot, some keys of each JSON column among them."""
    for path, declared in dataset.paths.items():
        if not declared.leaf.plot:
            continue
        if isinstance(declared.leaf, JsonKeys):
            keys = (dataset.find(f"{path}.{key}") for key in JSON_KEYS[:6])
            yield from (key for key in keys if key is not None)
        else:
            yield declared


def _plots(found: Found, world: World) -> Iterator[Plot]:
    """The plots of a path: one, or one for each metric in the rows."""
    if not isinstance(found.leaf, Dynamic):
        yield Plot(found, found.leaf.type, charts_for(found.leaf.type))
        return
    leaf, chooser = found.leaf, world.dataset.paths[chooser_path(found)]
    table = chooser.steps[-1].relation.table if chooser.steps else world.dataset.table
    known: dict[Any, set[tuple[Any, Any]]] = {}
    for row in world.visible(table):
        place = Place(table, row)
        name = None if leaf.name is None else evaluate(leaf.name, place.bindings)
        said = (evaluate(leaf.kind, place.bindings), name)
        known.setdefault(value_at(place, chooser, world.clock), set()).add(said)
    for metric, all_said in known.items():
        # What the rows say differently, nobody knows.
        kinds = {kind for kind, _ in all_said}
        kind = leaf.kinds.get(next(iter(kinds))) or leaf.kinds.get(
            stored_as(next(iter(kinds)), leaf.kind.type)
        )
        if metric is not None and len(all_said) == 1 and kind is not None:
            yield Plot(found, kind.type, charts_for(kind.type, kind.charts), shown(metric))


def _may_group(found: Found, plotted: Found | None) -> bool:
    """Tell whether a path has one value for each row of what is plotted."""
    if found.leaf.type is DataType.DYNAMIC:
        return False
    many = found.steps[: found.to_many]
    return not many or (plotted is not None and many == plotted.steps[: plotted.to_many])
