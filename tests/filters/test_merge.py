"""Dashboard AND (override if given, else the widget's own)."""

from __future__ import annotations

from types import MappingProxyType
from typing import Any, Final

import pytest

from widgetql import InvalidInput, effective_filters

D: Final = {"field": "d", "op": "eq", "value": 1}
W: Final = {"field": "w", "op": "gte", "value": "now-7d"}
O: Final = {"field": "o", "op": "eq", "value": 3}  # noqa: E741
P: Final = {"field": "p", "op": "eq", "value": 4}


def both(*conditions: Any) -> dict[str, Any]:
    return {"operator": "and", "conditions": list(conditions)}


@pytest.mark.parametrize(
    ("dashboard", "widget", "override", "expected"),
    [
        pytest.param(None, {}, None, None, id="nothing"),
        pytest.param({}, {"filters": {}}, "", None, id="blanks"),
        pytest.param(D, {}, None, D, id="dashboard"),
        pytest.param(None, {"filters": W}, None, W, id="widget"),
        pytest.param(None, {}, O, O, id="override"),
        pytest.param(D, {"filters": W}, None, both(D, W), id="dashboard-and-widget"),
        pytest.param(D, {"filters": W}, O, both(D, O), id="override-replaces-the-widgets"),
        pytest.param(D, {"filters": W}, {}, both(D, W), id="empty-override-is-not-given"),
        pytest.param(D, {"filters": W}, "null", both(D, W), id="null-text-is-not-given"),
        pytest.param('{"field": "d", "op": "eq", "value": 1}', {"filters": W}, None, both(D, W), id="text"),
        pytest.param(None, {"filters": W, "dashboard_filters": P}, None, both(P, W), id="preview"),
        pytest.param(D, {"filters": W, "dashboard_filters": P}, O, both(D, P, O), id="preview-and-argument"),
        pytest.param(D, MappingProxyType({"filters": W}), None, both(D, W), id="any-mapping"),
    ],
)
def test_effective_filters(dashboard: Any, widget: Any, override: Any, expected: Any) -> None:
    assert effective_filters(dashboard, widget, override) == expected


@pytest.mark.parametrize(
    ("dashboard", "widget", "override", "place"),
    [
        pytest.param("{", {}, None, ("dashboard_filters", ""), id="dashboard"),
        pytest.param(None, {"filters": "x"}, None, ("widget", "/filters"), id="widget"),
        pytest.param(None, {"dashboard_filters": "x"}, None, ("widget", "/dashboard_filters"), id="preview"),
        pytest.param(None, {}, "[", ("filters", ""), id="override"),
    ],
)
def test_text_that_is_no_json(dashboard: Any, widget: Any, override: Any, place: tuple[str, str]) -> None:
    with pytest.raises(InvalidInput) as raised:
        effective_filters(dashboard, widget, override)
    assert [(problem.document, problem.pointer) for problem in raised.value.problems] == [place]


@pytest.mark.parametrize(
    ("dashboard", "widget", "override", "place"),
    [
        pytest.param([1], {}, None, ("dashboard_filters", ""), id="dashboard"),
        pytest.param(None, {"filters": 5}, None, ("widget", "/filters"), id="filters"),
        pytest.param(None, '{"filters": {}}', None, ("widget", ""), id="widget-as-text"),
        pytest.param(None, {}, True, ("filters", ""), id="override"),
    ],
)
def test_what_is_no_object_is_no_filter(
    dashboard: Any, widget: Any, override: Any, place: tuple[str, str]
) -> None:
    with pytest.raises(InvalidInput) as raised:
        effective_filters(dashboard, widget, override)
    (problem,) = raised.value.problems
    assert (problem.document, problem.pointer, problem.code) == (*place, "not_an_object")
