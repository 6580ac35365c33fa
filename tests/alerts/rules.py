"""Random rules over `EVERYTHING`: what they compare with is among the values, or beside them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final

from tests.testing.everything import EVERYTHING, metrics
from widgetql.testing import Case
from widgetql.types import DataType

_DYNAMIC: Final = ("evaluations.value", "evaluations.document", "evaluations.typed")
_OPS: Final = ("gt", "gt", "lt", "outside")
_NUMBERS: Final = (0, 1, 5, 60, 0.5, -1, 100)
_AGGREGATIONS: Final = ("avg", "sum", "min", "max", "count", "count_distinct", "p90")
Pick = Callable[[Sequence[Any]], Any]


def drawn_rule(case: Case, pick: Pick) -> dict[str, Any]:
    """A valid rule, whose filters are the case's."""
    kind = pick(("breaches", "breaches", "failure", "trend", "trend", "spike", "threshold", "threshold"))
    filters = pick((None, case.filter))
    if kind == "threshold":
        return _threshold(case, pick)
    if kind == "spike":
        more = {"recent": pick(("90m", "24h", "3d")), "baseline": pick(("1d", "7d", "1M"))}
        return {
            "type": kind,
            "filters": filters,
            **more,
            "at_least": pick((1, 2)),
            "times": pick((0, 0.5, 3)),
        }
    wanted = DataType.BOOLEAN if kind == "failure" else DataType.NUMERIC
    rule = {"type": kind, "filters": filters, **_field(case, wanted, pick)}
    limits: Any = case.options.get("limits", EVERYTHING.limits)
    most = limits.max_rows
    if kind == "trend":
        window = min(pick((1, 2, 3)), max(most // 2, 1))
        deviations = pick((0, 0.5, 2))
        return rule | {"window": window, "deviations": deviations, "alpha": pick((0.3, 1)),
                       "direction": pick(("up", "down", "both"))}  # fmt: skip
    last = min(pick((1, 3, 5, 50)), most)
    rule |= {"of_last": last, "at_least": min(pick((1, 2)), last)}
    return rule if kind == "failure" else rule | _comparison(pick)


def _comparison(pick: Pick) -> dict[str, Any]:
    op = pick(_OPS)
    low, high = sorted((pick(_NUMBERS), pick(_NUMBERS)))
    return {"op": op, "value": [low, high] if op == "outside" else low}


def _field(case: Case, wanted: DataType, pick: Pick) -> dict[str, Any]:
    kinds = {"NUMERIC": DataType.NUMERIC, "BOOLEAN": DataType.BOOLEAN}
    chosen = [one["id"] for one in case.rows[metrics] if kinds.get(one["kind"]) is wanted]
    if chosen and pick((False, True)):
        return {"field": pick(_DYNAMIC), "metric": pick(chosen)}
    paths = [path for path, one in EVERYTHING.paths.items() if one.leaf.type is wanted and one.leaf.plot]
    return {"field": pick(sorted(paths))}


def _threshold(case: Case, pick: Pick) -> dict[str, Any]:
    field = _field(case, DataType.NUMERIC, pick)
    metric = {key: value for key, value in field.items() if key == "metric"}
    measure = {"aggregation_function": pick(_AGGREGATIONS), "field": field["field"]}
    lately = {"field": "at", "op": "gte", "value": pick(("now-29d", "now-2d", "today"))}
    filters = pick((lately, {"operator": "and", "conditions": [lately, case.filter or lately]}))
    widget = {"chart_type": "stat", **metric, "metrics": [measure], "filters": filters}
    return {"type": "threshold", "widget": widget, **_comparison(pick)}
