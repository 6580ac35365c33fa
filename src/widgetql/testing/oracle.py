"""The interpreter: what a filter selects from plain rows, and what a widget answers over them."""

from __future__ import annotations

from typing import Any

from typing_extensions import Unpack

from widgetql.charts.rules import GROUPABLE
from widgetql.dataset import Dataset
from widgetql.documents import is_empty, is_object
from widgetql.errors import Pointer, Problems
from widgetql.fields import Dynamic
from widgetql.filters.ast import And, Filter
from widgetql.filters.parse import parse_filter
from widgetql.limits import Limits
from widgetql.relative_time import format_instant, zone_name
from widgetql.testing import charts, grids, measures, pivoted, series, told
from widgetql.testing.columns import columns
from widgetql.testing.comparing import compared
from widgetql.testing.holding import found_at, holds
from widgetql.testing.over import bar_over, is_over
from widgetql.testing.places import Rows, World, world_of
from widgetql.testing.ranges import Range, range_of
from widgetql.testing.samples import Question, id_of, metric_of
from widgetql.testing.shares import is_share, shares
from widgetql.testing.windowing import over_windows
from widgetql.types import DataType, FilterJSON, Options, WidgetJSON


def matching_ids(
    filter: FilterJSON | None, dataset: Dataset, rows: Rows, **options: Unpack[Options]
) -> list[Any]:
    """Return the ids of the records that a filter selects, in the order of the rows.

    `rows` holds, for each table, its rows as dicts by column key, with the values that SQLAlchemy returns
    (date-times are naive in naive columns); a key that a row leaves out is null. The filter must be valid:
    `InvalidInput` names what is wrong with its form, `ValueError` what does not fit the dataset, or rows of
    other tables than its own. Raises `NotImplementedError` for a field, a join condition or a scope that is
    more than columns and comparisons.

    >>> from sqlalchemy import Column, Integer, MetaData, Table
    >>> from widgetql.fields import Field
    >>> calls = Table("calls", MetaData(), Column("id", Integer), Column("duration", Integer))
    >>> dataset = Dataset(calls, id=calls.c.id, fields={"duration": Field(calls.c.duration)})
    >>> rows = {calls: [{"id": 1, "duration": 60}, {"id": 2, "duration": None}]}
    >>> matching_ids({"field": "duration", "op": "neq", "value": 60}, dataset, rows)
    [2]
    """
    world = world_of(dataset, rows, options)
    written = written_filter(filter, "filter", world.limits)
    return [id_of(place, world) for place in world.records() if holds(written, place, world)]


def written_filter(source: FilterJSON | None, document: str, limits: Limits) -> Filter:
    """Return the written tree of a filter; raises `InvalidInput` where its form is wrong."""
    problems = Problems()
    written = parse_filter(source, Pointer(document), limits, problems)
    problems.raise_any()
    return written


def expected_widget_data(
    widget: WidgetJSON,
    dataset: Dataset,
    rows: Rows,
    *,
    dashboard_filters: FilterJSON | None = None,
    filters: FilterJSON | None = None,
    **options: Unpack[Options],
) -> dict[str, Any]:
    """Return what `compute_widget_data(...).to_dict()` must give for a valid widget over plain rows.

    The arguments are those of `compute_widget_data`, `rows` as for `matching_ids`. Where a list or table
    has more rows, `next_cursor` is only "…": compare whether it is null. Floats may differ in the last
    digits.

    >>> from datetime import UTC, datetime
    >>> from widgetql.testing.example import calls, dataset
    >>> rows = {calls: [{"id": 1, "timestamp": datetime(2025, 11, 3, 9), "success": True}]}
    >>> widget = {"chart_type": "pie", "field": "success",
    ...           "filters": {"field": "timestamp", "op": "gte", "value": "today"}}
    >>> expected_widget_data(widget, dataset, rows, now=datetime(2025, 11, 3, 12, tzinfo=UTC))["data"]
    [{'label': True, 'value': 1, 'percentage': 100.0}]
    """
    world = world_of(dataset, rows, options)
    question = _question(widget, world, dashboard_filters, filters)
    data, more = _data(question)
    group_by = question.given("group_by")
    return {
        "widget_id": widget.get("id"),
        "field_name": "" if question.listed("metrics") else question.given("field") or "",
        "chart_type": widget["chart_type"],
        "data": data,
        "aggregation_function": None
        if question.listed("metrics")
        else question.given("aggregation_function"),
        "time_period": question.given("time_period"),
        "group_by": group_by,
        "can_group_by": widget["chart_type"] in GROUPABLE,
        "metadata": _metadata(question) | more,
    }


