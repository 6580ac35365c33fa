"""The form of dimensions and of bins as JSON Schema."""

from __future__ import annotations

from typing import Final

from widgetql.charts.rules import NAME_LENGTH, PERIODS
from widgetql.clocks import PARTS
from widgetql.front.filter_form import NUMBER, UNSET, Schema, no_text, of_keys, one_of, text, unless_long
from widgetql.limits import Limits

TEXT: Final = text(NAME_LENGTH)
NO_TEXT: Final = no_text(NAME_LENGTH)
PERIOD: Final[Schema] = {"enum": [*PERIODS]}
PART: Final[Schema] = {"enum": [*PARTS]}
NAME: Final[Schema] = {"anyOf": [UNSET, {"type": "string"}]}
PERIOD_OR_NONE: Final = one_of([UNSET, PERIOD])
# At most one dimension is a period of time where rows are compared.
BY_PERIOD: Final[Schema] = {
    "type": "object", "properties": {"time_period": PERIOD}, "required": ["time_period"]
}  # fmt: skip
ONE: Final[Schema] = {"minContains": 0, "maxContains": 1}


def dimension(paths: Schema, periods: Schema) -> Schema:
    """Return dimensions of some paths: a path, or with a period."""
    others = dict.fromkeys(("part", "bins"), UNSET)
    return one_of([paths, of_keys({"field": paths, "name": NAME, "time_period": periods} | others, "field")])


def by_way(paths: Schema, **ways: Schema) -> Schema:
    """Return dimensions of some paths with a name, by one of some ways."""
    others = dict.fromkeys(("time_period", "part", "bins"), UNSET)
    return of_keys({"field": paths, "name": NAME} | others | ways, "field", *ways)


def ways_of_bins(limits: Limits) -> list[Schema]:
    """Return the bins of a histogram: a width, edges, or a count; that edges ascend is no matter of form."""
    most = min(limits.max_list_length, limits.max_buckets)
    ways: dict[str, Schema] = {
        "width": NUMBER,
        "edges": {"type": "array", **unless_long({"items": NUMBER}, most)},
        "count": {"type": "integer"},
    }
    start = {"start": one_of([UNSET, NUMBER])}
    return [
        of_keys(dict.fromkeys((*ways, "start"), UNSET) | (start if way == "width" else {}) | {way: form}, way)
        for way, form in ways.items()
    ]


def any_dimension(paths: Schema, limits: Limits) -> Schema:
    """Return dimensions of some paths in any way."""
    ways = [by_way(paths, part=PART), by_way(paths, bins=one_of(ways_of_bins(limits)))]
    return one_of([dimension(paths, PERIOD_OR_NONE), *ways])


def no_dimension(limits: Limits) -> Schema:
    """Return dimensions that are not read, for their field."""
    return any_dimension(NO_TEXT, limits)
