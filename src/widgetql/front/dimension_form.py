"""The form of dimensions and of bins as JSON Schema."""

from __future__ import annotations

from typing import Final

from widgetql.charts.rules import NAME_LENGTH, PERIODS
from widgetql.clocks import PARTS
from widgetql.front.filter_form import NUMBER, UNSET, Schema, no_text, of_keys, one_of, text

TEXT: Final = text(NAME_LENGTH)
NO_TEXT: Final = no_text(NAME_LENGTH)
PERIOD: Final[Schema] = {"enum": [*PERIODS]}
PART: Final[Schema] = {"enum": [*PARTS]}
NAME: Final[Schema] = {"anyOf": [UNSET, {"type": "string"}]}
PERIOD_OR_NONE: Final = one_of([UNSET, PERIOD])


def dimension(paths: Schema, periods: Schema) -> Schema:
    """Return dimensions of some paths: a path, or with a period."""
    others = dict.fromkeys(("part", "bins"), UNSET)
    return one_of([paths, of_keys({"field": paths, "name": NAME, "time_period": periods} | others, "field")])


def by_way(paths: Schema, **ways: Schema) -> Schema:
    """Return dimensions of some paths with a name, by one of some ways."""
    others = dict.fromkeys(("time_period", "part", "bins"), UNSET)
    return of_keys({"field": paths, "name": NAME} | others | ways, "field", *ways)


def ways_of_bins() -> list[Schema]:
    """Return the bins of a histogram: a width, edges, or a count; that edges ascend is no matter of form."""
    ways: dict[str, Schema] = {
        "width": NUMBER,
        "edges": {"type": "array", "items": NUMBER},
        "count": {"type": "integer"},
    }
    start = {"start": one_of([UNSET, NUMBER])}
    return [
        of_keys(dict.fromkeys((*ways, "start"), UNSET) | (start if way == "width" else {}) | {way: form}, way)
        for way, form in ways.items()
    ]


def any_dimension(paths: Schema) -> Schema:
    """Return dimensions of some paths in any way."""
    ways = [by_way(paths, part=PART), by_way(paths, bins=one_of(ways_of_bins()))]
    return one_of([dimension(paths, PERIOD_OR_NONE), *ways])


NO_DIMENSION: Final = any_dimension(NO_TEXT)
