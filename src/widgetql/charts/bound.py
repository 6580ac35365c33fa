"""The bound widget: paths are fields with a type, the filter is a bound tree, the range is known."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeAlias, TypeVar

from widgetql.charts.buckets import Calendar, Interval
from widgetql.charts.cursor import Cursor
from widgetql.charts.measure import Measure
from widgetql.charts.pages import Place, Turned
from widgetql.charts.spec import Bins, Widget
from widgetql.errors import Pointer
from widgetql.limits import Limits
from widgetql.plan.query import Aggregate, Grain, Plotted, Scan


@dataclass(frozen=True, slots=True)
class Column:
    """A dimension: a field or a part of its times, the timestamp by buckets, or a field in bins."""

    name: str
    plotted: Plotted
    grain: Calendar | None = None
    bins: Bins | None = None

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys that it is in a row."""
        return (self.name,) if self.bins is None else (f"{self.name}.from", f"{self.name}.to")


_Made = TypeVar("_Made")
Group: TypeAlias = Plotted | Interval
After: TypeAlias = Cursor | Place | Turned


@dataclass(frozen=True, slots=True)
class BoundWidget:
    """A widget that can be computed: all user errors are behind it. Measures have the names of the answer.

    `earlier` are the rows that it is compared with, None where nothing is, or nothing of the range has begun;
    `over` is what bars stand over that is no time.
    """

    widget: Widget
    scan: Scan
    limits: Limits
    plot: Plotted | None = None
    grain: Grain | None = None
    group: Group | None = None
    columns: tuple[Column, ...] = ()
    measures: tuple[Aggregate, ...] = ()
    after: After | None = None
    earlier: Scan | None = None
    over: Column | None = None
    measured: tuple[Measure, ...] = ()
    # What was made of the widget before, in this call or, where its document is kept, in an earlier one.
    made: dict[Any, Any] = field(default_factory=dict[Any, Any], compare=False, repr=False)

    @property
    def has_length(self) -> bool:
        """Whether the range covers some time: without a start, or as an instant, it has no rates."""
        start, end = self.scan.range.shown_start, self.scan.range.shown_end
        if start is None:
            return False
        # A range that has a start has been closed.
        assert end is not None
        return end > start

    def once(self, make: Callable[[BoundWidget], _Made]) -> _Made:
        """Return what is made of the widget, whatever its filters and the moment: made once.

        It may depend on whether the range has a length, and on nothing else of it.
        """
        key = make, self.has_length
        if key not in self.made:
            self.made[key] = make(self)
        found: _Made = self.made[key]
        return found

    @property
    def to_many(self) -> bool:
        """Tell whether a record may count as several rows."""
        return self.once(_to_many)

    def place_of(self, grain: Grain) -> Pointer:
        """Return where the widget asks for a grain."""
        if self.widget.chart_type == "table":
            return self.widget.at / "dimensions"
        if self.widget.chart_type == "pivot":
            is_row = any(column.grain == grain for column in self.columns[: len(self.widget.rows)])
            return self.widget.at / ("rows" if is_row else "columns")
        return self.widget.at / ("time_period" if isinstance(grain, Calendar) else "group_by")


def _to_many(bound: BoundWidget) -> bool:
    # A group of related rows stands beside something else that is of them.
    fields = [bound.plot, *(column.plotted for column in bound.columns)]
    fields += [] if bound.over is None else [bound.over.plotted]
    fields += [measure.of for measure in bound.measures]
    return any(field is not None and field.found.to_many for field in fields)
