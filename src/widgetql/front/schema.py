"""JSON Schema of what a dataset takes."""

from __future__ import annotations

from typing import Any, Final

from widgetql.dashboard import IGNORED
from widgetql.dataset import Dataset
from widgetql.front.filter_form import Schema, filter_definitions, of_keys
from widgetql.front.measure_form import FILTER
from widgetql.front.widget_form import widget_definitions

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"

NOT_FORM: Final = (
    *("too_many", "too_long", "too_deep", "too_many_rows", "invalid_pattern", "invalid_text", "invalid_time"),
    *("out_of_range", "unknown_metric", "unknown_kind", "connection_required", "data_type_mismatch"),
    *("duplicate_name", "not_one_relation", "fan_out", "invalid_cursor", "timestamp_required"),
    *("range_too_old", "range_too_long"),
)
"""The codes of problems that no schema sees: of size, of what a text says, of what only rows tell."""
_WHATS: Final = ("widget", "filter", "dashboard")


def json_schema(dataset: Dataset, what: str = "widget") -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of a `widget`, a `filter` or a `dashboard` of a dataset.

    It accepts what `validate_widget`, `validate_filter` and `validate_dashboard` accept and refuses what they
    refuse, but for problems of the codes in `json_schema.NOT_FORM`. Two things a schema cannot see: what is
    inside of a filter that is given as JSON text, and whether a name in `order_by` is one of the table's
    columns. Nor is the kind of a metric known: of a dynamic field every chart is accepted.

    Raises `ValueError` for another `what`, and for a widget where the dataset declares no timestamp.

    >>> from widgetql.testing.example import dataset
    >>> schema = json_schema(dataset, "filter")
    >>> schema["$ref"], sorted(schema["$defs"])[:3]
    ('#/$defs/filter', ['blank', 'condition', 'filter'])
    """
    if what not in _WHATS:
        raise ValueError(f"what is one of {', '.join(_WHATS)}, got {what!r}")
    if what != "filter" and dataset.timestamp_path is None:
        raise ValueError("this Dataset declares no timestamp=, so it has no widgets")
    definitions = filter_definitions(dataset, dataset.limits)
    if what != "filter":
        definitions |= widget_definitions(dataset, dataset.limits)
    if what == "dashboard":
        definitions |= {"dashboard": _dashboard()}
    return {"$schema": DIALECT, "$ref": f"#/$defs/{what}", "$defs": definitions}


# The codes are known by the function's name, where hosts look for them.
vars(json_schema)["NOT_FORM"] = NOT_FORM


def _dashboard() -> Schema:
    widgets = {"type": "array", "items": {"$ref": "#/$defs/widget"}}
    keys: Schema = {"filters": FILTER, "widgets": widgets} | {name: {} for name in sorted(IGNORED)}
    return {"title": "A dashboard", **of_keys(keys, "widgets")}
