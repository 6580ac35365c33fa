"""The written widget: what a customer asked for, checked for form only."""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import field as dataclass_field
from datetime import timedelta
from fractions import Fraction
from typing import Any

from widgetql.errors import Pointer
from widgetql.filters.ast import Filter


@dataclass(frozen=True, slots=True)
class ByField:
    """`group_by` a field: how many groups are kept, by what they rank, whether there is a rest."""

    field: str
    at: Pointer
    limit: int | None = None
    rank_by: str | None = None
    descending: bool | None = None
    other: bool = True

    @property
    def is_ranked(self) -> bool:
        """Whether more is said than the field."""
        return not self.other or (self.limit, self.rank_by, self.descending) != (None, None, None)


@dataclass(frozen=True, slots=True)
class ByInterval:
    """`group_by` time buckets of a fixed length."""

    length: timedelta
    at: Pointer


@dataclass(frozen=True, slots=True)
class Bins:
    """Bins of numbers: of a width, from a phase on; between edges; or as many as are at most wanted."""

    at: Pointer
    width: Fraction | None = None
    start: Fraction = Fraction(0)
    edges: tuple[Fraction, ...] = ()
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Dimension:
    """What rows are grouped by: a field, one of `period`, `part` and `bins` of it, and what it is called."""

    field: str
    period: str | None
    at: Pointer
    part: str | None = None
    bins: Bins | None = None
    given_name: str | None = None

    @property
    def name(self) -> str:
        """The name in rows and orders: that which is given, else the path."""
        if self.given_name is not None:
            return self.given_name
        return self.field if self.part is None else f"{self.field}.{self.part}"

    @property
    def named_at(self) -> Pointer:
        """Where the name is written, or could be: a path alone is its own."""
        is_path = self.given_name is None and self.period is None and self.part is None and self.bins is None
        return self.at if is_path else self.at / "name"


@dataclass(frozen=True, slots=True)
class Metric:
    """A measure: an aggregation, or what is made of others of its widget, which are named.

    Of an aggregation `field` is None for a count of records, `metric` that of its own dynamic field,
    `filters` its own, and `per` the unit of time that it is divided by. A `hidden` one is only made for
    others. A `ratio` is of two; a `share` is of one, `within` the values of some dimensions.
    """

    aggregation: str | None
    field: str | None
    name: str
    at: Pointer
    metric: Any = None
    filters: Any = dataclass_field(default=None, compare=False)
    per: str | None = None
    hidden: bool = False
    ratio: tuple[str, str] | None = None
    share: str | None = None
    within: tuple[str, ...] = ()

    @property
    def named_at(self) -> Pointer:
        """Where the name is written, or could be."""
        return self.at / "name"


@dataclass(frozen=True, slots=True)
class Order:
    """A column that a table is sorted by."""

    name: str
    descending: bool
    at: Pointer


@dataclass(frozen=True, slots=True)
class Windowing:
    """What goes into each bucket of a bar: so many buckets up to it, a period's to date, or all of them.

    Without either it is cumulative.
    """

    at: Pointer
    buckets: int | None = None
    period: str | None = None


@dataclass(frozen=True, slots=True)
class Widget:
    """A widget as written; None, () and False where a key is not set.

    `across` and `margins` are the `columns` and `totals` of a pivot.
    """

    at: Pointer
    id: int | str | None = None
    name: str | None = None
    chart_type: str = ""
    field: str | None = None
    metric: Any = None
    aggregation_function: str | None = None
    time_period: str | None = None
    group_by: ByField | ByInterval | None = None
    data_type: str | None = None
    fill_gaps: bool = False
    include_missing: bool = False
    bins: Bins | None = None
    x: Dimension | None = None
    compare: str | None = None
    window: Windowing | None = None
    limit: int | None = None
    columns: tuple[str, ...] = ()
    cursor: str | None = None
    dimensions: tuple[Dimension, ...] = ()
    metrics: tuple[Metric, ...] = ()
    order_by: tuple[Order, ...] = ()
    totals: bool = False
    having: Filter | None = None
    other: bool = False
    rows: tuple[Dimension, ...] = ()
    across: tuple[Dimension, ...] = ()
    margins: tuple[str, ...] = ()
    echoed_group_by: dict[str, Any] | None = None
