"""A dataset as a notebook shows it: its fields, what may be asked of each, and its stats."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from widgetql import markup
from widgetql.charts.rules import AGGREGATIONS, CHART_TYPES
from widgetql.fields import Dynamic, Leaf, aggregations_of, charts_of
from widgetql.filters.vocabulary import OPERATORS
from widgetql.paths import Found
from widgetql.stats import Ratio, Stat

_HEADINGS: Final = ("path", "label", "type", "unit", "operators", "charts", "aggregations")
_EVERY_PERCENTILE: Final = "p0-p100"


def html(name: str, paths: Mapping[str, Found], stats: Mapping[str, Stat]) -> str:
    """Return what may be asked as HTML: a row a field, and the stats below."""
    shown = [found for found in paths.values() if not found.is_hidden]
    fields = markup.table(f"{name}: {len(shown)} fields", _HEADINGS, map(_row, shown))
    if not stats:
        return fields
    rows = [(name, stat.label or "", _meaning(stat), stat.unit or "") for name, stat in stats.items()]
    return fields + markup.table("stats", ("name", "label", "is", "unit"), rows)


def _row(found: Found) -> tuple[str, ...]:
    leaf = found.leaf
    return (
        f"{found.path}.*" if found.is_document else found.path,
        getattr(leaf, "label", None) or "",
        str(leaf.type),
        getattr(leaf, "unit", None) or "",
        _listed(OPERATORS, leaf.operators) if leaf.filter else "not filtered",
        _charts(leaf) if leaf.plot else "not plotted",
        _aggregations(leaf) if leaf.plot else "",
    )


def _charts(leaf: Leaf) -> str:
    if not isinstance(leaf, Dynamic):
        return _listed(CHART_TYPES, charts_of(leaf))
    return "; ".join(
        f"{kind}: {_listed(CHART_TYPES, charts_of(leaf, rule))}" for kind, rule in leaf.kinds.items()
    )


def _aggregations(leaf: Leaf) -> str:
    if isinstance(leaf, Dynamic):
        return "as its kind"
    names = [name for name in AGGREGATIONS if name in aggregations_of(leaf, leaf.type)]
    # Every percentile is meant by the few that are listed.
    told = dict.fromkeys(_EVERY_PERCENTILE if name[1:].isdigit() else name for name in names)
    return " ".join(told)


def _listed(names: Iterable[str], chosen: Iterable[str]) -> str:
    return " ".join(name for name in names if name in {*chosen})


def _meaning(stat: Stat) -> str:
    if isinstance(stat, Ratio):
        return f"{_meaning(stat.dividend)} / {_meaning(stat.divisor)}"
    return type(stat).__name__ + ("" if stat.field is None else f" of {stat.field}")
