"""Pivots: headers and their order, the rest on both axes, margins, what is refused, the records behind."""

from __future__ import annotations

from typing import Any, Final

import pytest
from sqlalchemy import Connection, Engine

from tests.charts.calls import (
    DATASET,
    METRICS,
    NOW,
    SINCE,
    call,
    calls,
    computed,
    limits,
    metrics,
    note,
    notes,
)
from tests.statements import recorded
from widgetql import InvalidInput, Limits, compute_widget_data, drill_down, validate_widget
from widgetql.testing import difference, expected_widget_data
from widgetql.testing.databases import filled

COUNT: Final = {"aggregation_function": "count"}
TOPICS: Final = ("a", "a", "a", "b", "b", "c", None)
ROWS: Final = [
    call(1, "03 10:00", topic="a", ok=True, seconds=10),
    call(2, "03 11:00", topic="a", ok=True, seconds=20),
    call(3, "04 10:00", topic="a", ok=False, seconds=30),
    call(4, "04 10:00", topic="b", ok=True, seconds=10),
    call(5, "05 10:00", topic="b", ok=True, seconds=40),
    call(6, "05 10:00", topic="c", ok=None, seconds=None),
    call(7, "05 10:00", topic=None, ok=True, seconds=10),
]
EVERY: Final = ["rows", "columns", "all"]


def pivot(rows: list[Any], columns: list[Any], *measures: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "chart_type": "pivot", "rows": rows, "columns": columns, "metrics": [*(measures or (COUNT,))], **more
    }  # fmt: skip


def headers(data: Any) -> tuple[list[Any], list[Any]]:
    """The values of the headers; a rest and a total by their marks."""

    def told(header: dict[str, Any]) -> Any:
        found = [key for key in ("other", "total") if header.get(key)]
        if found:
            return found[0].upper()
        return [*header.values()] if len(header) > 1 else next(iter(header.values()))

    return [told(one) for one in data["rows"]], [told(one) for one in data["columns"]]


def cells(data: Any, name: str = "count") -> list[list[Any]]:
    return [[None if cell is None else cell[name] for cell in row] for row in data["cells"]]


def test_cells_margins_and_a_corner_are_of_rows(engine: Engine) -> None:
    distinct = {"name": "different", "aggregation_function": "count_distinct", "field": "seconds"}
    median = {"name": "half", "aggregation_function": "median", "field": "seconds"}
    widget = pivot(["topic"], ["ok"], distinct, median, totals=EVERY)
    with filled(engine, {calls: ROWS}) as connection:
        found = computed(connection, widget)
    data = found.data
    assert data["rows"] == [
        {"topic": "a"}, {"topic": "b"}, {"topic": "c"}, {"topic": None}, {"topic": None, "total": True}
    ]  # fmt: skip
    assert data["columns"] == [{"ok": True}, {"ok": False}, {"ok": None}, {"ok": None, "total": True}]

    def cell(different: int, half: float | None, count: int) -> dict[str, Any]:
        return {"different": different, "half": half, "sample_count": count}

    assert data["cells"] == [
        [cell(2, 15.0, 2), cell(1, 30.0, 1), None, cell(3, 20.0, 3)],
        [cell(2, 25.0, 2), None, None, cell(2, 25.0, 2)],
        [None, None, cell(0, None, 1), cell(0, None, 1)],
        [cell(1, 10.0, 1), None, None, cell(1, 10.0, 1)],
        [cell(3, 10.0, 5), cell(1, 30.0, 1), cell(0, None, 1), cell(4, 15.0, 7)],
    ]
    assert [one["name"] for one in found.to_dict()["metadata"].get("columns", [])] == [
        "topic",
        "ok",
        "different",
        "half",
        "sample_count",
    ]
    assert (found.field_name, found.aggregation_function, found.metadata.get("truncated")) == (
        "",
        None,
        False,
    )


