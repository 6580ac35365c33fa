"""The form of a chart's measures as JSON Schema."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from widgetql.charts.rules import NAME_LENGTH, RATED, RATES
from widgetql.front.filter_form import UNSET, Schema, no_text, of_keys, one_of, text, unless_long
from widgetql.limits import Limits

FILTER: Final[Schema] = {"$ref": "#/$defs/filter"}
_TEXT: Final = text(NAME_LENGTH)
_NO_TEXT: Final = no_text(NAME_LENGTH)
_NAMED: Final[Schema] = {"type": "string", "minLength": 1}
_NAME: Final[Schema] = {"anyOf": [UNSET, {"type": "string"}]}
_RATE: Final = one_of([UNSET, {"enum": [*RATES]}])
_KEYS: Final = (
    *("name", "aggregation_function", "field", "metric", "filters", "per", "hidden"),
    *("ratio", "share", "within"),
)


@dataclass(frozen=True, slots=True)
class Measured:
    """Fields of some paths, the names of their aggregations, and the `metric` that may stand beside them."""

    names: Schema
    paths: Schema
    metric: Schema


def aggregated(of: Measured, *, is_count: bool = False) -> Schema:
    """Return the aggregations of fields; a count needs none."""
    keys = {
        "name": _NAME,
        "aggregation_function": of.names,
        "field": of.paths,
        "metric": of.metric,
        "filters": one_of([UNSET, {"allOf": [{"type": "object"}, FILTER]}]),
        "per": _RATE,
        "hidden": one_of([UNSET, {"type": "boolean"}]),
    }
    required = ["aggregation_function"] + ([] if is_count else ["field"])
    form = of_keys(dict.fromkeys(_KEYS, UNSET) | keys, *required)
    is_rated = {"properties": {"per": UNSET}}, {"properties": {"aggregation_function": {"enum": [*RATED]}}}
    return {**form, "anyOf": [*is_rated]}


def counts(unread: Schema) -> Schema:
    """Return the counts of records; `unread` is a metric that is not read."""
    of = Measured({"const": "count"}, one_of([UNSET, _NO_TEXT]), one_of([UNSET, unread]))
    return aggregated(of, is_count=True)


def derived(limits: Limits) -> tuple[list[Schema], list[Schema]]:
    """Return the ratios and shares that are read, and those with a text that is not."""
    unread = [*_derived(_NO_TEXT, _NAMED, limits), *_derived(_NAMED, _NO_TEXT, limits)]
    return [*_derived(_TEXT, _TEXT, limits)], unread


def _derived(name: Schema, of: Schema, limits: Limits) -> Iterator[Schema]:
    unset = dict.fromkeys(_KEYS, UNSET)
    pair: Schema = {"type": "array", "minItems": 2, "maxItems": 2, "items": _NAMED}
    held: Schema = {"items": of} if of is not _NO_TEXT else {"contains": of}
    yield of_keys(unset | {"name": name, "ratio": {**pair, "allOf": [held]}}, "name", "ratio")
    within = one_of([UNSET, {"type": "array", **unless_long({"items": _NAMED}, limits.max_columns)}])
    yield of_keys(unset | {"name": name, "share": of, "within": within}, "name", "share")


def any_measure(names: Schema, metric: Schema, limits: Limits) -> Sequence[Schema]:
    """Return every measure that is read, whatever the dataset has."""
    of = Measured(names, _TEXT, one_of([UNSET, metric]))
    return [counts(metric), aggregated(of), *derived(limits)[0]]
