"""What `describe` lists may be asked, and what it does not list may not."""

from __future__ import annotations

import json
from typing import Any, Final

import pytest

from tests.front.declared import DATASETS, JOBS, C, operand
from widgetql import Dataset, Limits, describe, validate_filter, validate_widget
from widgetql.charts.catalogue import CHARTS
from widgetql.charts.parse import KEYS, OTHER_KEYS
from widgetql.charts.rules import CHART_TYPES, CHARTS_OF_FIELDS, GROUPABLE
from widgetql.clocks import PARTS
from widgetql.filters.vocabulary import OPERATORS
from widgetql.testing import NOW

_FIELD_KEYS: Final = {
    *("path", "label", "description", "type", "unit", "format", "operators", "charts", "values"),
    *("groupable", "filter", "plot", "metrics"),
}
# A good value of each key of a widget.
GOOD: Final[dict[str, Any]] = {
    "id": 7,
    "name": "a",
    "data_type": "numeric",
    "field": "size",
    "metric": 1,
    "aggregation_function": "avg",
    "time_period": "day",
    "group_by": {"type": "field", "field": "state"},
    "fill_gaps": True,
    "include_missing": True,
    "bins": {"width": 5},
    "x": "state",
    "compare": {"to": "-1d"},
    "window": {"type": "cumulative"},
    "limit": 5,
    "columns": ["state"],
    "cursor": "x",
    "dimensions": ["state"],
    "metrics": [{"aggregation_function": "count"}],
    "order_by": [{"name": "state"}],
    "totals": True,
    "having": {"field": "sample_count", "op": "gt", "value": 1},
    "rows": ["size"],
    "other": True,
    "filters": {"field": "size", "op": "gt", "value": 1},
    "dashboard_filters": "",
}


def field(path: str, dataset: Dataset = JOBS) -> dict[str, Any]:
    return next(one for one in describe(dataset)["fields"] if one["path"] == path)


@pytest.mark.parametrize("dataset", DATASETS.values(), ids=DATASETS)
def test_all_of_it_is_json(dataset: Dataset) -> None:
    found = describe(dataset, now=NOW)
    assert json.loads(json.dumps(found, allow_nan=False)) == found
    assert [key for one in found["fields"] for key in one.keys() ^ _FIELD_KEYS] == []


def test_a_field_says_what_its_declaration_does() -> None:
    assert field("size") == {
        "path": "size",
        "label": "Size",
        "description": "All of it",
        "type": "numeric",
        "unit": "B",
        "format": "bytes",
        "operators": ["gt", "between"],
        "charts": {"bar": ["avg", "p95", "p12.5"]},
        "values": None,
        "groupable": True,
        "filter": True,
        "plot": True,
        "metrics": None,
    }


def test_values_are_told_where_the_declaration_has_them() -> None:
    assert field("state")["values"] == [
        {"value": "open", "label": "open"},
        {"value": "done", "label": "done"},
    ]
    assert field("meta.vip")["values"] == [
        {"value": True, "label": "true"},
        {"value": False, "label": "false"},
    ]
    # To be asked for, and not to be listed at all.
    assert (field("meta.latency")["values"], field("phone")["values"]) == (None, [])


def test_what_a_field_is_not_for_is_empty() -> None:
    assert (field("phone")["charts"], field("phone")["groupable"], field("phone")["plot"]) == (
        {},
        False,
        False,
    )
    assert (field("drawn")["operators"], field("drawn")["filter"]) == ([], False)
    assert "secret" not in json.dumps(describe(JOBS))


def test_stats_charts_and_the_rest() -> None:
    found = describe(JOBS, limits=Limits(max_range=None, range_slack=NOW - NOW), timezone="UTC")
    assert found["stats"] == [
        {"name": "jobs", "label": "Jobs", "unit": None, "format": "number"},
        {"name": "mean", "label": None, "unit": "B", "format": None},
    ]
    assert found["charts"]["table"]["needs"] == [["dimensions", "metrics"]]
    assert found["aggregations"] == [
        *("count", "sum", "avg", "min", "max", "count_distinct", "median", "p0-p100", "stddev", "variance"),
        *("first", "last", "share"),
    ]
    assert (found["timezone"], found["week_start"], found["parts"]) == ("UTC", "sunday", [*PARTS])
    assert (found["limits"]["max_range"], found["limits"]["range_slack"]) == (None, 0)
    assert describe(JOBS)["limits"]["max_range"] == 30 * 86_400
    assert found["ignored_keys"] == sorted(OTHER_KEYS - {"filters", "dashboard_filters"})


