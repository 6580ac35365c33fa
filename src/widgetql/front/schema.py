"""JSON Schema of what a dataset takes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final, cast
from urllib.parse import quote

from widgetql.dashboard import IGNORED
from widgetql.front.filter_form import UNSET, Schema, filter_definitions, of_keys
from widgetql.front.measure_form import FILTER
from widgetql.front.widget_form import widget_definitions
from widgetql.several import Datasets, Several

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"

NOT_FORM: Final = (
    *("too_many", "too_long", "too_deep", "too_many_rows", "invalid_pattern", "invalid_text", "invalid_time"),
    *("out_of_range", "unknown_metric", "unknown_kind", "connection_required", "data_type_mismatch"),
    *("duplicate_name", "not_one_relation", "fan_out", "invalid_cursor", "timestamp_required"),
    *("range_too_old", "range_too_long"),
)
"""The codes of problems that no schema sees: of size, of what a text says, of what only rows tell."""
_DEFS: Final = "#/$defs/"
_WHATS: Final = ("widget", "filter", "dashboard")


def json_schema(dataset: Datasets, what: str = "widget") -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of a `widget`, a `filter` or a `dashboard` of a dataset.

    `dataset` may be several, a mapping from their names: of a `dashboard` whose widgets say theirs, or of
    such a `widget`. That a dashboard's filters name what a dataset has is asked where a widget is of it.

    It accepts what `validate_widget`, `validate_filter` and `validate_dashboard` accept and refuses what they
    refuse, but for problems of the codes in `json_schema.NOT_FORM`. Two things a schema cannot see: what is
    inside of a filter that is given as JSON text, and whether a name (in `order_by`, `having`, `rank_by`, a
    ratio, a share) is one of what rows show. Nor is the kind of a metric known: of a dynamic field every
    chart is accepted.

    Raises `ValueError` for another `what`, for a widget where the dataset declares no timestamp, and for a
    filter of several datasets.

    >>> from widgetql.testing.example import dataset
    >>> schema = json_schema(dataset, "filter")
    >>> schema["$ref"], sorted(schema["$defs"])[:3]
    ('#/$defs/filter', ['blank', 'condition', 'filter'])
    """
    if what not in _WHATS:
        raise ValueError(f"what is one of {', '.join(_WHATS)}, got {what!r}")
    if isinstance(dataset, Mapping):
        return _of_several(Several.of(dataset, judges=True), what)
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


def _of_several(several: Several, what: str) -> dict[str, Any]:
    """Return the schema of a widget that says its dataset, or of a dashboard of such widgets."""
    if what == "filter":
        raise ValueError("a filter is of one dataset: give that alone")
    definitions: Schema = {}
    for name, request in several.by_name.items():
        own = json_schema(request.dataset)["$defs"]
        own["widget"]["properties"]["dataset"] = {}
        definitions |= {f"{name}.{key}": _within(name, value) for key, value in own.items()}
    names = [*several.by_name]
    definitions["widget"] = _widget(names)
    if what == "dashboard":
        definitions["dashboard"] = _dashboard_of(names)
    return {"$schema": DIALECT, "$ref": f"#/$defs/{what}", "$defs": definitions}


def _widget(names: Sequence[str]) -> Schema:
    """Return the widgets of several datasets; where there is one it need not be said."""
    is_one = len(names) == 1
    named: Schema = {"enum": [*names]}
    found: Schema = {
        "title": "A widget of a dataset",
        "type": "object",
        "properties": {"dataset": {"anyOf": [UNSET, named]} if is_one else named},
    }
    if is_one:
        return found | {"allOf": [_ref(names[0], "widget")]}
    return found | {
        "required": ["dataset"],
        "allOf": [{"if": _is_of(name), "then": _ref(name, "widget")} for name in names],
    }


def _dashboard_of(names: Sequence[str]) -> Schema:
    """Return the dashboards of several datasets: filters are held against those that widgets are of."""
    own = {name: {"anyOf": [UNSET, _ref(name, "filter")]} for name in names}
    by_dataset: Schema = {"type": "object", "properties": own, "additionalProperties": False}
    widgets: Schema = {"type": "array", "items": {"$ref": "#/$defs/widget"}}
    keys: Schema = {"filters": {}, "filters_by_dataset": {"anyOf": [UNSET, by_dataset]}, "widgets": widgets}
    keys |= {name: {} for name in sorted(IGNORED)}
    rules: list[Schema] = []
    for name in names:
        is_asked: Schema = {"properties": {"widgets": {"contains": _is_of(name) if len(names) > 1 else {}}}}
        rules.append({"if": is_asked, "then": {"properties": {"filters": _ref(name, "filter")}}})
    return {"title": "A dashboard", **of_keys(keys, "widgets"), "allOf": rules}


def _is_of(name: str) -> Schema:
    return {"type": "object", "properties": {"dataset": {"const": name}}, "required": ["dataset"]}


def _ref(name: str, of: str) -> Schema:
    """Return a reference to what a dataset has under a name: as a pointer in the fragment of a URI."""
    token = f"{name}.{of}".replace("~", "~0").replace("/", "~1")
    return {"$ref": f"{_DEFS}{quote(token, safe='~')}"}


def _within(name: str, schema: Any) -> Any:
    """Return a schema whose references are to what a dataset has."""
    if isinstance(schema, list):
        return [_within(name, one) for one in cast("Sequence[Any]", schema)]
    if not isinstance(schema, dict):
        return schema
    given = cast("Schema", schema)
    found = {key: _within(name, one) for key, one in given.items()}
    to = given.get("$ref")
    is_reference = isinstance(to, str) and to.startswith(_DEFS)
    return found | _ref(name, str(to).removeprefix(_DEFS)) if is_reference else found


def _dashboard() -> Schema:
    widgets = {"type": "array", "items": {"$ref": "#/$defs/widget"}}
    keys: Schema = {"filters": FILTER, "widgets": widgets} | {name: {} for name in sorted(IGNORED)}
    return {"title": "A dashboard", **of_keys(keys, "widgets")}
