"""What lies on a border of a rule: the longest text, the largest number, the narrowest bin."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from itertools import product
from typing import Any, Final

from sqlalchemy import Table

from tests.conformance.features import ROWS
from tests.mutants.asking import Question
from tests.mutants.databases import World
from tests.testing.everything import EVERYTHING
from widgetql.filters.vocabulary import COUNTED

Json = dict[str, Any]

_CALLS: Final[Table] = EVERYTHING.table  # type: ignore[assignment]
_LIKE: Final = ROWS[_CALLS][0]
_NOW: Final = datetime(2025, 12, 31, 23, 30, tzinfo=UTC)
_LIMITS: Final[Json] = {"max_range": None, "max_compare": None}
_SINCE: Final[Json] = {"filters": {"field": "at", "op": "gte", "value": "2025-12-01"}}
_BEFORE: Final = datetime(2025, 11, 20, 10, tzinfo=UTC)
_LATELY: Final = datetime(2025, 12, 20, 10, tzinfo=UTC)
_MANY: Final = 10**40


def _rows(*records: Json) -> Mapping[Table, list[Json]]:
    return {_CALLS: [_LIKE | {"id": at, "agent_id": None, **record} for at, record in enumerate(records, 1)]}


def _of(topic: str, *durations: int, at: datetime = _LATELY) -> Iterator[Json]:
    yield from ({"at": at, "topic": topic, "duration": duration} for duration in durations)


_LONG: Final = "ab" * 180
_KEYS: Final = ("a/b", "a~1b", "c~d", "c~0d", "e~01f", "/", "~", "[0]", "a", "%", "_", '"', "*", "é")
WORLDS: Final[Mapping[str, Mapping[Table, list[Json]]]] = {
    # By what a group deviates over what it sums up to they rank otherwise than by the squares of it.
    "deviating": _rows(
        *_of("a", 9, -5), *_of("b", 3, -2), *_of("c", 1, 1, 4), *_of("d", 20, 22), *_of("e", -7, 2),
        *_of("a", 1, at=_BEFORE), *_of("gone", 2, 3, 4, at=_BEFORE), *_of("b", 5, 6, at=_BEFORE),
    ),
    "giants": _rows(
        *({"at": at, "topic": topic, "score": score, "duration": 1} for at, topic, score in (
            (_BEFORE, "a", -1e307), (_LATELY, "a", -1.5e307), (_BEFORE, "b", 1e307), (_LATELY, "b", 1.5e307),
            (_LATELY, "low", -1.65e308), (_LATELY, "high", 1.65e308), (_LATELY, "none", 0.0),
        ))
    ),
    # Next to nothing: products and quotients of them are errors on PostgreSQL.
    "tiny": _rows(
        *({"at": _LATELY, "topic": topic, "score": score} for topic, score in (
            ("a", 5e-324), ("a", -5e-324), ("b", 1e-310), ("b", 2e-310), ("c", 1e-300), ("c", 5.0),
            ("d", 5e-324), ("e", 3e-292), ("e", 1e-289), ("f", 1e-200), ("f", 1e-180),
        ))
    ),
    "ulps": _rows(*({"at": _LATELY, "score": 1e16 + 2 * i, "duration": i} for i in range(6))),
    # Groups whose rows have no value now, and groups that had some before.
    "valueless": _rows(
        *({"at": _LATELY, "topic": topic, "score": None} for topic in "pqrs"),
        *({"at": _LATELY, "topic": "b", "score": float(i)} for i in range(2)),
        *({"at": _BEFORE, "topic": topic, "score": 1.0} for topic in "axyyrr"),
    ),
    # What a JSON pointer, a JSON path, or a pattern of either would take for a step or a sign of its own.
    "pointers": _rows(
        *({"at": _LATELY, "meta": {one: text} } for one, text in product(_KEYS, ("x", "y"))),
        *({"at": _LATELY, "meta": {"a": {one: "x"}}} for one in _KEYS),
    ),
    "long_texts": _rows(
        *({"at": _LATELY, "topic": text} for text in (
            _LONG, f"{_LONG}x1", f"x1{_LONG}", f"{_LONG}\n{_LONG}x12", "x1", "é" * 250, f"{_LONG}É",
        ))
    ),
}  # fmt: skip


def on_borders(worlds: dict[str, World]) -> Iterator[Question]:
    """Yield the questions; put the rows that they ask into `worlds`."""
    worlds |= {name: World(_CALLS.metadata, rows) for name, rows in WORLDS.items()}
    for world, widgets in (
        ("deviating", _deviating()),
        ("deviating", _short()),
        ("giants", _giants()),
        ("tiny", _tiny()),
        ("ulps", _narrow()),
    ):
        yield from (_asked(world, one) for one in widgets)
    yield from (_asked("deviating", one, {"max_slices": 2, "max_groups": 2}) for one in _cut())
    for most, (few, bar) in product((1, 2, 3, 4, 5), _valueless()):
        yield _asked("valueless", bar, {"max_groups": most, "max_slices": most})
        yield _asked("valueless", bar | {"filters": few}, {"max_groups": most, "max_slices": most})
    ever = {"filters": _where("at", "gte", "2025-01-01")}
    options = {"now": _NOW, "limits": _LIMITS, "timezone": "America/New_York"}
    for one in _of_clocks():
        yield Question("widget", "everything", "features", one | ever, None, options)
    yield from (_asked("features", one | ever) for one in _of_many())
    for pattern in _patterns():
        # Conditions of a host's own statements are searched by another function than widgets.
        searched = {"operator": "and", "conditions": [_SINCE["filters"], pattern]}
        yield _asked("long_texts", {"chart_type": "pie", "field": "topic", "filters": searched})
    for key in _KEYS:
        document = _where(f"meta.{key}", "eq", "x")
        yield Question("filter", "everything", "pointers", document, None, {"now": _NOW, "limits": _LIMITS})
        yield _asked("pointers", {"chart_type": "pie", "field": f"meta.{key}"})
    for document in (*_patterns(), *_numbers(), *_numbers_of_rows()):
        world = (
            "features"
            if document.get("operator")
            else "long_texts"
            if document["field"] == "topic"
            else "giants"
        )
        yield Question("filter", "everything", world, document, None, {"now": _NOW, "limits": _LIMITS})
    yield from _refused()


def _asked(world: str, widget: Json, limits: Json | None = None) -> Question:
    options: Json = {"now": _NOW, "limits": _LIMITS | (limits or {})}
    return Question("widget", "everything", world, _SINCE | widget, None, options)


def _where(field: str, op: str, value: Any) -> Json:
    return {"field": field, "op": op, "value": value}


def _measure(name: str, aggregation: str, field: str | None = None, **more: Any) -> Json:
    return {"name": name, "aggregation_function": aggregation, **({"field": field} if field else {}), **more}


_N: Final = _measure("n", "count")
_SHARE: Final[Json] = {"name": "s", "share": "n"}


def _by(field: str, **more: Any) -> Json:
    return {"group_by": {"type": "field", "field": field, **more}}


def _deviating() -> Iterator[Json]:
    deviates = (_measure("one", "stddev", "duration"), _measure("one", "variance", "duration"))
    others = (
        _measure("beside", "sum", "duration"),
        _measure("beside", "avg", "duration"),
        _measure("beside", "count"),
    )
    for one, other, pair, way in product(
        deviates, others, (["one", "beside"], ["beside", "one"]), ("asc", "desc")
    ):
        order = {"order_by": [{"name": "r", "direction": way}]}
        ratio = {"name": "r", "ratio": pair}
        yield {"chart_type": "table", "dimensions": ["topic"], "metrics": [one, other, ratio], **order}
    # What there was before only, and what there is now only.
    pie = {"chart_type": "pie", "field": "topic"}
    for to in ("-1M", "previous_period"):
        yield pie | {"compare": {"to": to}}
        yield pie | {"metrics": [_N, _SHARE], "compare": {"to": to}}
    for part, per in product(("hour_of_day", "day_of_month"), ("hour", "day")):
        x = {"field": "at", "part": part}
        yield {"chart_type": "bar", "x": x, "metrics": [_measure("rate", "count", per=per), _N]}
        yield {"chart_type": "bar", "x": x, "metrics": [_N, _measure("rate", "count", per=per)]}
    for missing, field in product((True, False), ("started", "day", "at")):
        x = {"field": field, "part": "hour_of_day" if field != "day" else "day_of_week"}
        bar = {"chart_type": "bar", "x": x, "field": "duration", "aggregation_function": "sum"}
        yield bar | {"include_missing": missing}


def _valueless() -> Iterator[tuple[Json, Json]]:
    few = {
        "operator": "and",
        "conditions": [_SINCE["filters"], _where("topic", "in", ["p", "x", "y", "r", "b"])],
    }
    for name in ("avg", "sum", "count"):
        bar = {"chart_type": "bar", "time_period": "month", "field": "score", "aggregation_function": name}
        yield few, bar | _by("topic") | {"compare": {"to": "-1M"}}
    yield few, {"chart_type": "stat", "compare": {"to": "-1M"}, **_by("topic")}
    yield few, {"chart_type": "pie", "field": "ok", "compare": {"to": "-1M"}, **_by("topic")}


def _short() -> Iterator[Json]:
    """Rates over buckets of which a range leaves a microsecond: an end that is included adds none."""
    start, end = "2025-12-20T09:59:59.999999Z", "2025-12-20T10:00:00Z"
    rates = [
        _measure("each_second", "count", per="second"),
        _measure("hourly", "sum", "duration", per="hour"),
    ]
    bars: tuple[Json, ...] = (
        {"time_period": "month"}, {"time_period": "minute", "fill_gaps": True},
        {"time_period": "day", "window": {"type": "rolling", "buckets": 1}, "fill_gaps": True},
        {"time_period": "day", "window": {"type": "cumulative"}, "fill_gaps": True},
        {"time_period": "hour", "window": {"type": "to_date", "period": "day"}, "fill_gaps": True},
        {"x": {"field": "at", "part": "hour_of_day"}}, {"x": "topic"}, {"time_period": "day", **_by("topic")},
    )  # fmt: skip
    spans = (
        _where("at", "between", [start, end]),
        {"operator": "and", "conditions": [_where("at", "gte", start), _where("at", "lte", end)]},
        {"operator": "and", "conditions": [_where("at", "gt", start), _where("at", "lte", end)]},
        {
            "operator": "and",
            "conditions": [_where("at", "gte", end), _where("at", "lt", "2025-12-20T10:00:00.000002Z")],
        },
    )
    for filters, bar in product(spans, bars):
        yield {"chart_type": "bar", "metrics": rates, "filters": filters, **bar}
    for filters in spans:
        yield {"chart_type": "stat", "metrics": rates, "filters": filters}
        yield {"chart_type": "table", "dimensions": ["topic"], "metrics": rates, "filters": filters}


def _cut() -> Iterator[Json]:
    """Shares and rates by which a few groups are chosen."""
    yield {"chart_type": "pie", "field": "topic", "metrics": [_N, _SHARE]}
    yield {"chart_type": "pie", "field": "topic", "metrics": [_N, _SHARE], "compare": {"to": "-1M"}}
    yield {"chart_type": "pie", "field": "topic", "compare": {"to": "-1M"}}
    for within, way in product(([], ["group"], ["time_interval"]), ("asc", "desc")):
        share = _SHARE | {"within": within}
        ranked = _by("topic", rank_by="s", direction=way, limit=2, other=True)
        yield {"chart_type": "bar", "time_period": "day", "metrics": [_N, share], **ranked}
    # What is left out, what is cut off, and what was there before only.
    for op, size, limit, to in product(("gte", "lte"), (1, 2, 3), (1, 2), ("-1M", "previous_period")):
        few = {"having": _where("n", op, size), "limit": limit, "other": True, "compare": {"to": to}}
        yield {"chart_type": "table", "dimensions": ["topic"], "metrics": [_N], **few}
    for op, size in product(("gte", "lte", "neq"), (1, 2, 3)):
        yield {"chart_type": "pie", "field": "topic", "having": _where("value", op, size)}
        yield {
            "chart_type": "pie",
            "field": "topic",
            "having": _where("n", op, size),
            "metrics": [_N, _SHARE],
        }
    bucket = {"type": "bucket", "interval": 86_400_000}
    yield {"chart_type": "stat", "metrics": [_measure("rate", "count", per="day"), _N], "group_by": bucket}


def _of_many() -> Iterator[Json]:
    """What only one part of a widget makes a question about related rows; metrics beside what has none."""
    margins = {"totals": ["rows", "columns", "all"]}
    for field in ("evaluations.weight", "evaluations.metric.id"):
        yield {"chart_type": "bar", "x": field, "metrics": [_N]}
        yield {"chart_type": "bar", "x": field, "metrics": [_N], **_by("topic")}
        yield {"chart_type": "pivot", "rows": [field], "columns": ["topic"], "metrics": [_N], **margins}
        yield {"chart_type": "pivot", "rows": ["topic"], "columns": [field], "metrics": [_N], **margins}
        values = _measure("v", "count", "evaluations.typed", metric=3)
        for metrics in ([values], [values, _N], [_N, values], [_N]):
            yield {"chart_type": "table", "dimensions": [field], "metrics": metrics}
            yield {"chart_type": "pivot", "rows": [field], "columns": ["ok"], "metrics": metrics}


def _of_clocks() -> Iterator[Json]:
    """Parts of local times, which no range narrows: each change of the clocks is in the statement."""
    for name, field in product(("first", "p90", "stddev"), ("started", "sprung")):
        bar = {"chart_type": "bar", "field": "ratio", "aggregation_function": name}
        yield bar | {"x": {"field": field, "part": "day_of_week"}} | _by(field, limit=1)


def _giants() -> Iterator[Json]:
    """Numbers next to the largest double: a hundred times of them there is none of."""
    added = _measure("all", "sum", "score")
    for topic in ("a", "b"):
        filters = {"operator": "and", "conditions": [_SINCE["filters"], _where("topic", "eq", topic)]}
        yield {"chart_type": "bar", "time_period": "month", "field": "score", "aggregation_function": "sum",
               "filters": filters, "compare": {"to": "-1M"}}  # fmt: skip
        yield {"chart_type": "table", "dimensions": ["topic"], "metrics": [added], "filters": filters,
               "compare": {"to": "-1M"}}  # fmt: skip
    for bins in (
        {"width": 1e307},
        {"width": 1e307, "start": 0},
        {"edges": [-1.7e308, 0]},
        {"edges": [2**255, 2**256 - 1]},
        {"edges": [0, 2**256]},
    ):
        yield {"chart_type": "histogram", "field": "score", "bins": bins}


def _tiny() -> Iterator[Json]:
    for name in ("sum", "avg", "stddev", "variance", "median", "p90", "min", "last", "count_distinct"):
        bar = {"chart_type": "bar", "time_period": "day", "field": "score", "aggregation_function": name}
        yield bar
        yield bar | _by("topic")
        yield {"chart_type": "table", "dimensions": ["topic"], "metrics": [_measure("m", name, "score"), _N]}


def _narrow() -> Iterator[Json]:
    """Bins that are narrower than doubles lie apart."""
    for bins in ({"count": 7}, {"count": 20}, {"width": 2}, {"width": 3}, {"count": 600}):
        yield {"chart_type": "histogram", "field": "score", "bins": bins}
        x = {"field": "score", "bins": bins}
        yield {"chart_type": "table", "dimensions": [x], "metrics": [_N]}


def _patterns() -> Iterator[Json]:
    """Patterns over texts that are longer than what a backtracking engine is given."""
    for pattern in (
        "x1$",
        "^x1",
        "(ab){5,}x",
        "a+b+x\\d",
        "\\d\\d",
        "É",
        "^é+$",
        "b.x",
        "(?:ab|x)+1",
        "^ab",
        "x1\\b",
    ):
        yield _where("topic", "regex", pattern)


def _numbers() -> Iterator[Json]:
    for field, op in product(("duration", "score", "cost", "serial"), ("eq", "lt", "gte", "neq")):
        yield from (_where(field, op, one) for one in (_MANY, -_MANY, 2**127 + 1, 2**63, -(2**63) - 1))
    for field in ("duration", "cost"):
        yield _where(field, "in", [1, _MANY])
        yield _where(field, "between", [-_MANY, _MANY])


def _numbers_of_rows() -> Iterator[Json]:
    one = _where("evaluations.weight", "gte", 1)
    for op, number in product(COUNTED, (0, 1, 2)):
        value = {"between": [number, number + 1], "in": [number, 3]}.get(op, number)
        yield {"operator": "count_rows", "op": op, "value": value, "conditions": [one]}


def _refused() -> Iterator[Question]:
    """Ranges that are compared with what is too long ago."""
    options: Json = {"now": _NOW, "limits": _LIMITS | {"max_compare": timedelta(days=60)}}
    problem = [["widget", "/compare", "range_too_old"]]
    pie = {"chart_type": "pie", "field": "topic", "compare": {"to": "-1y"}} | _SINCE
    yield Question("widget", "everything", "deviating", pie, problem, options)
    yield Question("widget", "everything", "deviating", pie | {"compare": {"to": "-1d"}}, None, options)
