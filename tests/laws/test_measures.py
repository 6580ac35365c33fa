"""A measure under a filter is the plain widget under it; ratios, shares and totals are of records."""

from __future__ import annotations

import math
from datetime import timedelta
from typing import Any, Final

import pytest
from sqlalchemy import Engine, MetaData

from tests.laws.worlds import drawn, says_nothing, searching
from tests.testing.everything import EVERYTHING, TABLES
from widgetql import Limits, compute_widget_data, drill_down
from widgetql.relative_time import format_instant
from widgetql.testing import difference, expected_widget_data

pytestmark = pytest.mark.untraced

_AGGREGATED: Final = (
    *(
        ("count", None),
        ("sum", "duration"),
        ("avg", "score"),
        ("max", "started"),
        ("count_distinct", "topic"),
    ),
    *(("p90", "cost"), ("stddev", "size"), ("first", "topic"), ("last", "ok"), ("min", "cost")),
)
_DAYS: Final = timedelta(days=20)
# Of so many charts a case asks one.
_PARTS: Final = 7
_BY_OK: Final = {"group_by": {"type": "field", "field": "ok"}}
_BY_TOPIC: Final = {"group_by": {"type": "field", "field": "topic"}}


@pytest.fixture(scope="module")
def metadata() -> MetaData:
    return TABLES


def _aggregated(case: Any) -> list[tuple[str, str | None]]:
    """A count, and two of the others: in time each."""
    return [
        _AGGREGATED[0],
        *(_AGGREGATED[1 + (2 * case.seed + one) % (len(_AGGREGATED) - 1)] for one in (0, 1)),
    ]


def _measures(case: Any) -> list[dict[str, Any]]:
    """Some aggregations under a filter, a ratio of two of them, and shares of a count."""
    found = [
        {"name": f"m{place}", "aggregation_function": name, "field": field, "filters": _asked(case)}
        for place, (name, field) in enumerate(_aggregated(case))
    ]
    plain = {"name": "n", "aggregation_function": "count"}
    return [*found, plain, {"name": "r", "ratio": ["m0", "n"]}, {"name": "s", "share": "m0"}]


def _asked(case: Any) -> dict[str, Any]:
    """A filter of records that a case has drawn, else one of a field."""
    some = {"field": "duration", "op": "gt", "value": 10}
    return some if says_nothing(case.filter) else case.filter


def _options(case: Any) -> dict[str, Any]:
    limits = case.options.get("limits") or Limits()
    wide = Limits(max_range=None, max_groups=limits.max_groups, max_conditions=10_000, max_distinct=20)
    return {**case.options, "limits": searching(wide)}


def test_a_measure_under_a_filter_is_the_plain_widget_under_it(engine: Engine) -> None:
    full = 0
    for case, connection in drawn(engine, first=21_000):
        options, asked = _options(case), _asked(case)
        since = {"field": "at", "op": "gte", "value": format_instant(case.options["now"] - _DAYS)}
        bar = {"chart_type": "bar", "time_period": "day", "filters": since}
        measures = _measures(case)
        data = compute_widget_data(connection, bar | {"metrics": measures}, EVERYTHING, **options).data
        for place, (name, field) in enumerate(_aggregated(case)):
            found = {
                row["time_interval"]: (row["value"], row["sample_count"])
                for row in data
                if row["series"] == f"m{place}"
            }
            plain = bar | {"field": field or "duration", "aggregation_function": name}
            both = {"operator": "and", "conditions": [since, asked]}
            alone = compute_widget_data(connection, plain | {"filters": both}, EVERYTHING, **options).data
            rows = {row["time_interval"]: (row["value"], row["sample_count"]) for row in alone}
            shown = {at: [*own] for at, own in found.items() if at in rows}
            assert difference(shown, {at: [*own] for at, own in rows.items()}) is None, (name, asked)
            assert all(count == 0 for at, (_, count) in found.items() if at not in rows)
            full += sum(count > 1 for _, count in rows.values())
        _check_derived(data)
    assert full > 10


def _check_derived(data: list[dict[str, Any]]) -> None:
    by_time: dict[str, dict[str, Any]] = {}
    for row in data:
        by_time.setdefault(row["time_interval"], {})[row["series"]] = row["value"]
    whole = sum(row["m0"] for row in by_time.values())
    for row in by_time.values():
        assert math.isclose(row["r"], row["m0"] / row["n"])
    shares = [row["s"] for row in by_time.values()]
    assert math.isclose(sum(shares), 1) if whole else shares == [None] * len(shares)


