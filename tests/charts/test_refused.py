"""Widgets with one fault, where it is and what it is: what other tables of refusals do not have."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Final

import pytest

from tests.testing.everything import EVERYTHING
from widgetql import Limits, validate_filter, validate_widget

Json = dict[str, Any]

_LIMITS: Final = Limits(max_range=None, max_compare=timedelta(days=60))
_SINCE: Final[Json] = {"filters": {"field": "at", "op": "gte", "value": "2025-12-01"}}
_N: Final[Json] = {"name": "n", "aggregation_function": "count"}
_WORD: Final[Json] = {"name": "word", "aggregation_function": "last", "field": "topic"}
_FIRST: Final[Json] = {"name": "word", "aggregation_function": "min", "field": "started"}
_TOTAL: Final[Json] = {"name": "t", "aggregation_function": "sum", "field": "duration"}
_TABLE: Final[Json] = {"chart_type": "table", "dimensions": ["topic"], "metrics": [_N]}
_BAR: Final[Json] = {"chart_type": "bar", "metrics": [_N]}
_FEW: Final[Json] = {"having": {"field": "n", "op": "gte", "value": 1}}
_PIE: Final[Json] = {"chart_type": "pie", "field": "topic"}
_PIVOT: Final[Json] = {"chart_type": "pivot", "rows": ["topic"], "columns": ["ok"], "metrics": [_TOTAL]}
_SHARE: Final[Json] = {"chart_type": "bar", "aggregation_function": "share", "time_period": "day"}
_BY_BUCKET: Final[Json] = {"group_by": {"type": "bucket", "interval": 86_400_000}}


def _binned(**bins: Any) -> Json:
    return _TABLE | {"dimensions": [{"field": "duration", "bins": bins}]}


def _ratio(word: Json, *pair: str) -> Json:
    return _TABLE | {"metrics": [word, _N, {"name": "r", "ratio": [*pair]}]}


def _ranked(name: str) -> Json:
    group_by = {"type": "field", "field": "ok", "rank_by": name}
    return {"chart_type": "stat", "metrics": [_WORD, _N], "group_by": group_by}


def _by(**more: Any) -> Json:
    return {"group_by": {"type": "field", "field": "ok", **more}}


def _having(word: Json) -> Json:
    return _TABLE | {"metrics": [word, _N], "having": {"field": "word", "op": "gte", "value": 1}}


@pytest.mark.parametrize(
    ("widget", "problem"),
    [
        pytest.param(_binned(width=3, of=1), ("/dimensions/0/bins/of", "unknown_key"), id="key of bins"),
        pytest.param(
            _binned(count=3, start=1), ("/dimensions/0/bins/start", "not_for_chart"), id="start of a count"
        ),
        pytest.param(
            _binned(edges=[1, 2], start=1), ("/dimensions/0/bins/start", "not_for_chart"), id="start of edges"
        ),
        pytest.param(
            _ratio(_WORD, "word", "n"), ("/metrics/2/ratio/0", "aggregation_not_allowed"), id="word by n"
        ),
        pytest.param(
            _ratio(_WORD | {"aggregation_function": "first"}, "n", "word"),
            ("/metrics/2/ratio/1", "aggregation_not_allowed"),
            id="n by word",
        ),
        pytest.param(
            _ratio(_FIRST, "word", "n"), ("/metrics/2/ratio/0", "aggregation_not_allowed"), id="time by n"
        ),
        pytest.param(_having(_WORD), ("/having/field", "not_for_chart"), id="having of a word"),
        pytest.param(_having(_FIRST), ("/having/field", "not_for_chart"), id="having of a time"),
        pytest.param(_ranked("word"), ("/group_by/rank_by", "not_for_chart"), id="rank by a word"),
        pytest.param(
            _PIE | _BY_BUCKET | {"compare": {"to": "-1M"}}, ("/compare", "conflicting_keys"), id="by time"
        ),
        pytest.param(_PIVOT | {"rows": ["evaluations.weight"]}, ("/metrics/0", "fan_out"), id="many rows"),
        pytest.param(
            _PIVOT | {"columns": ["evaluations.weight"]}, ("/metrics/0", "fan_out"), id="many columns"
        ),
        *(
            pytest.param(
                _PIVOT | {"metrics": [_TOTAL | {"name": name}]},
                ("/metrics/0/name", "duplicate_name"),
                id=name,
            )
            for name in ("other", "excluded", "total")
        ),
        pytest.param(
            _SHARE | {"field": "duration"}, ("/aggregation_function", "aggregation_not_allowed"), id="share"
        ),
        pytest.param(
            _SHARE | {"field": "evaluations.typed", "metric": 1}, ("/metric", "connection_required"),
            id="share of a metric",
        ),
        pytest.param(
            {"chart_type": "list", "columns": ["topic", "topic"]}, ("/columns/1", "duplicate_name"), id="two"
        ),
        pytest.param({"chart_type": "list", "columns": ["id"]}, ("/columns/0", "duplicate_name"), id="id"),
        *(
            pytest.param(_BAR | one, ("/group_by", "conflicting_keys"), id=f"ranks beside {next(iter(one))}")
            for one in (
                {"x": "topic", **_by(rank_by="n")},
                {"compare": {"to": "-1d"}, "time_period": "day", **_by(rank_by="n")},
                {"window": {"type": "rolling", "buckets": 2}, "time_period": "day", **_by(limit=2)},
            )
        ),
        *(
            pytest.param(one | _FEW, ("/having", "conflicting_keys"), id=f"few of a {name}")
            for name, one in {
                "bar by x": _BAR | {"x": "topic"},
                "bar": _BAR | {"time_period": "day", "compare": {"to": "-1d"}, **_by()},
                "pie": _PIE | {"metrics": [_N], "compare": {"to": "-1d"}},
                "stat": {"chart_type": "stat", "metrics": [_N], "compare": {"to": "-1d"}, **_by()},
            }.items()
        ),
        pytest.param(
            _PIE | {"metrics": [_N], "data_type": "numeric"}, ("/data_type", "data_type_mismatch"), id="type"
        ),
        pytest.param(
            _PIE | {"metrics": [_N], "field": "duration"}, ("/chart_type", "chart_not_allowed"), id="numbers"
        ),
        pytest.param(_PIE | {"metrics": [_N], "metric": 1}, ("/metric", "not_for_chart"), id="no metric"),
        pytest.param(
            {"chart_type": "list", "columns": ["evaluations.typed"]}, ("/columns/0", "not_plottable"),
            id="a column of a metric",
        ),
        pytest.param(
            {"chart_type": "list", "columns": ["evaluations.weight"]}, ("/columns/0", "fan_out"),
            id="a column of many",
        ),
        pytest.param(
            _BAR | {"x": "evaluations.weight", "metrics": [_TOTAL]}, ("/metrics/0", "fan_out"), id="x of many"
        ),
        pytest.param(
            _TABLE | {"dimensions": [{"field": "topic", "bins": {"width": 2}}]},
            ("/dimensions/0/bins", "not_for_chart"),
            id="bins of words",
        ),
        pytest.param(_binned(width=0), ("/dimensions/0/bins/width", "out_of_range"), id="no width"),
        pytest.param(
            {"chart_type": "bar", "field": "duration", "aggregation_function": "sum"},
            ("/time_period", "missing_key"),
            id="no time",
        ),
    ],
)  # fmt: skip
def test_a_widget_is_refused(widget: Json, problem: tuple[str, str]) -> None:
    found = validate_widget(_SINCE | widget, EVERYTHING, limits=_LIMITS)
    assert [(one.pointer, one.code) for one in found] == [problem]


@pytest.mark.parametrize("aggregation", ["p100.5", "p100.01", "p99.999", "p101"])
def test_no_percentile_is_beyond_the_greatest(aggregation: str) -> None:
    bar = {
        "chart_type": "bar",
        "field": "duration",
        "aggregation_function": aggregation,
        "time_period": "day",
    }
    found = validate_widget(_SINCE | bar, EVERYTHING, limits=_LIMITS)
    assert [(one.pointer, one.code) for one in found] == [("/aggregation_function", "unknown_aggregation")]


@pytest.mark.parametrize("place", [0, 1])
def test_a_text_of_a_list_may_be_too_long(place: int) -> None:
    texts = ["a"]
    texts.insert(place, "x" * 2_001)
    found = validate_filter({"field": "topic", "op": "in", "value": texts}, EVERYTHING)
    assert [(one.pointer, one.code) for one in found] == [(f"/value/{place}", "too_long")]


@pytest.mark.parametrize("place", [0, 1])
def test_an_unknown_field_is_all_that_is_wrong(place: int) -> None:
    parts = [{"field": "topic", "op": "eq", "value": "a"}]
    parts.insert(place, {"field": "nope", "op": "eq", "value": 1})
    found = validate_filter({"operator": "same_row", "conditions": parts}, EVERYTHING)
    assert [(one.pointer, one.code) for one in found] == [(f"/conditions/{place}/field", "unknown_field")]


@pytest.mark.parametrize("aggregation", ["min", "max", "first", "last"])
def test_the_end_of_numbers_is_a_number(aggregation: str) -> None:
    least = {"name": "word", "aggregation_function": aggregation, "field": "duration"}
    for widget in (_having(least), _ratio(least, "word", "n"), _ratio(least, "n", "word")):
        assert validate_widget(_SINCE | widget, EVERYTHING, limits=_LIMITS) == []
