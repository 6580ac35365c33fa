"""What is wrong with a rule is said at once, with pointers into it; nothing is read then."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any, Final

import pytest
from sqlalchemy import Column, DateTime, Integer, MetaData, Table, Text, create_engine

from tests.charts.events import DATASET, EVENTS, NOW, TABLES
from tests.testing.everything import EVERYTHING
from widgetql import Dataset, Field, InvalidInput, Limits, QueryTimeout, verdict

BREACHES: Final[dict[str, Any]] = {"type": "breaches", "field": "size", "op": "gt", "value": 5}
TREND: Final[dict[str, Any]] = {"type": "trend", "field": "size"}
STAT: Final[dict[str, Any]] = {
    "chart_type": "stat", "metrics": [{"aggregation_function": "count"}],
    "filters": {"field": "at", "op": "gte", "value": "today"},
}  # fmt: skip
THRESHOLD: Final[dict[str, Any]] = {"type": "threshold", "widget": STAT, "op": "gt", "value": 5}
SPIKE: Final[dict[str, Any]] = {"type": "spike"}


def problems(rule: Any, dataset: Dataset = DATASET, **options: Any) -> set[tuple[str, str]]:
    """Where each problem is, and its code."""
    given: Any = {"now": NOW, **options}
    with create_engine("sqlite://").connect() as connection:
        TABLES.create_all(connection)
        with pytest.raises(InvalidInput) as raised:
            verdict(connection, rule, dataset, **given)
    assert {problem.document for problem in raised.value.problems} == {"rule"}
    return {(problem.pointer, problem.code) for problem in raised.value.problems}


def stat(**keys: Any) -> dict[str, Any]:
    return THRESHOLD | {"widget": STAT | keys}


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        (None, {("", "not_an_object")}),
        ("{}", {("", "not_an_object")}),
        ({}, {("/type", "missing_key")}),
        ({"type": "smell"}, {("/type", "wrong_type")}),
        ({"type": ["trend"]}, {("/type", "wrong_type")}),
        (
            {"type": "breaches"},
            {("/field", "missing_key"), ("/op", "missing_key"), ("/value", "missing_key")},
        ),
        (
            BREACHES | {"op": "gte", "at_least": 0, "colour": 1, "filters": {"field": "colour"}},
            {("/op", "unknown_operator"), ("/at_least", "out_of_range"), ("/colour", "unknown_key"),
             ("/filters/op", "missing_key"), ("/filters/value", "missing_key")},
        ),
        (BREACHES | {"field": "colour"}, {("/field", "unknown_field")}),
        (BREACHES | {"field": 5}, {("/field", "not_text")}),
        (BREACHES | {"field": "\ud800"}, {("/field", "invalid_text")}),
        (BREACHES | {"field": "kind"}, {("/field", "data_type_mismatch")}),
        (BREACHES | {"metric": 5}, {("/metric", "not_for_chart")}),
        (BREACHES | {"value": "5"}, {("/value", "wrong_type")}),
        (BREACHES | {"value": True}, {("/value", "wrong_type")}),
        (BREACHES | {"value": float("nan")}, {("/value", "wrong_type")}),
        (BREACHES | {"value": 10**400}, {("/value", "out_of_range")}),
        (BREACHES | {"value": [1, 2]}, {("/value", "wrong_type")}),
        (BREACHES | {"op": "outside"}, {("/value", "wrong_type")}),
        (BREACHES | {"op": "outside", "value": [1]}, {("/value", "wrong_type")}),
        (BREACHES | {"op": "outside", "value": [2, 1]}, {("/value", "out_of_range")}),
        (BREACHES | {"op": "outside", "value": [2, "x"]}, {("/value/1", "wrong_type")}),
        (BREACHES | {"op": ["gt"]}, {("/op", "unknown_operator")}),
        (BREACHES | {"at_least": 3, "of_last": 2}, {("/at_least", "out_of_range")}),
        (
            BREACHES | {"at_least": True, "of_last": 2.5},
            {("/at_least", "wrong_type"), ("/of_last", "wrong_type")},
        ),
        (BREACHES | {"of_last": 1001}, {("/of_last", "out_of_range")}),
        ({"type": "failure", "field": "size"}, {("/field", "data_type_mismatch")}),
        ({"type": "failure", "field": "size", "op": "gt"},
         {("/field", "data_type_mismatch"), ("/op", "unknown_key")}),
        (TREND | {"window": 501, "deviations": -1, "alpha": 0, "direction": "left"},
         {("/window", "out_of_range"), ("/deviations", "out_of_range"), ("/alpha", "out_of_range"),
          ("/direction", "wrong_type")}),
        (
            TREND | {"alpha": 1.5, "deviations": "2"},
            {("/alpha", "out_of_range"), ("/deviations", "wrong_type")},
        ),
        (TREND | {"alpha": Decimal("1e-999999")}, {("/alpha", "out_of_range")}),
        (
            SPIKE | {"recent": "24", "baseline": 7},
            {("/recent", "invalid_time"), ("/baseline", "invalid_time")},
        ),
        (SPIKE | {"recent": "0h"}, {("/recent", "invalid_time")}),
        (SPIKE | {"recent": "999999y"}, {("/recent", "out_of_range")}),
        (SPIKE | {"baseline": "400d"}, {("/baseline", "range_too_old")}),
        (SPIKE | {"at_least": 0, "times": -1}, {("/at_least", "out_of_range"), ("/times", "out_of_range")}),
        (SPIKE | {"field": "size"}, {("/field", "unknown_key")}),
        (
            {"type": "threshold"},
            {("/widget", "missing_key"), ("/op", "missing_key"), ("/value", "missing_key")},
        ),
        (THRESHOLD | {"widget": 5}, {("/widget", "not_an_object")}),
        (THRESHOLD | {"op": "above", "widget": STAT | {"metrics": [{"field": "size"}]}},
         {("/op", "unknown_operator"), ("/widget/metrics/0/aggregation_function", "unknown_aggregation")}),
        (stat(chart_type="bar"), {("/widget/chart_type", "chart_not_allowed")}),
        (stat(chart_type=None), {("/widget/chart_type", "unknown_chart")}),
        (stat(metrics=None), {("/widget/metrics", "missing_key")}),
        (stat(metrics=5), {("/widget/metrics", "not_a_list")}),
        (stat(metrics=[5]), {("/widget/metrics/0", "not_an_object")}),
        (
            stat(metrics=STAT["metrics"] * 2),
            {("/widget/metrics", "too_many"), ("/widget/metrics/1/name", "duplicate_name")},
        ),
        (stat(metrics=[{"aggregation_function": "max", "field": "at"}]),
         {("/widget/metrics", "aggregation_not_allowed")}),
        (stat(group_by={"type": "field", "field": "kind"}, compare={"to": "-1d"}),
         {("/widget/group_by", "not_for_chart"), ("/widget/compare", "not_for_chart")}),
        (stat(filters={"field": "at", "op": "gte"}), {("/widget/filters/value", "missing_key")}),
        (stat(colour=5), {("/widget/colour", "unknown_key")}),
    ],
)  # fmt: skip
def test_every_problem_is_named(rule: Any, expected: set[tuple[str, str]]) -> None:
    assert problems(rule) == expected


def test_a_stat_needs_a_time_range() -> None:
    limits = Limits(max_range=timedelta(days=30))
    assert problems(stat(filters=None), limits=limits) == {("/widget/filters", "timestamp_required")}
    old = {"field": "at", "op": "gte", "value": "now-31d"}
    assert problems(stat(filters=old), limits=limits) == {("/widget/filters/value", "range_too_old")}


def test_a_dynamic_field_needs_its_metric() -> None:
    rule = BREACHES | {"field": "evaluations.value"}
    assert problems(rule, EVERYTHING) == {("/metric", "missing_key")}
    assert problems(rule | {"metric": True}, EVERYTHING) == {("/metric", "wrong_type")}


def test_what_no_filter_can_say_is_no_evidence() -> None:
    def declared(**fields: Any) -> Dataset:
        return Dataset(EVENTS, id=EVENTS.c.id, timestamp=EVENTS.c.at, fields=fields)

    size = Field(EVENTS.c.size)
    hidden = declared(size=size, id=Field(EVENTS.c.id, filter=False))
    assert problems(BREACHES, hidden) == {("", "cannot_drill")}
    ordered = declared(size=size, id=Field(EVENTS.c.id, operators={"gt"}))
    assert problems(BREACHES, ordered) == {("", "cannot_drill")}
    timeless = declared(size=size, at=Field(EVENTS.c.at, operators={"isnull"}))
    assert problems(SPIKE, timeless) == {("", "cannot_drill")}


def test_a_filter_for_filters_only_is_not_shown() -> None:
    secret = Dataset(
        EVENTS, id=EVENTS.c.id, timestamp=EVENTS.c.at, fields={"size": Field(EVENTS.c.size, plot=False)}
    )
    assert problems(BREACHES, secret) == {("/field", "not_plottable")}


def test_what_is_the_hosts_own_mistake_is_said_to_the_host() -> None:
    table = Table("t", MetaData(), Column("id", Integer), Column("name", Text), Column("at", DateTime))
    timeless = Dataset(table, id=table.c.id, fields={})
    guarded = Dataset(EVENTS, id=EVENTS.c.id, timestamp=EVENTS.c.at, fields={}, scope_required=True)
    with create_engine("sqlite://").connect() as connection:
        with pytest.raises(ValueError, match="declares no timestamp"):
            verdict(connection, BREACHES, timeless)
        with pytest.raises(TypeError, match="unknown options"):
            verdict(connection, BREACHES, DATASET, colour=1)  # type: ignore[call-arg]
        with pytest.raises(ValueError, match="scope"):
            verdict(connection, BREACHES, guarded)


def test_a_call_ends_within_its_time() -> None:
    limits = Limits(timeout=timedelta(microseconds=1))
    with create_engine("sqlite://").connect() as connection:
        TABLES.create_all(connection)
        with pytest.raises(QueryTimeout):
            verdict(connection, BREACHES, DATASET, now=NOW, limits=limits)
