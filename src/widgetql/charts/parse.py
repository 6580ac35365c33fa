"""JSON -> the written widget. One row a key: which charts use it, and what reads it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from types import MappingProxyType
from typing import Any, Final, cast

from widgetql.charts.dimensions import DimensionReader
from widgetql.charts.parse_measures import read_measure
from widgetql.charts.ranks import RANK_KEYS, read_having, read_rank
from widgetql.charts.rules import (
    AGGREGATIONS,
    CHART_TYPES,
    COMPARED,
    GROUPABLE,
    MARGINS,
    NAME_LENGTH,
    PERIODS,
    SHARE,
)
from widgetql.charts.spec import Bins, ByField, ByInterval, Dimension, Metric, Order, Widget
from widgetql.charts.windowing import read_window
from widgetql.documents import is_empty, text_problem, unknown_keys
from widgetql.errors import Code, Pointer, Problems, shown, unparsed
from widgetql.filters.ast import Filter
from widgetql.limits import Limits
from widgetql.types import DataType
from widgetql.types import whole_number as _whole

# A cursor holds what rows are sorted by, which may be a long text.
CURSOR_LENGTH: Final = 100_000
# Milliseconds of ten thousand years, beyond which no calendar goes.
LONGEST_INTERVAL: Final = 315_576_000_000_000


@dataclass(frozen=True, slots=True)
class _Reader:
    limits: Limits
    problems: Problems

    def text(self, value: Any, at: Pointer, length: int = NAME_LENGTH) -> str | None:
        """Read a text of limited length."""
        if not isinstance(value, str):
            self.refuse(at, "not_text", f"expected text, got {shown(value)}")
            return None
        return None if text_problem(value, at, length, self.problems) else value

    def word(
        self, value: Any, at: Pointer, code: Code, known: tuple[str, ...], others: str = ""
    ) -> str | None:
        """Read a word of a vocabulary; `others` tells what it has beside those that it lists."""
        if isinstance(value, str) and value in known:
            return value
        self.refuse(at, code, f"{shown(value)} is none of {', '.join(known)}{others}")
        return None

    def id(self, value: Any, at: Pointer) -> int | str | None:
        """Read the widget's own id, which comes back as `widget_id`."""
        value = _whole(value)
        if isinstance(value, int) and not isinstance(value, bool):
            return value
        return self.text(value, at)

    def chart_type(self, value: Any, at: Pointer) -> str | None:
        """Read the chart type."""
        return self.word(value, at, "unknown_chart", CHART_TYPES)

    def aggregation(self, value: Any, at: Pointer) -> str | None:
        """Read an aggregation function."""
        return self.word(value, at, "unknown_aggregation", AGGREGATIONS, ", p0 to p100")

    def aggregation_of_chart(self, value: Any, at: Pointer) -> str | None:
        """Read a chart's aggregation function, which may be a share."""
        if value == SHARE:
            return SHARE
        return self.word(value, at, "unknown_aggregation", AGGREGATIONS, f", p0 to p100, {SHARE}")

    def period(self, value: Any, at: Pointer) -> str | None:
        """Read a time period."""
        return self.word(value, at, "unknown_period", PERIODS)

    def data_type(self, value: Any, at: Pointer) -> str | None:
        """Read a declared data type."""
        return self.word(value, at, "unknown_type", tuple(DataType))

    def flag(self, value: Any, at: Pointer) -> bool:
        """Read true or false."""
        if not isinstance(value, bool):
            self.refuse(at, "wrong_type", f"expected true or false, got {shown(value)}")
        return value is True

    def limit(self, value: Any, at: Pointer) -> int | None:
        """Read a number of rows."""
        value = _whole(value)
        if not isinstance(value, int) or isinstance(value, bool):
            self.refuse(at, "wrong_type", f"expected a number of rows, got {shown(value)}")
            return None
        if not 1 <= value <= self.limits.max_rows:
            self.refuse(at, "out_of_range", f"1 to {self.limits.max_rows} rows, got {shown(value)}")
            return None
        return value

    def metric(self, value: Any, at: Pointer) -> Any:
        """Read the metric that a dynamic field is plotted for."""
        value = _whole(value)
        if isinstance(value, bool) or not isinstance(value, int | str):
            self.refuse(at, "wrong_type", f"expected the id of a metric, got {shown(value)}")
            return None
        return self.text(value, at, self.limits.max_text_length) if isinstance(value, str) else value

    def group_by(self, value: Any, at: Pointer) -> ByField | ByInterval | None:
        """Read `group_by`: a field, or buckets of a number of milliseconds."""
        given = self.object(value, at)
        if given is None:
            return None
        match given.get("type"):
            case "field":
                unknown_keys(given, {"type", "field", *RANK_KEYS}, at, self.problems)
                path = self.path(given.get("field"), at / "field")
                rank = read_rank(given, at, self.limits, self.problems, NAME_LENGTH)
                return None if path is None else ByField(path, at / "field", **rank)
            case "bucket":
                unknown_keys(given, {"type", "interval"}, at, self.problems)
                return self.interval(given.get("interval"), at / "interval")
            case other:
                self.refuse(at / "type", "wrong_type", f"{shown(other)} is none of field, bucket")
                return None

    def having(self, value: Any, at: Pointer) -> Filter | None:
        """Read what groups must satisfy."""
        return read_having(value, at, self.limits, self.problems)

    def interval(self, value: Any, at: Pointer) -> ByInterval | None:
        """Read the length of a bucket in milliseconds."""
        value = _whole(value)
        if isinstance(value, bool) or not isinstance(value, int):
            self.refuse(at, "wrong_type", f"expected whole milliseconds, got {shown(value)}")
            return None
        if not 1 <= value <= LONGEST_INTERVAL:
            self.refuse(at, "out_of_range", f"expected positive milliseconds, got {shown(value)}")
            return None
        return ByInterval(timedelta(milliseconds=value), at)

    def bins(self, value: Any, at: Pointer) -> Bins | None:
        """Read `bins`."""
        return DimensionReader(self.limits, self.problems).bins(value, at)

    def compare(self, value: Any, at: Pointer) -> str | None:
        """Read `{"to": ...}`: what the range is compared with."""
        given = self.object(value, at)
        if given is None:
            return None
        unknown_keys(given, {"to"}, at, self.problems)
        if is_empty(given.get("to")):
            self.refuse(at / "to", "missing_key", f"expected one of {', '.join(COMPARED)}")
            return None
        return self.word(given["to"], at / "to", "unknown_period", COMPARED)

    def path(self, value: Any, at: Pointer) -> str | None:
        """Read a required path of a field."""
        if is_empty(value):
            self.refuse(at, "missing_key", "expected the path of a field")
            return None
        return self.text(value, at)

    def items(self, value: Any, at: Pointer, read: Callable[[Any, Pointer], Any]) -> tuple[Any, ...]:
        """Read a list, each item by itself."""
        if not isinstance(value, list):
            self.refuse(at, "not_a_list", f"expected a list, got {unparsed(value)}")
            return ()
        given = cast("list[Any]", cast("object", value))
        if len(given) > self.limits.max_columns:
            self.refuse(at, "too_many", f"{len(given)} items; at most {self.limits.max_columns}")
            return ()
        found = [read(item, at / index) for index, item in enumerate(given)]
        return tuple(item for item in found if item is not None)

    def columns(self, value: Any, at: Pointer) -> tuple[str, ...]:
        """Read the further columns of a list."""
        return self.items(value, at, self.path)

    def cursor(self, value: Any, at: Pointer) -> str | None:
        """Read where a list goes on."""
        return self.text(value, at, CURSOR_LENGTH)

    def dimensions(self, value: Any, at: Pointer) -> tuple[Dimension, ...]:
        """Read the dimensions of a table."""
        return self.items(value, at, self.dimension)

    def dimension(self, value: Any, at: Pointer) -> Dimension | None:
        """Read a dimension."""
        return DimensionReader(self.limits, self.problems).dimension(value, at)

    def metrics(self, value: Any, at: Pointer) -> tuple[Metric, ...]:
        """Read the measures of a chart."""
        return self.items(value, at, lambda item, at: read_measure(self, item, at))

    def order_by(self, value: Any, at: Pointer) -> tuple[Order, ...]:
        """Read the order of a table's rows."""
        return self.items(value, at, self.order)

    def margins(self, value: Any, at: Pointer) -> tuple[str, ...]:
        """Read the totals of a pivot."""
        return self.items(value, at, lambda item, at: self.word(item, at, "wrong_type", MARGINS))

    def order(self, value: Any, at: Pointer) -> Order | None:
        """Read `{"name": ..., "direction": "asc" or "desc"}`."""
        given = self.object(value, at)
        if given is None:
            return None
        unknown_keys(given, {"name", "direction"}, at, self.problems)
        name = self.path(given.get("name"), at / "name")
        direction = "asc" if is_empty(given.get("direction")) else given["direction"]
        if direction not in ("asc", "desc"):
            self.refuse(at / "direction", "wrong_type", f"{shown(direction)} is none of asc, desc")
            return None
        return None if name is None else Order(name, direction == "desc", at)

    def object(self, value: Any, at: Pointer) -> dict[str, Any] | None:
        """Read an object."""
        if isinstance(value, dict):
            return cast("dict[str, Any]", value)
        self.refuse(at, "not_an_object", f"expected an object, got {unparsed(value)}")
        return None

    def refuse(self, at: Pointer, code: Code, message: str) -> None:
        """Note a problem."""
        self.problems.add(at, code, message)


