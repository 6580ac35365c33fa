"""The bound widget: paths are fields with a type, the filter is a bound tree, the range is known."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from widgetql.charts.buckets import Calendar, Interval
from widgetql.charts.cursor import Cursor
from widgetql.charts.spec import Widget
from widgetql.dynamic import Chosen
from widgetql.errors import Pointer
from widgetql.filters.bound import Bound
from widgetql.filters.time_range import TimeRange
from widgetql.paths import Found
from widgetql.request import Request
from widgetql.types import DataType


@dataclass(frozen=True, slots=True)
class Plotted:
    """A field of the answer, and the type that its values are read as."""

    found: Found
    type: DataType


@dataclass(frozen=True, slots=True)
class Column:
    """A dimension of a table: a field, or the timestamp by buckets."""

    name: str
    plotted: Plotted
    grain: Calendar | None = None


@dataclass(frozen=True, slots=True)
class Measure:
    """A metric of a table."""

    name: str
    aggregation: str
    plotted: Plotted | None


Group: TypeAlias = Plotted | Interval


@dataclass(frozen=True, slots=True)
class BoundWidget:
    """A widget that can be computed: all user errors are behind it.

    The filter is without its range, which stands beside it.
    """

    widget: Widget
    request: Request
    filter: Bound
    range: TimeRange
    plot: Plotted | None = None
    chosen: Chosen | None = None
    grain: Calendar | Interval | None = None
    group: Group | None = None
    columns: tuple[Column, ...] = ()
    measures: tuple[Measure, ...] = ()
    after: Cursor | None = None

    @property
    def to_many(self) -> bool:
        """Tell whether a record may count as several rows."""
        fields = [self.plot, self.group if isinstance(self.group, Plotted) else None]
        fields += [column.plotted for column in self.columns]
        fields += [measure.plotted for measure in self.measures]
        return any(field is not None and field.found.to_many for field in fields)

    def place_of(self, grain: Calendar | Interval) -> Pointer:
        """Return where the widget asks for a grain."""
        if self.widget.chart_type == "table":
            return self.widget.at / "dimensions"
        return self.widget.at / ("time_period" if isinstance(grain, Calendar) else "group_by")
