"""What is asked of a dataset's rows, as frozen values: there is no SQL in them, and nothing of a request."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field, replace
from typing import Any, Final, TypeAlias, cast

from widgetql.charts.buckets import Calendar, Interval
from widgetql.charts.rules import PERCENTILES
from widgetql.dataset import Dataset
from widgetql.dynamic import Chosen
from widgetql.fields import Dynamic
from widgetql.filters.bound import EVERY, AsStored, Bound, Constant, Test
from widgetql.filters.time_range import TimeRange
from widgetql.paths import Found
from widgetql.plan.bucketing import Bucketing
from widgetql.types import DataType

Grain: TypeAlias = Calendar | Interval
BUCKET: Final = "bucket"
"""The key that a bar's time buckets are."""
GROUP: Final = "grp"
"""The key that a widget's `group_by` is."""


@dataclass(frozen=True, slots=True)
class Scan:
    """The rows that are read: records under a filter, inside a range of their timestamp.

    The filter is without the range, which stands beside it. Of a dynamic field the rows of `chosen` are read.
    """

    dataset: Dataset
    filter: Bound
    range: TimeRange
    chosen: Chosen | None = None

    @property
    def rows(self) -> Hashable:
        """What tells its rows from those of other scans of the dataset."""
        return self.filter, self.range.bounds, self.chosen


@dataclass(frozen=True, slots=True)
class Plotted:
    """A field of the answer, and the type that its values are read as."""

    found: Found
    type: DataType


@dataclass(frozen=True, slots=True)
class Regrouped:
    """Buckets made of finer ones; `places` are their edges among these."""

    places: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Kept:
    """The rank of a value among those that are kept; what is none of them is one group, the rest.

    Those `without` which the rest is are another.
    """

    of: Plotted | Grain | Bucketing
    values: tuple[Any, ...]
    without: tuple[Any, ...] = ()


@dataclass(frozen=True, slots=True)
class Binned:
    """How many of ascending edges a field's value is at or above; NULL where it has none.

    `below` are the tests that it is below each: as a filter says `lt`, so that its records are found again.
    """

    of: Plotted
    below: tuple[Test | AsStored | Constant, ...]


@dataclass(frozen=True, slots=True)
class Together:
    """The rank of a combination of keys, by their names, among those that are kept: the column `name`.

    It stands in the place of its keys. What is none of those that are kept is one group, the rest; those
    `without` which the rest is are another.
    """

    name: str
    keys: tuple[str, ...]
    values: tuple[tuple[Any, ...], ...]
    without: tuple[tuple[Any, ...], ...] = ()


Subject: TypeAlias = Plotted | Grain | Bucketing | Regrouped | Kept | Binned


@dataclass(frozen=True, slots=True)
class Key:
    """What rows are grouped by, and the column that it is.

    Buckets of time are a grain first, and then a way to tell them in SQL.
    """

    name: str
    of: Subject

    @property
    def sorts_as(self) -> DataType:
        """How its values sort: text by code point, all else by value."""
        is_text = isinstance(self.of, Plotted) and self.of.type is DataType.STRING
        return DataType.STRING if is_text else DataType.NUMERIC


@dataclass(frozen=True, slots=True)
class Where:
    """Which rows go into an aggregate: those of records under a filter, and of a metric of its dynamic field.

    `metric` is the id of that metric, where it is not the scan's; `is_placed` tells that parameters stand in
    the place of all values.
    """

    filter: Bound = EVERY
    metric: Any = None
    is_placed: bool = False


@dataclass(frozen=True, slots=True)
class Aggregate:
    """An aggregation of a field, or of the rows, and the column that it is.

    Beside those that a widget may ask for there are `count_values`, the rows that have a value,
    `count_records`, the records of these rows, and `count_records_of_rows`, those of all rows. `fraction` is
    that of a stat's own percentile. Of the rows that a condition is on only those under it go into it.
    """

    name: str
    aggregation: str
    of: Plotted | None = None
    fraction: float | None = None
    where: Where | None = None

    @property
    def percentile(self) -> float | None:
        """The fraction, if this is a percentile."""
        return PERCENTILES.get(self.aggregation) if self.fraction is None else self.fraction

    @property
    def type(self) -> DataType:
        """The type of what is aggregated."""
        return DataType.NUMERIC if self.of is None else self.of.type


