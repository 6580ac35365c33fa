"""What a dataset's stat tile shows: aggregations over all records, each a line of a declaration.

Each takes `label`, `unit` and `format` (`number percent duration bytes`), which `describe` tells a front end.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar, Final, TypeAlias

FORMATS: Final = ("number", "percent", "duration", "bytes")
"""How a front end may write a number: what a field or a stat says of itself."""


def check_format(owner: object, format: str | None) -> None:
    """Raise `ValueError` for a format that is none."""
    if format is not None and format not in FORMATS:
        raise ValueError(f"{owner}: format= is one of {', '.join(FORMATS)}, got {format!r}")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shown:
    """What a stat says of itself to a front end: its display name, its unit, how its number is written."""

    label: str | None = field(default=None, repr=False)
    unit: str | None = field(default=None, repr=False)
    format: str | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        """Refuse a format that is none."""
        check_format(type(self).__name__, self.format)


@dataclass(frozen=True, slots=True)
class Count(_Shown):
    """The number of records; with a field, of those that have a value in it.

    >>> Count(), Count("topic")
    (Count(field=None), Count(field='topic'))
    """

    aggregation: ClassVar = "count"
    field: str | None = None


@dataclass(frozen=True, slots=True)
class CountDistinct(_Shown):
    """The number of different values of a field. A missing value is none."""

    aggregation: ClassVar = "count_distinct"
    field: str


@dataclass(frozen=True, slots=True)
class Avg(_Shown):
    """The mean of a numeric field, or the fraction (0 to 1) of true among a boolean's values."""

    aggregation: ClassVar = "avg"
    field: str


@dataclass(frozen=True, slots=True)
class Sum(_Shown):
    """The sum of a numeric field; null over nothing."""

    aggregation: ClassVar = "sum"
    field: str


@dataclass(frozen=True, slots=True)
class Min(_Shown):
    """The lowest number or earliest instant."""

    aggregation: ClassVar = "min"
    field: str


@dataclass(frozen=True, slots=True)
class Max(_Shown):
    """The highest number or latest instant."""

    aggregation: ClassVar = "max"
    field: str


@dataclass(frozen=True, slots=True)
class Percentile(_Shown):
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
        _Shown.__post_init__(self)
        if not 0 <= self.fraction <= 1:
            raise ValueError(f"Percentile({self.field!r}): the fraction must be 0 to 1, got {self.fraction}")


@dataclass(frozen=True, slots=True)
class Median(_Shown):
    """The 50th percentile."""

    aggregation: ClassVar = "median"
    field: str


@dataclass(frozen=True, slots=True)
class Ratio(_Shown):
    """One stat divided by another; null where the divisor is 0 or null.

    >>> Ratio(Sum("cost"), Count()).divisor
    Count(field=None)
    """

    dividend: Simple
    divisor: Simple


Simple: TypeAlias = Count | CountDistinct | Avg | Sum | Min | Max | Percentile | Median
Stat: TypeAlias = Simple | Ratio
