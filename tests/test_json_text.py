"""JSON text where an object or a list must stand: the message says what to do, whatever the document."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import Any, Final

import pytest
from sqlalchemy import Connection

from widgetql import (
    InvalidInput,
    Problem,
    compile_filter,
    compute_dashboard_data,
    compute_widget_data,
    drill_down,
    effective_filters,
    explain,
    kore,
    validate_filter,
    validate_widget,
)
from widgetql.testing.example import connect, dataset, november

_PIE: Final = {"chart_type": "pie", "field": "topic"}
_PARAMS: Final = {"startDate": "2025-11-03", "endDate": "2025-11-03"}
_WIDGET: Final = json.dumps(_PIE)
_TOPIC: Final = json.dumps({"field": "topic", "op": "eq", "value": "billing"})
# Text is read once where a query string brings it: what is text even then was written twice.
_TWICE: Final = json.dumps(_TOPIC)


def _in_a_dashboard(connection: Connection) -> Any:
    (found,) = compute_dashboard_data(connection, {"widgets": [_WIDGET]}, dataset)
    raise found if isinstance(found, Exception) else AssertionError(found)


Asked = Callable[[Connection], Iterable[Problem] | Any]
ASKED: Final[dict[str, tuple[str, str, str, Asked]]] = {
    "validate_widget": ("widget", "", "not_an_object", lambda _: validate_widget(_WIDGET, dataset)),
    "compute_widget_data": (
        *("widget", "", "not_an_object"),
        lambda c: compute_widget_data(c, _WIDGET, dataset, **november),
    ),
    "explain": ("widget", "", "not_an_object", lambda c: explain(c, _WIDGET, dataset, **november)),
    "effective_filters": ("widget", "", "not_an_object", lambda _: effective_filters(None, _WIDGET)),
    "drill_down": ("widget", "", "not_an_object", lambda _: drill_down(_WIDGET, {}, dataset, **november)),
    "a row": ("row", "", "not_an_object", lambda _: drill_down(_PIE, '{"label": 1}', dataset, **november)),
    "a row's rest": (
        *("row", "/excluded", "not_a_list"),
        lambda _: drill_down(_PIE, {"label": "other", "excluded": '["a"]'}, dataset, **november),
    ),
    "a dashboard": ("dashboard", "", "not_an_object", lambda c: compute_dashboard_data(c, "{}", dataset)),
    "its widgets": (
        *("dashboard", "/widgets", "not_a_list"),
        lambda c: compute_dashboard_data(c, {"widgets": "[]"}, dataset),
    ),
    "one of them": ("widget", "", "not_an_object", _in_a_dashboard),
    "bytes": ("widget", "", "not_an_object", lambda _: validate_widget(_WIDGET.encode(), dataset)),
    "validate_filter": ("filter", "", "not_an_object", lambda _: validate_filter(_TWICE, dataset)),
    "a part of a filter": (
        *("filter", "/conditions/0", "not_an_object"),
        lambda _: compile_filter({"operator": "and", "conditions": [_TOPIC]}, dataset),
    ),
    "the parts of a filter": (
        *("filter", "/conditions", "not_a_list"),
        lambda _: compile_filter({"operator": "and", "conditions": "[]"}, dataset),
    ),
    "dashboard filters": (
        *("dashboard_filters", "", "not_an_object"),
        lambda _: effective_filters(_TWICE, _PIE),
    ),
    "dimensions": (
        *("widget", "/dimensions", "not_a_list"),
        lambda _: validate_widget({"chart_type": "table", "dimensions": '["topic"]'}, dataset),
    ),
    "a group": (
        *("widget", "/group_by", "not_an_object"),
        lambda _: validate_widget(_PIE | {"group_by": '{"type": "field"}'}, dataset),
    ),
    "Kore's parameters": (
        *("params", "", "not_an_object"),
        lambda c: kore.widget_data(c, {"dimensions": ["topic"]}, dataset, json.dumps(_PARAMS)),
    ),
    "Kore's filters": (
        *("params", "/customFilters", "not_a_list"),
        lambda c: kore.widget_data(c, {"dimensions": ["topic"]}, dataset, {**_PARAMS, "customFilters": "[]"}),
    ),
}


@pytest.mark.parametrize("name", ASKED)
def test_it_is_said_to_parse_it_first(name: str) -> None:
    document, pointer, code, ask = ASKED[name]
    with connect() as connection:
        try:
            problems = list(ask(connection))
        except InvalidInput as error:
            problems = list(error.problems)
    told = [(one.document, one.pointer, one.code) for one in problems if "json.loads" in one.message]
    assert told == [(document, pointer, code)]
    assert all("which is JSON text: parse it first" in one.message for one in problems[:1])


def test_other_text_is_only_shown() -> None:
    (problem,) = validate_widget("pie", dataset)
    assert problem.message == "expected a widget, got 'pie'"
