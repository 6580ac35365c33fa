"""A filter and its complement part the records, and what charts say of the parts adds up."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Final

import pytest
from sqlalchemy import Engine, MetaData, select

from tests.laws.worlds import CASES, drawn, negated, says_nothing, searching, timeless
from tests.testing.everything import EVERYTHING, TABLES
from widgetql import Limits, compile_filter, compute_widget_data
from widgetql.testing import difference

# What only random cases reach counts as not covered.
pytestmark = pytest.mark.untraced

SINCE: Final = {"field": "at", "op": "gte", "value": "now-60d"}
_BY_TOPIC: Final = {"group_by": {"type": "field", "field": "topic"}}
_WIDE: Final = searching(Limits(max_range=None, max_groups=1_000, max_slices=1_000))
# How two parts of a measure make the whole; the sum of no values is null.
_WHOLE: Final[Mapping[str, Callable[[Any, Any], Any]]] = {
    "count": lambda one, other: one + other,
    "sum": lambda one, other: one + other,
    "min": lambda one, other: min(one, other, key=_value),
    "max": lambda one, other: max(one, other, key=_value),
}


def _value(shown: Any) -> Any:
    """What a figure is: instants with and without a fraction do not sort as text."""
    return datetime.fromisoformat(shown) if isinstance(shown, str) else shown


def _bar(aggregation: str, field: str, **more: Any) -> dict[str, Any]:
    return {
        "chart_type": "bar",
        "field": field,
        "aggregation_function": aggregation,
        "time_period": "week",
    } | more


def _metric(aggregation: str, field: str) -> dict[str, str]:
    return {"aggregation_function": aggregation, "field": field, "name": f"{aggregation} of {field}"}


_METRICS: Final = [_metric("count", "duration"), *(_metric(name, "cost") for name in ("sum", "min", "max"))]
_RELATED: Final = [_metric("sum", "evaluations.weight"), _metric("count", "evaluations.weight")]
_STATS: Final = {
    "total": "count",
    "with_topic": "count",
    "total_cost": "sum",
    "total_duration": "sum",
    "first": "min",
    "longest": "max",
}
# Each chart, what tells its rows apart, and how each of its figures adds up.
_FIGURES: Final = {"sample_count": "count", "record_count": "count"}
CHARTS: Final[dict[str, tuple[dict[str, Any], tuple[str, ...], dict[str, str]]]] = {
    **{
        f"bar of {name}": (_bar(name, "duration"), ("time_interval",), {"value": name} | _FIGURES)
        for name in ("count", "sum", "min", "max")
    },
    "bar by group": (
        _bar("sum", "cost", **_BY_TOPIC),
        ("time_interval", "group"),
        {"value": "sum"} | _FIGURES,
    ),
    "bar of instants": (_bar("max", "started"), ("time_interval",), {"value": "max"} | _FIGURES),
    "bar of related rows": (
        _bar("sum", "evaluations.weight"),
        ("time_interval",),
        {"value": "sum"} | _FIGURES,
    ),
    "pie": (
        {"chart_type": "pie", "field": "topic", "include_missing": True},
        ("label",),
        {"value": "count"},
    ),
    "pie of booleans": ({"chart_type": "pie", "field": "ok"}, ("label",), {"value": "count"}),
    "pie by group": (
        {"chart_type": "pie", "field": "ok", **_BY_TOPIC},
        ("group", "label"),
        {"value": "count"},
    ),
    "stat by group": ({"chart_type": "stat", **_BY_TOPIC}, ("group",), _STATS | _FIGURES),
    "table": (
        {"chart_type": "table", "dimensions": ["agent.name", "ok"], "metrics": _METRICS, "limit": 1_000},
        ("agent.name", "ok"),
        {one["name"]: one["aggregation_function"] for one in _METRICS} | _FIGURES,
    ),
    "table of related rows": (
        {
            "chart_type": "table",
            "dimensions": ["evaluations.metric.id"],
            "metrics": _RELATED,
            "limit": 1_000,
        },
        ("evaluations.metric.id",),
        {one["name"]: one["aggregation_function"] for one in _RELATED} | _FIGURES,
    ),
}


@pytest.fixture(scope="module")
def metadata() -> MetaData:
    return TABLES


def test_a_filter_and_its_complement_part_the_records(engine: Engine) -> None:
    parted = 0
    for case, connection in drawn(engine):
        if says_nothing(case.filter):
            continue
        options: Any = {**case.options, "limits": _WIDE}

        def selected(source: Any) -> list[Any]:
            statement = select(EVERYTHING.id).where(compile_filter(source, EVERYTHING, **options))  # noqa: B023
            return list(connection.execute(statement).scalars())  # noqa: B023

        chosen, others, everyone = map(selected, (case.filter, negated(case.filter), None))
        assert sorted(chosen + others) == sorted(everyone), case
        assert sorted(selected(negated(negated(case.filter)))) == sorted(chosen), case
        parted += bool(chosen and others)
    assert parted > CASES * 3 // 5, parted


def test_charts_of_the_parts_add_up(engine: Engine) -> None:
    asked = parted = 0
    for number, (case, connection) in enumerate(drawn(engine, first=500)):
        if says_nothing(case.filter):
            continue
        options: Any = {**case.options, "limits": _WIDE}
        names = [*CHARTS][number % 3 :: 3]

        def shown(widget: Any, *filters: Any) -> Any:
            both = {"operator": "and", "conditions": [SINCE, *filters]}
            answer = compute_widget_data(connection, widget, EVERYTHING, dashboard_filters=both, **options)  # noqa: B023
            return answer.to_dict()["data"]

        chosen = timeless(case.filter)
        for name in names:
            widget, keys, figures = CHARTS[name]
            one, other = shown(widget, chosen), shown(widget, negated(chosen))
            expected = added(one, other, keys, figures)
            found = _by_key(shown(widget), keys, figures)
            asked += 1
            assert difference(found, expected) is None, (name, case)
            # A whole of which one part is empty adds up whatever is computed.
            parted += bool(one and other)
    assert parted > asked * 3 // 5, (parted, asked)


def added(one: Any, other: Any, keys: Any, figures: Mapping[str, str]) -> dict[str, Any]:
    """Put two parts of an answer together, row by row."""
    parts = _by_key(one, keys, figures), _by_key(other, keys, figures)
    whole: dict[str, Any] = {}
    for key in {**parts[0], **parts[1]}:
        rows = [part[key] for part in parts if key in part]
        whole[key] = rows[0] if len(rows) == 1 else _together(*rows, figures=figures)
    return whole


def _together(one: Any, other: Any, figures: Mapping[str, str]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name in one:
        values = [row[name] for row in (one, other) if row[name] is not None]
        found[name] = _WHOLE[figures[name]](*values) if len(values) == 2 else (values or [None])[0]
    return found


def _by_key(rows: Any, keys: Any, figures: Mapping[str, str]) -> dict[str, Any]:
    found = {
        repr([row[key] for key in keys]): {name: row[name] for name in figures if name in row} for row in rows
    }
    assert len(found) == len(rows), "two rows of one key"
    return found


def test_the_stats_of_the_parts_add_up(engine: Engine) -> None:
    figures, parted = CHARTS["stat by group"][2], 0
    for case, connection in drawn(engine, first=900):
        if says_nothing(case.filter):
            continue
        options: Any = {"now": case.options["now"], "limits": _WIDE}
        chosen = timeless(case.filter)
        data: list[Any] = []
        for filters in ([chosen], [negated(chosen)], []):
            both = {"operator": "and", "conditions": [SINCE, *filters]}
            answer: Any = compute_widget_data(
                connection, {"chart_type": "stat"}, EVERYTHING, dashboard_filters=both, **options
            )
            data.append({name: answer.data[name] for name in figures if name in answer.data})
        one, other, whole = data
        assert difference(whole, _together(one, other, figures)) is None, (case, data)
        parted += 0 < one["total"] < whole["total"]
    assert parted > CASES * 3 // 5, parted
