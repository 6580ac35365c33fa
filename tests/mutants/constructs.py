"""Each construct of a chart by each shape that its code tells apart: orders, ranks, rests, margins, pages."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import Any, Final

from tests.conformance.features import ROWS, SINCE
from tests.mutants.asking import Question
from tests.mutants.measured import measured
from tests.testing.everything import EVERYTHING
from widgetql import Limits
from widgetql.testing import NOW, expected_widget_data

Json = dict[str, Any]

_COUNT: Final[Json] = {"name": "n", "aggregation_function": "count"}
_MEAN: Final[Json] = {"name": "mean", "aggregation_function": "avg", "field": "duration"}
_MEDIAN: Final[Json] = {"name": "median", "aggregation_function": "median", "field": "duration"}
_SPREAD: Final[Json] = {"name": "spread", "aggregation_function": "stddev", "field": "score"}
_GOOD: Final[Json] = {"name": "good", "aggregation_function": "count",
                      "filters": {"field": "ok", "op": "eq", "value": True}}  # fmt: skip
_RATE: Final[Json] = {"name": "rate", "ratio": ["good", "n"]}
_STEADY: Final[Json] = {"name": "steady", "ratio": ["mean", "spread"]}
_WEIGHT: Final[Json] = {"name": "weight", "aggregation_function": "avg", "field": "evaluations.weight"}
_MARKS: Final[Json] = {"name": "marks", "aggregation_function": "count", "field": "evaluations.weight"}
_SHARE: Final[Json] = {"name": "share", "share": "n"}
_HOURLY: Final[Json] = {"name": "hourly", "aggregation_function": "count", "per": "hour"}
_FIRST: Final[Json] = {"name": "first", "aggregation_function": "first", "field": "topic"}
_MEASURES: Final = {
    "of records": [_COUNT, _MEAN, _MEDIAN, _SPREAD],
    "derived": [_COUNT, _GOOD, _RATE, _MEAN, _SPREAD, _STEADY],
    "shares": [_COUNT, _SHARE, _HOURLY, _FIRST],
    "of related rows": [_MARKS, _WEIGHT],
    "one spread": [_SPREAD],
    "one median": [_MEDIAN],
    "hidden": [_COUNT | {"hidden": True}, _GOOD | {"hidden": True}, _RATE],
}
_DAY: Final[Json] = {"field": "at", "time_period": "day"}
_HOUR: Final[Json] = {"field": "at", "part": "hour_of_day"}
_WIDTH: Final[Json] = {"field": "duration", "bins": {"width": 20}}
_EDGES: Final[Json] = {"field": "duration", "bins": {"edges": [10, 30, 60]}}
_DIMENSIONS: Final = (["topic"], ["topic", "ok"], [_DAY], [_HOUR, "ok"], [_WIDTH], [_EDGES], [])
_COUNTED: Final[Json] = {"field": "score", "bins": {"count": 4}}
_BAR: Final[Json] = {"chart_type": "bar", "field": "duration", "aggregation_function": "avg"}
_SERIES: Final[Json] = {"chart_type": "bar", "time_period": "week"}
_PIVOT: Final[Json] = {"chart_type": "pivot", "totals": ["rows", "columns", "all"]}
_WINDOWS: Final[tuple[Json, ...]] = (
    {"type": "rolling", "buckets": 2},
    {"type": "to_date", "period": "month"},
    {"type": "cumulative"},
)
_LIMITS: Final[Json] = {"max_range": None}
_FEW: Final[Json] = _LIMITS | {"max_groups": 2, "max_slices": 2}
# A window of so many buckets has to be counted from rows at most.
_LONGEST: Final = 2_000


def constructs() -> Iterator[Question]:
    """Yield the questions."""
    for widget in (*_tables(), *_pivots(), *_bars(), *_groups(), *_compared(), *_windows(), *_shares()):
        yield _asked(widget)
        yield _asked(widget, limits=_FEW, timezone="America/New_York")
    for widget in _raw():
        yield _asked(widget, kind="pages")
        yield _asked(widget)
    for document in _counted():
        yield Question("filter", "everything", "features", document, None, {"now": NOW, "limits": _LIMITS})
    yield from _long()
    yield from _crowded()
    yield from _wide()
    yield from measured()


def _counted() -> Iterator[Json]:
    """Related rows, counted by each operator."""
    heavy = [_where("evaluations.weight", "gte", 2)]
    starred = [_where("evaluations.notes.stars", "gte", 2)]
    for conditions in (heavy, starred, [*heavy, _where("evaluations.metric.id", "lte", 3)]):
        for op, value in (
            *((op, 2) for op in ("eq", "neq", "gt", "gte", "lt", "lte")),
            *(("between", [1, 3]), ("between", [0, 1]), ("in", [1, 3]), ("in", [0, 2]), ("eq", 0)),
            *(("in", [1.5, 2]), ("in", [-1, 1, 2**70]), ("between", [1, 2**40]), ("between", [1, 1])),
        ):
            counted = {"operator": "count_rows", "op": op, "value": value, "conditions": conditions}
            yield counted
            yield {"operator": "not", "conditions": [counted]}
        yield {"operator": "all_rows", "conditions": conditions}


def _asked(widget: Json, kind: str = "widget", limits: Json = _LIMITS, **options: Any) -> Question:
    given = {"now": NOW, "limits": limits, **options}
    return Question(kind, "everything", "features", {"filters": SINCE} | widget, None, given)


def _grouped(field: str, **more: Any) -> Json:
    return {"group_by": {"type": "field", "field": field, **more}}


def _order(name: str, direction: str = "desc") -> Json:
    return {"order_by": [{"name": name, "direction": direction}]}


def _tables() -> Iterator[Json]:
    for (name, metrics), dimensions in product(_MEASURES.items(), _DIMENSIONS):
        if name != "shares" or _HOUR not in dimensions:
            yield {"chart_type": "table", "dimensions": dimensions, "metrics": metrics, "totals": True}
    for metrics in _MEASURES.values():
        for one, direction in product(metrics, ("asc", "desc")):
            if not one.get("hidden"):
                table = {"chart_type": "table", "dimensions": ["agent.name"], "metrics": metrics, "limit": 2}
                yield table | _order(one["name"], direction)
    rest = {"chart_type": "table", "metrics": [_COUNT, _MEDIAN], "limit": 2, "other": True, "totals": True}
    for dimensions in (["topic"], ["agent.name", "ok"], ["meta.region"], [_DAY]):
        yield rest | {"dimensions": dimensions}
        yield rest | {"dimensions": dimensions, "having": _where("n", "gte", 3)}
    yield {"chart_type": "table", "dimensions": ["evaluations.weight", "topic"], "metrics": [_COUNT]}
    typed = {"aggregation_function": "avg", "field": "evaluations.typed"}
    yield {"chart_type": "table", "dimensions": ["topic"], "metrics": [typed], "metric": 3}


def _where(field: str, op: str, value: Any) -> Json:
    return {"field": field, "op": op, "value": value}


def _pivots() -> Iterator[Json]:
    axes = [(["topic"], ["ok"]), (["agent.name"], [_DAY]), ([_HOUR], ["state"]), (["topic", "ok"], ["code"]),
            ([_WIDTH], ["topic"]), (["topic"], [_EDGES]), ([_COUNTED], ["ok"])]  # fmt: skip
    for metrics in (_MEASURES["of records"], _MEASURES["derived"], _MEASURES["of related rows"]):
        yield from (_PIVOT | {"rows": rows, "columns": cols, "metrics": metrics} for rows, cols in axes)
    small = _PIVOT | {"rows": ["topic"], "columns": ["agent.name"], "metrics": [_COUNT, _MEAN]}
    for name in ("n", "mean", "sample_count", "topic", "agent.name"):
        yield from (small | _order(name, direction) for direction in ("asc", "desc"))
    for metrics, order in product(([_MARKS], [_WEIGHT, _COUNT]), ({}, _order("sample_count", "asc"))):
        yield small | {"totals": [], "metrics": metrics} | order
    yield small | {"totals": [], "rows": [_COUNTED], "metrics": [_MARKS]}
    for totals in ([], ["rows"], ["columns"], ["all"]):
        yield small | {"totals": totals}
    yield small | {"having": _where("mean", "gt", 20)}
    yield small | {"metrics": [_COUNT, _SHARE, {"name": "own", "share": "n", "within": ["topic"]}]}
    related = {"rows": ["evaluations.metric.name"], "columns": ["topic"]}
    yield _PIVOT | related | {"metrics": [_COUNT, _WEIGHT]}


def _bars() -> Iterator[Json]:
    for x in ("topic", "ok", "agent.name", _HOUR, _WIDTH, _EDGES, _COUNTED, {"field": "started"}):
        for more in ({}, {"include_missing": True}, _grouped("state")):
            yield _BAR | {"x": x} | more
            yield _BAR | {"x": x, "aggregation_function": "p90"} | more
        if not isinstance(x, str) and ("part" in x or "bins" in x):
            yield _BAR | {"x": x, "fill_gaps": True}
        elif isinstance(x, str):
            yield _BAR | {"x": x, "limit": 2}
    yield {"chart_type": "bar", "field": "evaluations.weight", "aggregation_function": "sum", "x": "topic"}
    for bins in (_WIDTH, _EDGES, _COUNTED):
        yield {"chart_type": "histogram", **bins}
        yield {"chart_type": "histogram", "include_missing": True, **bins}
    yield {"chart_type": "histogram", "field": "evaluations.weight", "bins": {"width": 2}}
    for metrics in _MEASURES.values():
        for group in ({}, _grouped("topic")):
            yield _SERIES | {"metrics": metrics} | group
            yield {"chart_type": "stat", "metrics": metrics} | group
        if metrics[0] is not _MARKS:
            yield {"chart_type": "pie", "field": "topic", "metrics": metrics}
    yield {"chart_type": "pie", "field": "evaluations.metric.name", "metrics": _MEASURES["of related rows"]}


def _groups() -> Iterator[Json]:
    week = _BAR | {"time_period": "week"}
    for field, rank, direction in product(
        ("topic", "ok", "agent.name", "state"), ("sample_count", "value", "label"), ("asc", "desc")
    ):
        group = _grouped(field, limit=2, rank_by=rank, direction=direction)
        yield week | group
        group["group_by"]["other"] = False
        yield week | group
        yield week | group | {"having": _where("value", "gte", 20)}
    for value in (1, 5, 1_000):
        yield {"chart_type": "pie", "field": "topic", "having": _where("value", "gte", value)}
        yield week | _grouped("started") | {"having": _where("sample_count", "gte", value)}
    both = {"operator": "or", "conditions": [_where("value", "lt", 15), _where("sample_count", "gte", 4)]}
    yield week | _grouped("topic") | {"having": both}
    yield week | _grouped("topic") | {"having": {"operator": "not", "conditions": [both]}}


def _compared() -> Iterator[Json]:
    late = {"filters": _where("at", "gte", "now-4d/d")}
    for to in ("previous_period", "-1d", "-1w"):
        compare = late | {"compare": {"to": to}}
        for group in ({}, _grouped("topic"), _grouped("ok")):
            yield _BAR | {"time_period": "day"} | group | compare
            yield {"chart_type": "stat"} | group | compare
        for field in ("topic", "ok", "agent.name"):
            yield {"chart_type": "pie", "field": field} | compare
            table = {"chart_type": "table", "dimensions": [field], "metrics": [_COUNT, _MEAN, _GOOD, _RATE]}
            yield table | compare | {"totals": True}
            yield table | compare | {"limit": 2} | _order("mean", "asc")
        yield {"chart_type": "table", "dimensions": [_DAY], "metrics": [_COUNT, _MEDIAN]} | compare
        yield {
            "chart_type": "table",
            "dimensions": ["evaluations.metric.name"],
            "metrics": [_MARKS],
        } | compare


def _windows() -> Iterator[Json]:
    late = {"filters": _where("at", "gte", "now-6d/d")}
    for window, name in product(_WINDOWS, ("sum", "avg", "count", "min", "p90", "count_distinct", "stddev")):
        bar = _BAR | late | {"time_period": "day", "window": window, "aggregation_function": name}
        yield bar
        yield bar | _grouped("topic")
        yield bar | {"compare": {"to": "-1w"}}
    related = {"field": "evaluations.weight", "aggregation_function": "avg"}
    yield _BAR | late | related | {"time_period": "day", "window": _WINDOWS[0]}


def _shares() -> Iterator[Json]:
    for field, period in product(("topic", "ok", "state", "flag"), ("day", "week", "month")):
        share = {"chart_type": "bar", "aggregation_function": "share", "field": field, "time_period": period}
        yield share


def _raw() -> Iterator[Json]:
    """Rows and lists in the order of a column of each type, page by page."""
    paths = [path for path, found in EVERYTHING.paths.items() if not found.is_document and not found.to_many]
    for path, direction in product(paths, ("asc", "desc")):
        table = {"chart_type": "table", "dimensions": [path, "topic"], "limit": 7}
        if path != "topic":
            yield table | _order(path, direction)
        if path not in ("id", "ok"):
            yield {"chart_type": "list", "columns": [path, "ok"], "limit": 7} | _order(path, direction)
    by_two = [{"name": "ok", "direction": "asc"}, {"name": "cost", "direction": "desc"}]
    yield {"chart_type": "table", "dimensions": ["ok", "cost"], "limit": 4, "order_by": by_two}
    yield {"chart_type": "list", "field": "evaluations.weight", "columns": ["topic"], "limit": 5}
    for name, direction in product(("n", "mean", "spread", "topic"), ("asc", "desc")):
        table = {"chart_type": "table", "dimensions": ["topic", "ok"], "metrics": [_COUNT, _MEAN, _SPREAD]}
        yield table | {"limit": 3} | _order(name, direction)


def _long() -> Iterator[Question]:
    """A window of as many buckets by its length as there may be, and of one more."""
    for buckets in (_LONGEST // 20, _LONGEST // 20 + 1):
        window = {"type": "rolling", "buckets": buckets}
        bar = _BAR | {"time_period": "hour", "window": window, "aggregation_function": "median"}
        question = _asked(bar | {"filters": _where("at", "gte", "now-19h/h")})
        refused = [["widget", "/window", "too_many"]]
        yield question if buckets * 20 <= _LONGEST else _expecting(question, refused)


def _expecting(question: Question, expected: Any) -> Question:
    return Question(
        question.kind, question.dataset, question.world, question.document, expected, question.options
    )


def _crowded() -> Iterator[Question]:
    """As many rows as an answer may have, and one more."""
    tables: tuple[Json, ...] = (
        {"chart_type": "table", "dimensions": ["started"], "metrics": [_COUNT], "limit": 1_000},
        {"chart_type": "table", "dimensions": ["agent.name", "ok"], "metrics": [_COUNT], "totals": True},
    )
    bars = (
        _BAR | {"time_period": "hour"},
        _BAR | {"time_period": "hour"} | _grouped("topic"),
        _BAR | {"time_period": "day"} | _grouped("agent.name"),
        _BAR | {"time_period": "day", "compare": {"to": "-1w"}} | _grouped("agent.name"),
        _SERIES | {"time_period": "day", "metrics": [_COUNT, _MEAN]} | _grouped("agent.name"),
    )
    for widget, place in (*((one, "/limit") for one in tables), *((one, "/time_period") for one in bars)):
        question = _asked(widget)
        limits = Limits(max_range=None)
        answer = expected_widget_data(question.document, EVERYTHING, ROWS, now=NOW, limits=limits)
        rows = len(answer["data"])
        assert rows > 10
        yield _asked(widget, limits=_LIMITS | {"max_answer_rows": rows})
        cut = _asked(widget, limits=_LIMITS | {"max_answer_rows": rows - 1})
        yield _expecting(cut, [["widget", place, "too_many_rows"]])


def _wide() -> Iterator[Question]:
    """Pivots of as many cells as are known before anything is asked, and of more, however many have rows."""
    hours, days = ({"field": "at", "part": part} for part in ("hour_of_day", "day_of_week"))
    for totals, cells in (
        ([], 24 * 7),
        (["rows"], 24 * 8),
        (["columns"], 25 * 7),
        (["rows", "columns"], 25 * 8),
    ):
        pivot = {
            "chart_type": "pivot",
            "rows": [hours],
            "columns": [days],
            "metrics": [_COUNT],
            "totals": totals,
        }
        yield _asked(pivot, limits=_LIMITS | {"max_answer_rows": cells})
        cut = _asked(pivot, limits=_LIMITS | {"max_answer_rows": cells - 1})
        yield _expecting(cut, [["widget", "/rows", "too_many_rows"]])
