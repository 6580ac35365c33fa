"""What may be asked of a dataset, as plain JSON: the content of every picker of a front end."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import fields
from datetime import timedelta
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.sql.selectable import FromClause
from typing_extensions import Unpack

from widgetql.charts import share
from widgetql.charts.catalogue import CHARTS
from widgetql.charts.parse import KEYS, OTHER_KEYS
from widgetql.charts.rules import AGGREGATIONS, CHART_TYPES, GROUPABLE, PERCENTILES, PERIODS, SHARE
from widgetql.charts.wire import on_the_wire
from widgetql.clocks import PARTS
from widgetql.columns import Context, read
from widgetql.dataset import Dataset
from widgetql.dynamic import chooser_of
from widgetql.entities import behind_alias
from widgetql.execution import Runner
from widgetql.fields import Dynamic, Field, Kind, Leaf, aggregations_of, charts_of
from widgetql.filters.vocabulary import OPERATORS, operators_of
from widgetql.joins import Joined
from widgetql.limits import Limits
from widgetql.paths import Found
from widgetql.relative_time import WEEKDAYS, zone_name
from widgetql.request import Request
from widgetql.sql.readable import readable
from widgetql.storage import Storage, undecorated
from widgetql.types import DataType, Options

_JSON = dict[str, Any]
# Filters have a grammar of their own; every chart takes them.
_FILTERS: Final = ("filters", "dashboard_filters")
_EVERY_PERCENTILE: Final = "p0-p100"

# The charts whose field is aggregated.
_AGGREGATED: Final = frozenset(
    name for name, chart in CHARTS.items() if "aggregation_function" in str(chart.needs)
)


def describe(dataset: Dataset, *, connection: Any = None, **options: Unpack[Options]) -> dict[str, Any]:
    """Return what may be asked of a dataset as plain JSON: the content of every picker of a front end.

    `fields` are the paths that may be filtered or plotted, `metadata.*` all keys of a JSON column; a key of a
    field that means nothing there is null. Its `charts` are those of the rules, each with the aggregations
    that it takes (a list shows any field of a record, metrics take those of a bar but for its `share`); of a
    dynamic field those of any metric. It is `groupable` where a chart may be grouped by it: one of a to-many
    relation groups the charts of that relation only. Its `values` are null where they are to be asked for
    (`field_values`), and `[]` where they are not listed at all, as `Field(values=False)` says. Without a
    timestamp a dataset has no widgets: there are no charts, and nothing is plotted.

    With a `connection` a dynamic field lists its `metrics`: those that the `scope` shows of the chooser's
    table, and where it says nothing of that table those of the records that it shows. A chart `needs` keys, a
    list of them where one will do; of `group_by` a bucket is meant there. Lengths of time in `limits` are
    seconds; `p0-p100` among the `aggregations` stands for every percentile, of which a field that takes all
    of them lists the usual ones.

    Raises `TypeError` or `ValueError` for options that are the host's own mistake, and with a connection what
    running a query raises.

    >>> from widgetql.testing.example import dataset
    >>> described = describe(dataset)
    >>> field = next(one for one in described["fields"] if one["path"] == "topic")
    >>> field["type"], field["charts"]
    ('string', {'bar': ['count', 'count_distinct', 'first', 'last', 'share'], 'pie': []})
    >>> described["charts"]["bar"]["needs"]
    [['field', 'metrics'], ['aggregation_function', 'metrics'], ['time_period', 'group_by', 'x']]
    """
    request = Request.of(dataset, judges=connection is None, **options)
    runner = None if connection is None else request.runner(connection)
    if runner is None:
        return _described(request, None)
    with runner:
        return _described(request, runner)


def _described(request: Request, runner: Runner | None) -> _JSON:
    dataset, clock = request.dataset, request.clock
    return {
        "fields": [_field(found, request, runner) for found in dataset.paths.values() if not found.is_hidden],
        "stats": [
            {"name": name, "label": stat.label, "unit": stat.unit, "format": stat.format}
            for name, stat in dataset.stats.items()
        ],
        "charts": {name: _chart(name) for name in CHART_TYPES if _has_widgets(dataset)},
        "aggregations": list(dict.fromkeys(map(_told, (*AGGREGATIONS, SHARE)))),
        "periods": list(PERIODS),
        "parts": [*PARTS],
        "limits": {one.name: _seconds(getattr(request.limits, one.name)) for one in fields(Limits)},
        "timezone": zone_name(clock.zone),
        "week_start": WEEKDAYS[clock.week_start],
        "ignored_keys": sorted(OTHER_KEYS - {*_FILTERS}),
    }


def _chart(name: str) -> _JSON:
    keys = [key for key, row in KEYS.items() if name in row.charts]
    needs = [need if isinstance(need, str) else list(need) for need in CHARTS[name].needs]
    return {"needs": needs, "keys": [*keys, *_FILTERS]}


def _told(aggregation: str) -> str:
    """Say every percentile once; the median has a name of its own."""
    return _EVERY_PERCENTILE if aggregation in PERCENTILES and aggregation != "median" else aggregation


def _seconds(limit: Any) -> Any:
    if not isinstance(limit, timedelta):
        return limit
    seconds = limit.total_seconds()
    return int(seconds) if seconds.is_integer() else seconds


def _field(found: Found, request: Request, runner: Runner | None) -> _JSON:
    leaf = found.leaf
    return {
        "path": f"{found.path}.*" if found.is_document else found.path,
        "label": getattr(leaf, "label", None),
        "description": getattr(leaf, "description", None),
        "type": str(leaf.type),
        "unit": getattr(leaf, "unit", None),
        "format": getattr(leaf, "format", None),
        "operators": _operators(leaf.operators) if leaf.filter else [],
        "charts": _charts_of_field(leaf) if leaf.plot and _has_widgets(request.dataset) else {},
        "values": _values(leaf),
        "groupable": _is_groupable(found, request.dataset),
        "filter": leaf.filter,
        "plot": leaf.plot,
        "metrics": list(_metrics(found, request, runner)) if runner and isinstance(leaf, Dynamic) else None,
    }


def _has_widgets(dataset: Dataset) -> bool:
    return dataset.timestamp_path is not None


def _is_groupable(found: Found, dataset: Dataset) -> bool:
    """Tell whether a chart may be grouped by a field; one of related rows groups charts of these rows."""
    if not found.leaf.plot or found.leaf.type is DataType.DYNAMIC or not _has_widgets(dataset):
        return False
    relation = found.steps[: found.to_many]
    beside = (one for one in dataset.paths.values() if one.leaf.plot and one.steps[: one.to_many] == relation)
    return not relation or any(GROUPABLE & _charts_of_field(one.leaf).keys() for one in beside)


def _operators(names: Iterable[str]) -> list[str]:
    return [name for name in OPERATORS if name in {*names}]


def _charts_of_field(leaf: Leaf) -> dict[str, list[str]]:
    if not isinstance(leaf, Dynamic):
        return _charts(leaf.type, charts_of(leaf), aggregations_of(leaf, leaf.type), {"bar"})
    found: dict[str, list[str]] = {}
    for kind in leaf.kinds.values():
        for chart, names in _charts_of_kind(leaf, kind).items():
            found[chart] = [*found.get(chart, ()), *names]
    return {chart: _of_all(found[chart]) for chart in CHART_TYPES if chart in found}


def _of_all(names: list[str]) -> list[str]:
    return [name for name in (*AGGREGATIONS, SHARE) if name in names]


def _charts_of_kind(leaf: Dynamic, kind: Kind) -> dict[str, list[str]]:
    # A metric's values that are drawn as a pie are shares already.
    return _charts(kind.type, charts_of(leaf, kind), aggregations_of(leaf, kind.type), {"bar", "pie"})


def _charts(
    data_type: DataType, charts: Iterable[str], aggregations: tuple[str, ...], of_shares: set[str]
) -> dict[str, list[str]]:
    """Return charts in their order, each with the aggregations that it takes; `of_shares` imply a bar."""
    found = {name: list(aggregations) if name in _AGGREGATED else [] for name in charts}
    if data_type in share.TYPES and "count" in aggregations and of_shares & found.keys():
        found["bar"] = [*found.get("bar", ()), SHARE]
    return {name: found[name] for name in CHART_TYPES if name in found}


def _values(leaf: Leaf) -> list[_JSON] | None:
    """Return the values that are known without asking for them."""
    if not leaf.values:
        return []
    if leaf.type is DataType.BOOLEAN:
        return _booleans()
    if not isinstance(leaf, Field) or leaf.storage is not Storage.ENUM:
        return None
    return [{"value": label, "label": label} for label in getattr(undecorated(leaf.column.type), "enums", ())]


def _booleans() -> list[_JSON]:
    return [{"value": True, "label": "true"}, {"value": False, "label": "false"}]


def _metrics(found: Found, request: Request, runner: Runner) -> Iterator[_JSON]:
    """Yield the metrics of a dynamic field that the host's scope shows, by name; none of an unknown kind."""
    leaf, chooser = found.leaf, chooser_of(found, request.dataset)
    assert isinstance(leaf, Dynamic)
    known: dict[Any, tuple[str | None, Kind]] = {}
    for row in _rows_of_metrics(leaf, chooser, request, runner):
        kind = leaf.kinds.get(row.kind)
        if row.metric is not None and kind is not None:
            name = None if leaf.name is None or row.name is None else str(row.name)
            known.setdefault(on_the_wire(row.metric, chooser.leaf.type), (name, kind))
    for metric, (name, kind) in sorted(known.items(), key=lambda one: (one[1][0] or "", str(one[0]))):
        yield {
            "metric": metric,
            "name": name,
            "type": str(kind.type),
            "unit": None,
            "charts": _charts_of_kind(leaf, kind) if leaf.plot and _has_widgets(request.dataset) else {},
            "operators": _operators(leaf.operators & operators_of(kind.type)) if leaf.filter else [],
            "values": [] if not leaf.values else _booleans() if kind.type is DataType.BOOLEAN else None,
        }


def _rows_of_metrics(leaf: Dynamic, chooser: Found, request: Request, runner: Runner) -> Iterable[Any]:
    """Read the chooser's table, as a lookup of one metric does.

    Where a scope says nothing of that table its rows may be anybody's: those of the visible records are read.
    """
    dataset, context = request.dataset, request.context
    owner = chooser.steps[-1].relation if chooser.steps else dataset
    joined = Joined(dataset if _is_open(owner.table, context) else owner, context)
    rows = joined.root if joined.root.table is owner.table else joined.rows_of(chooser.steps, chooser.to_many)
    columns = [read(chooser, rows, context).value.label("metric"), rows.of(leaf.kind).label("kind")]
    if leaf.name is not None:
        columns.append(readable(rows.of(leaf.name)).label("name"))
    statement: Any = select(*columns)
    found = joined.into(statement).where(*context.guard(joined.root))
    return runner.rows(found.distinct().limit(request.limits.max_answer_rows))


def _is_open(table: FromClause, context: Context) -> bool:
    """Tell whether there is a scope that says nothing of a table."""
    return bool(context.scope) and not {table, behind_alias(table)} & context.scope.keys()
