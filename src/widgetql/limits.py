"""How much one request may ask for."""

from __future__ import annotations

import math
from dataclasses import dataclass, fields, replace
from datetime import timedelta
from typing import Any, Final, Self

# The limits that are no whole number of something: lengths of time, and a cost that may have a fraction.
_DURATIONS: Final = ("max_range", "max_compare", "range_slack", "timeout", "widget_timeout")
_OPTIONAL: Final = ("max_range", "max_compare", "timeout", "widget_timeout")
_FRACTIONS: Final = ("max_search_cost",)


@dataclass(frozen=True, slots=True)
class Limits:
    """The caps on filters, widgets and answers; every one has a safe default.

    `max_range` is the longest time range, and how far back it may start (None lifts both rules and the
    need for a lower bound); `range_slack` is added to it for clients that send clock times, which have passed
    when they arrive; `max_compare` is how far back from now what is compared with may start; `timeout` is a
    call's time, a dashboard's as well, `widget_timeout` each query's: what runs longer is cancelled, and
    `QueryTimeout`.
    Lengths are characters. Conditions, values, their texts (`max_json_length`, also of data that is no text
    any more), searches and relations count over all documents of one widget together; in a dashboard each
    widget counts by itself. `max_search_cost` and `max_relations` are explained in `widgetql.filters.cost`.

    Raises `TypeError` for a limit of another type, `ValueError` for one that nothing could pass.

    >>> Limits(max_range=timedelta(days=7)).max_depth
    10
    """

    max_range: timedelta | None = timedelta(days=30)
    range_slack: timedelta = timedelta(minutes=5)
    max_compare: timedelta | None = timedelta(days=400)
    max_depth: int = 10
    max_conditions: int = 600
    max_list_length: int = 1_000
    max_values: int = 10_000
    max_text_length: int = 1_000
    max_regex_length: int = 200
    max_json_length: int = 1_000_000
    max_search_cost: float = 40
    max_relations: int = 16
    max_points: int = 2_000
    max_slices: int = 20
    max_groups: int = 20
    max_rows: int = 1_000
    max_columns: int = 50
    max_dimensions: int = 8
    max_measures: int = 20
    max_distinct: int = 6
    max_buckets: int = 50_000
    max_answer_rows: int = 50_000
    max_dashboard_rows: int = 200_000
    max_widgets: int = 100
    timeout: timedelta | None = None
    widget_timeout: timedelta | None = None

    def __post_init__(self) -> None:
        """Refuse limits of another type, and those that nothing could pass."""
        for one in fields(self):
            check = _check_duration if one.name in _DURATIONS else _check_number
            check(one.name, getattr(self, one.name))
        if self.max_points < 4:
            raise ValueError("Limits.max_points must be at least 4: a bucket keeps four points")

    @property
    def longest_rest(self) -> int:
        """How many values a drill-down's row may say that "other" is made without."""
        return max(self.max_list_length, self.max_slices, self.max_groups)

    def lifted(self) -> Self:
        """Return the limits of what `drill_down` and `effective_filters` make of filters within these.

        Of documents that were within the limits they make a larger one, and they put values from the
        database into it: each time of a list becomes two bounds, and a row brings its lists and texts along.
        Rows of a comparison and of windows are of times before the range, as far back as `max_compare`:
        that far these limits reach. Patterns stay capped.

        >>> Limits().lifted().max_depth, Limits().lifted().max_regex_length, Limits().lifted().max_range.days
        (14, 200, 400)
        """
        reaches = [one for one in (self.max_range, self.max_compare) if one is not None]
        bounds = 2 * self.max_values + 4 * self.longest_rest + 4 * self.max_columns
        return replace(
            self, max_range=max(reaches) if len(reaches) == 2 else None,
            max_depth=self.max_depth + 4, max_conditions=self.max_conditions + bounds,
            max_list_length=max(self.max_list_length, self.longest_rest), max_values=bounds,
            max_text_length=_MOST, max_json_length=_MOST, max_search_cost=_MOST, max_relations=_MOST,
        )  # fmt: skip


_MOST: Final = 2**31


def limits_of(given: Any, default: Limits) -> Limits:
    """Return the limits that a host gave, or the default. Raises `TypeError` for what is no `Limits`."""
    if given is None:
        return default
    if not isinstance(given, Limits):
        what = "an object" if isinstance(given, dict) else f"a value of type {type(given).__name__}"
        raise TypeError(f"limits must be a Limits, got {what}: write limits=Limits(max_depth=3)")
    return given


def _check_number(name: str, value: Any) -> None:
    what = "number" if name in _FRACTIONS else "whole number"
    if isinstance(value, bool) or not isinstance(value, int | float if name in _FRACTIONS else int):
        raise TypeError(f"Limits.{name} must be a {what}, got {value!r}")
    if isinstance(value, float) and not math.isfinite(value):
        raise ValueError(f"Limits.{name} must be finite, got {value!r}")
    if name in _FRACTIONS and value <= 0:
        raise ValueError(f"Limits.{name} must be positive, got {value}")
    if name not in _FRACTIONS and value < 1:
        raise ValueError(f"Limits.{name} must be at least 1, got {value}")


def _check_duration(name: str, value: Any) -> None:
    optional = ", or None" if name in _OPTIONAL else ""
    if value is None and optional:
        return
    if not isinstance(value, timedelta):
        raise TypeError(f"Limits.{name} must be a timedelta{optional}, got {value!r}")
    if name == "range_slack" and value < timedelta(0):
        raise ValueError("Limits.range_slack must not be negative")
    if name != "range_slack" and value <= timedelta(0):
        raise ValueError(f"Limits.{name} must be positive, or None")


def check_promises(**given: object) -> None:
    """Raise `TypeError` for what a host promises by anything but True or False: a list of tables, say."""
    for name, promise in given.items():
        if not isinstance(promise, bool):
            raise TypeError(f"{name} must be True or False, got {promise!r:.80}")
