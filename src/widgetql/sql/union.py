"""Several queries over one set of groups as one statement: side by side in a UNION."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any, Final

from sqlalchemy import Integer, literal_column
from sqlalchemy.sql.elements import ColumnElement, Label
from sqlalchemy.sql.selectable import Select

from widgetql.plan.query import Query
from widgetql.sql.cells import Cells
from widgetql.sql.rollup import absent, together
from widgetql.sql.time import planned


@dataclass(frozen=True, slots=True)
class _Part:
    """A SELECT of a UNION: the columns that its queries read, and where these are among all."""

    select: Select[Any]
    columns: list[ColumnElement[Any]] = field(default_factory=list[ColumnElement[Any]])
    places: list[int] = field(default_factory=list[int])

    def index(self, column: ColumnElement[Any]) -> int:
        """Return which of the columns one is, a new one if no query has read it yet."""
        sql: ColumnElement[Any] = column.element if isinstance(column, Label) else column
        for index, other in enumerate(self.columns):
            if other.compare(sql):
                return index
        self.columns.append(sql)
        return len(self.columns) - 1


class Union:
    """The statement of some queries, and which of its columns is which of each: a type's share one."""

    def __init__(self, queries: Sequence[Query], cells: Cells, dialect: str) -> None:
        self._parts: Final[list[_Part]] = []
        self._types: Final[list[Any]] = []
        # By query: its SELECT, and which of its columns each name is.
        self._own: Final[list[tuple[int, dict[str, int]]]] = []
        numbers: dict[Hashable, int] = {}
        for query in queries:
            selected = cells.select(query, alone=False)
            number = numbers.setdefault(_groups(query), len(self._parts))
            if number == len(self._parts):
                self._parts.append(_Part(selected))
            part = self._parts[number]
            self._own.append((number, {str(one.key): part.index(one) for one in selected.selected_columns}))
        self._place()
        self.statement: Final = planned(together(self._selects(dialect)), dialect)

    def _place(self) -> None:
        taken: dict[str, list[int]] = {}
        for part in self._parts:
            used: dict[str, int] = {}
            for column in part.columns:
                kind = f"{type(column.type).__name__} {column.type!r}"
                places = taken.setdefault(kind, [])
                if used.setdefault(kind, 0) == len(places):
                    places.append(len(self._types))
                    self._types.append(column.type)
                part.places.append(places[used[kind]])
                used[kind] += 1

    def _selects(self, dialect: str) -> list[Select[Any]]:
        """Return each SELECT with its number, and NULL for the columns of the others."""
        found: list[Select[Any]] = []
        for number, part in enumerate(self._parts):
            columns: list[Any] = [absent(kind, dialect) for kind in self._types]
            for place, column in zip(part.places, part.columns, strict=True):
                columns[place] = column
            mark: ColumnElement[int] = literal_column(str(number), Integer())
            named: list[Any] = [column.label(f"c{place}") for place, column in enumerate(columns)]
            padded: Any = part.select.with_only_columns(
                mark.label("part"), *named, maintain_column_froms=True
            )
            found.append(padded)
        return found

    def rows(self, found: Sequence[Any]) -> list[list[Any]]:
        """Return the rows of each query under its own names; those that were ranked in their order."""
        by_part: list[list[Any]] = [[] for _ in self._parts]
        for row in found:
            by_part[row[0]].append(row)
        answers: list[list[Any]] = []
        for number, own in self._own:
            places = self._parts[number].places
            named = [(name, places[index] + 1) for name, index in own.items()]
            rows = [SimpleNamespace(**{name: row[at] for name, at in named}) for row in by_part[number]]
            answers.append(sorted(rows, key=lambda row: int(row.place)) if "place" in own else rows)
        return answers


def _groups(query: Query) -> Hashable:
    """Return what tells the groups that are read: queries over the same are one SELECT."""
    ranks = (query.top, query.cut, query.order, query.limit, query.left)
    by = ranks if any(ranks) else None
    return tuple(key.of for key in query.keys), query.present, by, query.measures if by else None
