"""What every database must answer alike: each feature, with the filters and widgets that use it.

The cases are made from the declarations of a dataset that has every storage, from the operators that each
field takes and from the rules matrix; so a new operator, aggregation or period is here by itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import cycle, product
from random import Random
from typing import Any, Final

from tests.conformance.left import COUNT, MEDIAN, left, ranks
from tests.conformance.rows import ROWS
from tests.testing.everything import EVERYTHING, KINDS, metrics
from widgetql.charts.rules import PERIODS, aggregations_for, charts_for
from widgetql.clocks import PARTS
from widgetql.fields import Dynamic, Field, JsonKeys, Kind, reads_instants
from widgetql.filters.vocabulary import OPERATORS, operators_of
from widgetql.paths import Found
from widgetql.relative_time import zone_of
from widgetql.testing import NOW
from widgetql.testing.strategies.conditions import filterable
from widgetql.testing.strategies.operands import Operands
from widgetql.testing.strategies.plan import Plan
from widgetql.types import DataType

# The second has no whole hours, and half an hour of summer time.
ZONES: Final = ("UTC", "America/New_York", "Australia/Lord_Howe")
SINCE: Final = {"field": "at", "op": "gte", "value": "now-29d"}
_OPERANDS: Final = 4
_INTERVALS: Final = {"15 minutes": 900_000, "25 hours": 90_000_000, "7 days": 604_800_000}


@dataclass(frozen=True)
class Feature:
    """A named thing that a database can do, and documents that use it: `kind` is `filter` or `widget`."""

    section: str
    name: str
    kind: str
    documents: tuple[Any, ...]
    timezone: str = "UTC"


_OPERAND: Final = Operands(Plan(EVERYTHING, 60, NOW, zone_of("UTC")), ROWS)


def features() -> list[Feature]:
    """Return every feature, those of filters first."""
    return [*_filters(), *_parts(), *_groups(), *_bars(), *_times(), *_other_charts(), *_dimensions()]


def _described(found: Found) -> str:
    leaf = found.leaf
    if isinstance(leaf, JsonKeys):
        return "key of a JSON column"
    if isinstance(leaf, Dynamic):
        if isinstance(leaf.columns, dict):
            return "dynamic value, a column for each type"
        return f"dynamic value in {str(leaf.columns.type).lower()}"
    assert isinstance(leaf, Field)
    read = f" read as {leaf.type}" if leaf.type not in _USUAL.get(leaf.storage, leaf.type) else ""
    return f"{leaf.storage}{read}"


_USUAL: Final[dict[str, str]] = {"integer": "numeric", "text": "string"}


def _paths() -> dict[str, list[Found]]:
    """The paths that may be filtered, by what they are."""
    found: dict[str, list[Found]] = {}
    for path in filterable(EVERYTHING):
        found.setdefault(_described(path), []).append(path)
    return found


def _filters() -> Iterator[Feature]:
    for described, paths in _paths().items():
        for op in OPERATORS:
            taking = [path for path in dict.fromkeys(paths) if op in path.leaf.operators]
            documents = [one for path in taking for one in _conditions(path, op)]
            if documents:
                yield Feature("Filters", f"{op}: {described}", "filter", tuple(documents))


def _conditions(found: Found, op: str) -> Iterator[Any]:
    """Some conditions, and the complement of the first."""
    pick = Random(f"{found.path} {op}").choice
    made = [
        {"field": found.path, "op": op, "value": _OPERAND.draw(found, op, pick)} for _ in range(_OPERANDS)
    ]
    yield from made
    yield {"operator": "not", "conditions": made[:1]}


def _parts() -> Iterator[Feature]:
    times = [
        path for paths in _paths().values() for path in dict.fromkeys(paths) if reads_instants(path.leaf)
    ]
    # What a zone shows is the same arithmetic for each part: hours in all of them, the others in one each.
    asked = [*product(ZONES, ["hour_of_day"]), *zip(cycle(ZONES), [*PARTS][1:])]
    for zone, part in asked:
        pick = Random(f"{zone} {part}").choice
        documents = [
            {"field": path.path, "part": part, "op": op, "value": _OPERAND.part(path, part, op, pick)}
            for path in times
            for op in sorted(operators_of(DataType.NUMERIC))
        ]
        denied = [_group("not", one) for one in documents[:4]]
        yield Feature("Parts of time", f"{part} in {zone}", "filter", (*documents, *denied), zone)


def _groups() -> Iterator[Feature]:
    one = {"field": "evaluations.metric.id", "op": "eq", "value": 1}
    two = {"field": "evaluations.weight", "op": "gte", "value": 0}
    deep = {"field": "evaluations.notes.stars", "op": "isnull", "value": False}
    own = {"field": "agent.team.name", "op": "neq", "value": "a"}
    none = {"field": "evaluations.weight", "op": "isnull", "value": True}
    yield Feature("Relations", "to-one, and to-one behind it", "filter", (own, _group("not", own)))
    yield Feature("Relations", "to-many: some row", "filter", (one, two, none, _group("and", one, two)))
    same = _group("same_row", one, two)
    yield Feature("Relations", "to-many: the same row", "filter", (same, _group("not", same)))
    several = tuple(_count(op, value, one) for op, value in _NUMBERS)
    yield Feature("Relations", "to-many: so many rows", "filter", (*several, _group("not", several[0])))
    every = _group("all_rows", one, two)
    yield Feature("Relations", "to-many: all rows", "filter", (every, _group("not", every)))
    counted = (_count("gte", 2, deep), _count("eq", 0, one, deep), _group("all_rows", deep))
    within = (_count("gte", 1, one, _count("lt", 2, deep)), _group("same_row", one, _group("all_rows", deep)))
    yield Feature("Relations", "to-many behind to-many, counted", "filter", (*counted, *within))
    nested = _group("same_row", one, _group("or", two, deep))
    yield Feature("Relations", "to-many behind to-many", "filter", (deep, nested, _group("not", nested)))
    ranged = _group("or", _group("and", own, same), _group("not", _group("or", none, deep)))
    yield Feature("Relations", "all of them in one tree", "filter", (ranged, _group("not", ranged)))


# Each operator, with and without a record that has none.
_NUMBERS: Final = (
    *(("eq", 0), ("eq", 2), ("neq", 1), ("gt", 1), ("gte", 2), ("lt", 2), ("lte", 0)),
    *(("between", [1, 2]), ("between", [0, 1]), ("in", [1, 3]), ("in", [0, 2])),
)


def _count(op: str, value: Any, *conditions: Any) -> dict[str, Any]:
    return _group("count_rows", *conditions) | {"op": op, "value": value}


def _group(operator: str, *conditions: Any) -> dict[str, Any]:
    return {"operator": operator, "conditions": list(conditions)}


def _plotted() -> dict[str, tuple[Found, dict[str, Any]]]:
    """One path of each description that a chart may plot, with the cells that name it."""
    found: dict[str, tuple[Found, dict[str, Any]]] = {}
    for described, paths in _paths().items():
        path = next((path for path in paths if path.leaf.plot), None)
        if path is not None and not isinstance(path.leaf, Dynamic):
            found[described] = (path, {"field": path.path})
    return found


def _bars() -> Iterator[Feature]:
    for described, (found, cells) in _plotted().items():
        for aggregation in aggregations_for(found.leaf.type):
            widget = {"chart_type": "bar", **cells, "aggregation_function": aggregation}
            daily = widget | {"time_period": "day"}
            grouped = daily | {"group_by": {"type": "field", "field": "topic"}}
            yield Feature("Aggregations", f"{aggregation}: {described}", "widget", _since(daily, grouped))
    for metric, kind in _metrics().items():
        for field in ("value", "document", "typed"):
            cells = {"field": f"evaluations.{field}", "metric": metric}
            charts = [{"chart_type": chart, **cells} for chart in sorted(charts_for(kind.type, kind.charts))]
            more = {
                "bar": {"aggregation_function": "count", "time_period": "week"},
                "histogram": {"bins": {"count": 7}},
            }
            documents = [chart | more.get(chart["chart_type"], {}) for chart in charts]
            name = f"{kind.type} metric: evaluations.{field}"
            yield Feature("Aggregations", name, "widget", _since(*documents))


def _metrics() -> dict[Any, Kind]:
    """One metric of each kind, by its id."""
    rows = sorted(ROWS[metrics], key=lambda row: row["id"])
    first = {row["kind"]: row["id"] for row in reversed(rows)}
    return {first[kind]: declared for kind, declared in KINDS.items()}


def _times() -> Iterator[Feature]:
    bar = {"chart_type": "bar", "field": "duration", "aggregation_function": "count", "fill_gaps": True}
    for zone in ZONES:
        for period in PERIODS:
            widget = bar | {"time_period": period, "fill_gaps": period not in ("minute", "hour")}
            yield Feature("Buckets", f"{period} in {zone}", "widget", _since(widget), zone)
    for name, interval in _INTERVALS.items():
        bucket = {"group_by": {"type": "bucket", "interval": interval}}
        charts = (bar | bucket | {"fill_gaps": False}, {"chart_type": "stat", **bucket})
        yield Feature("Buckets", f"every {name}", "widget", _since(*charts))


def _other_charts() -> Iterator[Feature]:
    for described, (found, cells) in _plotted().items():
        group = {"type": "field", "field": found.path}
        charts: list[dict[str, Any]] = [{"chart_type": "list", **cells, "limit": 20}]
        if found.to_many:
            charts = [{"chart_type": "table", "dimensions": [found.path], "metrics": [COUNT]}]
        else:
            charts += [
                {"chart_type": "stat", "group_by": group},
                {"chart_type": "table", "dimensions": [found.path], "metrics": [COUNT, MEDIAN]},
                {"chart_type": "table", "dimensions": [found.path], "order_by": [{"name": found.path}]},
            ]
        yield Feature("Columns, groups, order", described, "widget", _since(*charts))
    pies = [_PIE | {"field": path} for path in ("topic", "ok", "meta.region")]
    yield Feature("Charts", "pie", "widget", _since(*pies))
    histograms = [
        {"chart_type": "histogram", **cells, "bins": one, "include_missing": True}
        for found, cells in _plotted().values()
        if found.leaf.type is DataType.NUMERIC
        for one in _BINS
    ]
    yield Feature("Charts", "histogram", "widget", _since(*histograms))
    yield from _over_time()
    lines = [{"chart_type": "line", "field": path} for path in ("duration", "score", "started", "agent.id")]
    yield Feature("Charts", "line", "widget", _since(*lines))
    yield Feature("Charts", "stat", "widget", _since({"chart_type": "stat"}))
    yield Feature("Charts", "list in an order, of related rows", "widget", _since(*_lists()))
    tables = {"chart_type": "table", "metrics": [COUNT, MEDIAN]}
    days = {"dimensions": [{"field": "at", "time_period": "day"}, "agent.name"]}
    yield Feature("Charts", "table", "widget", _since(tables | days))
    group = {"group_by": {"type": "field", "field": "topic"}}
    yield Feature("Charts", "pivot", "widget", _since(*_pivots()))
    yield Feature("Charts", "measures", "widget", _since(*_of_measures(group)))
    yield Feature("Charts", "having, rank, limit", "widget", _since(*ranks()))


def _over_time() -> Iterator[Feature]:
    """Bars and stats beside the period before, and bars over windows."""
    late = {"field": EVERYTHING.timestamp_path, "op": "gte", "value": "now-4d/d"}
    yield Feature("Charts", "compare", "widget", tuple(one | {"filters": late} for one in _compared()))
    yield Feature("Charts", "window", "widget", tuple(one | {"filters": late} for one in _windowed()))


_SUM: Final = {"chart_type": "bar", "field": "duration", "aggregation_function": "sum"}
_TOPICS: Final = {"group_by": {"type": "field", "field": "topic"}}
_SOME: Final = {
    "name": "some", "aggregation_function": "count", "filters": {"field": "ok", "op": "eq", "value": True}
}  # fmt: skip
_MEASURES: Final = [MEDIAN, _SOME, COUNT | {"per": "hour"}, {"name": "share", "share": "some"}]


def _compared() -> Iterator[dict[str, Any]]:
    for to in ("previous_period", "-1d"):
        for plain in ({"chart_type": "stat"}, _SUM | {"time_period": "day"}, _SUM | {"time_period": "week"}):
            yield from (one | {"compare": {"to": to}} for one in (plain, plain | _TOPICS))
    table = {"chart_type": "table", "metrics": [{"name": "n", "aggregation_function": "count"}]}
    day = {"field": EVERYTHING.timestamp_path, "time_period": "day", "name": "day"}
    pie = {"chart_type": "pie", "field": "topic", "include_missing": True}
    for one in (
        pie,
        pie | _TOPICS,
        table | {"dimensions": ["topic"], "totals": True},
        table | {"dimensions": [day]},
        pie | {"metrics": _MEASURES},
        {"chart_type": "stat", "metrics": _MEASURES},
        {"chart_type": "stat", "metrics": _MEASURES, **_TOPICS},
        {"chart_type": "bar", "time_period": "day", "metrics": _MEASURES, **_TOPICS},
        *left(_SUM | {"time_period": "day"}),
        pie | {"having": {"field": "value", "op": "gt", "value": 1}},
        table | {"dimensions": ["topic"], "limit": 1, "other": True},
    ):
        yield one | {"compare": {"to": "previous_period"}}


def _windowed() -> Iterator[dict[str, Any]]:
    windows = (
        {"type": "rolling", "buckets": 3},
        {"type": "to_date", "period": "week"},
        {"type": "cumulative"},
    )
    day = _SUM | {"time_period": "day"}
    counted = {"chart_type": "bar", "time_period": "day", "metrics": _MEASURES[1:], **_TOPICS}
    for window in windows:
        for name, groups in (("sum", {}), ("p90", {}), ("avg", _TOPICS)):
            yield day | {"window": window, "aggregation_function": name} | groups
        yield counted | {"window": window}
        yield from (one | {"window": window} for one in left(day))
    yield counted | {"metrics": _MEASURES, "window": windows[0], "compare": {"to": "-1d"}}


def _pivots() -> Iterator[dict[str, Any]]:
    pivot = {"chart_type": "pivot", "metrics": [COUNT, MEDIAN], "totals": ["rows", "columns", "all"]}
    day = {"field": "at", "time_period": "day"}
    hours = {"field": "at", "part": "hour_of_day"}
    for rows, columns in ((["topic", "ok"], [day]), ([hours], ["agent.name"]), (["meta.region"], ["ok"])):
        yield pivot | {"rows": rows, "columns": columns}
    having = {"field": "sample_count", "op": "gte", "value": 2}
    order = [{"name": "median", "direction": "desc"}]
    yield pivot | {"rows": ["topic"], "columns": ["agent.name"], "having": having, "order_by": order}


def _of_measures(group: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Every chart of measures; the filter of one asks for related rows."""
    some = {"field": "evaluations.weight", "op": "isnull", "value": False}
    measures: list[dict[str, Any]] = [
        COUNT | {"per": "day"},
        {"name": "judged", "aggregation_function": "count", "filters": some},
        {"name": "mean", "aggregation_function": "avg", "field": "duration", "filters": some},
        {"name": "ratio", "ratio": ["judged", "records"]},
        MEDIAN,
    ]
    unrated = [COUNT, *measures[1:]]
    share = {"name": "share", "share": "judged"}
    yield {"chart_type": "stat", "metrics": [*measures, share]}
    yield {"chart_type": "stat", "metrics": [*measures, share | {"within": ["group"]}], **group}
    yield {"chart_type": "bar", "metrics": [*measures, share], "time_period": "day", **group}
    yield {"chart_type": "pie", "field": "topic", "metrics": [*measures, share]}
    over = {"chart_type": "bar", "metrics": [*measures, share | {"within": ["label"]}]}
    yield over | {"x": "topic", "limit": 2, "include_missing": True, **group}
    yield over | {"x": {"field": "duration", "bins": {"count": 5}}}
    yield over | {"x": {"field": "at", "part": "day_of_week"}, "fill_gaps": True, "metrics": unrated}
    by_ratio = [{"name": "ratio", "direction": "desc"}, {"name": "share"}]
    rows = {"dimensions": ["topic", "ok"], "order_by": by_ratio, "totals": True}
    yield {"chart_type": "table", "metrics": [*measures, share | {"within": ["ok"]}], **rows}


