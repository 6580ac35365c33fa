"""How full the cases are that the strategies draw, by the interpreter's answers, for each kind of widget."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import islice
from math import sqrt
from typing import Any, Final

from tests.testing.constructed import CONSTRUCTS
from tests.testing.everything import EVERYTHING, calls
from tests.testing.seen import FULL, Feature, Seen, always, answered, groups_of, is_full, samples_of
from widgetql.charts.rules import PERCENTILES, SHARE, aggregations_for, charts_for
from widgetql.fields import Dynamic, JsonKeys
from widgetql.testing import Case, cases
from widgetql.testing.strategies.storages import stored_how
from widgetql.types import DataType

# The share of the cases of one kind of widget that must have such a row.
FLOOR: Final = 0.6
Cell = tuple[str, str, str]


def cells_of(case: Case, answer: Mapping[str, Any]) -> Iterator[Cell]:
    """Yield the kinds of widget that a case is: chart, aggregations, and how their values are stored."""
    widget: Any = case.widget
    if widget.get("aggregation_function") == SHARE:
        # Of one value a bucket is full: what fills it is the widget itself.
        return
    if widget["chart_type"] == "pivot" or ("metrics" in widget and widget["chart_type"] != "table"):
        # Features say how full measures and cells are.
        return
    match widget["chart_type"]:
        case "table":
            for one in widget.get("metrics", ()):
                if "aggregation_function" in one:
                    yield ("table", _listed(one["aggregation_function"]), storage(one.get("field")))
        case "stat":
            yield ("stat", "", "")
        case chart:
            path, kind = widget.get("field"), answer["metadata"]["data_type"]
            stored = storage(path)
            stored += f": {kind}" if stored.startswith("dynamic") else ""
            yield (chart, _listed(widget.get("aggregation_function", "")) if chart == "bar" else "", stored)


def _listed(name: str) -> str:
    """Return an aggregation's name; of a percentile that is not listed another one's."""
    return "p50" if name in PERCENTILES and name not in {*PERCENTILES} else name


def storage(path: str | None) -> str:
    """Return how a path's values are stored; of no path, nothing."""
    if path is None:
        return ""
    found = EVERYTHING.find(path)
    assert found is not None
    return stored_how(found)


FEATURES: Final[Mapping[str, Feature]] = {
    "bar by percentile, of several values": Feature(
        lambda seen: seen.chart == "bar" and (seen.answer["aggregation_function"] or "") in PERCENTILES,
        lambda seen: is_full(seen.answer),
        0.6,
    ),
    "bar of two groups, one of several samples": Feature(
        lambda seen: seen.chart == "bar" and seen.is_grouped,
        lambda seen: len(groups_of(seen.answer)) > 1 and is_full(seen.answer),
        0.45,
    ),
    "bar whose groups rank otherwise by rows or by records": Feature(
        lambda seen: seen.chart == "bar" and seen.is_grouped and "field" in seen.widget,
        lambda seen: seen.is_uneven,
        0.1,
    ),
    "record at the start of the range": Feature(always, lambda seen: seen.has_record("start"), 0.15),
    "record at the end of the range": Feature(always, lambda seen: seen.has_record("end"), 0.15),
    "record a microsecond before the end of the range": Feature(
        always, lambda seen: seen.has_record("end", -timedelta(microseconds=1)), 0.05
    ),
    "small limits: groups overflow": Feature(
        lambda seen: seen.is_grouped and seen.is_cut,
        lambda seen: bool(seen.rest_of_groups),
        0.35,
    ),
    "small limits: the rest of the groups has several samples": Feature(
        lambda seen: seen.is_grouped and seen.is_cut and seen.chart != "line",
        lambda seen: sum(samples_of({**seen.answer, "data": seen.rest_of_groups})) >= FULL,
        0.2,
    ),
    "small limits: slices overflow": Feature(
        lambda seen: seen.chart == "pie" and seen.is_cut,
        lambda seen: bool(seen.rest_of_slices),
        0.35,
    ),
    "small limits: the missing slice is kept, others are cut": Feature(
        lambda seen: seen.chart == "pie" and seen.is_cut and "include_missing" in (seen.case.widget or {}),
        lambda seen: bool(seen.rest_of_slices) and any(row["label"] is None for row in seen.answer["data"]),
        0.05,
    ),
    "line of several points": Feature(
        lambda seen: seen.chart == "line", lambda seen: len(seen.answer["data"]) >= FULL, 0.6
    ),
    "small limits: line that is thinned": Feature(
        lambda seen: seen.chart == "line" and seen.is_cut,
        lambda seen: bool(seen.answer["metadata"]["sampled"]),
        0.4,
    ),
    "list with a further page": Feature(
        lambda seen: seen.chart == "list",
        lambda seen: seen.answer["metadata"]["next_cursor"] is not None,
        0.3,
    ),
    "table with a row of several samples": Feature(
        lambda seen: seen.chart == "table" and "metrics" in (seen.case.widget or {}),
        lambda seen: is_full(seen.answer),
        0.6,
    ),
    "row of several samples": Feature(always, lambda seen: is_full(seen.answer), 0.8),
    "several records that differ in little": Feature(always, lambda seen: seen.most_alike >= FULL, 0.8),
    "several records on one day": Feature(always, lambda seen: seen.most_at_once >= FULL, 0.8),
    "record with several related rows": Feature(always, lambda seen: seen.most_related >= FULL, 0.9),
    "answer with data": Feature(always, lambda seen: bool(seen.answer["data"]), 0.85),
    "empty answer": Feature(always, lambda seen: not seen.answer["data"], 0.01),
    "row of one sample": Feature(always, lambda seen: 1 in samples_of(seen.answer), 0.1),
    "filter that keeps a tenth to nine tenths": Feature(
        lambda seen: len(seen.case.rows[calls]) >= FULL, lambda seen: 0.1 <= seen.share_kept <= 0.9, 0.6
    ),
    **CONSTRUCTS,
}