@pytest.mark.parametrize(
    ("totals", "expected"),
    [
        pytest.param([], [[2, 1], [1, 0]], id="none"),
        pytest.param(["rows"], [[2, 1, 3], [1, 0, 1]], id="of-rows"),
        pytest.param(["columns"], [[2, 1], [1, 0], [3, 1]], id="of-columns"),
        pytest.param(["all"], [[2, 1, 0], [1, 0, 0], [0, 0, 4]], id="the-corner"),
        pytest.param(["rows", "columns"], [[2, 1, 3], [1, 0, 1], [3, 1, 0]], id="no-corner"),
    ],
)
def test_totals_are_those_that_are_asked_for(engine: Engine, totals: Any, expected: Any) -> None:
    rows = [ROWS[0], ROWS[1], ROWS[2], ROWS[3]]
    with filled(engine, {calls: rows}) as connection:
        data = computed(connection, pivot(["topic"], ["ok"], totals=totals)).data
    assert [[value or 0 for value in row] for row in cells(data)] == expected


def test_what_is_beyond_the_limit_is_a_rest_on_both_axes(engine: Engine) -> None:
    rows = [*ROWS, call(8, "03 10:00", topic="d", ok=False), call(9, "03 10:00", topic="c", ok=None)]
    share = {"name": "of_row", "share": "count", "within": ["topic"]}
    widget = pivot(["topic"], ["ok"], COUNT, share, {"name": "of_all", "share": "count"}, totals=EVERY)
    with filled(engine, {calls: rows}) as connection:
        data = computed(connection, widget, limits=limits(max_groups=2)).data
    assert data["rows"] == [
        {"topic": "a"}, {"topic": "b"},
        {"topic": None, "other": True, "excluded": [{"topic": "a"}, {"topic": "b"}]},
        {"topic": None, "total": True},
    ]  # fmt: skip
    # Ties are by value: false is before what is missing.
    assert data["columns"] == [
        {"ok": True}, {"ok": False},
        {"ok": None, "other": True, "excluded": [{"ok": True}, {"ok": False}]},
        {"ok": None, "total": True},
    ]  # fmt: skip
    assert cells(data) == [[2, 1, None, 3], [2, None, None, 2], [1, 1, 2, 4], [5, 2, 2, 9]]
    assert cells(data, "of_row")[2] == [0.25, 0.25, 0.5, 1.0]
    assert [row[-1] for row in cells(data, "of_all")] == [3 / 9, 2 / 9, 4 / 9, 1.0]


@pytest.mark.parametrize(
    ("down", "across", "order", "expected"),
    [
        pytest.param(["topic"], ["ok"], [], (["a", "b", "c", None], [True, False, None]), id="by-samples"),
        pytest.param(
            ["topic"], ["ok"], [{"name": "topic", "direction": "desc"}],
            (["c", "b", "a", None], [True, False, None]), id="by-a-dimension",
        ),
        pytest.param(
            ["topic"], ["ok"], [{"name": "longest"}, {"name": "sample_count"}],
            ([None, "a", "b", "c"], [False, True, None]), id="by-a-measure",
        ),
        pytest.param(
            [{"field": "timestamp", "time_period": "day"}], ["topic"], [{"name": "longest"}],
            (
                ["2025-11-03T00:00:00Z", "2025-11-04T00:00:00Z", "2025-11-05T00:00:00Z"],
                [None, "a", "b", "c"],
            ),
            id="times-in-their-own",
        ),
        pytest.param(
            [{"field": "timestamp", "part": "day_of_week"}], [{"field": "seconds", "bins": {"width": 20}}],
            [],
            ([1, 2, 3], [[0, 20], [20, 40], [40, 60], [None, None]]), id="parts-and-bins-never-cut",
        ),
    ],
)  # fmt: skip
def test_the_order_of_headers(engine: Engine, down: Any, across: Any, order: Any, expected: Any) -> None:
    longest = {"name": "longest", "aggregation_function": "max", "field": "seconds"}
    widget = pivot(down, across, longest, order_by=order)
    few = {} if all(isinstance(one, str) for one in (down[0], across[0])) else {"max_groups": 4}
    with filled(engine, {calls: ROWS}) as connection:
        found = computed(connection, widget, limits=limits(**few))
    assert headers(found.data) == expected
    if "bins" in str(across):
        assert found.metadata["bins"] == {"seconds": {"width": 20, "start": 0}}  # type: ignore[typeddict-item]


