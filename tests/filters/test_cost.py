"""What filters cost is known before SQL: the weights by table, the sums over the documents of a widget."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, Final

import pytest
from sqlalchemy import JSON, Boolean, Column, DateTime, Engine, Integer, MetaData, Table, Text, select

from tests.filters.records import ROWS, both, where
from tests.testing.everything import EVERYTHING, calls
from widgetql import Dataset, Field, JsonKeys, Limits, ToMany, ToOne, compile_filter, validate_filter
from widgetql.errors import Pointer
from widgetql.filters.bind import bind_filter
from widgetql.filters.budget import Budget
from widgetql.filters.parse import parse_filter
from widgetql.request import Request
from widgetql.testing.databases import filled

NOW: Final = datetime(2025, 11, 10, 12, tzinfo=UTC)
TABLES: Final = MetaData()
orders = Table(
    "orders",
    TABLES,
    Column("id", Integer, primary_key=True),
    Column("at", DateTime(timezone=True)),
    Column("price", Integer),
    Column("rank", Integer, index=True),
    Column("title", Text),
    Column("code", Text, index=True),
    Column("paid", Boolean),
    Column("meta", JSON),
    Column("shop_id", Integer),
)
shops = Table("shops", TABLES, Column("id", Integer, primary_key=True), Column("name", Text))
lines = Table(
    "lines",
    TABLES,
    Column("id", Integer, primary_key=True),
    Column("order_id", Integer, index=True),
    Column("sku", Text),
    Column("count", Integer),
)
ORDERS: Final = Dataset(
    orders,
    id=orders.c.id,
    timestamp=orders.c.at,
    fields={
        "price": Field(orders.c.price),
        "rank": Field(orders.c.rank),
        "title": Field(orders.c.title),
        "code": Field(orders.c.code),
        "paid": Field(orders.c.paid),
        "meta": JsonKeys(orders.c.meta),
        "shop": ToOne(
            shops,
            on=shops.c.id == orders.c.shop_id,
            fields={"id": Field(shops.c.id), "name": Field(shops.c.name)},
        ),
        "lines": ToMany(
            lines,
            on=lines.c.order_id == orders.c.id,
            fields={
                "order": Field(lines.c.order_id),
                "sku": Field(lines.c.sku),
                "count": Field(lines.c.count),
            },
        ),
    },
)


def spent(*sources: Any) -> Budget:
    """What the documents of one widget use up."""
    request = Request.of(ORDERS, now=NOW, limits=Limits(max_range=None))
    budget = Budget(request.limits, request.problems)
    for source in sources:
        written = parse_filter(source, Pointer("filter"), request.limits, request.problems, budget)
        bind_filter(written, ORDERS, request.clock, request.limits, request.problems, budget)
    return budget


def count(op: str, value: Any, *conditions: Any) -> dict[str, Any]:
    return both("count_rows", *conditions) | {"op": op, "value": value}


DAY: Final = "2025-11-03"
# A condition, and what it costs.
COSTS: Final = {
    "text-eq": (where("title", "eq", "x"), 0.25),
    "text-neq": (where("title", "neq", "x"), 0.25),
    "text-in": (where("title", "in", ["x", "y"]), 0.25),
    "text-nin": (where("title", "nin", ["x"]), 0.25),
    "text-isnull": (where("title", "isnull", True), 0.25),
    "contains": (where("title", "contains", "x"), 1),
    "startswith": (where("title", "startswith", "x"), 1),
    "endswith": (where("title", "endswith", "x"), 1),
    "contains-indexed": (where("code", "contains", "x"), 1),
    "regex": (where("title", "regex", "x"), 8),
    "json": (where("meta.a", "eq", "x"), 4),
    "json-contains": (where("meta.a", "contains", "x"), 4),
    "json-isnull": (where("meta.a", "isnull", False), 4),
    "json-regex": (where("meta.a", "regex", "x"), 8),
    "number": (where("price", "gt", 5), 0.1),
    "number-between": (where("price", "between", [1, 5]), 0.1),
    "boolean": (where("paid", "eq", True), 0.1),
    "beyond-any-column": (where("price", "eq", 10**400), 0),
    "timestamp": (where("timestamp", "gte", DAY), 0),
    "timestamp-list": (where("timestamp", "in", [DAY]), 0),
    "timestamp-neq": (where("timestamp", "neq", DAY), 0.1),
    "primary-key": (where("id", "in", [1, 2]), 0),
    "indexed-range": (where("rank", "between", [1, 5]), 0),
    "indexed-text": (where("code", "eq", "x"), 0),
    "indexed-neq": (where("rank", "neq", 5), 0.1),
    "indexed-isnull": (where("rank", "isnull", True), 0.1),
    "indexed-not-null": (where("rank", "isnull", False), 0.1),
    "indexed-not": (both("not", where("rank", "eq", 5)), 0.1),
    "indexed-not-not": (both("not", both("not", where("rank", "eq", 5))), 0),
    "to-one-key": (where("shop.id", "eq", 1), 0),
    "to-one": (where("shop.name", "eq", "x"), 0.25),
    "to-one-not": (both("not", where("shop.name", "eq", "x")), 0.25),
    "to-many": (where("lines.sku", "eq", "x"), 0.25),
    "to-many-number": (where("lines.count", "gt", 1), 0.1),
    "to-many-indexed": (where("lines.order", "eq", 1), 0),
    "to-many-contains": (where("lines.sku", "contains", "x"), 1),
    "to-many-not": (both("not", where("lines.sku", "eq", "x")), 15),
    "to-many-not-indexed": (both("not", where("lines.order", "eq", 1)), 15),
    "to-many-not-regex": (both("not", where("lines.sku", "regex", "x")), 15),
    "to-many-not-not": (both("not", both("not", where("lines.sku", "eq", "x"))), 0.25),
    "to-many-neq": (where("lines.sku", "neq", "x"), 15),
    "to-many-nin": (where("lines.sku", "nin", ["x"]), 15),
    "to-many-isnull": (where("lines.sku", "isnull", True), 15),
    "to-many-not-null": (where("lines.sku", "isnull", False), 0.25),
    "same-row": (both("same_row", where("lines.sku", "eq", "x"), where("lines.count", "neq", 1)), 0.35),
    "not-same-row": (
        both("not", both("same_row", where("lines.sku", "eq", "x"), where("lines.count", "gt", 1))),
        15.35,
    ),
    "not-in-same-row": (both("same_row", both("not", where("lines.sku", "eq", "x"))), 0.25),
    "same-row-in-same-row": (both("same_row", both("same_row", where("lines.sku", "eq", "x"))), 0.25),
    "not-same-row-in-same-row": (
        both("same_row", both("not", both("same_row", where("lines.sku", "eq", "x")))),
        0.25,
    ),
    "count": (count("gte", 2, where("lines.sku", "eq", "x"), where("lines.count", "neq", 1)), 0.35),
    "count-indexed": (count("between", [1, 2], where("lines.order", "eq", 1)), 0),
    "count-deeper-not": (count("eq", 2, both("not", where("lines.sku", "eq", "x"))), 0.25),
    "count-of-none": (count("lt", 2, where("lines.sku", "eq", "x")), 15.25),
    "count-neq": (count("neq", 2, where("lines.sku", "eq", "x")), 15.25),
    "not-count": (both("not", count("gte", 2, where("lines.sku", "eq", "x"))), 15.25),
    "not-count-of-none": (both("not", count("in", [0, 2], where("lines.sku", "eq", "x"))), 0.25),
    "count-of-any-number": (count("gte", 0, where("lines.sku", "eq", "x")), 0.25),
    "count-in-same-row": (both("same_row", count("eq", 0, where("lines.sku", "eq", "x"))), 0.25),
    "all-rows": (both("all_rows", where("lines.sku", "eq", "x"), where("lines.order", "eq", 1)), 15.35),
    "not-all-rows": (both("not", both("all_rows", where("lines.sku", "eq", "x"))), 15.25),
    "all-rows-in-same-row": (both("same_row", both("all_rows", where("lines.order", "eq", 1))), 0),
    "or-of-eq": (both("or", *[where("title", "eq", f"{i}") for i in range(100)]), 0.25),
    "or-of-eq-of-two": (both("or", where("title", "eq", "x"), where("price", "eq", 1)), 0.35),
    "not-of-eq": (both("not", *[where("title", "eq", f"{i}") for i in range(100)]), 0.25),
    "and-of-neq": (both("and", *[where("title", "neq", f"{i}") for i in range(100)]), 0.25),
    "and-of-neq-to-one": (both("and", *[where("shop.name", "neq", f"{i}") for i in range(100)]), 0.25),
    "or-of-eq-to-many": (both("or", *[where("lines.sku", "eq", f"{i}") for i in range(100)]), 0.25),
    "and-of-neq-to-many": (both("and", *[where("lines.sku", "neq", f"{i}") for i in range(2)]), 30),
    "and-of-eq": (both("and", *[where("title", "eq", f"{i}") for i in range(4)]), 1),
    "or-of-neq": (both("or", *[where("title", "neq", f"{i}") for i in range(4)]), 1),
    "or-of-json": (both("or", *[where("meta.a", "eq", f"{i}") for i in range(50)]), 4),
    "or-of-eq-and-gt": (both("or", where("price", "eq", 1), where("price", "gt", 5)), 0.2),
}


@pytest.mark.parametrize(("source", "expected"), COSTS.values(), ids=COSTS)
def test_what_a_condition_costs(source: Any, expected: float) -> None:
    budget = spent(source)
    assert (list(budget.problems), round(budget.searches, 6)) == ([], expected)


STEPS: Final = {
    "own": (where("title", "eq", "x"), 0),
    "to-one": (where("shop.id", "eq", 1), 1),
    "each": (both("and", where("shop.id", "eq", 1), where("shop.name", "contains", "x")), 2),
    "same-row": (both("same_row", where("lines.sku", "eq", "x"), where("lines.count", "eq", 1)), 1),
    "same-row-in-same-row": (both("same_row", both("same_row", where("lines.sku", "eq", "x"))), 1),
    "count": (count("gte", 2, where("lines.sku", "eq", "x"), where("lines.count", "eq", 1)), 1),
    "all-rows": (both("all_rows", where("lines.sku", "eq", "x"), where("lines.count", "eq", 1)), 1),
    "list": (both("or", *[where("shop.name", "eq", f"{i}") for i in range(100)]), 1),
}


@pytest.mark.parametrize(("source", "expected"), STEPS.values(), ids=STEPS)
def test_steps_through_relations(source: Any, expected: int) -> None:
    budget = spent(source)
    assert (list(budget.problems), budget.steps) == ([], expected)


def found(source: Any, **limits: Any) -> list[tuple[str, str]]:
    problems = validate_filter(source, ORDERS, now=NOW, limits=Limits(**limits))
    return [(problem.pointer, problem.code) for problem in problems]


def each(count: int, path: str, op: str, value: Any) -> dict[str, Any]:
    """As many conditions that nothing puts together."""
    return both("and", *[where(path, op, value)] * count)


# A filter at its limit, and where one more condition is too many.
EXCESSES: Final = {
    "contains": (("title", "contains", "x"), 40),
    "json": (("meta.a", "eq", "x"), 10),
    "regex": (("title", "regex", "x"), 5),
    "negated-to-many": (("lines.sku", "neq", "x"), 2),
    "text": (("title", "eq", "x"), 160),
    "numbers": (("price", "gt", 1), 400),
    "relations": (("shop.id", "eq", 1), 16),
    "conditions": (("id", "gt", 1), 600),
}


@pytest.mark.parametrize(("condition", "most"), EXCESSES.values(), ids=EXCESSES)
def test_one_more_than_the_limit(condition: tuple[str, str, Any], most: int) -> None:
    assert found(each(most, *condition)) == []
    assert found(each(most + 1, *condition)) == [(f"/conditions/{most}", "too_many")]
    # Each limit is named once, however many follow.
    every = found(each(600, *condition))
    assert every[:1] == ([] if most == 600 else [(f"/conditions/{most}", "too_many")])
    assert len(every) <= 2


def test_limits_that_a_host_sets() -> None:
    two = each(2, "title", "contains", "x")
    assert found(two, max_search_cost=2) == []
    assert found(two, max_search_cost=1.5) == [("/conditions/1", "too_many")]
    assert found(both("same_row", where("lines.sku", "eq", "x")), max_relations=1) == []


def test_texts_count_together_whether_they_come_as_text_or_as_data() -> None:
    lists = [where("title", "in", [f"{i:04}{j:096}" for i in range(1_000)]) for j in range(10)]
    assert found(both("or", *lists)) == []
    assert found(both("or", *lists), max_json_length=999_999) == [("/conditions/9/value", "too_long")]


@pytest.fixture(scope="module")
def metadata() -> MetaData:
    return calls.metadata


EQUAL: Final = {
    "or-of-eq": (both("or", where("duration", "eq", 5), where("duration", "eq", 6)), {1, 2}),
    "or-of-eq-and-more": (
        both("or", where("topic", "eq", "abc"), where("duration", "lt", 0), where("topic", "eq", "ABC")),
        {1, 2, 4},
    ),
    "not-of-eq": (both("not", where("topic", "eq", "abc"), where("topic", "eq", "ABC")), {3, 4, 5}),
    "and-of-neq": (both("and", where("topic", "neq", "abc"), where("topic", "neq", "ABC")), {3, 4, 5}),
    "to-one": (both("and", where("agent.name", "neq", "Ada"), where("agent.name", "neq", "x")), {2, 3, 4, 5}),
    "to-many": (both("or", *[where("evaluations.weight", "eq", i) for i in (1, 2)]), {1}),
    "to-many-neq": (both("and", *[where("evaluations.metric.id", "neq", i) for i in (1, 2)]), {1, 2}),
    "dynamic": (both("or", *[where("evaluations.value", "eq", i) for i in (0.9, "good", True)]), {1, 2, 4}),
    "times": (
        both("or", *[where("day", "eq", f"2025-11-0{i}") for i in (5, 3)], where("day", "eq", "2025-11-02")),
        {1, 4, 5},
    ),
    "json": (both("or", *[where("meta.k", "eq", text) for text in ("abc", "ABC")]), {1, 2}),
}


@pytest.mark.parametrize(("source", "expected"), EQUAL.values(), ids=EQUAL)
def test_conditions_that_are_a_list_together_mean_what_they_say(
    engine: Engine, source: Any, expected: set[int]
) -> None:
    with filled(engine, ROWS) as connection:
        condition = compile_filter(source, EVERYTHING, now=NOW)
        assert set(connection.execute(select(calls.c.id).where(condition)).scalars()) == expected


def test_conditions_that_are_a_list_together_are_one_in_sql() -> None:
    many = both("or", *[where("shop.name", "eq", f"{i}") for i in range(100)])
    assert str(compile_filter(many, ORDERS)).count("IN (SELECT") == 1
