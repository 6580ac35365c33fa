"""The matrix of the reference, and what it adds up to."""

from __future__ import annotations

import itertools

import pytest

from widgetql.charts.catalogue import CHARTS
from widgetql.charts.parse import KEYS
from widgetql.charts.rules import (
    AGGREGATIONS,
    CHART_TYPES,
    CHARTS_OF_FIELDS,
    GROUPABLE,
    MATRIX,
    PERCENTILES,
    PERIODS,
    aggregations_for,
    charts_for,
)
from widgetql.types import DataType

REFERENCE = [
    ("numeric", {"line", "bar", "histogram"}, {"count", "sum", "avg", "min", "max"}),
    ("boolean", {"pie", "bar"}, {"count", "avg"}),
    ("string", {"pie", "bar"}, {"count"}),
    ("datetime", {"line", "bar"}, {"count", "min", "max"}),
]
_ENDS = {"first", "last"}
_OF_NUMBERS = {"median", "p50", "p90", "p95", "p99", "stddev", "variance"}
OURS = {
    "numeric": {"count_distinct"} | _OF_NUMBERS | _ENDS,
    "boolean": _ENDS,
    "string": {"count_distinct"} | _ENDS,
    "datetime": _ENDS,
}


@pytest.mark.parametrize(
    ("data_type", "charts", "aggregations"), REFERENCE, ids=[row[0] for row in REFERENCE]
)
def test_the_matrix_is_the_reference_and_ours(
    data_type: str, charts: set[str], aggregations: set[str]
) -> None:
    assert charts_for(DataType(data_type)) == charts
    assert set(aggregations_for(DataType(data_type))) == aggregations | OURS[data_type]


def test_every_type_but_dynamic_has_a_row() -> None:
    assert set(MATRIX) == set(DataType) - {DataType.DYNAMIC}


def test_every_word_of_the_matrix_is_known() -> None:
    assert {chart for rule in MATRIX.values() for chart in rule.charts} == CHARTS_OF_FIELDS
    assert set(itertools.chain(*(rule.aggregations for rule in MATRIX.values()))) == set(AGGREGATIONS)
    assert set(PERCENTILES) < set(AGGREGATIONS)


def test_a_kind_replaces_the_row() -> None:
    assert charts_for(DataType.STRING, frozenset({"pie"})) == {"pie"}


def test_every_chart_is_computed_and_read() -> None:
    assert set(CHARTS) == set(CHART_TYPES)
    assert {chart for key in KEYS.values() for chart in key.charts} == set(CHART_TYPES)
    assert set(CHART_TYPES) > GROUPABLE


def test_the_periods_of_the_reference_are_among_ours() -> None:
    assert {"hour", "day", "week", "month"} < set(PERIODS)
