"""Limits that nothing could pass are refused; lifted ones let larger filters through."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from widgetql import Limits


@pytest.mark.parametrize(
    ("values", "said"),
    [
        pytest.param({"max_depth": 0}, "max_depth must be at least 1, got 0", id="zero"),
        pytest.param({"max_rows": -5}, "max_rows must be at least 1, got -5", id="negative"),
        pytest.param({"max_points": 3}, "max_points must be at least 4", id="points"),
        pytest.param({"range_slack": timedelta(-1)}, "range_slack must not be negative", id="slack"),
        pytest.param({"max_range": timedelta(0)}, "max_range must be positive, or None", id="range"),
        pytest.param({"timeout": timedelta(0)}, "timeout must be positive, or None", id="timeout"),
    ],
)
def test_limits_that_nothing_could_pass(values: dict[str, Any], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        Limits(**values)


def test_lifted_limits_keep_what_is_no_size_of_a_filter() -> None:
    limits = Limits(max_rows=7, max_regex_length=9, timeout=timedelta(seconds=1))
    lifted = limits.lifted()
    assert (lifted.max_rows, lifted.max_regex_length, lifted.timeout) == (7, 9, timedelta(seconds=1))
    kept = {name: getattr(limits, name) for name in Limits.__slots__ if name.startswith("max_")}
    assert replace(lifted, **kept) == limits