def test_rows_are_left_out_by_their_margin_and_are_in_no_rest(engine: Engine) -> None:
    having = {"field": "count", "op": "gt", "value": 1}
    rows = [*ROWS, *(call(10 + i, "03 10:00", topic="d", ok=True) for i in range(2))]
    widget = pivot(["topic"], ["ok"], totals=EVERY, having=having)
    with filled(engine, {calls: rows}) as connection:
        found = computed(connection, widget, limits=limits(max_groups=2))
        given = found.data
    assert headers(given) == (["a", "b", "OTHER", "TOTAL"], [True, False, "OTHER", "TOTAL"])
    assert given["rows"][2]["excluded"] == [{"topic": one} for one in ("a", "b", "c", None)]
    # Totals are over all.
    assert cells(given) == [[2, 1, None, 3], [2, None, None, 2], [2, None, None, 2], [7, 1, 1, 9]]
    assert found.metadata["excluded_by_having"] == {"groups": 2, "sample_count": 2}  # type: ignore[typeddict-item]


MEASURES: Final = (
    COUNT,
    {"name": "p", "aggregation_function": "p90", "field": "seconds"},
    {"name": "distinct", "aggregation_function": "count_distinct", "field": "topic"},
    {
        "name": "long",
        "aggregation_function": "count",
        "filters": {"field": "seconds", "op": "gt", "value": 15},
    },
    {"name": "r", "ratio": ["long", "count"]},
    {"name": "daily", "aggregation_function": "count", "per": "day"},
)
_SHARE: Final = {"name": "s", "share": "count", "within": ["ok"]}
CASES: Final[dict[str, Any]] = {
    "labels": pivot(["topic"], ["ok"], *MEASURES, _SHARE),
    "pairs": pivot(["topic", "ok"], [{"field": "agent.id", "name": "agent"}], *MEASURES),
    "failed": pivot(
        ["topic", "ok"], ["agent.id"], *MEASURES, having={"field": "count", "op": "gt", "value": 1}
    ),
    "times": pivot([{"field": "timestamp", "time_period": "day"}], ["topic"], *MEASURES),
    "cut-times": pivot(["topic", {"field": "timestamp", "time_period": "day"}], ["ok"], *MEASURES[:5]),
    "bins": pivot(
        [{"field": "seconds", "bins": {"edges": [0, 15, 30]}}],
        [{"field": "timestamp", "part": "hour_of_day"}, "topic"],
        *MEASURES[:5],
    ),
    "related": pivot(["tags.text"], ["ok"], COUNT),
    "metric": pivot(
        ["topic"], ["ok"], {"aggregation_function": "avg", "field": "notes.value"}, COUNT, metric=1
    ),
}


