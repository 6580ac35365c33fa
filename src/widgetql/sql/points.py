"""The points of a line in SQL."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import type_coerce
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.sql.selectable import Select

from widgetql.plan.query import GROUP, Kept, Plotted, Subject
from widgetql.sql.source import Source


@dataclass(frozen=True, slots=True)
class Points:
    """The rows that have a value, each with its id, time, value and group."""

    plot: Plotted
    group: Subject | None = None
    # Whether those of no group that is shown are left out: with the rest, or but for it.
    least: int | None = None

    @property
    def shape(self) -> Hashable:
        """What shapes their SQL; None where the values of groups stand in it."""
        return None if isinstance(self.group, Kept) else self

    def columns(self, source: Source) -> dict[str, ColumnElement[Any]]:
        """Return the columns of a point."""
        found = {} if self.group is None else {GROUP: source.column(self.group)}
        found["id"] = source.id
        if source.has_parts:
            # In one text they would sort as text.
            found |= {f"key{index}": part for index, part in enumerate(source.keys)}
        # Of many times most are thinned out: they are read as instants where they are shown.
        found["ts"] = type_coerce(source.timestamp.instant, source.kind.as_stored())
        found["value"] = source.read(self.plot).found
        return found

    def select(self, source: Source, columns: Mapping[str, ColumnElement[Any]]) -> Select[Any]:
        """Return the SELECT of columns of the points."""
        named = [column.label(name) for name, column in columns.items()]
        return source.select(named, *self.conditions(source))

    def conditions(self, source: Source) -> list[ColumnElement[bool]]:
        """Return what a point must satisfy beside the filter."""
        found = [source.read(self.plot).present]
        if self.group is not None and self.least is not None:
            found.append(source.column(self.group) >= self.least)
        return found
