"""How much one request may ask for."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Self


@dataclass(frozen=True, slots=True)
class Limits:
    """The caps on filters, widgets and answers; every one has a safe default.

    `max_range` is the longest time range, and how far back it may start (None lifts both rules and the
    need for a lower bound); `range_slack` is added to it for clients that send clock times; `timeout`
    is a call's time, a dashboard's as well, `widget_timeout` each query's: what runs longer is cancelled, and
    `QueryTimeout`.
    Lengths are characters; `max_values` counts all operands of one filter.
    Each document is counted by itself: a dashboard's filters, a widget's, a request's.

    Raises `ValueError` for a limit that nothing could pass.

    >>> Limits(max_range=timedelta(days=7)).max_depth
    10
    """

    max_range: timedelta | None = timedelta(days=30)
    range_slack: timedelta = timedelta(0)
    max_depth: int = 10
    max_conditions: int = 200
    max_list_length: int = 1_000
    max_values: int = 10_000
    max_text_length: int = 1_000
    max_regex_length: int = 200
    max_json_length: int = 1_000_000
    max_points: int = 2_000
    max_slices: int = 20
    max_groups: int = 20
    max_rows: int = 1_000
    max_columns: int = 50
    max_buckets: int = 50_000
    max_widgets: int = 100
    timeout: timedelta | None = None
    widget_timeout: timedelta | None = None

    def __post_init__(self) -> None:
        """Refuse limits that nothing could pass."""
        for name in self.__slots__:
            value = getattr(self, name)
            if isinstance(value, int) and value < 1:
                raise ValueError(f"Limits.{name} must be at least 1, got {value}")
        if self.max_points < 4:
            raise ValueError("Limits.max_points must be at least 4: a bucket keeps four points")
        if self.range_slack < timedelta(0):
            raise ValueError("Limits.range_slack must not be negative")
        for name in ("timeout", "widget_timeout"):
            limit = getattr(self, name)
            if limit is not None and limit <= timedelta(0):
                raise ValueError(f"Limits.{name} must be positive, or None")
        if self.max_range is not None and self.max_range <= timedelta(0):
            raise ValueError("Limits.max_range must be positive, or None")

    def lifted(self) -> Self:
        """Return the same limits without caps on the size of a filter.

        They are for what `drill_down` and `effective_filters` made: of documents that were each within the
        limits they make a larger one, and they put values from the database into it. Patterns stay capped.

        >>> Limits().lifted().max_depth, Limits().lifted().max_regex_length
        (14, 200)
        """
        most = 2**31
        return replace(
            self, max_depth=self.max_depth + 4, max_conditions=most, max_list_length=most, max_values=most,
            max_text_length=most, max_json_length=most,
        )  # fmt: skip
