"""The elements of lists in JSON: some element satisfies a condition, charts plot elements."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, Final

import pytest
from sqlalchemy import ARRAY, Column, Connection, Integer, LargeBinary, MetaData, Text, select

from tests.hosts.items import DOC_ROWS, DOCS, LISTS, docs, orders
from widgetql import Dataset, InvalidInput, Items, compile_filter, compute_widget_data, drill_down
from widgetql.testing import Rows

NOW: Final = datetime(2025, 11, 7, tzinfo=UTC)
SINCE: Final = {"field": "timestamp", "op": "gte", "value": "2025-10-27"}


@pytest.fixture(scope="module")
def metadata() -> MetaData:
    return LISTS


def selected(connection: Connection, source: Any) -> list[int]:
    condition = compile_filter(source, DOCS, now=NOW)
    return sorted(connection.scalars(select(docs.c.id).where(condition)))


def data(connection: Connection, widget: dict[str, Any]) -> Any:
    answer = compute_widget_data(connection, widget, DOCS, dashboard_filters=SINCE, now=NOW)
    return answer.to_dict()["data"]


@pytest.fixture(scope="module")
def rows() -> Rows:
    return DOC_ROWS


def both(path: str, op: str, value: Any) -> Any:
    return {"field": path, "op": op, "value": value}


CONDITIONS: Final = [
    ("tags", "eq", "vip", [1, 5]),
    ("tags", "neq", "new", [1, 4, 5]),
    ("tags", "in", ["Old", "vip"], [1, 4, 5]),
    ("tags", "nin", ["new", "vip", "Old"], [1]),
    ("tags", "contains", "OLD", [4]),
    ("tags", "regex", "^n", [1, 4]),
    ("tags", "isnull", True, [2, 3]),
    ("tags", "isnull", False, [1, 4, 5]),
    ("scores", "eq", 2, [1, 4, 5]),
    ("scores", "gt", 3, [4, 5]),
    ("flags", "eq", False, [1, 2, 4, 5]),
    ("words", "eq", "vip", [1]),
    ("words", "eq", "5", [4]),
    ("words", "isnull", True, [2, 3, 5]),
    ("owner.skills", "eq", "sql", [2, 4]),
    ("notes.labels", "eq", "a", [1]),
    ("notes.labels", "isnull", True, [2, 3, 4, 5]),
]


@pytest.mark.parametrize(("path", "op", "value", "expected"), CONDITIONS)
def test_a_condition_holds_if_some_element_satisfies_it(
    connection: Connection, path: str, op: str, value: Any, expected: list[int]
) -> None:
    asked = {"field": path, "op": op, "value": value}
    assert selected(connection, asked) == expected
    rest = sorted(set(range(1, 6)) - set(expected))
    assert selected(connection, {"operator": "not", "conditions": [asked]}) == rest


def test_the_same_row_is_one_element(connection: Connection) -> None:
    parts = [{"field": "tags", "op": "contains", "value": text} for text in ("o", "ld")]
    assert selected(connection, {"operator": "same_row", "conditions": parts}) == [4]
    one = {"field": "notes.labels", "op": "eq", "value": "b"}
    stars = {"field": "notes.stars", "op": "eq", "value": 2}
    assert selected(connection, {"operator": "same_row", "conditions": [one, stars]}) == []
    assert selected(connection, {"operator": "and", "conditions": [one, stars]}) == [1]


def test_elements_are_counted(connection: Connection) -> None:
    def counted(op: str, value: Any, *parts: Any) -> list[int]:
        conditions = [{"field": path, "op": how, "value": operand} for path, how, operand in parts]
        source = {"operator": "count_rows", "op": op, "value": value, "conditions": conditions}
        rest = selected(connection, {"operator": "not", "conditions": [source]})
        found = selected(connection, source)
        assert sorted([*found, *rest]) == [1, 2, 3, 4, 5]
        return found

    assert [counted("eq", n, ("tags", "isnull", False)) for n in range(4)] == [[2, 3], [5], [1], [4]]
    assert counted("eq", 1, ("tags", "isnull", True)) == [1]
    assert counted("lt", 2, ("tags", "eq", "new")) == [1, 2, 3, 5]
    assert counted("in", [0, 2], ("tags", "eq", "new")) == [2, 3, 4, 5]
    assert counted("between", [1, 2], ("flags", "isnull", False)) == [1, 2, 4, 5]
    assert counted("gte", 2, ("owner.skills", "isnull", False)) == [2, 4]
    assert counted("gte", 3, ("notes.labels", "isnull", False)) == [1]
    assert counted("eq", 2, ("notes.labels", "eq", "a")) == [1]


def test_every_element_satisfies_it(connection: Connection) -> None:
    for path, op, value, expected in (
        ("tags", "isnull", False, [4, 5]),
        ("tags", "in", ["vip", "new"], [5]),
        ("owner.skills", "neq", "sql", list[int]()),
        ("owner.skills", "contains", "", [2, 4]),
        ("notes.labels", "in", ["a", "b"], [1]),
        ("notes.labels", "eq", "a", list[int]()),
    ):
        source = {"operator": "all_rows", "conditions": [{"field": path, "op": op, "value": value}]}
        assert selected(connection, source) == expected
        rest = sorted({1, 2, 3, 4, 5} - set(expected))
        assert selected(connection, {"operator": "not", "conditions": [source]}) == rest


def test_a_pie_counts_elements_and_records(connection: Connection) -> None:
    widget = {"chart_type": "pie", "field": "tags"}
    slices = data(connection, widget)
    assert [(row["label"], row["value"], row["record_count"]) for row in slices] == [
        ("new", 3, 2),
        ("vip", 2, 2),
        ("Old", 1, 1),
    ]
    behind = [drill_down(widget, row, DOCS, dashboard_filters=SINCE, now=NOW) for row in slices]
    assert [selected(connection, one) for one in behind] == [[1, 4], [1, 5], [4]]


def test_charts_plot_elements(connection: Connection) -> None:
    bar = {"chart_type": "bar", "field": "scores", "aggregation_function": "sum", "time_period": "week"}
    assert [(row["value"], row["sample_count"], row["record_count"]) for row in data(connection, bar)] == [
        (3.0, 2, 1),
        (13.0, 4, 2),
    ]
    line = data(connection, {"chart_type": "line", "field": "scores"})
    assert [(point["id"], point["value"]) for point in line] == [
        (1, 1),
        (1, 2),
        (4, 2),
        (4, 4),
        (5, 2),
        (5, 5),
    ]
    table = {
        "chart_type": "table",
        "dimensions": ["owner.name", "tags"],
        "metrics": [{"aggregation_function": "count"}],
        "order_by": [{"name": "owner.name"}, {"name": "tags"}],
    }
    assert [
        (row["owner.name"], row["tags"], row["count"], row["record_count"]) for row in data(connection, table)
    ] == [
        ("Ann", "Old", 1, 1),
        ("Ann", "new", 2, 1),
        ("Bob", "new", 1, 1),
        ("Bob", "vip", 2, 2),
        ("Bob", None, 1, 1),
    ]


def test_two_lists_would_multiply_each_other(connection: Connection) -> None:
    widget = {"chart_type": "table", "dimensions": ["tags", "flags"], "metrics": []}
    with pytest.raises(InvalidInput, match="one to-many relation at a time"):
        data(connection, widget)


def test_a_scope_guards_the_rows_that_have_lists(connection: Connection) -> None:
    condition = compile_filter(both("owner.skills", "eq", "sql"), DOCS, now=NOW, scope=docs.c.size > 2)
    assert sorted(connection.scalars(select(docs.c.id).where(condition))) == [4]
    pie = {"chart_type": "pie", "field": "tags"}
    answer = compute_widget_data(
        connection, pie, DOCS, dashboard_filters=SINCE, now=NOW, scope=docs.c.id == 4
    ).to_dict()
    assert [(row["label"], row["value"]) for row in answer["data"]] == [("new", 2), ("Old", 1)]


@pytest.mark.parametrize(
    ("column", "options", "said"),
    [
        (Column("n", Integer), {}, "needs a one-dimensional array or JSON, got Integer"),
        (Column("n", Text), {}, 'say type=, as "string", where the text is JSON'),
        (Column("n", ARRAY(Integer, dimensions=2)), {}, "needs a one-dimensional array"),
        (Column("n", ARRAY(LargeBinary)), {}, "no reading for the column type LargeBinary"),
        (docs.c.tags, {"type": "datetime"}, "cannot be read as datetime"),
        (docs.c.tags, {"operators": {"gt"}}, "do not fit a string field"),
    ],
)
def test_what_holds_no_lists_is_refused(column: Any, options: Any, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        Items(column, **options)


def test_a_table_tells_its_arrays() -> None:
    derived = Dataset.from_table(orders)
    assert {path: str(found.leaf.type) for path, found in derived.paths.items() if found.steps} == {
        "tags": "string",
        "counts": "numeric",
        "weights": "numeric",
        "flags": "boolean",
        "times": "datetime",
    }
