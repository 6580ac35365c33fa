"""Random ranks, limits and having of groups, for widgets that have groups."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from widgetql.dataset import Dataset
from widgetql.documents import is_object
from widgetql.stats import Count
from widgetql.testing.strategies.picking import Pick
from widgetql.types import DataType

# Of others the last digit of a float could decide.
_EXACT: Final = frozenset({"count", "count_distinct", "min", "max"})
_OPS: Final = ("gt", "gte", "lt", "lte", "eq", "neq", "in", "nin", "between", "isnull")


def with_ranks(pick: Pick, widget: dict[str, Any], dataset: Dataset) -> dict[str, Any]:
    """Return a widget that perhaps says which of its groups are shown, and in which order."""
    chart, group_by = widget["chart_type"], widget.get("group_by")
    if widget.get("aggregation_function") == "share" or pick(range(3)):
        return widget
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
        "limit": pick((None, None, 1)),
        "rank_by": pick((None, "label", *names)),
        "direction": pick((None, "asc", "desc")),
        "other": pick((None, True, False)),
    }
    return {key: value for key, value in drawn.items() if value is not None}


def _of_table(pick: Pick, widget: Mapping[str, Any], dataset: Dataset) -> dict[str, Any]:
    metrics = widget.get("metrics")
    if not metrics:
        return {}
    records = [one for one in metrics if one["aggregation_function"] == "count" and not one.get("field")]
    counts = [one.get("name") or "count" for one in records]
    found = _having(pick, ["sample_count", *counts]) if pick((False, True)) else {}
    paths = [one if isinstance(one, str) else one["field"] for one in widget.get("dimensions", ())]
    paths += [one["field"] for one in metrics if one.get("field")]
    is_one = all((declared := dataset.find(path)) is not None and not declared.to_many for path in paths)
    if widget.get("dimensions") and is_one and pick((False, True)):
        found = found | {"other": True}
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
