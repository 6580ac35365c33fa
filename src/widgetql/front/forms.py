"""The form of each key of a widget as JSON Schema, whatever the dataset has."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

from widgetql.charts.parse import CURSOR_LENGTH, LONGEST_INTERVAL
from widgetql.charts.rules import (
    AGGREGATIONS,
    CHART_TYPES,
    COMPARED,
    PERCENTILES,
    SHARE,
)
from widgetql.front.dimension_form import (
    NO_TEXT,
    PERIOD,
    TEXT,
    any_dimension,
    no_dimension,
    ways_of_bins,
)
from widgetql.front.filter_form import (
    JSON_TEXT,
    UNSET,
    Schema,
    no_text,
    of_keys,
    one_of,
    text,
)
from widgetql.front.measure_form import any_measure, derived
from widgetql.limits import Limits
from widgetql.types import DataType

_EVERY_PERCENTILE: Final = r"^p(?:100(?:\.0{1,2})?|[1-9]?[0-9](?:\.[0-9]{1,2})?)(?!\n)$"


def aggregations(names: Sequence[str]) -> Schema:
    """Return the names of aggregations: every percentile, but where a field names its own.

    >>> aggregations(("count", "avg"))
    {'enum': ['count', 'avg']}
    """
    if not ("p0" in names and "p100" in names):
        return {"enum": [*names]}
    words = [name for name in names if name not in PERCENTILES or name == "median"]
    return {"anyOf": [{"enum": words}, {"type": "string", "pattern": _EVERY_PERCENTILE}]}


AGGREGATION: Final = aggregations(AGGREGATIONS)


@dataclass(frozen=True, slots=True)
class Form:
    """The values of a key: those that are read, and those that leave nothing, as a text that is too long."""

    read: Schema
    unread: Schema = field(default_factory=lambda: {"not": {}})

    @property
    def used(self) -> Schema:
        """What a chart that uses the key may have."""
        return one_of([UNSET, self.read, self.unread])

    @property
    def unused(self) -> Schema:
        """What any other chart may have."""
        return one_of([UNSET, self.unread])


def listed(item: Form, limits: Limits) -> Form:
    """Return lists of a form; those that are too long are not read."""
    most = limits.max_columns
    items = one_of([item.read, item.unread])
    return Form(
        {"type": "array", "maxItems": most, "items": items, "contains": item.read},
        {"type": "array", "anyOf": [{"items": item.unread}, {"minItems": most + 1}]},
    )


def by_field(paths: Schema) -> Schema:
    """Return groups by fields of some paths, with their rank."""
    return of_keys({"type": {"const": "field"}, "field": paths, **_RANK}, "type", "field")


_RANK: Final[Mapping[str, Schema]] = MappingProxyType(
    {
        "limit": one_of([UNSET, {"type": "integer"}]),
        "rank_by": one_of([UNSET, {"type": "string"}]),
        "direction": one_of([UNSET, {"enum": ["asc", "desc"]}]),
        "other": one_of([UNSET, {"type": "boolean"}]),
    }
)
_SAYS_RANK: Final[Sequence[Schema]] = (
    *({"required": [key], "properties": {key: {"not": UNSET}}} for key in ("limit", "rank_by", "direction")),
    {"required": ["other"], "properties": {"other": {"const": False}}},
)
UNRANKED: Final[Schema] = {"properties": {"group_by": {"not": {"type": "object", "anyOf": [*_SAYS_RANK]}}}}
"""Widgets whose groups are ranked by samples, as many as may be, with the rest of them."""


def _bucket(lengths: Schema) -> Schema:
    return of_keys({"type": {"const": "bucket"}, "interval": lengths}, "type", "interval")


def whole(least: int, most: int) -> Form:
    """Return whole numbers within bounds; others are integers that are not read."""
    within = {"minimum": least, "maximum": most}
    return Form({"type": "integer", **within}, {"type": "integer", "not": within})


_INTERVAL: Final = whole(1, LONGEST_INTERVAL)
BUCKET: Final = _bucket(_INTERVAL.read)
NO_GROUP: Final[Schema] = {"anyOf": [by_field(NO_TEXT), _bucket(_INTERVAL.unread)]}


def _ordered(name: Schema) -> Schema:
    return of_keys({"name": name, "direction": one_of([UNSET, {"enum": ["asc", "desc"]}])}, "name")


def _windows() -> list[Schema]:
    """Return the windows of a bar."""
    kinds: dict[str, Schema] = {
        "rolling": {"buckets": {"type": "integer"}}, "to_date": {"period": PERIOD}, "cumulative": {},
    }  # fmt: skip
    return [of_keys({"type": {"const": name}, **own}, "type", *own) for name, own in kinds.items()]


def forms(limits: Limits) -> dict[str, Form]:
    """Return what is read of each key of a widget, whatever the dataset has."""
    most = limits.max_text_length
    metric = Form(one_of([{"type": "integer"}, text(most)]), no_text(most))
    read, unread = (
        [*any_measure(AGGREGATION, one_of([metric.read, metric.unread]), limits)],
        derived(limits)[1],
    )
    dimension = Form(any_dimension(TEXT, limits), no_dimension(limits))
    return {
        "id": Form({"type": ["integer", "string"]}),
        "name": Form({"type": "string"}),
        "chart_type": Form({"enum": [*CHART_TYPES]}),
        "data_type": Form({"enum": [*map(str, DataType)]}),
        "field": Form(TEXT, NO_TEXT),
        "metric": metric,
        "aggregation_function": Form(one_of([AGGREGATION, {"const": SHARE}])),
        "time_period": Form(PERIOD),
        "group_by": Form(one_of([by_field(TEXT), BUCKET]), NO_GROUP),
        "fill_gaps": Form({"const": True}, {"const": False}),
        "include_missing": Form({"const": True}, {"const": False}),
        "bins": Form(one_of(ways_of_bins(limits))),
        "x": dimension,
        "compare": Form(of_keys({"to": {"enum": [*COMPARED]}}, "to")),
        "window": Form(one_of(_windows())),
        "limit": whole(1, limits.max_rows),
        "columns": listed(Form(TEXT, NO_TEXT), limits),
        "cursor": Form(text(CURSOR_LENGTH), no_text(CURSOR_LENGTH)),
        "dimensions": listed(dimension, limits),
        "metrics": listed(Form(one_of(read), one_of(unread)), limits),
        "totals": Form({"const": True}, {"const": False}),
        "order_by": listed(Form(_ordered(TEXT), _ordered(NO_TEXT)), limits),
        # What it says of a group's measures is no matter of form.
        "having": Form({"anyOf": [{"type": "object"}, JSON_TEXT]}, {"$ref": "#/$defs/blank"}),
        "rows": listed(dimension, limits),
        "other": Form({"const": True}, {"const": False}),
    }
