"""What cases ask by: each thing that some fault is seen by alone is drawn often enough to see it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache
from itertools import islice
from typing import Any, Final

import pytest

from tests.testing.everything import EVERYTHING, calls
from widgetql.charts.rules import PERCENTILES
from widgetql.testing import Case, cases, expected_widget_data
from widgetql.types import STRATEGIES

_CASES: Final = 400

# What only random cases reach counts as not covered.
pytestmark = pytest.mark.untraced


@cache
def _drawn() -> list[Case]:
    return list(islice(cases(EVERYTHING, first=3_300), _CASES))


def _widget(case: Case) -> dict[str, Any]:
    assert case.widget is not None
    return case.widget


def _is(case: Case, **wanted: Any) -> bool:
    return all(_widget(case).get(key) == value for key, value in wanted.items())


def _conditions(case: Case) -> Iterator[dict[str, Any]]:
    waiting = [case.filter, *case.besides.values(), _widget(case).get("filters")]
    while waiting:
        node = waiting.pop()
        if node:
            waiting.extend(node.get("conditions", ()))
            yield from [node] if "field" in node else ()


def _orders(case: Case) -> Iterator[tuple[str, str]]:
    widget = _widget(case)
    named = {
        one.get("name") or f"{one['aggregation_function']}_{one.get('field')}": one["aggregation_function"]
        for one in widget.get("metrics", ())
        if "aggregation_function" in one
    }
    for one in widget.get("order_by", ()):
        yield named.get(one["name"], "" if "metrics" in widget else "raw"), one["direction"]


def _has_intervals(case: Case, period: str, count: int) -> bool:
    if not _is(case, chart_type="bar", time_period=period):
        return False
    given: Any = {**case.besides, **case.options}
    data = expected_widget_data(_widget(case), EVERYTHING, case.rows, **given)["data"]
    return len({row["time_interval"] for row in data}) >= count


def _between_cents(case: Case) -> bool:
    return any(
        abs(node["value"]) < 1e6 and round(node["value"], 2) != node["value"]
        for node in _conditions(case)
        if node["field"] == "cost" and node["op"] in ("gt", "gte", "lt", "lte")
    )


def _shapes(case: Case) -> bool:
    return any(node["op"] == "regex" and r"\w" in node["value"] for node in _conditions(case))


def _long_json(case: Case) -> bool:
    return "1234567.890123" in str([row["meta"] for row in case.rows[calls]])


_DRAWN: Final[dict[str, tuple[Callable[[Case], Any], int]]] = {
    "the dashboard's filters": (lambda case: case.besides.get("dashboard_filters"), 20),
    "filters instead of the widget's": (lambda case: case.besides.get("filters"), 20),
    "a range of years": (lambda case: case.options["limits"].max_range != EVERYTHING.limits.max_range, 50),
    "several quarters": (lambda case: _has_intervals(case, "quarter", 3), 2),
    "several years": (lambda case: _has_intervals(case, "year", 2), 1),
    "a stat by bucket": (
        lambda case: _is(case, chart_type="stat") and "interval" in (_widget(case).get("group_by") or {}),
        2,
    ),
    "raw, ascending": (lambda case: ("raw", "asc") in _orders(case), 1),
    "raw, descending": (lambda case: ("raw", "desc") in _orders(case), 1),
    "by a percentile, descending": (
        lambda case: any(name in PERCENTILES and way == "desc" for name, way in _orders(case)),
        1,
    ),
    "a table without count": (
        lambda case: _widget(case).get("metrics", ({},))[0].get("aggregation_function", "count") != "count",
        8,
    ),
    "a limit above five": (lambda case: _widget(case).get("limit", 0) > 5, 15),
    "more rows than a list may have": (
        lambda case: (
            _is(case, chart_type="list")
            and "limit" not in _widget(case)
            and case.options["limits"].max_rows < 10
        ),
        1,
    ),
    "many rows": (lambda case: len(case.rows[calls]) > 100, 16),
    "no gaps filled": (lambda case: _is(case, fill_gaps=False), 10),
    "nothing missing": (lambda case: _is(case, include_missing=False), 5),
    "a long list": (
        lambda case: any(
            isinstance(one["value"], list) and len(one["value"]) > 3 for one in _conditions(case)
        ),
        60,
    ),
    "a number between cents": (_between_cents, 1),
    "a JSON number of 13 digits": (_long_json, 8),
    "a pattern of word characters": (_shapes, 12),
    "a text with an underscore": (lambda case: "_" in str([row["topic"] for row in case.rows[calls]]), 40),
}


@pytest.mark.parametrize("name", _DRAWN)
def test_it_is_drawn(name: str) -> None:
    shows, least = _DRAWN[name]
    assert sum(map(bool, map(shows, _drawn()))) >= least


def test_moments_zones_week_starts_and_ways_vary() -> None:
    options = [case.options for case in _drawn()]
    assert len({one["now"] for one in options}) > 12
    assert len({str(one["timezone"]) for one in options}) > 3
    assert {one["week_start"] for one in options} == {"monday", "sunday", "saturday", "wednesday"}
    assert {one["strategy"]["buckets"] for one in options if "strategy" in one} == {*STRATEGIES["buckets"]}


def test_own_columns_have_their_share_of_conditions() -> None:
    found: Counter[str] = Counter()
    for case in _drawn():
        for node in _conditions(case):
            path = EVERYTHING.find(node["field"])
            assert path is not None
            found["own" if not path.steps else "to-many" if path.to_many else "to-one"] += 1
    shares = {kind: count / found.total() for kind, count in found.items()}
    assert shares["own"] > 0.35
    assert min(shares.values()) > 0.1
