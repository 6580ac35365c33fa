"""The values of a field on every database: an `eq` on each selects as many records as are counted."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

import pytest
from sqlalchemy import Connection, MetaData, func, select

from tests.conformance.features import ROWS
from tests.front.declared import JOBS
from tests.testing.everything import EVERYTHING, KINDS, TABLES, calls, metrics
from widgetql import Dataset, Field, InvalidInput, Limits, compile_filter, field_values
from widgetql.testing import NOW
from widgetql.testing.databases import Rows
from widgetql.types import DataType

ALL: Final = 1_000
PATHS: Final = [
    *(path for path, found in EVERYTHING.paths.items() if not found.is_document and found.leaf.filter),
    *("meta.region", "meta.count", "meta.a", "details.region"),
]


@pytest.fixture(scope="module")
def metadata() -> MetaData:
    return TABLES


@pytest.fixture(scope="module")
def rows() -> Rows:
    return ROWS


def values(connection: Connection, path: Any, dataset: Dataset = EVERYTHING, **options: Any) -> Any:
    return field_values(connection, path, dataset, **{"now": NOW, "limit": ALL, **options})


def count(connection: Connection, filter: Any, dataset: Dataset = EVERYTHING, **options: Any) -> int:
    condition = compile_filter(filter, dataset, now=NOW, **options)
    return connection.execute(select(func.count()).select_from(dataset.table).where(condition)).scalar_one()


def _is(path: str, value: Any) -> dict[str, Any]:
    return {"field": path, "op": "eq", "value": value}


def _dynamic(path: str) -> bool:
    found = EVERYTHING.find(path)
    assert found is not None
    return found.leaf.type is DataType.DYNAMIC


@pytest.mark.parametrize("path", [path for path in PATHS if not _dynamic(path)])
def test_eq_on_a_value_selects_what_is_counted(connection: Connection, path: str) -> None:
    found = values(connection, path)
    assert not found["truncated"]
    listed = [(one["value"], one["count"]) for one in found["values"]]
    asked = [(value, count(connection, _is(path, value))) for value, _ in listed]
    assert listed == asked
    assert [number for _, number in listed] == sorted((number for _, number in listed), reverse=True)
    assert all(isinstance(one["label"], str) for one in found["values"])
    declared = EVERYTHING.find(path)
    assert declared is not None
    if "isnull" not in declared.leaf.operators:
        return
    # None is missing: those that have a value have one of these.
    present = count(connection, {"field": path, "op": "isnull", "value": False})
    each = {"operator": "or", "conditions": [_is(path, value) for value, _ in listed]}
    limits = Limits(max_search_cost=10_000)
    assert present == (count(connection, each, limits=limits) if listed else 0)


@pytest.mark.parametrize("path", [path for path in PATHS if _dynamic(path)])
def test_of_a_metric_the_same_row_has_the_value(connection: Connection, path: str) -> None:
    seen = 0
    for metric in ROWS[metrics]:
        if metric["kind"] not in KINDS:
            continue
        found = values(connection, path, metric=metric["id"])["values"]
        for one in found:
            parts = [_is("evaluations.metric.id", metric["id"]), _is(path, one["value"])]
            same = {"operator": "same_row", "conditions": parts}
            assert count(connection, same) == one["count"]
        seen += len(found)
    assert seen > 5


@pytest.mark.parametrize(
    "path", ["meta.region", "started", "day", "evaluations.notes.text", "evaluations.weight"]
)
def test_the_most_frequent_come_first_and_ties_go_by_value(connection: Connection, path: str) -> None:
    found = values(connection, path)["values"]
    # Texts of times sort as times only where all have a fraction, or none has.
    value_of = datetime.fromisoformat if path == "started" else lambda value: value
    keys = [(-one["count"], value_of(one["value"])) for one in found]
    assert keys == sorted(keys)
    assert len(found) > 2
    first = values(connection, path, limit=2)
    assert first == {"values": found[:2], "truncated": True}
    assert not values(connection, path, limit=len(found))["truncated"]


def test_filters_and_the_scope_narrow(connection: Connection) -> None:
    filters = {"field": "ok", "op": "eq", "value": True}
    narrowed = values(connection, "topic", filters=filters)["values"]
    assert [one["count"] for one in narrowed] == [
        count(connection, {"operator": "and", "conditions": [filters, _is("topic", one["value"])]})
        for one in narrowed
    ]
    scope = calls.c.id <= 10
    scoped = values(connection, "topic", scope=scope)["values"]
    assert [one["count"] for one in scoped] == [
        count(connection, _is("topic", one["value"]), scope=scope) for one in scoped
    ]
    everything = sum(one["count"] for one in values(connection, "topic")["values"])
    assert sum(one["count"] for one in narrowed) < everything
    assert 0 < sum(one["count"] for one in scoped) < everything


def test_a_related_table_is_under_the_scope(connection: Connection) -> None:
    agents = EVERYTHING.paths["agent.name"].steps[0].relation.table
    found = values(connection, "agent.name", scope={calls: None, agents: agents.c.id < 0})
    assert found == {"values": [], "truncated": False}


@pytest.mark.parametrize("path", ["topic", "meta.region", "agent.name", "evaluations.notes.text"])
def test_a_search_leaves_the_values_that_contain_a_text(connection: Connection, path: str) -> None:
    found = values(connection, path)["values"]
    letters = {letter for one in found for letter in one["value"]}
    for text in sorted(letters)[:12]:
        searched = values(connection, path, search=text)["values"]
        matching = values(connection, path, search=text.swapcase())["values"]
        assert searched == [one for one in found if one in searched]
        assert {one["value"] for one in found if text in one["value"]} <= {one["value"] for one in searched}
        for one in searched:
            contains = {"operator": "and", "conditions": [_is(path, one["value"])]}
            assert count(connection, contains) == one["count"]
        if len(text.swapcase()) == 1:
            assert matching == searched or text.swapcase().swapcase() != text


@pytest.mark.parametrize(
    ("path", "options", "problem"),
    [
        ("nope", {}, ("path", "", "unknown_field")),
        ("meta", {}, ("path", "", "unknown_field")),
        (5, {}, ("path", "", "not_text")),
        ("duration", {"search": "a"}, ("search", "", "operator_not_allowed")),
        ("ok", {"search": "a"}, ("search", "", "operator_not_allowed")),
        ("topic", {"search": 5}, ("search", "", "not_text")),
        ("topic", {"search": "x" * 1_001}, ("search", "", "too_long")),
        ("topic", {"metric": 1}, ("metric", "", "conflicting_keys")),
        ("evaluations.value", {}, ("metric", "", "missing_key")),
        ("evaluations.value", {"metric": -99}, ("metric", "", "unknown_metric")),
        ("topic", {"limit": 0}, ("limit", "", "out_of_range")),
        ("topic", {"limit": 1_001}, ("limit", "", "out_of_range")),
        ("topic", {"limit": "5"}, ("limit", "", "wrong_type")),
        ("topic", {"filters": {"field": "ok", "op": "eq", "value": 1}}, ("filters", "/value", "wrong_type")),
    ],
)
def test_what_cannot_be_listed(connection: Connection, path: Any, options: Any, problem: Any) -> None:
    with pytest.raises(InvalidInput) as caught:
        values(connection, path, **options)
    assert [(one.document, one.pointer, one.code) for one in caught.value.problems] == [problem]


@pytest.mark.parametrize(
    ("path", "code"),
    [("phone", "values_not_listed"), ("drawn", "not_filterable"), ("secret", "unknown_field")],
)
def test_a_host_may_keep_values_to_itself(connection: Connection, path: str, code: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        values(connection, path, JOBS)
    assert [one.code for one in caught.value.problems] == [code]


def test_no_timestamp_is_needed_nor_asked_for(connection: Connection) -> None:
    bare = Dataset(calls, id=calls.c.id, fields={"topic": Field(calls.c.topic)})
    assert values(connection, "topic", bare) == values(connection, "topic")


@pytest.mark.parametrize(
    ("metric", "code"),
    [([1], "wrong_type"), ({"a": 1}, "wrong_type"), (1.5, "wrong_type"), ("\0", "invalid_text")],
    ids=["list", "object", "fraction", "nul"],
)
def test_a_metric_is_read_as_a_widgets_is(connection: Connection, metric: Any, code: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        field_values(connection, "evaluations.value", EVERYTHING, metric=metric, now=NOW)
    assert [(one.document, one.code) for one in caught.value.problems] == [("metric", code)]


def test_small_limits_have_fewer_values_by_default(connection: Connection) -> None:
    found = field_values(connection, "topic", EVERYTHING, limits=Limits(max_rows=1), now=NOW)
    assert (len(found["values"]), found["truncated"]) == (1, True)