@pytest.mark.parametrize("widget", CASES.values(), ids=CASES)
def test_every_cell_is_the_stat_under_its_drill_down(engine: Engine, widget: dict[str, Any]) -> None:
    """Margins, the rest and the corner too; and the interpreter says the same of all."""
    rows = [one | {"agent_id": one["id"] % 3 or None} for one in ROWS]
    rows += [
        call(20 + i, "06 10:00", topic="d" * (i % 3), ok=i % 2 == 0, agent_id=i, seconds=i) for i in range(6)
    ]
    said = [note(i, 1 + i % 7, 1 + i % 2, str(i % 4)) for i in range(12)]
    tables = {calls: rows, metrics: METRICS, notes: said}
    few, widget = limits(max_groups=2, max_range=None), widget | {"totals": EVERY}
    with filled(engine, tables) as connection:
        found = computed(connection, widget, limits=few)
        expected = expected_widget_data(widget, DATASET, tables, dashboard_filters=SINCE, now=NOW, limits=few)
        assert difference(found.to_dict(), expected) is None
        pairs = [(row, column) for row in found.data["rows"] for column in found.data["columns"]]
        flat = [cell for row in found.data["cells"] for cell in row]
        for (row, column), cell in zip(pairs, flat, strict=True):
            stat = _behind(connection, widget, {"row": row, "column": column})
            # A cell's days are its own; of related rows a stat counts the records.
            of = [name for name in stat if name != "daily"]
            shown = cell or _none(of)
            if "tags.text" in widget["rows"]:
                shown |= {"count": shown.get("record_count", 0)}
            assert difference([stat[name] for name in of], [shown[name] for name in of]) is None


def _none(names: list[str]) -> dict[str, Any]:
    counts = ("count", "distinct", "long")
    return {name: 0 if name in counts else None for name in names}


def _behind(connection: Connection, widget: dict[str, Any], row: dict[str, Any]) -> dict[str, Any]:
    given: dict[str, Any] = {"now": NOW, "dashboard_filters": SINCE, "limits": Limits(max_range=None)}
    asked = drill_down(widget, row, DATASET, connection=connection, **given)
    aggregated = [one for one in widget["metrics"] if "share" not in one]
    stat = {"chart_type": "stat", "metrics": aggregated, "filters": asked}
    stat |= {"metric": widget["metric"]} if "metric" in widget else {}
    del given["dashboard_filters"]
    given["limits"] = given["limits"].lifted()
    found: dict[str, Any] = compute_widget_data(connection, stat, DATASET, **given).data
    return found


def refused(widget: dict[str, Any]) -> list[tuple[str, str]]:
    return [(one.pointer, one.code) for one in validate_widget(widget, DATASET, now=NOW)]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        pytest.param({"rows": []}, [("/rows", "missing_key")], id="no-rows"),
        pytest.param({"columns": 5}, [("/columns", "not_a_list")], id="no-list"),
        pytest.param(
            {"rows": [None, {"name": "a"}]},
            [("/rows/0", "missing_key"), ("/rows/1/field", "missing_key")],
            id="n",
        ),
        pytest.param({"metrics": []}, [("/metrics", "missing_key")], id="no-metrics"),
        pytest.param(
            {"metrics": [{"name": "r", "ratio": ["a", "b"]}]},
            [("/metrics/0/ratio/0", "unknown_field"), ("/metrics/0/ratio/1", "unknown_field")],
            id="a-ratio-of-nothing",
        ),
        pytest.param({"columns": ["topic"]}, [("/columns/0", "duplicate_name")], id="twice"),
        pytest.param(
            {"rows": [{"field": "topic", "name": "total"}]}, [("/rows/0/name", "duplicate_name")], id="a-mark"
        ),
        pytest.param({"totals": True}, [("/totals", "not_a_list")], id="totals-of-a-table"),
        pytest.param(
            {"totals": ["row", 1]}, [("/totals/0", "wrong_type"), ("/totals/1", "wrong_type")], id="words"
        ),
        pytest.param({"order_by": [{"name": "x"}]}, [("/order_by/0/name", "unknown_field")], id="order"),
        pytest.param({"limit": 3}, [("/limit", "not_for_chart")], id="limit"),
        pytest.param({"other": True}, [("/other", "not_for_chart")], id="other"),
        pytest.param({"compare": {"to": "-1d"}}, [("/compare", "not_for_chart")], id="compare"),
        pytest.param({"dimensions": ["topic"]}, [("/dimensions", "not_for_chart")], id="dimensions"),
        pytest.param(
            {
                "rows": ["topic", "seen"],
                "metrics": [COUNT, {"name": "s", "share": "count", "within": ["topic"]}],
            },
            [("/metrics/1/within", "conflicting_keys")],
            id="within-a-part",
        ),
        pytest.param(
            {
                "rows": ["topic", {"field": "timestamp", "time_period": "day"}],
                "metrics": [COUNT | {"per": "day"}],
            },
            [("/rows", "conflicting_keys")],
            id="a-rate-of-a-rest-of-times",
        ),
        pytest.param({"rows": ["tags.text", "topic"]}, [("/rows", "fan_out")], id="related"),
        pytest.param(
            {"rows": [{"field": "timestamp", "part": "hour_of_day", "name": f"h{i}"} for i in range(9)]},
            [("/rows", "too_many")],
            id="dimensions-too-many",
        ),
        pytest.param(
            {"having": {"field": "topic", "op": "eq", "value": 1}},
            [("/having/field", "not_for_chart")],
            id="having",
        ),
    ],
)
def test_refused(given: dict[str, Any], expected: list[Any]) -> None:
    assert refused(pivot(["topic"], ["ok"]) | given) == expected