@dataclass
class Density:
    """How many cases of each kind of widget and of each feature there were, and how many are full."""

    drawn: Counter[Cell | str] = field(default_factory=Counter[Cell | str])
    full: Counter[Cell | str] = field(default_factory=Counter[Cell | str])

    def add(self, case: Case) -> None:
        """Count one case."""
        seen = Seen(case, answered(case))
        for cell in set(cells_of(case, seen.answer)):
            self.drawn[cell] += 1
            self.full[cell] += is_full(seen.answer)
        for name, feature in FEATURES.items():
            if feature.concerns(seen):
                self.drawn[name] += 1
                self.full[name] += feature.shows(seen)

    def share(self, one: Cell | str) -> float:
        """Return the share of one kind's, or of one feature's, cases that are full."""
        return self.full[one] / max(1, self.drawn[one])


def density(seeds: Iterable[int], count: int) -> Density:
    """Return how full so many cases from each seed on are."""
    found = Density()
    for first in seeds:
        for case in islice(cases(EVERYTHING, first=first), count):
            found.add(case)
    return found


def cells() -> set[Cell]:
    """Return every kind of widget that there is over the dataset."""
    found: set[Cell] = {("stat", "", ""), ("table", "count", ""), ("list", "", "")}
    for path, declared in EVERYTHING.paths.items():
        if not declared.leaf.plot:
            continue
        if isinstance(declared.leaf, Dynamic):
            for kind in declared.leaf.kinds.values():
                stored = f"{stored_how(declared)}: {kind.type}"
                charts = {*charts_for(kind.type, kind.charts), "list"}
                found |= set(_cells_over(stored, kind.type, charts))
            continue
        stored = storage(f"{path}.region" if isinstance(declared.leaf, JsonKeys) else path)
        found |= set(_cells_over(stored, declared.leaf.type, charts_for(declared.leaf.type)))
        found |= {("table", name, stored) for name in aggregations_for(declared.leaf.type)}
        found.add(("list", "", stored))
    return found


def _cells_over(stored: str, kind: DataType, charts: Iterable[str]) -> Iterator[Cell]:
    for chart in charts:
        if chart == "bar":
            yield from (("bar", name, stored) for name in aggregations_for(kind))
        else:
            yield (chart, "", stored)


def thin(found: Density) -> list[str]:
    """Return the features under their floors."""
    return [name for name, feature in FEATURES.items() if _is_under(found, name, feature.floor)]


def thin_cells(found: Density) -> list[Cell]:
    """Return the kinds of widget that are never drawn, or full too seldom."""
    return [cell for cell in sorted(cells()) if not found.drawn[cell] or _is_under(found, cell, FLOOR)]


def _is_under(found: Density, one: Cell | str, floor: float) -> bool:
    """Tell whether a share is under its floor by more than two standard deviations: few cases say little."""
    drawn = found.drawn[one]
    return found.full[one] < floor * drawn - 2 * sqrt(drawn * floor * (1 - floor))


def report(found: Density) -> str:
    """Return the figures as a table: the share of full cases of each kind, and of each feature."""
    lines = ["full     of  chart, aggregation, storage"]
    lines += [
        f"{found.share(one):4.0%} {found.drawn[one]:6}  {', '.join(filter(None, one))}"
        for one in sorted(cells())
    ]
    lines += ["", "share    of  floor  feature"]
    lines += [
        f"{found.share(name):5.0%} {found.drawn[name]:5}  {one.floor:5.0%}  {name}"
        for name, one in FEATURES.items()
    ]
    return "\n".join(lines)
