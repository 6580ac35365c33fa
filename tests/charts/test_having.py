"""Which groups are shown: `having`, then rank, limit and "other"."""

from __future__ import annotations

from typing import Any, Final

import pytest
from sqlalchemy import Engine

from tests.charts.calls import DATASET, NOW, SINCE, answer, call, calls, limits
from widgetql import InvalidInput, compile_filter, drill_down, validate_widget
from widgetql.testing.databases import filled

CALLS: Final = [
    call(1, "03 10:00", seconds=10, topic="a"),
    call(2, "03 11:00", seconds=20, topic="a"),
    call(3, "04 10:00", seconds=90, topic="b"),
    call(4, "04 11:00", seconds=5, topic="c"),
    call(5, "04 12:00", seconds=7, topic="c"),
    call(6, "04 13:00", seconds=9, topic="c"),
    call(7, "05 10:00", seconds=None, topic="d"),
    call(8, "05 11:00", seconds=1, topic=None),
]
BAR: Final[dict[str, Any]] = {
    "chart_type": "bar", "field": "seconds", "aggregation_function": "sum", "time_period": "day",
}  # fmt: skip
TABLE: Final[dict[str, Any]] = {
    "chart_type": "table", "dimensions": ["topic"],
    "metrics": [{"aggregation_function": "avg", "field": "seconds", "name": "mean"}],
}  # fmt: skip
LIST: Final[dict[str, Any]] = {"chart_type": "list"}
MEAN: Final = {"field": "mean", "op": "gt", "value": 1}
STAT: Final[dict[str, Any]] = {"chart_type": "stat"}
PIE: Final[dict[str, Any]] = {"chart_type": "pie", "field": "topic"}
OVER: Final[dict[str, Any]] = {
    "chart_type": "bar",
    "field": "seconds",
    "aggregation_function": "sum",
    "x": "topic",
}


def by(**rank: Any) -> dict[str, Any]:
    return {"group_by": {"type": "field", "field": "topic"} | rank}


def having(field: str, op: str, value: Any) -> dict[str, Any]:
    return {"having": {"field": field, "op": op, "value": value}}


@pytest.mark.parametrize(
    ("rank", "groups"),
    [
        pytest.param({}, ["c", "a", "b", None, "d"], id="by-samples"),
        pytest.param({"rank_by": "value"}, ["b", "a", "c", None, "d"], id="value-desc-null-last"),
        pytest.param({"rank_by": "value", "direction": "asc"}, [None, "c", "a", "b", "d"], id="value-asc"),
        pytest.param({"rank_by": "label"}, ["a", "b", "c", "d", None], id="label-asc"),
        pytest.param({"rank_by": "label", "direction": "desc"}, ["d", "c", "b", "a", None], id="label-desc"),
        pytest.param({"direction": "asc"}, ["d", "b", None, "a", "c"], id="fewest-samples-ties-by-label"),
        pytest.param({"rank_by": "value", "limit": 2}, ["b", "a", "other"], id="limit"),
        pytest.param({"rank_by": "value", "limit": 2, "other": False}, ["b", "a"], id="no-other"),
    ],
)
def test_the_rank_of_groups_is_one_for_all_buckets(engine: Engine, rank: Any, groups: Any) -> None:
    found = answer(engine, CALLS, BAR | by(**rank) | {"fill_gaps": True}).data
    days = len(found) // len(groups)
    assert [row["group"] for row in found] == groups * days


def test_what_a_limit_leaves_out_is_told(engine: Engine) -> None:
    found = answer(engine, CALLS, STAT | by(limit=1, other=False))
    assert [(row["group"], row["sample_count"]) for row in found.data] == [("c", 3)]
    assert found.metadata["excluded_by_limit"] == {"groups": 4, "sample_count": 5}
    assert "excluded_by_having" not in found.metadata


def test_having_is_of_the_whole_range_and_before_the_limit(engine: Engine) -> None:
    found = answer(engine, CALLS, BAR | by(limit=1) | having("value", "between", [1, 30]))
    # "b" has more; of what is left "c" has the most samples.
    shown = [
        (row["time_interval"][:10], row["group"], row["value"], row["sample_count"]) for row in found.data
    ]
    assert shown == [
        ("2025-11-03", "other", 30, 2),
        ("2025-11-04", "c", 21, 3),
        ("2025-11-05", "other", 1, 1),
    ]
    assert found.data[0]["excluded"] == ["c", "b", "d"]
    assert found.metadata["excluded_by_having"] == {"groups": 2, "sample_count": 1}