def _question(
    widget: WidgetJSON, world: World, dashboard_filters: FilterJSON | None, filters: FilterJSON | None
) -> Question:
    """The widget with the filter in force: the dashboard's, the body's, the request's or its own."""
    own = widget.get("filters") if is_empty(filters) else filters
    written = And(
        (
            written_filter(dashboard_filters, "dashboard_filters", world.limits),
            written_filter(widget.get("dashboard_filters"), "dashboard_filters", world.limits),
            written_filter(own, "filters", world.limits),
        ),
        Pointer("filter"),
    )
    implied = range_of(written, world.dataset.timestamp_names, world.clock)
    if implied.end is None and not implied.empty:
        implied = Range(implied.start, world.clock.now, implied.excluded)
    return Question(_over_time(widget), world, written, implied)


def _over_time(widget: WidgetJSON) -> Any:
    """The widget with `time_period`, where its `x` is a period: two ways to say one thing."""
    over: Any = widget.get("x")
    if not is_object(over) or not over.get("time_period"):
        return widget
    return {**{key: value for key, value in widget.items() if key != "x"}, "time_period": over["time_period"]}


def _data(question: Question) -> tuple[Any, dict[str, Any]]:
    """The answer's `data`, and what only its chart puts into `metadata`."""
    if question.given("compare") is not None:
        rows, notes = compared(question)
        return rows, {"truncated": False, **notes}
    is_long = bool(question.listed("metrics")) and question.widget["chart_type"] in ("bar", "pie")
    if is_long and not is_over(question) and question.widget["chart_type"] == "bar":
        return series.bar(question), {"truncated": False, **charts.ranks(question)}
    if is_long and not is_over(question):
        slices, notes = series.pie(question)
        return slices, {"truncated": False, **notes}
    match question.widget["chart_type"]:
        case "line":
            points, notes = charts.line(question)
            return points, {"truncated": False, **notes, **charts.ranks(question)}
        case "bar" if is_share(question):
            rows, notes = shares(question, DataType(_about_field(question)["data_type"]))
            return rows, {"truncated": False, **notes}
        case "bar" if is_over(question):
            bars, notes = bar_over(question)
            return bars, {"truncated": False, **notes}
        case "bar":
            rows = charts.bar(question) if question.given("window") is None else over_windows(question)
            return rows, {"truncated": False, **charts.ranks(question)}
        case "pie":
            return charts.pie(question), {"truncated": False, **charts.ranks(question)}
        case "histogram":
            bins, notes = charts.histogram(question)
            return bins, {"truncated": False, **notes}
        case "stat":
            return _stat(question)
        case "list" | "table":
            return _grid(question)
        case "pivot":
            cells, notes = pivoted.pivot(question)
            return cells, {"truncated": False, **notes}
        case unknown:
            raise ValueError(f"no chart is named {unknown!r}")


def _stat(question: Question) -> tuple[Any, dict[str, Any]]:
    if question.listed("metrics"):
        figures, notes = measures.stat_of_measures(question)
        return figures, {"truncated": False, **notes}
    return charts.stat(question), {"truncated": False, **charts.ranks(question)}


def _grid(question: Question) -> tuple[Any, dict[str, Any]]:
    if question.widget["chart_type"] == "list":
        newest, more = grids.list_(question)
        notes: dict[str, Any] = {"truncated": more, "next_cursor": "…" if more else None}
        return newest, {**notes, "columns": told.of_list(question)}
    found, notes = grids.table(question)
    notes |= {"next_cursor": "…" if notes["truncated"] else None, **grids.totals(question)}
    if not question.listed("metrics"):
        notes["columns"] = told.of_rows(question)
    return found, notes


def _metadata(question: Question) -> dict[str, Any]:
    world, span = question.world, question.range
    return {
        **_about_field(question),
        "range": {
            "start": None if span.start is None else format_instant(span.start),
            "end": None if span.end is None else format_instant(span.end),
        },
        "timezone": zone_name(world.clock.zone),
        "now": format_instant(world.clock.now),
        **({"columns": columns(question)} if question.listed("metrics") else {}),
    }


def _about_field(question: Question) -> dict[str, Any]:
    path, metric = question.given("field"), question.given("metric")
    if path is None or question.listed("metrics"):
        return {
            "display_name": question.given("name") or "",
            "data_type": None,
            "filter_value": metric,
        }
    found = found_at(path, question.world)
    name, data_type = found.label, found.leaf.type
    if isinstance(found.leaf, Dynamic):
        chosen = metric_of(found, metric, question.world)
        name = name if chosen.name is None else chosen.name
        data_type = chosen.kind.type
    about = {"display_name": name, "data_type": str(data_type), "filter_value": metric}
    unit = getattr(found.leaf, "unit", None)
    return about if unit is None else about | {"unit": unit}
