"""What a dataset has to plot: fields and metrics, by chart, storage and type."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from widgetql.dataset import Dataset
from widgetql.fields import Dynamic, aggregations_of, charts_of
from widgetql.paths import Found, chooser_path
from widgetql.testing.expressions import evaluate
from widgetql.testing.places import Place, World
from widgetql.testing.readings import shown, stored_as, value_at
from widgetql.testing.strategies.storages import stored_how
from widgetql.testing.strategies.values import JSON_KEYS
from widgetql.types import DataType


@dataclass(frozen=True)
class Plot:
    """One thing to plot: a field, or a metric of a dynamic field."""

    found: Found
    type: DataType
    charts: frozenset[str]
    metric: Any = None

    def cells(self) -> dict[str, Any]:
        """Return what the plot says in a widget."""
        metric = {} if self.metric is None else {"metric": self.metric}
        return {"field": self.found.path, **metric}


class Charts:
    """The plots of each chart by how they are stored and by type, and the bars: with their aggregations."""

    def __init__(self, plots: Sequence[Plot]) -> None:
        self.kinds = {chart: self._by_kind(plots, chart) for chart in ("line", "bar", "pie", "histogram")}
        # Each aggregation of each kind as often as any other; a metric, which not all rows have, more often.
        self.bars = [
            (kind, name)
            for kind in self.kinds["bar"]
            for name in aggregations_of(kind[0].found.leaf, kind[0].type)
            * (1 if kind[0].metric is None else 5)
        ]

    def _by_kind(self, plots: Sequence[Plot], chart: str) -> list[list[Plot]]:
        grouped: dict[tuple[str, DataType, tuple[str, ...]], list[Plot]] = {}
        for plot in plots:
            if chart in plot.charts:
                key = (stored_how(plot.found), plot.type, aggregations_of(plot.found.leaf, plot.type))
                grouped.setdefault(key, []).append(plot)
        return list(grouped.values())


def plottable(dataset: Dataset) -> Iterator[Found]:
    """Yield the paths that widgets may plot, some keys of each JSON column among them."""
    for path, declared in dataset.paths.items():
        if not declared.leaf.plot:
            continue
        if declared.is_document:
            keys = (dataset.find(f"{path}.{key}") for key in JSON_KEYS[:6])
            yield from (key for key in keys if key is not None)
        else:
            yield declared


def plots_of(found: Found, world: World) -> Iterator[Plot]:
    """Yield the plots of a path: one, or one for each metric in the rows."""
    if not isinstance(found.leaf, Dynamic):
        yield Plot(found, found.leaf.type, charts_of(found.leaf))
        return
    leaf, chooser = found.leaf, world.dataset.paths[chooser_path(found)]
    table = chooser.steps[-1].relation.table if chooser.steps else world.dataset.table
    known: dict[Any, set[tuple[Any, Any]]] = {}
    for row in world.visible(table):
        place = Place(table, row)
        name = None if leaf.name is None else evaluate(leaf.name, place.bindings)
        said = (evaluate(leaf.kind, place.bindings), name)
        known.setdefault(value_at(place, chooser, world.clock), set()).add(said)
    for metric, all_said in known.items():
        # What the rows say differently, nobody knows.
        kinds = {kind for kind, _ in all_said}
        kind = leaf.kinds.get(next(iter(kinds))) or leaf.kinds.get(
            stored_as(next(iter(kinds)), leaf.kind.type)
        )
        if metric is not None and len(all_said) == 1 and kind is not None:
            yield Plot(found, kind.type, charts_of(leaf, kind), shown(metric))
