"""Random measures: in the place of what bars, pies and stats show, and beside those of tables and pivots."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from widgetql.charts.rules import COUNTS, RATED, RATES, SHARED
from widgetql.documents import is_object
from widgetql.testing.strategies.picking import Pick

# What stands beside one aggregation only, or where groups rank over one range.
_RANKS: Final = ("limit", "rank_by", "direction", "other")
_UNRANKED: Final = ("compare", "window", "x")
_DIMENSIONS: Final[Mapping[str, tuple[str, ...]]] = {
    "bar": ("time_interval", "group"),
    "pie": ("label",),
    "stat": ("group",),
}
# Of these a quotient is a number, and a share of the first.
_ADDITIVE: Final = (*SHARED, "avg")
_OPS: Final = ("gt", "gte", "lt", "lte", "between", "isnull", "nin")


def with_measures(
    pick: Pick, widget: Mapping[str, Any], filters: Any, own: Sequence[Mapping[str, Any]] = ()
) -> dict[str, Any] | None:
    """Return a drawn widget with measures, some of them under filters; None where it takes none.

    `own` are aggregations of fields with a metric: a stat may have them beside its counts.
    """
    chart, drawn = widget["chart_type"], {key: one for key, one in widget.items() if key != "having"}
    if chart not in _DIMENSIONS or "metrics" in drawn or drawn.get("aggregation_function") == "share":
        return None
    measures = _counts(pick, filters)
    if chart == "stat" and own and pick((False, True)):
        measures += [{**pick(own), "name": name} for name in pick((("own",), ("own", "other metric")))]
    group_by = drawn.pop("group_by", None) or None
    dimensions = _dimensions(drawn, group_by)
    is_ranked = group_by is not None and group_by["type"] == "field" and not any(map(drawn.get, _UNRANKED))
    if group_by is not None and chart != "pie":
        kept = {key: one for key, one in group_by.items() if key not in _RANKS}
        drawn["group_by"] = {**kept, **_ranks(pick, group_by)} if is_ranked else kept
    within = [name for name in dimensions if pick((False, True))]
    measures.append({"name": "part", "share": pick(("n", "some")), "within": within})
    if chart == "bar":
        shown = {key: drawn.pop(key) for key in ("aggregation_function", "field")}
        # Where texts are sorted by a value it is one that was drawn to be exact.
        measures.insert(pick((0, 1)), {"name": "drawn", **shown})
        drawn.pop("data_type", None)
    is_ranked = not drawn.get("compare") if chart == "pie" else is_ranked and chart in ("bar", "stat")
    if is_ranked and not pick(range(3)):
        drawn["having"] = _having(pick)
    return drawn | {"metrics": measures}


def _counts(pick: Pick, filters: Any) -> list[dict[str, Any]]:
    """A count, one under filters, and the ratio of the two."""
    count: dict[str, Any] = {"name": "n", "aggregation_function": "count"}
    some: dict[str, Any] = {"name": "some", "aggregation_function": "count", "filters": filters}
    if pick(range(3)) == 2:
        count["per"] = pick(RATES)
        some |= pick(({}, {"per": pick(RATES)}))
    some |= pick(({}, {}, {"hidden": True}))
    return [count, some, {"name": "ratio", "ratio": pick((["some", "n"], ["n", "some"]))}]


def _dimensions(widget: Mapping[str, Any], group_by: Any) -> tuple[str, ...]:
    """Return the names of what rows are of, which a share may be within."""
    chart, over = widget["chart_type"], widget.get("x")
    dimensions = _DIMENSIONS[chart]
    if over is not None and not (is_object(over) and over.get("time_period")):
        dimensions = ("label", "group")
    if group_by is None or (chart == "bar" and group_by["type"] != "field"):
        return tuple(name for name in dimensions if name != "group")
    return dimensions


def _ranks(pick: Pick, group_by: Mapping[str, Any]) -> dict[str, Any]:
    """What a group_by says of its groups, of measures: there is no value by which they rank."""
    found = {key: group_by[key] for key in _RANKS if key in group_by}
    if found.get("rank_by") not in (None, "label", "sample_count"):
        found["rank_by"] = pick(("n", "some", "ratio", "part"))
    return found


def _having(pick: Pick) -> dict[str, Any]:
    """Leave out by a measure: by a count, which is put where it divides, or by a quotient."""
    name, op = pick(("n", "n", "some", "ratio", "part")), pick(_OPS)
    low: Any = pick((0, 1, 2) if name in ("n", "some") else (0.25, 0.5, 1))
    operand = {"isnull": pick((True, False)), "between": [low, low + 1], "nin": [low]}.get(op, low)
    return {"field": name, "op": op, "value": operand}


def with_derived(
    pick: Pick, widget: Mapping[str, Any], sides: Sequence[Sequence[str]], filters: Any, *, rates: bool = True
) -> dict[str, Any]:
    """Return a table or pivot with a measure under filters, a ratio and a share beside its own.

    A share is within whole `sides`, lists of names of dimensions; `rates` tells whether a measure may be
    divided by time.
    """
    metrics = [dict(one) for one in widget["metrics"]]
    orders = list(widget.get("order_by", ()))
    base = next((one for one in metrics if one["aggregation_function"] in _ADDITIVE), None)
    if base is None or pick((False, False, True)):
        base = {"name": "how many", "aggregation_function": "count"}
        metrics.append(base)
    function, name = base["aggregation_function"], measure_name(base)
    is_ordered = any(one["name"] == name for one in orders)
    if function in RATED and rates and not is_ordered and pick((False, False, True)):
        base["per"] = pick(RATES)
    some = {**base, "name": "some of it", "filters": filters} | pick(({}, {}, {"hidden": True}))
    metrics += [some, {"name": "a ratio", "ratio": pick((["some of it", name], [name, "some of it"]))}]
    if function in SHARED:
        within = [one for side in sides if pick((False, True)) for one in side]
        metrics.append({"name": "a part", "share": pick(("some of it", name)), "within": within})
    # Of counts alone no last digit decides.
    if function in COUNTS and "per" not in base and len(orders) == 1 and pick((False, True)):
        orders.insert(0, {"name": pick(("a ratio", "some of it")), "direction": pick(("asc", "desc"))})
    return {**widget, "metrics": metrics, **({"order_by": orders} if orders else {})}


def measure_name(metric: Mapping[str, Any]) -> str:
    """Return the name of an aggregation in an answer."""
    name, path = metric["aggregation_function"], metric.get("field")
    return str(metric.get("name") or (name if path is None else f"{name}_{path}"))
