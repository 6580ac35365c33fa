"""Random pivots: few headers on both axes, so that several records have them in common."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from widgetql.charts.rules import MARGINS, PERIODS
from widgetql.documents import is_object
from widgetql.fields import in_own_terms
from widgetql.paths import Found
from widgetql.testing.strategies.fullness import Fullness
from widgetql.testing.strategies.measures import measure_name
from widgetql.testing.strategies.picking import Pick
from widgetql.testing.strategies.tabular import Measured, divided, name_of, ordered_by, sketch_measured

# What headers have beside their dimensions.
_MARKS: Final = ("other", "excluded", "total")
# Minutes and hours of a range are more headers than an answer may have.
_PERIODS: Final = PERIODS[2:]


def sketch_pivot(
    pick: Pick, paths: Sequence[Found], timestamp: str, own: Sequence[Mapping[str, Any]], fullness: Fullness
) -> Callable[[Pick], dict[str, Any]]:
    """Draw what a pivot computes, and return what draws its axes, order and margins.

    `own` are aggregations of fields with a metric.
    """
    measured = sketch_measured(pick, paths)
    if own and not measured.relation and pick(range(4)) == 3:
        metrics = [{"aggregation_function": "count"}, {**pick(own), "name": "of a metric"}]
        measured = Measured("", measured.fields, metrics, metrics)
    sizes = pick(((1, 1), (1, 1), (2, 1), (1, 2)))
    is_timed = pick(range(3)) == 2

    def rest(pick: Pick) -> dict[str, Any]:
        axes = _axes(pick, measured, sizes, timestamp if is_timed else None, fullness)
        pivot = {"chart_type": "pivot", "rows": axes[0], "columns": axes[1], "metrics": measured.metrics}
        totals = [name for name in MARGINS if pick((False, True))]
        names = [name_of(one) for axis in axes for one in axis if not _is_unordered(measured, one)]
        names += [*map(measure_name, measured.sortable), "sample_count"]
        return {**pivot, **({"totals": totals} if totals else {}), **ordered_by(pick, names)}

    return rest


def has_rates(pivot: Mapping[str, Any], is_time: Callable[[str], bool]) -> bool:
    """Tell whether measures may be divided by time: a rest of labels beside times covers no known time."""
    return not any(
        len(axis) > 1 and any(_is_of_time(one, is_time) for one in axis)
        for axis in (pivot["rows"], pivot["columns"])
    )


def _is_of_time(dimension: Any, is_time: Callable[[str], bool]) -> bool:
    return is_object(dimension) and is_time(dimension["field"])


def _axes(
    pick: Pick, measured: Measured, sizes: tuple[int, int], timestamp: str | None, fullness: Fullness
) -> tuple[list[Any], list[Any]]:
    """Draw the dimensions of both axes, none of them twice; related rows stand alone, they have no rest."""
    drawn = list(dict.fromkeys(pick(list(measured.fields)) for _ in range(2 * sum(sizes))))
    found = [_named(divided(pick, measured.fields[path], fullness)) for path in drawn if path != timestamp]
    period = [] if timestamp is None else [{"field": timestamp, "time_period": pick(_PERIODS)}]
    has_many = any(measured.fields[path].to_many for path in drawn)
    one, other = (1, 1) if has_many or len(found) + len(period) < sum(sizes) else sizes
    together = [*period, *found]
    if len(together) < one + other:
        # Of one field there are the values, and how many of each.
        together += [{**_plain(together[0]), "name": "the same"}]
    return together[:one], together[one : one + other]


def _named(dimension: Any) -> Any:
    """The dimension under a name that is no mark of headers."""
    name = name_of(dimension)
    written = dimension if is_object(dimension) else _plain(dimension)
    return {**written, "name": f"{name} itself"} if name in _MARKS else dimension


def _plain(dimension: Any) -> dict[str, Any]:
    return {"field": dimension["field"] if is_object(dimension) else dimension}


def _is_unordered(measured: Measured, dimension: Any) -> bool:
    field = measured.fields.get(_plain(dimension)["field"])
    return field is not None and in_own_terms(field.leaf, "") is not None
