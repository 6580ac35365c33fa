"""Bound widget -> `WidgetData`: the chart's computation, and the response around it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Final

from widgetql.charts import bar, line, pie, stat, table
from widgetql.charts import list as list_
from widgetql.charts.answer import Answer
from widgetql.charts.arms import Arm
from widgetql.charts.bound import BoundWidget
from widgetql.charts.buckets import Interval
from widgetql.charts.rollup import Asked, Rollup
from widgetql.charts.rules import GROUPABLE
from widgetql.charts.size import checked
from widgetql.execution import Runner
from widgetql.fields import Field
from widgetql.filters.time_range import TimeRange
from widgetql.relative_time import format_instant, zone_name
from widgetql.types import WidgetDataResponse, WidgetMetadata
from widgetql.vega import Width, vega_lite

CHARTS: Final[Mapping[str, Callable[[BoundWidget, Runner], Answer]]] = MappingProxyType(
    {
        "line": line.compute,
        "bar": bar.compute,
        "pie": pie.compute,
        "stat": stat.compute,
        "list": list_.compute,
        "table": table.compute,
    }
)

# What a widget asks of a roll-up, and its part of a shared query. Lines and lists show records themselves.
SHARED: Final[Mapping[str, tuple[Callable[[BoundWidget], Asked], Callable[[BoundWidget, Rollup], Arm]]]] = (
    MappingProxyType(
        {
            "bar": (bar.asked, bar.Shared),
            "pie": (pie.asked, pie.Shared),
            "stat": (stat.asked, stat.Shared),
            "table": (table.asked, table.Shared),
        }
    )
)


@dataclass(frozen=True, slots=True)
class WidgetData:
    """The data of a widget: the reference's response, frozen.

    `data` is a list of rows (an object for an ungrouped stat); instants are text in UTC, numbers are JSON's.
    """

    widget_id: int | str | None
    field_name: str
    chart_type: str
    data: Any
    aggregation_function: str | None
    time_period: str | None
    group_by: dict[str, Any] | None
    can_group_by: bool
    metadata: WidgetMetadata
    title: str | None = field(default=None, repr=False)

    def to_dict(self) -> WidgetDataResponse:
        """Return the body of a 200 answer; it survives `json.dumps(allow_nan=False)`."""
        return {
            "widget_id": self.widget_id,
            "field_name": self.field_name,
            "chart_type": self.chart_type,
            "data": self.data,
            "aggregation_function": self.aggregation_function,
            "time_period": self.time_period,
            "group_by": self.group_by,
            "can_group_by": self.can_group_by,
            "metadata": self.metadata,
        }

    def to_vega_lite(
        self, *, title: str | None = None, width: Width = 600, height: int = 300
    ) -> dict[str, Any]:
        """Return a Vega-Lite v5 specification of the chart as plain data.

        `title` replaces the widget's name; `width` and `height` are pixels of the plot, or `"container"`.
        """
        return vega_lite(self.to_dict(), title=title or self.title, width=width, height=height)

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:  # noqa: ARG002
        """Return what a notebook shows: the chart, and its name for those that draw nothing."""
        what = self.title or self.metadata["display_name"] or self.chart_type
        size = f"{len(self.data)} {'rows' if isinstance(self.data, list) else 'values'}"
        text = f"{self.chart_type}: {what} ({size})"
        return {"application/vnd.vegalite.v5+json": self.to_vega_lite(), "text/plain": text}


def run_widget(bound: BoundWidget, runner: Runner) -> WidgetData:
    """Compute a bound widget. Raises `InvalidInput` where the answer is too long."""
    return widget_data(bound, computed(bound, runner))


def computed(bound: BoundWidget, runner: Runner) -> Answer:
    """Compute what a widget shows. Raises `InvalidInput` where it is too long."""
    with runner.reading():
        return checked(bound, CHARTS[bound.widget.chart_type](bound, runner))


def asked_of_rollup(bound: BoundWidget) -> Asked | None:
    """Return what a widget asks of a roll-up; None where it cannot be put together from parts."""
    chart = bound.widget.chart_type
    pies = chart == "pie" and bound.group is not None
    raw = chart == "table" and not bound.measures
    if chart not in SHARED or pies or raw or isinstance(bound.group, Interval):
        return None
    asked = SHARED[chart][0](bound)
    return asked if asked.is_mergeable() else None


def widget_data(bound: BoundWidget, answer: Answer) -> WidgetData:
    """Return the response around what a chart computed."""
    widget = bound.widget
    return WidgetData(
        widget_id=widget.id,
        field_name="" if bound.plot is None else bound.plot.found.path,
        chart_type=widget.chart_type,
        data=answer.data,
        aggregation_function=widget.aggregation_function,
        time_period=widget.time_period,
        group_by=widget.echoed_group_by,
        can_group_by=widget.chart_type in GROUPABLE,
        metadata=_metadata(bound, answer),
        title=widget.name,
    )


def _metadata(bound: BoundWidget, answer: Answer) -> WidgetMetadata:
    plot, chosen, clock = bound.plot, bound.chosen, bound.request.clock
    if plot is None:
        display_name = bound.widget.name or ""
    elif chosen is not None and chosen.name is not None:
        display_name = chosen.name
    else:
        display_name = plot.found.label
    metadata: dict[str, Any] = {
        "display_name": display_name,
        "data_type": None if plot is None else str(plot.type),
        "filter_value": None if chosen is None else chosen.value,
        "range": _range(bound.range),
        "timezone": zone_name(clock.zone),
        "now": format_instant(clock.now),
        "truncated": False,
    }
    if plot is not None and isinstance(plot.found.leaf, Field) and plot.found.leaf.unit:
        metadata["unit"] = plot.found.leaf.unit
    return metadata | answer.metadata  # type: ignore[return-value]


def _range(found: TimeRange) -> dict[str, str | None]:
    bounds = {"start": found.shown_start, "end": found.shown_end}
    return {name: None if bound is None else format_instant(bound) for name, bound in bounds.items()}
