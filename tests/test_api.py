"""The public functions: they never raise on bad input, and what they pass is computed."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta, timezone
from types import MappingProxyType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Connection, Engine, MetaData, create_engine
from sqlalchemy.pool import StaticPool

from tests.charts.calls import (
    AGENTS,
    DATASET,
    METRICS,
    NOW,
    SINCE,
    TABLES,
    agents,
    at,
    call,
    calls,
    computed,
    limits,
    metrics,
    note,
    notes,
)
from widgetql import (
    InvalidInput,
    InvalidOption,
    Problem,
    compile_filter,
    compute_widget_data,
    drill_down,
    effective_filters,
    validate_filter,
    validate_widget,
)
from widgetql.charts.parse import KEYS, OTHER_KEYS
from widgetql.charts.rules import AGGREGATIONS, CHART_TYPES, PERIODS
from widgetql.errors import CODES
from widgetql.testing.databases import filled

FIELDS = [*DATASET.paths, "meta.region", "nope"]
PIE = {"chart_type": "pie", "field": "topic"}


@pytest.fixture(scope="module")
def metadata() -> MetaData:
    return TABLES


WORDS = st.sampled_from([*KEYS, *OTHER_KEYS, "op", "value", "operator", "conditions"])
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=6) | st.sampled_from(FIELDS),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS | st.text(max_size=3), inner),
    max_leaves=10,
)  # fmt: skip


@given(ANYTHING)
def test_validating_anything_gives_problems(source: Any) -> None:
    for problems in (validate_widget(source, DATASET), validate_filter(source, DATASET)):
        assert all(isinstance(problem, Problem) and problem.code in CODES for problem in problems)


@given(ANYTHING, ANYTHING, ANYTHING)
def test_drilling_into_anything_gives_a_filter_or_problems(widget: Any, row: Any, filters: Any) -> None:
    try:
        found = drill_down(widget, row, DATASET, filters=filters, now=NOW)
    except InvalidInput as error:
        found = {"operator": "and", "conditions": error.problems}
    assert set(found) == {"operator", "conditions"}


DAYS = {"chart_type": "bar", "field": "seconds", "aggregation_function": "avg", "time_period": "day"}


@given(st.sampled_from([PIE, DAYS]), ANYTHING)
def test_drilling_into_any_row_gives_a_filter_or_problems(widget: Any, row: Any) -> None:
    try:
        codes = (
            {"no problem"} if drill_down(widget, row, DATASET, dashboard_filters=SINCE, now=NOW) else set()
        )
    except InvalidInput as error:
        codes = {problem.code for problem in error.problems}
    assert codes
    assert codes <= {*CODES, "no problem"}


NAMES = st.sampled_from(FIELDS[:-1])
GRAINS = st.sampled_from([{"type": "bucket", "interval": n} for n in (3_600_000, 86_400_000)])
GROUPS = st.none() | GRAINS | NAMES.map(lambda name: {"type": "field", "field": name})
METRIC = st.fixed_dictionaries(
    {"aggregation_function": st.sampled_from(AGGREGATIONS)},
    optional={"field": NAMES, "name": st.sampled_from("xyz")},
)
DIMENSION = NAMES | st.sampled_from(PERIODS[1:]).map(
    lambda period: {"field": "timestamp", "time_period": period}
)
WIDGETS = st.fixed_dictionaries(
    {"chart_type": st.sampled_from(CHART_TYPES)},
    optional={
        "field": NAMES,
        "metric": st.sampled_from([1, 2, 3, 9, None]),
        "aggregation_function": st.sampled_from(AGGREGATIONS),
        "time_period": st.sampled_from(PERIODS[1:]),
        "group_by": GROUPS,
        "fill_gaps": st.booleans(),
        "include_missing": st.booleans(),
        "limit": st.integers(1, 20),
        "columns": st.lists(NAMES, max_size=3, unique=True),
        "dimensions": st.lists(DIMENSION, max_size=3),
        "metrics": st.lists(METRIC, max_size=3),
        "order_by": st.lists(st.fixed_dictionaries({"name": NAMES | st.just("sample_count")}), max_size=2),
    },
)


def pruned(widget: dict[str, Any]) -> dict[str, Any]:
    """The widget without the keys that its chart does not use, so that most are valid."""
    chart = widget["chart_type"]
    kept = {name: value for name, value in widget.items() if chart in KEYS[name].charts}
    needs: dict[str, Any] = {
        "bar": {"field": "seconds", "aggregation_function": "count"},
        "line": {"field": "seconds"},
    }
    kept = needs.get(chart, {"field": "topic"} if chart == "pie" else {}) | kept
    if chart == "bar" and (kept.get("group_by") or {}).get("type") != "bucket":
        kept.setdefault("time_period", "day")
    return kept


ROWS = [
    call(i, f"0{1 + i % 8} 10:00", seconds=i % 3 or None, score=0.5 * i, ok=[True, None, False][i % 3],
         topic="aBé"[i % 3], cost="1.5", seen=at("03 00:00"), agent_id=i % 4, meta={"region": i % 2})
    for i in range(20)
]  # fmt: skip


@pytest.mark.untraced
@given(st.lists(WIDGETS.map(pruned), min_size=5, max_size=20))
def test_every_widget_that_passes_computes(engine: Engine, widgets: list[dict[str, Any]]) -> None:
    related = [note(i, i % 20, 1 + i % 3, ["1", "sad", "true", None][i % 4]) for i in range(30)]
    with filled(engine, {calls: ROWS, agents: AGENTS, metrics: METRICS, notes: related}) as connection:
        for widget in widgets:
            if validate_widget(widget, DATASET, connection=connection, now=NOW) == []:
                for given_limits in (limits(), limits(max_groups=1, max_slices=1, max_points=4)):
                    data = computed(connection, widget, limits=given_limits)
                    assert data.chart_type == widget["chart_type"]


@pytest.mark.parametrize("wrap", [dict, MappingProxyType], ids=["dict", "mapping"])
def test_a_widget_of_any_mapping_keeps_its_filters(engine: Engine, wrap: Any) -> None:
    widget = wrap(PIE | {"filters": {"field": "topic", "op": "eq", "value": "a"}})
    assert effective_filters(None, widget) == {"field": "topic", "op": "eq", "value": "a"}
    with filled(engine, {calls: ROWS}) as connection:
        assert [row["label"] for row in computed(connection, widget).data] == ["a"]


def test_threads_share_a_dataset() -> None:
    engine = create_engine("sqlite://", poolclass=StaticPool, connect_args={"check_same_thread": False})
    with engine.begin() as connection:
        TABLES.create_all(connection)
        connection.execute(calls.insert(), ROWS)
    sqls = [
        str(compile_filter({"field": "topic", "op": "eq", "value": str(i % 3)}, DATASET).compile())
        for i in range(3)
    ]

    def one(i: int) -> str:
        condition = compile_filter({"field": "topic", "op": "eq", "value": str(i % 3)}, DATASET)
        assert validate_widget(PIE, DATASET) == []
        return str(condition.compile())

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(one, range(200))) == [sqls[i % 3] for i in range(200)]
    engine.dispose()


LATE = datetime.max.replace(tzinfo=timezone(-timedelta(hours=5)))


def test_the_moment_of_an_answer_is_taken_as_it_is_written(connection: Connection) -> None:
    first = compute_widget_data(connection, PIE, DATASET, now=NOW, dashboard_filters=SINCE)
    again = compute_widget_data(connection, PIE, DATASET, now=first.metadata["now"], dashboard_filters=SINCE)
    assert again == first
    assert first.metadata["now"] == "2025-11-10T12:00:00Z"


@pytest.mark.parametrize(
    ("options", "error", "message"),
    [
        ({"now": NOW.replace(tzinfo=None)}, ValueError, "now must be an aware datetime"),
        ({"now": 5}, TypeError, "now must be a datetime, got 5"),
        ({"now": "2025-11-03T12:00:00"}, ValueError, "now must be an aware datetime"),
        ({"now": "now"}, ValueError, "now must be an aware datetime, or its text as .*, got 'now'"),
        ({"now": ""}, ValueError, "now must be an aware datetime, or its text as .*, got ''"),
        ({"timezone": ""}, InvalidOption, "timezone: '' is no time zone: give an IANA name"),
        ({"timezone": "localtime"}, InvalidOption, "timezone: 'localtime' is no time zone: give an IANA"),
        ({"timezone": 5}, InvalidOption, "timezone: 5 is no time zone"),
        (
            {"now": datetime.max.replace(tzinfo=timezone(-timedelta(hours=5)))},
            ValueError,
            "now must be in the years",
        ),
        ({"limits": {"max_depth": 3}}, TypeError, "limits must be a Limits, got an object"),
        ({"limits": {}}, TypeError, "limits must be a Limits, got an object"),
        ({"strategy": "buckets"}, TypeError, "strategy must be a Mapping, got 'buckets'"),
        ({"strategy": {"buckets": ["days"]}}, ValueError, "unknown strategy 'buckets': a list"),
        ({"nwo": NOW}, TypeError, "unknown options"),
        ({"week_start": ""}, InvalidOption, "week_start must be one of"),
        ({"week_start": "caturday"}, InvalidOption, "week_start must be one of"),
    ],
)
def test_a_mistake_of_the_host_is_no_problem_of_the_customer(
    options: Any, error: type[Exception], message: str
) -> None:
    with pytest.raises(error, match=message):
        validate_widget(PIE, DATASET, **options)


def test_an_override_replaces_the_widgets_filters_never_the_dashboards(engine: Engine) -> None:
    widget = PIE | {"filters": {"field": "topic", "op": "eq", "value": "a"}}
    override = {"field": "topic", "op": "neq", "value": "é"}
    with filled(engine, {calls: ROWS}) as connection:
        data = compute_widget_data(
            connection, widget, DATASET, dashboard_filters=SINCE, filters=override, now=NOW
        )
        assert sorted(row["label"] for row in data.data) == ["B", "a"]
        with pytest.raises(InvalidInput, match="A gt or gte filter on timestamp is required"):
            compute_widget_data(connection, widget, DATASET, filters=override, now=NOW)


def test_a_notebook_draws_the_chart(engine: Engine) -> None:
    with filled(engine, {calls: ROWS}) as connection:
        bundle = computed(connection, PIE | {"name": "Topics"})._repr_mimebundle_()
        stat = computed(connection, {"chart_type": "stat"})._repr_mimebundle_()
    assert bundle["application/vnd.vegalite.v5+json"]["$schema"].endswith("v5.json")
    assert bundle["text/plain"].splitlines()[0].startswith("pie: Topics, topic, 2025-")
    assert stat["text/html"].count("</td>") == 12
