"""What is no dashboard is refused; one bad widget is not the others' trouble; what is the same runs once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any, Final

import pytest
from sqlalchemy import Connection, create_engine

from tests.charts.calls import DATASET, NOW, PROMISED, SINCE, calls
from tests.conftest import FORCED
from tests.drill.records import records
from tests.statements import recorded
from widgetql import InvalidInput, Limits, WidgetData, compute_dashboard_data, explain
from widgetql.testing.databases import filled

PIE: Final = {"chart_type": "pie", "field": "topic"}
BAR: Final = {"chart_type": "bar", "field": "seconds", "aggregation_function": "avg", "time_period": "day"}
STAT: Final = {"chart_type": "stat"}


@pytest.fixture(autouse=True)
def unforced(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let widgetql choose, whatever `make test-strategies` forces: some tests are about the choice itself."""
    monkeypatch.delitem(FORCED, "dashboard", raising=False)


@pytest.fixture(scope="module")
def connection() -> Iterator[Connection]:
    engine = create_engine("sqlite://")
    calls.metadata.create_all(engine)
    with filled(engine, {calls: records()}) as connection:
        yield connection
    engine.dispose()


def statements(connection: Connection, widgets: list[Any], **options: Any) -> list[str]:
    """Compute a dashboard; return the statements that it took."""
    with recorded(connection) as ran:
        compute_dashboard_data(
            connection, {"filters": SINCE, "widgets": widgets}, PROMISED, now=NOW, **options
        )
    return [statement for statement, _ in ran]


@pytest.mark.parametrize(
    ("dashboard", "problem"),
    [
        pytest.param(None, ("", "not_an_object"), id="nothing"),
        pytest.param([], ("", "not_an_object"), id="list"),
        pytest.param({"filters": SINCE}, ("/widgets", "not_a_list"), id="no-widgets"),
        pytest.param({"widgets": {}}, ("/widgets", "not_a_list"), id="an-object-of-widgets"),
        pytest.param({"widgets": [], "filter": SINCE}, ("/filter", "unknown_key"), id="misspelt-filters"),
        pytest.param({"widgets": [PIE] * 101}, ("/widgets", "too_many"), id="too-many"),
    ],
)
def test_what_is_no_dashboard(connection: Connection, dashboard: Any, problem: tuple[str, str]) -> None:
    with pytest.raises(InvalidInput) as caught:
        compute_dashboard_data(connection, dashboard, DATASET, now=NOW)
    assert [(one.document, one.pointer, one.code) for one in caught.value.problems] == [
        ("dashboard", *problem)
    ]


def test_what_the_front_end_keeps_is_ignored(connection: Connection) -> None:
    dashboard = {"id": 1, "name": "Calls", "config": {"columns": 2}, "widgets": [], "filters": None}
    assert compute_dashboard_data(connection, dashboard, DATASET, now=NOW) == []


def test_one_bad_widget_is_not_the_others_trouble(connection: Connection) -> None:
    widgets = [PIE, {"chart_type": "pie"}, "x", STAT | {"filters": {"field": "nope", "op": "eq", "value": 1}}]
    found = compute_dashboard_data(connection, {"filters": SINCE, "widgets": widgets}, DATASET, now=NOW)
    assert [type(one) for one in found] == [WidgetData, InvalidInput, InvalidInput, InvalidInput]
    pointers = [one.problems[0].pointer for one in found if isinstance(one, InvalidInput)]
    assert pointers == ["/field", "", "/filters/field"]


@pytest.mark.parametrize("widgets", [[PIE, STAT], []], ids=["widgets", "none"])
def test_filters_of_a_dashboard_are_judged_once(connection: Connection, widgets: list[Any]) -> None:
    wrong = {"field": "topic", "op": "eq", "value": 1}
    with pytest.raises(InvalidInput) as caught:
        compute_dashboard_data(connection, {"filters": wrong, "widgets": widgets}, DATASET, now=NOW)
    assert [(one.document, one.pointer, one.code) for one in caught.value.problems] == [
        ("dashboard", "/filters/value", "wrong_type")
    ]


def test_a_range_that_lacks_is_the_trouble_of_each_widget(connection: Connection) -> None:
    found = compute_dashboard_data(connection, {"filters": None, "widgets": [PIE, STAT]}, DATASET, now=NOW)
    codes = [one.problems[0].code for one in found if isinstance(one, InvalidInput)]
    assert codes == ["timestamp_required"] * 2


def test_a_range_that_only_the_records_tell_may_be_too_long_for_one(connection: Connection) -> None:
    limits = Limits(max_range=None, max_buckets=1)
    found = compute_dashboard_data(
        connection, {"widgets": [BAR | {"time_period": "minute"}, PIE]}, DATASET, now=NOW, limits=limits
    )
    assert [type(one) for one in found] == [InvalidInput, WidgetData]


def test_what_is_the_same_runs_once(connection: Connection) -> None:
    assert len(statements(connection, [BAR, BAR | {"id": 7, "name": "Again"}])) == 1
    names = compute_dashboard_data(
        connection, {"filters": SINCE, "widgets": [BAR | {"id": 1}, BAR | {"id": 2}]}, DATASET, now=NOW
    )
    assert [one.widget_id for one in names if isinstance(one, WidgetData)] == [1, 2]


def test_one_filter_is_one_scan(connection: Connection) -> None:
    widgets = [PIE, BAR, BAR | {"time_period": "hour"}]
    assert len(statements(connection, widgets, strategy={"dashboard": "separate"})) == 3
    assert len(statements(connection, widgets)) == 1


def test_bars_of_one_grain_are_one_select(connection: Connection) -> None:
    days = [BAR, BAR | {"field": "cost"}, BAR | {"aggregation_function": "max"}, BAR | {"fill_gaps": True}]
    (statement,) = statements(connection, [*days, BAR | {"time_period": "hour"}, PIE])
    assert statement.count("AS part") == 3


def test_a_stat_by_group_asks_for_its_groups_once(connection: Connection) -> None:
    by_topic = {"chart_type": "stat", "group_by": {"type": "field", "field": "topic"}}
    # Its percentiles, and what counts different values, cannot be put together from parts.
    assert len(statements(connection, [by_topic], strategy={"dashboard": "separate"})) == 2
    assert len(statements(connection, [by_topic, BAR])) == 2


def test_other_filters_are_other_scans(connection: Connection) -> None:
    own = {"filters": {"field": "ok", "op": "eq", "value": True}}
    assert len(statements(connection, [PIE, BAR, PIE | own, BAR | own])) == 2


def test_many_groups_are_no_rollup(connection: Connection) -> None:
    minutes = BAR | {"time_period": "minute", "group_by": {"type": "field", "field": "topic"}}
    found = explain(connection, {"filters": SINCE, "widgets": [minutes, PIE]}, DATASET, now=NOW)
    assert "shared" not in [choice.way for choice in found.choices]
    found = explain(connection, {"filters": SINCE, "widgets": [BAR, PIE]}, DATASET, now=NOW)
    assert "shared" in [choice.way for choice in found.choices]


def test_a_moment_later_is_the_same_buckets(connection: Connection) -> None:
    for seconds in (0, 1):
        dashboard = {"filters": SINCE, "widgets": [BAR, PIE]}
        found = compute_dashboard_data(connection, dashboard, DATASET, now=NOW + timedelta(seconds=seconds))
        assert all(isinstance(one, WidgetData) for one in found)
