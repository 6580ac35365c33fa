"""The rows of a bar over time: where they are, which bucket and group each is of, and what marks it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, Final, TypeAlias

from widgetql.charts.bound import BoundWidget
from widgetql.charts.buckets import Edges
from widgetql.charts.size import refuse_rows
from widgetql.filters.time_range import TimeRange
from widgetql.plan.execute import Execution
from widgetql.plan.groups import Grid
from widgetql.plan.windows import Span
from widgetql.relative_time import format_instant

Cell: TypeAlias = tuple[int, int]
"""The number of a bucket, and the rank of a group."""


class Bars(ABC):
    """Rows by the bucket and the rank of the group: one of each, or one for each of several series.

    `spans` are the windows of the buckets, where these are of windows.
    """

    def __init__(self, bound: BoundWidget, grid: Grid, execution: Execution, spans: Sequence[Span]) -> None:
        assert bound.grain is not None
        edges = execution.edges(bound.grain)
        self.edges: Final = edges
        self.found: Final[Mapping[Cell, Any]] = {(int(row.bucket), at): row for at, row in grid.rows}
        self.spans: Final = spans
        self._bound: Final = bound
        self._groups: Final = grid.groups
        self._deadline: Final = execution.runner.deadline
        self._cut: Final = cut(edges, execution.scan.range)
        self._shown: Final[list[str]] = edges.once(
            format_instant, lambda: [*map(format_instant, edges.starts)]
        )

    @property
    def length(self) -> int:
        """How many rows there are of a bucket and group."""
        return 1

    @abstractmethod
    def values(self, cell: Cell) -> Sequence[dict[str, Any]]:
        """Return what is measured of a bucket and group, also where no record is."""

    def cells(self) -> Collection[Cell]:
        """Return where there are rows: with `fill_gaps` also where no record is. Raises `InvalidInput`."""
        if not self._bound.widget.fill_gaps:
            return self.found.keys()
        positions = 1 if self._groups is None else len(self._groups)
        size = len(self.edges) * positions * self.length
        if size > self._bound.limits.max_answer_rows:
            raise refuse_rows(self._bound, size)
        return [(bucket, position) for bucket in range(len(self.edges)) for position in range(positions)]

    def rows(self) -> list[dict[str, Any]]:
        """Return all rows, by bucket and the rank of the group."""
        return [row for cell in self.placed(self.cells()) for row in self.of(cell)]

    def placed(self, cells: Iterable[Cell]) -> Iterator[Cell]:
        """Yield cells by bucket and the rank of the group. Raises `QueryTimeout` amid many."""
        return self._deadline.paced(sorted(cells))

    def of(self, cell: Cell) -> list[dict[str, Any]]:
        """Return the rows of a bucket and group; of nothing where no record is."""
        bucket, position = cell
        head: dict[str, Any] = {"time_interval": self._shown[bucket]}
        tail: dict[str, Any] = {}
        if bucket in self._cut:
            tail["partial"] = True
        if self.spans and self.spans[bucket].short:
            tail["short"] = True
        if self._groups is not None:
            head |= self._groups.keys(position)
            tail |= self._groups.marks(position)
        return [head | values | tail for values in self.values(cell)]


def cut(edges: Edges, span: TimeRange) -> set[int]:
    """Return the buckets that the range cuts: the edges enclose it, so only the first and the last can be."""
    first, last = span.start, span.end
    found: set[int] = set()
    if first is not None and edges.starts[0] < first:
        found.add(0)
    if last is not None and last < edges.starts[-1]:
        found.add(len(edges) - 1)
    return found
