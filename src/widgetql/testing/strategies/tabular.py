"""Random lists and tables."""

from __future__ import annotations

from collections.abc import Callable, Collection, Container, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from widgetql.charts.rules import COUNTS, PERCENTILES, PERIODS, SPREADS
from widgetql.clocks import PARTS
from widgetql.fields import aggregations_of, in_own_terms, reads_instants
from widgetql.paths import Found
from widgetql.testing.strategies.bins import draw_bins
from widgetql.testing.strategies.fullness import Fullness
from widgetql.testing.strategies.measures import measure_name
from widgetql.testing.strategies.picking import Pick
from widgetql.testing.strategies.storages import by_storage
from widgetql.types import DataType

# An order by these could depend on the last digit of a float.
_LIMITS: Final = (*[None] * 6, 1, 2, 5, 7, 7, 12, 40)
# An order by these is exact only where the values are few small whole numbers, or of two digits.
_EXACT: Final = frozenset({"integer", "decimal"})
# And by these only of whole numbers: a mean of equal decimals may differ from them in its last digit.
_ADDED: Final = frozenset({"avg", "sum"})
# The least, the greatest, and between two of the listed ones.
_PERCENTILES: Final = ("p0", "p12.5", "p99.95", "p100")
_WHOLE: Final = frozenset({"integer", "boolean"})


def draw_list(
    pick: Pick, field: dict[str, Any], columns: Sequence[str], unordered: Container[str], most: int
) -> dict[str, Any]:
    """Draw a list of a field (or none) and some columns, of so many rows at most."""
    widget = {"chart_type": "list", **field, **_limit(pick, most)}
    if columns and pick((True, False)):
        widget["columns"] = _some(pick, columns, 3)
    named = {"value": field["field"]} if field else {}
    named |= {path: path for path in widget.get("columns", ())}
    names = ["id", "timestamp", *(name for name, path in named.items() if path not in unordered)]
    return widget | ordered_by(pick, [*names[2:] * 3, *names])


def sketch_table(
    pick: Pick,
    paths: Sequence[Found],
    timestamp: str,
    dynamic: Sequence[tuple[Found, Any]],
    most: int,
    fullness: Fullness,
) -> Callable[[Pick], dict[str, Any]]:
    """Draw what a table computes, and return what draws the rest: its dimensions, order and limit.

    It is raw or aggregated, over the records or one to-many relation, of so many rows at most. `dynamic` are
    fields with a metric.
    """
    measured = sketch_measured(pick, paths)
    fields, relation = measured.fields, measured.relation
    unordered = {found.path for found in paths if in_own_terms(found.leaf, "") is not None}
    if pick(range(2 if relation else 4)) == 1:
        chosen = [(found.path, metric) for found, metric in dynamic if _relation_of(found) == relation]
        return lambda pick: _raw(pick, [*fields], chosen, unordered, most)
    bucketed, metrics = pick(range(3)) == 2, measured.metrics
    if not bucketed and pick(range(12)) == 11:
        return lambda pick: {"chart_type": "table", "metrics": metrics, **_limit(pick, most)}

    def rest(pick: Pick) -> dict[str, Any]:
        drawn: list[Any] = [
            divided(pick, fields[path], fullness) for path in _some(pick, [*fields], pick((1, 2)))
        ]
        if bucketed:
            drawn = [*(one for one in drawn if name_of(one) != timestamp), _bucketed(pick, timestamp)]
        table = {"chart_type": "table", "dimensions": drawn, "metrics": metrics}
        names = [name_of(one) for one in drawn if name_of(one) not in unordered]
        # What is counted orders most tables; few others may.
        for one in measured.sortable:
            names += [measure_name(one)] * (3 if one["aggregation_function"] in COUNTS else 8)
        totals: dict[str, Any] = pick(({}, {"totals": True}))
        return {**table, **_limit(pick, most), **ordered_by(pick, names), **totals}

    return rest


@dataclass(frozen=True)
class Measured:
    """Aggregations of records, or of the rows of one to-many `relation`, and the `fields` they may lie by.

    No last digit of a float decides an order by those that are `sortable`.
    """

    relation: str
    fields: Mapping[str, Found]
    metrics: list[dict[str, Any]]
    sortable: Sequence[dict[str, Any]]


def sketch_measured(pick: Pick, paths: Sequence[Found]) -> Measured:
    """Draw what is aggregated."""
    plain = [found for found in paths if found.leaf.type is not DataType.DYNAMIC]
    relations = sorted({found.steps[found.to_many - 1].path for found in plain if found.to_many})
    # Records have more kinds of fields than a relation has.
    relation = pick(["", "", "", "", *relations])
    own = [found for found in plain if _relation_of(found) == relation]
    fields = {found.path: found for found in (own if relation else plain) if relation or not found.to_many}
    kinds = by_storage(own, lambda found: found)
    metrics = _metrics(pick, kinds)
    storages = {found.path: how.removeprefix("to-many ") for how in kinds for found in kinds[how]}
    return Measured(relation, fields, metrics, [one for one in metrics if _is_stable(one, storages)])


