"""Percentages and aggregations, by hand."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest

from widgetql.testing.charts import percentages
from widgetql.testing.figures import aggregate


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        pytest.param([1, 1, 1], [33.4, 33.3, 33.3], id="ties-go-to-the-earlier"),
        pytest.param([320, 210, 105, 65], [45.7, 30.0, 15.0, 9.3], id="the-reference"),
        pytest.param([2, 1], [66.7, 33.3], id="thirds"),
        pytest.param([999, 1], [99.9, 0.1], id="small"),
        pytest.param([], [], id="nothing"),
    ],
)
def test_percentages_add_up(counts: list[int], expected: list[float]) -> None:
    assert percentages(counts) == expected
    assert sum(round(10 * share) for share in expected) == (1000 if counts else 0)


@pytest.mark.parametrize(
    ("name", "values", "expected"),
    [
        pytest.param("count", [1, None], 2, id="count-is-of-rows"),
        pytest.param("count_distinct", [1, 1, None], 1, id="count-distinct-is-of-values"),
        pytest.param("sum", [1, None, 2], 3, id="sum-of-integers"),
        pytest.param("sum", [Decimal("0.1")] * 3, 0.3, id="sum-of-decimals"),
        pytest.param("avg", [None], None, id="avg-of-nothing"),
        pytest.param("p90", [1, 2, 3, 4], 3.7, id="percentile-between-two"),
        pytest.param("median", [3, 1, 2], 2.0, id="median"),
        pytest.param(
            "min", [datetime(2025, 11, 2), datetime(2025, 11, 1)], datetime(2025, 11, 1), id="min-of-times"
        ),
        pytest.param("p0", [3, 1, 2], 1.0, id="lowest"),
        pytest.param("p100", [3, 1, 2], 3.0, id="highest"),
        pytest.param("p12.5", [0, 8], 1.0, id="percentile-with-a-fraction"),
        pytest.param("variance", [2, 4, 4, 4, 5, 5, 7, 9], 32 / 7, id="sample-variance"),
        pytest.param("stddev", [1, 3], 2**0.5, id="sample-deviation"),
        pytest.param("variance", [5, None], None, id="variance-of-one"),
        pytest.param("variance", [5, 5], 0.0, id="variance-of-equals"),
        pytest.param("stddev", [1e150, 1], None, id="deviation-beyond-doubles"),
        pytest.param("sum", [1e308, 1e308], None, id="sum-beyond-a-double"),
        pytest.param("avg", [1e308, 1e308], None, id="avg-of-a-sum-beyond-a-double"),
        pytest.param("avg", [1e308, 1e308, -1e308], 1e308 / 3, id="avg-in-any-order"),
        pytest.param("avg", [float("inf"), 1.0], float("inf"), id="infinity"),
    ],
)
def test_aggregations(name: str, values: list[Any], expected: Any) -> None:
    found = aggregate(name, values)
    assert found == (pytest.approx(expected) if isinstance(expected, float) else expected)
