"""Random ranks, limits and having of groups, for widgets that have groups."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from widgetql.dataset import Dataset
from widgetql.documents import is_object
from widgetql.stats import Count
from widgetql.testing.strategies.picking import Pick
from widgetql.types import DataType

# Of five widgets so many say nothing of their groups.
_UNRANKED: Final = 3
# Of others the last digit of a float could decide.
_EXACT: Final = frozenset({"count", "count_distinct", "min", "max"})
_LARGE: Final = {"lt": "gte", "lte": "gt", "eq": "neq", "in": "nin"}
# What is a number of rows, where nothing narrows it.
_SIZES: Final = frozenset({"sample_count", "value", "count", "n", "total"})
_OPS: Final = ("gt", "gte", "lt", "lte", "eq", "neq", "in", "nin", "between", "isnull")
_HOLDS: Final[Mapping[str, Callable[[Any, Any], bool]]] = {
    "gt": lambda size, one: size > one,
    "gte": lambda size, one: size >= one,
    "lt": lambda size, one: size < one,
    "lte": lambda size, one: size <= one,
    "eq": lambda size, one: size == one,
    "neq": lambda size, one: size != one,
    "in": lambda size, some: size in some,
    "nin": lambda size, some: size not in some,
    "between": lambda size, pair: pair[0] <= size <= pair[1],
    "isnull": lambda size, wanted: (size is None) is wanted,
}


def with_ranks(pick: Pick, widget: dict[str, Any], dataset: Dataset) -> dict[str, Any]:
    """Return a widget that perhaps says which of its groups are shown, and in which order."""
    chart, group_by = widget["chart_type"], widget.get("group_by")
    if widget.get("aggregation_function") == "share" or pick(range(5)) < _UNRANKED:
        return widget
    if chart == "pivot":
        counts = [one.get("name") or "count" for one in widget["metrics"] if _is_of_records(one)]
        return widget | (_having(pick, ["sample_count", *counts]) if pick((False, True)) else {})
    if chart == "table":
        return widget | _of_table(pick, widget, dataset)
    if group_by and is_object(group_by) and group_by["type"] == "field":
        names = _names(widget, dataset)
        having = _having(pick, names) if pick((False, True)) else {}
        return widget | {"group_by": group_by | _rank(pick, names)} | having
    over: Any = widget.get("x") or {"time_period": "day"}
    is_by_x = isinstance(over, str) or "time_period" not in over
    has_rows = not group_by and (chart == "pie" or is_by_x)
    return widget | _having(pick, _names(widget, dataset)) if has_rows else widget


def fitted(pick: Pick, widget: dict[str, Any], sizes: Sequence[int]) -> dict[str, Any]:
    """Return a widget whose `having` most often divides its groups, which have so many rows each."""
    if "having" not in widget or not sizes:
        return widget
    among = sorted(set(sizes))
    having = _fitted(pick, widget["having"], among)
    # Of several conditions each may divide, and nothing be left.
    if not _leaves(having, among[-1]) and pick(range(6)):
        having = {"field": "sample_count", "op": pick(("gte", "gte", "gt")), "value": pick(among[:-1] or [0])}
    return widget | {"having": having}


def _leaves(having: Mapping[str, Any], size: int) -> bool:
    """Tell whether `having` may leave a group of so many rows; what is no number of rows may be anything."""
    if "conditions" in having:
        told = [_leaves(one, size) for one in having["conditions"]]
        match having["operator"]:
            case "and":
                return all(told)
            case "or":
                return any(told)
            case _:
                return not any(told)
    if having["field"] not in _SIZES:
        return True
    return _HOLDS[having["op"]](size, having["value"])


def _fitted(pick: Pick, having: dict[str, Any], sizes: Sequence[int]) -> dict[str, Any]:
    if "conditions" in having:
        return having | {"conditions": [_fitted(pick, one, sizes) for one in having["conditions"]]}
    op = having["op"]
    if having["field"] not in _SIZES or op == "isnull" or not pick(range(6)):
        return having
    # What is left is most often the largest: of one sample an answer tells little.
    op = _LARGE.get(op, op) if pick(range(6)) else op
    # Above the least and below the greatest, where they differ, both sides have some.
    among = sizes[1:] if op in ("gte", "lt") else sizes[:-1]
    one = pick(among or sizes)
    operand: Any = [one, pick((one, sizes[-1]))] if op == "between" else one
    return having | {"op": op, "value": [one] if op in ("in", "nin") else operand}


def _names(widget: Mapping[str, Any], dataset: Dataset) -> list[str]:
    """Return what a widget shows of a group, as far as it is exact."""
    match widget["chart_type"]:
        case "stat":
            counts = [name for name, stat in dataset.stats.items() if isinstance(stat, Count)]
            return ["sample_count", *counts]
        case "pie":
            return ["sample_count", "value"]
        case "bar" if widget["aggregation_function"] in _EXACT and not _is_time(widget, dataset):
            return ["sample_count", "value"]
        case _:
            return ["sample_count"]


def _is_time(widget: Mapping[str, Any], dataset: Dataset) -> bool:
    found = dataset.find(widget["field"])
    return found is not None and found.leaf.type is DataType.DATETIME


def _rank(pick: Pick, names: list[str]) -> dict[str, Any]:
    drawn = {
        "limit": pick((None, 1, 1)),
        "rank_by": pick((None, "label", *names)),
        "direction": pick((None, "asc", "desc")),
        "other": pick((None, None, True, True, False)),
    }
    return {key: value for key, value in drawn.items() if value is not None}


def _is_of_records(metric: Mapping[str, Any]) -> bool:
    return metric["aggregation_function"] == "count" and not metric.get("field")


def _of_table(pick: Pick, widget: Mapping[str, Any], dataset: Dataset) -> dict[str, Any]:
    metrics = widget.get("metrics")
    if not metrics:
        return {}
    counts = [one.get("name") or "count" for one in metrics if _is_of_records(one)]
    found = _having(pick, ["sample_count", *counts]) if pick((False, True, True)) else {}
    paths = [one if isinstance(one, str) else one["field"] for one in widget.get("dimensions", ())]
    paths += [one["field"] for one in metrics if one.get("field")]
    is_one = all((declared := dataset.find(path)) is not None and not declared.to_many for path in paths)
    if widget.get("dimensions") and is_one and pick(range(4)):
        # Of few rows there is a rest but under a small limit.
        found = found | {"other": True, "limit": pick((1, 1, 1, 2))}
    return found


def _having(pick: Pick, names: list[str]) -> dict[str, Any]:
    first = _condition(pick, names)
    match pick(("one", "one", "and", "or", "not")):
        case "one":
            return {"having": first}
        case operator:
            return {"having": {"operator": operator, "conditions": [first, _condition(pick, names)]}}


def _condition(pick: Pick, names: list[str]) -> dict[str, Any]:
    op, one = pick(_OPS), pick((0, 1, 1, 2, 3, 2.5))
    operand: Any = one
    if op == "isnull":
        operand = pick((True, False))
    elif op == "between":
        operand = [one, one + pick((0, 1, 3))]
    elif op in ("in", "nin"):
        operand = [one, pick((1, 2, 4))]
    return {"field": pick(names), "op": op, "value": operand}