@pytest.mark.parametrize("dataset", DATASETS.values(), ids=DATASETS)
def test_the_operators_are_those_that_filters_take(dataset: Dataset) -> None:
    for one in describe(dataset)["fields"]:
        taken = []
        for op in OPERATORS:
            condition = {"field": one["path"], "op": op, "value": operand(op, one["type"])}
            codes = {problem.code for problem in validate_filter(condition, dataset)}
            assert codes <= {"operator_not_allowed", "not_filterable"}
            taken += [] if codes else [op]
        assert (one["path"], one["operators"]) == (one["path"], taken)


@pytest.mark.parametrize("dataset", DATASETS.values(), ids=DATASETS)
def test_the_charts_and_aggregations_are_those_that_widgets_take(dataset: Dataset) -> None:
    described = describe(dataset)
    for one in described["fields"]:
        if one["type"] == "dynamic":
            continue
        for chart in CHARTS_OF_FIELDS:
            names = one["charts"].get(chart)
            widget = {"chart_type": chart, "field": one["path"]}
            widget |= {"bins": {"count": 5}} if chart == "histogram" else {}
            if chart != "bar":
                assert (names == []) is (validate_widget(widget, dataset) == [])
                continue
            widget |= {"time_period": "day"}
            for name in (
                "count",
                "sum",
                "avg",
                "min",
                "max",
                "count_distinct",
                "p95",
                "median",
                "variance",
                "share",
            ):
                problems = validate_widget(widget | {"aggregation_function": name}, dataset)
                assert (name in (names or ())) is (problems == [])


@pytest.mark.parametrize("dataset", DATASETS.values(), ids=DATASETS)
def test_a_chart_may_be_grouped_by_what_is_groupable(dataset: Dataset) -> None:
    drawn = [(one["path"], chart) for one in describe(dataset)["fields"] for chart in one["charts"]]
    count = {"aggregation_function": "count", "time_period": "day"}
    widgets = [{"chart_type": "stat"}]
    widgets += [{"chart_type": chart, "field": path} | count for path, chart in drawn if chart in GROUPABLE]
    for one in describe(dataset)["fields"]:
        group = {"group_by": {"type": "field", "field": one["path"]}}
        may_be = any(validate_widget(widget | group, dataset) == [] for widget in widgets)
        assert (one["path"], one["groupable"]) == (one["path"], may_be)


def test_without_a_timestamp_nothing_is_plotted() -> None:
    plain = Dataset(JOBS.table, id=C.id, fields=JOBS.fields)
    found = describe(plain)
    assert found["charts"] == {}
    assert {(len(one["charts"]), one["groupable"]) for one in found["fields"]} == {(0, False)}
    assert next(one for one in found["fields"] if one["path"] == "size")["operators"] == ["gt", "between"]


@pytest.mark.parametrize("chart", CHART_TYPES)
def test_a_chart_needs_what_it_says(chart: str) -> None:
    needs = describe(JOBS)["charts"][chart]["needs"]
    named = [need if isinstance(need, str) else need[0] for need in needs]
    # A pie takes no number.
    good = GOOD | ({"field": "state"} if chart == "pie" else {"field": "drawn"})
    widget = {"chart_type": chart} | {name: good[name] for name in named}
    assert validate_widget(widget, JOBS) == []
    for name in named:
        without = {key: value for key, value in widget.items() if key != name}
        assert [problem.code for problem in validate_widget(without, JOBS)] == ["missing_key"]
    for need in needs:
        for other in () if isinstance(need, str) else need:
            value = {"type": "bucket", "interval": 1_000} if other == "group_by" else GOOD[other]
            replaced = {key[0] for key in needs if other in key}
            instead = {key: value for key, value in widget.items() if key not in replaced} | {other: value}
            assert validate_widget(instead, JOBS) == []


@pytest.mark.parametrize("chart", CHART_TYPES)
def test_a_chart_takes_the_keys_that_it_says(chart: str) -> None:
    assert GOOD.keys() >= KEYS.keys() - {"chart_type"}
    listed = describe(JOBS)["charts"][chart]["keys"]
    for name, value in GOOD.items():
        problems = validate_widget({"chart_type": chart, name: value}, JOBS)
        # A metric is refused where it may stand too, but beside a dynamic field.
        refused = any("does not use" in one.message and one.pointer == f"/{name}" for one in problems)
        assert refused is (name not in listed)
    assert CHARTS.keys() == describe(JOBS)["charts"].keys()