def related(measures: Iterable[Aggregate], beside: Aggregate | None = None) -> tuple[Aggregate, ...]:
    """Return what tells a query that measures less that its rows are the same: related ones, of a metric.

    `beside` is what it measures anyway.
    """
    many = [(one, one.of) for one in measures if one.of is not None and one.of.found.to_many]
    dynamic = [(one, own) for one, own in many if isinstance(own.found.leaf, Dynamic)]
    of = None if beside is None else beside.of
    found = [*dynamic, *many] if of is None else [] if of in (own for _, own in dynamic) else dynamic
    return tuple(replace(one, name="related", aggregation="count_values") for one, _ in found[:1])


@dataclass(frozen=True, slots=True)
class Quotient:
    """One measure divided by another, both by their names: only sorted by, as both are in each row.

    NULL where the divisor is 0 or NULL.
    """

    name: str
    dividend: str
    divisor: str


@dataclass(frozen=True, slots=True)
class Share:
    """A measure of a row divided by the same of all rows that have its values of some keys.

    The column `of_all` has the divisor.
    """

    name: str
    of: str
    within: tuple[str, ...] = ()

    @property
    def of_all(self) -> str:
        """The name of the column with the divisor."""
        return f"{self.name}_of"


@dataclass(frozen=True, slots=True)
class Top:
    """The values of a key that are largest by a measure; ties by value, null last."""

    key: str
    by: str
    limit: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """Rows grouped by `keys`, with `measures` of each group.

    `present` leaves out the rows that have no value in a field. Of a key that `top` names, what is beyond it
    is one group, aggregated from its rows. Of one that `cut` names it is left out, for each combination of
    the other keys; `total` is what its measure adds up to with them. `derived` are made of measures, whatever
    is cut. `order` is of columns, or what is derived, each with whether it descends; the first `offset` rows
    are skipped. With `left` rows say how many groups there are, and what that measure adds up to. `only` are
    the values that keys must have, which are not grouped by then; nor are they where rows `without` some
    values of all keys are asked for. Ranks of keys `together` replace these.
    """

    keys: tuple[Key, ...] = ()
    measures: tuple[Aggregate, ...] = ()
    present: Plotted | None = None
    top: Top | None = None
    cut: Top | None = None
    order: tuple[tuple[str, bool], ...] = ()
    limit: int | None = None
    offset: int = 0
    left: str | None = None
    only: tuple[tuple[str, Any], ...] = ()
    derived: tuple[Quotient | Share, ...] = ()
    without: tuple[tuple[Any, ...], ...] = ()
    together: tuple[Together, ...] = ()
    _hash: int | None = field(default=None, init=False, compare=False, repr=False)

    def __hash__(self) -> int:
        """Hash what queries mostly differ in, once: statements are kept by them."""
        if self._hash is None:
            object.__setattr__(self, "_hash", hash((self.keys, self.measures, self.order, self.limit)))
        return cast("int", self._hash)

    def __post_init__(self) -> None:
        """Refuse what no statement could be written for."""
        names = [one.name for one in (*self.keys, *self.measures, *self.derived)]
        asked = {part for one in (self.top, self.cut) if one is not None for part in (one.key, one.by)}
        asked |= {name for name, _ in (*self.order, *self.only)} | ({self.left} if self.left else set())
        if len({*names}) < len(names) or not asked <= {*names}:
            raise ValueError(f"columns {names}, of which {sorted(asked)} are asked")

    def key(self, name: str) -> Key:
        """Return a key by its name."""
        return next(key for key in self.keys if key.name == name)

    def measure(self, name: str) -> Aggregate:
        """Return a measure by its name."""
        return next(one for one in self.measures if one.name == name)

    def sorts(self, key: Key) -> bool:
        """Tell whether the values of a key must sort in SQL: groups are ranked by what they are."""
        by_value = bool(self.without or self.together)
        return key.name == GROUP or by_value or key.name in {name for name, _ in self.order}

    @property
    def columns(self) -> list[str]:
        """The columns that rows are grouped by."""
        together = {name for one in self.together for name in one.keys}
        own = [key.name for key in self.keys if key.name not in together]
        return [*(one.name for one in self.together), *own]

    def with_key(self, key: Key) -> Query:
        """Return the same with another key of a name."""
        return replace(self, keys=tuple(key if one.name == key.name else one for one in self.keys))

    @property
    def holds_values(self) -> bool:
        """Whether values that the rows have stand in it."""
        conditions = [one.where for one in self.measures if one.where is not None]
        return (
            bool(self.only or self.without or self.together)
            or any(isinstance(key.of, Kept) for key in self.keys)
            or not all(one.is_placed for one in conditions)
        )
