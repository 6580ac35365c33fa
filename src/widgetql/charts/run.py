"""Bound widget -> `WidgetData`: the chart's computation, and the response around it."""

from __future__ import annotations

from collections.abc import Collection
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import UTC, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

from widgetql.charts.answer import Answer
from widgetql.charts.bound import BoundWidget
from widgetql.charts.buckets import TooManyBuckets
from widgetql.charts.catalogue import CHARTS
from widgetql.charts.columns import Columns, told
from widgetql.charts.pivot import rows_of_cells
from widgetql.charts.rules import GROUPABLE
from widgetql.charts.size import checked
from widgetql.display import html, text
from widgetql.errors import InvalidInput, Problem
from widgetql.execution import Runner
from widgetql.exports import arrow_table, csv_text, data_frame, png
from widgetql.fields import Field
from widgetql.filters.time_range import TimeRange
from widgetql.plan.execute import Execution
from widgetql.relative_time import Clock, format_instant, zone_name, zone_of
from widgetql.request import Request
from widgetql.types import WidgetDataResponse, WidgetMetadata
from widgetql.vega import Version, Width, vega_lite
from widgetql.vega.look import Theme
from widgetql.vega.reading import Chart, text_of


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
    answer_columns: Columns = field(default=(), repr=False)

    @property
    def columns(self) -> list[dict[str, Any]]:
        """What each key of a row is, in their order: `name, label, type, unit, format, role`.

        `type` is that of the field which is shown (`numeric string boolean datetime`), counts are numeric; it
        is null for a list or an object. `role` is `dimension`, `measure`, `count`, `mark` (a remark that only
        some rows have) or `id`. All keys that a row may have are there, also where there are no rows.
        """
        # Metadata have the columns of data alone; rows have marks, too, as have the headers of cells.
        shown = None if self.chart_type in ("pivot", "stat", "table") else self.metadata.get("columns")
        return [column.to_dict() for column in self.answer_columns] if shown is None else shown

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
        self,
        *,
        title: str | None = None,
        width: Width = 600,
        height: int = 300,
        theme: Theme | None = None,
        version: Version = 5,
    ) -> dict[str, Any]:
        """Return a Vega-Lite specification of the chart as plain data.

        `title` replaces the widget's name; `width` and `height` are pixels of the plot, or `"container"`;
        `theme` is `"light"`, `"dark"`, or None for either page; `version` is 5 or 6.
        """
        return vega_lite(
            self.to_dict(), title=title or self.title, width=width, height=height, theme=theme,
            version=version, columns=self.columns,
        )  # fmt: skip

    def to_png(
        self,
        *,
        title: str | None = None,
        width: int = 600,
        height: int = 300,
        theme: Theme | None = "light",
        scale: float = 2,
    ) -> bytes:
        """Return a picture of the chart, `scale` pixels for each that is asked for. Needs the extra `png`.

        The other options are those of `to_vega_lite`. Raises `ImportError` without vl-convert.
        """
        return png(self.to_vega_lite(title=title, width=width, height=height, theme=theme), scale)

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        """Export the rows as an Arrow stream: polars, pandas, DuckDB and pyarrow read the answer as a table.

        A column a key, of all rows; see `to_arrow`. Needs the extra `arrow`.
        """
        return self.to_arrow().__arrow_c_stream__(requested_schema)

    def to_arrow(self) -> Any:
        """Return the rows as a `pyarrow.Table`; an ungrouped stat is one row. Needs the extra `arrow`.

        Columns are those of `columns`, of types that depend on the widget alone, so that answers without rows
        have them too: numbers are doubles, counts and integer keys `int64`, date-times `timestamp[us]` in the
        zone of the answer, dates `date32`. "other" is no value of a field: it is null, and marked in `other`.
        Keys of several columns are JSON text, `excluded` a list, `previous` a struct.

        Raises `ImportError` without pyarrow, and `OverflowError` for a key beyond 64 bits.

        >>> from widgetql import compute_widget_data
        >>> from widgetql.testing.example import connect, dataset, november
        >>> with connect() as connection:
        ...     answer = compute_widget_data(connection, {"chart_type": "stat"}, dataset, **november)
        >>> {field.name: str(field.type) for field in answer.to_arrow().schema}
        {'total_calls': 'int64', 'success_rate': 'double', 'avg_duration': 'double'}
        """
        return arrow_table(self.answer_columns, self._rows, self._zone)

    def to_pandas(self) -> Any:
        """Return the rows as a `pandas.DataFrame`: a column a key, those of `previous` by `previous.value`.

        Types are those of `to_arrow`; missing values are pandas' own. Needs the extra `notebook`.
        """
        return data_frame(self.to_arrow())

    def to_polars(self) -> Any:
        """Return the rows as a `polars.DataFrame`, with the types of `to_arrow`. Needs polars and pyarrow.

        polars knows no zone that is an offset: there instants are in UTC.
        """
        import polars as untyped  # pyright: ignore[reportMissingImports]

        polars: Any = untyped
        zone = self._zone if isinstance(self._zone, ZoneInfo) else UTC
        return polars.DataFrame(arrow_table(self.answer_columns, self._rows, zone))

    def to_csv(self) -> str:
        """Return the rows as CSV under the names of their columns, values as JSON has them, null as nothing.

        Texts are those of the rows: a spreadsheet may take one that begins with `=` for a formula.
        """
        return csv_text(self.answer_columns, self._rows)

    @property
    def _rows(self) -> list[dict[str, Any]]:
        """The rows; an ungrouped stat is an object, each cell of a pivot is a row."""
        data: Any = self.data
        if self.chart_type == "pivot":
            return rows_of_cells(data)
        return [data] if self.chart_type == "stat" and isinstance(data, dict) else data

    @property
    def _zone(self) -> tzinfo:
        return zone_of(self.metadata.get("timezone", "UTC"))

    def _repr_mimebundle_(
        self, include: Collection[str] | None = None, exclude: Collection[str] | None = None
    ) -> dict[str, Any]:
        """Return what a notebook shows: the chart, its rows as a table, and a text with the first of them."""
        shown = (self._caption(), self.answer_columns, self._rows, self._zone)
        bundle = {
            "application/vnd.vegalite.v5+json": self.to_vega_lite(),
            "text/html": html(*shown),
            "text/plain": text(*shown),
        }
        return {
            kind: content
            for kind, content in bundle.items()
            if (not include or kind in include) and kind not in (exclude or ())
        }

    def _caption(self) -> str:
        """Say what an answer is about: its chart, its name, the range, and how much there is."""
        title: dict[str, Any] = Chart.read(self.to_dict()).title(self.title)
        span = self.metadata.get("range") or {}
        start, end = (span.get(key) and text_of(span[key], self._zone) for key in ("start", "end"))
        between = f"{start} to {end}" if start and end else f"until {end}" if end else ""
        count = len(self._rows)
        size = "no rows" if not count else "1 row" if count == 1 else f"{count:,} rows"
        parts = [title["text"], *title["subtitle"], between, size]
        return f"{self.chart_type}: " + ", ".join(part for part in parts if part)


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
    columns = bound.once(CHARTS[widget.chart_type].columns)
    shown = told(bound, columns)
    metadata = _metadata(bound, answer, clock)
    if shown is not None:
        metadata["columns"] = shown
    return WidgetData(
        widget_id=widget.id,
        field_name="" if bound.plot is None or bound.measured else bound.plot.found.path,
        chart_type=widget.chart_type,
        data=answer.data,
        # Each measure has its own.
        aggregation_function=None if bound.measured else widget.aggregation_function,
        time_period=widget.time_period,
        # What is kept of a document is nobody's to change.
        group_by=None if widget.echoed_group_by is None else deepcopy(widget.echoed_group_by),
        can_group_by=widget.chart_type in GROUPABLE,
        metadata=metadata,
        title=widget.name,
        answer_columns=columns,
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
    return metadata | answer.metadata  # type: ignore[return-value]


def _range(found: TimeRange) -> dict[str, str | None]:
    bounds = {"start": found.shown_start, "end": found.shown_end}
    return {name: None if bound is None else format_instant(bound) for name, bound in bounds.items()}