def test_percentages_are_of_what_is_left(engine: Engine) -> None:
    found = answer(engine, CALLS, PIE | having("value", "lte", 2), limits=limits(max_slices=1))
    assert found.data == [
        {"label": "a", "value": 2, "percentage": 50.0},
        {"label": "other", "value": 2, "percentage": 50.0, "other": True, "excluded": ["a", "c"]},
    ]
    assert found.metadata["excluded_by_having"] == {"groups": 1, "sample_count": 3}


def test_having_leaves_nothing(engine: Engine) -> None:
    for widget in (PIE, TABLE, STAT | by(), BAR | by()):
        found = answer(engine, CALLS, widget | having("sample_count", "gt", 100))
        assert found.data == []
        assert found.metadata["excluded_by_having"]["groups"] >= 4


def test_labels_are_left_by_having_then_rank(engine: Engine) -> None:
    widget = OVER | {"limit": 1, "include_missing": True} | having("value", "lt", 90)
    found = answer(engine, CALLS, widget)
    # "b" fails, and so does "d", which has no value; of what is left "c" has the most samples.
    other = {"label": "other", "value": 31, "sample_count": 3, "other": True, "excluded": ["c", "b", "d"]}
    assert found.data == [{"label": "c", "value": 21, "sample_count": 3}, other]
    assert found.metadata["excluded_by_having"] == {"groups": 2, "sample_count": 1}
    assert "excluded_by_limit" not in found.metadata
    assert found.metadata["missing"] == 1
    assert behind(engine, widget, other) == [1, 2, 8]


def test_parts_and_bins_are_left_by_having_those_without_records_too(engine: Engine) -> None:
    hours = {"x": {"field": "timestamp", "part": "hour_of_day"}, "fill_gaps": True}
    found = answer(engine, CALLS, OVER | hours | having("sample_count", "gte", 2))
    shown = [(row["label"], row["value"], row["sample_count"]) for row in found.data]
    assert shown == [(10, 100, 2), (11, 26, 3)]
    assert found.metadata["excluded_by_having"] == {"groups": 22, "sample_count": 2}
    bins = OVER | {"x": {"field": "seconds", "bins": {"width": 10}}, "aggregation_function": "count"}
    found = answer(engine, CALLS, bins | having("value", "eq", 1))
    assert [(row["from"], row["to"], row["value"]) for row in found.data] == [
        (10, 20, 1),
        (20, 30, 1),
        (90, 100, 1),
    ]
    assert found.metadata["excluded_by_having"] == {"groups": 7, "sample_count": 4}
    assert found.metadata["missing"] == 1


def test_groups_beside_x_rank_over_the_whole_range(engine: Engine) -> None:
    hours = OVER | {"x": {"field": "timestamp", "part": "hour_of_day"}}
    widget = hours | by(rank_by="value", limit=1) | having("sample_count", "lt", 3)
    found = answer(engine, CALLS, widget)
    shown = [(row["label"], row["group"], row["value"], row["sample_count"]) for row in found.data]
    assert shown == [(10, "b", 90, 1), (10, "other", 10, 1), (11, "other", 21, 2)]
    assert found.data[1]["group_excluded"] == ["b", "c"]
    assert found.metadata["excluded_by_having"] == {"groups": 1, "sample_count": 3}
    assert behind(engine, widget, found.data[1]) == [1]
    assert behind(engine, widget, found.data[2]) == [2, 8]
    alone = answer(engine, CALLS, hours | by(limit=1, rank_by="label", other=False) | {"fill_gaps": True})
    assert [row["value"] for row in alone.data] == [*[None] * 10, 10, 20, *[None] * 12]
    assert alone.metadata["excluded_by_limit"] == {"groups": 4, "sample_count": 5}


def test_a_group_that_is_left_out_has_its_place_among_bins(engine: Engine) -> None:
    bins = OVER | {"x": {"field": "seconds", "bins": {"width": 30}}, "fill_gaps": True}
    found = answer(engine, CALLS, bins | by(limit=1, rank_by="label", other=False))
    assert [(row["from"], row["group"], row["value"]) for row in found.data] == [
        (0, "a", 30), (30, "a", None), (60, "a", None), (90, "a", None),
    ]  # fmt: skip


