"""A percentile of all rows where the database has none: values are sorted from the nearer end to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import SimpleNamespace
from typing import Any, cast

from sqlalchemy import bindparam
from sqlalchemy import types as sa

from widgetql.plan.query import Aggregate, Plotted, Query, Share
from widgetql.sql.aggregations import lacks_native
from widgetql.sql.source import Source

# The values on both sides of a position.
_NEIGHBOURS = 2


def by_position(query: Query, dialect: str) -> tuple[Query, tuple[Aggregate, ...]]:
    """Return a query with the number of values in the place of its percentiles, and these.

    Legal where nothing is grouped and the database has no percentiles. Law: `interpolated` of the values at
    the position is the percentile.
    """
    lost = (
        ()
        if query.keys or query.only or query.without
        else tuple(one for one in query.measures if _is_lost(one, dialect))
    )
    if not lost:
        return query, ()
    counts = tuple(Aggregate(count_of(one), "count_values", one.of) for one in lost)
    measures = (*(one for one in query.measures if one not in lost), *counts)
    # One row has no order, and what is derived only for that is computed from its values.
    derived = tuple(one for one in query.derived if isinstance(one, Share))
    return replace(query, measures=measures, order=(), derived=derived), lost


def _is_lost(one: Aggregate, dialect: str) -> bool:
    return one.percentile is not None and one.where is None and lacks_native(one, dialect)


def count_of(one: Aggregate) -> str:
    """Return the name of the column with the number of a percentile's values."""
    return f"{one.name}_n"


@dataclass(frozen=True, slots=True)
class Position:
    """Where a percentile is among so many values: `low` is the value before it, `part` how far it is beyond.

    With LIMIT a database keeps no more values than those up to the position, from the nearer end.
    """

    number: int
    fraction: float

    @property
    def low(self) -> int:
        """How many values are before the one before it."""
        return int((self.number - 1) * self.fraction)

    @property
    def from_top(self) -> bool:
        """Whether the end with the largest values is the nearer one."""
        return self.fraction >= 0.5

    @property
    def skipped(self) -> int:
        """How many values are left out: from the top the upper neighbour comes first."""
        return max(self.number - _NEIGHBOURS - self.low, 0) if self.from_top else self.low

    def interpolated(self, values: list[float]) -> float | None:
        """Return the percentile, given the values around it; None of none. The last has none above it."""
        values = sorted(values)
        if not values:
            return None
        if self.low == self.number - 1 or len(values) == 1:
            return values[-1]
        part = (self.number - 1) * self.fraction - self.low
        return values[0] * (1 - part) + values[1] * part if part else values[0]


@dataclass(frozen=True, slots=True)
class Neighbours:
    """The values around a position: a parameter `skipped` says which."""

    field: Plotted
    from_top: bool

    def select(self, source: Source) -> Any:
        """Return their SELECT."""
        reading = source.read(self.field)
        order = reading.found.desc() if self.from_top else reading.found.asc()
        rows = source.select([reading.found.label("value")], reading.present)
        return rows.order_by(order).limit(_NEIGHBOURS).offset(bindparam("skipped", type_=sa.Integer()))


def with_values(row: Any, values: Mapping[str, Any]) -> Any:
    """Return a row with further columns."""
    # Of a driver's rows, or of what was made of them before.
    own = cast("dict[str, Any]", row._asdict() if hasattr(row, "_asdict") else vars(row))
    return SimpleNamespace(**{**own, **values})
