"""A decorator is its Python value on both sides; what SQL would compute from what is stored is refused."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, Final

import pytest
from sqlalchemy import JSON, Connection, Integer, LargeBinary, MetaData, Table, select, type_coerce
from sqlalchemy import Column as SQLColumn
from sqlalchemy.types import TypeDecorator

from tests.hosts.decorators import KEYS, ORDERS, ROWS, SHOWN, TABLES, Cents, Narrow, orders
from widgetql import (
    Avg,
    Dataset,
    Field,
    JsonKeys,
    compile_filter,
    compute_widget_data,
    drill_down,
    validate_filter,
    validate_widget,
)
from widgetql.testing import Rows

NOW: Final = datetime(2025, 11, 7, tzinfo=UTC)
SINCE: Final = {"field": "at", "op": "gte", "value": "2025-11-01"}


@pytest.fixture(scope="module")
def metadata() -> MetaData:
    return TABLES


@pytest.fixture(scope="module")
def rows() -> Rows:
    return {orders: ROWS}


def selected(connection: Connection, source: Any, dataset: Dataset = ORDERS) -> list[int]:
    condition = compile_filter(source, dataset, now=NOW)
    return sorted(KEYS.index(id) for id in connection.scalars(select(orders.c.id).where(condition)))


def data(connection: Connection, widget: dict[str, Any], dataset: Dataset = ORDERS) -> Any:
    return compute_widget_data(connection, widget, dataset, dashboard_filters=SINCE, now=NOW).to_dict()[
        "data"
    ]


@pytest.mark.parametrize("path", SHOWN)
def test_what_is_shown_is_found(connection: Connection, path: str) -> None:
    first, second = SHOWN[path]
    listed = data(connection, {"chart_type": "list", "columns": [path]})
    assert [row[path] for row in listed] == [None, second, first]
    asked = {"eq": first, "neq": first, "in": [first, second], "nin": [second], "isnull": True}
    found = {op: selected(connection, {"field": path, "op": op, "value": asked[op]}) for op in asked}
    assert found == {"eq": [0], "neq": [1, 2], "in": [0, 1], "nin": [0, 2], "isnull": [2]}


@pytest.mark.parametrize("path", SHOWN)
def test_the_records_behind_a_row(connection: Connection, path: str) -> None:
    widget = {"chart_type": "table", "dimensions": [path], "metrics": [{"aggregation_function": "count"}]}
    found = [
        (row[path], selected(connection, drill_down(widget, row, ORDERS, dashboard_filters=SINCE, now=NOW)))
        for row in data(connection, widget)
    ]
    first, second = SHOWN[path]
    assert sorted(found, key=lambda one: one[1]) == [(first, [0]), (second, [1]), (None, [2])]


def test_charts_of_a_hosts_own_values(connection: Connection) -> None:
    slices = data(connection, {"chart_type": "pie", "field": "mood"})
    assert [(one["label"], one["value"]) for one in slices] == [("GLAD", 1), ("SAD", 1)]
    points = data(connection, {"chart_type": "line", "field": "price"})
    assert [(one["id"], one["value"]) for one in points] == [(str(KEYS[0]), 10.05), (str(KEYS[1]), -2.0)]
    bar = {
        "chart_type": "bar",
        "field": "price",
        "aggregation_function": "count_distinct",
        "time_period": "month",
    }
    assert data(connection, bar) == [
        {"time_interval": "2025-11-01T00:00:00Z", "value": 2, "sample_count": 2, "partial": True}
    ]
    stats = data(connection, {"chart_type": "stat", "group_by": {"type": "field", "field": "paid"}})
    assert {row["group"]: row["priced"] for row in stats} == {True: 1, False: 1, None: 0}


def test_a_list_goes_on_from_a_decorated_key(connection: Connection) -> None:
    cursor, found = None, list[str]()
    for _ in KEYS:
        widget = {"chart_type": "list", "limit": 1, "cursor": cursor}
        answer = compute_widget_data(connection, widget, ORDERS, dashboard_filters=SINCE, now=NOW).to_dict()
        found += [row["id"] for row in answer["data"]]
        cursor = answer["metadata"]["next_cursor"]
    assert found == [str(key) for key in reversed(KEYS)]


def test_groups_beyond_the_limit_are_told_apart(connection: Connection) -> None:
    widget = {"chart_type": "stat", "group_by": {"type": "field", "field": "price"}}
    limits = ORDERS.limits.__class__(max_groups=1)
    options: dict[str, Any] = {"dashboard_filters": SINCE, "now": NOW, "limits": limits}
    kept, rest = compute_widget_data(connection, widget, ORDERS, **options).data
    assert (kept["group"], rest["group"], rest["excluded"]) == (-2.0, "other", [-2.0])
    assert selected(connection, drill_down(widget, rest, ORDERS, **options)) == [0, 2]


@pytest.mark.parametrize(
    ("path", "value"),
    [
        pytest.param("price", 1e300, id="beyond the column"),
        pytest.param("mood", "ANGRY", id="no member"),
        pytest.param("id", "abcdef", id="no uuid"),
        pytest.param("id", KEYS[0].hex, id="a uuid in another spelling"),
    ],
)
def test_what_cannot_be_stored_is_nowhere(connection: Connection, path: str, value: Any) -> None:
    found = [selected(connection, {"field": path, "op": op, "value": value}) for op in ("eq", "neq")]
    assert found == [[], [0, 1, 2]]


def test_operands_go_through_the_decorator(connection: Connection) -> None:
    assert selected(connection, {"field": "owner", "op": "eq", "value": "ANN"}) == [0]
    assert selected(connection, {"field": "paid_at", "op": "eq", "value": "2025-11-04T10:00:00+01:00"}) == [1]


def test_a_decorator_that_only_narrows_is_its_impl(connection: Connection) -> None:
    assert selected(connection, {"field": "note", "op": "contains", "value": "SOM"}) == [0]
    assert Field(orders.c.note).own is None


def test_a_sql_expression_is_computed_with(connection: Connection) -> None:
    cents = Field(type_coerce(orders.c.price, Integer))
    dataset = Dataset(
        orders, id=orders.c.id, timestamp=orders.c.at, fields={"cents": cents}, stats={"mean": Avg("cents")}
    )
    since = {"field": "timestamp", "op": "gte", "value": "2025-11-01"}
    found = compute_widget_data(connection, {"chart_type": "stat"}, dataset, dashboard_filters=since, now=NOW)
    assert found.data == {"mean": 402.5}
    assert selected(connection, {"field": "cents", "op": "gt", "value": 0}, dataset) == [0]


@pytest.mark.parametrize(
    ("widget", "problem"),
    [
        pytest.param(
            {"chart_type": "bar", "field": "price", "aggregation_function": name, "time_period": "day"},
            ("/aggregation_function", "aggregation_not_allowed"),
            id=name,
        )
        for name in ("sum", "avg", "min", "max", "p95")
    ]
    + [
        pytest.param(
            {"chart_type": "histogram", "field": "price", "bins": {"width": 5}},
            ("/chart_type", "chart_not_allowed"),
            id="bins",
        ),
        pytest.param(
            {"chart_type": "table", "dimensions": ["price"], "order_by": [{"name": "price"}]},
            ("/order_by/0/name", "not_for_chart"),
            id="order",
        ),
        pytest.param(
            {
                "chart_type": "table",
                "dimensions": ["mood"],
                "metrics": [{"aggregation_function": "sum", "field": "price"}],
            },
            ("/metrics/0/aggregation_function", "aggregation_not_allowed"),
            id="metric",
        ),
    ],
)
def test_what_sql_would_compute_is_a_problem(widget: dict[str, Any], problem: tuple[str, str]) -> None:
    (found,) = validate_widget(widget, ORDERS)
    assert (found.pointer, found.code) == problem
    assert "only Cents reads what is stored; declare the field over a SQL expression" in found.message


@pytest.mark.parametrize(
    ("path", "op", "value", "code"),
    [
        ("price", "gt", 1, "operator_not_allowed"),
        ("price", "between", [1, 2], "operator_not_allowed"),
        ("owner", "contains", "a", "operator_not_allowed"),
        ("owner", "regex", "a", "operator_not_allowed"),
        ("paid_at", "gte", "2025-11-03", "operator_not_allowed"),
        ("paid_at", "eq", "2025-11-03", "invalid_time"),
        ("due", "eq", "2025-11-03T10:00:00Z", "invalid_time"),
        ("price", "eq", "ten", "wrong_type"),
        ("mood", "eq", 1, "wrong_type"),
    ],
)
def test_what_a_database_cannot_tell_is_a_problem(path: str, op: str, value: Any, code: str) -> None:
    (found,) = validate_filter({"field": path, "op": op, "value": value}, ORDERS)
    assert found.code == code


class Untold(TypeDecorator[Any]):
    """A decorator that reads nothing of what a tester would store."""

    impl = LargeBinary
    cache_ok = True

    def process_result_value(self, value: Any, dialect: Any) -> Any:
        return value.decode("rot13")


class Document(TypeDecorator[Any]):
    """A document as the host's own class."""

    impl = JSON
    cache_ok = True

    def process_result_value(self, value: Any, dialect: Any) -> Any:
        return [value]