def _left(measures: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Charts that leave groups and slices out, by what is exact."""
    having = {"having": {"field": "m0", "op": "gt", "value": 0}}
    worst = {"rank_by": "r", "direction": "asc", "limit": 1}
    shares = [*measures, {"name": "p", "share": "n", "within": ["time_interval"]}]
    bar = {"chart_type": "bar", "time_period": "week", "metrics": shares, "fill_gaps": True}
    group = _BY_TOPIC["group_by"]
    return [
        bar | {"group_by": group | worst, **having},
        bar | {"group_by": group | {"rank_by": "label", "limit": 1, "other": False}},
        {"chart_type": "stat", "metrics": measures, "group_by": group | worst, **having},
        {"chart_type": "pie", "field": "topic", "metrics": measures, "include_missing": True, **having},
    ]


def test_every_chart_of_measures_is_what_the_interpreter_says_and_a_total_the_stat(engine: Engine) -> None:
    for case, connection in drawn(engine, first=22_000, times=1):
        options, measures = _options(case), _measures(case)
        since = {"field": "at", "op": "gte", "value": format_instant(case.options["now"] - _DAYS)}
        within = [*measures, {"name": "p", "share": "n", "within": ["topic"]}]
        table = {"chart_type": "table", "dimensions": ["topic", "ok"], "metrics": within, "totals": True}
        charts: list[dict[str, Any]] = [
            table | {"order_by": [{"name": "p"}, {"name": "m0", "direction": "desc"}, {"name": "s"}]},
            {"chart_type": "stat", "metrics": measures},
            {"chart_type": "stat", "metrics": measures, **_BY_TOPIC},
            {
                "chart_type": "bar",
                "time_period": "week",
                "metrics": measures,
                **_BY_TOPIC,
            },
            {"chart_type": "pie", "field": "topic", "metrics": measures},
            *_beside_others(measures),
            *_left(measures),
        ]
        # Of each case some: together they are all.
        for widget in (one | {"filters": since} for one in charts[case.seed % _PARTS :: _PARTS]):
            found: Any = compute_widget_data(connection, widget, EVERYTHING, **options).to_dict()
            expected = expected_widget_data(widget, EVERYTHING, case.rows, **options)
            assert difference(found, expected) is None, widget
            if "totals" in widget:
                asked = {"chart_type": "stat", "metrics": measures, "filters": since}
                stat = compute_widget_data(connection, asked, EVERYTHING, **options).data
                totals = found["metadata"]["totals"]
                assert difference({name: totals[name] for name in stat}, stat) is None


def _beside_others(measures: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Measures beside an x, a comparison, a window, groups and shares of these."""
    bar = {"chart_type": "bar", "metrics": measures}
    shares = [{"name": f"in_{name}", "share": "n", "within": [name]} for name in ("label", "time_interval")]
    in_group = {"name": "in_group", "share": "m0", "within": ["group"]}
    # A count comes first: no last digit of a float is to decide which label does.
    over = bar | {"metrics": [*measures, shares[0], in_group], **_BY_OK, "include_missing": True}
    timed = bar | {"metrics": [*measures, shares[1], in_group], **_BY_OK, "time_period": "week"}
    compared: dict[str, Any] = {"compare": {"to": "previous_period"}}
    return [
        over | {"x": "topic", "limit": 2},
        over | {"x": {"field": "duration", "bins": {"count": 4}}, "fill_gaps": True},
        bar | {"x": {"field": "at", "part": "day_of_week"}, "fill_gaps": True},
        timed | compared,
        timed | {"window": {"type": "rolling", "buckets": 2}},
        timed | {"window": {"type": "cumulative"}} | compared,
        {"chart_type": "stat", "metrics": measures} | compared,
        {"chart_type": "stat", "metrics": measures} | _BY_TOPIC | compared,
        {"chart_type": "pie", "field": "topic", "metrics": measures} | compared,
    ]


def test_what_is_shown_of_a_label_or_a_window_is_the_stat_of_its_records(engine: Engine) -> None:
    full = 0
    for case, connection in drawn(engine, first=23_000):
        options, measures = _options(case), _measures(case)[:3]
        since = {"field": "at", "op": "gte", "value": format_instant(case.options["now"] - _DAYS)}
        bar = {"chart_type": "bar", "metrics": measures, "filters": since}
        window = {"type": "rolling", "buckets": 3} if case.seed % 2 else {"type": "cumulative"}
        for axis in ({"x": "topic"}, {"time_period": "week", "window": window}):
            data = compute_widget_data(connection, bar | axis, EVERYTHING, **options).data
            for place, row in enumerate(data[-3:]):
                asked = drill_down(bar | axis, row, EVERYTHING, **options)
                name, field = _aggregated(case)[place]
                measure = {"name": "m", "aggregation_function": name, "field": field}
                stat = {"chart_type": "stat", "metrics": [measure], "filters": asked}
                alone = compute_widget_data(connection, stat, EVERYTHING, **options).data
                assert row["series"] == f"m{place}"
                assert difference(row["value"], alone["m"]) is None, (axis, row)
                full += row["sample_count"] > 1
    assert full > 10
