"""One query for many widgets: the SELECT of each, side by side in a UNION, its columns shared by type."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from types import SimpleNamespace
from typing import Any, Final, Protocol

from sqlalchemy import Integer, literal_column
from sqlalchemy.sql.elements import ColumnElement
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
    own: list[list[Any]] = [[] for _ in arms]
    for row in samples.rows(statement):
        own[row[0]].append(row)
    return [arm.answer(layout.rows(number, own[number])) for number, arm in enumerate(arms)]


def _together(arms: Sequence[Arm], dialect: str) -> tuple[Any, _Layout]:
    selects = [arm.select() for arm in arms]
    layout = _Layout(selects)
    padded = [layout.padded(number, one, dialect) for number, one in enumerate(selects)]
    return planned(together(padded), dialect), layout


class _Layout:
    """Which column of a UNION is which of each SELECT: those of one type share one."""

    def __init__(self, selects: Sequence[Select[Any]]) -> None:
        self._types: Final[list[Any]] = []
        taken: dict[str, list[int]] = {}
        self._own: Final[list[dict[str, int]]] = []
        for one in selects:
            used: dict[str, int] = {}
            own: dict[str, int] = {}
            for column in one.selected_columns:
                kind = f"{type(column.type).__name__} {column.type!r}"
                places = taken.setdefault(kind, [])
                if used.setdefault(kind, 0) == len(places):
                    places.append(len(self._types))
                    self._types.append(column.type)
                own[str(column.key)] = places[used[kind]]
                used[kind] += 1
            self._own.append(own)

    def padded(self, number: int, one: Select[Any], dialect: str) -> Select[Any]:
        """Return a SELECT with its number, and NULL for the columns of the others."""
        columns: list[Any] = [absent(kind, dialect) for kind in self._types]
        for column in one.selected_columns:
            columns[self._own[number][str(column.key)]] = column
        mark: ColumnElement[int] = literal_column(str(number), Integer())
        named: list[Any] = [column.label(f"c{place}") for place, column in enumerate(columns)]
        found: Any = one.with_only_columns(mark.label("arm"), *named, maintain_column_froms=True)
        padded: Select[Any] = found
        return padded

    def rows(self, number: int, rows: Sequence[Any]) -> list[Any]:
        """Return the rows of a SELECT under its own names."""
        own = self._own[number]
        return [SimpleNamespace(**{name: row[place + 1] for name, place in own.items()}) for row in rows]