def _dimensions() -> Iterator[Feature]:
    tables = {"chart_type": "table", "metrics": [COUNT, MEDIAN]}
    for zone, part in zip(cycle(ZONES), PARTS):
        divided = [
            tables | {"dimensions": [{"field": found.path, "part": part}]}
            for found, _ in _plotted().values()
            if reads_instants(found.leaf)
        ]
        yield Feature("Dimensions", f"{part} in {zone}", "widget", _since(*divided), zone)
    binned = [
        {"chart_type": "table", "metrics": [COUNT], "dimensions": [{"field": found.path, "bins": one}]}
        for found, _ in _plotted().values()
        if found.leaf.type is DataType.NUMERIC
        for one in _BINS
    ]
    yield Feature("Dimensions", "bins", "widget", _since(*binned))
    bar = {"chart_type": "bar", "field": "duration", "aggregation_function": "count"}
    group = {"group_by": {"type": "field", "field": "topic"}}
    labels = [{"x": found.path, "limit": 3} for found, _ in _plotted().values() if not found.to_many]
    parts = [{"x": {"field": "at", "part": part}, "fill_gaps": True} for part in PARTS]
    bins = [{"x": {"field": "duration", "bins": one}} for one in _BINS]
    shared = [
        {"chart_type": "bar", **cells, "aggregation_function": "share", "time_period": "week"}
        for found, cells in _plotted().values()
        if found.leaf.type in (DataType.STRING, DataType.BOOLEAN)
    ]
    yield Feature("Charts", "bar of shares", "widget", _since(*shared))
    for name, axes in (("labels", labels), ("parts of time", parts), ("bins", bins)):
        bars = [bar | axis | more for axis, more in zip(axes, cycle(({}, group, {"include_missing": True})))]
        yield Feature("Charts", f"bar over {name}", "widget", _since(*bars))


_BINS: Final = ({"count": 7}, {"edges": [-1, 0, 60, 600]})


def _lists() -> Iterator[dict[str, Any]]:
    for path, name in product(("duration", "evaluations.weight"), ("value", "timestamp", "id")):
        yield {"chart_type": "list", "field": path, "order_by": [{"name": name, "direction": "desc"}]}


_PIE: Final = {"chart_type": "pie", "include_missing": True}


def _since(*widgets: dict[str, Any]) -> tuple[dict[str, Any], ...]:
    return tuple(widget | {"filters": SINCE} for widget in widgets)
