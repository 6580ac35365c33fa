"""Which filters count, and how they come together: dashboard AND (override if given, else the widget's)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from widgetql.documents import is_mapping, is_object, read_document
from widgetql.errors import Pointer, Problems, unparsed
from widgetql.limits import Limits

_OWN: Final = Pointer("widget") / "filters"
_BROUGHT: Final = Pointer("widget") / "dashboard_filters"
_OVERRIDE: Final = Pointer("filters")
_DASHBOARDS: Final = Pointer("dashboard_filters")


@dataclass(frozen=True, slots=True)
class Document:
    """A filter that was given, as plain data, and where it stands in the caller's documents."""

    source: dict[str, Any]
    at: Pointer


def documents_of(
    dashboard_filters: Any, widget: Any, filters: Any, limits: Limits, problems: Problems
) -> list[Document]:
    """Return the documents that make up the effective filter, each with its own pointer.

    None, `{}` and blank text are not given; text is read as JSON.
    """
    # Any mapping: what is not read here would be a filter silently dropped.
    body: Mapping[Any, Any] = widget if is_mapping(widget) else {}
    own = _given(body.get("filters"), _OWN, limits, problems)
    override = _given(filters, _OVERRIDE, limits, problems)
    found = [
        _given(dashboard_filters, _DASHBOARDS, limits, problems),
        # A preview body brings the dashboard's filters along.
        _given(body.get("dashboard_filters"), _BROUGHT, limits, problems),
        own if override is None else override,
    ]
    return [document for document in found if document is not None]


def merged(documents: list[Document]) -> dict[str, Any] | None:
    """Return the filter that means all of the documents: an `and` of exactly them, the one, or None."""
    match documents:
        case []:
            return None
        case [only]:
            return only.source
        case _:
            return {"operator": "and", "conditions": [document.source for document in documents]}


def check_objects(widget: Any, documents: list[Document], problems: Problems) -> None:
    """Note what is no JSON object: merged as it is, it would be a filter that nobody judges, or none."""
    if not is_mapping(widget):
        problems.add(Pointer("widget"), "not_an_object", f"expected a widget, got {unparsed(widget)}")
    for document in documents:
        if not is_object(document.source):
            message = f"expected a filter, an object, got {unparsed(document.source)}"
            problems.add(document.at, "not_an_object", message)


def _given(source: Any, at: Pointer, limits: Limits, problems: Problems) -> Document | None:
    data = None if source is None else read_document(source, at, limits, problems)
    return None if data is None else Document(data, at)
