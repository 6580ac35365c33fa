"""Measures beside all that may stand with them: two filters, two metrics, windows, earlier times, ranks."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import Any, Final

from tests.conformance.features import SINCE
from tests.mutants.asking import Question
from tests.testing.everything import EVERYTHING
from widgetql import Limits, validate_widget
from widgetql.testing import NOW

Json = dict[str, Any]

_LIMITS: Final[Json] = {"max_range": None}
_FEW: Final[Json] = _LIMITS | {"max_groups": 2, "max_slices": 2}


def _where(field: str, op: str, value: Any) -> Json:
    return {"field": field, "op": op, "value": value}


def _measure(name: str, aggregation: str, field: str | None = None, **more: Any) -> Json:
    return {"name": name, "aggregation_function": aggregation, **({"field": field} if field else {}), **more}


_COUNT: Final = _measure("n", "count")
_GOOD: Final[Json] = {"filters": _where("ok", "eq", True)}
_BAD: Final[Json] = {"filters": _where("ok", "eq", False)}
_MARKED: Final[Json] = {"filters": _where("evaluations.weight", "gte", 2)}
_MEASURES: Final[dict[str, list[Json]]] = {
    "two filters": [
        _measure("good", "median", "duration", **_GOOD),
        _measure("bad", "median", "duration", **_BAD),
        _measure("marked", "max", "duration", **_MARKED),
        _COUNT,
    ],
    "ends under filters": [
        _measure("good", "first", "topic", **_GOOD),
        _measure("bad", "last", "topic", **_BAD),
        _measure("spread", "stddev", "score", **_GOOD),
        _measure("kinds", "count_distinct", "topic", **_BAD),
    ],
    "two metrics": [
        _measure("first", "count", "evaluations.typed", metric=1),
        _measure("third", "p50", "evaluations.typed", metric=3, **_GOOD),
        _measure("values", "count", "evaluations.typed", metric=3),
    ],
    "a rate": [
        _measure("good", "count", **_GOOD),
        _COUNT,
        {"name": "rate", "ratio": ["good", "n"]},
        {"name": "share", "share": "n"},
    ],
    "rates": [
        _measure("hourly", "count", per="hour"),
        _measure("minutely", "sum", "duration", per="minute", **_GOOD),
        _measure("each_second", "count", per="second", **_MARKED),
        _measure("daily", "count", "duration", per="day"),
    ],
    "a mean": [_measure("mean", "avg", "duration"), _measure("most", "max", "duration", **_BAD)],
    "a rank in related rows": [
        _measure("weight", "median", "evaluations.weight", **_GOOD),
        _measure("heavy", "sum", "evaluations.weight", **_BAD),
        _measure("marks", "count", "evaluations.weight"),
    ],
}
_HOUR: Final[Json] = {"field": "at", "part": "hour_of_day"}
_WIDTH: Final[Json] = {"field": "duration", "bins": {"width": 20}}
_LATE: Final[Json] = {"filters": _where("at", "gte", "now-4d/d")}
_NONE: Final[Json] = _where("id", "eq", -1)
_ROLLING: Final[Json] = {"window": {"type": "rolling", "buckets": 2}}
_TO_DATE: Final[Json] = {"window": {"type": "to_date", "period": "week"}}
_EARLIER: Final[Json] = {"compare": {"to": "-1d"}}
_SERIES: Final[Json] = {"chart_type": "bar", "time_period": "day"}


def measured() -> Iterator[Question]:
    """Yield the questions that are taken: what is refused is asked elsewhere."""
    for widget in (*_alone(), *_shares(), *_beside(), *_ranked()):
        for limits, zone in ((_LIMITS, "UTC"), (_FEW, "Australia/Lord_Howe")):
            options: Json = {"now": NOW, "limits": limits, "timezone": zone}
            given = options | {"limits": Limits(**limits)}
            document = {"filters": SINCE} | widget
            if _is_taken(document, given):
                yield Question("widget", "everything", "features", document, None, options)


def _is_taken(document: Json, options: Json) -> bool:
    # Of related rows there is no rest, which is known of a dynamic field with a connection only.
    if document.get("other") and document["metrics"] is _MEASURES["two metrics"]:
        return False
    found = validate_widget(document, EVERYTHING, **options)
    return {one.code for one in found} <= {"connection_required"}


def _group(field: str, **more: Any) -> Json:
    return {"group_by": {"type": "field", "field": field, **more}}


def _alone() -> Iterator[Json]:
    for metrics in _MEASURES.values():
        own = {"metrics": metrics}
        for dimensions in ([], ["topic"], ["agent.name", "ok"], [_HOUR], ["evaluations.metric.name"]):
            yield {"chart_type": "table", "dimensions": dimensions, "totals": True} | own
        for dimensions in (["topic"], ["agent.name"]):
            yield {"chart_type": "table", "dimensions": dimensions, "limit": 2, "other": True, **own}
        yield {
            "chart_type": "pivot",
            "rows": ["topic"],
            "columns": ["state"],
            "totals": ["rows", "all"],
        } | own


def _shares() -> Iterator[Json]:
    """Shares of what stands under the same label, in the same group, in one bucket, and of all."""
    for within, group in product(
        (["label"], ["group"], ["label", "group"], []), ("ok", "agent.name", "state")
    ):
        metrics = [_COUNT, {"name": "own", "share": "n", **({"within": within} if within else {})}]
        for x in ("topic", _HOUR, _WIDTH):
            yield {"chart_type": "bar", "x": x, "metrics": metrics} | _group(group)
        yield {"chart_type": "stat", "metrics": metrics} | _group(group)
    for within in (["group"], ["time_interval"], ["time_interval", "group"], []):
        metrics = [_COUNT, {"name": "own", "share": "n", **({"within": within} if within else {})}]
        yield _SERIES | {"metrics": metrics} | _group("agent.name")


def _beside() -> Iterator[Json]:
    for metrics, group in product(
        _MEASURES.values(), ({}, _group("topic"), _group("evaluations.metric.name"))
    ):
        own = {"metrics": metrics} | group
        for more in ({}, _ROLLING, _TO_DATE, _EARLIER, _ROLLING | _EARLIER):
            yield _SERIES | own | (_LATE if more else {}) | more
        for x in ("agent.name", _HOUR, _WIDTH):
            yield {"chart_type": "bar", "x": x} | own
        for stat in ({"chart_type": "stat"} | own, {"chart_type": "stat"} | own | _LATE | _EARLIER):
            yield stat
            yield stat | {"filters": {"operator": "and", "conditions": [stat.get("filters", SINCE), _NONE]}}
    for metrics, field in product(_MEASURES.values(), ("topic", "agent.name", "evaluations.metric.name")):
        pie = {"chart_type": "pie", "field": field, "metrics": metrics}
        yield pie
        yield pie | _LATE | _EARLIER
        yield pie | _LATE | {"compare": {"to": "previous_period"}}
        table = {"chart_type": "table", "dimensions": [field], "metrics": metrics, "totals": True}
        yield table | _LATE | _EARLIER
        yield table | _LATE | _EARLIER | {"limit": 2, "other": True}


def _ranked() -> Iterator[Json]:
    for metrics, direction in product(_MEASURES.values(), ("asc", "desc")):
        first, own = metrics[0]["name"], {"metrics": metrics}
        for rank in (first, "sample_count", "label"):
            group = _group("agent.name", limit=2, rank_by=rank, direction=direction)
            for more in ({}, {"having": _where("sample_count", "gte", 2)}):
                yield _SERIES | own | group | more
                yield {"chart_type": "stat"} | own | group | more
    for metrics, least in product(_MEASURES.values(), (1, 3)):
        yield {"chart_type": "pie", "field": "agent.name", "metrics": metrics} | {
            "having": _where("sample_count", "gte", least)
        }
    by_agent = _group("agent.name", limit=2)
    for more, to in product(({}, _ROLLING), ("-1d", "-1w", "previous_period")):
        bar = _SERIES | {"field": "duration", "aggregation_function": "avg", "compare": {"to": to}}
        yield bar | _LATE | by_agent | more
        yield bar | _LATE | by_agent | more | {"having": _where("sample_count", "gte", 2)}
