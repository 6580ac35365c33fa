"""Random widgets for any dataset: every chart, aggregation, period and group, always valid."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta, tzinfo
from typing import Any, Final

from hypothesis import strategies as st

from widgetql.charts.rules import AGGREGATIONS, COMPARED, PERIODS
from widgetql.dataset import Dataset
from widgetql.documents import is_object
from widgetql.fields import aggregations_of, in_own_terms, reads_instants
from widgetql.limits import Limits
from widgetql.paths import Found
from widgetql.relative_time import zone_of
from widgetql.testing.places import Rows
from widgetql.testing.strategies.bins import draw_histogram
from widgetql.testing.strategies.conditions import Conditions, depth_for, fullness_of
from widgetql.testing.strategies.fullness import DAYS_BACK, ENOUGH, Filled, Fullness
from widgetql.testing.strategies.measures import with_derived, with_measures
from widgetql.testing.strategies.operands import Operands
from widgetql.testing.strategies.over import may_group, sketch_over, sketch_share
from widgetql.testing.strategies.picking import Pick, picker
from widgetql.testing.strategies.pivots import has_rates, sketch_pivot
from widgetql.testing.strategies.plan import Plan
from widgetql.testing.strategies.plotted import Charts, Plot, plots_of, plottable
from widgetql.testing.strategies.ranks import fitted, with_ranks
from widgetql.testing.strategies.records import MAX_ROWS
from widgetql.testing.strategies.spans import Spans, both, filters_of
from widgetql.testing.strategies.storages import by_storage
from widgetql.testing.strategies.tabular import (
    any_percentile,
    compared_table,
    draw_list,
    name_of,
    sketch_table,
)
from widgetql.testing.strategies.values import NOW
from widgetql.testing.strategies.windowing import draw_window
from widgetql.types import DataType, Scope

# How long a range is filled with buckets of each size: some two hundred at most.
_FILLED: Final[Mapping[str, timedelta]] = {
    "minute": timedelta(hours=5),
    "hour": timedelta(days=8),
}
_INTERVALS: Final = (3_600_000, 86_400_000, 900_000, 604_800_000, 5_400_000, 90_000_000, 1_000)
_FILLED_BUCKETS: Final = 200
_BUCKETS: Final = 40_000
# How many times the rest of a widget is drawn, for the fullest of them; hypothesis is slower at it.
_TRIES: Final = 10
_SHRINKABLE: Final = 3
# Of so many rows on, a widget is no fuller.
_ROWS: Final = 6
# How many times have another so long before them.
_PAIRS: Final = 2
# Of so many buckets a window is more than each of them.
_WINDOWED: Final = 3
# So many samples of a rest of groups tell aggregations apart.
_REST: Final = 3
# What each sample of the fullest row is worth: without them the rest tells little.
_FULLER: Final = 4
# What it is worth that groups rank otherwise by rows than by samples: as much as two samples.
_UNEVEN: Final = 4


def widgets(
    dataset: Dataset,
    rows: Rows,
    *,
    now: datetime = NOW,
    timezone: str | tzinfo | None = None,
    week_start: str | None = None,
    scope: Scope | None = None,
    limits: Limits | None = None,
) -> st.SearchStrategy[dict[str, Any]]:
    """Return widgets, always valid for a dataset over the given rows, with a range that the limits allow.

    Most are the fullest of several draws: rows of several samples, and several rows.
    The rows say which metrics there are, and what filters may hit: under a `scope`, those that it shows.
    Draw rows first, then widgets for them:

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
    plan = Plan(dataset, MAX_ROWS, now, zone, week_start=week_start, scope=scope, limits=limits)
    return _widgets(Widgets(plan, rows, tries=_SHRINKABLE))


@st.composite
def _widgets(draw: st.DrawFn, widgets: Widgets) -> dict[str, Any]:
    return widgets.draw(picker(draw))


# What draws the rest of a widget, and the longest range that it may have.
_Sketch = Callable[[Pick], tuple[dict[str, Any], timedelta]]