def test_cells_are_counted_before_the_database_is_asked(engine: Engine) -> None:
    hours = {"field": "timestamp", "part": "hour_of_day"}
    days = {"field": "timestamp", "time_period": "day"}
    known = pivot([days], [hours], totals=["rows"])
    with filled(engine, {calls: ROWS}) as connection:
        with recorded(connection) as statements, pytest.raises(InvalidInput) as caught:
            computed(connection, known, limits=limits(max_answer_rows=249))
        assert [(one.pointer, one.code) for one in caught.value.problems] == [("/rows", "too_many_rows")]
        assert "10 rows" not in str(caught.value)
        assert len(statements) == 0
        assert cells(computed(connection, known, limits=limits(max_answer_rows=250)).data) == [
            [1, 1, 2], [2, None, 2], [3, None, 3]
        ]  # fmt: skip
        # How many labels there are, only the records tell.
        labels = pivot(["topic"], [{"field": "seconds", "bins": {"width": 5}}])
        with pytest.raises(InvalidInput) as caught:
            computed(connection, labels, limits=limits(max_answer_rows=19))
        assert [(one.pointer, one.code) for one in caught.value.problems] == [("/rows", "too_many_rows")]


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        pytest.param({}, [("/row", "missing_key"), ("/column", "missing_key")], id="nothing"),
        pytest.param({"row": 5, "column": {"ok": True}}, [("/row", "not_an_object")], id="no-header"),
        pytest.param(
            {"row": {}, "column": {"total": True}}, [("/row/topic", "missing_key")], id="no-dimension"
        ),
        pytest.param(
            {"row": {"other": True, "excluded": [5]}, "column": {"ok": True}},
            [("/row/excluded/0", "not_an_object")],
            id="excluded",
        ),
        pytest.param(
            {"row": {"other": True}, "column": {"ok": True}},
            [("/row/excluded", "missing_key")],
            id="no-excluded",
        ),
        pytest.param(
            {"row": {"topic": 5}, "column": {"ok": True}}, [("/row/topic", "wrong_type")], id="a-type"
        ),
    ],
)
def test_a_row_of_a_client_may_be_anything(row: Any, expected: Any) -> None:
    with pytest.raises(InvalidInput) as caught:
        drill_down(pivot(["topic"], ["ok"]), row, DATASET, now=NOW, dashboard_filters=SINCE)
    assert [(one.pointer, one.code) for one in caught.value.problems] == expected


def test_cells_are_rows_of_a_table(engine: Engine) -> None:
    with filled(engine, {calls: ROWS[:3]}) as connection:
        found = computed(connection, pivot(["topic"], ["ok"], totals=["rows"]))
    assert found.to_csv().splitlines() == [
        "topic,ok,count,sample_count,row.other,row.total,column.other,column.total",
        "a,true,2,2,,,,",
        "a,false,1,1,,,,",
        "a,,3,3,,,,true",
    ]
