"""Groups in their order, as the database and as the answer name them; the rest is one group."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from widgetql.charts.wire import instant_of_micros, on_the_wire, time_text
from widgetql.columns import Context, kind_of
from widgetql.fields import Field
from widgetql.plan.query import Plotted
from widgetql.relative_time import format_instant
from widgetql.sql.rank import REST
from widgetql.sql.stored import date_of
from widgetql.storage import Storage
from widgetql.types import DataType

OTHER: Final = "other"
Decode: TypeAlias = Callable[[Any], Any]
"""From a grouped value, which may be None, to what the answer says of it."""


@dataclass(frozen=True, slots=True)
class Groups:
    """The groups of an answer in their order: `raw` as the database has them, `names` as the answer.

    Where it `is_cut` there are others, of which a rest is made if it `has_other`; `failed` are in no rest.
    """

    raw: tuple[Any, ...]
    names: tuple[Any, ...]
    has_other: bool
    is_cut: bool = False
    failed: tuple[Any, ...] = ()
    failed_names: tuple[Any, ...] = ()

    def __len__(self) -> int:
        """Return the number of groups, the rest included."""
        return len(self.names) + self.has_other

    def ranked(self, rows: Iterable[Any]) -> Iterator[tuple[int, Any]]:
        """Yield each row with the rank of its group.

        A group that was not there when the groups were read is left out: records may be written meanwhile.
        """
        positions = {value: position for position, value in enumerate(self.raw)}
        for row in rows:
            if self.leaves_out(row):
                continue
            if self.has_other or self.is_cut:
                yield len(self.names) if row.grp == REST else int(row.grp), row
            elif row.grp in positions:
                yield positions[row.grp], row

    def leaves_out(self, row: Any) -> bool:
        """Tell whether a row is of a group that is neither kept nor in a rest."""
        return self.is_cut and bool(row.grp < (REST if self.has_other else 0))

    def keys(self, position: int) -> dict[str, Any]:
        """Return the keys that tell a row's group."""
        return {"group": self.names[position] if position < len(self.names) else OTHER}

    def marks(self, position: int) -> dict[str, Any]:
        """Return the keys that mark the rest, and say what it excludes."""
        if position < len(self.names):
            return {}
        return {"other": True, "excluded": [*self.names, *self.failed_names]}


@dataclass(frozen=True, slots=True)
class Grid:
    """The rows of a query, each with the rank of its group, which is 0 where there are none.

    Those that are `left_out` are of groups that are not shown.
    """

    rows: Sequence[tuple[int, Any]]
    groups: Groups | None = None
    left_out: Sequence[Any] = ()


def decoder(plotted: Plotted, context: Context) -> Decode:
    """Return what writes the grouped values of a field."""
    leaf, data_type = plotted.found.leaf, plotted.type
    if data_type is not DataType.DATETIME or not isinstance(leaf, Field) or leaf.own is not None:
        return lambda value: on_the_wire(value, data_type)
    if leaf.storage is Storage.DATE:
        return lambda value: None if value is None else time_text(date_of(int(value)))
    zone = kind_of(leaf, context).zone
    return lambda value: None if value is None else format_instant(instant_of_micros(value, zone))


def groups_of(rows: Iterable[Any], decode: Decode, limit: int) -> Groups:
    """Return the groups of rows that have their `position`, and at the limit the rest."""
    raw = {int(row.position): row.grp for row in rows}
    kept = tuple(raw[position] for position in sorted(raw) if position < limit)
    return Groups(kept, tuple(map(decode, kept)), limit in raw)
