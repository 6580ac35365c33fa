"""A dashboard over several datasets: each widget has the answer that it has alone, over its own."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any, Final

import pytest
from sqlalchemy import Column, DateTime, Engine, Integer, MetaData, Table, Text, create_engine, select

from tests.statements import recorded
from widgetql import (
    Count,
    Dataset,
    Field,
    InvalidInput,
    Limits,
    compile_filter,
    compute_dashboard_data,
    compute_widget_data,
    drill_down,
    validate_dashboard,
    validate_widget,
)
from widgetql.testing import expected_widget_data
from widgetql.testing.databases import filled

TABLES: Final = MetaData()
CALLS: Final = Table(
    "calls", TABLES, Column("id", Integer, primary_key=True, autoincrement=False), Column("at", DateTime),
    Column("topic", Text), Column("seconds", Integer),
)  # fmt: skip
RUNS: Final = Table(
    "runs", TABLES, Column("id", Integer, primary_key=True, autoincrement=False), Column("begun", DateTime),
    Column("state", Text), Column("at", DateTime),
)  # fmt: skip
DATASETS: Final = {
    "calls": Dataset(
        CALLS, id=CALLS.c.id, timestamp=CALLS.c.at, stats={"total": Count()},
        fields={name: Field(CALLS.c[name]) for name in ("at", "topic", "seconds")},
    ),
    "runs": Dataset(
        RUNS, id=RUNS.c.id, timestamp=RUNS.c.begun, stats={"total": Count()}, timezone="Europe/Paris",
        fields={name: Field(RUNS.c[name]) for name in ("begun", "state")},
    ),
}  # fmt: skip
NOW: Final = datetime(2025, 11, 7, 12, tzinfo=UTC)
ROWS: Final[dict[Any, Any]] = {
    CALLS: [
        {"id": n, "at": datetime(2025, 11, n, 23, 30), "topic": "ab"[n % 2], "seconds": n}
        for n in (1, 2, 3, 4)
    ],
    RUNS: [
        {"id": n, "begun": datetime(2025, 11, n, 23, 30), "state": "xy"[n % 2], "at": None} for n in (2, 3, 5)
    ],
}
SINCE: Final = {"field": "timestamp", "op": "gte", "value": "2025-11-02"}
STATE: Final = {"field": "state", "op": "eq", "value": "y"}
BAR: Final = {"chart_type": "bar", "aggregation_function": "count", "time_period": "day"}
WIDGETS: Final[list[dict[str, Any]]] = [
    {"dataset": "calls", "chart_type": "stat"},
    {"dataset": "runs", "chart_type": "stat"},
    {"dataset": "runs", "chart_type": "pie", "field": "state"},
    {"dataset": "calls", **BAR, "field": "topic"},
    {"dataset": "runs", **BAR, "field": "state"},
    {"dataset": "calls", "chart_type": "table", "dimensions": [{"field": "timestamp", "time_period": "day"}],
     "metrics": [{"aggregation_function": "sum", "field": "seconds"}]},
]  # fmt: skip


@pytest.fixture(scope="module")
def metadata() -> MetaData:
    return TABLES


def alone(widget: dict[str, Any]) -> tuple[dict[str, Any], Dataset]:
    return {key: value for key, value in widget.items() if key != "dataset"}, DATASETS[widget["dataset"]]


def listed(data: Any) -> list[Any]:
    return [*data] if isinstance(data, list) else [data]


def test_each_widget_has_the_answer_that_it_has_alone(engine: Engine) -> None:
    dashboard = {"filters": SINCE, "filters_by_dataset": {"runs": STATE}, "widgets": WIDGETS}
    scope = {CALLS: CALLS.c.id != 3, RUNS: None}
    with filled(engine, ROWS) as connection:
        found: Any = compute_dashboard_data(connection, dashboard, DATASETS, now=NOW, scope=scope)
        for widget, answer in zip(WIDGETS, found, strict=True):
            own, dataset = alone(widget)
            parts = [SINCE, STATE] if widget["dataset"] == "runs" else [SINCE]
            given: Any = {
                "dashboard_filters": {"operator": "and", "conditions": parts},
                "now": NOW,
                "scope": scope,
            }
            assert answer.to_dict() == compute_widget_data(connection, own, dataset, **given).to_dict()
            assert answer.data == expected_widget_data(own, dataset, ROWS, **given)["data"]
            # Behind its rows too the timestamp is what it is called.
            for row in listed(answer.data):
                inside = compile_filter(drill_down(own, row, dataset, **given), dataset, scope=scope)
                behind = connection.execute(select(dataset.id).where(inside)).all()
                assert len(behind) == row.get("sample_count", row.get("total", row.get("value")))
    assert [answer.data for answer in found[:3]] == [
        {"total": 2}, {"total": 2}, [{"label": "y", "value": 2, "percentage": 100.0}],
    ]  # fmt: skip
    # Half past eleven of London is the next day in Paris.
    assert [row["time_interval"] for row in found[4].data] == ["2025-11-03T23:00:00Z", "2025-11-05T23:00:00Z"]
    assert [row["timestamp"] for row in found[5].data] == ["2025-11-02T00:00:00Z", "2025-11-04T00:00:00Z"]


def test_widgets_share_a_scan_by_dataset() -> None:
    engine = create_engine("sqlite://")
    dashboard = {"filters": SINCE, "widgets": [one for one in WIDGETS if one["chart_type"] != "table"]}
    with engine.connect() as connection:
        TABLES.create_all(connection)
        options: Any = {"now": NOW, "limits": Limits(max_range=None)}
        compute_dashboard_data(connection, dashboard, DATASETS, **options)
        with recorded(engine) as statements:
            compute_dashboard_data(connection, dashboard, DATASETS, **options)
    reads = [text for text, _ in statements if "FROM calls" in text or "FROM runs" in text]
    scans = [text for text in reads if "EXISTS" not in text.partition("FROM")[0]]
    assert len(scans) == 2, scans


ASKED: Final[list[tuple[dict[str, Any], dict[int, list[tuple[str, str]]]]]] = [
    # What stands in the place of each widget, and where validating points to.
    ({"filters": SINCE, "widgets": [{"chart_type": "stat"}]}, {0: [("/dataset", "missing_key")]}),
    (
        {"filters": SINCE, "widgets": [{"chart_type": "stat", "dataset": one} for one in ("x", ["runs"], 5)]},
        {0: [("/dataset", "unknown_dataset")], 1: [("/dataset", "not_text")], 2: [("/dataset", "not_text")]},
    ),
    (
        {"filters": {"operator": "and", "conditions": [SINCE, STATE]}, "widgets": WIDGETS[:2]},
        {0: [("/conditions/1/field", "unknown_field")]},
    ),
    ({"filters": SINCE, "widgets": [{**WIDGETS[0], "colour": 1}]}, {0: [("/colour", "unknown_key")]}),
    (
        {"filters": SINCE, "widgets": [WIDGETS[0] | {"filters": STATE}]},
        {0: [("/filters/field", "unknown_field")]},
    ),
]


@pytest.mark.parametrize(("dashboard", "expected"), ASKED)
def test_a_problem_of_a_widget_is_in_its_place(dashboard: Any, expected: Any) -> None:
    with create_engine("sqlite://").connect() as connection:
        TABLES.create_all(connection)
        found = compute_dashboard_data(connection, dashboard, DATASETS, now=NOW)
    wrong = {
        place: [(problem.pointer, problem.code) for problem in one.problems]
        for place, one in enumerate(found)
        if isinstance(one, InvalidInput)
    }
    assert wrong == expected
    told = [(one.pointer, one.code) for one in validate_dashboard(dashboard, DATASETS, now=NOW)]
    inside = {"/conditions/1/field": ""}
    assert told == [
        (f"/widgets/{place}{inside.get(pointer, pointer)}", code)
        for place, problems in expected.items()
        for pointer, code in problems
    ]


NO_FIELD: Final = {"field": "nope", "op": "eq", "value": 1}


@pytest.mark.parametrize("widgets", [pytest.param([], id="none"), pytest.param(WIDGETS, id="some")])
@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        pytest.param(NO_FIELD, [("/filters/field", "unknown_field")], id="in-no-dataset"),
        pytest.param(SINCE | {"value": "soon"}, [("/filters/value", "invalid_time")], id="no-time"),
        pytest.param(
            {"operator": "or", "conditions": [STATE, NO_FIELD]},
            [("/filters/conditions/1/field", "unknown_field")],
            id="one-of-two",
        ),
    ],
)
def test_filters_that_no_dataset_takes_are_a_problem_of_the_dashboard(
    filters: Any, expected: list[tuple[str, str]], widgets: list[Any]
) -> None:
    dashboard = {"filters": filters, "widgets": widgets}
    told = validate_dashboard(dashboard, DATASETS, now=NOW)
    with create_engine("sqlite://").connect() as connection, pytest.raises(InvalidInput) as raised:
        compute_dashboard_data(connection, dashboard, DATASETS, now=NOW)
    for found in (told, raised.value.problems):
        assert [(one.document, one.pointer, one.code) for one in found] == [
            ("dashboard", *one) for one in expected
        ]


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        ({"filters": {"field": "at"}}, [("/filters/op", "missing_key"), ("/filters/value", "missing_key")]),
        ({"filters_by_dataset": 5}, [("/filters_by_dataset", "not_an_object")]),
        ({"filters_by_dataset": {"x": STATE}}, [("/filters_by_dataset/x", "unknown_key")]),
        ({"filters_by_dataset": {"calls": STATE}}, [("/filters_by_dataset/calls/field", "unknown_field")]),
        ({"filters_by_dataset": {"runs": STATE, "calls": None}}, []),
        ({"filters_by_dataset": {"runs": '{"field": "state", "op": "eq", "value": "y"}'}}, []),
    ],
)
def test_the_filters_are_judged_once(keys: dict[str, Any], expected: list[tuple[str, str]]) -> None:
    dashboard = {"widgets": WIDGETS, **keys}
    told = validate_dashboard(dashboard, DATASETS, now=NOW)
    assert [(one.document, one.pointer, one.code) for one in told] == [
        ("dashboard", *one) for one in expected
    ]


def test_a_dataset_of_a_mapping_of_one_need_not_be_said() -> None:
    one = {"calls": DATASETS["calls"]}
    assert validate_dashboard({"widgets": [{"chart_type": "stat"}, WIDGETS[0]]}, one) == []
    # One that has no name is nobody's.
    (problem,) = validate_dashboard({"widgets": [WIDGETS[0]]}, DATASETS["calls"])
    assert (problem.pointer, problem.code) == ("/widgets/0/dataset", "unknown_key")
    assert [
        one.code for one in validate_dashboard({"widgets": [], "filters_by_dataset": {}}, DATASETS["calls"])
    ] == ["unknown_key"]


def test_what_is_the_hosts_own_mistake_is_said_to_the_host() -> None:
    dashboard: Any = {"widgets": []}
    with create_engine("sqlite://").connect() as connection:
        for datasets, options, wrong in (
            ({}, {}, "a mapping from their names"),
            ({"": DATASETS["calls"]}, {}, "a mapping from their names"),
            (DATASETS, {"scope": CALLS.c.id == 1}, "it is a mapping"),
            (DATASETS, {"scope": {CALLS: None}}, "nothing is said of runs"),
        ):
            with pytest.raises(ValueError, match=wrong):
                compute_dashboard_data(connection, dashboard, datasets, **options)  # type: ignore[arg-type]
        with pytest.raises(TypeError, match="dataset must be"):
            compute_dashboard_data(connection, dashboard, {"calls": CALLS})  # type: ignore[dict-item]


def test_the_tightest_limits_hold() -> None:
    few = Dataset(
        CALLS, id=CALLS.c.id, timestamp=CALLS.c.at, stats={"total": Count()}, fields={},
        limits=Limits(max_widgets=1, widget_timeout=timedelta(seconds=5)),
    )  # fmt: skip
    found = validate_dashboard({"widgets": WIDGETS[:2]}, {**DATASETS, "few": few})
    assert [(one.pointer, one.code) for one in found] == [("/widgets", "too_many")]


def test_the_name_of_a_field_of_its_own_is_not_taken() -> None:
    table = Table(
        "t", MetaData(), Column("id", Integer), Column("begun", DateTime), Column("timestamp", Integer)
    )
    fields = {"begun": Field(table.c.begun), "timestamp": Field(table.c.timestamp)}
    named = Dataset(table, id=table.c.id, timestamp=table.c.begun, fields=fields)
    number = {"field": "timestamp", "op": "eq", "value": 5}
    assert validate_widget({"chart_type": "stat", "filters": number}, named) == []
    assert validate_widget({"chart_type": "stat", "filters": SINCE}, named) != []
