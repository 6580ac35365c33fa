"""What is not read, as a list that is too long, leaves nothing to say, in a schema as in validating."""

from __future__ import annotations

import copy
from typing import Any, Final

import pytest

from tests.front.test_schema import disagreements, schema

_COUNT: Final = {"aggregation_function": "count"}
_TABLE: Final = {"chart_type": "table", "dimensions": ["state"], "metrics": [_COUNT], "other": True}

# Of measures that are not read.
_PIVOT: Final = {
    "chart_type": "pivot",
    "rows": ["state"],
    "columns": ["state"],
    "metrics": [{"name": "x" * 256, "share": "count"}],
}


def _is_agreed(widget: Any) -> bool:
    """Whether a widget is right, as both say."""
    wrong, accepted, _ = disagreements("jobs", "widget", iter([widget]))
    assert wrong == []
    return accepted == 1


@pytest.mark.parametrize(
    ("widget", "is_right"),
    [
        pytest.param({"chart_type": "bar", "time_period": "day"}, True, id="in-the-place-of-a-field"),
        pytest.param(
            {"chart_type": "bar", "time_period": "day", "field": "size"}, True, id="of-an-aggregation"
        ),
        pytest.param({"chart_type": "bar", "x": "state", "aggregation_function": "avg"}, True, id="over-x"),
        pytest.param(
            {"chart_type": "bar", "x": "state", "aggregation_function": "share"}, False, id="no-share-over-x"
        ),
        pytest.param(
            {"chart_type": "bar", "time_period": "day", "field": "phone"}, False, id="of-a-wrong-field"
        ),
        pytest.param({"chart_type": "bar"}, False, id="without-a-period"),
    ],
)
def test_measures_that_are_too_many_may_be_any(widget: Any, is_right: bool) -> None:
    for items in ([5] * 51, [{}] * 51, [_COUNT] * 51):
        assert _is_agreed(widget | {"metrics": items}) is is_right


@pytest.mark.parametrize(
    ("widget", "at", "most"),
    [
        pytest.param({"chart_type": "histogram", "field": "drawn"}, ("bins", "edges"), 1_000, id="edges"),
        pytest.param(
            {"chart_type": "pivot", "rows": ["state"], "columns": ["state"], "metrics": [_COUNT]},
            ("totals",),
            50,
            id="totals",
        ),
        pytest.param(
            {"chart_type": "table", "metrics": [_COUNT, {"name": "s", "share": "count"}]},
            ("metrics", 1, "within"),
            50,
            id="within",
        ),
    ],
)
def test_so_may_what_is_in_other_lists_that_are_too_long(widget: Any, at: tuple[Any, ...], most: int) -> None:
    for count, is_right in ((most, False), (most + 1, True)):
        asked = copy.deepcopy(widget)
        holder = asked
        for key in at[:-1]:
            holder = holder.setdefault(key, {}) if isinstance(holder, dict) else holder[key]
        holder[at[-1]] = [5.5, {}] * (count // 2) + [{}] * (count % 2)
        assert _is_agreed(asked) is is_right


@pytest.mark.parametrize(
    ("change", "is_right"),
    [
        pytest.param({}, True, id="of-rows"),
        pytest.param({"metrics": None}, False, id="not-of-raw-rows"),
        pytest.param({"dimensions": None}, False, id="not-without-dimensions"),
        pytest.param({"cursor": "a"}, False, id="not-with-pages"),
        pytest.param({"dimensions": ["tag"]}, False, id="not-by-related-rows"),
        pytest.param(
            {"metrics": [{"aggregation_function": "count", "field": "tag"}]}, False, id="not-of-related-rows"
        ),
    ],
)
def test_a_table_has_a_rest(change: Any, is_right: bool) -> None:
    assert _is_agreed(_TABLE | change) is is_right
    assert _is_agreed(_TABLE | change | {"other": False})


@pytest.mark.parametrize(
    ("widget", "is_right"),
    [
        pytest.param({"chart_type": "bar", "time_period": "day", "metrics": []}, False, id="a-bar-of-none"),
        pytest.param(_PIVOT | {"metrics": []}, False, id="a-pivot-of-none"),
        pytest.param(
            _PIVOT | {"rows": [{"field": "timestamp", "part": "hour_of_day"}]}, True, id="a-pivot-is-grouped"
        ),
    ],
)
def test_no_measures_are_not_some_that_are_not_read(widget: Any, is_right: bool) -> None:
    assert _is_agreed(widget) is is_right


@pytest.mark.parametrize(("count", "is_right"), [(1, True), (50, True), (51, False)])
def test_a_metric_is_of_dimensions_that_are_read(count: int, is_right: bool) -> None:
    dimensions = [{"field": "evaluations.value", "name": f"v{n}"} for n in range(count)]
    table = {"chart_type": "table", "dimensions": dimensions, "metric": 1}
    wrong, accepted, _ = disagreements("everything", "widget", iter([table]))
    assert (wrong, accepted == 1) == ([], is_right)


def test_what_else_an_unread_text_leaves_open() -> None:
    unread = {"chart_type": "list", "field": "x" * 256}
    assert [_is_agreed(unread | {"metric": one}) for one in (None, 5, "x" * 1_001)] == [True, False, True]
    texts = ("", "null", '{"field": "value", "op": "gt", "value": 1}', "x", "5")
    pie = {"chart_type": "pie", "field": "state"}
    assert [schema("jobs", "widget").is_valid(pie | {"having": one}) for one in texts] == [
        True,
        True,
        True,
        False,
        False,
    ]
