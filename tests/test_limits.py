"""Limits of a wrong type, or that nothing could pass, are refused; lifted ones let drill-downs through."""

from __future__ import annotations

import math
from dataclasses import fields, replace
from datetime import timedelta
from typing import Any, Final

import pytest

from widgetql import Dataset, Limits, validate_filter
from widgetql.kore import widget_data
from widgetql.testing.example import calls, connect, dataset

DURATIONS: Final = ("max_range", "max_compare", "range_slack", "timeout", "widget_timeout")
NUMBERS: Final = [one.name for one in fields(Limits) if one.name not in DURATIONS]


@pytest.mark.parametrize(
    ("values", "said"),
    [
        pytest.param({"max_depth": 0}, "max_depth must be at least 1, got 0", id="zero"),
        pytest.param({"max_rows": -5}, "max_rows must be at least 1, got -5", id="negative"),
        pytest.param({"max_points": 3}, "max_points must be at least 4", id="points"),
        pytest.param({"max_search_cost": 0}, "max_search_cost must be positive, got 0", id="cost-of-nothing"),
        pytest.param({"max_search_cost": math.nan}, "max_search_cost must be finite, got nan", id="cost-nan"),
        pytest.param({"max_search_cost": math.inf}, "max_search_cost must be finite", id="cost-infinity"),
        pytest.param({"range_slack": timedelta(-1)}, "range_slack must not be negative", id="slack"),
        pytest.param({"max_range": timedelta(0)}, "max_range must be positive, or None", id="range"),
        pytest.param({"timeout": timedelta(0)}, "timeout must be positive, or None", id="timeout"),
    ],
)
def test_limits_that_nothing_could_pass(values: dict[str, Any], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        Limits(**values)


@pytest.mark.parametrize("value", ["7", None, True, math.nan, 7.5, [7], timedelta(1)], ids=repr)
@pytest.mark.parametrize("name", NUMBERS)
def test_a_number_of_another_type(name: str, value: Any) -> None:
    if name == "max_search_cost" and isinstance(value, float):
        # A cost may have a fraction.
        return
    with pytest.raises(TypeError, match=rf"^Limits\.{name} must be a (whole )?number, got "):
        Limits(**{name: value})


@pytest.mark.parametrize("value", ["30d", 30, 1.5, False, math.nan], ids=repr)
@pytest.mark.parametrize("name", ["max_range", "range_slack", "timeout"])
def test_a_length_of_time_of_another_type(name: str, value: Any) -> None:
    with pytest.raises(TypeError, match=rf"^Limits\.{name} must be a timedelta(, or None)?, got "):
        Limits(**{name: value})


def test_no_slack_is_zero_not_none() -> None:
    with pytest.raises(TypeError, match=r"Limits\.range_slack must be a timedelta, got None"):
        Limits(range_slack=None)  # type: ignore[arg-type]


@pytest.mark.parametrize("given", [{"max_depth": 3}, {}, 3, "max_depth", Limits], ids=repr)
def test_what_is_no_limits_is_refused_wherever_it_is_given(given: Any) -> None:
    said = r"limits must be a Limits, got an? .*: write limits=Limits\(max_depth=3\)"
    with pytest.raises(TypeError, match=said):
        validate_filter(None, dataset, limits=given)
    with pytest.raises(TypeError, match=said):
        Dataset(calls, id=calls.c.id, fields={}, limits=given)
    with connect() as connection, pytest.raises(TypeError, match=said):
        widget_data(connection, {}, dataset, {}, limits=given)


def test_lifted_limits_keep_what_is_no_size_of_a_filter() -> None:
    limits = Limits(max_rows=7, max_regex_length=9, timeout=timedelta(seconds=1))
    lifted = limits.lifted()
    assert (lifted.max_rows, lifted.max_regex_length, lifted.timeout) == (7, 9, timedelta(seconds=1))
    kept = {name: getattr(limits, name) for name in Limits.__slots__ if name.startswith("max_")}
    assert replace(lifted, **kept) == limits


def test_lifted_limits_have_no_more_parameters_than_any_database_takes() -> None:
    # SQLite takes 32,766; a list of times has two for each.
    assert Limits().lifted().max_values < 32_766
