"""What a field and a stat say of themselves to a front end, and what of it the rules enforce."""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice
from typing import Any, Final

import pytest
import sqlalchemy as sa

from widgetql import Count, Dataset, Field, Items, Percentile, Ratio, Sum, validate_widget
from widgetql.testing import NOW, cases

_SOURCE: Final = sa.Table(
    "jobs",
    sa.MetaData(),
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("at", sa.DateTime),
    sa.Column("size", sa.Integer),
    sa.Column("state", sa.Text),
    sa.Column("scores", sa.JSON),
)
C: Final = _SOURCE.c
JOBS: Final = Dataset(
    _SOURCE,
    id=C.id,
    timestamp=C.at,
    fields={
        "size": Field(C.size, charts={"bar"}, aggregations={"avg", "p95", "max", "p75"}),
        "state": Field(C.state, charts="pie"),
        "plain": Field(C.size),
        "score": Items(C.scores, type="numeric", charts=["line"], aggregations="count", format="number"),
    },
    stats={"total": Sum("size")},
)
DAY: Final = {"time_period": "day"}


def _codes(widget: dict[str, Any]) -> list[tuple[str, str]]:
    return [(problem.code, problem.pointer) for problem in validate_widget(widget, JOBS, now=NOW)]


@pytest.mark.parametrize(
    ("field", "chart", "code"),
    [
        ("size", "line", "chart_not_allowed"),
        ("size", "bar", None),
        ("state", "pie", None),
        ("state", "bar", "chart_not_allowed"),
        ("score", "line", None),
        ("score", "bar", "chart_not_allowed"),
        ("plain", "line", None),
    ],
)
def test_a_field_is_drawn_as_it_says(field: str, chart: str, code: str | None) -> None:
    more = {"aggregation_function": "count" if field != "size" else "avg", **DAY}
    found = _codes({"chart_type": chart, "field": field, **more})
    assert found == ([] if code is None else [(code, "/chart_type")])


@pytest.mark.parametrize("name", ["avg", "p95", "max", "p75", "count", "sum", "median", "p99", "p95.0"])
def test_a_field_takes_the_aggregations_that_it_says(name: str) -> None:
    taken = name in ("avg", "p95", "max", "p75")
    bar = _codes({"chart_type": "bar", "field": "size", "aggregation_function": name, **DAY})
    assert bar == ([] if taken else [("aggregation_not_allowed", "/aggregation_function")])
    table = _codes({"chart_type": "table", "metrics": [{"aggregation_function": name, "field": "size"}]})
    assert table == ([] if taken else [("aggregation_not_allowed", "/metrics/0/aggregation_function")])


def test_aggregations_stand_in_the_order_of_all() -> None:
    assert Field(C.size, aggregations={"p75", "p95", "max", "avg"}).aggregations == (
        "avg",
        "max",
        "p95",
        "p75",
    )


def test_what_customers_may_not_ask_a_stat_of_the_host_may() -> None:
    assert JOBS.stats["total"] == Sum("size")


def test_drawn_widgets_are_of_what_fields_say() -> None:
    drawn = [case.widget for case in islice(cases(JOBS), 150) if case.widget is not None]
    assert {widget["chart_type"] for widget in drawn} >= {"bar", "pie", "line", "table"}
    assert [problem for widget in drawn for problem in validate_widget(widget, JOBS, now=NOW)] == []


WRONG: Final[dict[str, tuple[Callable[[], object], str]]] = {
    "unknown-chart": (lambda: Field(C.size, charts={"cake"}), "unknown charts"),
    "chart-of-no-field": (lambda: Field(C.size, charts={"stat"}), "unknown charts"),
    "chart-of-another-type": (lambda: Field(C.size, charts={"pie"}), "do not fit its type"),
    "unknown-aggregation": (lambda: Field(C.size, aggregations={"mode"}), "unknown aggregations"),
    "aggregation-of-another-type": (lambda: Field(C.state, aggregations={"avg"}), "do not fit its type"),
    "unknown-format": (lambda: Field(C.size, format="money"), "format= is one of number, percent"),
    "format-of-a-stat": (lambda: Count(format="money"), "Count: format= is one of number"),
    "format-of-a-percentile": (lambda: Percentile("size", 0.5, format="x"), "Percentile: format="),
    "fraction": (lambda: Percentile("size", 95), "the fraction must be 0 to 1"),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_declaration_that_cannot_be(name: str) -> None:
    make, message = WRONG[name]
    with pytest.raises(ValueError, match=message):
        make()


def test_a_stat_says_what_it_is() -> None:
    ratio = Ratio(Sum("size"), Count(), label="Mean", unit="B", format="bytes")
    assert (ratio.label, ratio.unit, ratio.format) == ("Mean", "B", "bytes")
    assert Count("size", label="Sized").field == "size"
