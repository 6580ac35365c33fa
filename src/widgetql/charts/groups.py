"""Groups: ranked by their number of samples, capped; the rest is one group, aggregated by the database."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import case, select
from sqlalchemy import types as sa
from sqlalchemy.sql.elements import ColumnElement

from widgetql.charts.aggregations import sample_count
from widgetql.charts.bound import Plotted
from widgetql.charts.samples import Key, Samples, ordered
from widgetql.charts.wire import instant_of_micros, on_the_wire, time_text
from widgetql.sql.buckets import integer
from widgetql.sql.grouping import grouped
from widgetql.sql.skipped import one_micros
from widgetql.sql.stored import date_of
from widgetql.sql.time import epoch_micros
from widgetql.sql.values import bound_value
from widgetql.storage import Storage
from widgetql.types import DataType

OTHER: Final = "other"
_OTHER_POSITION: Final = -1


@dataclass(frozen=True, slots=True)
class Groups:
    """The groups of a widget in their order, as the database and as the answer name them."""

    raw: tuple[Any, ...]
    names: tuple[Any, ...]
    has_other: bool

    def __len__(self) -> int:
        """Return the number of groups, the rest included."""
        return len(self.names) + self.has_other

    def ranked(self, rows: Iterable[Any]) -> Iterator[tuple[int, Any]]:
        """Yield each row with the rank of its group.

        A group that was not there when the groups were read is left out: records may be written meanwhile.
        """
        positions = {value: position for position, value in enumerate(self.raw)}
        for row in rows:
            if self.has_other:
                yield (len(self.names) if row.grp == _OTHER_POSITION else int(row.grp)), row
            elif row.grp in positions:
                yield positions[row.grp], row

    def keys(self, position: int) -> dict[str, Any]:
        """Return the keys that tell a row's group."""
        return {"group": self.names[position] if position < len(self.names) else OTHER}

    def marks(self, position: int) -> dict[str, Any]:
        """Return the keys that mark the rest, and say what it excludes."""
        if position < len(self.names):
            return {}
        return {"other": True, "excluded": list(self.names)}


def ranked(groups: Groups | None, rows: Iterable[Any]) -> Iterator[tuple[int, Any]]:
    """Yield each row with the rank of its group, 0 where there are no groups."""
    return ((0, row) for row in rows) if groups is None else groups.ranked(rows)


def add_groups(
    samples: Samples, aggregation: str = "count", value: ColumnElement[Any] | None = None
) -> Groups | None:
    """Add the widget's group to the samples as the column `grp`; None where the widget has none.

    Groups rank by the samples that go into them, ties by value with null last.
    """
    group = samples.bound.group
    if group is None:
        return None
    key = samples.key(group) if isinstance(group, Plotted) else samples.bucket(group)
    limit = samples.bound.request.limits.max_groups
    columns = [key.sql.label("grp"), *([] if value is None else [value.label("value")])]
    counted = samples.subquery(*columns)
    number = sample_count(aggregation, None if value is None else counted.c.value).label("n")
    totals = grouped(counted, ["grp"], [number], samples.runner.dialect).subquery()
    # Bucket indexes and microseconds sort as numbers.
    by = key.type if key.type is DataType.STRING else DataType.NUMERIC
    ranking = select(totals.c.grp).order_by(totals.c.n.desc(), *ordered(totals.c.grp, by)).limit(limit + 1)
    found = [row.grp for row in samples.rows(ranking)]
    raw = tuple(found[:limit])
    groups = Groups(raw, tuple(named(one, key) for one in raw), len(found) > limit)
    place_groups(samples, key, groups)
    return groups


def place_groups(samples: Samples, key: Key, groups: Groups) -> None:
    """Add groups that are known to the samples as the column `grp`."""
    samples.columns["grp"] = _positions(key.sql, groups.raw) if groups.has_other else key.sql


def rank_of(group: ColumnElement[Any], groups: Groups) -> ColumnElement[int]:
    """Return the rank of a row's group as SQL, from what was added to the samples as the column `grp`."""
    if groups.has_other:
        return case((group == _OTHER_POSITION, len(groups.names)), else_=group)
    return _positions(group, groups.raw)


def groups_of(rows: Iterable[Any], key: Key, limit: int) -> Groups:
    """Return the groups of rows that have their `position`, and at the limit the rest."""
    raw = {int(row.position): row.grp for row in rows}
    kept = tuple(raw[position] for position in sorted(raw) if position < limit)
    return Groups(kept, tuple(named(one, key) for one in kept), limit in raw)


def named(value: Any, key: Key) -> Any:
    """Return a grouped value as the answer has it."""
    if value is None:
        return None
    if key.edges is not None:
        return on_the_wire(key.edges.starts[int(value)], DataType.DATETIME)
    if key.type is DataType.DATETIME and key.reading is not None and key.reading.storage is not Storage.OWN:
        if key.reading.storage is Storage.DATE:
            return time_text(date_of(int(value)))
        return on_the_wire(instant_of_micros(value, key.reading.zone), key.type)
    return on_the_wire(value, key.type)


def _positions(group: ColumnElement[Any], kept: tuple[Any, ...]) -> ColumnElement[int]:
    """Return the rank of a row's group as SQL; the rest is one group of its own."""
    if isinstance(group, epoch_micros | one_micros):
        # What a time is may be long to write, and to compute.
        by_value = {value: position for position, value in enumerate(kept) if value is not None}
        known = case(by_value, value=group, else_=_OTHER_POSITION) if by_value else integer(_OTHER_POSITION)
        missing = [(group.is_(None), kept.index(None))] if None in kept else []
        return (case(*missing, else_=known) if missing else known).cast(sa.Integer())
    whens = [
        (group.is_(None) if value is None else group == bound_value(value, group.type), position)
        for position, value in enumerate(kept)
    ]
    return case(*whens, else_=_OTHER_POSITION).cast(sa.Integer())