class Widgets:
    """The widgets of a dataset over some rows."""

    def __init__(self, plan: Plan, rows: Rows, fullness: Fullness | None = None, tries: int = _TRIES) -> None:
        self.plan = plan
        # Now and then the first: an answer may be empty.
        self.tries = (1, *(tries,) * 23)
        self.fullness = fullness_of(plan, rows) if fullness is None else fullness
        self.paths = list(plottable(plan.dataset))
        self.plots = [plot for found in self.paths for plot in plots_of(found, self.fullness.world)]
        self.all = Charts(self.plots)
        self.filled = [plot for plot in self.plots if self.fullness.count(plot.cells()) >= ENOUGH]
        self.full = Charts(self.filled)
        self.spans = Spans(plan, Operands(plan, rows))
        self.shared = [
            plot.cells()
            for plot in self.plots
            if "bar" in plot.charts and plot.type in (DataType.STRING, DataType.BOOLEAN)
        ]
        self.own = [
            {**plot.cells(), "aggregation_function": name}
            for plot in self.plots
            if plot.metric is not None and "bar" in plot.charts
            for name in aggregations_of(plot.found.leaf, plot.type)
        ]
        self.lags = [to for to in DAYS_BACK if self.spans.pairs(to) >= _PAIRS]
        # Those of which a range has several.
        self.periods = PERIODS + ((*PERIODS[4:], "quarter") * 4 if plan.far else PERIODS[1:4])
        try:
            timestamp = frozenset({self.spans.path})
            self.conditions: Conditions | None = Conditions(plan, rows, timestamp, self.fullness)
        except ValueError:
            self.conditions = None

    def draw(self, pick: Pick) -> dict[str, Any]:
        """Draw a widget of any chart: what it computes, then the fullest of several that compute it."""
        widget, span, more = self._drawn(pick, self.plan.most_rows)
        return widget | filters_of(pick, span, more)

    def asked(self, pick: Pick, most: int) -> tuple[dict[str, Any], dict[str, Any]]:
        """Draw a widget of so many rows at most, and the filters that a call asks it with besides."""
        widget, span, more = self._drawn(pick, most)
        asked = widget | filters_of(pick, span, more)
        if pick(range(3)):
            return asked, {}
        return asked, self._besides(pick, asked, span)

    def _besides(self, pick: Pick, widget: dict[str, Any], span: Any) -> dict[str, Any]:
        """The dashboard's filters, or those that stand in the place of the widget's own."""
        extra = span if self.conditions is None else self.conditions.dividing(pick, 0)
        own, theirs = widget.get("filters"), widget.get("dashboard_filters")
        match pick(("dashboard", "instead", "both", "blank")):
            case "dashboard":
                found = {"dashboard_filters": extra}
            case "instead":
                found = {"filters": extra if theirs is span else both(span, extra)}
            case "both":
                found = {"filters": extra, "dashboard_filters": span}
            case _:
                found = {"filters": pick((None, {}, "")), "dashboard_filters": pick((span, None, ""))}
        every = [*found.values(), theirs, own if "filters" not in found else None]
        every += [one.get("filters") for one in widget.get("metrics", ())]
        together = {"operator": "and", "conditions": [one for one in every if one]}
        return found if self.conditions is None or self.conditions.may_be_searched(together) else {}

    def _drawn(self, pick: Pick, most: int) -> tuple[dict[str, Any], Any, Any]:
        """A widget without filters, its range, and what else is asked."""
        tries = pick(self.tries)
        among = self.all if tries == 1 else self.full
        charts = [chart for chart, kinds in among.kinds.items() if kinds]
        always = ["list", "table", "table", "table"] if self._columns() else ["list"]
        always += ["pivot"] * 2 * bool(self._columns())
        bars = ["bar"] * 4 * ("bar" in charts)
        chart = pick(["stat"] * 2 * bool(self.plan.dataset.stats) + always + charts * 2 + bars)
        sketch, more = self._sketch(pick, chart, among, most), self._more(pick)
        kept = self.fullness.kept(more)
        widget, span = self._fullest(pick, sketch, kept, tries)
        if more and tries > 1 and self.fullness.of(widget, span, kept).samples < ENOUGH:
            # What keeps too little is not asked.
            more, kept = None, self.fullness.kept(None)
            widget, span = self._fullest(pick, sketch, kept, tries)
        sizes = self.fullness.sizes(widget, span, kept) if _has_measures(widget) else []
        widget = fitted(pick, self._measured(pick, widget, span, more), sizes)
        return {**self._dressing(pick, chart), **widget}, span, more

    def _measured(self, pick: Pick, widget: dict[str, Any], span: Any, more: Any) -> dict[str, Any]:
        """The widget with measures, or as it is: those of bars, pies and stats are less often measures."""
        is_wide = bool(widget.get("metrics"))
        if self.conditions is None or not pick((False, True) if is_wide else (False, False, True)):
            return widget
        filters = self.conditions.dividing(pick, 0)
        if not self.conditions.may_be_searched(both(span, *([more] if more else []), filters)):
            filters = None
        if not is_wide:
            return with_measures(pick, widget, filters, self.own) or widget
        if widget["chart_type"] == "table":
            return with_derived(
                pick, widget, [[name_of(one)] for one in widget.get("dimensions", ())], filters
            )
        sides = [[name_of(one) for one in widget[side]] for side in ("rows", "columns")]
        return with_derived(pick, widget, sides, filters, rates=has_rates(widget, self._is_time))

    def _is_time(self, path: str) -> bool:
        found = self.plan.dataset.find(path)
        return found is not None and reads_instants(found.leaf)

    def _fullest(
        self, pick: Pick, sketch: _Sketch, kept: frozenset[int], tries: int
    ) -> tuple[dict[str, Any], Any]:
        """The fullest of some widgets: of more, where none is full."""
        best, heaviest, is_full = self._with_span(pick, sketch), 0, False
        for number in range(0 if tries == 1 else 3 * tries):
            if number >= tries and is_full:
                break
            widget, span = self._with_span(pick, sketch)
            now = self.fullness.of(widget, span, kept)
            before = self.fullness.earlier(widget, span, kept)
            # What is compared needs both.
            weight = _weight(now) + before + 2 * min(before, now.samples)
            weight += 2 * now.samples * ("compare" in widget)
            # Of years there are several quarters.
            weight += 3 * min(now.rows, _WINDOWED) * self.plan.far
            if weight > heaviest:
                best, heaviest = (widget, span), weight
                is_full = now.samples == ENOUGH and ("compare" not in widget or before == ENOUGH)
        return best

    def _with_span(self, pick: Pick, sketch: _Sketch) -> tuple[dict[str, Any], Any]:
        widget, longest = sketch(pick)
        widget = with_ranks(pick, widget, self.plan.dataset)
        group_by: dict[str, Any] = widget.get("group_by") or {}
        if "interval" in group_by:
            longest = min(longest, timedelta(milliseconds=group_by["interval"] * _BUCKETS))
        if "minute" in (widget.get("time_period"), *map(_period, widget.get("dimensions", ()))):
            longest = min(longest, timedelta(minutes=_BUCKETS))
        compare: dict[str, Any] = widget.get("compare") or {}
        return widget, self.spans.draw(pick, longest, compare.get("to"))

    def _sketch(self, pick: Pick, chart: str, among: Charts, most: int) -> _Sketch:
        """Draw what a widget computes: of what kind of field, with which aggregation."""
        longest = timedelta.max
        match chart:
            case "stat":
                stat = {"chart_type": chart, **self._compare(pick)}
                group = pick(("none", "field", "field", "none" if "compare" in stat else "bucket"))
                return lambda pick: ({**stat, **self._group_by(pick, None, group)}, longest)
            case "list":
                fields = by_storage(self.plots if among is self.all else self.filled, _found)
                kind: list[Any] = pick([[None], *fields.values()])
                columns = [found.path for found in self._columns()]
                unordered = {one.path for one in self.paths if in_own_terms(one.leaf, "") is not None}
                return lambda pick: (draw_list(pick, _cells(pick(kind)), columns, unordered, most), longest)
            case "table":
                dynamic = [(plot.found, plot.metric) for plot in self.filled if plot.metric is not None]
                rest = sketch_table(pick, self.paths, self.spans.path, dynamic, most, self.fullness)
                compare = self._compare(pick)
                return lambda pick: (compared_table(rest(pick), compare), longest)
            case "pivot":
                pivot = sketch_pivot(pick, self.paths, self.spans.path, self.own, self.fullness)
                return lambda pick: (pivot(pick), longest)
            case "bar" if self.shared and pick(range(10)) == 9:
                return sketch_share(pick, self.shared)
            case "bar" if pick(range(3)) == 2:
                kinds, name = pick(among.bars)
                name = any_percentile(pick, name, aggregations_of(kinds[0].found.leaf, kinds[0].type))
                own = [(plot.found, plot.cells()) for plot in kinds]
                return sketch_over(pick, own, name, self.paths, self.spans.path, self.fullness)
            case "bar":
                return self._sketch_bar(pick, *pick(among.bars))
            case "histogram":
                kinds = pick(among.kinds[chart])
                return lambda pick: (draw_histogram(pick, pick(kinds).cells(), self.fullness), longest)
            case _:
                plots = pick(among.kinds[chart])
                group = pick(("none", "field", "field", "bucket"))
                return lambda pick: (self._draw_plot(pick, chart, pick(plots), group), longest)

    def _columns(self) -> list[Found]:
        reserved = {"id", "timestamp", "value"}
        return [
            found
            for found in self.paths
            if not found.to_many and found.leaf.type is not DataType.DYNAMIC and found.path not in reserved
        ]

    def _draw_plot(self, pick: Pick, chart: str, plot: Plot, group: str) -> dict[str, Any]:
        widget: dict[str, Any] = {"chart_type": chart, **plot.cells(), **_data_type(pick, plot)}
        if chart == "pie":
            widget |= pick(({}, {"include_missing": False}, *({"include_missing": True},) * 2))
            widget |= {} if group == "bucket" else self._compare(pick)
        return widget | self._group_by(pick, plot.found, group)

    def _sketch_bar(self, pick: Pick, plots: Sequence[Plot], aggregation: str) -> _Sketch:
        interval = pick(_INTERVALS) if pick(range(4)) == 3 else None
        period, group = pick(self.periods), pick(("none", "field", "field"))
        filled = _FILLED.get(period, timedelta.max)
        if interval is not None:
            filled = timedelta(milliseconds=interval * _FILLED_BUCKETS)
        # Less than the slack of a range is no range to fill.
        fills = pick((False, True, True)) and filled > timedelta(hours=4)
        extra: dict[str, Any] = {"fill_gaps": True} if fills else pick(({}, {"fill_gaps": False}))
        window = draw_window(pick, aggregation, None if interval else period, far=self.plan.far)
        extra = extra | self._compare(pick) | (window if fills else {})

        def rest(pick: Pick) -> tuple[dict[str, Any], timedelta]:
            plot = pick(plots)
            widget = {"chart_type": "bar", **plot.cells(), **_data_type(pick, plot)}
            allowed = aggregations_of(plot.found.leaf, plot.type)
            widget["aggregation_function"] = any_percentile(pick, aggregation, allowed)
            if interval is not None:
                widget["group_by"] = {"type": "bucket", "interval": interval}
            else:
                widget |= {"time_period": period, **self._group_by(pick, plot.found, group)}
            return widget | extra, filled if fills else timedelta.max

        return rest

    def _compare(self, pick: Pick) -> dict[str, Any]:
        """What a bar or stats are compared with, or nothing: where every range has a year before it."""
        limits = self.plan.limits or self.plan.dataset.limits
        longest, furthest = limits.max_range, limits.max_compare
        if longest is None or (furthest is not None and longest + timedelta(days=366) > furthest):
            return {}
        to = pick((*(None,) * 6, "previous_period", *COMPARED, *self.lags * 4))
        return {} if to is None else {"compare": {"to": to}}

    def _group_by(self, pick: Pick, plotted: Found | None, kind: str) -> dict[str, Any]:
        fields = [found.path for found in self.paths if may_group(found, plotted)]
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

    def _more(self, pick: Pick) -> Any:
        """What a widget asks beside its range; None: nothing."""
        if self.conditions is None or pick(range(4)):
            return None
        # The range takes its part, too.
        drawn = [self.conditions.dividing(pick, depth_for(self.plan.dataset, 1)) for _ in range(2)]
        return max(drawn, key=self.fullness.share)


def _weight(found: Filled) -> int:
    alike = min(found.beside, _REST) + _REST * min(found.buckets, _WINDOWED)
    return _FULLER * found.samples + min(found.rows, _ROWS) + _UNEVEN * found.is_uneven + alike


def _period(dimension: Any) -> str | None:
    return dimension.get("time_period") if is_object(dimension) else None


def _data_type(pick: Pick, plot: Plot) -> dict[str, Any]:
    """What a saved widget may say of its field, or nothing."""
    if pick(range(4)) != 3:
        return {}
    return {"data_type": pick((str(plot.type), "dynamic" if plot.metric is not None else str(plot.type)))}


def _has_measures(widget: Mapping[str, Any]) -> bool:
    return "having" in widget or widget["chart_type"] in ("bar", "pie", "stat")


def _cells(plot: Plot | None) -> dict[str, Any]:
    return {} if plot is None else plot.cells()


def _found(plot: Plot) -> Found:
    return plot.found