def behind(engine: Engine, widget: dict[str, Any], row: Any) -> list[int]:
    source = drill_down(widget, row, DATASET, dashboard_filters=SINCE, now=NOW)
    with filled(engine, {calls: CALLS}) as connection:
        where = compile_filter(source, DATASET, now=NOW)
        return sorted(connection.execute(calls.select().where(where)).scalars())


@pytest.mark.parametrize(
    ("condition", "topics"),
    [
        pytest.param(having("mean", "gt", 5), ["c", "a", "b"], id="gt"),
        pytest.param(having("mean", "isnull", True), ["d"], id="missing"),
        pytest.param(having("mean", "neq", 15), ["c", "b", "d", None], id="neq-holds-for-null"),
        pytest.param(having("sample_count", "in", [1, 3]), ["c", "b", "d", None], id="sample-count"),
        pytest.param(
            {"having": {"operator": "not", "conditions": [having("mean", "gte", 7)["having"]]}},
            ["d", None],
            id="not-is-the-complement",
        ),
        pytest.param({"having": {}}, ["c", "a", "b", "d", None], id="blank"),
    ],
)
def test_having_of_a_table(engine: Engine, condition: Any, topics: Any) -> None:
    assert [row["topic"] for row in answer(engine, CALLS, TABLE | condition).data] == topics


def test_the_rest_of_a_table(engine: Engine) -> None:
    widget = TABLE | {"limit": 1, "other": True} | having("sample_count", "lt", 3)
    found = answer(engine, CALLS, widget)
    excluded = [{"topic": "a"}, {"topic": "c"}]
    rest = {"topic": None, "mean": 45.5, "sample_count": 3, "other": True, "excluded": excluded}
    assert found.data == [{"topic": "a", "mean": 15.0, "sample_count": 2}, rest]
    assert (found.metadata["truncated"], found.metadata["next_cursor"]) == (False, None)
    assert behind(engine, widget, rest) == [3, 7, 8]


HIDDEN: Final[dict[str, Any]] = {
    "aggregation_function": "max",
    "field": "seconds",
    "name": "most",
    "hidden": True,
}
WITH_HIDDEN: Final = [{"aggregation_function": "count", "name": "n"}, HIDDEN]


def test_having_is_of_what_is_hidden(engine: Engine) -> None:
    widget = TABLE | {"metrics": WITH_HIDDEN, "limit": 1, "other": True} | having("most", "lte", 20)
    found = answer(engine, CALLS, widget)
    excluded = [{"topic": "c"}, {"topic": "b"}, {"topic": "d"}]
    assert found.data == [
        {"topic": "c", "n": 3, "sample_count": 3},
        {"topic": None, "n": 3, "sample_count": 3, "other": True, "excluded": excluded},
    ]
    assert found.metadata["excluded_by_having"] == {"groups": 2, "sample_count": 2}


def test_having_of_a_pivot_is_of_what_is_hidden(engine: Engine) -> None:
    pivot = {"chart_type": "pivot", "rows": ["topic"], "columns": ["ok"], "metrics": WITH_HIDDEN}
    found = answer(engine, CALLS, pivot | having("most", "gt", 9))
    assert found.data["rows"] == [{"topic": "a"}, {"topic": "b"}]
    assert found.data["cells"] == [[{"n": 2, "sample_count": 2}], [{"n": 1, "sample_count": 1}]]


@pytest.mark.parametrize("order", [[], [{"name": "mean", "direction": "desc"}]], ids=["samples", "by-mean"])
def test_a_table_tells_what_its_limit_leaves_out(engine: Engine, order: Any) -> None:
    widget = TABLE | {"limit": 2, "order_by": order}
    shown, told = 0, []
    cursor = None
    while True:
        page = answer(engine, CALLS, widget | ({} if cursor is None else {"cursor": cursor}))
        shown += sum(row["sample_count"] for row in page.data)
        if not page.metadata["truncated"]:
            break
        told.append((page.metadata["excluded_by_limit"], len(CALLS) - shown))
        cursor = page.metadata["next_cursor"]
    assert [one["groups"] for one, _ in told] == [3, 1]
    assert [one["sample_count"] for one, _ in told] == [left for _, left in told]
    assert "excluded_by_limit" not in page.metadata


