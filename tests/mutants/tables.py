"""The tables of the tests that need no database: of phrases, edges, ranges, documents, cursors.

The interpreter reads JSON, times and patterns by the library's own functions, and knows problems of form
only: what these give is written down by hand in the tests of each.
"""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from importlib import import_module
from itertools import product
from typing import Any, Final

from tests.mutants.asking import Question

_MODULES: Final = (
    "tests.test_relative_time",
    "tests.test_dynamic",
    "tests.charts.test_answer_rows",
    "tests.charts.test_bar",
    "tests.charts.test_bind",
    "tests.charts.test_buckets",
    "tests.charts.test_columns",
    "tests.charts.test_compare_refused",
    "tests.charts.test_cursor_keys",
    "tests.charts.test_dates",
    "tests.charts.test_dimensions",
    "tests.charts.test_empty_ranges",
    "tests.charts.test_figures",
    "tests.charts.test_fractions",
    "tests.charts.test_having",
    "tests.charts.test_having_measures",
    "tests.charts.test_hidden_names",
    "tests.charts.test_keys",
    "tests.charts.test_lasting",
    "tests.charts.test_list",
    "tests.charts.test_measures",
    "tests.charts.test_moves",
    "tests.charts.test_over",
    "tests.charts.test_pages",
    "tests.charts.test_parse",
    "tests.charts.test_pivot",
    "tests.charts.test_quantiles",
    "tests.charts.test_refused",
    "tests.charts.test_repeated",
    "tests.charts.test_rules",
    "tests.charts.test_series",
    "tests.charts.test_series_compare",
    "tests.charts.test_series_over",
    "tests.charts.test_series_window",
    "tests.charts.test_share",
    "tests.charts.test_spread",
    "tests.charts.test_window",
    "tests.dashboard.test_alike",
    "tests.dashboard.test_several",
    "tests.drill.test_drill",
    "tests.drill.test_earlier",
    "tests.drill.test_edges",
    "tests.drill.test_problems",
    "tests.drill.test_rest",
    "tests.filters.test_bind",
    "tests.filters.test_compile",
    "tests.filters.test_counted",
    "tests.filters.test_cost",
    "tests.filters.test_depth",
    "tests.filters.test_groups",
    "tests.filters.test_many_dates",
    "tests.filters.test_merge",
    "tests.filters.test_missing",
    "tests.filters.test_operators",
    "tests.filters.test_parse",
    "tests.filters.test_parts",
    "tests.filters.test_pinned",
    "tests.filters.test_relations",
    "tests.filters.test_tighten",
    "tests.filters.test_time_range",
    "tests.filters.test_wide_decimals",
    "tests.front.test_declared",
    "tests.front.test_describe",
    "tests.hosts.test_composite_keys",
    "tests.hosts.test_decorated_times",
    "tests.hosts.test_decorators",
    "tests.hosts.test_epochs",
    "tests.hosts.test_items",
    "tests.hosts.test_typed_keys",
    "tests.reference.test_filters",
    "tests.reference.test_widgets",
    "tests.scope.test_hidden",
    "tests.sql.test_bound_numbers",
    "tests.sql.test_constructs",
    "tests.sql.test_finite",
    "tests.sql.test_parts",
    "tests.sql.test_spelled",
    "tests.test_json_text",
)


def tables() -> Iterator[Question]:
    """Yield each case of these tables."""
    for name in _MODULES:
        for own, test in vars(import_module(name)).items():
            if own.startswith("test_") and is_plain(test):
                for number, _ in enumerate(cases_of(test)):
                    yield Question("table", "calls", "calls", [name, own, number], [])


def is_plain(test: Any) -> bool:
    """Tell whether a test needs nothing but its cases: no fixture, no example that is drawn."""
    if not inspect.isfunction(test) or hasattr(test, "hypothesis"):
        return False
    return {*inspect.signature(test).parameters} == {
        name for names, _ in _parametrized(test) for name in names
    }


def cases_of(test: Any) -> list[dict[str, Any]]:
    """Return the arguments of each case of a test."""
    found: list[dict[str, Any]] = []
    for parts in product(*(values for _, values in _parametrized(test))):
        given: dict[str, Any] = {}
        for (names, _), values in zip(_parametrized(test), parts, strict=True):
            given |= zip(names, values, strict=True)
        found.append(given)
    return found


def _parametrized(test: Any) -> list[tuple[list[str], list[Any]]]:
    marks = [one for one in getattr(test, "pytestmark", []) if one.name == "parametrize"]
    found: list[tuple[list[str], list[Any]]] = []
    for mark in marks:
        given, cases = mark.args
        names = [one.strip() for one in given.split(",")] if isinstance(given, str) else [*given]
        is_one = isinstance(given, str) and "," not in given
        values = [
            one.values if hasattr(one, "values") and hasattr(one, "marks") else (one,) if is_one else one
            for one in cases
        ]
        found.append((names, values))
    return found
