"""Rows in bins: which edges each value has reached."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping
from typing import Any, Final

from widgetql.testing.bins import bins_of, edge_of
from widgetql.testing.figures import value_from
from widgetql.testing.holding import compares, found_at
from widgetql.testing.places import Place, World, follow


class Binned:
    """The bins of a field over some rows: their ends, and which of them a row is in."""

    def __init__(self, asked: Mapping[str, Any], path: str, rows: Iterable[Place], world: World) -> None:
        values = [value_from(row, path, world) for row in rows]
        edges, told = bins_of(asked, [value for value in values if value is not None])
        self.edges: Final = [edge_of(edge) for edge in edges]
        self.told: Final = told
        self._path: Final = path
        self._world: Final = world

    def place(self, row: Place) -> int | None:
        """Return how many edges the value of a row is not below; None where it has none."""
        if value_from(row, self._path, self._world) is None:
            return None
        found = found_at(self._path, self._world)
        (end,) = follow(row.towards(found.steps), found.steps, self._world)
        return bisect_left(self.edges, True, key=lambda edge: compares("lt", edge, found, end, self._world))

    def ends(self, place: int | None) -> tuple[Any, Any]:
        """Return where the bin after so many edges starts, and where it ends."""
        if place is None:
            return None, None
        low = self.edges[place - 1] if place > 0 else None
        return low, self.edges[place] if place < len(self.edges) else None