def divided(pick: Pick, found: Found, fullness: Fullness) -> Any:
    """Draw a dimension of a field: as it is, under another name, in bins, or by a part of its times."""
    path, leaf = found.path, found.leaf
    if leaf.type is DataType.NUMERIC and in_own_terms(leaf, "") is None and pick((False, True)):
        return {"field": path, "bins": draw_bins(pick, fullness.values({"field": path}))}
    if reads_instants(leaf) and pick((False, True)):
        return {"field": path, "part": pick([*PARTS])} | pick(({}, {}, {"name": f"part of {path}"}))
    return pick((path, path, path, {"field": path}))


def compared_table(table: dict[str, Any], compare: dict[str, Any]) -> dict[str, Any]:
    """Return a table with what it is compared with, where it has measures and no bins."""
    drawn: list[Any] = table.get("dimensions", [])
    is_binned = any(not isinstance(one, str) and one.get("bins") for one in drawn)
    return table | ({} if is_binned or not table.get("metrics") else compare)


def name_of(dimension: Any) -> str:
    """Return the name of a dimension."""
    if isinstance(dimension, str):
        return dimension
    path, part = dimension["field"], dimension.get("part")
    return str(dimension.get("name") or (path if part is None else f"{path}.{part}"))


def _raw(
    pick: Pick,
    plain: Sequence[str],
    dynamic: Sequence[tuple[str, Any]],
    unordered: Collection[str],
    most: int,
) -> dict[str, Any]:
    """Draw a table of columns, one of them perhaps of a metric."""
    chosen = _some(pick, plain, 2)
    order = ordered_by(pick, [one for one in chosen if one not in unordered])
    drawn = {"chart_type": "table", "dimensions": chosen, **_limit(pick, most), **order}
    if not dynamic or pick((False, False, False, True)):
        return drawn
    path, metric = pick(dynamic)
    return {**drawn, "dimensions": [*drawn["dimensions"], path], "metric": metric}


def _is_stable(metric: Mapping[str, Any], storages: Mapping[str, str]) -> bool:
    """Tell whether no last digit of a float decides the order by a metric."""
    name, storage = metric["aggregation_function"], storages.get(str(metric.get("field")))
    if name in _ADDED:
        return storage in _WHOLE
    return not (name in PERCENTILES or name in SPREADS) or storage in _EXACT


def ordered_by(pick: Pick, names: Sequence[str]) -> dict[str, Any]:
    """Draw an order by one name or two, or none."""
    if pick((False, False, True)):
        return {}
    ordered = _some(pick, names, 2) if names else []
    return {"order_by": [{"name": name, "direction": pick(("asc", "desc"))} for name in ordered]}


def _relation_of(found: Found) -> str:
    return found.steps[found.to_many - 1].path if found.to_many else ""


def _bucketed(pick: Pick, timestamp: str) -> dict[str, Any]:
    return {"field": timestamp, "time_period": pick(PERIODS)}


def any_percentile(pick: Pick, name: str, allowed: Container[str]) -> str:
    """Return an aggregation's name; now and then another percentile in the place of one."""
    is_other = name in PERCENTILES and pick((False, True, True))
    found = pick(_PERCENTILES) if is_other else name
    return found if found in allowed else name


def _metrics(pick: Pick, own: Mapping[str, Sequence[Found]]) -> list[dict[str, Any]]:
    """Draw aggregations, each under a name of its own."""
    metrics: list[dict[str, Any]] = [{"aggregation_function": "count"}]
    # Each aggregation of each kind as often as any other.
    kinds = [
        (kind, name) for kind in own.values() for name in aggregations_of(kind[0].leaf, kind[0].leaf.type)
    ]
    for index in range(pick((1, 2, 2, 0))):
        kind, name = pick(kinds)
        found = pick(kind)
        name = any_percentile(pick, name, aggregations_of(found.leaf, found.leaf.type))
        metric = {"aggregation_function": name, "field": found.path}
        metrics.append(metric | pick(({}, {"name": f"metric {index}"})))
    if len(metrics) > 1 and pick((False, True)):
        del metrics[0]
    return list({measure_name(metric): metric for metric in metrics}.values())


def _some(pick: Pick, items: Sequence[str], most: int) -> list[str]:
    """Draw one to `most` different items."""
    return list(dict.fromkeys(pick(items) for _ in range(pick(range(1, most + 1)))))


def _limit(pick: Pick, most: int) -> dict[str, Any]:
    limit = pick((*_LIMITS, most, max(most - 1, 1)))
    return {} if limit is None else {"limit": min(limit, most)}