def read_metric(value: Any, at: Pointer, limits: Limits, problems: Problems) -> Any:
    """Return the id of a metric, as a widget says it; None with the problem noted for anything else."""
    return _Reader(limits, problems).metric(value, at)


@dataclass(frozen=True, slots=True)
class _Key:
    """A key of a widget: what reads it, and the charts that use it."""

    read: Callable[[_Reader, Any, Pointer], Any]
    charts: frozenset[str]


_ALL: Final = frozenset(CHART_TYPES)
_DRAWN: Final = frozenset({"line", "bar", "pie", "histogram"})
_HISTOGRAM: Final = frozenset({"histogram"})
_LIST: Final = frozenset({"list"})
_TABLE: Final = frozenset({"table"})
_MEASURED: Final = frozenset({"table", "stat", "bar", "pie", "pivot"})
_PIVOT: Final = frozenset({"pivot"})

KEYS: Final[Mapping[str, _Key]] = MappingProxyType(
    {
        "id": _Key(_Reader.id, _ALL),
        "name": _Key(_Reader.text, _ALL),
        "chart_type": _Key(_Reader.chart_type, _ALL),
        "data_type": _Key(_Reader.data_type, _ALL),
        "field": _Key(_Reader.text, _DRAWN | _LIST),
        "metric": _Key(_Reader.metric, _DRAWN | _LIST | _MEASURED),
        # Front ends leave these two behind when the chart type changes: known words are let through.
        "aggregation_function": _Key(_Reader.aggregation_of_chart, _ALL),
        "time_period": _Key(_Reader.period, _ALL),
        "group_by": _Key(_Reader.group_by, GROUPABLE),
        "fill_gaps": _Key(_Reader.flag, frozenset({"bar"})),
        "include_missing": _Key(_Reader.flag, frozenset({"pie", "histogram", "bar"})),
        "bins": _Key(_Reader.bins, _HISTOGRAM),
        "x": _Key(_Reader.dimension, frozenset({"bar"})),
        "compare": _Key(_Reader.compare, frozenset({"bar", "stat", "pie", "table"})),
        "window": _Key(read_window, frozenset({"bar"})),
        "limit": _Key(_Reader.limit, _LIST | _TABLE | {"bar"}),
        "columns": _Key(_Reader.columns, _LIST | _PIVOT),
        "cursor": _Key(_Reader.cursor, _LIST | _TABLE),
        "dimensions": _Key(_Reader.dimensions, _TABLE),
        "metrics": _Key(_Reader.metrics, _MEASURED),
        "order_by": _Key(_Reader.order_by, _LIST | _TABLE | _PIVOT),
        "totals": _Key(_Reader.flag, _TABLE | _PIVOT),
        "having": _Key(_Reader.having, GROUPABLE | _TABLE | _PIVOT),
        "other": _Key(_Reader.flag, _TABLE),
        "rows": _Key(_Reader.dimensions, _PIVOT),
    }
)
# What a pivot says under a key of other charts, and what it is called in a written widget.
OF_PIVOTS: Final[Mapping[str, tuple[str, Callable[[_Reader, Any, Pointer], Any]]]] = MappingProxyType(
    {"columns": ("across", _Reader.dimensions), "totals": ("margins", _Reader.margins)}
)
# Read elsewhere (the filters), or the front end's own and the server's read-only keys: accepted, not used.
OTHER_KEYS: Final = frozenset(
    {"filters", "dashboard_filters", "dashboard", "config", "metadata"}
    | {"effective_filters", "metric_name", "created_at", "updated_at"}
)
_KNOWN: Final = KEYS.keys() | OTHER_KEYS


