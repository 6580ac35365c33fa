"""What a dataset's stat tile shows: aggregations over all records, each a line of a declaration."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, TypeAlias


@dataclass(frozen=True, slots=True)
class Count:
    """The number of records; with a field, of those that have a value in it.

    >>> Count(), Count("topic")
    (Count(field=None), Count(field='topic'))
    """

    aggregation: ClassVar = "count"
    field: str | None = None


@dataclass(frozen=True, slots=True)
class CountDistinct:
    """The number of different values of a field. A missing value is none."""

    aggregation: ClassVar = "count_distinct"
    field: str


@dataclass(frozen=True, slots=True)
class Avg:
    """The mean of a numeric field, or the fraction (0 to 1) of true among a boolean's values."""

    aggregation: ClassVar = "avg"
    field: str


@dataclass(frozen=True, slots=True)
class Sum:
    """The sum of a numeric field; null over nothing."""

    aggregation: ClassVar = "sum"
    field: str


@dataclass(frozen=True, slots=True)
class Min:
    """The lowest number or earliest instant."""

    aggregation: ClassVar = "min"
    field: str


@dataclass(frozen=True, slots=True)
class Max:
    """The highest number or latest instant."""

    aggregation: ClassVar = "max"
    field: str


@dataclass(frozen=True, slots=True)
class Percentile:
    """A percentile by linear interpolation, as SQL's `percentile_cont`.

    Raises `ValueError` for a fraction outside 0 to 1 (95 where 0.95 is meant).

    >>> Percentile("latency", 0.95).fraction
    0.95
    """

    # What it takes of a type; the fraction is the stat's own.
    aggregation: ClassVar = "p50"
    field: str
    fraction: float

    def __post_init__(self) -> None:
        """Refuse a fraction that is a percentage."""
        if not 0 <= self.fraction <= 1:
            raise ValueError(f"Percentile({self.field!r}): the fraction must be 0 to 1, got {self.fraction}")


@dataclass(frozen=True, slots=True)
class Median:
    """The 50th percentile."""

    aggregation: ClassVar = "median"
    field: str


@dataclass(frozen=True, slots=True)
class Ratio:
    """One stat divided by another; null where the divisor is 0 or null.

    >>> Ratio(Sum("cost"), Count()).divisor
    Count(field=None)
    """

    dividend: Simple
    divisor: Simple


Simple: TypeAlias = Count | CountDistinct | Avg | Sum | Min | Max | Percentile | Median
Stat: TypeAlias = Simple | Ratio
