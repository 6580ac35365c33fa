"""Bound widget -> `WidgetData`: the chart's computation, and the response around it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from widgetql.charts.answer import Answer
from widgetql.charts.bound import BoundWidget
from widgetql.charts.buckets import TooManyBuckets
from widgetql.charts.catalogue import CHARTS
from widgetql.charts.columns import columns_of
from widgetql.charts.rules import GROUPABLE
from widgetql.charts.size import checked
from widgetql.errors import InvalidInput, Problem
from widgetql.execution import Runner
from widgetql.fields import Field
from widgetql.filters.time_range import TimeRange
from widgetql.plan.execute import Execution
from widgetql.relative_time import Clock, format_instant, zone_name
from widgetql.request import Request
from widgetql.types import WidgetDataResponse, WidgetMetadata
from widgetql.vega import Width, vega_lite


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


def run_widget(bound: BoundWidget, request: Request, runner: Runner) -> WidgetData:
    """Compute a bound widget. Raises `InvalidInput` where the answer is too long."""
    return widget_data(bound, computed(bound, request, runner), request.clock)


def computed(bound: BoundWidget, request: Request, runner: Runner) -> Answer:
    """Compute what a widget shows. Raises `InvalidInput` where it is too long."""
    chart = CHARTS[bound.widget.chart_type]
    with runner.reading():
        try:
            return checked(bound, chart.compute(bound, Execution(bound.scan, request, runner)))
        except TooManyBuckets as error:
            # Without a start the records themselves tell the buckets.
            at = bound.place_of(error.grain)
            problem = Problem(at.document, str(at), "too_many", f"{error} among these records")
            raise InvalidInput([problem]) from error


def widget_data(bound: BoundWidget, answer: Answer, clock: Clock) -> WidgetData:
    """Return the response around what a chart computed."""
    widget = bound.widget
    return WidgetData(
        widget_id=widget.id,
        field_name="" if bound.plot is None or bound.measured else bound.plot.found.path,
        chart_type=widget.chart_type,
        data=answer.data,
        # Each measure has its own.
        aggregation_function=None if bound.measured else widget.aggregation_function,
        time_period=widget.time_period,
        group_by=widget.echoed_group_by,
        can_group_by=widget.chart_type in GROUPABLE,
        metadata=_metadata(bound, answer, clock),
        title=widget.name,
    )


def _metadata(bound: BoundWidget, answer: Answer, clock: Clock) -> WidgetMetadata:
    plot, chosen = None if bound.measured else bound.plot, bound.scan.chosen
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
        "range": _range(bound.scan.range),
        "timezone": zone_name(clock.zone),
        "now": format_instant(clock.now),
        "truncated": False,
    }
    if plot is not None and isinstance(plot.found.leaf, Field) and plot.found.leaf.unit:
        metadata["unit"] = plot.found.leaf.unit
    if bound.measured:
        metadata["columns"] = columns_of(bound)
    return metadata | answer.metadata  # type: ignore[return-value]


def _range(found: TimeRange) -> dict[str, str | None]:
    bounds = {"start": found.shown_start, "end": found.shown_end}
    return {name: None if bound is None else format_instant(bound) for name, bound in bounds.items()}
