"""Aggregations of values, and the stats of a dataset."""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction
from typing import Any, Final, assert_never

from widgetql.charts.rules import PERCENTILES
from widgetql.stats import Avg, Count, CountDistinct, Max, Median, Min, Percentile, Ratio, Stat, Sum
from widgetql.testing.holding import found_at
from widgetql.testing.places import Place, World, follow
from widgetql.testing.readings import Value, value_at
from widgetql.types import DataType

# Squares of what is larger are no doubles.
_TOO_FAR: Final = 1e150


def aggregate(name: str, values: Sequence[Value | None]) -> Any:
    """Return an aggregation of the values of all rows, missing ones included: `count` counts these too.

    The first and the last are those of values in their order.
    Null over nothing, but for the two counts. Percentiles are interpolated. A sum of fractions beyond the
    largest double is null, and so is the average that it would make.

    >>> [aggregate(name, [4, None, 1, 1]) for name in ("count", "avg", "sum", "count_distinct", "p50")]
    [4, 2.0, 6, 2, 1.0]
    """
    present: list[Any] = [value for value in values if value is not None]
    if name == "count":
        return len(values)
    if name == "count_distinct":
        return len(set(present))
    if not present:
        return None
    match name:
        case "min":
            return min(present)
        case "max":
            return max(present)
        case "first":
            return present[0]
        case "last":
            return present[-1]
        case "sum":
            total = _total(present)
            return total if all(isinstance(value, int) for value in present) else _double(total)
        case "avg":
            total = _total(present)
            # Databases add first: what has no sum has no average.
            return None if _double(total) is None else float(total / len(present))
        case "variance":
            return _variance(present)
        case "stddev":
            variance = _variance(present)
            return None if variance is None else math.sqrt(variance)
        case _:
            return _percentile(present, PERCENTILES[name])


def _variance(values: Sequence[Any]) -> float | None:
    """Return the sample variance; null below two values, and where squares are no doubles."""
    doubles = list(map(float, values))
    if len(doubles) < 2 or max(map(abs, doubles)) >= _TOO_FAR:
        return None
    mean = sum(map(Fraction, doubles)) / len(doubles)
    return float(sum((Fraction(value) - mean) ** 2 for value in doubles) / (len(doubles) - 1))


def _total(values: Sequence[Any]) -> Any:
    if all(isinstance(value, int) for value in values):
        return sum(map(int, values))
    if not all(math.isfinite(value) for value in values):
        return sum(map(float, values))
    return sum(map(Fraction, values), Fraction(0))


def _double(exact: Any) -> float | None:
    """Return the nearest double; null beyond the largest, as JSON can write no infinity."""
    try:
        return float(exact)
    except OverflowError:
        return None


def _percentile(values: Sequence[Any], fraction: float) -> float:
    ordered = sorted(map(float, values))
    place = fraction * (len(ordered) - 1)
    below = math.floor(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (place - below)


def stat_of(stat: Stat, records: Sequence[Place], world: World) -> Any:
    """Return one of a dataset's stats over records."""

    def values(path: str) -> list[Value | None]:
        return [value_from(place, path, world) for place in records]

    match stat:
        case Count(field):
            return len(records) if field is None else sum(value is not None for value in values(field))
        case CountDistinct(field):
            return aggregate("count_distinct", values(field))
        case Avg(field):
            return aggregate("avg", values(field))
        case Sum(field):
            return aggregate("sum", values(field))
        case Min(field):
            return aggregate("min", values(field))
        case Max(field):
            return aggregate("max", values(field))
        case Median(field):
            return aggregate("median", values(field))
        case Percentile(field, fraction):
            present = [value for value in values(field) if value is not None]
            return _percentile(present, fraction) if present else None
        case Ratio(dividend, divisor):
            return _ratio(stat_of(dividend, records, world), stat_of(divisor, records, world))
        case _:
            assert_never(stat)


def _ratio(dividend: Any, divisor: Any) -> float | None:
    return None if dividend is None or not divisor else _double(Fraction(dividend) / Fraction(divisor))


def value_from(place: Place, path: str, world: World, as_type: DataType | None = None) -> Value | None:
    """Return the value of a path that leads to one row from here, or from further back on the way here."""
    found = found_at(path, world)
    (end,) = follow(place.towards(found.steps), found.steps, world)
    return value_at(end, found, world.clock, as_type)
