"""One query for many widgets: the SELECT of each, side by side in a UNION, its columns shared by type."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any, Final, Protocol

from sqlalchemy import Integer, literal_column
from sqlalchemy.sql.elements import ColumnElement, Label
from sqlalchemy.sql.selectable import Select

from widgetql.charts.answer import Answer
from widgetql.charts.rollup import Rollup
from widgetql.sql.rollup import absent, together
from widgetql.sql.time import planned


class Arm(Protocol):
    """A widget's part of a shared query; `shape` is what shapes its SELECT, and holds nothing of a tenant."""

    @property
    def shape(self) -> Hashable:
        """Return what the SQL depends on."""
        ...

    @property
    def source(self) -> Hashable:
        """Return what tells the groups that are read; arms over the same are one SELECT, None is alone."""
        ...

    def select(self) -> Select[Any]:
        """Return what the widget reads from the roll-up, its columns named."""
        ...

    def answer(self, rows: Sequence[Any]) -> Answer:
        """Return the widget's data from its rows."""
        ...


def run_arms(rollup: Rollup, arms: Sequence[Arm]) -> list[Answer]:
    """Run the widgets of a roll-up as one query."""
    samples = rollup.samples
    shape = ("dashboard", rollup.shape, *(arm.shape for arm in arms))
    statement, layout = samples.kept(shape, lambda: _together(arms, samples.runner.dialect))
    by_select: list[list[Any]] = [[] for _ in arms]
    for row in samples.rows(statement):
        by_select[row[0]].append(row)
    return [arm.answer(layout.rows(number, by_select)) for number, arm in enumerate(arms)]


def _together(arms: Sequence[Arm], dialect: str) -> tuple[Any, _Layout]:
    layout = _Layout(arms)
    return planned(together(layout.selects(dialect)), dialect), layout


@dataclass(frozen=True, slots=True)
class _Part:
    """A SELECT of a UNION: the columns that its arms read, and where these are among all."""

    select: Select[Any]
    columns: list[ColumnElement[Any]] = field(default_factory=list[ColumnElement[Any]])
    places: list[int] = field(default_factory=list[int])

    def index(self, column: ColumnElement[Any]) -> int:
        """Return which of the columns one is, a new one if no arm has read it yet."""
        sql: ColumnElement[Any] = column.element if isinstance(column, Label) else column
        for index, other in enumerate(self.columns):
            if other.compare(sql):
                return index
        self.columns.append(sql)
        return len(self.columns) - 1


class _Layout:
    """Which column of a UNION is which of each arm: those of one type share one."""

    def __init__(self, arms: Sequence[Arm]) -> None:
        self._parts: Final[list[_Part]] = []
        self._types: Final[list[Any]] = []
        # By arm: its SELECT, and which of its columns each name is.
        self._own: Final[list[tuple[int, dict[str, int]]]] = []
        sources: dict[Hashable, int] = {}
        for arm in arms:
            selected = arm.select()
            number = (
                len(self._parts) if arm.source is None else sources.setdefault(arm.source, len(self._parts))
            )
            if number == len(self._parts):
                self._parts.append(_Part(selected))
            part = self._parts[number]
            self._own.append((number, {str(one.key): part.index(one) for one in selected.selected_columns}))
        self._place()

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

    def selects(self, dialect: str) -> list[Select[Any]]:
        """Return each SELECT with its number, and NULL for the columns of the others."""
        found: list[Select[Any]] = []
        for number, part in enumerate(self._parts):
            columns: list[Any] = [absent(kind, dialect) for kind in self._types]
            for place, column in zip(part.places, part.columns, strict=True):
                columns[place] = column
            mark: ColumnElement[int] = literal_column(str(number), Integer())
            named: list[Any] = [column.label(f"c{place}") for place, column in enumerate(columns)]
            padded: Any = part.select.with_only_columns(mark.label("arm"), *named, maintain_column_froms=True)
            found.append(padded)
        return found

    def rows(self, arm: int, by_select: Sequence[Sequence[Any]]) -> list[Any]:
        """Return the rows of an arm under its own names."""
        number, own = self._own[arm]
        places = self._parts[number].places
        named = [(name, places[index] + 1) for name, index in own.items()]
        return [SimpleNamespace(**{name: row[place] for name, place in named}) for row in by_select[number]]