def parse_widget(source: Any, at: Pointer, limits: Limits, problems: Problems) -> Widget:
    """Return the written widget, with everything wrong with its form noted."""
    if not isinstance(source, Mapping):
        problems.add(at, "not_an_object", f"expected a widget, got {unparsed(source)}")
        return Widget(at)
    given = cast("Mapping[str, Any]", source)
    unknown_keys(given, _KNOWN, at, problems)
    reader = _Reader(limits, problems)
    values: dict[str, Any] = {}
    is_pivot = given.get("chart_type") == "pivot"
    for name, key in KEYS.items():
        value = given.get(name)
        if is_empty(value):
            continue
        own, by = OF_PIVOTS[name] if is_pivot and name in OF_PIVOTS else (name, key.read)
        read = by(reader, value, at / name)
        # What is switched off or lists nothing may stay behind on any chart.
        if read is not None and read is not False and read != ():
            values[own] = read
    if is_empty(given.get("chart_type")):
        problems.add(at / "chart_type", "missing_key", f"expected one of {', '.join(CHART_TYPES)}")
    chart = values.get("chart_type")
    for name in values:
        if chart is not None and name in KEYS and chart not in KEYS[name].charts:
            problems.add(at / name, "not_for_chart", f"a {chart} chart does not use {name}")
    echoed = None if "group_by" not in values else dict(given["group_by"])
    return Widget(at, **values, echoed_group_by=echoed)