@pytest.mark.parametrize(
    ("widget", "pointer", "code"),
    [
        pytest.param(TABLE | having("seconds", "gt", 1), "/having/field", "unknown_field", id="field"),
        pytest.param(TABLE | having("topic", "eq", 1), "/having/field", "not_for_chart", id="dimension"),
        pytest.param(TABLE | having("mean", "contains", "1"), "/having/op", "operator_not_allowed", id="op"),
        pytest.param(TABLE | having("mean", "gt", "1"), "/having/value", "wrong_type", id="text"),
        pytest.param(TABLE | having("mean", "in", [1, "2"]), "/having/value/1", "wrong_type", id="list"),
        pytest.param(TABLE | {"having": {"operator": "same_row", "conditions": [MEAN]}},
                     "/having/operator", "operator_not_allowed", id="related"),
        pytest.param(TABLE | {"having": 5}, "/having", "not_an_object", id="number"),
        pytest.param(BAR | having("value", "gt", 1), "/having", "not_for_chart", id="no-groups"),
        pytest.param(BAR | by() | having("mean", "gt", 1), "/having/field", "unknown_field", id="no-measure"),
        pytest.param(STAT | by() | having("value", "gt", 1), "/having/field", "unknown_field", id="stat"),
        pytest.param(STAT | by() | having("last_seen", "gt", 1), "/having/field", "not_for_chart", id="time"),
        pytest.param(LIST | having("value", "gt", 1), "/having", "not_for_chart", id="list"),
        pytest.param({"chart_type": "table", "dimensions": ["topic"]} | having("topic", "gt", 1),
                     "/having", "not_for_chart", id="raw"),
        pytest.param(BAR | by(rank_by="nothing"), "/group_by/rank_by", "unknown_field", id="rank"),
        pytest.param({"chart_type": "line", "field": "seconds"} | by(rank_by="value"), "/group_by/rank_by",
                     "not_for_chart", id="line"),
        pytest.param(BAR | by(limit=0), "/group_by/limit", "out_of_range", id="limit-0"),
        pytest.param(BAR | by(limit=21), "/group_by/limit", "out_of_range", id="limit-21"),
        pytest.param(BAR | by(limit=True), "/group_by/limit", "wrong_type", id="limit-true"),
        pytest.param(BAR | by(direction="up"), "/group_by/direction", "wrong_type", id="direction"),
        pytest.param(BAR | by(direction=["asc"]), "/group_by/direction", "wrong_type", id="direction-list"),
        pytest.param(BAR | by(other=1), "/group_by/other", "wrong_type", id="other-1"),
        pytest.param(BAR | by(rank_by=5), "/group_by/rank_by", "not_text", id="rank-number"),
        pytest.param(TABLE | {"other": True, "cursor": "W10"}, "/other", "conflicting_keys", id="pages"),
        pytest.param(
            TABLE | {"having": {"operator": "or", "conditions": [
                {"field": "sample_count", "op": "gt", "value": size} for size in range(51)]}},
            "/having", "too_many", id="conditions",
        ),
        pytest.param(TABLE | {"other": True, "dimensions": []}, "/other", "not_for_chart", id="one-row"),
        pytest.param(TABLE | {"other": True, "dimensions": ["notes.text"],
                              "metrics": [{"aggregation_function": "count"}]},
                     "/other", "not_for_chart", id="related-rows"),
    ],
)  # fmt: skip
def test_what_is_refused(widget: Any, pointer: str, code: str) -> None:
    problems = [(one.pointer, one.code) for one in validate_widget(widget, DATASET)]
    assert (pointer, code) in problems
    assert all(one == (pointer, code) or one[1] == "invalid_cursor" for one in problems)


def test_too_many_groups_to_tell_from_a_rest(engine: Engine) -> None:
    records = [call(i, "03 10:00", topic=str(i)) for i in range(9)]
    records += [call(10 + i, "03 10:00", topic=str(i // 2 % 3) + "x") for i in range(6)]
    few = limits(max_list_length=2, max_groups=1, max_slices=1)
    widget = STAT | by() | having("sample_count", "gte", 2)
    with pytest.raises(InvalidInput) as caught:
        answer(engine, records, widget, limits=few)
    assert [(one.pointer, one.code) for one in caught.value.problems] == [("/having", "too_many")]
    found = answer(engine, records, STAT | by(other=False) | having("sample_count", "gte", 2), limits=few)
    assert [row["group"] for row in found.data] == ["0x"]
    assert found.metadata["excluded_by_having"] == {"groups": 9, "sample_count": 9}
    assert found.metadata["excluded_by_limit"] == {"groups": 2, "sample_count": 4}