things: Final = Table(
    "things",
    MetaData(),
    SQLColumn("id", Integer, primary_key=True),
    SQLColumn("price", Cents),
    SQLColumn("secret", Untold),
    SQLColumn("document", Document),
    SQLColumn("text", Narrow),
)


@pytest.mark.parametrize(
    ("declare", "message"),
    [
        pytest.param(
            lambda: Dataset(
                things, id=things.c.id, fields={"price": Field(things.c.price)}, stats={"mean": Avg("price")}
            ),
            r"stats\['mean'\]: no avg of price.*only Cents reads what is stored",
            id="stat",
        ),
        pytest.param(
            lambda: Dataset(orders, id=orders.c.id, timestamp=orders.c.paid_at, fields={}),
            "timestamp: no time range: only InUtc reads what is stored",
            id="timestamp",
        ),
        pytest.param(
            lambda: Field(things.c.price, operators={"eq", "gt"}),
            r"operators \['gt'\] do not fit",
            id="operators",
        ),
        pytest.param(lambda: Field(things.c.secret), "nothing tells what the values of Untold", id="untold"),
    ],
)
def test_what_sql_would_compute_is_refused_at_declaration(declare: Any, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        declare()


def test_a_table_alone_gives_each_column_its_values() -> None:
    found = Dataset.from_table(things)
    assert {path: str(one.leaf.type) for path, one in found.paths.items()} == {
        "id": "numeric",
        "price": "numeric",
        "document": "string",
        "text": "string",
    }
    assert isinstance(found.paths["document"].leaf, JsonKeys)
    assert [*found.stats] == ["total"]
    assert Field(things.c.secret, type="string").type == "string"
